//! The two editions of a change, and the evidence of both under the rubrics of both.

use super::{Group, Moved, NotExplained, no_total};
use crate::analysis::progress::facts::{self, FactChange, Seen};
use crate::analysis::progress::indicator::{Assessed, Because, Formula, Share};
use crate::language::evaluate::Outcome;
use crate::language::number::Number;
use crate::language::syntax::MissingEffect;
use crate::project::EntityId;
use crate::results::comparable::{Leaf, Scored, Weights, alone, weights};
use crate::results::{Crosswalk, EditionResults, Results};
use crate::scoring::ScoreState;
use std::collections::BTreeMap;

/// One of the two editions, with only the entity's evidence.
pub(super) struct Side {
    pub edition: EditionResults,
    pub total: Number,
    pub scored: Scored,
    pub weights: Weights,
}

impl Side {
    pub fn of(
        results: &Results,
        edition: &EditionResults,
        index: &str,
        entity: &EntityId,
    ) -> Result<Side, NotExplained> {
        let edition = alone(results, edition, entity);
        Side::alone(results, edition, index, entity, None)
    }

    /// The same of an edition that has only the entity's evidence; `missing` says what a level does when a part of it has
    /// no score, where it is not what the index says.
    pub fn alone(
        results: &Results,
        edition: EditionResults,
        index: &str,
        entity: &EntityId,
        missing: Option<MissingEffect>,
    ) -> Result<Side, NotExplained> {
        let declared = edition
            .rubric
            .index(index)
            .ok_or_else(|| no_total(&edition))?;
        let total = edition
            .total(index, entity)
            .and_then(|row| row.score.clone());
        let total = total.ok_or_else(|| no_total(&edition))?;
        let scored = Scored::of(&edition, &results.catalogue, index, entity);
        let leaves = scored.scores.keys().cloned().collect();
        let missing = missing.unwrap_or(declared.missing);
        let weights = weights(declared, &results.catalogue, &leaves, missing)?;
        Ok(Side {
            total,
            scored,
            weights: weights.unwrap_or_default(),
            edition,
        })
    }
}

/// The evidence of both editions under the rubrics of both: `ab` is rubric a with evidence b.
pub(super) struct Four<'a> {
    pub entity: &'a EntityId,
    pub aa: &'a EditionResults,
    pub ab: &'a EditionResults,
    pub ba: &'a EditionResults,
    pub bb: &'a EditionResults,
    pub same_method: bool,
}

impl Four<'_> {
    /// The leaves that count in both editions and have a score under both rubrics, with what they became.
    pub fn common(
        &self,
        a: &Side,
        b: &Side,
        crosswalk: &Crosswalk,
        (from, to): (usize, usize),
    ) -> BTreeMap<Leaf, Leaf> {
        let mut pairs = BTreeMap::new();
        for old in a.weights.keys() {
            let new = match old {
                Leaf::Indicator(id) => {
                    let became = crosswalk.follow(*id, from, to);
                    let back = became.and_then(|became| crosswalk.follow(became, to, from));
                    match became.filter(|_| back == Some(*id)) {
                        Some(became) => Leaf::Indicator(became),
                        None => continue,
                    }
                }
                other => other.clone(),
            };
            if !b.weights.contains_key(&new) {
                continue;
            }
            // A published score was made by its own rubric, and nothing else can be made of it.
            let states = [self.assessed(self.aa, old), self.assessed(self.bb, &new)];
            let published = states.iter().any(|found| {
                found
                    .as_ref()
                    .is_none_or(|found| found.state == ScoreState::Given)
            });
            let crossed =
                || self.assessed(self.ba, old).is_some() && self.assessed(self.ab, &new).is_some();
            if self.same_method || (!published && crossed()) {
                pairs.insert(old.clone(), new);
            }
        }
        pairs
    }

    /// An indicator of one of the four; `None` for published scores of levels, and where there is no score.
    fn assessed(&self, edition: &EditionResults, leaf: &Leaf) -> Option<Assessed> {
        let Leaf::Indicator(id) = leaf else {
            return None;
        };
        let scored = edition.indicator_score(self.entity, *id)?;
        let score = scored.score.clone()?;
        let outcomes: Vec<Outcome> = scored
            .outcomes
            .iter()
            .filter_map(|id| edition.scores.outcomes.get(*id).cloned())
            .collect();
        let records = self.seen(edition, leaf).into_iter().zip(outcomes).collect();
        Some(Assessed {
            score,
            state: scored.state,
            records,
        })
    }

    fn seen(&self, edition: &EditionResults, leaf: &Leaf) -> Vec<Seen> {
        let Leaf::Indicator(id) = leaf else {
            return Vec::new();
        };
        let Some((sheet, found)) = edition.disclosure(self.entity, *id) else {
            return Vec::new();
        };
        facts::seen(
            &edition.rubric,
            edition.entity_facts.of(&sheet.entity),
            edition.facts.of(*id),
            sheet,
            &found.records,
        )
    }

    /// Why an indicator is withheld; `None` when it is not.
    fn reason(&self, edition: &EditionResults, leaf: &Leaf) -> Option<String> {
        let Leaf::Indicator(id) = leaf else {
            return None;
        };
        let (_, disclosure) = edition.disclosure(self.entity, *id)?;
        disclosure.state.withheld().map(String::from)
    }

    pub fn common_leaf(
        &self,
        (a, within_a, old): (&Side, &Weights, &Leaf),
        (b, within_b, new): (&Side, &Weights, &Leaf),
        formulas: &(Formula, Formula),
    ) -> Moved {
        let zero = Number::zero();
        let weight = |weights: &Weights, leaf: &Leaf| {
            weights.get(leaf).cloned().unwrap_or_else(Number::zero)
        };
        let full = (weight(&a.weights, old), weight(&b.weights, new));
        let cut = (weight(within_a, old), weight(within_b, new));
        let t_aa = a.scored.scores.get(old).unwrap_or(&zero).clone();
        let t_bb = b.scored.scores.get(new).unwrap_or(&zero).clone();
        let score = |found: Option<Assessed>, own: &Number| {
            found.map_or_else(|| own.clone(), |found| found.score)
        };
        let (t_ab, t_ba) = if self.same_method {
            (t_bb.clone(), t_aa.clone())
        } else {
            (
                score(self.assessed(self.ab, new), &t_bb),
                score(self.assessed(self.ba, old), &t_aa),
            )
        };
        let half = |sum: Number| sum.times(&Number::ratio(1, 2).unwrap_or_else(Number::zero));
        let method = half(
            cut.1
                .times(&t_ba)
                .minus(&cut.0.times(&t_aa))
                .plus(&cut.1.times(&t_bb).minus(&cut.0.times(&t_ab))),
        );
        let evidence = half(
            cut.0
                .times(&t_ab.minus(&t_aa))
                .plus(&cut.1.times(&t_bb.minus(&t_ba))),
        );
        let now = full.1.minus(&cut.1).times(&t_bb);
        let then = full.0.minus(&cut.0).times(&t_aa);
        let mut shares = self.shares((old, new), &cut, formulas);
        if shares.is_empty() && !evidence.is_zero() {
            shares.push(Share {
                because: Because::Published,
                points: evidence.clone(),
            });
        }
        let changes = facts::changes(
            (&self.aa.rubric, &self.seen(self.aa, old)),
            (&self.bb.rubric, &self.seen(self.bb, new)),
        );
        let criteria = shares.iter().filter_map(|share| match &share.because {
            Because::Criterion(name) => Some(name.as_str()),
            _ => None,
        });
        let rubrics = [&self.aa.rubric, &self.bb.rubric];
        let mut facts = facts::that_matter(rubrics, changes, &criteria.collect());
        let reasons = (self.reason(self.aa, old), self.reason(self.bb, new));
        if reasons.0 != reasons.1 {
            let fact = "withheld".to_string();
            facts.insert(
                0,
                FactChange {
                    body: None,
                    fact,
                    from: reasons.0,
                    to: reasons.1,
                },
            );
        }
        Moved {
            leaf: new.clone(),
            before: Some(t_aa),
            after: Some(t_bb),
            parts: Group {
                method,
                coverage: now.minus(&then),
                evidence,
            },
            shares,
            facts,
        }
    }

    /// The evidence part of an indicator by criterion: half of the points under each rubric.
    fn shares(
        &self,
        (old, new): (&Leaf, &Leaf),
        cut: &(Number, Number),
        formulas: &(Formula, Formula),
    ) -> Vec<Share> {
        let under = |before: &EditionResults,
                     after: &EditionResults,
                     formula: &Formula,
                     weight: &Number| {
            let (Some(before), Some(after)) =
                (self.assessed(before, old), self.assessed(after, new))
            else {
                return Vec::new();
            };
            let half = weight.times(&Number::ratio(1, 2).unwrap_or_else(Number::zero));
            let mut shares = formula.shares(&before, &after);
            shares
                .iter_mut()
                .for_each(|share| share.points = share.points.times(&half));
            shares
        };
        let mut all = under(self.aa, self.ab, &formulas.0, &cut.0);
        all.extend(under(self.ba, self.bb, &formulas.1, &cut.1));
        let mut sums: BTreeMap<Because, Number> = BTreeMap::new();
        for share in all {
            let sum = sums.entry(share.because).or_insert_with(Number::zero);
            *sum = sum.plus(&share.points);
        }
        let sums = sums.into_iter().filter(|(_, points)| !points.is_zero());
        let mut shares: Vec<Share> = sums
            .map(|(because, points)| Share { because, points })
            .collect();
        shares.sort_by(|a, b| {
            b.points
                .absolute()
                .cmp(&a.points.absolute())
                .then_with(|| a.because.cmp(&b.because))
        });
        shares
    }
}
