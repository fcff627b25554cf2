//! What can be wrong with the text of a rubric.
//!
//! | code | finding |
//! |---|---|
//! | CW0001 | something else was expected here |
//! | CW0002 | a brace, bracket or parenthesis is not closed |
//! | CW0003 | a word that starts no statement here |
//! | CW0004 | `and` and `or` mixed without parentheses |
//! | CW0005 | a sign the language does not have |
//! | CW0006 | a text without its closing quote |
//! | CW0007 | quotes from a word processor |
//! | CW0008 | `#` that starts neither a comment nor a colour |
//! | CW0009 | a stray character |
//! | CW0010 | nested too deeply |
//! | CW0011 | a name that is too long |
//! | CW0012 | a number, date or period that cannot be read |
//! | CW0013 | a decimal comma |
//! | CW0014 | a condition is missing |
//! | CW0015 | a word that is reserved |
//! | CW0016 | no rubric in the file |

use crate::diagnostic::{Diagnostic, Problem, Span};
use thiserror::Error;

/// A finding of the parser.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum SyntaxError {
    #[error("expected {expected}, found {found}")]
    Expected {
        expected: String,
        found: String,
        help: Option<String>,
        span: Span,
    },
    #[error("`{open}` of {what} is not closed")]
    NotClosed {
        open: &'static str,
        what: String,
        opened: Span,
        span: Span,
    },
    #[error("{what} cannot start with `{found}`")]
    UnknownStatement {
        what: String,
        found: String,
        help: Option<String>,
        span: Span,
    },
    #[error("`and` and `or` are mixed without parentheses")]
    MixedAndOr { help: Vec<String>, span: Span },
    #[error("`{found}` is no sign of this language")]
    Habit {
        found: &'static str,
        instead: &'static str,
        span: Span,
    },
    #[error("this text has no closing quote")]
    OpenText { span: Span },
    #[error("a text stands in straight quotes")]
    CurlyQuotes { span: Span },
    #[error("`#` starts a comment when a space follows, or a colour of six digits")]
    CommentOrColour { span: Span },
    #[error("`{found}` has no meaning here")]
    StrayCharacter { found: String, span: Span },
    #[error("this is nested more than {most} deep")]
    TooDeep { most: usize, span: Span },
    #[error("an expression has at most {most} operators")]
    TooLong { most: usize, span: Span },
    #[error("a name is at most {} bytes long", super::tokens::LONGEST_NAME)]
    NameTooLong { span: Span },
    #[error("`{found}` is no number, date or period")]
    NotALiteral { found: String, span: Span },
    #[error("a decimal number has a point, not a comma")]
    DecimalComma { help: String, span: Span },
    #[error("a condition is missing after `{after}`")]
    NoCondition { after: String, span: Span },
    #[error("`{word}` is a word of the language and cannot be a name")]
    Reserved { word: String, span: Span },
    #[error("there is no rubric in this file")]
    NoRubric { span: Span },
}

impl Problem for SyntaxError {
    fn diagnostic(&self) -> Diagnostic {
        let error = |code, span: &Span| Diagnostic::error(code, self.to_string()).at(*span);
        match self {
            SyntaxError::Expected { help, span, .. } => {
                error("CW0001", span).help_if(help.clone())
            }
            SyntaxError::NotClosed { open, opened, span, .. } => error("CW0002", span)
                .related(*opened, "opened here")
                .help(format!("write `{}` before this", closing(open))),
            SyntaxError::UnknownStatement { help, span, .. } => {
                error("CW0003", span).help_if(help.clone())
            }
            SyntaxError::MixedAndOr { help, span } => {
                let mut finding = error("CW0004", span);
                finding.help.clone_from(help);
                finding
            }
            SyntaxError::Habit { instead, span, .. } => {
                let written = if instead.contains([' ', '`']) {
                    format!("write {instead}")
                } else {
                    format!("write `{instead}`")
                };
                error("CW0005", span).help(written)
            }
            SyntaxError::OpenText { span } => {
                error("CW0006", span).help("close it with `\"` on the same line")
            }
            SyntaxError::CurlyQuotes { span } => error("CW0007", span)
                .help("replace the quotes of the word processor by `\"` on both sides"),
            SyntaxError::CommentOrColour { span } => error("CW0008", span)
                .help("write `# ` and then the comment, or a colour such as `#19aa52`"),
            SyntaxError::StrayCharacter { span, .. } => error("CW0009", span).help("remove it"),
            SyntaxError::TooDeep { span, .. } => error("CW0010", span)
                .help("give parts of it a name with `let`, or remove parentheses"),
            SyntaxError::TooLong { span, .. } => error("CW0010", span).help(
                "give parts of it a name with `let`, or write a long sum as `sum(a, b, …)`",
            ),
            SyntaxError::NameTooLong { span } => error("CW0011", span)
                .help("choose a short name and put the long wording in quotes behind it"),
            SyntaxError::NotALiteral { span, .. } => error("CW0012", span).help(
                "numbers look like `61.05`, dates like `2023-11-30`, periods like `2023-Q2` or `2023-05`",
            ),
            SyntaxError::DecimalComma { help, span } => error("CW0013", span).help(help.clone()),
            SyntaxError::NoCondition { span, .. } => error("CW0014", span)
                .help("say when, for example `if access is free`, or write `otherwise` instead of `if`"),
            SyntaxError::Reserved { span, .. } => {
                error("CW0015", span).help("choose another name, for example with `_` behind it")
            }
            SyntaxError::NoRubric { span } => error("CW0016", span)
                .help("start with `rubric my_index \"My index\" {` and end with `}`"),
        }
    }
}

fn closing(open: &str) -> &'static str {
    match open {
        "{" => "}",
        "(" => ")",
        _ => "]",
    }
}
