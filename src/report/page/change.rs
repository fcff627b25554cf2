//! What changed for an entity since the edition before. The numbers are those of `clearwatt progress --why`.

use super::blocks::{Filled, Scope};
use super::records::heads;
use super::section::Element;
use super::table::{Cell, Table};
use crate::analysis::progress::{FactChange, Group, Leaf, Moved, adding_up};
use crate::chart;
use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{self, Since, since};
use crate::results::Basis;
use std::fmt::Display;

/// So many indicators and facts are named; the command line has all of them.
const MOST_INDICATORS: usize = 8;
const MOST_FACTS: usize = 3;

/// What changed since the last edition that has a score of the entity; `None` where nothing by indicator is known.
pub(super) fn changes(view: View<'_>, entity: &EntityId, scope: Scope<'_>) -> Option<Filled> {
    let words = view.words;
    let since = since(view, view.total(entity)?)?;
    let found = &since.found;
    let from = since.before.edition_name();
    let mut lead = vec![sum(view, &since, &from)];
    match &since.change.basis {
        Basis::SameRules { .. } => {
            lead.extend(view.basis(std::iter::once(&since.change)));
            lead.push(words.say("changed_method", &[("from", &from)]));
        }
        Basis::Published => lead.push(words.say(
            "changed_share",
            &[
                ("count", &found.counts.0),
                ("before", &words.share(&whole_percent(&found.shares.0))),
                ("now", &words.share(&whole_percent(&found.shares.1))),
            ],
        )),
    }
    let table = by_category(view, &since);
    let chart = scope
        .charts
        .then(|| figures::waterfall(view, entity))
        .flatten();
    let mut elements = vec![Element::text(lead.join(" "))];
    elements.push(match chart {
        Some(data) => scope.figure("waterfall", table, |style| chart::waterfall(&data, style)),
        None => Element::table(table),
    });
    elements.extend(by_evidence(view, &since).map(Element::table));
    elements.push(Element::note(words.say("changed_note", &[])));
    Some((words.say("section_changed", &[("from", &from)]), elements))
}

fn sum(view: View<'_>, since: &Since<'_>, from: &str) -> String {
    let (words, found) = (view.words, &since.found);
    let printed = since.adding_up(&[found.whole.evidence.clone(), found.whole.coverage.clone()]);
    let part = |at: usize| {
        let part = printed.get(at).cloned().unwrap_or_else(Number::zero);
        since.signed(view, &part)
    };
    let fill: [(&str, &dyn Display); 6] = [
        ("from", &from),
        ("before", &since.number(view, &found.from)),
        ("now", &since.number(view, &found.to)),
        ("change", &view.signed(&since.change)),
        ("evidence", &part(0)),
        ("coverage", &part(1)),
    ];
    match since.change.basis {
        Basis::Published => words.say("changed_lead", &fill),
        Basis::SameRules { .. } => words.say("changed_lead_same_rules", &fill),
    }
}

/// Points by category: what other evidence made of them and, where published scores are compared, other indicators.
fn by_category(view: View<'_>, since: &Since<'_>) -> Table {
    let (words, found) = (view.words, &since.found);
    let published = since.change.basis == Basis::Published;
    let groups = found.categories.iter().map(|(_, group)| group);
    let column = |part: fn(&Group) -> Number, whole: Number| {
        let exact: Vec<Number> = groups.clone().map(part).collect();
        let mut printed = adding_up(&exact, &whole, since.decimals);
        printed.push(whole);
        printed
    };
    let whole = since.adding_up(&[found.whole.evidence.clone(), found.whole.coverage.clone()]);
    let whole = |at: usize| whole.get(at).cloned().unwrap_or_else(Number::zero);
    let evidence = column(|group| group.evidence.clone(), whole(0));
    let coverage = column(|group| group.coverage.clone(), whole(1));
    let names = found.categories.iter().map(|(node, _)| {
        let node = node.and_then(|id| view.results.catalogue.nodes.get(id.index()));
        node.map_or_else(
            || words.say("changed_rest", &[]),
            |node| node.label.or(view.lang(), &node.id).to_string(),
        )
    });
    let names = names.chain([words.say("changed_together", &[])]);
    let rows = names.zip(evidence.into_iter().zip(coverage));
    let rows = rows.map(|(name, (evidence, coverage))| {
        let cell = |number: &Number| Cell::number(since.signed(view, number));
        let mut line = vec![Cell::text(name), cell(&evidence)];
        if published {
            line.extend([cell(&coverage), cell(&evidence.plus(&coverage))]);
        }
        line
    });
    let rows = rows.collect();
    let mut head = vec!["category", "changed_evidence"];
    if published {
        head.extend(["changed_indicators", "changed_sum"]);
    }
    Table {
        caption: words.say("changed_by_category", &[]),
        head: numbers(view, &head, 1),
        rows,
    }
}

fn by_evidence(view: View<'_>, since: &Since<'_>) -> Option<Table> {
    let moved: Vec<&Moved> = since
        .found
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
                Cell::number(since.signed(view, &moved.parts.evidence)),
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
