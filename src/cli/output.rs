//! Printing: results to standard output, messages to standard error, files whole or not at all.

use super::Stop;
use super::arguments::{Colour, MessageFormat, Shared};
use crate::diagnostic::{
    Diagnostic, Problem, Rendering, Severity, Sources, has_errors, render, render_json,
};
use crate::document::write_file;
use crate::results::{Computed, Results, compute};
use std::io::{IsTerminal, Write};
use std::path::Path;

/// So many findings are printed as text: nobody reads more at once.
const MOST_SHOWN: usize = 200;

/// How this run prints.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    quiet: bool,
    format: MessageFormat,
    rendering: Rendering,
}

impl Output {
    pub fn new(shared: &Shared) -> Self {
        let colour = match shared.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => {
                std::io::stderr().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Output {
            quiet: shared.quiet,
            format: shared.message_format,
            rendering: Rendering {
                colour,
                ..Rendering::default()
            },
        }
    }

    /// Prints a result. A reader that has closed the pipe has seen enough.
    pub fn print(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// Prints a remark about what was done.
    pub fn remark(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        }
    }

    /// Shows how far a long run has come, to people who look.
    pub fn progress(&self, what: &str, done: u64, all: u64) {
        let mut to = std::io::stderr().lock();
        if self.quiet || all < 2_000 || !to.is_terminal() {
            return;
        }
        let _ = write!(to, "\r{:3} % of {all} {what}", done.min(all) * 100 / all);
        if done >= all {
            let _ = write!(to, "\r{:40}\r", "");
        }
        let _ = to.flush();
    }

    /// Prints what is wrong with the command itself.
    pub fn complain(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "error: {text}");
    }

    /// Shows findings, and stops when there is an error among them.
    pub fn findings(&self, findings: &[Diagnostic], sources: &Sources) -> Result<(), Stop> {
        let shown: Vec<Diagnostic> = findings
            .iter()
            .filter(|finding| !self.quiet || finding.severity == Severity::Error)
            .cloned()
            .collect();
        let kept = match self.format {
            MessageFormat::Text => MOST_SHOWN.min(shown.len()),
            MessageFormat::Json => shown.len(),
        };
        let mut text = match self.format {
            MessageFormat::Json if shown.is_empty() => String::new(),
            MessageFormat::Json => render_json(&shown, sources).to_string() + "\n",
            MessageFormat::Text => render(&shown[..kept], sources, self.rendering),
        };
        if kept < shown.len() {
            text.push_str(&format!(
                "\n... and {} more; `--message-format json` gives all of them\n",
                shown.len() - kept
            ));
        }
        let count = |severity| {
            shown
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if self.format == MessageFormat::Text && errors + warnings > 1 {
            let plural = |count: usize, what: &str| {
                format!("{count} {what}{}", if count == 1 { "" } else { "s" })
            };
            text.push_str(&format!(
                "\n{}, {}\n",
                plural(errors, "error"),
                plural(warnings, "warning")
            ));
        }
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
        if has_errors(findings) {
            Err(Stop::Input)
        } else {
            Ok(())
        }
    }

    /// Computes a project and shows what there is to say about it.
    pub fn results(&self, folder: &Path) -> Result<(Results, Sources), Stop> {
        let Computed {
            sources,
            findings,
            results,
        } = compute(folder);
        self.findings(&findings, &sources)?;
        results.map(|results| (results, sources)).ok_or(Stop::Input)
    }

    /// The same for an output in this language.
    pub fn results_in(&self, folder: &Path, language: &str) -> Result<(Results, Sources), Stop> {
        let (results, sources) = self.results(folder)?;
        Ok((results.in_language(language), sources))
    }

    /// Shows one problem that has no text to point at.
    pub fn problem(&self, problem: &dyn Problem) -> Stop {
        let _ = self.findings(&[problem.diagnostic()], &Sources::default());
        Stop::Input
    }

    /// Writes a file and says so.
    pub fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), Stop> {
        write_file(path, bytes).map_err(|error| self.problem(&error))?;
        self.remark(&format!("wrote {}", path.display()));
        Ok(())
    }

    /// A result to a file, or to standard output without one.
    pub fn deliver(&self, path: Option<&Path>, text: &str) -> Result<(), Stop> {
        match path {
            Some(path) => self.write(path, text.as_bytes()),
            None => {
                self.print(text);
                Ok(())
            }
        }
    }
}

/// Refuses a name that is not among those known, with the nearest one.
pub fn known<'a>(
    what: &str,
    given: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Result<(), Stop> {
    let known: Vec<&str> = known.into_iter().collect();
    if known.contains(&given) {
        return Ok(());
    }
    let help = crate::diagnostic::did_you_mean(given, known.iter().copied())
        .unwrap_or_else(|| format!("there is {}", crate::diagnostic::one_of(known)));
    Err(Stop::Usage(format!(
        "there is no {what} `{given}`\n  help: {help}"
    )))
}
