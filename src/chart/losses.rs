//! Points lost: how many points each part costs one entity, against the mean of the others. Bars to the right are
//! parts that cost it more than the others, bars to the left those that cost it less.

use super::Style;
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{Frame, Page, recite};
use super::key::{Item, Sample};
use super::mark::{self, Mark};
use super::paint::Paint;
use super::scale::{round_step, tick_text};
use super::svg::Svg;
use super::text::Type;
use super::words::Words;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const SMALL: Type = Type::regular(12.0);
const ROW: f64 = 32.0;
const THICK: f64 = 18.0;
const BESIDE: f64 = 14.0;

/// What a chart of lost points shows.
#[derive(Debug, Clone, PartialEq)]
pub struct LossesData {
    /// Texts around the chart.
    pub frame: Frame,
    /// The entity; heads its column of points.
    pub entity: String,
    /// Drawn in the order given, usually from the largest difference down.
    pub rows: Vec<LossRow>,
}

/// A part of the index.
#[derive(Debug, Clone, PartialEq)]
pub struct LossRow {
    /// Display name, of any length.
    pub name: String,
    /// Points lost by the entity less the mean of the others; above zero when it loses more. Not drawn where the entity
    /// has no score.
    pub difference: f64,
    /// The difference with its sign, as printed.
    pub difference_shown: String,
    /// Points lost by the entity, as printed.
    pub own: String,
    /// Points lost by the others on average, as printed.
    pub others: String,
    /// Why the entity has no score here; `None` where it has one.
    pub absence: Option<Mark>,
}

/// Draws points lost against the mean of the others. Height grows with the number of parts.
pub fn losses(data: &LossesData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let mut page = Page::open(&data.frame, style);
    let drawn = || data.rows.iter().filter(|row| row.absence.is_none());
    let mut items = Vec::new();
    let mut explain = |occurs: bool, paint: Paint, text: &str| {
        if occurs {
            items.push(Item {
                sample: Sample::Bar(paint),
                text: text.to_owned(),
            });
        }
    };
    let (more, less) = (Paint::FALL, Paint::RISE);
    explain(
        drawn().any(|row| row.difference > 0.0),
        more,
        &words.loses_more,
    );
    explain(
        drawn().any(|row| row.difference < 0.0),
        less,
        &words.loses_less,
    );
    page.key(&items);

    let room = (page.width * 0.3).min(240.0);
    let names: Vec<_> = data
        .rows
        .iter()
        .map(|row| NAME.wrap_evenly(&row.name, room))
        .collect();
    let widest = names.iter().map(|lines| NAME.widest(lines));
    let left = page.left + widest.fold(0.0, f64::max) + BESIDE;
    let columns = Columns::new(data, page.right());
    let axis = Axis::new(data, left, columns.left() - BESIDE - left);
    let mut y = columns.heads(&mut page.drawing, page.top) + 4.0;
    let top = y;
    let tall = |lines: &Vec<String>| (lines.len() as f64 * NAME.leading() + 6.0).max(ROW);
    let height: f64 = names.iter().map(tall).sum();
    axis.ground(&mut page.drawing, top, top + height);
    for (row, lines) in data.rows.iter().zip(&names) {
        let height = tall(lines);
        let middle = y + height / 2.0;
        page.drawing
            .lines_centred((page.left, middle), lines, NAME, Paint::INK, Anchor::Start);
        axis.bar(&mut page, row, middle);
        columns.numbers(&mut page.drawing, row, middle);
        y += height;
    }
    axis.numbers(&mut page.drawing, words, y + 16.0);
    let told: Vec<_> = drawn()
        .map(|row| (row.name.as_str(), row.difference_shown.as_str()))
        .collect();
    let description = recite(&data.frame, &words.losses, &told);
    page.close(y + 20.0, &[], &description)
}

/// The numbers at the right: lost by the entity, by the others, and the difference.
struct Columns {
    heads: [Vec<String>; 3],
    widths: [f64; 3],
    right: f64,
}

impl Columns {
    fn new(data: &LossesData, right: f64) -> Columns {
        let words = &data.frame.words;
        let heads = [&data.entity, &words.others_mean, &words.difference]
            .map(|head| SMALL.wrap_evenly(head, SMALL.longest_word(head).clamp(64.0, 90.0)));
        let widest = |kind: Type, text: fn(&LossRow) -> &str, head: &[String]| {
            let numbers = data.rows.iter().map(|row| kind.width(text(row)));
            numbers.fold(SMALL.widest(head), f64::max)
        };
        let widths = [
            widest(NAME, |row| &row.own, &heads[0]),
            widest(NAME, |row| &row.others, &heads[1]),
            widest(NUMBER, |row| &row.difference_shown, &heads[2]),
        ];
        Columns {
            heads,
            widths,
            right,
        }
    }

    fn left(&self) -> f64 {
        self.ends()[0] - self.widths[0]
    }

    fn ends(&self) -> [f64; 3] {
        let second = self.right - self.widths[2] - BESIDE;
        [second - self.widths[1] - BESIDE, second, self.right]
    }

    /// Draws the heads and returns the height below them.
    fn heads(&self, drawing: &mut Drawing, top: f64) -> f64 {
        let tallest = self.heads.iter().map(Vec::len).max().unwrap_or_default() as f64;
        for (head, end) in self.heads.iter().zip(self.ends()) {
            let short = (tallest - head.len() as f64) * SMALL.leading();
            let first = (end, top + short + SMALL.size);
            drawing.lines(first, head, SMALL, Paint::OUTLINE, Anchor::End);
        }
        top + tallest * SMALL.leading() + 2.0
    }

    fn numbers(&self, drawing: &mut Drawing, row: &LossRow, middle: f64) {
        let ink = match row.difference {
            difference if difference > 0.0 => Paint::FALL,
            difference if difference < 0.0 => Paint::RISE,
            _ => Paint::INK,
        };
        let texts = [
            (&row.own, NAME, Paint::INK),
            (&row.others, NAME, Paint::SOFT_INK),
            (&row.difference_shown, NUMBER, ink),
        ];
        for ((text, kind, ink), end) in texts.into_iter().zip(self.ends()) {
            drawing.text((end, middle + kind.drop()), text, kind, ink, Anchor::End);
        }
    }
}

/// Differences from left (less lost) to right (more lost); a side nobody is on is not drawn.
struct Axis {
    left: f64,
    width: f64,
    /// The ends, in points; zero lies between them or is one of them.
    from: f64,
    to: f64,
    step: f64,
}

impl Axis {
    fn new(data: &LossesData, left: f64, width: f64) -> Axis {
        let drawn = data.rows.iter().filter(|row| row.absence.is_none());
        let (low, high) = drawn
            .map(|row| row.difference)
            .filter(|difference| difference.is_finite())
            .fold((0.0, 0.0), |(low, high): (f64, f64), difference| {
                (low.min(difference), high.max(difference))
            });
        // About five lines, at numbers that people count in.
        // Steps of less than half a point of a hundred would make much of little.
        let axis = &data.frame.axis;
        let step = round_step(((high - low) / 5.0).max((axis.high - axis.low) / 200.0));
        let from = (low / step).floor() * step;
        let mut to = (high / step).ceil() * step;
        if to - from < step {
            to = from + step;
        }
        Axis {
            left,
            width,
            from,
            to,
            step,
        }
    }

    fn at(&self, points: f64) -> f64 {
        let share = (points - self.from) / (self.to - self.from);
        self.left + self.width * share.clamp(0.0, 1.0)
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let count = ((self.to - self.from) / self.step).round().clamp(0.0, 20.0) as u32;
        (0..=count).map(|index| self.from + f64::from(index) * self.step)
    }

    fn ground(&self, drawing: &mut Drawing, top: f64, bottom: f64) {
        for tick in self.ticks() {
            let x = self.at(tick).round();
            drawing.rectangle(Area::new(x, top, 1.0, bottom - top), Paint::GRID);
        }
        let x = self.at(0.0).round();
        drawing.rectangle(Area::new(x, top, 1.0, bottom - top), Paint::OUTLINE);
    }

    fn numbers(&self, drawing: &mut Drawing, words: &Words, baseline: f64) {
        for tick in self.ticks() {
            let sign = match tick {
                tick if tick > 0.0 => "+",
                tick if tick < 0.0 => "\u{2212}",
                _ => "",
            };
            let text = format!("{sign}{}", tick_text(words, tick.abs()));
            let at = (self.at(tick), baseline);
            drawing.text(at, &text, SMALL, Paint::OUTLINE, Anchor::Middle);
        }
    }

    fn bar(&self, page: &mut Page, row: &LossRow, middle: f64) {
        let words = &page.frame.words;
        let drawing = &mut page.drawing;
        if let Some(absence) = &row.absence {
            // On the side with more room, on ground of its own: no line goes through the words.
            let zero = self.at(0.0);
            let right = self.left + self.width;
            let (from, to) = if right - zero >= zero - self.left {
                (zero + 6.0, right)
            } else {
                (self.left + 4.0, zero)
            };
            let sign = Area::new(from, middle - 8.0, 26.0, 16.0);
            let name = absence.absence(words).unwrap_or_default();
            let lines = SMALL.wrap(name, to - sign.right() - 10.0);
            let height = lines.len() as f64 * SMALL.leading();
            let width = sign.width + 10.0 + SMALL.widest(&lines);
            let ground = Area::new(from, middle - height / 2.0, width, height);
            drawing.rectangle(ground, Paint::GROUND);
            mark::absent(drawing, sign, absence);
            let at = (sign.right() + 7.0, middle);
            drawing.lines_centred(at, &lines, SMALL, Paint::OUTLINE, Anchor::Start);
            return;
        }
        let (zero, end) = (self.at(0.0), self.at(row.difference));
        let paint = if row.difference > 0.0 {
            Paint::FALL
        } else {
            Paint::RISE
        };
        let width = (end - zero).abs();
        if width >= 0.5 {
            drawing.rectangle(
                Area::new(zero.min(end), middle - THICK / 2.0, width, THICK),
                paint,
            );
        }
    }
}
