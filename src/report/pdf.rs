//! HTML to PDF by an installed Chromium. It gets a folder of its own, no network, and a limited time.

use std::env;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thiserror::Error;

/// The programs that are looked for, in this order.
pub const PROGRAMS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// The variable that names another program.
pub const VARIABLE: &str = "CLEARWATT_CHROMIUM";

/// The longest a report may take; the largest we know takes three seconds.
const PATIENCE: Duration = Duration::from_secs(120);

/// Why there is no PDF.
#[derive(Debug, Error)]
pub enum PdfError {
    /// Nothing to print with.
    #[error("there is no Chromium to print PDF with: {looked_for}")]
    NoProgram {
        /// What was looked for.
        looked_for: String,
    },
    /// The program did not run.
    #[error("`{}` does not run: {reason}", program.display())]
    NotRun {
        /// The program.
        program: PathBuf,
        /// Why.
        reason: String,
    },
    /// The program did not come to an end.
    #[error("`{}` did not print the report within {} seconds", program.display(), PATIENCE.as_secs())]
    TooLong {
        /// The program.
        program: PathBuf,
    },
    /// The program ended without a PDF.
    #[error("`{}` ended and printed nothing", program.display())]
    Nothing {
        /// The program.
        program: PathBuf,
    },
}

/// An installed Chromium or Chrome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    program: PathBuf,
}

impl Printer {
    /// The program that `CLEARWATT_CHROMIUM` names, or the first of [`PROGRAMS`] in the search path.
    ///
    /// # Errors
    /// [`PdfError::NoProgram`] with what was looked for.
    pub fn find() -> Result<Printer, PdfError> {
        if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
            let program = PathBuf::from(named);
            if program.is_file() {
                return Ok(Printer { program });
            }
            return Err(PdfError::NoProgram {
                looked_for: format!("{VARIABLE} names `{}`, which is no file", program.display()),
            });
        }
        let folders: Vec<PathBuf> = env::var_os("PATH")
            .map(|path| env::split_paths(&path).collect())
            .unwrap_or_default();
        let mut all = PROGRAMS
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        match all.find(|path| path.is_file()) {
            Some(program) => Ok(Printer { program }),
            None => Err(PdfError::NoProgram {
                looked_for: format!(
                    "none of {} is in the search path, and {VARIABLE} is not set",
                    PROGRAMS.join(", ")
                ),
            }),
        }
    }

    /// Prints a page on the paper its style sheet asks for.
    ///
    /// # Errors
    /// [`PdfError`] when the program does not run, does not end, or prints nothing.
    pub fn print(&self, html: &str) -> Result<Vec<u8>, PdfError> {
        let not_run = |error: io::Error| PdfError::NotRun {
            program: self.program.clone(),
            reason: error.to_string(),
        };
        let folder = tempfile::tempdir().map_err(not_run)?;
        let page = folder.path().join("report.html");
        let pdf = folder.path().join("report.pdf");
        std::fs::write(&page, html).map_err(not_run)?;
        let mut child = self.start(folder.path(), &page, &pdf).map_err(not_run)?;
        let ended = wait(&mut child).map_err(not_run)?;
        if !ended {
            return Err(PdfError::TooLong {
                program: self.program.clone(),
            });
        }
        let bytes = std::fs::read(&pdf).unwrap_or_default();
        if bytes.starts_with(b"%PDF") {
            Ok(bytes)
        } else {
            Err(PdfError::Nothing {
                program: self.program.clone(),
            })
        }
    }

    fn start(&self, folder: &Path, page: &Path, pdf: &Path) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command
            .args(["--headless", "--disable-gpu", "--no-first-run"])
            .args(["--disable-extensions", "--disable-background-networking"])
            .args(["--disable-dev-shm-usage", "--no-pdf-header-footer"])
            // A template of the user's own may ask for something elsewhere; a report needs nothing from there.
            .arg("--host-resolver-rules=MAP * ~NOTFOUND")
            .arg(format!(
                "--user-data-dir={}",
                folder.join("profile").display()
            ))
            .arg(format!("--print-to-pdf={}", pdf.display()));
        if runs_as_root(folder) {
            // Chromium does not start as root with its sandbox, as in most containers.
            command.arg("--no-sandbox");
        }
        command
            .arg(page)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            // To a file, not a pipe that could fill up and stop it.
            .stderr(File::create(folder.join("said")).map_or_else(|_| Stdio::null(), Stdio::from))
            .spawn()
    }
}

/// Waits for the end of a program, and ends it when it takes too long; whether it ended by itself.
fn wait(child: &mut Child) -> io::Result<bool> {
    let until = Instant::now() + PATIENCE;
    while child.try_wait()?.is_none() {
        if Instant::now() > until {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    Ok(true)
}

/// Whether what this process makes belongs to root.
#[cfg(unix)]
fn runs_as_root(own: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(own).is_ok_and(|about| about.uid() == 0)
}

#[cfg(not(unix))]
fn runs_as_root(_: &Path) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    /// A program that does what a shell script says.
    fn script(folder: &Path, text: &str) -> Printer {
        let program = folder.join("browser");
        std::fs::write(&program, format!("#!/bin/sh\n{text}\n")).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        Printer { program }
    }

    #[test]
    fn what_the_program_prints_is_the_report() {
        let folder = tempfile::tempdir().unwrap();
        let print = "for a in \"$@\"; do case $a in --print-to-pdf=*) printf '%%PDF-1.4' > \"${a#--print-to-pdf=}\";; esac; done";
        assert_eq!(
            script(folder.path(), print).print("x").unwrap(),
            b"%PDF-1.4"
        );
    }

    #[test]
    fn a_program_that_prints_nothing_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = script(folder.path(), "exit 3").print("x").unwrap_err();
        assert!(matches!(error, PdfError::Nothing { .. }), "{error}");
        assert!(error.to_string().contains("browser"), "{error}");
    }
}
