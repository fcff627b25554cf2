//! What can be wrong with a rubric that reads well: names, types, weights, grades, rules.
//!
//! | code | finding |
//! |---|---|
//! | CW0201 | a name that nothing has |
//! | CW0202 | a name given twice |
//! | CW0203 | an answer the fact does not have |
//! | CW0204 | a test that does not suit the fact's type |
//! | CW0205 | a value of the wrong type |
//! | CW0206 | a part that every rubric needs is missing |
//! | CW0207 | too many of something |
//! | CW0208 | a fact asked depending on one declared after it |
//! | CW0209 | a value outside its range |
//! | CW0210 | weights that do not add up |
//! | CW0211 | grades out of order or not reaching down far enough |
//! | CW0212 | a score that is not among the declared levels |
//! | CW0213 | evidence that no rule scores |
//! | CW0214 | a rule that never decides (warning) |
//! | CW0215 | a fact or value that nothing reads (warning) |
//! | CW0216 | a declared level that no rule gives (warning) |
//! | CW0217 | a base rubric that cannot be used |
//! | CW0218 | a function used the wrong way |
//! | CW0219 | an index part used the wrong way |
//! | CW0220 | better evidence that lowers the score (warning) |
//! | CW0221 | a criterion that could not be tabulated (warning) |
//! | CW0222 | a value that is not there for some evidence (warning) |
//! | CW0223 | a figure over entities that may be zero (note) |
//! | CW0224 | rules that overlap with different scores (note) |
//! | CW0225 | scores that can leave the declared scale (warning) |
//! | CW0226 | a clause without effect |

use crate::diagnostic::{Diagnostic, Problem, Severity, Span, did_you_mean, one_of};
use thiserror::Error;

/// A finding of the checker.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum CheckError {
    #[error("there is no {what} `{name}`")]
    UnknownName {
        what: &'static str,
        name: String,
        known: Vec<String>,
        span: Span,
    },
    #[error("{what} `{name}` is given twice")]
    Twice {
        what: &'static str,
        name: String,
        span: Span,
        first: Span,
    },
    #[error("`{fact}` has no answer `{answer}`")]
    UnknownAnswer {
        fact: String,
        answer: String,
        known: Vec<String>,
        span: Span,
    },
    #[error("`{fact}` is {is}, so it cannot be tested with `{test}`")]
    WrongTest {
        fact: String,
        is: &'static str,
        test: &'static str,
        help: &'static str,
        span: Span,
    },
    #[error("{expected} is needed here, and this is {found}")]
    WrongType {
        expected: &'static str,
        found: &'static str,
        help: Option<String>,
        span: Span,
    },
    #[error("{left} and {right} cannot be {how}")]
    Units {
        left: String,
        right: String,
        how: &'static str,
        span: Span,
    },
    #[error("the rubric has no {what}")]
    NoPart {
        what: &'static str,
        help: &'static str,
        span: Span,
    },
    #[error("{what} may have at most {most} {of}")]
    TooMany {
        what: String,
        most: usize,
        of: &'static str,
        span: Span,
    },
    #[error("`{fact}` is declared after the facts that depend on it")]
    AskedTooEarly { fact: String, span: Span },
    #[error("{what}")]
    OutOfRange {
        what: String,
        help: Option<String>,
        span: Span,
    },
    #[error("the weights add up to {sum}%, not 100%")]
    Weights { sum: String, span: Span },
    #[error("{what}")]
    Grades {
        what: String,
        help: String,
        span: Span,
    },
    #[error("`{criterion}` may not give {score}: its levels are {levels}")]
    NotALevel {
        criterion: String,
        score: String,
        levels: String,
        span: Span,
    },
    #[error("`{criterion}` gives no score for {gaps} of {cells} cases")]
    Gap {
        criterion: String,
        gaps: usize,
        cells: usize,
        example: String,
        span: Span,
    },
    #[error("{what}")]
    LookupGap { what: String, span: Span },
    #[error("this rule of `{criterion}` never decides")]
    NeverDecides {
        criterion: String,
        because: &'static str,
        span: Span,
    },
    #[error("nothing reads the {what} `{name}`")]
    NeverRead {
        what: &'static str,
        name: String,
        span: Span,
    },
    #[error("no rule of `{criterion}` gives the level {level}")]
    NeverGiven {
        criterion: String,
        level: String,
        span: Span,
    },
    #[error("{what}")]
    Base { what: String, span: Span },
    #[error("`{function}` takes {takes}")]
    Arguments {
        function: &'static str,
        takes: &'static str,
        span: Span,
    },
    #[error("better `{fact}` lowers `{criterion}`")]
    NotMonotone {
        criterion: String,
        fact: String,
        better: String,
        worse: String,
        span: Span,
    },
    #[error("`{criterion}` reads too much to go through all cases")]
    NotTabulated { criterion: String, span: Span },
    #[error("{what} for some evidence")]
    NoValue {
        what: &'static str,
        example: String,
        span: Span,
    },
    #[error("`{statistic}` may be zero, and then there is nothing to divide by")]
    ZeroStatistic { statistic: String, span: Span },
    #[error("two rules of `{criterion}` share cases and differ in score, so their order decides")]
    Overlap {
        criterion: String,
        example: String,
        first: String,
        second: String,
        span: Span,
        other: Span,
    },
    #[error("scores of this index can reach {reached}, and the scale ends at {end}")]
    LeavesScale {
        reached: String,
        end: String,
        span: Span,
    },
    #[error("{what}")]
    NoEffect {
        what: String,
        help: String,
        span: Span,
    },
    #[error("{what}")]
    IndexPart {
        what: String,
        help: Option<String>,
        span: Span,
    },
}

impl Problem for CheckError {
    fn diagnostic(&self) -> Diagnostic {
        let message = self.to_string();
        let error = |code, span| Diagnostic::error(code, message.clone()).at(span);
        let warning = |code, span| Diagnostic::warning(code, message.clone()).at(span);
        let note = |code, span| Diagnostic {
            severity: Severity::Note,
            ..Diagnostic::warning(code, message.clone()).at(span)
        };
        let near = |name: &str, known: &[String]| {
            let known = || known.iter().map(String::as_str);
            did_you_mean(name, known()).or_else(|| match known().count() {
                0 => None,
                1..=12 => Some(format!("known here: {}", one_of(known()))),
                _ => None,
            })
        };
        match self {
            CheckError::UnknownName { name, known, span, .. } => {
                error("CW0201", *span).help_if(near(name, known))
            }
            CheckError::Twice { span, first, .. } => error("CW0202", *span)
                .related(*first, "first given here")
                .help("keep one of the two, or give one of them another name"),
            CheckError::UnknownAnswer { answer, known, span, .. } => {
                error("CW0203", *span).help_if(near(answer, known))
            }
            CheckError::WrongTest { help, span, .. } => error("CW0204", *span).help(*help),
            CheckError::WrongType { help, span, .. } => {
                error("CW0205", *span).help_if(help.clone())
            }
            CheckError::Units { span, .. } => error("CW0205", *span)
                .help("bring both to one unit, or to a share of something, before"),
            CheckError::NoPart { help, span, .. } => error("CW0206", *span).help(*help),
            CheckError::TooMany { span, .. } => error("CW0207", *span),
            CheckError::AskedTooEarly { fact, span } => error("CW0208", *span).help(format!(
                "move the declaration of `{fact}` above this `when`"
            )),
            CheckError::OutOfRange { help, span, .. } => {
                error("CW0209", *span).help_if(help.clone())
            }
            CheckError::Weights { span, .. } => error("CW0210", *span).help(
                "change the weights until they add up to 100%, or write plain numbers without `%` to have them scaled",
            ),
            CheckError::Grades { help, span, .. } => error("CW0211", *span).help(help.clone()),
            CheckError::NotALevel { span, .. } => error("CW0212", *span)
                .help("add the score after `levels`, or change it to one of them"),
            CheckError::Gap { example, span, .. } => error("CW0213", *span)
                .help(format!("for example {example}"))
                .help("add a rule for it, or `0 otherwise` as the last rule"),
            CheckError::LookupGap { span, .. } => error("CW0213", *span)
                .help("add the answer, or a last line `otherwise: 0`"),
            CheckError::NeverDecides { because, span, .. } => {
                warning("CW0214", *span).help(*because)
            }
            CheckError::NeverRead { what, span, .. } => warning("CW0215", *span).help(match *what {
                "fact" => "use it in a rule, or remove it so that nobody has to answer it",
                _ => "use it in a formula, or remove it",
            }),
            CheckError::NeverGiven { span, .. } => {
                warning("CW0216", *span).help("remove the level, or add the rule that gives it")
            }
            CheckError::Base { span, .. } => error("CW0217", *span),
            CheckError::Arguments { span, .. } => error("CW0218", *span),
            CheckError::NotMonotone { better, worse, span, .. } => warning("CW0220", *span)
                .help(better.clone())
                .help(worse.clone())
                .help("give the better evidence at least the same score, or write the answers with `|` if they have no order"),
            CheckError::NotTabulated { span, .. } => warning("CW0221", *span)
                .help("gaps and rules that never decide are not found in it; scores are right all the same"),
            CheckError::NoValue { example, span, .. } => warning("CW0222", *span)
                .help(format!("for example {example}"))
                .help("narrow the range of the fact with `from` and `to`, or test it first: `if … then … else …`"),
            CheckError::ZeroStatistic { span, .. } => note("CW0223", *span)
                .help("an entity has no score then; where that is meant, say so with `allow CW0223 because \"…\"`"),
            CheckError::Overlap { example, first, second, span, other, .. } => note("CW0224", *span)
                .related(*other, "and this one")
                .help(format!("for example {example}: this rule gives {first}, the one below would give {second}"))
                .help("if that is meant, say so with `allow CW0224 because \"…\"`; otherwise add to the condition what tells the two apart"),
            CheckError::LeavesScale { span, .. } => warning("CW0225", *span)
                .help("widen the scale, or hold the scores within it: `total = clamp(…, 0, 100)`"),
            CheckError::NoEffect { help, span, .. } => error("CW0226", *span).help(help.clone()),
            CheckError::IndexPart { help, span, .. } => {
                error("CW0219", *span).help_if(help.clone())
            }
        }
    }
}
