//! `doc`: the methodology of a rubric as a document.

use super::Stop;
use super::arguments::{Doc, DocFormat};
use super::chart::words;
use super::check::{is_rubric, load_sound};
use super::output::{Output, known};
use crate::report::methodology::{Methodology, methodology};
use crate::report::{methodology_html, methodology_markdown};

pub fn run(command: &Doc, output: &Output) -> Result<(), Stop> {
    let words = words(&command.lang)?;
    let document: Methodology = if is_rubric(&command.path) {
        let rubric = load_sound(&command.path, output)?;
        methodology(&rubric, None, &words.speaking_of(&rubric.words))
    } else {
        let (results, _) = output.results(&command.path)?;
        let ids = results.editions.iter().map(|edition| edition.id.as_str());
        if let Some(id) = &command.edition {
            known("edition", id, ids)?;
        }
        let edition = match &command.edition {
            Some(id) => results.edition(id),
            None => results.editions.last(),
        };
        let Some(edition) = edition else {
            return Err(Stop::Usage("the project has no editions".to_string()));
        };
        let words = words.speaking_of(&edition.rubric.words);
        methodology(&edition.rubric, Some(&results.catalogue), &words)
    };
    let text = match command.format {
        DocFormat::Md => methodology_markdown(&document, &words),
        DocFormat::Html => methodology_html(&document, &words),
    };
    let text = text.map_err(|error| Stop::Usage(error.to_string()))?;
    output.deliver(command.output.as_deref(), &text)
}
