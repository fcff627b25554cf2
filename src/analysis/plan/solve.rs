//! From what could be done to a plan: the cheapest set of actions, the best for a budget, the whole frontier.

use super::costs::Costs;
use super::goal::{Aim, Goal};
use super::knapsack::{Choice, Limits, Point, frontier};
use super::planner::Planner;
use super::slots::{Constraints, Field, NotPlanned, Slot};
use super::states::State;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use std::collections::BTreeSet;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Wish<'a> {
    /// The index.
    pub index: &'a str,
    /// Who asks.
    pub entity: &'a EntityId,
    /// What is to be reached.
    pub goal: Goal,
    /// What may be acted on.
    pub constraints: Constraints,
    /// The most it may cost.
    pub budget: Option<Number>,
    /// The most actions.
    pub most: Option<usize>,
    /// Whether what is not there at all comes before what could be better.
    pub black_boxes_first: bool,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The exact total now.
    pub from: Number,
    /// The exact total when all is done.
    pub to: Number,
    /// What is aimed at.
    pub aim: Aim,
    /// Whether the plan gets there.
    pub reached: bool,
    /// What it costs.
    pub cost: Number,
    /// What to do, the largest gain first.
    pub actions: Vec<Action>,
    /// What there was to choose from.
    pub field: Field,
}

/// One thing to do.
#[derive(Debug, Clone)]
pub struct Action {
    /// What it is done to: a place in [`Field::slots`].
    pub slot: usize,
    /// The state to bring it to.
    pub state: State,
    /// The points it gains the total, alone or together with the others: actions on different disclosures add up.
    pub gain: Number,
    /// Somebody else whose disclosure of the same indicator scores at least as much: of those ranked with the entity the
    /// best, else the best of all.
    pub done_by: Option<EntityId>,
}

/// Why a wish has no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPlan {
    /// Nothing can be planned.
    #[error(transparent)]
    NotPlanned(#[from] NotPlanned),
    /// Nothing can be aimed at.
    #[error(transparent)]
    NoGoal(#[from] super::NoGoal),
}

impl From<super::NotSolved> for NoPlan {
    fn from(error: super::NotSolved) -> Self {
        NoPlan::NotPlanned(error.into())
    }
}

/// The best plan for a wish. Where the goal is out of reach, the one that comes nearest to it.
///
/// # Errors
/// [`NoPlan`] when there is no score to lift, nothing to aim at, or an index that is no weighted sum.
pub fn plan(
    results: &Results,
    edition: &EditionResults,
    wish: &Wish<'_>,
    costs: &Costs,
) -> Result<Plan, NoPlan> {
    Planner::new(results, edition, wish.index, costs)?.plan(wish)
}

/// The most that can be reached for every cost, from doing nothing to doing everything.
///
/// # Errors
/// As for [`plan`].
pub fn effort_and_score(
    results: &Results,
    edition: &EditionResults,
    wish: &Wish<'_>,
    costs: &Costs,
) -> Result<Vec<Step>, NoPlan> {
    let planner = Planner::new(results, edition, wish.index, costs)?;
    let field = planner
        .field(wish.entity)?
        .within(&planner, &wish.constraints);
    let limits = Limits {
        budget: wish.budget.clone(),
        most: wish.most,
        ..Limits::default()
    };
    let points = frontier(
        &classes(&field, &(0..field.slots.len()).collect::<Vec<_>>()),
        &limits,
    )?;
    let steps = points.into_iter().map(|point| Step {
        cost: point.cost,
        total: field.total.plus(&point.gain),
        actions: point.chosen.len(),
    });
    Ok(steps.collect())
}

/// A point of the frontier of effort and score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it costs at least.
    pub cost: Number,
    /// The exact total for that.
    pub total: Number,
    /// How many actions it takes.
    pub actions: usize,
}

impl Planner<'_> {
    /// The best plan for a wish in the planner's index, as [`plan`] finds it.
    ///
    /// # Errors
    /// As for [`plan`].
    pub fn plan(&self, wish: &Wish<'_>) -> Result<Plan, NoPlan> {
        let field = self.field(wish.entity)?.within(self, &wish.constraints);
        let aim = wish
            .goal
            .aim(self.edition, self.index, wish.entity, &field.total)?;
        let mut limits = Limits {
            budget: wish.budget.clone(),
            most: wish.most,
            enough: aim.least.as_ref().map(|least| least.minus(&field.total)),
            more_than_enough: aim.strict,
        };
        if wish.most == Some(0) || aim.reached(&field.total) {
            return Ok(self.made(field, aim, wish.entity, Vec::new()));
        }
        let everything: Vec<usize> = (0..field.slots.len()).collect();
        if !wish.black_boxes_first {
            let taken = taken(&field, &everything, &best(&field, &everything, &limits)?);
            return Ok(self.made(field, aim, wish.entity, taken));
        }
        let (boxes, rest): (Vec<usize>, Vec<usize>) = everything
            .into_iter()
            .partition(|at| field.slots.get(*at).is_some_and(|slot| slot.black_box));
        let opened = best(&field, &boxes, &limits)?;
        let mut all = taken(&field, &boxes, &opened);
        let total = field.total.plus(&opened.gain);
        let room = wish.most.is_none_or(|most| opened.chosen.len() < most);
        if !aim.reached(&total) && room {
            limits.enough = limits.enough.map(|enough| enough.minus(&opened.gain));
            limits.budget = limits.budget.map(|budget| budget.minus(&opened.cost));
            limits.most = limits.most.map(|most| most - opened.chosen.len());
            all.extend(taken(&field, &rest, &best(&field, &rest, &limits)?));
        }
        Ok(self.made(field, aim, wish.entity, all))
    }

    fn made(&self, field: Field, aim: Aim, entity: &EntityId, taken: Vec<Taken>) -> Plan {
        let mut actions: Vec<Action> = taken
            .into_iter()
            .filter_map(|Taken { slot, state, gain }| {
                let indicator = field.slots.get(slot)?.indicator;
                Some(Action {
                    slot,
                    done_by: self.done_by(indicator, entity, &state.score),
                    state,
                    gain,
                })
            })
            .collect();
        actions.sort_by(|a, b| b.gain.cmp(&a.gain).then(a.slot.cmp(&b.slot)));
        let (mut to, mut cost) = (field.total.clone(), Number::zero());
        for action in &actions {
            to = to.plus(&action.gain);
            cost = cost.plus(&action.state.cost);
        }
        Plan {
            from: field.total.clone(),
            reached: aim.reached(&to),
            to,
            aim,
            cost,
            actions,
            field,
        }
    }
}

fn classes(field: &Field, slots: &[usize]) -> Vec<Vec<Choice>> {
    let slots = slots.iter().filter_map(|at| field.slots.get(*at));
    slots
        .map(|slot| {
            let states = slot.states.iter();
            states
                .map(|state| Choice {
                    cost: state.cost.clone(),
                    gain: gain(slot, state),
                })
                .collect()
        })
        .collect()
}

fn gain(slot: &Slot, state: &State) -> Number {
    state.score.minus(&slot.score).times(&slot.weight)
}

/// The cheapest choice that is enough; else the one that gains most.
fn best(field: &Field, slots: &[usize], limits: &Limits) -> Result<Point, NoPlan> {
    if limits.budget.is_none() && limits.most.is_none() && limits.enough.is_none() {
        return Ok(everything(field, slots));
    }
    let points = frontier(&classes(field, slots), limits)?;
    let enough = |point: &&Point| {
        limits.enough.as_ref().is_some_and(|enough| {
            point.gain > *enough || (!limits.more_than_enough && point.gain == *enough)
        })
    };
    let nothing = Point {
        cost: Number::zero(),
        gain: Number::zero(),
        chosen: Vec::new(),
    };
    Ok(points
        .iter()
        .find(enough)
        .or(points.last())
        .cloned()
        .unwrap_or(nothing))
}

/// All that can be gained: the best state of every slot, which is its last.
fn everything(field: &Field, slots: &[usize]) -> Point {
    let mut all = Point {
        cost: Number::zero(),
        gain: Number::zero(),
        chosen: Vec::new(),
    };
    for (class, at) in slots.iter().enumerate() {
        let slot = field.slots.get(*at);
        let Some((slot, state)) = slot.and_then(|slot| Some((slot, slot.states.last()?))) else {
            continue;
        };
        let gained = gain(slot, state);
        if gained > Number::zero() {
            all.cost = all.cost.plus(&state.cost);
            all.gain = all.gain.plus(&gained);
            all.chosen.push((class, slot.states.len() - 1));
        }
    }
    all
}

/// A state taken for a slot, with what it gains.
struct Taken {
    slot: usize,
    state: State,
    gain: Number,
}

fn taken(field: &Field, slots: &[usize], point: &Point) -> Vec<Taken> {
    let actions = point.chosen.iter().filter_map(|(class, option)| {
        let at = *slots.get(*class)?;
        let slot = field.slots.get(at)?;
        let state = slot.states.get(*option)?.clone();
        Some(Taken {
            slot: at,
            gain: gain(slot, &state),
            state,
        })
    });
    actions.collect()
}

/// What a plan should be looked at twice for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Warning {
    /// All of it is one criterion: formats, say, and nothing that was not there before.
    OneCriterion,
    /// All of it lies in one category.
    OneCategory,
}

impl Plan {
    /// Whether the plan games the index: three or more actions that all touch one fact, or one category.
    pub fn warnings(
        &self,
        results: &Results,
        edition: &EditionResults,
        index: &str,
    ) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.actions.len() < 3 {
            return warnings;
        }
        let facts: BTreeSet<String> = self
            .actions
            .iter()
            .flat_map(|action| &action.state.changes)
            .map(|change| format!("{:?}", change.what()))
            .collect();
        if facts.len() == 1 {
            warnings.push(Warning::OneCriterion);
        }
        let level = edition
            .rubric
            .index(index)
            .map_or("category", crate::analysis::progress::top_level);
        let nodes: BTreeSet<_> = self
            .actions
            .iter()
            .filter_map(|action| self.field.slots.get(action.slot))
            .filter_map(|slot| results.catalogue.indicator(slot.indicator))
            .map(|indicator| results.catalogue.node_at(indicator, level))
            .collect();
        if nodes.len() == 1 {
            warnings.push(Warning::OneCategory);
        }
        warnings
    }
}
