//! Samples of charts of movements, plans and agreement.

use super::samples::{frame, given, name, score};
use super::*;

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
            1 => Mark::Withheld,
            _ => Mark::NotAssessed,
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
        methods: (count % 2 == 0)
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
        methods: if count % 2 == 0 {
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
