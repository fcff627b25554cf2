//! How to read a report, and what it cannot say.

use super::blocks::Filled;
use super::method::absences;
use super::records;
use super::section::Element;
use crate::index::RowState;
use crate::language::number::Number;
use crate::language::rubric::CutBy;
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
    if samples || !scored {
        limits.push(words.say("limit_samples", &[]));
    }
    limits.push(words.say("limit_practice", &[]));
    let reference = reference_values(view);
    if !reference.is_empty() {
        let markets = words.list(&reference);
        limits.push(words.say("limit_reference", &[("markets", &markets)]));
    }
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

/// The values of cuts that are shown but not ranked.
fn reference_values(view: View<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for cut in &view.index.cuts {
        let CutBy::Fact(fact) = cut.by else { continue };
        let domain = view
            .edition
            .rubric
            .facts
            .get(fact.index())
            .map(|fact| &fact.domain);
        let values = match domain {
            Some(Domain::Choice { answers, .. }) => answers,
            Some(Domain::Set(members)) => members,
            _ => continue,
        };
        for at in &cut.reference {
            if let Some(value) = values.get(usize::from(*at)) {
                names.push(view.term(value, value).to_lowercase());
            }
        }
    }
    names
}
