//! Reliability: how far assessors agree, criterion by criterion. A dot with its interval on one axis, upright lines at
//! the values from which agreement is called tentative and good, and the figures in columns at the right.

use super::Style;
use super::drawing::{Anchor, Area};
use super::frame::{Frame, Page};
use super::mark::{self, Mark};
use super::paint::Paint;
use super::svg::Svg;
use super::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const SMALL: Type = Type::regular(12.0);
const HEAD: Type = Type::bold(12.0);
const DOT: f64 = 5.5;
const ROW: f64 = 32.0;
/// Between names, axis and columns.
const BESIDE: f64 = 14.0;
/// The widest a heading of a column may be.
const HEAD_ROOM: f64 = 78.0;

/// What a chart of reliability shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ReliabilityData {
    /// Texts around the chart.
    pub frame: Frame,
    /// The numbers of the axis, lowest first: the first and the last are its ends.
    pub ticks: Vec<(f64, String)>,
    /// Values with a line of their own and what is printed at it ("0.80 good"), lowest first.
    pub thresholds: Vec<(f64, String)>,
    /// Heads the columns: the coefficient, the share of equal ratings, the units.
    pub heads: [String; 3],
    /// The criteria, in the order drawn.
    pub rows: Vec<ReliabilityRow>,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct ReliabilityRow {
    /// Display name, of any length.
    pub name: String,
    /// The coefficient; `None` where it has no value.
    pub value: Option<f64>,
    /// The ends of its interval, where there is one.
    pub interval: Option<(f64, f64)>,
    /// What is printed for the coefficient and its interval; why it has no value where it has none.
    pub shown: String,
    /// The share of equal ratings as printed; may be empty.
    pub agreement: String,
    /// The units rated by two or more as printed.
    pub units: String,
}

/// Draws a chart of reliability. Height grows with the number of criteria.
pub fn reliability(data: &ReliabilityData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let mut page = Page::open(&data.frame, style);
    let (Some((low, _)), Some((high, _))) = (data.ticks.first(), data.ticks.last()) else {
        return close(page, data, words.reliability.as_str());
    };
    let (low, high) = (*low, high.max(low + f64::EPSILON));
    let room = (page.width * 0.24).min(220.0);
    let names: Vec<_> = data
        .rows
        .iter()
        .map(|row| NAME.wrap_evenly(&row.name, room))
        .collect();
    let widest = names.iter().map(|lines| NAME.widest(lines));
    let left = page.left + widest.fold(0.0, f64::max) + BESIDE + DOT;
    let heads = data
        .heads
        .each_ref()
        .map(|head| HEAD.wrap_evenly(head, HEAD_ROOM));
    let shown = data.rows.iter().filter(|row| row.value.is_some());
    let figures = widest_of(shown.map(|row| &row.shown), NUMBER, &heads[0]);
    let agreement = widest_of(data.rows.iter().map(|row| &row.agreement), SMALL, &heads[1]);
    let units = widest_of(data.rows.iter().map(|row| &row.units), SMALL, &heads[2]);
    let columns = [
        page.right() - units - agreement - 2.0 * BESIDE,
        page.right() - units - BESIDE,
        page.right(),
    ];
    let width = columns[0] - figures - BESIDE - DOT - left;
    let at = |value: f64| left + width * (value.clamp(low, high) - low) / (high - low);

    // Each threshold has a line of text of its own, because they stand close.
    let labels: Vec<_> = data
        .thresholds
        .iter()
        .map(|(_, label)| SMALL.wrap(label, left + width - page.left))
        .collect();
    let lines: usize = labels.iter().map(Vec::len).sum();
    let tallest = heads.iter().map(Vec::len).max().unwrap_or(0);
    let above = (lines as f64 * SMALL.leading()).max(tallest as f64 * HEAD.leading()) + 8.0;
    let top = page.top + above;
    let tall = |lines: &Vec<String>| (lines.len() as f64 * NAME.leading() + 8.0).max(ROW);
    let bottom = top + names.iter().map(tall).sum::<f64>();
    for (head, x) in heads.iter().zip(columns) {
        let first = top - 8.0 - (head.len() as f64 - 1.0) * HEAD.leading();
        page.drawing
            .lines((x, first), head, HEAD, Paint::SOFT_INK, Anchor::End);
    }
    let mut free = f64::NEG_INFINITY;
    for (value, text) in &data.ticks {
        let x = at(*value);
        let line = Area::new(x.round(), top, 1.0, bottom - top);
        page.drawing.rectangle(line, Paint::GRID);
        let half = SMALL.width(text) / 2.0 + 3.0;
        if x - half >= free {
            let below = (x, bottom + 17.0);
            page.drawing
                .text(below, text, SMALL, Paint::OUTLINE, Anchor::Middle);
            free = x + half;
        }
    }
    let mut y = page.top;
    // The one furthest right is written first: below its text no line passes.
    for ((value, _), lines) in data.thresholds.iter().zip(&labels).rev() {
        let x = at(*value);
        page.drawing
            .dashed_rule(x, y + SMALL.leading() / 2.0, bottom, Paint::OUTLINE);
        let text = (x - 6.0, y + SMALL.size);
        page.drawing
            .lines(text, lines, SMALL, Paint::SOFT_INK, Anchor::End);
        y += lines.len() as f64 * SMALL.leading();
    }
    let mut y = top;
    for (row, lines) in data.rows.iter().zip(&names) {
        let height = tall(lines);
        let middle = y + height / 2.0;
        page.drawing
            .lines_centred((page.left, middle), lines, NAME, Paint::INK, Anchor::Start);
        match row.value {
            Some(value) => {
                interval(
                    &mut page,
                    row.interval.map(|(low, high)| (at(low), at(high))),
                    middle,
                );
                let centre = (at(value), middle);
                page.drawing.circle(centre, DOT, Paint::OUTLINE);
                page.drawing.circle(centre, DOT - 1.25, Paint::RISE);
                let end = (columns[0], middle + NUMBER.drop());
                page.drawing
                    .text(end, &row.shown, NUMBER, Paint::INK, Anchor::End);
            }
            None => absent(&mut page, &row.shown, left, columns[0], middle),
        }
        for (text, x) in [(&row.agreement, columns[1]), (&row.units, columns[2])] {
            let end = (x, middle + SMALL.drop());
            page.drawing
                .text(end, text, SMALL, Paint::SOFT_INK, Anchor::End);
        }
        y += height;
    }
    page.top = bottom + 20.0;
    close(page, data, &words.reliability)
}

/// A line from end to end with a cap at each.
fn interval(page: &mut Page, ends: Option<(f64, f64)>, middle: f64) {
    let Some((low, high)) = ends else { return };
    let drawing = &mut page.drawing;
    let line = Area::new(low, middle - 1.25, high - low, 2.5);
    drawing.rectangle(line, Paint::OUTLINE);
    for x in [low, high] {
        drawing.rectangle(Area::new(x - 1.0, middle - 6.0, 2.0, 12.0), Paint::OUTLINE);
    }
}

/// The sign of a missing figure and the reason, on a ground that keeps the grid away from it.
fn absent(page: &mut Page, reason: &str, left: f64, right: f64, middle: f64) {
    let lines = SMALL.wrap(reason, right - left - 40.0);
    let height = (lines.len() as f64 * SMALL.leading()).max(16.0);
    let width = 40.0 + SMALL.widest(&lines);
    let plate = Area::new(left, middle - height / 2.0, width, height);
    page.drawing.rectangle(plate, Paint::GROUND);
    let sign = Area::new(left, middle - 8.0, 26.0, 16.0);
    mark::absent(&mut page.drawing, sign, &Mark::NoScore);
    let at = (left + 33.0, middle);
    page.drawing
        .lines_centred(at, &lines, SMALL, Paint::OUTLINE, Anchor::Start);
}

fn widest_of<'a>(texts: impl Iterator<Item = &'a String>, kind: Type, head: &[String]) -> f64 {
    texts
        .map(|text| kind.width(text))
        .fold(HEAD.widest(head), f64::max)
}

/// Closes the page with a description that names the first criteria with their figures.
fn close(page: Page, data: &ReliabilityData, kind: &str) -> Svg {
    const TOLD: usize = 7;
    let rows = data.rows.iter().take(TOLD);
    let told: Vec<String> = rows
        .map(|row| format!("{} {}", row.name, row.shown))
        .collect();
    let subtitle = data.frame.subtitle.trim_end_matches('.');
    let description = format!("{kind}. {subtitle}. {}.", told.join(", "));
    let bottom = page.top;
    page.close(bottom, &[], &description)
}
