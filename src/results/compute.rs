//! Opens a project, loads its rubrics and catalogue, reads its evidence, scores and aggregates. All findings of all
//! files come back together.

use super::{EditionResults, Results};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Diagnostic, Problem, Sources, has_errors, sort};
use crate::document::{parse_table, parse_yaml, read_file};
use crate::evidence::{EvidenceError, Reader, Sheet, read_sheet, read_table};
use crate::index::{IndexInput, index_rows};
use crate::language::rubric::Rubric;
use crate::project::{Edition, Project, open};
use crate::scoring::{Program, score_edition};
use indexmap::IndexMap;
use std::path::Path;

/// What came of a project folder.
#[derive(Debug)]
pub struct Computed {
    /// Everything that was read, for showing findings and places.
    pub sources: Sources,
    /// Errors, warnings and notes about all files, in the order they are shown.
    pub findings: Vec<Diagnostic>,
    /// The results; `None` when there is an error among the findings.
    pub results: Option<Results>,
}

/// Computes everything a project has to show.
///
/// ```no_run
/// let computed = clearwatt::results::compute(std::path::Path::new("examples/eti-demo"));
/// for row in computed.results.iter().flat_map(|results| &results.editions).flat_map(|edition| &edition.rows) {
///     println!("{} {} {:?}", row.entity.as_str(), row.node, row.shown);
/// }
/// ```
pub fn compute(folder: &Path) -> Computed {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let results = read_and_score(&mut sources, folder, &mut findings);
    sort(&mut findings);
    let results = results.filter(|_| !has_errors(&findings));
    Computed { sources, findings, results }
}

fn report<P: Problem>(problems: &[P], findings: &mut Vec<Diagnostic>) {
    findings.extend(problems.iter().map(Problem::diagnostic));
}

fn read_and_score(sources: &mut Sources, folder: &Path, findings: &mut Vec<Diagnostic>) -> Option<Results> {
    let project = match open(sources, folder) {
        Ok(project) => project,
        Err(problems) => {
            report(&problems, findings);
            return None;
        }
    };
    let rubrics = load_rubrics(sources, &project, findings);
    let known: Vec<&Rubric> = rubrics.values().flatten().collect();
    let catalogue = match project.load_catalogue(sources, &known) {
        Ok(catalogue) => catalogue,
        Err(problems) => {
            findings.extend(problems);
            // Without its catalogue nothing can be said about evidence.
            return None;
        }
    };
    for rubric in &known {
        findings.extend(unknown_nodes(rubric, &catalogue));
    }
    let sheets = read_evidence(sources, &project, &rubrics, &catalogue, findings);
    if has_errors(findings) {
        // Scores of what could be read are still worth it: they find what is missing, in the same run.
        score_what_can_be(&project, &rubrics, &catalogue, &sheets, findings);
        return None;
    }
    let mut by_edition = group(sheets);
    let mut editions = Vec::new();
    for edition in &project.editions {
        let rubric = rubrics.get(&edition.rubric.display())?.as_ref()?;
        let sheets = by_edition.shift_remove(edition.id.as_str()).unwrap_or_default();
        editions.push(score(edition, rubric, &catalogue, sheets, findings)?);
    }
    Some(Results { project, catalogue, editions })
}
