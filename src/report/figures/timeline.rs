//! The index over the editions.

use crate::chart::{Method, Point, Series, TimelineData};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
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
    if first.edition.year == last.edition.year {
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
                    year: i32::from(edition.edition.year),
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
                first_year: i32::from(edition.edition.year),
                name: edition.method_edition(),
            });
        }
        before = Some(*edition);
    }
    let notes = (methods.len() > 1).then(|| view.words.say("break_note", &[]));
    let subtitle = view.words.say(
        "subtitle_timeline",
        &[
            ("index", &view.index_name()),
            ("scale", &view.scale_line(view.scale)),
            ("count", &view.count(entities.len())),
        ],
    );
    Some(TimelineData {
        years: editions
            .iter()
            .map(|edition| i32::from(edition.edition.year))
            .collect(),
        series: series.collect(),
        frame: last.frame(
            last.of_selection(title(last, *first, &chosen.subject()), chosen),
            subtitle,
            notes.into_iter().collect(),
        ),
        methods,
        bands: last.bands(),
    })
}

/// How an entity's total moved between two editions, as the printed scores show it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Change<'a> {
    pub entity: &'a EntityId,
    pub by: Number,
}

/// The changes from one edition to a later one, of the entities that have scores in both, the largest rise first; none
/// when the method changed.
pub(in crate::report) fn changes<'a>(later: View<'a>, earlier: View<'a>) -> Vec<Change<'a>> {
    if !later.comparable(earlier) {
        return Vec::new();
    }
    let mut changes: Vec<Change<'a>> = later
        .standings()
        .into_iter()
        .filter_map(|row| {
            let before = earlier.total(&row.entity)?.shown.as_ref()?;
            Some(Change {
                entity: &row.entity,
                by: row.shown.as_ref()?.minus(before),
            })
        })
        .collect();
    changes.sort_by(|a, b| b.by.cmp(&a.by));
    changes
}

/// The latest two neighbours that can be compared, with the changes between them; later editions came after a change of
/// method.
fn latest<'a>(
    editions: &[View<'a>],
    chosen: &Selection,
) -> Option<(View<'a>, View<'a>, Vec<Change<'a>>)> {
    let pairs = editions.iter().rev().zip(editions.iter().rev().skip(1));
    pairs
        .map(|(later, earlier)| {
            let mut changes = changes(*later, *earlier);
            changes.retain(|change| chosen.takes(change.entity));
            (*later, *earlier, changes)
        })
        .find(|(_, _, changes)| !changes.is_empty())
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
    let changes = latest(editions, chosen).map(|(_, _, changes)| changes);
    let changes = changes.unwrap_or_default();
    let ends = changes
        .iter()
        .take(MOVERS)
        .chain(changes.iter().rev().take(MOVERS));
    ends.filter(|change| !change.by.is_zero())
        .map(|change| change.entity)
        .collect()
}

fn title(last: View<'_>, first: View<'_>, chosen: &Selection) -> String {
    let words = last.words;
    let name = |change: &Change<'_>| {
        let entities = &last.results.project.entities;
        entities.label(change.entity, last.lang()).to_string()
    };
    let editions = last.editions();
    let (to, from, changes) = latest(&editions, chosen).unwrap_or((last, first, Vec::new()));
    let since = editions
        .iter()
        .find(|edition| edition.edition.year > to.edition.year)
        .filter(|_| !changes.is_empty());
    let (from, to) = (from.edition_name(), to.edition_name());
    let rose = changes.first().filter(|change| change.by > Number::zero());
    let fell = changes.last().filter(|change| change.by.is_negative());
    let rise = rose.map_or_else(String::new, |change| words.signed(&change.by));
    let fall = fell.map_or_else(String::new, |change| words.signed(&change.by));
    let rose_name = rose.map_or_else(String::new, name);
    let fell_name = fell.map_or_else(String::new, name);
    let fill: [(&str, &dyn Display); 6] = [
        ("from", &from),
        ("to", &to),
        ("rose", &rose_name),
        ("rise", &rise),
        ("fell", &fell_name),
        ("fall", &fall),
    ];
    let finding = match (changes.as_slice(), rose, fell) {
        ([], _, _) => words.say(
            "title_timeline",
            &[
                ("index", &last.index_name()),
                ("from", &first.edition.year),
                ("to", &last.edition.year),
            ],
        ),
        ([one], _, _) => {
            let by = words.signed(&one.by);
            words.say(
                "title_one_rose",
                &[
                    ("from", &from),
                    ("to", &to),
                    ("rose", &name(one)),
                    ("rise", &by),
                ],
            )
        }
        (_, Some(_), Some(_)) => words.say("title_rose_fell", &fill),
        (_, Some(_), None) => words.say("title_rose", &fill),
        (_, None, Some(_)) => words.say("title_fell", &fill),
        (_, None, None) => words.say("title_still", &fill),
    };
    match since {
        Some(edition) => words.say(
            "title_before_break",
            &[("finding", &finding), ("year", &edition.edition_name())],
        ),
        None => finding,
    }
}
