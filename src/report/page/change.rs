//! Two sections of an entity's page: what changed since the edition before, and the road to the next grade. Their
//! numbers are those of `clearwatt progress --why` and `clearwatt plan`.

use super::records::heads;
use super::table::{Cell, Table};
use crate::analysis::plan::{Action, Change, Constraints, Costs, Goal, Plan, Wish, plan};
use crate::analysis::progress::{Decomposition, FactChange, Leaf, Moved, method};
use crate::index::Row;
use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::report::View;
use crate::report::figures::{points, since};
use serde::Serialize;
use std::fmt::Display;

/// A section of an entity's page.
#[derive(Debug, Clone, Serialize)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// Sentences before the tables.
    pub lead: Vec<String>,
    /// The tables.
    pub tables: Vec<Table>,
    /// What must be known to read them.
    pub note: String,
}

/// So many indicators and facts are named; the command line has all of them.
const MOST_INDICATORS: usize = 8;
const MOST_FACTS: usize = 3;

/// What changed since the last edition that has a score of the entity; `None` where nothing by indicator is known.
pub(super) fn changed(view: View<'_>, total: &Row) -> Option<Section> {
    let words = view.words;
    let (before, found) = since(view, total)?;
    let results = view.results;
    let from = before.edition_name();
    let mut tables = vec![by_category(view, &found)];
    tables.extend(by_evidence(view, &found));
    let mut lead = vec![sum(view, &found, &from)];
    if method(results, before.edition) != method(results, view.edition) {
        lead.push(words.say("changed_method", &[("from", &from)]));
    }
    lead.push(words.say(
        "changed_share",
        &[
            ("count", &found.counts.0),
            ("before", &words.share(&whole_percent(&found.shares.0))),
            ("now", &words.share(&whole_percent(&found.shares.1))),
        ],
    ));
    Some(Section {
        title: words.say("section_changed", &[("from", &from)]),
        lead,
        tables,
        note: words.say("changed_note", &[]),
    })
}

fn sum(view: View<'_>, found: &Decomposition, from: &str) -> String {
    let words = view.words;
    let fill: [(&str, &dyn Display); 7] = [
        ("from", &from),
        ("before", &words.fixed(&found.from, 2)),
        ("now", &words.fixed(&found.to, 2)),
        ("change", &points(view, &found.to.minus(&found.from))),
        ("evidence", &points(view, &found.whole.evidence)),
        ("method", &points(view, &found.whole.method)),
        ("coverage", &points(view, &found.whole.coverage)),
    ];
    words.say("changed_lead", &fill)
}

fn by_category(view: View<'_>, found: &Decomposition) -> Table {
    let words = view.words;
    let mut rows = Vec::new();
    let line = |name: String, group: &crate::analysis::progress::Group| {
        let numbers = [
            &group.evidence,
            &group.method,
            &group.coverage,
            &group.sum(),
        ];
        let mut line = vec![Cell::text(name)];
        line.extend(numbers.map(|number| Cell::number(points(view, number))));
        line
    };
    for (node, group) in &found.categories {
        let node = node.and_then(|id| view.results.catalogue.nodes.get(id.index()));
        let name = node.map_or_else(
            || words.say("changed_rest", &[]),
            |node| node.label.or(view.lang(), &node.id).to_string(),
        );
        rows.push(line(name, group));
    }
    rows.push(line(words.say("changed_together", &[]), &found.whole));
    Table {
        caption: words.say("changed_by_category", &[]),
        head: numbers(
            view,
            &[
                "category",
                "changed_evidence",
                "changed_rules",
                "changed_indicators",
                "changed_sum",
            ],
            1,
        ),
        rows,
    }
}

fn by_evidence(view: View<'_>, found: &Decomposition) -> Option<Table> {
    let moved: Vec<&Moved> = found
        .moved
        .iter()
        .filter(|moved| !moved.parts.evidence.is_zero())
        .collect();
    let rows: Vec<Vec<Cell>> = moved
        .iter()
        .take(MOST_INDICATORS)
        .filter_map(|moved| {
            let Leaf::Indicator(id) = moved.leaf else {
                return None;
            };
            let indicator = view.results.catalogue.indicator(id)?;
            let exact = |score: &Option<Number>| Cell::of(score.as_ref(), view.words);
            Some(vec![
                Cell::text(indicator.label.or(view.lang(), &indicator.id)),
                exact(&moved.before),
                exact(&moved.after),
                Cell::number(points(view, &moved.parts.evidence)),
                Cell::text(facts(&moved.facts)),
            ])
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        caption: view.words.count("changed_most", moved.len(), &[]),
        head: {
            let mut head = numbers(
                view,
                &[
                    "indicator",
                    "changed_before",
                    "changed_now",
                    "changed_points",
                    "changed_facts",
                ],
                1,
            );
            if let Some(last) = head.last_mut() {
                last.number = false;
            }
            head
        },
        rows,
    })
}

/// Facts as they are recorded: `formats [pdf] → [csv]`. What became answered because another answer changed comes last.
fn facts(changes: &[FactChange]) -> String {
    let mut told: Vec<&FactChange> = changes.iter().collect();
    told.sort_by_key(|change| change.from.is_none() || change.to.is_none());
    let side = |side: &Option<String>| side.clone().unwrap_or_else(|| "–".to_string());
    let words = told.iter().take(MOST_FACTS).map(|change| {
        let body = change
            .body
            .as_ref()
            .map_or(String::new(), |body| format!("{body}: "));
        format!(
            "{body}{} {} → {}",
            change.fact,
            side(&change.from),
            side(&change.to)
        )
    });
    let mut words: Vec<String> = words.collect();
    if told.len() > MOST_FACTS {
        words.push("…".to_string());
    }
    words.join(", ")
}

/// The road to the next grade; `None` where it is reached or nothing can be planned.
pub(super) fn road(view: View<'_>, total: &Row) -> Option<Section> {
    let words = view.words;
    let wish = Wish {
        index: &view.index.name,
        entity: &total.entity,
        goal: Goal::NextGrade,
        // A report for the public proposes nothing that may touch security.
        constraints: Constraints {
            safe: true,
            ..Constraints::default()
        },
        budget: None,
        most: None,
        black_boxes_first: false,
    };
    let found = plan(view.results, view.edition, &wish, &Costs::default()).ok()?;
    if found.actions.is_empty() {
        return None;
    }
    let grade = found.aim.grade.clone()?;
    let fill: [(&str, &dyn Display); 5] = [
        ("grade", &grade),
        ("before", &words.fixed(&found.from, 2)),
        ("now", &words.fixed(&found.to, 2)),
        (
            "begins",
            &found
                .aim
                .least
                .as_ref()
                .map_or(String::new(), |least| words.number(least)),
        ),
        ("facts", &words.number(&found.cost)),
    ];
    let key = if found.reached {
        "road_lead"
    } else {
        "road_short"
    };
    let mut lead = vec![words.count(key, found.actions.len(), &fill)];
    let set_aside = found.field.aside.get("constraint").map_or(0, Vec::len);
    if set_aside > 0 {
        lead.push(words.count("road_aside", set_aside, &[]));
    }
    let rows = found
        .actions
        .iter()
        .filter_map(|action| row(view, &found, action, total))
        .collect();
    let mut head = numbers(
        view,
        &[
            "indicator",
            "changed_points",
            "road_change",
            "body",
            "road_example",
        ],
        1,
    );
    head.iter_mut().skip(2).for_each(|cell| cell.number = false);
    Some(Section {
        title: words.say("section_road", &[("grade", &grade)]),
        lead,
        tables: vec![Table {
            caption: words.say("road_caption", &[("grade", &grade)]),
            head,
            rows,
        }],
        note: words.say("road_note", &[]),
    })
}

fn row(view: View<'_>, plan: &Plan, action: &Action, total: &Row) -> Option<Vec<Cell>> {
    let slot = plan.field.slots.get(action.slot)?;
    let catalogue = &view.results.catalogue;
    let indicator = catalogue.indicator(slot.indicator)?;
    let rubric = &view.edition.rubric;
    let changes: Vec<String> = action
        .state
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Fact { fact, from, to } => {
                let fact = rubric.facts.get(fact.index())?;
                let from = from.as_ref().map_or(String::new(), |from| {
                    format!("{} → ", fact.domain.show(from))
                });
                Some(format!("{} {from}{}", fact.name, fact.domain.show(to)))
            }
            Change::Judged {
                criterion,
                from,
                to,
            } => {
                let name = &rubric.criteria.get(criterion.index())?.name;
                Some(format!("{} {from} → {to}", view.node("criterion", name)))
            }
        })
        .collect();
    let bodies: Vec<&str> = indicator
        .bodies
        .iter()
        .filter_map(|id| catalogue.bodies.get(id.index()))
        .map(|body| body.label.or(view.lang(), &body.id))
        .collect();
    let example = slot.done_by(
        view.edition,
        &view.index.name,
        &total.entity,
        &action.state.score,
    );
    let example = example.map_or(String::new(), |id| {
        view.results
            .project
            .entities
            .label(&id, view.lang())
            .to_string()
    });
    Some(vec![
        Cell::text(indicator.label.or(view.lang(), &indicator.id))
            .with(slot.body.as_deref().unwrap_or("")),
        Cell::number(points(view, &action.gain)),
        Cell::text(changes.join(", ")),
        Cell::text(bodies.join(", ")),
        Cell::text(example),
    ])
}

fn whole_percent(share: &Number) -> Number {
    share.rounded(Rounding {
        mode: RoundingMode::HalfUp,
        to: Precision::Decimals(2),
    })
}

/// Head cells, those from a place on to the right.
fn numbers(view: View<'_>, keys: &[&str], from: usize) -> Vec<Cell> {
    let mut head = heads(view, keys);
    head.iter_mut()
        .skip(from)
        .for_each(|cell| cell.number = true);
    head
}
