//! One line of results.

use crate::evidence::Absence;
use crate::language::number::Number;
use crate::project::{EditionId, EntityId};
use crate::scoring::ScoreState;
use std::sync::Arc;

/// The level of an index's total.
pub const TOTAL_LEVEL: &str = "index";

/// The score of one node (index, category, …, indicator) of one entity in one edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The index.
    pub index: Arc<str>,
    /// The edition.
    pub edition: EditionId,
    /// The entity.
    pub entity: EntityId,
    /// `index`, a level of the catalogue, `indicator`, `criterion`, or the name of a cut.
    pub level: Arc<str>,
    /// The index, category, …, indicator, criterion, market or body.
    pub node: Arc<str>,
    /// The market (or other value of a cut) the row is restricted to.
    pub market: Option<Arc<str>>,
    /// The exact score; `None` where there is none.
    pub score: Option<Number>,
    /// The score as shown and graded.
    pub shown: Option<Number>,
    /// The grade; `None` without a score and at levels that get no grade.
    pub grade: Option<Arc<str>>,
    /// The rank among the entities of the edition, from 1; `None` where none is given.
    pub rank: Option<u32>,
    /// Whether others share the rank and the rubric wants that marked.
    pub tied: bool,
    /// How many have a rank where the entity has its own: all of the edition, or those of its group. Zero without a
    /// rank.
    pub of: u32,
    /// The group the entity is ranked in, where the index ranks within groups: the place of its answer to
    /// [`Ranking::within`](crate::language::rubric::Ranking::within).
    pub group: Option<u8>,
    /// How many indicators the score is made of.
    pub scored: u32,
    /// How many apply to the entity.
    pub applicable: u32,
    /// How many belong to the node in this edition.
    pub expected: u32,
    /// How the score came about.
    pub state: RowState,
}

impl Row {
    /// The rank as it is written: `2`, or `2=` where others share it and the rubric wants that marked.
    pub fn rank_in_words(&self) -> Option<String> {
        let sign = if self.tied { "=" } else { "" };
        self.rank.map(|rank| format!("{rank}{sign}"))
    }
}

/// How the score of a row came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowState {
    /// From evidence.
    Scored,
    /// From evidence some of which may change.
    Provisional,
    /// Published, taken as it is.
    Given,
    /// The score of the edition before.
    CarriedOver,
    /// Computed from published scores of a lower level.
    FromGiven,
    /// It is absent.
    Absent(Absence),
    /// There is nothing to make a score from.
    NoScore,
}

impl RowState {
    /// The word in CSV and JSON.
    pub fn word(self) -> &'static str {
        match self {
            RowState::Scored => "scored",
            RowState::Provisional => "provisional",
            RowState::Given => "given",
            RowState::CarriedOver => "carried_over",
            RowState::FromGiven => "from_given",
            RowState::Absent(absence) => absence.word(),
            RowState::NoScore => "no_score",
        }
    }
}

impl From<ScoreState> for RowState {
    fn from(state: ScoreState) -> Self {
        match state {
            ScoreState::Scored => RowState::Scored,
            ScoreState::Provisional => RowState::Provisional,
            ScoreState::Given => RowState::Given,
            ScoreState::Absent(absence) => RowState::Absent(absence),
            ScoreState::CarriedOver => RowState::CarriedOver,
        }
    }
}
