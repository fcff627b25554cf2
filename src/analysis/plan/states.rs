//! The states a disclosure could be brought to: every better answer to its facts that the rubric tells apart, with what
//! it would score and cost.
//!
//! Answers move only forward: along the declared order of a choice, to more members of a set, to the value a comparison
//! asks for. Facts whose answers have no order may take any of them. Where several members of a set do the same, the
//! one most used for the same kind of indicator is proposed.

mod search;

use super::costs::Costs;
use crate::analysis::progress::facts_of_method;
use crate::catalogue::IndicatorId;
use crate::language::evaluate::{Answer, Case, answers, value};
use crate::language::number::Number;
use crate::language::rubric::{Condition, CriterionBody, CriterionId, Expression, FactId, Rule};
use crate::language::syntax::{FactRole, Quantity};
use crate::language::value::{Domain, Members, Value};
use crate::results::EditionResults;
use crate::scoring::Program;
use search::Search;
use std::collections::{BTreeMap, BTreeSet};

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
    },
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

/// How the states of disclosures are found under one rubric.
pub(super) struct States<'a> {
    edition: &'a EditionResults,
    program: &'a Program<'a>,
    costs: &'a Costs,
    /// Values facts are compared with.
    compared: BTreeMap<FactId, Vec<&'a Expression>>,
    /// Members of sets that some rule tells apart.
    groups: BTreeMap<FactId, Vec<Members>>,
    /// How often a member was recorded for indicators with the same facts.
    usual: BTreeMap<(FactId, String), BTreeMap<u8, usize>>,
    /// The facts the method reads; no other needs to change.
    read: BTreeSet<FactId>,
}

impl<'a> States<'a> {
    pub fn of(edition: &'a EditionResults, program: &'a Program<'a>, costs: &'a Costs) -> Self {
        let rubric = &edition.rubric;
        let mut conditions: Vec<&Condition> = Vec::new();
        for criterion in &rubric.criteria {
            match &criterion.body {
                CriterionBody::Rules(rules) => rule_conditions(rules, &mut conditions),
                CriterionBody::Formula(formula) => {
                    formula.walk_conditions(&mut |part| conditions.push(part))
                }
                CriterionBody::Judged => {}
            }
        }
        conditions.extend(
            rubric
                .adjustments
                .iter()
                .map(|adjustment| &adjustment.condition),
        );
        conditions.extend(rubric.facts.iter().filter_map(|fact| fact.asked.as_ref()));
        let mut compared: BTreeMap<FactId, Vec<&Expression>> = BTreeMap::new();
        let mut tests: Vec<(FactId, Quantity, Members)> = Vec::new();
        for condition in conditions {
            condition.walk(&mut |part| match part {
                Condition::Compare { left, right, .. } => {
                    for (one, other) in [(left, right), (right, left)] {
                        if let Expression::Fact(fact, _) = one {
                            compared.entry(*fact).or_default().push(other);
                        }
                    }
                }
                Condition::Has {
                    fact,
                    quantity,
                    members,
                    ..
                } => tests.push((*fact, *quantity, *members)),
                _ => {}
            });
        }
        let mut groups = BTreeMap::new();
        for (id, fact) in rubric.facts_of(FactRole::Evidence) {
            if let Domain::Set(members) = &fact.domain {
                let tests = tests.iter().filter(|(fact, ..)| *fact == id);
                groups.insert(id, told_apart(members.len(), tests));
            }
        }
        States {
            edition,
            program,
            costs,
            compared,
            groups,
            usual: usual(edition),
            read: facts_of_method(rubric),
        }
    }

    /// The states a record could be brought to that score more than it does now, each at its least cost, cheapest
    /// first; none that costs as much as another that scores more.
    pub fn better(&self, id: IndicatorId, now: &Case, score: &Number) -> Vec<State> {
        let rubric = &self.edition.rubric;
        let evidence: Vec<FactId> = rubric
            .facts_of(FactRole::Evidence)
            .map(|(id, _)| id)
            .collect();
        let mut given: Vec<Option<Value>> = vec![None; rubric.facts.len()];
        for (fact, _) in rubric.facts_of(FactRole::Indicator) {
            if let (Some(slot), Some(Answer::Known(value))) =
                (given.get_mut(fact.index()), now.answers.get(fact.index()))
            {
                *slot = Some(value.clone());
            }
        }
        let mut search = Search {
            states: self,
            id,
            now,
            evidence: &evidence,
            outcomes: self.program.outcomes(),
            tried: 0,
            best: BTreeMap::new(),
        };
        for judged in self.judgements(now) {
            search.try_facts(0, &mut given, &judged);
        }
        let mut found: Vec<State> = search
            .best
            .into_values()
            .filter(|state| state.score > *score)
            .collect();
        found.sort_by(|a, b| a.cost.cmp(&b.cost).then_with(|| b.score.cmp(&a.score)));
        let mut kept: Vec<State> = Vec::new();
        for state in found {
            if kept.last().is_none_or(|last| state.score > last.score) {
                kept.push(state);
            }
        }
        kept
    }

    /// The judgements of a record as they are, and every better one.
    fn judgements(&self, now: &Case) -> Vec<Vec<Option<Number>>> {
        let mut all = vec![now.judged.clone()];
        for (at, judged) in now.judged.iter().enumerate() {
            let Some(judged) = judged else { continue };
            let levels = self
                .edition
                .rubric
                .criteria
                .get(at)
                .map_or(&[][..], |found| &found.levels);
            let mut more = Vec::new();
            for level in levels.iter().filter(|level| *level > judged) {
                for known in &all {
                    let mut other = known.clone();
                    if let Some(slot) = other.get_mut(at) {
                        *slot = Some(level.clone());
                    }
                    more.push(other);
                }
            }
            all.extend(more);
        }
        all
    }

    /// The answers a fact could get, the present one first.
    fn candidates(
        &self,
        id: IndicatorId,
        fact: FactId,
        now: &Case,
        given: &[Option<Value>],
    ) -> Vec<Value> {
        let rubric = &self.edition.rubric;
        let present = match now.answers.get(fact.index()) {
            Some(Answer::Known(value)) => Some(value.clone()),
            _ => None,
        };
        let mut all: Vec<Value> = present.clone().into_iter().collect();
        if !self.read.contains(&fact) {
            return all;
        }
        let Some(declared) = rubric.facts.get(fact.index()) else {
            return all;
        };
        match &declared.domain {
            Domain::Choice {
                answers,
                best_first,
            } => {
                let end = match &present {
                    Some(Value::Choice(at)) if *best_first => *at,
                    _ => u8::try_from(answers.len()).unwrap_or(u8::MAX),
                };
                all.extend(
                    (0..end)
                        .map(Value::Choice)
                        .filter(|value| Some(value) != present.as_ref()),
                );
            }
            Domain::Set(_) => all.extend(self.sets(id, fact, present.as_ref())),
            _ => {
                let case = Case {
                    answers: answers(rubric, given.to_vec()),
                    assessed: now.assessed,
                    judged: Vec::new(),
                };
                let sides = self.compared.get(&fact).into_iter().flatten();
                for reached in sides.filter_map(|side| value(rubric, &case, side)) {
                    // A value is worth trying when it is one of the fact's own, as it would be written.
                    let own = declared.domain.read(&declared.domain.show(&reached)).ok();
                    if let Some(own) = own.filter(|own| !all.contains(own)) {
                        all.push(own);
                    }
                }
            }
        }
        all
    }

    /// The present set with one member more of each combination of groups it does not touch.
    fn sets(&self, id: IndicatorId, fact: FactId, present: Option<&Value>) -> Vec<Value> {
        let had = match present {
            Some(Value::Set(had)) => *had,
            _ => Members::default(),
        };
        let kind = kind(self.edition, id);
        let usual = self.usual.get(&(fact, kind));
        let often = |member: u8| {
            usual
                .and_then(|usual| usual.get(&member))
                .copied()
                .unwrap_or(0)
        };
        let mut members: Vec<u8> = Vec::new();
        for group in self.groups.get(&fact).into_iter().flatten() {
            if !group.shared(had).is_empty() {
                continue;
            }
            // The one most used; of equals the first declared.
            let best = group
                .iter()
                .max_by_key(|member| (often(*member), std::cmp::Reverse(*member)));
            members.extend(best);
        }
        members.sort_by_key(|member| std::cmp::Reverse(often(*member)));
        members.truncate(MOST_GROUPS);
        let mut sets: Vec<Members> = (1usize..1 << members.len())
            .map(|chosen| {
                let taken = members
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| chosen >> at & 1 == 1);
                taken.fold(had, |set, (_, member)| set.with(Members::only(*member)))
            })
            .collect();
        sets.sort_by_key(|set| set.0.count_ones());
        sets.into_iter().map(Value::Set).collect()
    }

    fn cost(&self, id: IndicatorId, changes: &[Change]) -> Number {
        let sum = changes
            .iter()
            .fold(Number::zero(), |sum, change| match change {
                Change::Fact { fact, from, to } => {
                    sum.plus(&self.costs.fact(self.edition, *fact, from.as_ref(), to))
                }
                Change::Judged { .. } => sum.plus(&self.costs.default),
            });
        self.costs.indicator(id, sum)
    }
}

/// So many groups of one set are combined.
const MOST_GROUPS: usize = 5;

fn rule_conditions<'r>(rules: &'r [Rule], into: &mut Vec<&'r Condition>) {
    for rule in rules {
        match rule {
            Rule::Gives {
                condition, value, ..
            } => {
                into.extend(condition);
                value.walk_conditions(&mut |part| into.push(part));
            }
            Rule::When {
                condition, rules, ..
            } => {
                into.extend(condition);
                rule_conditions(rules, into);
            }
        }
    }
}

/// The groups of members that no test tells apart, without those that no test names.
fn told_apart<'t>(
    members: usize,
    tests: impl Iterator<Item = &'t (FactId, Quantity, Members)>,
) -> Vec<Members> {
    let mut by_tests: BTreeMap<Vec<u64>, Members> = BTreeMap::new();
    let tests: Vec<_> = tests.collect();
    for member in 0..u8::try_from(members.min(Members::MOST)).unwrap_or(0) {
        let only = Members::only(member);
        let signature: Vec<u64> = tests
            .iter()
            .map(|(_, quantity, named)| match quantity {
                // `all of` tells every named member from every other.
                Quantity::AllOf => named.shared(only).0,
                Quantity::Any | Quantity::Only => u64::from(!named.shared(only).is_empty()),
            })
            .collect();
        let group = by_tests.entry(signature).or_default();
        *group = group.with(only);
    }
    by_tests.into_values().collect()
}

/// The catalogue's choices about an indicator as one text: what kind of thing it is.
fn kind(edition: &EditionResults, id: IndicatorId) -> String {
    let facts = edition.facts.of(id).iter();
    let choices = facts.filter_map(|value| match value {
        Some(Value::Choice(at)) => Some(at.to_string()),
        _ => None,
    });
    choices.collect::<Vec<_>>().join(" ")
}

fn usual(edition: &EditionResults) -> BTreeMap<(FactId, String), BTreeMap<u8, usize>> {
    let mut usual: BTreeMap<(FactId, String), BTreeMap<u8, usize>> = BTreeMap::new();
    for disclosure in edition.sheets.iter().flat_map(|sheet| &sheet.disclosures) {
        let kind = kind(edition, disclosure.indicator);
        for recorded in disclosure.records.iter().flat_map(|record| &record.facts) {
            if let Value::Set(members) = &recorded.value {
                let counts = usual.entry((recorded.fact, kind.clone())).or_default();
                members
                    .iter()
                    .for_each(|member| *counts.entry(member).or_default() += 1);
            }
        }
    }
    usual
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
