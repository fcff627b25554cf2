//! What the indices of a rubric ask of the catalogue's tree and of the project: levels and nodes that there are, a weight
//! for each of them, and entities in groups.

use super::cut::reach_level;
use super::parts::{PartOf, made_of};
use crate::catalogue::{Catalogue, CatalogueError, IndicatorFacts, IndicatorId, LEVELS, NodeId};
use crate::diagnostic::{Diagnostic, Problem, Span, did_you_mean};
use crate::language::number::Number;
use crate::language::rubric::{Index, Level, NamedAs, NamedNode, Part, Rubric, Weight};
use crate::project::{EntityFacts, EntityId};
use thiserror::Error;

/// Weights, cuts and formulas that name nodes the catalogue does not have, levels it does not have, and nodes without a
/// weight. `years` are those of the editions that the rubric is used in. A rubric that ships may be used with a part of
/// its catalogue, and then some of its formulas have no value; `ships` says of a place whether it stands in such a rubric.
pub fn fits(
    catalogue: &Catalogue,
    rubric: &Rubric,
    facts: &IndicatorFacts,
    years: &[i16],
    ships: &dyn Fn(Span) -> bool,
) -> Vec<CatalogueError> {
    let mut errors = Vec::new();
    for index in &rubric.indices {
        let chosen = catalogue.iter().filter(|(id, indicator)| {
            let mut years = years.iter();
            years.any(|year| indicator.is_there(*year)) && facts.belongs(rubric, index, *id)
        });
        let fit = Fit {
            catalogue,
            rubric,
            index,
            indicators: chosen.map(|(id, _)| id).collect(),
        };
        fit.levels(&mut errors);
        fit.names(ships, &mut errors);
        let none = !catalogue
            .iter()
            .any(|(id, _)| facts.belongs(rubric, index, id));
        if none && !catalogue.indicators.is_empty() && !ships(index.span) {
            errors.push(CatalogueError::Weights {
                what: format!(
                    "no indicator of the catalogue belongs to the index `{}`",
                    index.name
                ),
                help: Some(
                    "compare its `indicators where` with what the catalogue says of the indicators"
                        .to_string(),
                ),
                span: index.span,
            });
        }
    }
    errors
}

/// What is wrong with the groups that an index ranks within.
///
/// | code | finding |
/// |---|---|
/// | CW0603 | groups that no entity is in |
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "the index `{index}` ranks within `{fact}`, and the project says of no entity what its `{fact}` is"
)]
pub struct NoGroups {
    index: String,
    fact: String,
    span: Span,
}

impl Problem for NoGroups {
    fn diagnostic(&self) -> Diagnostic {
        Diagnostic::error("CW0603", self.to_string())
            .at(self.span)
            .help(format!(
                "add `{}:` to the entities in clearwatt.yaml, or rank all together",
                self.fact
            ))
    }
}

/// Indices that rank within groups, where none of the entities with evidence is in any group.
pub fn without_groups(
    rubric: &Rubric,
    facts: &EntityFacts,
    entities: &[&EntityId],
    ships: &dyn Fn(Span) -> bool,
) -> Vec<NoGroups> {
    let indices = rubric.indices.iter().filter_map(|index| {
        let fact = index.rank.within?;
        let span = index.rank.span.filter(|span| !ships(*span))?;
        let grouped =
            |entity: &&EntityId| matches!(facts.of(entity).get(fact.index()), Some(Some(_)));
        let declared = rubric.facts.get(fact.index())?;
        (!entities.is_empty() && !entities.iter().any(grouped)).then(|| NoGroups {
            index: index.name.clone(),
            fact: declared.name.clone(),
            span,
        })
    });
    indices.collect()
}

/// One index over one catalogue.
struct Fit<'a> {
    catalogue: &'a Catalogue,
    rubric: &'a Rubric,
    index: &'a Index,
    /// The indicators that it takes in any edition.
    indicators: Vec<IndicatorId>,
}

impl Fit<'_> {
    fn levels(&self, errors: &mut Vec<CatalogueError>) {
        let width = |name: &str| LEVELS.iter().position(|known| *known == name);
        for level in &self.index.levels {
            let Some(own) = width(&level.name) else {
                errors.push(CatalogueError::Weights {
                    what: format!("there is no level `{}`", level.name),
                    help: did_you_mean(&level.name, LEVELS).or_else(|| {
                        Some("levels are `category`, `subcategory` and `group`".to_string())
                    }),
                    span: level.span,
                });
                continue;
            };
            if let Part::Level(below) = &level.of
                && width(below).is_some_and(|below| below <= own)
            {
                errors.push(CatalogueError::Weights {
                    what: format!("a {} is not made of a wider level, `{below}`", level.name),
                    help: Some(
                        "from the widest to the narrowest, levels are `category`, `subcategory` and `group`"
                            .to_string(),
                    ),
                    span: level.span,
                });
                continue;
            }
            let nodes = self.catalogue.nodes_of(&level.name);
            self.weights(
                level,
                &nodes.map(|(id, _)| Some(id)).collect::<Vec<_>>(),
                errors,
            );
        }
        self.weights(&self.index.total, &[None], errors);
    }

    /// The weights of a level in each of its nodes (`None` is the whole).
    fn weights(&self, level: &Level, under: &[Option<NodeId>], errors: &mut Vec<CatalogueError>) {
        if level.weights.is_empty() {
            return;
        }
        let unweighted = Level {
            weights: Vec::new(),
            ..level.clone()
        };
        let mut known: Vec<&str> = Vec::new();
        let mut open: Vec<CatalogueError> = Vec::new();
        let mut uneven: Vec<CatalogueError> = Vec::new();
        for node in under {
            let parts = made_of(&unweighted, self.catalogue, &self.indicators, *node);
            let mut sum = Number::zero();
            let mut first: Option<&Weight> = None;
            for part in &parts {
                known.push(part.id);
                match level.weights.iter().find(|weight| weight.node == part.id) {
                    Some(weight) => {
                        sum = sum.plus(&weight.share);
                        first = first.or(Some(weight));
                    }
                    None => open.push(self.no_weight(part.of, part.id, level)),
                }
            }
            if let (Some(first), Some(node)) = (first, node)
                && sum != Number::whole(1)
            {
                let node = self.catalogue.nodes.get(node.index());
                uneven.push(CatalogueError::Weights {
                    what: format!(
                        "the weights in the {} `{}` add up to {}%, not 100%",
                        level.name,
                        node.map_or("", |node| &node.id),
                        sum.times(&Number::whole(100))
                    ),
                    help: Some(
                        "change them until they add up to 100% in each, or write plain numbers without `%` to have them scaled"
                            .to_string(),
                    ),
                    span: first.span,
                });
            }
        }
        let before = errors.len();
        for weight in &level.weights {
            if !known.contains(&weight.node.as_str()) {
                errors.push(self.unknown_weight(level, weight, &known));
            }
        }
        let all = level
            .weights
            .iter()
            .fold(Number::zero(), |sum, weight| sum.plus(&weight.share));
        // Weights that add up to 1 over all nodes are scaled within each.
        if errors.len() == before && open.is_empty() && all != Number::whole(1) {
            errors.append(&mut uneven);
        }
        errors.append(&mut open);
    }

    fn no_weight(&self, of: PartOf, id: &str, level: &Level) -> CatalogueError {
        let (what, span) = match (of, &level.of) {
            (PartOf::Node(node), Part::Level(below)) => {
                let node = self.catalogue.nodes.get(node.index());
                (
                    format!("the {below} `{id}`"),
                    node.map_or(level.span, |node| node.span),
                )
            }
            (of, below) => {
                let span = match of {
                    PartOf::Indicator(id) => self.catalogue.indicator(id).map(|found| found.span),
                    PartOf::Node(_) => None,
                };
                let what = match below {
                    Part::Indicators => format!("the indicator `{id}`"),
                    Part::Level(below) => {
                        format!("the indicator `{id}`, which stands in for a {below},")
                    }
                };
                (what, span.unwrap_or(level.span))
            }
        };
        CatalogueError::Weights {
            what: format!("{what} has no weight in the index `{}`", self.index.name),
            help: Some("give it a weight, 0% if it is not to count".to_string()),
            span,
        }
    }

    fn unknown_weight(&self, level: &Level, weight: &Weight, known: &[&str]) -> CatalogueError {
        let node = &weight.node;
        let (is_there, below) = match &level.of {
            Part::Indicators => (self.catalogue.indicator_id(node).is_some(), "indicator"),
            Part::Level(below) => (false, below.as_str()),
        };
        CatalogueError::Weights {
            what: match is_there {
                true => format!(
                    "the indicator `{node}` has a weight and takes no part in the {} of the index `{}`",
                    level.name, self.index.name
                ),
                false => format!("the catalogue has no {below} `{node}`"),
            },
            help: match is_there {
                true => Some("remove the weight".to_string()),
                false => did_you_mean(node, known.iter().copied()),
            },
            span: weight.span,
        }
    }

    /// Nodes that formulas and cuts name.
    fn names(&self, ships: &dyn Fn(Span) -> bool, errors: &mut Vec<CatalogueError>) {
        let own = self.index.named.iter().filter(|named| !ships(named.span));
        for named in own {
            let wrong = match &named.named {
                NamedAs::Indicator => self.indicator(named),
                NamedAs::PartOf(index) => self.part(named, index),
                NamedAs::Only => self.only(named),
            };
            errors.extend(wrong);
        }
    }

    fn indicator(&self, named: &NamedNode) -> Option<CatalogueError> {
        if self.catalogue.indicator_id(&named.node).is_some() {
            return None;
        }
        let known = self.catalogue.indicators.iter();
        Some(unknown(
            format!("the catalogue has no indicator `{}`", named.node),
            &named.node,
            known.map(|found| found.id.as_str()),
            named.span,
        ))
    }

    fn part(&self, named: &NamedNode, of: &str) -> Option<CatalogueError> {
        let index = self.rubric.index(of)?;
        if index.formula.is_some() {
            return Some(CatalogueError::Weights {
                what: format!("the index `{of}` is worked out by a formula and has no parts"),
                help: Some("take a part of an index that is made of levels".to_string()),
                span: named.span,
            });
        }
        let levels = index.levels.iter();
        let nodes = levels.flat_map(|level| self.catalogue.nodes_of(&level.name));
        let nodes = nodes.map(|(_, node)| node.id.as_str());
        let indicators = self.catalogue.indicators.iter();
        let criteria = self.rubric.criteria.iter();
        let known: Vec<&str> = nodes
            .chain(indicators.map(|found| found.id.as_str()))
            .chain(criteria.map(|found| found.name.as_str()))
            .collect();
        if known.contains(&named.node.as_str()) {
            return None;
        }
        let mut nodes = self.catalogue.nodes.iter();
        Some(match nodes.find(|node| node.id == named.node) {
            Some(node) => CatalogueError::Weights {
                what: format!(
                    "the index `{of}` has no level `{}`, so it has no part `{}`",
                    node.level, node.id
                ),
                help: Some(format!(
                    "add a line such as `{}: mean of indicators` to that index",
                    node.level
                )),
                span: named.span,
            },
            None => unknown(
                format!("the index `{of}` has no part `{}`", named.node),
                &named.node,
                known.into_iter(),
                named.span,
            ),
        })
    }

    fn only(&self, named: &NamedNode) -> Option<CatalogueError> {
        let level = reach_level(self.index);
        let nodes = self.catalogue.nodes_of(level);
        let indicators = self.indicators.iter();
        let stand_ins = indicators
            .filter_map(|id| self.catalogue.indicator(*id))
            .filter(|found| self.catalogue.node_at(found, level).is_none());
        let known: Vec<&str> = nodes
            .map(|(_, node)| node.id.as_str())
            .chain(stand_ins.map(|found| found.id.as_str()))
            .collect();
        (!known.contains(&named.node.as_str())).then(|| {
            unknown(
                format!("the catalogue has no {level} `{}`", named.node),
                &named.node,
                known.into_iter(),
                named.span,
            )
        })
    }
}

fn unknown<'k>(
    what: String,
    node: &str,
    known: impl Iterator<Item = &'k str>,
    span: Span,
) -> CatalogueError {
    CatalogueError::Weights {
        what,
        help: did_you_mean(node, known),
        span,
    }
}
