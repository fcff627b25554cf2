//! The texts a project refers to: rubrics, the catalogue, evidence files; built in or from disk.

use super::{Edition, Project, ProjectError, builtin, files};
use crate::catalogue::{Catalogue, read};
use crate::diagnostic::{Diagnostic, FileId, Problem, Sources, Span};
use crate::document::{Document, parse_yaml, read_file};
use crate::language::load::{Loaded, load};
use crate::language::rubric::Rubric;
use crate::language::syntax::FactRole;
use std::path::{Path, PathBuf};

/// Takes in the text of a rubric: `builtin:NAME`, or a path relative to `folder`.
///
/// # Errors
/// A finding without a place, which the caller puts where the rubric is named.
pub fn named_rubric(
    sources: &mut Sources,
    folder: &Path,
    name: &str,
) -> Result<FileId, Box<Diagnostic>> {
    match name.strip_prefix(builtin::PREFIX) {
        Some(builtin_name) => {
            let text = builtin::rubric(builtin_name).map_err(|error| {
                let help = Some(error.help.clone());
                let what = error.to_string();
                Box::new(
                    ProjectError::NoSuch {
                        what,
                        help,
                        span: None,
                    }
                    .diagnostic(),
                )
            })?;
            Ok(sources.add(format!("{}{}", builtin::PREFIX, text.file), text.text))
        }
        None => {
            read_file(sources, &folder.join(name)).map_err(|error| Box::new(error.diagnostic()))
        }
    }
}

/// Loads a rubric whose text is `file`; what it extends is looked for beside `path`.
pub fn load_rubric_file(sources: &mut Sources, file: FileId, path: &Path) -> Loaded {
    let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
    let name = sources.get(file).map_or("", |source| source.name());
    let ships = name.starts_with(builtin::PREFIX);
    load(sources, file, &mut |sources, base| {
        // A built-in rubric extends its neighbours by their plain file names, whatever lies in the folder at hand.
        if builtin::rubric(base).is_ok() && (ships || !folder.join(base).exists()) {
            return named_rubric(sources, &folder, &format!("{}{base}", builtin::PREFIX));
        }
        named_rubric(sources, &folder, base)
    })
}

impl Project {
    /// Loads the rubric of an edition.
    pub fn load_rubric(&self, sources: &mut Sources, edition: &Edition) -> Loaded {
        match named_rubric(sources, &self.folder, &edition.rubric) {
            Ok(file) => load_rubric_file(sources, file, &self.folder.join(&edition.rubric)),
            Err(finding) => Loaded {
                rubric: None,
                findings: vec![finding.at(edition.span)],
            },
        }
    }

    /// Loads the catalogue for these rubrics, and adds what is wrong with it to the findings; `None` when there is too
    /// little of it to check evidence against.
    pub fn load_catalogue(
        &self,
        sources: &mut Sources,
        rubrics: &[&Rubric],
        findings: &mut Vec<Diagnostic>,
    ) -> Option<Catalogue> {
        let files = self
            .catalogue_texts(sources)
            .map_err(|problems| findings.extend(problems))
            .ok()?;
        let mut documents: Vec<Document> = Vec::new();
        let mut problems = Vec::new();
        for file in files {
            match parse_yaml(sources, file) {
                Ok(document) => {
                    problems.extend(document.twice().iter().map(Problem::diagnostic));
                    documents.push(document);
                }
                Err(error) => problems.push(error.diagnostic()),
            }
        }
        // Half a catalogue would make much of the evidence look wrong.
        let whole = problems.iter().all(|problem| problem.code == "CW0103");
        let mut facts: Vec<&str> = rubrics
            .iter()
            .flat_map(|rubric| rubric.facts_of(FactRole::Indicator))
            .map(|(_, fact)| fact.name.as_str())
            .collect();
        facts.sort_unstable();
        facts.dedup();
        let (catalogue, errors) = read(&documents, &facts);
        problems.extend(errors.iter().map(Problem::diagnostic));
        findings.extend(problems);
        whole.then_some(catalogue)
    }

    fn catalogue_texts(&self, sources: &mut Sources) -> Result<Vec<FileId>, Vec<Diagnostic>> {
        let (name, span) = &self.catalogue;
        if let Some(builtin_name) = name.strip_prefix(builtin::PREFIX) {
            let texts = builtin::catalogue(builtin_name).map_err(|error| {
                let help = Some(error.help.clone());
                vec![
                    ProjectError::NoSuch {
                        what: error.to_string(),
                        help,
                        span: Some(*span),
                    }
                    .diagnostic(),
                ]
            })?;
            let display = |file: &str| format!("{}{builtin_name}/{file}", builtin::PREFIX);
            return Ok(texts
                .iter()
                .map(|text| sources.add(display(text.file), text.text))
                .collect());
        }
        read_all(sources, &self.paths(name, *span, &files::CATALOGUE)?)
    }

    /// The paths of the evidence files, sorted.
    ///
    /// # Errors
    /// When there is no such file or folder, or it cannot be listed.
    pub fn evidence_files(&self) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        let (name, span) = &self.evidence;
        self.paths(name, *span, &files::EVIDENCE)
    }

    /// The files with the evidence of single assessors, sorted by path; none where the project names no place for them.
    ///
    /// # Errors
    /// When there is no such file or folder, or it cannot be listed.
    pub fn assessment_files(&self) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        match &self.assessments {
            Some((name, span)) => self.paths(name, *span, &files::EVIDENCE),
            None => Ok(Vec::new()),
        }
    }

    fn paths(
        &self,
        name: &str,
        span: Span,
        endings: &[&str],
    ) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        let path = self.folder.join(name);
        if path.is_file() {
            return Ok(vec![path]);
        }
        if !path.is_dir() {
            let what = format!("there is no file or folder `{}`", path.display());
            let help = Some("paths are relative to clearwatt.yaml".to_string());
            return Err(vec![
                ProjectError::NoSuch {
                    what,
                    help,
                    span: Some(span),
                }
                .diagnostic(),
            ]);
        }
        let found = files::below(&path, endings)
            .map_err(|errors| errors.iter().map(Problem::diagnostic).collect::<Vec<_>>())?;
        if found.is_empty() {
            let what = format!("there are no files in `{}`", path.display());
            let help = Some(format!(
                "put files ending in .{} there",
                endings.join(" or .")
            ));
            return Err(vec![
                ProjectError::NoSuch {
                    what,
                    help,
                    span: Some(span),
                }
                .diagnostic(),
            ]);
        }
        Ok(found)
    }
}

fn read_all(sources: &mut Sources, paths: &[PathBuf]) -> Result<Vec<FileId>, Vec<Diagnostic>> {
    let mut files = Vec::new();
    let mut findings = Vec::new();
    for path in paths {
        match read_file(sources, path) {
            Ok(file) => files.push(file),
            Err(error) => findings.push(error.diagnostic()),
        }
    }
    if findings.is_empty() {
        Ok(files)
    } else {
        Err(findings)
    }
}
