//! Disclosures of an entity that have nothing to show, and why: black boxes, withheld, not assessed, provisional, not
//! applicable.

use super::blocks::Filled;
use super::records::{self, Item};
use super::section::Element;
use crate::project::EntityId;
use crate::report::View;
use crate::scoring::ScoreState;

/// Disclosures of which nothing is out; `None` where nothing was scored from evidence, so that "no black box" would say
/// more than is known.
pub(super) fn black_boxes(
    view: View<'_>,
    entity: &EntityId,
    most: Option<usize>,
) -> Option<Filled> {
    if !records::any(view, entity) {
        return None;
    }
    let words = view.words;
    let found = records::black_boxes(view, entity);
    let title = format!("{} ({})", words.say("black_boxes", &[]), found.len());
    if found.is_empty() {
        return Some((title, vec![Element::text(words.say("no_black_boxes", &[]))]));
    }
    let items = found.iter().map(|found| records::item(view, found));
    let elements = vec![
        Element::note(words.say("black_boxes_lead", &[])),
        disclosures(view, String::new(), items.collect(), most),
    ];
    Some((title, elements))
}

/// What is not scored, by its state.
pub(super) fn absences(view: View<'_>, entity: &EntityId, most: Option<usize>) -> Option<Filled> {
    let words = view.words;
    let states = [
        (ScoreState::Withheld, "withheld_list"),
        (ScoreState::NotAssessed, "not_assessed_list"),
        (ScoreState::Provisional, "provisional_list"),
        (ScoreState::NotApplicable, "not_applicable_list"),
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
