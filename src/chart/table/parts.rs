//! Tables of what a score is made of: categories, responsible bodies, indicators.

use super::{ChartTable, told, with};
use crate::chart::bodies::BodiesData;
use crate::chart::contribution::{Contribution, ContributionData};
use crate::chart::losses::LossesData;
use crate::chart::mark::Signs;
use crate::chart::tiles::TilesData;

/// A row per entity, its points from every part and its total; then the points lost.
pub(in crate::chart) fn contribution(data: &ContributionData) -> ChartTable {
    let words = &data.frame.words;
    let signs = Signs::of(data.rows.iter().map(|row| &row.total), words);
    let mut head = vec![words.heads.entity.clone()];
    head.extend(data.parts.iter().cloned());
    let lost = |part: &String| format!("{part}: {}", words.points_lost);
    head.extend(data.parts.iter().map(lost));
    head.push(words.total.clone());
    let rows = data.rows.iter().map(|row| {
        let points = |shown: fn(&Contribution) -> &String| {
            // Of some only the total is known.
            (0..data.parts.len())
                .map(move |at| row.parts.get(at).map(shown).cloned().unwrap_or_default())
        };
        let mut cells = vec![row.name.clone()];
        cells.extend(points(|part| &part.shown));
        cells.extend(points(|part| &part.lost_shown));
        cells.push(told(&row.total, &signs, words));
        cells
    });
    ChartTable::of(head, rows.collect())
}

/// A row per part: points lost by the entity, by the others, and the difference.
pub(in crate::chart) fn losses(data: &LossesData) -> ChartTable {
    let words = &data.frame.words;
    let head = [
        &words.heads.name,
        &data.entity,
        &words.others_mean,
        &words.difference,
    ];
    let rows = data.rows.iter().map(|row| {
        let absence = row.absence.as_ref().and_then(|mark| mark.absence(words));
        let own = absence.map_or_else(|| row.own.clone(), String::from);
        vec![
            row.name.clone(),
            own,
            row.others.clone(),
            row.difference_shown.clone(),
        ]
    });
    ChartTable::of(head.map(String::clone).to_vec(), rows.collect())
}

/// A row per body.
pub(in crate::chart) fn bodies(data: &BodiesData) -> ChartTable {
    let words = &data.frame.words;
    let signs = Signs::of(data.rows.iter().map(|row| &row.mark), words);
    let head = [&words.heads.body, &words.heads.score, &words.indicators];
    let rows = data.rows.iter().map(|row| {
        vec![
            row.name.clone(),
            told(&row.mark, &signs, words),
            row.indicators.to_string(),
        ]
    });
    ChartTable::of(head.map(String::clone).to_vec(), rows.collect())
}

/// A row per indicator, with the group and the part it stands in.
pub(in crate::chart) fn tiles(data: &TilesData) -> ChartTable {
    let words = &data.frame.words;
    let all = || {
        data.groups
            .iter()
            .flat_map(|group| &group.parts)
            .flat_map(|part| &part.tiles)
    };
    let signs = Signs::of(all().map(|tile| &tile.mark), words);
    let head = [&words.heads.group, &words.heads.name, &words.heads.score];
    let mut rows = Vec::new();
    for group in &data.groups {
        for part in &group.parts {
            for tile in &part.tiles {
                rows.push(vec![
                    with(&group.name, &part.name),
                    tile.name.clone(),
                    told(&tile.mark, &signs, words),
                ]);
            }
        }
    }
    ChartTable::of(head.map(String::clone).to_vec(), rows)
}
