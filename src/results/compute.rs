//! Opens a project, loads its rubrics and catalogue, reads its evidence, scores and aggregates. All findings of all
//! files come back together.

use super::formulas::add_formula_rows;
use super::keys::Keys;
use super::{Crosswalk, EditionResults, Results};
use crate::catalogue::{Catalogue, IndicatorFacts};
use crate::diagnostic::{Diagnostic, FileId, Problem, Severity, Sources, Span, has_errors, sort};
use crate::document::{parse_table, parse_yaml, read_file};
use crate::evidence::{NEEDED_COLUMNS, Reader, Sheet, read_sheet, read_table};
use crate::index::{across_rows, fits, index_rows, without_groups};
use crate::language::difference::compare;
use crate::language::load::Loaded;
use crate::language::rubric::Rubric;
use crate::project::{Edition, EntityFacts, EntityId, Project, ProjectError, builtin, open};
use crate::scoring::{Program, score_edition};
use indexmap::IndexMap;
use std::path::{Path, PathBuf};

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
/// let editions = computed.results.iter().flat_map(|results| &results.editions);
/// for row in editions.flat_map(|edition| &edition.rows) {
///     println!("{} {} {:?}", row.entity, row.node, row.shown);
/// }
/// ```
pub fn compute(folder: &Path) -> Computed {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let results = read_and_score_with(&mut sources, folder, None, &mut findings);
    sort(&mut findings);
    let results = results.filter(|_| !has_errors(&findings));
    Computed {
        sources,
        findings,
        results,
    }
}

/// The same with the editions of a rubric scored by another one: `rubric` replaces the rubric of the edition `edition`
/// (`builtin:NAME`, or a path from where the program runs).
pub fn compute_with(folder: &Path, edition: &str, rubric: &str) -> Computed {
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let replaced = Some((edition, rubric));
    let results = read_and_score_with(&mut sources, folder, replaced, &mut findings);
    sort(&mut findings);
    let results = results.filter(|_| !has_errors(&findings));
    Computed {
        sources,
        findings,
        results,
    }
}

/// Loads the rubrics of a project, each once, by the name its editions give it.
///
/// # Errors
/// Everything that is wrong with the project's own file.
pub fn load_project_rubrics(
    sources: &mut Sources,
    folder: &Path,
) -> Result<IndexMap<String, Loaded>, Vec<Diagnostic>> {
    let project = open(sources, folder)
        .map_err(|problems| problems.iter().map(Problem::diagnostic).collect::<Vec<_>>())?;
    Ok(load_rubrics(sources, &project))
}

fn load_rubrics(sources: &mut Sources, project: &Project) -> IndexMap<String, Loaded> {
    let mut rubrics = IndexMap::new();
    for edition in &project.editions {
        if !rubrics.contains_key(&edition.rubric) {
            let loaded = project.load_rubric(sources, edition);
            rubrics.insert(edition.rubric.clone(), loaded);
        }
    }
    rubrics
}

/// The codes of keys that neither the catalogue nor evidence may have.
const UNKNOWN_KEYS: [&str; 2] = ["CW0301", "CW0351"];

/// A rubric with the facts that catalogue and project hold for it.
struct Bound {
    rubric: Rubric,
    facts: IndicatorFacts,
    entity_facts: EntityFacts,
}

fn read_and_score_with(
    sources: &mut Sources,
    folder: &Path,
    replaced: Option<(&str, &str)>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Results> {
    let mut project = open(sources, folder)
        .map_err(|problems| findings.extend(problems.iter().map(Problem::diagnostic)))
        .ok()?;
    if let Some((edition, rubric)) = replaced
        && let Some(edition) = project
            .editions
            .iter_mut()
            .find(|known| known.id.as_str() == edition)
    {
        // Paths of editions start at the project's folder; this one starts where the program runs.
        let absolute = std::path::absolute(rubric).ok();
        edition.rubric = match absolute {
            Some(path) if !rubric.starts_with(crate::project::builtin::PREFIX) => {
                path.to_string_lossy().into_owned()
            }
            _ => rubric.to_string(),
        };
    }
    let mut rubrics: IndexMap<String, Rubric> = IndexMap::new();
    let mut unreadable = false;
    for (name, loaded) in load_rubrics(sources, &project) {
        findings.extend(loaded.findings);
        // A rubric with errors still knows its facts, so that evidence can be checked in the same run.
        match loaded.rubric {
            Some(rubric) => {
                rubrics.insert(name, rubric);
            }
            None => unreadable = true,
        }
    }
    if unreadable {
        return None;
    }
    let broken_rubric = has_errors(findings);
    let mut further = Vec::new();
    let read = read_data(sources, &project, rubrics, &mut further);
    if broken_rubric {
        // A fact that could not be declared would be an unknown key wherever it is answered.
        further.retain(|finding: &Diagnostic| !UNKNOWN_KEYS.contains(&finding.code));
    }
    findings.extend(further);
    let (catalogue, bound, sheets) = read?;
    let mut editions = Vec::new();
    let mut by_edition = sheets_by_edition(sheets);
    for edition in &project.editions {
        let Some(bound) = bound.get(&edition.rubric) else {
            continue;
        };
        let sheets = by_edition
            .shift_remove(edition.id.as_str())
            .unwrap_or_default();
        let earlier = editions.iter().rfind(|earlier: &&EditionResults| {
            earlier.period.last_day() < edition.period.last_day()
        });
        let entities: Vec<&EntityId> = sheets.iter().map(|sheet| &sheet.entity).collect();
        let ships = |span| ships(sources, span);
        for problem in without_groups(&bound.rubric, &bound.entity_facts, &entities, &ships) {
            let finding = problem.diagnostic();
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        let scored = score(edition, bound, &catalogue, sheets, earlier, findings);
        editions.push(scored);
    }
    methods(&project, &mut editions);
    findings.extend(same_time(&project, &editions));
    add_formula_rows(&catalogue, &mut editions, findings);
    let language = project.languages.first().cloned().unwrap_or_default();
    let mut results = Results::new(project, catalogue, editions);
    match Crosswalk::load(sources, &results, None) {
        Ok(crosswalk) => results.crosswalk = crosswalk,
        Err(wrong) => findings.extend(wrong),
    }
    Some(results.with_scales().in_language(&language))
}

/// The catalogue, the rubrics with its facts, and the evidence.
fn read_data(
    sources: &mut Sources,
    project: &Project,
    rubrics: IndexMap<String, Rubric>,
    findings: &mut Vec<Diagnostic>,
) -> Option<(Catalogue, IndexMap<String, Bound>, Vec<Sheet>)> {
    let known: Vec<&Rubric> = rubrics.values().collect();
    let catalogue = project.load_catalogue(sources, &known, findings)?;
    let bound = bind(sources, rubrics, &catalogue, project, findings);
    let sheets = read_evidence(sources, project, &bound, &catalogue, findings);
    Some((catalogue, bound, sheets))
}

fn bind(
    sources: &Sources,
    rubrics: IndexMap<String, Rubric>,
    catalogue: &Catalogue,
    project: &Project,
    findings: &mut Vec<Diagnostic>,
) -> IndexMap<String, Bound> {
    let mut bound = IndexMap::new();
    let unknown = project.entities.unknown(rubrics.values());
    findings.extend(unknown.iter().map(Problem::diagnostic));
    for (name, rubric) in rubrics {
        let (facts, problems) = catalogue.facts(&rubric);
        let editions = project.editions.iter();
        let years = editions.filter(|edition| edition.rubric == name);
        let years: Vec<i16> = years.map(|edition| edition.year).collect();
        let ships = |span| ships(sources, span);
        let misfits = fits(catalogue, &rubric, &facts, &years, &ships);
        findings.extend(misfits.iter().map(Problem::diagnostic));
        let (entity_facts, more) = project.entities.facts(&rubric);
        let problems = problems.iter().map(Problem::diagnostic);
        for finding in problems.chain(more.iter().map(Problem::diagnostic)) {
            // Two rubrics that share a fact find the same mistake.
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        bound.insert(
            name,
            Bound {
                rubric,
                facts,
                entity_facts,
            },
        );
    }
    bound
}

/// Whether a place stands in a rubric that ships with the program.
fn ships(sources: &Sources, span: Span) -> bool {
    let file = sources.get(span.file);
    file.is_some_and(|file| file.name().starts_with(builtin::PREFIX))
}

fn read_evidence(
    sources: &mut Sources,
    project: &Project,
    bound: &IndexMap<String, Bound>,
    catalogue: &Catalogue,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Sheet> {
    let files = project.evidence_files(findings);
    // Assessments are read when they are compared; what can never be read is said at once.
    let mut beside = Vec::new();
    project.assessment_files(&mut beside);
    findings.extend(
        beside
            .into_iter()
            .filter(|finding| finding.severity == Severity::Warning),
    );
    let editions = project.editions.iter().filter_map(|edition| {
        bound
            .get(&edition.rubric)
            .map(|bound| (&edition.id, edition.year, &bound.rubric))
    });
    let reader = Reader::new(catalogue, &project.entities, editions);
    read_evidence_files(sources, &files, &reader, findings)
}

fn read_evidence_files(
    sources: &mut Sources,
    files: &[PathBuf],
    reader: &Reader<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    for path in files {
        match read_file(sources, path) {
            Ok(file) => {
                sheets.extend(read_evidence_file(
                    sources,
                    file,
                    is_table(path),
                    reader,
                    findings,
                ));
            }
            Err(error) => findings.push(error.diagnostic()),
        }
    }
    sheets
}

/// Reads the evidence of single assessors, which a project may keep beside what is scored.
///
/// # Errors
/// Everything that is wrong with those files.
pub fn load_assessments(
    sources: &mut Sources,
    results: &Results,
) -> Result<Vec<Sheet>, Vec<Diagnostic>> {
    let editions = results
        .editions
        .iter()
        .map(|edition| (&edition.id, edition.year, &edition.rubric));
    let reader =
        Reader::new(&results.catalogue, &results.project.entities, editions).of_single_assessors();
    let mut findings = Vec::new();
    let files = results.project.assessment_files(&mut findings);
    let sheets = read_evidence_files(sources, &files, &reader, &mut findings);
    if has_errors(&findings) {
        sort(&mut findings);
        return Err(findings);
    }
    Ok(sheets)
}

fn read_evidence_file(
    sources: &Sources,
    file: FileId,
    table: bool,
    reader: &Reader<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Sheet> {
    let mut errors = Vec::new();
    let sheets = if table {
        match parse_table(sources, file, &NEEDED_COLUMNS) {
            Ok(table) => {
                let problems = table.problems.iter().map(Problem::diagnostic);
                let sheets = read_table(reader, &table, &mut errors);
                let found = problems.chain(errors.iter().map(Problem::diagnostic));
                findings.extend(grouped(sources, found));
                return sheets;
            }
            Err(error) => {
                findings.push(error.diagnostic());
                Vec::new()
            }
        }
    } else {
        match parse_yaml(sources, file) {
            Ok(document) => {
                findings.extend(document.twice().iter().map(Problem::diagnostic));
                let sheet = read_sheet(reader, document.root(), &mut errors);
                sheet.into_iter().collect()
            }
            Err(error) => {
                findings.push(error.diagnostic());
                Vec::new()
            }
        }
    };
    findings.extend(errors.iter().map(Problem::diagnostic));
    sheets
}

/// What is said about several rows of a table in the same words is one finding, which names the other lines.
fn grouped(sources: &Sources, found: impl Iterator<Item = Diagnostic>) -> Vec<Diagnostic> {
    type Words = (&'static str, String, Vec<String>);
    let mut groups: IndexMap<Words, (Diagnostic, Vec<usize>)> = IndexMap::new();
    for finding in found {
        let line = finding.span.map_or(0, |span| {
            let source = sources.get(span.file);
            source.map_or(0, |source| source.line_column(span.start).line)
        });
        let key = (finding.code, finding.message.clone(), finding.help.clone());
        match groups.get_mut(&key) {
            Some((_, lines)) => lines.push(line),
            None => {
                groups.insert(key, (finding, Vec::new()));
            }
        }
    }
    let whole = |(finding, lines): (Diagnostic, Vec<usize>)| match lines.as_slice() {
        [] => finding,
        [only] => finding.help(format!("the same stands in line {only}")),
        several => {
            let first: Vec<String> = several.iter().take(5).map(usize::to_string).collect();
            let more = several.len() - first.len();
            let more = match more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            finding.help(format!(
                "the same stands in lines {}{more}",
                first.join(", ")
            ))
        }
    };
    groups.into_values().map(whole).collect()
}

/// Whether a file is a table rather than YAML.
fn is_table(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        ["csv", "tsv"]
            .iter()
            .any(|table| table.eq_ignore_ascii_case(ending))
    })
}

fn sheets_by_edition(sheets: Vec<Sheet>) -> IndexMap<String, Vec<Sheet>> {
    let mut by_edition: IndexMap<String, Vec<Sheet>> = IndexMap::new();
    for sheet in sheets {
        by_edition
            .entry(sheet.edition.as_str().to_string())
            .or_default()
            .push(sheet);
    }
    by_edition
}

fn score(
    edition: &Edition,
    bound: &Bound,
    catalogue: &Catalogue,
    sheets: Vec<Sheet>,
    earlier: Option<&EditionResults>,
    findings: &mut Vec<Diagnostic>,
) -> EditionResults {
    let rubric = &bound.rubric;
    let program = Program::new(rubric);
    let mut scores = score_edition(
        &program,
        catalogue,
        &bound.facts,
        &bound.entity_facts,
        &sheets,
        findings,
    );
    if let Some(earlier) = earlier {
        scores.carry_over(&earlier.scores);
    }
    let mut scored = EditionResults {
        keys: Keys::of(&sheets, &scores),
        id: edition.id.clone(),
        label: edition.label.clone(),
        year: edition.year,
        period: edition.period,
        rubric: rubric.clone(),
        method: 0,
        facts: bound.facts.clone(),
        entity_facts: bound.entity_facts.clone(),
        sheets,
        scores,
        rows: Vec::new().into(),
        across: Vec::new(),
        without_withheld: Default::default(),
    };
    let from_evidence = rubric
        .indices
        .iter()
        .filter(|index| index.formula.is_none());
    let (mut rows, mut across) = (Vec::new(), Vec::new());
    for index in from_evidence {
        let input = scored.input(catalogue, index);
        rows.extend(index_rows(input));
        across.extend(across_rows(input));
    }
    scored.rows = rows.into();
    scored.across = across;
    scored
}

/// Editions of one index that lie at one point in time.
fn same_time(project: &Project, editions: &[EditionResults]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, later) in editions.iter().enumerate() {
        let mut earlier = editions.iter().take(at);
        let share = |other: &EditionResults| {
            let mut indices = other.rubric.indices.iter();
            indices.find_map(|index| later.rubric.index(&index.name))
        };
        let same = earlier.find_map(|other| {
            let together = other.period.last_day() == later.period.last_day();
            share(other)
                .filter(|_| together)
                .map(|index| (other, index))
        });
        let declared = project.editions.iter().find(|known| known.id == later.id);
        if let (Some((first, index)), Some(declared)) = (same, declared) {
            let error = ProjectError::SameTime {
                index: index.name.clone(),
                first: first.id.to_string(),
                id: later.id.to_string(),
                span: declared.span,
            };
            found.push(error.diagnostic());
        }
    }
    found
}

/// Says which editions have one method.
fn methods(project: &Project, editions: &mut [EditionResults]) {
    let named = |edition: &EditionResults| {
        let mut known = project.editions.iter();
        let found = known.find(|known| known.id == edition.id);
        found.map(|known| known.rubric.as_str())
    };
    let mut first: Vec<usize> = Vec::new();
    for at in 0..editions.len() {
        let Some(edition) = editions.get(at) else {
            continue;
        };
        let same = first.iter().copied().find(|earlier| {
            editions.get(*earlier).is_some_and(|earlier| {
                named(earlier) == named(edition) || {
                    let found = compare(&earlier.rubric, &edition.rubric);
                    found.differences.is_empty() && found.open.is_empty()
                }
            })
        });
        if same.is_none() {
            first.push(at);
        }
        if let Some(edition) = editions.get_mut(at) {
            edition.method = same.unwrap_or(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of what there is to say about a project with these editions.
    fn codes(editions: &str) -> Vec<&'static str> {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, content: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, content).unwrap();
        };
        write(
            "clearwatt.yaml",
            &format!("title: T\ncatalogue: catalogue\nevidence: data\neditions:\n{editions}"),
        );
        write(
            "catalogue/c.yaml",
            "category: c\nlabel: C\nsubcategories:\n  s: { label: S, indicators: { a: { label: A } } }\n",
        );
        write(
            "my.rubric",
            "rubric r {\n  evidence { out : yes > no }\n  criterion open {\n    1 if out is yes\n    0 otherwise\n  }\n  score 100 * open\n  index all { total: mean of indicators }\n}\n",
        );
        write(
            "data/a.csv",
            "edition,entity,indicator,out\nx-2024a,UA,a,yes\n",
        );
        let computed = compute(folder.path());
        computed
            .findings
            .iter()
            .map(|finding| finding.code)
            .collect()
    }

    #[test]
    fn two_editions_at_one_point_in_time_are_told_apart_by_a_date() {
        let same =
            "  - { id: x-2024a, rubric: my.rubric }\n  - { id: x-2024b, rubric: my.rubric }\n";
        assert_eq!(codes(same), ["CW0159"]);
        let dated = "  - { id: x-2024a, date: 2024-05, rubric: my.rubric }\n  - { id: x-2024b, rubric: my.rubric }\n";
        assert_eq!(codes(dated), [""; 0]);
    }
}
