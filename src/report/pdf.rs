//! HTML to PDF by an installed Chromium. It gets a folder of its own, no network, and a limited time.

use std::env;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
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

/// Where the program's messages go, in its folder.
const SAID: &str = "said";

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
    #[error("`{}` did not print the report within {} seconds", program.display(), patience.as_secs())]
    TooLong {
        /// The program.
        program: PathBuf,
        /// How long it was waited for.
        patience: Duration,
    },
    /// The program ended without a PDF, or said that it had failed.
    #[error("`{}` ended ({status}) and printed no report{}", program.display(), quoted(said))]
    Nothing {
        /// The program.
        program: PathBuf,
        /// How it ended.
        status: String,
        /// The end of what it said to standard error; may be empty.
        said: String,
    },
    /// There is no place to print to.
    #[error("there is no folder to print in: {reason}")]
    NoFolder {
        /// Why.
        reason: String,
    },
}

impl PdfError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            PdfError::NoProgram { .. } => {
                "install Chromium or Google Chrome (`apt-get install chromium`), or write `--format html` and print that \
                 file from any browser"
            }
            PdfError::NotRun { .. } => {
                "start it by hand to see what is wrong, or name another program in CLEARWATT_CHROMIUM"
            }
            PdfError::TooLong { .. } => {
                "write `--format html` and print that file from any browser, or report fewer entities at once"
            }
            PdfError::Nothing { .. } => {
                "if this is no Chromium, name one in CLEARWATT_CHROMIUM; `--format html` can be printed from any browser"
            }
            PdfError::NoFolder { .. } => {
                "make room in the folder for temporary files, or name another in TMPDIR"
            }
        }
    }
}

/// The last words of a program.
fn quoted(said: &str) -> String {
    match said {
        "" => String::new(),
        said => format!("; it said: {said}"),
    }
}

/// An installed Chromium or Chrome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printer {
    program: PathBuf,
    /// The longest one report may take.
    patience: Duration,
}

impl Printer {
    /// The program that `CLEARWATT_CHROMIUM` names, or the first of [`PROGRAMS`] in the search path.
    ///
    /// # Errors
    /// [`PdfError::NoProgram`] with what was looked for.
    pub fn find() -> Result<Printer, PdfError> {
        if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
            let program = PathBuf::from(named);
            if runs(&program) {
                return Ok(Printer::of(program));
            }
            return Err(PdfError::NoProgram {
                looked_for: format!(
                    "{VARIABLE} names `{}`, which is no program",
                    program.display()
                ),
            });
        }
        let folders: Vec<PathBuf> = env::var_os("PATH")
            .map(|path| env::split_paths(&path).collect())
            .unwrap_or_default();
        let mut all = PROGRAMS
            .iter()
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        match all.find(|path| runs(path)) {
            Some(program) => Ok(Printer::of(program)),
            None => Err(PdfError::NoProgram {
                looked_for: format!(
                    "none of {} is in the search path, and {VARIABLE} is not set",
                    PROGRAMS.join(", ")
                ),
            }),
        }
    }

    fn of(program: PathBuf) -> Printer {
        Printer {
            program,
            patience: PATIENCE,
        }
    }

    /// Prints a page on the paper its style sheet asks for.
    ///
    /// # Errors
    /// [`PdfError`] when the program does not run, does not end, fails, or prints nothing.
    pub fn print(&self, html: &str) -> Result<Vec<u8>, PdfError> {
        let not_run = |error: io::Error| PdfError::NotRun {
            program: self.program.clone(),
            reason: error.to_string(),
        };
        let no_folder = |error: io::Error| PdfError::NoFolder {
            reason: error.to_string(),
        };
        let folder = tempfile::tempdir().map_err(no_folder)?;
        let page = folder.path().join("report.html");
        let pdf = folder.path().join("report.pdf");
        std::fs::write(&page, html).map_err(no_folder)?;
        let child = self.start(folder.path(), &page, &pdf).map_err(not_run)?;
        let status = Running { child }.wait(self.patience).map_err(not_run)?;
        let Some(status) = status else {
            return Err(PdfError::TooLong {
                program: self.program.clone(),
                patience: self.patience,
            });
        };
        let bytes = std::fs::read(&pdf).unwrap_or_default();
        if status.success() && bytes.starts_with(b"%PDF") {
            Ok(bytes)
        } else {
            Err(PdfError::Nothing {
                program: self.program.clone(),
                status: status.to_string(),
                said: last_line(&folder.path().join(SAID)),
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
        in_own_group(&mut command);
        command
            .arg(page)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            // To a file, not a pipe that could fill up and stop it.
            .stderr(File::create(folder.join(SAID)).map_or_else(|_| Stdio::null(), Stdio::from))
            .spawn()
    }
}

/// A program that runs. When this goes, the program and all that it started are gone too.
struct Running {
    child: Child,
}

impl Running {
    /// Waits for the end of the program; `None` where it takes longer.
    fn wait(mut self, patience: Duration) -> io::Result<Option<ExitStatus>> {
        let until = Instant::now() + patience;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            if Instant::now() > until {
                return Ok(None);
            }
            std::thread::sleep(Duration::from_millis(25));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Whatever is over already cannot be ended again, and there is nobody to tell.
        end_group(&self.child);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser starts others, and a script the browser: they are ended together.
#[cfg(unix)]
fn in_own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn in_own_group(_: &mut Command) {}

#[cfg(unix)]
fn end_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    if let Some(group) = group {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end_group(_: &Child) {}

/// The last line that is not empty, as far as a message has room for it.
fn last_line(file: &Path) -> String {
    let bytes = std::fs::read(file).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines().rev().map(str::trim);
    let last = lines.find(|line| !line.is_empty()).unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// Whether a path leads to a program.
#[cfg(unix)]
fn runs(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let about = std::fs::metadata(path);
    about.is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn runs(path: &Path) -> bool {
    path.is_file()
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
        Printer {
            program,
            patience: Duration::from_secs(20),
        }
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

    #[test]
    fn how_it_ended_and_what_it_said_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let error = script(folder.path(), "echo 'no display' >&2; exit 3");
        let text = error.print("x").unwrap_err().to_string();
        assert!(text.contains("3") && text.contains("no display"), "{text}");
        // A PDF of a program that failed may be half a PDF.
        let print = "for a in \"$@\"; do case $a in --print-to-pdf=*) printf '%%PDF' > \"${a#--print-to-pdf=}\";; esac; done; exit 1";
        let error = script(folder.path(), print).print("x").unwrap_err();
        assert!(matches!(error, PdfError::Nothing { .. }), "{error}");
    }

    #[test]
    fn a_program_that_does_not_end_is_ended_with_all_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let late = folder.path().join("late");
        // What the script starts would write the file after a second, long after its end.
        let text = format!("(sleep 1; echo x > '{}') &\nsleep 60", late.display());
        let mut printer = script(folder.path(), &text);
        printer.patience = Duration::from_millis(200);
        let before = Instant::now();
        let error = printer.print("x").unwrap_err();
        assert!(matches!(error, PdfError::TooLong { .. }), "{error}");
        assert!(before.elapsed() < Duration::from_secs(30));
        std::thread::sleep(Duration::from_millis(1500));
        assert!(!late.exists());
    }

    #[test]
    fn what_cannot_be_run_is_no_program() {
        let folder = tempfile::tempdir().unwrap();
        let Printer { program, .. } = script(folder.path(), "");
        assert!(runs(&program));
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(!runs(&program) && !runs(folder.path()));
    }
}
