//! Heat map: entities down, categories across, the total set apart. Every cell carries its number and letter.

use super::Style;
use super::drawing::{Anchor, Area};
use super::frame::{Frame, Page, describe};
use super::mark::{self, Arrangement, Mark, Signs, TWO_LINES};
use super::paint::Paint;
use super::svg::Svg;
use super::text::Type;

const NAME: Type = Type::regular(13.0);
const NUMBER: Type = Type::bold(13.0);
const CELL: Type = Type::regular(13.0);
const HEAD: Type = Type::regular(12.0);
const TOTAL_HEAD: Type = Type::bold(12.0);
/// Between two cells, and before the total.
const GAP: f64 = 2.0;
const BEFORE_TOTAL: f64 = 14.0;
/// Between two column heads.
const BETWEEN_HEADS: f64 = 4.0;
/// The most room for names, and the least for the total.
const NAMES: f64 = 200.0;
const TOTAL: f64 = 66.0;

/// What a heat map shows.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatMapData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Categories in the order of the method.
    pub columns: Vec<HeatColumn>,
    /// Entities in the order given, usually by total.
    pub rows: Vec<HeatRow>,
}

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatColumn {
    /// Display name, of any length.
    pub name: String,
    /// Its weight as printed under the name ("20 %"); empty for none.
    pub weight: String,
}

/// An entity.
#[derive(Debug, Clone, PartialEq)]
pub struct HeatRow {
    /// Display name, of any length.
    pub name: String,
    /// One mark per column; a missing one is drawn as [`Mark::NoScore`].
    pub cells: Vec<Mark>,
    /// The weighted total.
    pub total: Mark,
    /// Stands out by a bold name.
    pub highlighted: bool,
}

impl HeatRow {
    pub(super) fn cell(&self, column: usize) -> &Mark {
        self.cells.get(column).unwrap_or(&Mark::NoScore)
    }
}

/// Draws a heat map. Height grows with the number of entities.
pub fn heat_map(data: &HeatMapData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let marks = data.rows.iter().flat_map(|row| {
        (0..data.columns.len())
            .map(|column| row.cell(column))
            .chain([&row.total])
    });
    let signs = Signs::of(marks, words);

    let cells = || {
        data.rows
            .iter()
            .flat_map(|row| (0..data.columns.len()).map(|column| row.cell(column)))
    };
    let widest = |width: &dyn Fn(&Mark) -> f64| cells().map(width).fold(0.0, f64::max);
    let number_width = widest(&|mark| CELL.width(&signs.number(mark))).max(22.0) + 6.0;
    // With very many columns the chart grows wider than asked: a number must fit its cell.
    let least = number_width * data.columns.len() as f64 + NAMES + TOTAL + 120.0;

    let mut page = Page::at_least(&data.frame, style, least.ceil());
    page.key(&signs.items);

    let total_width = TOTAL.max(TOTAL_HEAD.longest_word(&words.total).min(120.0));
    let total_left = page.right() - total_width;
    // Names give way when that lets the heads stand on one line.
    let set = |room: f64| {
        let names: Vec<_> = data
            .rows
            .iter()
            .map(|row| NAME.bold_if(row.highlighted).wrap_evenly(&row.name, room))
            .collect();
        let width = names
            .iter()
            .zip(&data.rows)
            .map(|(lines, row)| NAME.bold_if(row.highlighted).widest(lines))
            .fold(0.0, f64::max);
        let left = page.left + width + 12.0;
        (
            names,
            left,
            (total_left - BEFORE_TOTAL - left) / data.columns.len().max(1) as f64,
        )
    };
    let room = (page.width * 0.24).min(NAMES);
    let longest = data
        .columns
        .iter()
        .map(|column| HEAD.longest_word(&column.name))
        .fold(0.0, f64::max);
    let narrow = Some(set(room * 0.75)).filter(|(_, _, step)| longest <= step - BETWEEN_HEADS);
    let wide = set(room);
    let (names, left, step) = match narrow {
        Some(narrow) if longest > wide.2 - BETWEEN_HEADS => narrow,
        _ => wide,
    };

    let head = Head::new(&data.columns, step, longest);
    let total_head = TOTAL_HEAD.wrap(&words.total, total_width);
    let top = page.top
        + head
            .height
            .max(total_head.len() as f64 * TOTAL_HEAD.leading())
        + 8.0;
    head.draw(&mut page, data, left, step, top - 8.0);
    let first = top - 8.0 - (total_head.len() as f64 - 1.0) * TOTAL_HEAD.leading() - 3.0;
    let centre = total_left + total_width / 2.0;
    page.drawing.lines(
        (centre, first),
        &total_head,
        TOTAL_HEAD,
        Paint::INK,
        Anchor::Middle,
    );

    let beside =
        widest(&|mark| mark::width_beside(mark, &signs.number(mark), CELL)) + 6.0 <= step - GAP;
    let (arrangement, base) = match data.rows.len() {
        _ if !beside => (Arrangement::Below, TWO_LINES + GAP),
        0..=14 => (Arrangement::Beside, 34.0),
        15..=40 => (Arrangement::Beside, 28.0),
        _ => (Arrangement::Beside, 23.0),
    };
    let mut y = top;
    for (row, name) in data.rows.iter().zip(&names) {
        let height = (name.len() as f64 * NAME.leading() + 4.0).max(base);
        let middle = y + (height - GAP) / 2.0;
        page.drawing.lines_centred(
            (page.left, middle),
            name,
            NAME.bold_if(row.highlighted),
            Paint::INK,
            Anchor::Start,
        );
        for column in 0..data.columns.len() {
            let mark = row.cell(column);
            let area = Area::new(left + column as f64 * step, y, step - GAP, height - GAP);
            mark::cell(
                &mut page.drawing,
                area,
                mark,
                &signs.number(mark),
                CELL,
                arrangement,
            );
        }
        let area = Area::new(total_left, y, total_width, height - GAP);
        let number = signs.number(&row.total);
        mark::cell(
            &mut page.drawing,
            area,
            &row.total,
            &number,
            NUMBER,
            Arrangement::Beside,
        );
        y += height;
    }

    let mut ordered: Vec<_> = data
        .rows
        .iter()
        .filter_map(|row| Some((row.total.value()?, row)))
        .collect();
    ordered.sort_by(|one, other| other.0.total_cmp(&one.0));
    let entries: Vec<_> = ordered
        .iter()
        .map(|(_, row)| (row.name.as_str(), row.total.shown().unwrap_or_default()))
        .collect();
    let description = describe(
        &data.frame,
        &words.heat_map,
        &entries,
        data.rows.len() - entries.len(),
    );
    let notes: Vec<String> = head.key.into_iter().chain(signs.note).collect();
    page.close(y, &notes, &description)
}

/// The column heads. Names that do not fit their column stand alternately on two storeys, twice as wide, with a thin
/// line down; names too long even for that become numbers, with a list of them in the notes.
struct Head {
    names: Vec<Vec<String>>,
    height: f64,
    /// Height of the lower storey, when there are two.
    lower: Option<f64>,
    key: Option<String>,
}

impl Head {
    fn new(columns: &[HeatColumn], step: f64, longest: f64) -> Head {
        let (storeys, room) = if longest <= step - BETWEEN_HEADS {
            (1, step - BETWEEN_HEADS)
        } else if longest <= 2.0 * step - 2.0 * BETWEEN_HEADS {
            (2, 2.0 * step - 2.0 * BETWEEN_HEADS)
        } else {
            return Head::numbered(columns, step);
        };
        let names: Vec<_> = columns
            .iter()
            .map(|column| HEAD.wrap_evenly(&column.name, room))
            .collect();
        Head::of(names, columns, storeys, None)
    }

    fn numbered(columns: &[HeatColumn], step: f64) -> Head {
        let names = (1..=columns.len())
            .map(|number| HEAD.wrap(&number.to_string(), step))
            .collect();
        let list = columns
            .iter()
            .enumerate()
            .map(|(index, column)| format!("{}\u{a0}{}", index + 1, column.name));
        Head::of(
            names,
            columns,
            1,
            Some(list.collect::<Vec<_>>().join(" · ")),
        )
    }

    fn of(
        names: Vec<Vec<String>>,
        columns: &[HeatColumn],
        storeys: usize,
        key: Option<String>,
    ) -> Head {
        let weight = |column: &HeatColumn| usize::from(!column.weight.is_empty());
        let tall = |storey: usize| {
            let lines = names
                .iter()
                .zip(columns)
                .enumerate()
                .filter(|(index, _)| index % storeys == storey);
            lines
                .map(|(_, (name, column))| name.len() + weight(column))
                .max()
                .unwrap_or(0) as f64
                * HEAD.leading()
        };
        let lower = (storeys == 2).then(|| tall(1) + 6.0);
        let height = tall(0) + lower.unwrap_or(0.0);
        Head {
            names,
            height,
            lower,
            key,
        }
    }

    /// Draws the heads so that the lowest line ends at `bottom`.
    fn draw(&self, page: &mut Page, data: &HeatMapData, left: f64, step: f64, bottom: f64) {
        for (index, (lines, column)) in self.names.iter().zip(&data.columns).enumerate() {
            let mut centre = left + (index as f64 + 0.5) * step - GAP / 2.0;
            let lift = self.lower.filter(|_| index % 2 == 0).unwrap_or(0.0);
            if lift > 0.0 {
                let line = Area::new(centre.round(), bottom - lift + 2.0, 1.0, lift + 3.0);
                page.drawing.rectangle(line, Paint::GRID);
            }
            let weight = (!column.weight.is_empty()).then_some(&column.weight);
            let half = HEAD.widest(lines.iter().chain(weight)) / 2.0;
            centre = centre.min(page.right() - half).max(page.left + half);
            let count = lines.len() + usize::from(weight.is_some());
            let first = bottom - lift - (count.saturating_sub(1)) as f64 * HEAD.leading() - 3.0;
            page.drawing
                .lines((centre, first), lines, HEAD, Paint::INK, Anchor::Middle);
            if let Some(weight) = weight {
                let at = (centre, first + lines.len() as f64 * HEAD.leading());
                page.drawing
                    .text(at, weight, HEAD, Paint::OUTLINE, Anchor::Middle);
            }
        }
    }
}
