//! Funnel: how many disclosures are left after each step of a sequence, and how many are lost there. The part of a bar
//! that is gone stays in outline, so that every step shows what it takes away.

use super::Style;
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{Frame, Page, describe, recite};
use super::key::{Item, Sample};
use super::mark::{self, Mark};
use super::paint::Paint;
use super::svg::Svg;
use super::text::Type;
use super::words::Words;
use crate::evidence::Absence;

const PANEL: Type = Type::bold(14.0);
const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const SMALL: Type = Type::regular(12.0);
/// Between names, bars and the columns of numbers.
const BESIDE: f64 = 14.0;
const GUTTER: f64 = 40.0;
/// A panel narrower than this has no room for its bars.
const LEAST_PANEL: f64 = 500.0;

/// What a funnel shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelData {
    /// Texts around the chart.
    pub frame: Frame,
    /// One, or small multiples that share their steps.
    pub panels: Vec<FunnelPanel>,
}

/// One sequence of steps.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelPanel {
    /// Display name; not printed when it is the only panel.
    pub name: String,
    /// The first step is the start; each further one counts what passed all the steps before it.
    pub steps: Vec<FunnelStep>,
}

/// What is left after a step.
#[derive(Debug, Clone, PartialEq)]
pub struct FunnelStep {
    /// Display name, of any length.
    pub name: String,
    /// How many are left; never more than at the step before.
    pub left: u32,
    /// How many of those lost here got a part of the best score.
    pub partly: u32,
    /// Why the others are lost here.
    pub loss: Loss,
    /// `left` as printed.
    pub left_shown: String,
    /// `left` as a share of what can pass, as printed; empty where it is none.
    pub share: String,
    /// The number lost here as printed ("−12"); empty at the start.
    pub lost: String,
}

/// Why disclosures do not pass a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// They were looked at and did not meet it.
    Failed,
    /// They are absent.
    Absent(Absence),
}

impl Loss {
    /// The mark of this kind of absence; `None` for a failure.
    pub(super) fn mark(self) -> Option<Mark> {
        match self {
            Loss::Failed => None,
            Loss::Absent(absence) => Some(Mark::Absent(absence)),
        }
    }
}

/// What passed, and what got only a part of the best score.
fn passed() -> (Paint, Paint) {
    (Paint::RISE, Paint::RISE.faded(0.35))
}

/// Draws a funnel. Height grows with the number of steps and panels.
pub fn funnel(data: &FunnelData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let mut page = Page::open(&data.frame, style);
    page.key(&items(data, words));
    let columns = match data.panels.len() {
        0 | 1 => 1,
        many => (((page.width + GUTTER) / (LEAST_PANEL + GUTTER)) as usize).clamp(1, many),
    };
    let width = (page.width - GUTTER * (columns - 1) as f64) / columns as f64;
    let layout = Layout::new(data, words, width);
    let mut top = page.top;
    for row in data.panels.chunks(columns) {
        let mut bottom = top;
        for (index, panel) in row.iter().enumerate() {
            let left = page.left + index as f64 * (width + GUTTER);
            bottom = bottom.max(layout.panel(&mut page.drawing, panel, left, top));
        }
        top = bottom + 18.0;
    }
    let description = told(data, words);
    page.close(top - 18.0, &[], &description)
}

fn items(data: &FunnelData, words: &Words) -> Vec<Item> {
    let steps = || data.panels.iter().flat_map(|panel| &panel.steps);
    let losses = || {
        data.panels.iter().flat_map(|panel| {
            let pairs = panel.steps.iter().zip(panel.steps.iter().skip(1));
            pairs.filter(|(before, step)| before.left > step.left.saturating_add(step.partly))
        })
    };
    let (full, pale) = passed();
    let mut items = Vec::new();
    let mut explain = |occurs: bool, sample: Sample, text: &str| {
        if occurs {
            let text = text.to_owned();
            items.push(Item { sample, text });
        }
    };
    explain(steps().count() > 0, Sample::Bar(full), &words.step_passed);
    explain(
        steps().any(|step| step.partly > 0),
        Sample::Outlined(pale, Paint::OUTLINE),
        &words.step_partly,
    );
    explain(
        losses().any(|(_, step)| step.loss == Loss::Failed),
        Sample::Outlined(Paint::EMPTY, Paint::EMPTY_EDGE),
        &words.step_lost,
    );
    // What does not apply is named by its row.
    for loss in [
        Loss::Absent(Absence::NotAssessed),
        Loss::Absent(Absence::Withheld),
    ] {
        if let Some(mark) = loss.mark() {
            let occurs = losses().any(|(_, step)| step.loss == loss);
            let text = mark.absence(words).unwrap_or_default().to_owned();
            explain(occurs, Sample::Mark(mark), &text);
        }
    }
    items
}

/// The columns of a panel, equal in all panels.
struct Layout<'a> {
    several: bool,
    width: f64,
    names: f64,
    /// Heads and widths of the three columns of numbers.
    heads: [Vec<String>; 3],
    columns: [f64; 3],
    row: f64,
    words: &'a Words,
}

impl<'a> Layout<'a> {
    fn new(data: &FunnelData, words: &'a Words, width: f64) -> Layout<'a> {
        let steps = || data.panels.iter().flat_map(|panel| &panel.steps);
        let room = (width * 0.32).min(220.0);
        let names = steps().map(|step| NAME.widest(&NAME.wrap_evenly(&step.name, room)));
        let heads = [&words.step_left, &words.step_share, &words.step_drop]
            .map(|head| SMALL.wrap_evenly(head, SMALL.longest_word(head).clamp(64.0, 100.0)));
        let widest = |kind: Type, text: fn(&FunnelStep) -> &str, head: &[String]| {
            let numbers = steps().map(|step| kind.width(text(step)));
            numbers.fold(SMALL.widest(head), f64::max)
        };
        let columns = [
            widest(NUMBER, |step| &step.left_shown, &heads[0]),
            widest(NAME, |step| &step.share, &heads[1]),
            widest(NAME, |step| &step.lost, &heads[2]),
        ];
        let several = data.panels.len() > 1;
        Layout {
            several,
            width,
            names: names.fold(0.0, f64::max),
            heads,
            columns,
            row: if several { 27.0 } else { 38.0 },
            words,
        }
    }

    /// Draws one sequence and returns the height below it.
    fn panel(&self, drawing: &mut Drawing, panel: &FunnelPanel, left: f64, top: f64) -> f64 {
        let mut y = top;
        if self.several {
            let lines = PANEL.wrap(&panel.name, self.width);
            let first = (left, y + PANEL.size);
            drawing.lines(first, &lines, PANEL, Paint::INK, Anchor::Start);
            y += lines.len() as f64 * PANEL.leading() + 4.0;
        }
        let Some(start) = panel.steps.first() else {
            // A panel of nothing still says so.
            let at = (left, y + SMALL.size);
            let none = &self.words.no_score;
            drawing.text(at, none, SMALL, Paint::OUTLINE, Anchor::Start);
            return y + SMALL.leading();
        };
        let ends = self.ends(left);
        let tallest = self.heads.iter().map(Vec::len).max().unwrap_or_default() as f64;
        for (head, end) in self.heads.iter().zip(ends) {
            let short = (tallest - head.len() as f64) * SMALL.leading();
            let first = (end, y + short + SMALL.size);
            drawing.lines(first, head, SMALL, Paint::OUTLINE, Anchor::End);
        }
        y += tallest * SMALL.leading() + 6.0;
        let bars = left + self.names + BESIDE;
        let scale = Scale {
            left: bars,
            width: ends[0] - self.columns[0] - BESIDE - bars,
            start: f64::from(start.left.max(1)),
        };
        let rule = y;
        let mut before = start;
        for step in &panel.steps {
            let lines = NAME.wrap_evenly(&step.name, self.names.ceil() + 0.5);
            let height = (lines.len() as f64 * NAME.leading() + 6.0).max(self.row);
            let middle = y + height / 2.0;
            drawing.lines_centred((left, middle), &lines, NAME, Paint::INK, Anchor::Start);
            scale.bar(drawing, before, step, middle, self.row - 11.0);
            let texts = [
                (&step.left_shown, NUMBER, Paint::INK),
                (&step.share, NAME, Paint::SOFT_INK),
                (&step.lost, NAME, Paint::SOFT_INK),
            ];
            for ((text, kind, ink), end) in texts.into_iter().zip(ends) {
                drawing.text((end, middle + kind.drop()), text, kind, ink, Anchor::End);
            }
            before = step;
            y += height;
        }
        drawing.rectangle(Area::new(bars - 1.0, rule, 1.0, y - rule), Paint::OUTLINE);
        y
    }

    /// The right edges of the columns of numbers.
    fn ends(&self, left: f64) -> [f64; 3] {
        let last = left + self.width;
        let middle = last - self.columns[2] - BESIDE;
        [middle - self.columns[1] - BESIDE, middle, last]
    }
}

/// Counts from left to right.
struct Scale {
    left: f64,
    width: f64,
    start: f64,
}

impl Scale {
    fn at(&self, count: u32) -> f64 {
        self.left + self.width * (f64::from(count) / self.start).clamp(0.0, 1.0)
    }

    /// What is left, what is lost with a part of the score, and what is lost altogether.
    fn bar(
        &self,
        drawing: &mut Drawing,
        before: &FunnelStep,
        step: &FunnelStep,
        middle: f64,
        thick: f64,
    ) {
        let (full, pale) = passed();
        let part = |from: u32, to: u32| {
            let (from, to) = (self.at(from), self.at(to));
            (to > from).then(|| Area::new(from, middle - thick / 2.0, to - from, thick))
        };
        let partly = step.left.saturating_add(step.partly).min(before.left);
        if let Some(area) = part(partly, before.left) {
            match step.loss.mark() {
                // Narrower than its sign, an absence is told by its row.
                Some(Mark::Absent(Absence::NotApplicable)) => {
                    drawing.outlined(area, Paint::GROUND, Paint::EMPTY_EDGE);
                    if area.width >= 18.0 {
                        mark::absent(drawing, area, &Mark::Absent(Absence::NotApplicable));
                    }
                }
                Some(mark) if area.width >= 18.0 => mark::absent(drawing, area, &mark),
                Some(_) => drawing.hatched(area),
                None => drawing.outlined(area, Paint::EMPTY, Paint::EMPTY_EDGE),
            }
        }
        if let Some(area) = part(step.left, partly) {
            drawing.outlined(area, pale, Paint::OUTLINE);
            let count = step.partly.to_string();
            if SMALL.width(&count) + 6.0 <= area.width {
                let (x, y) = area.middle();
                let at = (x, y + SMALL.drop());
                drawing.text(at, &count, SMALL, pale.letter(), Anchor::Middle);
            }
        }
        if let Some(area) = part(0, step.left) {
            drawing.rectangle(area, full);
        }
    }
}

/// What a listener hears: all steps of one sequence, or what is left of each of several.
fn told(data: &FunnelData, words: &Words) -> String {
    if let [panel] = data.panels.as_slice() {
        let steps: Vec<_> = panel
            .steps
            .iter()
            .map(|step| (step.name.as_str(), step.left_shown.as_str()))
            .collect();
        return recite(&data.frame, &words.funnel, &steps);
    }
    let mut ends: Vec<(&FunnelPanel, &FunnelStep)> = data
        .panels
        .iter()
        .filter_map(|panel| Some((panel, panel.steps.last()?)))
        .collect();
    ends.sort_by_key(|(_, step)| std::cmp::Reverse(step.left));
    let ends: Vec<_> = ends
        .into_iter()
        .map(|(panel, step)| (panel.name.as_str(), step.left_shown.as_str()))
        .collect();
    let without = data.panels.len() - ends.len();
    describe(&data.frame, &words.funnel, &ends, without)
}
