//! The charts about one entity.

use super::super::samples::{card_of, profile_of, spread_over};
use super::*;

#[test]
fn cards_of_every_size_are_clean() {
    for width in [400, 560, 960] {
        for count in [0, 1, 3, 12] {
            for mark in (0..12).map(|index| spread_over(12, index)) {
                let what = format!("card with {count} parts and {mark:?} at {width}");
                check(&what, &card(&card_of(mark, count), &Style::wide(width)));
            }
        }
    }
    assert_eq!(card(&card_of(score(73.0), 3), &Style::wide(320)).width, 400);
}

#[test]
fn a_card_shows_where_the_score_falls_within_its_grade() {
    // 13 steps over 344 pixels; 73 lies three fifths into B- (70 to 75), the eighth step from the left:
    // 28 + (7 + 0.6) × 344 / 13 = 229.1, in units of a quarter of a pixel 916, and the rule begins two pixels before.
    let svg = card(&card_of(score(73.0), 0), &Style::wide(400));
    assert!(svg.text.contains("<rect x=\"908\""), "{}", svg.text);
}

#[test]
fn profiles_of_every_size_are_clean() {
    for (categories, editions, closed) in
        [(0, 0, 0), (1, 1, 1), (8, 3, 9), (8, 12, 120), (24, 30, 240)]
    {
        let data = profile_of(categories, editions, closed);
        let svg = profile(&data, &Style::default());
        check(&format!("profile of {categories} and {closed}"), &svg);
    }
}

#[test]
fn a_profile_is_one_page_and_counts_what_it_does_not_name() {
    let svg = profile(&profile_of(8, 3, 120), &Style::default());
    assert_eq!((svg.width, svg.height), (794, 1123));
    let named = texts(&svg)
        .iter()
        .filter(|(_, text)| text.starts_with('■'))
        .count();
    assert!(named > 10, "{named}");
    let more = format!("and {} more", 120 - named);
    assert!(
        texts(&svg).iter().any(|(_, text)| text.trim() == more),
        "{more}"
    );
}
