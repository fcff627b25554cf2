//! What a report is made of: an ordered list of blocks. The kinds that ship are files in `reports/` like those that
//! users write; copying one is how to start.

mod charts;
mod read;

pub use read::{KindError, load, shipped};

use crate::catalogue::Labels;
use crate::project::EntityId;
use crate::report::figures::ChartOrder;
use std::path::PathBuf;

/// A report file: what stands in a report, in which order, and how it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// What it is called: `brief`, or the name of the file without its ending.
    pub name: String,
    /// The title instead of the project's or the entity's; `{entity}` in it is filled in.
    pub title: Labels,
    /// Whether one report is about one entity even when none is named.
    pub each: bool,
    /// Whether it is set small, to fit one page.
    pub dense: bool,
    /// The blocks in order.
    pub blocks: Vec<Block>,
    /// Whom it is about; everybody when empty.
    pub entities: Vec<EntityId>,
    /// The language; the command line's when `None`.
    pub lang: Option<String>,
    /// How it is written; HTML and Markdown when empty.
    pub formats: Vec<Format>,
    /// A folder with templates that go before those that ship.
    pub templates: Option<PathBuf>,
    /// What governments said, printed word for word.
    pub comments: Vec<Comment>,
}

/// One block of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A block the program knows.
    Named {
        /// Which.
        name: Name,
        /// At most so many lines, where it is a list; all when `None`.
        most: Option<usize>,
    },
    /// Every entity with these blocks, in a report about all of them.
    Entities(Vec<Block>),
    /// A paragraph of the user's own.
    Text(Labels),
    /// A chart, by its kind or by a chart file.
    Chart(Box<ChartBlock>),
}

/// A chart of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartBlock {
    /// What its files are called after the index and the entity; no two charts of a report file share it.
    pub file: String,
    /// What is drawn. What it does not choose is chosen by the report: index, edition, whom it is about.
    pub order: ChartOrder,
}

/// A comment on a report, with the answer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Whose report it is about; every report's when `None`.
    pub entity: Option<EntityId>,
    /// Who comments.
    pub from: Labels,
    /// The comment.
    pub text: Labels,
    /// The answer; empty where there is none.
    pub reply: Labels,
}

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One HTML file, with the charts beside it.
    Html,
    /// Markdown, with the charts beside it.
    Md,
    /// Everything that is in the report, for programs.
    Json,
    /// Pages, printed by an installed Chromium or Chrome.
    Pdf,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 4] = [Format::Html, Format::Md, Format::Json, Format::Pdf];

    /// The word for it, which is also the ending of its file.
    pub fn word(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Md => "md",
            Format::Json => "json",
            Format::Pdf => "pdf",
        }
    }
}

macro_rules! names {
    ($($(#[doc = $doc:literal])+ $variant:ident = $word:literal;)+) => {
        /// A block the program knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Name {
            /// All blocks, in the order of a report.
            pub const ALL: &'static [Name] = &[$(Name::$variant),+];

            /// The word for it in report files.
            pub fn word(self) -> &'static str {
                match self {
                    $(Name::$variant => $word,)+
                }
            }
        }
    };
}

names! {
    /// Score, grade, rank, change and the way to the next grade; for one entity.
    Card = "card";
    /// The findings in a few sentences.
    Sentences = "sentences";
    /// How to read the report.
    Reading = "reading";
    /// All entities from best to worst.
    Ranking = "ranking";
    /// The categories.
    Categories = "categories";
    /// The criteria.
    Criteria = "criteria";
    /// Markets; by category for one entity.
    Markets = "markets";
    /// The index over the editions.
    OverTime = "over_time";
    /// Disclosures of which nothing is out.
    BlackBoxes = "black_boxes";
    /// What changed since the edition before.
    Changes = "changes";
    /// Responsible bodies; for one entity.
    Bodies = "bodies";
    /// The cheapest way to the next grade; for one entity.
    Road = "road";
    /// What to do, by whom and on what basis; for one entity.
    Recommendations = "recommendations";
    /// What was said about the report, and the answer.
    Comments = "comments";
    /// What is withheld, not assessed, provisional or does not apply; for one entity.
    Absences = "absences";
    /// How the figures come about.
    Method = "method";
    /// The criteria with all their rules.
    Rules = "rules";
    /// What the figures cannot say.
    Limits = "limits";
    /// How many indicators the scores are made of.
    Coverage = "coverage";
    /// Samples and all indicators with criteria and sources; for one entity.
    Evidence = "evidence";
    /// Sources, licence, citation and checksums.
    Data = "data";
}

impl Name {
    /// Whether `most` means something to it.
    pub fn is_list(self) -> bool {
        matches!(
            self,
            Name::BlackBoxes | Name::Road | Name::Recommendations | Name::Absences
        )
    }
}
