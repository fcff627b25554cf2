//! What a change between two editions is made of, from the old score to the new one.

use crate::analysis::progress::{Decomposition, Leaf, adding_up, decompose, decompose_comparable};
use crate::chart::{Cause, WaterfallData, WaterfallEnd, WaterfallStep};
use crate::index::Row;
use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use crate::report::View;
use crate::results::{Basis, Change};
use std::fmt::Display;

/// So many categories have a step of their own; the rest is one.
const MOST_STEPS: usize = 10;
/// Decimals where the rubric rounds to none.
const UNROUNDED: u32 = 2;

/// The change of an entity since the last edition that has a score of it, taken apart; `None` where there is no such
/// edition, the two cannot be compared, or nothing by indicator is known of both.
pub fn waterfall(view: View<'_>, entity: &EntityId) -> Option<WaterfallData> {
    let since = since(view, view.total(entity)?)?;
    let found = &since.found;
    let words = view.words;
    let from = since.before.edition_name();
    let mut evidence: Vec<(String, Number)> = Vec::new();
    for (node, group) in &found.categories {
        let node = node.and_then(|id| view.results.catalogue.nodes.get(id.index()));
        let name = match node {
            Some(node) => node.label.or(view.lang(), &node.id).to_string(),
            None => words.say("changed_rest", &[]),
        };
        if !group.evidence.is_zero() {
            evidence.push((name, group.evidence.clone()));
        }
    }
    evidence.sort_by_cached_key(|(_, by)| std::cmp::Reverse(by.absolute()));
    if evidence.len() > MOST_STEPS {
        let rest = evidence.split_off(MOST_STEPS - 1);
        let count = rest.len();
        let sum = rest
            .iter()
            .fold(Number::zero(), |sum, (_, by)| sum.plus(by));
        evidence.push((words.say("waterfall_other", &[("count", &count)]), sum));
    }
    let mut parts: Vec<(String, Number, Cause)> = Vec::new();
    if !found.whole.coverage.is_zero() {
        let name = words.say("waterfall_indicators", &[]);
        parts.push((name, found.whole.coverage.clone(), Cause::Method));
    }
    let evidence = evidence.into_iter();
    parts.extend(evidence.map(|(name, by)| (name, by, Cause::Evidence)));
    let exact: Vec<Number> = parts.iter().map(|(_, by, _)| by.clone()).collect();
    let printed = since.adding_up(&exact);
    let steps = parts
        .into_iter()
        .zip(printed)
        .map(|((name, by, cause), printed)| WaterfallStep {
            name,
            shown: since.signed(view, &printed),
            by: by.to_f64(),
            cause,
        });
    let steps: Vec<WaterfallStep> = steps.collect();
    let end = |name: String, value: &Number| WaterfallEnd {
        name,
        value: value.to_f64(),
        shown: since.number(view, value),
    };
    let fill: [(&str, &dyn Display); 3] = [
        ("index", &view.index_name()),
        ("from", &from),
        ("edition", &view.edition_name()),
    ];
    let mut notes: Vec<String> = view
        .basis(std::iter::once(&since.change))
        .into_iter()
        .collect();
    notes.push(words.say("changed_note", &[]));
    Some(WaterfallData {
        frame: view.frame(
            title(view, entity, &since, &steps),
            words.say("subtitle_waterfall", &fill),
            notes,
        ),
        from: end(from.clone(), &found.from),
        steps,
        to: end(view.edition_name(), &found.to),
    })
}

/// A change taken apart.
pub(in crate::report) struct Since<'a> {
    /// Since when.
    pub before: View<'a>,
    /// The change as every page tells it.
    pub change: Change,
    /// What it is made of, on the same basis.
    pub found: Decomposition,
    /// How many decimals its parts are printed with.
    pub decimals: u32,
}

/// The last earlier edition that has a score of the entity, and what changed since: of published scores where one method
/// made both, else on the same rules and indicators.
pub(in crate::report) fn since<'a>(view: View<'a>, total: &Row) -> Option<Since<'a>> {
    let mut before = view.until();
    before.retain(|other| {
        let scored = other.total(&total.entity).filter(|row| row.score.is_some());
        other.edition.id != view.edition.id && scored.is_some()
    });
    let before = before.pop()?;
    let results = view.results;
    let change = view.change(&total.entity, before).ok()?;
    let (from, to) = (before.place()?, view.place()?);
    let index = view.index.name.as_str();
    let found = match &change.basis {
        Basis::Published => decompose(
            results,
            &results.crosswalk,
            (from, before.edition),
            (to, view.edition),
            index,
            &total.entity,
        ),
        Basis::SameRules { editions, .. } => {
            let series = results.comparable(index, editions);
            let series = series.as_ref().as_ref().ok()?;
            let places = (series.place(from)?, series.place(to)?);
            decompose_comparable(results, series, places, &total.entity)
        }
    };
    let found = found.ok()?;
    let by_indicator = |leaf: &Leaf| matches!(leaf, Leaf::Indicator(_));
    let known = found.counts.0 > 0 && found.moved.iter().any(|moved| by_indicator(&moved.leaf));
    let decimals = match results.precision_of_changes(index) {
        Some(Precision::Decimals(decimals)) => decimals,
        _ => UNROUNDED,
    };
    known.then_some(Since {
        before,
        change,
        found,
        decimals,
    })
}

impl Since<'_> {
    /// A score or a part of the change as it is printed.
    pub fn number(&self, view: View<'_>, number: &Number) -> String {
        let decimals = usize::try_from(self.decimals).unwrap_or_default();
        view.words.fixed(number, decimals)
    }

    /// A part of the change with its sign.
    pub fn signed(&self, view: View<'_>, number: &Number) -> String {
        signed(view, number, self.decimals)
    }

    /// The parts of a change as they are printed: rounded so that they add up to the difference of the printed scores.
    pub fn adding_up(&self, parts: &[Number]) -> Vec<Number> {
        let rounded = |number: &Number| {
            number.rounded(Rounding {
                mode: RoundingMode::HalfUp,
                to: Precision::Decimals(self.decimals),
            })
        };
        let whole = rounded(&self.found.to).minus(&rounded(&self.found.from));
        adding_up(parts, &whole, self.decimals)
    }
}

/// Points with two decimals and their sign.
pub(in crate::report) fn points(view: View<'_>, number: &Number) -> String {
    signed(view, number, 2)
}

fn signed(view: View<'_>, number: &Number, decimals: u32) -> String {
    let decimals = usize::try_from(decimals).unwrap_or_default();
    let size = view.words.fixed(&number.absolute(), decimals);
    // What rounds to nothing has no sign.
    let something = size.chars().any(|c| ('1'..='9').contains(&c));
    match (something, number.is_negative()) {
        (false, _) => size,
        (true, true) => format!("\u{2212}{size}"),
        (true, false) => format!("+{size}"),
    }
}

/// The finding: the change, and the largest part of it that went the same way.
fn title(view: View<'_>, entity: &EntityId, since: &Since<'_>, steps: &[WaterfallStep]) -> String {
    let words = view.words;
    let name = view.results.project.entities.label(entity, view.lang());
    let from = since.before.edition_name();
    let change = view.signed(&since.change);
    let (points, of_entity) = (since.change.by(), &since.found.whole);
    let same_way = |by: f64| by != 0.0 && (by < 0.0) == points.is_negative();
    let of_method = of_entity.coverage.absolute() > of_entity.evidence.absolute();
    let mut likely = steps.iter().filter(|step| {
        let cause = if of_method {
            Cause::Method
        } else {
            Cause::Evidence
        };
        step.cause == cause && same_way(step.by)
    });
    let most = likely.next().filter(|_| !points.is_zero());
    let part = most.map_or("", |step| step.name.as_str());
    let by = most.map_or("", |step| step.shown.as_str());
    let fill: [(&str, &dyn Display); 5] = [
        ("entity", &name),
        ("change", &change),
        ("from", &from),
        ("part", &part),
        ("points", &by),
    ];
    let key = match most.map(|step| step.cause) {
        Some(Cause::Evidence) => "title_waterfall_part",
        Some(Cause::Method) => "title_waterfall_method",
        None => "title_waterfall",
    };
    let finding = words.say(key, &fill);
    match since.change.basis {
        Basis::Published => finding,
        Basis::SameRules { .. } => words.say("title_on_same_rules", &[("finding", &finding)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Words;
    use crate::results::indices;

    /// The sum of all steps is the change, for every entity of the example in every edition that has one before it.
    #[test]
    fn the_steps_lead_from_one_score_to_the_other() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-demo");
        let results = crate::results::compute(&folder).results.unwrap();
        let words = Words::of("en").unwrap();
        let mut drawn = 0;
        for (index, editions) in indices(&results) {
            for edition in editions {
                let view = View::of(&results, edition, index, &words).unwrap();
                for row in view.standings() {
                    let Some(data) = waterfall(view, &row.entity) else {
                        continue;
                    };
                    let steps: f64 = data.steps.iter().map(|step| step.by).sum();
                    let change = data.to.value - data.from.value;
                    assert!((steps - change).abs() < 1e-9, "{steps} and {change}");
                    assert!(data.steps.len() <= MOST_STEPS + 2);
                    drawn += 1;
                }
            }
        }
        assert!(drawn >= 10, "{drawn}");
    }
}
