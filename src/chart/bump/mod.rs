//! Bump: the ranks of the same entities over editions, first at the top. Chosen lines are coloured, the others grey;
//! where the method changed, lines are interrupted. Entities of one rank stand below each other.

mod plot;

use super::Style;
use super::aside::{self, Aside};
use super::frame::{Frame, LEAST, Page, describe};
use super::key::{Item, Sample};
use super::mark::Signs;
use super::paint::Paint;
use super::svg::Svg;
use super::timeline::COLOURS;
use plot::Plot;

/// Above this many lines only highlighted ones are named and numbered.
const ALL_NAMED: usize = 25;

/// What a bump chart shows.
#[derive(Debug, Clone, PartialEq)]
pub struct BumpData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Names of the editions, in order of time.
    pub editions: Vec<String>,
    /// The methods in use: the place of the first edition each was used in, and its name. A rule is drawn and all
    /// lines are interrupted between two of them.
    pub methods: Vec<(usize, String)>,
    /// The entities; one without a rank in every edition is left out.
    pub lines: Vec<BumpLine>,
    /// Entities without a line.
    pub aside: Vec<Aside>,
}

/// An entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BumpLine {
    /// Display name, of any length.
    pub name: String,
    /// Its rank in each edition, from 1; equal ranks are printed as they are (1 2 2 4).
    pub ranks: Vec<u32>,
    /// Coloured, before the grey lines.
    pub highlighted: bool,
}

/// A line with its colour and its places from the top, one per edition.
struct Drawn<'a> {
    line: &'a BumpLine,
    colour: Option<Paint>,
    slots: Vec<usize>,
}

/// Draws a bump chart. Height grows with the number of lines and width with that of editions; above 25 lines only the
/// highlighted ones are named.
pub fn bump(data: &BumpData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let drawn = drawn(data);
    let least = Plot::least_width(data, &drawn).max(LEAST);
    let mut page = Page::at_least(&data.frame, style, least);
    if drawn.len() > ALL_NAMED && drawn.iter().any(|line| line.colour.is_none()) {
        page.key(&[Item {
            sample: Sample::GreyLine,
            text: words.others.clone(),
        }]);
    }
    let mut bottom = page.top;
    if !drawn.is_empty() {
        bottom = Plot::new(data, &drawn, &page).draw(&mut page);
    }
    let marks = data.aside.iter().filter_map(|aside| aside.mark.as_ref());
    let signs = Signs::of(marks, words);
    bottom = aside::list(&mut page, &words.not_drawn, &data.aside, &signs, bottom);

    let mut told: Vec<_> = drawn
        .iter()
        .map(|drawn| {
            let ranks: Vec<String> = drawn.line.ranks.iter().map(u32::to_string).collect();
            let ends = match ranks.as_slice() {
                [first, .., last] => format!("{first} → {last}"),
                _ => ranks.concat(),
            };
            (drawn.slots.last(), drawn.line.name.as_str(), ends)
        })
        .collect();
    told.sort();
    let told: Vec<_> = told
        .iter()
        .map(|(_, name, ends)| (*name, ends.as_str()))
        .collect();
    let mut description = describe(&data.frame, &words.bump, &told, 0);
    description.push_str(&aside::told(&data.aside, words));
    page.close(bottom, signs.note.as_slice(), &description)
}

/// The lines that can be drawn. Entities of one rank keep the order they had in the edition before, so that their
/// lines do not cross for nothing.
fn drawn(data: &BumpData) -> Vec<Drawn<'_>> {
    let lines: Vec<&BumpLine> = data
        .lines
        .iter()
        .filter(|line| line.ranks.len() == data.editions.len())
        .collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let mut slots = vec![Vec::new(); lines.len()];
    for edition in 0..data.editions.len() {
        // A stable sort of the order of the edition before; every index is a place in `lines`.
        order.sort_by_key(|line| lines[*line].ranks.get(edition));
        for (slot, line) in order.iter().enumerate() {
            slots[*line].push(slot);
        }
    }
    let mut colours = COLOURS.into_iter().cycle();
    lines
        .into_iter()
        .zip(slots)
        .map(|(line, slots)| Drawn {
            line,
            colour: line.highlighted.then(|| colours.next()).flatten(),
            slots,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_of_one_rank_keep_the_order_they_had() {
        let line = |name: &str, ranks: &[u32]| BumpLine {
            name: name.into(),
            ranks: ranks.to_vec(),
            highlighted: false,
        };
        let data = BumpData {
            frame: Frame::default(),
            editions: vec!["2021".into(), "2022".into()],
            methods: vec![],
            // In 2022 B and C share the second place; C was above B in 2021.
            lines: vec![
                line("A", &[3, 1]),
                line("B", &[2, 2]),
                line("C", &[1, 2]),
                line("without a rank", &[1]),
            ],
            aside: vec![],
        };
        let slots: Vec<_> = drawn(&data).into_iter().map(|line| line.slots).collect();
        assert_eq!(slots, [[2, 0], [1, 2], [0, 1]]);
    }
}
