//! The few sentences a hurried reader gets: level, change, biggest gap.

use super::blocks::Filled;
use super::records;
use super::section::Element;
use crate::index::Row;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{
    Move, Selection, Titles, on_same_rules, ranked_parts, title_of_moves, weakest_and_strongest,
};
use crate::report::finding::{Ends, Finding};
use crate::results::{Basis, Incomparable};
use std::fmt::Display;

/// The sentence about change. Where nobody moved there is none, and the charts say so.
const GLANCE: Titles = Titles {
    both: "glance_change_both",
    up: "glance_change",
    down: "glance_change_fall",
    still: "title_still",
};

/// The sentences about everybody, each true by itself, under the finding.
pub(super) fn of_all(view: View<'_>) -> Filled {
    let standings = view.standings();
    let finding = Finding::of(view, &standings, &Selection::default());
    let mut sentences = Vec::new();
    sentences.extend(level(view, &finding));
    sentences.extend(view.withheld_among(&standings));
    sentences.extend(change(view));
    sentences.extend(gap(view));
    let elements = vec![
        Element::Lead {
            text: finding.title(view),
        },
        Element::Glance { sentences },
    ];
    (String::new(), elements)
}

/// Three sentences about one entity: its level, its change where editions can be compared, and its biggest gap.
pub(super) fn of_one(view: View<'_>, entity: &EntityId) -> Option<Filled> {
    let total = view.total(entity)?;
    let mut first = level_of(view, total)?;
    if let Some(withheld) = view.withheld_of(entity) {
        first.push(' ');
        first.push_str(&view.sentence(&withheld));
    }
    let mut sentences = vec![first];
    sentences.extend(change_of(view, total));
    sentences.extend(gap_of(view, entity));
    Some((String::new(), vec![Element::Glance { sentences }]))
}

fn level_of(view: View<'_>, total: &Row) -> Option<String> {
    let words = view.words;
    let entities = &view.results.project.entities;
    let name = entities.label(&total.entity, view.lang());
    let points = words.amount("points", total.shown.as_ref()?);
    let rank = view.rank_line(total);
    let grade = total.grade.as_deref();
    let key = match (grade, &rank) {
        (Some(_), Some(_)) => "entity_level",
        (Some(_), None) => "entity_level_graded",
        (None, Some(_)) => "entity_level_ranked",
        (None, None) => "glance_one",
    };
    let fill: [(&str, &dyn Display); 6] = [
        ("first", &name),
        ("high", &points),
        ("index", &view.index_name()),
        ("edition", &view.edition_name()),
        ("grade", &grade.unwrap_or_default()),
        ("rank", &rank.clone().unwrap_or_default()),
    ];
    Some(words.say(key, &fill))
}

fn change_of(view: View<'_>, total: &Row) -> Option<String> {
    let words = view.words;
    let mut earlier = view.until().into_iter().rev();
    let before = earlier.find(|of| {
        let has_score = |row: &Row| row.shown.is_some();
        of.edition.id != view.edition.id && of.total(&total.entity).is_some_and(has_score)
    })?;
    let from = before.edition_name();
    let change = match view.change(&total.entity, before) {
        Ok(change) => change,
        Err(reason) => {
            let why = view.why_not(before, &reason);
            return Some(words.say("entity_not_compared", &[("from", &from), ("why", &why)]));
        }
    };
    let by = change.by();
    let key = match &change.basis {
        Basis::Published if by.is_zero() => "entity_same",
        Basis::Published if by.is_negative() => "entity_fell",
        Basis::Published => "entity_rose",
        Basis::SameRules { .. } => {
            let one = (&total.entity, change);
            let finding = on_same_rules(view, &[&one], &from);
            let basis = view.basis(std::iter::once(&one.1)).unwrap_or_default();
            let fill: [(&str, &dyn Display); 2] = [("finding", &finding), ("basis", &basis)];
            return Some(words.say("finding_and_basis", &fill));
        }
    };
    let points = words.amount("points", &by.absolute());
    Some(words.say(key, &[("points", &points), ("from", &from)]))
}

/// The part of the index that costs the entity most points, and its black boxes.
fn gap_of(view: View<'_>, entity: &EntityId) -> Option<String> {
    let words = view.words;
    let level = view.part_level();
    let weights = &view.index.total.weights;
    let parts = ranked_parts(view, entity);
    if parts.len() < 2 {
        return None;
    }
    let lost = |(node, row): &(&str, &Row)| {
        let missing = view
            .scale_below
            .high
            .minus(row.score.as_ref().unwrap_or(&Number::zero()));
        let weight = weights.iter().find(|weight| weight.node == *node);
        weight.map_or_else(|| missing.clone(), |weight| missing.times(&weight.share))
    };
    let (node, row) = parts.iter().rev().max_by_key(|part| lost(part))?;
    let score = words.number(row.shown.as_ref()?);
    let fill: [(&str, &dyn Display); 2] = [("weak", &view.node(level, node)), ("score", &score)];
    let mut text = words.say("entity_gap", &fill);
    let closed = records::black_boxes(view, entity).len();
    if let Some(sentence) = closed_in_words(view, closed) {
        text.push(' ');
        text.push_str(&sentence);
    }
    Some(text)
}

/// How many disclosures are closed and what that means; nothing where none is.
fn closed_in_words(view: View<'_>, closed: usize) -> Option<String> {
    let reason = records::what_is_closed(view).filter(|_| closed > 0)?;
    let words = view.words;
    Some(words.count("glance_black_boxes", closed, &[("reason", &reason)]))
}

/// Who leads, and how far the others are behind.
fn level(view: View<'_>, finding: &Finding<'_>) -> Vec<String> {
    let words = view.words;
    let leads = |ends: &Ends<'_>, key: &str| {
        let points = words.amount("points", ends.high);
        let fill: [(&str, &dyn Display); 4] = [
            ("first", &ends.leaders(view)),
            ("index", &view.index_name()),
            ("edition", &view.edition_name()),
            ("high", &points),
        ];
        words.say(key, &fill)
    };
    let spread = |by: &Number| {
        let standings = view.standings();
        let scored = standings.iter().filter(|row| row.shown.is_some()).count();
        let spread = words.amount("points", by);
        let fill: [(&str, &dyn Display); 2] = [("count", &view.count(scored)), ("spread", &spread)];
        words.say("glance_spread", &fill)
    };
    match finding {
        Finding::Ends(ends) => vec![
            leads(ends, "glance_leads"),
            spread(&ends.high.minus(ends.low)),
        ],
        Finding::AllEqual(_) => vec![spread(&Number::zero())],
        Finding::Alone(row) => level_of(view, row).into_iter().collect(),
        // The lead has said it: each group has leaders of its own, and no distance leads from one to the other.
        Finding::Nobody | Finding::Groups(_) | Finding::Placed(_) => Vec::new(),
    }
}

fn change(view: View<'_>) -> Option<String> {
    let words = view.words;
    let before = view.before()?;
    let from = before.edition_name();
    let changes = view.changes(before);
    if changes.told.is_empty() {
        let to = view.edition_name();
        let any = changes.untold.iter();
        let mut compared = any.filter(|(_, reason)| *reason != Incomparable::OneEdition);
        return compared.next().map(|(_, reason)| {
            let key = match reason {
                Incomparable::TooLittle { .. } => "glance_too_little",
                _ => "glance_break",
            };
            words.say(key, &[("from", &from), ("to", &to)])
        });
    }
    if changes.on_same_rules() {
        let all: Vec<_> = changes.told.iter().collect();
        let finding = on_same_rules(view, &all, &from);
        let basis = view.basis(changes.told.iter().map(|(_, change)| change));
        let basis = basis.unwrap_or_default();
        let fill: [(&str, &dyn Display); 2] = [("finding", &finding), ("basis", &basis)];
        return Some(words.say("finding_and_basis", &fill));
    }
    let told: Vec<_> = changes.told.iter().collect();
    let moves = Move::all(&told);
    if moves.iter().all(|moved| moved.by.is_zero()) {
        return None;
    }
    let by = |moved: &Move<'_>| words.signed(&moved.by);
    let to = view.edition_name();
    Some(title_of_moves(view, &moves, &GLANCE, (&from, &to), &by))
}

fn gap(view: View<'_>) -> Vec<String> {
    let words = view.words;
    let mut sentences = Vec::new();
    if let Some(((weak, mean), _)) = weakest_and_strongest(view, &Selection::default()) {
        let score = words.number(&view.index.shown(&mean));
        let weak = view.node(view.part_level(), weak);
        sentences.push(words.say("glance_weakest", &[("weak", &weak), ("score", &score)]));
    }
    let standings = view.standings();
    let closed: usize = standings
        .iter()
        .map(|row| records::black_boxes(view, &row.entity).len())
        .sum();
    sentences.extend(closed_in_words(view, closed));
    if standings
        .iter()
        .any(|row| row.state == crate::index::RowState::Given)
    {
        sentences.push(words.say("glance_given", &[]));
    }
    sentences
}
