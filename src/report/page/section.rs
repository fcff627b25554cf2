//! What a page is made of: chapters with sections, sections with paragraphs, lists, tables and charts. Templates and
//! programs read the same tree.

use super::records::Item;
use super::table::{Cell, Table};
use crate::chart::{Svg, Theme};
use serde::Serialize;

/// One index in a report, or one entity under an index.
#[derive(Debug, Clone, Serialize)]
pub struct Chapter {
    /// Where links to it lead.
    pub anchor: String,
    /// What it is called.
    pub title: String,
    /// The index, by its id.
    pub index: String,
    /// The edition, by its id.
    pub edition: String,
    /// The entity, by its id; `None` where the chapter is about all of them.
    pub entity: Option<String>,
    /// The sections in order.
    pub sections: Vec<Section>,
}

/// One block of a report, filled in.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// The block's name in report files.
    pub block: &'static str,
    /// Where links to it lead.
    pub anchor: String,
    /// The heading; may be empty.
    pub title: String,
    /// What stands in it.
    pub elements: Vec<Element>,
    /// Entities one by one.
    pub chapters: Vec<Chapter>,
}

/// Something in a section.
#[derive(Debug, Clone, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Element {
    /// The finding.
    Lead {
        /// The sentence, without a full stop.
        text: String,
    },
    /// A paragraph.
    Text {
        /// The text.
        text: String,
    },
    /// A remark in smaller or paler letters.
    Note {
        /// The text.
        text: String,
    },
    /// The findings at a glance.
    Glance {
        /// The sentences.
        sentences: Vec<String>,
    },
    /// A list.
    List {
        /// Its lines.
        lines: Vec<String>,
    },
    /// Something done in order.
    Steps {
        /// Its lines.
        lines: Vec<String>,
    },
    /// A heading within the section.
    Heading {
        /// The text.
        text: String,
    },
    /// The grade card of an entity.
    Card {
        /// What stands on it.
        card: Box<Card>,
    },
    /// A chart with its table.
    Figure {
        /// The chart.
        figure: Box<Figure>,
    },
    /// A table.
    Table {
        /// The table.
        table: Table,
    },
    /// Tables that may stand side by side.
    Tables {
        /// The tables.
        tables: Vec<Table>,
    },
    /// Disclosures with what is needed to open them.
    Disclosures {
        /// What they share; may be empty.
        title: String,
        /// The disclosures.
        disclosures: Vec<Item>,
        /// How many more there are that are not shown, in words; empty when all are shown.
        more: String,
    },
    /// A long table, closed on screen and open on paper.
    Annex {
        /// What it holds, with its number of rows.
        title: String,
        /// The tables.
        tables: Vec<Table>,
    },
    /// A formula in words.
    Formula {
        /// The text.
        text: String,
    },
    /// A comment on the report and the answer.
    Comment {
        /// Who said it.
        from: String,
        /// What was said, word for word.
        text: String,
        /// The answer; may be empty.
        reply: String,
    },
}

/// The grade card of an entity.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    /// The score as shown, with its kind of absence when there is none.
    pub score: Cell,
    /// What the grade means; may be empty.
    pub meaning: String,
    /// Rank, exact score, change, coverage, distance to the next grade.
    pub lines: Vec<String>,
    /// The strongest categories: the name in `more`.
    pub strongest: Vec<Cell>,
    /// The weakest categories.
    pub weakest: Vec<Cell>,
}

/// A chart with its table.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// The finding, which is the chart's title.
    pub finding: String,
    /// The name of its files in `charts/`, without ending.
    pub file: String,
    /// The chart on white ground, for files.
    #[serde(skip)]
    pub svg: Svg,
    /// The chart that follows the reader's screen, for HTML.
    #[serde(skip)]
    pub screen: Svg,
    /// The same as a table.
    pub table: Table,
}

impl Element {
    /// A paragraph.
    pub fn text(text: impl Into<String>) -> Element {
        Element::Text { text: text.into() }
    }

    /// A remark.
    pub fn note(text: impl Into<String>) -> Element {
        Element::Note { text: text.into() }
    }

    /// A heading within the section.
    pub fn heading(text: impl Into<String>) -> Element {
        Element::Heading { text: text.into() }
    }

    /// A chart with its table, under the name of its file. It is drawn twice: on white for files, and following the
    /// reader's screen for HTML.
    pub(super) fn figure(file: String, table: Table, draw: impl Fn(Theme) -> Svg) -> Element {
        let svg = draw(Theme::Light);
        Element::Figure {
            figure: Box::new(Figure {
                finding: svg.title.clone(),
                file,
                screen: draw(Theme::Auto),
                svg,
                table,
            }),
        }
    }

    /// A table.
    pub fn table(table: Table) -> Element {
        Element::Table { table }
    }
}

impl Section {
    /// All charts of the section, those of the entities in it too.
    pub fn figures(&self) -> Vec<&Figure> {
        let own = self.elements.iter().filter_map(|element| match element {
            Element::Figure { figure } => Some(&**figure),
            _ => None,
        });
        let below = self.chapters.iter().flat_map(Chapter::figures);
        own.chain(below).collect()
    }
}

impl Chapter {
    /// All charts of the chapter.
    pub fn figures(&self) -> Vec<&Figure> {
        self.sections.iter().flat_map(Section::figures).collect()
    }
}
