//! `check`: every mistake of a project or a rubric, in one run.

use super::Stop;
use super::arguments::Check;
use super::output::Output;
use crate::diagnostic::{Sources, sort};
use crate::language::load::Loaded;
use crate::language::rubric::Rubric;
use crate::project::{builtin, load_rubric_file, named_rubric};
use crate::results::{Computed, compute};
use std::path::Path;

pub fn run(command: &Check, output: &Output) -> Result<(), Stop> {
    if is_rubric(&command.path) {
        let (sources, loaded) = load(&command.path, output)?;
        output.findings(&loaded.findings, &sources)?;
        output.remark(&format!("{}: nothing wrong", command.path.display()));
        return Ok(());
    }
    let Computed {
        sources,
        findings,
        results,
    } = compute(&command.path);
    output.findings(&findings, &sources)?;
    let Some(results) = results else {
        return Err(Stop::Input);
    };
    let disclosures: usize = results
        .editions
        .iter()
        .flat_map(|edition| &edition.sheets)
        .map(|sheet| sheet.disclosures.len() + sheet.given.len())
        .sum();
    let verdict = if findings.is_empty() {
        "nothing wrong"
    } else {
        "no errors"
    };
    let entities = match results.entities("en").len() {
        1 => "1 entity".to_string(),
        count => format!("{count} entities"),
    };
    output.remark(&format!(
        "{}: {verdict} in {}, {entities}, {}",
        command.path.display(),
        counted(results.editions.len(), "edition"),
        counted(disclosures, "disclosure or given score"),
    ));
    Ok(())
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    // "12 disclosures or given scores"
    format!(
        "{count} {}{plural}",
        what.replace(" or", &format!("{plural} or"))
    )
}

/// Whether a path names a rubric (`builtin:NAME`, or a file) rather than a project.
pub fn is_rubric(path: &Path) -> bool {
    let shipped = path.to_string_lossy().starts_with(builtin::PREFIX);
    shipped || path.extension().is_some_and(|ending| ending == "rubric") || path.is_file()
}

/// Loads a rubric that must be sound, by `builtin:NAME` or path.
pub fn load_sound(path: &Path, output: &Output) -> Result<Rubric, Stop> {
    let (sources, loaded) = load(path, output)?;
    output.findings(&loaded.findings, &sources)?;
    loaded.sound().cloned().ok_or(Stop::Input)
}

/// Loads a rubric, by `builtin:NAME` or path, its findings in order.
pub fn load(path: &Path, output: &Output) -> Result<(Sources, Loaded), Stop> {
    let mut sources = Sources::default();
    let name = path.to_string_lossy();
    let file = named_rubric(&mut sources, Path::new(""), &name).map_err(|finding| {
        let _ = output.findings(&[*finding], &sources);
        Stop::Input
    })?;
    let mut loaded = load_rubric_file(&mut sources, file, path);
    sort(&mut loaded.findings);
    Ok((sources, loaded))
}
