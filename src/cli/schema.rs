//! `schema`: JSON Schemas of the files people write, for editors.

use super::Stop;
use super::arguments::{Schema, SchemaKind};
use super::check::{is_rubric, load_sound};
use super::output::Output;
use crate::exchange::schema::{catalogue_schema, evidence_schema, project_schema};
use crate::language::rubric::Rubric;

pub fn run(command: &Schema, output: &Output) -> Result<(), Stop> {
    let schema = if is_rubric(&command.path) {
        let rubric = load_sound(&command.path, output)?;
        let rubrics = [&rubric];
        match command.kind {
            SchemaKind::Evidence => evidence_schema(&rubrics, None, &[]),
            SchemaKind::Catalogue => catalogue_schema(&rubrics),
            SchemaKind::Project => project_schema(&rubrics),
        }
    } else {
        let (results, _) = output.results(&command.path)?;
        let editions: Vec<&str> = results
            .editions
            .iter()
            .map(|edition| edition.id.as_str())
            .collect();
        let rubrics: Vec<&Rubric> = results
            .editions
            .iter()
            .map(|edition| &edition.rubric)
            .collect();
        match command.kind {
            SchemaKind::Evidence => evidence_schema(&rubrics, Some(&results.catalogue), &editions),
            SchemaKind::Catalogue => catalogue_schema(&rubrics),
            SchemaKind::Project => project_schema(&rubrics),
        }
    };
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n";
    output.deliver(command.output.as_deref(), &text)
}
