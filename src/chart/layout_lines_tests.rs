//! As `layout_tests`, for charts of movements, plans and agreement.

use super::layout_tests::{WIDTHS, check};
use super::samples_lines::{bump_of, ladder_of, reliability_of, slope_of};
use super::*;

#[test]
fn slopes_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [0, 1, 4, 12, 40, 41, 200] {
            let svg = slope(&slope_of(count), &Style::wide(width));
            let texts = check(&format!("slope of {count} at {width}"), &svg);
            let named = if count > 40 { count / 7 } else { count };
            assert!(texts > 4 * named, "name and number at both ends");
        }
    }
}

#[test]
fn bumps_of_every_size_are_clean() {
    for width in WIDTHS {
        for (count, editions) in [(0, 3), (1, 2), (4, 3), (12, 8), (25, 16), (26, 3), (200, 8)] {
            let svg = bump(&bump_of(count, editions), &Style::wide(width));
            let texts = check(&format!("bump of {count} over {editions} at {width}"), &svg);
            let expected = if count > 25 {
                // First and last rank and name of the highlighted.
                2 * (count / 7)
            } else {
                count * (editions + 1)
            };
            assert!(texts > expected, "{texts} texts, {expected} expected");
        }
    }
}

#[test]
fn ladders_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [0, 1, 3, 8, 24, 60] {
            let svg = ladder(&ladder_of(count), &Style::wide(width));
            let texts = check(&format!("ladder of {count} at {width}"), &svg);
            assert!(
                texts > 6 * count,
                "number twice, name, effort, points, score"
            );
        }
    }
}

#[test]
fn charts_of_reliability_of_every_size_are_clean() {
    for width in WIDTHS {
        for count in [0, 1, 7, 20, 200] {
            let svg = reliability(&reliability_of(count), &Style::wide(width));
            let texts = check(&format!("reliability of {count} at {width}"), &svg);
            assert!(texts > 3 * count, "name, figure, share and units of each");
        }
    }
}
