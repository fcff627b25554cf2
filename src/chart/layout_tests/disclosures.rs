//! The charts of disclosures and their parts.

use super::super::samples::{bodies_of, contribution_of, funnel_of, losses_of, tiles_of};
use super::*;

#[test]
fn funnels_of_every_size_are_clean() {
    for width in WIDTHS {
        for (panels, count) in [
            (0, 0),
            (1, 0),
            (1, 1),
            (1, 9),
            (1, 30),
            (2, 8),
            (6, 9),
            (200, 8),
        ] {
            let svg = funnel(&funnel_of(panels, count), &Style::wide(width));
            let texts = check(&format!("{panels} funnels of {count} at {width}"), &svg);
            assert!(
                texts >= panels * count * 3,
                "name, number and share of each"
            );
        }
    }
}

#[test]
fn a_funnel_of_many_steps_is_told_shortly() {
    let svg = funnel(&funnel_of(1, 60), &Style::default());
    let told = svg.text.split("<desc").nth(1).unwrap();
    let told = told.split("</desc>").next().unwrap();
    assert!(told.chars().count() < 700, "{told}");
}

#[test]
fn bodies_of_every_number_are_clean() {
    for width in WIDTHS {
        for count in [0, 1, 5, 12, 40, 200] {
            let svg = bodies(&bodies_of(count), &Style::wide(width));
            let texts = check(&format!("{count} bodies at {width}"), &svg);
            assert!(texts > 2 * count, "name and number of each");
        }
    }
}

#[test]
fn contributions_of_every_size_are_clean() {
    for width in WIDTHS {
        for (count, parts) in [(0, 0), (1, 8), (4, 1), (12, 8), (40, 3), (200, 8)] {
            let svg = contribution(&contribution_of(count, parts), &Style::wide(width));
            let texts = check(&format!("{count} of {parts} parts at {width}"), &svg);
            assert!(texts > 2 * count, "name and total of each");
        }
    }
}

#[test]
fn losses_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [0, 1, 4, 8, 30] {
            for one_sided in [true, false] {
                let svg = losses(&losses_of(count, one_sided), &Style::wide(width));
                let texts = check(&format!("{count} losses at {width}"), &svg);
                assert!(texts > 2 * count, "name and numbers of each");
            }
        }
    }
}

#[test]
fn tiles_of_every_number_are_clean() {
    for width in WIDTHS {
        for count in [0, 1, 5, 16, 17, 40, 240] {
            for graded in [true, false] {
                let svg = tiles(&tiles_of(count, graded), &Style::wide(width));
                let texts = check(&format!("{count} tiles at {width}"), &svg);
                // At most a quarter have no number; a dash, a hatch and a cross are no texts.
                assert!(texts > count * 3 / 4, "{texts} texts");
            }
        }
    }
}

#[test]
fn few_tiles_have_their_names_beside_them() {
    let drawn = |count| -> String {
        texts(&tiles(&tiles_of(count, false), &Style::default()))
            .into_iter()
            .map(|(_, text)| text.trim().to_owned() + " ")
            .collect()
    };
    assert!(drawn(16).contains("Romania of Romania"));
    assert!(!drawn(17).contains("Romania of Romania"));
}
