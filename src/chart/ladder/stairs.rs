//! The curve of a ladder: one tread and one riser per action, lines where grades begin, numbers on the risers.

use super::{LadderData, LadderLevel, Step};
use crate::chart::drawing::{Anchor, Area, Drawing};
use crate::chart::frame::Page;
use crate::chart::labels::spread;
use crate::chart::mark;
use crate::chart::paint::Paint;
use crate::chart::scale::{round_step, tick_text};
use crate::chart::text::Type;

const TICK: Type = Type::regular(12.0);
const NUMBER: Type = Type::bold(12.0);
const LEVEL: Type = Type::bold(13.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 32.0;
const HEIGHT: f64 = 300.0;
/// Room below the start for its score.
const BELOW: f64 = 32.0;
/// Half the size of a mark that holds the number of an action.
pub(super) const DISC: f64 = 11.0;

/// Where effort and score lie on the page.
pub(super) struct Stairs<'a> {
    data: &'a LadderData,
    steps: &'a [Step<'a>],
    others: &'a [Step<'a>],
    left: f64,
    right: f64,
    top: f64,
    /// The most effort of the two ways.
    effort: f64,
    /// The scores at the lower and the upper edge.
    range: (f64, f64),
    tick: f64,
}

impl<'a> Stairs<'a> {
    /// What is not plot in the width of a page: margins, axis numbers and grades.
    pub const BESIDE: f64 = 56.0 + 40.0 + CHIP_WIDTH + 40.0;

    pub fn new(
        data: &'a LadderData,
        steps: &'a [Step<'a>],
        others: &'a [Step<'a>],
        page: &Page,
    ) -> Stairs<'a> {
        let whole = |steps: &[Step<'_>]| steps.iter().map(|step| effort(step)).sum::<f64>();
        let ends = steps.iter().chain(others);
        let levels = ends.map(|step| step.action.to.value);
        let levels = levels.chain([data.from.value]);
        let axis = &data.frame.axis;
        let (low, high) = levels.fold((axis.high, axis.low), |(low, high), value| {
            let value = if value.is_nan() {
                axis.low
            } else {
                value.clamp(axis.low, axis.high)
            };
            (low.min(value), high.max(value))
        });
        // No finer than a hundredth of the scale.
        let tick = round_step(((high - low) / 5.0).max((axis.high - axis.low) / 100.0));
        let mut from = (low / tick).floor() * tick;
        let to = ((high + tick * 0.35) / tick).ceil() * tick;
        // The start stands clear of the lower edge, where its score is printed.
        while from > axis.low && (low - from) / (to - from) * HEIGHT < BELOW {
            from -= tick;
        }
        let from = from.max(axis.low);
        Stairs {
            data,
            steps,
            others,
            left: page.left + 40.0,
            right: page.right() - CHIP_WIDTH - 16.0,
            top: page.top + 8.0,
            effort: whole(steps).max(whole(others)).max(f64::MIN_POSITIVE),
            range: (from, to),
            tick,
        }
    }

    fn x(&self, effort: f64) -> f64 {
        // Half a mark is free at the right.
        self.left + (self.right - DISC - 4.0 - self.left) * (effort / self.effort).min(1.0)
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = self.range;
        let share = ((value - low) / (high - low)).clamp(0.0, 1.0);
        self.top + HEIGHT * (1.0 - share)
    }

    /// Draws everything and returns the height below it.
    pub fn draw(&self, page: &mut Page) -> f64 {
        self.ground(&mut page.drawing);
        let bottom = self.effort_axis(&mut page.drawing);
        let solid = self.corners(self.steps);
        let start = (self.left, self.y(self.data.from.value));
        // Near zero there is no room below.
        let clear = start.1 + BELOW <= self.top + HEIGHT;
        let away = if clear { 14.0 + LEVEL.size } else { -8.0 };
        let beside = (self.left + 6.0, start.1 + away);
        level(&mut page.drawing, beside, &self.data.from, Anchor::Start);
        if let (Some(last), Some(&(x, y))) = (self.steps.last(), solid.last()) {
            let above = (x + DISC, y - 8.0);
            level(&mut page.drawing, above, &last.action.to, Anchor::End);
        }
        dots(&mut page.drawing, &self.corners(self.others));
        if solid.len() > 1 {
            page.drawing.line(solid, 2.5, Paint::RISE);
        }
        page.drawing.circle(start, 5.0, Paint::INK);
        self.numbers(&mut page.drawing);
        bottom
    }

    /// Lines of the scale, and where grades begin.
    fn ground(&self, drawing: &mut Drawing) {
        let (low, high) = self.range;
        let count = ((high - low) / self.tick).round().clamp(1.0, 100.0) as u32;
        for index in 0..=count {
            let value = low + f64::from(index) * self.tick;
            let line = Area::new(
                self.left,
                self.y(value).round(),
                self.right - self.left,
                1.0,
            );
            drawing.rectangle(line, Paint::GRID);
            let at = (self.left - 8.0, self.y(value) + TICK.drop());
            let text = tick_text(&self.data.frame.words, value);
            drawing.text(at, &text, TICK, Paint::OUTLINE, Anchor::End);
        }
        let inside = |from: &f64| (low..=high).contains(from);
        let grades = self.data.grades.iter();
        let grades: Vec<_> = grades.filter(|(from, _)| inside(from)).collect();
        let wanted: Vec<_> = grades
            .iter()
            .map(|(from, _)| (self.y(*from), 20.0))
            .collect();
        let centres = spread(&wanted, self.top - 6.0, self.top + HEIGHT + 6.0);
        for ((from, grade), y) in grades.into_iter().zip(centres) {
            let line = self.y(*from).round();
            let area = Area::new(self.left, line, self.right - self.left + 4.0, 1.5);
            drawing.rectangle(area, Paint::OUTLINE);
            let left = self.right + 14.0;
            let lead = vec![(self.right + 4.0, line + 0.75), (left, y)];
            drawing.line(lead, 1.5, Paint::OUTLINE);
            let area = Area::new(left, y - 9.0, CHIP_WIDTH, 18.0);
            mark::chip(drawing, area, &grade.label, grade.colour.into(), CHIP);
        }
    }

    /// The numbers of the effort and its unit; returns the height below them.
    fn effort_axis(&self, drawing: &mut Drawing) -> f64 {
        let mut y = self.top + HEIGHT + 20.0;
        let axis = Area::new(self.left, self.top + HEIGHT, self.right - self.left, 1.0);
        drawing.rectangle(axis, Paint::OUTLINE);
        let step = tick(self.effort, (self.right - self.left) / 60.0);
        let mut free = f64::NEG_INFINITY;
        let mut at = 0.0;
        while at <= self.effort * 1.000_001 {
            let text = format!("{at}");
            let half = TICK.width(&text) / 2.0 + 4.0;
            if self.x(at) - half >= free {
                let place = (self.x(at), y);
                drawing.text(place, &text, TICK, Paint::OUTLINE, Anchor::Middle);
                free = self.x(at) + half;
            }
            at += step;
        }
        y += 6.0;
        let lines = TICK.wrap(&self.data.unit, self.right - self.left);
        let middle = ((self.left + self.right) / 2.0, y + TICK.size);
        drawing.lines(middle, &lines, TICK, Paint::SOFT_INK, Anchor::Middle);
        y + lines.len() as f64 * TICK.leading()
    }

    /// The curve: from the start along each tread and up each riser.
    fn corners(&self, steps: &[Step<'_>]) -> Vec<(f64, f64)> {
        let (mut done, mut level) = (0.0, self.data.from.value);
        let mut corners = vec![(self.x(done), self.y(level))];
        for step in steps {
            done += effort(step);
            corners.push((self.x(done), self.y(level)));
            level = step.action.to.value;
            corners.push((self.x(done), self.y(level)));
        }
        corners
    }

    /// Numbers in the middle of the risers, pushed apart sideways where treads are narrow.
    fn numbers(&self, drawing: &mut Drawing) {
        let of = |steps: &'a [Step<'a>], solid: bool| {
            let corners = self.corners(steps);
            // After the start each action has two corners.
            let risers: Vec<(f64, f64)> = corners
                .get(1..)
                .unwrap_or_default()
                .chunks(2)
                .filter_map(|ends| match ends {
                    &[(x, low), (_, high)] => Some((x, (low + high) / 2.0)),
                    _ => None,
                })
                .collect();
            let numbered = steps.iter().zip(risers);
            numbered.map(move |(step, at)| (step.number, at, solid))
        };
        let all: Vec<_> = of(self.steps, true).chain(of(self.others, false)).collect();
        let wanted: Vec<_> = all.iter().map(|(_, at, _)| (at.0, 2.0 * DISC)).collect();
        let centres = spread(&wanted, self.left + 8.0, self.right);
        for ((number, riser, solid), x) in all.into_iter().zip(centres) {
            if (x - riser.0).abs() > 1.0 {
                drawing.line(vec![riser, (x, riser.1)], 1.0, Paint::RISE);
            }
            disc(drawing, (x, riser.1), number, solid);
        }
    }
}

/// A score beside the curve, on a ground that keeps lines of the scale away from it.
fn level(drawing: &mut Drawing, at: (f64, f64), level: &LadderLevel, anchor: Anchor) {
    let width = LEVEL.width(&level.shown);
    let left = if anchor == Anchor::End {
        at.0 - width
    } else {
        at.0
    };
    let plate = Area::new(left - 2.0, at.1 - LEVEL.size, width + 4.0, LEVEL.size + 3.0);
    drawing.rectangle(plate, Paint::GROUND);
    drawing.text(at, &level.shown, LEVEL, Paint::INK, anchor);
}

/// The mark of an action, on the curve and in the list.
pub(super) fn disc(drawing: &mut Drawing, centre: (f64, f64), number: usize, solid: bool) {
    let (fill, ink) = if solid {
        (Paint::RISE, Paint::RISE.letter())
    } else {
        (Paint::GROUND, Paint::RISE)
    };
    drawing.circle(centre, DISC - 1.0, Paint::RISE);
    drawing.circle(centre, DISC - 2.25, fill);
    let at = (centre.0, centre.1 + NUMBER.drop());
    drawing.text(at, &number.to_string(), NUMBER, ink, Anchor::Middle);
}

fn effort(step: &Step<'_>) -> f64 {
    let effort = step.action.effort;
    if effort.is_finite() {
        effort.max(0.0)
    } else {
        0.0
    }
}

/// A row of dots along level and upright lines.
fn dots(drawing: &mut Drawing, corners: &[(f64, f64)]) {
    const DOT: f64 = 2.5;
    const STEP: f64 = 6.0;
    for pair in corners.windows(2) {
        let &[from, to] = pair else { continue };
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let count = (dx.abs().max(dy.abs()) / STEP).floor();
        for index in 0..=(count as u32) {
            let share = if count > 0.0 {
                f64::from(index) / count
            } else {
                0.0
            };
            let (x, y) = (from.0 + dx * share, from.1 + dy * share);
            let dot = Area::new(x - DOT / 2.0, y - DOT / 2.0, DOT, DOT);
            drawing.rectangle(dot, Paint::RISE);
        }
    }
}

/// The distance of numbers people count in that gives at most `most` of them.
fn tick(whole: f64, most: f64) -> f64 {
    let wanted = whole / most.max(2.0);
    let mut unit = 1.0;
    loop {
        for factor in [1.0, 2.0, 5.0] {
            // Effort is finite, and above a billion nobody counts.
            if unit * factor >= wanted || unit > 1e12 {
                return unit * factor;
            }
        }
        unit *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn effort_is_counted_in_round_numbers() {
        // 3 units in at most 8 numbers: every one; 60 in at most 8: 60 / 8 = 7.5, so every ten.
        assert_eq!(tick(3.0, 8.0), 1.0);
        assert_eq!(tick(60.0, 8.0), 10.0);
        assert_eq!(tick(1_000.0, 8.0), 200.0);
    }
}
