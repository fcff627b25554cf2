//! What changed for an entity since the edition before. The numbers are those of `clearwatt progress --why`.

use super::blocks::{Filled, Scope};
use super::records::heads;
use super::section::Element;
use super::table::{Cell, Table};
use crate::analysis::progress::{Decomposition, FactChange, Leaf, Moved, method};
use crate::chart;
use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{self, points, since};
use std::fmt::Display;

/// So many indicators and facts are named; the command line has all of them.
const MOST_INDICATORS: usize = 8;
const MOST_FACTS: usize = 3;

/// What changed since the last edition that has a score of the entity; `None` where nothing by indicator is known.
pub(super) fn changes(view: View<'_>, entity: &EntityId, scope: Scope<'_>) -> Option<Filled> {
    let words = view.words;
    let (before, found) = since(view, view.total(entity)?)?;
    let results = view.results;
    let from = before.edition_name();
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
    let table = by_category(view, &found);
    let chart = scope
        .charts
        .then(|| figures::waterfall(view, entity))
        .flatten();
    let mut elements = vec![Element::text(lead.join(" "))];
    elements.push(match chart {
        Some(data) => scope.figure("waterfall", table, |style| chart::waterfall(&data, style)),
        None => Element::table(table),
    });
    elements.extend(by_evidence(view, &found).map(Element::table));
    elements.push(Element::note(words.say("changed_note", &[])));
    Some((words.say("section_changed", &[("from", &from)]), elements))
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

fn whole_percent(share: &Number) -> Number {
    share.rounded(Rounding {
        mode: RoundingMode::HalfUp,
        to: Precision::Decimals(2),
    })
}

/// Head cells, those from a place on to the right.
pub(super) fn numbers(view: View<'_>, keys: &[&str], from: usize) -> Vec<Cell> {
    let mut head = heads(view, keys);
    head.iter_mut()
        .skip(from)
        .for_each(|cell| cell.number = true);
    head
}
