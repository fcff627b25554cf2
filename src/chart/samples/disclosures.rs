//! Charts of disclosures and their parts to test with.

use super::*;

/// `panels` sequences of `count` steps, with every kind of loss.
pub(in crate::chart) fn funnel_of(panels: usize, count: usize) -> FunnelData {
    let steps = |start: u32| {
        let mut left = start;
        let steps = (0..count).map(|index| {
            let lost = match index {
                0 => 0,
                _ => left * [3, 12, 30, 1, 25, 0][index % 6] / 100,
            };
            left -= lost;
            FunnelStep {
                name: name(index),
                left,
                partly: if index % 4 == 2 { lost / 2 } else { 0 },
                loss: match index {
                    1 => Loss::NotApplicable,
                    2 => Loss::NotAssessed,
                    4 => Loss::Withheld,
                    _ => Loss::Failed,
                },
                left_shown: left.to_string(),
                share: format!("{} %", left * 100 / start.max(1)),
                lost: if index == 0 {
                    String::new()
                } else {
                    format!("−{lost}")
                },
            }
        });
        steps.collect()
    };
    FunnelData {
        frame: frame(
            "27 of 120 disclosures pass every step; most are lost at “Frequency”",
            "Disclosures left after each step, 2023, 12 countries",
        ),
        panels: (0..panels)
            .map(|index| FunnelPanel {
                name: name(index + 1),
                steps: steps([135, 0, 47][index % 3]),
            })
            .collect(),
    }
}

pub(in crate::chart) fn bodies_of(count: usize) -> BodiesData {
    let rows = (0..count).map(|index| BodyRow {
        name: name(index),
        indicators: 5 + (index * 7 % 43) as u32,
        mark: match index % 9 {
            2 => score(100.0),
            4 => Mark::Withheld,
            6 => provisional(48.0),
            7 => score(0.0),
            _ => spread_over(count, index),
        },
    });
    BodiesData {
        frame: frame(
            "Dravina: responsible bodies score from 10 to 66 points",
            "Mean scores of the indicators of 12 responsible bodies, 2023",
        ),
        rows: rows.collect(),
        bands: bands(),
        reference: Some(Reference {
            value: if count.is_multiple_of(2) { 97.0 } else { 43.0 },
            label: "total 43".into(),
        }),
    }
}

/// `count` entities of `parts` parts; one knows only its total, one has none.
pub(in crate::chart) fn contribution_of(count: usize, parts: usize) -> ContributionData {
    let weight = 100.0 / parts.max(1) as f64;
    let rows = (0..count).map(|index| {
        let of_parts: Vec<Contribution> = (0..parts)
            .map(|part| {
                let share = ((index * 31 + part * 17) % 101) as f64 / 100.0;
                let (points, lost) = (weight * share, weight * (1.0 - share));
                Contribution {
                    points,
                    shown: format!("{points:.1}"),
                    lost,
                    lost_shown: format!("{lost:.1}"),
                }
            })
            .collect();
        let total: f64 = of_parts.iter().map(|part| part.points).sum();
        ContributionRow {
            name: name(index),
            total: match index {
                2 => Mark::Withheld,
                3 => given(total.round()),
                _ => score(total),
            },
            parts: if index == 2 || index == 3 {
                Vec::new()
            } else {
                of_parts
            },
            highlighted: index == 1,
        }
    });
    ContributionData {
        frame: frame(
            "Most is lost in “Natural monopolies”: on average 8.4 of 40.4 points",
            "Points that the parts add to the total, 2023, 12 countries",
        ),
        parts: (0..parts).map(name).collect(),
        rows: rows.collect(),
    }
}

/// `count` parts, with differences to both sides or, where `one_sided`, to the right alone.
pub(in crate::chart) fn losses_of(count: usize, one_sided: bool) -> LossesData {
    let rows = (0..count).map(|index| {
        let difference = 7.3 - index as f64 * if one_sided { 0.01 } else { 1.1 };
        let absent = index == 3;
        LossRow {
            name: name(index),
            difference,
            difference_shown: if absent {
                String::new()
            } else {
                format!("{difference:+.1}").replace('-', "−")
            },
            own: if absent {
                String::new()
            } else {
                format!("{:.1}", 9.0 + difference)
            },
            others: "9.0".into(),
            absence: absent.then_some(Mark::NotAssessed),
        }
    });
    LossesData {
        frame: frame(
            "Dravina loses most against the others in “Supply”: 7.3 points more than their mean",
            "Points lost by category, 2023, against the mean of the other 5 countries",
        ),
        entity: name(2),
        rows: rows.collect(),
    }
}

/// `count` indicators in groups and parts of different sizes, with every step and every kind of absence.
pub(in crate::chart) fn tiles_of(count: usize, graded: bool) -> TilesData {
    let mark = |index: usize| match index % 17 {
        3 => Mark::NotApplicable,
        5 => Mark::NotAssessed,
        8 => Mark::Withheld,
        11 => Mark::NoScore,
        at => {
            let value = [0.0, 12.5, 31.3, 62.5, 87.5, 100.0][at % 6];
            Mark::Score {
                value,
                shown: value.to_string(),
                grade: graded.then(|| grade(value)),
                given: at == 14,
                provisional: at == 13,
                nothing: value == 0.0,
            }
        }
    };
    let tiles: Vec<Tile> = (0..count)
        .map(|index| Tile {
            name: format!("{} of {}", name(index * 7), name(index)),
            mark: mark(index),
        })
        .collect();
    let parts: Vec<TilePart> = tiles
        .chunks(if count > 40 { 19 } else { 3 })
        .enumerate()
        .map(|(index, tiles)| TilePart {
            name: if index == 1 {
                String::new()
            } else {
                name(index + 2)
            },
            tiles: tiles.to_vec(),
        })
        .collect();
    let groups = parts.chunks(3).enumerate().map(|(index, parts)| TileGroup {
        name: name(index),
        about: "45 indicators, 62 points".into(),
        parts: parts.to_vec(),
    });
    TilesData {
        frame: frame(
            "Dravina: 19 of 134 indicators have no points, 29 have all 100",
            "One tile per indicator, points, 2023",
        ),
        groups: groups.collect(),
    }
}
