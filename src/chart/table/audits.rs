//! Tables of what audits find: how sure ranks are, and how far assessors agree.

use super::ChartTable;
use crate::chart::rank_intervals::RankIntervalsData;
use crate::chart::reliability::ReliabilityData;

/// A row per entity: its group where there are any, its official rank, the median and the interval.
pub(in crate::chart) fn rank_intervals(data: &RankIntervalsData) -> ChartTable {
    let words = &data.frame.words;
    let grouped = data.rows.iter().any(|row| !row.group.is_empty());
    let mut head = vec![
        words.heads.entity.clone(),
        words.official_rank.clone(),
        words.median_rank.clone(),
        data.covers.clone(),
    ];
    if grouped {
        head.insert(1, words.heads.group.clone());
    }
    let rows = data.rows.iter().map(|row| {
        let mut cells = vec![
            row.name.clone(),
            format!("{}", row.official),
            row.median_shown.clone(),
            row.shown.clone(),
        ];
        if grouped {
            let group = if row.group.is_empty() {
                "–"
            } else {
                &row.group
            };
            cells.insert(1, group.to_string());
        }
        cells
    });
    ChartTable::of(head, rows.collect())
}

/// A row per criterion with its figures, or why it has none.
pub(in crate::chart) fn reliability(data: &ReliabilityData) -> ChartTable {
    let mut head = vec![data.frame.words.heads.criterion.clone()];
    head.extend(data.heads.iter().cloned());
    let rows = data.rows.iter().map(|row| {
        let figures = [&row.shown, &row.agreement, &row.units];
        let cells = [&row.name].into_iter().chain(figures);
        cells.cloned().collect()
    });
    ChartTable::of(head, rows.collect())
}
