//! The change of an entity's total from one edition to another: whether the two can be compared, and on what basis.
//!
//! Published scores are compared only where one method made both. Across a change of method both sides are taken from the
//! comparable series of the editions that are shown, so that everything shown beside each other has one change.

use super::comparable::{Comparable, NotLinear, Refusal, Rule, least_share};
use super::{Crosswalk, Results};
use crate::index::Row;
use crate::language::number::Number;
use crate::language::rubric::Index;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Decimals of comparable scores on a short scale, such as from 0 to 1.
const FINE_DECIMALS: u32 = 4;

/// An index with some of its editions.
type Series = (String, Vec<usize>);

/// What was compared so far: scoring the evidence of all editions again takes long, and one page asks many times.
#[derive(Debug, Default)]
pub(super) struct Compared(Mutex<BTreeMap<Series, Arc<Result<Comparable, NotLinear>>>>);

/// How far apart two scores of one entity are, and what they are scores of.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The total it is counted from.
    pub from: Row,
    /// The total it is counted to.
    pub to: Row,
    /// What both are scores of.
    pub basis: Basis,
    precision: Option<Precision>,
}

/// What two scores that are compared are scores of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// Both were published, and one method made both.
    Published,
    /// Both are under the same rules and on the same indicators.
    SameRules {
        /// The edition whose rules they are, by its place in the results.
        rules: usize,
        /// How many indicators count.
        indicators: usize,
        /// The least share of the index they hold in any of the editions, 0 to 1.
        share: Number,
        /// The editions that have these indicators in common, by their places in the results.
        editions: Vec<usize>,
    },
}

/// Why two scores cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incomparable {
    /// One of the editions has no score, or no evidence.
    OneEdition,
    /// The method changed, and an edition holds published figures only.
    PublishedOnly,
    /// The indicators that both editions share hold too little of the index.
    TooLittle {
        /// The share they hold, 0 to 1.
        share: Number,
    },
    /// How much they hold cannot be told.
    NotLinear(NotLinear),
}

impl Results {
    /// Which indicators and scores of some editions can be compared; the editions are places in the results in order of
    /// time. Worked out once.
    pub fn comparable(
        &self,
        index: &str,
        editions: &[usize],
    ) -> Arc<Result<Comparable, NotLinear>> {
        let mut known = self
            .compared
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let found = known
            .entry((index.to_string(), editions.to_vec()))
            .or_insert_with(|| {
                let rule = Rule {
                    least_share: least_share(),
                    forced: false,
                    crosswalk: &self.crosswalk,
                };
                Arc::new(Comparable::of(self, index, editions, &rule))
            });
        Arc::clone(found)
    }

    /// The change of an entity's total between two editions, where `shown` are all editions that stand beside each
    /// other, in order of time. All of them are places in the results.
    ///
    /// # Errors
    /// [`Incomparable`] with the reason why there is none.
    pub fn change(
        &self,
        index: &str,
        shown: &[usize],
        entity: &EntityId,
        (from, to): (usize, usize),
    ) -> Result<Change, Incomparable> {
        let of = |at: usize| {
            let edition = self.editions.get(at)?;
            let total = edition.total(index, entity)?;
            total.shown.as_ref().map(|_| (edition, total))
        };
        let (Some((before, old)), Some((after, new))) = (of(from), of(to)) else {
            return Err(Incomparable::OneEdition);
        };
        let index_of = after.rubric.index(index);
        let pair = self.comparable(index, &[from, to]);
        let refused = self.refused(&pair, entity);
        if before.method == after.method {
            return match refused {
                // One method made both, so what it did not say was the same in both.
                None | Some(Incomparable::PublishedOnly | Incomparable::NotLinear(_)) => {
                    Ok(Change {
                        from: old.clone(),
                        to: new.clone(),
                        basis: Basis::Published,
                        precision: index_of.and_then(Index::precision),
                    })
                }
                Some(refused) => Err(refused),
            };
        }
        let series = self.comparable(index, shown);
        let taken = |series: &Result<Comparable, NotLinear>| {
            let series = series.as_ref().ok()?;
            let row = |edition: usize| {
                let at = series.place(edition)?;
                series.totals.get(entity)?.get(at)?.clone()
            };
            let common = series.common.get(entity)?;
            Some(Change {
                from: row(from)?,
                to: row(to)?,
                basis: Basis::SameRules {
                    rules: series.editions.last().copied()?,
                    indicators: common.indicators.len(),
                    share: common.share.clone(),
                    editions: series.editions.clone(),
                },
                precision: self.precision_of_changes(index),
            })
        };
        let found = taken(&series).or_else(|| taken(&pair));
        found.ok_or_else(|| refused.unwrap_or(Incomparable::OneEdition))
    }

    fn refused(
        &self,
        pair: &Result<Comparable, NotLinear>,
        entity: &EntityId,
    ) -> Option<Incomparable> {
        let pair = match pair {
            Ok(pair) => pair,
            Err(error) => return Some(Incomparable::NotLinear(error.clone())),
        };
        let Some(common) = pair.common.get(entity) else {
            return Some(Incomparable::OneEdition);
        };
        Some(match common.refused? {
            Refusal::OneEdition => Incomparable::OneEdition,
            Refusal::PublishedOnly => Incomparable::PublishedOnly,
            Refusal::TooLittle => Incomparable::TooLittle {
                share: common.share.clone(),
            },
        })
    }

    /// How far comparable scores and changes of an index are rounded: as its scores, and to one decimal at least, because
    /// changes are small beside scores; on a scale shorter than ten to four. `None` where scores are shown as they are.
    pub fn precision_of_changes(&self, index: &str) -> Option<Precision> {
        let mut editions = self.editions.iter().rev();
        let declared = editions.find_map(|edition| edition.rubric.index(index))?;
        let short = self
            .scale(index)
            .is_some_and(|scale| scale.length() < Number::whole(10));
        let least = if short { FINE_DECIMALS } else { 1 };
        Some(match declared.precision()? {
            Precision::Decimals(decimals) => Precision::Decimals(decimals.max(least)),
            Precision::Significant(digits) => Precision::Significant(digits.saturating_add(1)),
        })
    }

    /// The same results with another crosswalk.
    pub fn with_crosswalk(self, crosswalk: Crosswalk) -> Results {
        Results {
            crosswalk,
            compared: Compared::default(),
            ..self
        }
    }
}

impl Change {
    /// Both scores as they are printed beside the change.
    pub fn shown(&self) -> (Number, Number) {
        let shown = |row: &Row| match (&self.basis, &row.shown, &row.score) {
            (Basis::Published, Some(shown), _) => shown.clone(),
            (_, _, Some(score)) => rounded(score, self.precision),
            _ => Number::zero(),
        };
        (shown(&self.from), shown(&self.to))
    }

    /// The change: the difference of the printed scores, so that the three agree.
    pub fn by(&self) -> Number {
        let (from, to) = self.shown();
        to.minus(&from)
    }

    /// How far its numbers are rounded; `None` where scores are shown as they are.
    pub fn precision(&self) -> Option<Precision> {
        self.precision
    }
}

fn rounded(number: &Number, precision: Option<Precision>) -> Number {
    precision.map_or_else(
        || number.clone(),
        |to| {
            number.rounded(Rounding {
                mode: RoundingMode::HalfUp,
                to,
            })
        },
    )
}

impl Index {
    /// How far scores are rounded for show; `None` where they are shown as they are.
    pub fn precision(&self) -> Option<Precision> {
        self.rounding.map(|rounding| rounding.to)
    }
}
