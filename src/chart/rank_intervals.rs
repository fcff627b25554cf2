//! Rank intervals: how far the place of each entity moves when the choices behind the index are made otherwise. A bar
//! from the lowest to the highest likely rank, a line at the median (one per alternative where they differ), and a dot at
//! the official rank; first is left. Where ranks are given within groups, each group has a heading and ranks of its own.

use super::Style;
use super::colour::Colour;
use super::drawing::{Anchor, Area};
use super::frame::{Frame, Page, describe};
use super::key::{Item, Sample};
use super::paint::Paint;
use super::svg::Svg;
use super::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const TICK: Type = Type::regular(12.0);
const DOT: f64 = 6.0;
/// Between names, axis and numbers.
const BESIDE: f64 = 16.0;
/// The bar of likely ranks.
pub(super) const INTERVAL: Paint = Paint::new(Colour(0x9f, 0xc1, 0xdf), Colour(0x2d, 0x55, 0x7c));
const MEDIAN: Paint = Paint::RISE;

/// What a chart of rank intervals shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RankIntervalsData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Drawn in the order given, usually by official rank; those of a group stand together.
    pub rows: Vec<RankInterval>,
    /// What the bar covers, for the key ("5th to 95th percentile of 1000 replicates").
    pub covers: String,
}

/// An entity. Ranks count from 1; the median of an even number of ranks may lie between two.
#[derive(Debug, Clone, PartialEq)]
pub struct RankInterval {
    /// Display name, of any length.
    pub name: String,
    /// The group it is ranked in; nothing where all are ranked together.
    pub group: String,
    /// The rank that was published, in its group.
    pub official: f64,
    /// The median ranks of the alternatives that differ, ascending; usually one.
    pub medians: Vec<f64>,
    /// What is printed for the medians in a table.
    pub median_shown: String,
    /// The best likely rank.
    pub low: f64,
    /// The worst likely rank.
    pub high: f64,
    /// What is printed at the right ("4–9").
    pub shown: String,
}

/// Draws rank intervals. Height grows with the number of entities.
pub fn rank_intervals(data: &RankIntervalsData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let mut page = Page::open(&data.frame, style);
    let item = |sample, text: &str| Item {
        sample,
        text: text.to_owned(),
    };
    if !data.rows.is_empty() {
        page.key(&[
            item(Sample::Dot, &words.official_rank),
            item(Sample::Bar(INTERVAL), &data.covers),
            item(Sample::Rule(MEDIAN), &words.median_rank),
        ]);
    }
    let room = (page.width * 0.32).min(240.0);
    let names: Vec<_> = data
        .rows
        .iter()
        .map(|row| NAME.wrap_evenly(&row.name, room))
        .collect();
    let widest = names
        .iter()
        .map(|lines| NAME.widest(lines))
        .fold(0.0, f64::max);
    let numbers = data.rows.iter().map(|row| NUMBER.width(&row.shown));
    let numbers = numbers.fold(0.0, f64::max);
    let left = page.left + widest + BESIDE;
    let width = page.right() - numbers - BESIDE - left;
    let groups = || data.rows.chunk_by(|one, other| one.group == other.group);
    let largest = groups().map(<[RankInterval]>::len).max().unwrap_or(0);
    let last = data.rows.iter().map(|row| row.high.max(row.official));
    let last = last.fold(largest as f64, f64::max).max(1.0);
    // Half a place is free on both sides.
    let at = |rank: f64| left + width * (rank.clamp(1.0, last) - 0.5) / last;

    let base = match data.rows.len() {
        0..=14 => 30.0,
        15..=40 => 25.0,
        _ => 21.0,
    };
    let tall = |lines: &Vec<String>| (lines.len() as f64 * NAME.leading() + 5.0).max(base);
    let headed = data.rows.iter().any(|row| !row.group.is_empty());
    let heading = if headed { NUMBER.leading() + 8.0 } else { 0.0 };
    let height: f64 = names.iter().map(tall).sum();
    let height = height + heading * groups().count() as f64;
    let ticks = ticks(last, width);
    page.top += 18.0;
    for &tick in &ticks {
        let x = at(tick).round();
        let line = Area::new(x, page.top, 1.0, height);
        page.drawing.rectangle(line, Paint::GRID);
        let middle = Anchor::Middle;
        for baseline in [page.top - 6.0, page.top + height + 16.0] {
            let text = format!("{tick}");
            page.drawing
                .text((at(tick), baseline), &text, TICK, Paint::OUTLINE, middle);
        }
    }
    let mut y = page.top;
    let mut group = None;
    for (row, lines) in data.rows.iter().zip(&names) {
        if headed && group != Some(&row.group) {
            group = Some(&row.group);
            let baseline = (page.left, y + heading - 6.0);
            page.drawing
                .text(baseline, &row.group, NUMBER, Paint::INK, Anchor::Start);
            y += heading;
        }
        let height = tall(lines);
        let middle = y + height / 2.0;
        page.drawing
            .lines_centred((page.left, middle), lines, NAME, Paint::INK, Anchor::Start);
        // A rank fills half of its place, so that a certain one is still seen.
        let half = (width / last * 0.3).clamp(1.5, 8.0);
        let (low, high) = (at(row.low) - half, at(row.high) + half);
        let bar = Area::new(low, middle - 5.0, high - low, 10.0);
        page.drawing.rectangle(bar, INTERVAL);
        for median in &row.medians {
            let median = Area::new(at(*median) - 1.5, middle - 9.0, 3.0, 18.0);
            page.drawing.rectangle(median, MEDIAN);
        }
        let centre = (at(row.official), middle);
        page.drawing.circle(centre, DOT, Paint::OUTLINE);
        page.drawing.circle(centre, DOT - 1.25, Paint::NEUTRAL);
        let end = (page.right(), middle + NUMBER.drop());
        page.drawing
            .text(end, &row.shown, NUMBER, Paint::INK, Anchor::End);
        y += height;
    }
    let entries: Vec<_> = data
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.shown.as_str()))
        .collect();
    let description = describe(&data.frame, &words.rank_intervals, &entries, 0);
    page.close(y + 20.0, &[], &description)
}

/// The ranks that are numbered: the first, the last, and as many between as there is room for.
fn ticks(last: f64, width: f64) -> Vec<f64> {
    let room = TICK.width("000") + 14.0;
    let most = (width / room).max(2.0);
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0];
    let step = steps
        .into_iter()
        .find(|step| last / step + 1.0 <= most)
        .unwrap_or(last);
    let mut ticks = vec![1.0];
    let mut tick = if step == 1.0 { 2.0 } else { step };
    while tick < last {
        // Beside the first or the last there is no room for another.
        let apart = |other: f64| (tick - other).abs() * width / last >= room;
        if apart(1.0) && apart(last) {
            ticks.push(tick);
        }
        tick += step;
    }
    if last > 1.0 {
        ticks.push(last);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_and_the_last_rank_are_numbered() {
        assert_eq!(ticks(1.0, 500.0), [1.0]);
        assert_eq!(ticks(4.0, 500.0), [1.0, 2.0, 3.0, 4.0]);
        // 51 ranks on 500 pixels: steps of ten, and 50 is too near to 51.
        let many = ticks(51.0, 500.0);
        assert_eq!(many.first().copied(), Some(1.0));
        assert_eq!(many.last().copied(), Some(51.0));
        assert!(!many.contains(&50.0) && many.contains(&20.0), "{many:?}");
    }
}
