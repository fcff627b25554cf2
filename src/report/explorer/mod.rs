//! The explorer: one HTML file in which a reader sorts and filters the ranking, goes from the index down to the line of
//! evidence, and tries other weights. Here is what the page is filled with; what it does stands in `reports/explorer`.
//!
//! All numbers are worked out before: the page only weighs categories anew, with the exact fractions of [`Weighing`].

mod edition;
mod evidence;
mod names;
mod page;
mod weighing;

pub use edition::{Block, Edition, IndexIn, Scored};
pub use evidence::{Disclosure, GivenScore, Outcome, Record};
pub use names::{Named, Names};
pub use page::html;
pub use weighing::{Parts, Weighing};

use super::view::View;
use super::words::Words;
use crate::diagnostic::{Sources, Span};
use crate::results::Results;
use crate::results::indices;
use indexmap::IndexSet;
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything the page knows. Rows and evidence point to texts by their place in `strings`, because most texts stand in
/// thousands of rows.
#[derive(Debug, Clone, Serialize)]
pub struct Explorer {
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
    /// What the page says, by key.
    pub words: BTreeMap<String, String>,
    /// Categories, indicators, bodies and markets by name.
    pub names: Names,
    /// The editions that have scores, in order of time.
    pub editions: Vec<Edition>,
    /// The texts that rows and evidence point to.
    pub strings: IndexSet<String>,
}

/// The explorer of a project in the language of the words.
pub fn explorer(results: &Results, sources: &Sources, words: &Words) -> Explorer {
    let mut texts = Texts::new(results, sources);
    let lang = words.language();
    let project = &results.project;
    let mut editions: Vec<Edition> = Vec::new();
    for (index, of_index) in indices(results) {
        for scored in of_index {
            let Some(view) = View::of(results, scored, index, words) else {
                continue;
            };
            let at = editions
                .iter()
                .position(|known| *known.id == *scored.id.as_str());
            let at = at.unwrap_or_else(|| {
                editions.push(edition::edition(view, &mut texts));
                editions.len() - 1
            });
            if let Some(edition) = editions.get_mut(at) {
                edition.indices.push(edition::index_in(view, &mut texts));
            }
        }
    }
    editions.sort_by(|a, b| a.time.total_cmp(&b.time));
    let source = project.source.as_ref().and_then(|source| source.get(lang));
    Explorer {
        lang: lang.to_string(),
        title: project.title.get(lang).unwrap_or_default().to_string(),
        fictional: project.fictional,
        source: source.map(String::from),
        licence: project.licence.clone(),
        words: names::words_of_the_page(words),
        names: names::names(results, &editions, words),
        editions,
        strings: texts.strings,
    }
}

/// Texts that are kept once, and places in files without the folder the project happens to lie in.
struct Texts<'a> {
    sources: &'a Sources,
    folder: String,
    strings: IndexSet<String>,
}

impl<'a> Texts<'a> {
    fn new(results: &Results, sources: &'a Sources) -> Self {
        let folder = results.project.folder.display().to_string();
        Texts {
            sources,
            folder,
            strings: IndexSet::new(),
        }
    }

    /// The place of a text in the list.
    fn keep(&mut self, text: &str) -> usize {
        match self.strings.get_index_of(text) {
            Some(at) => at,
            None => self.strings.insert_full(text.to_string()).0,
        }
    }

    /// File and line of a span, the file as seen from the project's folder: a page that is passed on tells nothing about
    /// the machine it was made on.
    fn place(&self, span: Span) -> (String, usize) {
        let Some(source) = self.sources.get(span.file) else {
            return (String::new(), 0);
        };
        let name = source.name();
        let inside = name.strip_prefix(&self.folder);
        let inside = inside.map(|rest| rest.trim_start_matches(['/', '\\']));
        let file = inside.unwrap_or(name).replace('\\', "/");
        (file, source.line_column(span.start).line)
    }

    /// The same as `file:line`.
    fn place_in_words(&self, span: Span) -> String {
        let (file, line) = self.place(span);
        format!("{file}:{line}")
    }
}
