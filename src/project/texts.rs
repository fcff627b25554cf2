//! The texts a project refers to: rubrics, the catalogue, evidence files; built in or from disk.

use super::{Edition, Project, ProjectError, builtin, files};
use crate::catalogue::{Catalogue, read};
use crate::diagnostic::{Diagnostic, FileId, Problem, Sources, Span, has_errors};
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
            .catalogue_texts(sources, findings)
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

    fn catalogue_texts(
        &self,
        sources: &mut Sources,
        findings: &mut Vec<Diagnostic>,
    ) -> Result<Vec<FileId>, Vec<Diagnostic>> {
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
        let mut problems = Vec::new();
        let paths = self.below_or_said(name, *span, &files::CATALOGUE, &mut problems);
        if has_errors(&problems) {
            return Err(problems);
        }
        findings.extend(problems);
        read_all(sources, &paths)
    }

    /// The paths of the evidence files, sorted. That there is no such file or folder, and what lies there and is not read,
    /// is among the findings.
    pub fn evidence_files(&self, findings: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
        let (name, span) = &self.evidence;
        self.below_or_said(name, *span, &files::EVIDENCE, findings)
    }

    /// The same for the evidence of single assessors; nothing where the project names no place for it.
    pub fn assessment_files(&self, findings: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
        match &self.assessments {
            Some((name, span)) => self.below_or_said(name, *span, &files::EVIDENCE, findings),
            None => Vec::new(),
        }
    }

    fn below_or_said(
        &self,
        name: &str,
        span: Span,
        endings: &[&str],
        findings: &mut Vec<Diagnostic>,
    ) -> Vec<PathBuf> {
        match self.below(name, span, endings) {
            Ok(found) => {
                let folder = self.folder.join(name);
                let unread = files::not_read(&folder, &found.unread, endings, span);
                findings.extend(unread.iter().map(Problem::diagnostic));
                found.read
            }
            Err(problems) => {
                findings.extend(problems);
                Vec::new()
            }
        }
    }

    fn below(
        &self,
        name: &str,
        span: Span,
        endings: &[&str],
    ) -> Result<files::Below, Vec<Diagnostic>> {
        let path = self.folder.join(name);
        let missing = |what, help| {
            ProjectError::NoSuch {
                what,
                help: Some(help),
                span: Some(span),
            }
            .diagnostic()
        };
        if path.is_file() {
            return Ok(files::Below {
                read: vec![path],
                unread: Vec::new(),
            });
        }
        if !path.is_dir() {
            let what = format!("there is no file or folder `{}`", path.display());
            let help = "paths are relative to clearwatt.yaml".to_string();
            return Err(vec![missing(what, help)]);
        }
        let found = files::below(&path, endings)
            .map_err(|errors| errors.iter().map(Problem::diagnostic).collect::<Vec<_>>())?;
        if found.read.is_empty() {
            let what = format!("there are no files in `{}`", path.display());
            let help = format!("put files ending in .{} there", endings.join(" or ."));
            let unread = files::not_read(&path, &found.unread, endings, span);
            let unread = unread.iter().map(Problem::diagnostic);
            return Err(std::iter::once(missing(what, help)).chain(unread).collect());
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
