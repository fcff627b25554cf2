//! Ranks of replicates as the rubric gives them: on the value it ranks by, within the groups it ranks in, equal values
//! sharing the best place or in the order of names.

use super::rounding::rounded;
use crate::language::rubric::Index;
use crate::language::syntax::{RankBasis, Rounding, Ties};

/// How an index ranks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ranking {
    /// How scores are rounded before they are ranked; `None` where they are ranked as they are.
    pub rounding: Option<Rounding>,
    /// The group of each entity, by its place in `names`; empty where all are ranked together.
    pub groups: Vec<u32>,
    /// What the groups are called.
    pub names: Vec<String>,
    /// The place of each entity in the order of names, where that order breaks ties; empty where ties share a rank.
    pub by_name: Vec<u32>,
}

impl Ranking {
    /// How an index ranks entities of these groups, and of these names where names break ties; without groups all are ranked together.
    pub fn of<Name: Ord>(index: &Index, groups: Option<Vec<String>>, labels: &[Name]) -> Self {
        let mut ranking = Ranking {
            rounding: match index.rank.on {
                RankBasis::Exact => None,
                RankBasis::Rounded => index.rounding,
                RankBasis::RoundedTo(rounding) => Some(rounding),
            },
            ..Ranking::default()
        };
        for name in groups.unwrap_or_default() {
            let known = ranking.names.iter().position(|known| *known == name);
            let place = known.unwrap_or_else(|| {
                ranking.names.push(name);
                ranking.names.len() - 1
            });
            ranking
                .groups
                .push(u32::try_from(place).unwrap_or(u32::MAX));
        }
        if index.rank.ties == Ties::ByName {
            let mut order: Vec<usize> = (0..labels.len()).collect();
            order.sort_by(|a, b| labels.get(*a).cmp(&labels.get(*b)).then(a.cmp(b)));
            ranking.by_name = vec![0; labels.len()];
            for (place, at) in (0u32..).zip(order) {
                if let Some(slot) = ranking.by_name.get_mut(at) {
                    *slot = place;
                }
            }
        }
        ranking
    }

    /// Whether entities are ranked within groups.
    pub fn has_groups(&self) -> bool {
        !self.groups.is_empty()
    }

    /// What the group of an entity is called; nothing where all are ranked together.
    pub fn group(&self, entity: usize) -> &str {
        let place = self.groups.get(entity).map(|place| *place as usize);
        place
            .and_then(|place| self.names.get(place))
            .map_or("", String::as_str)
    }

    /// Whether two entities are ranked against each other.
    pub fn together(&self, one: usize, other: usize) -> bool {
        self.groups.get(one) == self.groups.get(other)
    }

    /// How many entities are ranked together with one, itself among them.
    pub fn of_how_many(&self, entity: usize, entities: usize) -> usize {
        (0..entities)
            .filter(|other| self.together(entity, *other))
            .count()
    }

    /// Ranks from 1, group by group; what has no score gets the rank after all that have. `order` is memory to work in.
    pub fn ranks(&self, totals: &[f64], order: &mut Vec<(u32, f64, u32)>, into: &mut [u16]) {
        order.clear();
        let group = |at: usize| self.groups.get(at).copied().unwrap_or(0);
        order.extend((0u32..).zip(totals).map(|(at, x)| {
            let value = match self.rounding {
                _ if x.is_nan() => f64::NEG_INFINITY,
                Some(rounding) => rounded(*x, rounding),
                None => *x,
            };
            (group(at as usize), value, at)
        }));
        let name = |at: u32| self.by_name.get(at as usize).copied();
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
        for group in order.chunk_by_mut(|a, b| a.0 == b.0) {
            let mut start = 0;
            while start < group.len() {
                let tied = tied_from(group, start);
                let members = group.get_mut(start..start + tied).unwrap_or_default();
                members.sort_unstable_by_key(|(_, _, at)| (name(*at), *at));
                for (place, (_, _, at)) in members.iter().enumerate() {
                    let apart = if self.by_name.is_empty() { 0 } else { place };
                    if let Some(rank) = into.get_mut(*at as usize) {
                        *rank = u16::try_from(start + 1 + apart).unwrap_or(u16::MAX);
                    }
                }
                start += tied;
            }
        }
    }
}

/// How many values from a place on are ties: those that differ in noise of arithmetic only.
fn tied_from(sorted: &[(u32, f64, u32)], start: usize) -> usize {
    let rest = sorted.get(start..).unwrap_or_default();
    let values = rest.iter().map(|(_, value, _)| *value);
    let alike = values
        .clone()
        .zip(values.skip(1))
        .take_while(|(before, own)| {
            before == own || before - own <= 1e-9 * before.abs().max(1e-300)
        });
    (1 + alike.count()).min(rest.len().max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::syntax::{Precision, RoundingMode};

    fn ranks(ranking: &Ranking, totals: &[f64]) -> Vec<u16> {
        let mut ranks = vec![0; totals.len()];
        ranking.ranks(totals, &mut Vec::new(), &mut ranks);
        ranks
    }

    #[test]
    fn ties_share_and_what_is_missing_is_last() {
        let totals = [80.0, 90.0, f64::NAN, 80.0, 70.0];
        assert_eq!(ranks(&Ranking::default(), &totals), [2, 1, 5, 2, 4]);
        assert_eq!(ranks(&Ranking::default(), &[f64::NAN, f64::NAN]), [1, 1]);
    }

    #[test]
    fn scores_are_ranked_as_rounded() {
        // 79.6 and 80.4 are both 80, 79.4 is 79.
        let ranking = Ranking {
            rounding: Some(Rounding {
                mode: RoundingMode::HalfUp,
                to: Precision::Decimals(0),
            }),
            ..Ranking::default()
        };
        assert_eq!(ranks(&ranking, &[79.6, 80.4, 79.4]), [1, 1, 3]);
    }

    #[test]
    fn groups_are_ranked_apart_and_names_break_ties() {
        let ranking = Ranking {
            groups: vec![0, 1, 0, 1],
            names: vec!["low".into(), "high".into()],
            ..Ranking::default()
        };
        assert_eq!(ranks(&ranking, &[50.0, 90.0, 60.0, 80.0]), [2, 1, 1, 2]);
        assert_eq!(ranking.of_how_many(0, 4), 2);
        assert_eq!(ranking.group(3), "high");
        let named = Ranking {
            by_name: vec![2, 0, 1],
            ..Ranking::default()
        };
        // All equal: the second by name is first, then the third, then the first.
        assert_eq!(ranks(&named, &[5.0, 5.0, 5.0]), [3, 1, 2]);
        assert_eq!(ranks(&named, &[9.0, 5.0, 5.0]), [1, 2, 3]);
    }
}
