//! Where something stands: file and line.

use crate::diagnostic::{Sources, Span};
use serde::{Serialize, Serializer};
use std::fmt;

/// A file and a line in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file as the reader of the output knows it.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// As `file:line`.
impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The texts that places point into.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    sources: &'a Sources,
    /// The folder that names of files start from; empty for names as they were given.
    folder: &'a str,
}

impl<'a> Places<'a> {
    /// Places with the names of files as they were given.
    pub fn of_sources(sources: &'a Sources) -> Self {
        Places {
            sources,
            folder: "",
        }
    }

    /// Places with the names of files as seen from a folder: what is passed on tells nothing about the machine it was
    /// made on.
    pub fn inside(sources: &'a Sources, folder: &'a str) -> Self {
        Places { sources, folder }
    }

    /// Where a span starts; `None` where its text is not known.
    pub fn of(&self, span: Span) -> Option<Place> {
        let source = self.sources.get(span.file)?;
        let line = source.line_column(span.start).line;
        let name = source.name();
        let inside = Some(self.folder).filter(|folder| !folder.is_empty());
        let inside = inside.and_then(|folder| name.strip_prefix(folder));
        let file = match inside {
            Some(rest) => rest.trim_start_matches(['/', '\\']).replace('\\', "/"),
            None => name.to_string(),
        };
        Some(Place { file, line })
    }

    /// A rule as one line, without its explanation.
    pub fn rule(&self, span: Span) -> String {
        let text = self.sources.slice(span).lines().next().unwrap_or("").trim();
        let text = text.split("  \"").next().unwrap_or(text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
