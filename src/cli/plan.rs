//! `plan`: the cheapest changes that reach a goal, the most for a budget, and the frontier of effort and score.

mod text;

use super::Stop;
use super::arguments::Format;
use super::output::Output;
use super::table::{csv, edition, entity, index, json};
use crate::analysis::plan::{
    Constraints, Costs, Goal, NoGoal, NoPlan, Plan, Planner, Wish, effort_and_score,
};
use crate::analysis::scenario::{of_plan, written};
use crate::catalogue::BodyId;
use crate::diagnostic::Sources;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct Arguments {
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// Whose score is to rise
    #[arg(long)]
    pub entity: String,
    /// The edition; the latest with scores of the entity when left out
    #[arg(long)]
    pub edition: Option<String>,
    /// The index; the first with scores when left out
    #[arg(long)]
    pub index: Option<String>,
    /// Reach this grade; the next one without any goal
    #[arg(long, group = "goal")]
    pub grade: Option<String>,
    /// Reach this score, as it is shown
    #[arg(long, group = "goal")]
    pub score: Option<String>,
    /// Reach this rank while the others stand still
    #[arg(long, group = "goal")]
    pub rank: Option<u32>,
    /// Be as good as this entity
    #[arg(long, group = "goal", value_name = "ENTITY")]
    pub peer: Option<String>,
    /// Gain as much as can be gained
    #[arg(long, group = "goal")]
    pub all: bool,
    /// Spend at most so much; without a goal, gain as much as it buys
    #[arg(long)]
    pub budget: Option<String>,
    /// Take at most so many actions
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub at_most: Option<u32>,
    /// Nothing that touches security: what is withheld, and what the cost file marks
    #[arg(long)]
    pub safe: bool,
    /// Nothing that the cost file says takes a new law
    #[arg(long)]
    pub no_law: bool,
    /// Only what this body is responsible for
    #[arg(long)]
    pub body: Vec<String>,
    /// Open what is closed, as the rubric has it, before improving what is open
    #[arg(long)]
    pub black_boxes_first: bool,
    /// The cost file; costs.yaml beside clearwatt.yaml when left out, else 1 for each changed fact
    #[arg(long, value_name = "FILE")]
    pub costs: Option<PathBuf>,
    /// The most that can be reached for every cost, instead of a plan
    #[arg(long)]
    pub frontier: bool,
    /// Write the plan as a scenario too
    #[arg(long, value_name = "FILE")]
    pub write_scenario: Option<PathBuf>,
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

/// What a plan is told with.
pub struct Told<'a> {
    pub command: &'a Arguments,
    pub results: &'a Results,
    pub edition: &'a EditionResults,
    pub index: &'a str,
    pub entity: &'a EntityId,
    pub costs: &'a Costs,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let (results, mut sources) = output.results_in(&command.project, &command.lang)?;
    let entity = entity(&results, &command.entity)?;
    let (name, places) = index(&results, command.index.as_deref())?;
    let scored = |at: &usize| {
        let edition = results.editions.get(*at);
        edition
            .and_then(|edition| edition.total(name, &entity))
            .is_some_and(|row| row.score.is_some())
    };
    let at = match &command.edition {
        Some(id) => edition(&results, id)?,
        None => places
            .iter()
            .rev()
            .find(|at| scored(at))
            .copied()
            .ok_or_else(|| {
                let label = results.project.entities.label(&entity, &command.lang);
                Stop::Usage(format!("{label} has no score in the index {name}"))
            })?,
    };
    let Some(edition) = results.editions.get(at) else {
        return Err(Stop::Input);
    };
    let file = command.costs.as_deref();
    let costs = costs(&mut sources, &results, edition, file, output)?;
    let wish = Wish {
        index: name,
        entity: &entity,
        goal: goal(command, &results)?,
        constraints: constraints(command, &results)?,
        budget: command
            .budget
            .as_deref()
            .map(|text| number("budget", text))
            .transpose()?,
        most: command.at_most.map(|most| most as usize),
        black_boxes_first: command.black_boxes_first,
    };
    let told = Told {
        command,
        results: &results,
        edition,
        index: name,
        entity: &entity,
        costs: &costs,
    };
    if command.black_boxes_first && edition.rubric.closed.is_none() {
        return Err(Stop::Usage(format!(
            "the rubric of `{}` does not say what is closed\n  help: add a line such as `closed if availability = 0 \"nothing is published\"` to it, or leave out `--black-boxes-first`",
            edition.id
        )));
    }
    if command.frontier {
        let steps =
            effort_and_score(&results, edition, &wish, &costs).map_err(|error| why_not(&error))?;
        let text = told.frontier(&steps);
        return output.deliver(command.output.as_deref(), &text);
    }
    let planner =
        Planner::new(&results, edition, name, &costs).map_err(|error| why_not(&error.into()))?;
    let found = planner.plan(&wish).map_err(|error| why_not(&error))?;
    let text = match command.format {
        Format::Table => {
            let mut text = told.plan(&found);
            let closed = edition.rubric.closed.is_some();
            if closed && !command.black_boxes_first && !found.actions.is_empty() {
                let first = Wish {
                    black_boxes_first: true,
                    ..wish
                };
                let boxes = planner.plan(&first).map_err(|error| why_not(&error))?;
                text.push_str(&told.other_way(&found, &boxes));
            }
            text
        }
        Format::Csv => csv(&text::HEAD, &told.rows(&found)),
        Format::Json => json(&text::HEAD, &told.rows(&found)),
    };
    if let Some(path) = &command.write_scenario {
        write_scenario(&told, output, at, &found, path)?;
    }
    output.deliver(command.output.as_deref(), &text)
}

/// The costs of a project, or a stop after everything that is wrong with them was shown.
pub fn costs(
    sources: &mut Sources,
    results: &Results,
    edition: &EditionResults,
    file: Option<&Path>,
    output: &Output,
) -> Result<Costs, Stop> {
    Costs::load(sources, results, edition, file).map_err(|findings| {
        let _ = output.findings(&findings, sources);
        Stop::Input
    })
}

fn write_scenario(
    told: &Told<'_>,
    output: &Output,
    at: usize,
    found: &Plan,
    path: &Path,
) -> Result<(), Stop> {
    if found.actions.is_empty() {
        return Err(Stop::Usage(
            "the plan holds no action, so there is no scenario to write".to_string(),
        ));
    }
    let name = told
        .results
        .project
        .entities
        .label(told.entity, &told.command.lang);
    let shown = told.shown(&found.to);
    let scenario = of_plan(
        told.results,
        at,
        told.entity,
        found,
        &format!("{name}: plan to {shown}"),
    );
    output.write(path, written(told.results, &scenario).as_bytes())
}

fn why_not(error: &NoPlan) -> Stop {
    let help = match error {
        NoPlan::NoGoal(NoGoal::BestGrade { .. }) => {
            "\n  help: `--all` shows what could be gained still"
        }
        NoPlan::NoGoal(NoGoal::NoRank { .. }) => {
            "\n  help: ranks go from 1 to the number of entities that are ranked together"
        }
        NoPlan::NoGoal(NoGoal::NoGrades) => {
            "\n  help: say a goal with `--score`, `--rank` or `--peer`"
        }
        NoPlan::NotPlanned(crate::analysis::plan::NotPlanned::NoTotal { .. }) => {
            "\n  help: a plan needs evidence by indicator; published totals do not say what they are made of"
        }
        _ => "",
    };
    Stop::Usage(format!("{error}{help}"))
}

fn number(what: &str, text: &str) -> Result<Number, Stop> {
    let number = Number::parse(text).filter(|number| !number.is_negative());
    number.ok_or_else(|| {
        Stop::Usage(format!(
            "`{text}` is no {what}\n  help: write a number such as 70 or 12.5"
        ))
    })
}

fn goal(command: &Arguments, results: &Results) -> Result<Goal, Stop> {
    Ok(match command {
        Arguments {
            grade: Some(grade), ..
        } => Goal::Grade(grade.clone()),
        Arguments {
            score: Some(score), ..
        } => Goal::Score(number("score", score)?),
        Arguments {
            rank: Some(rank), ..
        } => Goal::Rank(*rank),
        Arguments {
            peer: Some(peer), ..
        } => Goal::Peer(entity(results, peer)?),
        Arguments { all: true, .. } => Goal::Everything,
        Arguments {
            budget: Some(_), ..
        } => Goal::Everything,
        _ => Goal::NextGrade,
    })
}

fn constraints(command: &Arguments, results: &Results) -> Result<Constraints, Stop> {
    let bodies = &results.catalogue.bodies;
    let mut chosen = Vec::new();
    for name in &command.body {
        super::output::known("body", name, bodies.iter().map(|body| body.id.as_str()))?;
        let at = bodies.iter().position(|body| body.id == *name);
        chosen.extend(at.and_then(|at| u32::try_from(at).ok()).map(BodyId));
    }
    Ok(Constraints {
        safe: command.safe,
        no_law: command.no_law,
        bodies: chosen,
    })
}
