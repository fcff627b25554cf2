//! How [`Comparable`] is worked out: what the editions have in common, and their rows cut down to it.

use super::rescore::{cut_down, method, rescored};
use super::weights::{Leaf, NotLinear, Scored, weights};
use super::{Common, Comparable, Refusal, Rule};
use crate::catalogue::IndicatorId;
use crate::evidence::Absence;
use crate::index::{Row, RowState, TOTAL_LEVEL, rank};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use crate::scoring::{EntityScores, ScoreState};
use std::collections::{BTreeMap, BTreeSet};

impl Comparable {
    /// Compares some editions of an index, which are places in the results in order of time.
    ///
    /// # Errors
    /// [`NotLinear`] when the share of weight cannot be told, because a level takes a median, a minimum or a maximum.
    pub fn of(
        results: &Results,
        index: &str,
        editions: &[usize],
        rule: &Rule<'_>,
    ) -> Result<Comparable, NotLinear> {
        let last = editions.last().and_then(|at| results.editions.get(*at));
        let again = editions.iter().map(|at| {
            let (edition, last) = (results.editions.get(*at)?, last?);
            let other = method(results, edition) != method(results, last);
            other.then(|| rescored(results, edition, last))
        });
        let mut found = Comparable {
            index: index.to_string(),
            editions: editions.to_vec(),
            common: BTreeMap::new(),
            totals: BTreeMap::new(),
            panel: Vec::new(),
            again: again.collect(),
            crosswalk: rule.crosswalk.clone(),
        };
        let comparing = Comparing::of(results, &found, rule);
        let mut common = BTreeMap::new();
        for entity in comparing.entities() {
            common.insert(entity.clone(), comparing.common(entity)?);
        }
        found.common = common;
        found.totals = found.totals(results);
        let complete = |(_, totals): &(&EntityId, &Vec<Option<Row>>)| {
            totals.iter().all(|total| total.is_some())
        };
        let panel = found.totals.iter().filter(complete);
        found.panel = panel.map(|(entity, _)| entity.clone()).collect();
        Ok(found)
    }

    /// The comparable rows of every edition.
    pub fn rows(&self, results: &Results) -> Vec<Vec<Row>> {
        let last = self.editions.last().copied().unwrap_or_default();
        let rows = |(at, place): (usize, &usize)| {
            let Some(edition) = self.under_last(results, at) else {
                return Vec::new();
            };
            let common = |entity: &EntityId| {
                let common = self.common.get(entity)?;
                common.refused.is_none().then_some(&common.indicators)
            };
            let of_index = (edition, self.index.as_str());
            let cut = cut_down(results, of_index, (*place, last), &self.crosswalk, common);
            cut.map_or_else(Vec::new, |cut| cut.rows.to_vec())
        };
        self.editions.iter().enumerate().map(rows).collect()
    }

    fn totals(&self, results: &Results) -> BTreeMap<EntityId, Vec<Option<Row>>> {
        let mut totals: BTreeMap<EntityId, Vec<Option<Row>>> = BTreeMap::new();
        for (at, rows) in self.rows(results).into_iter().enumerate() {
            for row in rows {
                if *row.level != *TOTAL_LEVEL || row.score.is_none() {
                    continue;
                }
                let of_entity = totals
                    .entry(row.entity.clone())
                    .or_insert_with(|| vec![None; self.editions.len()]);
                if let Some(slot) = of_entity.get_mut(at) {
                    *slot = Some(row);
                }
            }
        }
        totals
    }

    /// The ranks among the panel, or among those of an entity's group where the index ranks within groups: one list per
    /// edition in the order of [`Comparable::panel`].
    pub fn panel_ranks(&self, results: &Results) -> Vec<Vec<Option<u32>>> {
        let last = self
            .editions
            .last()
            .and_then(|at| results.editions.get(*at));
        let index = last.and_then(|edition| edition.rubric.index(&self.index));
        let ranks = |at: usize| {
            // The group of each, where the index ranks within groups, with the score it is ranked by.
            let scores: Vec<Option<(Option<u8>, Number)>> = self
                .panel
                .iter()
                .map(|entity| {
                    let row = self.totals.get(entity)?.get(at)?.as_ref()?;
                    Some((row.group, index?.ranked(row.score.as_ref()?)))
                })
                .collect();
            let within = |own: u8| {
                let of_group = scores.iter().map(move |score| match score {
                    Some((Some(group), score)) if *group == own => Some(score.clone()),
                    _ => None,
                });
                rank(&of_group.collect::<Vec<_>>())
            };
            let groups: BTreeSet<u8> = scores
                .iter()
                .flatten()
                .filter_map(|(group, _)| *group)
                .collect();
            if groups.is_empty() {
                let all = scores
                    .iter()
                    .map(|score| score.as_ref().map(|(_, score)| score.clone()));
                return rank(&all.collect::<Vec<_>>());
            }
            let by_group: Vec<Vec<Option<u32>>> = groups.into_iter().map(within).collect();
            let places = 0..scores.len();
            let own = |place: usize| {
                by_group
                    .iter()
                    .find_map(|ranks| ranks.get(place).copied().flatten())
            };
            places.map(own).collect()
        };
        (0..self.editions.len()).map(ranks).collect()
    }
}

struct Comparing<'a> {
    results: &'a Results,
    comparable: &'a Comparable,
    rule: &'a Rule<'a>,
    /// The indicators of the index in the last edition.
    selected: BTreeSet<IndicatorId>,
    last: usize,
}

impl<'a> Comparing<'a> {
    fn of(results: &'a Results, comparable: &'a Comparable, rule: &'a Rule<'a>) -> Self {
        let last = comparable.editions.last().copied().unwrap_or_default();
        let index = comparable.index.as_str();
        let reference = results.editions.get(last).into_iter();
        let indicators = reference.flat_map(|edition| edition.rows.at_level(index, "indicator"));
        Comparing {
            results,
            comparable,
            rule,
            selected: indicators
                .filter_map(|row| results.catalogue.indicator_id(&row.node))
                .collect(),
            last,
        }
    }

    fn places(&self) -> std::ops::Range<usize> {
        0..self.comparable.editions.len()
    }

    /// An edition as it was.
    fn then(&self, at: usize) -> Option<&'a EditionResults> {
        self.results
            .editions
            .get(*self.comparable.editions.get(at)?)
    }

    /// An edition under the last rubric.
    fn now(&self, at: usize) -> Option<&'a EditionResults> {
        self.comparable.under_last(self.results, at)
    }

    /// Everybody with a total, whoever is asked for: a panel does not shrink because a reader looks at one of it.
    fn entities(&self) -> BTreeSet<&'a EntityId> {
        let editions = self.places().filter_map(|at| self.then(at));
        let index = self.comparable.index.as_str();
        let totals = editions.flat_map(|edition| edition.rows.at_level(index, TOTAL_LEVEL));
        totals.map(|row| &row.entity).collect()
    }

    /// The scores of an entity in an edition, before and after scoring again; `None` without evidence.
    fn scores(&self, at: usize, entity: &EntityId) -> Option<(&EntityScores, &EntityScores)> {
        let then = self.then(at)?.scores_of(entity)?;
        let now = self.now(at)?.scores_of(entity)?;
        Some((then, now))
    }

    fn common(&self, entity: &EntityId) -> Result<Common, NotLinear> {
        let present: Vec<usize> = self
            .places()
            .filter(|at| self.scores(*at, entity).is_some())
            .collect();
        let everywhere = |id: &&IndicatorId| {
            let mut editions = present.iter();
            editions.all(|at| self.comparable_in(*at, entity, **id))
        };
        let indicators: BTreeSet<IndicatorId> =
            self.selected.iter().filter(everywhere).copied().collect();
        let mut shares = Vec::new();
        for at in self.places() {
            let known = present.contains(&at);
            shares.push(if known {
                Some(self.share(at, entity, &indicators)?)
            } else {
                None
            });
        }
        let least = shares.iter().flatten().min().cloned();
        let share = least.unwrap_or_else(Number::zero);
        let published_only = present.iter().any(|at| {
            let index = self.comparable.index.as_str();
            let edition = self.then(*at);
            let rows = edition.map_or(&[][..], |edition| edition.rows.of_entity(index, entity));
            !rows.iter().any(|row| *row.level == *"indicator")
        });
        let refused = if present.len() < 2 {
            Some(Refusal::OneEdition)
        } else if published_only {
            Some(Refusal::PublishedOnly)
        } else if indicators.is_empty() || (share < self.rule.least_share && !self.rule.forced) {
            Some(Refusal::TooLittle)
        } else {
            None
        };
        let indicators_of = self.places().map(|at| self.indicators_of(at, entity));
        Ok(Common {
            indicators,
            shares,
            share,
            refused,
            indicators_of: indicators_of.collect(),
        })
    }

    /// How many indicators an edition counts for an entity: those that apply, or what the crosswalk says.
    fn indicators_of(&self, at: usize, entity: &EntityId) -> Option<u32> {
        let row = self.then(at)?.total(&self.comparable.index, entity)?;
        let place = self.comparable.editions.get(at)?;
        let published = self.rule.crosswalk.indicators.get(place);
        let only_published = row.scored == 0;
        if only_published {
            published.copied()
        } else {
            Some(row.expected)
        }
    }

    /// Whether an indicator of the last edition has a score here that can be compared.
    fn comparable_in(&self, at: usize, entity: &EntityId, id: IndicatorId) -> bool {
        let Some(place) = self.comparable.editions.get(at) else {
            return false;
        };
        let crosswalk = self.rule.crosswalk;
        let Some(was) = crosswalk.follow(id, self.last, *place) else {
            return false;
        };
        // There and back again: what was merged or split has no single counterpart.
        if crosswalk.follow(was, *place, self.last) != Some(id) {
            return false;
        }
        let Some((then, now)) = self.scores(at, entity) else {
            return false;
        };
        let score = |scores: &EntityScores| {
            let found = scores.indicators.get(was.index()).and_then(Option::as_ref);
            found
                .filter(|found| found.score.is_some())
                .map(|found| found.state)
        };
        let again = self.comparable.again.get(at);
        let scored_again = again.is_some_and(Option::is_some);
        match (score(then), score(now)) {
            // A published score cannot be scored again.
            (Some(ScoreState::Given), _) => !scored_again,
            (Some(_), Some(_)) => true,
            _ => false,
        }
    }

    /// The share of what applies to the entity in an edition's index, under the last rubric, that some indicators of the last edition hold.
    fn share(
        &self,
        at: usize,
        entity: &EntityId,
        common: &BTreeSet<IndicatorId>,
    ) -> Result<Number, NotLinear> {
        let place = self.comparable.editions.get(at);
        let (Some(edition), Some(place)) = (self.now(at), place) else {
            return Ok(Number::zero());
        };
        let Some(index) = edition.rubric.index(&self.comparable.index) else {
            return Ok(Number::zero());
        };
        let catalogue = &self.results.catalogue;
        let rows = edition.rows.of_entity(&self.comparable.index, entity);
        let scored = Scored::of_rows(rows.iter(), catalogue);
        let mut leaves: BTreeSet<Leaf> = scored.scores.into_keys().collect();
        // What applies and has no score is a part of the index too: else one indicator of many would be all of it.
        let applies = rows.iter().filter(|row| {
            *row.level == *"indicator"
                && row.market.is_none()
                && row.state != RowState::Absent(Absence::NotApplicable)
        });
        let applies = applies.filter_map(|row| catalogue.indicator_id(&row.node));
        leaves.extend(applies.map(Leaf::Indicator));
        let Some(weights) = weights(index, catalogue, &leaves, index.missing)? else {
            return Ok(Number::zero());
        };
        let is_common = |leaf: &Leaf| match leaf {
            Leaf::Indicator(id) => {
                let became = self.rule.crosswalk.follow(*id, *place, self.last);
                became.is_some_and(|id| common.contains(&id))
            }
            _ => false,
        };
        let sum = |keep: &dyn Fn(&Leaf) -> bool| {
            let kept = weights.iter().filter(|(leaf, _)| keep(leaf));
            kept.fold(Number::zero(), |sum, (_, weight)| sum.plus(weight))
        };
        let all = sum(&|_| true);
        Ok(sum(&is_common).over(&all).unwrap_or_else(Number::zero))
    }
}
