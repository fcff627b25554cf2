//! Where the figures come from: sources, licence, how to cite them, and checksums of the files they were made from.

use super::blocks::Filled;
use super::records::heads;
use super::section::Element;
use super::table::{Cell, Table};
use crate::diagnostic::Sources;
use crate::project::EntityId;
use crate::report::View;
use crate::report::layout::Layout;
use crate::results::Results;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::{Component, Path, PathBuf};

/// A file of the project with its checksum.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Checksum {
    /// The file, relative to the project folder, with `/` between folders.
    pub file: String,
    /// SHA-256 of its bytes, in hexadecimal digits.
    pub sha256: String,
}

/// The checksums of all files in the project folder that were read, in the order of their names.
pub(super) fn checksums(results: &Results, sources: &Sources) -> Vec<Checksum> {
    let folder = &results.project.folder;
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for source in sources.iter() {
        let Some(file) = within(Path::new(source.name()), folder) else {
            continue;
        };
        let parts = file
            .components()
            .map(|part| part.as_os_str().to_string_lossy());
        let name = parts.collect::<Vec<_>>().join("/");
        found.entry(name).or_insert_with(|| {
            let digest = Sha256::digest(source.text().as_bytes());
            digest.iter().map(|byte| format!("{byte:02x}")).collect()
        });
    }
    let pairs = found.into_iter();
    pairs
        .map(|(file, sha256)| Checksum { file, sha256 })
        .collect()
}

/// The path of a file in a folder, however both are spelt; `None` where the file lies elsewhere.
fn within(file: &Path, folder: &Path) -> Option<PathBuf> {
    // A link in the folder counts as what is there, so that its name is taken first.
    if let Ok(inner) = file.strip_prefix(folder)
        && !inner.components().any(|part| part == Component::ParentDir)
    {
        return Some(inner.to_path_buf());
    }
    let (file, folder) = (file.canonicalize().ok()?, folder.canonicalize().ok()?);
    file.strip_prefix(folder).ok().map(Path::to_path_buf)
}

/// Sources, licence, citation, published scores and checksums.
pub(super) fn data(view: View<'_>, entity: Option<&EntityId>, checksums: &[Checksum]) -> Filled {
    let words = view.words;
    let project = &view.results.project;
    let source = project
        .source
        .as_ref()
        .and_then(|source| source.get(view.lang()));
    let mut lines = Vec::new();
    let line = |key: &str, text: &dyn Display| format!("{}: {text}", words.say(key, &[]));
    lines.extend(source.map(|source| line("data_source", &source)));
    lines.extend(
        project
            .licence
            .as_ref()
            .map(|licence| line("licence", licence)),
    );
    lines.push(line("cite", &citation(view, entity, source)));
    lines.extend(evidence(view, entity));
    let mut elements = vec![Element::List { lines }];
    elements.extend(given(view, entity).map(Element::table));
    if !checksums.is_empty() {
        let rows = checksums.iter().map(|checksum| {
            vec![
                Cell::text(checksum.file.clone()),
                Cell::text(checksum.sha256.clone()),
            ]
        });
        let table = Table {
            caption: words.say("checksums_lead", &[]),
            head: heads(view, &["file", "sha256"]),
            rows: rows.collect(),
        };
        elements.push(Element::Annex {
            title: words.say("checksums", &[]),
            tables: vec![table],
        });
    }
    (words.say("section_sources", &[]), elements)
}

/// The figures as others may cite them.
fn citation(view: View<'_>, entity: Option<&EntityId>, source: Option<&str>) -> String {
    let project = &view.results.project;
    let mut parts: Vec<String> = Vec::new();
    parts.extend(source.map(String::from));
    parts.extend(project.title.get(view.lang()).map(String::from));
    parts.push(format!("{}, {}", view.index_name(), view.edition_name()));
    parts.extend(entity.map(|id| project.entities.label(id, view.lang()).to_string()));
    parts.dedup();
    parts.push(view.method_name());
    let program = concat!("clearwatt ", env!("CARGO_PKG_VERSION"));
    format!("{}. {program}", parts.join(". "))
}

/// What was said about the report: comments on this entity, and those on every report.
pub(super) fn comments(
    view: View<'_>,
    layout: &Layout,
    entity: Option<&EntityId>,
) -> Option<Filled> {
    let lang = view.lang();
    let comments = layout.comments.iter();
    let elements: Vec<Element> = comments
        .filter(|comment| match (&comment.entity, entity) {
            (Some(of), Some(entity)) => of == entity,
            _ => true,
        })
        .map(|comment| Element::Comment {
            from: comment.from.get(lang).unwrap_or_default().to_string(),
            text: comment.text.get(lang).unwrap_or_default().to_string(),
            reply: comment.reply.get(lang).unwrap_or_default().to_string(),
        })
        .collect();
    let title = view.words.say("section_comments", &[]);
    (!elements.is_empty()).then_some((title, elements))
}

/// All published scores of the index, edition by edition.
fn given(view: View<'_>, entity: Option<&EntityId>) -> Option<Table> {
    let words = view.words;
    let level = view.part_level();
    let mut rows = Vec::new();
    for of in view.editions() {
        let sheets = of.edition.sheets.iter();
        for sheet in sheets.filter(|sheet| entity.is_none_or(|id| sheet.entity == *id)) {
            for given in &sheet.given {
                let what = if given.level == crate::index::TOTAL_LEVEL {
                    if given.node != view.index.name {
                        continue;
                    }
                    view.index_name()
                } else {
                    of.node(level, &given.node)
                };
                rows.push(vec![
                    Cell::text(of.edition_name()),
                    Cell::text(of.entity(&sheet.entity)),
                    Cell::text(what).with(given.note.as_deref().unwrap_or("")),
                    Cell::number(format!("{}†", words.number(&given.score))),
                    Cell::source(given.source.as_deref().unwrap_or("")),
                ]);
            }
        }
    }
    let mut head = heads(
        view,
        &["year", "entity", "note", "published_score", "source"],
    );
    head[1] = super::whole::entity_head(view);
    head[2] = Cell::text("");
    (!rows.is_empty()).then(|| Table {
        caption: words.say("given_scores", &[]),
        head,
        rows,
    })
}

fn evidence(view: View<'_>, entity: Option<&EntityId>) -> Vec<String> {
    let words = view.words;
    let mut standings = view.standings();
    standings.retain(|row| entity.is_none_or(|entity| row.entity == *entity));
    let lines = standings.iter().filter_map(|row| {
        let sheets = view
            .edition
            .sheets
            .iter()
            .filter(|sheet| sheet.entity == row.entity);
        let sheets: Vec<_> = sheets.collect();
        let count: usize = sheets.iter().map(|sheet| sheet.disclosures.len()).sum();
        let day = sheets.iter().filter_map(|sheet| sheet.assessed).max()?;
        let evidence = words.count("evidence_count", count, &[]);
        Some(
            words.say(
                "evidence_assessed",
                &[
                    (
                        "entity",
                        &view
                            .results
                            .project
                            .entities
                            .label(&row.entity, view.lang()),
                    ),
                    ("evidence", &evidence),
                    ("date", &words.date(day)),
                ],
            ),
        )
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_the_project_is_known_however_it_is_spelt() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("project");
        std::fs::create_dir_all(folder.join("reports")).unwrap();
        let report = folder.join("reports/mine.yaml");
        for file in [&report, &root.path().join("other.yaml")] {
            std::fs::write(file, "blocks: [card]").unwrap();
        }
        let round = folder.join("../project/./reports/mine.yaml");
        let expected = Some(PathBuf::from("reports/mine.yaml"));
        assert_eq!(within(&report, &folder), expected);
        assert_eq!(within(&round, &folder), expected);
        assert_eq!(within(&report, &folder.join("reports/..")), expected);
        assert_eq!(within(&root.path().join("other.yaml"), &folder), None);
        let outside = folder.join("reports/../../other.yaml");
        assert_eq!(within(&outside, &folder), None);
        assert_eq!(
            within(Path::new("builtin:reports/full.yaml"), &folder),
            None
        );
    }
}
