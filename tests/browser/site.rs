//! Pages to look at: explorers of projects, written to files.

use super::devtools::{Browser, Page};
use clearwatt::diagnostic::has_errors;
use clearwatt::report::Words;
use clearwatt::report::explorer::{explorer, html};
use clearwatt::results::compute;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The explorer of a project in a folder that is removed with it.
pub struct Site {
    folder: tempfile::TempDir,
    pub project: PathBuf,
}

impl Site {
    pub fn of(project: &Path, language: &str) -> Site {
        let computed = compute(project);
        assert!(!has_errors(&computed.findings), "{:#?}", computed.findings);
        let words = Words::of(language).unwrap();
        let made = explorer(&computed.results.unwrap(), &computed.sources, &words);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join("explorer.html"),
            html(&made, &words).unwrap(),
        )
        .unwrap();
        Site {
            folder,
            project: project.to_path_buf(),
        }
    }

    pub fn example(name: &str) -> Site {
        Site::of(&example(name), "en")
    }

    /// The address of the page with something after the `#`.
    pub fn address(&self, after: &str) -> String {
        format!(
            "file://{}/explorer.html{after}",
            self.folder.path().display()
        )
    }

    /// The page in a browser, on a desktop.
    pub fn open<'b>(&self, browser: &'b mut Browser, after: &str) -> Page<'b> {
        let mut page = browser.page(1280, 900);
        page.open(&self.address(after));
        page
    }

    /// Ends a page in which nothing may have gone wrong, and which may have asked for nothing but itself.
    pub fn close(&self, page: Page<'_>) {
        let complaints = page.complaints(&[&self.address("")]);
        assert!(complaints.is_empty(), "{complaints:#?}");
    }

    /// What `score --format csv` prints.
    pub fn csv(&self, arguments: &[&str]) -> String {
        let run = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
            .arg("score")
            .arg(&self.project)
            .args(["--format", "csv", "--quiet"])
            .args(arguments)
            .output()
            .unwrap();
        assert!(
            run.status.success(),
            "{}",
            String::from_utf8_lossy(&run.stderr)
        );
        String::from_utf8(run.stdout).unwrap()
    }
}

pub fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name)
}
