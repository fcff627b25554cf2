//! The few sentences a hurried reader gets: level, change, biggest gap.

use super::records;
use crate::language::number::Number;
use crate::report::View;
use crate::report::figures::{Selection, changes, weakest_and_strongest};
use std::fmt::Display;

/// The sentences, each true by itself.
pub fn headline(view: View<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    sentences.extend(level(view));
    sentences.extend(change(view));
    sentences.extend(gap(view));
    sentences
}

fn level(view: View<'_>) -> Vec<String> {
    let words = view.words;
    let standings = view.standings();
    let scored: Vec<_> = standings
        .iter()
        .filter_map(|row| Some((*row, row.shown.as_ref()?)))
        .collect();
    let (Some((first, high)), Some((_, low))) = (scored.first(), scored.last()) else {
        return vec![words.say("title_nobody", &[])];
    };
    let leaders: Vec<String> = scored
        .iter()
        .filter(|(_, score)| score == high)
        .map(|(row, _)| view.entity(&row.entity).to_string())
        .collect();
    let leaders = match leaders.len() {
        1..=3 => words.list(&leaders),
        many => view.count(many),
    };
    let points = words.amount("points", high);
    let fill: [(&str, &dyn Display); 5] = [
        ("first", &leaders),
        ("index", &view.index_name()),
        ("edition", &view.edition_name()),
        ("high", &points),
        ("grade", &first.grade.as_deref().unwrap_or("")),
    ];
    if scored.len() == 1 {
        return vec![words.say("glance_one", &fill)];
    }
    let spread = words.amount("points", &high.minus(low));
    vec![
        words.say("glance_leads", &fill),
        words.say(
            "glance_spread",
            &[("count", &view.count(scored.len())), ("spread", &spread)],
        ),
    ]
}

fn change(view: View<'_>) -> Option<String> {
    let words = view.words;
    let before = view.before()?;
    let from = before.edition_name();
    if !view.comparable(before) {
        let to = view.edition_name();
        return Some(words.say("glance_break", &[("from", &from), ("to", &to)]));
    }
    let changes = changes(view, before);
    let rose = changes.first().filter(|change| change.by > Number::zero());
    let fell = changes.last().filter(|change| change.by.is_negative());
    let name = |change: &crate::report::figures::Change<'_>| {
        let entities = &view.results.project.entities;
        entities.label(change.entity, view.lang()).to_string()
    };
    let (rose_name, fell_name) = (
        rose.map(name).unwrap_or_default(),
        fell.map(name).unwrap_or_default(),
    );
    let rise = rose
        .map(|change| words.signed(&change.by))
        .unwrap_or_default();
    let fall = fell
        .map(|change| words.signed(&change.by))
        .unwrap_or_default();
    let fill: [(&str, &dyn Display); 5] = [
        ("from", &from),
        ("rose", &rose_name),
        ("rise", &rise),
        ("fell", &fell_name),
        ("fall", &fall),
    ];
    match (rose, fell) {
        (Some(_), Some(_)) => Some(words.say("glance_change_both", &fill)),
        (Some(_), None) => Some(words.say("glance_change", &fill)),
        (None, Some(_)) => Some(words.say("glance_change_fall", &fill)),
        (None, None) => None,
    }
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
    if closed > 0 {
        sentences.push(words.count("glance_black_boxes", closed, &[]));
    }
    if standings
        .iter()
        .any(|row| row.state == crate::index::RowState::Given)
    {
        sentences.push(words.say("glance_given", &[]));
    }
    sentences
}
