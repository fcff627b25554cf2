//! What can be acted on: one slot per disclosure (per body of a sample), with the states it could be brought to and what
//! each gains the total.

use super::costs::Costs;
use super::states::{Change, State, States};
use crate::analysis::progress::{Leaf, NotLinear, Scored, weights};
use crate::catalogue::{BodyId, Indicator, IndicatorId};
use crate::evidence::{Disclosure, Record, Sheet, case};
use crate::language::evaluate::{Answer, Case, answers, evaluate};
use crate::language::number::Number;
use crate::language::syntax::Aggregate;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use crate::scoring::{EntityScores, Program, ScoreState};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A disclosure (of one body of a sample) that could be brought to a better state.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The body of the sample; `None` when there is no sample.
    pub body: Option<Box<str>>,
    /// What it scores now.
    pub score: Number,
    /// The points of the total per point of its score.
    pub weight: Number,
    /// The states it could be brought to: cheapest first, each scoring more than those before it.
    pub states: Vec<State>,
    /// Whether there is nothing there at all now.
    pub black_box: bool,
    /// Why it is withheld now; `None` when it is not.
    pub withheld: Option<String>,
    /// Whether it takes a new law.
    pub law: bool,
    /// Whether it touches security.
    pub security: bool,
    /// What is recorded now, as the rubric sees it.
    pub now: Case,
}

impl Slot {
    /// The points of the total one change would gain without the others; `None` where it makes no sense alone, as a
    /// format of what is not published.
    pub fn alone(&self, edition: &EditionResults, change: &Change) -> Option<Number> {
        let rubric = &edition.rubric;
        let known = self.now.answers.iter().map(|answer| match answer {
            Answer::Known(value) => Some(value.clone()),
            Answer::Missing | Answer::NotAsked => None,
        });
        let mut given: Vec<_> = known.collect();
        let mut judged = self.now.judged.clone();
        match change {
            Change::Fact { fact, to, .. } => {
                // What is not asked before another answer is given cannot be answered alone.
                if self.now.answers.get(fact.index()) == Some(&Answer::NotAsked) {
                    return None;
                }
                *given.get_mut(fact.index())? = Some(to.clone());
            }
            Change::Judged { criterion, to, .. } => {
                *judged.get_mut(criterion.index())? = Some(to.clone());
            }
        }
        let case = Case {
            answers: answers(rubric, given),
            assessed: self.now.assessed,
            judged,
        };
        let outcome = evaluate(rubric, &case).ok()?;
        Some(outcome.score.minus(&self.score).times(&self.weight))
    }

    /// Somebody else in the edition whose disclosure of the same indicator scores at least so much; the best ranked
    /// first.
    pub fn done_by(
        &self,
        edition: &EditionResults,
        index: &str,
        entity: &EntityId,
        score: &Number,
    ) -> Option<EntityId> {
        let mut others: Vec<&EntityScores> = edition
            .scores
            .entities
            .iter()
            .filter(|other| other.entity != *entity)
            .collect();
        others.retain(|other| {
            let scored = other
                .indicators
                .get(self.indicator.index())
                .and_then(Option::as_ref);
            scored
                .and_then(|scored| scored.score.as_ref())
                .is_some_and(|own| own >= score)
        });
        let rank = |other: &&EntityScores| {
            edition
                .total(index, &other.entity)
                .and_then(|row| row.rank)
                .unwrap_or(u32::MAX)
        };
        others.sort_by_key(rank);
        others.first().map(|other| other.entity.clone())
    }
}

/// What may be acted on.
#[derive(Debug, Clone, Default)]
pub struct Constraints {
    /// Nothing that touches security: what is withheld, and what the cost file marks.
    pub safe: bool,
    /// Nothing that takes a new law.
    pub no_law: bool,
    /// Only what these bodies are responsible for; everybody's when empty.
    pub bodies: Vec<BodyId>,
}

/// What there is to act on, and what is not.
#[derive(Debug, Clone)]
pub struct Field {
    /// What can be acted on, in the order of the catalogue.
    pub slots: Vec<Slot>,
    /// The total now.
    pub total: Number,
    /// Indicators left aside, with the reason: `constraint`, `no_state`, `not_assessed`, `given`, `sample`, `skipped`.
    pub aside: BTreeMap<&'static str, Vec<IndicatorId>>,
}

/// Why nothing can be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotPlanned {
    /// No score to lift.
    #[error("there is no score in {edition} that evidence was recorded for")]
    NoTotal {
        /// The edition.
        edition: String,
    },
    /// A level is no sum.
    #[error(transparent)]
    NotLinear(#[from] NotLinear),
    /// Costs or weights too fine.
    #[error(transparent)]
    NotSolved(#[from] super::NotSolved),
}

impl Field {
    /// Everything of an entity that could be acted on.
    ///
    /// # Errors
    /// When there is no total made from evidence, or it is no weighted sum.
    pub fn of(
        results: &Results,
        edition: &EditionResults,
        index: &str,
        entity: &EntityId,
        costs: &Costs,
        constraints: &Constraints,
    ) -> Result<Self, NotPlanned> {
        let no_total = || NotPlanned::NoTotal {
            edition: edition.id.to_string(),
        };
        let declared = edition.rubric.index(index).ok_or_else(no_total)?;
        let total = edition
            .total(index, entity)
            .and_then(|row| row.score.clone())
            .ok_or_else(no_total)?;
        let scored = Scored::of(edition, &results.catalogue, index, entity);
        let leaves = scored.scores.keys().cloned().collect();
        let weights = weights(declared, &results.catalogue, &leaves, declared.missing)?
            .ok_or_else(no_total)?;
        if !weights
            .keys()
            .any(|leaf| matches!(leaf, Leaf::Indicator(_)))
        {
            return Err(no_total());
        }
        let program = Program::new(&edition.rubric);
        let states = States::of(edition, &program, costs);
        let mut finder = Finder {
            results,
            edition,
            entity,
            costs,
            constraints,
            found: Vec::new(),
            aside: BTreeMap::new(),
        };
        for (leaf, weight) in &weights {
            if let Leaf::Indicator(id) = leaf {
                finder.indicator(*id, weight);
            }
        }
        for row in edition.rows.iter().filter(|row| {
            row.entity == *entity
                && *row.index == *index
                && *row.level == *"indicator"
                && row.score.is_none()
        }) {
            let id = results.catalogue.indicator_id(&row.node);
            let not_assessed = row.state == crate::index::RowState::NotAssessed;
            finder
                .aside
                .entry("not_assessed")
                .or_default()
                .extend(id.filter(|_| not_assessed));
        }
        let Finder {
            found, mut aside, ..
        } = finder;
        let mut slots = with_states(&states, edition, costs, found);
        slots.retain(|slot| {
            if slot.states.is_empty() && slot.score < best(edition) {
                aside.entry("no_state").or_default().push(slot.indicator);
            }
            !slot.states.is_empty()
        });
        aside.retain(|_, ids| !ids.is_empty());
        Ok(Field {
            slots,
            total,
            aside,
        })
    }
}

/// The best score any disclosure has; nobody misses a state beyond it.
fn best(edition: &EditionResults) -> Number {
    let entities = edition.scores.entities.iter();
    let scores = entities.flat_map(|entity| &entity.indicators).flatten();
    scores
        .filter_map(|score| score.score.clone())
        .max()
        .unwrap_or_else(Number::zero)
}

/// Cases of the same kind have the same states, so each kind is looked at once.
fn with_states(
    states: &States<'_>,
    edition: &EditionResults,
    costs: &Costs,
    found: Vec<Slot>,
) -> Vec<Slot> {
    let key = |found: &Slot| {
        let special = costs.indicators.get(&found.indicator);
        let own = special.map(|special| (special.cost.clone(), special.factor.clone()));
        let facts = edition.facts.of(found.indicator);
        format!("{:?} {:?} {:?} {}", found.now, facts, own, found.score)
    };
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let mut first: Vec<&Slot> = Vec::new();
    let places: Vec<usize> = found
        .iter()
        .map(|found| {
            *kinds.entry(key(found)).or_insert_with(|| {
                first.push(found);
                first.len() - 1
            })
        })
        .collect();
    let better: Vec<Vec<State>> = first
        .par_iter()
        .map(|found| states.better(found.indicator, &found.now, &found.score))
        .collect();
    found
        .into_iter()
        .zip(places)
        .map(|(found, place)| Slot {
            states: better.get(place).cloned().unwrap_or_default(),
            ..found
        })
        .collect()
}

struct Finder<'a> {
    results: &'a Results,
    edition: &'a EditionResults,
    entity: &'a EntityId,
    costs: &'a Costs,
    constraints: &'a Constraints,
    found: Vec<Slot>,
    aside: BTreeMap<&'static str, Vec<IndicatorId>>,
}

impl Finder<'_> {
    fn disclosure(&self, id: IndicatorId) -> Option<(&Sheet, &Disclosure)> {
        let sheets = self
            .edition
            .sheets
            .iter()
            .filter(|sheet| sheet.entity == *self.entity);
        let mut all =
            sheets.flat_map(|sheet| sheet.disclosures.iter().map(move |found| (sheet, found)));
        all.find(|(_, found)| found.indicator == id)
    }

    fn indicator(&mut self, id: IndicatorId, weight: &Number) {
        match self.slots(id, weight) {
            Ok(found) => self.found.extend(found),
            Err(reason) => self.aside.entry(reason).or_default().push(id),
        }
    }

    fn slots(&self, id: IndicatorId, weight: &Number) -> Result<Vec<Slot>, &'static str> {
        let edition = self.edition;
        let mut entities = edition.scores.entities.iter();
        let of_entity = entities
            .find(|known| known.entity == *self.entity)
            .ok_or("not_assessed")?;
        let scored = of_entity
            .indicators
            .get(id.index())
            .and_then(Option::as_ref)
            .ok_or("not_assessed")?;
        let (sheet, disclosure) =
            self.disclosure(id)
                .ok_or(if scored.state == ScoreState::Given {
                    "given"
                } else {
                    "not_assessed"
                })?;
        let indicator = self.results.catalogue.indicator(id).ok_or("not_assessed")?;
        let special = self.costs.indicators.get(&id);
        if special.is_some_and(|special| special.skip.is_some()) {
            return Err("skipped");
        }
        let withheld = match &disclosure.state {
            crate::evidence::State::Withheld { reason, .. } => Some(reason.clone()),
            _ => None,
        };
        match scored.state {
            ScoreState::Scored | ScoreState::Provisional | ScoreState::Withheld => {}
            ScoreState::Given => return Err("given"),
            ScoreState::NotAssessed | ScoreState::NotApplicable => return Err("not_assessed"),
        }
        let law = special.is_some_and(|special| special.law);
        let security = special
            .and_then(|special| special.security)
            .unwrap_or(withheld.is_some());
        if !self.allowed(indicator, law, security) {
            return Err("constraint");
        }
        let nothing = Record {
            body: None,
            facts: Vec::new(),
            judged: Vec::new(),
            span: disclosure.span,
        };
        let records: Vec<&Record> = if disclosure.records.is_empty() {
            vec![&nothing]
        } else {
            disclosure.records.iter().collect()
        };
        let count = Number::whole(i64::try_from(records.len()).unwrap_or(i64::MAX));
        let of_each = match edition.rubric.several_bodies.unwrap_or(Aggregate::Mean) {
            _ if records.len() == 1 => weight.clone(),
            Aggregate::Mean | Aggregate::WeightedMean => weight.over(&count).ok_or("sample")?,
            Aggregate::Sum => weight.clone(),
            // What one body gains depends on the others.
            Aggregate::Min | Aggregate::Max | Aggregate::Median => return Err("sample"),
        };
        let mut found = Vec::new();
        for (at, record) in records.into_iter().enumerate() {
            let outcome = scored
                .outcomes
                .get(at)
                .and_then(|id| edition.scores.outcomes.get(*id));
            let score = outcome.map_or_else(Number::zero, |outcome| outcome.score.clone());
            let mut now = case(&edition.rubric, edition.facts.of(id), sheet, record);
            if withheld.is_some() {
                // What is withheld starts from nothing, whatever holds for other disclosures of the sheet.
                let given = edition.facts.of(id).to_vec();
                now.answers = answers(&edition.rubric, given);
            }
            found.push(Slot {
                indicator: id,
                body: record.body.clone(),
                black_box: withheld.is_none() && score.is_zero() && absent(edition, outcome),
                withheld: withheld.clone(),
                score,
                weight: of_each.clone(),
                states: Vec::new(),
                law,
                security,
                now,
            });
        }
        Ok(found)
    }

    fn allowed(&self, indicator: &Indicator, law: bool, security: bool) -> bool {
        let constraints = self.constraints;
        let bodies = &constraints.bodies;
        !(constraints.safe && security || constraints.no_law && law)
            && (bodies.is_empty() || indicator.bodies.iter().any(|body| bodies.contains(body)))
    }
}

/// Whether nothing is there: the criterion `availability` is zero, where the rubric has one.
fn absent(edition: &EditionResults, outcome: Option<&crate::language::evaluate::Outcome>) -> bool {
    let Some(id) = edition.rubric.criterion("availability") else {
        return true;
    };
    let criterion = outcome.and_then(|outcome| outcome.criteria.get(id.index()));
    criterion.is_none_or(|criterion| criterion.score.is_zero())
}
