//! Tables of an audit as text, CSV or JSON.

use super::super::Stop;
use super::super::arguments::Format;
use super::super::output::{Output, known};
use super::super::table::{csv, table as columns};
use super::Common;
use crate::analysis::audit::table::{Cell, Table};
use serde_json::{Map, Value, json};

/// Delivers the tables asked for; `settings` says what was run, and heads the JSON.
pub fn deliver(
    tables: Vec<Table>,
    settings: &Map<String, Value>,
    common: &Common,
    output: &Output,
) -> Result<(), Stop> {
    for name in &common.table {
        known("table", name, tables.iter().map(|table| table.name))?;
    }
    let wanted = |table: &Table| {
        common.table.is_empty() || common.table.iter().any(|name| name == table.name)
    };
    let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let chosen: Vec<&Table> = tables.iter().filter(|table| wanted(table)).collect();
    let text = match common.format {
        Format::Table => chosen
            .iter()
            .map(|table| shown(table))
            .collect::<Vec<_>>()
            .join("\n"),
        Format::Json => {
            let mut whole = settings.clone();
            let list = chosen.iter().map(|table| as_json(table)).collect();
            whole.insert("tables".to_string(), Value::Array(list));
            serde_json::to_string_pretty(&Value::Object(whole)).unwrap_or_default() + "\n"
        }
        Format::Csv => match chosen.as_slice() {
            [one] => as_csv(one),
            _ => {
                return Err(Stop::Usage(format!(
                    "CSV holds one table\n  help: choose with `--table`: {}",
                    names.join(", ")
                )));
            }
        },
    };
    output.deliver(common.output.as_deref(), &text)
}

fn shown(table: &Table) -> String {
    let mut text = format!("{}\n", table.title);
    if table.rows.is_empty() {
        text.push_str("  nothing to list\n");
    } else {
        let numbers = table.numbers();
        let right: Vec<usize> = (0..numbers.len()).filter(|at| numbers[*at]).collect();
        let rows: Vec<Vec<String>> = table
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::shown).collect())
            .collect();
        text.push_str(&columns(&table.head, &rows, &right));
    }
    text.push_str(&format!(
        "  {}\n  after {}\n",
        table.formula, table.reference
    ));
    for reason in table.reasons() {
        text.push_str(&format!("  –: {reason}\n"));
    }
    for note in &table.notes {
        text.push_str(&format!("  {note}\n"));
    }
    text
}

fn as_csv(table: &Table) -> String {
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| row.iter().map(Cell::exact).collect())
        .collect();
    csv(&table.head, &rows)
}

fn as_json(table: &Table) -> Value {
    let rows = table.rows.iter().map(|row| {
        let mut object = Map::new();
        for (name, cell) in table.head.iter().zip(row) {
            let value = match cell {
                Cell::Text(text) => json!(text),
                Cell::Number(value, _) => json!(value),
                Cell::Count(count) => json!(count),
                Cell::None(_) | Cell::Empty => Value::Null,
            };
            object.insert((*name).to_string(), value);
            if let Cell::None(reason) = cell {
                object.insert(format!("{name}_why"), json!(reason));
            }
        }
        Value::Object(object)
    });
    json!({
        "name": table.name,
        "title": table.title,
        "formula": table.formula,
        "reference": table.reference,
        "notes": table.notes,
        "rows": rows.collect::<Vec<_>>(),
    })
}
