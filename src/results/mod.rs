//! From a project folder to results: the whole way in one call. Everything that charts, reports, tables and `explain`
//! show is taken from [`Results`].

mod change;
pub mod comparable;
mod compute;
mod crosswalk;
mod derivation;
mod explain;
mod formulas;
mod indices;
mod keys;
mod names;
mod order;
pub mod reading;
mod rows;
mod scale;
mod ties;
mod why_not;
mod withheld;

pub use change::{Basis, Change, Incomparable};
pub use compute::{Computed, compute, compute_with, load_assessments, load_project_rubrics};
pub use crosswalk::{CROSSWALK_FILE, Crosswalk, Entry, Relation, Step};
pub(crate) use derivation::record;
pub use derivation::{
    Above, Absent, AdjustedTo, AnswerTo, CarriedOver, Coverage, CriterionScore, Derivation,
    Deriver, Evidence, Fact, FormulaOf, GivenScore, GradeOf, IndicatorOf, Named, NotesOn,
    PartScore, Parts, Place, Places, RankOf, Record, Round, Sample, SampleScore,
};
pub use explain::explain;
pub use formulas::rows_of;
pub use indices::indices;
pub use rows::Rows;
use rows::is_whole;
pub use scale::{Scale, ScaleBasis};
pub use why_not::why_not;
pub use withheld::Withheld;

use crate::catalogue::{Catalogue, IndicatorFacts, Labels};
use crate::evidence::Sheet;
use crate::index::{IndexInput, Row, TOTAL_LEVEL};
use crate::language::calendar::Period;
use crate::language::rubric::{Index, OwnWord, Rubric};
use crate::project::{EditionId, EntityFacts, EntityId, Project};
use crate::scoring::EditionScores;
use keys::Keys;
use order::NameOrder;
use std::collections::HashSet;
use std::sync::OnceLock;

/// A project with everything that was computed from it.
#[derive(Debug)]
pub struct Results {
    /// The project.
    pub project: Project,
    /// Its catalogue.
    pub catalogue: Catalogue,
    /// Its editions, in the order of the project file.
    pub editions: Vec<EditionResults>,
    scales: scale::Scales,
    /// Which indicator of one edition is which of another.
    pub crosswalk: Crosswalk,
    compared: change::Compared,
    /// The language by whose names ties are broken: the project's first, unless the output has another.
    language: String,
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
    /// When it is: the year, quarter, month or day that its id or its `date` names.
    pub period: Period,
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
    pub rows: Rows,
    /// Lines for all entities together, where an index asks for them.
    pub across: Vec<Row>,
    keys: Keys,
    /// The rows without what is withheld, once somebody asks.
    without_withheld: OnceLock<Rows>,
}

impl Results {
    /// A project with its scores; nothing is known yet about which indicator became which.
    fn new(project: Project, catalogue: Catalogue, editions: Vec<EditionResults>) -> Results {
        Results {
            project,
            catalogue,
            editions,
            scales: scale::Scales::default(),
            crosswalk: Crosswalk::default(),
            compared: change::Compared::default(),
            language: String::new(),
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
        let sheets = self.editions.iter().flat_map(|edition| &edition.sheets);
        let found: HashSet<&EntityId> = sheets.map(|sheet| &sheet.entity).collect();
        let mut entities: Vec<EntityId> = found.into_iter().cloned().collect();
        let order = NameOrder::of(language);
        entities.sort_by(|a, b| {
            let name = |id| self.project.entities.label(id, language);
            order.compare(name(a), name(b)).then_with(|| a.cmp(b))
        });
        entities
    }
}

impl Results {
    /// What the rubric of the latest edition that has words of its own calls things.
    pub fn own_words(&self) -> &[OwnWord] {
        let speaking = self.editions.iter();
        let speaking = speaking.filter(|edition| !edition.rubric.words.is_empty());
        let latest = speaking.max_by_key(|edition| edition.period.last_day());
        latest.map_or(&[], |edition| &edition.rubric.words)
    }
}

impl EditionResults {
    /// What an index of this edition is made from.
    pub(crate) fn input<'a>(
        &'a self,
        catalogue: &'a Catalogue,
        index: &'a Index,
    ) -> IndexInput<'a> {
        IndexInput {
            rubric: &self.rubric,
            index,
            catalogue,
            facts: &self.facts,
            entity_facts: &self.entity_facts,
            edition: &self.id,
            year: self.year,
            sheets: &self.sheets,
            scores: &self.scores,
        }
    }

    /// The row of a total.
    pub fn total(&self, index: &str, entity: &EntityId) -> Option<&Row> {
        self.row(index, entity, TOTAL_LEVEL, index)
    }

    /// The row of a node, not restricted to a market.
    pub fn row(&self, index: &str, entity: &EntityId, level: &str, node: &str) -> Option<&Row> {
        self.rows.find(index, entity, level, node)
    }

    /// Its place in time, in years: an edition of a year lies at the year, one of a shorter period where that period
    /// ends, less one year (`2023` and `2023-12-31` at 2023.0, `2023-Q2` at 2022.5). Differences are lengths of time
    /// in years.
    pub fn time(&self) -> f64 {
        let end = self.period.last_day();
        let of_year = f64::from(end.day_of_year()) / f64::from(end.days_in_year());
        f64::from(end.year()) - 1.0 + of_year
    }
}
