//! Where one entity stands, in words and as a card: score, grade, rank, change, the way to the next grade.

use super::ranking::thin;
use crate::chart::{Band, CardData, Part, Standing};
use crate::index::Row;
use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use crate::report::View;
use crate::results::Basis;
use std::fmt::Display;

/// So many of the strongest and of the weakest parts stand on a card.
const MOST_PARTS: usize = 3;

/// The grade card of an entity; `None` where it has no row in the edition.
pub fn card(view: View<'_>, entity: &EntityId) -> Option<CardData> {
    let total = view.total(entity)?;
    let level = view.part_level();
    let (strongest, weakest) = strongest_and_weakest(view, entity);
    let part = |(node, row): &(&str, &Row)| Part {
        name: view.node(level, node).to_string(),
        mark: view.mark(row),
    };
    let strongest = strongest.iter().map(part).collect();
    let weakest = weakest.iter().map(part).collect();
    let heading = |key: &str| view.words.say(key, &[]);
    Some(CardData {
        frame: view.frame(
            finding(view, total),
            subtitle(view),
            thin(view, &[total]).into_iter().collect(),
        ),
        standing: standing(view, total),
        parts: vec![
            (heading("strongest"), strongest),
            (heading("weakest"), weakest),
        ],
    })
}

/// The card with the range of plausible scores of the entity as a fact; `what` says what the range is.
pub fn card_with_range(
    view: View<'_>,
    entity: &EntityId,
    ranges: &[(EntityId, (f64, f64))],
    what: &str,
) -> Option<CardData> {
    let mut data = card(view, entity)?;
    let found = ranges.iter().find(|(known, _)| known == entity);
    if let Some((_, (low, high))) = found {
        let decimals = view.scale.decimals;
        let [low, high] = [low, high].map(|end| {
            let end = Number::parse(&format!("{end:.12}"));
            end.map_or_else(String::new, |end| view.words.fixed(&end, decimals))
        });
        data.standing.facts.push(format!("{low}–{high}: {what}"));
        data.frame.notes.push(view.words.say("range_note", &[]));
    }
    Some(data)
}

/// The subtitle of a chart about one entity.
pub(super) fn subtitle(view: View<'_>) -> String {
    let fill: [(&str, &dyn Display); 3] = [
        ("index", &view.index_name()),
        ("scale", &view.scale_line(view.scale)),
        ("edition", &view.edition_name()),
    ];
    view.words.say("subtitle_of_one", &fill)
}

/// The finding about one entity: its score, its grade, and how it moved where that can be compared.
pub(super) fn finding(view: View<'_>, total: &Row) -> String {
    let entities = &view.results.project.entities;
    let name = entities.label(&total.entity, view.lang()).to_string();
    let newer = view
        .editions()
        .iter()
        .any(|other| other.is_later_than(view));
    // Beside charts of the latest edition an older one says so.
    let name = match newer {
        true => format!("{name} ({})", view.edition_name()),
        false => name,
    };
    let Some(shown) = &total.shown else {
        return format!("{name}: {}", view.words.say("no_score", &[]));
    };
    let points = view.words.amount("points", shown);
    let before = view.before();
    let change = before.and_then(|before| {
        let change = view.change(&total.entity, before).ok()?;
        // A change on other scores than the one that is printed beside it has a sentence of its own.
        (change.basis == Basis::Published).then_some((before, change))
    });
    let grade = total.grade.as_deref().unwrap_or_default();
    let mut fill: Vec<(&str, &dyn Display)> =
        vec![("entity", &name), ("points", &points), ("grade", &grade)];
    match change {
        _ if grade.is_empty() => view.words.say("title_card_ungraded", &fill),
        Some((before, change)) if !change.by().is_zero() => {
            let (change, from) = (view.signed(&change), before.edition_name());
            fill.extend([("change", &change as &dyn Display), ("from", &from)]);
            view.words.say("title_card_change", &fill)
        }
        _ => view.words.say("title_card", &fill),
    }
}

/// Where an entity stands.
pub(super) fn standing(view: View<'_>, total: &Row) -> Standing {
    let facts = [
        view.rank_line(total),
        view.withheld_of(&total.entity),
        change_since(view, total),
        next_grade(view, total),
    ];
    Standing {
        name: view
            .results
            .project
            .entities
            .label(&total.entity, view.lang())
            .to_string(),
        mark: view.mark(total),
        out_of: out_of(view),
        meaning: meaning(view, total),
        facts: facts.into_iter().flatten().collect(),
        grades: grades(view),
    }
}

/// What a score is out of, or what it counts.
fn out_of(view: View<'_>) -> String {
    match view.scale.is_points() {
        true => format!("/ {}", view.words.number(&view.scale.high)),
        false => view.unit().to_string(),
    }
}

/// Every grade with its stretch of the scale, the lowest first.
fn grades(view: View<'_>) -> Vec<Band> {
    let mut to = view.scale.high.to_f64();
    let mut bands: Vec<Band> = Vec::new();
    for grade in &view.index.grades {
        let from = grade.from.to_f64();
        bands.push(Band {
            from,
            to,
            grade: view.grade(&grade.name),
        });
        to = from;
    }
    bands.reverse();
    bands
}

/// What the grade of a row means; empty where the rubric does not say.
pub(in crate::report) fn meaning(view: View<'_>, total: &Row) -> String {
    let mut grades = view.index.grades.iter();
    let grade = grades.find(|grade| Some(grade.name.as_str()) == total.grade.as_deref());
    let label = grade.and_then(|grade| grade.label.as_deref());
    label.map_or_else(String::new, |label| view.term(label, label).to_string())
}

/// How the score moved since the edition before, in words; nothing where it had none.
pub(in crate::report) fn change_since(view: View<'_>, total: &Row) -> Option<String> {
    let words = view.words;
    let before = view.before()?;
    before.total(&total.entity)?.shown.as_ref()?;
    let from = before.edition_name();
    let change = match view.change(&total.entity, before) {
        Ok(change) => change,
        Err(reason) => {
            let why = view.why_not(before, &reason);
            return Some(words.say("change_not_compared", &[("from", &from), ("why", &why)]));
        }
    };
    let key = match (&change.basis, change.by().is_zero()) {
        (Basis::Published, true) => "change_unchanged",
        (Basis::Published, false) => "change_since",
        (_, true) => "change_unchanged_same_rules",
        (_, false) => "change_same_rules",
    };
    let by = view.signed(&change);
    Some(words.say(key, &[("change", &by), ("from", &from)]))
}

/// How many points are missing for the next grade, from the unrounded score.
pub(in crate::report) fn next_grade(view: View<'_>, total: &Row) -> Option<String> {
    let score = total.score.as_ref()?;
    let current = total.grade.as_deref()?;
    let grades = &view.index.grades;
    let at = grades.iter().position(|grade| grade.name == current)?;
    let Some(next) = at.checked_sub(1).and_then(|at| grades.get(at)) else {
        return Some(view.words.say("best_grade", &[]));
    };
    let missing = enough_for(view.index.grading, &next.from).minus(score);
    let decimals = u32::try_from(view.scale.fine_decimals() + 1).unwrap_or(2);
    let points = view.words.amount("points", &rounded_up(&missing, decimals));
    let fill: [(&str, &dyn Display); 2] = [("points", &points), ("grade", &next.name)];
    Some(view.words.say("next_grade", &fill))
}

/// To so many decimals and never too few: so many points are enough.
fn rounded_up(points: &Number, decimals: u32) -> Number {
    let down = Rounding {
        mode: RoundingMode::Down,
        to: Precision::Decimals(decimals),
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

/// A part of an index with its row.
type Scored<'a> = (&'a str, &'a Row);

/// The parts that stand on a card: the strongest, best first, and the weakest, worst first; none is both.
pub(in crate::report) fn strongest_and_weakest<'a>(
    view: View<'a>,
    entity: &EntityId,
) -> (Vec<Scored<'a>>, Vec<Scored<'a>>) {
    let ranked = ranked_parts(view, entity);
    // With few categories the strongest would be the weakest too.
    let shown = (ranked.len() / 2).min(MOST_PARTS);
    let weakest = ranked.iter().rev().take(shown).copied().collect();
    let strongest = ranked.into_iter().take(shown).collect();
    (strongest, weakest)
}

/// The scored parts of the index, best first.
pub(in crate::report) fn ranked_parts<'a>(
    view: View<'a>,
    entity: &EntityId,
) -> Vec<(&'a str, &'a Row)> {
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
        let up = |text: &str| rounded_up(&Number::parse(text).unwrap(), 2).to_string();
        assert_eq!(up("2.3479"), "2.35");
        assert_eq!(up("2.341"), "2.35");
        assert_eq!(up("3.45"), "3.45");
        assert_eq!(up("7"), "7");
    }

    /// Georgia 2023, as published: 73 points, B-, second of four, 61 in 2021; 74.5 points are rounded to the 75 of a B,
    /// and its exact score is not published, so 73 counts.
    #[test]
    fn a_card_says_what_was_published() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-published");
        let results = crate::results::compute(&folder).results.unwrap();
        let words = crate::report::Words::of("en").unwrap();
        let (index, editions) = crate::results::indices(&results).remove(0);
        let view = View::of(&results, editions.last().unwrap(), index, &words).unwrap();
        let georgia = results.project.entities.resolve("GE").unwrap();
        let card = card(view, &georgia).unwrap();
        assert_eq!(
            card.frame.title,
            "Georgia: 73 points, grade B-, +12 since 2021"
        );
        assert_eq!(card.standing.meaning, "good");
        assert_eq!(
            card.standing.facts,
            ["rank 2 of 4", "+12 since 2021", "1.5 points to B"]
        );
        let grades = &card.standing.grades;
        assert_eq!((grades.len(), grades[0].grade.label.as_str()), (13, "F"));
        assert_eq!((grades[1].from, grades[1].to), (40.0, 45.0));
    }
}
