//! Builds the tree while `serde_yaml` reads.
//!
//! `serde_yaml` can wrap every value in its span, but that doubles the time and memory of a large file. Instead, a text
//! handed over as a slice of the source tells its place by its address; for anything else (a number, a decoded text)
//! the place is found by looking on from the end of the value before. What is found there is used as the value's text
//! only when it really is this value, so a wrong guess can cost a place in a message, never a value.

use super::errors::DocumentError;
use super::tree::{Document, NONE, Stored, StoredKind};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The tree so far.
pub(super) struct Builder<'s> {
    source: &'s str,
    pub nodes: Vec<Stored>,
    pub texts: Vec<Box<str>>,
    /// Keys that a mapping holds twice: the second and the first.
    pub twice: Vec<(u32, u32)>,
    /// Where the value before ends.
    cursor: usize,
}

impl<'s> Builder<'s> {
    pub fn new(source: &'s str) -> Self {
        // About one node for every sixteen bytes of a typical evidence file.
        let nodes = Vec::with_capacity(source.len() / 16 + 16);
        Builder {
            source,
            nodes,
            texts: Vec::new(),
            twice: Vec::new(),
            cursor: 0,
        }
    }

    pub fn finish(
        self,
        file: crate::diagnostic::FileId,
        source: std::sync::Arc<str>,
        root: u32,
        twice: Vec<DocumentError>,
    ) -> Document {
        Document {
            file,
            source,
            nodes: self.nodes,
            texts: self.texts,
            root,
            twice,
        }
    }

    fn push(&mut self, kind: StoredKind, start: usize, end: usize) -> u32 {
        let at = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        let held = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        self.nodes.push(Stored {
            kind,
            start: held(start),
            end: held(end),
            next: NONE,
        });
        at
    }

    /// A text that may be a slice of the source.
    fn borrowed(&mut self, text: &str) -> u32 {
        let base = self.source.as_ptr() as usize;
        let place = (text.as_ptr() as usize).checked_sub(base);
        match place.filter(|start| start + text.len() <= self.source.len()) {
            Some(start) if !text.is_empty() => {
                let end = start + text.len();
                let before = start
                    .checked_sub(1)
                    .and_then(|at| self.source.as_bytes().get(at));
                let after = self.source.as_bytes().get(end);
                let quoted = matches!(before, Some(b'"' | b'\'')) && before == after;
                self.cursor = end + usize::from(quoted);
                self.push(StoredKind::Source { plain: !quoted }, start, end)
            }
            _ => self.own(text),
        }
    }

    /// A text that was decoded, or comes through an alias.
    fn own(&mut self, text: &str) -> u32 {
        let (start, end) = self.token();
        let at = u32::try_from(self.texts.len()).unwrap_or(NONE);
        self.texts.push(text.into());
        self.push(StoredKind::Own(at), start, end)
    }

    /// A number or truth value, whose text as written is wanted back.
    fn typed(&mut self, is_it: impl Fn(&str) -> bool, canonical: &dyn fmt::Display) -> u32 {
        let before = self.cursor;
        let (start, end) = self.token();
        let text = self.source.get(start..end).unwrap_or("");
        if is_it(text) {
            return self.push(StoredKind::Source { plain: true }, start, end);
        }
        self.cursor = before;
        self.own(&canonical.to_string())
    }

    fn nothing(&mut self) -> u32 {
        let before = self.cursor;
        let (start, end) = self.token();
        if matches!(
            self.source.get(start..end),
            Some("~" | "null" | "Null" | "NULL")
        ) {
            return self.push(StoredKind::Nothing, start, end);
        }
        self.cursor = before;
        self.push(StoredKind::Nothing, before, before)
    }

    /// The next scalar after the cursor; moves the cursor behind it.
    fn token(&mut self) -> (usize, usize) {
        let bytes = self.source.as_bytes();
        let mut at = self.cursor;
        loop {
            match bytes.get(at) {
                Some(
                    b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b'[' | b'{' | b']' | b'}' | b'?',
                ) => at += 1,
                Some(b'-') if matches!(bytes.get(at + 1), None | Some(b' ' | b'\n' | b'\r')) => {
                    at += 1
                }
                Some(b'#') => at = self.line_end(at),
                // An anchor or a tag belongs to the value behind it.
                Some(b'&' | b'!') => {
                    while bytes
                        .get(at)
                        .is_some_and(|byte| !byte.is_ascii_whitespace())
                    {
                        at += 1;
                    }
                }
                _ => break,
            }
        }
        let start = at.min(self.source.len());
        let end = match bytes.get(start) {
            Some(quote @ (b'"' | b'\'')) => self.closing_quote(start, *quote),
            Some(b'|' | b'>') => self.block_end(start),
            _ => {
                let rest = bytes.get(start..).unwrap_or(&[]);
                let stop = rest.iter().enumerate().position(|(n, byte)| match byte {
                    b'\n' | b'\r' | b',' | b']' | b'}' => true,
                    b':' => rest.get(n + 1).is_none_or(u8::is_ascii_whitespace),
                    b'#' => n > 0 && rest.get(n - 1).is_some_and(|b| *b == b' '),
                    _ => false,
                });
                let text = rest.get(..stop.unwrap_or(rest.len())).unwrap_or(&[]);
                start + text.trim_ascii_end().len()
            }
        };
        self.cursor = end;
        (start, end)
    }

    fn line_end(&self, at: usize) -> usize {
        let rest = self.source.as_bytes().get(at..).unwrap_or(&[]);
        at + rest
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap_or(rest.len())
    }

    fn closing_quote(&self, start: usize, quote: u8) -> usize {
        let bytes = self.source.as_bytes();
        let mut at = start + 1;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'\\' if quote == b'"' => at += 1,
                byte if *byte == quote => {
                    // Two single quotes stand for one.
                    if quote == b'\'' && bytes.get(at + 1) == Some(&quote) {
                        at += 1;
                    } else {
                        return at + 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        self.source.len()
    }

    /// A block scalar goes on through blank lines and lines indented deeper than the line of its header.
    fn block_end(&self, header: usize) -> usize {
        let line_start = self
            .source
            .get(..header)
            .and_then(|text| text.rfind('\n'))
            .map_or(0, |n| n + 1);
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let own = indent(self.source.get(line_start..header).unwrap_or(""));
        let mut end = self.line_end(header);
        while let Some(rest) = self.source.get(end + 1..).filter(|rest| !rest.is_empty()) {
            let line = rest.split('\n').next().unwrap_or("");
            if !line.trim().is_empty() && indent(line) <= own {
                break;
            }
            end += 1 + line.len();
        }
        end.min(self.source.len())
    }

    fn text_of(&self, at: u32) -> Option<Cow<'_, str>> {
        let stored = self.nodes.get(at as usize)?;
        match stored.kind {
            StoredKind::Source { .. } => self
                .source
                .get(stored.start as usize..stored.end as usize)
                .map(Cow::Borrowed),
            StoredKind::Own(text) => self
                .texts
                .get(text as usize)
                .map(|text| Cow::Borrowed(&**text)),
            _ => None,
        }
    }

    fn link(&mut self, before: Option<u32>, next: u32) {
        if let Some(stored) = before.and_then(|at| self.nodes.get_mut(at as usize)) {
            stored.next = next;
        }
    }

    fn close(
        &mut self,
        at: u32,
        first: Option<u32>,
        last: Option<u32>,
        kind: fn(u32) -> StoredKind,
    ) {
        let start = first
            .and_then(|first| self.nodes.get(first as usize))
            .map(|node| node.start);
        let end = last
            .and_then(|last| self.nodes.get(last as usize))
            .map(|node| node.end);
        if let Some(stored) = self.nodes.get_mut(at as usize) {
            stored.kind = kind(first.unwrap_or(NONE));
            stored.start = start.unwrap_or(stored.start);
            stored.end = end.unwrap_or(stored.end).max(stored.start);
        }
    }

    /// Notes keys that stand twice in one mapping.
    fn find_twice(&mut self, first: u32) {
        let mut keys: Vec<u32> = Vec::new();
        let mut at = first;
        while let Some(key) = self.nodes.get(at as usize) {
            keys.push(at);
            at = self
                .nodes
                .get(key.next as usize)
                .map_or(NONE, |value| value.next);
        }
        let mut twice = Vec::new();
        if keys.len() <= 24 {
            for (number, key) in keys.iter().enumerate() {
                let same = |other: &&u32| {
                    let text = self.text_of(*key);
                    text.is_some() && text == self.text_of(**other)
                };
                if let Some(first) = keys.iter().take(number).find(same) {
                    twice.push((*key, *first));
                }
            }
        } else {
            let mut seen = std::collections::HashMap::with_capacity(keys.len());
            for key in keys {
                if let Some(text) = self.text_of(key)
                    && let Some(first) = seen.insert(text, key)
                {
                    twice.push((key, first));
                }
            }
        }
        self.twice.extend(twice);
    }
}

/// Reads one value into the builder.
pub(super) struct Seed<'b, 's>(pub &'b mut Builder<'s>);

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = u32;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u32, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = u32;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list or a mapping")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<u32, E> {
        Ok(self.0.borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<u32, E> {
        Ok(self.0.own(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<u32, E> {
        Ok(self.0.typed(
            |text| text.eq_ignore_ascii_case(if value { "true" } else { "false" }),
            &value,
        ))
    }

    fn visit_i64<E>(self, value: i64) -> Result<u32, E> {
        Ok(self.0.typed(|text| text.parse() == Ok(value), &value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<u32, E> {
        Ok(self.0.typed(|text| text.parse() == Ok(value), &value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<u32, E> {
        Ok(self.0.typed(|text| text.parse() == Ok(value), &value))
    }

    fn visit_unit<E>(self) -> Result<u32, E> {
        Ok(self.0.nothing())
    }

    fn visit_none<E>(self) -> Result<u32, E> {
        Ok(self.0.nothing())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<u32, A::Error> {
        let builder = self.0;
        let cursor = builder.cursor;
        let at = builder.push(StoredKind::List(NONE), cursor, cursor);
        let (mut first, mut last) = (None, None);
        while let Some(item) = items.next_element_seed(Seed(builder))? {
            builder.link(last, item);
            first.get_or_insert(item);
            last = Some(item);
        }
        builder.close(at, first, last, StoredKind::List);
        Ok(at)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<u32, A::Error> {
        let builder = self.0;
        let cursor = builder.cursor;
        let at = builder.push(StoredKind::Map(NONE), cursor, cursor);
        let (mut first, mut last) = (None, None);
        while let Some(key) = entries.next_key_seed(Seed(builder))? {
            let value = entries.next_value_seed(Seed(builder))?;
            builder.link(last, key);
            builder.link(Some(key), value);
            first.get_or_insert(key);
            last = Some(value);
        }
        if let Some(first) = first {
            builder.find_twice(first);
        }
        builder.close(at, first, last, StoredKind::Map);
        Ok(at)
    }
}
