//! What assessors recorded: for each edition and entity a sheet of disclosures, each with facts or judgements, their
//! place in the file, and the state of what could not be assessed. Published scores may be given beside them.

mod absence;
mod case;
mod dates;
mod disclosure;
mod errors;
mod read;
mod record;
mod table;

pub use absence::Absence;
pub use case::case;
pub use errors::EvidenceError;
pub use read::{Reader, read_sheet};
pub use table::{NEEDED_COLUMNS, read_table};

use crate::catalogue::IndicatorId;
use crate::diagnostic::Span;
use crate::language::number::Number;
use crate::language::rubric::{CriterionId, FactId};
use crate::language::value::Value;
use crate::project::{EditionId, EntityId};
use jiff::civil::Date;

/// The evidence about one entity in one edition, from one file (or the rows of one file that belong together).
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The edition.
    pub edition: EditionId,
    /// The entity.
    pub entity: EntityId,
    /// The day of the assessment.
    pub assessed: Option<Date>,
    /// Who assessed.
    pub assessor: Option<String>,
    /// Answers that hold unless a disclosure says otherwise.
    pub defaults: Vec<Recorded>,
    /// The disclosures.
    pub disclosures: Vec<Disclosure>,
    /// Published scores, taken as they are.
    pub given: Vec<Given>,
    /// Where the sheet starts.
    pub span: Span,
}

/// What was recorded about one indicator.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Whether and why it could (not) be assessed.
    pub state: State,
    /// One record, or one for each body of a sample; none where nothing was assessed.
    pub records: Vec<Record>,
    /// Where it was found and who says so.
    pub notes: Notes,
    /// Where it stands.
    pub span: Span,
}

/// Whether and why something could be assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It was assessed.
    Assessed,
    /// It was assessed, and may change; with the reason.
    Provisional(String),
    /// There is no answer.
    Absent {
        /// Why, by its kind.
        kind: Absence,
        /// The reason in the assessor's words, such as `martial_law`.
        reason: String,
        /// Since when; only what is withheld has it.
        since: Option<Date>,
    },
}

impl State {
    /// The reason that is given for the state; `None` for what was simply assessed.
    pub fn reason(&self) -> Option<&str> {
        match self {
            State::Assessed => None,
            State::Provisional(reason) | State::Absent { reason, .. } => Some(reason),
        }
    }

    /// Since when it is withheld, where that is said.
    pub fn since(&self) -> Option<Date> {
        match self {
            State::Assessed | State::Provisional(_) => None,
            State::Absent { since, .. } => *since,
        }
    }

    /// The kind of absence; `None` for what was assessed.
    pub fn absence(&self) -> Option<Absence> {
        match self {
            State::Assessed | State::Provisional(_) => None,
            State::Absent { kind, .. } => Some(*kind),
        }
    }

    /// The reason why it is withheld; `None` when it is not.
    pub fn withheld(&self) -> Option<&str> {
        let withheld = self.absence() == Some(Absence::Withheld);
        self.reason().filter(|_| withheld)
    }
}

/// Facts and judgements about one body (or about the disclosure as a whole).
#[derive(Debug, Clone)]
pub struct Record {
    /// The body of the sample; `None` when there is no sample.
    pub body: Option<Box<str>>,
    /// The facts.
    pub facts: Vec<Recorded>,
    /// Criteria the assessor scored directly, with their places.
    pub judged: Vec<(CriterionId, Number, Span)>,
    /// The day somebody looked, where it is not the sheet's: deadlines count from it.
    pub day: Option<Date>,
    /// What is said for people about this body alone.
    pub notes: Option<Box<Notes>>,
    /// Where it stands.
    pub span: Span,
}

/// A fact with its value and place.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The fact.
    pub fact: FactId,
    /// Its value.
    pub value: Value,
    /// Where the value stands.
    pub span: Span,
}

/// Everything about a disclosure that is kept for people and never scored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// Links to where it was found.
    pub source: Option<Box<str>>,
    /// The day it was seen.
    pub seen: Option<Date>,
    /// Who assessed it, when not the sheet's assessor.
    pub assessor: Option<Box<str>>,
    /// A remark.
    pub note: Option<Box<str>>,
    /// Why it was judged the way it was.
    pub reason: Option<Box<str>>,
}

/// A published score, taken as it is and marked as given wherever it is shown.
#[derive(Debug, Clone)]
pub struct Given {
    /// The level: `index`, a level of the catalogue, or `indicator`.
    pub level: String,
    /// The node: an index, category, … or indicator.
    pub node: String,
    /// The score.
    pub score: Number,
    /// Where it was published.
    pub source: Option<Box<str>>,
    /// A remark.
    pub note: Option<Box<str>>,
    /// Where it stands.
    pub span: Span,
}
