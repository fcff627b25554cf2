//! Grade card: where one entity stands, on one small picture. No gauge: a letter, a number, and a ruler of all grades with
//! equal steps, so that every letter can be read.

use super::Style;
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{Frame, Page};
use super::mark::{self, Mark, Signs};
use super::paint::Paint;
use super::scale::{Band, tick_text};
use super::svg::Svg;
use super::text::Type;
use super::words::Words;

const LETTER: Type = Type::bold(54.0);
const NUMBER: Type = Type::bold(44.0);
const MEANING: Type = Type::bold(15.0);
const FACT: Type = Type::regular(14.0);
const HEAD: Type = Type::bold(13.0);
const NAME: Type = Type::regular(13.0);
const SMALL: Type = Type::regular(12.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 34.0;
/// The side of the square with the letter.
const SQUARE: f64 = 104.0;
const RULER: f64 = 24.0;
/// The least width of a card, in pixels: fits a phone and a column of text.
const LEAST: f64 = 400.0;
/// From this width of content on, the strongest and the weakest parts stand beside each other.
const TWO_COLUMNS: f64 = 460.0;

/// What a grade card shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CardData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Where the entity stands.
    pub standing: Standing,
    /// Lists of parts, each under its heading ("Strongest", "Weakest"); empty ones are left out.
    pub parts: Vec<(String, Vec<Part>)>,
}

/// Where an entity stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// Display name, of any length.
    pub name: String,
    /// Score or absence.
    pub mark: Mark,
    /// What the score is out of ("/ 100"); may be empty.
    pub out_of: String,
    /// What the grade means ("good"); may be empty.
    pub meaning: String,
    /// Rank, change, distance to the next grade: a line each.
    pub facts: Vec<String>,
    /// All grades from the lowest to the highest; may be empty.
    pub grades: Vec<Band>,
}

/// A part of the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Display name, of any length.
    pub name: String,
    /// Score or absence.
    pub mark: Mark,
}

/// Draws a grade card, 400 pixels wide at least.
pub fn card(data: &CardData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let parts = data.parts.iter().flat_map(|(_, parts)| parts);
    let marks = [&data.standing.mark]
        .into_iter()
        .chain(parts.map(|part| &part.mark));
    let signs = Signs::of(marks, words);
    let mut page = Page::at_least(&data.frame, style, LEAST);
    let (left, width) = (page.left, page.width);
    let mut y = draw_standing(
        &mut page.drawing,
        &data.standing,
        &data.frame,
        (left, page.top, width),
    );
    y = draw_ruler(
        &mut page.drawing,
        &data.standing,
        &data.frame.words,
        (left, y + 20.0, width),
    );
    let lists: Vec<_> = data
        .parts
        .iter()
        .filter(|(_, parts)| !parts.is_empty())
        .collect();
    let columns = if width >= TWO_COLUMNS {
        lists.len().max(1)
    } else {
        1
    };
    let column = (width - 24.0 * (columns - 1) as f64) / columns as f64;
    let mut top = y + 18.0;
    for row in lists.chunks(columns) {
        let mut bottom = top;
        for (index, (heading, parts)) in row.iter().enumerate() {
            let x = left + index as f64 * (column + 24.0);
            bottom = bottom.max(draw_parts(
                &mut page.drawing,
                heading,
                parts,
                &signs,
                (x, top, column),
            ));
        }
        y = bottom;
        top = bottom + 14.0;
    }
    let description = describe(data);
    page.close(y, signs.note.as_slice(), &description)
}

/// Letter, number, meaning and facts within a width; returns the height below them.
pub(super) fn draw_standing(
    drawing: &mut Drawing,
    standing: &Standing,
    frame: &Frame,
    (left, top, width): (f64, f64, f64),
) -> f64 {
    let square = Area::new(left, top, SQUARE, SQUARE);
    let x = square.right() + 18.0;
    let room = left + width - x;
    let mut y = top;
    let mark = &standing.mark;
    match (mark.shown(), mark.grade()) {
        (Some(shown), grade) => {
            mark::filled(drawing, square, mark);
            let (centre, middle) = square.middle();
            let letter = grade.map_or(shown, |grade| &grade.label);
            // A long name of a grade is set as large as fits.
            let size = (LETTER.size * (SQUARE - 16.0) / LETTER.width(letter)).min(LETTER.size);
            let kind = Type::bold(size.max(12.0));
            let ink = mark.fill().letter();
            drawing.text(
                (centre, middle + kind.drop()),
                letter,
                kind,
                ink,
                Anchor::Middle,
            );
            if grade.is_some() {
                let at = (x, y + NUMBER.size * 0.78);
                drawing.text(at, shown, NUMBER, Paint::INK, Anchor::Start);
                let after = (x + NUMBER.width(shown) + 6.0, at.1);
                drawing.text(
                    after,
                    &standing.out_of,
                    MEANING,
                    Paint::OUTLINE,
                    Anchor::Start,
                );
                y += NUMBER.size * 0.78 + 12.0;
            }
        }
        (None, _) => {
            mark::absent(drawing, square, mark);
            let absence = mark.absence(&frame.words).unwrap_or_default();
            let lines = MEANING.wrap(absence, room);
            drawing.lines(
                (x, y + MEANING.size),
                &lines,
                MEANING,
                Paint::INK,
                Anchor::Start,
            );
            y += lines.len() as f64 * MEANING.leading() + 4.0;
        }
    }
    for (text, kind, ink) in [(&standing.meaning, MEANING, Paint::INK)]
        .into_iter()
        .chain(
            standing
                .facts
                .iter()
                .map(|fact| (fact, FACT, Paint::SOFT_INK)),
        )
    {
        let lines = kind.wrap(text, room);
        drawing.lines((x, y + kind.size), &lines, kind, ink, Anchor::Start);
        y += lines.len() as f64 * kind.leading();
    }
    y.max(square.bottom())
}

/// All grades in equal steps with the score where it falls within its step, and where each grade begins; returns the
/// height below.
pub(super) fn draw_ruler(
    drawing: &mut Drawing,
    standing: &Standing,
    words: &Words,
    (left, top, width): (f64, f64, f64),
) -> f64 {
    let grades = &standing.grades;
    if grades.is_empty() {
        return top;
    }
    let step = width / grades.len() as f64;
    for (index, band) in grades.iter().enumerate() {
        let area = Area::new(left + index as f64 * step, top, step - 1.0, RULER);
        drawing.rectangle(area, band.grade.colour);
        let label = &band.grade.label;
        let (x, y) = area.middle();
        if CHIP.width(label) <= area.width {
            let ink = Paint::from(band.grade.colour).letter();
            drawing.text((x, y + CHIP.drop()), label, CHIP, ink, Anchor::Middle);
        }
        let from = tick_text(words, band.from);
        if SMALL.width(&from) + 3.0 <= step {
            let at = (area.x, top + RULER + 15.0);
            drawing.text(at, &from, SMALL, Paint::OUTLINE, Anchor::Start);
        }
    }
    let value = standing.mark.value();
    let own = value.and_then(|value| grades.iter().rposition(|band| value >= band.from));
    if let (Some(value), Some(at)) = (value, own)
        && let Some(band) = grades.get(at)
    {
        let share = (value - band.from) / (band.to - band.from).max(f64::EPSILON);
        let x = left + (at as f64 + share.clamp(0.0, 1.0)) * step;
        // Above the ruler, so that it covers no letter; a frame around the grade itself.
        drawing.rectangle(Area::new(x - 2.0, top - 11.0, 4.0, 9.0), Paint::INK);
        let cell = Area::new(left + at as f64 * step, top, step - 1.0, RULER);
        for edge in [
            Area::new(cell.x - 2.0, cell.y - 2.0, cell.width + 4.0, 2.0),
            Area::new(cell.x - 2.0, cell.bottom(), cell.width + 4.0, 2.0),
            Area::new(cell.x - 2.0, cell.y, 2.0, cell.height),
            Area::new(cell.right(), cell.y, 2.0, cell.height),
        ] {
            drawing.rectangle(edge, Paint::INK);
        }
    }
    top + RULER + 20.0
}

/// A heading and a line for each part; returns the height below.
fn draw_parts(
    drawing: &mut Drawing,
    heading: &str,
    parts: &[Part],
    signs: &Signs,
    (left, top, width): (f64, f64, f64),
) -> f64 {
    let lines = HEAD.wrap(heading, width);
    drawing.lines(
        (left, top + HEAD.size),
        &lines,
        HEAD,
        Paint::INK,
        Anchor::Start,
    );
    let mut y = top + lines.len() as f64 * HEAD.leading() + 5.0;
    let numbers = parts
        .iter()
        .map(|part| HEAD.width(&signs.number(&part.mark)));
    let numbers = numbers.fold(18.0, f64::max);
    for part in parts {
        let x = left + CHIP_WIDTH + 8.0 + numbers + 8.0;
        let name = NAME.wrap(&part.name, left + width - x);
        let height = (name.len() as f64 * NAME.leading() + 5.0).max(24.0);
        let middle = y + height / 2.0;
        let area = Area::new(left, middle - 9.0, CHIP_WIDTH, 18.0);
        match part.mark.grade() {
            Some(grade) => {
                mark::chip(drawing, area, &grade.label, grade.colour.into(), CHIP);
            }
            None => mark::absent(drawing, area, &part.mark),
        }
        let at = (left + CHIP_WIDTH + 8.0 + numbers, middle + HEAD.drop());
        drawing.text(at, &signs.number(&part.mark), HEAD, Paint::INK, Anchor::End);
        drawing.lines_centred((x, middle), &name, NAME, Paint::INK, Anchor::Start);
        y += height;
    }
    y
}

fn describe(data: &CardData) -> String {
    let standing = &data.standing;
    let mut parts = vec![data.frame.words.card.clone(), data.frame.subtitle.clone()];
    parts.push(told(standing, &data.frame));
    parts.extend(
        data.parts
            .iter()
            .filter(|(_, parts)| !parts.is_empty())
            .map(|(heading, parts)| {
                let list = parts
                    .iter()
                    .map(|part| format!("{} {}", part.name, part.mark.shown().unwrap_or_default()));
                format!("{heading}: {}", list.collect::<Vec<_>>().join(", "))
            }),
    );
    sentences(&parts)
}

/// Where an entity stands, in words.
pub(super) fn told(standing: &Standing, frame: &Frame) -> String {
    let score = standing
        .mark
        .shown()
        .or(standing.mark.absence(&frame.words));
    let grade = standing.mark.grade().map(|grade| grade.label.as_str());
    let mut told = vec![format!("{} {}", standing.name, score.unwrap_or_default())];
    told.extend(grade.map(String::from));
    told.extend(standing.facts.iter().cloned());
    told.join(", ")
}

/// Texts as sentences, without the empty ones.
pub(super) fn sentences(parts: &[String]) -> String {
    let parts = parts.iter().map(|part| part.trim().trim_end_matches('.'));
    let sentences: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(|part| format!("{part}."))
        .collect();
    sentences.join(" ")
}
