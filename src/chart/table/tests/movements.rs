//! Tables of what changed, by hand.

use super::{empty, lines};
use crate::chart::samples::{given, score};
use crate::chart::*;
use crate::evidence::Absence;

#[test]
fn a_timeline_says_where_there_is_no_edition_and_which_method_was_used() {
    let point = |year, mark| Point { year, mark };
    let method = |first_year, name: &str| Method {
        first_year,
        name: name.into(),
    };
    let series = |name: &str, points| Series {
        name: name.into(),
        points,
        highlighted: false,
    };
    let data = TimelineData {
        frame: empty(),
        years: vec![2021, 2022],
        names: crate::chart::Times::default(),
        // 2023 is known from a point only.
        series: vec![
            series(
                "Georgia",
                vec![point(2023, score(73.0)), point(2021, given(61.0))],
            ),
            series(
                "Ukraine",
                vec![
                    point(2021, given(69.0)),
                    point(2022, Mark::Absent(Absence::Withheld)),
                ],
            ),
        ],
        methods: vec![method(2022, "new"), method(2020, "old")],
        bands: vec![],
    };
    assert_eq!(
        lines(&data),
        [
            "Entity | 2021 (old) | 2022 (new) | 2023 (new)",
            "Georgia | 61† C | no score | 73 B-",
            "Ukraine | 69† C+ | withheld for security | no score",
        ]
    );
}

#[test]
fn a_dumbbell_has_no_difference_where_a_score_is_missing() {
    let row = |name: &str, from, to, difference: &str| DumbbellRow {
        name: name.into(),
        from,
        to,
        difference: difference.into(),
        highlighted: false,
    };
    let data = DumbbellData {
        frame: empty(),
        from: "2021".into(),
        to: "2023".into(),
        rows: vec![
            row("Georgia", score(61.0), score(73.0), "+12"),
            row(
                "Romania",
                Mark::Absent(Absence::NotAssessed),
                score(86.0),
                "",
            ),
        ],
        bands: vec![],
        aside: vec![],
    };
    assert_eq!(
        lines(&data),
        [
            "Entity | 2021 | 2023 | Change",
            "Georgia | 61 C | 73 B- | +12",
            "Romania | not assessed | 86 A- | –",
        ]
    );
}

#[test]
fn a_waterfall_says_what_made_each_step() {
    let step = |name: &str, by: f64, shown: &str, cause| WaterfallStep {
        name: name.into(),
        by,
        shown: shown.into(),
        cause,
    };
    let end = |name: &str, value: f64, shown: &str| WaterfallEnd {
        name: name.into(),
        value,
        shown: shown.into(),
    };
    let data = WaterfallData {
        frame: empty(),
        from: end("2021", 20.0, "20.00"),
        steps: vec![
            step("Rules", -1.0, "−1.00", Cause::Method),
            step("Supply", 2.5, "+2.50", Cause::Evidence),
            step("Policy", -0.5, "−0.50", Cause::Evidence),
            step("Balances", 0.0, "0.00", Cause::Evidence),
        ],
        to: end("2023", 21.0, "21.00"),
    };
    assert_eq!(
        lines(&data),
        [
            "Step | Points | Reason",
            "2021 | 20.00 | –",
            "Rules | −1.00 | other rules, weights or indicators",
            "Supply | +2.50 | more disclosed",
            "Policy | −0.50 | less disclosed",
            "Balances | 0.00 | –",
            "2023 | 21.00 | –",
        ]
    );
}

#[test]
fn a_slope_names_methods_and_who_has_no_line() {
    let data = SlopeData {
        frame: empty(),
        from: "2021".into(),
        to: "2023".into(),
        methods: Some(("old".into(), "new".into())),
        lines: vec![
            SlopeLine {
                name: "Ukraine".into(),
                from: given(69.0),
                to: score(38.0),
                highlighted: true,
            },
            // Has no line in the chart either.
            SlopeLine {
                name: "Chad".into(),
                from: Mark::NoScore,
                to: score(38.0),
                highlighted: false,
            },
        ],
        aside: vec![Aside {
            name: "Romania".into(),
            mark: Some(score(86.0)),
            why: "only in 2023".into(),
        }],
    };
    assert_eq!(
        lines(&data),
        [
            "Entity | 2021 (old) | 2023 (new) | Not drawn",
            "Ukraine | 69† C+ | 38 F | –",
            "Romania | – | – | 86 A-, only in 2023",
        ]
    );
}

#[test]
fn a_bump_is_in_the_order_of_its_last_edition() {
    let line = |name: &str, ranks: &[u32]| BumpLine {
        name: name.into(),
        ranks: ranks.to_vec(),
        highlighted: false,
    };
    let data = BumpData {
        frame: empty(),
        editions: vec!["2020".into(), "2021".into(), "2023".into()],
        methods: vec![(0, "old".into()), (2, "new".into())],
        // The third has no rank in every edition and no line.
        lines: vec![
            line("Ukraine", &[1, 1, 2]),
            line("Georgia", &[2, 2, 1]),
            line("Chad", &[3]),
        ],
        aside: vec![Aside {
            name: "Romania".into(),
            mark: None,
            why: "ranked since 2021".into(),
        }],
    };
    assert_eq!(
        lines(&data),
        [
            "Entity | 2020 (old) | 2021 (old) | 2023 (new) | Not drawn",
            "Georgia | 2 | 2 | 1 | –",
            "Ukraine | 1 | 1 | 2 | –",
            "Romania | – | – | – | ranked since 2021",
        ]
    );
}
