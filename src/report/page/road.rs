//! The road to the next grade: the cheapest plan, and the cheapest that leaves alone what is withheld. The numbers are
//! those of `clearwatt plan`.

use super::blocks::{Filled, Scope, beside};
use super::change::numbers;
use super::section::Element;
use super::table::{Cell, Table};
use crate::analysis::plan::{Action, Change, Costs, Goal, Plan, Planner, Slot};
use crate::catalogue::Indicator;
use crate::chart::Chart;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::{self, points};
use std::fmt::Display;

/// The road; `None` where the best grade is reached or nothing can be planned.
pub(super) fn road(
    view: View<'_>,
    entity: &EntityId,
    most: Option<usize>,
    scope: Scope<'_>,
    planner: &Planner<'_>,
) -> Option<Filled> {
    let words = view.words;
    let costs = planner.costs();
    // A report for the public spells out nothing that may touch security.
    let safe = planned(planner, entity, Goal::NextGrade, true)?;
    let grade = safe.aim.grade.clone()?;
    let cheapest = planned(planner, entity, Goal::NextGrade, false);
    let lead = lead(view, &safe, cheapest.as_ref(), &grade, costs).join(" ");
    let mut elements = vec![Element::text(lead)];
    let rows: Vec<Vec<Cell>> = safe
        .actions
        .iter()
        .filter_map(|action| row(view, &safe, action))
        .collect();
    let all = rows.len();
    let shown = most.unwrap_or(all);
    let keys = ["indicator", "changed_points", "road_change", "road_example"];
    let mut head = numbers(view, &keys, 1);
    head.iter_mut().skip(2).for_each(|cell| cell.number = false);
    elements.push(Element::table(Table {
        caption: words.say("road_caption", &[("grade", &grade)]),
        head,
        rows: rows.into_iter().take(shown).collect(),
    }));
    if all > shown {
        elements.push(Element::note(words.count("and_more", all - shown, &[])));
    }
    let data = figures::ladder_of(view, entity, &safe, costs).filter(|_| scope.charts);
    elements.extend(data.map(|data| {
        let table = Table::of_chart(data.frame.subtitle.clone(), data.table());
        scope.figure("ladder", table, |style| data.draw(&beside(style)))
    }));
    elements.push(Element::note(words.say(&keyed("road_note", costs), &[])));
    Some((words.say("section_road", &[("grade", &grade)]), elements))
}

fn lead(
    view: View<'_>,
    safe: &Plan,
    cheapest: Option<&Plan>,
    grade: &str,
    costs: &Costs,
) -> Vec<String> {
    let words = view.words;
    let begins = safe.aim.least.as_ref();
    let begins = begins.map_or(String::new(), |least| words.number(least));
    let said = |plan: &Plan, reached: &str, short: &str| {
        let shown = |total: &Number| words.fixed(total, plan.aim.decimals(total));
        let fill: [(&str, &dyn Display); 5] = [
            ("grade", &grade),
            ("before", &shown(&plan.from)),
            ("now", &shown(&plan.to)),
            ("begins", &begins),
            ("facts", &cost(view, &plan.cost, costs)),
        ];
        let key = if plan.reached {
            keyed(reached, costs)
        } else {
            short.to_string()
        };
        words.count(&key, plan.actions.len(), &fill)
    };
    let mut lead = vec![said(safe, "road_lead", "road_short")];
    let set_aside = safe.field.aside.get("constraint").map_or(0, Vec::len);
    if set_aside > 0 {
        lead.push(words.count("road_aside", set_aside, &[]));
    }
    // Named only by its size: what it does with what is withheld is not for the public.
    let better = |plan: &&Plan| plan.reached && (!safe.reached || plan.cost < safe.cost);
    if let Some(plan) = cheapest.filter(better) {
        let facts = cost(view, &plan.cost, costs);
        let key = keyed("road_cheapest", costs);
        lead.push(words.count(&key, plan.actions.len(), &[("facts", &facts)]));
    }
    lead
}

/// A plan by the costs of the project; `None` where there is nothing to do.
pub(super) fn planned(
    planner: &Planner<'_>,
    entity: &EntityId,
    goal: Goal,
    safe: bool,
) -> Option<Plan> {
    let found = figures::planned(planner, entity, goal, safe)?;
    (!found.actions.is_empty()).then_some(found)
}

/// What a plan costs: a number of changed answers where nothing else is known, else a number with its unit.
pub(super) fn cost(view: View<'_>, cost: &Number, costs: &Costs) -> String {
    let cost = view.words.number(cost);
    match &costs.unit {
        Some(unit) => format!("{cost} {unit}"),
        None => cost,
    }
}

/// The key of a text that speaks of changed answers, or of costs where the project has its own.
pub(super) fn keyed(key: &str, costs: &Costs) -> String {
    if *costs == Costs::default() {
        key.to_string()
    } else {
        format!("{key}_costs")
    }
}

/// What is acted on, with its indicator.
pub(super) fn target<'a>(
    view: View<'a>,
    plan: &'a Plan,
    action: &Action,
) -> Option<(&'a Slot, &'a Indicator)> {
    let slot = plan.field.slots.get(action.slot)?;
    let indicator = view.results.catalogue.indicator(slot.indicator)?;
    Some((slot, indicator))
}

fn row(view: View<'_>, plan: &Plan, action: &Action) -> Option<Vec<Cell>> {
    let (slot, indicator) = target(view, plan, action)?;
    Some(vec![
        Cell::text(indicator.label.or(view.lang(), &indicator.id))
            .with(slot.body.as_deref().unwrap_or("")),
        gain(view, &action.gain),
        Cell::text(changes(view, action)),
        Cell::text(example(view, action)),
    ])
}

/// Points gained.
pub(super) fn gain(view: View<'_>, gain: &Number) -> Cell {
    Cell::number(points(view, gain))
}

/// Who has done it already; empty when nobody has.
pub(super) fn example(view: View<'_>, action: &Action) -> String {
    let done_by = action.done_by.as_ref();
    done_by.map_or(String::new(), |id| view.entity(id).to_string())
}

/// What is to be changed, as it is recorded: `formats [pdf] → [csv]`.
pub(super) fn changes(view: View<'_>, action: &Action) -> String {
    let rubric = &view.edition.rubric;
    let changes = action.state.changes.iter();
    let changes: Vec<String> = changes
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
                ..
            } => {
                let name = &rubric.criteria.get(criterion.index())?.name;
                Some(format!("{} {from} → {to}", view.node("criterion", name)))
            }
        })
        .collect();
    changes.join(", ")
}
