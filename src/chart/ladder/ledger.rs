//! The list below a ladder: number, action and owner, effort, points, and the score once it is done.

use super::stairs::{DISC, disc};
use super::{LadderAction, LadderData, LadderLevel, Step};
use crate::chart::drawing::{Anchor, Area};
use crate::chart::frame::Page;
use crate::chart::mark;
use crate::chart::paint::Paint;
use crate::chart::text::Type;

const NAME: Type = Type::regular(13.0);
const SMALL: Type = Type::regular(12.0);
const HEAD: Type = Type::bold(12.0);
const NUMBER: Type = Type::bold(13.0);
const CHIP: Type = Type::bold(12.0);
const CHIP_WIDTH: f64 = 32.0;
const GAP: f64 = 14.0;
/// The widest a heading of a column of numbers may be.
const HEAD_ROOM: f64 = 84.0;

/// The right edges of the columns of numbers, and the room for names.
struct Columns {
    effort: f64,
    points: f64,
    score: f64,
    names: f64,
    room: f64,
}

/// Lists all actions below `top` and returns the height below them.
pub(super) fn draw(
    page: &mut Page,
    data: &LadderData,
    steps: &[Step<'_>],
    others: &[Step<'_>],
    top: f64,
) -> f64 {
    let frame = page.frame;
    let words = &frame.words;
    let heads = [&data.unit, &words.points, &words.score_then]
        .map(|head| HEAD.wrap_evenly(head, HEAD_ROOM));
    let all = || steps.iter().chain(others).map(|step| step.action);
    let widest = |of: fn(&LadderAction) -> &str, head: &[String]| {
        let numbers = all().map(|action| NUMBER.width(of(action)));
        numbers.fold(HEAD.widest(head), f64::max)
    };
    let effort = widest(|action| &action.effort_shown, &heads[0]);
    let points = widest(|action| &action.gain_shown, &heads[1]);
    let score = widest(|action| &action.to.shown, &heads[2]).max(NUMBER.width(&data.from.shown));
    let graded = all().any(|action| action.to.grade.is_some()) || data.from.grade.is_some();
    let chips = if graded { CHIP_WIDTH + 6.0 } else { 0.0 };
    let mut columns = Columns {
        effort: 0.0,
        points: 0.0,
        score: page.right() - chips,
        names: page.left + 2.0 * DISC + 8.0,
        room: 0.0,
    };
    columns.points = columns.score - score - GAP;
    columns.effort = columns.points - points - GAP;
    columns.room = columns.effort - effort - GAP - columns.names;

    let lines = heads.iter().map(Vec::len).max().unwrap_or(0) as f64;
    let mut y = top + HEAD.size;
    let ends = [columns.effort, columns.points, columns.score];
    for (head, x) in heads.iter().zip(ends) {
        // Heads stand on one line at their lower edge.
        let above = (lines - head.len() as f64) * HEAD.leading();
        page.drawing
            .lines((x, y + above), head, HEAD, Paint::SOFT_INK, Anchor::End);
    }
    let at = (page.left, y + (lines - 1.0) * HEAD.leading());
    page.drawing
        .text(at, &words.actions, HEAD, Paint::SOFT_INK, Anchor::Start);
    y += (lines - 1.0) * HEAD.leading() + 8.0;
    page.drawing
        .rectangle(Area::new(page.left, y, page.width, 1.0), Paint::GRID);
    y += 4.0;

    let middle = y + 13.0;
    let now = (columns.names, middle + NAME.drop());
    page.drawing
        .text(now, &words.now, NAME, Paint::INK, Anchor::Start);
    level(page, &columns, &data.from, middle);
    y += 26.0;
    for step in steps {
        y += row(page, &columns, step, true, y);
    }
    if let Some(last) = others.last() {
        y += other_way(page, &columns, others, last, y);
        // Those that both ways share have been listed.
        for step in others.iter().filter(|step| step.number > steps.len()) {
            y += row(page, &columns, step, false, y);
        }
    }
    y
}

/// The numbers of the other way and the score it ends at; returns the height.
fn other_way(
    page: &mut Page,
    columns: &Columns,
    others: &[Step<'_>],
    last: &Step<'_>,
    y: f64,
) -> f64 {
    let numbers: Vec<String> = others.iter().map(|step| step.number.to_string()).collect();
    let text = format!(
        "{}: {}",
        page.frame.words.without_withheld,
        numbers.join(", ")
    );
    let lines = NAME.wrap(&text, columns.room);
    let height = (lines.len() as f64 * NAME.leading() + 10.0).max(28.0);
    let line = Area::new(page.left, y, page.width, 1.0);
    page.drawing.rectangle(line, Paint::OUTLINE);
    let middle = y + height / 2.0;
    let at = (columns.names, middle);
    page.drawing
        .lines_centred(at, &lines, NAME, Paint::INK, Anchor::Start);
    level(page, columns, &last.action.to, middle);
    height
}

/// An action; returns its height.
fn row(page: &mut Page, columns: &Columns, step: &Step<'_>, solid: bool, y: f64) -> f64 {
    let action = step.action;
    let words = &page.frame.words;
    let name = NAME.wrap(&action.name, columns.room);
    let mut about = vec![action.owner.trim()];
    if action.withheld {
        about.push(&words.withheld);
    }
    about.retain(|text| !text.is_empty());
    let about = SMALL.wrap(&about.join(" · "), columns.room);
    let height = name.len() as f64 * NAME.leading() + about.len() as f64 * SMALL.leading() + 8.0;
    let height = height.max(28.0);
    let line = Area::new(page.left, y, page.width, 1.0);
    page.drawing.rectangle(line, Paint::GRID);
    let middle = y + height / 2.0;
    let centre = (page.left + DISC, middle);
    disc(&mut page.drawing, centre, step.number, solid);
    let text = name.len() as f64 * NAME.leading() + about.len() as f64 * SMALL.leading();
    let first = middle - text / 2.0 + NAME.leading() / 2.0 + NAME.drop();
    page.drawing.lines(
        (columns.names, first),
        &name,
        NAME,
        Paint::INK,
        Anchor::Start,
    );
    let below = first + name.len() as f64 * NAME.leading() - 1.0;
    page.drawing.lines(
        (columns.names, below),
        &about,
        SMALL,
        Paint::OUTLINE,
        Anchor::Start,
    );
    let baseline = middle + NUMBER.drop();
    let numbers = [
        (columns.effort, &action.effort_shown, Paint::INK),
        (columns.points, &action.gain_shown, Paint::RISE),
    ];
    for (x, shown, ink) in numbers {
        page.drawing
            .text((x, baseline), shown, NUMBER, ink, Anchor::End);
    }
    level(page, columns, &action.to, middle);
    height
}

/// A score and its letter.
fn level(page: &mut Page, columns: &Columns, level: &LadderLevel, middle: f64) {
    let at = (columns.score, middle + NUMBER.drop());
    page.drawing
        .text(at, &level.shown, NUMBER, Paint::INK, Anchor::End);
    if let Some(grade) = &level.grade {
        let area = Area::new(columns.score + 6.0, middle - 9.0, CHIP_WIDTH, 18.0);
        mark::chip(
            &mut page.drawing,
            area,
            &grade.label,
            grade.colour.into(),
            CHIP,
        );
    }
}
