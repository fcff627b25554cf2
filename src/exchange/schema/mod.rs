//! JSON Schemas (2020-12) of the files people write, made from rubrics, catalogue and project, so that an editor completes
//! `access: ` with the answers there are and underlines what is none of them.

mod catalogue;
mod evidence;
mod project;

pub use catalogue::catalogue_schema;
pub use evidence::evidence_schema;
pub use project::project_schema;

use crate::language::rubric::Fact;
use crate::language::value::Domain;
use serde_json::{Map, Value, json};

/// The dialect all schemas are written in.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A name in one language, or in several.
fn labels() -> Value {
    json!({
        "anyOf": [
            { "type": "string" },
            { "type": "object", "additionalProperties": { "type": "string" } },
        ]
    })
}

/// What a fact may be, with its question.
fn fact(fact: &Fact) -> Value {
    let mut schema = domain(&fact.domain);
    if let (Some(label), Some(object)) = (&fact.label, schema.as_object_mut()) {
        object.insert("description".to_string(), json!(label));
    }
    schema
}

fn domain(of: &Domain) -> Value {
    match of {
        Domain::Choice { answers, .. } => json!({ "enum": answers }),
        Domain::Set(members) => json!({
            "anyOf": [
                { "type": "array", "items": { "enum": members }, "uniqueItems": true },
                { "enum": members },
            ]
        }),
        Domain::Number { from, to, .. } => {
            let mut schema = json!({ "type": "number" });
            if let Some(from) = from {
                schema["minimum"] = json!(from.to_f64());
            }
            if let Some(to) = to {
                schema["maximum"] = json!(to.to_f64());
            }
            schema
        }
        Domain::Count => json!({ "type": "integer", "minimum": 0 }),
        Domain::Percent => json!({ "type": "string", "pattern": r"^[0-9]+(\.[0-9]+)? ?%$" }),
        Domain::Date => date(),
        // A bare year is a number to YAML.
        Domain::Period => json!({
            "anyOf": [
                { "type": "integer", "minimum": 1000, "maximum": 9999 },
                { "type": "string", "pattern": r"^[0-9]{4}(-(H[12]|Q[1-4]|[0-9]{2}(-[0-9]{2})?))?$" },
            ]
        }),
        Domain::Duration => json!({
            "type": "string",
            "pattern": r"^[0-9]+ (days?|weeks?|months?|quarters?|years?)$",
        }),
        Domain::Text => text(),
        Domain::List(fields) => {
            let fields = fields
                .iter()
                .map(|field| (field.name.clone(), domain(&field.domain)));
            let fields: Map<String, Value> = fields.collect();
            json!({
                "type": "array",
                "items": { "type": "object", "properties": fields, "additionalProperties": false },
            })
        }
    }
}

fn date() -> Value {
    json!({ "type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}

/// A text; what looks like a number or a truth value is a text as well.
fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

/// The facts of several rubrics by name; where two of them differ, either may be answered.
fn merged<'r>(facts: impl Iterator<Item = &'r Fact>) -> Map<String, Value> {
    let mut found: Map<String, Value> = Map::new();
    for declared in facts {
        let schema = fact(declared);
        match found.get_mut(&declared.name) {
            None => {
                found.insert(declared.name.clone(), schema);
            }
            Some(known) if *known == schema => {}
            Some(known) => {
                let mut either = match known.get("anyOf") {
                    Some(Value::Array(all)) if known.get("x-several").is_some() => all.clone(),
                    _ => vec![known.clone()],
                };
                if !either.contains(&schema) {
                    either.push(schema);
                }
                *known = json!({ "anyOf": either, "x-several": true });
            }
        }
    }
    found
}
