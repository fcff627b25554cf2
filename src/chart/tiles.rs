//! Tile matrix: one tile per indicator with its score, row by row in the groups they belong to. It answers why a score
//! is what it is: dark tiles are missing, pale ones are open.

use super::Style;
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{Frame, Page, recite};
use super::key::{Item, Sample};
use super::mark::{self, Arrangement, Mark, Signs};
use super::paint::Paint;
use super::scale::{Axis, tick_text};
use super::svg::Svg;
use super::text::Type;
use super::words::Words;

const GROUP: Type = Type::bold(13.0);
const PART: Type = Type::regular(12.0);
const NUMBER: Type = Type::regular(12.0);
const NAME: Type = Type::regular(12.0);
const BESIDE: f64 = 14.0;
/// Between two tiles.
const GAP: f64 = 3.0;
/// Up to so many tiles are set below each other with their names.
const NAMED: usize = 16;

/// What a tile matrix shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TilesData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Drawn in the order given.
    pub groups: Vec<TileGroup>,
}

/// A group of indicators, usually a category.
#[derive(Debug, Clone, PartialEq)]
pub struct TileGroup {
    /// Display name, of any length.
    pub name: String,
    /// Number of indicators and score, as printed below the name.
    pub about: String,
    /// Drawn below each other.
    pub parts: Vec<TilePart>,
}

/// A part of a group, usually a subcategory.
#[derive(Debug, Clone, PartialEq)]
pub struct TilePart {
    /// Display name; empty where the group has no parts of its own.
    pub name: String,
    /// Drawn in the order given, in as many rows as they need.
    pub tiles: Vec<Tile>,
}

/// An indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct Tile {
    /// Display name, printed where there are few tiles.
    pub name: String,
    /// Score or absence. A score without a grade is coloured by its step on the scale.
    pub mark: Mark,
}

/// The steps of a score without a grade, as shares of the scale.
const STEPS: [f64; 5] = [0.0, 0.25, 0.5, 0.75, 1.0];

/// The place of a score among the steps.
fn step(axis: &Axis, value: f64) -> usize {
    let share = axis.share(value);
    STEPS.iter().rposition(|from| share >= *from).unwrap_or(0)
}

/// A step as the key explains it: from the low end (above it where no tile is at it), from a quarter, half and three
/// quarters of the scale, the high end.
fn step_text(axis: &Axis, index: usize, any_at_low_end: bool, words: &Words) -> String {
    let share = STEPS.get(index).copied().unwrap_or_default();
    let from = tick_text(words, axis.low + share * (axis.high - axis.low));
    match index {
        0 if !any_at_low_end => format!("> {from}"),
        0..=3 => format!("\u{2265} {from}"),
        _ => from,
    }
}

/// Draws a tile matrix. Height grows with the number of indicators.
pub fn tiles(data: &TilesData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let marks = || all(data).map(|tile| &tile.mark);
    let signs = Signs::of(marks(), words);
    let mut page = Page::open(&data.frame, style);
    let mut items = Vec::new();
    let axis = &data.frame.axis;
    for index in (0..STEPS.len()).rev() {
        let here = |mark: &Mark| {
            let plain = mark.grade().is_none() && !mark.is_nothing();
            plain && mark.value().is_some_and(|value| step(axis, value) == index)
        };
        if marks().any(here) {
            let at_low_end = |mark: &Mark| mark.value().is_some_and(|value| value <= axis.low);
            let any_at_low_end = marks().any(|mark| here(mark) && at_low_end(mark));
            items.push(Item {
                sample: Sample::Outlined(Paint::step(index), Paint::OUTLINE),
                text: step_text(axis, index, any_at_low_end, words),
            });
        }
    }
    items.extend(signs.items.iter().cloned());
    page.key(&items);

    let layout = Layout::new(data, &signs, page.left, page.width);
    let mut y = page.top;
    for (index, group) in data.groups.iter().enumerate() {
        if index > 0 {
            y += 5.0;
            let rule = Area::new(page.left, y, page.width, 1.0);
            page.drawing.rectangle(rule, Paint::GRID);
            y += 6.0;
        }
        y = layout.group(&mut page.drawing, group, y);
    }
    let told: Vec<_> = data
        .groups
        .iter()
        .map(|group| (group.name.as_str(), group.about.as_str()))
        .collect();
    let description = recite(&data.frame, &words.tiles, &told);
    page.close(y, signs.note.as_slice(), &description)
}

fn all(data: &TilesData) -> impl Iterator<Item = &Tile> + Clone {
    let parts = data.groups.iter().flat_map(|group| &group.parts);
    parts.flat_map(|part| &part.tiles)
}

/// The columns: groups, their parts, tiles.
struct Layout<'a> {
    axis: &'a Axis,
    signs: &'a Signs,
    named: bool,
    left: f64,
    groups: f64,
    parts: f64,
    /// Where tiles begin and how many stand in a row.
    tiles: f64,
    in_row: usize,
    right: f64,
    tile: (f64, f64),
}

impl<'a> Layout<'a> {
    fn new(data: &'a TilesData, signs: &'a Signs, left: f64, width: f64) -> Layout<'a> {
        let named = all(data).count() <= NAMED;
        let graded = all(data).any(|tile| tile.mark.grade().is_some());
        let numbers = all(data).map(|tile| NUMBER.width(&signs.number(&tile.mark)));
        let tile = (
            (numbers.fold(0.0, f64::max) + 8.0).max(32.0),
            if graded { mark::TWO_LINES } else { 24.0 },
        );
        // A long word is kept whole as long as tiles have room beside it.
        let whole = |kind: Type, names: &mut dyn Iterator<Item = &str>, room: f64| {
            let longest = names.map(|name| kind.longest_word(name));
            longest.fold(room, f64::max).min(width * 0.32)
        };
        let mut names = data.groups.iter().map(|group| group.name.as_str());
        let room = whole(GROUP, &mut names, (width * 0.26).min(200.0));
        let groups = data.groups.iter().map(|group| {
            let name = GROUP.widest(&GROUP.wrap_evenly(&group.name, room));
            name.max(PART.widest(&PART.wrap_evenly(&group.about, room)))
        });
        let groups = groups.fold(0.0, f64::max);
        let parts = || data.groups.iter().flat_map(|group| &group.parts);
        let mut names = parts().map(|part| part.name.as_str());
        let room = whole(PART, &mut names, (width * 0.24).min(190.0));
        let parts = parts().map(|part| PART.widest(&PART.wrap_evenly(&part.name, room)));
        let parts = parts.fold(0.0, f64::max);
        let beside = |column: f64| if column > 0.0 { column + BESIDE } else { 0.0 };
        let tiles = left + beside(groups) + beside(parts);
        let in_row = ((left + width - tiles + GAP) / (tile.0 + GAP)).floor();
        Layout {
            axis: &data.frame.axis,
            signs,
            named,
            left,
            groups,
            parts,
            tiles,
            in_row: (in_row as usize).max(1),
            right: left + width,
            tile,
        }
    }

    /// Draws a group and returns the height below it.
    fn group(&self, drawing: &mut Drawing, group: &TileGroup, top: f64) -> f64 {
        // As wide as measured, so that the lines break as they were measured.
        let name = GROUP.wrap_evenly(&group.name, self.groups + 0.5);
        let about = PART.wrap_evenly(&group.about, self.groups + 0.5);
        let mut y = top + (self.tile.1.min(24.0) - GROUP.size) / 2.0;
        let first = (self.left, y + GROUP.size * 0.9);
        drawing.lines(first, &name, GROUP, Paint::INK, Anchor::Start);
        y += name.len() as f64 * GROUP.leading();
        let first = (self.left, y + PART.size);
        drawing.lines(first, &about, PART, Paint::SOFT_INK, Anchor::Start);
        let texts = y + about.len() as f64 * PART.leading() + 4.0;
        let mut y = top;
        for part in &group.parts {
            y = self.part(drawing, part, y) + GAP + 2.0;
        }
        texts.max(y)
    }

    fn part(&self, drawing: &mut Drawing, part: &TilePart, top: f64) -> f64 {
        let lines = PART.wrap_evenly(&part.name, self.parts + 0.5);
        let x = self.tiles - self.parts - BESIDE;
        let row = self.tile.1;
        // One line is centred on the first row of tiles.
        let middle = top + row.max(lines.len() as f64 * PART.leading()) / 2.0;
        drawing.lines_centred((x, middle), &lines, PART, Paint::INK, Anchor::Start);
        let named = top + lines.len() as f64 * PART.leading();
        let below = if self.named {
            self.list(drawing, part, top)
        } else {
            self.matrix(drawing, part, top)
        };
        named.max(below)
    }

    fn matrix(&self, drawing: &mut Drawing, part: &TilePart, top: f64) -> f64 {
        let (width, height) = self.tile;
        for (index, tile) in part.tiles.iter().enumerate() {
            let (row, column) = (index / self.in_row, index % self.in_row);
            let x = self.tiles + column as f64 * (width + GAP);
            let y = top + row as f64 * (height + GAP);
            self.tile(drawing, tile, Area::new(x, y, width, height));
        }
        let rows = part.tiles.len().div_ceil(self.in_row) as f64;
        top + (rows * (height + GAP) - GAP).max(0.0)
    }

    /// Tiles below each other, with their names.
    fn list(&self, drawing: &mut Drawing, part: &TilePart, top: f64) -> f64 {
        let (width, height) = self.tile;
        let x = self.tiles + width + 8.0;
        let mut y = top;
        for tile in &part.tiles {
            let lines = NAME.wrap(&tile.name, self.right - x);
            let row = height.max(lines.len() as f64 * NAME.leading());
            let middle = y + row / 2.0;
            let area = Area::new(self.tiles, middle - height / 2.0, width, height);
            self.tile(drawing, tile, area);
            drawing.lines_centred((x, middle), &lines, NAME, Paint::INK, Anchor::Start);
            y += row + GAP;
        }
        y - GAP
    }

    fn tile(&self, drawing: &mut Drawing, tile: &Tile, area: Area) {
        let mark = &tile.mark;
        let number = self.signs.number(mark);
        let fill = match mark.value() {
            Some(value) if !mark.is_nothing() && mark.grade().is_none() => {
                Paint::step(step(self.axis, value))
            }
            _ => return mark::cell(drawing, area, mark, &number, NUMBER, Arrangement::Below),
        };
        if mark.is_provisional() {
            drawing.rectangle(area.inset(2.0), fill);
            drawing.dotted_outline(area, Paint::INK);
        } else {
            drawing.outlined(area, fill, Paint::OUTLINE);
        }
        let (x, y) = area.middle();
        let at = (x, y + NUMBER.drop());
        drawing.text(at, &number, NUMBER, fill.letter(), Anchor::Middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_on_the_step_it_has_reached() {
        // The possible scores of a disclosure of the Energy Transparency Index.
        let scores = [
            12.5, 18.75, 25.0, 31.25, 37.5, 43.75, 50.0, 62.5, 75.0, 87.5, 99.9, 100.0,
        ];
        let percent = Axis::default();
        assert_eq!(
            scores.map(|score| step(&percent, score)),
            [0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 4]
        );
    }
}
