//! Reading text files and writing files whole or not at all.

use super::errors::DocumentError;
use crate::diagnostic::{FileId, Sources};
use std::io::Write;
use std::path::Path;

/// A larger file is not read: spans hold 32-bit offsets, and nothing of the kind is written by people.
const LARGEST: u64 = 1 << 30;

/// Reads a UTF-8 file and takes it in under its path as given.
///
/// # Errors
/// When it is missing, a folder, unreadable, larger than 1 GiB, empty, or no UTF-8.
pub fn read_file(sources: &mut Sources, path: &Path) -> Result<FileId, DocumentError> {
    let failed = |reason: String, help: Option<&str>| DocumentError::File {
        what: "read",
        path: path.to_path_buf(),
        reason,
        help: help.map(String::from),
    };
    let about = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => failed(
            "there is no such file".to_string(),
            Some("check the spelling of the path"),
        ),
        _ => failed(plain(&error), None),
    })?;
    if about.is_dir() {
        return Err(failed(
            "it is a folder".to_string(),
            Some("name a file in it"),
        ));
    }
    if about.len() > LARGEST {
        return Err(failed(
            "it is larger than 1 GiB".to_string(),
            Some("split it"),
        ));
    }
    let bytes = std::fs::read(path).map_err(|error| failed(plain(&error), None))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let before = bytes.get(..at).unwrap_or(&[]);
        let line_start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        DocumentError::NotUtf8 {
            path: path.to_path_buf(),
            line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
            column: 1 + String::from_utf8_lossy(before.get(line_start..).unwrap_or(&[]))
                .chars()
                .count(),
            byte: bytes.get(at).copied().unwrap_or(0),
        }
    })?;
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(DocumentError::Empty {
            path: path.to_path_buf(),
        });
    }
    Ok(sources.add(path.display().to_string(), text))
}

/// Writes a file: the whole of it appears under its name at once, or nothing does. Makes the folders above it.
///
/// # Errors
/// When the folder cannot be made or the file cannot be written.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), DocumentError> {
    let failed = |error: &std::io::Error| DocumentError::File {
        what: "write",
        path: path.to_path_buf(),
        reason: plain(error),
        help: None,
    };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.is_dir() {
        return Err(DocumentError::File {
            what: "write",
            path: path.to_path_buf(),
            reason: "it is a folder".to_string(),
            help: Some("name a file in it".to_string()),
        });
    }
    std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failed(&error))?;
    file.write_all(bytes).map_err(|error| failed(&error))?;
    share_like_others(&file).map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

/// Temporary files are private; a finished chart or report is as readable as any other file.
#[cfg(unix)]
fn share_like_others(file: &tempfile::NamedTempFile) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file()
        .set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share_like_others(_: &tempfile::NamedTempFile) -> std::io::Result<()> {
    Ok(())
}

/// An operating system's message without its number.
fn plain(error: &std::io::Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or("").to_string();
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_missing_files_and_odd_bytes_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let mut sources = Sources::default();
        let mut message = |path: &Path| read_file(&mut sources, path).unwrap_err().to_string();
        assert!(message(folder.path()).ends_with("it is a folder"));
        assert!(message(&folder.path().join("none.yaml")).ends_with("there is no such file"));
        let odd = folder.path().join("odd.yaml");
        std::fs::write(&odd, b"a: 1\nb: \xff\n").unwrap();
        assert!(message(&odd).ends_with("line 2, column 4 holds the byte 0xff"));
        let empty = folder.path().join("empty.yaml");
        std::fs::write(&empty, "\u{feff}\n  \n").unwrap();
        assert!(message(&empty).ends_with("is empty"));
    }

    #[test]
    fn writing_makes_folders_and_leaves_nothing_half_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/chart.svg");
        write_file(&path, b"one").unwrap();
        write_file(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert!(write_file(folder.path(), b"x").is_err());
        let left: Vec<_> = std::fs::read_dir(folder.path().join("a/b"))
            .unwrap()
            .collect();
        assert_eq!(left.len(), 1);
    }
}
