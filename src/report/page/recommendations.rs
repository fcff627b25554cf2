//! What to do, by whom, on what basis, for how much effort and gain, as a table to hand over.

use super::blocks::Filled;
use super::change::numbers;
use super::records::grounds;
use super::road::{changes, example, gain, keyed, planned, target};
use super::section::Element;
use super::table::{Cell, Table};
use crate::analysis::plan::{Goal, Planner};
use crate::project::EntityId;
use crate::report::View;

/// So many actions are named unless the report file says how many.
const MOST: usize = 20;

/// The actions that gain most per changed answer, whatever grade they lead to.
pub(super) fn recommendations(
    view: View<'_>,
    entity: &EntityId,
    most: Option<usize>,
    planner: &Planner<'_>,
) -> Option<Filled> {
    let words = view.words;
    let costs = planner.costs();
    let plan = planned(planner, entity, Goal::Everything, true)?;
    let mut actions: Vec<_> = plan.actions.iter().collect();
    // What costs nothing comes first. A stable sort: equal ones stay in the plan's order, the largest gain first.
    actions.sort_by_cached_key(|action| {
        let yields = action.gain.over(&action.state.cost);
        (yields.is_some(), std::cmp::Reverse(yields))
    });
    let all = actions.len();
    let shown = most.unwrap_or(MOST);
    let rows = actions.into_iter().take(shown).filter_map(|action| {
        let (slot, indicator) = target(view, &plan, action)?;
        Some(vec![
            Cell::text(indicator.label.or(view.lang(), &indicator.id))
                .with(slot.body.as_deref().unwrap_or("")),
            Cell::text(changes(view, action)),
            Cell::text(view.owners(indicator)).with(grounds(indicator, view)),
            Cell::number(words.number(&action.state.cost)),
            gain(view, &action.gain),
            Cell::text(example(view, action)),
        ])
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let effort = keyed("effort", costs);
    let keys = [
        "indicator",
        "road_change",
        "owner_and_basis",
        &effort,
        "changed_points",
        "road_example",
    ];
    let mut head = numbers(view, &keys, 0);
    for (at, cell) in head.iter_mut().enumerate() {
        cell.number = matches!(at, 3 | 4);
    }
    if let (Some(cell), Some(unit)) = (head.get_mut(3), &costs.unit) {
        cell.more.clone_from(unit);
    }
    let mut elements = vec![
        Element::text(words.say(&keyed("recommendations_lead", costs), &[])),
        Element::table(Table {
            caption: words.say("section_recommendations", &[]),
            head,
            rows,
        }),
    ];
    if all > shown {
        elements.push(Element::note(words.count("and_more", all - shown, &[])));
    }
    Some((words.say("section_recommendations", &[]), elements))
}
