//! Finds what can be acted on, indicator by indicator, and why something cannot.

use super::{Constraints, Slot};
use crate::analysis::plan::costs::Costs;
use crate::catalogue::{Indicator, IndicatorId};
use crate::evidence::{Disclosure, Record, Sheet, State, case};
use crate::language::evaluate::{answers, closed};
use crate::language::number::Number;
use crate::language::syntax::Aggregate;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use crate::scoring::ScoreState;
use std::collections::BTreeMap;

/// Goes through the indicators of an entity's total.
pub(super) struct Finder<'a> {
    pub results: &'a Results,
    pub edition: &'a EditionResults,
    pub entity: &'a EntityId,
    pub costs: &'a Costs,
    pub constraints: &'a Constraints,
    pub found: Vec<Slot>,
    pub aside: BTreeMap<&'static str, Vec<IndicatorId>>,
}

impl Finder<'_> {
    fn disclosure(&self, id: IndicatorId) -> Option<(&Sheet, &Disclosure)> {
        self.edition.disclosure(self.entity, id)
    }

    pub fn indicator(&mut self, id: IndicatorId, weight: &Number) {
        match self.slots(id, weight) {
            Ok(found) => self.found.extend(found),
            Err(reason) => self.aside.entry(reason).or_default().push(id),
        }
    }

    fn slots(&self, id: IndicatorId, weight: &Number) -> Result<Vec<Slot>, &'static str> {
        let edition = self.edition;
        let of_entity = edition.scores_of(self.entity).ok_or("not_assessed")?;
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
            State::Withheld { reason, .. } => Some(reason.clone()),
            _ => None,
        };
        match scored.state {
            ScoreState::Scored | ScoreState::Provisional | ScoreState::Withheld => {}
            ScoreState::Given => return Err("given"),
            ScoreState::NotAssessed | ScoreState::NotApplicable | ScoreState::CarriedOver => {
                return Err("not_assessed");
            }
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
            day: disclosure.notes.seen,
            notes: None,
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
            _ => return Err("sample"),
        };
        let mut found = Vec::new();
        for (at, record) in records.into_iter().enumerate() {
            let outcome = scored
                .outcomes
                .get(at)
                .and_then(|id| edition.scores.outcomes.get(*id));
            let score = outcome.map_or_else(Number::zero, |outcome| outcome.score.clone());
            let mut now = case(
                &edition.rubric,
                edition.entity_facts.of(&sheet.entity),
                edition.facts.of(id),
                sheet,
                record,
            );
            let black_box = withheld.is_none()
                && outcome.is_some_and(|outcome| closed(&edition.rubric, &now, outcome));
            if withheld.is_some() {
                // What is withheld starts from nothing, whatever holds for other disclosures of the sheet.
                let given = edition.facts.of(id).to_vec();
                now.answers = answers(&edition.rubric, given);
            }
            found.push(Slot {
                indicator: id,
                body: record.body.clone(),
                black_box,
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
