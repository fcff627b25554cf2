//! Dot plot of responsible bodies: the score of each on one axis, the dot the larger the more indicators it rests on. It
//! is no ranking, so the bodies stand in the order they are given, usually that of their names.

use super::Style;
use super::drawing::{Anchor, Area};
use super::frame::{Frame, Page, recite};
use super::key::{Item, Sample};
use super::mark::{self, Mark, Signs};
use super::paint::Paint;
use super::ranking::Reference;
use super::scale::{Band, Horizontal};
use super::svg::Svg;
use super::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const SMALL: Type = Type::regular(12.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 34.0;
const RULER: f64 = 17.0;
const BESIDE: f64 = 14.0;
/// Radius of the dot with most indicators; areas are in proportion to the indicators, down to the least radius.
const LARGEST: f64 = 11.0;
const SMALLEST: f64 = 4.0;

/// What a dot plot of bodies shows.
#[derive(Debug, Clone, PartialEq)]
pub struct BodiesData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Drawn in the order given.
    pub rows: Vec<BodyRow>,
    /// Grade bands behind the dots; may be empty.
    pub bands: Vec<Band>,
    /// A dashed line across the dots, for example the total of the entity.
    pub reference: Option<Reference>,
}

/// A responsible body.
#[derive(Debug, Clone, PartialEq)]
pub struct BodyRow {
    /// Display name, of any length.
    pub name: String,
    /// How many indicators the score rests on.
    pub indicators: u32,
    /// Score or absence.
    pub mark: Mark,
}

/// Draws a dot plot of bodies. Height grows with their number.
pub fn bodies(data: &BodiesData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let signs = Signs::of(data.rows.iter().map(|row| &row.mark), words);
    let mut page = Page::open(&data.frame, style);
    let mut items = vec![Item {
        sample: Sample::Dot,
        text: words.dot_size.clone(),
    }];
    // An absence is named in its row.
    let explained = signs.items.iter().filter(|item| !item.explains_absence());
    items.extend(explained.cloned());
    page.key(&items);

    let room = (page.width * 0.32).min(260.0);
    let names: Vec<_> = data
        .rows
        .iter()
        .map(|row| NAME.wrap_evenly(&row.name, room))
        .collect();
    let widest = names.iter().map(|lines| NAME.widest(lines));
    let left = page.left + widest.fold(0.0, f64::max) + LARGEST + 6.0;
    let heads = [&words.score, &words.indicators]
        .map(|head| SMALL.wrap_evenly(head, SMALL.longest_word(head).clamp(50.0, 90.0)));
    let graded = data.rows.iter().any(|row| row.mark.grade().is_some());
    let chips = if graded { CHIP_WIDTH + 8.0 } else { 0.0 };
    let scores = data
        .rows
        .iter()
        .map(|row| NUMBER.width(&signs.number(&row.mark)))
        .fold(SMALL.widest(&heads[0]) - chips, f64::max);
    let counts = data
        .rows
        .iter()
        .map(|row| NAME.width(&row.indicators.to_string()))
        .fold(SMALL.widest(&heads[1]), f64::max);
    let end = page.right();
    let score_end = end - counts - BESIDE;
    let scale = Horizontal {
        axis: &data.frame.axis,
        left,
        width: score_end - scores - chips - LARGEST - 6.0 - left,
    };

    let tallest = heads.iter().map(Vec::len).max().unwrap_or_default() as f64;
    for (head, end) in heads.iter().zip([score_end, end]) {
        let short = (tallest - head.len() as f64) * SMALL.leading();
        let first = (end, page.top + short + SMALL.size);
        page.drawing
            .lines(first, head, SMALL, Paint::OUTLINE, Anchor::End);
    }
    page.top += tallest * SMALL.leading() + 4.0;
    if let Some(reference) = &data.reference {
        let half = SMALL.width(&reference.label) / 2.0;
        let x = scale.at(reference.value);
        // The heads stand beside it at the right.
        let most = scale.left + scale.width + LARGEST - half;
        let at = (x.min(most).max(page.left + half), page.top - 6.0);
        page.drawing
            .text(at, &reference.label, SMALL, Paint::INK, Anchor::Middle);
    }
    if !data.bands.is_empty() {
        scale.ruler(&mut page.drawing, &data.bands, page.top, RULER);
        page.top += RULER;
    }
    let base = if data.rows.len() > 14 { 27.0 } else { 32.0 };
    let tall = |lines: &Vec<String>| (lines.len() as f64 * NAME.leading() + 5.0).max(base);
    let height: f64 = names.iter().map(tall).sum();
    let (top, bottom) = (page.top, page.top + height + 6.0);
    scale.ground(&mut page.drawing, &data.bands, top, bottom);
    if let Some(reference) = &data.reference {
        let x = scale.at(reference.value);
        page.drawing.dashed_rule(x, top, bottom, Paint::INK);
    }
    let most = data.rows.iter().map(|row| row.indicators).max();
    let mut y = top + 3.0;
    for (row, lines) in data.rows.iter().zip(&names) {
        let height = tall(lines);
        let middle = y + height / 2.0;
        page.drawing
            .lines_centred((page.left, middle), lines, NAME, Paint::INK, Anchor::Start);
        dot(&mut page, scale, row, middle, most.unwrap_or_default());
        if let Some(grade) = row.mark.grade() {
            let x = score_end - scores - chips;
            let area = Area::new(x, middle - 9.0, CHIP_WIDTH, 18.0);
            mark::chip(
                &mut page.drawing,
                area,
                &grade.label,
                grade.colour.into(),
                CHIP,
            );
        }
        let texts = [
            (signs.number(&row.mark), NUMBER, Paint::INK, score_end),
            (row.indicators.to_string(), NAME, Paint::SOFT_INK, end),
        ];
        for (text, kind, ink, end) in texts {
            let at = (end, middle + kind.drop());
            page.drawing.text(at, &text, kind, ink, Anchor::End);
        }
        y += height;
    }
    scale.numbers(&mut page.drawing, bottom + 16.0);

    let told: Vec<_> = data
        .rows
        .iter()
        .filter_map(|row| Some((row.name.as_str(), row.mark.shown()?)))
        .collect();
    let description = recite(&data.frame, &words.bodies, &told);
    page.close(bottom + 20.0, signs.note.as_slice(), &description)
}

fn dot(page: &mut Page, scale: Horizontal, row: &BodyRow, middle: f64, most: u32) {
    let words = &page.frame.words;
    let drawing = &mut page.drawing;
    let Some(value) = row.mark.value() else {
        let sign = Area::new(scale.left + 4.0, middle - 8.0, 26.0, 16.0);
        mark::absent(drawing, sign, &row.mark);
        let at = (sign.right() + 7.0, middle + SMALL.drop());
        let absence = row.mark.absence(words).unwrap_or_default();
        drawing.text(at, absence, SMALL, Paint::OUTLINE, Anchor::Start);
        return;
    };
    let centre = (scale.at(value), middle);
    let radius = radius(row.indicators, most);
    if row.mark.is_provisional() {
        let edge = radius + 1.5;
        let area = Area::new(centre.0 - edge, middle - edge, 2.0 * edge, 2.0 * edge);
        drawing.dotted_outline(area, Paint::INK);
        drawing.circle(centre, radius - 1.0, row.mark.fill());
    } else {
        drawing.circle(centre, radius, Paint::OUTLINE);
        drawing.circle(centre, radius - 1.25, row.mark.fill());
    }
}

/// Areas in proportion to the number of indicators.
fn radius(indicators: u32, most: u32) -> f64 {
    let share = f64::from(indicators) / f64::from(most.max(1));
    (LARGEST * libm::sqrt(share)).max(SMALLEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_times_the_indicators_are_twice_the_radius() {
        assert_eq!(radius(40, 40), 11.0);
        assert_eq!(radius(10, 40), 5.5);
        // 11 × √(1/40) = 1.7 would hardly be seen.
        assert_eq!(radius(1, 40), SMALLEST);
        assert_eq!(radius(0, 0), SMALLEST);
    }
}
