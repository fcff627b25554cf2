//! Cuts of an index: the values there are, and which indicators take part in each.

use crate::catalogue::{Catalogue, Indicator, IndicatorFacts, IndicatorId};
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
    has_value && is_in_reach(index, cut, catalogue, indicator)
}

/// Whether an indicator lies in the nodes that `only` names; where it names none, every indicator does.
pub(crate) fn is_in_reach(
    index: &Index,
    cut: &Cut,
    catalogue: &Catalogue,
    indicator: &Indicator,
) -> bool {
    let level = reach_level(index);
    let node = catalogue
        .node_at(indicator, level)
        .and_then(|node| catalogue.nodes.get(node.index()));
    // An indicator without such a node stands in for one.
    let id = node.map_or(&indicator.id, |node| &node.id);
    cut.only.is_empty() || cut.only.contains(id)
}

/// The level whose nodes the `only` of a cut names: what the total is made of, categories where that is indicators.
pub(crate) fn reach_level(index: &Index) -> &str {
    match &index.total.of {
        Part::Level(level) => level,
        Part::Indicators => "category",
    }
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
