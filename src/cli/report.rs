//! `report`: a project, or one entity in it, as HTML, Markdown, JSON and PDF with its charts, or as a page to explore.

use super::Stop;
use super::arguments::Report;
use super::chart::{warn_of_missing, words};
use super::output::{Output, known};
use crate::diagnostic::{Diagnostic, Severity, Sources};
use crate::project::EntityId;
use crate::report::explorer::{self, explorer};
use crate::report::layout::{Format, Layout, load};
use crate::report::page::{About, page, views};
use crate::report::pdf::{PdfError, Printer};
use crate::report::{Files, Templates, Words, file_stem, html, missing_names, render};
use crate::results::Results;
use crate::results::indices;
use std::collections::BTreeMap;

/// The kind that is no list of blocks.
const EXPLORER: &str = "explorer";

pub fn run(command: &Report, output: &Output) -> Result<(), Stop> {
    if let Some(lang) = &command.lang {
        words(lang)?;
    }
    let (results, mut sources) = output.results(&command.project)?;
    if command.kind == EXPLORER {
        let language = command.lang.as_deref().unwrap_or("en");
        return explore(command, &results.in_language(language), &sources, output);
    }
    let layout = load(&mut sources, &results, &command.kind);
    let layout = layout.map_err(|error| Stop::Usage(format!("{error}\n  help: {}", error.help)))?;
    let layout = match layout {
        Ok(layout) => layout,
        Err(findings) => {
            output.findings(&findings, &sources)?;
            return Err(Stop::Input);
        }
    };
    let language = command.lang.as_deref().or(layout.lang.as_deref());
    let words = words(language.unwrap_or("en"))?.speaking_of(results.own_words());
    let results = results.in_language(words.language());
    let templates = match &layout.templates {
        Some(folder) => {
            Templates::load(&mut sources, folder).map_err(|error| output.problem(&error))?
        }
        None => Templates::default(),
    };
    let printer = printer(&formats(command, &layout))?;
    let entities = reports(command, &results, &words, &layout)?;
    if layout.plans() {
        costs(command, &results, &mut sources, &words, &entities, output)?;
    }
    complete(
        command,
        (&results, &sources),
        &layout,
        &words,
        &entities,
        output,
    )?;
    let how = How {
        layout: &layout,
        templates: &templates,
        printer: printer.as_ref(),
    };
    let files = made(
        command,
        (&results, &sources),
        &words,
        how,
        &entities,
        output,
    )?;
    for (name, bytes) in &files {
        let path = name
            .split('/')
            .fold(command.output.clone(), |path, part| path.join(part));
        output.write(&path, bytes)?;
    }
    Ok(())
}

/// All files of all reports: everything is made before anything is written.
fn made(
    command: &Report,
    (results, sources): (&Results, &Sources),
    words: &Words,
    how: How<'_>,
    entities: &[Option<EntityId>],
    output: &Output,
) -> Result<BTreeMap<String, Vec<u8>>, Stop> {
    let layout = how.layout;
    let formats = formats(command, layout);
    let mut files = Files::default();
    let mut missing = Vec::new();
    for entity in entities {
        let about = about(command, entity);
        let page = page(results, sources, words, layout, about);
        if page.chapters.is_empty() {
            return Err(nothing_to_report(entity.as_ref()));
        }
        let stem = match entity {
            Some(entity) => file_stem(entity),
            None => "report".to_string(),
        };
        let broken = |error: &dyn std::error::Error| Stop::Usage(error.to_string());
        let made = render(&page, words, how.templates, &stem, &formats);
        let made = made.map_err(|error| broken(&error))?;
        if let Some(printer) = how.printer {
            let html = html(&page, words, how.templates).map_err(|error| broken(&error))?;
            let pdf = printer.print(&html).map_err(|error| no_pdf(&error))?;
            let added = files.add(format!("{stem}.pdf"), pdf);
            added.map_err(|error| broken(&error))?;
        }
        missing.extend(made.missing);
        for (name, bytes) in made.files {
            let added = files.add(name, bytes);
            added.map_err(|error| broken(&error))?;
        }
    }
    missing.sort_unstable();
    missing.dedup();
    warn_of_missing(output, &missing);
    Ok(files.files)
}

/// What one report is about.
fn about<'a>(command: &'a Report, entity: &'a Option<EntityId>) -> About<'a> {
    About {
        entity: entity.as_ref(),
        edition: command.edition.as_deref(),
        index: command.index.as_deref(),
    }
}

/// Shows what is wrong with the cost file, under the rubric of every edition that is shown: the pages read it too.
fn costs(
    command: &Report,
    results: &Results,
    sources: &mut Sources,
    words: &Words,
    entities: &[Option<EntityId>],
    output: &Output,
) -> Result<(), Stop> {
    let mut checked: Vec<&str> = Vec::new();
    for entity in entities {
        for view in views(results, words, about(command, entity)) {
            let edition = view.edition.id.as_str();
            if !checked.contains(&edition) {
                super::plan::costs(sources, results, view.edition, None, output)?;
                checked.push(edition);
            }
        }
    }
    Ok(())
}

/// What a report is made with.
#[derive(Clone, Copy)]
struct How<'a> {
    layout: &'a Layout,
    templates: &'a Templates,
    /// There where a PDF is asked for.
    printer: Option<&'a Printer>,
}

/// What prints PDFs, looked for before anything is made.
fn printer(formats: &[Format]) -> Result<Option<Printer>, Stop> {
    if !formats.contains(&Format::Pdf) {
        return Ok(None);
    }
    Printer::find().map(Some).map_err(|error| no_pdf(&error))
}

fn no_pdf(error: &PdfError) -> Stop {
    Stop::Usage(format!("{error}\n  help: {}", error.help()))
}

/// Says which names are missing in the language of the report; with `--strict` nothing is written then.
fn complete(
    command: &Report,
    (results, sources): (&Results, &Sources),
    layout: &Layout,
    words: &Words,
    entities: &[Option<EntityId>],
    output: &Output,
) -> Result<(), Stop> {
    let severity = if command.strict {
        Severity::Error
    } else {
        Severity::Warning
    };
    let reports: Vec<About<'_>> = entities.iter().map(|id| about(command, id)).collect();
    let missing = missing_names(results, layout, words, &reports);
    let findings: Vec<Diagnostic> = missing
        .iter()
        .map(|names| names.finding(severity))
        .collect();
    output.findings(&findings, sources)
}

fn formats(command: &Report, layout: &Layout) -> Vec<Format> {
    let asked = if command.format.is_empty() {
        &layout.formats
    } else {
        &command.format
    };
    if asked.is_empty() {
        vec![Format::Html, Format::Md]
    } else {
        asked.clone()
    }
}

/// Whom to write a report about: `None` is everybody together.
fn reports(
    command: &Report,
    results: &Results,
    words: &Words,
    layout: &Layout,
) -> Result<Vec<Option<EntityId>>, Stop> {
    if let Some(index) = &command.index {
        known(
            "index",
            index,
            indices(results).iter().map(|(name, _)| *name),
        )?;
    }
    if let Some(edition) = &command.edition {
        let ids = results.editions.iter().map(|edition| edition.id.as_str());
        known("edition", edition, ids)?;
    }
    let mut named = Vec::new();
    for text in &command.entity {
        let id = results.project.entities.resolve(text);
        let id =
            id.map_err(|unknown| Stop::Usage(format!("{unknown}\n  help: {}", unknown.help)))?;
        if !named.contains(&id) {
            named.push(id);
        }
    }
    if named.is_empty() {
        named.clone_from(&layout.entities);
    }
    if named.is_empty() && layout.each {
        named = results.entities(words.language());
        named.retain(|entity| {
            let scored = |edition: &crate::results::EditionResults| {
                let fits = |wanted: &Option<String>, name: &str| {
                    wanted.as_deref().is_none_or(|wanted| wanted == name)
                };
                fits(&command.edition, edition.id.as_str())
                    && edition.rubric.indices.iter().any(|index| {
                        let total = edition.total(&index.name, entity);
                        fits(&command.index, &index.name)
                            && total.is_some_and(|row| row.score.is_some())
                    })
            };
            results.editions.iter().any(scored)
        });
        if named.is_empty() {
            return Err(nothing_to_report(None));
        }
    }
    Ok(match named.is_empty() {
        true => vec![None],
        false => named.into_iter().map(Some).collect(),
    })
}

fn explore(
    command: &Report,
    results: &Results,
    sources: &Sources,
    output: &Output,
) -> Result<(), Stop> {
    let asked = [
        ("--entity", !command.entity.is_empty()),
        ("--edition", command.edition.is_some()),
        ("--index", command.index.is_some()),
        ("--format", !command.format.is_empty()),
        ("--strict", command.strict),
    ];
    if let Some((option, _)) = asked.iter().find(|(_, given)| *given) {
        return Err(Stop::Usage(format!(
            "the explorer takes no `{option}`\n  help: it is one HTML file with everything in it; choose there"
        )));
    }
    let words = words(command.lang.as_deref().unwrap_or("en"))?;
    let words = words.speaking_of(results.own_words());
    let explorer = explorer(results, sources, &words);
    if explorer.editions.is_empty() {
        return Err(nothing_to_report(None));
    }
    let html = explorer::html(&explorer, &words);
    let html = html.map_err(|error| Stop::Usage(error.to_string()))?;
    output.write(&command.output.join("explorer.html"), html.as_bytes())
}

fn nothing_to_report(entity: Option<&EntityId>) -> Stop {
    Stop::Usage(match entity {
        Some(entity) => format!(
            "there are no scores of {entity} to report\n  help: name another entity, edition or index, or add evidence"
        ),
        None => {
            "there are no scores to report\n  help: add evidence, or given scores, to the project"
                .to_string()
        }
    })
}
