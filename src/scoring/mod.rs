//! From evidence to scores of disclosures. A rubric is compiled once into a [`Program`] of look-up tables; a disclosure
//! becomes a few small numbers (the cell it lies in, per criterion), and scoring it is a handful of look-ups.

mod disclosures;
mod program;

pub use disclosures::{
    BodyScore, EditionScores, EntityScores, IndicatorScore, ScoreState, score_edition,
};
pub use program::{CompiledEvidence, OutcomeId, Outcomes, Program};
