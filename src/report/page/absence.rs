//! Disclosures that have nothing to show, and why: black boxes of one entity and across all, withheld, not assessed,
//! provisional, not applicable.

use super::blocks::{Filled, Scope, beside};
use super::records::{self, Item, heads};
use super::section::Element;
use super::table::{Cell, Table};
use crate::chart::Chart;
use crate::evidence::Absence;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{self, Selection};
use crate::scoring::ScoreState;

/// Disclosures that are closed; `None` where the rubric does not say what that is, and where nothing was scored from
/// evidence, so that "no black box" would say more than is known.
pub(super) fn black_boxes(
    view: View<'_>,
    entity: &EntityId,
    most: Option<usize>,
    scope: Scope<'_>,
) -> Option<Filled> {
    let words = view.words;
    let lead = lead(view)?;
    if !records::any(view, entity) {
        return None;
    }
    let found = records::black_boxes(view, entity);
    let title = format!("{} ({})", words.say("black_boxes", &[]), found.len());
    if found.is_empty() {
        return Some((title, vec![Element::text(words.say("no_black_boxes", &[]))]));
    }
    let items = found.iter().map(|found| records::item(view, found));
    let mut elements = vec![Element::note(lead)];
    let alone = Selection::of(std::slice::from_ref(entity));
    elements.extend(funnel(view, &alone, scope));
    elements.push(disclosures(view, String::new(), items.collect(), most));
    Some((title, elements))
}

/// What closed means, and what stands in the list; `None` where the rubric does not say what is closed.
fn lead(view: View<'_>) -> Option<String> {
    let reason = begins_sentence(records::what_is_closed(view)?);
    Some(view.words.say("black_boxes_lead", &[("reason", &reason)]))
}

fn begins_sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// How many disclosures are left after each criterion: what is closed is lost at the first of them.
fn funnel(view: View<'_>, chosen: &Selection, scope: Scope<'_>) -> Option<Element> {
    let data = figures::funnel(view, chosen).filter(|_| scope.charts)?;
    let table = Table::of_chart(data.frame.subtitle.clone(), data.table());
    Some(scope.figure("funnel", table, |style| data.draw(&beside(style))))
}

/// Disclosures that are closed, those in most places first.
pub(super) fn across(view: View<'_>, most: Option<usize>, scope: Scope<'_>) -> Option<Filled> {
    let words = view.words;
    let lead = lead(view)?;
    let standings = view.standings();
    let mut closed: Vec<(&str, Vec<&str>, records::Item)> = Vec::new();
    let mut asked = 0;
    for total in &standings {
        asked += usize::from(records::any(view, &total.entity));
        for found in records::black_boxes(view, &total.entity) {
            let id = found.indicator.id.as_str();
            let name = view.entity(&total.entity);
            match closed.iter_mut().find(|(known, ..)| *known == id) {
                Some((_, names, _)) => names.push(name),
                None => closed.push((id, vec![name], records::item(view, &found))),
            }
        }
    }
    if asked == 0 {
        return None;
    }
    let title = words.say("black_boxes", &[]);
    if closed.is_empty() {
        return Some((title, vec![Element::text(words.say("no_black_boxes", &[]))]));
    }
    // A stable sort: what is closed in equally many places stays in the order of the catalogue.
    closed.sort_by_key(|(_, names, _)| std::cmp::Reverse(names.len()));
    let all = closed.len();
    let shown = most.unwrap_or(all);
    let rows = closed.into_iter().take(shown).map(|(_, names, item)| {
        let closed_in = words.say("closed_count", &[("count", &names.len()), ("of", &asked)]);
        vec![
            Cell::text(item.indicator).with(item.category),
            Cell::text(item.bodies),
            Cell::number(closed_in),
            Cell::text(names.join(", ")),
        ]
    });
    let mut head = heads(
        view,
        &["indicator", "body", "closed_column", "closed_where"],
    );
    if let Some(cell) = head.get_mut(2) {
        cell.number = true;
    }
    let table = Table {
        caption: words.say("black_boxes_across", &[]),
        rows: rows.collect(),
        head,
    };
    let mut elements = vec![Element::text(lead)];
    elements.extend(funnel(view, &Selection::default(), scope));
    elements.push(Element::table(table));
    if all > shown {
        elements.push(Element::note(words.count("and_more", all - shown, &[])));
    }
    Some((title, elements))
}

/// What is not scored, by its state.
pub(super) fn absences(view: View<'_>, entity: &EntityId, most: Option<usize>) -> Option<Filled> {
    let words = view.words;
    let states = [
        (ScoreState::Absent(Absence::Withheld), "withheld_list"),
        (
            ScoreState::Absent(Absence::NotAssessed),
            "not_assessed_list",
        ),
        (ScoreState::Provisional, "provisional_list"),
        (
            ScoreState::Absent(Absence::NotApplicable),
            "not_applicable_list",
        ),
    ];
    let elements: Vec<Element> = states
        .into_iter()
        .map(|(state, title)| (title, records::in_state(view, entity, state)))
        .filter(|(_, items)| !items.is_empty())
        .map(|(title, items)| {
            let title = format!("{} ({})", words.say(title, &[]), items.len());
            disclosures(view, title, items, most)
        })
        .collect();
    let title = words.say("section_absences", &[]);
    (!elements.is_empty()).then_some((title, elements))
}

fn disclosures(view: View<'_>, title: String, items: Vec<Item>, most: Option<usize>) -> Element {
    let all = items.len();
    let shown = most.unwrap_or(all).min(all);
    let more = match all - shown {
        0 => String::new(),
        left => view.words.count("and_more", left, &[]),
    };
    Element::Disclosures {
        title,
        disclosures: items.into_iter().take(shown).collect(),
        more,
    }
}
