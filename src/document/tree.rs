//! A YAML text as a tree: texts, lists and mappings, each with its place. Plain scalars keep the characters as they
//! were written (`0.5`, `NO`, `2023-11-30`, `0123`): what they mean is for the stage that asked for them.

use super::errors::DocumentError;
use crate::diagnostic::{FileId, Span};
use std::sync::Arc;

/// A parsed YAML text.
#[derive(Debug, Clone)]
pub struct Document {
    pub(super) file: FileId,
    pub(super) source: Arc<str>,
    pub(super) nodes: Vec<Stored>,
    /// Texts that do not stand in the source as they are: with escapes, folded, or behind an alias.
    pub(super) texts: Vec<Box<str>>,
    pub(super) root: u32,
    pub(super) twice: Vec<DocumentError>,
}

/// A node as it is stored: 20 bytes, because a file may hold millions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    pub kind: StoredKind,
    pub start: u32,
    pub end: u32,
    /// The next one in the same list or mapping (keys and values alternate); [`NONE`] at the end.
    pub next: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum StoredKind {
    Nothing,
    /// A text that stands in the source; whether it stands there without quotes.
    Source {
        plain: bool,
    },
    /// A text among [`Document::texts`].
    Own(u32),
    /// The first item.
    List(u32),
    /// The first key.
    Map(u32),
}

pub(super) const NONE: u32 = u32::MAX;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An empty value, `~` or `null`.
    Nothing,
    /// A scalar.
    Text,
    /// A list.
    List,
    /// A mapping.
    Map,
}

/// A node of a document.
#[derive(Debug, Clone, Copy)]
pub struct Node<'d> {
    document: &'d Document,
    at: u32,
}

impl Document {
    /// Every key that stands twice in a mapping; an error, though everything else can be read.
    pub fn twice(&self) -> &[DocumentError] {
        &self.twice
    }

    /// The whole document.
    pub fn root(&self) -> Node<'_> {
        Node {
            document: self,
            at: self.root,
        }
    }
}

impl<'d> Node<'d> {
    fn stored(self) -> Stored {
        let nothing = Stored {
            kind: StoredKind::Nothing,
            start: 0,
            end: 0,
            next: NONE,
        };
        self.document
            .nodes
            .get(self.at as usize)
            .copied()
            .unwrap_or(nothing)
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        match self.stored().kind {
            StoredKind::Nothing => Kind::Nothing,
            StoredKind::Source { .. } | StoredKind::Own(_) => Kind::Text,
            StoredKind::List(_) => Kind::List,
            StoredKind::Map(_) => Kind::Map,
        }
    }

    /// Where it stands; for what comes through an alias, where the alias stands.
    pub fn span(self) -> Span {
        let stored = self.stored();
        Span {
            file: self.document.file,
            start: stored.start,
            end: stored.end,
        }
    }

    /// The text of a scalar.
    pub fn text(self) -> Option<&'d str> {
        let stored = self.stored();
        match stored.kind {
            StoredKind::Source { .. } => self
                .document
                .source
                .get(stored.start as usize..stored.end as usize),
            StoredKind::Own(at) => self.document.texts.get(at as usize).map(|text| &**text),
            _ => None,
        }
    }

    /// Whether it is a scalar without quotes.
    pub fn is_plain(self) -> bool {
        matches!(self.stored().kind, StoredKind::Source { plain: true })
    }

    /// The items of a list; none for anything else.
    pub fn items(self) -> impl Iterator<Item = Node<'d>> {
        let first = match self.stored().kind {
            StoredKind::List(first) => first,
            _ => NONE,
        };
        Siblings {
            document: self.document,
            at: first,
        }
    }

    /// The keys and values of a mapping; none for anything else.
    pub fn entries(self) -> impl Iterator<Item = (Node<'d>, Node<'d>)> {
        let first = match self.stored().kind {
            StoredKind::Map(first) => first,
            _ => NONE,
        };
        let mut siblings = Siblings {
            document: self.document,
            at: first,
        };
        std::iter::from_fn(move || Some((siblings.next()?, siblings.next()?)))
    }

    /// The value of a key.
    pub fn get(self, key: &str) -> Option<Node<'d>> {
        self.entries()
            .find(|(name, _)| name.text() == Some(key))
            .map(|(_, value)| value)
    }

    /// What it is, for messages: "a list", "the text `abc`".
    pub fn describe(self) -> String {
        match self.kind() {
            Kind::Nothing => "nothing".to_string(),
            Kind::List => "a list".to_string(),
            Kind::Map => "a mapping".to_string(),
            Kind::Text => {
                let text = self.text().unwrap_or("");
                let short: String = text.chars().take(60).collect();
                let dots = if short.len() < text.len() { "…" } else { "" };
                format!("`{short}{dots}`")
            }
        }
    }
}

struct Siblings<'d> {
    document: &'d Document,
    at: u32,
}

impl<'d> Iterator for Siblings<'d> {
    type Item = Node<'d>;

    fn next(&mut self) -> Option<Node<'d>> {
        let node = Node {
            document: self.document,
            at: self.at,
        };
        let stored = self.document.nodes.get(self.at as usize)?;
        self.at = stored.next;
        Some(node)
    }
}
