//! The states a disclosure could be brought to: every better answer to its facts that the rubric tells apart, and every
//! better judgement, with what it would score and cost.
//!
//! Answers move only forward: along the declared order of a choice, to more members of a set, to the value a comparison
//! asks for. Facts whose answers have no order may take any of them. Where several members of a set do the same, the
//! one most used for the same kind of indicator is proposed. Only what matters changes: a fact that no one needs, because
//! the criteria that read it are judged, stays as it is.

mod candidates;
mod judgements;
mod questions;
mod search;

use super::costs::Costs;
use crate::catalogue::IndicatorId;
use crate::language::evaluate::{Case, further_scores};
use crate::language::number::Number;
use crate::language::rubric::{CriterionId, FactId, Index};
use crate::language::value::Value;
use crate::results::EditionResults;
use crate::scoring::Program;
use questions::Questions;
use search::Search;

/// What would be recorded instead.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A fact gets an answer.
    Fact {
        /// The fact.
        fact: FactId,
        /// The answer now; `None` when it is not asked or not given.
        from: Option<Value>,
        /// The answer to come.
        to: Value,
    },
    /// A criterion that the assessor scores directly gets a score.
    Judged {
        /// The criterion.
        criterion: CriterionId,
        /// Its score now.
        from: Number,
        /// Its score to come.
        to: Number,
        /// Whether it only follows the facts that change with it, so that it is no work of its own.
        follows: bool,
    },
}

impl Change {
    /// What is changed: a fact, or a criterion that is judged.
    pub fn what(&self) -> (Option<FactId>, Option<CriterionId>) {
        match self {
            Change::Fact { fact, .. } => (Some(*fact), None),
            Change::Judged { criterion, .. } => (None, Some(*criterion)),
        }
    }
}

/// A state a disclosure could be brought to.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// What it would score.
    pub score: Number,
    /// What it costs to bring it there.
    pub cost: Number,
    /// What changes.
    pub changes: Vec<Change>,
}

/// So many answers are tried for one disclosure; with more facts than that allows, the last ones keep their answers.
const MOST_TRIED: usize = 40_000;

/// How the states of disclosures are found under one rubric, as one index counts them.
pub(super) struct States<'a> {
    edition: &'a EditionResults,
    index: &'a Index,
    program: Program<'a>,
    costs: &'a Costs,
    questions: Questions<'a>,
}

impl<'a> States<'a> {
    pub fn of(edition: &'a EditionResults, index: &'a Index, costs: &'a Costs) -> Self {
        States {
            edition,
            index,
            program: Program::new(&edition.rubric),
            costs,
            questions: Questions::of(edition, index),
        }
    }

    /// What the index counts of one record; `None` where it has no score.
    pub fn score(&self, case: &Case) -> Option<Number> {
        match self.index.from {
            None => self.program.score_alone(case).ok(),
            Some(id) => {
                let scores = further_scores(&self.edition.rubric, case).ok()?;
                scores.get(id.index())?.clone()
            }
        }
    }

    /// The states a record could be brought to that score more than it does now, each at its least cost, cheapest
    /// first; none that costs as much as another that scores more. `own_facts` says whether the record holds facts of
    /// its own, which a judgement should then not contradict.
    pub fn better(
        &self,
        id: IndicatorId,
        now: &Case,
        own_facts: bool,
        score: &Number,
    ) -> Vec<State> {
        let mut found = Search::of(self, id, now, own_facts).states();
        found.retain(|state| state.score > *score);
        found.sort_by(|a, b| a.cost.cmp(&b.cost).then_with(|| b.score.cmp(&a.score)));
        let mut kept: Vec<State> = Vec::new();
        for state in found {
            if kept.last().is_none_or(|last| state.score > last.score) {
                kept.push(state);
            }
        }
        kept
    }

    /// What changes cost. A judgement that follows its facts is the same work as they are.
    fn cost(&self, id: IndicatorId, changes: &[Change]) -> Number {
        let sum = changes
            .iter()
            .fold(Number::zero(), |sum, change| match change {
                Change::Fact { fact, from, to } => {
                    sum.plus(&self.costs.fact(self.edition, *fact, from.as_ref(), to))
                }
                Change::Judged { follows: true, .. } => sum,
                Change::Judged { .. } => sum.plus(&self.costs.default),
            });
        self.costs.indicator(id, sum)
    }
}
