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
                steps: steps(135 * index as u32),
            })
            .collect(),
    }
}
