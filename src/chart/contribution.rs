//! Stacked contribution: what each part adds to the total of an entity, and behind it, in outline, what each part leaves
//! out on the way to the end of the scale.

use super::Style;
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{Frame, Page, describe};
use super::key::{Item, Sample};
use super::mark::{self, Mark, Signs};
use super::paint::Paint;
use super::scale::Horizontal;
use super::svg::Svg;
use super::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const INSIDE: Type = Type::regular(12.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 34.0;
const BESIDE: f64 = 14.0;
/// The strip that tells which part an outlined piece belongs to.
const STRIPE: f64 = 4.0;

/// What a stacked contribution chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionData {
    /// Texts around the chart.
    pub frame: Frame,
    /// The parts in the order of the method, at most eight: name and, where there is one, weight.
    pub parts: Vec<String>,
    /// Drawn in the order given.
    pub rows: Vec<ContributionRow>,
}

/// An entity.
#[derive(Debug, Clone, PartialEq)]
pub struct ContributionRow {
    /// Display name, of any length.
    pub name: String,
    /// The total, or why there is none.
    pub total: Mark,
    /// One entry per part; empty where only the total is known.
    pub parts: Vec<Contribution>,
    /// Stands out by a bold name.
    pub highlighted: bool,
}

/// What one part adds and leaves out. All points of a row together are as long as the scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// Points of the total, from 0 up to the weight of the part.
    pub points: f64,
    /// As printed.
    pub shown: String,
    /// Points lost.
    pub lost: f64,
    /// As printed.
    pub lost_shown: String,
}

/// Draws a stacked contribution chart. Height grows with the number of entities.
pub fn contribution(data: &ContributionData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let signs = Signs::of(data.rows.iter().map(|row| &row.total), words);
    let mut page = Page::open(&data.frame, style);
    page.key(&items(data, &signs));

    let room = (page.width * 0.26).min(220.0);
    let names: Vec<_> = data
        .rows
        .iter()
        .map(|row| NAME.bold_if(row.highlighted).wrap_evenly(&row.name, room))
        .collect();
    let widest = names
        .iter()
        .zip(&data.rows)
        .map(|(lines, row)| NAME.bold_if(row.highlighted).widest(lines));
    let left = page.left + widest.fold(0.0, f64::max) + BESIDE;
    let numbers = data
        .rows
        .iter()
        .map(|row| NUMBER.width(&signs.number(&row.total)))
        .fold(0.0, f64::max);
    let graded = data.rows.iter().any(|row| row.total.grade().is_some());
    let chips = if graded { CHIP_WIDTH + 8.0 } else { 0.0 };
    let scale = Horizontal {
        axis: &data.frame.axis,
        left,
        width: page.right() - numbers - chips - BESIDE - left,
    };
    let base = match data.rows.len() {
        0..=14 => 36.0,
        15..=40 => 30.0,
        _ => 26.0,
    };
    let tall = |lines: &Vec<String>| (lines.len() as f64 * NAME.leading() + 5.0).max(base);
    let height: f64 = names.iter().map(tall).sum();
    scale.ground(&mut page.drawing, &[], page.top, page.top + height + 4.0);
    let mut y = page.top + 2.0;
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
        let thick = base - 9.0;
        let bar = Area::new(scale.left, middle - thick / 2.0, scale.width, thick);
        if row.total.value().is_none() {
            let sign = Area::new(bar.x + 4.0, middle - 8.0, 26.0, 16.0);
            mark::absent(&mut page.drawing, sign, &row.total);
            let at = (sign.right() + 7.0, middle + INSIDE.drop());
            let absence = row.total.absence(words).unwrap_or_default();
            page.drawing
                .text(at, absence, INSIDE, Paint::OUTLINE, Anchor::Start);
        } else {
            draw_row(&mut page.drawing, scale, row, bar);
        }
        if let Some(grade) = row.total.grade() {
            let area = Area::new(bar.right() + BESIDE, middle - 9.0, CHIP_WIDTH, 18.0);
            mark::chip(
                &mut page.drawing,
                area,
                &grade.label,
                grade.colour.into(),
                CHIP,
            );
        }
        let end = (page.right(), middle + NUMBER.drop());
        let number = signs.number(&row.total);
        page.drawing
            .text(end, &number, NUMBER, Paint::INK, Anchor::End);
        y += height;
    }
    y += 2.0;
    scale.numbers(&mut page.drawing, y + 16.0);

    let told: Vec<_> = data
        .rows
        .iter()
        .filter_map(|row| Some((row.name.as_str(), row.total.shown()?)))
        .collect();
    let without = data.rows.len() - told.len();
    let description = describe(&data.frame, &words.contribution, &told, without);
    page.close(y + 20.0, signs.note.as_slice(), &description)
}

/// The parts in the order of the data, then what is outlined, then the signs at the totals.
fn items(data: &ContributionData, signs: &Signs) -> Vec<Item> {
    let words = &data.frame.words;
    let parts = data.parts.iter().enumerate().map(|(index, name)| Item {
        sample: Sample::Outlined(Paint::part(index), Paint::OUTLINE),
        text: name.clone(),
    });
    let mut items: Vec<Item> = parts.collect();
    let contributions = || data.rows.iter().flat_map(|row| &row.parts);
    if contributions().any(|part| part.lost > 0.0) {
        items.push(Item {
            sample: Sample::Outlined(Paint::GROUND, Paint::EMPTY_EDGE),
            text: words.points_lost.clone(),
        });
    }
    let only_total = |row: &ContributionRow| row.parts.is_empty() && row.total.value().is_some();
    if data.rows.iter().any(only_total) {
        items.push(Item {
            sample: Sample::Outlined(Paint::NEUTRAL, Paint::OUTLINE),
            text: words.only_total.clone(),
        });
    }
    // A total of zero is all outline, and an absence is named in its row.
    let kept = |item: &&Item| matches!(item.sample, Sample::Dagger);
    items.extend(signs.items.iter().filter(kept).cloned());
    items
}

/// What the parts add, then what they leave out, both in the order of the method.
fn draw_row(drawing: &mut Drawing, scale: Horizontal, row: &ContributionRow, bar: Area) {
    if row.parts.is_empty() {
        let value = row.total.value().unwrap_or_default();
        let area = scale.bar(value, bar.middle().1, bar.height);
        drawing.outlined(area, Paint::NEUTRAL, Paint::OUTLINE);
        return;
    }
    let mut at = scale.axis.low;
    let mut piece = |points: f64| {
        let from = scale.at(at);
        at += points.max(0.0);
        let to = scale.at(at);
        // Neighbours share the line between them.
        (to - from >= 0.5).then(|| Area::new(from, bar.y, to - from + 1.0, bar.height))
    };
    let mut filled = Vec::new();
    for (index, part) in row.parts.iter().enumerate() {
        if let Some(area) = piece(part.points) {
            filled.push((area, Paint::part(index), &part.shown));
        }
    }
    for (index, part) in row.parts.iter().enumerate() {
        if let Some(area) = piece(part.lost) {
            drawing.outlined(area, Paint::GROUND, Paint::EMPTY_EDGE);
            let inner = area.inset(1.0);
            let stripe = Area::new(inner.x, inner.bottom() - STRIPE, inner.width, STRIPE);
            drawing.rectangle(stripe, Paint::part(index));
            let above = Area::new(area.x, area.y, area.width, area.height - STRIPE);
            number(drawing, above, &part.lost_shown, Paint::SOFT_INK);
        }
    }
    // Filled pieces come last, so that their dark edge covers the pale one they meet.
    for (area, fill, shown) in filled {
        drawing.outlined(area, fill, Paint::OUTLINE);
        number(drawing, area, shown, fill.letter());
    }
}

/// A number inside a piece that is wide enough for it.
fn number(drawing: &mut Drawing, area: Area, text: &str, ink: Paint) {
    if INSIDE.width(text) + 6.0 <= area.width {
        let (x, y) = area.middle();
        let at = (x, y + INSIDE.drop());
        drawing.text(at, text, INSIDE, ink, Anchor::Middle);
    }
}
