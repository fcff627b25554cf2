//! `progress`: levels and changes over editions, as published and as they can be compared, and why they changed.

mod why;

use super::Stop;
use super::arguments::Format;
use super::output::Output;
use super::table::{
    Printed, basis_in_words, csv, edition, entities, index, json, label, percent, plain, signed,
    table,
};
use crate::analysis::progress::{
    Crosswalk, EntityProgress, Line, Progress, Question, Refusal, least_share, progress,
};
use crate::diagnostic::Sources;
use crate::index::Row;
use crate::language::number::Number;
use crate::results::{Basis, Results};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// Only these entities
    #[arg(long)]
    pub entity: Vec<String>,
    /// Only these editions; all of the index when left out
    #[arg(long)]
    pub edition: Vec<String>,
    /// The index; the first with scores when left out
    #[arg(long)]
    pub index: Option<String>,
    /// These levels too: category, subcategory, criterion or a cut such as market or body
    #[arg(long, conflicts_with = "why")]
    pub level: Vec<String>,
    /// What the change from the first to the last edition is made of, down to the facts
    #[arg(long)]
    pub why: bool,
    /// How many indicators `--why` names in a table
    #[arg(long, default_value_t = 15, value_name = "N", requires = "why")]
    pub top: usize,
    /// Show every edition's whole evidence under the rubric of the last edition too
    #[arg(long, conflicts_with = "why")]
    pub rescore: bool,
    /// The share of weight in percent that common indicators must hold before a change is given
    #[arg(
        long,
        default_value = "70",
        value_name = "PERCENT",
        conflicts_with = "why"
    )]
    pub least_share: String,
    /// Give comparable changes below that share too
    #[arg(long, conflicts_with = "why")]
    pub force: bool,
    /// Which indicator became which; crosswalk.yaml beside clearwatt.yaml when left out
    #[arg(long, value_name = "FILE")]
    pub crosswalk: Option<PathBuf>,
    /// How rows are written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// The language of names
    #[arg(long, default_value = "en")]
    pub lang: String,
    /// Write to a file instead of standard output
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let least = share(&command.least_share)?;
    let (results, mut sources) = output.results_in(&command.project, &command.lang)?;
    let results = with_crosswalk(results, &mut sources, command.crosswalk.as_ref(), output)?;
    let (name, mut editions) = index(&results, command.index.as_deref())?;
    if !command.edition.is_empty() {
        let wanted: Vec<usize> = command
            .edition
            .iter()
            .map(|id| edition(&results, id))
            .collect::<Result<_, _>>()?;
        editions.retain(|at| wanted.contains(at));
    }
    if editions.is_empty() {
        return Err(Stop::Usage(format!(
            "none of these editions has scores of the index {name}"
        )));
    }
    let question = Question {
        index: name,
        editions,
        entities: entities(&results, &command.entity)?,
        least_share: least,
        forced: command.force,
        crosswalk: &results.crosswalk,
    };
    let found = progress(&results, &question).map_err(|error| Stop::Usage(error.to_string()))?;
    for of_entity in &found.entities {
        if of_entity.lines.is_empty() {
            return Err(Stop::Usage(format!(
                "{} has no score in the index {name}",
                results
                    .project
                    .entities
                    .label(&of_entity.entity, &command.lang)
            )));
        }
    }
    if command.why {
        return why::run(command, output, &results, &question, &found);
    }
    let told = Told {
        command,
        index: name,
        results: &results,
        progress: &found,
        least: &question.least_share,
        printed: Printed::of_index(&results, name),
    };
    let text = match command.format {
        Format::Table => told.table(),
        Format::Csv => csv(&HEAD, &told.rows()),
        Format::Json => json(&HEAD, &told.rows()),
    };
    output.deliver(command.output.as_deref(), &text)
}

/// Results with the crosswalk of a file, where one is named, or a stop after everything that is wrong with it was shown.
pub fn with_crosswalk(
    results: Results,
    sources: &mut Sources,
    file: Option<&PathBuf>,
    output: &Output,
) -> Result<Results, Stop> {
    let Some(file) = file else {
        return Ok(results);
    };
    let crosswalk = Crosswalk::load(sources, &results, Some(file)).map_err(|findings| {
        let _ = output.findings(&findings, sources);
        Stop::Input
    })?;
    Ok(results.with_crosswalk(crosswalk))
}

fn share(text: &str) -> Result<Number, Stop> {
    let digits = text.strip_suffix('%').unwrap_or(text).trim();
    let number = Number::parse(digits).and_then(|number| number.over(&Number::whole(100)));
    number
        .filter(|share| !share.is_negative() && *share <= Number::whole(1))
        .ok_or_else(|| {
            Stop::Usage(format!(
                "`{text}` is no share\n  help: write a percentage from 0 to 100, for example `--least-share {}`",
                least_share().times(&Number::whole(100))
            ))
        })
}

const HEAD: [&str; 14] = [
    "index",
    "entity",
    "level",
    "node",
    "market",
    "edition",
    "published_score",
    "published_shown",
    "grade",
    "rank",
    "comparable_score",
    "comparable_rank",
    "common_share",
    "status",
];

/// What scores of a line are, which says how they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scores {
    /// As they were published.
    Published,
    /// Under the last rubric.
    Comparable,
    /// Of a criterion.
    Criterion,
}

struct Told<'a> {
    command: &'a Arguments,
    index: &'a str,
    results: &'a Results,
    progress: &'a Progress,
    least: &'a Number,
    printed: Printed,
}

impl Told<'_> {
    fn year(&self, at: usize) -> String {
        let place = self.progress.editions.get(at);
        let edition = place.and_then(|place| self.results.editions.get(*place));
        edition.map_or_else(String::new, |edition| edition.id.to_string())
    }

    fn lines<'e>(&self, of: &'e EntityProgress) -> Vec<&'e Line> {
        let wanted = |line: &&Line| {
            self.command
                .level
                .iter()
                .any(|level| **level == *line.level)
                && (line.market.is_none() || line.market.as_deref() == Some(&*line.node))
        };
        of.lines.iter().filter(wanted).collect()
    }

    /// One row per node and edition, for other programs.
    fn rows(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let exact = |row: &Option<Row>| {
            row.as_ref()
                .and_then(|row| row.score.as_ref())
                .map_or(String::new(), Number::to_string)
        };
        for of in &self.progress.entities {
            let levels = &self.command.level;
            let lines = of.lines.iter().filter(|line| {
                levels.is_empty()
                    || &*line.level == "index"
                    || levels.iter().any(|level| **level == *line.level)
            });
            for line in lines {
                let pairs = line.published.iter().zip(&line.comparable).enumerate();
                for (at, (published, comparable)) in pairs {
                    let Some(any) = published.as_ref().or(comparable.as_ref()) else {
                        continue;
                    };
                    let shown = published.as_ref().and_then(|row| row.shown.as_ref());
                    let rank = published.as_ref().and_then(|row| row.rank);
                    let total = &*line.level == "index";
                    let panel = of.panel_rank.get(at).copied().flatten().filter(|_| total);
                    let count =
                        |rank: Option<u32>| rank.map_or(String::new(), |rank| rank.to_string());
                    rows.push(vec![
                        any.index.to_string(),
                        of.entity.to_string(),
                        line.level.to_string(),
                        line.node.to_string(),
                        line.market.as_deref().unwrap_or("").to_string(),
                        self.year(at),
                        exact(published),
                        shown.map_or(String::new(), Number::to_string),
                        published
                            .as_ref()
                            .and_then(|row| row.grade.as_deref())
                            .unwrap_or("")
                            .to_string(),
                        count(rank),
                        exact(comparable),
                        count(panel),
                        of.common
                            .shares
                            .get(at)
                            .and_then(Option::as_ref)
                            .map_or(String::new(), Number::to_string),
                        self.status(of).to_string(),
                    ]);
                }
            }
        }
        rows
    }

    fn status(&self, of: &EntityProgress) -> &'static str {
        match of.common.refused {
            None if of.common.share < *self.least => "forced",
            None => "comparable",
            Some(Refusal::OneEdition) => "one_edition",
            Some(Refusal::PublishedOnly) => "published_only",
            Some(Refusal::TooLittle) => "too_little_in_common",
        }
    }

    fn table(&self) -> String {
        let mut text = String::new();
        for of in &self.progress.entities {
            let name = self
                .results
                .project
                .entities
                .label(&of.entity, &self.command.lang);
            text.push_str(&format!("{name}\n"));
            text.push_str(&self.entity(of));
            text.push('\n');
        }
        for found in &self.progress.breaks {
            text.push_str(&format!(
                "The method changed before {}: {} → {}.\n",
                self.year(found.at),
                found.from,
                found.to
            ));
        }
        let years = self.progress.editions.len();
        if years > 1 && self.progress.panel.len() > 1 {
            let grouped = self
                .results
                .editions
                .iter()
                .filter_map(|edition| edition.rubric.index(self.index))
                .any(|index| index.rank.within.is_some());
            let grouped = if grouped { ", within their groups" } else { "" };
            text.push_str(&format!(
                "Comparable ranks are among the {} that can be compared in all {years} editions{grouped}.\n",
                self.progress.panel.len()
            ));
        }
        text
    }

    fn entity(&self, of: &EntityProgress) -> String {
        let years: Vec<String> = (0..self.progress.editions.len())
            .map(|at| self.year(at))
            .collect();
        let mut head: Vec<&str> = vec![""];
        head.extend(years.iter().map(String::as_str));
        head.push("change");
        let mut rows = Vec::new();
        let total = of.lines.iter().find(|line| &*line.level == "index");
        if let Some(total) = total {
            let row = self.row("as published", &total.published, Scores::Published);
            rows.push(self.within_one_method(row, &total.published));
            let ranks = total
                .published
                .iter()
                .map(|row| row.as_ref().and_then(|row| row.rank));
            let row = ranked("rank", &ranks.collect::<Vec<_>>());
            rows.push(self.within_one_method(row, &total.published));
            if self.command.rescore {
                rows.push(self.row(
                    "whole evidence, last rubric",
                    &of.rescored,
                    Scores::Comparable,
                ));
            }
            if of.common.refused.is_none() {
                rows.push(self.row("comparable", &total.comparable, Scores::Comparable));
                if of.panel_rank.iter().any(Option::is_some) {
                    rows.push(ranked("comparable rank", &of.panel_rank));
                }
            }
        }
        for line in self.lines(of) {
            let name = label(self.results, &line.level, &line.node, &self.command.lang);
            let kind = match &*line.level {
                "criterion" => Scores::Criterion,
                _ => Scores::Comparable,
            };
            let comparable = of.common.refused.is_none();
            let (list, note) = if comparable {
                (&line.comparable, "")
            } else {
                (&line.published, " (as published)")
            };
            let row = self.row(&format!("  {name}{note}"), list, kind);
            rows.push(if comparable {
                row
            } else {
                self.within_one_method(row, list)
            });
        }
        let columns: Vec<usize> = (1..=years.len() + 1).collect();
        table(&head, &rows, &columns) + &self.remarks(of)
    }

    /// A line of scores with the change from the first to the last there is.
    fn row(&self, name: &str, list: &[Option<Row>], kind: Scores) -> Vec<String> {
        let printed = self.printed;
        let shown = kind == Scores::Published;
        let mut cells = vec![name.to_string()];
        let mut known: Vec<&Number> = Vec::new();
        for row in list {
            let row = row.as_ref();
            let number = row.and_then(|row| match kind {
                Scores::Published => row.shown.as_ref(),
                _ => row.score.as_ref(),
            });
            known.extend(number);
            let text = match kind {
                Scores::Published => printed.score(number),
                Scores::Comparable => printed.comparable(number),
                Scores::Criterion => plain(number, 2),
            };
            let grade = row.and_then(|row| row.grade.as_deref()).filter(|_| shown);
            cells.push(grade.map_or_else(|| text.clone(), |grade| format!("{text} {grade}")));
        }
        cells.push(match (known.as_slice(), kind) {
            ([from, .., to], Scores::Published) => printed.published_change(&to.minus(from)),
            ([from, .., to], Scores::Comparable) => printed.change_between(from, to),
            ([from, .., to], Scores::Criterion) => signed(&to.minus(from), 2),
            _ => "–".to_string(),
        });
        cells
    }

    /// A line of published figures without its change where the method changed between the first and the last of them.
    fn within_one_method(&self, mut cells: Vec<String>, list: &[Option<Row>]) -> Vec<String> {
        let scored = |row: &Option<Row>| row.as_ref().is_some_and(|row| row.score.is_some());
        let method = |at: usize| {
            let place = self.progress.editions.get(at)?;
            self.results.editions.get(*place).map(|of| of.method)
        };
        let first = list.iter().position(scored).and_then(method);
        let last = list.iter().rposition(scored).and_then(method);
        if let Some(change) = cells.last_mut().filter(|_| first != last) {
            *change = "–".to_string();
        }
        cells
    }

    /// What must be known to read the figures.
    fn remarks(&self, of: &EntityProgress) -> String {
        let common = &of.common;
        let mut text = String::new();
        let counts: Vec<String> = common
            .indicators_of
            .iter()
            .map(|count| count.map_or_else(|| "?".to_string(), |count| count.to_string()))
            .collect();
        let differ = common
            .indicators_of
            .iter()
            .flatten()
            .collect::<std::collections::BTreeSet<_>>()
            .len()
            > 1;
        let sets = if differ {
            format!("; the editions counted {} indicators", counts.join(", "))
        } else {
            String::new()
        };
        match common.refused {
            None => {
                let forced = if common.share < *self.least {
                    format!(", below the minimum of {}: forced", percent(self.least))
                } else {
                    String::new()
                };
                let basis = Basis::SameRules {
                    rules: self.progress.editions.last().copied().unwrap_or_default(),
                    indicators: common.indicators.len(),
                    share: common.share.clone(),
                    editions: self.progress.editions.clone(),
                };
                text.push_str(&format!(
                    "  comparable: {}{forced}\n",
                    basis_in_words(self.results, &basis)
                ));
            }
            Some(Refusal::OneEdition) => text.push_str(&self.one_edition(of)),
            Some(Refusal::PublishedOnly) => text.push_str(&format!(
                "  no comparable figure: published scores only, so the change may be one of indicators{sets}\n"
            )),
            Some(Refusal::TooLittle) => text.push_str(&format!(
                "  no comparable figure: common indicators hold {} of the weight, less than {}{sets}; `--force` gives it all the same\n",
                percent(&common.share),
                percent(self.least)
            )),
        }
        text
    }

    fn one_edition(&self, of: &EntityProgress) -> String {
        let there: Vec<usize> = of
            .lines
            .iter()
            .filter(|line| &*line.level == "index")
            .flat_map(|line| line.published.iter().enumerate())
            .filter(|(_, row)| row.is_some())
            .map(|(at, _)| at)
            .collect();
        let last = self.progress.editions.len().saturating_sub(1);
        match there.as_slice() {
            _ if last == 0 => "  one edition has nothing to be compared with\n".to_string(),
            [at] if *at == last => {
                format!("  new in {}: nothing to compare with\n", self.year(*at))
            }
            [at] => format!("  only in {}: nothing to compare with\n", self.year(*at)),
            _ => "  nothing to compare with\n".to_string(),
        }
    }
}

fn ranked(name: &str, ranks: &[Option<u32>]) -> Vec<String> {
    let mut cells = vec![name.to_string()];
    cells.extend(
        ranks
            .iter()
            .map(|rank| rank.map_or_else(|| "–".to_string(), |rank| rank.to_string())),
    );
    let mut known = ranks.iter().flatten();
    cells.push(match (known.next(), known.next_back()) {
        // A smaller rank is a better one.
        (Some(first), Some(last)) if first != last => {
            let moved = first.abs_diff(*last);
            format!("{} {moved}", if last < first { "up" } else { "down" })
        }
        (Some(_), Some(_)) => "same".to_string(),
        _ => "–".to_string(),
    });
    cells
}
