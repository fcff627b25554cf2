//! What can be wrong with evidence.
//!
//! | code | finding |
//! |---|---|
//! | CW0351 | a key that evidence does not have |
//! | CW0352 | a key that evidence needs is missing |
//! | CW0353 | a value of the wrong kind |
//! | CW0354 | an indicator, edition, entity or node that nothing knows |
//! | CW0355 | a value that the fact cannot take |
//! | CW0356 | an absence together with answers, or two states |
//! | CW0357 | a judgement outside the criterion's levels |
//! | CW0358 | a disclosure recorded twice |
//! | CW0359 | nothing recorded |
//! | CW0360 | something that has no effect where it stands |
//! | CW0361 | a row of a table that is no disclosure |
//! | CW0362 | a date that cannot be |

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
    #[error("this is both {one} and {other}")]
    TwoStates {
        one: &'static str,
        other: &'static str,
        span: Span,
        first: Span,
    },
    #[error("{what}")]
    NoEffect {
        what: String,
        help: String,
        span: Span,
    },
    #[error("{what}")]
    NoSuchDate {
        what: String,
        help: String,
        span: Span,
    },
    #[error("this row has {}", no_keys(missing))]
    NoPlace {
        missing: Vec<&'static str>,
        span: Span,
    },
    #[error("this row is no disclosure: {why}")]
    NoDisclosure { why: String, span: Span },
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

/// "no `edition` and no `entity`"
fn no_keys(missing: &[&str]) -> String {
    let named: Vec<String> = missing.iter().map(|key| format!("no `{key}`")).collect();
    named.join(" and ")
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
            EvidenceError::TwoStates { span, first, .. } => error("CW0356", span)
                .related(*first, "the other one")
                .help("keep the one that holds"),
            EvidenceError::NoEffect { help, span, .. } => error("CW0360", span).help(help.clone()),
            EvidenceError::NoSuchDate { help, span, .. } => {
                error("CW0362", span).help(help.clone())
            }
            EvidenceError::NoPlace { span, .. } => error("CW0352", span).help(
                "fill it in; of cells that were merged over several rows only the first is filled",
            ),
            EvidenceError::NoDisclosure { span, .. } => {
                error("CW0361", span).help("remove the row from the table, or move it elsewhere")
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
