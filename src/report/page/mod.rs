//! What a report says, before it is put into a template: plain texts, tables and charts. Sections without data are left
//! out here, so that templates ask for nothing that is not there.

mod change;
mod entity;
mod headline;
mod method;
mod part;
mod records;
mod table;

pub use change::Section;
pub use entity::EntityPage;
pub use method::Method;
pub use part::{Figure, Part};
pub use table::{Cell, Chip, Table};

pub(super) use records::{black_boxes, item};

use super::view::{View, indices};
use super::words::Words;
use crate::results::Results;
use serde::Serialize;

/// A whole report.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// The reader's language.
    pub lang: String,
    /// The title of the project.
    pub title: String,
    /// Whether all data are invented.
    pub fictional: bool,
    /// Who publishes the figures.
    pub source: Option<String>,
    /// The licence of the data.
    pub licence: Option<String>,
    /// One part per index.
    pub parts: Vec<Part>,
    /// The version of the program.
    pub version: &'static str,
}

/// The report of a project: each index in its latest edition, with its way there.
pub fn page(results: &Results, words: &Words) -> Page {
    let project = &results.project;
    let lang = words.language();
    let parts = indices(results)
        .into_iter()
        .filter_map(|(index, editions)| {
            let view = View::of(results, editions.last()?, index, words)?;
            Some(part::part(view))
        });
    Page {
        lang: lang.to_string(),
        title: project.title.get(lang).unwrap_or_default().to_string(),
        fictional: project.fictional,
        source: project
            .source
            .as_ref()
            .and_then(|source| source.get(lang))
            .map(String::from),
        licence: project.licence.clone(),
        parts: parts.collect(),
        version: env!("CARGO_PKG_VERSION"),
    }
}
