//! Charts to test with: the publisher's grade scale, names that are hard to set, and data of any size.

use super::*;

mod disclosures;
mod standings;

pub(super) use disclosures::{bodies_of, contribution_of, funnel_of, losses_of, tiles_of};
pub(super) use standings::{card_of, profile_of};

/// Label, lowest score and colour of each grade, best first.
const SCALE: [(&str, f64, &str); 13] = [
    ("A+", 95.0, "#19aa52"),
    ("A", 90.0, "#7dc374"),
    ("A-", 85.0, "#abd59e"),
    ("B+", 80.0, "#1791d2"),
    ("B", 75.0, "#44b5e5"),
    ("B-", 70.0, "#93ceef"),
    ("C+", 65.0, "#fee533"),
    ("C", 60.0, "#fef25e"),
    ("C-", 55.0, "#fff8b2"),
    ("D+", 50.0, "#fcbc4d"),
    ("D", 45.0, "#f2793d"),
    ("D-", 40.0, "#ed4243"),
    ("F", 0.0, "#403339"),
];

const NAMES: [&str; 20] = [
    "Romania",
    "Bosnia and Herzegovina",
    "Democratic Republic of the Congo",
    "Сполучене Королівство",
    "საქართველო",
    "Saint Vincent and the Grenadines",
    "Україна",
    "Moldova",
    "Հայաստան",
    "Ελλάδα",
    "Türkiye",
    "Côte d’Ivoire",
    "North Macedonia",
    "São Tomé and Príncipe",
    "Папуа-Нова Гвінея",
    "Chad",
    "United Kingdom of Great Britain and Northern Ireland",
    "Guinea-Bissau",
    "Об’єднані Арабські Емірати",
    "Lithuania",
];

pub(super) fn grade(value: f64) -> Grade {
    let (label, _, hex) = SCALE
        .into_iter()
        .find(|(_, from, _)| value >= *from)
        .unwrap();
    Grade {
        label: label.into(),
        colour: Colour::from_hex(hex).unwrap(),
    }
}

pub(super) fn score(value: f64) -> Mark {
    Mark::Score {
        value,
        shown: format!("{value:.0}"),
        grade: Some(grade(value.round())),
        given: false,
        provisional: false,
        nothing: value == 0.0,
    }
}

pub(super) fn given(value: f64) -> Mark {
    Mark::Score {
        value,
        shown: format!("{value:.0}"),
        grade: Some(grade(value)),
        given: true,
        provisional: false,
        nothing: value == 0.0,
    }
}

fn provisional(value: f64) -> Mark {
    Mark::Score {
        value,
        shown: format!("{value:.0}"),
        grade: Some(grade(value)),
        given: false,
        provisional: true,
        nothing: value == 0.0,
    }
}

pub(super) fn bands() -> Vec<Band> {
    let edges = [
        ("F", 0.0, 40.0),
        ("D", 40.0, 55.0),
        ("C", 55.0, 70.0),
        ("B", 70.0, 85.0),
    ];
    let mut bands: Vec<Band> = edges
        .into_iter()
        .chain([("A", 85.0, 95.0), ("A+", 95.0, 100.0)])
        .map(|(label, from, to)| Band {
            from,
            to,
            grade: Grade {
                label: label.into(),
                ..grade((from + to) / 2.0)
            },
        })
        .collect();
    bands[3].grade.colour = Colour::from_hex("#44b5e5").unwrap();
    bands
}

pub(super) fn name(index: usize) -> String {
    match index / NAMES.len() {
        0 => NAMES[index].into(),
        round => format!("{} {}", NAMES[index % NAMES.len()], round + 1),
    }
}

pub(super) fn frame(title: &str, subtitle: &str) -> Frame {
    Frame {
        title: title.into(),
        subtitle: subtitle.into(),
        source:
            "Source: DiXi Group, Energy Transparency Index; own calculation from open disclosures."
                .into(),
        edition_line: "Edition 2023, data of 1 March 2024".into(),
        method_line: "Method ETI international 2023.1, CC BY 4.0".into(),
        notes: vec![
            "Scores are rounded before grading. The assessed period precedes the assessment."
                .into(),
        ],
        fictional: None,
        lang: "en".into(),
        words: Words::default(),
        axis: Axis::default(),
    }
}

/// `count` entities from 97 down to 0, with every kind of absence at the end.
pub(super) fn spread_over(count: usize, index: usize) -> Mark {
    let absent = [
        Mark::NotAssessed,
        Mark::Withheld,
        Mark::NoScore,
        Mark::NotApplicable,
    ];
    let scored = if count > 8 {
        count - absent.len()
    } else {
        count
    };
    if index >= scored {
        return absent[index - scored].clone();
    }
    let value = 97.0 - 97.0 * index as f64 / (scored - 1).max(1) as f64;
    if index == 3 {
        provisional(value.round())
    } else {
        score(value.round())
    }
}

pub(super) fn ranking_of(count: usize) -> RankingData {
    let mut rows: Vec<RankingRow> = (0..count)
        .map(|index| {
            let mark = spread_over(count, index);
            let rank = mark.value().map(|_| (index + 1).to_string());
            let ranges = mark.value().filter(|_| count <= 12);
            RankingRow {
                name: name(index),
                rank,
                group: String::new(),
                mark,
                reason: None,
                highlighted: count == 12 && index == 3,
                range: ranges.map(|value| (value - 4.0, value + 7.0)),
            }
        })
        .collect();
    // A tie: 1 2 2 4.
    rows[2].rank = Some("2".into());
    rows[2].mark = rows[1].mark.clone();
    if let Some(row) = rows.iter_mut().find(|row| row.mark == Mark::Withheld) {
        row.reason = Some("martial law, publication suspended by decision of the regulator".into());
    }
    RankingData {
        frame: frame(
            "Romania leads, and three in four countries publish less than half of what the method asks for",
            &format!("Energy Transparency Index, 0–100 points, 2023, {count} countries"),
        ),
        rows,
        bands: bands(),
        reference: Some(Reference {
            value: 49.0,
            label: "mean 49".into(),
        }),
        range: "plausible range".into(),
    }
}

pub(super) fn heat_map_of(count: usize) -> HeatMapData {
    let categories = [
        ("Balances", "5 %"),
        ("Natural monopolies", "20 %"),
        ("Supply", "20 %"),
        ("Reliability and security", "5 %"),
        ("Consumption", "20 %"),
        ("Reporting", "10 %"),
        ("Policy", "10 %"),
        ("Public authorities", "10 %"),
    ];
    let rows = (0..count)
        .map(|index| {
            let total = spread_over(count, index);
            let base = total.value().unwrap_or(30.0);
            let cells = (0..categories.len())
                .map(|column| match (index * 7 + column * 5) % 41 {
                    3 => Mark::NotApplicable,
                    9 => Mark::NotAssessed,
                    17 => Mark::Withheld,
                    23 => Mark::NoScore,
                    31 => provisional(44.0),
                    37 => score(0.0),
                    shift => score((base + shift as f64 - 20.0).clamp(0.0, 100.0).round()),
                })
                .collect();
            HeatRow {
                name: name(index),
                cells,
                total,
                highlighted: count == 12 && index == 3,
            }
        })
        .collect();
    HeatMapData {
        frame: frame(
            "Monopolies are open, consumers are left in the dark",
            &format!("Category scores, 0–100 points, 2023, {count} countries"),
        ),
        columns: categories
            .map(|(name, weight)| HeatColumn {
                name: name.into(),
                weight: weight.into(),
            })
            .into(),
        rows,
    }
}

pub(super) fn criteria_of(entities: usize) -> CriteriaData {
    let criteria = [
        "Availability",
        "Accessibility",
        "Relevance",
        "Frequency",
        "Usability",
        "Completeness",
    ];
    CriteriaData {
        frame: frame(
            "What is published is free and current, but hard to process",
            "Mean over applicable indicators, 0–100 points, 2023, peers: 12 countries",
        ),
        entities: (0..entities).map(name).collect(),
        criteria: criteria
            .into_iter()
            .enumerate()
            .map(|(index, criterion)| CriterionStrip {
                name: criterion.into(),
                marks: (0..entities)
                    .map(|entity| match (index, entity) {
                        (4, 2) => Mark::NotAssessed,
                        (5, 0) => given(100.0),
                        (1, 3) => provisional(52.0),
                        (3, 4) => score(0.0),
                        _ => score(f64::from(((index * 37 + entity * 23 + 40) % 98) as u32)),
                    })
                    .collect(),
                peers: Some(Peers {
                    median: 45.0 + index as f64 * 5.0,
                    lowest: 12.0 + index as f64 * 4.0,
                    highest: 78.0 + index as f64 * 4.0,
                }),
            })
            .collect(),
    }
}

fn series(name: &str, scores: &[(i32, f64)]) -> Series {
    let points = scores
        .iter()
        .map(|&(year, value)| Point {
            year,
            mark: given(value),
        })
        .collect();
    Series {
        name: name.into(),
        points,
        highlighted: false,
    }
}

/// The published figures of the international edition.
pub(super) fn published() -> TimelineData {
    TimelineData {
        frame: frame(
            "Three neighbours opened up while Ukraine closed under fire",
            "Energy Transparency Index, international edition, 0–100 points, 4 countries",
        ),
        years: vec![2020, 2021, 2022, 2023],
        names: Times::default(),
        series: vec![
            series("Georgia", &[(2020, 56.0), (2021, 61.0), (2023, 73.0)]),
            series("Moldova", &[(2020, 53.0), (2021, 55.0), (2023, 58.0)]),
            series("Romania", &[(2021, 80.0), (2023, 86.0)]),
            series("Ukraine", &[(2020, 60.0), (2021, 69.0), (2023, 38.0)]),
        ],
        methods: vec![],
        bands: bands(),
    }
}

/// `count` entities over eight years with a change of method, a gap and every kind of absence.
pub(super) fn timeline_of(count: usize) -> TimelineData {
    let series = (0..count)
        .map(|index| Series {
            name: name(index),
            points: (2016..=2023)
                .filter(|year| !(index == 1 && *year == 2019))
                .map(|year| {
                    let drift = f64::from(year - 2016) * ((index % 5) as f64 - 1.0);
                    let value = (38.0 + (index * 13 % 40) as f64 + drift).clamp(0.0, 100.0);
                    let mark = match (index, year) {
                        (0, 2022) => Mark::Withheld,
                        (2, 2023) => provisional(value),
                        (_, 2016..=2018) => given(value),
                        _ => score(value),
                    };
                    Point { year, mark }
                })
                .collect(),
            highlighted: index == 7,
        })
        .collect();
    TimelineData {
        frame: frame(
            "The middle of the field has moved up by ten points",
            "Index, 0–100 points, 2016–2023",
        ),
        years: vec![],
        names: Times::default(),
        series,
        methods: vec![
            Method {
                first_year: 2016,
                name: "method 2016, 96 indicators".into(),
            },
            Method {
                first_year: 2020,
                name: "method 2020, 115 indicators".into(),
            },
        ],
        bands: bands(),
    }
}

/// A change of `count` steps, of which the first is of the method and every third goes down.
pub(super) fn waterfall_of(count: usize) -> WaterfallData {
    let steps: Vec<WaterfallStep> = (0..count)
        .map(|index| {
            let by = if index % 3 == 2 { -1.25 } else { 2.5 };
            WaterfallStep {
                name: name(index),
                by,
                shown: format!("{by:+.2}"),
                cause: if index == 0 {
                    Cause::Method
                } else {
                    Cause::Evidence
                },
            }
        })
        .collect();
    let end = |name: &str, value: f64| WaterfallEnd {
        name: name.into(),
        value,
        shown: format!("{value:.2}"),
    };
    let to = 20.0 + steps.iter().map(|step| step.by).sum::<f64>();
    WaterfallData {
        frame: frame(
            "Ukraine rose by 12 points, half of it in supply",
            "Index, points, 2021 to 2023",
        ),
        from: end("2021", 20.0),
        steps,
        to: end("2023", to),
    }
}

pub(super) fn rank_intervals_of(count: usize) -> RankIntervalsData {
    let last = count.max(1) as f64;
    let rows = (0..count).map(|index| {
        let official = index as f64 + 1.0;
        let spread = (index % 5) as f64;
        let (low, high) = ((official - spread).max(1.0), (official + spread).min(last));
        RankInterval {
            name: name(index),
            group: String::new(),
            official,
            medians: vec![(official + 0.5).min(last)],
            median_shown: format!("{:.1}", (official + 0.5).min(last)),
            low,
            high,
            shown: format!("{low}–{high}"),
        }
    });
    RankIntervalsData {
        frame: frame(
            "Moldova may be anywhere in 4–9; 3 ranks are certain",
            "Ranks under other weights and means, 2023",
        ),
        rows: rows.collect(),
        covers: "5th to 95th percentile of 1000 replicates".into(),
    }
}

pub(super) fn dumbbell_of(count: usize) -> DumbbellData {
    let rows = (0..count).map(|index| {
        let to = spread_over(count, index);
        let from = match index % 6 {
            1 => to.clone(),
            2 => Mark::NotAssessed,
            3 => score(100.0),
            4 => score(0.0),
            _ => score(f64::from((index * 29 % 97) as u32)),
        };
        let difference = match (from.value(), to.value()) {
            (Some(from), Some(to)) => format!("{:+.0}", to - from),
            _ => String::new(),
        };
        DumbbellRow {
            name: name(index),
            from,
            to,
            highlighted: count == 12 && index == 3,
            difference,
        }
    });
    DumbbellData {
        frame: frame(
            "From 2021 to 2023 three rose and one fell; Ukraine moved most (−31)",
            "Energy Transparency Index, 0–100 points, 2023",
        ),
        from: "2021".into(),
        to: "2023".into(),
        rows: rows.collect(),
        bands: bands(),
        aside: Vec::new(),
    }
}
