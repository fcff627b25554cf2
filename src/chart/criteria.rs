//! Criteria profile: one strip per criterion on a shared axis from 0 to 100, with the entities as dots over the range
//! and the median of their peers. Position is read more exactly than the area of a radar chart.

use super::Style;
use super::crowd::crowd;
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{Frame, Page, describe};
use super::key::{Item, Sample};
use super::mark::{self, Mark, Signs};
use super::paint::Paint;
use super::scale::{Axis, Horizontal};
use super::svg::Svg;
use super::text::Type;

/// More entities than this have no lanes of their own.
const MOST_LANES: usize = 12;
pub(super) const CRITERION: Type = Type::bold(13.0);
const NAME: Type = Type::regular(13.0);
const VALUE: Type = Type::bold(12.0);
const LETTER: Type = Type::regular(12.0);
const DOT: f64 = 7.0;
/// Between dot, number and letter.
const GAP: f64 = 5.0;

/// What a criteria profile shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CriteriaData {
    /// Texts around the chart.
    pub frame: Frame,
    /// The entities shown, up to about eight; each has a lane of its own in every strip.
    pub entities: Vec<String>,
    /// The criteria in the order of the method.
    pub criteria: Vec<CriterionStrip>,
}

/// One criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionStrip {
    /// Display name, of any length.
    pub name: String,
    /// One mark per entity; a missing one is drawn as [`Mark::NoScore`].
    pub marks: Vec<Mark>,
    /// What the entities are compared with.
    pub peers: Option<Peers>,
}

/// The peers of the entities shown, on one criterion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peers {
    /// Median.
    pub median: f64,
    /// Lowest.
    pub lowest: f64,
    /// Highest.
    pub highest: f64,
}

impl CriterionStrip {
    pub(super) fn mark(&self, entity: usize) -> &Mark {
        self.marks.get(entity).unwrap_or(&Mark::NoScore)
    }
}

/// Draws a criteria profile.
pub fn criteria_profile(data: &CriteriaData, style: &Style) -> Svg {
    if data.entities.len() > MOST_LANES {
        return crowd(data, style);
    }
    let words = &data.frame.words;
    let entities = 0..data.entities.len();
    let marks = data
        .criteria
        .iter()
        .flat_map(|strip| entities.clone().map(|entity| strip.mark(entity)));
    let signs = Signs::of(marks, words);
    let mut page = Page::open(&data.frame, style);
    let mut items = Vec::new();
    if let [entity] = data.entities.as_slice() {
        items.push(Item {
            sample: Sample::Dot,
            text: entity.clone(),
        });
    }
    if data.criteria.iter().any(|strip| strip.peers.is_some()) {
        items.push(Item {
            sample: Sample::PeersMedian,
            text: words.peers_median.clone(),
        });
        items.push(Item {
            sample: Sample::PeersRange,
            text: words.peers_range.clone(),
        });
    }
    // An absence is named in its lane, so the key does not repeat it.
    items.extend(
        signs
            .items
            .iter()
            .filter(|item| !item.explains_absence())
            .cloned(),
    );
    page.key(&items);

    let several = data.entities.len() > 1;
    let longest = data
        .criteria
        .iter()
        .map(|strip| CRITERION.longest_word(&strip.name));
    let longest = longest.fold(0.0, f64::max).min(page.width * 0.3);
    let room = longest.max(page.width * if several { 0.2 } else { 0.3 });
    let heads: Vec<_> = data
        .criteria
        .iter()
        .map(|strip| CRITERION.wrap_evenly(&strip.name, room))
        .collect();
    let head_width = heads
        .iter()
        .map(|lines| CRITERION.widest(lines))
        .fold(0.0, f64::max);
    let names: Vec<_> = match several {
        true => data
            .entities
            .iter()
            .map(|name| NAME.wrap_evenly(name, page.width * 0.22))
            .collect(),
        false => vec![Vec::new()],
    };
    let name_width = names
        .iter()
        .map(|lines| NAME.widest(lines))
        .fold(0.0, f64::max);
    let name_left = page.left + head_width + 16.0;
    let left = name_left + name_width + if several { 18.0 } else { 6.0 };
    // Beside a dot at 100 its number and letter still need room.
    let axis = Axis::default();
    let scale = Horizontal {
        axis: &axis,
        left,
        width: page.right() - left - 70.0,
    };
    let lanes: Vec<f64> = names
        .iter()
        .map(|lines| {
            (lines.len() as f64 * NAME.leading() + 6.0).max(if several { 25.0 } else { 46.0 })
        })
        .collect();

    let mut y = page.top;
    for (strip, head) in data.criteria.iter().zip(&heads) {
        let wanted: f64 = lanes.iter().sum();
        // Heads of several entities start at the top, so the lanes do too.
        let pad = if several { 5.0 } else { 0.0 };
        let height = (wanted + 2.0 * pad).max(head.len() as f64 * CRITERION.leading() + 12.0);
        let slack = if several {
            pad
        } else {
            (height - wanted) / 2.0
        };
        scale.ground(&mut page.drawing, &[], y, y + height);
        page.drawing
            .rectangle(Area::new(page.left, y, page.width, 1.0), Paint::GRID);
        let at = if several {
            // On the line of the first entity.
            let above = names
                .first()
                .map_or(0, |lines| lines.len().saturating_sub(1)) as f64
                * NAME.leading()
                / 2.0;
            let first = lanes.first().copied().unwrap_or_default() / 2.0 - above;
            (page.left, y + slack + first + CRITERION.drop())
        } else {
            let above = head.len().saturating_sub(1) as f64 * CRITERION.leading() / 2.0;
            (page.left, y + height / 2.0 - above + CRITERION.drop())
        };
        page.drawing
            .lines(at, head, CRITERION, Paint::INK, Anchor::Start);
        if let Some(peers) = strip.peers {
            draw_peers(&mut page.drawing, scale, peers, y + 6.0, y + height - 5.0);
        }
        let mut lane = y + slack;
        for (entity, (name, tall)) in names.iter().zip(&lanes).enumerate() {
            let middle = lane + tall / 2.0;
            page.drawing.lines_centred(
                (name_left, middle),
                name,
                NAME,
                Paint::SOFT_INK,
                Anchor::Start,
            );
            let mark = strip.mark(entity);
            match mark.absence(words) {
                Some(absence) => draw_absence(&mut page.drawing, scale, mark, absence, middle),
                None => {
                    let median = strip.peers.map(|peers| peers.median);
                    draw_dot(
                        &mut page.drawing,
                        scale,
                        mark,
                        &signs.number(mark),
                        median,
                        middle,
                    )
                }
            }
            lane += tall;
        }
        y += height;
    }
    page.drawing
        .rectangle(Area::new(page.left, y, page.width, 1.0), Paint::GRID);
    scale.numbers(&mut page.drawing, y + 17.0);

    let description = description(data);
    page.close(y + 21.0, signs.note.as_slice(), &description)
}

pub(super) fn draw_peers(
    drawing: &mut Drawing,
    scale: Horizontal,
    peers: Peers,
    top: f64,
    bottom: f64,
) {
    let [lowest, median, highest] =
        [peers.lowest, peers.median, peers.highest].map(|value| scale.at(value));
    drawing.rectangle(
        Area::new(lowest, top, (highest - lowest).max(2.0), bottom - top),
        Paint::PEERS,
    );
    drawing.rectangle(
        Area::new(median - 1.0, top, 2.0, bottom - top),
        Paint::OUTLINE,
    );
}

/// A dot with its number and letter on the right, or on the left where the median would strike through them.
fn draw_dot(
    drawing: &mut Drawing,
    scale: Horizontal,
    mark: &Mark,
    number: &str,
    median: Option<f64>,
    middle: f64,
) {
    let x = scale.at(mark.value().unwrap_or_default());
    if mark.is_provisional() {
        drawing.dotted_outline(
            Area::new(
                x - DOT - 1.0,
                middle - DOT - 1.0,
                2.0 * DOT + 2.0,
                2.0 * DOT + 2.0,
            ),
            Paint::INK,
        );
        drawing.circle((x, middle), DOT - 2.0, mark.fill());
    } else {
        drawing.circle((x, middle), DOT, Paint::OUTLINE);
        drawing.circle((x, middle), DOT - 1.25, mark.fill());
    }
    let label = mark.grade().map_or("", |grade| grade.label.as_str());
    let both = VALUE.width(number) + GAP + LETTER.width(label);
    let right = x + DOT + GAP;
    let left = x - DOT - GAP - both;
    let struck = median.is_some_and(|median| {
        let at = scale.at(median);
        right - 3.0 < at && at < right + both + 3.0
    });
    let start = if struck && left > scale.left {
        left
    } else {
        right
    };
    drawing.text(
        (start, middle + VALUE.drop()),
        number,
        VALUE,
        Paint::INK,
        Anchor::Start,
    );
    let after = start + VALUE.width(number) + GAP;
    drawing.text(
        (after, middle + LETTER.drop()),
        label,
        LETTER,
        Paint::SOFT_INK,
        Anchor::Start,
    );
}

/// The sign of an absence at the start of the axis, with its name on white so that it reads over the range.
fn draw_absence(drawing: &mut Drawing, scale: Horizontal, mark: &Mark, absence: &str, middle: f64) {
    let area = Area::new(scale.left + 4.0, middle - 8.0, 26.0, 16.0);
    drawing.rectangle(
        Area::new(
            area.x - 2.0,
            area.y - 1.0,
            42.0 + LETTER.width(absence),
            18.0,
        ),
        Paint::GROUND,
    );
    mark::absent(drawing, area, mark);
    let at = (area.right() + 7.0, middle + LETTER.drop());
    drawing.text(at, absence, LETTER, Paint::OUTLINE, Anchor::Start);
}

/// For one entity the values of its criteria, for several their names.
pub(super) fn description(data: &CriteriaData) -> String {
    let kind = &data.frame.words.criteria_profile;
    if let [entity] = data.entities.as_slice() {
        let values = data.criteria.iter().map(|strip| {
            let mark = strip.mark(0);
            (
                strip.name.as_str(),
                mark.shown()
                    .or(mark.absence(&data.frame.words))
                    .unwrap_or_default(),
            )
        });
        let values: Vec<_> = values
            .map(|(name, shown)| format!("{name} {shown}"))
            .collect();
        return format!(
            "{kind}. {}. {entity}: {}.",
            data.frame.subtitle.trim_end_matches('.'),
            values.join(", ")
        );
    }
    let entries: Vec<_> = data
        .entities
        .iter()
        .map(|name| (name.as_str(), ""))
        .collect();
    describe(&data.frame, kind, &entries, 0)
}
