//! Counting how far each disclosure gets.

use super::Step;
use crate::evidence::Absence;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::scoring::{IndicatorScore, ScoreState};

/// How many disclosures get how far.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub expected: u32,
    pub not_applicable: u32,
    pub not_assessed: u32,
    pub withheld: u32,
    /// Per criterion: how many pass it and all before it, and how many fail it with a part of its best score.
    pub passed: Vec<(u32, u32)>,
    /// Some disclosure has a criterion that does not apply to it.
    pub inapplicable: bool,
    /// Some score is given.
    pub given: bool,
}

impl Counts {
    /// Counts the disclosures of some entities.
    pub fn of(view: View<'_>, entities: &[&EntityId], criteria: &[Step<'_>]) -> Counts {
        let mut counts = Counts {
            passed: vec![(0, 0); criteria.len()],
            ..Counts::default()
        };
        let catalogue = &view.results.catalogue;
        for scores in &view.edition.scores.entities {
            if !entities.contains(&&scores.entity) {
                continue;
            }
            let rows = view.rows("indicator");
            for row in rows.filter(|row| row.entity == scores.entity) {
                let id = catalogue.indicator_id(&row.node);
                let found = id.and_then(|id| scores.indicators.get(id.index())?.as_ref());
                counts.add(view, found, criteria);
            }
        }
        counts
    }

    fn add(&mut self, view: View<'_>, found: Option<&IndicatorScore>, criteria: &[Step<'_>]) {
        self.expected += 1;
        let Some(found) = found else {
            self.not_assessed += 1;
            return;
        };
        match found.state {
            ScoreState::Absent(Absence::NotApplicable) => self.not_applicable += 1,
            ScoreState::Absent(Absence::Withheld) => self.withheld += 1,
            ScoreState::Given => {
                self.given = true;
                self.not_assessed += 1;
            }
            // What is carried over was looked at for the edition before, not for this one.
            ScoreState::Absent(Absence::NotAssessed) | ScoreState::CarriedOver => {
                self.not_assessed += 1
            }
            ScoreState::Scored | ScoreState::Provisional => {
                for ((id, best, _), (passed, partly)) in criteria.iter().zip(&mut self.passed) {
                    match view.criterion(found, *id) {
                        None => self.inapplicable = true,
                        Some(score) if score >= *best => {}
                        Some(score) => {
                            *partly += u32::from(score > Number::zero());
                            return;
                        }
                    }
                    *passed += 1;
                }
            }
        }
    }

    /// How many apply.
    pub fn applicable(&self) -> u32 {
        self.expected - self.not_applicable
    }

    /// How many criteria were applied to.
    pub fn examined(&self) -> u32 {
        self.applicable() - self.not_assessed - self.withheld
    }

    /// How many pass every criterion.
    pub fn complete(&self) -> u32 {
        self.passed
            .last()
            .map_or(self.examined(), |(passed, _)| *passed)
    }
}
