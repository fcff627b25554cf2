//! What a change between two editions is made of, from the old score to the new one.

use crate::analysis::progress::{Crosswalk, Decomposition, Leaf, decompose};
use crate::chart::{Cause, WaterfallData, WaterfallEnd, WaterfallStep};
use crate::diagnostic::Sources;
use crate::index::Row;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

/// So many categories have a step of their own; the rest is one.
const MOST_STEPS: usize = 10;

/// The change of an entity since the last edition that has a score of it, taken apart; `None` where there is no such
/// edition, or nothing by indicator is known of both.
pub fn waterfall(view: View<'_>, entity: &EntityId) -> Option<WaterfallData> {
    let (before, found) = since(view, view.total(entity)?)?;
    let words = view.words;
    let from = before.edition_name();
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
    let title = title(view, entity, &from, &found, evidence.first());
    if evidence.len() > MOST_STEPS {
        let rest = evidence.split_off(MOST_STEPS - 1);
        let count = rest.len();
        let sum = rest
            .iter()
            .fold(Number::zero(), |sum, (_, by)| sum.plus(by));
        evidence.push((words.say("waterfall_other", &[("count", &count)]), sum));
    }
    let step = |(name, by): (String, Number), cause| WaterfallStep {
        name,
        shown: points(view, &by),
        by: by.to_f64(),
        cause,
    };
    let method = [
        ("waterfall_rules", &found.whole.method),
        ("waterfall_indicators", &found.whole.coverage),
    ];
    let method = method.into_iter().filter(|(_, by)| !by.is_zero());
    let mut steps: Vec<WaterfallStep> = method
        .map(|(key, by)| step((words.say(key, &[]), by.clone()), Cause::Method))
        .collect();
    steps.extend(evidence.into_iter().map(|part| step(part, Cause::Evidence)));
    let decimals = view.scale.fine_decimals() + 1;
    let end = |name: String, value: &Number| WaterfallEnd {
        name,
        value: value.to_f64(),
        shown: words.fixed(value, decimals),
    };
    let fill: [(&str, &dyn Display); 3] = [
        ("index", &view.index_name()),
        ("from", &from),
        ("edition", &view.edition_name()),
    ];
    Some(WaterfallData {
        frame: view.frame(
            title,
            words.say("subtitle_waterfall", &fill),
            vec![words.say("changed_note", &[])],
        ),
        from: end(from.clone(), &found.from),
        steps,
        to: end(view.edition_name(), &found.to),
    })
}

/// The last earlier edition that has a score of the entity, and what changed since.
pub(in crate::report) fn since<'a>(
    view: View<'a>,
    total: &Row,
) -> Option<(View<'a>, Decomposition)> {
    let mut before = view.editions();
    before.retain(|other| {
        other.edition.year < view.edition.year
            && other
                .total(&total.entity)
                .is_some_and(|row| row.score.is_some())
    });
    let before = before.pop()?;
    let results = view.results;
    let place = |of: View<'_>| {
        let mut editions = results.editions.iter();
        editions.position(|known| known.id == of.edition.id)
    };
    // What is wrong with a crosswalk has been shown by the command before it came here.
    let crosswalk = Crosswalk::load(&mut Sources::default(), results, None).unwrap_or_default();
    let found = decompose(
        results,
        &crosswalk,
        (place(before)?, before.edition),
        (place(view)?, view.edition),
        &view.index.name,
        &total.entity,
    )
    .ok()?;
    let by_indicator = |leaf: &Leaf| matches!(leaf, Leaf::Indicator(_));
    let known = found.counts.0 > 0 && found.moved.iter().any(|moved| by_indicator(&moved.leaf));
    known.then_some((before, found))
}

/// Points with their sign, one decimal finer than parts of a score.
pub(in crate::report) fn points(view: View<'_>, number: &Number) -> String {
    let decimals = view.scale.fine_decimals() + 1;
    let text = view.words.fixed(number, decimals);
    // What rounds to nothing has no sign.
    let nothing = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
    match (nothing, number.is_negative()) {
        (true, _) => view.words.fixed(&Number::zero(), decimals),
        (false, true) => text,
        (false, false) => format!("+{text}"),
    }
}

/// The finding: the change, and the largest part of it that went the same way.
fn title(
    view: View<'_>,
    entity: &EntityId,
    from: &str,
    found: &Decomposition,
    most: Option<&(String, Number)>,
) -> String {
    let words = view.words;
    let name = view.results.project.entities.label(entity, view.lang());
    let change = found.to.minus(&found.from);
    let method = found.whole.method.plus(&found.whole.coverage);
    let same_way = |part: &Number| !part.is_zero() && part.is_negative() == change.is_negative();
    let change_shown = points(view, &change);
    let fill: [(&str, &dyn Display); 3] = [
        ("entity", &name),
        ("change", &change_shown),
        ("from", &from),
    ];
    let [entity, change, from] = fill;
    let of_method = method.absolute() > found.whole.evidence.absolute();
    let evidence = &found.whole.evidence;
    let against =
        !method.is_zero() && !evidence.is_zero() && method.is_negative() != evidence.is_negative();
    if of_method && against {
        // The change says the opposite of what was disclosed, so both are named.
        let (method, evidence) = (points(view, &method), points(view, evidence));
        let fill = [
            entity,
            change,
            from,
            ("method", &method as &dyn Display),
            ("evidence", &evidence),
        ];
        return words.say("title_waterfall_against", &fill);
    }
    if of_method && same_way(&method) {
        let by = points(view, &method);
        return words.say(
            "title_waterfall_method",
            &[entity, change, from, ("points", &by)],
        );
    }
    match most.filter(|(_, by)| !of_method && same_way(by)) {
        Some((part, by)) => {
            let by = points(view, by);
            let fill = [
                entity,
                change,
                from,
                ("part", part as &dyn Display),
                ("points", &by),
            ];
            words.say("title_waterfall_part", &fill)
        }
        None => words.say("title_waterfall", &[entity, change, from]),
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
