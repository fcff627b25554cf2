//! Finds what can be acted on, indicator by indicator, and why something cannot.

use super::Slot;
use crate::analysis::plan::planner::Planner;
use crate::catalogue::IndicatorId;
use crate::evidence::Absence;
use crate::evidence::{Disclosure, Record, Sheet, case};
use crate::language::evaluate::{Case, Outcome, Unscored, closed, evaluate};
use crate::language::number::Number;
use crate::language::syntax::Aggregate;
use crate::project::EntityId;
use crate::scoring::{IndicatorScore, ScoreState};
use std::collections::BTreeMap;

/// Goes through the indicators of an entity's total.
pub(super) struct Finder<'a> {
    planner: &'a Planner<'a>,
    entity: &'a EntityId,
    pub found: Vec<Slot>,
    pub aside: BTreeMap<&'static str, Vec<IndicatorId>>,
}

/// A record that counts in a disclosure, with how the rubric sees it and what the index counts of it.
struct Counted<'a> {
    record: Option<&'a Record>,
    now: Case,
    score: Number,
    outcome: Option<&'a Outcome>,
}

impl<'a> Finder<'a> {
    pub fn of(planner: &'a Planner<'a>, entity: &'a EntityId) -> Self {
        Finder {
            planner,
            entity,
            found: Vec::new(),
            aside: BTreeMap::new(),
        }
    }

    /// Finds what can be done about an indicator that has this weight and this score in the index.
    pub fn indicator(&mut self, id: IndicatorId, weight: &Number, score: &Number) {
        match self.slots(id, weight, score) {
            Ok(found) => self.found.extend(found),
            Err(reason) => self.aside.entry(reason).or_default().push(id),
        }
    }

    fn slots(
        &self,
        id: IndicatorId,
        weight: &Number,
        score: &Number,
    ) -> Result<Vec<Slot>, &'static str> {
        let Planner { edition, costs, .. } = self.planner;
        let scored = edition
            .indicator_score(self.entity, id)
            .ok_or("not_assessed")?;
        let found = edition.disclosure(self.entity, id);
        let (sheet, disclosure) = found.ok_or(if scored.state == ScoreState::Given {
            "given"
        } else {
            "not_assessed"
        })?;
        let special = costs.indicators.get(&id);
        if special.is_some_and(|special| special.skip.is_some()) {
            return Err("skipped");
        }
        let withheld = disclosure.state.withheld().map(String::from);
        match scored.state {
            ScoreState::Scored
            | ScoreState::Provisional
            | ScoreState::Absent(Absence::Withheld) => {}
            ScoreState::Given => return Err("given"),
            ScoreState::Absent(Absence::NotAssessed)
            | ScoreState::Absent(Absence::NotApplicable)
            | ScoreState::CarriedOver => {
                return Err("not_assessed");
            }
        }
        let law = special.is_some_and(|special| special.law);
        let security = special
            .and_then(|special| special.security)
            .unwrap_or(withheld.is_some());
        let mut found = Vec::new();
        for counted in self.records(id, (sheet, disclosure), scored, score)? {
            let Counted {
                record,
                now,
                score,
                outcome,
            } = counted;
            let black_box = withheld.is_none()
                && outcome.is_some_and(|outcome| closed(&edition.rubric, &now, outcome));
            found.push(Slot {
                indicator: id,
                body: record.and_then(|record| record.body.clone()),
                black_box,
                withheld: withheld.clone(),
                score,
                weight: weight.clone(),
                states: Vec::new(),
                law,
                security,
                now,
                own_facts: record.is_some_and(|record| !record.facts.is_empty()),
            });
        }
        let share = self.share(found.len())?;
        for slot in &mut found {
            slot.weight = weight.times(&share);
        }
        Ok(found)
    }

    /// The records that count; one without a record for what is withheld. A body that the disclosure does not apply to
    /// is left out, as it is left out of the mean.
    fn records(
        &self,
        id: IndicatorId,
        (sheet, disclosure): (&Sheet, &'a Disclosure),
        scored: &IndicatorScore,
        score: &Number,
    ) -> Result<Vec<Counted<'a>>, &'static str> {
        let edition = self.planner.edition;
        let rubric = &edition.rubric;
        let seen = |sheet: &Sheet, record: &Record| {
            let entity = edition.entity_facts.of(&sheet.entity);
            case(rubric, entity, edition.facts.of(id), sheet, record)
        };
        if disclosure.state.withheld().is_some() {
            return Ok(vec![Counted {
                record: None,
                now: seen(&bare(sheet), &nothing(disclosure)),
                score: score.clone(),
                outcome: None,
            }]);
        }
        let all_count = scored.outcomes.len() == disclosure.records.len();
        let mut outcomes = scored.outcomes.iter();
        let mut counted = Vec::new();
        for record in &disclosure.records {
            let now = seen(sheet, record);
            let applies =
                |now: &Case| !matches!(evaluate(rubric, now), Err(Unscored::NotApplicable(_)));
            if !all_count && !applies(&now) {
                continue;
            }
            let id = outcomes.next().ok_or("not_assessed")?;
            let outcome = edition.scores.outcomes.get(*id).ok_or("not_assessed")?;
            let score = match self.planner.index.from {
                None => Some(outcome.score.clone()),
                Some(_) => self.planner.states.score(&now),
            };
            counted.push(Counted {
                record: Some(record),
                now,
                score: score.ok_or("not_assessed")?,
                outcome: Some(outcome),
            });
        }
        Ok(counted)
    }

    /// What each of so many records counts in the disclosure.
    fn share(&self, records: usize) -> Result<Number, &'static str> {
        let one = Number::whole(1);
        match self
            .planner
            .edition
            .rubric
            .several_bodies
            .unwrap_or(Aggregate::Mean)
        {
            // Even one body's share is all or nothing.
            Aggregate::ShareAtLeast(_) => Err("sample"),
            _ if records == 1 => Ok(one),
            Aggregate::Mean | Aggregate::WeightedMean => {
                let count = Number::whole(i64::try_from(records).unwrap_or(i64::MAX));
                one.over(&count).ok_or("not_assessed")
            }
            Aggregate::Sum => Ok(one),
            // What one body gains depends on the others.
            _ => Err("sample"),
        }
    }
}

/// A sheet without what holds for its disclosures: what is withheld starts from nothing.
fn bare(sheet: &Sheet) -> Sheet {
    Sheet {
        edition: sheet.edition.clone(),
        entity: sheet.entity.clone(),
        assessed: sheet.assessed,
        assessor: None,
        defaults: Vec::new(),
        disclosures: Vec::new(),
        given: Vec::new(),
        span: sheet.span,
    }
}

/// The record of a disclosure about which nothing is recorded.
fn nothing(disclosure: &Disclosure) -> Record {
    Record {
        body: None,
        facts: Vec::new(),
        judged: Vec::new(),
        day: disclosure.notes.seen,
        notes: None,
        span: disclosure.span,
    }
}
