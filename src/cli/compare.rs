//! `compare`: entities side by side, or one beside its peers, from the total down to the indicators that differ.

use super::Stop;
use super::arguments::{Compare, Format};
use super::output::{Output, known};
use super::table::{Printed, csv, entity, label, table};
use crate::analysis::progress::differences;
use crate::index::{Row, TOTAL_LEVEL, aggregate};
use crate::language::number::Number;
use crate::language::syntax::Aggregate;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use serde_json::json;

/// What the first entity is compared with.
#[derive(Debug)]
enum Other {
    /// Another entity.
    One(EntityId),
    /// Something of several.
    Peers(&'static str, Aggregate, Vec<EntityId>),
}

const PEERS: [(&str, Aggregate); 3] = [
    ("mean", Aggregate::Mean),
    ("median", Aggregate::Median),
    ("best", Aggregate::Max),
];

/// A node with the score of the first entity and of each of the others.
struct Line<'r> {
    row: &'r Row,
    first: Option<Number>,
    others: Vec<Option<Number>>,
}

impl Line<'_> {
    fn difference(&self, other: usize) -> Option<Number> {
        Some(
            self.others
                .get(other)?
                .as_ref()?
                .minus(self.first.as_ref()?),
        )
    }

    /// The largest gap to any of the others.
    fn gap(&self) -> Option<Number> {
        (0..self.others.len())
            .filter_map(|at| self.difference(at))
            .map(|gap| gap.absolute())
            .max()
    }
}

pub fn run(command: &Compare, output: &Output) -> Result<(), Stop> {
    let (results, _) = output.results_in(&command.project, &command.lang)?;
    let first = entity(&results, &command.first)?;
    let named = named(&results, &command.second)?;
    let edition = edition(command, &results, &first, &named)?;
    let others = others(&first, named, edition)?;
    let compared = Compared {
        command,
        results: &results,
        edition,
        first: &first,
        others: &others,
    };
    let lines = compared.lines();
    let text = match command.format {
        Format::Table => compared.table(&lines),
        Format::Csv => compared.csv(&lines),
        Format::Json => compared.json(&lines),
    };
    output.print(&text);
    Ok(())
}

/// The second argument: the aggregate it asks for, and the entities it names (all others when none).
type Named = (Option<(&'static str, Aggregate)>, Vec<EntityId>);

fn named(results: &Results, text: &str) -> Result<Named, Stop> {
    let (word, list) = text
        .split_once(':')
        .map_or((text, None), |(word, list)| (word, Some(list)));
    let peers = PEERS.into_iter().find(|(name, _)| *name == word);
    let list = match (peers, list) {
        (Some(_), list) => list.unwrap_or(""),
        (None, None) => text,
        (None, Some(_)) => {
            known("comparison", word, PEERS.iter().map(|(name, _)| *name))?;
            text
        }
    };
    let names = list
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let mut entities: Vec<EntityId> = Vec::new();
    for name in names {
        let id = entity(results, name)?;
        if !entities.contains(&id) {
            entities.push(id);
        }
    }
    if peers.is_none() && entities.is_empty() {
        return Err(Stop::Usage("there is nobody to compare with\n  help: name an entity, or write `mean`, `median` or `best`".to_string()));
    }
    Ok((peers, entities))
}

fn has(edition: &EditionResults, entity: &EntityId) -> bool {
    edition.sheets.iter().any(|sheet| sheet.entity == *entity)
}

fn edition<'r>(
    command: &Compare,
    results: &'r Results,
    first: &EntityId,
    named: &Named,
) -> Result<&'r EditionResults, Stop> {
    let everybody = || std::iter::once(first).chain(&named.1);
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
            editions.find(|edition| everybody().all(|entity| has(edition, entity)))
        }
    };
    let Some(edition) = edition else {
        let names: Vec<String> = everybody().map(ToString::to_string).collect();
        let both = if names.len() == 2 { "both " } else { "" };
        return Err(Stop::Usage(format!(
            "no edition has {both}{}",
            names.join(" and ")
        )));
    };
    for entity in everybody() {
        if !has(edition, entity) {
            return Err(Stop::Usage(format!(
                "there is no evidence about {entity} in {}",
                edition.id
            )));
        }
    }
    Ok(edition)
}

fn others(first: &EntityId, named: Named, edition: &EditionResults) -> Result<Vec<Other>, Stop> {
    let (peers, mut entities) = named;
    let Some((name, how)) = peers else {
        return Ok(entities.into_iter().map(Other::One).collect());
    };
    if entities.is_empty() {
        entities.extend(
            edition
                .scores
                .entities
                .iter()
                .map(|scores| scores.entity.clone()),
        );
        entities.retain(|entity| entity != first);
    }
    if entities.is_empty() {
        return Err(Stop::Usage(format!(
            "{first} has no peers in {}",
            edition.id
        )));
    }
    Ok(vec![Other::Peers(name, how, entities)])
}

/// How many indicators a table shows.
const MOST_INDICATORS: usize = 15;

struct Compared<'a> {
    command: &'a Compare,
    results: &'a Results,
    edition: &'a EditionResults,
    first: &'a EntityId,
    others: &'a [Other],
}

impl<'a> Compared<'a> {
    fn find(&self, row: &Row, entity: &EntityId) -> Option<&'a Row> {
        self.edition.rows.iter().find(|other| {
            other.entity == *entity
                && other.index == row.index
                && other.level == row.level
                && other.node == row.node
                && other.market == row.market
        })
    }

    /// Nodes in the order of the first entity, then those only others have.
    fn lines(&self) -> Vec<Line<'a>> {
        let mut lines: Vec<Line<'_>> = Vec::new();
        for row in self
            .edition
            .rows
            .iter()
            .filter(|row| row.entity == *self.first)
        {
            lines.push(self.line(row, row.score.clone()));
        }
        for other in self.others {
            let Other::One(other) = other else { continue };
            for row in self.edition.rows.iter().filter(|row| row.entity == *other) {
                let there = lines.iter().any(|line| {
                    line.row.index == row.index
                        && line.row.level == row.level
                        && line.row.node == row.node
                        && line.row.market == row.market
                });
                if !there {
                    lines.push(self.line(row, None));
                }
            }
        }
        lines
    }

    fn line(&self, row: &'a Row, first: Option<Number>) -> Line<'a> {
        let score = |entity: &EntityId| self.find(row, entity).and_then(|row| row.score.as_ref());
        let others = self.others.iter().map(|other| match other {
            Other::One(entity) => score(entity).cloned(),
            Other::Peers(_, how, entities) => {
                let scores: Vec<&Number> = entities.iter().filter_map(score).collect();
                aggregate(*how, &scores)
            }
        });
        Line {
            row,
            first,
            others: others.collect(),
        }
    }

    fn names(&self) -> Vec<String> {
        let entities = &self.results.project.entities;
        let name = |id: &EntityId| entities.label(id, &self.command.lang).to_string();
        let others = self.others.iter().map(|other| match other {
            Other::One(entity) => name(entity),
            Other::Peers(word, _, entities) => format!("{word} of {}", entities.len()),
        });
        std::iter::once(name(self.first)).chain(others).collect()
    }

    fn ids(&self) -> Vec<String> {
        let others = self.others.iter().map(|other| match other {
            Other::One(entity) => entity.to_string(),
            Other::Peers(word, ..) => (*word).to_string(),
        });
        std::iter::once(self.first.to_string())
            .chain(others)
            .collect()
    }

    fn table(&self, lines: &[Line<'_>]) -> String {
        let names = self.names();
        let mut text = format!("{}, {}\n\n", names.join(" and "), self.edition.id);
        let at = |level: &str| -> Vec<&Line<'_>> {
            let wanted = |line: &&Line<'_>| {
                *line.row.level == *level
                    && (line.row.market.is_none()
                        || line.row.market.as_deref() == Some(&*line.row.node))
            };
            lines.iter().filter(wanted).collect()
        };
        let mut wide = at(TOTAL_LEVEL);
        wide.extend(at("category"));
        text.push_str(&self.section(&names, &wide, false));
        let mut indicators = at("indicator");
        indicators.retain(|line| line.gap().is_some_and(|gap| !gap.is_zero()));
        // The largest gaps first; ties in the order of the catalogue.
        indicators.sort_by_key(|line| std::cmp::Reverse(line.gap()));
        let left = indicators.len().saturating_sub(MOST_INDICATORS);
        indicators.truncate(MOST_INDICATORS);
        if !indicators.is_empty() {
            text.push_str("\nLargest gaps between indicators\n");
            text.push_str(&self.section(&names, &indicators, true));
        }
        if left > 0 {
            text.push_str(&format!(
                "and {left} more; `--format csv` has all of them\n"
            ));
        }
        text
    }

    fn section(&self, names: &[String], lines: &[&Line<'_>], examples: bool) -> String {
        let mut head = vec![""];
        head.extend(names.iter().map(String::as_str));
        let single = self.others.len() == 1;
        head.push(if single { "difference" } else { "to the best" });
        if examples {
            head.push("as an example");
        }
        let mut rows = Vec::new();
        for line in lines {
            let row = line.row;
            let mut cells = vec![label(
                self.results,
                &row.level,
                &row.node,
                &self.command.lang,
            )];
            let printed = Printed::of_index(self.results, &row.index);
            cells.push(printed.comparable(line.first.as_ref()));
            let others = line.others.iter();
            cells.extend(others.map(|score| printed.comparable(score.as_ref())));
            let gap = (0..self.others.len())
                .filter_map(|at| line.difference(at))
                .max();
            cells.push(printed.difference(gap.as_ref()));
            if examples {
                cells.push(self.example(line));
            }
            rows.push(cells);
        }
        let numbers: Vec<usize> = (1..=names.len() + 1).collect();
        table(&head, &rows, &numbers)
    }

    /// Who does better, and what their evidence says otherwise.
    fn example(&self, line: &Line<'_>) -> String {
        let Some(own) = &line.first else {
            return String::new();
        };
        let mut best: Option<(&EntityId, Number)> = None;
        let several = self.others.iter().flat_map(|other| match other {
            Other::One(entity) => std::slice::from_ref(entity),
            Other::Peers(_, _, entities) => entities,
        });
        for entity in several {
            let score = self
                .find(line.row, entity)
                .and_then(|row| row.score.clone());
            if let Some(score) = score
                && score > *own
                && best.as_ref().is_none_or(|(_, known)| score > *known)
            {
                best = Some((entity, score));
            }
        }
        let (Some((better, _)), Some(id)) =
            (best, self.results.catalogue.indicator_id(&line.row.node))
        else {
            return String::new();
        };
        let found = differences(self.edition, id, [self.first, better]);
        let mut words: Vec<String> = found
            .iter()
            .filter(|change| change.body.is_none())
            .filter_map(|change| change.to.as_ref().map(|to| format!("{} {to}", change.fact)))
            .collect();
        words.truncate(3);
        let name = self
            .results
            .project
            .entities
            .label(better, &self.command.lang);
        match (self.others, words.is_empty()) {
            ([Other::One(_)], _) => words.join(", "),
            (_, true) => name.to_string(),
            (_, false) => format!("{name}: {}", words.join(", ")),
        }
    }

    fn csv(&self, lines: &[Line<'_>]) -> String {
        let ids = self.ids();
        let differences = self.difference_names(&ids);
        let mut head = vec!["index", "level", "node", "market"];
        head.extend(ids.iter().map(String::as_str));
        head.extend(differences.iter().map(String::as_str));
        let show = |number: Option<&Number>| number.map_or(String::new(), Number::to_string);
        let rows: Vec<Vec<String>> = lines
            .iter()
            .map(|line| {
                let row = line.row;
                let mut cells = vec![
                    row.index.to_string(),
                    row.level.to_string(),
                    row.node.to_string(),
                    row.market.as_deref().unwrap_or("").to_string(),
                    show(line.first.as_ref()),
                ];
                cells.extend(line.others.iter().map(|score| show(score.as_ref())));
                cells.extend((0..self.others.len()).map(|at| show(line.difference(at).as_ref())));
                cells
            })
            .collect();
        csv(&head, &rows)
    }

    /// `difference`, or one name for each of several.
    fn difference_names(&self, ids: &[String]) -> Vec<String> {
        match ids {
            [_, _] => vec!["difference".to_string()],
            [_, others @ ..] => others.iter().map(|id| format!("difference_{id}")).collect(),
            [] => Vec::new(),
        }
    }

    fn json(&self, lines: &[Line<'_>]) -> String {
        let number = |number: Option<&Number>| {
            number.and_then(|number| {
                serde_json::from_str::<serde_json::Value>(&number.to_string()).ok()
            })
        };
        let ids = self.ids();
        let differences = self.difference_names(&ids);
        let rows: Vec<serde_json::Value> = lines
            .iter()
            .map(|line| {
                let row = line.row;
                let mut object = serde_json::Map::new();
                object.insert("index".to_string(), json!(&*row.index));
                object.insert("level".to_string(), json!(&*row.level));
                object.insert("node".to_string(), json!(&*row.node));
                object.insert("market".to_string(), json!(row.market.as_deref()));
                let scores = std::iter::once(line.first.as_ref())
                    .chain(line.others.iter().map(Option::as_ref));
                for (id, score) in ids.iter().zip(scores) {
                    object.insert(id.clone(), json!(number(score)));
                }
                for (at, name) in differences.iter().enumerate() {
                    object.insert(name.clone(), json!(number(line.difference(at).as_ref())));
                }
                serde_json::Value::Object(object)
            })
            .collect();
        serde_json::to_string_pretty(&rows).unwrap_or_default() + "\n"
    }
}
