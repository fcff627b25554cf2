//! The plot of an index over time: where years and scores lie, the stretches of the methods, the lines and points.

use super::ends::End;
use super::{Point, RADIUS, Series, TimelineData, last};
use crate::chart::drawing::{Anchor, Area, Drawing};
use crate::chart::frame::Page;
use crate::chart::labels::Obstacles;
use crate::chart::paint::Paint;
use crate::chart::scale::{TICK, Vertical};
use crate::chart::text::Type;

const POINT: Type = Type::regular(12.0);
const ERA: Type = Type::regular(12.0);
/// Width of the strip of grades.
const RULER: f64 = 27.0;
/// Room for the leader lines between the last year and the labels.
const LEADER: f64 = 34.0;

/// How a line is drawn: its width and the size of its points, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub colour: Paint,
    pub width: f64,
    pub radius: f64,
}

/// Where years and scores lie on the page.
pub(super) struct Plot<'a> {
    years: Vec<i32>,
    /// The first edition of each method after the first.
    breaks: Vec<i32>,
    left: f64,
    pub right: f64,
    pub label_left: f64,
    ruler_left: f64,
    era_top: f64,
    pub up: Vertical<'a>,
}

impl<'a> Plot<'a> {
    pub fn new(data: &'a TimelineData, page: &Page, ends: &[End]) -> Plot<'a> {
        let points = data
            .series
            .iter()
            .flat_map(|series| series.points.iter().map(|point| point.year));
        let mut years: Vec<i32> = data.years.iter().copied().chain(points).collect();
        years.sort_unstable();
        years.dedup();
        // The first edition made with each newer method; two changes between two editions are one break.
        let mut breaks: Vec<i32> = data
            .methods
            .iter()
            .filter(|method| years.first().is_some_and(|year| *year < method.first_year))
            .filter_map(|method| {
                years
                    .iter()
                    .find(|year| **year >= method.first_year)
                    .copied()
            })
            .collect();
        breaks.sort_unstable();
        breaks.dedup();

        let ruler_left = page.left + data.frame.axis.widest() + 8.0;
        let left = ruler_left + if data.bands.is_empty() { 0.0 } else { RULER };
        let labels = ends.iter().map(End::width).fold(0.0, f64::max);
        let label_left = page.right() - labels;
        let right = if ends.is_empty() {
            page.right()
        } else {
            label_left - LEADER
        };
        let needed: f64 = ends.iter().map(End::height).sum();
        let mut plot = Plot {
            years,
            breaks,
            left,
            right,
            label_left,
            ruler_left,
            era_top: page.top,
            up: Vertical {
                axis: &data.frame.axis,
                top: 0.0,
                height: 0.0,
            },
        };
        let eras = plot
            .eras(data)
            .iter()
            .map(|(_, lines)| lines.len())
            .max()
            .unwrap_or(0) as f64;
        let above = if eras > 0.0 {
            eras * ERA.leading() + 8.0
        } else {
            6.0
        };
        plot.up = Vertical {
            axis: &data.frame.axis,
            top: page.top + above,
            height: needed.max(400.0),
        };
        plot
    }

    /// The horizontal place of a time; years keep their distances.
    fn x(&self, year: f64) -> f64 {
        const PAD: f64 = 52.0;
        match (self.years.first(), self.years.last()) {
            (Some(&first), Some(&last)) if first < last => {
                let share = (year - f64::from(first)) / (f64::from(last) - f64::from(first));
                self.left + PAD + share * (self.right - self.left - 2.0 * PAD)
            }
            _ => (self.left + self.right) / 2.0,
        }
    }

    pub fn at(&self, point: &Point) -> (f64, f64) {
        (
            self.x(f64::from(point.year)),
            self.up.at(point.mark.value().unwrap_or_default()),
        )
    }

    /// Where the rule before the edition of `year` stands: halfway from the edition before.
    fn break_x(&self, year: i32) -> f64 {
        let before = self
            .years
            .iter()
            .rev()
            .find(|other| **other < year)
            .copied()
            .unwrap_or(year);
        self.x((f64::from(before) + f64::from(year)) / 2.0)
    }

    /// How many method changes lie before `year`.
    fn era(&self, year: i32) -> usize {
        self.breaks.iter().filter(|first| **first <= year).count()
    }

    /// The stretch of each method and its name in lines; empty when there is only one method.
    fn eras(&self, data: &TimelineData) -> Vec<((f64, f64), Vec<String>)> {
        if self.breaks.is_empty() {
            return Vec::new();
        }
        let starts = self.years.first().into_iter().chain(&self.breaks);
        let lefts = [self.left]
            .into_iter()
            .chain(self.breaks.iter().map(|year| self.break_x(*year)));
        let rights = self
            .breaks
            .iter()
            .map(|year| self.break_x(*year))
            .chain([self.right]);
        starts
            .zip(lefts.zip(rights))
            .map(|(start, (from, to))| {
                let in_use = data
                    .methods
                    .iter()
                    .filter(|method| method.first_year <= *start);
                let name = in_use
                    .max_by_key(|method| method.first_year)
                    .map_or("", |method| &method.name);
                ((from, to), ERA.wrap_evenly(name, to - from - 12.0))
            })
            .collect()
    }

    pub fn ground(&self, drawing: &mut Drawing, data: &TimelineData) {
        let (top, bottom) = (self.up.top, self.up.bottom());
        self.up.ground(drawing, &data.bands, self.left, self.right);
        self.up
            .ruler(drawing, &data.bands, self.ruler_left, RULER - 2.0);
        self.up.numbers(drawing, self.ruler_left - 6.0);
        for ((from, to), lines) in self.eras(data) {
            let at = ((from + to) / 2.0, self.era_top + ERA.size);
            drawing.lines(at, &lines, ERA, Paint::SOFT_INK, Anchor::Middle);
        }
        for first in &self.breaks {
            drawing.dashed_rule(self.break_x(*first), self.era_top, bottom, Paint::OUTLINE);
        }
        // The latest year is always named, earlier ones as far as there is room.
        let mut free_to = f64::INFINITY;
        for year in self.years.iter().rev() {
            let (x, text) = (self.x(f64::from(*year)), data.names.name(*year));
            drawing.rectangle(Area::new(x.round(), bottom, 1.0, 5.0), Paint::OUTLINE);
            let half = TICK.width(&text) / 2.0 + 4.0;
            if x + half <= free_to {
                drawing.text(
                    (x, bottom + 19.0),
                    &text,
                    TICK,
                    Paint::OUTLINE,
                    Anchor::Middle,
                );
                free_to = x - half;
            }
        }
        drawing.rectangle(Area::new(self.left, top, 1.0, bottom - top), Paint::GRID);
    }

    /// The points of a series that can be joined, one run after the other.
    fn runs<'s>(&self, series: &'s Series) -> Vec<Vec<&'s Point>> {
        let mut runs: Vec<Vec<&Point>> = Vec::new();
        let mut joined = false;
        let mut era = 0;
        for year in &self.years {
            let point = series
                .points
                .iter()
                .find(|point| point.year == *year && point.mark.value().is_some());
            let Some(point) = point else {
                joined = false;
                continue;
            };
            match runs.last_mut() {
                Some(run) if joined && era == self.era(*year) => run.push(point),
                _ => runs.push(vec![point]),
            }
            joined = true;
            era = self.era(*year);
        }
        runs
    }

    /// Draws a line and its points; `hollow` tells given points from computed ones.
    pub fn series(
        &self,
        drawing: &mut Drawing,
        series: &Series,
        pen: Pen,
        hollow: bool,
        obstacles: &mut Obstacles,
    ) {
        for run in self.runs(series) {
            let old = run
                .first()
                .is_some_and(|point| self.era(point.year) < self.breaks.len());
            // What was measured with an older method stands back.
            let colour = if old {
                pen.colour.faded(0.55)
            } else {
                pen.colour
            };
            let points: Vec<_> = run.iter().map(|point| self.at(point)).collect();
            for pair in points.windows(2) {
                if let &[from, to] = pair {
                    obstacles.segments.push([from, to]);
                }
            }
            if points.len() > 1 {
                drawing.line(points, pen.width, colour);
            }
            for point in run {
                let (x, y) = self.at(point);
                let reach = pen.radius + 2.0;
                let around = Area::new(x - reach, y - reach, 2.0 * reach, 2.0 * reach);
                if point.mark.is_provisional() {
                    drawing.dotted_outline(around, Paint::INK);
                }
                drawing.circle((x, y), pen.radius, colour);
                if hollow && point.mark.is_given() {
                    drawing.circle((x, y), pen.radius * 0.55, Paint::GROUND);
                }
                obstacles.areas.push(around);
            }
        }
    }

    /// Number and letter beside the points that are not labelled at the right, where there is room.
    pub fn point_labels(
        &self,
        drawing: &mut Drawing,
        series: &Series,
        colour: Paint,
        obstacles: &mut Obstacles,
    ) {
        let end = last(series).map(|point| point.year);
        for point in series.points.iter().filter(|point| Some(point.year) != end) {
            let Some(shown) = point.mark.shown() else {
                continue;
            };
            let text = match point.mark.grade() {
                Some(grade) => format!("{shown} {}", grade.label),
                None => shown.to_owned(),
            };
            let (x, y) = self.at(point);
            let (width, height) = (POINT.width(&text) + 4.0, POINT.size + 3.0);
            let above = Area::new(x - width / 2.0, y - RADIUS - 4.0 - height, width, height);
            let below = Area::new(x - width / 2.0, y + RADIUS + 4.0, width, height);
            let left = Area::new(x - RADIUS - 4.0 - width, y - height / 2.0, width, height);
            let right = Area::new(x + RADIUS + 4.0, y - height / 2.0, width, height);
            let free = |area: &Area| {
                let inside = area.x > self.left
                    && area.right() < self.right
                    && area.y > self.up.top
                    && area.bottom() < self.up.bottom();
                let rule = self
                    .breaks
                    .iter()
                    .map(|first| self.break_x(*first))
                    .any(|rule| area.x < rule && rule < area.right());
                inside && !rule && obstacles.leave_free(*area)
            };
            if let Some(area) = [above, below, left, right].into_iter().find(free) {
                let (middle, centre) = area.middle();
                drawing.text(
                    (middle, centre + POINT.drop()),
                    &text,
                    POINT,
                    colour,
                    Anchor::Middle,
                );
                obstacles.areas.push(area);
            }
        }
    }
}
