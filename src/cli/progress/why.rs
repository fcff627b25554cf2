//! `progress --why`: what a change is made of, as tables that add up.

use super::Arguments;
use crate::analysis::progress::{
    Because, Decomposition, FactChange, Leaf, Moved, Progress, Question, decompose,
};
use crate::cli::Stop;
use crate::cli::arguments::Format;
use crate::cli::output::Output;
use crate::cli::table::{csv, json, label, percent, plain, signed, table};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::Results;

const HEAD: [&str; 11] = [
    "index",
    "entity",
    "from",
    "to",
    "category",
    "indicator",
    "part",
    "because",
    "points",
    "before",
    "after",
];

pub fn run(
    command: &Arguments,
    output: &Output,
    results: &Results,
    question: &Question<'_>,
    progress: &Progress,
) -> Result<(), Stop> {
    let mut text = String::new();
    let mut rows = Vec::new();
    for of in &progress.entities {
        let total = of.lines.iter().find(|line| &*line.level == "index");
        let scored: Vec<usize> = total
            .into_iter()
            .flat_map(|line| line.published.iter().zip(&question.editions))
            .filter(|(row, _)| row.as_ref().is_some_and(|row| row.score.is_some()))
            .map(|(_, at)| *at)
            .collect();
        let name = results.project.entities.label(&of.entity, &command.lang);
        let (Some(first), Some(last)) =
            (scored.first(), scored.last().filter(|_| scored.len() > 1))
        else {
            text.push_str(&format!(
                "{name}\n  one edition has nothing to be compared with\n\n"
            ));
            continue;
        };
        let (Some(from), Some(to)) = (results.editions.get(*first), results.editions.get(*last))
        else {
            continue;
        };
        let found = decompose(
            results,
            question.crosswalk,
            (*first, from),
            (*last, to),
            question.index,
            &of.entity,
        )
        .map_err(|error| Stop::Usage(error.to_string()))?;
        let why = Why {
            command,
            results,
            entity: &of.entity,
            ids: [from.id.as_str(), to.id.as_str()],
            index: question.index,
            found: &found,
        };
        if command.format == Format::Table {
            text.push_str(&format!("{name}, {} → {}\n", from.id, to.id));
            text.push_str(&why.table());
            text.push('\n');
        } else {
            why.rows(&mut rows);
        }
    }
    let text = match command.format {
        Format::Table => text,
        Format::Csv => csv(&HEAD, &rows),
        Format::Json => json(&HEAD, &rows),
    };
    output.deliver(command.output.as_deref(), &text)
}

struct Why<'a> {
    command: &'a Arguments,
    results: &'a Results,
    entity: &'a EntityId,
    ids: [&'a str; 2],
    index: &'a str,
    found: &'a Decomposition,
}

impl Why<'_> {
    fn table(&self) -> String {
        let found = self.found;
        let whole = &found.whole;
        let parts = [
            ("score before", found.from.fixed(2)),
            ("other rules or weights", signed(&whole.method, 2)),
            ("other indicators", signed(&whole.coverage, 2)),
            ("other evidence", signed(&whole.evidence, 2)),
            ("score now", found.to.fixed(2)),
        ];
        let rows: Vec<Vec<String>> = parts
            .into_iter()
            .map(|(name, points)| vec![name.to_string(), points])
            .collect();
        let mut text = table(&["", "points"], &rows, &[1]);
        let (common, gone, come) = found.counts;
        text.push_str(&format!(
            "{common} indicators in common, with {} of the weight before and {} now; {gone} only before, {come} only now\n\n",
            percent(&found.shares.0),
            percent(&found.shares.1)
        ));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for (node, group) in &found.categories {
            let node = node.and_then(|id| self.results.catalogue.nodes.get(id.index()));
            let name = node.map_or("the whole", |node| {
                node.label.or(&self.command.lang, &node.id)
            });
            let points = [
                &group.method,
                &group.coverage,
                &group.evidence,
                &group.sum(),
            ];
            let mut row = vec![name.to_string()];
            row.extend(points.iter().map(|points| signed(points, 2)));
            rows.push(row);
        }
        let sum = whole.sum();
        let mut last = vec!["together".to_string()];
        last.extend(
            [&whole.method, &whole.coverage, &whole.evidence, &sum].map(|points| signed(points, 2)),
        );
        rows.push(last);
        text.push_str(&table(
            &["by category", "rules", "indicators", "evidence", "sum"],
            &rows,
            &[1, 2, 3, 4],
        ));
        text + &self.indicators()
    }

    fn indicators(&self) -> String {
        let moved: Vec<&Moved> = self
            .found
            .moved
            .iter()
            .filter(|moved| !moved.parts.evidence.is_zero())
            .collect();
        if moved.is_empty() {
            return String::new();
        }
        let rows: Vec<Vec<String>> = moved
            .iter()
            .take(self.command.top)
            .map(|moved| {
                let own = format!(
                    "{} → {}",
                    plain(moved.before.as_ref(), 1),
                    plain(moved.after.as_ref(), 1)
                );
                vec![
                    self.leaf(&moved.leaf),
                    own,
                    signed(&moved.parts.evidence, 2),
                    self.criteria(moved),
                    facts(moved),
                ]
            })
            .collect();
        let head = [
            "changed evidence",
            "own score",
            "points",
            "by criterion",
            "facts that changed",
        ];
        let mut text = format!("\n{}", table(&head, &rows, &[1, 2]));
        let left = moved.len().saturating_sub(self.command.top);
        if left > 0 {
            text.push_str(&format!(
                "and {left} more; `--top {}` or `--format csv` has all of them\n",
                moved.len()
            ));
        }
        text
    }

    fn leaf(&self, leaf: &Leaf) -> String {
        let (level, id) = name(self.results, leaf, self.index);
        label(self.results, level, &id, &self.command.lang)
    }

    /// The shares of the criteria; of many the two largest.
    fn criteria(&self, moved: &Moved) -> String {
        let named = if moved.shares.len() > 3 {
            2
        } else {
            moved.shares.len()
        };
        let (first, rest) = moved.shares.split_at(named);
        let mut words: Vec<String> = first
            .iter()
            .map(|share| {
                format!(
                    "{} {}",
                    self.because(&share.because),
                    signed(&share.points, 2)
                )
            })
            .collect();
        if !rest.is_empty() {
            let sum = rest
                .iter()
                .fold(Number::zero(), |sum, share| sum.plus(&share.points));
            words.push(format!("{} others {}", rest.len(), signed(&sum, 2)));
        }
        words.join(", ")
    }

    fn because(&self, because: &Because) -> String {
        match because {
            Because::Criterion(name) => {
                label(self.results, "criterion", name, &self.command.lang).to_lowercase()
            }
            other => word(other),
        }
    }

    fn rows(&self, rows: &mut Vec<Vec<String>>) {
        let catalogue = &self.results.catalogue;
        for moved in &self.found.moved {
            let (level, id) = name(self.results, &moved.leaf, self.index);
            let category = match &moved.leaf {
                Leaf::Indicator(indicator) => catalogue
                    .indicator(*indicator)
                    .and_then(|found| catalogue.node_at(found, "category"))
                    .and_then(|node| catalogue.nodes.get(node.index()))
                    .map_or("", |node| &node.id),
                _ => level,
            };
            let mut add = |part: &str, because: String, points: &Number| {
                if points.is_zero() {
                    return;
                }
                let number = |number: &Option<Number>| {
                    number.as_ref().map_or(String::new(), Number::to_string)
                };
                rows.push(vec![
                    self.index.to_string(),
                    self.entity.to_string(),
                    self.ids[0].to_string(),
                    self.ids[1].to_string(),
                    category.to_string(),
                    id.clone(),
                    part.to_string(),
                    because,
                    points.to_string(),
                    number(&moved.before),
                    number(&moved.after),
                ]);
            };
            add("method", String::new(), &moved.parts.method);
            add("coverage", String::new(), &moved.parts.coverage);
            for share in &moved.shares {
                add("evidence", word(&share.because), &share.points);
            }
        }
    }
}

fn name<'r>(results: &'r Results, leaf: &Leaf, index: &str) -> (&'r str, String) {
    match leaf {
        Leaf::Total => ("index", index.to_string()),
        Leaf::Node(id) => {
            let node = results.catalogue.nodes.get(id.index());
            node.map_or(("", String::new()), |node| (node.level, node.id.clone()))
        }
        Leaf::Indicator(id) => {
            let found = results.catalogue.indicator(*id);
            (
                "indicator",
                found.map_or_else(String::new, |found| found.id.clone()),
            )
        }
    }
}

fn word(because: &Because) -> String {
    match because {
        Because::Criterion(name) => name.clone(),
        Because::Facts => "facts in the formula".to_string(),
        Because::Sample => "other bodies in the sample".to_string(),
        Because::State(from, to) => format!("{from} → {to}").replace('_', " "),
        Because::Published => "published score".to_string(),
        Because::Together => "several at once".to_string(),
    }
}

/// So many facts are named; whoever wants all of them reads the evidence.
const MOST_FACTS: usize = 4;

/// Facts in words: `formats [pdf] → [csv]`.
fn facts(moved: &Moved) -> String {
    // What was not asked before and is now follows from another answer, which comes first.
    let mut told: Vec<&FactChange> = moved.facts.iter().collect();
    told.sort_by_key(|change| change.from.is_none() || change.to.is_none());
    let more = told.len().saturating_sub(MOST_FACTS);
    let mut words: Vec<String> = told
        .into_iter()
        .take(MOST_FACTS)
        .map(|change| {
            let body = change
                .body
                .as_ref()
                .map_or(String::new(), |body| format!("{body}: "));
            let side = |side: &Option<String>| side.as_deref().unwrap_or("–").to_string();
            format!(
                "{body}{} {} → {}",
                change.fact,
                side(&change.from),
                side(&change.to)
            )
        })
        .collect();
    if more > 0 {
        words.push(format!("{more} more"));
    }
    let criteria = moved
        .shares
        .iter()
        .any(|share| matches!(share.because, Because::Criterion(_)));
    if words.is_empty() && criteria {
        return "no answer changed; what is due did".to_string();
    }
    words.join(", ")
}
