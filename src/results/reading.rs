//! Reading the small YAML files beside a project (crosswalk, costs, scenario, targets, report files): every mistake at
//! once, each with its place and what would be right.
//!
//! | code | finding |
//! |---|---|
//! | CW0701 | a key that the file does not have |
//! | CW0702 | a key that is missing |
//! | CW0703 | a value of the wrong kind |
//! | CW0704 | a name that nothing knows |
//! | CW0705 | a value that cannot be |

use super::Results;
use crate::catalogue::{Catalogue, IndicatorId, Labels};
use crate::diagnostic::{
    Diagnostic, FileId, Problem, Sources, Span, did_you_mean, has_errors, one_of,
};
use crate::document::{Document, Kind, Node, parse_yaml, read_file};
use crate::language::number::Number;
use crate::project::EntityId;
use std::path::Path;
use thiserror::Error;

/// A finding about a file of an analysis.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum FileError {
    #[error("{what} has no key `{key}`")]
    UnknownKey {
        what: &'static str,
        key: String,
        help: Option<String>,
        span: Span,
    },
    #[error("{what} has no `{key}`")]
    NoKey {
        what: &'static str,
        key: &'static str,
        help: &'static str,
        span: Span,
    },
    #[error("`{key}` should be {expected}, and this is {found}")]
    WrongKind {
        key: String,
        expected: String,
        found: String,
        span: Span,
    },
    #[error("there is no {what} `{name}`")]
    Unknown {
        what: &'static str,
        name: String,
        help: Option<String>,
        span: Span,
    },
    #[error("{what}")]
    Wrong {
        what: String,
        help: String,
        span: Span,
    },
}

impl Problem for FileError {
    fn diagnostic(&self) -> Diagnostic {
        let error = |code, span: &Span| Diagnostic::error(code, self.to_string()).at(*span);
        match self {
            FileError::UnknownKey { help, span, .. } => error("CW0701", span).help_if(help.clone()),
            FileError::NoKey { help, span, .. } => error("CW0702", span).help(*help),
            FileError::WrongKind { span, .. } => error("CW0703", span),
            FileError::Unknown { help, span, .. } => error("CW0704", span).help_if(help.clone()),
            FileError::Wrong { help, span, .. } => error("CW0705", span).help(help.clone()),
        }
    }
}

/// Reads a file with `read`, which adds what is wrong to the errors.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn read<T>(
    sources: &mut Sources,
    path: &Path,
    results: &Results,
    read: impl FnOnce(&mut Reading<'_>, Node<'_>) -> T,
) -> Result<T, Vec<Diagnostic>> {
    let file = read_file(sources, path).map_err(|error| vec![error.diagnostic()])?;
    read_source(sources, file, results, read)
}

/// The same with a text that is there already.
///
/// # Errors
/// Everything that is wrong with the text.
pub fn read_source<T>(
    sources: &Sources,
    file: FileId,
    results: &Results,
    read: impl FnOnce(&mut Reading<'_>, Node<'_>) -> T,
) -> Result<T, Vec<Diagnostic>> {
    let document: Document = parse_yaml(sources, file).map_err(|error| vec![error.diagnostic()])?;
    let mut findings: Vec<Diagnostic> = document.twice().iter().map(Problem::diagnostic).collect();
    let mut reading = Reading {
        results,
        errors: Vec::new(),
        findings: Vec::new(),
    };
    let value = read(&mut reading, document.root());
    findings.extend(reading.errors.iter().map(Problem::diagnostic));
    findings.extend(reading.findings);
    if has_errors(&findings) {
        crate::diagnostic::sort(&mut findings);
        return Err(findings);
    }
    Ok(value)
}

/// What is known while a file is read, and what was wrong so far.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The project the file is about.
    pub results: &'a Results,
    /// What is wrong.
    pub errors: Vec<FileError>,
    /// What other readers found in parts of the file.
    pub findings: Vec<Diagnostic>,
}

impl<'a> Reading<'a> {
    /// Reports keys of a mapping that are not known, and whatever is no mapping; whether it is one.
    pub fn mapping(&mut self, what: &'static str, node: Node<'_>, known: &[&str]) -> bool {
        if node.kind() != Kind::Map {
            self.wrong_kind(
                what,
                &format!("a mapping with {}", one_of(known.iter().copied())),
                node,
            );
            return false;
        }
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or("");
            if !known.contains(&name) {
                self.errors.push(FileError::UnknownKey {
                    what,
                    key: name.chars().take(60).collect(),
                    help: did_you_mean(name, known.iter().copied())
                        .or_else(|| Some(format!("it may have {}", one_of(known.iter().copied())))),
                    span: key.span(),
                });
            }
        }
        true
    }

    /// The items of a list under a key; reports what is no list. None when the key is missing.
    pub fn list<'d>(&mut self, node: Node<'d>, key: &'static str, item: &str) -> Vec<Node<'d>> {
        let Some(list) = node.get(key) else {
            return Vec::new();
        };
        if !matches!(list.kind(), Kind::List | Kind::Nothing) {
            self.wrong_kind(key, &format!("a list such as `- {item}`"), list);
        }
        list.items().collect()
    }

    /// The value of a key that must be there.
    pub fn needed<'d>(
        &mut self,
        what: &'static str,
        node: Node<'d>,
        key: &'static str,
        help: &'static str,
    ) -> Option<Node<'d>> {
        let found = node.get(key).filter(|value| value.kind() != Kind::Nothing);
        if found.is_none() {
            let span = Span {
                end: node.span().start,
                ..node.span()
            };
            self.errors.push(FileError::NoKey {
                what,
                key,
                help,
                span,
            });
        }
        found
    }

    /// Reports a value of the wrong kind.
    pub fn wrong_kind(&mut self, key: &str, expected: &str, node: Node<'_>) {
        self.errors.push(FileError::WrongKind {
            key: key.to_string(),
            expected: expected.to_string(),
            found: node.describe(),
            span: node.span(),
        });
    }

    /// Reports a value that cannot be.
    pub fn wrong(&mut self, what: String, help: impl Into<String>, node: Node<'_>) {
        self.errors.push(FileError::Wrong {
            what,
            help: help.into(),
            span: node.span(),
        });
    }

    /// A scalar.
    pub fn text<'d>(&mut self, key: &str, node: Node<'d>) -> Option<&'d str> {
        let text = node.text();
        if text.is_none() {
            self.wrong_kind(key, "one value", node);
        }
        text
    }

    /// A number, not below zero.
    pub fn number(&mut self, key: &str, node: Node<'_>) -> Option<Number> {
        let number = node
            .text()
            .and_then(Number::parse)
            .filter(|number| !number.is_negative());
        if number.is_none() {
            self.wrong_kind(key, "a number such as 2 or 0.5", node);
        }
        number
    }

    /// A text for all languages, or one for each.
    pub fn labels(&mut self, key: &str, node: Node<'_>) -> Labels {
        if let Some(text) = node.text() {
            return Labels::plain(text);
        }
        let mut labels = Labels::default();
        if node.kind() != Kind::Map {
            self.wrong_kind(key, "a text, or one text for each language", node);
        }
        for (language, text) in node.entries() {
            if let (Some(language), Some(text)) = (language.text(), self.text(key, text)) {
                labels.insert(language, text);
            }
        }
        labels
    }

    /// `yes` or `no`.
    pub fn yes(&mut self, key: &str, node: Node<'_>) -> Option<bool> {
        let answer = match node.text() {
            Some("yes" | "true") => Some(true),
            Some("no" | "false") => Some(false),
            _ => None,
        };
        if answer.is_none() {
            self.wrong_kind(key, "`yes` or `no`", node);
        }
        answer
    }

    /// One of some names.
    pub fn one_of<'d>(
        &mut self,
        what: &'static str,
        node: Node<'d>,
        known: &[&str],
    ) -> Option<&'d str> {
        // A long list helps nobody where a name is near.
        self.among(what, node, known, false)
    }

    /// The same where the whole list helps, because it is what there is to choose from.
    pub fn one_of_all<'d>(
        &mut self,
        what: &'static str,
        node: Node<'d>,
        known: &[&str],
    ) -> Option<&'d str> {
        self.among(what, node, known, true)
    }

    fn among<'d>(
        &mut self,
        what: &'static str,
        node: Node<'d>,
        known: &[&str],
        all: bool,
    ) -> Option<&'d str> {
        let text = self.text(what, node)?;
        if known.contains(&text) {
            return Some(text);
        }
        self.errors.push(FileError::Unknown {
            what,
            name: text.chars().take(60).collect(),
            help: match did_you_mean(text, known.iter().copied()) {
                Some(nearest) if !all => Some(nearest),
                nearest => {
                    let most = if all { known.len() } else { 12 };
                    let all = one_of(known.iter().take(most).copied());
                    let nearest = nearest.map_or(String::new(), |nearest| format!("{nearest} "));
                    Some(format!("{nearest}there is {all}"))
                }
            },
            span: node.span(),
        });
        None
    }

    /// An edition of the project, by its place.
    pub fn edition(&mut self, node: Node<'_>) -> Option<usize> {
        let results = self.results;
        let ids: Vec<&str> = results
            .editions
            .iter()
            .map(|edition| edition.id.as_str())
            .collect();
        let text = self.one_of("edition", node, &ids)?;
        ids.iter().position(|id| *id == text)
    }

    /// An indicator of the catalogue.
    pub fn indicator(&mut self, node: Node<'_>) -> Option<IndicatorId> {
        let catalogue: &'a Catalogue = &self.results.catalogue;
        let text = self.text("indicator", node)?;
        let found = catalogue.indicator_id(text);
        if found.is_none() {
            let known = catalogue
                .indicators
                .iter()
                .map(|indicator| indicator.id.as_str());
            self.errors.push(FileError::Unknown {
                what: "indicator",
                name: text.chars().take(60).collect(),
                help: did_you_mean(text, known),
                span: node.span(),
            });
        }
        found
    }

    /// An entity.
    pub fn entity(&mut self, node: Node<'_>) -> Option<EntityId> {
        let text = self.text("entity", node)?;
        match self.results.project.entities.resolve(text) {
            Ok(id) => Some(id),
            Err(unknown) => {
                self.errors.push(FileError::Unknown {
                    what: "entity",
                    name: text.chars().take(60).collect(),
                    help: Some(unknown.help),
                    span: node.span(),
                });
                None
            }
        }
    }
}
