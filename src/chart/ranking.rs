//! Ranking: rank, name, bar, grade and number, one row per entity; entities without a score stand below the axis.

use super::Style;
use super::drawing::{Anchor, Area, Drawing};
use super::frame::{Frame, Page, describe};
use super::key::{Item, Sample, whisker};
use super::mark::{self, Mark, Signs};
use super::paint::Paint;
use super::scale::{Band, Horizontal};
use super::svg::Svg;
use super::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const SMALL: Type = Type::regular(12.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 34.0;
const RULER: f64 = 17.0;
/// Left and right of the axis, and between two panels.
const BESIDE: f64 = 12.0;
const GUTTER: f64 = 36.0;
/// Above this many rows the list is set in two panels beside each other.
const ONE_PANEL: usize = 60;

/// What a ranking shows.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Drawn in the order given: whoever ranked the entities has decided it. Those without a score are moved below.
    pub rows: Vec<RankingRow>,
    /// Grade bands behind the bars; may be empty.
    pub bands: Vec<Band>,
    /// A dashed line across the bars, for example the mean of the entities.
    pub reference: Option<Reference>,
    /// What the ranges of the rows are ("plausible range: errors of assessors"); empty when there are none.
    pub range: String,
}

/// One entity of a ranking.
#[derive(Debug, Clone, PartialEq)]
pub struct RankingRow {
    /// Display name, of any length.
    pub name: String,
    /// Rank as it is printed; equal ranks are printed as they are (1 2 2 4).
    pub rank: Option<String>,
    /// The group the entity is ranked in, printed above the first row of it; empty where all are ranked together.
    pub group: String,
    /// Score or absence.
    pub mark: Mark,
    /// Why there is no score; printed after the kind of absence.
    pub reason: Option<String>,
    /// Stands out: once a row does, the others are grey.
    pub highlighted: bool,
    /// Lowest and highest score that are plausible.
    pub range: Option<(f64, f64)>,
}

/// A value to compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Where it lies on the axis.
    pub value: f64,
    /// What is printed above the line ("mean 61").
    pub label: String,
}

/// Draws a ranking. Height grows with the number of entities; above 60 they are set in two panels.
pub fn ranking(data: &RankingData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let signs = Signs::of(data.rows.iter().map(|row| &row.mark), words);
    let (scored, unscored): (Vec<_>, Vec<_>) =
        data.rows.iter().partition(|row| row.mark.value().is_some());

    let mut page = Page::open(&data.frame, style);
    // The list below the axis explains the signs of absence itself.
    let mut items: Vec<_> = signs
        .items
        .iter()
        .filter(|item| !item.explains_absence())
        .cloned()
        .collect();
    if scored.iter().any(|row| row.range.is_some()) {
        items.push(Item {
            sample: Sample::Whisker,
            text: data.range.clone(),
        });
    }
    page.key(&items);

    let mut bottom = page.top;
    if !scored.is_empty() {
        let panels = if scored.len() > ONE_PANEL && page.width >= 760.0 {
            2
        } else {
            1
        };
        let width = (page.width - GUTTER * (panels - 1) as f64) / panels as f64;
        let layout = Layout::new(data, &scored, &signs, width);
        let long = layout.rows.len().div_ceil(panels);
        for (index, rows) in layout.rows.chunks(long).enumerate() {
            let left = page.left + index as f64 * (width + GUTTER);
            bottom = bottom.max(layout.panel(&mut page.drawing, rows, left, page.top));
        }
    }
    if !unscored.is_empty() {
        bottom = list_unscored(&mut page, &unscored, bottom);
    }

    let ordered: Vec<_> = scored
        .iter()
        .map(|row| (row.name.as_str(), row.mark.shown().unwrap_or_default()))
        .collect();
    let description = describe(&data.frame, &words.ranking, &ordered, unscored.len());
    page.close(bottom, signs.note.as_slice(), &description)
}

/// The columns of a panel, equal in all panels.
struct Layout<'a> {
    data: &'a RankingData,
    signs: &'a Signs,
    rows: Vec<Row<'a>>,
    /// Width of a panel and of its columns.
    width: f64,
    ranks: f64,
    names: f64,
    after: f64,
    chip: f64,
    /// How thick a bar is.
    thick: f64,
    /// Some rows stand out, so the others are grey.
    focus: bool,
}

struct Row<'a> {
    row: &'a RankingRow,
    name: Vec<String>,
    /// The name of the group, at its first row.
    group: Vec<String>,
    /// Without the name of the group.
    height: f64,
}

impl Row<'_> {
    fn heading(&self) -> f64 {
        match self.group.len() {
            0 => 0.0,
            lines => lines as f64 * CHIP.leading() + 8.0,
        }
    }
}

impl<'a> Layout<'a> {
    fn new(
        data: &'a RankingData,
        rows: &[&'a RankingRow],
        signs: &'a Signs,
        width: f64,
    ) -> Layout<'a> {
        let room = (width * 0.34).min(240.0);
        let base = match rows.len() {
            0..=14 => 31.0,
            15..=40 => 26.0,
            _ => 22.0,
        };
        let mut layout = Layout {
            data,
            signs,
            rows: Vec::new(),
            width,
            ranks: 0.0,
            names: 0.0,
            after: 0.0,
            chip: CHIP_WIDTH,
            thick: base - 9.0,
            focus: data.rows.iter().any(|row| row.highlighted),
        };
        let mut numbers: f64 = 0.0;
        let mut chip = 0.0;
        for row in rows {
            let kind = NAME.bold_if(row.highlighted);
            let name = kind.wrap_evenly(&row.name, room);
            let height = (name.len() as f64 * NAME.leading() + 5.0).max(base);
            layout.names = layout.names.max(kind.widest(&name));
            if let Some(rank) = &row.rank {
                layout.ranks = layout.ranks.max(NAME.width(rank) + 10.0);
            }
            if let Some(grade) = row.mark.grade() {
                layout.chip = layout.chip.max(CHIP.width(&grade.label) + 8.0);
                chip = layout.chip + 8.0;
            }
            numbers = numbers.max(NUMBER.width(&signs.number(&row.mark)));
            let before = layout
                .rows
                .last()
                .map_or("", |before: &Row| &before.row.group);
            let group = match row.group.as_str() {
                same if same == before => Vec::new(),
                group => CHIP.wrap(group, width * 0.9),
            };
            layout.rows.push(Row {
                row,
                name,
                group,
                height,
            });
        }
        layout.after = BESIDE + chip + numbers;
        layout
    }

    /// Draws one column of rows with its own axis and returns the height below it.
    fn panel(&self, drawing: &mut Drawing, rows: &[Row], left: f64, top: f64) -> f64 {
        let bands = &self.data.bands;
        let start = left + self.ranks + self.names + BESIDE;
        let scale = Horizontal {
            axis: &self.data.frame.axis,
            left: start,
            width: left + self.width - self.after - start,
        };
        let mut top = top;
        let label_baseline = top + SMALL.size;
        if self.data.reference.is_some() {
            top += SMALL.leading() + 5.0;
        }
        if !bands.is_empty() {
            scale.ruler(drawing, bands, top, RULER);
            top += RULER;
        }
        let height: f64 = rows.iter().map(|row| row.heading() + row.height).sum();
        let bottom = top + 4.0 + height + 4.0;
        scale.ground(drawing, bands, top, bottom);
        let mut y = top + 4.0;
        for row in rows {
            if !row.group.is_empty() {
                let first = (left, y + 4.0 + CHIP.size);
                drawing.lines(first, &row.group, CHIP, Paint::INK, Anchor::Start);
                y += row.heading();
            }
            self.row(drawing, row, left, y, scale);
            y += row.height;
        }
        if let Some(reference) = &self.data.reference {
            let x = scale.at(reference.value);
            drawing.dashed_rule(x, top, bottom, Paint::INK);
            let half = SMALL.width(&reference.label) / 2.0;
            let centre = x.min(left + self.width - half).max(left + half);
            drawing.text(
                (centre, label_baseline),
                &reference.label,
                SMALL,
                Paint::INK,
                Anchor::Middle,
            );
        }
        scale.numbers(drawing, bottom + 16.0);
        bottom + 20.0
    }

    fn row(&self, drawing: &mut Drawing, row: &Row, left: f64, top: f64, scale: Horizontal) {
        let middle = top + row.height / 2.0;
        if let Some(rank) = &row.row.rank {
            let at = (left + self.ranks - 10.0, middle + NAME.drop());
            drawing.text(at, rank, NAME, Paint::OUTLINE, Anchor::End);
        }
        drawing.lines_centred(
            (left + self.ranks, middle),
            &row.name,
            NAME.bold_if(row.row.highlighted),
            Paint::INK,
            Anchor::Start,
        );
        let value = row.row.mark.value().unwrap_or_default();
        let bar = scale.bar(value, middle, self.thick);
        let stands_back = self.focus && !row.row.highlighted;
        let fill = |of_grade: Paint| if stands_back { Paint::PEERS } else { of_grade };
        mark::filled_with(drawing, bar, &row.row.mark, fill(row.row.mark.fill()));

        if let Some((low, high)) = row.row.range {
            whisker(drawing, scale.at(low), scale.at(high), middle);
        }

        let chip = Area::new(
            scale.left + scale.width + BESIDE,
            middle - 9.0,
            self.chip,
            18.0,
        );
        if let Some(grade) = row.row.mark.grade() {
            mark::chip(drawing, chip, &grade.label, fill(grade.colour.into()), CHIP);
        }
        let number = self.signs.number(&row.row.mark);
        let at = (left + self.width, middle + NUMBER.drop());
        drawing.text(at, &number, NUMBER, Paint::INK, Anchor::End);
    }
}

/// Names the entities without a score with their sign and reason, and returns the height below them.
fn list_unscored(page: &mut Page, rows: &[&RankingRow], bottom: f64) -> f64 {
    let words = &page.frame.words;
    let mut y = bottom + 14.0;
    page.drawing.text(
        (page.left, y + SMALL.size),
        &words.without_score,
        CHIP,
        Paint::INK,
        Anchor::Start,
    );
    y += 24.0;
    for row in rows {
        let kind = row.mark.absence(words).unwrap_or_default();
        let reason = row
            .reason
            .as_deref()
            .map(str::trim)
            .filter(|reason| !reason.is_empty());
        let text = match reason {
            Some(reason) => format!("{}: {kind} ({reason})", row.name),
            None => format!("{}: {kind}", row.name),
        };
        let lines = SMALL.wrap(&text, page.width - CHIP_WIDTH - 10.0);
        let height = (lines.len() as f64 * SMALL.leading() + 4.0).max(22.0);
        mark::absent(
            &mut page.drawing,
            Area::new(page.left, y + 2.0, CHIP_WIDTH, 16.0),
            &row.mark,
        );
        let at = (page.left + CHIP_WIDTH + 10.0, y + 10.0 + SMALL.drop());
        page.drawing
            .lines(at, &lines, SMALL, Paint::INK, Anchor::Start);
        y += height;
    }
    y
}
