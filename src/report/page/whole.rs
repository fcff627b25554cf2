//! Blocks about all entities of an edition together: charts with their tables, markets, coverage.

use super::blocks::{Filled, Scope};
use super::profile::criteria_heading;
use super::records::heads;
use super::section::Element;
use super::table::{Cell, Table};
use crate::chart::{self, Chart};
use crate::index::{Row, RowState};
use crate::language::rubric::CutBy;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{self, Selection};

/// The ranking.
pub(super) fn ranking(view: View<'_>, scope: Scope<'_>) -> Option<Filled> {
    let data = figures::ranking(view, &Selection::default())?;
    let title = view.words.say("section_ranking", &[]);
    let table = ranking_table(view);
    if !scope.charts {
        return Some((title, vec![Element::table(table)]));
    }
    let figure = scope.figure("ranking", table, |style| chart::ranking(&data, style));
    Some((title, vec![figure]))
}

/// Entities by categories. Where the latest edition gave totals only, categories of an earlier one are better than none.
pub(super) fn categories(view: View<'_>, scope: Scope<'_>) -> Option<Filled> {
    let mut back = view.editions().into_iter().rev();
    let (of, data) =
        back.find_map(|view| Some((view, figures::heat_map(view, &Selection::default())?)))?;
    let figure = scope.figure("categories", category_table(of), |style| {
        chart::heat_map(&data, style)
    });
    Some((view.words.say("section_categories", &[]), vec![figure]))
}

/// The criteria of everybody.
pub(super) fn criteria(view: View<'_>, scope: Scope<'_>) -> Option<Filled> {
    let data = figures::criteria(view, &Selection::default())?;
    let figure = scope.figure("criteria", criteria_table(view, &data), |style| {
        chart::criteria_profile(&data, style)
    });
    Some((criteria_heading(view), vec![figure]))
}

/// The index over the editions, one entity followed where the report is about one.
pub(super) fn over_time(
    view: View<'_>,
    scope: Scope<'_>,
    entity: Option<&EntityId>,
) -> Option<Filled> {
    let chosen = Selection {
        entities: Vec::new(),
        highlight: entity.cloned().into_iter().collect(),
    };
    let data = figures::timeline(view, &chosen)?;
    let title = view.words.say("section_time", &[]);
    let table = time_table(view, &data);
    if !scope.charts {
        return Some((title, vec![Element::table(table)]));
    }
    let figure = scope.figure("timeline", table, |style| chart::timeline(&data, style));
    let mut elements = vec![figure];
    if entity.is_none() {
        elements.extend(ranks_over_time(view, scope));
    }
    Some((title, elements))
}

/// The ranks over the editions, from three on: two are compared by what changed.
fn ranks_over_time(view: View<'_>, scope: Scope<'_>) -> Option<Element> {
    let data = figures::bump(view, &Selection::default())?;
    let enough = data.editions.len() >= 3;
    enough.then(|| {
        let table = Table::of_chart(data.frame.subtitle.clone(), data.table());
        scope.figure("ranks", table, |style| chart::bump(&data, style))
    })
}

/// Everybody in this edition and the one before.
pub(super) fn changes(view: View<'_>, scope: Scope<'_>) -> Option<Filled> {
    let data = figures::dumbbell(view, &Selection::default())?;
    // Of one alone the card says it.
    let moved = data.rows.iter().filter(|row| !row.difference.is_empty());
    if moved.count() < 2 {
        return None;
    }
    let apart = data.aside.iter().map(|aside| {
        let mark = aside.mark.as_ref();
        vec![
            Cell::text(aside.name.clone()),
            Cell::default(),
            mark.map_or_else(Cell::default, |mark| Cell::mark(mark, view.words)),
            Cell::text(aside.why.clone()),
        ]
    });
    let apart: Vec<Vec<Cell>> = apart.collect();
    let words = view.words;
    let title = words.say("section_changed", &[("from", &data.from)]);
    let mut head = vec![
        entity_head(view),
        Cell::number(data.from.clone()),
        Cell::number(data.to.clone()),
    ];
    head.extend(heads(view, &["change"]));
    let rows = data.rows.iter().map(|row| {
        vec![
            Cell::text(row.name.clone()),
            Cell::mark(&row.from, words),
            Cell::mark(&row.to, words),
            Cell::number(row.difference.clone()),
        ]
    });
    let table = Table {
        caption: title.clone(),
        rows: rows.chain(apart).collect(),
        head,
    };
    let figure = scope.figure("changes", table, |style| chart::dumbbell(&data, style));
    Some((title, vec![figure]))
}

/// Totals by market.
pub(super) fn markets(view: View<'_>) -> Option<Filled> {
    let table = market_table(view)?;
    let title = view.words.say("section_markets", &[]);
    Some((title, vec![Element::table(table)]))
}

/// How many indicators the scores are made of; of one entity only its line.
pub(super) fn coverage(view: View<'_>, entity: Option<&EntityId>) -> Option<Filled> {
    let table = coverage_table(view, entity)?;
    let words = view.words;
    let elements = vec![
        Element::text(words.say("coverage_lead", &[])),
        Element::table(table),
    ];
    Some((words.say("section_coverage", &[]), elements))
}

pub(super) fn entity_head(view: View<'_>) -> Cell {
    let key = if view.are_countries() {
        "entity"
    } else {
        "entity_other"
    };
    Cell::text(view.words.say(key, &[]))
}

fn ranking_table(view: View<'_>) -> Table {
    let words = view.words;
    let rows = view.standings().into_iter().map(|row| {
        vec![
            Cell::number(
                row.rank_in_words()
                    .map_or_else(|| "–".to_string(), |rank| place(view, row, rank)),
            ),
            Cell::text(view.entity(&row.entity)),
            Cell::mark(&view.mark(row), words),
            Cell::of(row.score.as_ref(), words),
            Cell::text(state(view, row)),
        ]
    });
    let mut head = heads(
        view,
        &["rank_column", "entity", "score", "exact_score", "state"],
    );
    head[1] = entity_head(view);
    Table {
        caption: words.say("section_ranking", &[]),
        rows: rows.collect(),
        head,
    }
}

/// A rank, and the group it is given in where there are several.
fn place(view: View<'_>, row: &Row, rank: String) -> String {
    match view.group_name(row) {
        Some(group) => format!("{rank} ({group})"),
        None => rank,
    }
}

/// How a total came about, where that is not simply from evidence.
fn state(view: View<'_>, row: &Row) -> String {
    let key = match row.state {
        RowState::Scored => return String::new(),
        RowState::Provisional => "provisional",
        RowState::Given => "given",
        RowState::CarriedOver => "carried_over",
        RowState::FromGiven => "from_given",
        RowState::NotApplicable => "not_applicable",
        RowState::NotAssessed => "not_assessed",
        RowState::Withheld => "withheld",
        RowState::NoScore => "no_score",
    };
    view.words.say(key, &[])
}

fn category_table(view: View<'_>) -> Table {
    let words = view.words;
    let level = view.part_level();
    let parts = view.parts();
    let mut head = vec![entity_head(view)];
    head.extend(parts.iter().map(|(node, weight)| {
        let cell = Cell::number(view.node(level, node));
        match weight {
            Some(share) => cell.with(words.share(share)),
            None => cell,
        }
    }));
    head.push(Cell::number(words.say("total", &[])));
    let rows = view.standings().into_iter().map(|total| {
        let mut line = vec![Cell::text(view.entity(&total.entity))];
        for (node, _) in &parts {
            let row = view.row(&total.entity, level, node);
            line.push(Cell::mark(&view.mark_of(row), words));
        }
        line.push(Cell::mark(&view.mark(total), words));
        line
    });
    let without_parts = |line: &Vec<Cell>| {
        let parts = line.get(1..=parts.len()).unwrap_or_default();
        parts.iter().all(|cell| cell.absence == Some("no_score"))
    };
    let rows = rows.filter(|line| !without_parts(line));
    Table {
        caption: format!(
            "{}, {}",
            words.say("section_categories", &[]),
            view.edition_name()
        ),
        rows: rows.collect(),
        head,
    }
}

fn criteria_table(view: View<'_>, data: &chart::CriteriaData) -> Table {
    let words = view.words;
    let mut head = vec![entity_head(view)];
    head.extend(
        data.criteria
            .iter()
            .map(|strip| Cell::number(strip.name.clone())),
    );
    let rows = data.entities.iter().enumerate().map(|(at, name)| {
        let mut line = vec![Cell::text(name.clone())];
        for strip in &data.criteria {
            let mark = strip.marks.get(at);
            line.push(mark.map_or_else(Cell::default, |mark| Cell::mark(mark, words)));
        }
        line
    });
    Table {
        caption: data.frame.subtitle.clone(),
        rows: rows.collect(),
        head,
    }
}

fn time_table(view: View<'_>, data: &chart::TimelineData) -> Table {
    let mut head = vec![entity_head(view)];
    head.extend(
        data.years
            .iter()
            .map(|year| Cell::number(data.names.name(*year))),
    );
    let rows = data.series.iter().map(|series| {
        let mut line = vec![Cell::text(series.name.clone())];
        for year in &data.years {
            let point = series.points.iter().find(|point| point.year == *year);
            line.push(point.map_or_else(
                || Cell::number("–"),
                |point| Cell::mark(&point.mark, view.words),
            ));
        }
        line
    });
    Table {
        caption: data.frame.subtitle.clone(),
        rows: rows.collect(),
        head,
    }
}

/// Totals by the values of the first cut that goes by a fact, for all entities.
fn market_table(view: View<'_>) -> Option<Table> {
    let cut = view
        .index
        .cuts
        .iter()
        .find(|cut| matches!(cut.by, CutBy::Fact(_)))?;
    let mut values: Vec<&str> = Vec::new();
    for row in view.rows(&cut.name).filter(|row| row.score.is_some()) {
        if !values.contains(&&*row.node) {
            values.push(&row.node);
        }
    }
    if values.is_empty() {
        return None;
    }
    let mut head = vec![entity_head(view)];
    head.extend(
        values
            .iter()
            .map(|value| Cell::number(view.term(value, value))),
    );
    let rows = view.standings().into_iter().map(|total| {
        let mut line = vec![Cell::text(view.entity(&total.entity))];
        for value in &values {
            let row = view
                .rows(&cut.name)
                .find(|row| row.entity == total.entity && *row.node == **value);
            line.push(Cell::mark(&view.mark_of(row), view.words));
        }
        line
    });
    Some(Table {
        caption: view.words.say("section_markets", &[]),
        rows: rows.collect(),
        head,
    })
}

fn coverage_table(view: View<'_>, entity: Option<&EntityId>) -> Option<Table> {
    let mut standings = view.standings();
    standings.retain(|row| entity.is_none_or(|entity| row.entity == *entity));
    if standings.iter().all(|row| row.scored == 0) {
        return None;
    }
    let rows = standings.iter().map(|row| {
        vec![
            Cell::text(
                view.results
                    .project
                    .entities
                    .label(&row.entity, view.lang()),
            ),
            Cell::count(row.scored),
            Cell::count(row.applicable),
            Cell::count(row.expected),
        ]
    });
    let mut head = heads(
        view,
        &[
            "entity",
            "scored_column",
            "applicable_column",
            "expected_column",
        ],
    );
    head[0] = entity_head(view);
    Some(Table {
        caption: view.words.say("section_coverage", &[]),
        rows: rows.collect(),
        head,
    })
}
