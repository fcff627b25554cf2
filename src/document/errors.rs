//! What can be wrong with a file before anyone asks what it says.
//!
//! | code | finding |
//! |---|---|
//! | CW0101 | a file that cannot be read or written |
//! | CW0102 | a text that is no YAML |
//! | CW0103 | a key that stands twice |
//! | CW0104 | a text that grows too large through its aliases |
//! | CW0105 | nested too deeply |
//! | CW0106 | a file that is empty |
//! | CW0107 | bytes that are no UTF-8 |
//! | CW0108 | more than one document in a file |
//! | CW0109 | a table row with too many or too few cells |
//! | CW0110 | a table that cannot be read as one |
//! | CW0111 | rows above the header of a table, or a column without a name |

use crate::diagnostic::{Diagnostic, Problem, Span};
use std::path::PathBuf;
use thiserror::Error;

/// A finding about a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum DocumentError {
    #[error("cannot {what} `{}`: {reason}", path.display())]
    File {
        what: &'static str,
        path: PathBuf,
        reason: String,
        help: Option<String>,
    },
    #[error("this cannot be read: {says}")]
    NotYaml {
        says: String,
        help: String,
        span: Span,
    },
    #[error("`{key}` stands twice in one {place}")]
    Twice {
        key: String,
        place: &'static str,
        span: Span,
        first: Span,
    },
    #[error("this grows too large when its aliases are written out")]
    TooLarge { span: Span },
    #[error("this is nested more than {most} deep")]
    TooDeep { most: usize, span: Span },
    #[error("`{}` is empty", path.display())]
    Empty { path: PathBuf },
    #[error("`{}` is no UTF-8 text: line {line}, column {column} holds the byte {byte:#04x}", path.display())]
    NotUtf8 {
        path: PathBuf,
        line: usize,
        column: usize,
        byte: u8,
    },
    #[error("there is more than one document in this file")]
    TwoDocuments { span: Span },
    #[error("this row has {found} cells, the header has {expected}")]
    Ragged {
        found: usize,
        expected: usize,
        separator: char,
        span: Span,
    },
    #[error("{rows} {} above the header of the table", if *rows == 1 { "row stands" } else { "rows stand" })]
    AboveHeader { rows: usize, span: Span },
    #[error("this column has no name")]
    NoName { span: Span },
    #[error("{what}")]
    NotATable {
        what: String,
        help: Option<String>,
        span: Span,
    },
}

impl Problem for DocumentError {
    fn diagnostic(&self) -> Diagnostic {
        let error = |code| Diagnostic::error(code, self.to_string());
        match self {
            DocumentError::File { help, .. } => error("CW0101").help_if(help.clone()),
            DocumentError::NotYaml { help, span, .. } => {
                error("CW0102").at(*span).help(help.clone())
            }
            DocumentError::Twice { span, first, .. } => error("CW0103")
                .at(*span)
                .related(*first, "first given here")
                .help("keep one of the two"),
            DocumentError::TooLarge { span, .. } => error("CW0104")
                .at(*span)
                .help("write values out instead of repeating them with `*name`"),
            DocumentError::TooDeep { span, .. } => error("CW0105")
                .at(*span)
                .help("evidence needs five levels at most; check the indentation"),
            DocumentError::Empty { .. } => error("CW0106").help("fill it in or remove it"),
            DocumentError::NotUtf8 { .. } => {
                error("CW0107").help("save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\")")
            }
            DocumentError::TwoDocuments { span } => error("CW0108")
                .at(*span)
                .help("remove the line `---`, or make two files of it"),
            DocumentError::Ragged {
                span, separator, ..
            } => error("CW0109").at(*span).help(format!(
                "put cells that hold a {} in quotes",
                match separator {
                    ',' => "comma".to_string(),
                    ';' => "semicolon".to_string(),
                    '\t' => "tab".to_string(),
                    other => format!("`{other}`"),
                }
            )),
            DocumentError::AboveHeader { span, .. } => error("CW0111")
                .at(*span)
                .help("remove what stands above the column names"),
            DocumentError::NoName { span } => error("CW0111")
                .at(*span)
                .help("give the column a name in the header, or empty it"),
            DocumentError::NotATable { help, span, .. } => {
                error("CW0110").at(*span).help_if(help.clone())
            }
        }
    }
}
