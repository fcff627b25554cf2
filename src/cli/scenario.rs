//! `scenario`: actual beside potential, and a baseline beside both.

use super::Stop;
use super::arguments::Format;
use super::output::Output;
use super::progress::with_crosswalk;
use super::table::{Printed, csv, json, label, plain, signed, table};
use crate::analysis::scenario::{Applied, Scenario, apply, load};
use crate::index::Row;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct Arguments {
    /// The scenario: a YAML file with `sheets:` that change, or restrictions to `lift:`
    pub scenario: PathBuf,
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// These levels too: category, subcategory, indicator, criterion or a cut such as market or body
    #[arg(long, default_values_t = ["category".to_string()])]
    pub level: Vec<String>,
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

const HEAD: [&str; 12] = [
    "scenario",
    "edition",
    "entity",
    "index",
    "level",
    "node",
    "market",
    "baseline",
    "actual",
    "potential",
    "difference",
    "potential_rank",
];

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let (results, mut sources) = output.results_in(&command.project, &command.lang)?;
    let results = with_crosswalk(results, &mut sources, command.crosswalk.as_ref(), output)?;
    let scenario = load(&mut sources, &results, &command.scenario).map_err(|findings| {
        let _ = output.findings(&findings, &sources);
        Stop::Input
    })?;
    let applied = apply(&results, &results.crosswalk, &scenario);
    output.findings(&applied.findings, &sources)?;
    let told = Told {
        command,
        results: &results,
        scenario: &scenario,
        applied: &applied,
    };
    let text = match command.format {
        Format::Table => told.table(),
        Format::Csv => csv(&HEAD, &told.rows()),
        Format::Json => json(&HEAD, &told.rows()),
    };
    output.deliver(command.output.as_deref(), &text)
}

struct Told<'a> {
    command: &'a Arguments,
    results: &'a Results,
    scenario: &'a Scenario,
    applied: &'a Applied,
}

/// A node now, as it would be, and in the baseline.
struct Line<'r> {
    actual: Option<&'r Row>,
    potential: &'r Row,
    baseline: Option<&'r Row>,
}

impl<'a> Told<'a> {
    /// The entities whose evidence the scenario changes.
    fn entities(&self, place: usize) -> Vec<&'a EntityId> {
        let overlays = self
            .scenario
            .overlays
            .iter()
            .filter(|overlay| overlay.edition == place);
        let lifted = self
            .scenario
            .lifted
            .iter()
            .filter(|lift| lift.edition == place);
        let mut all: Vec<&EntityId> = Vec::new();
        for entity in overlays
            .map(|overlay| &overlay.entity)
            .chain(lifted.map(|lift| &lift.entity))
        {
            if !all.contains(&entity) {
                all.push(entity);
            }
        }
        all
    }

    fn lines(
        &self,
        place: usize,
        potential: &'a EditionResults,
        entity: &EntityId,
        every: bool,
    ) -> Vec<Line<'a>> {
        let actual = self.results.editions.get(place);
        let baseline = self
            .scenario
            .baseline
            .and_then(|at| self.results.editions.get(at));
        let wanted = |row: &&Row| {
            let level = &*row.level == "index"
                || self.command.level.iter().any(|level| **level == *row.level);
            row.entity == *entity
                && (every
                    || level && (row.market.is_none() || row.market.as_deref() == Some(&*row.node)))
        };
        let same = |edition: Option<&'a EditionResults>, row: &Row| {
            let mut rows = edition?.rows.of_entity(&row.index, &row.entity).iter();
            rows.find(|other| {
                other.level == row.level && other.node == row.node && other.market == row.market
            })
        };
        potential
            .rows
            .iter()
            .filter(wanted)
            .map(|row| Line {
                actual: same(actual, row),
                potential: row,
                baseline: same(baseline, row),
            })
            .collect()
    }

    fn table(&self) -> String {
        let mut text = String::new();
        let lang = &self.command.lang;
        if let Some(title) = &self.scenario.title {
            text.push_str(&format!("{title}\n\n"));
        }
        let baseline = self
            .scenario
            .baseline
            .and_then(|at| self.results.editions.get(at));
        for (place, potential) in &self.applied.editions {
            for entity in self.entities(*place) {
                let name = self.results.project.entities.label(entity, lang);
                text.push_str(&format!("{name}, {}\n", potential.id));
                let mut head = vec![""];
                head.extend(baseline.map(|edition| edition.id.as_str()));
                head.extend(["actual", "potential", "difference"]);
                let mut rows = Vec::new();
                for line in self.lines(*place, potential, entity, false) {
                    rows.push(self.row(&line, potential, baseline.is_some()));
                }
                let columns: Vec<usize> = (1..head.len()).collect();
                text.push_str(&table(&head, &rows, &columns));
                text.push('\n');
            }
        }
        if !self.applied.still_withheld.is_empty() {
            let names: Vec<&str> = self
                .applied
                .still_withheld
                .iter()
                .filter_map(|id| self.results.catalogue.indicator(*id))
                .map(|indicator| indicator.label.or(lang, &indicator.id))
                .collect();
            text.push_str(&format!(
                "Still withheld, because the earlier edition has no evidence of it: {}.\n",
                names.join("; ")
            ));
        }
        text.push_str(
            "Potential is what the index would be, not a score anybody has. Others stand still.\n",
        );
        text
    }

    fn row(&self, line: &Line<'_>, edition: &EditionResults, baseline: bool) -> Vec<String> {
        let row = line.potential;
        let total = &*row.level == "index";
        let name = if total {
            edition
                .rubric
                .index(&row.index)
                .map_or_else(|| row.node.to_string(), |index| index.label.clone())
        } else {
            format!(
                "  {}",
                label(self.results, &row.level, &row.node, &self.command.lang)
            )
        };
        // A criterion has a scale of its own, which the rounding of the index says nothing about.
        const DECIMALS_OF_CRITERIA: usize = 2;
        let of_criterion = &*row.level == "criterion";
        let printed = Printed::of_index(self.results, &row.index);
        let show = |row: Option<&Row>| {
            let score = row.and_then(|row| row.score.as_ref());
            let text = match of_criterion {
                true => plain(score, DECIMALS_OF_CRITERIA),
                false => printed.comparable(score),
            };
            match row.and_then(|row| row.grade.as_deref()) {
                Some(grade) => format!("{text} {grade}"),
                None => text,
            }
        };
        let mut cells = vec![name];
        if baseline {
            cells.push(show(line.baseline));
        }
        cells.push(show(line.actual));
        cells.push(show(Some(row)));
        cells.push(match line.difference() {
            Some(gap) if of_criterion => signed(&gap, DECIMALS_OF_CRITERIA),
            gap => printed.change(gap.as_ref()),
        });
        cells
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let number = |number: Option<&Number>| number.map_or(String::new(), Number::to_string);
        let score = |row: Option<&Row>| number(row.and_then(|row| row.score.as_ref()));
        for (place, potential) in &self.applied.editions {
            for entity in self.entities(*place) {
                for line in self.lines(*place, potential, entity, true) {
                    let row = line.potential;
                    rows.push(vec![
                        self.scenario.title.clone().unwrap_or_default(),
                        potential.id.to_string(),
                        entity.to_string(),
                        row.index.to_string(),
                        row.level.to_string(),
                        row.node.to_string(),
                        row.market.as_deref().unwrap_or("").to_string(),
                        score(line.baseline),
                        score(line.actual),
                        score(Some(row)),
                        number(line.difference().as_ref()),
                        row.rank.map_or(String::new(), |rank| rank.to_string()),
                    ]);
                }
            }
        }
        rows
    }
}

impl Line<'_> {
    fn difference(&self) -> Option<Number> {
        let actual = self.actual.and_then(|row| row.score.as_ref())?;
        Some(self.potential.score.as_ref()?.minus(actual))
    }
}
