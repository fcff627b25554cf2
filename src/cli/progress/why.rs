//! `progress --why`: what a change is made of, as tables that add up.

use super::Arguments;
use crate::analysis::progress::{
    Because, Decomposition, EntityProgress, FactChange, Group, Leaf, Moved, Progress, Question,
    adding_up, decompose,
};
use crate::cli::Stop;
use crate::cli::arguments::Format;
use crate::cli::output::Output;
use crate::cli::table::{Printed, basis_in_words, csv, json, label, percent, plain, signed, table};
use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::project::EntityId;
use crate::results::{Basis, Results};

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
            decimals: Printed::of_index(results, question.index).decimals(2),
            comparable: comparable(results, progress, of, question.index),
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

/// What `progress` tells as the change of an entity, where the method changed: a part of the whole difference of the
/// published scores is the method's.
fn comparable(results: &Results, progress: &Progress, of: &EntityProgress, index: &str) -> String {
    let line = of.lines.iter().find(|line| &*line.level == "index");
    let totals = line
        .into_iter()
        .flat_map(|line| line.comparable.iter().flatten());
    let scores: Vec<&Number> = totals.filter_map(|row| row.score.as_ref()).collect();
    let rules = progress.editions.last().copied();
    let (&[from, .., to], Some(rules), false) =
        (scores.as_slice(), rules, progress.breaks.is_empty())
    else {
        return String::new();
    };
    let basis = Basis::SameRules {
        rules,
        indicators: of.common.indicators.len(),
        share: of.common.share.clone(),
        editions: progress.editions.clone(),
    };
    let printed = Printed::of_index(results, index);
    format!(
        "{}: {} → {} ({})\n",
        basis_in_words(results, &basis),
        printed.comparable(Some(from)),
        printed.comparable(Some(to)),
        printed.change_between(from, to)
    )
}

struct Why<'a> {
    command: &'a Arguments,
    results: &'a Results,
    entity: &'a EntityId,
    ids: [&'a str; 2],
    index: &'a str,
    found: &'a Decomposition,
    /// How many decimals points are printed with.
    decimals: u32,
    /// The comparable change of the series, in a line; empty where one method made all editions.
    comparable: String,
}

impl Why<'_> {
    fn table(&self) -> String {
        let found = self.found;
        let whole = self.whole();
        let [method, coverage, evidence] = whole.each_ref().map(|points| self.points(points));
        let parts = [
            ("score before", found.from.fixed(self.places())),
            ("other rules or weights", method),
            ("other indicators", coverage),
            ("other evidence", evidence),
            ("score now", found.to.fixed(self.places())),
        ];
        let rows: Vec<Vec<String>> = parts
            .into_iter()
            .map(|(name, points)| vec![name.to_string(), points])
            .collect();
        let mut text = table(&["", "points"], &rows, &[1]);
        let (common, gone, come) = found.counts;
        text.push_str(&format!(
            "{common} indicators in common, with {} of the weight before and {} now; {gone} only before, {come} only now\n{}\n",
            percent(&found.shares.0),
            percent(&found.shares.1),
            self.comparable
        ));
        let column = |part: fn(&Group) -> &Number, whole: &Number| {
            let groups = found.categories.iter();
            let exact: Vec<Number> = groups.map(|(_, group)| part(group).clone()).collect();
            let mut printed = adding_up(&exact, whole, self.decimals);
            printed.push(whole.clone());
            printed
        };
        let [method, coverage, evidence] = &whole;
        let methods = column(|group| &group.method, method).into_iter();
        let coverages = column(|group| &group.coverage, coverage);
        let evidences = column(|group| &group.evidence, evidence);
        let names = found.categories.iter().map(|(node, _)| {
            let node = node.and_then(|id| self.results.catalogue.nodes.get(id.index()));
            node.map_or("the whole", |node| {
                node.label.or(&self.command.lang, &node.id)
            })
        });
        let names = names.chain(["together"]);
        let columns = methods.zip(coverages).zip(evidences);
        let rows = names
            .zip(columns)
            .map(|(name, ((method, coverage), evidence))| {
                let sum = method.plus(&coverage).plus(&evidence);
                let mut row = vec![name.to_string()];
                row.extend([method, coverage, evidence, sum].map(|points| self.points(&points)));
                row
            });
        let rows: Vec<Vec<String>> = rows.collect();
        text.push_str(&table(
            &["by category", "rules", "indicators", "evidence", "sum"],
            &rows,
            &[1, 2, 3, 4],
        ));
        text + &self.indicators()
    }

    /// Rules, indicators and evidence as they are printed: they lead from the one printed score to the other.
    fn whole(&self) -> [Number; 3] {
        let nearest = |number: &Number| {
            number.rounded(Rounding {
                mode: RoundingMode::HalfUp,
                to: Precision::Decimals(self.decimals),
            })
        };
        let found = self.found;
        let change = nearest(&found.to).minus(&nearest(&found.from));
        let whole = &found.whole;
        let exact = [&whole.method, &whole.coverage, &whole.evidence].map(Number::clone);
        let mut printed = adding_up(&exact, &change, self.decimals).into_iter();
        exact.map(|exact| printed.next().unwrap_or(exact))
    }

    fn places(&self) -> usize {
        usize::try_from(self.decimals).unwrap_or_default()
    }

    fn points(&self, points: &Number) -> String {
        signed(points, self.places())
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
                    self.points(&moved.parts.evidence),
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
                    self.points(&share.points)
                )
            })
            .collect();
        if !rest.is_empty() {
            let sum = rest
                .iter()
                .fold(Number::zero(), |sum, share| sum.plus(&share.points));
            words.push(format!("{} others {}", rest.len(), self.points(&sum)));
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
