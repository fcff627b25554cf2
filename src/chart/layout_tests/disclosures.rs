//! The charts of disclosures and their parts.

use super::super::samples::funnel_of;
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
