//! The index over the editions.

use super::movers::of_changes;
use crate::chart::{Method, Point, Series, TimelineData};
use crate::project::EntityId;
use crate::report::View;
use crate::report::changes::Changes;
use crate::report::figures::Selection;
use std::fmt::Display;

/// Up to so many lines the chart names all of them.
const ALL_NAMED: usize = 12;
/// So many of those that rose most, and of those that fell most, stand out among more.
const MOVERS: usize = 3;

/// The index over all editions; `None` when there are fewer than two.
pub fn timeline(view: View<'_>, chosen: &Selection) -> Option<TimelineData> {
    let editions = view.editions();
    let (first, last) = (editions.first()?, *editions.last()?);
    if !last.is_later_than(*first) {
        return None;
    }
    // Those of the last edition in its order, then those that left.
    let mut entities: Vec<&EntityId> = Vec::new();
    for edition in editions.iter().rev() {
        for row in edition.standings() {
            if chosen.takes(&row.entity) && !entities.contains(&&row.entity) {
                entities.push(&row.entity);
            }
        }
    }
    let outstanding = outstanding(&editions, chosen, entities.len());
    let series = entities.iter().map(|entity| Series {
        name: view
            .results
            .project
            .entities
            .label(entity, view.lang())
            .to_string(),
        points: editions
            .iter()
            .filter_map(|edition| {
                Some(Point {
                    year: edition.moment(),
                    mark: edition.mark(edition.total(entity)?),
                })
            })
            .collect(),
        highlighted: outstanding.contains(entity),
    });
    let mut methods: Vec<Method> = Vec::new();
    let mut before: Option<View<'_>> = None;
    for edition in &editions {
        if before.is_none_or(|before| !before.comparable(*edition)) {
            methods.push(Method {
                first_year: edition.moment(),
                name: edition.method_edition(),
            });
        }
        before = Some(*edition);
    }
    let mut notes: Vec<String> = Vec::new();
    if methods.len() > 1 {
        notes.push(view.words.say("break_note", &[]));
        let told = latest(&editions, chosen).map(|(_, changes)| changes.told);
        let told = told.unwrap_or_default();
        notes.extend(view.basis(told.iter().map(|(_, change)| change)));
    }
    let subtitle = view.words.say(
        "subtitle_timeline",
        &[
            ("index", &view.index_name()),
            ("scale", &view.scale_line(view.scale)),
            ("count", &view.count(entities.len())),
        ],
    );
    Some(TimelineData {
        years: editions.iter().map(|edition| edition.moment()).collect(),
        names: editions
            .iter()
            .map(|edition| (edition.moment(), edition.edition_name()))
            .collect(),
        series: series.collect(),
        frame: last.frame(
            last.of_selection(title(last, *first, &chosen.subject()), chosen),
            subtitle,
            notes,
        ),
        methods,
        bands: last.bands(),
    })
}

/// The changes since an edition by size, the largest rise first.
fn by_size<'a>(view: View<'a>, before: View<'a>, chosen: &Selection) -> Changes<'a> {
    let mut changes = view.changes(before).only(|entity| chosen.takes(entity));
    changes
        .told
        .sort_by_cached_key(|(_, change)| std::cmp::Reverse(change.by()));
    changes
}

/// The latest two neighbours of which something can be compared, with the later of the two. Where nothing can be since
/// the method changed, those are editions before the change.
fn latest<'a>(editions: &[View<'a>], chosen: &Selection) -> Option<(View<'a>, Changes<'a>)> {
    let pairs = editions.iter().rev().zip(editions.iter().rev().skip(1));
    pairs
        .map(|(later, earlier)| (*later, by_size(*later, *earlier, chosen)))
        .find(|(_, changes)| !changes.told.is_empty())
}

/// Who stands out: whoever is named; where nobody is and there are too many lines to name all, those that moved most
/// either way, whom the title is about.
fn outstanding<'a>(
    editions: &[View<'a>],
    chosen: &'a Selection,
    lines: usize,
) -> Vec<&'a EntityId> {
    if !chosen.highlight.is_empty() || lines <= ALL_NAMED {
        return chosen.highlight.iter().collect();
    }
    let changes = latest(editions, chosen).map(|(_, changes)| changes.told);
    let changes = changes.unwrap_or_default();
    let ends = changes
        .iter()
        .take(MOVERS)
        .chain(changes.iter().rev().take(MOVERS));
    ends.filter(|(_, change)| !change.by().is_zero())
        .map(|(entity, _)| *entity)
        .collect()
}

/// The finding: what changed between the latest two editions that can be compared, about those that are chosen.
fn title(last: View<'_>, first: View<'_>, chosen: &Selection) -> String {
    let words = last.words;
    let editions = last.editions();
    let Some((to, changes)) = latest(&editions, chosen) else {
        let fill: [(&str, &dyn Display); 3] = [
            ("index", &last.index_name()),
            ("from", &first.edition_name()),
            ("to", &last.edition_name()),
        ];
        return words.say("title_timeline", &fill);
    };
    let about: Vec<_> = changes.told.iter().collect();
    let finding = of_changes(to, &changes, &about);
    let since = editions.iter().find(|edition| edition.is_later_than(to));
    match since {
        Some(edition) => words.say(
            "title_before_break",
            &[("finding", &finding), ("year", &edition.edition_name())],
        ),
        None => finding,
    }
}
