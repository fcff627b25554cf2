//! Tables of what audits find: how sure ranks are, and how far assessors agree.

use super::ChartTable;
use crate::chart::rank_intervals::RankIntervalsData;
use crate::chart::reliability::ReliabilityData;

/// A row per entity: its official rank, the median and the interval.
pub(in crate::chart) fn rank_intervals(data: &RankIntervalsData) -> ChartTable {
    let words = &data.frame.words;
    let head = [
        &words.heads.entity,
        &words.official_rank,
        &words.median_rank,
        &data.covers,
    ];
    let rows = data.rows.iter().map(|row| {
        vec![
            row.name.clone(),
            format!("{}", row.official),
            row.median_shown.clone(),
            row.shown.clone(),
        ]
    });
    ChartTable::of(head.map(String::clone).to_vec(), rows.collect())
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
