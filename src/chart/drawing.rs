//! The list of shapes a chart consists of, in pixels, in the order they are painted. Layout fills it; `svg` writes it.

use super::paint::Paint;
use super::text::{Type, clean};

/// An upright rectangle in pixels, y pointing down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    pub fn new(x: f64, y: f64, width: f64, height: f64) -> Area {
        Area {
            x,
            y,
            width,
            height,
        }
    }

    pub fn right(self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub fn middle(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Smaller by `margin` on every side.
    pub fn inset(self, margin: f64) -> Area {
        Area::new(
            self.x + margin,
            self.y + margin,
            (self.width - 2.0 * margin).max(0.0),
            (self.height - 2.0 * margin).max(0.0),
        )
    }

    /// Do the two share any surface?
    pub fn overlaps(self, other: Area) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }
}

/// Which point of a text its position names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    Rectangle {
        area: Area,
        fill: Paint,
    },
    Line {
        points: Vec<(f64, f64)>,
        width: f64,
        colour: Paint,
    },
    Circle {
        centre: (f64, f64),
        radius: f64,
        fill: Paint,
    },
    Text {
        at: (f64, f64),
        text: String,
        kind: Type,
        colour: Paint,
        anchor: Anchor,
    },
}

#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub shapes: Vec<Shape>,
}

impl Drawing {
    pub fn rectangle(&mut self, area: Area, fill: impl Into<Paint>) {
        self.shapes.push(Shape::Rectangle {
            area,
            fill: fill.into(),
        });
    }

    /// A filled rectangle with a one-pixel outline inside its edge.
    pub fn outlined(&mut self, area: Area, fill: impl Into<Paint>, outline: impl Into<Paint>) {
        self.rectangle(area, outline);
        self.rectangle(area.inset(1.0), fill);
    }

    pub fn line(&mut self, points: Vec<(f64, f64)>, width: f64, colour: impl Into<Paint>) {
        self.shapes.push(Shape::Line {
            points,
            width,
            colour: colour.into(),
        });
    }

    pub fn circle(&mut self, centre: (f64, f64), radius: f64, fill: impl Into<Paint>) {
        self.shapes.push(Shape::Circle {
            centre,
            radius,
            fill: fill.into(),
        });
    }

    /// A text whose baseline starts, is centred, or ends at `at`.
    pub fn text(
        &mut self,
        at: (f64, f64),
        text: &str,
        kind: Type,
        colour: impl Into<Paint>,
        anchor: Anchor,
    ) {
        let text = clean(text);
        if !text.is_empty() {
            self.shapes.push(Shape::Text {
                at,
                text,
                kind,
                colour: colour.into(),
                anchor,
            });
        }
    }

    /// Lines below each other, the first baseline at `at`.
    pub fn lines(
        &mut self,
        at: (f64, f64),
        lines: &[String],
        kind: Type,
        colour: impl Into<Paint>,
        anchor: Anchor,
    ) {
        let colour = colour.into();
        for (index, line) in lines.iter().enumerate() {
            self.text(
                (at.0, at.1 + index as f64 * kind.leading()),
                line,
                kind,
                colour,
                anchor,
            );
        }
    }

    /// Lines below each other whose block is centred on the height `middle`.
    pub fn lines_centred(
        &mut self,
        (x, middle): (f64, f64),
        lines: &[String],
        kind: Type,
        colour: impl Into<Paint>,
        anchor: Anchor,
    ) {
        let first =
            middle - (lines.len().saturating_sub(1)) as f64 * kind.leading() / 2.0 + kind.drop();
        self.lines((x, first), lines, kind, colour, anchor);
    }

    /// A vertical line of dashes, two pixels wide.
    pub fn dashed_rule(&mut self, x: f64, top: f64, bottom: f64, colour: impl Into<Paint>) {
        let colour = colour.into();
        let mut y = top;
        while y < bottom {
            self.rectangle(Area::new(x - 0.75, y, 1.5, (bottom - y).min(5.0)), colour);
            y += 8.0;
        }
    }

    /// Pale diagonal lines: something belongs here and nobody has looked.
    pub fn hatched(&mut self, area: Area) {
        const STEP: f64 = 6.0;
        self.outlined(area, Paint::GROUND, Paint::EMPTY_EDGE);
        let inner = area.inset(1.0);
        let mut offset = STEP - inner.height;
        while offset < inner.width {
            // From the bottom edge up and to the right, cut off at the sides.
            let from = offset.max(0.0);
            let to = (offset + inner.height).min(inner.width);
            if to > from {
                let start = (inner.x + from, inner.bottom() - (from - offset));
                let end = (inner.x + to, inner.bottom() - (to - offset));
                self.line(vec![start, end], 1.0, Paint::HATCH);
            }
            offset += STEP;
        }
    }

    /// Dots along the edge of a rectangle: this may still change.
    pub fn dotted_outline(&mut self, area: Area, colour: impl Into<Paint>) {
        const DOT: f64 = 2.0;
        const STEP: f64 = 4.0;
        let colour = colour.into();
        let columns = (area.width / STEP).floor() as usize;
        for index in 0..=columns {
            let x = (area.x + index as f64 * STEP).min(area.right() - DOT);
            self.rectangle(Area::new(x, area.y, DOT, DOT / 2.0 + 0.5), colour);
            self.rectangle(
                Area::new(x, area.bottom() - DOT / 2.0 - 0.5, DOT, DOT / 2.0 + 0.5),
                colour,
            );
        }
        let rows = (area.height / STEP).floor() as usize;
        for index in 1..rows {
            let y = area.y + index as f64 * STEP;
            self.rectangle(Area::new(area.x, y, DOT / 2.0 + 0.5, DOT), colour);
            self.rectangle(
                Area::new(area.right() - DOT / 2.0 - 0.5, y, DOT / 2.0 + 0.5, DOT),
                colour,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hatch_stays_inside_its_area() {
        let area = Area::new(10.0, 20.0, 50.0, 17.0);
        let mut drawing = Drawing::default();
        drawing.hatched(area);
        let mut lines = 0;
        for shape in &drawing.shapes {
            if let Shape::Line { points, .. } = shape {
                lines += 1;
                for (x, y) in points {
                    assert!(
                        (10.0..=60.0).contains(x) && (20.0..=37.0).contains(y),
                        "({x}, {y})"
                    );
                }
            }
        }
        assert!(lines >= 8, "{lines}");
    }

    #[test]
    fn areas_that_only_touch_do_not_overlap() {
        let area = Area::new(0.0, 0.0, 10.0, 10.0);
        assert!(!area.overlaps(Area::new(10.0, 0.0, 5.0, 5.0)));
        assert!(area.overlaps(Area::new(9.0, 9.0, 5.0, 5.0)));
    }
}
