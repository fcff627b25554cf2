//! Ranks of all rows of one index in one edition.

use super::rank::rank;
use super::row::{Row, RowState};
use crate::language::number::Number;
use crate::language::rubric::{CutBy, Index, Rubric};
use crate::language::syntax::Ties;
use crate::project::EntityId;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What entities are ranked in: their group, and level, node and market of the row.
type Place = (Option<u8>, Arc<str>, Arc<str>, Option<Arc<str>>);

/// What a row is called, where ties are broken by name.
pub(crate) type NameOf<'n> = &'n dyn Fn(&Row) -> String;

/// Where no language is known, nothing has a name; ids break the ties then.
pub(super) const NO_NAMES: NameOf<'static> = &|_| String::new();

/// Ranks the entities in every total, node and market that may be ranked. `group` says in which group an entity is
/// ranked, where the index ranks within groups.
pub(crate) fn rank_rows(
    rubric: &Rubric,
    index: &Index,
    group: &dyn Fn(&EntityId) -> Option<u8>,
    name: NameOf<'_>,
    rows: &mut [Row],
) {
    let mut groups: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter_mut().enumerate() {
        row.group = group(&row.entity);
        if may_be_ranked(rubric, index, row) {
            let place = (
                row.group,
                row.level.clone(),
                row.node.clone(),
                row.market.clone(),
            );
            groups.entry(place).or_default().push(at);
        }
    }
    for mut members in groups.into_values() {
        give_ranks(index, name, rows, &mut members);
    }
}

/// Ranks these rows among one another.
pub(super) fn give_ranks(
    index: &Index,
    name: NameOf<'_>,
    rows: &mut [Row],
    members: &mut Vec<usize>,
) {
    let value = |row: &Row| row.score.as_ref().map(|score| index.ranked(score));
    let scores: Vec<Option<Number>> = members
        .iter()
        .map(|at| rows.get(*at).and_then(value))
        .collect();
    let ranks = rank(&scores);
    let mut sharing: HashMap<u32, usize> = HashMap::new();
    for place in ranks.iter().flatten() {
        *sharing.entry(*place).or_default() += 1;
    }
    let of = u32::try_from(ranks.iter().flatten().count()).unwrap_or(u32::MAX);
    let mut named: Vec<(usize, Option<u32>)> = members.drain(..).zip(ranks).collect();
    if index.rank.ties == Ties::ByName {
        named.sort_by_cached_key(|(at, rank)| {
            let row = rows.get(*at);
            let named = row.map(|row| (name(row), row.entity.clone(), row.node.clone()));
            (*rank, named)
        });
    }
    let mut before: Option<u32> = None;
    for (at, place) in named {
        let tied = place.is_some_and(|place| sharing.get(&place).is_some_and(|count| *count > 1));
        let Some(row) = rows.get_mut(at) else {
            continue;
        };
        row.tied = tied && index.rank.ties == Ties::Marked;
        row.rank = place;
        row.of = if place.is_some() { of } else { 0 };
        if index.rank.ties == Ties::ByName && place.is_some() {
            let next = before.map_or(1, |before| before + 1);
            row.rank = Some(next);
            before = Some(next);
        }
    }
}

fn may_be_ranked(rubric: &Rubric, index: &Index, row: &Row) -> bool {
    match &*row.level {
        "criterion" => return false,
        // An absence that counts as zero is no disclosure to be ranked among others.
        "indicator" => {
            use RowState::{Given, Provisional, Scored};
            return matches!(row.state, Scored | Provisional | Given);
        }
        _ => {}
    }
    let by_cut = index.cuts.iter().find(|cut| match (&row.market, cut.by) {
        (Some(value), CutBy::Fact(fact)) => {
            let fact = rubric.facts.get(fact.index());
            fact.is_some_and(|fact| fact.domain.position(value).is_some())
        }
        _ => *cut.name == *row.level,
    });
    let Some(cut) = by_cut else { return true };
    if cut.indicative {
        return false;
    }
    let (CutBy::Fact(fact), Some(value)) = (cut.by, &row.market) else {
        return true;
    };
    let at = rubric
        .facts
        .get(fact.index())
        .and_then(|fact| fact.domain.position(value));
    !at.is_some_and(|at| cut.reference.contains(&at))
}
