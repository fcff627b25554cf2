//! `compare`: two entities side by side, from the total down to the indicators that differ.

use super::Stop;
use super::arguments::{Compare, Format};
use super::output::{Output, known};
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use serde_json::json;

/// Two rows of the same node.
struct Pair<'r> {
    first: Option<&'r Row>,
    second: Option<&'r Row>,
}

impl<'r> Pair<'r> {
    fn row(&self) -> Option<&'r Row> {
        self.first.or(self.second)
    }

    fn scores(&self) -> (Option<&'r Number>, Option<&'r Number>) {
        let score = |row: Option<&'r Row>| row.and_then(|row| row.score.as_ref());
        (score(self.first), score(self.second))
    }

    fn difference(&self) -> Option<Number> {
        let (first, second) = self.scores();
        Some(second?.minus(first?))
    }
}

pub fn run(command: &Compare, output: &Output) -> Result<(), Stop> {
    let (results, _) = output.results(&command.project)?;
    let resolve = |text: &str| {
        results
            .project
            .entities
            .resolve(text)
            .map_err(|error| Stop::Usage(error.to_string()))
    };
    let (first, second) = (resolve(&command.first)?, resolve(&command.second)?);
    let has = |edition: &EditionResults, entity: &EntityId| {
        edition.sheets.iter().any(|sheet| sheet.entity == *entity)
    };
    let edition = match &command.edition {
        Some(id) => {
            known(
                "edition",
                id,
                results.editions.iter().map(|edition| edition.id.as_str()),
            )?;
            results.edition(id)
        }
        None => {
            let mut editions = results.editions.iter().rev();
            editions.find(|edition| has(edition, &first) && has(edition, &second))
        }
    };
    let Some(edition) = edition else {
        return Err(Stop::Usage(format!(
            "no edition has both {first} and {second}"
        )));
    };
    for entity in [&first, &second] {
        if !has(edition, entity) {
            return Err(Stop::Usage(format!(
                "there is no evidence about {entity} in {}",
                edition.id
            )));
        }
    }
    let find = |row: &Row, entity: &EntityId| {
        edition.rows.iter().find(|other| {
            other.entity == *entity
                && other.index == row.index
                && other.level == row.level
                && other.node == row.node
                && other.market == row.market
        })
    };
    // Nodes in the order of the first entity, then those only the second has.
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for row in edition.rows.iter().filter(|row| row.entity == first) {
        pairs.push(Pair {
            first: Some(row),
            second: find(row, &second),
        });
    }
    for row in edition.rows.iter().filter(|row| row.entity == second) {
        if find(row, &first).is_none() {
            pairs.push(Pair {
                first: None,
                second: Some(row),
            });
        }
    }
    let text = match command.format {
        Format::Table => table(
            &pairs,
            &results,
            edition,
            [&command.first, &command.second],
            &command.lang,
        ),
        Format::Csv => csv(&pairs, [first.as_str(), second.as_str()]),
        Format::Json => json_rows(&pairs, [first.as_str(), second.as_str()]),
    };
    output.print(&text);
    Ok(())
}

/// How many indicators a table shows.
const MOST_INDICATORS: usize = 15;

fn table(
    pairs: &[Pair<'_>],
    results: &Results,
    edition: &EditionResults,
    entities: [&String; 2],
    language: &str,
) -> String {
    use comfy_table::{CellAlignment, Table, presets};
    let name = |text: &str| match results.project.entities.resolve(text) {
        Ok(id) => results.project.entities.label(&id, language).to_string(),
        Err(_) => text.to_string(),
    };
    let [first, second] = entities.map(|text| name(text));
    let mut text = format!("{first} and {second}, {}\n\n", edition.id);
    let show = |number: Option<&Number>| number.map_or_else(|| "–".to_string(), |n| n.fixed(1));
    let signed = |difference: Option<Number>| match difference {
        Some(number) if number.is_negative() => format!("−{}", number.absolute().fixed(1)),
        Some(number) => format!("+{}", number.fixed(1)),
        None => "–".to_string(),
    };
    let catalogue = &results.catalogue;
    let label = |row: &Row| {
        let node: &str = &row.node;
        let labels = if *row.level == *"indicator" {
            catalogue
                .indicator_id(node)
                .and_then(|id| catalogue.indicator(id))
                .map(|found| &found.label)
        } else {
            let found = catalogue
                .nodes
                .iter()
                .find(|found| *found.level == *row.level && found.id == node);
            found.map(|found| &found.label)
        };
        labels
            .map_or(node, |labels| labels.or(language, node))
            .to_string()
    };
    let mut sections: Vec<(&str, Vec<&Pair<'_>>)> = Vec::new();
    let at = |levels: &[&str]| -> Vec<&Pair<'_>> {
        let wanted = |pair: &&Pair<'_>| {
            pair.row().is_some_and(|row| {
                levels.contains(&&*row.level)
                    && (row.market.is_none() || row.market.as_deref() == Some(&*row.node))
            })
        };
        pairs.iter().filter(wanted).collect()
    };
    let mut wide = at(&[TOTAL_LEVEL]);
    wide.extend(at(&["category"]));
    sections.push(("", wide));
    let mut indicators = at(&["indicator"]);
    indicators.retain(|pair| {
        pair.difference()
            .is_some_and(|difference| !difference.is_zero())
    });
    // The largest gaps first; ties in the order of the catalogue.
    indicators.sort_by_key(|pair| std::cmp::Reverse(pair.difference().map(|gap| gap.absolute())));
    let left = indicators.len().saturating_sub(MOST_INDICATORS);
    indicators.truncate(MOST_INDICATORS);
    sections.push(("Largest gaps between indicators", indicators));
    for (title, pairs) in sections.into_iter().filter(|(_, pairs)| !pairs.is_empty()) {
        if !title.is_empty() {
            text.push_str(&format!("\n{title}\n"));
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        table.set_header(["", first.as_str(), second.as_str(), "difference"]);
        for pair in pairs {
            let Some(row) = pair.row() else { continue };
            let (one, other) = pair.scores();
            table.add_row([
                label(row),
                show(one),
                show(other),
                signed(pair.difference()),
            ]);
        }
        for column in [1, 2, 3] {
            if let Some(column) = table.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.lines() {
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    if left > 0 {
        text.push_str(&format!(
            "and {left} more; `--format csv` has all of them\n"
        ));
    }
    text
}

fn csv(pairs: &[Pair<'_>], entities: [&str; 2]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let show = |number: Option<&Number>| number.map_or(String::new(), Number::to_string);
    // Writing to memory cannot fail, and all rows have the same length.
    let _ = writer.write_record([
        "index",
        "level",
        "node",
        "market",
        entities[0],
        entities[1],
        "difference",
    ]);
    for pair in pairs {
        let Some(row) = pair.row() else { continue };
        let (first, second) = pair.scores();
        let _ = writer.write_record([
            row.index.to_string(),
            row.level.to_string(),
            row.node.to_string(),
            row.market.as_deref().unwrap_or("").to_string(),
            show(first),
            show(second),
            show(pair.difference().as_ref()),
        ]);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn json_rows(pairs: &[Pair<'_>], entities: [&str; 2]) -> String {
    let number = |number: Option<&Number>| {
        number
            .and_then(|number| serde_json::from_str::<serde_json::Value>(&number.to_string()).ok())
    };
    let rows: Vec<serde_json::Value> = pairs
        .iter()
        .filter_map(|pair| {
            let row = pair.row()?;
            let (first, second) = pair.scores();
            Some(json!({
                "index": &*row.index,
                "level": &*row.level,
                "node": &*row.node,
                "market": row.market.as_deref(),
                entities[0]: number(first),
                entities[1]: number(second),
                "difference": number(pair.difference().as_ref()),
            }))
        })
        .collect();
    serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
}
