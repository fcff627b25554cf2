//! A project: a folder with `clearwatt.yaml`, which says what is scored, by which rubrics, in which editions, and where
//! the evidence is. Nothing else is hidden anywhere.

pub mod builtin;
mod entities;
mod entity_facts;
mod errors;
mod files;
mod read;
mod texts;

pub use entities::{Attribute, Entities, Entity, EntityId, UnknownEntity};
pub use entity_facts::EntityFacts;
pub use errors::ProjectError;
pub use read::{PROJECT_FILE, open};
pub use texts::{load_rubric_file, named_rubric};

use crate::catalogue::Labels;
use crate::diagnostic::Span;
use crate::language::calendar::Period;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// An edition: an id that contains its year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EditionId(Arc<str>);

impl EditionId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EditionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A project as its file describes it.
#[derive(Debug)]
pub struct Project {
    /// The folder.
    pub folder: PathBuf,
    /// Its title.
    pub title: Labels,
    /// Whether its data are invented; every chart and report says so then.
    pub fictional: bool,
    /// Its languages; the first is the one it is written in.
    pub languages: Vec<String>,
    /// Who publishes the figures.
    pub source: Option<Labels>,
    /// The licence of the data.
    pub licence: Option<String>,
    /// The editions, in order of time.
    pub editions: Vec<Edition>,
    /// Who is scored.
    pub entities: Entities,
    /// Where the catalogue is: `builtin:NAME`, or a path relative to the folder.
    pub catalogue: (String, Span),
    /// Where the evidence is, relative to the folder.
    pub evidence: (String, Span),
    /// Where the evidence of single assessors is, relative to the folder; it is compared, never scored.
    pub assessments: Option<(String, Span)>,
}

/// An edition of a project.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// Its name for people.
    pub label: Labels,
    /// Its year.
    pub year: i16,
    /// When it is: the `date` that the project gives it, else the year, quarter, month or day in its id.
    pub period: Period,
    /// Its rubric: `builtin:NAME`, or a path relative to the folder.
    pub rubric: String,
    /// Where the rubric is named.
    pub span: Span,
}
