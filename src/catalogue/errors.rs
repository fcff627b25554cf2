//! What can be wrong with a catalogue.
//!
//! | code | finding |
//! |---|---|
//! | CW0301 | a key that the catalogue does not have |
//! | CW0302 | a key that is missing |
//! | CW0303 | a value of the wrong kind |
//! | CW0304 | an id given twice |
//! | CW0305 | a body that nothing declares |
//! | CW0306 | a value that a fact of the rubric cannot take |
//! | CW0307 | a node or level that the catalogue does not have, or a node without weight |
//! | CW0308 | a catalogue without indicators |

use crate::diagnostic::{Diagnostic, Problem, Span};
use thiserror::Error;

/// A finding about a catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum CatalogueError {
    #[error("{what} has no key `{key}`")]
    UnknownKey {
        what: &'static str,
        key: String,
        help: Option<String>,
        span: Span,
    },
    #[error("{what} has no `{key}`")]
    NoKey {
        what: String,
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
    #[error("the {what} `{id}` is declared twice")]
    Twice {
        what: &'static str,
        id: String,
        span: Span,
        first: Span,
    },
    #[error("no body is called `{id}`")]
    UnknownBody {
        id: String,
        help: Option<String>,
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
    #[error("{what}")]
    Weights {
        what: String,
        help: Option<String>,
        span: Span,
    },
    #[error("the catalogue has no indicators")]
    Empty { span: Span },
}

impl Problem for CatalogueError {
    fn diagnostic(&self) -> Diagnostic {
        let error = |code, span: &Span| Diagnostic::error(code, self.to_string()).at(*span);
        match self {
            CatalogueError::UnknownKey { help, span, .. } => {
                error("CW0301", span).help_if(help.clone())
            }
            CatalogueError::NoKey { help, span, .. } => error("CW0302", span).help(*help),
            CatalogueError::WrongKind { span, .. } => error("CW0303", span),
            CatalogueError::Twice { span, first, .. } => error("CW0304", span)
                .related(*first, "first declared here")
                .help("give one of the two another id"),
            CatalogueError::UnknownBody { help, span, .. } => {
                error("CW0305", span).help_if(help.clone())
            }
            CatalogueError::WrongValue { help, span, .. } => {
                error("CW0306", span).help_if(help.clone())
            }
            CatalogueError::Weights { help, span, .. } => {
                error("CW0307", span).help_if(help.clone())
            }
            CatalogueError::Empty { span } => {
                error("CW0308", span).help("add `indicators:` to one of its files")
            }
        }
    }
}
