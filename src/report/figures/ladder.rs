//! The cheapest way to the next grade, action by action.

use super::{Selection, costs, planned, planner, points};
use crate::analysis::plan::{Action, Costs, Goal, Plan, Warning};
use crate::chart::{LadderAction, LadderData, LadderLevel};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

/// The ladder of the first chosen entity to its next grade, by the cost file of the project or one for each changed
/// answer. `None` where nobody is chosen, the best grade is reached, or nothing can be planned; the last also where the
/// cost file has mistakes.
pub fn ladder(view: View<'_>, chosen: &Selection) -> Option<LadderData> {
    let entity = chosen.one()?;
    by_costs(view, entity, &costs(view)?)
}

fn by_costs(view: View<'_>, entity: &EntityId, costs: &Costs) -> Option<LadderData> {
    let planner = planner(view, costs)?;
    let planned = |safe: bool| planned(&planner, entity, Goal::NextGrade, safe);
    let found = planned(false)?;
    let safe = planned(true).filter(|safe| !same(&found, safe));
    let unit = costs.unit.clone();
    planned_out(view, entity, (&found, safe.as_ref()), unit)
}

/// The ladder of a plan made with these costs; `None` where nothing is to be done or no grade is
/// aimed at.
pub(in crate::report) fn ladder_of(
    view: View<'_>,
    entity: &EntityId,
    plan: &Plan,
    costs: &Costs,
) -> Option<LadderData> {
    planned_out(view, entity, (plan, None), costs.unit.clone())
}

/// The ladder of a plan, with another one that leaves out what is withheld where that is not the same.
fn planned_out(
    view: View<'_>,
    entity: &EntityId,
    (found, safe): (&Plan, Option<&Plan>),
    unit: Option<String>,
) -> Option<LadderData> {
    if found.actions.is_empty() {
        return None;
    }
    let words = view.words;
    let grade = found.aim.grade.clone()?;
    let mut notes = Vec::new();
    if let Some(safe) = safe.filter(|safe| !safe.reached) {
        let to = words.fixed(&safe.to, safe.aim.decimals(&safe.to));
        let fill: [(&str, &dyn Display); 2] = [("grade", &grade), ("score", &to)];
        notes.push(words.say("ladder_out_of_reach", &fill));
    }
    for warning in found.warnings(view.results, view.edition, &view.index.name) {
        let key = match warning {
            Warning::OneCriterion => "ladder_one_criterion",
            Warning::OneCategory => "ladder_one_category",
        };
        notes.push(words.say(key, &[]));
    }
    // A plan by itself that leaves something aside is not the cheapest way there is.
    let aside = found.field.aside.get("constraint").map_or(0, Vec::len);
    notes.push(match aside {
        0 => words.say("ladder_note", &[]),
        aside => words.count("road_aside", aside, &[]),
    });
    let unit = unit.unwrap_or_else(|| words.say("ladder_answers", &[]));
    let name = view.results.project.entities.label(entity, view.lang());
    let from = level(view, found, &found.from);
    let old = from.grade.as_ref().map_or("", |grade| &grade.label);
    let least = found.aim.least.as_ref();
    let begins = least.map_or_else(String::new, |least| words.number(least));
    let cost = words.number(&found.cost);
    let fill: [(&str, &dyn Display); 8] = [
        ("entity", &name),
        ("grade", &grade),
        ("begins", &begins),
        ("old", &old),
        ("effort", &cost),
        ("unit", &unit),
        ("index", &view.index_name()),
        ("edition", &view.edition_name()),
    ];
    let key = if found.reached {
        "title_ladder"
    } else {
        "title_ladder_short"
    };
    // The last step may lead further than to the grade that was aimed at.
    let end = level(view, found, &found.to)
        .grade
        .filter(|_| found.reached);
    let end = end.map_or_else(|| grade.clone(), |grade| grade.label);
    let mut of_title = fill.to_vec();
    of_title.retain(|(name, _)| *name != "grade");
    of_title.push(("grade", &end));
    let title = words.count(key, found.actions.len(), &of_title);
    let subtitle = words.say("subtitle_ladder", &fill);
    Some(LadderData {
        frame: view.frame(title, subtitle, notes),
        from,
        unit,
        actions: actions(view, found),
        without_withheld: safe.map_or_else(Vec::new, |safe| actions(view, safe)),
        grades: grades(view, entity, found),
    })
}

/// Do two plans ask for the same? Slots are counted per field, so what they are of is compared.
fn same(one: &Plan, other: &Plan) -> bool {
    let told = |plan: &Plan| -> Vec<_> {
        let of = |action: &Action| {
            let slot = plan.field.slots.get(action.slot);
            let of = slot.map(|slot| (slot.indicator, slot.body.clone()));
            (of, action.state.score.clone(), action.state.cost.clone())
        };
        plan.actions.iter().map(of).collect()
    };
    told(one) == told(other)
}

fn level(view: View<'_>, plan: &Plan, total: &Number) -> LadderLevel {
    LadderLevel {
        value: total.to_f64(),
        shown: view.words.fixed(total, plan.aim.decimals(total)),
        grade: view.graded(total),
    }
}

fn actions(view: View<'_>, plan: &Plan) -> Vec<LadderAction> {
    let catalogue = &view.results.catalogue;
    let mut total = plan.from.clone();
    let mut told = Vec::new();
    for action in &plan.actions {
        total = total.plus(&action.gain);
        let slot = plan.field.slots.get(action.slot);
        let indicator = slot.and_then(|slot| Some((slot, catalogue.indicator(slot.indicator)?)));
        let Some((slot, indicator)) = indicator else {
            continue;
        };
        let label = indicator.label.or(view.lang(), &indicator.id);
        told.push(LadderAction {
            name: match &slot.body {
                Some(body) => format!("{label} ({body})"),
                None => label.to_string(),
            },
            owner: view.owners(indicator),
            effort: action.state.cost.to_f64(),
            effort_shown: view.words.number(&action.state.cost),
            gain_shown: points(view, &action.gain),
            to: level(view, plan, &total),
            withheld: slot.withheld.is_some() || slot.security,
        });
    }
    told
}

/// The exact totals at which grades begin.
fn grades(view: View<'_>, entity: &EntityId, plan: &Plan) -> Vec<(f64, crate::chart::Grade)> {
    let begins = |name: &str| {
        let goal = Goal::Grade(name.to_string());
        let aim = goal.aim(view.edition, view.index, entity, &plan.from);
        Some(aim.ok()?.least?.to_f64())
    };
    let grades = view.index.grades.iter();
    grades
        .filter_map(|grade| Some((begins(&grade.name)?, view.grade(&grade.name))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::example::{chosen, seen};

    fn of(edition: &str, entity: &str) -> Option<LadderData> {
        seen("eti-demo", edition, |view| {
            ladder(view, &chosen(view, &[entity], &[]))
        })
    }

    #[test]
    fn the_steps_lead_from_the_score_to_the_grade() {
        let data = of("international-2023", "DV").unwrap();
        // `clearwatt plan` of the same: 42.89 to 44.69, three actions of one changed fact, D begins at 44.5. The gains
        // are 20/27, 10/19 and 10/19 points: 0.7407 + 0.5263 + 0.5263 = 1.7934.
        assert_eq!(data.from.shown, "42.89");
        let gains: Vec<&str> = data.actions.iter().map(|a| a.gain_shown.as_str()).collect();
        assert_eq!(gains, ["+0.74", "+0.53", "+0.53"]);
        let end = &data.actions[2].to;
        assert_eq!(end.shown, "44.69");
        let expected = 20.0 / 27.0 + 20.0 / 19.0;
        assert!((end.value - data.from.value - expected).abs() < 1e-9);
        assert_eq!(data.from.grade.as_ref().unwrap().label, "D-");
        assert_eq!(end.grade.as_ref().unwrap().label, "D");
        let begins = data.grades.iter().find(|(_, grade)| grade.label == "D");
        assert_eq!(begins.unwrap().0, 44.5);
        assert_eq!(
            data.actions[0].owner,
            "Energy regulator, Gas transmission operator"
        );
        assert_eq!(data.frame.title, "Dravina: 3 actions lead from D- to D");
        assert!(data.without_withheld.is_empty());
    }

    #[test]
    fn a_cheaper_way_through_what_is_withheld_has_another_beside_it() {
        use crate::analysis::plan::Special;
        seen("eti-demo", "international-2023", |view| {
            let cheap = [
                "electricity-licence-register",
                "electricity-inside-information",
            ];
            let indicators = cheap.map(|name| {
                let special = Special {
                    cost: Some(Number::whole(1)),
                    ..Special::default()
                };
                (view.results.catalogue.indicator_id(name).unwrap(), special)
            });
            // Three actions of one changed answer, as above, now cost 15; two of what is withheld 2.
            let costs = Costs {
                default: Number::whole(5),
                indicators: indicators.into(),
                ..Costs::default()
            };
            let dv = view.results.project.entities.resolve("DV").unwrap();
            let data = by_costs(view, &dv, &costs).unwrap();
            // Each gains 20/19 points: 42.89 + 1.05 + 1.05 = 45.00, and the safe way ends as above.
            assert!(data.actions.iter().all(|action| action.withheld));
            assert_eq!(data.actions.last().unwrap().to.shown, "45.00");
            assert_eq!(data.without_withheld.len(), 3);
            assert_eq!(data.without_withheld.last().unwrap().to.shown, "44.69");
            assert!(data.without_withheld.iter().all(|action| !action.withheld));
        });
    }

    #[test]
    fn every_curve_rises_and_the_other_way_takes_nothing_withheld() {
        seen("eti-demo", "international-2022", |view| {
            let mut drawn = 0;
            for entity in ["VR", "DV", "LM"] {
                let Some(data) = ladder(view, &chosen(view, &[entity], &[])) else {
                    continue;
                };
                drawn += 1;
                for way in [&data.actions, &data.without_withheld] {
                    let mut before = data.from.value;
                    for action in way {
                        assert!(action.to.value > before, "{entity}");
                        assert!(action.effort > 0.0);
                        before = action.to.value;
                    }
                }
                let mut others = data.without_withheld.iter();
                assert!(others.all(|action| !action.withheld));
            }
            assert!(drawn > 0);
        });
    }

    #[test]
    fn a_plan_for_the_public_says_what_it_leaves_aside() {
        seen("eti-demo", "international-2023", |view| {
            let dv = view.results.project.entities.resolve("DV").unwrap();
            let costs = Costs::default();
            let planner = planner(view, &costs).unwrap();
            let plan = planned(&planner, &dv, Goal::NextGrade, true).unwrap();
            let data = ladder_of(view, &dv, &plan, &costs).unwrap();
            assert!(data.actions.iter().all(|action| !action.withheld));
            assert!(data.without_withheld.is_empty());
            // 43 of its disclosures are withheld, as the funnel counts them.
            let last = data.frame.notes.last().unwrap();
            assert_eq!(last, "43 withheld indicators are left aside.");
        });
    }

    #[test]
    fn scores_without_evidence_cannot_be_planned() {
        let data = seen("eti-published", "international-2023", |view| {
            ladder(view, &chosen(view, &["UA"], &[]))
        });
        assert_eq!(data, None);
        let nobody = seen("eti-demo", "international-2023", |view| {
            ladder(view, &Selection::default())
        });
        assert_eq!(nobody, None);
    }
}
