//! What can be wrong with evidence.
//!
//! | code | finding |
//! |---|---|
//! | CW0351 | a key that evidence does not have |
//! | CW0352 | a key that evidence needs is missing |
//! | CW0353 | a value of the wrong kind |
//! | CW0354 | an indicator, edition, entity or node that nothing knows |
//! | CW0355 | a value that the fact cannot take |
//! | CW0356 | an absence together with answers |
//! | CW0357 | a judgement outside the criterion's levels |
//! | CW0358 | a disclosure recorded twice |
//! | CW0359 | nothing recorded |

use crate::diagnostic::{Diagnostic, Problem, Span};
use thiserror::Error;

/// A finding about evidence.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum EvidenceError {
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
        help: String,
        span: Span,
    },
    #[error("`{key}` should be {expected}, and this is {found}")]
    WrongKind {
        key: String,
        expected: String,
        found: String,
        help: Option<String>,
        span: Span,
    },
    #[error("there is no {what} `{name}`")]
    Unknown {
        what: &'static str,
        name: String,
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
    #[error("`{indicator}` is {state} and yet has answers")]
    AbsentWithAnswers {
        indicator: String,
        state: &'static str,
        span: Span,
    },
    #[error("`{criterion}` cannot be judged {judged}: {expected}")]
    NotALevel {
        criterion: String,
        judged: String,
        expected: String,
        span: Span,
    },
    #[error("`{what}` is recorded twice for {entity} in {edition}")]
    Twice {
        what: String,
        entity: String,
        edition: String,
        span: Span,
        first: Span,
    },
    #[error("nothing is recorded about `{indicator}`")]
    Nothing { indicator: String, span: Span },
}

impl Problem for EvidenceError {
    fn diagnostic(&self) -> Diagnostic {
        let error = |code, span: &Span| Diagnostic::error(code, self.to_string()).at(*span);
        match self {
            EvidenceError::UnknownKey { help, span, .. } => {
                error("CW0351", span).help_if(help.clone())
            }
            EvidenceError::NoKey { help, span, .. } => error("CW0352", span).help(help.clone()),
            EvidenceError::WrongKind { help, span, .. } => {
                error("CW0353", span).help_if(help.clone())
            }
            EvidenceError::Unknown { help, span, .. } => error("CW0354", span).help_if(help.clone()),
            EvidenceError::WrongValue { help, span, .. } => {
                error("CW0355", span).help_if(help.clone())
            }
            EvidenceError::AbsentWithAnswers { span, .. } => {
                error("CW0356", span).help("remove the answers, or the state")
            }
            EvidenceError::NotALevel { span, .. } => error("CW0357", span),
            EvidenceError::Twice { span, first, .. } => error("CW0358", span)
                .related(*first, "first recorded here")
                .help("keep one of the two"),
            EvidenceError::Nothing { span, .. } => error("CW0359", span).help(
                "record answers, or say why there are none, for example `{ not_assessed: the site was down }`",
            ),
        }
    }
}
