//! What the project says about its entities, as facts of one rubric's `entity` block.

use super::{Entities, EntityId, ProjectError};
use crate::diagnostic::did_you_mean;
use crate::language::rubric::Rubric;
use crate::language::syntax::FactRole;
use crate::language::value::{Members, Value};
use std::collections::HashMap;

/// The facts of all entities under one rubric.
#[derive(Debug, Clone, Default)]
pub struct EntityFacts {
    rows: HashMap<EntityId, Vec<Option<Value>>>,
}

impl EntityFacts {
    /// One entry per fact of the rubric, only facts of the `entity` block filled in; nothing for an entity about which
    /// the project says nothing.
    pub fn of(&self, entity: &EntityId) -> &[Option<Value>] {
        self.rows.get(entity).map_or(&[], Vec::as_slice)
    }
}

impl Entities {
    /// Types what the project says about its entities for a rubric. With the facts come back all texts that are no value
    /// of their fact.
    pub fn facts(&self, rubric: &Rubric) -> (EntityFacts, Vec<ProjectError>) {
        let mut errors = Vec::new();
        let mut rows = HashMap::new();
        for (id, entity) in self.declared() {
            let mut row = vec![None; rubric.facts.len()];
            for attribute in &entity.attributes {
                let Some(fact_id) = rubric.fact(&attribute.name) else {
                    continue;
                };
                let Some(fact) = rubric.facts.get(fact_id.index()) else {
                    continue;
                };
                if fact.role != FactRole::Entity {
                    continue;
                }
                let mut members = Members::default();
                for (text, span) in &attribute.texts {
                    let value = match fact.domain.read(text) {
                        Ok(Value::Set(more)) => {
                            members = members.with(more);
                            Value::Set(members)
                        }
                        Ok(value) => value,
                        Err(error) => {
                            errors.push(ProjectError::WrongValue {
                                fact: attribute.name.clone(),
                                value: text.clone(),
                                expected: error.to_string(),
                                help: error.help,
                                span: *span,
                            });
                            continue;
                        }
                    };
                    if let Some(slot) = row.get_mut(fact_id.index()) {
                        *slot = Some(value);
                    }
                }
            }
            rows.insert(id.clone(), row);
        }
        (EntityFacts { rows }, errors)
    }

    /// What is said about entities that no rubric asks for.
    pub fn unknown<'r>(
        &self,
        rubrics: impl Iterator<Item = &'r Rubric> + Clone,
    ) -> Vec<ProjectError> {
        let facts = rubrics.flat_map(|rubric| {
            let facts = rubric.facts_of(FactRole::Entity);
            facts.map(|(_, fact)| fact.name.as_str())
        });
        let known: Vec<&str> = facts.chain(["label"]).collect();
        let attributes = self.declared().flat_map(|(_, entity)| &entity.attributes);
        attributes
            .filter(|attribute| !known.contains(&attribute.name.as_str()))
            .map(|attribute| ProjectError::UnknownKey {
                what: "an entity",
                key: attribute.name.clone(),
                help: did_you_mean(&attribute.name, known.iter().copied()).or_else(|| {
                    Some(
                        "facts of entities are declared in the rubric's `entity` block".to_string(),
                    )
                }),
                span: attribute.span,
            })
            .collect()
    }
}
