//! Texts and places in them. A [`Span`] is a file and a range of byte offsets; lines and columns are worked out only
//! when something is shown, because nothing else needs them.

use std::sync::Arc;

/// Which of the [`Sources`] a span lies in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in one file. `start == end` marks a place between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; an offset past 4 GiB is held at the limit (no file that large is ever read).
    pub fn new(file: FileId, start: usize, end: usize) -> Self {
        let held = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span {
            file,
            start: held(start),
            end: held(end.max(start)),
        }
    }

    /// The smallest span that holds both; `self` where they lie in different files.
    pub fn to(self, other: Span) -> Span {
        if self.file != other.file {
            return self;
        }
        Span {
            file: self.file,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The empty span at the end of this one.
    pub fn after(self) -> Span {
        Span {
            start: self.end,
            ..self
        }
    }
}

/// One text and the name people know it by.
#[derive(Debug, Clone)]
pub struct Source {
    name: String,
    text: Arc<str>,
    /// Byte offset at which each line starts.
    lines: Vec<u32>,
}

/// A place as people count it: both numbers start at 1, columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Source {
    /// The path as the user gave it, or the name of a built-in text.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// Line (from 1) and column (characters, from 1) of a byte offset.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let line_start = self.lines.get(line - 1).copied().unwrap_or(0) as usize;
        let before = self
            .text
            .get(line_start..(offset as usize).min(self.text.len()))
            .unwrap_or("");
        LineColumn {
            line,
            column: before.chars().count() + 1,
        }
    }

    /// The byte range of a line (from 1), without its line end.
    pub fn line_range(&self, line: usize) -> std::ops::Range<usize> {
        let start = self
            .lines
            .get(line - 1)
            .map_or(self.text.len(), |s| *s as usize);
        let end = self
            .lines
            .get(line)
            .map_or(self.text.len(), |s| *s as usize);
        let text = self.text.get(start..end).unwrap_or("");
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }
}

/// All texts of a run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Takes in a text under the name that messages will show.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> FileId {
        let text = text.into();
        let starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = std::iter::once(0)
            .chain(starts.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)))
            .collect();
        self.files.push(Source {
            name: name.into(),
            text,
            lines,
        });
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The text behind an id.
    pub fn get(&self, file: FileId) -> Option<&Source> {
        self.files.get(file.0 as usize)
    }

    /// All texts, in the order they were taken in.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The words under a span; empty when the span lies outside its text.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// `path:line` of the start of a span, as `explain` prints it.
    pub fn place(&self, span: Span) -> String {
        match self.get(span.file) {
            Some(source) => format!("{}:{}", source.name, source.line_column(span.start).line),
            None => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", "один: 1\r\nдва: 2\n");
        let source = sources.get(file).unwrap();
        // `два` starts after 4 two-byte letters, ": 1" and CRLF = 8 + 3 + 2 = byte 13.
        assert_eq!(source.line_column(13), LineColumn { line: 2, column: 1 });
        // its `2` stands after three letters, a colon and a space.
        assert_eq!(
            source.line_column(13 + 6 + 2),
            LineColumn { line: 2, column: 6 }
        );
        assert_eq!(&source.text()[source.line_range(1)], "один: 1");
    }

    #[test]
    fn a_span_outside_its_text_is_empty() {
        let mut sources = Sources::default();
        let file = sources.add("a", "abc");
        assert_eq!(sources.slice(Span::new(file, 1, 99)), "");
    }
}
