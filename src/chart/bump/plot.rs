//! The plot of a bump chart: where editions and ranks lie, the lines with their numbers, the names at the right end.

use super::{ALL_NAMED, BumpData, Drawn};
use crate::chart::drawing::{Anchor, Area};
use crate::chart::frame::Page;
use crate::chart::labels::spread;
use crate::chart::paint::Paint;
use crate::chart::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(12.0);
const SMALL: Type = Type::regular(12.0);
const HEAD: Type = Type::bold(13.0);
/// Half the size of a mark that holds a rank, and of one that does not.
const DISC: f64 = 11.0;
const DOT: f64 = 4.5;
/// Room for the leader lines between marks and labels.
const LEADER: f64 = 34.0;
/// The least distance between two editions.
const APART: f64 = 52.0;
/// The width a name may take on a narrow page.
const NAMES: f64 = 160.0;
/// Half the gap that a change of method leaves in a line.
const BREAK: f64 = 9.0;

/// Where editions and ranks lie on the page.
pub(super) struct Plot<'a> {
    data: &'a BumpData,
    drawn: &'a [Drawn<'a>],
    /// The named lines and their names in lines.
    named: Vec<(&'a Drawn<'a>, Vec<String>)>,
    heads: Vec<Vec<String>>,
    /// Where each method begins, and its name.
    eras: Vec<(f64, Vec<String>)>,
    /// The first and the last edition.
    left: f64,
    right: f64,
    head_top: f64,
    top: f64,
    /// Between two ranks.
    step: f64,
    height: f64,
}

impl<'a> Plot<'a> {
    /// The width of a page that has room for all editions.
    pub fn least_width(data: &BumpData, drawn: &[Drawn<'_>]) -> f64 {
        let editions = data.editions.len().saturating_sub(1) as f64;
        2.0 * 28.0 + before(drawn) + editions * APART + after(drawn, NAMES)
    }

    pub fn new(data: &'a BumpData, drawn: &'a [Drawn<'a>], page: &Page) -> Plot<'a> {
        let editions = data.editions.len().saturating_sub(1) as f64;
        let spare = page.width - before(drawn) - editions * APART;
        let room = (page.width * 0.26).min(spare - LEADER - DISC).max(NAMES);
        let named: Vec<_> = drawn
            .iter()
            .filter(|line| line.colour.is_some() || drawn.len() <= ALL_NAMED)
            .map(|line| (line, NAME.wrap_evenly(&label(line, drawn), room)))
            .collect();
        let left = page.left + before(drawn);
        // Few editions need not be far apart.
        let width = (page.right() - left - after(drawn, room)).min(editions * 240.0);
        let step = match drawn.len() {
            many if many > 60 => 8.0,
            many if many > ALL_NAMED => 15.0,
            _ => 31.0,
        };
        let labels: f64 = named.iter().map(|(_, lines)| tall(lines)).sum();
        let height = labels.max((drawn.len() as f64 - 1.0) * step + 2.0 * DISC + 6.0);
        let mut plot = Plot {
            data,
            drawn,
            named,
            heads: Vec::new(),
            eras: Vec::new(),
            left,
            right: left + width,
            head_top: page.top,
            top: page.top,
            step,
            height,
        };
        let apart = if editions > 0.0 {
            width / editions
        } else {
            width
        };
        let wrapped = |text: &String| HEAD.wrap_evenly(text, apart.max(APART) - 8.0);
        plot.heads = data.editions.iter().map(wrapped).collect();
        plot.eras = plot.eras(page);
        let tallest = |lines: usize, kind: Type| lines as f64 * kind.leading();
        let eras = plot.eras.iter().map(|(_, lines)| lines.len()).max();
        plot.head_top += eras.map_or(0.0, |lines| tallest(lines, SMALL) + 6.0);
        plot.top = plot.head_top + plot.head_height() + 6.0;
        plot
    }

    fn head_height(&self) -> f64 {
        let lines = self.heads.iter().map(Vec::len).max().unwrap_or(0);
        lines as f64 * HEAD.leading()
    }

    fn x(&self, edition: usize) -> f64 {
        let last = self.data.editions.len().saturating_sub(1);
        if last == 0 {
            return self.left;
        }
        self.left + (self.right - self.left) * edition as f64 / last as f64
    }

    fn y(&self, slot: usize) -> f64 {
        let spare = self.height - (self.drawn.len() as f64 - 1.0) * self.step;
        self.top + spare / 2.0 + slot as f64 * self.step
    }

    /// The first editions of all methods but the first.
    fn breaks(&self) -> Vec<usize> {
        let firsts = self.data.methods.iter().map(|(first, _)| *first);
        let mut breaks: Vec<usize> = firsts
            .filter(|first| (1..self.data.editions.len()).contains(first))
            .collect();
        breaks.sort_unstable();
        breaks.dedup();
        breaks
    }

    fn break_x(&self, first: usize) -> f64 {
        (self.x(first - 1) + self.x(first)) / 2.0
    }

    fn eras(&self, page: &Page) -> Vec<(f64, Vec<String>)> {
        let breaks = self.breaks();
        if breaks.is_empty() {
            return Vec::new();
        }
        let firsts = [0].into_iter().chain(breaks.iter().copied());
        let rules: Vec<f64> = breaks.iter().map(|first| self.break_x(*first)).collect();
        let lefts = [page.left].into_iter().chain(rules.iter().copied());
        let rights = rules.iter().copied().chain([page.right()]);
        firsts
            .zip(lefts.zip(rights))
            .map(|(first, (from, to))| {
                let in_use = self.data.methods.iter();
                let in_use = in_use.filter(|(start, _)| *start <= first);
                let name = in_use.max_by_key(|(start, _)| *start);
                let name = name.map_or("", |(_, name)| name);
                let room = (to - from - 20.0).min(260.0);
                (from, SMALL.wrap_evenly(name, room))
            })
            .collect()
    }

    /// Draws everything and returns the height below it.
    pub fn draw(&self, page: &mut Page) -> f64 {
        let bottom = self.top + self.height;
        self.ground(page, bottom);
        for coloured in [false, true] {
            let of_pass = self.drawn.iter();
            for line in of_pass.filter(|line| line.colour.is_some() == coloured) {
                self.line(page, line);
            }
        }
        self.starts(page, bottom);
        self.names(page, bottom);
        // Far from the heads they are said again.
        if self.height > 700.0 {
            self.write_heads(page, bottom + 4.0);
            return bottom + 4.0 + self.head_height();
        }
        bottom
    }

    fn write_heads(&self, page: &mut Page, top: f64) {
        for (edition, lines) in self.heads.iter().enumerate() {
            // At the left edge of the page a wide name is not centred.
            let half = HEAD.widest(lines) / 2.0;
            let x = self.x(edition).max(page.left + half);
            let at = (x, top + HEAD.size);
            page.drawing
                .lines(at, lines, HEAD, Paint::INK, Anchor::Middle);
        }
    }

    fn ground(&self, page: &mut Page, bottom: f64) {
        self.write_heads(page, self.head_top);
        for edition in 0..self.data.editions.len() {
            let x = self.x(edition).round() - 0.5;
            let rule = Area::new(x, self.top, 1.0, self.height);
            page.drawing.rectangle(rule, Paint::GRID);
        }
        let first = self
            .breaks()
            .first()
            .map_or(0.0, |first| self.break_x(*first));
        for (index, (from, lines)) in self.eras.iter().enumerate() {
            // The names of methods stand beside their rules.
            let (x, anchor) = match index {
                0 => (first - 10.0, Anchor::End),
                _ => (from + 10.0, Anchor::Start),
            };
            let at = (x, page.top + SMALL.size);
            page.drawing
                .lines(at, lines, SMALL, Paint::SOFT_INK, anchor);
            if index > 0 {
                page.drawing
                    .dashed_rule(*from, page.top, bottom, Paint::OUTLINE);
            }
        }
    }

    fn line(&self, page: &mut Page, line: &Drawn<'_>) {
        let drawing = &mut page.drawing;
        let colour = line.colour.unwrap_or(Paint::OTHERS);
        let width = match (line.colour, self.drawn.len()) {
            (Some(_), _) => 2.5,
            (None, ..=ALL_NAMED) => 1.5,
            (None, _) => 1.0,
        };
        let breaks = self.breaks();
        let points: Vec<(f64, f64)> = line
            .slots
            .iter()
            .enumerate()
            .map(|(edition, slot)| (self.x(edition), self.y(*slot)))
            .collect();
        // What was ranked by an older method stands back.
        let old = |edition: usize| breaks.last().is_some_and(|first| edition < *first);
        let shade = |edition: usize| {
            if old(edition) {
                colour.faded(0.6)
            } else {
                colour
            }
        };
        for (edition, pair) in points.windows(2).enumerate() {
            let &[from, to] = pair else { continue };
            if !breaks.contains(&(edition + 1)) {
                drawing.line(vec![from, to], width, shade(edition));
                continue;
            }
            let middle = (from.0 + to.0) / 2.0;
            let at = |x: f64| (x, from.1 + (to.1 - from.1) * (x - from.0) / (to.0 - from.0));
            drawing.line(vec![from, at(middle - BREAK)], width, shade(edition));
            drawing.line(vec![at(middle + BREAK), to], width, shade(edition + 1));
        }
        for ((edition, centre), rank) in points.iter().enumerate().zip(&line.line.ranks) {
            if self.drawn.len() > ALL_NAMED {
                let radius = if line.colour.is_some() { DOT } else { 2.0 };
                drawing.circle(*centre, radius, shade(edition));
                continue;
            }
            let (fill, ink) = match line.colour {
                // A faded disc keeps its number readable: the disc itself is never faded.
                Some(colour) => (colour, colour.letter()),
                None => (Paint::GROUND, Paint::OUTLINE),
            };
            drawing.circle(*centre, DISC, colour);
            drawing.circle(*centre, DISC - 1.25, fill);
            let at = (centre.0, centre.1 + NUMBER.drop());
            let text = rank.to_string();
            drawing.text(at, &text, NUMBER, ink, Anchor::Middle);
        }
    }

    /// The ranks at the left end, where the marks are too small to hold them.
    fn starts(&self, page: &mut Page, bottom: f64) {
        if self.drawn.len() <= ALL_NAMED {
            return;
        }
        let starts = self.drawn.iter();
        let starts: Vec<_> = starts
            .filter_map(|line| Some((line.colour?, line.slots.first()?, line.line.ranks.first()?)))
            .collect();
        let wanted: Vec<_> = starts
            .iter()
            .map(|(_, slot, _)| (self.y(**slot), 18.0))
            .collect();
        let centres = spread(&wanted, self.top, bottom);
        for ((colour, slot, rank), y) in starts.into_iter().zip(centres) {
            let away = [DOT + 2.0, 8.0, LEADER - 9.0, LEADER - 4.0];
            let heights = [self.y(*slot), self.y(*slot), y, y];
            let path = away.into_iter().zip(heights);
            let path = path.map(|(away, y)| (self.left - away, y)).collect();
            page.drawing.line(path, 1.0, colour.faded(0.6));
            let at = (self.left - LEADER, y + NUMBER.drop());
            let text = rank.to_string();
            page.drawing.text(at, &text, NUMBER, colour, Anchor::End);
        }
    }

    fn names(&self, page: &mut Page, bottom: f64) {
        let end = |line: &Drawn<'_>| self.y(line.slots.last().copied().unwrap_or_default());
        let wanted: Vec<_> = self
            .named
            .iter()
            .map(|(line, lines)| (end(line), tall(lines)))
            .collect();
        let centres = spread(&wanted, self.top, bottom);
        let radius = radius(self.drawn);
        for ((line, lines), y) in self.named.iter().zip(centres) {
            let ink = line.colour.unwrap_or(Paint::OUTLINE);
            let leader = line.colour.unwrap_or(Paint::OTHERS).faded(0.6);
            let away = [
                radius + 2.0,
                radius + 5.0,
                LEADER + radius - 12.0,
                LEADER + radius - 6.0,
            ];
            let heights = [end(line), end(line), y, y];
            let path = away.into_iter().zip(heights);
            let path = path.map(|(away, y)| (self.right + away, y)).collect();
            page.drawing.line(path, 1.0, leader);
            let at = (self.right + LEADER + radius, y);
            page.drawing
                .lines_centred(at, lines, NAME, ink, Anchor::Start);
        }
    }
}

fn radius(drawn: &[Drawn<'_>]) -> f64 {
    if drawn.len() <= ALL_NAMED { DISC } else { DOT }
}

/// Room left of the first edition.
fn before(drawn: &[Drawn<'_>]) -> f64 {
    if drawn.len() <= ALL_NAMED {
        return DISC;
    }
    NUMBER.width("000") + LEADER
}

/// Room right of the last edition when names may be so wide.
fn after(drawn: &[Drawn<'_>], room: f64) -> f64 {
    let named = drawn
        .iter()
        .filter(|line| line.colour.is_some() || drawn.len() <= ALL_NAMED);
    let widest = named.map(|line| NAME.widest(&NAME.wrap_evenly(&label(line, drawn), room)));
    radius(drawn) + LEADER + widest.fold(0.0, f64::max)
}

/// The name at the right end, with the last rank where the mark does not hold it.
fn label(line: &Drawn<'_>, drawn: &[Drawn<'_>]) -> String {
    match line.line.ranks.last() {
        Some(rank) if drawn.len() > ALL_NAMED => format!("{rank}  {}", line.line.name),
        _ => line.line.name.clone(),
    }
}

fn tall(lines: &[String]) -> f64 {
    (lines.len() as f64 * NAME.leading() + 3.0).max(22.0)
}
