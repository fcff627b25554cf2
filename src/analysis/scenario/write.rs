//! Writes a scenario as YAML, and makes one from a plan.

use super::{Overlay, Scenario};
use crate::analysis::plan::{Change, Plan};
use crate::evidence::{Disclosure, Notes, Record, Recorded, State};
use crate::project::EntityId;
use crate::results::Results;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The scenario in which a plan is carried out. Its changes have no place in any file.
pub fn of_plan(
    results: &Results,
    edition: usize,
    entity: &EntityId,
    plan: &Plan,
    title: &str,
) -> Scenario {
    let mut disclosures: BTreeMap<_, Disclosure> = BTreeMap::new();
    let sheets = results
        .editions
        .get(edition)
        .map_or(&[][..], |edition| &edition.sheets);
    let Some(span) = sheets.first().map(|sheet| sheet.span) else {
        return Scenario::default();
    };
    for action in &plan.actions {
        let Some(slot) = plan.field.slots.get(action.slot) else {
            continue;
        };
        let mut record = Record {
            body: slot.body.clone(),
            facts: Vec::new(),
            judged: Vec::new(),
            day: None,
            notes: None,
            span,
        };
        for change in &action.state.changes {
            match change {
                Change::Fact { fact, to, .. } => {
                    record.facts.push(Recorded {
                        fact: *fact,
                        value: to.clone(),
                        span,
                    });
                }
                Change::Judged { criterion, to, .. } => {
                    record.judged.push((*criterion, to.clone(), span));
                }
            }
        }
        let disclosure = disclosures
            .entry(slot.indicator)
            .or_insert_with(|| Disclosure {
                indicator: slot.indicator,
                state: State::Assessed,
                records: Vec::new(),
                notes: Notes::default(),
                span,
            });
        disclosure.records.push(record);
    }
    let overlay = Overlay {
        edition,
        entity: entity.clone(),
        disclosures: disclosures.into_values().collect(),
    };
    Scenario {
        title: Some(title.to_string()),
        overlays: vec![overlay],
        ..Scenario::default()
    }
}

/// A scenario as a file that [`load`](super::load) reads.
pub fn written(results: &Results, scenario: &Scenario) -> String {
    let mut text = String::new();
    let id = |at: usize| {
        results
            .editions
            .get(at)
            .map_or("", |edition| edition.id.as_str())
    };
    if let Some(title) = &scenario.title {
        let _ = writeln!(text, "title: {}", quoted(title));
    }
    if let Some(baseline) = scenario.baseline {
        let _ = writeln!(text, "baseline: {}", plain(id(baseline)));
    }
    if !scenario.overlays.is_empty() {
        text.push_str("sheets:\n");
    }
    for overlay in &scenario.overlays {
        let _ = writeln!(text, "  - edition: {}", plain(id(overlay.edition)));
        let _ = writeln!(text, "    entity: {}", plain(overlay.entity.as_str()));
        text.push_str("    disclosures:\n");
        for disclosure in &overlay.disclosures {
            let name = results
                .catalogue
                .indicator(disclosure.indicator)
                .map_or("", |found| &found.id);
            let records: Vec<String> = disclosure
                .records
                .iter()
                .map(|record| self::record(results, overlay.edition, record))
                .collect();
            let bodies = disclosure
                .records
                .iter()
                .any(|record| record.body.is_some());
            if bodies {
                let _ = writeln!(text, "      {}:\n        bodies:", plain(name));
                for (record, words) in disclosure.records.iter().zip(&records) {
                    let body = record.body.as_deref().unwrap_or("");
                    let _ = writeln!(text, "          {}: {words}", plain(body));
                }
            } else {
                let words = records.first().map_or("{}", String::as_str);
                let _ = writeln!(text, "      {}: {words}", plain(name));
            }
        }
    }
    if !scenario.lifted.is_empty() {
        text.push_str("lift:\n");
    }
    for lift in &scenario.lifted {
        let reason = lift.reason.as_ref().map_or(String::new(), |reason| {
            format!("reason: {}, ", plain(reason))
        });
        let (edition, as_in) = (plain(id(lift.edition)), plain(id(lift.as_in)));
        let entity = plain(lift.entity.as_str());
        let _ = writeln!(
            text,
            "  - {{ edition: {edition}, entity: {entity}, {reason}as_in: {as_in} }}"
        );
    }
    text
}

fn record(results: &Results, edition: usize, record: &Record) -> String {
    let Some(edition) = results.editions.get(edition) else {
        return "{}".to_string();
    };
    let rubric = &edition.rubric;
    let mut words: Vec<String> = record
        .facts
        .iter()
        .filter_map(|recorded| {
            let fact = rubric.facts.get(recorded.fact.index())?;
            let value = fact.domain.show(&recorded.value);
            // A set shows as a YAML list already.
            let list = matches!(recorded.value, crate::language::value::Value::Set(_));
            Some(format!(
                "{}: {}",
                fact.name,
                if list { value } else { plain(&value) }
            ))
        })
        .collect();
    let judged: Vec<String> = record
        .judged
        .iter()
        .filter_map(|(id, score, _)| {
            let criterion = rubric.criteria.get(id.index())?;
            Some(format!("{}: {score}", criterion.name))
        })
        .collect();
    if !judged.is_empty() {
        words.push(format!("judged: {{ {} }}", judged.join(", ")));
    }
    format!("{{ {} }}", words.join(", "))
}

/// A text without quotes where YAML reads it as it stands.
fn plain(text: &str) -> String {
    let harmless = |letter: char| letter.is_alphanumeric() || "_-.%".contains(letter);
    let bare = text.chars().all(harmless)
        && text.starts_with(char::is_alphanumeric)
        && !["null", "Null", "NULL"].contains(&text);
    if bare { text.to_string() } else { quoted(text) }
}

/// A text in quotes; what JSON escapes, YAML escapes alike.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
