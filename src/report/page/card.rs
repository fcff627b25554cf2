//! The grade card of an entity: score, grade, rank, change, coverage and the way to the next grade.

use super::blocks::Filled;
use super::section::{Card, Element};
use super::table::Cell;
use crate::index::Row;
use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

/// The card.
pub(super) fn card(view: View<'_>, entity: &EntityId) -> Option<Filled> {
    let total = view.total(entity)?;
    let ranked = ranked_parts(view, entity);
    let level = view.part_level();
    let part = |(node, row): &(&str, &Row)| {
        let cell = Cell::mark(&view.mark(row), view.words);
        cell.with(view.node(level, node))
    };
    // With few categories the strongest would be the weakest too.
    let shown = (ranked.len() / 2).min(3);
    let card = Card {
        score: Cell::mark(&view.mark(total), view.words),
        meaning: meaning(view, total).unwrap_or_default(),
        lines: lines(view, total),
        strongest: ranked.iter().take(shown).map(part).collect(),
        weakest: ranked.iter().rev().take(shown).map(part).collect(),
    };
    let card = Box::new(card);
    Some((String::new(), vec![Element::Card { card }]))
}

/// What the grade of a total means.
fn meaning(view: View<'_>, total: &Row) -> Option<String> {
    let mut grades = view.edition.rubric.grades.iter();
    let grade = grades.find(|grade| Some(grade.name.as_str()) == total.grade.as_deref())?;
    let label = grade.label.as_deref()?;
    Some(view.term(label, label).to_string())
}

/// Rank, exact score, change, coverage and the way to the next grade, as far as they are known.
fn lines(view: View<'_>, total: &Row) -> Vec<String> {
    let words = view.words;
    let mut lines = Vec::new();
    let ranked = ranked(view);
    if let Some(rank) = total.rank
        && ranked > 1
    {
        lines.push(words.say("rank", &[("rank", &rank), ("of", &ranked)]));
    }
    if let (Some(score), Some(shown)) = (&total.score, &total.shown)
        && score != shown
    {
        lines.push(words.say("exactly", &[("score", &words.number(score))]));
    }
    lines.extend(change(view, total));
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

/// How many entities have a rank.
pub(super) fn ranked(view: View<'_>) -> usize {
    let standings = view.standings();
    standings.iter().filter(|row| row.rank.is_some()).count()
}

fn change(view: View<'_>, total: &Row) -> Option<String> {
    let words = view.words;
    let before = view.before()?;
    let earlier = before.total(&total.entity)?.shown.as_ref()?;
    let now = total.shown.as_ref()?;
    let from = before.edition_name();
    let by = now.minus(earlier);
    Some(if !view.comparable(before) {
        words.say("change_break", &[("from", &from)])
    } else if by.is_zero() {
        words.say("change_unchanged", &[("from", &from)])
    } else {
        words.say(
            "change_since",
            &[("change", &words.signed(&by)), ("from", &from)],
        )
    })
}

/// How many points are missing for the next grade, from the unrounded score.
fn next_grade(view: View<'_>, total: &Row) -> Option<String> {
    let score = total.score.as_ref()?;
    let current = total.grade.as_deref()?;
    let grades = &view.edition.rubric.grades;
    let at = grades.iter().position(|grade| grade.name == current)?;
    let Some(next) = at.checked_sub(1).and_then(|at| grades.get(at)) else {
        return Some(view.words.say("best_grade", &[]));
    };
    let missing = enough_for(view.index.rounding, &next.from).minus(score);
    let points = view.words.amount("points", &rounded_up(&missing));
    let fill: [(&str, &dyn Display); 2] = [("points", &points), ("grade", &next.name)];
    Some(view.words.say("next_grade", &fill))
}

/// To two decimals and never too few: so many points are enough.
fn rounded_up(points: &Number) -> Number {
    let down = Rounding {
        mode: RoundingMode::Down,
        to: Precision::Decimals(2),
    };
    Number::zero().minus(&Number::zero().minus(points).rounded(down))
}

/// The lowest score that is rounded to `from`: with half up to whole points 64.5 is enough for 65.
fn enough_for(rounding: Option<Rounding>, from: &Number) -> Number {
    match rounding {
        Some(Rounding {
            mode: RoundingMode::HalfUp,
            to: Precision::Decimals(decimals @ 0..=9),
        }) => {
            let half = Number::ratio(1, 2 * 10i64.pow(decimals));
            half.map_or_else(|| from.clone(), |half| from.minus(&half))
        }
        _ => from.clone(),
    }
}

/// The scored parts of the index, best first.
pub(super) fn ranked_parts<'a>(view: View<'a>, entity: &EntityId) -> Vec<(&'a str, &'a Row)> {
    let level = view.part_level();
    let mut parts: Vec<(&str, &Row)> = view
        .parts()
        .into_iter()
        .filter_map(|(node, _)| Some((node, view.row(entity, level, node)?)))
        .filter(|(_, row)| row.score.is_some())
        .collect();
    parts.sort_by(|a, b| b.1.score.cmp(&a.1.score));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_point_less_is_enough_when_halves_are_rounded_up() {
        let number = |text: &str| Number::parse(text).unwrap();
        let rounding = |mode, decimals| {
            Some(Rounding {
                mode,
                to: Precision::Decimals(decimals),
            })
        };
        let from = number("65");
        assert_eq!(
            enough_for(rounding(RoundingMode::HalfUp, 0), &from),
            number("64.5")
        );
        assert_eq!(
            enough_for(rounding(RoundingMode::HalfUp, 1), &from),
            number("64.95")
        );
        assert_eq!(enough_for(rounding(RoundingMode::Down, 0), &from), from);
        assert_eq!(enough_for(None, &from), from);
    }

    #[test]
    fn points_to_the_next_grade_are_enough() {
        // 89.5 - 87.1521 = 2.3479; 2.35 is enough, 2.34 is not
        let up = |text: &str| rounded_up(&Number::parse(text).unwrap()).to_string();
        assert_eq!(up("2.3479"), "2.35");
        assert_eq!(up("2.341"), "2.35");
        assert_eq!(up("3.45"), "3.45");
        assert_eq!(up("7"), "7");
    }
}
