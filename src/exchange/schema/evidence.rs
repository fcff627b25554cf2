//! The schema of evidence in YAML.

use super::{DIALECT, date, merged, text};
use crate::catalogue::{Catalogue, LEVELS};
use crate::language::rubric::Rubric;
use crate::language::syntax::FactRole;
use serde_json::{Map, Value, json};

/// The schema of evidence files under these rubrics. With a catalogue and the ids of the editions it knows all
/// indicators and editions; without, any will do.
pub fn evidence_schema(
    rubrics: &[&Rubric],
    catalogue: Option<&Catalogue>,
    editions: &[&str],
) -> Value {
    let facts = merged(rubrics.iter().flat_map(|rubric| {
        let facts = rubric.facts_of(FactRole::Evidence);
        facts.map(|(_, fact)| fact)
    }));
    let mut record = facts.clone();
    for (key, schema) in notes() {
        record.insert(key.to_string(), schema);
    }
    record.insert("judged".to_string(), judged(rubrics));
    let mut disclosure = record.clone();
    let reason =
        |what: &str| json!({ "type": ["string", "number", "boolean"], "description": what });
    for (key, what) in [
        ("withheld", "Kept back, and why: martial_law, security, …"),
        ("not_applicable", "Does not apply here, and why"),
        ("not_assessed", "Was not looked at, and why"),
        ("provisional", "May change, and why"),
    ] {
        disclosure.insert(key.to_string(), reason(what));
    }
    disclosure.insert("since".to_string(), date());
    disclosure.insert(
        "bodies".to_string(),
        json!({
            "type": "object",
            "description": "A sample of bodies, each with its own answers",
            "additionalProperties": { "$ref": "#/$defs/record" },
        }),
    );
    let edition = match editions.is_empty() {
        true => json!({ "type": ["string", "number"] }),
        false => json!({ "enum": editions }),
    };
    json!({
        "$schema": DIALECT,
        "title": "Evidence of a clearwatt project",
        "type": "object",
        "required": ["edition", "entity"],
        "additionalProperties": false,
        "properties": {
            "edition": edition,
            "entity": { "type": "string", "description": "A country code such as UA, or an entity of the project" },
            "assessed": date(),
            "assessor": text(),
            "defaults": {
                "type": "object",
                "description": "Answers that hold unless a disclosure says otherwise",
                "properties": facts,
                "additionalProperties": false,
            },
            "disclosures": disclosures(catalogue),
            "given": {
                "type": "array",
                "description": "Published scores, taken as they are",
                "items": given(rubrics, catalogue),
            },
        },
        "$defs": {
            "record": { "type": "object", "properties": record, "additionalProperties": false },
            "disclosure": { "type": "object", "properties": disclosure, "additionalProperties": false },
        },
    })
}

fn notes() -> [(&'static str, Value); 5] {
    [
        ("source", text()),
        ("seen", date()),
        ("assessor", text()),
        ("note", text()),
        ("reason", text()),
    ]
}

/// Criteria with the scores they may be given.
fn judged(rubrics: &[&Rubric]) -> Value {
    let mut criteria: Map<String, Value> = Map::new();
    for criterion in rubrics.iter().flat_map(|rubric| &rubric.criteria) {
        let levels: Vec<f64> = criterion
            .levels
            .iter()
            .map(|level| level.to_f64())
            .collect();
        let schema = match levels.is_empty() {
            true => json!({ "type": "number", "description": criterion.label }),
            false => json!({ "type": "number", "enum": levels, "description": criterion.label }),
        };
        criteria.insert(criterion.name.clone(), schema);
    }
    json!({
        "type": "object",
        "description": "Criteria that the assessor scores",
        "properties": criteria,
        "additionalProperties": false,
    })
}

fn disclosures(catalogue: Option<&Catalogue>) -> Value {
    let disclosure = json!({ "$ref": "#/$defs/disclosure" });
    let Some(catalogue) = catalogue else {
        return json!({ "type": ["object", "null"], "additionalProperties": disclosure });
    };
    let indicators = catalogue.indicators.iter().map(|indicator| {
        let label = indicator.label.or("en", &indicator.id);
        let schema = json!({ "$ref": "#/$defs/disclosure", "description": label });
        (indicator.id.clone(), schema)
    });
    let indicators: Map<String, Value> = indicators.collect();
    json!({ "type": ["object", "null"], "properties": indicators, "additionalProperties": false })
}

fn given(rubrics: &[&Rubric], catalogue: Option<&Catalogue>) -> Value {
    let mut properties: Map<String, Value> = Map::new();
    let names: Vec<&str> = rubrics
        .iter()
        .flat_map(|rubric| rubric.indices.iter().map(|index| index.name.as_str()))
        .collect();
    properties.insert("index".to_string(), json!({ "enum": names }));
    properties.insert("indicator".to_string(), json!({ "type": "string" }));
    for level in LEVELS {
        let nodes: Option<Vec<&str>> = catalogue.map(|catalogue| {
            let nodes = catalogue.nodes_of(level);
            nodes.map(|(_, node)| node.id.as_str()).collect()
        });
        let schema = match nodes {
            Some(nodes) if !nodes.is_empty() => json!({ "enum": nodes }),
            _ => json!({ "type": "string" }),
        };
        properties.insert(level.to_string(), schema);
    }
    for cut in rubrics
        .iter()
        .flat_map(|rubric| &rubric.indices)
        .flat_map(|index| &index.cuts)
    {
        properties.insert(cut.name.clone(), json!({ "type": "string" }));
    }
    properties.insert("score".to_string(), json!({ "type": "number" }));
    properties.insert("source".to_string(), text());
    properties.insert("note".to_string(), text());
    json!({
        "type": "object",
        "required": ["score"],
        "properties": properties,
        "additionalProperties": false,
    })
}
