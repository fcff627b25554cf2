//! `extends "base.rubric"`: the base's parts with those that the new file names put in their place.
//!
//! A part is replaced by one of the same kind and name: criteria, lets, indices, examples, tests (by label) and single
//! facts; `adjust`, `score`, `absence`, `grades`, `closed`, `words`, `several`, `edition` and `source` as a whole.
//! Everything else is added. Order is the base's, so that "earlier criteria" stay earlier. An index marked `headline` is
//! the official one instead of the base's.

use super::super::syntax::{DropItem, FactBlock, FactItem, Item, PartKind, RubricFile};

/// `changed` on top of `base`.
pub fn extended(base: RubricFile, changed: RubricFile) -> RubricFile {
    let mut items = base.items;
    // The official index of the new file takes the place of the base's.
    if changed.items.iter().any(is_marked) {
        items.iter_mut().for_each(|item| {
            if let Item::Index(index) = item {
                index.headline = None;
            }
        });
    }
    // A part that the new file gives twice stays there twice, and is reported.
    let again: Vec<bool> = changed
        .items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let mut before = changed.items.iter().take(at);
            before.any(|earlier| same_part(earlier, item))
        })
        .collect();
    for (item, again) in changed.items.into_iter().zip(again) {
        match item {
            Item::Extends(_) => {}
            // What is left out of the base goes; where the base has no such part, the statement stays and is reported.
            Item::Drop(without) => {
                let before = items.len();
                items.retain(|known| !is_part(known, &without));
                if items.len() == before {
                    items.push(Item::Drop(without));
                }
            }
            Item::Facts(block) => extend_facts(&mut items, block),
            other => {
                let place = items
                    .iter()
                    .position(|known| !again && same_part(known, &other));
                match place.and_then(|at| items.get_mut(at)) {
                    Some(known) => *known = other,
                    None => items.push(other),
                }
            }
        }
    }
    RubricFile {
        name: changed.name,
        label: changed.label.or(base.label),
        items,
        span: changed.span,
    }
}

fn is_marked(item: &Item) -> bool {
    matches!(item, Item::Index(index) if index.headline.is_some())
}

fn same_part(a: &Item, b: &Item) -> bool {
    match (a, b) {
        (Item::Let(a), Item::Let(b)) => a.name.text == b.name.text,
        (Item::Criterion(a), Item::Criterion(b)) => a.name.text == b.name.text,
        (Item::Index(a), Item::Index(b)) => a.name.text == b.name.text,
        (Item::Example(a), Item::Example(b)) => a.name.text == b.name.text,
        (Item::Test(a), Item::Test(b)) => a.label.text == b.label.text,
        (Item::Score(a), Item::Score(b)) => {
            a.name.as_ref().map(|name| &name.text) == b.name.as_ref().map(|name| &name.text)
        }
        (Item::Several(a), Item::Several(b)) => a.of.text == b.of.text,
        (Item::Edition(_), Item::Edition(_))
        | (Item::Source(_), Item::Source(_))
        | (Item::Adjust(_), Item::Adjust(_))
        | (Item::Absence(_), Item::Absence(_))
        | (Item::Grades(_), Item::Grades(_))
        | (Item::Closed(_), Item::Closed(_))
        | (Item::Words(_), Item::Words(_)) => true,
        (Item::Note(a), Item::Note(b)) => a.text == b.text,
        _ => false,
    }
}

fn is_part(item: &Item, without: &DropItem) -> bool {
    let (kind, name) = match item {
        Item::Criterion(item) => (PartKind::Criterion, &item.name.text),
        Item::Index(item) => (PartKind::Index, &item.name.text),
        Item::Let(item) => (PartKind::Let, &item.name.text),
        Item::Example(item) => (PartKind::Example, &item.name.text),
        Item::Test(item) => (PartKind::Test, &item.label.text),
        Item::Score(item) => match &item.name {
            Some(name) => (PartKind::Score, &name.text),
            None => return false,
        },
        Item::Grades(_) => return without.part == PartKind::Grades,
        Item::Closed(_) => return without.part == PartKind::Closed,
        Item::Words(_) => return without.part == PartKind::Words,
        _ => return false,
    };
    kind == without.part && *name == without.name.text
}

fn extend_facts(items: &mut Vec<Item>, block: FactBlock) {
    let known = items.iter_mut().find_map(|item| match item {
        Item::Facts(known) if known.role == block.role => Some(known),
        _ => None,
    });
    match known {
        Some(known) => extend_fact_items(&mut known.facts, block.facts),
        None => items.push(Item::Facts(block)),
    }
}

/// A fact replaces the base's fact of that name wherever it stands there; a `when` group of the new file is taken
/// apart fact by fact, and what the base does not know is added with its condition.
fn extend_fact_items(known: &mut Vec<FactItem>, changed: Vec<FactItem>) {
    for item in changed {
        match item {
            FactItem::Fact(declaration) => {
                if let Some(rest) = replace_fact(known, FactItem::Fact(declaration)) {
                    known.push(rest);
                }
            }
            FactItem::When {
                condition,
                facts,
                span,
            } => {
                let added: Vec<FactItem> = facts
                    .into_iter()
                    .filter_map(|fact| replace_fact(known, fact))
                    .collect();
                if !added.is_empty() {
                    known.push(FactItem::When {
                        condition,
                        facts: added,
                        span,
                    });
                }
            }
        }
    }
}

/// Gives the fact back when the base does not know it.
fn replace_fact(known: &mut [FactItem], changed: FactItem) -> Option<FactItem> {
    let FactItem::Fact(declaration) = &changed else {
        return Some(changed);
    };
    for item in known {
        match item {
            FactItem::Fact(old) if old.name.text == declaration.name.text => {
                *item = changed;
                return None;
            }
            FactItem::Fact(_) => {}
            FactItem::When { facts, .. } => {
                if facts_declare(facts, &declaration.name.text) {
                    return replace_fact(facts, changed);
                }
            }
        }
    }
    Some(changed)
}

fn facts_declare(items: &[FactItem], name: &str) -> bool {
    items.iter().any(|item| match item {
        FactItem::Fact(declaration) => declaration.name.text == name,
        FactItem::When { facts, .. } => facts_declare(facts, name),
    })
}
