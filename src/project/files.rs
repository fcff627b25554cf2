//! Which files belong to a project: the evidence files and the files of its catalogue.

use super::ProjectError;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// The endings of evidence files.
pub(super) const EVIDENCE: [&str; 3] = ["yaml", "yml", "csv"];
/// The endings of catalogue files.
pub(super) const CATALOGUE: [&str; 2] = ["yaml", "yml"];

/// All files below a folder that have one of the endings, sorted by path. Hidden files and folders are skipped, and a
/// folder reached twice (through a symbolic link, say) is read once.
pub(super) fn below(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>, Vec<ProjectError>> {
    let mut files = Vec::new();
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
                    } else if has_ending(&path, endings) {
                        files.push(path);
                    }
                }
            }
            Err(error) => errors.push(ProjectError::unreadable(&folder, &error)),
        }
    }
    files.sort();
    if errors.is_empty() {
        Ok(files)
    } else {
        Err(errors)
    }
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
        let files = below(folder, &EVIDENCE).unwrap();
        let relative = |path: &PathBuf| path.strip_prefix(folder).unwrap().display().to_string();
        files.iter().map(relative).collect()
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
