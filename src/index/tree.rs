//! What an index is made of in one edition, worked out once for all entities: its indicators, the parts of each node of
//! its levels, and which indicators take part in its cuts.

use super::cut::{cut_values, takes_part};
use super::entity::{IndexInput, selected};
use super::parts::{MadeOf, made_of};
use crate::catalogue::{IndicatorId, NodeId};
use crate::language::rubric::{Cut, Level};
use std::collections::HashMap;

/// An index in one edition.
pub(super) struct Tree<'a> {
    /// Its indicators.
    pub selected: Vec<IndicatorId>,
    /// Where each stands among them.
    places: HashMap<IndicatorId, usize>,
    /// Its levels in the order of the rubric, with their nodes.
    pub levels: Vec<(&'a Level, Vec<Branch<'a>>)>,
    /// The total.
    pub total: Branch<'a>,
    /// Its cuts with their values.
    pub cuts: Vec<(&'a Cut, Vec<CutValue<'a>>)>,
}

/// A node of a level, or the whole.
pub(super) struct Branch<'a> {
    /// The node; `None` for the whole.
    pub node: Option<NodeId>,
    /// Its id, or the name of the index.
    pub id: &'a str,
    /// The places of the indicators below it.
    pub members: Vec<usize>,
    /// What it is made of.
    pub parts: Vec<MadeOf<'a>>,
}

/// A value of a cut.
pub(super) struct CutValue<'a> {
    /// The value or body.
    pub name: &'a str,
    /// The places of the indicators that take part.
    pub members: Vec<usize>,
}

impl<'a> Tree<'a> {
    pub fn of(input: IndexInput<'a>) -> Self {
        let (index, catalogue) = (input.index, input.catalogue);
        let selected = selected(input);
        let places: HashMap<IndicatorId, usize> = selected
            .iter()
            .enumerate()
            .map(|(at, id)| (*id, at))
            .collect();
        let levels = index.levels.iter().map(|level| {
            let mut members: HashMap<NodeId, Vec<usize>> = HashMap::new();
            for (at, id) in selected.iter().enumerate() {
                let indicator = catalogue.indicator(*id);
                let node = indicator.and_then(|found| catalogue.node_at(found, &level.name));
                if let Some(node) = node {
                    members.entry(node).or_default().push(at);
                }
            }
            let branches = catalogue
                .nodes_of(&level.name)
                .map(|(node, declared)| Branch {
                    node: Some(node),
                    id: &declared.id,
                    members: members.remove(&node).unwrap_or_default(),
                    parts: made_of(level, catalogue, &selected, Some(node)),
                });
            (level, branches.collect())
        });
        let levels = levels.collect();
        let total = Branch {
            node: None,
            id: &index.name,
            members: (0..selected.len()).collect(),
            parts: made_of(&index.total, catalogue, &selected, None),
        };
        let cuts = index.cuts.iter().map(|cut| {
            let values = cut_values(input.rubric, cut, catalogue).into_iter();
            let values = values.map(|(value, name)| {
                let places = selected.iter().enumerate();
                let members = places
                    .filter(|(_, id)| takes_part(index, cut, catalogue, input.facts, **id, value));
                CutValue {
                    name,
                    members: members.map(|(at, _)| at).collect(),
                }
            });
            (cut, values.collect())
        });
        let cuts = cuts.collect();
        Tree {
            selected,
            places,
            levels,
            total,
            cuts,
        }
    }

    /// Where an indicator stands among those of the index.
    pub fn place(&self, indicator: IndicatorId) -> Option<usize> {
        self.places.get(&indicator).copied()
    }
}
