//! Tables about one entity: its categories, criteria, markets and responsible bodies, beside the median of all.

use super::blocks::{Filled, Scope};
use super::records::{self, heads};
use super::section::Element;
use super::table::{Cell, Table};
use crate::chart;
use crate::index::{Row, aggregate};
use crate::language::number::Number;
use crate::language::rubric::{Cut, CutBy};
use crate::language::syntax::Aggregate;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{self, LEAST_INDICATORS, Selection, in_percent};

/// Whether any part of the index has a score of the entity.
pub(super) fn has_parts(view: View<'_>, entity: &EntityId) -> bool {
    let level = view.part_level();
    let mut rows = view.rows(level);
    rows.any(|row| row.entity == *entity && row.market.is_none() && row.score.is_some())
}

/// The categories with weight, score, grade, median of all and number of indicators.
pub(super) fn categories(view: View<'_>, entity: &EntityId) -> Option<Filled> {
    let table = category_table(view, entity)?;
    let title = view.words.say("section_categories", &[]);
    Some((title, vec![Element::table(table)]))
}

/// The criteria against those of the others.
pub(super) fn criteria(view: View<'_>, entity: &EntityId, scope: Scope<'_>) -> Option<Filled> {
    let table = criteria_table(view, entity)?;
    let data = scope
        .charts
        .then(|| figures::criteria(view, &Selection::of(std::slice::from_ref(entity))))
        .flatten();
    let element = match data {
        Some(data) => scope.figure("criteria", table, |style| {
            chart::criteria_profile(&data, style)
        }),
        None => Element::table(table),
    };
    Some((criteria_heading(view), vec![element]))
}

/// The heading over criteria: most rubrics of this kind have six.
pub(super) fn criteria_heading(view: View<'_>) -> String {
    let six = view.edition.rubric.criteria.len() == 6;
    let key = if six {
        "section_criteria"
    } else {
        "section_criteria_other"
    };
    view.words.say(key, &[])
}

/// The categories by market, a table for each cut.
pub(super) fn markets(view: View<'_>, entity: &EntityId) -> Option<Filled> {
    let cuts = view.index.cuts.iter();
    let tables: Vec<Element> = cuts
        .filter_map(|cut| by_cut(view, entity, cut))
        .map(Element::table)
        .collect();
    let title = view.words.say("section_markets", &[]);
    (!tables.is_empty()).then_some((title, tables))
}

/// Scores of bodies in the order of their names, which no reader takes for a ranking.
pub(super) fn bodies(view: View<'_>, entity: &EntityId) -> Option<Filled> {
    let table = body_table(view, entity)?;
    let words = view.words;
    let elements = vec![
        Element::text(words.say("bodies_lead", &[])),
        Element::table(table),
    ];
    Some((words.say("bodies", &[]), elements))
}

fn category_table(view: View<'_>, entity: &EntityId) -> Option<Table> {
    let level = view.part_level();
    let words = view.words;
    let entities = view.standings().len();
    let mut rows = Vec::new();
    let mut any = false;
    let axis = view.axis(view.scale_below);
    let group = view.total(entity).and_then(|total| total.group);
    for (node, weight) in view.parts() {
        let row = view.row(entity, level, node);
        any |= row.is_some_and(|row| row.score.is_some());
        let scores: Vec<&Number> = view
            .rows(level)
            .filter(|row| *row.node == *node && row.market.is_none() && row.group == group)
            .filter_map(|row| row.score.as_ref())
            .collect();
        let median = aggregate(Aggregate::Median, &scores).map(|median| view.index.shown(&median));
        let mut line = vec![
            Cell::text(view.node(level, node)),
            Cell::number(weight.map_or_else(|| "–".to_string(), |share| words.share(share))),
            Cell::bar(&view.mark_of(row), &axis, words),
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
        head: heads(view, &peers_heads(view, keys)),
        rows,
    })
}

/// The keys of heads; where ranks are given within groups, peers are those of the group.
fn peers_heads<'k>(view: View<'_>, keys: &[&'k str]) -> Vec<&'k str> {
    let keys = keys.iter().map(|key| match *key {
        "peers" if view.grouped => "peers_group",
        key => key,
    });
    keys.collect()
}

fn criteria_table(view: View<'_>, entity: &EntityId) -> Option<Table> {
    let words = view.words;
    let mut rows = Vec::new();
    let mut peers = false;
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
            .filter(|other| other.node == row.node && other.group == row.group)
            .filter_map(|other| in_percent(other, &best))
            .collect();
        let all: Vec<&Number> = all.iter().collect();
        // The median of one or two says nothing about the others.
        let median = (all.len() > 2).then(|| aggregate(Aggregate::Median, &all));
        peers |= median.is_some();
        rows.push(vec![
            Cell::text(view.node("criterion", &row.node)),
            percent(in_percent(row, &best)),
            percent(median.flatten()),
        ]);
    }
    if rows.is_empty() {
        return None;
    }
    let width = if peers { 3 } else { 2 };
    rows.iter_mut().for_each(|line| line.truncate(width));
    Some(Table {
        caption: criteria_heading(view),
        head: heads(
            view,
            &peers_heads(view, &["criterion", "score", "peers"][..width]),
        ),
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

fn body_table(view: View<'_>, entity: &EntityId) -> Option<Table> {
    let mut rows = figures::of_entity(view, entity)?;
    rows.retain(|(_, row)| row.scored >= LEAST_INDICATORS);
    let rows: Vec<Vec<Cell>> = rows
        .into_iter()
        .map(|(name, row)| {
            let mark = Cell::mark(&view.mark(row), view.words);
            vec![Cell::text(name), Cell::count(row.scored), mark]
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        caption: view.words.say("bodies", &[]),
        head: heads(view, &["body", "indicators_column", "score"]),
        rows,
    })
}
