//! Samples of charts of movements, plans and agreement.

use super::samples::{frame, given, grade, name, score};
use super::*;
use crate::evidence::Absence;

/// `count` lines that cross, every seventh highlighted, with entrants and leavers beside them.
pub(super) fn slope_of(count: usize) -> SlopeData {
    let lines = (0..count).map(|index| SlopeLine {
        name: name(index),
        from: if index % 3 == 0 {
            given(f64::from((index * 37 % 101) as u32))
        } else {
            score(f64::from((index * 37 % 101) as u32))
        },
        to: score(f64::from((index * 53 % 101) as u32)),
        highlighted: index % 7 == 0,
    });
    let aside = (0..count / 4).map(|index| Aside {
        name: name(index + 3),
        mark: Some(match index % 3 {
            0 => score(61.0),
            1 => Mark::Absent(Absence::Withheld),
            _ => Mark::Absent(Absence::NotAssessed),
        }),
        why: "only in 2023".into(),
    });
    SlopeData {
        frame: frame(
            "From 2021 to 2023 Romania rose most (+12), Ukraine fell most (−31)",
            "Energy Transparency Index, 0–100 points, 2023",
        ),
        from: "2021".into(),
        to: "2023".into(),
        methods: (count.is_multiple_of(2))
            .then(|| ("method 2021, 96 indicators".into(), "method 2023".into())),
        lines: lines.collect(),
        aside: aside.collect(),
    }
}

/// `count` lines over `editions`, with ties, a change of method and every seventh line highlighted.
pub(super) fn bump_of(count: usize, editions: usize) -> BumpData {
    let score =
        |index: usize, edition: usize| (index * 17 + edition * index * 5) % count.max(1) / 2;
    let lines = (0..count).map(|index| BumpLine {
        name: name(index),
        ranks: (0..editions)
            .map(|edition| {
                let own = score(index, edition);
                let better = (0..count).filter(|other| score(*other, edition) > own);
                better.count() as u32 + 1
            })
            .collect(),
        highlighted: index % 7 == 0,
    });
    let aside = (0..count / 4).map(|index| Aside {
        name: name(index + 3),
        mark: None,
        why: "ranked since 2021".into(),
    });
    BumpData {
        frame: frame(
            "From 2016 to 2023 Romania climbed most (2 places), Ukraine dropped most (5 places)",
            "Ranks by score, Energy Transparency Index",
        ),
        editions: (0..editions)
            .map(|edition| format!("{}", 2016 + edition))
            .collect(),
        methods: if count.is_multiple_of(2) {
            vec![
                (0, "method 2016, 96 indicators".into()),
                (editions / 2, "method 2020, 115 indicators".into()),
            ]
        } else {
            vec![]
        },
        lines: lines.collect(),
        aside: aside.collect(),
    }
}

/// `count` actions, of which every fourth is withheld, and the way without those.
pub(super) fn ladder_of(count: usize) -> LadderData {
    let level = |value: f64| LadderLevel {
        value,
        shown: format!("{value:.2}"),
        grade: Some(grade(value)),
    };
    let way = |kept: &dyn Fn(usize) -> bool| {
        let mut value = 42.89;
        let mut actions = Vec::new();
        for index in (0..count).filter(|index| kept(*index)) {
            let gain = 20.0 / (index + 2) as f64 / count as f64 + 0.05;
            value += gain;
            actions.push(LadderAction {
                name: format!(
                    "Certification of the gas transmission operator of {}",
                    name(index)
                ),
                owner: if index % 3 == 2 {
                    String::new()
                } else {
                    "Energy regulator, Gas transmission operator".into()
                },
                effort: (index % 4 + 1) as f64,
                effort_shown: format!("{}", index % 4 + 1),
                gain_shown: format!("{gain:+.2}"),
                to: level(value),
                withheld: index % 4 == 1,
            });
        }
        actions
    };
    LadderData {
        frame: frame(
            "Dravina: 3 actions lead from D- to D",
            "Cheapest way to D, effort 3 (changed answers), exact scores before rounding, 2023",
        ),
        from: level(42.89),
        unit: "changed answers".into(),
        actions: way(&|_| true),
        without_withheld: if count.is_multiple_of(2) {
            way(&|index| index % 4 != 1)
        } else {
            vec![]
        },
        grades: [40.0, 45.0, 50.0, 55.0, 60.0]
            .map(|from| (from - 0.5, grade(from)))
            .into(),
    }
}

/// `count` criteria with every kind of figure: an interval that leaves the axis, none, and no value at all.
pub(super) fn reliability_of(count: usize) -> ReliabilityData {
    let rows = (0..count).map(|index| {
        let value = 1.0 - (index * 7 % 11) as f64 / 10.0;
        let (low, high) = (value - 0.3, (value + 0.15).min(1.0));
        let (value, interval) = match index % 5 {
            3 => (None, None),
            4 => (Some(value), None),
            _ => (Some(value), Some((low, high))),
        };
        ReliabilityRow {
            name: name(index),
            value,
            interval,
            shown: match (value, interval) {
                (Some(value), Some(_)) => format!("{value:.2} ({low:.2}–{high:.2})"),
                (Some(value), None) => format!("{value:.2}"),
                _ => "no value: the ratings do not vary, or nobody rated twice".into(),
            },
            agreement: format!("{} %", 100 - index % 40),
            units: format!("{}", 20 + index),
        }
    });
    ReliabilityData {
        frame: frame(
            "Assessors agree well on 3 of 6 criteria, least on Completeness (0.41)",
            "Krippendorff’s alpha (ordinal) with 95 % intervals, 20 disclosures, 2 assessors",
        ),
        ticks: (-1..=5)
            .map(|fifth| {
                (
                    f64::from(fifth) / 5.0,
                    format!("{:.1}", f64::from(fifth) / 5.0),
                )
            })
            .collect(),
        thresholds: vec![(0.667, "0.667 tentative".into()), (0.8, "0.80 good".into())],
        heads: [
            "Alpha (95 %)".into(),
            "Equal ratings".into(),
            "Units".into(),
        ],
        rows: rows.collect(),
    }
}
