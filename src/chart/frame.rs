//! What stands around every chart: title, subtitle and fiction mark above, notes, source and method below, all broken
//! into lines by measured width, so that nothing is cut.

use super::Style;
use super::colour::Colour;
use super::drawing::{Anchor, Area, Drawing};
use super::key::{self, Item};
use super::paint::{Paint, Theme};
use super::scale::Axis;
use super::svg::{self, Caption, Svg};
use super::text::Type;
use super::words::Words;

/// Free space at the four edges, in pixels.
const MARGIN: f64 = 28.0;
/// The least width at which names, marks and numbers of most charts stand beside each other, in pixels.
pub(super) const LEAST: f64 = 560.0;
const SUBTITLE: Type = Type::regular(14.0);
const BADGE: Type = Type::bold(13.0);
const FOOT: Type = Type::regular(12.0);
const BADGE_FILL: Colour = Colour(0x8a, 0x1c, 0x1c);

/// The words around a chart. Empty texts take no room.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Frame {
    /// States the finding ("Romania leads, Ukraine fell by 31 points"); at most two lines, set smaller when long.
    pub title: String,
    /// Measure, unit, year and number of entities.
    pub subtitle: String,
    /// The whole source line, its leading word ("Source:") included.
    pub source: String,
    /// Edition and data date.
    pub edition_line: String,
    /// Method, its version, licence.
    pub method_line: String,
    /// Notes under the chart, one paragraph each.
    pub notes: Vec<String>,
    /// When set ("Fictional data"), shown in a filled box above the title and read out first.
    pub fictional: Option<String>,
    /// Language of the texts, BCP 47 ("en", "uk").
    pub lang: String,
    /// The words the chart adds by itself.
    pub words: Words,
    /// Between which numbers scores are drawn.
    pub axis: Axis,
}

/// A chart being laid out: the header is drawn, content goes below `top`.
pub(super) struct Page<'a> {
    pub drawing: Drawing,
    pub frame: &'a Frame,
    /// Left edge of the content.
    pub left: f64,
    /// Width of the content.
    pub width: f64,
    /// First free height.
    pub top: f64,
    least_height: f64,
    theme: Theme,
}

impl<'a> Page<'a> {
    /// Draws the header.
    pub fn open(frame: &'a Frame, style: &Style) -> Page<'a> {
        Page::at_least(frame, style, LEAST)
    }

    /// Draws the header of a chart that needs `least` pixels of width.
    pub fn at_least(frame: &'a Frame, style: &Style, least: f64) -> Page<'a> {
        let width = style.width(least);
        let mut page = Page {
            drawing: Drawing::default(),
            frame,
            left: MARGIN,
            width: width - 2.0 * MARGIN,
            top: MARGIN - 4.0,
            least_height: f64::from(style.height.unwrap_or_default().min(8000)),
            theme: style.theme,
        };
        if let Some(fictional) = &frame.fictional {
            page.badge(fictional);
        }
        let (kind, lines) = page.title();
        page.paragraph(&lines, kind, Paint::INK);
        if !lines.is_empty() {
            page.top += 6.0;
        }
        let subtitle = SUBTITLE.wrap(&frame.subtitle, page.width);
        page.paragraph(&subtitle, SUBTITLE, Paint::SOFT_INK);
        page.top += 16.0;
        page
    }

    /// The right edge of the content.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Draws the key of the signs used; nothing when there are none.
    pub fn key(&mut self, items: &[Item]) {
        if !items.is_empty() {
            self.top = key::draw(&mut self.drawing, items, self.left, self.top, self.width) + 14.0;
        }
    }

    /// Draws the footer below `bottom` and finishes the chart. `notes` are the chart's own and come first.
    pub fn close(mut self, bottom: f64, notes: &[String], description: &str) -> Svg {
        let frame = self.frame;
        let about = [&frame.edition_line, &frame.method_line].map(|line| line.trim());
        let about = about
            .into_iter()
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        let texts = notes
            .iter()
            .chain(&frame.notes)
            .chain([&frame.source, &about]);
        let paragraphs: Vec<Vec<String>> = texts
            .map(|text| FOOT.wrap(text, self.width))
            .filter(|lines| !lines.is_empty())
            .collect();
        let lines: usize = paragraphs.iter().map(Vec::len).sum();
        let foot = 10.0 + lines as f64 * FOOT.leading() + paragraphs.len() as f64 * 3.0;
        // The footer keeps to the lower edge of a picture that must be higher than its content.
        self.top = (bottom + 18.0).max(self.least_height - foot - MARGIN + 10.0);
        self.drawing
            .rectangle(Area::new(self.left, self.top, self.width, 1.0), Paint::GRID);
        self.top += 10.0;
        for lines in paragraphs {
            self.paragraph(&lines, FOOT, Paint::OUTLINE);
            self.top += 3.0;
        }
        let end = self.top + MARGIN - 10.0;
        // A chart that fits a height has just this height, whatever its fractions of a pixel add up to.
        let fits = (end - self.least_height).abs() < 1.0;
        let height = if fits { self.least_height } else { end.ceil() };
        let (width, height) = ((self.width + 2.0 * MARGIN) as u32, height as u32);
        let mut drawing = Drawing::default();
        drawing.rectangle(
            Area::new(0.0, 0.0, f64::from(width), f64::from(height)),
            Paint::GROUND,
        );
        drawing.shapes.append(&mut self.drawing.shapes);
        let description = match &frame.fictional {
            Some(fictional) => format!("{fictional}. {description}"),
            None => description.to_owned(),
        };
        let caption = Caption {
            title: &frame.title,
            description: &description,
            lang: &frame.lang,
        };
        svg::write(&drawing, (width, height), &caption, self.theme)
    }

    /// The largest size at which the title needs two lines; a title too long for the smallest takes the lines it needs.
    fn title(&self) -> (Type, Vec<String>) {
        let smallest = Type::bold(15.0);
        [22.0, 20.0, 18.0, 16.5]
            .map(Type::bold)
            .into_iter()
            .map(|kind| (kind, kind.wrap_evenly(&self.frame.title, self.width)))
            .find(|(_, lines)| lines.len() <= 2)
            .unwrap_or_else(|| (smallest, smallest.wrap(&self.frame.title, self.width)))
    }

    fn badge(&mut self, text: &str) {
        const PAD: f64 = 9.0;
        let lines = BADGE.wrap(text, self.width - 2.0 * PAD);
        if lines.is_empty() {
            return;
        }
        let height = lines.len() as f64 * BADGE.leading() + 8.0;
        let area = Area::new(
            self.left,
            self.top,
            BADGE.widest(&lines) + 2.0 * PAD,
            height,
        );
        self.drawing.rectangle(area, BADGE_FILL);
        let at = (area.x + PAD, area.middle().1);
        self.drawing.lines_centred(
            at,
            &lines,
            BADGE,
            Paint::from(BADGE_FILL).letter(),
            Anchor::Start,
        );
        self.top = area.bottom() + 10.0;
    }

    /// Writes lines from `top` down and moves it below them.
    fn paragraph(&mut self, lines: &[String], kind: Type, colour: Paint) {
        self.drawing.lines(
            (self.left, self.top + kind.size),
            lines,
            kind,
            colour,
            Anchor::Start,
        );
        self.top += lines.len() as f64 * kind.leading();
    }
}

/// The text read out for a chart: its kind, subtitle, number of entities, the best and worst three and how many have no
/// score. `ordered` runs from the best down; at most about 600 characters, whatever the number of entities.
pub(super) fn describe(
    frame: &Frame,
    kind: &str,
    ordered: &[(&str, &str)],
    without_score: usize,
) -> String {
    let words = &frame.words;
    let list = |entries: &[(&str, &str)]| {
        entries
            .iter()
            .map(|(name, shown)| format!("{name} {shown}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut parts = vec![kind.to_owned(), frame.subtitle.clone()];
    parts.push(format!(
        "{}: {}",
        words.entities,
        ordered.len() + without_score
    ));
    if ordered.len() <= 6 {
        parts.push(list(ordered));
    } else {
        // There are at least seven.
        let (first, rest) = ordered.split_at(3);
        let last = rest.split_at(rest.len() - 3).1;
        parts.push(format!("{}: {}", words.highest, list(first)));
        parts.push(format!("{}: {}", words.lowest, list(last)));
    }
    if without_score > 0 {
        parts.push(format!("{}: {without_score}", words.without_score));
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
        .iter()
        .map(|part| format!("{}.", part.trim_end_matches('.')))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The text read out for a chart of the parts of one thing: its kind, subtitle, and as many parts as a listener has
/// patience for, about 600 characters in all.
pub(super) fn recite(frame: &Frame, kind: &str, parts: &[(&str, &str)]) -> String {
    const LONGEST: usize = 560;
    let subtitle = frame.subtitle.trim_end_matches('.');
    let mut text = format!("{kind}. {subtitle}");
    for (index, (name, shown)) in parts.iter().enumerate() {
        let between = if index == 0 { ": " } else { ", " };
        let next = format!("{between}{name} {shown}");
        if text.chars().count() + next.chars().count() > LONGEST {
            text.push_str(", …");
            break;
        }
        text.push_str(&next);
    }
    text.push('.');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_names_the_ends_and_counts_the_rest() {
        let frame = Frame {
            subtitle: "Index, 0–100".into(),
            ..Frame::default()
        };
        let entries = [
            ("A", "90"),
            ("B", "80"),
            ("C", "70"),
            ("D", "60"),
            ("E", "50"),
            ("F", "40"),
            ("G", "30"),
            ("H", "20"),
        ];
        assert_eq!(
            describe(&frame, "Ranking", &entries, 2),
            "Ranking. Index, 0–100. Entities: 10. Highest: A 90, B 80, C 70. Lowest: F 40, G 30, H 20. \
             Without a score: 2."
        );
        assert_eq!(
            describe(&frame, "Ranking", &entries[..1], 0),
            "Ranking. Index, 0–100. Entities: 1. A 90."
        );
    }

    #[test]
    fn a_recital_ends_before_it_tires() {
        let frame = Frame {
            subtitle: "Steps".into(),
            ..Frame::default()
        };
        assert_eq!(
            recite(&frame, "Funnel", &[("Out", "9"), ("Free", "7")]),
            "Funnel. Steps: Out 9, Free 7."
        );
        assert_eq!(recite(&frame, "Funnel", &[]), "Funnel. Steps.");
        let long = recite(&frame, "Funnel", &[("Accessible", "12"); 90]);
        assert!(
            long.chars().count() < 600 && long.ends_with(", …."),
            "{long}"
        );
    }

    #[test]
    fn a_long_title_is_set_smaller_before_it_takes_a_third_line() {
        let lines = |title: &str| {
            let frame = Frame {
                title: title.into(),
                ..Frame::default()
            };
            let (kind, lines) = Page::open(&frame, &Style::wide(960)).title();
            (kind.size, lines.len())
        };
        assert_eq!(lines("Short"), (22.0, 1));
        let long = "Energy data opened in every country of the region but one, and the gap to the leader shrank again ";
        assert_eq!(lines(&long.repeat(2)).1, 2);
        assert!(lines(&long.repeat(2)).0 < 22.0);
        assert!(lines(&long.repeat(6)).1 > 2);
    }
}
