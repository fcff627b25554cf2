//! What a report says, before it is put into a template: plain texts, tables and charts, block by block. Blocks without
//! data are left out here, so that templates ask for nothing that is not there.

mod absence;
mod blocks;
mod card;
mod change;
mod data;
mod evidence;
mod headline;
mod method;
mod profile;
mod reading;
mod recommendations;
mod records;
mod road;
mod section;
mod table;
mod whole;

pub(crate) use blocks::anchor;
pub use data::Checksum;
pub use records::Item;
pub use section::{Card, Chapter, Element, Figure, Section};
pub use table::{Cell, Chip, Table};

pub(super) use records::{black_boxes, item};

use super::figures::{self, ChartKind};
use super::layout::{Block, Layout, Name};
use super::view::View;
use super::words::Words;
use crate::diagnostic::Sources;
use crate::project::EntityId;
use crate::results::Results;
use crate::results::indices;
use serde::Serialize;

/// The version of the tree that programs read.
pub const SCHEMA: &str = "clearwatt-report/1";

/// A whole report.
#[derive(Debug, Clone, Serialize)]
pub struct Page {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The version of the program.
    pub version: &'static str,
    /// The kind of report: the name of its file.
    pub kind: String,
    /// The reader's language.
    pub lang: String,
    /// The title.
    pub title: String,
    /// The title of the project where the report is about one entity; else empty.
    pub subtitle: String,
    /// The entity it is about, by its id; `None` for all of them.
    pub entity: Option<String>,
    /// Whether all data are invented.
    pub fictional: bool,
    /// Who publishes the figures.
    pub source: Option<String>,
    /// The licence of the data.
    pub licence: Option<String>,
    /// Whether it is set small, to fit one page.
    pub dense: bool,
    /// One chapter per index.
    pub chapters: Vec<Chapter>,
}

/// What a report is to be about.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// One entity, or everybody.
    pub entity: Option<&'a EntityId>,
    /// The edition; the latest of each index that has scores when `None`.
    pub edition: Option<&'a str>,
    /// The index; all when `None`.
    pub index: Option<&'a str>,
}

/// The report of a project by a layout. There are no chapters where nothing asked for has a score.
pub fn page(
    results: &Results,
    sources: &Sources,
    words: &Words,
    layout: &Layout,
    about: About<'_>,
) -> Page {
    let project = &results.project;
    let lang = words.language();
    let checksums = match layout.has(Name::Data) {
        true => data::checksums(results, sources),
        false => Vec::new(),
    };
    let views = views(results, words, about);
    let chapters = views.iter().enumerate().map(|(at, view)| {
        let costs = layout.plans().then(|| figures::costs(*view)).flatten();
        let planner = costs.as_ref();
        let planner = planner.and_then(|costs| figures::planner(*view, costs));
        let maker = blocks::Maker {
            view: *view,
            layout,
            // What is true of every index is said once.
            first: at == 0,
            checksums: if at + 1 == views.len() {
                &checksums
            } else {
                &[]
            },
            planner: planner.as_ref(),
        };
        maker.chapter(about.entity)
    });
    let title = project.title.get(lang).unwrap_or_default();
    let entity = about.entity.map(|id| project.entities.label(id, lang));
    let given = layout.title.get(lang);
    let given = given.map(|title| title.replace("{entity}", entity.unwrap_or(title)));
    Page {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        kind: layout.name.clone(),
        lang: lang.to_string(),
        title: given.unwrap_or_else(|| entity.unwrap_or(title).to_string()),
        subtitle: entity.map_or(String::new(), |_| title.to_string()),
        entity: about.entity.map(ToString::to_string),
        fictional: project.fictional,
        source: project
            .source
            .as_ref()
            .and_then(|source| source.get(lang))
            .map(String::from),
        licence: project.licence.clone(),
        dense: layout.dense,
        chapters: chapters.collect(),
    }
}

/// The indices of a report, each in the edition that is shown.
pub(crate) fn views<'a>(results: &'a Results, words: &'a Words, about: About<'_>) -> Vec<View<'a>> {
    let wanted = |wanted: Option<&str>, name: &str| wanted.is_none_or(|wanted| wanted == name);
    let views = indices(results)
        .into_iter()
        .filter_map(|(index, editions)| {
            if !wanted(about.index, index) {
                return None;
            }
            let views = editions.into_iter().rev();
            // Of one entity the latest edition that has a score of it: some are not in every edition.
            views
                .filter(|edition| wanted(about.edition, edition.id.as_str()))
                .filter_map(|edition| View::of(results, edition, index, words))
                .find(|view| {
                    let has_score =
                        |entity| view.total(entity).is_some_and(|row| row.score.is_some());
                    about.entity.is_none_or(has_score)
                })
        });
    views.collect()
}

impl Layout {
    /// Whether something in it is planned, so that the cost file of the project is read.
    pub(crate) fn plans(&self) -> bool {
        fn in_blocks(blocks: &[Block]) -> bool {
            blocks.iter().any(|block| match block {
                Block::Named { name, .. } => matches!(name, Name::Road | Name::Recommendations),
                Block::Chart(chart) => chart.order.kind == ChartKind::Ladder,
                Block::Entities(below) => in_blocks(below),
                Block::Text(_) => false,
            })
        }
        in_blocks(&self.blocks)
    }

    /// Whether other entities than the one a report is about have their names in it.
    pub(crate) fn names_others(&self) -> bool {
        self.blocks.iter().any(|block| match block {
            Block::Named { name, .. } => matches!(
                name,
                Name::Ranking
                    | Name::OverTime
                    | Name::Criteria
                    | Name::Road
                    | Name::Recommendations
            ),
            Block::Chart(_) => true,
            // Left out of a report about one.
            Block::Entities(_) | Block::Text(_) => false,
        })
    }

    /// Whether a block stands in it, also under the entities.
    fn has(&self, wanted: Name) -> bool {
        fn in_blocks(blocks: &[Block], wanted: Name) -> bool {
            blocks.iter().any(|block| match block {
                Block::Named { name, .. } => *name == wanted,
                Block::Entities(below) => in_blocks(below, wanted),
                Block::Text(_) | Block::Chart(_) => false,
            })
        }
        in_blocks(&self.blocks, wanted)
    }
}
