//! `fmt`: lays out rubrics, or says which ones are not laid out.

use super::Stop;
use super::arguments::Fmt;
use super::output::Output;
use crate::diagnostic::{Problem, Sources, has_errors};
use crate::document::{read_file, write_file};
use crate::language::format::format;
use crate::language::parser::parse;
use crate::project::builtin;
use std::path::{Path, PathBuf};

pub fn run(command: &Fmt, output: &Output) -> Result<(), Stop> {
    let mut files = Vec::new();
    for path in &command.paths {
        if path.to_string_lossy().starts_with(builtin::PREFIX) {
            return Err(Stop::Usage(format!(
                "`{0}` ships inside the program and cannot be laid out anew\n  help: a rubric of your own can change parts of it: `extends \"{0}\"`",
                path.display()
            )));
        }
        rubrics(path, &mut files)
            .map_err(|error| Stop::Usage(format!("cannot read `{}`: {error}", path.display())))?;
    }
    if files.is_empty() {
        return Err(Stop::Usage("there is no `.rubric` file here".to_string()));
    }
    let mut sources = Sources::default();
    let mut findings = Vec::new();
    let mut changed = Vec::new();
    for path in &files {
        let file = match read_file(&mut sources, path) {
            Ok(file) => file,
            Err(error) => {
                findings.push(error.diagnostic());
                continue;
            }
        };
        let parsed = parse(&sources, file);
        let mistakes: Vec<_> = parsed.errors.iter().map(Problem::diagnostic).collect();
        if has_errors(&mistakes) {
            findings.extend(mistakes);
            continue;
        }
        let text = sources.get(file).map_or("", |source| source.text());
        if let Some(laid_out) = format(text).filter(|laid_out| laid_out != text) {
            changed.push((path, laid_out));
        }
    }
    // What can be laid out is, also when another file cannot be read.
    if command.check {
        for (path, _) in &changed {
            output.print(&format!("{}\n", path.display()));
        }
    } else {
        for (path, laid_out) in &changed {
            if let Err(error) = write_file(path, laid_out.as_bytes()) {
                findings.push(error.diagnostic());
            } else {
                output.remark(&format!("laid out {}", path.display()));
            }
        }
    }
    output.findings(&findings, &sources)?;
    if command.check && !changed.is_empty() {
        return Err(Stop::Input);
    }
    Ok(())
}

/// The rubric files of a path, in the order of their names.
fn rubrics(path: &Path, into: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !path.is_dir() {
        into.push(path.to_path_buf());
        return Ok(());
    }
    let mut inside: Vec<PathBuf> = std::fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    inside.sort();
    for path in inside {
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if path.is_dir() && !hidden && !path.is_symlink() {
            rubrics(&path, into)?;
        } else if path.extension().is_some_and(|ending| ending == "rubric") {
            into.push(path);
        }
    }
    Ok(())
}
