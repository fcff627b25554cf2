//! Whether files have changed: their times and sizes are looked at again and again. That works on every system and on
//! drives of other machines, where notices about changes do not arrive.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often files are looked at.
pub const PACE: Duration = Duration::from_millis(400);
/// Folders deeper than this are not looked into; links may lead in circles.
const DEEPEST: usize = 12;

/// Time of the last change and size; `None` where there is no such file.
type Look = Option<(SystemTime, u64)>;

/// A project's folder and the files it reads from elsewhere, as they were.
#[derive(Debug, Clone)]
pub struct Files {
    folder: PathBuf,
    inside: BTreeMap<PathBuf, Look>,
    elsewhere: BTreeMap<PathBuf, Look>,
}

impl Files {
    /// The files of a folder as they are now.
    pub fn of(folder: &Path) -> Files {
        Files {
            folder: folder.to_path_buf(),
            inside: inside(folder),
            elsewhere: BTreeMap::new(),
        }
    }

    /// Adds files that lie elsewhere; names that are no files (what is built in) do no harm.
    pub fn and<'a>(&mut self, paths: impl Iterator<Item = &'a Path>) {
        for path in paths.filter(|path| !self.inside.contains_key(*path)) {
            self.elsewhere.insert(path.to_path_buf(), look(path));
        }
    }

    /// Whether any file is new, gone or different by now.
    pub fn have_changed(&self) -> bool {
        self.elsewhere
            .iter()
            .any(|(path, seen)| look(path) != *seen)
            || inside(&self.folder) != self.inside
    }
}

fn look(path: &Path) -> Look {
    let about = std::fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

/// The files a project may be made of: YAML, CSV and rubrics in folders that are not hidden.
fn inside(folder: &Path) -> BTreeMap<PathBuf, Look> {
    let mut found = BTreeMap::new();
    let mut folders = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let hidden = path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'));
            if hidden {
                continue;
            }
            if path.is_dir() && depth < DEEPEST {
                folders.push((path, depth + 1));
            } else if is_read(&path) {
                let seen = look(&path);
                found.insert(path, seen);
            }
        }
    }
    found
}

fn is_read(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    matches!(ending, Some("yaml" | "yml" | "csv" | "rubric"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn new_changed_and_removed_files_are_noticed_others_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (
            folder.path().join("data/a.yaml"),
            folder.path().join("b.csv"),
        );
        fs::create_dir(folder.path().join("data")).unwrap();
        fs::write(&one, "a").unwrap();
        let files = Files::of(folder.path());
        assert!(!files.have_changed());
        fs::write(folder.path().join("report.html"), "made by ourselves").unwrap();
        assert!(!files.have_changed());
        fs::write(&one, "longer").unwrap();
        assert!(files.have_changed());
        let files = Files::of(folder.path());
        fs::write(&other, "new").unwrap();
        assert!(files.have_changed());
        let files = Files::of(folder.path());
        fs::remove_file(&other).unwrap();
        assert!(files.have_changed());
    }

    #[test]
    fn a_file_elsewhere_is_watched_too() {
        let (folder, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let rubric = elsewhere.path().join("shared.rubric");
        fs::write(&rubric, "rubric").unwrap();
        let mut files = Files::of(folder.path());
        files.and([rubric.as_path(), Path::new("builtin:x")].into_iter());
        assert!(!files.have_changed());
        fs::remove_file(&rubric).unwrap();
        assert!(files.have_changed());
    }
}
