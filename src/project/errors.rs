//! What can be wrong with a project folder and its `clearwatt.yaml`.
//!
//! | code | finding |
//! |---|---|
//! | CW0150 | no project in the folder |
//! | CW0151 | a key that a project does not have |
//! | CW0152 | a key that is missing |
//! | CW0153 | a value of the wrong kind |
//! | CW0154 | an edition without a year |
//! | CW0155 | an edition or entity declared twice |
//! | CW0156 | a file, folder or built-in text that there is not |
//! | CW0157 | something said about an entity that is no value of its fact |
//! | CW0158 | a file below the evidence that is not read (warning) |
//! | CW0159 | two editions of an index at one point in time (warning) |

use crate::diagnostic::{Diagnostic, Problem, Span};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A finding about a project.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum ProjectError {
    #[error("there is no project in `{}`", folder.display())]
    NoProject { folder: PathBuf, help: String },
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
        expected: &'static str,
        found: String,
        span: Span,
    },
    #[error("`{value}` is no value of `{fact}`: {expected}")]
    WrongValue {
        fact: String,
        value: String,
        expected: String,
        help: Option<String>,
        span: Span,
    },
    #[error("the edition `{id}` holds no year")]
    NoYear { id: String, span: Span },
    #[error("{what} `{id}` is declared twice")]
    Twice {
        what: &'static str,
        id: String,
        span: Span,
        first: Span,
    },
    #[error("{what}")]
    NoSuch {
        what: String,
        help: Option<String>,
        span: Option<Span>,
    },
    #[error("{what}")]
    NotRead {
        what: String,
        help: String,
        span: Span,
    },
    #[error("the editions `{first}` and `{id}` of the index `{index}` are at one point in time")]
    SameTime {
        index: String,
        first: String,
        id: String,
        span: Span,
    },
    #[error(transparent)]
    Document(#[from] crate::document::DocumentError),
}

impl ProjectError {
    pub(super) fn unreadable(folder: &Path, error: &std::io::Error) -> Self {
        let words = error.to_string();
        let reason = words
            .split(" (os error")
            .next()
            .unwrap_or("")
            .to_lowercase();
        ProjectError::NoSuch {
            what: format!("cannot read `{}`: {reason}", folder.display()),
            help: None,
            span: None,
        }
    }
}

impl Problem for ProjectError {
    fn diagnostic(&self) -> Diagnostic {
        let error = |code| Diagnostic::error(code, self.to_string());
        match self {
            ProjectError::NoProject { help, .. } => error("CW0150").help(help.clone()),
            ProjectError::UnknownKey { help, span, .. } => {
                error("CW0151").at(*span).help_if(help.clone())
            }
            ProjectError::NoKey { help, span, .. } => error("CW0152").at(*span).help(*help),
            ProjectError::WrongKind { span, .. } => error("CW0153").at(*span),
            ProjectError::WrongValue { help, span, .. } => {
                error("CW0157").at(*span).help_if(help.clone())
            }
            ProjectError::NoYear { span, .. } => error("CW0154")
                .at(*span)
                .help("write it with four digits, for example `international-2023`"),
            ProjectError::Twice { span, first, .. } => error("CW0155")
                .at(*span)
                .related(*first, "first declared here"),
            ProjectError::NoSuch { help, span, .. } => {
                let finding = error("CW0156").help_if(help.clone());
                match span {
                    Some(span) => finding.at(*span),
                    None => finding,
                }
            }
            ProjectError::NotRead { help, span, .. } => {
                Diagnostic::warning("CW0158", self.to_string())
                    .at(*span)
                    .help(help.clone())
            }
            ProjectError::SameTime { span, .. } => Diagnostic::warning("CW0159", self.to_string())
                .at(*span)
                .help("nothing can be said about the time between them; give each its `date: 2024-05-31`"),
            ProjectError::Document(error) => error.diagnostic(),
        }
    }
}
