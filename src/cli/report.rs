//! `report`: a project as one HTML file and Markdown with its charts as SVG and PNG, or as a page to explore.

use super::Stop;
use super::arguments::Report;
use super::chart::{warn_of_missing, words};
use super::output::Output;
use crate::report::explorer::{self, explorer};
use crate::report::page::page;
use crate::report::render;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// The report as HTML and Markdown, with charts
    Full,
    /// A page to explore: one HTML file with sorting, evidence and weights to move
    Explorer,
}

pub fn run(command: &Report, output: &Output) -> Result<(), Stop> {
    let words = words(&command.lang)?;
    let (results, mut sources) = output.results(&command.project)?;
    if command.kind == Kind::Explorer {
        let explorer = explorer(&results, &sources, &words);
        if explorer.editions.is_empty() {
            return Err(nothing_to_report());
        }
        let html = explorer::html(&explorer, &words);
        let html = html.map_err(|error| Stop::Usage(error.to_string()))?;
        return output.write(&command.output.join("explorer.html"), html.as_bytes());
    }
    // The pages read it too; what is wrong with it is said here.
    super::progress::crosswalk(&mut sources, &results, None, output)?;
    let page = page(&results, &words);
    if page.parts.is_empty() {
        return Err(nothing_to_report());
    }
    // Everything is made before anything is written.
    let files = render(&page, &words).map_err(|error| Stop::Usage(error.to_string()))?;
    warn_of_missing(output, &files.missing);
    for (name, bytes) in &files.files {
        let path = name
            .split('/')
            .fold(command.output.clone(), |path, part| path.join(part));
        output.write(&path, bytes)?;
    }
    Ok(())
}

fn nothing_to_report() -> Stop {
    Stop::Usage(
        "there are no scores to report\n  help: add evidence, or given scores, to the project"
            .to_string(),
    )
}
