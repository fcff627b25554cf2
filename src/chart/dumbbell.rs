//! Dumbbell: two scores of each entity on one axis, joined. Hollow is where it comes from, filled where it stands now;
//! the difference is printed at the right with its sign.

use super::Style;
use super::aside::{self, Aside};
use super::drawing::{Anchor, Area};
use super::frame::{Frame, Page, describe};
use super::key::{Item, Sample};
use super::mark::{self, Mark, Signs};
use super::paint::Paint;
use super::scale::{Band, Horizontal};
use super::svg::Svg;
use super::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const VALUE: Type = Type::regular(12.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 34.0;
const DOT: f64 = 6.5;
const RULER: f64 = 17.0;
const BESIDE: f64 = 14.0;

/// What a dumbbell chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct DumbbellData {
    /// Texts around the chart.
    pub frame: Frame,
    /// What the hollow dots are, for example an edition.
    pub from: String,
    /// What the filled dots are.
    pub to: String,
    /// Drawn in the order given, usually by the second score.
    pub rows: Vec<DumbbellRow>,
    /// Grade bands behind the dots; may be empty.
    pub bands: Vec<Band>,
    /// Entities without a row.
    pub aside: Vec<Aside>,
}

/// An entity.
#[derive(Debug, Clone, PartialEq)]
pub struct DumbbellRow {
    /// Display name, of any length.
    pub name: String,
    /// Where it comes from.
    pub from: Mark,
    /// Where it stands.
    pub to: Mark,
    /// The difference as printed ("+12"); empty where one of the two is missing.
    pub difference: String,
    /// Stands out by a bold name.
    pub highlighted: bool,
}

/// Draws a dumbbell chart. Height grows with the number of entities.
pub fn dumbbell(data: &DumbbellData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let mut page = Page::open(&data.frame, style);
    let marks = data.rows.iter().flat_map(|row| [&row.from, &row.to]);
    let apart = data.aside.iter().filter_map(|aside| aside.mark.as_ref());
    let signs = Signs::of(marks.chain(apart), words);
    let mut items = vec![
        Item {
            sample: Sample::HollowPoint,
            text: data.from.clone(),
        },
        Item {
            sample: Sample::Dot,
            text: data.to.clone(),
        },
    ];
    // An absence is named in its row.
    let explained = signs.items.iter().filter(|item| !item.explains_absence());
    items.extend(explained.cloned());
    page.key(&items);

    let room = (page.width * 0.3).min(240.0);
    let names: Vec<_> = data
        .rows
        .iter()
        .map(|row| NAME.bold_if(row.highlighted).wrap_evenly(&row.name, room))
        .collect();
    let widest = names
        .iter()
        .zip(&data.rows)
        .map(|(lines, row)| NAME.bold_if(row.highlighted).widest(lines));
    let left = page.left + widest.fold(0.0, f64::max) + 2.0 * BESIDE;
    let differences = data.rows.iter().map(|row| NUMBER.width(&row.difference));
    let differences = differences.fold(0.0, f64::max);
    let graded = data.rows.iter().any(|row| row.to.grade().is_some());
    let chips = if graded { CHIP_WIDTH + 10.0 } else { 0.0 };
    let scale = Horizontal {
        axis: &data.frame.axis,
        left,
        width: page.right() - differences - chips - 2.0 * BESIDE - left,
    };
    let base = match data.rows.len() {
        0..=14 => 32.0,
        15..=40 => 27.0,
        _ => 24.0,
    };
    let tall = |lines: &Vec<String>| (lines.len() as f64 * NAME.leading() + 5.0).max(base);
    if !data.bands.is_empty() {
        scale.ruler(&mut page.drawing, &data.bands, page.top, RULER);
        page.top += RULER;
    }
    let height: f64 = names.iter().map(tall).sum();
    scale.ground(
        &mut page.drawing,
        &data.bands,
        page.top,
        page.top + height + 6.0,
    );
    let mut y = page.top + 3.0;
    for (row, lines) in data.rows.iter().zip(&names) {
        let height = tall(lines);
        let middle = y + height / 2.0;
        page.drawing.lines_centred(
            (page.left, middle),
            lines,
            NAME.bold_if(row.highlighted),
            Paint::INK,
            Anchor::Start,
        );
        draw_row(&mut page, scale, row, &signs, middle);
        if let Some(grade) = row.to.grade() {
            let x = scale.left + scale.width + BESIDE;
            let area = Area::new(x, middle - 9.0, CHIP_WIDTH, 18.0);
            mark::chip(
                &mut page.drawing,
                area,
                &grade.label,
                grade.colour.into(),
                CHIP,
            );
        }
        let ink = match (row.from.value(), row.to.value()) {
            (Some(from), Some(to)) if to < from => Paint::FALL,
            (Some(from), Some(to)) if to > from => Paint::RISE,
            _ => Paint::INK,
        };
        let end = (page.right(), middle + NUMBER.drop());
        page.drawing
            .text(end, &row.difference, NUMBER, ink, Anchor::End);
        y += height;
    }
    y += 3.0;
    scale.numbers(&mut page.drawing, y + 16.0);
    y = aside::list(&mut page, &words.not_drawn, &data.aside, &signs, y + 20.0);

    let told: Vec<_> = data
        .rows
        .iter()
        .filter(|row| !row.difference.is_empty())
        .map(|row| (row.name.as_str(), row.difference.as_str()))
        .collect();
    let without = data.rows.len() - told.len();
    let mut description = describe(&data.frame, &words.dumbbell, &told, without);
    description.push_str(&aside::told(&data.aside, words));
    page.close(y, signs.note.as_slice(), &description)
}

/// The two dots, their numbers on the outer sides, and the line between; a single dot where one is missing or both are
/// the same.
fn draw_row(page: &mut Page, scale: Horizontal, row: &DumbbellRow, signs: &Signs, middle: f64) {
    let words = &page.frame.words;
    let drawing = &mut page.drawing;
    let place = |mark: &Mark| mark.value().map(|value| scale.at(value));
    let (from, to) = (place(&row.from), place(&row.to));
    if let (Some(from), Some(to)) = (from, to) {
        let line = if to < from { Paint::FALL } else { Paint::RISE };
        drawing.line(vec![(from, middle), (to, middle)], 3.0, line);
    }
    if let Some(x) = from {
        let radius = if from == to { DOT + 3.0 } else { DOT };
        drawing.circle((x, middle), radius, Paint::OUTLINE);
        drawing.circle((x, middle), radius - 1.75, Paint::GROUND);
    }
    if let Some(x) = to {
        if row.to.is_provisional() {
            let edge = DOT + 1.0;
            let area = Area::new(x - edge, middle - edge, 2.0 * edge, 2.0 * edge);
            drawing.dotted_outline(area, Paint::INK);
            drawing.circle((x, middle), DOT - 2.0, row.to.fill());
        } else {
            drawing.circle((x, middle), DOT, Paint::OUTLINE);
            drawing.circle((x, middle), DOT - 1.25, row.to.fill());
        }
    }
    let mut label = |mark: &Mark, x: f64, beside: Anchor| {
        let shown = signs.number(mark);
        let away = DOT + 6.0;
        // Beyond the axis there is no room.
        let start = scale.left - 10.0;
        let end = scale.left + scale.width + 10.0;
        let beside = match beside {
            Anchor::End if x - away - VALUE.width(&shown) < start => return,
            Anchor::Start if x + away + VALUE.width(&shown) > end => return,
            beside => beside,
        };
        let at = if beside == Anchor::End {
            x - away
        } else {
            x + away
        };
        drawing.text(
            (at, middle + VALUE.drop()),
            &shown,
            VALUE,
            Paint::INK,
            beside,
        );
    };
    match (from, to) {
        (Some(old), Some(new)) if new < old => {
            label(&row.to, new, Anchor::End);
            label(&row.from, old, Anchor::Start);
        }
        (Some(old), Some(new)) => {
            if new > old {
                label(&row.from, old, Anchor::End);
            }
            label(&row.to, new, Anchor::Start);
        }
        (Some(old), None) => label(&row.from, old, Anchor::Start),
        (None, Some(new)) => label(&row.to, new, Anchor::Start),
        (None, None) => {
            let absence = row.to.absence(words).unwrap_or_default();
            let area = Area::new(scale.left + 4.0, middle - 8.0, 26.0, 16.0);
            mark::absent(drawing, area, &row.to);
            let at = (area.right() + 7.0, middle + VALUE.drop());
            drawing.text(at, absence, VALUE, Paint::OUTLINE, Anchor::Start);
        }
    }
}
