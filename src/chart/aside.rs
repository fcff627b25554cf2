//! Below a chart: entities that belong to it and could not be drawn in it, each with the reason.

use super::drawing::{Anchor, Area};
use super::frame::Page;
use super::mark::{self, Arrangement, Mark, Signs};
use super::paint::Paint;
use super::text::Type;
use super::words::Words;

const HEAD: Type = Type::bold(12.0);
const SMALL: Type = Type::regular(12.0);
const CELL: Type = Type::bold(12.0);
/// Between a mark and its text, and between two columns.
const GAP: f64 = 10.0;
const BETWEEN: f64 = 24.0;

/// An entity that is listed and not drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside {
    /// Display name, of any length.
    pub name: String,
    /// The score it has somewhere, or why it has none; `None` where the chart shows no scores.
    pub mark: Option<Mark>,
    /// Why it is not drawn ("only in 2023"); printed after the name.
    pub why: String,
}

/// What a description says of them: how many there are.
pub(super) fn told(entries: &[Aside], words: &Words) -> String {
    match entries.len() {
        0 => String::new(),
        count => format!(" {}: {count}.", words.not_drawn),
    }
}

/// Lists the entities below `bottom` under a heading, in as many columns as fit, and returns the height below them.
pub(super) fn list(
    page: &mut Page,
    heading: &str,
    entries: &[Aside],
    signs: &Signs,
    bottom: f64,
) -> f64 {
    if entries.is_empty() {
        return bottom;
    }
    let heading = HEAD.wrap(heading, page.width);
    let mut y = bottom + 12.0;
    page.drawing.lines(
        (page.left, y + HEAD.size),
        &heading,
        HEAD,
        Paint::INK,
        Anchor::Start,
    );
    y += heading.len() as f64 * HEAD.leading() + 6.0;
    let shown: Vec<_> = entries.iter().filter_map(|e| e.mark.as_ref()).collect();
    let numbers = shown
        .iter()
        .map(|mark| mark::width_beside(mark, &signs.number(mark), CELL) + 10.0);
    let cell = numbers.fold(34.0, f64::max);
    let before = if shown.is_empty() { 0.0 } else { cell + GAP };
    let text = |entry: &Aside| format!("{}: {}", entry.name, entry.why);
    let widest = entries.iter().map(|entry| SMALL.width(&text(entry)));
    let column = (before + widest.fold(0.0, f64::max) + 1.0).min(page.width);
    let columns = ((page.width + BETWEEN) / (column + BETWEEN))
        .floor()
        .max(1.0) as usize;
    for row in entries.chunks(columns) {
        let mut height: f64 = 22.0;
        for (place, entry) in row.iter().enumerate() {
            let x = page.left + place as f64 * (column + BETWEEN);
            let lines = SMALL.wrap(&text(entry), column - before);
            height = height.max(lines.len() as f64 * SMALL.leading() + 4.0);
            if let Some(mark) = &entry.mark {
                let area = Area::new(x, y + 2.0, cell, 16.0);
                let number = signs.number(mark);
                let beside = Arrangement::Beside;
                mark::cell(&mut page.drawing, area, mark, &number, CELL, beside);
            }
            let at = (x + before, y + 10.0 + SMALL.drop());
            page.drawing
                .lines(at, &lines, SMALL, Paint::INK, Anchor::Start);
        }
        y += height;
    }
    y
}
