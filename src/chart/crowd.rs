//! Criteria of many entities: a strip of dots per criterion, stacked where they would cover each other. Who stands where is
//! in the table of the chart; names beside every dot would make it longer than anybody reads.

use super::Style;
use super::criteria::{CRITERION, CriteriaData, CriterionStrip, description, draw_peers};
use super::drawing::{Anchor, Area};
use super::frame::Page;
use super::key::{Item, Sample};
use super::paint::Paint;
use super::scale::{Axis, Horizontal};
use super::svg::Svg;
use super::text::Type;

const NUMBER: Type = Type::bold(12.5);
/// Half the size of a dot, and how far the middles of two stacked ones are apart.
const DOT: f64 = 3.5;
const STEP: f64 = 8.0;

/// Draws the criteria of so many entities that they have no lanes of their own.
pub(super) fn crowd(data: &CriteriaData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let mut page = Page::open(&data.frame, style);
    let mut items = vec![Item {
        sample: Sample::Dot,
        text: words.entities.clone(),
    }];
    for (sample, text) in [
        (Sample::PeersMedian, &words.peers_median),
        (Sample::PeersRange, &words.peers_range),
    ] {
        items.push(Item {
            sample,
            text: text.clone(),
        });
    }
    page.key(&items);
    let longest = data
        .criteria
        .iter()
        .map(|strip| CRITERION.longest_word(&strip.name));
    let room = longest
        .fold(page.width * 0.2, f64::max)
        .min(page.width * 0.34);
    let left = page.left + room + 16.0;
    let axis = Axis::default();
    let scale = Horizontal {
        axis: &axis,
        left,
        width: page.right() - left - 52.0,
    };
    let mut notes = Vec::new();
    let mut y = page.top;
    for strip in &data.criteria {
        let dots = stacked(data, strip, scale);
        let tallest = dots
            .iter()
            .map(|(_, place)| place.abs())
            .fold(0.0, f64::max);
        let head = CRITERION.wrap_evenly(&strip.name, room);
        let height = (2.0 * tallest + 36.0).max(head.len() as f64 * CRITERION.leading() + 12.0);
        let middle = y + height / 2.0;
        scale.ground(&mut page.drawing, &[], y, y + height);
        page.drawing
            .rectangle(Area::new(page.left, y, page.width, 1.0), Paint::GRID);
        page.drawing.lines_centred(
            (page.left, middle),
            &head,
            CRITERION,
            Paint::INK,
            Anchor::Start,
        );
        if let Some(peers) = strip.peers {
            draw_peers(&mut page.drawing, scale, peers, y + 5.0, y + height - 4.0);
            // Halves up, as scores are rounded.
            let median = format!("{}", libm::floor(peers.median + 0.5));
            let at = (page.right(), middle + NUMBER.drop());
            page.drawing
                .text(at, &median, NUMBER, Paint::INK, Anchor::End);
        }
        for (x, place) in &dots {
            page.drawing
                .circle((*x, middle + place), DOT, Paint::OUTLINE);
            page.drawing
                .circle((*x, middle + place), DOT - 1.0, Paint::NEUTRAL);
        }
        let without = data.entities.len() - dots.len();
        if without > 0 {
            notes.push(format!(
                "{}. {}: {without}",
                strip.name, words.without_score
            ));
        }
        y += height;
    }
    page.drawing
        .rectangle(Area::new(page.left, y, page.width, 1.0), Paint::GRID);
    scale.numbers(&mut page.drawing, y + 17.0);
    let description = description(data);
    page.close(y + 21.0, &notes, &description)
}

/// Where the scores of a criterion are drawn: from the left, and how far above or below the middle.
fn stacked(data: &CriteriaData, strip: &CriterionStrip, scale: Horizontal) -> Vec<(f64, f64)> {
    let scores = (0..data.entities.len()).filter_map(|entity| strip.mark(entity).value());
    let mut places: Vec<f64> = scores.map(|value| scale.at(value)).collect();
    places.sort_by(f64::total_cmp);
    let mut dots: Vec<(f64, f64)> = Vec::new();
    for x in places {
        let near = dots.iter().rev().take_while(|(other, _)| x - other < STEP);
        let taken: Vec<f64> = near.map(|(_, place)| *place).collect();
        // The middle first, then one below, one above, two below …
        let mut free = (0_u32..).map(|count| {
            let away = f64::from(count.div_ceil(2)) * STEP;
            if count % 2 == 1 { away } else { -away }
        });
        let place = free.find(|place| !taken.contains(place)).unwrap_or(0.0);
        dots.push((x, place));
    }
    dots
}
