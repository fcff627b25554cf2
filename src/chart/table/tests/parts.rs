//! Small tables of what a score is made of, by hand.

use super::*;
use crate::evidence::Absence;

#[test]
fn a_contribution_has_points_won_and_lost() {
    let part = |points: f64, lost: f64| Contribution {
        points,
        shown: format!("{points:.1}"),
        lost,
        lost_shown: format!("{lost:.1}"),
    };
    let row = |name: &str, total: Mark, parts: Vec<Contribution>| ContributionRow {
        name: name.into(),
        total,
        parts,
        highlighted: false,
    };
    // 40 % × 50 + 60 % × 75 = 20 + 45 = 65; 20 and 15 are lost. Of B only the total is known.
    let data = ContributionData {
        frame: empty(),
        parts: vec!["Supply (40 %)".into(), "Policy (60 %)".into()],
        rows: vec![
            row("A", score(65.0), vec![part(20.0, 20.0), part(45.0, 15.0)]),
            row("B", Mark::Absent(Absence::Withheld), vec![]),
        ],
    };
    let expected = [
        "Entity | Supply (40 %) | Policy (60 %) | Supply (40 %): points lost | Policy (60 %): points lost | Total",
        "A | 20.0 | 45.0 | 20.0 | 15.0 | 65 C+",
        "B | – | – | – | – | withheld for security",
    ];
    assert_eq!(lines(&data), expected);
}

#[test]
fn losses_stand_beside_those_of_the_others() {
    let row = |name: &str, absence| LossRow {
        name: name.into(),
        difference: 1.5,
        difference_shown: "+1.5".into(),
        own: "9.6".into(),
        others: "8.1".into(),
        absence,
    };
    let data = LossesData {
        frame: empty(),
        entity: "Georgia".into(),
        rows: vec![
            row("Supply", None),
            row("Policy", Some(Mark::Absent(Absence::NotAssessed))),
        ],
    };
    let expected = [
        "Name | Georgia | mean of the others | difference",
        "Supply | 9.6 | 8.1 | +1.5",
        "Policy | not assessed | 8.1 | +1.5",
    ];
    assert_eq!(lines(&data), expected);
}

#[test]
fn bodies_and_tiles_have_a_row_each() {
    let bodies = BodiesData {
        frame: empty(),
        rows: vec![BodyRow {
            name: "Regulator".into(),
            indicators: 37,
            mark: provisional(60.0),
        }],
        bands: vec![],
        reference: None,
    };
    let expected = [
        "Responsible body | Score | indicators",
        "Regulator | 60 C (provisional) | 37",
    ];
    assert_eq!(lines(&bodies), expected);
    let tile = |name: &str, mark| Tile {
        name: name.into(),
        mark,
    };
    let tiles = TilesData {
        frame: empty(),
        groups: vec![TileGroup {
            name: "Balances".into(),
            about: String::new(),
            parts: vec![TilePart {
                name: "Annual".into(),
                tiles: vec![
                    tile("Gas", score(75.0)),
                    tile("Coal", Mark::Absent(Absence::NotApplicable)),
                ],
            }],
        }],
    };
    let expected = [
        "Group | Name | Score",
        "Balances (Annual) | Gas | 75 B",
        "Balances (Annual) | Coal | not applicable",
    ];
    assert_eq!(lines(&tiles), expected);
}
