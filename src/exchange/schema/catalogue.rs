//! The schema of a catalogue's files.

use super::{DIALECT, labels, merged, text};
use crate::language::rubric::Rubric;
use crate::language::syntax::FactRole;
use serde_json::{Value, json};

/// The schema of catalogue files for these rubrics.
pub fn catalogue_schema(rubrics: &[&Rubric]) -> Value {
    let mut indicator = merged(rubrics.iter().flat_map(|rubric| {
        let facts = rubric.facts_of(FactRole::Indicator);
        facts.map(|(_, fact)| fact)
    }));
    let texts = json!({ "anyOf": [text(), { "type": "array", "items": text() }] });
    let year = json!({ "type": "integer", "minimum": 1900, "maximum": 2200 });
    for (key, schema) in [
        ("label", labels()),
        ("bodies", texts.clone()),
        ("must_disclose", texts),
        (
            "kept",
            json!({ "type": "string", "description": "How long it must be kept: 5 years" }),
        ),
        ("since", year.clone()),
        ("until", year),
        (
            "basis",
            json!({
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["act"],
                    "properties": {
                        "act": text(),
                        "article": text(),
                        "verify": { "type": "boolean" },
                    },
                    "additionalProperties": false,
                },
            }),
        ),
    ] {
        indicator.insert(key.to_string(), schema);
    }
    let indicators = json!({
        "type": "object",
        "additionalProperties": { "$ref": "#/$defs/indicator" },
    });
    json!({
        "$schema": DIALECT,
        "title": "Catalogue of a clearwatt project",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "category": text(),
            "label": labels(),
            "subcategories": {
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "additionalProperties": false,
                    "properties": {
                        "label": labels(),
                        "indicators": indicators,
                        "groups": {
                            "type": "object",
                            "additionalProperties": {
                                "type": "object",
                                "additionalProperties": false,
                                "properties": { "label": labels(), "indicators": indicators },
                            },
                        },
                    },
                },
            },
            "indicators": indicators,
            "bodies": {
                "type": "object",
                "additionalProperties": {
                    "anyOf": [
                        labels(),
                        {
                            "type": "object",
                            "additionalProperties": false,
                            "properties": { "label": labels() },
                        },
                    ]
                },
            },
            "terms": { "type": "object", "additionalProperties": labels() },
        },
        "$defs": {
            "indicator": { "type": "object", "properties": indicator, "additionalProperties": false },
        },
    })
}
