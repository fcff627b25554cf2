//! The audit as one document a referee can read, as Markdown and as HTML: every table with its formula and reference.

use crate::analysis::audit::table::{Cell, Table};
use std::fmt::Write;

/// More rows than this are left to files.
const MOST_ROWS: usize = 150;

/// A chapter: its title, how to get its tables in full, and the tables, or why there are none.
#[derive(Debug)]
pub struct Chapter {
    /// Its title.
    pub title: &'static str,
    /// The command that prints it.
    pub command: String,
    /// Its tables, or a plain statement.
    pub tables: Result<Vec<Table>, String>,
}

/// An audit as a document.
#[derive(Debug)]
pub struct Audit {
    /// The title.
    pub title: String,
    /// What was audited and how, line by line.
    pub facts: Vec<(String, String)>,
    /// The chapters.
    pub chapters: Vec<Chapter>,
}

impl Audit {
    /// The document as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = format!("# {}\n\n", plain(&self.title));
        for (what, value) in &self.facts {
            let _ = writeln!(text, "- {}: {}", plain(what), plain(value));
        }
        for chapter in &self.chapters {
            let _ = write!(text, "\n## {}\n\n", chapter.title);
            match &chapter.tables {
                Ok(tables) => {
                    let _ = writeln!(text, "In full: `{}`", chapter.command);
                    tables
                        .iter()
                        .for_each(|table| table_markdown(table, &mut text));
                }
                Err(why) => {
                    let _ = writeln!(text, "{}", plain(why));
                }
            }
        }
        text
    }

    /// The document as one HTML file.
    pub fn html(&self) -> String {
        let title = escaped(&self.title);
        let mut text = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<dl>\n"
        );
        for (what, value) in &self.facts {
            let _ = writeln!(
                text,
                "<dt>{}</dt><dd>{}</dd>",
                escaped(what),
                escaped(value)
            );
        }
        text.push_str("</dl>\n<nav><ol>\n");
        for (at, chapter) in self.chapters.iter().enumerate() {
            let _ = writeln!(
                text,
                "<li><a href=\"#chapter-{at}\">{}</a></li>",
                escaped(chapter.title)
            );
        }
        text.push_str("</ol></nav>\n");
        for (at, chapter) in self.chapters.iter().enumerate() {
            let _ = writeln!(
                text,
                "<h2 id=\"chapter-{at}\">{}</h2>",
                escaped(chapter.title)
            );
            match &chapter.tables {
                Ok(tables) => {
                    let _ = writeln!(
                        text,
                        "<p>In full: <code>{}</code></p>",
                        escaped(&chapter.command)
                    );
                    tables.iter().for_each(|table| table_html(table, &mut text));
                }
                Err(why) => {
                    let _ = writeln!(text, "<p>{}</p>", escaped(why));
                }
            }
        }
        text.push_str("</body>\n</html>\n");
        text
    }
}

const STYLE: &str = "body{font:15px/1.45 'DejaVu Sans',sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}table{border-collapse:collapse;margin:.5rem 0;font-size:13px}th,td{padding:.15rem .6rem;border-bottom:1px solid #ddd;text-align:left;vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}p.how{color:#555;font-size:13px;margin:.2rem 0}dt{font-weight:bold;float:left;clear:left;width:14rem}dd{margin-left:15rem}@media print{body{max-width:none}table{page-break-inside:auto}tr{page-break-inside:avoid}}";

/// Everything below the rows: formula, reference, reasons, notes.
fn remarks(table: &Table) -> Vec<String> {
    let mut lines = vec![
        format!("Formula: {}", table.formula),
        format!("Reference: {}", table.reference),
    ];
    lines.extend(
        table
            .reasons()
            .into_iter()
            .map(|reason| format!("–: {reason}")),
    );
    lines.extend(table.notes.iter().cloned());
    if table.rows.len() > MOST_ROWS {
        lines.push(format!(
            "{MOST_ROWS} of {} rows; `--table {} --format csv` gives all.",
            table.rows.len(),
            table.name
        ));
    }
    lines
}

fn shown(table: &Table) -> &[Vec<Cell>] {
    table.rows.get(..MOST_ROWS).unwrap_or(&table.rows)
}

fn table_markdown(table: &Table, text: &mut String) {
    let _ = write!(text, "\n### {}\n\n", plain(&table.title));
    if table.rows.is_empty() {
        text.push_str("Nothing to list.\n\n");
    } else {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        text.push_str(&line(table.head.iter().map(|name| plain(name)).collect()));
        let rule = table
            .numbers()
            .into_iter()
            .map(|number| if number { "---:" } else { "---" }.to_string());
        text.push_str(&line(rule.collect()));
        for row in shown(table) {
            text.push_str(&line(row.iter().map(|cell| plain(&cell.shown())).collect()));
        }
        text.push('\n');
    }
    for remark in remarks(table) {
        let _ = writeln!(text, "- {}", plain(&remark));
    }
}

fn table_html(table: &Table, text: &mut String) {
    let _ = writeln!(
        text,
        "<h3 id=\"{}\">{}</h3>",
        escaped(table.name),
        escaped(&table.title)
    );
    if table.rows.is_empty() {
        text.push_str("<p>Nothing to list.</p>\n");
    } else {
        let numbers = table.numbers();
        let class = |at: usize| {
            if numbers.get(at) == Some(&true) {
                " class=\"n\""
            } else {
                ""
            }
        };
        text.push_str("<table>\n<thead><tr>");
        for (at, name) in table.head.iter().enumerate() {
            let _ = write!(text, "<th{}>{}</th>", class(at), escaped(name));
        }
        text.push_str("</tr></thead>\n<tbody>\n");
        for row in shown(table) {
            text.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let why = match cell {
                    Cell::None(reason) => format!(" title=\"{}\"", escaped(reason)),
                    _ => String::new(),
                };
                let _ = write!(
                    text,
                    "<td{}{why}>{}</td>",
                    class(at),
                    escaped(&cell.shown())
                );
            }
            text.push_str("</tr>\n");
        }
        text.push_str("</tbody>\n</table>\n");
    }
    for remark in remarks(table) {
        let _ = writeln!(text, "<p class=\"how\">{}</p>", escaped(&remark));
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A text that Markdown takes as it is.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '|' | '*' | '_' | '[' | ']' | '<' | '>' | '#' => {
                plain.push('\\');
                plain.push(letter);
            }
            '\n' | '\r' => plain.push(' '),
            _ => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_projects_say_cannot_change_the_document() {
        let mut table = Table::new("t", "<b>", "f", "r", &["a|b"]);
        table.rows.push(vec![Cell::text("<script>|*x*")]);
        table.rows.push(vec![Cell::None("\"no\"".to_string())]);
        let audit = Audit {
            title: "<i>".to_string(),
            facts: Vec::new(),
            chapters: vec![Chapter {
                title: "One",
                command: "c".to_string(),
                tables: Ok(vec![table]),
            }],
        };
        let html = audit.html();
        assert!(!html.contains("<script>") && !html.contains("<b>") && !html.contains("<i>"));
        assert!(html.contains("title=\"&quot;no&quot;\""));
        assert!(audit.markdown().contains("| \\<script\\>\\|\\*x\\* |"));
    }
}
