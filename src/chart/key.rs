//! The key above a chart: a line of samples with their meaning, only for signs the chart uses.

use super::drawing::{Anchor, Area, Drawing};
use super::mark::{self, Arrangement, Mark};
use super::paint::Paint;
use super::text::Type;

const KIND: Type = Type::regular(12.0);
const ROW: f64 = 22.0;
/// Between a sample and its meaning, and between two items.
const GAP: f64 = 7.0;
const BETWEEN: f64 = 20.0;

/// What is explained.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sample {
    Mark(Mark),
    Provisional,
    Dagger,
    HollowPoint,
    Dot,
    PeersRange,
    PeersMedian,
    GreyLine,
    DottedLine,
    Bar(Paint),
    /// A filled rectangle with an edge: fill, edge.
    Outlined(Paint, Paint),
    Hatch,
    Rule(Paint),
    Whisker,
}

/// A sample and its meaning.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub sample: Sample,
    pub text: String,
}

impl Sample {
    fn width(&self) -> f64 {
        match self {
            Sample::Dagger => KIND.width("†"),
            Sample::PeersMedian | Sample::Rule(_) => 4.0,
            Sample::HollowPoint => 10.0,
            Sample::Dot => 14.0,
            _ => 26.0,
        }
    }

    fn draw(&self, drawing: &mut Drawing, x: f64, middle: f64) {
        let area = Area::new(x, middle - 8.0, self.width(), 16.0);
        match self {
            Sample::Mark(mark) => {
                let number = mark.shown().unwrap_or_default();
                mark::cell(
                    drawing,
                    area,
                    mark,
                    number,
                    Type::bold(12.0),
                    Arrangement::Beside,
                );
            }
            Sample::Provisional => {
                drawing.rectangle(area.inset(2.0), Paint::NEUTRAL);
                drawing.dotted_outline(area, Paint::INK);
            }
            Sample::Dagger => drawing.text(
                (x, middle + KIND.drop()),
                "†",
                KIND,
                Paint::INK,
                Anchor::Start,
            ),
            Sample::Dot => {
                drawing.circle((x + 7.0, middle), 7.0, Paint::OUTLINE);
                drawing.circle((x + 7.0, middle), 5.75, Paint::NEUTRAL);
            }
            Sample::HollowPoint => {
                drawing.circle((x + 5.0, middle), 5.0, Paint::OUTLINE);
                drawing.circle((x + 5.0, middle), 3.0, Paint::GROUND);
            }
            Sample::PeersRange => drawing.rectangle(area.inset(3.0), Paint::PEERS),
            Sample::PeersMedian => {
                drawing.rectangle(Area::new(x + 1.0, middle - 8.0, 2.0, 16.0), Paint::OUTLINE)
            }
            Sample::Outlined(fill, edge) => drawing.outlined(area.inset(2.0), *fill, *edge),
            Sample::Bar(colour) => drawing.rectangle(area.inset(2.0), *colour),
            Sample::Rule(colour) => {
                drawing.rectangle(Area::new(x, middle - 8.0, 3.0, 16.0), *colour)
            }
            Sample::Whisker => whisker(drawing, area.x + 1.0, area.right() - 1.0, middle),
            Sample::Hatch => drawing.hatched(area.inset(2.0)),
            Sample::DottedLine => {
                for dot in 0..5 {
                    let left = x + f64::from(dot) * 6.0;
                    drawing.rectangle(Area::new(left, middle - 1.25, 2.5, 2.5), Paint::RISE);
                }
            }
            Sample::GreyLine => {
                drawing.line(vec![(x, middle), (x + 26.0, middle)], 2.0, Paint::OTHERS)
            }
        }
    }
}

/// A line with caps from `low` to `high`, with a light edge that keeps it visible on any bar.
pub(super) fn whisker(drawing: &mut Drawing, low: f64, high: f64, middle: f64) {
    for (edge, paint) in [(1.25, Paint::GROUND), (0.0, Paint::INK)] {
        let line = Area::new(
            low - edge,
            middle - 0.75 - edge,
            high - low + 2.0 * edge,
            1.5 + 2.0 * edge,
        );
        drawing.rectangle(line, paint);
        for x in [low, high] {
            let cap = Area::new(
                x - 0.75 - edge,
                middle - 5.0 - edge,
                1.5 + 2.0 * edge,
                10.0 + 2.0 * edge,
            );
            drawing.rectangle(cap, paint);
        }
    }
}

/// Draws the items in lines no wider than `width` and returns the height below them.
pub(super) fn draw(drawing: &mut Drawing, items: &[Item], left: f64, top: f64, width: f64) -> f64 {
    let (mut x, mut y) = (left, top);
    for item in items {
        let before = item.sample.width() + GAP;
        let lines = KIND.wrap(&item.text, width - before);
        let needed = before + KIND.widest(&lines);
        if x > left && x + needed > left + width {
            x = left;
            y += ROW;
        }
        item.sample.draw(drawing, x, y + ROW / 2.0);
        drawing.lines(
            (x + before, y + ROW / 2.0 + KIND.drop()),
            &lines,
            KIND,
            Paint::SOFT_INK,
            Anchor::Start,
        );
        y += lines.len().saturating_sub(1) as f64 * KIND.leading();
        x += needed + BETWEEN;
    }
    if items.is_empty() { top } else { y + ROW }
}

impl Item {
    /// Does this explain why something has no score?
    pub fn explains_absence(&self) -> bool {
        matches!(&self.sample, Sample::Mark(mark) if mark.value().is_none())
    }
}
