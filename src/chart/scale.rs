//! The axis of scores and the grade bands behind it.

use super::drawing::{Anchor, Area, Drawing};
use super::mark::Grade;
use super::paint::{Paint, Theme};
use super::text::Type;
use super::words::Words;

/// Axis numbers.
pub(super) const TICK: Type = Type::regular(12.0);
const LETTER: Type = Type::bold(12.0);

/// A grade's stretch of the scale, drawn faintly behind the marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Lowest score of the band.
    pub from: f64,
    /// Where the next band begins.
    pub to: f64,
    /// Letter and colour.
    pub grade: Grade,
}

impl Band {
    fn tint(&self) -> Paint {
        // A dark colour tints more than a light one.
        let white_letter = Paint::GROUND.on(Theme::Light);
        let share = if self.grade.colour.letter() == white_letter {
            0.06
        } else {
            0.13
        };
        Paint::from(self.grade.colour)
            .faded(share)
            .but_not_printed()
    }
}

/// Between which numbers scores are drawn, and the numbers that stand at the axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// Where a number stands, and how it is written, from the low end up.
    pub ticks: Vec<(f64, String)>,
}

impl Default for Axis {
    /// Per cent.
    fn default() -> Self {
        let ticks = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0];
        Axis {
            low: 0.0,
            high: 100.0,
            ticks: ticks.map(|tick| (tick, format!("{tick}"))).to_vec(),
        }
    }
}

impl Axis {
    /// Where a score lies between the low end (0) and the high end (1); what lies beyond is drawn at the nearer end.
    pub fn share(&self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        if share.is_nan() {
            return 0.0;
        }
        share.clamp(0.0, 1.0)
    }

    /// Where bars begin: at zero, or at the end next to it.
    pub fn base(&self) -> f64 {
        0.0_f64.max(self.low).min(self.high)
    }

    /// The width of the widest number.
    pub(super) fn widest(&self) -> f64 {
        let widths = self.ticks.iter().map(|(_, text)| TICK.width(text));
        widths.fold(0.0, f64::max)
    }
}

/// The smallest of 1, 2 and 5 times the powers of ten that is not smaller than a number: a step that people count in.
pub(super) fn round_step(at_least: f64) -> f64 {
    let steps = (-12..=15).flat_map(|power| {
        let of_ten = libm::pow(10.0, f64::from(power));
        [1.0, 2.0, 5.0].map(|factor| factor * of_ten)
    });
    let found = steps
        .into_iter()
        .find(|step| *step >= at_least * (1.0 - 1e-9));
    found.unwrap_or(1.0)
}

/// A multiple of a step as it is written: sums of steps are not exact, and no step needs more decimals than this.
pub(super) fn tick_text(words: &Words, tick: f64) -> String {
    let text = format!("{}", (tick * 1e9).round() / 1e9);
    text.replace('.', &words.decimal_sign)
        .replace('-', "\u{2212}")
}

/// Scores from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Horizontal<'a> {
    pub axis: &'a Axis,
    pub left: f64,
    pub width: f64,
}

impl Horizontal<'_> {
    pub fn at(self, value: f64) -> f64 {
        self.left + self.width * self.axis.share(value)
    }

    /// The bar of a score: from zero or the end next to it, and never so short that it cannot be seen.
    pub fn bar(self, value: f64, middle: f64, thick: f64) -> Area {
        let (from, to) = (self.at(self.axis.base()), self.at(value));
        let length = (to - from).abs().max(3.0);
        let left = if to < from { from - length } else { from };
        Area::new(left, middle - thick / 2.0, length, thick)
    }

    /// A strip of the grades in full colour, with the letters that fit.
    pub fn ruler(self, drawing: &mut Drawing, bands: &[Band], top: f64, height: f64) {
        for band in bands {
            let area = Area::new(
                self.at(band.from),
                top,
                self.at(band.to) - self.at(band.from) - 1.0,
                height,
            );
            letter(drawing, area, &band.grade);
        }
    }

    /// Faint bands and the lines of the grid.
    pub fn ground(self, drawing: &mut Drawing, bands: &[Band], top: f64, bottom: f64) {
        for band in bands {
            let (from, to) = (self.at(band.from), self.at(band.to));
            drawing.rectangle(Area::new(from, top, to - from, bottom - top), band.tint());
        }
        for (tick, _) in &self.axis.ticks {
            let x = self.at(*tick).round();
            drawing.rectangle(Area::new(x, top, 1.0, bottom - top), Paint::GRID);
        }
        // Where bars go both ways, the line they begin at is told from the others.
        let base = self.axis.base();
        if base > self.axis.low && base < self.axis.high {
            let x = self.at(base).round();
            drawing.rectangle(Area::new(x, top, 1.0, bottom - top), Paint::OUTLINE);
        }
    }

    /// The axis numbers, their baseline `below` the line.
    pub fn numbers(self, drawing: &mut Drawing, baseline: f64) {
        for (tick, text) in &self.axis.ticks {
            drawing.text(
                (self.at(*tick), baseline),
                text,
                TICK,
                Paint::OUTLINE,
                Anchor::Middle,
            );
        }
    }
}

/// Scores from the bottom up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vertical<'a> {
    pub axis: &'a Axis,
    pub top: f64,
    pub height: f64,
}

impl Vertical<'_> {
    pub fn at(self, value: f64) -> f64 {
        self.top + self.height * (1.0 - self.axis.share(value))
    }

    pub fn bottom(self) -> f64 {
        self.top + self.height
    }

    pub fn ruler(self, drawing: &mut Drawing, bands: &[Band], left: f64, width: f64) {
        for band in bands {
            let (from, to) = (self.at(band.from), self.at(band.to));
            letter(
                drawing,
                Area::new(left, to, width, from - to - 1.0),
                &band.grade,
            );
        }
    }

    pub fn ground(self, drawing: &mut Drawing, bands: &[Band], left: f64, right: f64) {
        for band in bands {
            let (from, to) = (self.at(band.from), self.at(band.to));
            drawing.rectangle(Area::new(left, to, right - left, from - to), band.tint());
        }
        for (tick, _) in &self.axis.ticks {
            drawing.rectangle(
                Area::new(left, self.at(*tick).round(), right - left, 1.0),
                Paint::GRID,
            );
        }
    }

    /// The axis numbers, ending at `right`.
    pub fn numbers(self, drawing: &mut Drawing, right: f64) {
        for (tick, text) in &self.axis.ticks {
            drawing.text(
                (right, self.at(*tick) + TICK.drop()),
                text,
                TICK,
                Paint::OUTLINE,
                Anchor::End,
            );
        }
    }
}

/// A stretch of a ruler: filled, with its letter if there is room for it.
fn letter(drawing: &mut Drawing, area: Area, grade: &Grade) {
    drawing.rectangle(area, grade.colour);
    if LETTER.width(&grade.label) <= area.width && LETTER.size <= area.height + 1.0 {
        let (x, y) = area.middle();
        drawing.text(
            (x, y + LETTER.drop()),
            &grade.label,
            LETTER,
            grade.colour.letter(),
            Anchor::Middle,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(low: f64, high: f64) -> Axis {
        Axis {
            low,
            high,
            ticks: Vec::new(),
        }
    }

    #[test]
    fn the_ends_of_the_scale_are_the_ends_of_the_axis() {
        let percent = Axis::default();
        let across = Horizontal {
            axis: &percent,
            left: 10.0,
            width: 200.0,
        };
        let places = [0.0, 25.0, 100.0, 101.0, -3.0, f64::NAN].map(|value| across.at(value));
        assert_eq!(places, [10.0, 60.0, 210.0, 210.0, 10.0, 10.0]);
        let up = Vertical {
            axis: &percent,
            top: 10.0,
            height: 200.0,
        };
        assert_eq!(
            (up.at(0.0), up.at(25.0), up.at(100.0)),
            (210.0, 160.0, 10.0)
        );
        // Half of 0 to 1 lies in the middle.
        let small = axis(0.0, 1.0);
        let across = Horizontal {
            axis: &small,
            ..across
        };
        assert_eq!(across.at(0.5), 110.0);
    }

    #[test]
    fn bars_begin_at_zero_or_at_the_end_next_to_it() {
        let bar = |axis: &Axis, value: f64| {
            let across = Horizontal {
                axis,
                left: 0.0,
                width: 100.0,
            };
            let bar = across.bar(value, 10.0, 4.0);
            (bar.x, bar.width)
        };
        // From −2 to 2 zero lies at 50, −1 at 25, 2 at 100.
        let both = axis(-2.0, 2.0);
        assert_eq!(bar(&both, -1.0), (25.0, 25.0));
        assert_eq!(bar(&both, 2.0), (50.0, 50.0));
        // From 20 to 120 bars begin at 20, and 70 is half of the way.
        assert_eq!(bar(&axis(20.0, 120.0), 70.0), (0.0, 50.0));
        // A score of zero keeps a visible edge.
        assert_eq!(bar(&axis(0.0, 1.0), 0.0), (0.0, 3.0));
    }
}
