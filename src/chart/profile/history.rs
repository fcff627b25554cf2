//! The index of one entity over the editions, small.

use super::ProfileData;
use crate::chart::drawing::{Anchor, Area, Drawing};
use crate::chart::mark::{self, Signs};
use crate::chart::paint::Paint;
use crate::chart::scale::{TICK, Vertical};
use crate::chart::text::Type;
use crate::chart::timeline::Point;

const NUMBER: Type = Type::bold(12.0);
const POINT: f64 = 5.0;

/// Draws it within left, top, width and height, and returns the height below.
pub(super) fn draw(
    drawing: &mut Drawing,
    data: &ProfileData,
    signs: &Signs,
    (left, top, width, height): (f64, f64, f64, f64),
) -> f64 {
    let mut points: Vec<&Point> = data.history.iter().collect();
    points.sort_by_key(|point| point.year);
    let start = left + data.frame.axis.widest() + 8.0;
    let up = Vertical {
        axis: &data.frame.axis,
        top: top + 6.0,
        height: height - 26.0,
    };
    up.ground(drawing, &data.bands, start, left + width);
    up.numbers(drawing, start - 6.0);
    let (first, last) = match (points.first(), points.last()) {
        (Some(first), Some(last)) => (first.year, last.year),
        _ => return top + height,
    };
    let inner = (start + 24.0, left + width - 24.0);
    let x = |year: i32| {
        let [year, first, last] = [year, first, last].map(f64::from);
        let share = (year - first) / (last - first).max(1.0);
        inner.0 + (inner.1 - inner.0) * share
    };
    for first in &data.breaks {
        let before = points.iter().rev().find(|point| point.year < *first);
        if let Some(before) = before {
            let at = (x(before.year) + x(*first)) / 2.0;
            drawing.dashed_rule(at, up.top, up.bottom(), Paint::OUTLINE);
        }
    }
    for pair in points.windows(2) {
        let broken = data
            .breaks
            .iter()
            .any(|first| *first > pair[0].year && *first <= pair[1].year);
        if let (false, Some(from), Some(to)) = (broken, pair[0].mark.value(), pair[1].mark.value())
        {
            let line = vec![(x(pair[0].year), up.at(from)), (x(pair[1].year), up.at(to))];
            drawing.line(line, 2.5, Paint::INK);
        }
    }
    let mut free_from = f64::NEG_INFINITY;
    for point in points {
        let at = x(point.year);
        let year = data.names.name(point.year);
        let half = TICK.width(&year) / 2.0 + 3.0;
        let fits = at - half >= free_from;
        if fits {
            drawing.text(
                (at, up.bottom() + 17.0),
                &year,
                TICK,
                Paint::OUTLINE,
                Anchor::Middle,
            );
            free_from = at + half;
        }
        match point.mark.value() {
            Some(value) => {
                let y = up.at(value);
                drawing.circle((at, y), POINT, Paint::OUTLINE);
                drawing.circle((at, y), POINT - 1.25, point.mark.fill());
                if fits {
                    // Above the point, below it where the paper ends.
                    let above = y - POINT - 5.0;
                    let baseline = if above - NUMBER.size < up.top {
                        y + POINT + 14.0
                    } else {
                        above
                    };
                    let number = signs.number(&point.mark);
                    drawing.text((at, baseline), &number, NUMBER, Paint::INK, Anchor::Middle);
                }
            }
            None => {
                let area = Area::new(at - 10.0, up.bottom() - 18.0, 20.0, 14.0);
                mark::absent(drawing, area, &point.mark);
            }
        }
    }
    top + height
}
