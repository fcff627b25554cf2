//! A plan in words and as rows.

use super::Told;
use crate::analysis::plan::{Action, Change, Plan, Slot, Step, Warning, rank_with};
use crate::catalogue::Indicator;
use crate::cli::arguments::Format;
use crate::cli::table::{csv, json, signed, table};
use crate::language::number::Number;
use std::fmt::Write;

pub const HEAD: [&str; 15] = [
    "indicator",
    "body",
    "score",
    "new_score",
    "points",
    "cost",
    "changes",
    "owner",
    "basis",
    "done_by",
    "black_box",
    "withheld",
    "law",
    "security",
    "gain_alone_by_change",
];

impl Told<'_> {
    /// A total as it is shown, with its grade.
    pub fn shown(&self, total: &Number) -> String {
        let Some(index) = self.edition.rubric.index(self.index) else {
            return total.to_string();
        };
        let shown = index.shown(total);
        match index.grade(total) {
            Some(grade) => format!("{shown} {}", grade.name),
            None => shown.to_string(),
        }
    }

    fn cost(&self, cost: &Number) -> String {
        match &self.costs.unit {
            Some(unit) => format!("{} {unit}", plain_number(cost)),
            None => {
                let facts = plain_number(cost);
                format!(
                    "{facts} changed fact{}",
                    if facts == "1" { "" } else { "s" }
                )
            }
        }
    }

    pub fn plan(&self, plan: &Plan) -> String {
        let name = self
            .results
            .project
            .entities
            .label(self.entity, &self.command.lang);
        let mut text = format!(
            "{name}, {}: {} → {}\n",
            self.edition.id,
            self.shown(&plan.from),
            self.shown(&plan.to)
        );
        let points = signed(&plan.to.minus(&plan.from), 2);
        let goal = match (&plan.aim.least, &plan.aim.grade) {
            (Some(least), Some(grade)) => format!("; {grade} begins at {}", plain_number(least)),
            (Some(least), None) => format!("; the goal begins at {}", plain_number(least)),
            (None, _) => String::new(),
        };
        if plan.actions.is_empty() && plan.reached {
            text.push_str("The goal is reached already.\n");
            return text;
        }
        let count = plan.actions.len();
        let _ = writeln!(
            text,
            "{count} action{}, {}: {} to {} ({points}){goal}",
            if count == 1 { "" } else { "s" },
            self.cost(&plan.cost),
            plan.from.fixed(plan.aim.decimals(&plan.from)),
            plan.to.fixed(plan.aim.decimals(&plan.to))
        );
        if !plan.reached && plan.aim.least.is_some() {
            text.push_str(
                "The goal is out of reach under these conditions; this is the nearest one gets.\n",
            );
        } else if let Some((before, after)) =
            self.ranks(plan).filter(|(before, after)| before != after)
        {
            let _ = writeln!(
                text,
                "Rank {before} → {after} while the others stand still."
            );
        }
        text.push('\n');
        for (action, number) in plan.actions.iter().zip(1..) {
            self.action(plan, action, number, &mut text);
        }
        text + &self.remarks(plan)
    }

    fn action(&self, plan: &Plan, action: &Action, number: usize, text: &mut String) {
        let Some((slot, indicator)) = self.slot(plan, action) else {
            return;
        };
        let name = indicator.label.or(&self.command.lang, &indicator.id);
        let body = slot
            .body
            .as_ref()
            .map_or(String::new(), |body| format!(", {body}"));
        let _ = writeln!(
            text,
            "{number:>3}. {name}{body}: {} → {}, {} points, {}",
            slot.score.fixed(1),
            action.state.score.fixed(1),
            signed(&action.gain, 2),
            self.cost(&action.state.cost)
        );
        if let Some(reason) = &slot.withheld {
            let _ = writeln!(
                text,
                "     withheld now: {}; make sure that opening it is safe",
                reason.replace('_', " ")
            );
        }
        let _ = writeln!(text, "     {}", self.changes(action, false).join(", "));
        let alone = self.alone(slot, action);
        if alone.len() > 1 && alone.iter().any(Option::is_some) {
            let _ = writeln!(text, "     {}", self.alone_in_words(action, &alone));
        }
        let mut why = Vec::new();
        let owners = self.owners(indicator);
        if !owners.is_empty() {
            why.push(format!("who: {owners}"));
        }
        let basis = basis(indicator);
        if !basis.is_empty() {
            why.push(format!("basis: {basis}"));
        }
        if let Some(example) = &action.done_by {
            let name = self
                .results
                .project
                .entities
                .label(example, &self.command.lang);
            why.push(format!("done by: {name}"));
        }
        if !why.is_empty() {
            let _ = writeln!(text, "     {}", why.join(" · "));
        }
    }

    fn slot<'p>(&'p self, plan: &'p Plan, action: &Action) -> Option<(&'p Slot, &'p Indicator)> {
        let slot = plan.field.slots.get(action.slot)?;
        Some((slot, self.results.catalogue.indicator(slot.indicator)?))
    }

    fn alone(&self, slot: &Slot, action: &Action) -> Vec<Option<Number>> {
        let index = self.edition.rubric.index(self.index);
        let changes = action.state.changes.iter();
        changes
            .map(|change| slot.alone(self.edition, index?, change))
            .collect()
    }

    fn alone_in_words(&self, action: &Action, alone: &[Option<Number>]) -> String {
        let each = action
            .state
            .changes
            .iter()
            .zip(alone)
            .map(|(change, gain)| {
                let name = self.name(change);
                match gain {
                    Some(gain) => format!("{name} {}", signed(gain, 2)),
                    None => format!("{name} nothing"),
                }
            });
        let each: Vec<String> = each.collect();
        format!(
            "alone: {}; together {}",
            each.join(", "),
            signed(&action.gain, 2)
        )
    }

    fn name(&self, change: &Change) -> String {
        let rubric = &self.edition.rubric;
        match change {
            Change::Fact { fact, .. } => rubric
                .facts
                .get(fact.index())
                .map_or_else(String::new, |fact| fact.name.clone()),
            Change::Judged { criterion, .. } => {
                let found = rubric.criteria.get(criterion.index());
                found.map_or_else(String::new, |found| found.name.clone())
            }
        }
    }

    fn changes(&self, action: &Action, ascii: bool) -> Vec<String> {
        let arrow = if ascii { "->" } else { "→" };
        let rubric = &self.edition.rubric;
        let words = action.state.changes.iter().map(|change| match change {
            Change::Fact { fact, from, to } => {
                let Some(fact) = rubric.facts.get(fact.index()) else {
                    return String::new();
                };
                let from = from.as_ref().map_or(String::new(), |from| {
                    format!("{} {arrow} ", fact.domain.show(from))
                });
                format!("{} {from}{}", fact.name, fact.domain.show(to))
            }
            Change::Judged { from, to, .. } => {
                format!("{} (judged) {from} {arrow} {to}", self.name(change))
            }
        });
        words.collect()
    }

    fn owners(&self, indicator: &Indicator) -> String {
        let bodies = &self.results.catalogue.bodies;
        let owners = indicator
            .bodies
            .iter()
            .filter_map(|id| bodies.get(id.index()));
        owners
            .map(|body| body.label.or(&self.command.lang, &body.id))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The rank now and after the plan, while the others stand still.
    fn ranks(&self, plan: &Plan) -> Option<(u32, u32)> {
        let index = self.edition.rubric.index(self.index)?;
        let before = self.edition.total(self.index, self.entity)?.rank?;
        Some((
            before,
            rank_with(self.edition, index, self.entity, &plan.to)?,
        ))
    }

    fn remarks(&self, plan: &Plan) -> String {
        let mut text = String::from("\n");
        for warning in plan.warnings(self.results, self.edition, self.index) {
            text.push_str(match warning {
                Warning::OneCriterion => "Note: all actions change the same thing; a score lifted so opens little that was closed.\n",
                Warning::OneCategory => "Note: all actions lie in one category.\n",
            });
        }
        let aside = |key: &str| plan.field.aside.get(key).map_or(0, Vec::len);
        let reasons = [
            ("constraint", "excluded by the conditions"),
            ("skipped", "excluded by the cost file"),
            ("not_assessed", "not assessed, so an assessment comes first"),
            ("given", "known only as published scores"),
            (
                "sample",
                "sampled in a way that bodies cannot be planned one by one",
            ),
            (
                "no_state",
                "without a better state that answers could bring",
            ),
        ];
        let told: Vec<String> = reasons
            .iter()
            .filter(|(key, _)| aside(key) > 0)
            .map(|(key, words)| format!("{} {words}", aside(key)))
            .collect();
        if !told.is_empty() {
            let _ = writeln!(text, "Indicators not planned: {}.", told.join("; "));
        }
        text.push_str("The cheapest way there is, by these costs. What is scored is practice: a page that is put up for the assessment and not kept up falls back.\n");
        text
    }

    /// The plan that opens what is closed, beside the cheapest one.
    pub fn other_way(&self, cheapest: &Plan, boxes: &Plan) -> String {
        let opened = |plan: &Plan| {
            let slots = plan
                .actions
                .iter()
                .filter_map(|action| plan.field.slots.get(action.slot));
            slots.filter(|slot| slot.black_box).count()
        };
        if opened(boxes) == 0 {
            return String::new();
        }
        format!(
            "Black boxes first (`--black-boxes-first`): {} actions, {}, of them {} black boxes (the plan above opens {}), to {}.\n",
            boxes.actions.len(),
            self.cost(&boxes.cost),
            opened(boxes),
            opened(cheapest),
            self.shown(&boxes.to)
        )
    }

    pub fn rows(&self, plan: &Plan) -> Vec<Vec<String>> {
        let yes = |is: bool| if is { "yes" } else { "no" }.to_string();
        let mut rows = Vec::new();
        for action in &plan.actions {
            let Some((slot, indicator)) = self.slot(plan, action) else {
                continue;
            };
            let example = &action.done_by;
            let bodies = &self.results.catalogue.bodies;
            let owners = indicator
                .bodies
                .iter()
                .filter_map(|id| bodies.get(id.index()));
            let alone = self
                .alone(slot, action)
                .into_iter()
                .zip(&action.state.changes);
            let alone = alone.map(|(gain, change)| {
                format!(
                    "{} {}",
                    self.name(change),
                    gain.map_or("-".to_string(), |gain| gain.to_string())
                )
            });
            rows.push(vec![
                indicator.id.clone(),
                slot.body.as_deref().unwrap_or("").to_string(),
                slot.score.to_string(),
                action.state.score.to_string(),
                action.gain.to_string(),
                action.state.cost.to_string(),
                self.changes(action, true).join("; "),
                owners
                    .map(|body| body.id.as_str())
                    .collect::<Vec<_>>()
                    .join("; "),
                basis(indicator),
                example.as_ref().map_or(String::new(), ToString::to_string),
                yes(slot.black_box),
                slot.withheld.clone().unwrap_or_default(),
                yes(slot.law),
                yes(slot.security),
                alone.collect::<Vec<_>>().join("; "),
            ]);
        }
        rows
    }

    pub fn frontier(&self, steps: &[Step]) -> String {
        let Some(index) = self.edition.rubric.index(self.index) else {
            return String::new();
        };
        let grade = |step: &Step| {
            let grade = index.grade(&step.total);
            grade.map_or("", |grade| grade.name.as_str()).to_string()
        };
        let row = |step: &Step, exact: bool| {
            let number = |number: &Number| {
                if exact {
                    number.to_string()
                } else {
                    plain_number(number)
                }
            };
            vec![
                number(&step.cost),
                if exact {
                    step.total.to_string()
                } else {
                    step.total.fixed(2)
                },
                index.shown(&step.total).to_string(),
                grade(step),
                step.actions.to_string(),
            ]
        };
        let head = ["cost", "score", "shown", "grade", "actions"];
        if self.command.format != Format::Table {
            let rows: Vec<Vec<String>> = steps.iter().map(|step| row(step, true)).collect();
            return if self.command.format == Format::Csv {
                csv(&head, &rows)
            } else {
                json(&head, &rows)
            };
        }
        // A reader sees where the grade changes; every step is in the file.
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut before: Option<String> = None;
        for (at, step) in steps.iter().enumerate() {
            let now = grade(step);
            if before.as_ref() != Some(&now) || at + 1 == steps.len() {
                rows.push(row(step, false));
            }
            before = Some(now);
        }
        let name = self
            .results
            .project
            .entities
            .label(self.entity, &self.command.lang);
        let unit = self.costs.unit.as_deref().unwrap_or("changed facts");
        format!(
            "{name}, {}: the most that can be reached for every cost, in {unit}; where the grade changes\n{}",
            self.edition.id,
            table(&head, &rows, &[0, 1, 2, 4])
        ) + &format!(
            "{} steps in all; `--format csv` has all of them\n",
            steps.len()
        )
    }
}

fn basis(indicator: &Indicator) -> String {
    let written = indicator.basis.iter().map(|basis| {
        let article = basis
            .article
            .as_ref()
            .map_or(String::new(), |article| format!(", {article}"));
        let verify = if basis.verify {
            " (to be verified)"
        } else {
            ""
        };
        format!("{}{article}{verify}", basis.act)
    });
    written.collect::<Vec<_>>().join("; ")
}

/// A number without needless decimals.
fn plain_number(number: &Number) -> String {
    number.significant(6)
}
