//! The editions of a question side by side: what they have in common, and their rows cut down to it.

use super::{Common, Line, Question, Refusal};
use crate::analysis::progress::rescore::{cut_down, method, rescored};
use crate::analysis::progress::weights::{Leaf, NotLinear, Scored, weights};
use crate::catalogue::IndicatorId;
use crate::index::{Row, TOTAL_LEVEL, rank};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use crate::scoring::{EntityScores, ScoreState};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(super) fn total<'r>(rows: &'r [Row], index: &str, entity: &EntityId) -> Option<&'r Row> {
    rows.iter().find(|row| {
        *row.level == *TOTAL_LEVEL
            && *row.index == *index
            && row.entity == *entity
            && row.score.is_some()
    })
}

/// Level, node and market.
type Place = (Arc<str>, Arc<str>, Option<Arc<str>>);

pub(super) struct Series<'a> {
    results: &'a Results,
    question: &'a Question<'a>,
    /// Editions under the last rubric; `None` where that is their own.
    again: Vec<Option<EditionResults>>,
    /// The indicators of the index in the last edition.
    selected: BTreeSet<IndicatorId>,
    last: usize,
}

impl<'a> Series<'a> {
    pub fn of(results: &'a Results, question: &'a Question<'a>) -> Self {
        let last = question.editions.last().copied().unwrap_or(0);
        let mut again = Vec::new();
        let mut selected = BTreeSet::new();
        if let Some(reference) = results.editions.get(last) {
            for at in &question.editions {
                let edition = results.editions.get(*at);
                again.push(
                    edition
                        .filter(|edition| method(results, edition) != method(results, reference))
                        .map(|edition| rescored(results, edition, reference)),
                );
            }
            let rows = reference.rows.iter();
            let indicators =
                rows.filter(|row| *row.level == *"indicator" && *row.index == *question.index);
            selected = indicators
                .filter_map(|row| results.catalogue.indicator_id(&row.node))
                .collect();
        }
        Series {
            results,
            question,
            again,
            selected,
            last,
        }
    }

    /// An edition as it was, by its place in the question.
    fn edition(&self, at: usize) -> Option<&'a EditionResults> {
        self.results.editions.get(*self.question.editions.get(at)?)
    }

    /// An edition under the last rubric.
    fn under_last(&self, at: usize) -> Option<&EditionResults> {
        match self.again.get(at)? {
            Some(again) => Some(again),
            None => self.edition(at),
        }
    }

    fn places(&self) -> std::ops::Range<usize> {
        0..self.question.editions.len()
    }

    /// Everybody with a score, whoever is asked for: a panel does not shrink because a reader looks at one of it.
    pub fn entities(&self) -> Vec<EntityId> {
        let mut all = self.results.entities("en");
        all.retain(|entity| {
            self.places().any(|at| {
                self.edition(at)
                    .is_some_and(|edition| edition.total(self.question.index, entity).is_some())
            })
        });
        all
    }

    /// The scores of an entity in an edition, before and after scoring again; `None` without evidence.
    fn scores(&self, at: usize, entity: &EntityId) -> Option<(&EntityScores, &EntityScores)> {
        let then = self.edition(at)?;
        let now = self.under_last(at)?;
        Some((then.scores_of(entity)?, now.scores_of(entity)?))
    }

    pub fn common(&self, entity: &EntityId) -> Result<Common, NotLinear> {
        let present: Vec<usize> = self
            .places()
            .filter(|at| self.scores(*at, entity).is_some())
            .collect();
        let indicators: BTreeSet<IndicatorId> = self
            .selected
            .iter()
            .filter(|id| {
                present
                    .iter()
                    .all(|at| self.comparable_in(*at, entity, **id))
            })
            .copied()
            .collect();
        let mut shares = Vec::new();
        for at in self.places() {
            let known = present.contains(&at);
            shares.push(if known {
                Some(self.share(at, entity, &indicators)?)
            } else {
                None
            });
        }
        let share = shares
            .iter()
            .flatten()
            .min()
            .cloned()
            .unwrap_or_else(Number::zero);
        let published_only = present.iter().any(|at| {
            self.edition(*at).is_some_and(|edition| {
                let mut rows = edition.rows.of_entity(self.question.index, entity).iter();
                !rows.any(|row| *row.level == *"indicator")
            })
        });
        let refused = if present.len() < 2 {
            Some(Refusal::OneEdition)
        } else if published_only {
            Some(Refusal::PublishedOnly)
        } else if indicators.is_empty()
            || (share < self.question.least_share && !self.question.forced)
        {
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
        let edition = self.edition(at)?;
        let row = edition.total(self.question.index, entity)?;
        let published = self
            .question
            .crosswalk
            .indicators
            .get(self.question.editions.get(at)?);
        let only_published = row.scored == 0;
        if only_published {
            published.copied()
        } else {
            Some(row.expected)
        }
    }

    /// Whether an indicator of the last edition has a score here that can be compared.
    fn comparable_in(&self, at: usize, entity: &EntityId, id: IndicatorId) -> bool {
        let Some(place) = self.question.editions.get(at) else {
            return false;
        };
        let Some(was) = self.question.crosswalk.follow(id, self.last, *place) else {
            return false;
        };
        // There and back again: what was merged or split has no single counterpart.
        if self.question.crosswalk.follow(was, *place, self.last) != Some(id) {
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
        let scored_again = self.again.get(at).is_some_and(Option::is_some);
        match (score(then), score(now)) {
            // A published score cannot be scored again.
            (Some(ScoreState::Given), _) => !scored_again,
            (Some(_), Some(_)) => true,
            _ => false,
        }
    }

    /// The share of an edition's index, under the last rubric, that some indicators of the last edition hold.
    fn share(
        &self,
        at: usize,
        entity: &EntityId,
        common: &BTreeSet<IndicatorId>,
    ) -> Result<Number, NotLinear> {
        let (Some(edition), Some(place)) = (self.under_last(at), self.question.editions.get(at))
        else {
            return Ok(Number::zero());
        };
        let Some(index) = edition.rubric.index(self.question.index) else {
            return Ok(Number::zero());
        };
        let catalogue = &self.results.catalogue;
        let scored = Scored::of(edition, catalogue, self.question.index, entity);
        let leaves = scored.scores.keys().cloned().collect();
        let Some(weights) = weights(index, catalogue, &leaves, index.missing)? else {
            return Ok(Number::zero());
        };
        let is_common = |leaf: &Leaf| match leaf {
            Leaf::Indicator(id) => {
                let became = self.question.crosswalk.follow(*id, *place, self.last);
                became.is_some_and(|id| common.contains(&id))
            }
            _ => false,
        };
        let sum = |keep: &dyn Fn(&Leaf) -> bool| {
            let kept = weights.iter().filter(|(leaf, _)| keep(leaf));
            kept.fold(Number::zero(), |sum, (_, weight)| sum.plus(weight))
        };
        Ok(sum(&is_common)
            .over(&sum(&|_| true))
            .unwrap_or_else(Number::zero))
    }

    /// The comparable rows of every edition.
    pub fn comparable(&self, common: &BTreeMap<EntityId, Common>) -> Vec<Vec<Row>> {
        let rows = |at: usize| {
            let (Some(edition), Some(place)) =
                (self.under_last(at), self.question.editions.get(at))
            else {
                return Vec::new();
            };
            cut_down(
                self.results,
                edition,
                (*place, self.last),
                self.question.crosswalk,
                |entity| {
                    let common = common.get(entity)?;
                    common.refused.is_none().then(|| common.indicators.clone())
                },
            )
        };
        self.places().map(rows).collect()
    }

    pub fn panel_ranks(
        &self,
        panel: &[EntityId],
        comparable: &[Vec<Row>],
    ) -> Vec<Vec<Option<u32>>> {
        let last = self.results.editions.get(self.last);
        let index = last.and_then(|edition| edition.rubric.index(self.question.index));
        let ranks = |rows: &Vec<Row>| {
            let scores: Vec<Option<Number>> = panel
                .iter()
                .map(|entity| {
                    let row = total(rows, self.question.index, entity)?;
                    Some(index?.ranked(row.score.as_ref()?))
                })
                .collect();
            rank(&scores)
        };
        comparable.iter().map(ranks).collect()
    }

    pub fn lines(&self, entity: &EntityId, comparable: &[Vec<Row>]) -> Vec<Line> {
        let count = self.question.editions.len();
        let mut lines: Vec<Line> = Vec::new();
        let mut places: BTreeMap<Place, usize> = BTreeMap::new();
        let mut take = |at: usize, row: &Row, published: bool| {
            let key = (row.level.clone(), row.node.clone(), row.market.clone());
            let place = *places.entry(key).or_insert_with(|| {
                lines.push(Line {
                    level: row.level.clone(),
                    node: row.node.clone(),
                    market: row.market.clone(),
                    published: vec![None; count],
                    comparable: vec![None; count],
                });
                lines.len() - 1
            });
            let Some(line) = lines.get_mut(place) else {
                return;
            };
            let list = if published {
                &mut line.published
            } else {
                &mut line.comparable
            };
            if let Some(slot) = list.get_mut(at) {
                *slot = Some(row.clone());
            }
        };
        let index = self.question.index;
        let mine = |row: &&Row| row.entity == *entity && *row.index == *index;
        // The last edition first: its order is the one readers know.
        for at in self.places().rev() {
            let edition = self.edition(at);
            let rows = edition.map_or(&[][..], |edition| edition.rows.of_entity(index, entity));
            rows.iter().for_each(|row| take(at, row, true));
        }
        for (at, rows) in comparable.iter().enumerate() {
            let scored = rows.iter().filter(mine).filter(|row| row.score.is_some());
            scored.for_each(|row| take(at, row, false));
        }
        lines
    }

    pub fn totals_again(&self, entity: &EntityId) -> Vec<Option<Row>> {
        let total = |at: usize| {
            self.under_last(at)?
                .total(self.question.index, entity)
                .cloned()
        };
        self.places().map(total).collect()
    }
}
