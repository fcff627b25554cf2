//! The catalogue's attributes as facts of one rubric, and what a rubric asks of the catalogue's tree.

use super::errors::CatalogueError;
use super::{Attribute, Catalogue, IndicatorId};
use crate::diagnostic::did_you_mean;
use crate::language::rubric::{Part, Rubric};
use crate::language::syntax::FactRole;
use crate::language::value::{Domain, Members, Value};

/// The facts of all indicators under one rubric.
#[derive(Debug, Clone)]
pub struct IndicatorFacts {
    rows: Vec<Vec<Option<Value>>>,
}

impl IndicatorFacts {
    /// One entry per fact of the rubric; only facts of the `indicator` block are filled in.
    pub fn of(&self, indicator: IndicatorId) -> &[Option<Value>] {
        self.rows.get(indicator.index()).map_or(&[], Vec::as_slice)
    }
}

impl Catalogue {
    /// Types the attributes of all indicators for a rubric.
    ///
    /// With them come back all attributes that are no value of their fact; those stay unanswered.
    pub fn facts(&self, rubric: &Rubric) -> (IndicatorFacts, Vec<CatalogueError>) {
        let mut errors = Vec::new();
        let rows = self.indicators.iter().map(|indicator| {
            let mut row = vec![None; rubric.facts.len()];
            for attribute in &indicator.attributes {
                let Some(id) = rubric.fact(&attribute.name) else {
                    continue;
                };
                let Some(fact) = rubric.facts.get(id.index()) else {
                    continue;
                };
                if fact.role == FactRole::Indicator
                    && let Some(slot) = row.get_mut(id.index())
                {
                    *slot = read(attribute, &fact.domain, &mut errors);
                }
            }
            row
        });
        let rows = rows.collect();
        (IndicatorFacts { rows }, errors)
    }

    /// Weights and cuts that name nodes the catalogue does not have, levels it does not have, and categories without a
    /// weight.
    pub fn fits(&self, rubric: &Rubric) -> Vec<CatalogueError> {
        let mut errors = Vec::new();
        for index in &rubric.indices {
            for level in &index.levels {
                if !super::LEVELS.contains(&level.name.as_str()) {
                    errors.push(CatalogueError::Weights {
                        what: format!("there is no level `{}`", level.name),
                        help: did_you_mean(&level.name, super::LEVELS).or_else(|| {
                            Some("levels are `category`, `subcategory` and `group`".to_string())
                        }),
                        span: level.span,
                    });
                }
            }
            let Part::Level(level) = &index.total.of else {
                continue;
            };
            if index.total.weights.is_empty() {
                continue;
            }
            let nodes: Vec<&str> = self
                .nodes_of(level)
                .map(|(_, node)| node.id.as_str())
                .collect();
            for weight in &index.total.weights {
                if !nodes.contains(&weight.node.as_str()) {
                    errors.push(CatalogueError::Weights {
                        what: format!("the catalogue has no {level} `{}`", weight.node),
                        help: did_you_mean(&weight.node, nodes.iter().copied()),
                        span: weight.span,
                    });
                }
            }
            for (_, node) in self.nodes_of(level) {
                if !index
                    .total
                    .weights
                    .iter()
                    .any(|weight| weight.node == node.id)
                {
                    errors.push(CatalogueError::Weights {
                        what: format!(
                            "the {level} `{}` has no weight in the index `{}`",
                            node.id, index.name
                        ),
                        help: Some("give it a weight, 0% if it is not to count".to_string()),
                        span: node.span,
                    });
                }
            }
        }
        errors
    }
}

fn read(attribute: &Attribute, domain: &Domain, errors: &mut Vec<CatalogueError>) -> Option<Value> {
    if attribute.is_list && !matches!(domain, Domain::Set(_)) {
        errors.push(CatalogueError::WrongKind {
            key: attribute.name.clone(),
            expected: domain.expected(),
            found: "a list".to_string(),
            span: attribute.span,
        });
        return None;
    }
    let mut members = Members::default();
    let mut value = None;
    for (text, span) in &attribute.texts {
        match domain.read(text) {
            Ok(Value::Set(more)) => {
                members = members.with(more);
                value = Some(Value::Set(members));
            }
            Ok(read) => value = Some(read),
            Err(error) => errors.push(CatalogueError::WrongValue {
                fact: attribute.name.clone(),
                value: text.clone(),
                expected: error.to_string(),
                help: error.help,
                span: *span,
            }),
        }
    }
    value
}
