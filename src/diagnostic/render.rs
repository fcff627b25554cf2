//! Findings as text for people (the look of rustc, through `annotate-snippets`) and as JSON for programs.

use super::{Diagnostic, Severity, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendering {
    /// Use terminal colours.
    pub colour: bool,
    /// Width that long source lines are trimmed to, in columns.
    pub width: usize,
}

impl Default for Rendering {
    fn default() -> Self {
        Rendering {
            colour: false,
            width: 120,
        }
    }
}

/// A line longer than this (bytes) is named but not shown.
const LONGEST_LINE_SHOWN: usize = 4096;

/// All findings as text, one blank line between two of them.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, rendering: Rendering) -> String {
    let renderer = if rendering.colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    }
    .term_width(rendering.width);
    diagnostics
        .iter()
        .map(|finding| renderer.render(&[group(finding, sources)]) + "\n")
        .collect::<Vec<_>>()
        .join("\n")
}

fn group<'a>(finding: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(
        level
            .primary_title(finding.message.as_str())
            .id(finding.code),
    );
    if let Some(span) = finding.span {
        let label = finding.label.as_deref();
        group = with_place(group, sources, span, label, AnnotationKind::Primary);
    }
    for (span, label) in &finding.related {
        let kind = AnnotationKind::Context;
        group = with_place(group, sources, *span, Some(label), kind);
    }
    for help in &finding.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    group
}

fn with_place<'a>(
    group: Group<'a>,
    sources: &'a Sources,
    span: Span,
    label: Option<&'a str>,
    kind: AnnotationKind,
) -> Group<'a> {
    let Some(source) = sources.get(span.file) else {
        return group;
    };
    let at = source.line_column(span.start);
    let line = source.line_range(at.line);
    if line.len() > LONGEST_LINE_SHOWN {
        let origin = Origin::path(source.name()).line(at.line);
        return group.element(origin.char_column(at.column));
    }
    // Only the line itself is handed over: a finding in a large file costs no more than one in a small file.
    let text = source.text().get(line.clone()).unwrap_or("");
    let start = (span.start as usize).clamp(line.start, line.end) - line.start;
    let end = (span.end as usize).clamp(line.start, line.end) - line.start;
    let mut annotation = kind.span(start..end.max(start));
    if let Some(label) = label {
        annotation = annotation.label(label);
    }
    group.element(
        Snippet::source(text)
            .path(source.name())
            .line_start(at.line)
            .annotation(annotation),
    )
}

/// All findings as a JSON array of objects `code, severity, message, file, line, column, end_line, end_column, label,
/// help`; `file` and what follows are `null` where there is no text to point at.
pub fn render_json(diagnostics: &[Diagnostic], sources: &Sources) -> serde_json::Value {
    let place = |span: Option<Span>| {
        let span = span?;
        let source = sources.get(span.file)?;
        let (start, end) = (source.line_column(span.start), source.line_column(span.end));
        Some((source.name().to_string(), start, end))
    };
    diagnostics
        .iter()
        .map(|finding| {
            let place = place(finding.span);
            serde_json::json!({
                "code": finding.code,
                "severity": finding.severity.word(),
                "message": finding.message,
                "file": place.as_ref().map(|(file, _, _)| file),
                "line": place.as_ref().map(|(_, start, _)| start.line),
                "column": place.as_ref().map(|(_, start, _)| start.column),
                "end_line": place.as_ref().map(|(_, _, end)| end.line),
                "end_column": place.as_ref().map(|(_, _, end)| end.column),
                "label": finding.label,
                "help": finding.help,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_file_line_and_column_and_shows_the_line() {
        let mut sources = Sources::default();
        let file = sources.add("eti.rubric", "one\naccess is fre\n");
        let finding = Diagnostic::error("CW0001", "unknown answer `fre`")
            .at(Span::new(file, 14, 17))
            .help("did you mean `free`?");
        let text = render(&[finding], &sources, Rendering::default());
        assert!(
            text.contains("error[CW0001]: unknown answer `fre`"),
            "{text}"
        );
        assert!(text.contains("eti.rubric:2:11"), "{text}");
        assert!(text.contains("access is fre"), "{text}");
        assert!(text.contains("did you mean `free`?"), "{text}");
    }

    #[test]
    fn an_endless_line_is_named_but_not_shown() {
        let mut sources = Sources::default();
        let file = sources.add("long.rubric", "x".repeat(1_000_000));
        let finding = Diagnostic::error("CW0001", "too long").at(Span::new(file, 5, 6));
        let text = render(&[finding], &sources, Rendering::default());
        assert!(text.len() < 500, "{}", text.len());
        assert!(text.contains("long.rubric:1:6"), "{text}");
    }
}
