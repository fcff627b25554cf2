//! The annex about an entity: samples of bodies, and all indicators with criteria, sources and days.

use super::blocks::Filled;
use super::records::{found, heads, item};
use super::section::Element;
use super::table::{Cell, Table};
use crate::chart::Mark;
use crate::index::Row;
use crate::language::rubric::CriterionId;
use crate::project::EntityId;
use crate::report::View;

/// The annex; `None` where nothing is known by indicator.
pub(super) fn evidence(view: View<'_>, entity: &EntityId) -> Option<Filled> {
    let words = view.words;
    let annex = |key: &str, table: Table| Element::Annex {
        title: format!("{} ({})", words.say(key, &[]), table.rows.len()),
        tables: vec![table],
    };
    let samples = samples(view, entity).map(|table| annex("samples", table));
    let all = all_indicators(view, entity).map(|table| annex("all_indicators", table));
    let elements: Vec<Element> = [samples, all].into_iter().flatten().collect();
    let title = words.say("section_evidence", &[]);
    (!elements.is_empty()).then_some((title, elements))
}

/// Indicators that were assessed for several bodies, with the score of each.
fn samples(view: View<'_>, entity: &EntityId) -> Option<Table> {
    let mut rows = Vec::new();
    for found in found(view, entity) {
        let Some(disclosure) = found
            .disclosure
            .filter(|disclosure| disclosure.records.len() > 1)
        else {
            continue;
        };
        let outcomes = &view.edition.scores.outcomes;
        let of_bodies: Vec<String> = disclosure
            .records
            .iter()
            .zip(&found.score.outcomes)
            .filter_map(|(record, outcome)| {
                let score = view.words.number(&outcomes.get(*outcome)?.score);
                Some(format!("{} {score}", record.body.as_deref().unwrap_or("–")))
            })
            .collect();
        rows.push(vec![
            Cell::text(found.indicator.label.or(view.lang(), &found.indicator.id)),
            Cell::of(found.score.score.as_ref(), view.words),
            Cell::text(of_bodies.join(" · ")),
        ]);
    }
    let head = ["indicator", "score", "sample_column"];
    (!rows.is_empty()).then(|| Table {
        caption: view.words.say("samples_lead", &[]),
        head: heads(view, &head),
        rows,
    })
}

/// All indicators of an entity with their criteria and sources.
fn all_indicators(view: View<'_>, entity: &EntityId) -> Option<Table> {
    let rubric = &view.edition.rubric;
    let criteria: Vec<(CriterionId, &str)> = rubric
        .criteria
        .iter()
        .filter_map(|criterion| {
            let id = rubric.criterion(&criterion.name)?;
            Some((id, view.node("criterion", &criterion.name)))
        })
        .collect();
    let rows: Vec<&Row> = view
        .rows("indicator")
        .filter(|row| row.entity == *entity)
        .collect();
    let mut lines = Vec::new();
    for found in found(view, entity) {
        let row = rows.iter().find(|row| *row.node == *found.indicator.id);
        let item = item(view, &found);
        let mut line = vec![Cell::text(item.indicator).with(item.category)];
        for (id, _) in &criteria {
            let score = view.criterion(found.score, *id);
            line.push(Cell::of(score.as_ref(), view.words));
        }
        let mark = row.map_or(Mark::NoScore, |row| exact(view, row));
        line.push(Cell::mark(&mark, view.words));
        let seen = found
            .disclosure
            .and_then(|disclosure| disclosure.notes.seen);
        let source = item.source;
        line.push(match seen {
            Some(day) => source.with(day.to_string()),
            None => source,
        });
        lines.push(line);
    }
    if lines.is_empty() {
        return None;
    }
    let mut head = heads(view, &["indicator"]);
    head.extend(criteria.iter().map(|(_, name)| Cell::number(*name)));
    head.push(Cell::number(view.words.say("score", &[])));
    head.push(Cell::text(view.words.say("source", &[])));
    // A column without a single entry is left out.
    let last = head.len() - 1;
    if lines
        .iter()
        .all(|line| line.last().is_some_and(|cell| *cell == Cell::default()))
    {
        head.truncate(last);
        lines.iter_mut().for_each(|line| line.truncate(last));
    }
    Some(Table {
        caption: view.words.say("all_indicators", &[]),
        head,
        rows: lines,
    })
}

/// A single disclosure is shown as it was scored, not rounded like an index.
fn exact(view: View<'_>, row: &Row) -> Mark {
    let mark = view.mark(row);
    match (mark, &row.score) {
        (
            Mark::Score {
                value,
                grade,
                given,
                provisional,
                nothing,
                ..
            },
            Some(score),
        ) => Mark::Score {
            value,
            shown: view.words.number(score),
            grade,
            given,
            provisional,
            nothing,
        },
        (mark, _) => mark,
    }
}
