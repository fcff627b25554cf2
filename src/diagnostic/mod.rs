//! Every stage reports through this room: where a text came from ([`Sources`], [`Span`]), what is wrong with it
//! ([`Diagnostic`]) and how that is shown to a person or a program ([`render`]).
//!
//! A stage keeps its own error enum (a `thiserror` enum whose variants carry spans) and implements [`Problem`] for it;
//! only the edge of the program turns problems into text. A run collects all its diagnostics and shows them together,
//! in file order, so that one round of repairs is enough.

mod codes;
mod nearest;
mod render;
mod source;

pub use codes::{code_page, codes};
pub use nearest::nearest;
pub use render::{Rendering, render, render_json};
pub use source::{FileId, LineColumn, Source, Sources, Span};

/// How bad a finding is. Only errors stop a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The input cannot be used as it is.
    Error,
    /// The input can be used, but probably says something its author did not mean.
    Warning,
    /// Worth knowing; nothing needs to be done.
    Note,
}

impl Severity {
    /// The word shown before the message and written into JSON.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        }
    }
}

/// A finding about a piece of input, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code such as `CW0203`; it never changes its meaning.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One sentence, lower case, no full stop.
    pub message: String,
    /// Where it is; `None` only when there is no text to point at (a missing file, say).
    pub span: Option<Span>,
    /// A few words printed under the underlined text.
    pub label: Option<String>,
    /// Other places that matter ("first given here").
    pub related: Vec<(Span, String)>,
    /// What to do about it, one line each.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error without a place in a text.
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            span: None,
            label: None,
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// A warning without a place in a text.
    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, message)
        }
    }

    /// Points at a place.
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says a few words under the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds a line of advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Adds a line of advice when there is one to give.
    pub fn help_if(mut self, help: Option<String>) -> Self {
        self.help.extend(help);
        self
    }

    /// Points at another place that matters.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// What a stage's error enum says about itself so that it can be shown.
pub trait Problem: std::error::Error {
    /// The finding with its code, place, related places and advice.
    fn diagnostic(&self) -> Diagnostic;
}

/// The line "did you mean …?" for a misspelt name, if a known name is near enough.
///
/// ```
/// let known = ["free", "paid", "on_request"];
/// let line = clearwatt::diagnostic::did_you_mean("freee", known);
/// assert_eq!(line.as_deref(), Some("did you mean `free`?"));
/// ```
pub fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(given, known).map(|name| format!("did you mean `{name}`?"))
}

/// "`a`, `b` or `c`", for messages that list what was expected.
///
/// ```
/// assert_eq!(clearwatt::diagnostic::one_of(["yes", "no"]), "`yes` or `no`");
/// ```
pub fn one_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => "nothing".to_string(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Sorts findings the way they are shown: file by file, from top to bottom, those without a place first.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_key(|finding| {
        let place = finding.span.map(|span| (span.file, span.start));
        (place, finding.severity)
    });
}

/// Whether any finding is an error.
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|finding| finding.severity == Severity::Error)
}
