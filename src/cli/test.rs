//! `test`: runs the tests written in rubrics and says which rules they reach.

use super::Stop;
use super::arguments::Test;
use super::check::{is_rubric, load};
use super::output::Output;
use crate::diagnostic::{Sources, sort};
use crate::language::load::Loaded;
use crate::language::test;
use crate::results::load_project_rubrics;

pub fn run(command: &Test, output: &Output) -> Result<(), Stop> {
    if is_rubric(&command.path) {
        let (sources, loaded) = load(&command.path, output)?;
        let name = command.path.display().to_string();
        return run_one(&name, &loaded, &sources, command, output);
    }
    let mut sources = Sources::default();
    let rubrics = load_project_rubrics(&mut sources, &command.path).map_err(|mut findings| {
        sort(&mut findings);
        let _ = output.findings(&findings, &sources);
        Stop::Input
    })?;
    let mut done = Ok(());
    for (name, loaded) in &rubrics {
        // Every rubric is tested, also after one has failed.
        done = done.and(run_one(name, loaded, &sources, command, output));
    }
    done
}

fn run_one(
    name: &str,
    loaded: &Loaded,
    sources: &Sources,
    command: &Test,
    output: &Output,
) -> Result<(), Stop> {
    output.findings(&loaded.findings, sources)?;
    let Some(rubric) = loaded.sound() else {
        return Err(Stop::Input);
    };
    let (results, coverage) = test::run(rubric);
    let mut text = format!("{name}\n");
    let mut failures = Vec::new();
    for result in &results {
        let word = if result.failures.is_empty() {
            "ok    "
        } else {
            "FAILED"
        };
        text.push_str(&format!("  {word}  {}\n", result.label));
        failures.extend(result.failures.iter().cloned());
    }
    let failed = results
        .iter()
        .filter(|result| !result.failures.is_empty())
        .count();
    let rules: usize = coverage.iter().map(|criterion| criterion.rules).sum();
    let missed: usize = coverage
        .iter()
        .map(|criterion| criterion.missed.len())
        .sum();
    text.push_str(&format!(
        "  {} passed, {failed} failed; {} of {rules} rules reached\n",
        results.len() - failed,
        rules - missed,
    ));
    for criterion in coverage
        .iter()
        .filter(|criterion| !criterion.missed.is_empty())
    {
        for span in &criterion.missed {
            text.push_str(&format!(
                "  not reached: {} `{}` ({})\n",
                sources.place(*span),
                sources.slice(*span),
                criterion.criterion,
            ));
        }
    }
    // A rubric without rules leaves nothing to reach.
    let percent = (100 * (rules - missed)).checked_div(rules).unwrap_or(100);
    let short = command
        .min_coverage
        .filter(|wanted| percent < usize::from(*wanted));
    if let Some(wanted) = short {
        text.push_str(&format!(
            "  FAILED  the tests reach {percent}% of the rules, {wanted}% are wanted\n"
        ));
    }
    output.print(&text);
    output.findings(&failures, sources)?;
    match short {
        Some(_) => Err(Stop::Input),
        None => Ok(()),
    }
}
