//! From the text of a rubric to its syntax tree. nom reads the tokens; what follows is a hand-written descent with a
//! precedence loop, because it can recover: one run reports every mistake of a file, and one cause is one message.

mod cursor;
mod errors;
mod expressions;
mod indices;
mod items;
pub(crate) mod tokens;

pub use cursor::BLOCK_WORDS;
pub use errors::SyntaxError;
pub use indices::INDEX_LINES;

use super::syntax::RubricFile;
use crate::diagnostic::{FileId, Sources, Span};
use cursor::Cursor;

/// What came of parsing a text.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// The tree, as far as it could be read; `None` when there is no rubric at all.
    pub file: Option<RubricFile>,
    /// Everything that is wrong with the text.
    pub errors: Vec<SyntaxError>,
}

/// Parses a rubric. Never fails: what cannot be read is reported and passed over.
///
/// ```
/// use clearwatt::{diagnostic::Sources, language::parser::parse};
/// let mut sources = Sources::default();
/// let file = sources.add("one.rubric", "rubric one {\n  score 100\n  index all { total: mean of indicators }\n}\n");
/// let parsed = parse(&sources, file);
/// assert!(parsed.errors.is_empty());
/// assert_eq!(parsed.file.unwrap().name.text, "one");
/// ```
pub fn parse(sources: &Sources, file: FileId) -> Parsed {
    let text = sources.get(file).map_or("", |source| source.text());
    let (tokens, errors) = tokens::tokens(file, text);
    let mut cursor = Cursor::new(text, tokens, errors);
    let parsed = if cursor.at_end() && cursor.errors.is_empty() {
        cursor.errors.push(SyntaxError::NoRubric {
            span: Span::new(file, 0, 0),
        });
        None
    } else {
        cursor.rubric()
    };
    Parsed {
        file: parsed,
        errors: cursor.errors,
    }
}
