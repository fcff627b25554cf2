//! A rubric from its text to its checked form, with `extends` followed: the one call everybody else makes.

use super::check::{self, CheckError};
use super::parser::parse;
use super::rubric::Rubric;
use super::syntax::{Item, RubricFile};
use crate::diagnostic::{Diagnostic, FileId, Problem, Severity, Sources, has_errors};

/// Finds the text that `extends "…"` names.
pub type Base<'f> = &'f mut dyn FnMut(&mut Sources, &str) -> Result<FileId, Box<Diagnostic>>;

/// How many files may extend one another.
const LONGEST_CHAIN: usize = 8;

/// What came of loading a rubric.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The rubric, as far as it makes sense; it may be scored only when `findings` holds no error.
    pub rubric: Option<Rubric>,
    /// Everything there is to say about it.
    pub findings: Vec<Diagnostic>,
}

impl Loaded {
    /// The rubric, when nothing is wrong with it.
    pub fn sound(&self) -> Option<&Rubric> {
        self.rubric.as_ref().filter(|_| !has_errors(&self.findings))
    }
}

/// Loads the rubric in `file`. `base` finds the text that `extends "…"` names.
pub fn load(sources: &mut Sources, file: FileId, base: Base<'_>) -> Loaded {
    let mut findings = Vec::new();
    let Some(tree) = tree(sources, file, base, &mut findings, 0) else {
        return Loaded {
            rubric: None,
            findings,
        };
    };
    // What the parser could not read may be the very part that seems to be missing.
    let unread = has_errors(&findings);
    let (rubric, problems) = check::check(sources, &tree);
    let allowed: Vec<String> = tree
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Allow(item) => Some(item.code.text.clone()),
            _ => None,
        })
        .collect();
    let checked = problems.iter().map(CheckError::diagnostic);
    let missing = |finding: &Diagnostic| finding.code == "CW0206";
    findings.extend(
        checked
            .filter(|finding| !(unread && missing(finding)))
            .filter(|finding| {
                finding.severity == Severity::Error
                    || !allowed.iter().any(|code| code == finding.code)
            }),
    );
    // A tree with holes makes rules seem to be missing and facts seem unused; only what is certain is kept. A case
    // without a rule leaves no hole in the tree.
    let holes =
        |finding: &Diagnostic| finding.severity == Severity::Error && finding.code != "CW0213";
    if findings.iter().any(holes) {
        findings.retain(|finding| finding.severity == Severity::Error);
    }
    Loaded { rubric, findings }
}

fn tree(
    sources: &mut Sources,
    file: FileId,
    base: Base<'_>,
    findings: &mut Vec<Diagnostic>,
    depth: usize,
) -> Option<RubricFile> {
    let parsed = parse(sources, file);
    findings.extend(parsed.errors.iter().map(Problem::diagnostic));
    let tree = parsed.file?;
    let extends = tree.items.iter().find_map(|item| match item {
        Item::Extends(label) => Some(label.clone()),
        _ => None,
    });
    let Some(label) = extends else {
        return Some(tree);
    };
    if depth >= LONGEST_CHAIN {
        let what = format!(
            "more than {LONGEST_CHAIN} rubrics extend one another; one of them may extend itself"
        );
        findings.push(
            CheckError::Base {
                what,
                span: label.span,
            }
            .diagnostic(),
        );
        return None;
    }
    match base(sources, &label.text) {
        Ok(file) => {
            let below = self::tree(sources, file, base, findings, depth + 1)?;
            Some(check::extended(below, tree))
        }
        Err(finding) => {
            findings.push(finding.at(label.span));
            None
        }
    }
}
