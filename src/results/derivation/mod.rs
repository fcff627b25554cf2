//! Where a number comes from, as one structure made once from the results: evidence → rule → criterion → adjustment →
//! formula → levels → index, with file and line at every step. `explain` prints it as text and as JSON, and the worked
//! example of `doc`, `--why-not` and the explorer are made from it; none of them works a number out again.
//!
//! The JSON is enough to work every number out anew: `tests/replay/replay.py` does.

mod criterion;
mod deriver;
mod gate;
mod indicator;
mod parts;
mod place;
mod record;

pub use criterion::{AdjustedTo, CriterionScore};
pub use deriver::Deriver;
pub use indicator::{Absent, CarriedOver, Evidence, Fact, IndicatorOf, Sample, SampleScore};
pub use parts::{PartScore, Parts};
pub use place::{Place, Places};
pub(crate) use record::record;
pub use record::{AnswerTo, Named, NotesOn, Record};

use crate::language::number::Number;
use crate::language::steps::Step;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use serde::Serialize;

/// Where the number of one row comes from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Derivation {
    /// The index.
    pub index: String,
    /// The edition.
    pub edition: String,
    /// The entity; `*` for all together.
    pub entity: String,
    /// `index`, a level of the catalogue, `indicator`, `criterion`, or the name of a cut.
    pub level: String,
    /// The index, node, indicator, criterion, market or body.
    pub node: String,
    /// The market (or other value of a cut) the row is restricted to.
    pub market: Option<String>,
    /// What the node is called.
    pub label: String,
    /// The exact score; none where there is none.
    pub score: Option<Number>,
    /// How the score is rounded for show; none where it is shown as it is.
    pub rounding: Option<Round>,
    /// The score as it is shown.
    pub shown: Option<Number>,
    /// The grade.
    pub grade: Option<GradeOf>,
    /// The rank.
    pub rank: Option<RankOf>,
    /// How the score came about, as in the rows of `score`.
    pub state: &'static str,
    /// How many indicators it rests on.
    pub coverage: Coverage,
    /// Published scores that were taken as they are.
    pub given: Vec<GivenScore>,
    /// The parts of a level, a cut or a criterion.
    pub parts: Option<Parts>,
    /// The calculation of an index that is made of other results.
    pub formula: Option<FormulaOf>,
    /// What an indicator is scored from.
    pub indicator: Option<IndicatorOf>,
    /// The nodes above, up to the index.
    pub up: Vec<Above>,
}

/// A grade with the band it stands for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GradeOf {
    /// The grade.
    pub grade: String,
    /// What it means.
    pub meaning: Option<String>,
    /// How the score is rounded before it is graded; none where it is graded as it is.
    pub rounding: Option<Round>,
    /// The value that is graded.
    pub on: Option<Number>,
    /// The lowest score that gets it.
    pub from: Number,
    /// The lowest score of the next better grade; none for the best.
    pub below: Option<Number>,
}

/// A rank.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RankOf {
    /// The rank, from 1.
    pub rank: u32,
    /// How it is written: `2`, or `2=` where others share it and the rubric wants that marked.
    pub text: String,
    /// Of how many that are ranked.
    pub of: u32,
    /// The group it is ranked in; none where all are ranked together.
    pub group: Option<String>,
    /// The value the rank goes by.
    pub on: Option<Number>,
    /// `share`, `marked` or `by_name`: what equal scores get.
    pub ties: &'static str,
}

/// How many indicators a score rests on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// With a score.
    pub scored: u32,
    /// That apply to the entity.
    pub applicable: u32,
    /// That belong to the node.
    pub expected: u32,
    /// The share of the applicable ones that must be scored for a total.
    pub minimum: Option<Number>,
    /// Whether enough of them are.
    pub enough: bool,
}

/// A score that was published elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GivenScore {
    /// The score.
    pub score: Number,
    /// Where it was published.
    pub source: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Where it stands.
    pub place: Option<Place>,
}

/// The calculation of an index that is made of other results.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FormulaOf {
    /// The formula as the rubric writes it.
    pub text: String,
    /// Where it stands.
    pub place: Option<Place>,
    /// `left_out`, `zero` or `no_score`: what a result that is missing does.
    pub missing: &'static str,
    /// The calculation.
    pub steps: Step,
}

/// A node above.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Above {
    /// Its level.
    pub level: String,
    /// The node.
    pub node: String,
    /// Its score.
    pub score: Option<Number>,
    /// The score as shown.
    pub shown: Option<Number>,
    /// Its grade.
    pub grade: Option<String>,
    /// How many indicators it rests on.
    pub scored: u32,
}

/// How a number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Round {
    /// `half_up` (halves away from zero), `half_even` or `down` (towards minus infinity).
    pub mode: &'static str,
    /// To so many decimals, or else
    pub decimals: Option<u32>,
    /// to so many significant digits.
    pub significant: Option<u32>,
}

impl From<Rounding> for Round {
    fn from(rounding: Rounding) -> Self {
        let (decimals, significant) = match rounding.to {
            Precision::Decimals(decimals) => (Some(decimals), None),
            Precision::Significant(digits) => (None, Some(digits)),
        };
        Round {
            mode: match rounding.mode {
                RoundingMode::HalfUp => "half_up",
                RoundingMode::HalfEven => "half_even",
                RoundingMode::Down => "down",
            },
            decimals,
            significant,
        }
    }
}

impl Round {
    /// As the rubric would write it: `rounded half up to 0 decimals`.
    pub fn in_words(&self) -> String {
        let mode = self.mode.replace('_', " ");
        match (self.decimals, self.significant) {
            (Some(1), _) => format!("rounded {mode} to 1 decimal"),
            (Some(decimals), _) => format!("rounded {mode} to {decimals} decimals"),
            (None, digits) => {
                let digits = digits.unwrap_or_default();
                format!("rounded {mode} to {digits} significant digits")
            }
        }
    }
}
