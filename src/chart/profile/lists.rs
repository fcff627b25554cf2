//! The lists of a profile: categories as bars, criteria as dots beside those of all entities, names of black boxes.

use super::{ProfileData, ProfileRow};
use crate::chart::Words;
use crate::chart::criteria::Peers;
use crate::chart::drawing::{Anchor, Area, Drawing};
use crate::chart::key::{Item, Sample};
use crate::chart::mark::{self, Signs};
use crate::chart::paint::Paint;
use crate::chart::scale::{Axis, Horizontal};
use crate::chart::text::Type;

const NAME: Type = Type::regular(12.5);
const NUMBER: Type = Type::bold(12.5);
const SMALL: Type = Type::regular(12.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 32.0;
const ROW: f64 = 28.0;
const DOT: f64 = 6.0;

/// The signs that need a word.
pub(super) fn key(signs: &Signs, words: &Words, peers: bool) -> Vec<Item> {
    let mut items: Vec<Item> = signs
        .items
        .iter()
        .filter(|item| !item.explains_absence())
        .cloned()
        .collect();
    if peers {
        items.push(Item {
            sample: Sample::PeersMedian,
            text: words.peers_median.clone(),
        });
        items.push(Item {
            sample: Sample::PeersRange,
            text: words.peers_range.clone(),
        });
    }
    items
}

/// Bars with weight, grade and number; returns the height below.
pub(super) fn bars(
    drawing: &mut Drawing,
    rows: &[ProfileRow],
    axis: &Axis,
    signs: &Signs,
    words: &Words,
    place: (f64, f64, f64),
) -> f64 {
    list(drawing, rows, axis, signs, words, place, draw_bar)
}

/// Dots on the range of all entities; returns the height below.
pub(super) fn strips(
    drawing: &mut Drawing,
    rows: &[ProfileRow],
    signs: &Signs,
    words: &Words,
    place: (f64, f64, f64),
) -> f64 {
    list(
        drawing,
        rows,
        &Axis::default(),
        signs,
        words,
        place,
        draw_strip,
    )
}

/// Names, what `draw` puts on the axis, grades and numbers, within left, top and width.
fn list(
    drawing: &mut Drawing,
    rows: &[ProfileRow],
    axis: &Axis,
    signs: &Signs,
    words: &Words,
    (left, top, width): (f64, f64, f64),
    draw: fn(&mut Drawing, Horizontal, &ProfileRow, f64),
) -> f64 {
    let columns = Columns::new(rows, axis, signs, left, width);
    let height: f64 = columns.heights.iter().sum();
    columns.scale.ground(drawing, &[], top, top + height);
    let mut y = top;
    for ((row, name), height) in rows.iter().zip(&columns.names).zip(&columns.heights) {
        let middle = y + height / 2.0;
        drawing.lines_centred((left, middle), name, NAME, Paint::INK, Anchor::Start);
        draw(drawing, columns.scale, row, middle);
        columns.end(drawing, row, signs, words, middle);
        y += height;
    }
    columns.scale.numbers(drawing, y + 15.0);
    y + 20.0
}

fn draw_bar(drawing: &mut Drawing, scale: Horizontal, row: &ProfileRow, middle: f64) {
    if !row.weight.is_empty() {
        let at = (scale.left - 8.0, middle + SMALL.drop());
        drawing.text(at, &row.weight, SMALL, Paint::OUTLINE, Anchor::End);
    }
    let Some(value) = row.mark.value() else {
        return;
    };
    let bar = scale.bar(value, middle, 16.0);
    mark::filled(drawing, bar, &row.mark);
    if let Some(peers) = row.peers {
        let x = scale.at(peers.median);
        // A light edge keeps the tick visible on any bar.
        drawing.rectangle(Area::new(x - 2.5, middle - 11.0, 5.0, 22.0), Paint::GROUND);
        drawing.rectangle(Area::new(x - 1.5, middle - 11.0, 3.0, 22.0), Paint::INK);
    }
}

fn draw_strip(drawing: &mut Drawing, scale: Horizontal, row: &ProfileRow, middle: f64) {
    if let Some(peers) = row.peers {
        draw_peers(drawing, scale, peers, middle);
    }
    if let Some(value) = row.mark.value() {
        let x = scale.at(value);
        drawing.circle((x, middle), DOT, Paint::OUTLINE);
        drawing.circle((x, middle), DOT - 1.25, row.mark.fill());
    }
}

fn draw_peers(drawing: &mut Drawing, scale: Horizontal, peers: Peers, middle: f64) {
    let [lowest, median, highest] =
        [peers.lowest, peers.median, peers.highest].map(|value| scale.at(value));
    let range = Area::new(lowest, middle - 5.0, (highest - lowest).max(2.0), 10.0);
    drawing.rectangle(range, Paint::PEERS);
    drawing.rectangle(
        Area::new(median - 1.0, middle - 8.0, 2.0, 16.0),
        Paint::OUTLINE,
    );
}

/// Where names, axis, grades and numbers of a list stand.
struct Columns<'a> {
    names: Vec<Vec<String>>,
    heights: Vec<f64>,
    scale: Horizontal<'a>,
    right: f64,
    numbers: f64,
}

impl<'a> Columns<'a> {
    fn new(
        rows: &[ProfileRow],
        axis: &'a Axis,
        signs: &Signs,
        left: f64,
        width: f64,
    ) -> Columns<'a> {
        let widest =
            |widths: &dyn Fn(&ProfileRow) -> f64| rows.iter().map(widths).fold(0.0, f64::max);
        let numbers = widest(&|row| NUMBER.width(&signs.number(&row.mark)));
        let graded = rows.iter().any(|row| row.mark.grade().is_some());
        let after = 10.0 + numbers + if graded { CHIP_WIDTH + 6.0 } else { 0.0 };
        let weights = widest(&|row| SMALL.width(&row.weight));
        let weights = if weights > 0.0 { weights + 8.0 } else { 0.0 };
        let longest = widest(&|row| NAME.longest_word(&row.name)).min(width * 0.46);
        let room = longest.max(width * 0.36);
        let names: Vec<Vec<String>> = rows.iter().map(|row| NAME.wrap(&row.name, room)).collect();
        let named = names
            .iter()
            .map(|lines| NAME.widest(lines))
            .fold(0.0, f64::max);
        let start = left + named + 8.0 + weights + 8.0;
        let heights = names
            .iter()
            .map(|lines| (lines.len() as f64 * NAME.leading() + 6.0).max(ROW));
        Columns {
            heights: heights.collect(),
            scale: Horizontal {
                axis,
                left: start,
                width: left + width - after - start,
            },
            names,
            right: left + width,
            numbers,
        }
    }

    /// Grade and number at the end of a row; where there is no score, its sign and word on the axis.
    fn end(
        &self,
        drawing: &mut Drawing,
        row: &ProfileRow,
        signs: &Signs,
        words: &Words,
        middle: f64,
    ) {
        if let Some(absence) = row.mark.absence(words) {
            let area = Area::new(self.scale.left + 4.0, middle - 8.0, 26.0, 16.0);
            mark::absent(drawing, area, &row.mark);
            let at = (area.right() + 6.0, middle + SMALL.drop());
            let room = self.right - at.0;
            let lines = SMALL.wrap(absence, room);
            drawing.lines_centred((at.0, middle), &lines, SMALL, Paint::OUTLINE, Anchor::Start);
            return;
        }
        let number = signs.number(&row.mark);
        let at = (self.right, middle + NUMBER.drop());
        drawing.text(at, &number, NUMBER, Paint::INK, Anchor::End);
        if let Some(grade) = row.mark.grade() {
            let x = self.right - self.numbers - 6.0 - CHIP_WIDTH;
            let area = Area::new(x, middle - 9.0, CHIP_WIDTH, 18.0);
            mark::chip(drawing, area, &grade.label, grade.colour.into(), CHIP);
        }
    }
}

/// Names of black boxes in two columns, category by category, as many as fit; returns the height below.
pub(super) fn black_boxes(
    drawing: &mut Drawing,
    data: &ProfileData,
    (left, top, width, free): (f64, f64, f64, f64),
) -> f64 {
    const BETWEEN: f64 = 24.0;
    let column = (width - BETWEEN) / 2.0;
    // A category is a bold line, its disclosures follow; every entry knows how many black boxes it stands for.
    let mut entries: Vec<(Type, Vec<String>, usize)> = Vec::new();
    for (category, names) in &data.black_boxes {
        entries.push((CHIP, CHIP.wrap(category, column), 0));
        for name in names {
            let text = format!("■ {name}");
            entries.push((SMALL, SMALL.wrap(&text, column), 1));
        }
    }
    let all: usize = entries.iter().map(|(_, _, count)| count).sum();
    let tall = |lines: &Vec<String>| lines.len() as f64 * SMALL.leading() + 2.0;
    let needed: f64 = entries.iter().map(|(_, lines, _)| tall(lines)).sum();
    // Both columns equally long where all fits; never less than a few lines.
    let limit = (needed / 2.0 + 2.0 * SMALL.leading()).min(free.max(120.0) - SMALL.leading());
    let (mut x, mut y) = (left, top);
    let (mut shown, mut bottom) = (0, top);
    for (index, (kind, lines, count)) in entries.iter().enumerate() {
        // A category never stands alone at the foot of a column.
        let next = entries.get(index + 1).filter(|_| *count == 0);
        let with_next = tall(lines) + next.map_or(0.0, |(_, lines, _)| tall(lines));
        if y + with_next > top + limit && y > top {
            if x > left {
                break;
            }
            (x, y) = (left + column + BETWEEN, top);
        }
        drawing.lines((x, y + SMALL.size), lines, *kind, Paint::INK, Anchor::Start);
        y += tall(lines);
        shown += count;
        bottom = bottom.max(y);
    }
    if shown < all {
        let more = data
            .headings
            .more
            .replace("{count}", &(all - shown).to_string());
        drawing.text(
            (left, bottom + SMALL.size + 3.0),
            &more,
            SMALL,
            Paint::SOFT_INK,
            Anchor::Start,
        );
        bottom += SMALL.leading() + 4.0;
    }
    bottom
}
