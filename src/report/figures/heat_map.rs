//! Entities by the parts of the index.

use crate::chart::{HeatColumn, HeatMapData, HeatRow, Mark};
use crate::index::aggregate;
use crate::language::number::Number;
use crate::language::syntax::Aggregate;
use crate::report::View;
use crate::report::figures::Selection;
use std::fmt::Display;

/// The categories of an edition (or what else the total is made of); `None` when no entity has a score in at least two
/// of them.
pub fn heat_map(view: View<'_>, chosen: &Selection) -> Option<HeatMapData> {
    let parts = view.parts();
    let level = view.part_level();
    let mut standings = view.standings();
    standings.retain(|row| chosen.takes(&row.entity));
    let rows: Vec<HeatRow> = standings
        .iter()
        .map(|total| HeatRow {
            name: view.entity(&total.entity).to_string(),
            cells: parts
                .iter()
                .map(|(node, _)| view.mark_of(view.row(&total.entity, level, node)))
                .collect(),
            total: view.mark(total),
            highlighted: chosen.highlights(&total.entity),
        })
        // An entity of which only the total was published has nothing to show here.
        .filter(|row| row.cells.iter().any(|cell| *cell != Mark::NoScore))
        .collect();
    let scored = |row: &HeatRow| {
        row.cells
            .iter()
            .filter(|cell| cell.value().is_some())
            .count()
    };
    if rows.iter().all(|row| scored(row) < 2) {
        return None;
    }
    let weighted = parts.iter().any(|(_, weight)| weight.is_some());
    let columns = parts.iter().map(|(node, weight)| HeatColumn {
        name: view.node(level, node).to_string(),
        weight: weight.map_or_else(String::new, |share| view.words.share(share)),
    });
    let mut notes: Vec<String> = view.withheld_among(&standings).into_iter().collect();
    notes.extend(weighted.then(|| view.words.say("weight_note", &[])));
    Some(HeatMapData {
        columns: columns.collect(),
        frame: view.frame(
            view.of_selection(title(view, &chosen.subject(), &rows), chosen),
            view.subtitle("subtitle_categories", rows.len()),
            notes,
        ),
        rows,
    })
}

fn title(view: View<'_>, chosen: &Selection, rows: &[HeatRow]) -> String {
    let Some((weak, strong)) = weakest_and_strongest(view, chosen) else {
        return view.index_name().to_string();
    };
    let level = view.part_level();
    let fill: [(&str, &dyn Display); 2] = [
        ("weak", &view.node(level, weak.0)),
        ("strong", &view.node(level, strong.0)),
    ];
    let only = match (chosen.one(), rows) {
        (Some(one), _) if chosen.entities.len() == 1 => Some(view.entity(one).to_string()),
        (_, [one]) => Some(one.name.clone()),
        _ => None,
    };
    match only {
        Some(name) => {
            let [weak, strong] = fill;
            let fill = [("entity", &name as &dyn Display), weak, strong];
            view.words.say("title_heat_map_one", &fill)
        }
        None => view.words.say("title_heat_map", &fill),
    }
}

/// A part of the index with its mean over the entities.
pub(in crate::report) type PartMean<'a> = (&'a str, Number);

/// The parts of the index with the lowest and the highest mean over the entities chosen, with those means; `None` unless at
/// least two parts have one, and not all the same.
pub(in crate::report) fn weakest_and_strongest<'a>(
    view: View<'a>,
    chosen: &Selection,
) -> Option<(PartMean<'a>, PartMean<'a>)> {
    let level = view.part_level();
    let mut means: Vec<(&str, Number)> = Vec::new();
    for (node, _) in view.parts() {
        let rows = view.rows(level);
        let scores: Vec<&Number> = rows
            .filter(|row| *row.node == *node && row.market.is_none() && chosen.takes(&row.entity))
            .filter_map(|row| row.score.as_ref())
            .collect();
        if let Some(mean) = aggregate(Aggregate::Mean, &scores) {
            means.push((node, mean));
        }
    }
    if means.len() < 2 {
        return None;
    }
    let weak = means.iter().min_by(|a, b| a.1.cmp(&b.1))?.clone();
    // Of equal ones the first, as for the weakest.
    let strong = means.iter().rev().max_by(|a, b| a.1.cmp(&b.1))?.clone();
    (weak.1 < strong.1).then_some((weak, strong))
}
