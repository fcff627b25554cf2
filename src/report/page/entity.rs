//! One entity: grade card, categories, criteria, markets, bodies, black boxes, and what could not be scored.

use super::change::{Section, changed, road};
use super::records::{self, Item, heads};
use super::table::{Cell, Chip, Table};
use crate::index::{Row, aggregate};
use crate::language::number::Number;
use crate::language::rubric::{Cut, CutBy};
use crate::language::syntax::{Aggregate, Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{LEAST_INDICATORS, in_percent};
use crate::scoring::ScoreState;
use serde::Serialize;
use std::fmt::Display;

/// One entity in a report.
#[derive(Debug, Clone, Serialize)]
pub struct EntityPage {
    /// Where links to it lead.
    pub anchor: String,
    /// What it is called.
    pub name: String,
    /// The score as shown, with its kind of absence when there is none.
    pub score: Cell,
    /// What the grade means.
    pub meaning: String,
    /// Rank, exact score, change, coverage, distance to the next grade.
    pub lines: Vec<String>,
    /// The strongest and the weakest categories.
    pub strongest: Vec<Cell>,
    pub weakest: Vec<Cell>,
    /// What changed since the edition before, and the road to the next grade.
    pub sections: Vec<Section>,
    /// Categories with weight, score and coverage.
    pub categories: Option<Table>,
    /// Criteria beside the median of peers.
    pub criteria: Option<Table>,
    /// Categories by market, one table per cut.
    pub cuts: Vec<Table>,
    /// Responsible bodies.
    pub bodies: Option<Table>,
    /// Disclosures with no data at all.
    pub black_boxes: Vec<Item>,
    /// Whether anything was scored from evidence, so that "no black box" can be said.
    pub scored: bool,
    /// What is not scored, by state.
    pub absences: Vec<Absences>,
    /// Samples.
    pub samples: Option<Table>,
    /// All disclosures.
    pub indicators: Option<Table>,
}

/// Disclosures in one state.
#[derive(Debug, Clone, Serialize)]
pub struct Absences {
    /// The state, as a heading.
    pub title: String,
    /// The disclosures.
    pub items: Vec<Item>,
}

/// The page of an entity.
pub(super) fn entity_page(view: View<'_>, total: &Row) -> EntityPage {
    let entity = &total.entity;
    let lang = view.lang();
    let ranked = ranked_parts(view, entity);
    let part = |(node, row): &(&str, &Row)| {
        let cell = Cell::mark(&view.mark(row), view.words);
        Cell {
            more: view.results_name(node),
            ..cell
        }
    };
    // With few categories the strongest would be the weakest too.
    let shown = (ranked.len() / 2).min(3);
    let black_boxes = records::black_boxes(view, entity);
    let grades = &view.edition.rubric.grades;
    let meaning = grades
        .iter()
        .find(|grade| Some(grade.name.as_str()) == total.grade.as_deref())
        .and_then(|grade| grade.label.as_deref())
        .map(|label| view.term(label, label).to_string());
    let absences = [
        (ScoreState::Withheld, "withheld_list"),
        (ScoreState::NotAssessed, "not_assessed_list"),
        (ScoreState::Provisional, "provisional_list"),
        (ScoreState::NotApplicable, "not_applicable_list"),
    ];
    let absences = absences.into_iter().map(|(state, title)| Absences {
        title: view.words.say(title, &[]),
        items: records::in_state(view, entity, state),
    });
    EntityPage {
        anchor: anchor(&format!("{}-{}", view.index.name, entity.as_str())),
        name: view
            .results
            .project
            .entities
            .label(entity, lang)
            .to_string(),
        score: Cell::mark(&view.mark(total), view.words),
        meaning: meaning.unwrap_or_default(),
        lines: lines(view, total),
        strongest: ranked.iter().take(shown).map(part).collect(),
        weakest: ranked.iter().rev().take(shown).map(part).collect(),
        sections: [changed(view, total), road(view, total)]
            .into_iter()
            .flatten()
            .collect(),
        categories: categories(view, entity),
        criteria: criteria(view, entity),
        cuts: view
            .index
            .cuts
            .iter()
            .filter_map(|cut| by_cut(view, entity, cut))
            .collect(),
        bodies: bodies(view, entity),
        scored: records::found(view, entity)
            .iter()
            .any(|found| found.score.state == ScoreState::Scored),
        black_boxes: black_boxes
            .iter()
            .map(|found| records::item(view, found))
            .collect(),
        absences: absences
            .filter(|absences| !absences.items.is_empty())
            .collect(),
        samples: records::samples(view, entity),
        indicators: records::all_indicators(view, entity),
    }
}

/// Letters, digits and hyphens only, for the address within a page.
pub(super) fn anchor(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect()
}

impl View<'_> {
    /// The name of a part of the index.
    fn results_name(&self, node: &str) -> String {
        let level = self.part_level();
        let catalogue = &self.results.catalogue;
        let mut nodes = catalogue.nodes.iter();
        let found = nodes.find(|found| found.level == level && found.id == node);
        found.map_or_else(
            || node.to_string(),
            |found| found.label.or(self.lang(), node).to_string(),
        )
    }
}

/// Rank, exact score, change, coverage and the way to the next grade, as far as they are known.
fn lines(view: View<'_>, total: &Row) -> Vec<String> {
    let words = view.words;
    let mut lines = Vec::new();
    let ranked = view
        .standings()
        .iter()
        .filter(|row| row.rank.is_some())
        .count();
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
fn ranked_parts<'a>(view: View<'a>, entity: &EntityId) -> Vec<(&'a str, &'a Row)> {
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

fn categories(view: View<'_>, entity: &EntityId) -> Option<Table> {
    let level = view.part_level();
    let words = view.words;
    let entities = view.standings().len();
    let mut rows = Vec::new();
    let mut any = false;
    for (node, weight) in view.parts() {
        let row = view.row(entity, level, node);
        any |= row.is_some_and(|row| row.score.is_some());
        let scores: Vec<&Number> = view
            .rows(level)
            .filter(|row| *row.node == *node && row.market.is_none())
            .filter_map(|row| row.score.as_ref())
            .collect();
        let median = aggregate(Aggregate::Median, &scores).map(|median| view.index.shown(&median));
        let mut line = vec![
            Cell::text(view.node(level, node)),
            Cell::number(weight.map_or_else(|| "–".to_string(), |share| words.share(share))),
            Cell::mark(&view.mark_of(row), words),
        ];
        if entities > 2 {
            line.push(Cell::of(median.as_ref(), words));
        }
        line.push(Cell::number(row.map_or_else(
            || "–".to_string(),
            |row| format!("{} / {}", row.scored, row.applicable),
        )));
        rows.push(line);
    }
    let keys: &[&str] = if entities > 2 {
        &["category", "weight", "score", "peers", "indicators_column"]
    } else {
        &["category", "weight", "score", "indicators_column"]
    };
    any.then(|| Table {
        caption: words.say("section_categories", &[]),
        head: heads(view, keys),
        rows,
    })
}

fn criteria(view: View<'_>, entity: &EntityId) -> Option<Table> {
    let words = view.words;
    let mut rows = Vec::new();
    for row in view.rows("criterion").filter(|row| row.entity == *entity) {
        let Some(best) = records::out_of(view, &row.node) else {
            continue;
        };
        let percent = |number: Option<Number>| {
            Cell::number(number.map_or_else(
                || "–".to_string(),
                |number| words.say("percent", &[("number", &words.fixed(&number, 0))]),
            ))
        };
        let all: Vec<Number> = view
            .rows("criterion")
            .filter(|other| other.node == row.node)
            .filter_map(|other| in_percent(other, &best))
            .collect();
        let all: Vec<&Number> = all.iter().collect();
        let mut line = vec![
            Cell::text(view.node("criterion", &row.node)),
            percent(in_percent(row, &best)),
        ];
        if all.len() > 2 {
            line.push(percent(aggregate(Aggregate::Median, &all)));
        }
        rows.push(line);
    }
    let width = rows.first()?.len();
    Some(Table {
        caption: words.say("section_criteria_other", &[]),
        head: heads(view, &["criterion", "score", "peers"][..width]),
        rows,
    })
}

/// Categories by the values of a cut, with the cut's own total.
fn by_cut(view: View<'_>, entity: &EntityId, cut: &Cut) -> Option<Table> {
    let CutBy::Fact(_) = cut.by else {
        return None;
    };
    let totals: Vec<&Row> = view
        .rows(&cut.name)
        .filter(|row| row.entity == *entity)
        .collect();
    if totals.iter().all(|row| row.score.is_none()) {
        return None;
    }
    let level = view.part_level();
    let cells: Vec<&Row> = view
        .rows(level)
        .filter(|row| row.entity == *entity && row.market.is_some())
        .collect();
    let mut rows = Vec::new();
    for (node, _) in view.parts() {
        if !cut.only.is_empty() && !cut.only.iter().any(|only| only == node) {
            continue;
        }
        let mut line = vec![Cell::text(view.node(level, node))];
        for total in &totals {
            let cell = cells
                .iter()
                .find(|row| *row.node == *node && row.market.as_deref() == Some(&*total.node));
            line.push(Cell::mark(&view.mark_of(cell.copied()), view.words));
        }
        rows.push(line);
    }
    let mut last = vec![Cell::text(view.words.say("market_total", &[]))];
    last.extend(
        totals
            .iter()
            .map(|row| Cell::mark(&view.mark(row), view.words)),
    );
    rows.push(last);
    let mut head = heads(view, &["category"]);
    head.extend(
        totals
            .iter()
            .map(|row| Cell::number(view.term(&row.node, &row.node))),
    );
    Some(Table {
        caption: view.words.say("market_by_category", &[]),
        head,
        rows,
    })
}

/// Scores of bodies in the order of their names, which no reader takes for a ranking.
fn bodies(view: View<'_>, entity: &EntityId) -> Option<Table> {
    let cut = view
        .index
        .cuts
        .iter()
        .find(|cut| matches!(cut.by, CutBy::Body))?;
    let mut rows: Vec<(&str, &Row)> = view
        .rows(&cut.name)
        .filter(|row| row.entity == *entity && row.scored >= LEAST_INDICATORS)
        .map(|row| (view.node("body", &row.node), row))
        .collect();
    rows.sort_by_key(|(name, _)| name.to_lowercase());
    let rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .map(|(name, row)| {
            let mark = Cell::mark(&view.mark(row), view.words);
            vec![Cell::text(name), Cell::count(row.scored), mark]
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        caption: view.words.say("bodies_lead", &[]),
        head: heads(view, &["body", "indicators_column", "score"]),
        rows,
    })
}

/// The chip of a grade.
pub(super) fn chip(view: View<'_>, grade: &str) -> Chip {
    Chip::from(&view.grade(grade))
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

    #[test]
    fn addresses_within_the_page_are_plain() {
        assert_eq!(anchor("national-UA"), "national-ua");
        assert_eq!(anchor("x\" onclick=\"y"), "x--onclick--y");
    }
}
