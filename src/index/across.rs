//! Lines for all entities together: an indicator (or the whole index) across the entities of an edition, where an index
//! says `across entities: mean of indicators`.

use super::aggregate::aggregate;
use super::contribution::{Contribution, Result, contribution, coverage};
use super::entity::{IndexInput, selected};
use super::ranking::{NO_NAMES, NameOf, give_ranks};
use super::row::{Row, TOTAL_LEVEL};
use crate::catalogue::IndicatorId;
use crate::language::number::Number;
use crate::language::rubric::Index;
use crate::project::EntityId;
use std::sync::Arc;

/// The rows across all entities: one for the index, one per indicator, ranked among one another. The entity is
/// [`EntityId::all`]. Empty where the index does not ask for them.
pub fn across_rows(input: IndexInput<'_>) -> Vec<Row> {
    let Some(how) = input.index.across else {
        return Vec::new();
    };
    let all: Vec<Contribution> = across_parts(input, None)
        .into_iter()
        .map(|(_, part)| part)
        .collect();
    let row = |level: &str, node: &str, parts: &[&Contribution]| {
        let scores: Vec<&Number> = parts
            .iter()
            .filter_map(|part| part.score.as_ref())
            .collect();
        let counts = Result {
            score: aggregate(how, &scores),
            ..coverage(parts)
        };
        let counts = counts.settled();
        Row {
            index: Arc::from(input.index.name.as_str()),
            edition: input.edition.clone(),
            entity: EntityId::all(),
            level: Arc::from(level),
            node: Arc::from(node),
            market: None,
            shown: counts.score.as_ref().map(|score| input.index.shown(score)),
            state: counts.state,
            score: counts.score,
            grade: None,
            rank: None,
            of: 0,
            group: None,
            tied: false,
            scored: counts.scored,
            applicable: counts.applicable,
            expected: counts.expected,
        }
    };
    let mut rows = vec![row(
        TOTAL_LEVEL,
        &input.index.name,
        &all.iter().collect::<Vec<_>>(),
    )];
    for id in selected(input) {
        let Some(indicator) = input.catalogue.indicator(id) else {
            continue;
        };
        let parts: Vec<&Contribution> = all.iter().filter(|part| part.indicator == id).collect();
        rows.push(row("indicator", &indicator.id, &parts));
    }
    rank_across(input.index, NO_NAMES, &mut rows);
    rows
}

/// What every entity contributes with each indicator, or with one alone.
pub(super) fn across_parts(
    input: IndexInput<'_>,
    only: Option<IndicatorId>,
) -> Vec<(EntityId, Contribution)> {
    let mut selected = selected(input);
    selected.retain(|id| only.is_none_or(|only| only == *id));
    let entities = input.scores.entities.iter();
    entities
        .flat_map(|entity| {
            let parts = selected.iter();
            parts.map(|id| {
                let part = contribution(input.index, entity, *id);
                (entity.entity.clone(), part)
            })
        })
        .collect()
}

/// Ranks the indicators of an index across all entities; its first row is about the whole index.
pub(crate) fn rank_across(index: &Index, name: NameOf<'_>, rows: &mut [Row]) {
    let mut members: Vec<usize> = (1..rows.len()).collect();
    give_ranks(index, name, rows, &mut members);
}
