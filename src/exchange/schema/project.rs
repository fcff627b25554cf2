//! The schema of `clearwatt.yaml`.

use super::{DIALECT, labels, merged, text};
use crate::language::rubric::Rubric;
use crate::language::syntax::FactRole;
use crate::project::builtin;
use serde_json::{Value, json};

/// The schema of the project file; what may be said about entities is what these rubrics ask.
pub fn project_schema(rubrics: &[&Rubric]) -> Value {
    let mut entity = merged(rubrics.iter().flat_map(|rubric| {
        let facts = rubric.facts_of(FactRole::Entity);
        facts.map(|(_, fact)| fact)
    }));
    entity.insert("label".to_string(), labels());
    let named = |names: Vec<String>| json!({ "anyOf": [{ "type": "string" }, { "enum": names }] });
    let prefixed = |name: &str| format!("{}{name}", builtin::PREFIX);
    let rubrics = named(builtin::rubrics().map(prefixed).collect());
    let catalogues = named(builtin::catalogues().map(prefixed).collect());
    json!({
        "$schema": DIALECT,
        "title": "clearwatt project",
        "type": "object",
        "required": ["title", "catalogue", "evidence", "editions"],
        "additionalProperties": false,
        "properties": {
            "title": labels(),
            "fictional": { "type": "boolean", "description": "The data are invented; charts and reports say so" },
            "languages": { "type": "array", "items": { "type": "string" } },
            "catalogue": catalogues,
            "evidence": { "type": "string" },
            "assessments": { "type": "string", "description": "Evidence of single assessors, compared by `clearwatt agreement`" },
            "source": labels(),
            "licence": { "type": "string" },
            "editions": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "rubric"],
                    "additionalProperties": false,
                    "properties": {
                        "id": { "type": ["string", "number"], "description": "With the year in four digits" },
                        "rubric": rubrics,
                        "label": labels(),
                        "date": { "type": ["string", "number"], "description": "When it is, where the id does not say it: 2023, 2023-Q2, 2023-05 or 2023-05-31" },
                    },
                },
            },
            "entities": {
                "type": "object",
                "additionalProperties": {
                    "anyOf": [
                        text(),
                        { "type": "null" },
                        { "type": "object", "properties": entity, "additionalProperties": false },
                    ]
                },
            },
        },
    })
}
