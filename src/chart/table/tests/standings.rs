//! Tables of where entities stand, by hand.

use super::{empty, lines, provisional};
use crate::chart::samples::{bands, given, score};
use crate::chart::*;

#[test]
fn a_ranking_tells_scores_from_absences() {
    let row = |name: &str, rank: Option<u32>, mark, reason: Option<&str>| RankingRow {
        name: name.into(),
        rank: rank.map(|rank| rank.to_string()),
        group: String::new(),
        mark,
        reason: reason.map(String::from),
        highlighted: false,
        range: (name == "Georgia").then_some((70.25, 74.04)),
    };
    let data = RankingData {
        frame: empty(),
        rows: vec![
            row("Ukraine", None, Mark::Withheld, Some("martial law")),
            row("Romania", Some(1), given(86.0), None),
            row("Georgia", Some(2), provisional(73.0), None),
            row("Moldova", Some(3), score(0.0), None),
        ],
        bands: bands(),
        reference: None,
        range: "plausible".into(),
    };
    // Those without a score stand below, as in the chart. One score is given and others are not, so it has its dagger.
    assert_eq!(
        lines(&data),
        [
            "Rank | Entity | Score | plausible | Reason",
            "1 | Romania | 86† A- | – | –",
            "2 | Georgia | 73 B- (provisional) | 70.2–74.0 | –",
            "3 | Moldova | 0 F | – | –",
            "– | Ukraine | withheld for security | – | martial law",
        ]
    );
}

#[test]
fn a_heat_map_names_weights_and_what_is_missing() {
    let data = HeatMapData {
        frame: empty(),
        columns: vec![
            HeatColumn {
                name: "Supply".into(),
                weight: "20 %".into(),
            },
            HeatColumn {
                name: "Policy".into(),
                weight: String::new(),
            },
        ],
        rows: vec![HeatRow {
            name: "Georgia".into(),
            // The second category has no mark at all, which the chart draws as no score.
            cells: vec![Mark::NotAssessed],
            total: score(61.0),
            highlighted: false,
        }],
    };
    assert_eq!(
        lines(&data),
        [
            "Entity | Supply (20 %) | Policy | Total",
            "Georgia | not assessed | no score | 61 C",
        ]
    );
}

#[test]
fn criteria_stand_beside_their_peers() {
    let strip = |name: &str, marks: Vec<Mark>, peers| CriterionStrip {
        name: name.into(),
        marks,
        peers,
    };
    let peers = Peers {
        median: 62.5,
        lowest: 12.4,
        highest: 97.0,
    };
    let data = CriteriaData {
        frame: empty(),
        entities: vec!["Georgia".into(), "Moldova".into()],
        criteria: vec![
            strip("Usability", vec![score(40.0), Mark::NoScore], Some(peers)),
            strip("Frequency", vec![score(100.0), score(55.0)], None),
        ],
    };
    // 62.5 is 63: halves go up.
    assert_eq!(
        lines(&data),
        [
            "Criterion | Georgia | Moldova | median of peers | lowest to highest peer",
            "Usability | 40 D- | no score | 63 | 12–97",
            "Frequency | 100 A+ | 55 C- | – | –",
        ]
    );
}

#[test]
fn a_card_lists_facts_and_parts() {
    let data = CardData {
        frame: empty(),
        standing: Standing {
            name: "Georgia".into(),
            mark: score(73.0),
            out_of: "/ 100".into(),
            meaning: "good".into(),
            facts: vec!["rank 2 of 4".into(), "+12 since 2021".into()],
            grades: vec![],
        },
        parts: vec![
            (
                "Strongest".into(),
                vec![Part {
                    name: "Balances".into(),
                    mark: score(97.0),
                }],
            ),
            (
                "Weakest".into(),
                vec![Part {
                    name: "Policy".into(),
                    mark: Mark::NotApplicable,
                }],
            ),
        ],
    };
    assert_eq!(
        lines(&data),
        [
            "Group | Name | Score | Note",
            "Total | Georgia | 73 B- | good; rank 2 of 4; +12 since 2021",
            "Strongest | Balances | 97 A+ | –",
            "Weakest | Policy | not applicable | –",
        ]
    );
}

#[test]
fn a_profile_holds_all_its_panels() {
    let row = |name: &str, weight: &str, value, peers| ProfileRow {
        name: name.into(),
        weight: weight.into(),
        mark: score(value),
        peers,
    };
    let peers = Peers {
        median: 61.0,
        lowest: 20.0,
        highest: 97.0,
    };
    let point = |year, mark| Point { year, mark };
    let data = ProfileData {
        frame: empty(),
        standing: Standing {
            name: "Georgia".into(),
            mark: score(73.0),
            out_of: String::new(),
            meaning: String::new(),
            facts: vec!["rank 2 of 4".into()],
            grades: vec![],
        },
        history: vec![point(2023, score(73.0)), point(2021, given(61.0))],
        // Another method in 2022: the edition after it says so.
        names: crate::chart::Times::default(),
        breaks: vec![2022],
        bands: vec![],
        categories_axis: Axis::default(),
        categories: vec![row("Supply", "20 %", 73.0, Some(peers))],
        criteria: vec![row("Usability", "", 40.0, None)],
        black_boxes: vec![("Supply".into(), vec!["Tariffs".into(), "Meters".into()])],
        headings: ProfileHeadings {
            history: "Over time".into(),
            categories: "Categories".into(),
            criteria: "Criteria".into(),
            black_boxes: "Black boxes (2)".into(),
            more: String::new(),
        },
    };
    assert_eq!(
        lines(&data),
        [
            "Group | Name | Weight | Score | median of peers | lowest to highest peer | Note",
            "Total | Georgia | – | 73 B- | – | – | rank 2 of 4",
            "Over time | 2021 | – | 61† C | – | – | –",
            "Over time | 2023 | – | 73 B- | – | – | other rules, weights or indicators",
            "Categories | Supply | 20 % | 73 B- | 61 | 20–97 | –",
            "Criteria | Usability | – | 40 D- | – | – | –",
            "Black boxes (2) | Tariffs | – | – | – | – | Supply",
            "Black boxes (2) | Meters | – | – | – | – | Supply",
        ]
    );
}
