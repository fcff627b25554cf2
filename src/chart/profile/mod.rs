//! Country profile: one A4 page about one entity, on the same scales for all of them, so that two profiles can be laid
//! side by side. Grade card, the index over time, categories, criteria and black boxes.

mod history;
mod lists;

use super::Style;
use super::card::{Standing, draw_ruler, draw_standing, sentences, told};
use super::criteria::Peers;
use super::drawing::{Anchor, Area};
use super::frame::{Frame, Page};
use super::mark::{Mark, Signs};
use super::paint::Paint;
use super::scale::{Axis, Band};
use super::svg::Svg;
use super::text::Type;
use super::timeline::{Point, Times};

const HEAD: Type = Type::bold(14.0);
/// A4 at 96 pixels to the inch, upright.
const A4: (u32, u32) = (794, 1123);
/// Between two columns, and between two rows of panels.
const GUTTER: f64 = 28.0;

/// What a profile shows.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Where the entity stands.
    pub standing: Standing,
    /// Its score in each edition.
    pub history: Vec<Point>,
    /// What the years of the history are called, where that is not their number.
    pub names: Times,
    /// The years a new method began; the line is interrupted there.
    pub breaks: Vec<i32>,
    /// Grade bands; may be empty.
    pub bands: Vec<Band>,
    /// Categories in the order of the method.
    pub categories: Vec<ProfileRow>,
    /// Between which numbers the bars of the categories are drawn.
    pub categories_axis: Axis,
    /// Criteria in the order of the method; empty where nothing was scored from evidence.
    pub criteria: Vec<ProfileRow>,
    /// Disclosures with no data at all, by category; as many are named as fit the page.
    pub black_boxes: Vec<(String, Vec<String>)>,
    /// The headings of the panels.
    pub headings: ProfileHeadings,
}

/// A category or a criterion of a profile.
#[derive(Debug, Clone, PartialEq)]
pub struct ProfileRow {
    /// Display name, of any length.
    pub name: String,
    /// Its weight as printed ("20 %"); empty for none.
    pub weight: String,
    /// Score or absence.
    pub mark: Mark,
    /// All entities, where there are enough to compare with.
    pub peers: Option<Peers>,
}

/// The headings of a profile, in the reader's language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileHeadings {
    /// Above the index over time.
    pub history: String,
    /// Above the categories.
    pub categories: String,
    /// Above the criteria.
    pub criteria: String,
    /// Above the black boxes, with their number.
    pub black_boxes: String,
    /// What is said when not all are named; `{count}` stands for the number of the others.
    pub more: String,
}

/// Draws a country profile: an upright A4 page, longer only where names need it.
pub fn profile(data: &ProfileData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let rows = || data.categories.iter().chain(&data.criteria);
    let marks = [&data.standing.mark]
        .into_iter()
        .chain(data.history.iter().map(|point| &point.mark))
        .chain(rows().map(|row| &row.mark));
    let signs = Signs::of(marks, words);
    // Paper has one size.
    let paper = Style {
        width: A4.0,
        height: Some(A4.1),
        theme: style.theme,
    };
    let mut page = Page::open(&data.frame, &paper);
    let peers = rows().any(|row| row.peers.is_some());
    page.key(&lists::key(&signs, words, peers));

    let half = (page.width - GUTTER) / 2.0;
    let right = page.left + half + GUTTER;
    let top = page.top;
    let mut y = draw_standing(
        &mut page.drawing,
        &data.standing,
        &data.frame,
        (page.left, top, half),
    );
    y = draw_ruler(
        &mut page.drawing,
        &data.standing,
        words,
        (page.left, y + 20.0, half),
    );
    if data.history.len() > 1 {
        let below = heading(&mut page, &data.headings.history, right, half, top);
        let height = (y - below).max(110.0);
        y = y.max(history::draw(
            &mut page.drawing,
            data,
            &signs,
            (right, below, half, height),
        ));
    }

    // Names of categories are longer than those of criteria.
    let wide = if data.criteria.is_empty() {
        page.width
    } else {
        page.width * 0.58 - GUTTER / 2.0
    };
    let top = y + GUTTER;
    let left = page.left;
    let below = heading(&mut page, &data.headings.categories, left, wide, top);
    y = lists::bars(
        &mut page.drawing,
        &data.categories,
        &data.categories_axis,
        &signs,
        words,
        (left, below, wide),
    );
    if !data.criteria.is_empty() {
        let x = page.left + wide + GUTTER;
        let room = page.right() - x;
        let below = heading(&mut page, &data.headings.criteria, x, room, top);
        y = y.max(lists::strips(
            &mut page.drawing,
            &data.criteria,
            &signs,
            words,
            (x, below, room),
        ));
    }
    if !data.black_boxes.is_empty() {
        let (left, width) = (page.left, page.width);
        let below = heading(
            &mut page,
            &data.headings.black_boxes,
            left,
            width,
            y + GUTTER,
        );
        // What the footer needs: three paragraphs, each of two lines at most.
        let free = f64::from(A4.1) - below - 120.0;
        y = lists::black_boxes(&mut page.drawing, data, (left, below, width, free));
    }
    let description = sentences(&[
        words.profile.clone(),
        data.frame.subtitle.clone(),
        told(&data.standing, &data.frame),
        described(&data.headings.categories, &data.categories),
        described(&data.headings.criteria, &data.criteria),
        data.headings.black_boxes.clone(),
    ]);
    page.close(y, signs.note.as_slice(), &description)
}

/// A heading over a thin line; returns the height below.
fn heading(page: &mut Page, text: &str, left: f64, width: f64, top: f64) -> f64 {
    let lines = HEAD.wrap(text, width);
    page.drawing.lines(
        (left, top + HEAD.size),
        &lines,
        HEAD,
        Paint::INK,
        Anchor::Start,
    );
    let y = top + lines.len() as f64 * HEAD.leading() + 2.0;
    page.drawing
        .rectangle(Area::new(left, y, width, 1.0), Paint::GRID);
    y + 8.0
}

fn described(heading: &str, rows: &[ProfileRow]) -> String {
    let scored = rows
        .iter()
        .filter_map(|row| Some(format!("{} {}", row.name, row.mark.shown()?)));
    let list: Vec<String> = scored.collect();
    if list.is_empty() {
        return String::new();
    }
    format!("{heading}: {}", list.join(", "))
}
