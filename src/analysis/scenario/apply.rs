//! Lays a scenario over evidence and scores it.

use super::{Lift, Overlay, Scenario};
use crate::analysis::progress::{Crosswalk, carried, with_sheets_and_findings};
use crate::catalogue::IndicatorId;
use crate::diagnostic::{Diagnostic, Severity};
use crate::evidence::{Disclosure, Record, Recorded, Sheet, State, case};
use crate::language::evaluate::{Case, holds, value};
use crate::language::rubric::{Condition, CriterionBody, Expression, FactId, Rule};
use crate::results::{EditionResults, Results};
use std::collections::BTreeSet;

/// What a scenario comes to.
#[derive(Debug)]
pub struct Applied {
    /// The editions it changes, by their places in the results, as they would be.
    pub editions: Vec<(usize, EditionResults)>,
    /// The errors in the changed evidence; when there are any, nothing should be shown.
    pub findings: Vec<Diagnostic>,
    /// Withheld indicators that stay withheld, because the earlier edition knows nothing of them.
    pub still_withheld: Vec<IndicatorId>,
}

/// Scores the editions a scenario changes.
pub fn apply(results: &Results, crosswalk: &Crosswalk, scenario: &Scenario) -> Applied {
    let mut places: BTreeSet<usize> = BTreeSet::new();
    places.extend(scenario.overlays.iter().map(|overlay| overlay.edition));
    places.extend(scenario.lifted.iter().map(|lift| lift.edition));
    let mut applied = Applied {
        editions: Vec::new(),
        findings: Vec::new(),
        still_withheld: Vec::new(),
    };
    for place in places {
        let Some(edition) = results.editions.get(place) else {
            continue;
        };
        let mut sheets = edition.sheets.clone();
        for lift in scenario.lifted.iter().filter(|lift| lift.edition == place) {
            let kept = restore(results, crosswalk, edition, lift, &mut sheets);
            applied.still_withheld.extend(kept);
        }
        for overlay in scenario
            .overlays
            .iter()
            .filter(|overlay| overlay.edition == place)
        {
            lay_over(overlay, edition, &mut sheets);
        }
        let potential = with_sheets_and_findings(results, edition, sheets, &mut applied.findings);
        applied.editions.push((place, potential));
    }
    // Remarks about the evidence have been made when it was read.
    applied
        .findings
        .retain(|finding| finding.severity == Severity::Error);
    applied
}

fn lay_over(overlay: &Overlay, edition: &EditionResults, sheets: &mut Vec<Sheet>) {
    for change in &overlay.disclosures {
        let mut mine = sheets
            .iter_mut()
            .filter(|sheet| sheet.entity == overlay.entity);
        let holding = mine.find(|sheet| {
            sheet
                .disclosures
                .iter()
                .any(|found| found.indicator == change.indicator)
        });
        match holding {
            Some(sheet) => {
                let found = sheet
                    .disclosures
                    .iter_mut()
                    .find(|found| found.indicator == change.indicator);
                if let Some(found) = found {
                    change_disclosure(found, change);
                }
            }
            None => match sheets
                .iter_mut()
                .find(|sheet| sheet.entity == overlay.entity)
            {
                Some(sheet) => sheet.disclosures.push(change.clone()),
                None => sheets.extend(edition.sheets.first().map(|sheet| Sheet {
                    entity: overlay.entity.clone(),
                    defaults: Vec::new(),
                    disclosures: vec![change.clone()],
                    given: Vec::new(),
                    ..sheet.clone()
                })),
            },
        }
    }
}

fn change_disclosure(found: &mut Disclosure, change: &Disclosure) {
    let was_there = !found.records.is_empty();
    // A provisional answer stays provisional; what was absent is assessed now, or absent for another reason.
    if !(was_there && change.state == State::Assessed) {
        found.state = change.state.clone();
    }
    // What was not there before was looked for on the day the disclosure names.
    let day = found.notes.seen;
    let looked_for = |record: &Record| Record {
        day: record.day.or(day),
        ..record.clone()
    };
    if change.records.is_empty() || !was_there {
        found.records = change.records.iter().map(looked_for).collect();
        return;
    }
    for new in &change.records {
        let for_all = new.body.is_none();
        let mut met = false;
        for record in found
            .records
            .iter_mut()
            .filter(|record| for_all || record.body == new.body)
        {
            change_record(record, new);
            met = true;
        }
        if !met {
            found.records.push(looked_for(new));
        }
    }
}

fn change_record(record: &mut Record, change: &Record) {
    // What is wrong now is wrong where it was changed.
    record.span = change.span;
    record.day = change.day.or(record.day);
    for fact in &change.facts {
        record.facts.retain(|known| known.fact != fact.fact);
        record.facts.push(fact.clone());
    }
    for judged in &change.judged {
        record.judged.retain(|known| known.0 != judged.0);
        record.judged.push(judged.clone());
    }
}

/// Brings back what was there before it was withheld; gives the indicators nothing is known of.
fn restore(
    results: &Results,
    crosswalk: &Crosswalk,
    edition: &EditionResults,
    lift: &Lift,
    sheets: &mut [Sheet],
) -> Vec<IndicatorId> {
    let Some(before) = results.editions.get(lift.as_in) else {
        return Vec::new();
    };
    let mut left = Vec::new();
    for sheet in sheets
        .iter_mut()
        .filter(|sheet| sheet.entity == lift.entity)
    {
        let surroundings = Sheet {
            disclosures: Vec::new(),
            ..sheet.clone()
        };
        for disclosure in &mut sheet.disclosures {
            let ends = disclosure.state.withheld().is_some_and(|reason| {
                let known = lift.reason.as_deref();
                known.is_none_or(|known| known == reason)
            });
            if !ends {
                continue;
            }
            let was = crosswalk.follow(disclosure.indicator, lift.edition, lift.as_in);
            let old = was.and_then(|was| old_records(before, edition, lift, was));
            let Some((old_sheet, records)) = old else {
                left.push(disclosure.indicator);
                continue;
            };
            disclosure.state = State::Assessed;
            disclosure.records = records;
            let id = disclosure.indicator;
            for record in &mut disclosure.records {
                bring_up_to_date(edition, id, (&old_sheet, &surroundings), record);
            }
        }
    }
    left
}

/// The records of an indicator in an earlier edition, in the facts of the later one and with their sheet's defaults.
fn old_records(
    before: &EditionResults,
    edition: &EditionResults,
    lift: &Lift,
    was: IndicatorId,
) -> Option<(Sheet, Vec<Record>)> {
    let mut sheets = before
        .sheets
        .iter()
        .filter(|sheet| sheet.entity == lift.entity);
    let sheet = sheets.find(|sheet| {
        sheet
            .disclosures
            .iter()
            .any(|found| found.indicator == was && !found.records.is_empty())
    })?;
    let mut sheet = carried(sheet, &before.rubric, &edition.rubric);
    let defaults = std::mem::take(&mut sheet.defaults);
    let mut records = sheet
        .disclosures
        .iter()
        .find(|found| found.indicator == was)?
        .records
        .clone();
    for record in &mut records {
        let missing: Vec<Recorded> = defaults
            .iter()
            .filter(|fact| !record.facts.iter().any(|own| own.fact == fact.fact))
            .cloned()
            .collect();
        record.facts.extend(missing);
    }
    Some((sheet, records))
}

/// What met a comparison on the day of its assessment is taken to meet it now: its value becomes what is asked for.
fn bring_up_to_date(
    edition: &EditionResults,
    id: IndicatorId,
    (then, now): (&Sheet, &Sheet),
    record: &mut Record,
) {
    let rubric = &edition.rubric;
    let of = |sheet: &Sheet, record: &Record| -> Case {
        let bare = Sheet {
            defaults: Vec::new(),
            ..sheet.clone()
        };
        case(
            rubric,
            edition.entity_facts.of(&sheet.entity),
            edition.facts.of(id),
            &bare,
            record,
        )
    };
    // The day it was seen is a day of then; now it would be seen on the day of the later sheet.
    let seen = record.day.take();
    for (fact, side, condition) in comparisons(edition) {
        let as_seen = Record {
            day: seen,
            ..record.clone()
        };
        let (was, is) = (of(then, &as_seen), of(now, record));
        let outdated = holds(rubric, &was, condition) == Ok(true)
            && holds(rubric, &is, condition) == Ok(false);
        let Some(reached) = value(rubric, &is, side).filter(|_| outdated) else {
            continue;
        };
        for known in record.facts.iter_mut().filter(|known| known.fact == fact) {
            known.value = reached.clone();
        }
    }
}

/// The comparisons of criteria that have a fact alone on one side, with the other side.
fn comparisons(edition: &EditionResults) -> Vec<(FactId, &Expression, &Condition)> {
    let mut conditions = Vec::new();
    for criterion in &edition.rubric.criteria {
        if let CriterionBody::Rules(rules) = &criterion.body {
            collect(rules, &mut conditions);
        }
    }
    let mut found = Vec::new();
    for condition in conditions {
        condition.walk(&mut |part| {
            if let Condition::Compare { left, right, .. } = part {
                for (one, other) in [(left, right), (right, left)] {
                    if let Expression::Fact(fact, _) = one {
                        found.push((*fact, other, part));
                    }
                }
            }
        });
    }
    found
}

fn collect<'r>(rules: &'r [Rule], into: &mut Vec<&'r Condition>) {
    for rule in rules {
        match rule {
            Rule::Gives { condition, .. } => into.extend(condition),
            Rule::When {
                condition, rules, ..
            } => {
                into.extend(condition);
                collect(rules, into);
            }
        }
    }
}
