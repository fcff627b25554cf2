//! Index over time: a line per entity. A line is broken where an edition has no score and where the method changed,
//! because what lies on both sides of a change cannot be read as one movement.

mod ends;
mod plot;

use super::Style;
use super::colour::Colour;
use super::frame::{Frame, Page, describe};
use super::key::{Item, Sample};
use super::labels::Obstacles;
use super::mark::{Mark, Signs};
use super::paint::Paint;
use super::scale::Band;
use super::svg::Svg;
use ends::End;
use plot::{Pen, Plot};
use std::collections::BTreeMap;

/// Up to this many series all are named at the right.
const ALL_NAMED: usize = 12;
/// Half the size of a point, in pixels.
const RADIUS: f64 = 4.5;

/// Colours of the lines: dark enough (at least 4.5:1 on the ground) to be the colour of a label too, and told apart by
/// lightness as well as by hue.
pub(super) const COLOURS: [Paint; 6] = [
    Paint::new(Colour(0x0b, 0x53, 0x94), Colour(0x6c, 0xb4, 0xf5)),
    Paint::new(Colour(0xb4, 0x4a, 0x0a), Colour(0xf5, 0x9b, 0x5e)),
    Paint::new(Colour(0x1b, 0x78, 0x5c), Colour(0x55, 0xc9, 0xa3)),
    Paint::new(Colour(0x7b, 0x2d, 0x8b), Colour(0xd4, 0x97, 0xe4)),
    Paint::new(Colour(0x2b, 0x2b, 0x2b), Colour(0xd8, 0xdc, 0xe0)),
    Paint::new(Colour(0xb0, 0x1f, 0x5b), Colour(0xf5, 0x82, 0xb0)),
];

/// What an index over time shows.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineData {
    /// Texts around the chart.
    pub frame: Frame,
    /// The years (or other places in time) in which an edition was due. A series without a score in one of them is
    /// interrupted there; a year in which no edition was due is left out here, and lines run across it. Years of points
    /// are added.
    pub years: Vec<i32>,
    /// What they are called, where that is not their number.
    pub names: Times,
    /// At most six are coloured, the others grey: the highlighted ones, or in the order given when nobody is.
    pub series: Vec<Series>,
    /// The methods in use, by first year; a rule is drawn and all lines are broken between two of them.
    pub methods: Vec<Method>,
    /// Grade bands behind the lines; may be empty.
    pub bands: Vec<Band>,
}

/// An entity over time.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Display name, of any length.
    pub name: String,
    /// At most one point per year, in any order.
    pub points: Vec<Point>,
    /// Gets a colour; others only when nobody is highlighted.
    pub highlighted: bool,
}

/// What places in time are called: editions within one year lie between years. A place without a name is a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Times(BTreeMap<i32, String>);

impl Times {
    /// What a place is called.
    pub fn name(&self, at: i32) -> String {
        let name = self.0.get(&at).cloned();
        name.unwrap_or_else(|| at.to_string())
    }
}

impl FromIterator<(i32, String)> for Times {
    fn from_iter<I: IntoIterator<Item = (i32, String)>>(names: I) -> Self {
        Times(names.into_iter().collect())
    }
}

/// An entity in one edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Year of the edition, or another place in time; distances are kept.
    pub year: i32,
    /// Score or absence.
    pub mark: Mark,
}

/// A version of the method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Method {
    /// The first year it was used.
    pub first_year: i32,
    /// Its name, printed above the years it covers when there is more than one.
    pub name: String,
}

/// Draws an index over time.
pub fn timeline(data: &TimelineData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let marks = data
        .series
        .iter()
        .flat_map(|series| series.points.iter().map(|point| &point.mark));
    let signs = Signs::of(marks, words);
    let mut page = Page::open(&data.frame, style);
    let colours = colours(&data.series);
    let named = |index: usize| colours[index].is_some() || data.series.len() <= ALL_NAMED;
    let mut items: Vec<Item> = signs
        .items
        .iter()
        .filter(|item| !item.explains_absence())
        .cloned()
        .collect();
    for item in &mut items {
        if item.sample == Sample::Dagger {
            item.sample = Sample::HollowPoint;
        }
    }
    if (0..data.series.len()).any(|index| !named(index)) {
        items.push(Item {
            sample: Sample::GreyLine,
            text: words.others.clone(),
        });
    }
    page.key(&items);

    let ends: Vec<End> = (0..data.series.len())
        .filter(|&index| named(index))
        .filter_map(|index| End::new(&data.series[index], colours[index], page.width * 0.24))
        .collect();
    let plot = Plot::new(data, &page, &ends);
    plot.ground(&mut page.drawing, data);
    let mut obstacles = Obstacles::default();
    // Grey lines first, so that they never cover a coloured one.
    let background = data.series.len() > ALL_NAMED;
    for pass in [false, true] {
        let of_pass = data
            .series
            .iter()
            .zip(&colours)
            .filter(|(_, colour)| colour.is_some() == pass);
        for (series, colour) in of_pass {
            let pen = match colour {
                None if background => Pen {
                    colour: Paint::OTHERS,
                    width: 1.25,
                    radius: 2.0,
                },
                _ => Pen {
                    colour: colour.unwrap_or(Paint::OTHERS),
                    width: 2.5,
                    radius: RADIUS,
                },
            };
            plot.series(
                &mut page.drawing,
                series,
                pen,
                signs.daggers,
                &mut obstacles,
            );
        }
    }
    ends::draw(&mut page.drawing, &plot, &ends);
    for (series, colour) in data.series.iter().zip(&colours) {
        if let Some(colour) = colour {
            plot.point_labels(&mut page.drawing, series, *colour, &mut obstacles);
        }
    }

    let mut notes: Vec<String> = absences(data).into_iter().collect();
    notes.extend(signs.note);
    let mut last: Vec<_> = data
        .series
        .iter()
        .filter_map(|series| Some((last(series)?, series)))
        .collect();
    last.sort_by(|one, other| {
        other
            .0
            .mark
            .value()
            .unwrap_or(0.0)
            .total_cmp(&one.0.mark.value().unwrap_or(0.0))
    });
    let entries: Vec<_> = last
        .iter()
        .map(|(point, series)| (series.name.as_str(), point.mark.shown().unwrap_or_default()))
        .collect();
    let description = describe(
        &data.frame,
        &words.timeline,
        &entries,
        data.series.len() - entries.len(),
    );
    page.close(plot.up.bottom() + 24.0, &notes, &description)
}

/// Which series get a colour, and which.
fn colours(series: &[Series]) -> Vec<Option<Paint>> {
    // One place per series: these indices, and those of the caller, count the series.
    let focus = series.iter().any(|one| one.highlighted);
    let order = (0..series.len()).filter(|&index| !focus || series[index].highlighted);
    let mut colours = vec![None; series.len()];
    for (index, colour) in order.zip(COLOURS) {
        colours[index] = Some(colour);
    }
    colours
}

/// The latest point with a score.
fn last(series: &Series) -> Option<&Point> {
    series
        .points
        .iter()
        .filter(|point| point.mark.value().is_some())
        .max_by_key(|point| point.year)
}

/// The editions without a score, by name and reason, since a gap in a line cannot say why.
fn absences(data: &TimelineData) -> Option<String> {
    let words = &data.frame.words;
    let all = data.series.iter().flat_map(|series| {
        let absent = series
            .points
            .iter()
            .filter_map(|point| Some((point.year, point.mark.absence(words)?)));
        absent.map(move |(year, kind)| {
            let when = data.names.name(year);
            format!("{} {when}: {kind}", series.name)
        })
    });
    let all: Vec<_> = all.collect();
    (!all.is_empty()).then(|| format!("{}.", all.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::{Theme, contrast};

    #[test]
    fn labels_in_the_colour_of_a_line_can_be_read() {
        // The ground, and the faint bands of green, blue and yellow grades (13 % of their colour) that stand on it.
        let band = |hex| Paint::from(Colour::from_hex(hex).unwrap()).faded(0.13);
        let bands = ["#19aa52", "#1791d2", "#fee533", "#f2793d"].map(band);
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            for ground in [Paint::GROUND].into_iter().chain(bands) {
                for colour in COLOURS {
                    let ratio = contrast(colour.on(theme), ground.on(theme));
                    assert!(ratio >= 4.5, "{colour:?} on {ground:?}: {ratio}");
                }
            }
        }
    }

    #[test]
    fn highlighted_series_get_the_colours() {
        let coloured = |highlighted: &[usize]| {
            let series = (0..8).map(|index| Series {
                name: String::new(),
                points: vec![],
                highlighted: highlighted.contains(&index),
            });
            let colours = colours(&series.collect::<Vec<_>>());
            let places = (0..8).filter(|&index| colours[index].is_some());
            places.collect::<Vec<_>>()
        };
        assert_eq!(coloured(&[3, 7]), [3, 7]);
        assert_eq!(coloured(&[]), [0, 1, 2, 3, 4, 5]);
        assert_eq!(coloured(&[0, 1, 2, 3, 4, 5, 6, 7]).len(), 6);
    }
}
