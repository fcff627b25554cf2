//! From a project folder to results: the whole way in one call. Everything that charts, reports, tables and `explain`
//! show is taken from [`Results`].

mod change;
pub mod comparable;
mod compute;
mod crosswalk;
mod explain;
mod explain_json;
pub mod reading;
mod why_not;

pub use change::{Basis, Change, Incomparable};
pub use compute::{Computed, compute, compute_with, load_assessments, load_project_rubrics};
pub use crosswalk::{CROSSWALK_FILE, Crosswalk, Entry, Relation, Step};
pub use explain::explain;
pub use explain_json::explain_json;
pub use why_not::why_not;

use crate::catalogue::{Catalogue, IndicatorFacts, Labels};
use crate::evidence::Sheet;
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::rubric::Rubric;
use crate::project::{EditionId, EntityFacts, EntityId, Project};
use crate::scoring::EditionScores;

/// A project with everything that was computed from it.
#[derive(Debug)]
pub struct Results {
    /// The project.
    pub project: Project,
    /// Its catalogue.
    pub catalogue: Catalogue,
    /// Its editions, in the order of the project file.
    pub editions: Vec<EditionResults>,
    /// Which indicator of one edition is which of another.
    pub crosswalk: Crosswalk,
    compared: change::Compared,
}

/// One edition.
#[derive(Debug)]
pub struct EditionResults {
    /// Its id.
    pub id: EditionId,
    /// Its name for people.
    pub label: Labels,
    /// Its year.
    pub year: i16,
    /// Its rubric.
    pub rubric: Rubric,
    /// The place of the first edition with the same method: a rubric that differs in nothing but its edition's name, or
    /// that was proved to score all evidence alike. Scores of editions with one method can be compared.
    pub method: usize,
    /// The catalogue's facts for this rubric.
    pub facts: IndicatorFacts,
    /// The entities' facts for this rubric.
    pub entity_facts: EntityFacts,
    /// The evidence, sheet by sheet.
    pub sheets: Vec<Sheet>,
    /// The scores of all disclosures.
    pub scores: EditionScores,
    /// All scores of all indices of the rubric.
    pub rows: Vec<Row>,
    /// Lines for all entities together, where an index asks for them.
    pub across: Vec<Row>,
}

impl Results {
    /// A project with its scores; nothing is known yet about which indicator became which.
    fn new(project: Project, catalogue: Catalogue, editions: Vec<EditionResults>) -> Results {
        Results {
            project,
            catalogue,
            editions,
            crosswalk: Crosswalk::default(),
            compared: change::Compared::default(),
        }
    }

    /// An edition by its id.
    pub fn edition(&self, id: &str) -> Option<&EditionResults> {
        self.editions
            .iter()
            .find(|edition| edition.id.as_str() == id)
    }

    /// The entities that have evidence in any edition, in the order of their names in a language.
    pub fn entities(&self, language: &str) -> Vec<EntityId> {
        let mut entities: Vec<EntityId> = Vec::new();
        for sheet in self.editions.iter().flat_map(|edition| &edition.sheets) {
            if !entities.contains(&sheet.entity) {
                entities.push(sheet.entity.clone());
            }
        }
        entities.sort_by(|a, b| {
            let name = |id| self.project.entities.label(id, language);
            name(a).cmp(name(b)).then_with(|| a.cmp(b))
        });
        entities
    }
}

impl EditionResults {
    /// The row of a total.
    pub fn total(&self, index: &str, entity: &EntityId) -> Option<&Row> {
        self.row(index, entity, TOTAL_LEVEL, index)
    }

    /// The row of a node, not restricted to a market.
    pub fn row(&self, index: &str, entity: &EntityId, level: &str, node: &str) -> Option<&Row> {
        self.rows.iter().find(|row| {
            *row.index == *index
                && row.entity == *entity
                && *row.level == *level
                && *row.node == *node
                && (row.market.is_none() || row.market.as_deref() == Some(node))
        })
    }
}
