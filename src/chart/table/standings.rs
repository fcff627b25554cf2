//! Tables of where entities stand: rankings, categories, criteria, cards and profiles.

use super::{ChartTable, NOTHING, compared, told, with};
use crate::chart::card::{CardData, Standing};
use crate::chart::criteria::CriteriaData;
use crate::chart::heat_map::HeatMapData;
use crate::chart::mark::Signs;
use crate::chart::profile::{ProfileData, ProfileRow};
use crate::chart::ranking::RankingData;

/// A row per entity; reasons only where there are some.
pub(in crate::chart) fn ranking(data: &RankingData) -> ChartTable {
    let words = &data.frame.words;
    let signs = Signs::of(data.rows.iter().map(|row| &row.mark), words);
    let mut head = vec![
        words.heads.rank.clone(),
        words.heads.entity.clone(),
        words.heads.score.clone(),
    ];
    let groups = data.rows.iter().any(|row| !row.group.is_empty());
    if groups {
        head.push(words.heads.group.clone());
    }
    let ranges = data.rows.iter().any(|row| row.range.is_some());
    if ranges {
        head.push(data.range.clone());
    }
    let reasons = data.rows.iter().any(|row| row.reason.is_some());
    if reasons {
        head.push(words.heads.reason.clone());
    }
    // As in the chart, those without a score stand below.
    let (scored, unscored): (Vec<_>, Vec<_>) =
        data.rows.iter().partition(|row| row.mark.value().is_some());
    let rows = scored.into_iter().chain(unscored).map(|row| {
        let mut cells = vec![
            row.rank.clone().unwrap_or_default(),
            row.name.clone(),
            told(&row.mark, &signs, words),
        ];
        if groups {
            cells.push(row.group.clone());
        }
        if ranges {
            let range = row.range.map(|(low, high)| format!("{low:.1}–{high:.1}"));
            cells.push(range.unwrap_or_default());
        }
        if reasons {
            cells.push(row.reason.clone().unwrap_or_default());
        }
        cells
    });
    ChartTable::of(head, rows.collect())
}

/// A row per entity, a column per category with its weight, and the total.
pub(in crate::chart) fn heat_map(data: &HeatMapData) -> ChartTable {
    let words = &data.frame.words;
    let columns = 0..data.columns.len();
    let marks = data.rows.iter().flat_map(|row| {
        let cells = columns.clone().map(|column| row.cell(column));
        cells.chain([&row.total])
    });
    let signs = Signs::of(marks, words);
    let mut head = vec![words.heads.entity.clone()];
    let named = data.columns.iter();
    head.extend(named.map(|column| with(&column.name, &column.weight)));
    head.push(words.total.clone());
    let rows = data.rows.iter().map(|row| {
        let cells = columns.clone().map(|column| row.cell(column));
        let cells = cells.chain([&row.total]);
        let cells = cells.map(|mark| told(mark, &signs, words));
        [row.name.clone()].into_iter().chain(cells).collect()
    });
    ChartTable::of(head, rows.collect())
}

/// A row per criterion, a column per entity, and what they are compared with.
pub(in crate::chart) fn criteria(data: &CriteriaData) -> ChartTable {
    let words = &data.frame.words;
    let entities = 0..data.entities.len();
    let marks = data
        .criteria
        .iter()
        .flat_map(|strip| entities.clone().map(|entity| strip.mark(entity)));
    let signs = Signs::of(marks, words);
    let mut head = vec![words.heads.criterion.clone()];
    head.extend(data.entities.iter().cloned());
    let peers = data.criteria.iter().any(|strip| strip.peers.is_some());
    if peers {
        head.extend([words.peers_median.clone(), words.peers_range.clone()]);
    }
    let rows = data.criteria.iter().map(|strip| {
        let mut cells = vec![strip.name.clone()];
        let marks = entities.clone().map(|entity| strip.mark(entity));
        cells.extend(marks.map(|mark| told(mark, &signs, words)));
        if peers {
            cells.extend(compared(strip.peers));
        }
        cells
    });
    ChartTable::of(head, rows.collect())
}

/// The entity itself, with meaning and facts beside it, then the parts of each list.
pub(in crate::chart) fn card(data: &CardData) -> ChartTable {
    let words = &data.frame.words;
    let parts = data.parts.iter().flat_map(|(_, parts)| parts);
    let marks = [&data.standing.mark]
        .into_iter()
        .chain(parts.map(|part| &part.mark));
    let signs = Signs::of(marks, words);
    let heads = &words.heads;
    let head = [&heads.group, &heads.name, &heads.score, &heads.note];
    let mut rows = vec![vec![
        words.total.clone(),
        data.standing.name.clone(),
        told(&data.standing.mark, &signs, words),
        facts(&data.standing),
    ]];
    for (heading, parts) in &data.parts {
        rows.extend(parts.iter().map(|part| {
            vec![
                heading.clone(),
                part.name.clone(),
                told(&part.mark, &signs, words),
                NOTHING.to_owned(),
            ]
        }));
    }
    ChartTable::of(head.map(String::clone).to_vec(), rows)
}

/// What a grade means, and the facts beside it.
fn facts(standing: &Standing) -> String {
    let texts = [&standing.meaning].into_iter().chain(&standing.facts);
    let texts = texts.filter(|text| !text.trim().is_empty());
    texts.map(String::as_str).collect::<Vec<_>>().join("; ")
}

/// The panels of a profile below each other: the entity, its editions, categories and criteria, and all black boxes,
/// also those for which the page has no room.
pub(in crate::chart) fn profile(data: &ProfileData) -> ChartTable {
    let words = &data.frame.words;
    let listed = || data.categories.iter().chain(&data.criteria);
    let marks = [&data.standing.mark]
        .into_iter()
        .chain(data.history.iter().map(|point| &point.mark))
        .chain(listed().map(|row| &row.mark));
    let signs = Signs::of(marks, words);
    let heads = &words.heads;
    let mut head = vec![
        heads.group.clone(),
        heads.name.clone(),
        heads.weight.clone(),
        heads.score.clone(),
    ];
    let peers = listed().any(|row| row.peers.is_some());
    if peers {
        head.extend([words.peers_median.clone(), words.peers_range.clone()]);
    }
    head.push(heads.note.clone());
    let line = |group: &str, row: ProfileRow, note: &str| {
        let mut cells = vec![
            group.to_owned(),
            row.name,
            row.weight,
            told(&row.mark, &signs, words),
        ];
        if peers {
            cells.extend(compared(row.peers));
        }
        cells.push(note.to_owned());
        cells
    };
    let alone = |name: &str, mark: &crate::chart::Mark| ProfileRow {
        name: name.to_owned(),
        weight: String::new(),
        mark: mark.clone(),
        peers: None,
    };
    let standing = alone(&data.standing.name, &data.standing.mark);
    let mut rows = vec![line(&words.total, standing, &facts(&data.standing))];
    let mut points: Vec<_> = data.history.iter().collect();
    points.sort_by_key(|point| point.year);
    // One edition alone has no panel.
    if points.len() > 1 {
        let mut before = None;
        for point in points {
            let broken = data
                .breaks
                .iter()
                .any(|first| before.is_some_and(|before| *first > before && *first <= point.year));
            let note = if broken { words.by_method.as_str() } else { "" };
            let edition = alone(&data.names.name(point.year), &point.mark);
            rows.push(line(&data.headings.history, edition, note));
            before = Some(point.year);
        }
    }
    for (heading, listed) in [
        (&data.headings.categories, &data.categories),
        (&data.headings.criteria, &data.criteria),
    ] {
        rows.extend(listed.iter().map(|row| line(heading, row.clone(), "")));
    }
    let width = head.len();
    for (category, names) in &data.black_boxes {
        rows.extend(names.iter().map(|name| {
            let mut cells = vec![String::new(); width];
            let texts = [&data.headings.black_boxes, name];
            for (cell, text) in cells.iter_mut().zip(texts) {
                cell.clone_from(text);
            }
            if let Some(note) = cells.last_mut() {
                note.clone_from(category);
            }
            cells
        }));
    }
    ChartTable::of(head, rows)
}
