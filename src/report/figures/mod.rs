//! Chart data from results, with titles that state the finding. Each function here fills one kind of chart; a chart
//! there is nothing to show in is `None`.

mod bodies;
mod bump;
mod contribution;
mod criteria;
mod dumbbell;
#[cfg(test)]
mod example;
mod file;
mod frame;
mod funnel;
mod heat_map;
mod kind;
mod ladder;
mod movers;
mod order;
mod plans;
mod profile;
mod rank_intervals;
mod ranking;
mod reliability;
mod size;
mod slope;
mod standing;
mod timeline;
mod waterfall;
mod wish;

pub use bump::bump;
mod losses;
mod tiles;

pub use bodies::bodies;
pub use contribution::contribution;
pub use criteria::criteria;
pub use dumbbell::dumbbell;
pub use funnel::funnel;
pub use heat_map::heat_map;
pub use kind::ChartKind;
pub use ladder::ladder;
pub use losses::losses;
pub use order::{ChartOrder, OrderError};
pub use profile::profile;
pub use rank_intervals::rank_intervals;
pub use ranking::{ranking, ranking_with_ranges};
pub use reliability::reliability;
pub use size::Size;
pub use slope::slope;
pub use standing::{card, card_with_range};
pub use tiles::tiles;
pub use timeline::timeline;
pub use waterfall::waterfall;
pub use wish::Wish;

use crate::chart::Mark;
use crate::index::{Row, RowState};
use crate::project::EntityId;
use crate::report::View;

/// Whom a chart is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The entities that are drawn; all when empty.
    pub entities: Vec<EntityId>,
    /// Those that stand out from the others; nobody when empty.
    pub highlight: Vec<EntityId>,
}

impl Selection {
    /// Only these entities, none of them set apart.
    pub fn of(entities: &[EntityId]) -> Selection {
        Selection {
            entities: entities.to_vec(),
            highlight: Vec::new(),
        }
    }

    /// Is the entity drawn?
    pub fn takes(&self, entity: &EntityId) -> bool {
        self.entities.is_empty() || self.entities.contains(entity)
    }

    /// Whom a chart of one entity is about: the first that is drawn.
    pub fn one(&self) -> Option<&EntityId> {
        self.entities.first()
    }

    /// Whom findings are about: those set apart, else those that are drawn.
    pub fn subject(&self) -> Selection {
        let subject = match self.highlight.is_empty() {
            true => &self.entities,
            false => &self.highlight,
        };
        Selection::of(subject)
    }

    /// The same where only those of the compared are set apart: a finding about changes is about nobody else.
    fn among(&self, compared: &[&EntityId]) -> Selection {
        let mut chosen = self.clone();
        chosen.highlight.retain(|named| compared.contains(&named));
        chosen
    }

    /// Whether a finding is about the entity: about those set apart, else about everybody.
    fn speaks_of(&self, entity: &EntityId) -> bool {
        self.highlight.is_empty() || self.highlights(entity)
    }

    /// Does the entity stand out?
    pub fn highlights(&self, entity: &EntityId) -> bool {
        self.highlight.contains(entity)
    }
}

/// A row as a mark of a chart about disclosures: what was withheld or not assessed shows as that, also where the method
/// counts it as zero.
fn as_assessed(view: View<'_>, row: &Row) -> Mark {
    match row.state {
        RowState::Absent(absence) => Mark::Absent(absence),
        _ => view.mark(row),
    }
}

pub(super) use bodies::{LEAST_INDICATORS, of_entity};
pub(super) use criteria::{best_level, in_percent};
pub(super) use heat_map::weakest_and_strongest;
pub(super) use ladder::ladder_of;
pub(super) use movers::{Move, Titles, on_same_rules, title as title_of_moves};
pub(super) use plans::{costs, planned, planner};
pub(super) use standing::{change_since, meaning, next_grade, ranked_parts, strongest_and_weakest};
pub(super) use waterfall::{Since, points, since};
