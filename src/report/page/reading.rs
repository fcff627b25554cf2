//! How to read a report, and what it cannot say.

use super::blocks::Filled;
use super::method::absences;
use super::records;
use super::section::Element;
use crate::index::RowState;
use crate::language::number::Number;
use crate::language::rubric::{Cut, CutBy};
use crate::language::value::Domain;
use crate::report::View;
use crate::results::ScaleBasis;

/// The scale, the signs, and what is no ranking.
pub(super) fn reading(view: View<'_>) -> Filled {
    let words = view.words;
    let (low, high) = ends(view);
    let mut lines = vec![words.say(
        "reading_scale",
        &[("low", &words.number(&low)), ("top", &words.number(&high))],
    )];
    let grades = &view.index.grades;
    if let (Some(best), Some(worst)) = (grades.first(), grades.last()) {
        let from = words.number(&best.from);
        lines.push(words.say(
            "reading_grades",
            &[
                ("best", &best.name),
                ("from", &from),
                ("worst", &worst.name),
            ],
        ));
    }
    let mut absence = vec![words.say("reading_absence", &[])];
    absence.extend(absences(view));
    lines.push(absence.join(" "));
    if let Some(reason) = records::what_is_closed(view) {
        lines.push(words.say("reading_black_box", &[("reason", &reason)]));
    }
    let scored = view.rows("indicator").any(|row| row.score.is_some());
    if scored && view.index.cuts.iter().any(|cut| cut.by == CutBy::Body) {
        lines.push(words.say("limit_bodies", &[]));
    }
    if view
        .standings()
        .iter()
        .any(|row| row.state == RowState::Given)
    {
        lines.push(words.say("limit_given", &[]));
    }
    let title = words.say("section_reading", &[]);
    (title, vec![Element::List { lines }])
}

/// The ends of the scale; where they are not known, the lowest and the highest score there are.
fn ends(view: View<'_>) -> (Number, Number) {
    let standings = view.standings();
    let shown = || standings.iter().filter_map(|row| row.shown.clone());
    match (view.scale.basis, shown().min(), shown().max()) {
        (ScaleBasis::Data, Some(low), Some(high)) => (low, high),
        _ => (view.scale.low.clone(), view.scale.high.clone()),
    }
}

/// What the figures cannot say.
pub(super) fn limits(view: View<'_>) -> Filled {
    let lines = sentences(view);
    let title = view.words.say("section_limits", &[]);
    (title, vec![Element::List { lines }])
}

fn sentences(view: View<'_>) -> Vec<String> {
    let words = view.words;
    let standings = view.standings();
    let scored = view.rows("indicator").any(|row| row.score.is_some());
    let mut limits = vec![words.say("limit_time", &[])];
    let samples = view
        .edition
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.disclosures)
        .any(|disclosure| disclosure.records.len() > 1);
    let rubric = &view.edition.rubric;
    let sample = rubric.sample.iter().filter(|_| samples || !scored);
    let own = rubric.notes.iter().chain(sample);
    limits.extend(own.map(|note| view.term(note, note).to_string()));
    limits.extend(reference_values(view));
    if scored && view.index.cuts.iter().any(|cut| cut.by == CutBy::Body) {
        limits.push(words.say("limit_bodies", &[]));
    }
    if !view.index.total.weights.is_empty() {
        limits.push(words.say("limit_weights", &[]));
    }
    if standings.iter().any(|row| row.state == RowState::Given) {
        limits.push(words.say("limit_given", &[]));
    }
    limits
}

/// The values of cuts that are shown but not ranked, and why; a sentence for each cut.
fn reference_values(view: View<'_>) -> Vec<String> {
    let words = view.words;
    let of_cut = |cut: &Cut| {
        let CutBy::Fact(fact) = cut.by else {
            return None;
        };
        let domain = &view.edition.rubric.facts.get(fact.index())?.domain;
        let values = match domain {
            Domain::Choice { answers, .. } => answers,
            Domain::Set(members) => members,
            _ => return None,
        };
        let values = cut
            .reference
            .iter()
            .filter_map(|at| values.get(usize::from(*at)));
        let names: Vec<String> = values
            .map(|value| view.term(value, value).to_lowercase())
            .collect();
        if names.is_empty() {
            return None;
        }
        let list = words.list(&names);
        Some(match &cut.reference_reason {
            Some(reason) => {
                let reason = view.term(reason, reason);
                words.say(
                    "limit_reference_why",
                    &[("values", &list), ("reason", &reason)],
                )
            }
            None => words.say("limit_reference", &[("values", &list)]),
        })
    };
    view.index.cuts.iter().filter_map(of_cut).collect()
}
