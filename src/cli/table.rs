//! Tables of text with numbers to the right, and the names of things in them.

use super::Stop;
use super::output::known;
use crate::language::number::Number;
use crate::language::rubric::Index;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use crate::results::{Basis, Results};

/// A table without lines; `right` says which columns hold numbers.
pub fn table(head: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    use comfy_table::{CellAlignment, Table, presets};
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(head);
    for row in rows {
        table.add_row(row);
    }
    for column in right {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.trim_end().to_string())
        .collect();
    lines.join("\n") + "\n"
}

/// A difference with its sign: `+12`, `−3.5`, `0`.
pub fn signed(number: &Number, decimals: usize) -> String {
    let size = number.absolute().fixed(decimals);
    if size.bytes().all(|byte| byte == b'0' || byte == b'.') {
        return size;
    }
    format!("{}{size}", if number.is_negative() { '−' } else { '+' })
}

/// A number, or a dash.
pub fn plain(number: Option<&Number>, decimals: usize) -> String {
    number.map_or_else(|| "–".to_string(), |number| number.fixed(decimals))
}

/// How the numbers of an index are printed: scores as its rubric rounds them, comparable scores and changes with one
/// decimal at least.
#[derive(Debug, Clone, Copy)]
pub struct Printed {
    scores: Option<Precision>,
    changes: Option<Precision>,
}

/// So many significant digits of scores that no rubric rounds.
const DIGITS: u32 = 6;

impl Printed {
    /// As the last edition of the index rounds.
    pub fn of_index(results: &Results, index: &str) -> Printed {
        let editions = results.editions.iter().rev();
        let mut indices = editions.filter_map(|edition| edition.rubric.index(index));
        Printed {
            scores: indices.next().and_then(Index::precision),
            changes: results.precision_of_changes(index),
        }
    }

    /// How many decimals contributions are printed with: so many at least, and as many as scores have.
    pub fn decimals(self, least: u32) -> u32 {
        match self.scores {
            Some(Precision::Decimals(decimals)) => decimals.max(least),
            _ => least,
        }
    }

    /// A score as it is shown, or a dash.
    pub fn score(self, score: Option<&Number>) -> String {
        score.map_or_else(|| "–".to_string(), |score| written(score, self.scores))
    }

    /// A comparable score, or a dash.
    pub fn comparable(self, score: Option<&Number>) -> String {
        score.map_or_else(|| "–".to_string(), |score| written(score, self.changes))
    }

    /// A change with its sign, or a dash.
    pub fn change(self, change: Option<&Number>) -> String {
        let Some(change) = change else {
            return "–".to_string();
        };
        let size = written(&change.absolute(), self.changes);
        match (
            size.bytes().any(|byte| matches!(byte, b'1'..=b'9')),
            change.is_negative(),
        ) {
            (false, _) => size,
            (true, true) => format!("−{size}"),
            (true, false) => format!("+{size}"),
        }
    }

    /// A difference between two entities, or a dash; level is `+0.0`.
    pub fn difference(self, difference: Option<&Number>) -> String {
        match difference {
            Some(level) if level.is_zero() => format!("+{}", self.change(Some(level))),
            other => self.change(other),
        }
    }

    /// The change between two published scores, as they are printed.
    pub fn published_change(self, change: &Number) -> String {
        Printed {
            changes: self.scores,
            ..self
        }
        .change(Some(change))
    }

    /// The change between two comparable scores: the difference of the two as they are printed.
    pub fn change_between(self, from: &Number, to: &Number) -> String {
        let rounded = |number: &Number| match self.changes {
            Some(to) => number.rounded(Rounding {
                mode: RoundingMode::HalfUp,
                to,
            }),
            None => number.clone(),
        };
        self.change(Some(&rounded(to).minus(&rounded(from))))
    }
}

fn written(number: &Number, precision: Option<Precision>) -> String {
    match precision {
        Some(Precision::Decimals(decimals)) => {
            number.fixed(usize::try_from(decimals).unwrap_or_default())
        }
        Some(Precision::Significant(digits)) => number.significant(digits),
        None => number.significant(DIGITS),
    }
    .replace('-', "−")
}

/// What scores that are compared are scores of.
pub fn basis_in_words(results: &Results, basis: &Basis) -> String {
    let name = |at: usize| {
        let edition = results.editions.get(at);
        edition.map_or("", |edition| edition.id.as_str())
    };
    match basis {
        Basis::Published => "published scores, all made by one method".to_string(),
        Basis::SameRules {
            rules,
            indicators,
            share,
            ..
        } => {
            let plural = if *indicators == 1 { "" } else { "s" };
            format!(
                "on the rules of {}, {indicators} common indicator{plural} with at least {} of the weight",
                name(*rules),
                percent(share)
            )
        }
    }
}

/// A share of one in percent.
pub fn percent(share: &Number) -> String {
    format!("{} %", share.times(&Number::whole(100)).fixed(0))
}

/// What a node of the results is called.
pub fn label(results: &Results, level: &str, node: &str, language: &str) -> String {
    let catalogue = &results.catalogue;
    let labels = match level {
        "indicator" => {
            let id = catalogue.indicator_id(node);
            id.and_then(|id| catalogue.indicator(id))
                .map(|found| &found.label)
        }
        "body" => catalogue
            .bodies
            .iter()
            .find(|body| body.id == node)
            .map(|body| &body.label),
        _ => {
            let mut nodes = catalogue.nodes.iter();
            nodes
                .find(|found| found.level == level && found.id == node)
                .map(|found| &found.label)
        }
    };
    match labels {
        Some(labels) => labels.or(language, node).to_string(),
        None => catalogue.term(node, language).unwrap_or(node).to_string(),
    }
}

/// The entities of a list of texts.
pub fn entities(results: &Results, texts: &[String]) -> Result<Vec<EntityId>, Stop> {
    texts.iter().map(|text| entity(results, text)).collect()
}

/// The entity of a text.
pub fn entity(results: &Results, text: &str) -> Result<EntityId, Stop> {
    let found = results.project.entities.resolve(text);
    found.map_err(|unknown| Stop::Usage(format!("{unknown}\n  help: {}", unknown.help)))
}

/// The place of an edition.
pub fn edition(results: &Results, id: &str) -> Result<usize, Stop> {
    known(
        "edition",
        id,
        results.editions.iter().map(|edition| edition.id.as_str()),
    )?;
    let found = results
        .editions
        .iter()
        .position(|edition| edition.id.as_str() == id);
    found.ok_or(Stop::Input)
}

/// The index of a name, or the official one that has scores, with the places of its editions in order of time.
pub fn index<'r>(results: &'r Results, name: Option<&str>) -> Result<(&'r str, Vec<usize>), Stop> {
    let indices = crate::results::indices(results);
    if let Some(name) = name {
        known("index", name, indices.iter().map(|(name, _)| *name))?;
    }
    let mut indices = indices.into_iter();
    let found = indices.find(|(known, _)| name.is_none_or(|name| name == *known));
    let (name, editions) =
        found.ok_or_else(|| Stop::Usage("there are no scores in this project".to_string()))?;
    let places = editions.iter().filter_map(|edition| {
        results
            .editions
            .iter()
            .position(|known| known.id == edition.id)
    });
    Ok((name, places.collect()))
}

/// Rows as CSV with a header.
pub fn csv(head: &[&str], rows: &[Vec<String>]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail, and all rows have the same length.
    let _ = writer.write_record(head.iter().map(|cell| guarded(cell)));
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| guarded(cell)));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// A text that a spreadsheet would take for a formula gets an apostrophe before it; numbers stay numbers.
fn guarded(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && Number::parse(text).is_none() {
        format!("'{text}")
    } else {
        text.to_string()
    }
}

/// Rows as a JSON array of objects: numbers as numbers, `null` for empty cells.
pub fn json(head: &[&str], rows: &[Vec<String>]) -> String {
    let value = |cell: &String| {
        if cell.is_empty() {
            return serde_json::Value::Null;
        }
        match Number::parse(cell) {
            // What reads as a decimal is a JSON number, but for leading zeros, which stay text.
            Some(_) => serde_json::from_str(cell).unwrap_or_else(|_| cell.clone().into()),
            None => cell.clone().into(),
        }
    };
    let objects: Vec<serde_json::Value> = rows
        .iter()
        .map(|row| {
            let entries = head
                .iter()
                .zip(row)
                .map(|(name, cell)| ((*name).to_string(), value(cell)));
            serde_json::Value::Object(entries.collect())
        })
        .collect();
    serde_json::to_string_pretty(&objects).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_their_sign_and_nothing_has_none() {
        let number = |text: &str| Number::parse(text).unwrap();
        assert_eq!(signed(&number("12.5"), 1), "+12.5");
        assert_eq!(signed(&number("-3"), 0), "−3");
        assert_eq!(signed(&number("-0.04"), 1), "0.0");
    }

    #[test]
    fn numbers_below_zero_are_no_formulas() {
        let text = csv(&["a", "b"], &[vec!["-3.5".to_string(), "-cmd".to_string()]]);
        assert_eq!(text, "a,b\n-3.5,'-cmd\n");
    }
}
