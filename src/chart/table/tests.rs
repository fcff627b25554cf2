//! What holds for the tables of all charts; each kind has a small one by hand in a file beside this.

mod movements;
mod others;
mod parts;
mod standings;

use crate::chart::samples::{
    bodies_of, card_of, contribution_of, criteria_of, dumbbell_of, frame, funnel_of, heat_map_of,
    losses_of, profile_of, published, rank_intervals_of, ranking_of, score, tiles_of, timeline_of,
    waterfall_of,
};
use crate::chart::samples_lines::{bump_of, ladder_of, reliability_of, slope_of};
use crate::chart::*;

/// Every row of the table, its head first, with ` | ` between cells.
fn lines(chart: &dyn Chart) -> Vec<String> {
    let table = chart.table();
    let rows = [&table.head].into_iter().chain(&table.rows);
    rows.map(|row| row.join(" | ")).collect()
}

fn provisional(value: f64) -> Mark {
    match score(value) {
        Mark::Score {
            value,
            shown,
            grade,
            given,
            ..
        } => Mark::Score {
            value,
            shown,
            grade,
            given,
            provisional: true,
            nothing: value == 0.0,
        },
        absent => absent,
    }
}

fn empty() -> Frame {
    frame("", "")
}

#[test]
fn every_row_is_as_long_as_the_head_and_no_cell_is_empty() {
    let mut samples: Vec<(String, Box<dyn Chart>)> = Vec::new();
    let mut add = |what: String, chart: Box<dyn Chart>| samples.push((what, chart));
    for count in [0, 1, 4, 12, 61, 200] {
        if count > 2 {
            add(format!("ranking of {count}"), Box::new(ranking_of(count)));
        }
        add(format!("heat map of {count}"), Box::new(heat_map_of(count)));
        add(format!("criteria of {count}"), Box::new(criteria_of(count)));
        add(format!("timeline of {count}"), Box::new(timeline_of(count)));
        add(
            format!("waterfall of {count}"),
            Box::new(waterfall_of(count)),
        );
        add(
            format!("ranks of {count}"),
            Box::new(rank_intervals_of(count)),
        );
        add(format!("dumbbell of {count}"), Box::new(dumbbell_of(count)));
        add(format!("slope of {count}"), Box::new(slope_of(count)));
        add(format!("bump of {count}"), Box::new(bump_of(count, 4)));
        add(format!("ladder of {count}"), Box::new(ladder_of(count)));
        add(
            format!("agreement on {count}"),
            Box::new(reliability_of(count)),
        );
        add(format!("funnel of {count}"), Box::new(funnel_of(count, 9)));
        add(format!("bodies {count}"), Box::new(bodies_of(count)));
        add(format!("losses {count}"), Box::new(losses_of(count, false)));
        add(format!("tiles {count}"), Box::new(tiles_of(count, true)));
        add(
            format!("contributions of {count}"),
            Box::new(contribution_of(count, 8)),
        );
        add(
            format!("card of {count}"),
            Box::new(card_of(score(73.0), count)),
        );
        add(
            format!("profile of {count}"),
            Box::new(profile_of(count, 5, count)),
        );
    }
    add("published".into(), Box::new(published()));
    add("no entity".into(), Box::new(card_of(Mark::Withheld, 3)));
    for (what, chart) in samples {
        let table = chart.table();
        assert!(!table.head.is_empty(), "{what}");
        for row in [&table.head].into_iter().chain(&table.rows) {
            assert_eq!(row.len(), table.head.len(), "{what}: {row:?}");
            for cell in row {
                assert!(!cell.trim().is_empty(), "{what}: {row:?}");
            }
        }
    }
}

/// Nobody is lost on the way: as many rows as the chart has of what it compares.
#[test]
fn everybody_has_a_row() {
    assert_eq!(ranking_of(200).table().rows.len(), 200);
    assert_eq!(heat_map_of(40).table().rows.len(), 40);
    assert_eq!(dumbbell_of(61).table().rows.len(), 61);
    assert_eq!(timeline_of(30).table().rows.len(), 30);
    // 12 lines and 12 / 4 entities beside them.
    assert_eq!(slope_of(12).table().rows.len(), 15);
    assert_eq!(bump_of(12, 3).table().rows.len(), 15);
}
