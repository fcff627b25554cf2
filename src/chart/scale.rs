//! The axis from 0 to 100 and the grade bands behind it.

use super::drawing::{Anchor, Area, Drawing};
use super::mark::Grade;
use super::paint::{Paint, Theme};
use super::text::Type;

/// Axis numbers.
pub(super) const TICK: Type = Type::regular(12.0);
const LETTER: Type = Type::bold(12.0);

/// A grade's stretch of the scale, drawn faintly behind the marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Lowest score of the band, 0–100.
    pub from: f64,
    /// Where the next band begins, 0–100.
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

/// Scores from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Horizontal {
    pub left: f64,
    pub width: f64,
}

impl Horizontal {
    pub fn at(self, value: f64) -> f64 {
        self.left + self.width * value / 100.0
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
        for tick in TICKS {
            let x = (self.at(tick)).round();
            drawing.rectangle(Area::new(x, top, 1.0, bottom - top), Paint::GRID);
        }
    }

    /// The axis numbers, their baseline `below` the line.
    pub fn numbers(self, drawing: &mut Drawing, baseline: f64) {
        for tick in TICKS {
            let text = format!("{tick}");
            drawing.text(
                (self.at(tick), baseline),
                &text,
                TICK,
                Paint::OUTLINE,
                Anchor::Middle,
            );
        }
    }
}

/// Scores from the bottom up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vertical {
    pub top: f64,
    pub height: f64,
}

impl Vertical {
    pub fn at(self, value: f64) -> f64 {
        self.top + self.height * (1.0 - value / 100.0)
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
        for tick in TICKS {
            drawing.rectangle(
                Area::new(left, self.at(tick).round(), right - left, 1.0),
                Paint::GRID,
            );
        }
    }

    /// The axis numbers, ending at `right`.
    pub fn numbers(self, drawing: &mut Drawing, right: f64) {
        for tick in TICKS {
            let text = format!("{tick}");
            drawing.text(
                (right, self.at(tick) + TICK.drop()),
                &text,
                TICK,
                Paint::OUTLINE,
                Anchor::End,
            );
        }
    }
}

const TICKS: [f64; 6] = [0.0, 20.0, 40.0, 60.0, 80.0, 100.0];

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

    #[test]
    fn the_ends_of_the_scale_are_the_ends_of_the_axis() {
        let across = Horizontal {
            left: 10.0,
            width: 200.0,
        };
        assert_eq!(
            (across.at(0.0), across.at(25.0), across.at(100.0)),
            (10.0, 60.0, 210.0)
        );
        let up = Vertical {
            top: 10.0,
            height: 200.0,
        };
        assert_eq!(
            (up.at(0.0), up.at(25.0), up.at(100.0)),
            (210.0, 160.0, 10.0)
        );
    }
}
