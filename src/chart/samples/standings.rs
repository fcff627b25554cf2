//! Charts about one entity to test with.

use super::*;

fn part(index: usize) -> Part {
    Part {
        name: name(index),
        mark: spread_over(40, index * 7 % 40),
    }
}

fn grades() -> Vec<Band> {
    let mut to = 100.0;
    let mut bands: Vec<Band> = SCALE
        .into_iter()
        .map(|(_, from, _)| {
            let band = Band {
                from,
                to,
                grade: grade(from),
            };
            to = from;
            band
        })
        .collect();
    bands.reverse();
    bands
}

pub(in crate::chart) fn standing_of(mark: Mark) -> Standing {
    Standing {
        name: "საქართველო".into(),
        mark,
        out_of: "/ 100".into(),
        meaning: "good".into(),
        facts: vec![
            "rank 2 of 4".into(),
            "+12 since 2021, in a comparison of all disclosures".into(),
            "1.5 points to B".into(),
        ],
        grades: grades(),
    }
}

/// A card with two lists of `count` parts.
pub(in crate::chart) fn card_of(mark: Mark, count: usize) -> CardData {
    let parts = |from: usize| (from..from + count).map(part).collect();
    CardData {
        frame: frame(
            "Georgia: 73 points, grade B-, +12 since 2021",
            "Energy Transparency Index, 0–100 points, 2023",
        ),
        standing: standing_of(mark),
        parts: vec![("Strongest".into(), parts(0)), ("Weakest".into(), parts(5))],
    }
}

/// A profile with `categories` categories, `editions` editions, six criteria if there is a category, and `closed` black
/// boxes.
pub(in crate::chart) fn profile_of(
    categories: usize,
    editions: usize,
    closed: usize,
) -> ProfileData {
    let peers = Peers {
        median: 61.0,
        lowest: 20.0,
        highest: 97.0,
    };
    let row = |index: usize| ProfileRow {
        name: name(index),
        weight: if index % 3 == 2 {
            String::new()
        } else {
            "20 %".into()
        },
        mark: spread_over(40, index * 3 % 40),
        peers: (index % 4 != 3).then_some(peers),
    };
    let criterion = |index: usize| ProfileRow {
        weight: String::new(),
        mark: match index {
            4 => Mark::NotAssessed,
            _ => Mark::Score {
                value: 17.0 * index as f64,
                shown: format!("{}", 17 * index),
                grade: None,
                given: false,
                provisional: index == 3,
                nothing: 17.0 * index as f64 == 0.0,
            },
        },
        ..row(index)
    };
    let history = (0..editions).map(|index| Point {
        year: 2026 - editions as i32 + index as i32,
        mark: spread_over(30, index * 5 % 30),
    });
    let closed = (0..closed).map(|index| format!("{}: annual report and its audit", name(index)));
    let closed: Vec<String> = closed.collect();
    ProfileData {
        frame: frame(
            "Georgia: 73 points, grade B-, +12 since 2021",
            "Energy Transparency Index, 0–100 points, 2023",
        ),
        standing: standing_of(score(73.0)),
        history: history.collect(),
        names: crate::chart::Times::default(),
        breaks: vec![2024],
        bands: bands(),
        categories: (0..categories).map(row).collect(),
        categories_axis: Axis::default(),
        criteria: (0..6 * categories.min(1)).map(criterion).collect(),
        black_boxes: closed
            .chunks(5)
            .enumerate()
            .map(|(index, names)| (name(index + 3), names.to_vec()))
            .collect(),
        headings: ProfileHeadings {
            history: "Over time".into(),
            categories: "Categories".into(),
            criteria: "Six criteria".into(),
            black_boxes: "Black boxes".into(),
            more: "and {count} more".into(),
        },
    }
}
