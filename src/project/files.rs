//! Which files belong to a project: the evidence files and the files of its catalogue. What lies beside them and is not
//! read is named, so that nobody believes it counts.

use super::ProjectError;
use crate::diagnostic::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// The endings of evidence files.
pub(super) const EVIDENCE: [&str; 4] = ["yaml", "yml", "csv", "tsv"];
/// How many files of one kind are named that are not read.
const MOST_NAMES: usize = 10;
/// The endings of catalogue files.
pub(super) const CATALOGUE: [&str; 2] = ["yaml", "yml"];

/// The files below a folder, sorted by path.
#[derive(Debug, Default)]
pub(super) struct Below {
    /// Those that have one of the endings.
    pub read: Vec<PathBuf>,
    /// The others, without what editors and systems leave behind.
    pub unread: Vec<PathBuf>,
}

/// All files below a folder, by whether they have one of the endings. Hidden files and folders are skipped, and a folder
/// reached twice (through a symbolic link, say) is read once.
pub(super) fn below(folder: &Path, endings: &[&str]) -> Result<Below, Vec<ProjectError>> {
    let mut found = Below::default();
    let mut errors = Vec::new();
    let mut seen = BTreeSet::new();
    // A stack of our own: a very deep tree must not overflow the program's.
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        match entries(&folder, &mut seen) {
            Ok(entries) => {
                for path in entries {
                    if path.is_dir() {
                        waiting.push(path);
                    } else if is_left_behind(&path) {
                        continue;
                    } else if has_ending(&path, endings) {
                        found.read.push(path);
                    } else {
                        found.unread.push(path);
                    }
                }
            }
            Err(error) => errors.push(ProjectError::unreadable(&folder, &error)),
        }
    }
    found.read.sort();
    found.unread.sort();
    if errors.is_empty() {
        Ok(found)
    } else {
        Err(errors)
    }
}

/// Whether a file is a lock, a backup or a system's own: `~$a.xlsx`, `a.yaml~`, `#a.yaml#`, `Thumbs.db`.
fn is_left_behind(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("~$")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
}

/// The files that are not read, one finding for each ending.
pub(super) fn not_read(
    folder: &Path,
    unread: &[PathBuf],
    endings: &[&str],
    span: Span,
) -> Vec<ProjectError> {
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in unread {
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        let name = path.strip_prefix(folder).unwrap_or(path);
        let names = kinds.entry(ending.to_lowercase()).or_default();
        names.push(format!("`{}`", name.display()));
    }
    let found = kinds.into_iter().map(|(ending, names)| {
        let more = names.len().saturating_sub(MOST_NAMES);
        let named = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>();
        let more = match more {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let are = if names.len() == 1 { "is" } else { "are" };
        ProjectError::NotRead {
            what: format!(
                "{}{more} in `{}` {are} not read",
                named.join(", "),
                folder.display()
            ),
            help: match ending.as_str() {
                "xlsx" | "xls" | "xlsm" | "xlsb" | "ods" | "numbers" | "gsheet" => {
                    "save each sheet as CSV, or move the file elsewhere".to_string()
                }
                _ => format!(
                    "only files ending in .{} are read here; rename it, or move it elsewhere",
                    endings.join(", .")
                ),
            },
            span,
        }
    });
    found.collect()
}

/// What a folder holds, without what is hidden; nothing when the folder was read before.
fn entries(folder: &Path, seen: &mut BTreeSet<PathBuf>) -> io::Result<Vec<PathBuf>> {
    if !seen.insert(folder.canonicalize()?) {
        return Ok(Vec::new());
    }
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            paths.push(entry.path());
        }
    }
    // The order in which a disk lists its files differs from machine to machine. Sorted backwards, because the last
    // folder pushed is read first; which of two names of one folder is used must not depend on the disk.
    paths.sort_by(|a, b| b.cmp(a));
    Ok(paths)
}

/// Whether a path ends in `.` and one of the endings, capitals or not.
pub(super) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        endings
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn listed(folder: &Path) -> Vec<String> {
        let relative = |path: &PathBuf| path.strip_prefix(folder).unwrap().display().to_string();
        below(folder, &EVIDENCE)
            .unwrap()
            .read
            .iter()
            .map(relative)
            .collect()
    }

    #[test]
    fn files_of_any_layout_are_found_in_order_and_hidden_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("2023/late")).unwrap();
        fs::create_dir_all(root.join(".git")).unwrap();
        for file in [
            "b.yaml",
            "a.CSV",
            "2023/UA.yml",
            "2023/late/GE.yaml",
            "notes.md",
            ".x.yaml",
            ".git/c.yaml",
        ] {
            fs::write(root.join(file), "").unwrap();
        }
        let expected = ["2023/UA.yml", "2023/late/GE.yaml", "a.CSV", "b.yaml"];
        assert_eq!(listed(root), expected);
    }

    #[test]
    fn what_is_not_read_is_named_once_for_each_ending() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for file in [
            "UA.yaml",
            "RO.TSV",
            "GE.xlsx",
            "MD.XLSX",
            "AM.json",
            "AZ.csv.txt",
            "~$GE.xlsx",
            ".~lock.MD.xlsx#",
            "UA.yaml~",
            "Thumbs.db",
            ".DS_Store",
        ] {
            fs::write(root.join(file), "").unwrap();
        }
        assert_eq!(listed(root), ["RO.TSV", "UA.yaml"]);
        let mut sources = crate::diagnostic::Sources::default();
        let span = Span::new(sources.add("clearwatt.yaml", "evidence: data"), 10, 14);
        let unread = below(root, &EVIDENCE).unwrap().unread;
        let messages: Vec<String> = not_read(root, &unread, &EVIDENCE, span)
            .iter()
            .map(|error| error.to_string().split(" in `").next().unwrap().to_string())
            .collect();
        assert_eq!(
            messages,
            ["`AM.json`", "`AZ.csv.txt`", "`GE.xlsx`, `MD.XLSX`"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_that_go_round_in_circles_end() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("data")).unwrap();
        fs::write(root.join("data/UA.yaml"), "").unwrap();
        std::os::unix::fs::symlink(root, root.join("data/up")).unwrap();
        std::os::unix::fs::symlink(root.join("data"), root.join("same")).unwrap();
        assert_eq!(listed(root), ["data/UA.yaml"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let errors = below(&folder.path().join("none"), &EVIDENCE).unwrap_err();
        assert_eq!(errors.len(), 1);
    }
}
