//! Change waterfall: from one score to another, step by step down the page. Bars float between the two scores, so the
//! axis need not begin at zero; a step that is no change of what was disclosed is hatched.

use super::Style;
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{Frame, Page};
use super::key::{Item, Sample};
use super::paint::Paint;
use super::scale::{round_step, tick_text};
use super::svg::Svg;
use super::text::Type;
use super::words::Words;

const NAME: Type = Type::regular(13.0);
const END: Type = Type::bold(13.0);
const NUMBER: Type = Type::bold(13.0);
const TICK: Type = Type::regular(12.0);
const ROW: f64 = 30.0;
const THICK: f64 = 17.0;
/// Between names, axis and numbers.
const BESIDE: f64 = 14.0;

/// What a waterfall shows. The steps lead from the first score to the last: `from.value` plus all `by` is `to.value`.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterfallData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Where it starts.
    pub from: WaterfallEnd,
    /// What happened, in the order drawn.
    pub steps: Vec<WaterfallStep>,
    /// Where it ends.
    pub to: WaterfallEnd,
}

/// One of the two scores.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterfallEnd {
    /// Display name, usually the edition.
    pub name: String,
    /// The exact score.
    pub value: f64,
    /// What is printed.
    pub shown: String,
}

/// A part of the change.
#[derive(Debug, Clone, PartialEq)]
pub struct WaterfallStep {
    /// Display name, of any length.
    pub name: String,
    /// Points, below zero for a step down.
    pub by: f64,
    /// What is printed, sign included.
    pub shown: String,
    /// What the step is made of.
    pub cause: Cause,
}

/// Why a score moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Something else was disclosed.
    Evidence,
    /// Other rules, weights or indicators: nothing that the entity did.
    Method,
}

/// Draws a change waterfall. Height grows with the number of steps.
pub fn waterfall(data: &WaterfallData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let mut page = Page::open(&data.frame, style);
    let any = |test: &dyn Fn(&WaterfallStep) -> bool| data.steps.iter().any(test);
    let mut items = Vec::new();
    let mut explain = |occurs: bool, sample: Sample, text: &str| {
        if occurs {
            let text = text.to_owned();
            items.push(Item { sample, text });
        }
    };
    let by_evidence = |step: &WaterfallStep| step.cause == Cause::Evidence;
    explain(
        any(&|step| by_evidence(step) && step.by > 0.0),
        Sample::Bar(Paint::RISE),
        &words.rise,
    );
    explain(
        any(&|step| by_evidence(step) && step.by < 0.0),
        Sample::Bar(Paint::FALL),
        &words.fall,
    );
    explain(
        any(&|step| !by_evidence(step)),
        Sample::Hatch,
        &words.by_method,
    );
    page.key(&items);

    let room = (page.width * 0.36).min(300.0);
    let ends = [&data.from, &data.to].map(|end| END.wrap_evenly(&end.name, room));
    let names: Vec<_> = data
        .steps
        .iter()
        .map(|step| NAME.wrap_evenly(&step.name, room))
        .collect();
    let widest = ends
        .iter()
        .map(|lines| END.widest(lines))
        .chain(names.iter().map(|lines| NAME.widest(lines)));
    let left = page.left + widest.fold(0.0, f64::max) + BESIDE;
    let shown = data
        .steps
        .iter()
        .map(|step| &step.shown)
        .chain([&data.from.shown, &data.to.shown]);
    let numbers = shown.map(|shown| NUMBER.width(shown)).fold(0.0, f64::max);
    let axis = Axis::new(data, left, page.right() - numbers - BESIDE - left);

    let tall = |lines: &[String]| (lines.len() as f64 * NAME.leading() + 8.0).max(ROW);
    let height =
        tall(&ends[0]) + tall(&ends[1]) + names.iter().map(|lines| tall(lines)).sum::<f64>();
    axis.ground(&mut page.drawing, page.top, page.top + height);

    let right = page.right();
    let mut y = page.top;
    let mut at = data.from.value;
    let end = |page: &mut Page, end: &WaterfallEnd, lines: &[String], y: f64| {
        let height = tall(lines);
        let middle = y + height / 2.0;
        page.drawing.rectangle(
            Area::new(page.left, y, right - page.left, height),
            Paint::STRIP,
        );
        page.drawing
            .lines_centred((page.left, middle), lines, END, Paint::INK, Anchor::Start);
        let x = axis.at(end.value);
        page.drawing
            .rectangle(Area::new(x - 2.0, y + 3.0, 4.0, height - 6.0), Paint::INK);
        page.drawing.text(
            (right, middle + NUMBER.drop()),
            &end.shown,
            NUMBER,
            Paint::INK,
            Anchor::End,
        );
        height
    };
    y += end(&mut page, &data.from, &ends[0], y);
    for (step, lines) in data.steps.iter().zip(&names) {
        let height = tall(lines);
        let middle = y + height / 2.0;
        page.drawing
            .lines_centred((page.left, middle), lines, NAME, Paint::INK, Anchor::Start);
        let (before, after) = (axis.at(at), axis.at(at + step.by));
        // The line that leads from the step above to this one.
        page.drawing.rectangle(
            Area::new(before - 0.5, y - 3.0, 1.0, height / 2.0 - THICK / 2.0 + 3.0),
            Paint::OUTLINE,
        );
        let bar = Area::new(
            before.min(after),
            middle - THICK / 2.0,
            (after - before).abs().max(2.0),
            THICK,
        );
        match step.cause {
            Cause::Evidence => page.drawing.rectangle(
                bar,
                if step.by < 0.0 {
                    Paint::FALL
                } else {
                    Paint::RISE
                },
            ),
            Cause::Method => page.drawing.hatched(bar),
        }
        page.drawing.rectangle(
            Area::new(
                after - 0.5,
                middle + THICK / 2.0,
                1.0,
                height / 2.0 - THICK / 2.0,
            ),
            Paint::OUTLINE,
        );
        let ink = match step.cause {
            Cause::Evidence if step.by < 0.0 => Paint::FALL,
            Cause::Evidence => Paint::RISE,
            Cause::Method => Paint::OUTLINE,
        };
        page.drawing.text(
            (right, middle + NUMBER.drop()),
            &step.shown,
            NUMBER,
            ink,
            Anchor::End,
        );
        at += step.by;
        y += height;
    }
    y += end(&mut page, &data.to, &ends[1], y);
    axis.numbers(&mut page.drawing, words, y + 16.0);

    let steps: Vec<_> = data
        .steps
        .iter()
        .map(|step| format!("{} {}", step.name, step.shown))
        .collect();
    let description = format!(
        "{}. {}. {} {}, {} {}: {}.",
        words.waterfall,
        data.frame.subtitle.trim_end_matches('.'),
        data.from.name,
        data.from.shown,
        data.to.name,
        data.to.shown,
        steps.join(", "),
    );
    page.close(y + 20.0, &[], &description)
}

/// The part of the scale that the steps pass through.
struct Axis {
    left: f64,
    width: f64,
    from: f64,
    to: f64,
    step: f64,
}

impl Axis {
    fn new(data: &WaterfallData, left: f64, width: f64) -> Axis {
        let mut at = data.from.value;
        let (mut low, mut high) = (at.min(data.to.value), at.max(data.to.value));
        for step in &data.steps {
            at += step.by;
            (low, high) = (low.min(at), high.max(at));
        }
        // About five lines, at numbers that people count in.
        // A change of less than a hundredth of the scale does not fill the sheet.
        let axis = &data.frame.axis;
        let step = round_step((high - low).max((axis.high - axis.low) / 100.0) / 5.0);
        let from = (low / step).floor() * step;
        let to = ((high / step).ceil() * step).max(from + step);
        Axis {
            left,
            width,
            from,
            to,
            step,
        }
    }

    fn at(&self, value: f64) -> f64 {
        self.left + self.width * (value - self.from) / (self.to - self.from)
    }

    fn ticks(&self) -> impl Iterator<Item = f64> {
        let count = ((self.to - self.from) / self.step).round().clamp(0.0, 50.0) as u32;
        (0..=count).map(|index| self.from + f64::from(index) * self.step)
    }

    fn ground(&self, drawing: &mut Drawing, top: f64, bottom: f64) {
        for tick in self.ticks() {
            drawing.rectangle(
                Area::new(self.at(tick).round(), top, 1.0, bottom - top),
                Paint::GRID,
            );
        }
    }

    fn numbers(&self, drawing: &mut Drawing, words: &Words, baseline: f64) {
        for tick in self.ticks() {
            drawing.text(
                (self.at(tick), baseline),
                &tick_text(words, tick),
                TICK,
                Paint::OUTLINE,
                Anchor::Middle,
            );
        }
    }
}
