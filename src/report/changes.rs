//! Changes of totals in the words of a reader: which two scores are compared, on what basis, and why others are not.
//!
//! Charts and pages show the editions up to their own, so those are the series a change across a change of method is
//! taken from; whatever stands on one page has one change.

use crate::chart::Mark;
use crate::index::{Row, RowState};
use crate::language::number::Number;
use crate::language::syntax::Precision;
use crate::project::EntityId;
use crate::report::View;
use crate::results::{Basis, Change, Incomparable};
use std::fmt::Display;

/// How the totals of an edition have changed since an earlier one.
#[derive(Debug)]
pub(super) struct Changes<'a> {
    /// Since when.
    pub before: View<'a>,
    /// Whose change can be told, in the order of the later edition.
    pub told: Vec<(&'a EntityId, Change)>,
    /// Whose change cannot be told, and why.
    pub untold: Vec<(&'a EntityId, Incomparable)>,
}

impl<'a> View<'a> {
    /// Its edition's place in the results.
    pub(super) fn place(self) -> Option<usize> {
        let mut editions = self.results.editions.iter();
        editions.position(|known| known.id == self.edition.id)
    }

    /// The change of an entity's total since an earlier edition.
    ///
    /// # Errors
    /// The reason why the two scores cannot be compared.
    pub fn change(self, entity: &EntityId, before: View<'_>) -> Result<Change, Incomparable> {
        let until = self.until().into_iter();
        let until: Vec<usize> = until.filter_map(|edition| edition.place()).collect();
        self.change_in(&until, entity, before)
    }

    /// The same where other editions stand beside each other.
    ///
    /// # Errors
    /// The reason why the two scores cannot be compared.
    pub(super) fn change_in(
        self,
        shown: &[usize],
        entity: &EntityId,
        before: View<'_>,
    ) -> Result<Change, Incomparable> {
        let (Some(from), Some(to)) = (before.place(), self.place()) else {
            return Err(Incomparable::OneEdition);
        };
        let results = self.results;
        results.change(&self.index.name, shown, entity, (from, to))
    }

    /// The editions of the index up to this one, in order of time.
    pub fn until(self) -> Vec<View<'a>> {
        let mut editions = self.editions();
        editions.retain(|view| !view.is_later_than(self));
        editions
    }

    /// Whether its edition lies later in time than another.
    pub fn is_later_than(self, other: View<'_>) -> bool {
        self.edition.period.last_day() > other.edition.period.last_day()
    }

    /// The place of its edition in time, in thousandths of a year: years lie a thousand apart.
    pub(super) fn moment(self) -> i32 {
        libm::round(self.edition.time() * 1000.0) as i32
    }

    /// The changes of all entities that are in one of two editions, in the order of this one.
    pub(super) fn changes(self, before: View<'a>) -> Changes<'a> {
        let mut changes = Changes {
            before,
            told: Vec::new(),
            untold: Vec::new(),
        };
        let mut known: Vec<&EntityId> = Vec::new();
        for row in self.standings().into_iter().chain(before.standings()) {
            if known.contains(&&row.entity) {
                continue;
            }
            known.push(&row.entity);
            match self.change(&row.entity, before) {
                Ok(change) => changes.told.push((&row.entity, change)),
                Err(reason) => changes.untold.push((&row.entity, reason)),
            }
        }
        changes
    }

    /// A number of a change as it is printed: published scores as they are, comparable ones with their decimals.
    pub(super) fn compared(self, number: &Number, change: &Change) -> String {
        match (&change.basis, change.precision()) {
            (Basis::SameRules { .. }, Some(Precision::Decimals(decimals))) => {
                let decimals = usize::try_from(decimals).unwrap_or_default();
                self.words.fixed(number, decimals)
            }
            _ => self.words.number(number),
        }
    }

    /// A change with its sign; none has no sign.
    pub(super) fn signed(self, change: &Change) -> String {
        let by = change.by();
        let text = self.compared(&by, change);
        if by > Number::zero() {
            format!("+{text}")
        } else {
            text
        }
    }

    /// The size of a change with its unit: `4.5 points`.
    pub(super) fn size(self, change: &Change) -> String {
        self.words.amount("points", &change.by().absolute())
    }

    /// Both scores of a change as marks. Comparable scores have no grade, because nobody was graded by them.
    pub(super) fn marks(self, before: View<'_>, change: &Change) -> (Mark, Mark) {
        if change.basis == Basis::Published {
            return (before.mark(&change.from), self.mark(&change.to));
        }
        let mark = |view: View<'_>, row: &Row, score: &Number| Mark::Score {
            value: score.to_f64(),
            shown: self.compared(score, change),
            grade: None,
            given: false,
            provisional: row.state == RowState::Provisional,
            nothing: view.says_nothing(row, score),
        };
        let (from, to) = change.shown();
        (
            mark(before, &change.from, &from),
            mark(self, &change.to, &to),
        )
    }

    /// Why a change since an edition is not told.
    pub(super) fn why_not(self, before: View<'_>, reason: &Incomparable) -> String {
        let from = before.edition_name();
        match reason {
            Incomparable::OneEdition => {
                let edition = self.edition_name();
                self.words
                    .say("not_in_both", &[("from", &from), ("to", &edition)])
            }
            Incomparable::PublishedOnly => self.words.say("not_compared_published", &[]),
            Incomparable::TooLittle { share } => {
                let share = self.percent(share);
                let fill: [(&str, &dyn Display); 2] = [("share", &share), ("from", &from)];
                self.words.say("not_compared_little", &fill)
            }
            Incomparable::NotLinear(_) => self.words.say("not_compared_no_sum", &[]),
        }
    }

    /// What the comparable scores of some changes are scores of; `None` where all are published scores.
    pub(super) fn basis<'c>(self, changes: impl Iterator<Item = &'c Change>) -> Option<String> {
        let mut counts: Vec<usize> = Vec::new();
        let mut least: Option<&Number> = None;
        let mut by = None;
        for change in changes {
            if let Basis::SameRules {
                rules,
                indicators,
                share,
                ..
            } = &change.basis
            {
                counts.push(*indicators);
                by = Some(*rules);
                if least.is_none_or(|least| share < least) {
                    least = Some(share);
                }
            }
        }
        let (fewest, most) = (counts.iter().min()?, counts.iter().max()?);
        let rules = self.results.editions.get(by?);
        let rules = rules.and_then(|edition| self.in_edition(edition))?;
        let count = if fewest == most {
            fewest.to_string()
        } else {
            format!("{fewest}–{most}")
        };
        let share = self.percent(least?);
        let fill: [(&str, &dyn Display); 3] = [
            ("rules", &rules.edition_name()),
            ("count", &count),
            ("share", &share),
        ];
        Some(self.words.say("same_rules_basis", &fill))
    }

    /// A share in whole per cent, rounded down: a minimum must not be met by rounding.
    fn percent(self, share: &Number) -> String {
        use crate::language::syntax::{Rounding, RoundingMode};
        let whole = share.rounded(Rounding {
            mode: RoundingMode::Down,
            to: Precision::Decimals(2),
        });
        self.words.share(&whole)
    }
}

impl<'a> Changes<'a> {
    /// Whether scores were compared under the rules of the later edition, because the method changed.
    pub fn on_same_rules(&self) -> bool {
        let compared = |(_, change): &(&EntityId, Change)| change.basis != Basis::Published;
        self.told.iter().any(compared)
    }

    /// Only the entities that `takes` accepts.
    pub fn only(mut self, takes: impl Fn(&EntityId) -> bool) -> Self {
        self.told.retain(|(entity, _)| takes(entity));
        self.untold.retain(|(entity, _)| takes(entity));
        self
    }
}
