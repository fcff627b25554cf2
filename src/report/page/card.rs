//! The grade card of an entity: score, grade, rank, change, coverage and the way to the next grade.

use super::blocks::Filled;
use super::section::{Card, Element};
use super::table::Cell;
use crate::index::Row;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{change_since, meaning, next_grade, strongest_and_weakest};

/// The card.
pub(super) fn card(view: View<'_>, entity: &EntityId) -> Option<Filled> {
    let total = view.total(entity)?;
    let (strongest, weakest) = strongest_and_weakest(view, entity);
    let level = view.part_level();
    let part = |(node, row): &(&str, &Row)| {
        let cell = Cell::mark(&view.mark(row), view.words);
        cell.with(view.node(level, node))
    };
    let card = Card {
        score: Cell::mark(&view.mark(total), view.words),
        meaning: meaning(view, total),
        lines: lines(view, total),
        strongest: strongest.iter().map(part).collect(),
        weakest: weakest.iter().map(part).collect(),
    };
    let card = Box::new(card);
    Some((String::new(), vec![Element::Card { card }]))
}

/// Rank, exact score, change, coverage and the way to the next grade, as far as they are known.
fn lines(view: View<'_>, total: &Row) -> Vec<String> {
    let words = view.words;
    let mut lines = Vec::new();
    lines.extend(view.rank_line(total));
    lines.extend(view.withheld_of(&total.entity));
    if let (Some(score), Some(shown)) = (&total.score, &total.shown)
        && score != shown
    {
        lines.push(words.say("exactly", &[("score", &words.number(score))]));
    }
    lines.extend(change_since(view, total));
    lines.extend(next_grade(view, total));
    if total.expected > 0 && total.scored > 0 {
        lines.push(if total.scored == total.applicable {
            words.count("coverage_full", total.scored as usize, &[])
        } else {
            words.say(
                "coverage_of",
                &[("scored", &total.scored), ("applicable", &total.applicable)],
            )
        });
    }
    lines
}
