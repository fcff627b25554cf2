//! Tables of disclosures, actions and audits, by hand.

use super::{empty, lines};
use crate::chart::samples::grade;
use crate::chart::*;
use crate::evidence::Absence;

#[test]
fn rank_intervals_have_their_median() {
    let data = RankIntervalsData {
        frame: empty(),
        rows: vec![RankInterval {
            name: "Moldova".into(),
            group: String::new(),
            official: 5.0,
            medians: vec![5.5],
            median_shown: "5,5".into(),
            low: 4.0,
            high: 9.0,
            shown: "4–9".into(),
        }],
        covers: "5th to 95th percentile".into(),
    };
    assert_eq!(
        lines(&data),
        [
            "Entity | official rank | median rank | 5th to 95th percentile",
            "Moldova | 5 | 5,5 | 4–9",
        ]
    );
}

#[test]
fn ranks_within_groups_name_the_group() {
    let row = |name: &str, group: &str| RankInterval {
        name: name.into(),
        group: group.into(),
        official: 1.0,
        medians: vec![1.0, 2.0],
        median_shown: "1; 2".into(),
        low: 1.0,
        high: 2.0,
        shown: "1–2".into(),
    };
    let data = RankIntervalsData {
        frame: empty(),
        rows: vec![row("Moldova", "low"), row("Romania", "high")],
        covers: "5th to 95th percentile".into(),
    };
    assert_eq!(
        lines(&data),
        [
            "Entity | Group | official rank | median rank | 5th to 95th percentile",
            "Moldova | low | 1 | 1; 2 | 1–2",
            "Romania | high | 1 | 1; 2 | 1–2",
        ]
    );
}

#[test]
fn a_funnel_says_why_disclosures_are_lost() {
    let step = |name: &str, left: u32, partly: u32, loss, lost: &str| FunnelStep {
        name: name.into(),
        left,
        partly,
        loss,
        left_shown: left.to_string(),
        share: if lost.is_empty() {
            String::new()
        } else {
            format!("{} %", left)
        },
        lost: lost.into(),
    };
    let panel = FunnelPanel {
        name: "Georgia".into(),
        steps: vec![
            step("Expected", 110, 0, Loss::Failed, ""),
            step(
                "Applicable",
                100,
                0,
                Loss::Absent(Absence::NotApplicable),
                "−10",
            ),
            // Nothing is withheld, so nothing is said of it.
            step("Not withheld", 100, 0, Loss::Absent(Absence::Withheld), "0"),
            step("Usability", 60, 15, Loss::Failed, "−40"),
        ],
    };
    let mut data = FunnelData {
        frame: empty(),
        panels: vec![panel],
    };
    assert_eq!(
        lines(&data),
        [
            "Step | left | of what applies | lost | lost here with a part of the best score",
            "Expected | 110 | – | – | –",
            "Applicable | 100 | 100 % | −10 (not applicable) | –",
            "Not withheld | 100 | 100 % | 0 | –",
            "Usability | 60 | 60 % | −40 | 15",
        ]
    );
    // Small multiples have the name of their panel, also one of nothing.
    data.panels.push(FunnelPanel {
        name: "Chad".into(),
        steps: vec![],
    });
    let several = lines(&data);
    assert!(several[0].starts_with("Entity | Step | left"));
    assert_eq!(several[4], "Georgia | Usability | 60 | 60 % | −40 | 15");
    assert_eq!(several[5], "Chad | no score | – | – | – | –");
}

#[test]
fn a_ladder_is_its_list() {
    let level = |value: f64, shown: &str, graded: bool| LadderLevel {
        value,
        shown: shown.into(),
        grade: graded.then(|| grade(value)),
    };
    let action = |name: &str, owner: &str, to, withheld| LadderAction {
        name: name.into(),
        owner: owner.into(),
        effort: 1.0,
        effort_shown: "1".into(),
        gain_shown: "+1.00".into(),
        to,
        withheld,
    };
    let tariffs = action("Tariffs", "Regulator", level(44.0, "44.00", true), false);
    let data = LadderData {
        frame: empty(),
        from: level(43.0, "43.00", true),
        unit: "days".into(),
        actions: vec![
            tariffs.clone(),
            action("Grid", "", level(45.0, "45.00", true), true),
        ],
        // Shares the first action, which keeps its number; its own is the third.
        without_withheld: vec![
            tariffs,
            action("Meters", "", level(45.5, "45.50", false), false),
        ],
        grades: vec![],
    };
    assert_eq!(
        lines(&data),
        [
            "Step | Actions | Responsible body | days | Points | Score then",
            "– | Now | – | – | – | 43.00 D-",
            "1 | Tariffs | Regulator | 1 | +1.00 | 44.00 D-",
            "2 | Grid (withheld for security) | – | 1 | +1.00 | 45.00 D",
            "1, 3 | Without what is withheld for security | – | – | – | 45.50",
            "3 | Meters | – | 1 | +1.00 | 45.50",
        ]
    );
}

#[test]
fn agreement_without_a_value_says_why() {
    let row = |name: &str, value, shown: &str, agreement: &str| ReliabilityRow {
        name: name.into(),
        value,
        interval: None,
        shown: shown.into(),
        agreement: agreement.into(),
        units: "20".into(),
    };
    let data = ReliabilityData {
        frame: empty(),
        ticks: vec![],
        thresholds: vec![],
        heads: ["Alpha".into(), "Equal ratings".into(), "Units".into()],
        rows: vec![
            row("Usability", Some(0.41), "0.41", "80 %"),
            row("Frequency", None, "no value: nobody rated twice", ""),
        ],
    };
    assert_eq!(
        lines(&data),
        [
            "Criterion | Alpha | Equal ratings | Units",
            "Usability | 0.41 | 80 % | 20",
            "Frequency | no value: nobody rated twice | – | 20",
        ]
    );
}
