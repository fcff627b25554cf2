//! Cuts of an index: the values there are, and which indicators take part in each.

use crate::catalogue::{Catalogue, IndicatorFacts, IndicatorId};
use crate::language::rubric::{Cut, CutBy, Index, Part, Rubric};
use crate::language::value::Value;

/// Whether an indicator takes part in one value of a cut; `value` is the place of the value (or body) in its list.
pub(crate) fn takes_part(
    index: &Index,
    cut: &Cut,
    catalogue: &Catalogue,
    facts: &IndicatorFacts,
    id: IndicatorId,
    value: u32,
) -> bool {
    let Some(indicator) = catalogue.indicator(id) else {
        return false;
    };
    let has_value = match cut.by {
        CutBy::Body => indicator.bodies.iter().any(|body| body.0 == value),
        CutBy::Fact(fact) => {
            let value = u8::try_from(value).unwrap_or(u8::MAX);
            match facts.of(id).get(fact.index()) {
                Some(Some(Value::Set(members))) => members.has(value),
                Some(Some(Value::Choice(at))) => *at == value,
                _ => false,
            }
        }
    };
    let in_part = || match &index.total.of {
        Part::Indicators => false,
        Part::Level(level) => catalogue
            .node_at(indicator, level)
            .and_then(|node| catalogue.nodes.get(node.index()))
            .is_some_and(|node| cut.only.contains(&node.id)),
    };
    has_value && (cut.only.is_empty() || in_part())
}

/// The values of a cut with their places: answers of the fact, or bodies of the catalogue.
pub(crate) fn cut_values<'a>(
    rubric: &'a Rubric,
    cut: &Cut,
    catalogue: &'a Catalogue,
) -> Vec<(u32, &'a str)> {
    let names: Vec<&str> = match cut.by {
        CutBy::Body => catalogue
            .bodies
            .iter()
            .map(|body| body.id.as_str())
            .collect(),
        CutBy::Fact(fact) => {
            let names = rubric
                .facts
                .get(fact.index())
                .map_or(&[][..], |fact| fact.domain.names());
            names.iter().map(String::as_str).collect()
        }
    };
    let without = |at: u32| cut.without.iter().any(|value| u32::from(*value) == at);
    (0u32..)
        .zip(names)
        .filter(|(at, _)| !without(*at))
        .collect()
}
