//! The labels at the right end of the lines: grade, number and name, pushed apart and led to with a thin line.

use super::plot::Plot;
use super::{Point, RADIUS, Series, last};
use crate::chart::drawing::{Anchor, Area, Drawing};
use crate::chart::labels::spread;
use crate::chart::mark;
use crate::chart::paint::Paint;
use crate::chart::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 32.0;

/// The label at the end of a line.
pub(super) struct End<'a> {
    point: &'a Point,
    name: Vec<String>,
    colour: Option<Paint>,
    number_width: f64,
    chip_width: f64,
}

impl<'a> End<'a> {
    pub fn new(series: &'a Series, colour: Option<Paint>, room: f64) -> Option<End<'a>> {
        let point = last(series)?;
        let number_width = NUMBER.width(point.mark.shown().unwrap_or_default()) + 8.0;
        let chip_width = point.mark.grade().map_or(0.0, |_| CHIP_WIDTH + 7.0);
        // A word is broken only when it is very long.
        let whole = NAME.longest_word(&series.name).min(room);
        let room = (room - number_width - chip_width).max(whole);
        let name = NAME.wrap_evenly(&series.name, room);
        Some(End {
            point,
            name,
            colour,
            number_width,
            chip_width,
        })
    }

    pub fn width(&self) -> f64 {
        self.chip_width + self.number_width + NAME.widest(&self.name)
    }

    pub fn height(&self) -> f64 {
        (self.name.len() as f64 * NAME.leading() + 3.0).max(22.0)
    }
}

/// Draws the labels beside the plot.
pub(super) fn draw(drawing: &mut Drawing, plot: &Plot, ends: &[End]) {
    let wanted: Vec<_> = ends
        .iter()
        .map(|end| (plot.at(end.point).1, end.height()))
        .collect();
    let centres = spread(&wanted, plot.up.top, plot.up.bottom());
    for (end, y) in ends.iter().zip(centres) {
        let (x, from) = plot.at(end.point);
        let left = plot.label_left;
        let leader = end.colour.unwrap_or(Paint::OTHERS).faded(0.6);
        let path = vec![
            (x + RADIUS + 2.0, from),
            (plot.right + 2.0, from),
            (left - 10.0, y),
            (left - 5.0, y),
        ];
        drawing.line(path, 1.0, leader);
        let ink = end.colour.unwrap_or(Paint::OUTLINE);
        if let Some(grade) = end.point.mark.grade() {
            mark::chip(
                drawing,
                Area::new(left, y - 9.0, CHIP_WIDTH, 18.0),
                &grade.label,
                grade.colour.into(),
                CHIP,
            );
        }
        let number = left + end.chip_width;
        let shown = end.point.mark.shown().unwrap_or_default();
        drawing.text(
            (number, y + NUMBER.drop()),
            shown,
            NUMBER,
            ink,
            Anchor::Start,
        );
        drawing.lines_centred(
            (number + end.number_width, y),
            &end.name,
            NAME,
            ink,
            Anchor::Start,
        );
    }
}
