//! Slope: the scores of two editions, one line per entity. Names and scores stand at both ends, pushed apart and led to
//! with a thin line, so the height of a point needs no axis. Chosen lines are blue where they rise and orange where they
//! fall; the others are grey.

use super::Style;
use super::aside::{self, Aside};
use super::drawing::{Anchor, Area};
use super::frame::{Frame, Page, describe};
use super::key::{Item, Sample};
use super::labels::spread;
use super::mark::{self, Mark, Signs};
use super::paint::Paint;
use super::svg::Svg;
use super::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const HEAD: Type = Type::bold(13.0);
const METHOD: Type = Type::regular(12.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 32.0;
const GAP: f64 = 7.0;
/// Room for the leader lines between labels and points.
const LEADER: f64 = 34.0;
const RADIUS: f64 = 4.5;
/// Up to this many lines all are named.
const ALL_NAMED: usize = 40;
/// Between the rule of a change of method and the names of the methods.
const BESIDE_RULE: f64 = 10.0;
/// Half the gap that a change of method leaves in a line.
const BREAK: f64 = 9.0;

/// What a slope chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct SlopeData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Heads the left end, usually an edition.
    pub from: String,
    /// Heads the right end.
    pub to: String,
    /// The two methods when the method changed between: a rule is drawn and all lines are broken, because what lies on
    /// both sides cannot be read as one movement.
    pub methods: Option<(String, String)>,
    /// One line per entity that has a score at both ends, in the order to be told; others are left out.
    pub lines: Vec<SlopeLine>,
    /// Entities without a line.
    pub aside: Vec<Aside>,
}

/// An entity.
#[derive(Debug, Clone, PartialEq)]
pub struct SlopeLine {
    /// Display name, of any length.
    pub name: String,
    /// Where it comes from.
    pub from: Mark,
    /// Where it stands.
    pub to: Mark,
    /// Set apart from the grey lines.
    pub highlighted: bool,
}

impl SlopeLine {
    fn ink(&self) -> Paint {
        let by = self.to.value().unwrap_or_default() - self.from.value().unwrap_or_default();
        match by {
            _ if !self.highlighted => Paint::OTHERS,
            by if by > 0.0 => Paint::RISE,
            by if by < 0.0 => Paint::FALL,
            _ => Paint::INK,
        }
    }
}

/// Draws a slope chart. Height grows with the number of lines; above 40 only highlighted ones are named.
pub fn slope(data: &SlopeData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let mut page = Page::open(&data.frame, style);
    let lines: Vec<&SlopeLine> = data
        .lines
        .iter()
        .filter(|line| line.from.value().is_some() && line.to.value().is_some())
        .collect();
    let marks = lines.iter().flat_map(|line| [&line.from, &line.to]);
    let aside = data.aside.iter().filter_map(|aside| aside.mark.as_ref());
    let signs = Signs::of(marks.chain(aside), words);
    let named: Vec<&SlopeLine> = lines
        .iter()
        .filter(|line| line.highlighted || lines.len() <= ALL_NAMED)
        .copied()
        .collect();
    // A zero has its number at its end, and an absence its name in the list below.
    let mut items: Vec<Item> = signs
        .items
        .iter()
        .filter(|item| matches!(item.sample, Sample::Dagger | Sample::Provisional))
        .cloned()
        .collect();
    if named.len() < lines.len() {
        items.push(Item {
            sample: Sample::GreyLine,
            text: words.others.clone(),
        });
    }
    page.key(&items);
    let mut bottom = page.top;
    if !lines.is_empty() {
        bottom = Plot::new(data, &page, &lines, &named, &signs).draw(&mut page);
    }
    bottom = aside::list(&mut page, &words.not_drawn, &data.aside, &signs, bottom);

    let mut told: Vec<_> = lines
        .iter()
        .map(|line| {
            let shown = |mark: &Mark| mark.shown().unwrap_or_default().to_owned();
            let order = line.to.value().unwrap_or_default();
            let both = format!("{} → {}", shown(&line.from), shown(&line.to));
            (order, line.name.as_str(), both)
        })
        .collect();
    told.sort_by(|one, other| other.0.total_cmp(&one.0));
    let told: Vec<_> = told
        .iter()
        .map(|(_, name, both)| (*name, both.as_str()))
        .collect();
    let mut description = describe(&data.frame, &words.slope, &told, 0);
    description.push_str(&aside::told(&data.aside, words));
    page.close(bottom, signs.note.as_slice(), &description)
}

/// The two ends of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// A label at an end: name, number and letter from the outside in.
struct End<'a> {
    line: &'a SlopeLine,
    mark: &'a Mark,
    name: Vec<String>,
    number: String,
}

impl End<'_> {
    fn height(&self) -> f64 {
        (self.name.len() as f64 * NAME.leading() + 3.0).max(22.0)
    }
}

/// Where ends and scores lie on the page.
struct Plot<'a> {
    data: &'a SlopeData,
    lines: &'a [&'a SlopeLine],
    ends: [Vec<End<'a>>; 2],
    /// Width of the numbers and of the letters in both columns.
    numbers: f64,
    chips: f64,
    /// The horizontal places of the two ends.
    x: [f64; 2],
    heads: [Vec<String>; 2],
    methods: Option<[Vec<String>; 2]>,
    top: f64,
    height: f64,
    /// The lowest and the highest score drawn.
    range: (f64, f64),
}

impl<'a> Plot<'a> {
    fn new(
        data: &'a SlopeData,
        page: &Page,
        lines: &'a [&'a SlopeLine],
        named: &[&'a SlopeLine],
        signs: &Signs,
    ) -> Plot<'a> {
        let marks = || named.iter().flat_map(|line| [&line.from, &line.to]);
        let numbers = marks().map(|mark| NUMBER.width(&signs.number(mark)));
        let numbers = numbers.fold(0.0, f64::max);
        let graded = marks().any(|mark| mark.grade().is_some());
        let chips = if graded { CHIP_WIDTH + GAP } else { 0.0 };
        let room = (page.width * 0.31).min(270.0) - numbers - GAP - chips;
        let ends = [Side::From, Side::To].map(|side| {
            let end = |line: &&'a SlopeLine| {
                let line: &'a SlopeLine = line;
                let mark = match side {
                    Side::From => &line.from,
                    Side::To => &line.to,
                };
                End {
                    line,
                    mark,
                    name: NAME.wrap_evenly(&line.name, room),
                    number: signs.number(mark),
                }
            };
            named.iter().map(end).collect::<Vec<_>>()
        });
        let label = ends[0]
            .iter()
            .map(|end| NAME.widest(&end.name) + GAP + numbers + chips)
            .fold(0.0, f64::max);
        let beside = label + if named.is_empty() { RADIUS } else { LEADER };
        // Few names leave room; slopes are easier to compare when they are not too wide.
        let free = (page.width - 2.0 * beside).min(620.0);
        let start = page.left + (page.width - free - 2.0 * beside) / 2.0 + beside;
        let x = [start, start + free];
        let middle = start + free / 2.0;
        let heads = [&data.from, &data.to].map(|text| HEAD.wrap_evenly(text, free / 2.0 - 14.0));
        // The methods stand beside the rule and may reach over the labels.
        let room = (middle - page.left).min(page.right() - middle) - BESIDE_RULE;
        let methods = data
            .methods
            .as_ref()
            .map(|(one, other)| [one, other].map(|name| METHOD.wrap_evenly(name, room.min(320.0))));
        let above = |lines: &[Vec<String>; 2], kind: Type| {
            lines.iter().map(Vec::len).max().unwrap_or(0) as f64 * kind.leading()
        };
        let top = page.top
            + above(&heads, HEAD)
            + methods.as_ref().map_or(0.0, |lines| above(lines, METHOD))
            + 14.0;
        let needed = ends.iter().map(|ends| ends.iter().map(End::height).sum());
        let needed = needed.fold(0.0, f64::max);
        let values = lines.iter().flat_map(|line| [&line.from, &line.to]);
        let values: Vec<f64> = values.filter_map(Mark::value).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // A difference of less than a fifth of the scale does not fill the sheet.
        let axis = &data.frame.axis;
        let spare = (((axis.high - axis.low) / 5.0 - (high - low)) / 2.0).max(0.0);
        Plot {
            data,
            lines,
            ends,
            numbers,
            chips,
            x,
            heads,
            methods,
            top,
            height: needed.max(360.0),
            range: (low - spare, high + spare),
        }
    }

    fn y(&self, mark: &Mark) -> f64 {
        let (low, high) = self.range;
        let share = (mark.value().unwrap_or_default() - low) / (high - low);
        // Half a label is free above the highest and below the lowest.
        self.top + 11.0 + (self.height - 22.0) * (1.0 - share)
    }

    /// Draws everything and returns the height below it.
    fn draw(&self, page: &mut Page) -> f64 {
        let bottom = self.top + self.height;
        self.heads(page, bottom);
        for highlighted in [false, true] {
            let of_pass = self.lines.iter();
            for line in of_pass.filter(|line| line.highlighted == highlighted) {
                self.line(page, line);
            }
        }
        for side in [Side::From, Side::To] {
            self.labels(page, side, bottom);
        }
        bottom + 6.0
    }

    fn heads(&self, page: &mut Page, bottom: f64) {
        let middle = (self.x[0] + self.x[1]) / 2.0;
        let mut y = page.top + HEAD.size;
        for (side, anchor) in [Anchor::Start, Anchor::End].into_iter().enumerate() {
            let x = self.x[side];
            let head = &self.heads[side];
            page.drawing.lines((x, y), head, HEAD, Paint::INK, anchor);
            let rule = Area::new(x.round() - 0.5, self.top - 6.0, 1.0, self.height + 12.0);
            page.drawing.rectangle(rule, Paint::GRID);
        }
        y += self.heads.iter().map(Vec::len).max().unwrap_or(0) as f64 * HEAD.leading();
        if let Some([one, other]) = &self.methods {
            let (left, right) = (middle - BESIDE_RULE, middle + BESIDE_RULE);
            let (ink, drawing) = (Paint::SOFT_INK, &mut page.drawing);
            drawing.lines((left, y), one, METHOD, ink, Anchor::End);
            drawing.lines((right, y), other, METHOD, ink, Anchor::Start);
        }
        if self.data.methods.is_some() {
            page.drawing
                .dashed_rule(middle, page.top, bottom + 6.0, Paint::OUTLINE);
        }
    }

    fn line(&self, page: &mut Page, line: &SlopeLine) {
        let ink = line.ink();
        let [from, to] = [
            (self.x[0], self.y(&line.from)),
            (self.x[1], self.y(&line.to)),
        ];
        let width = if line.highlighted { 2.5 } else { 1.5 };
        if self.data.methods.is_some() {
            let middle = (from.0 + to.0) / 2.0;
            let at = |x: f64| (x, from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0));
            let drawing = &mut page.drawing;
            drawing.line(vec![from, at(middle - BREAK)], width, ink.faded(0.7));
            drawing.line(vec![at(middle + BREAK), to], width, ink);
        } else {
            page.drawing.line(vec![from, to], width, ink);
        }
        let radius = if line.highlighted { RADIUS } else { 3.0 };
        for (centre, mark) in [(from, &line.from), (to, &line.to)] {
            if mark.is_provisional() {
                let edge = radius + 2.0;
                let area = Area::new(centre.0 - edge, centre.1 - edge, 2.0 * edge, 2.0 * edge);
                page.drawing.dotted_outline(area, Paint::INK);
            }
            page.drawing.circle(centre, radius, ink);
        }
    }

    fn labels(&self, page: &mut Page, side: Side, bottom: f64) {
        let (ends, x, out) = match side {
            Side::From => (&self.ends[0], self.x[0], -1.0),
            Side::To => (&self.ends[1], self.x[1], 1.0),
        };
        let (inner, outer) = match side {
            Side::From => (Anchor::End, Anchor::End),
            Side::To => (Anchor::Start, Anchor::Start),
        };
        let wanted: Vec<_> = ends
            .iter()
            .map(|end| (self.y(end.mark), end.height()))
            .collect();
        let centres = spread(&wanted, self.top, bottom);
        for (end, y) in ends.iter().zip(centres) {
            let from = self.y(end.mark);
            let ink = end.line.ink();
            let path = [RADIUS + 2.0, 8.0, LEADER - 9.0, LEADER - 4.0];
            let heights = [from, from, y, y];
            let path = path.into_iter().zip(heights);
            let path = path.map(|(away, y)| (x + out * away, y)).collect();
            page.drawing.line(path, 1.0, ink.faded(0.6));
            let mut at = x + out * LEADER;
            if let Some(grade) = end.mark.grade() {
                let left = if side == Side::From {
                    at - CHIP_WIDTH
                } else {
                    at
                };
                let area = Area::new(left, y - 9.0, CHIP_WIDTH, 18.0);
                mark::chip(
                    &mut page.drawing,
                    area,
                    &grade.label,
                    grade.colour.into(),
                    CHIP,
                );
            }
            at += out * self.chips;
            let text = if end.line.highlighted {
                ink
            } else {
                Paint::OUTLINE
            };
            let number = (at, y + NUMBER.drop());
            page.drawing.text(number, &end.number, NUMBER, text, inner);
            let name = (at + out * (self.numbers + GAP), y);
            page.drawing
                .lines_centred(name, &end.name, NAME, text, outer);
        }
    }
}
