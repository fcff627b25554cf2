//! Rows of results as CSV and JSON, with the same names in both.

use crate::index::Row;
use crate::language::number::Number;
use serde_json::{Value, json};

/// The columns, in order.
pub const COLUMNS: [&str; 14] = [
    "index",
    "edition",
    "entity",
    "level",
    "node",
    "market",
    "score",
    "shown",
    "grade",
    "rank",
    "scored",
    "applicable",
    "expected",
    "state",
];

/// Rows as CSV with a header: `score` to 12 significant digits, empty cells for what there is not.
pub fn rows_as_csv(rows: &[&Row]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let number = |number: &Option<Number>| number.as_ref().map_or(String::new(), Number::to_string);
    // Writing to memory cannot fail, and all rows have the same length.
    let _ = writer.write_record(COLUMNS);
    for row in rows {
        let _ = writer.write_record([
            guarded(&row.index),
            guarded(row.edition.as_str()),
            guarded(row.entity.as_str()),
            guarded(&row.level),
            guarded(&row.node),
            guarded(row.market.as_deref().unwrap_or("")),
            number(&row.score),
            number(&row.shown),
            row.grade.as_deref().unwrap_or("").to_string(),
            row.rank_in_words().unwrap_or_default(),
            row.scored.to_string(),
            row.applicable.to_string(),
            row.expected.to_string(),
            row.state.word().to_string(),
        ]);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// A text that a spreadsheet would take for a formula gets an apostrophe before it.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_string()
    }
}

/// Rows as a JSON array of objects with the names of the CSV columns; numbers as numbers, `null` for what there is
/// not.
pub fn rows_as_json(rows: &[&Row]) -> String {
    let objects: Vec<Value> = rows.iter().map(|row| row_as_json(row)).collect();
    serde_json::to_string_pretty(&Value::Array(objects)).unwrap_or_default() + "\n"
}

/// One row as an object.
pub fn row_as_json(row: &Row) -> Value {
    let number = |number: &Option<Number>| match number {
        // Twelve digits always parse as a JSON number.
        Some(number) => serde_json::from_str::<Value>(&number.to_string()).unwrap_or(Value::Null),
        None => Value::Null,
    };
    json!({
        "index": &*row.index,
        "edition": row.edition.as_str(),
        "entity": row.entity.as_str(),
        "level": &*row.level,
        "node": &*row.node,
        "market": row.market.as_deref(),
        "score": number(&row.score),
        "shown": number(&row.shown),
        "grade": row.grade.as_deref(),
        "rank": match row.tied {
            true => json!(row.rank_in_words()),
            false => json!(row.rank),
        },
        "scored": row.scored,
        "applicable": row.applicable,
        "expected": row.expected,
        "state": row.state.word(),
    })
}
