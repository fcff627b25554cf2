//! Comma-separated tables with a header, each cell with its place.

use super::errors::DocumentError;
use crate::diagnostic::{FileId, Sources, Span};
use std::collections::HashMap;

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The column names.
    pub header: Vec<TableCell>,
    /// The rows, each as long as the header; rows of another length are among the problems.
    pub rows: Vec<Vec<TableCell>>,
    /// Every row of the wrong length and every column name given twice; errors, though the rest can be read.
    pub problems: Vec<DocumentError>,
}

/// A cell.
#[derive(Debug, Clone)]
pub struct TableCell {
    /// Its text, quotes resolved and white space around it removed.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// Parses a table.
///
/// # Errors
/// When it is no table at all.
pub fn parse_table(sources: &Sources, file: FileId) -> Result<Table, DocumentError> {
    // Ids are handed out by `sources`, so there is a text behind each of them.
    let text = sources.get(file).map_or("", |source| source.text());
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let body = text.get(start..).unwrap_or("");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(body.as_bytes());
    let mut rows: Vec<Vec<TableCell>> = Vec::new();
    let mut errors = Vec::new();
    let mut record = csv::StringRecord::new();
    loop {
        let from = usize::try_from(reader.position().byte()).unwrap_or(0);
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let to = usize::try_from(reader.position().byte()).unwrap_or(body.len());
                let cells = cells(file, &record, body, start, from, to);
                if let Some(header) = rows.first()
                    && header.len() != cells.len()
                {
                    let span =
                        whole(&cells).unwrap_or_else(|| Span::new(file, start + from, start + to));
                    let (found, expected) = (cells.len(), header.len());
                    errors.push(DocumentError::Ragged {
                        found,
                        expected,
                        span,
                    });
                    continue;
                }
                rows.push(cells);
            }
            Err(error) => {
                let what = format!("this is no comma-separated table: {error}");
                let span = Span::new(file, start + from, start + from);
                return Err(DocumentError::NotATable {
                    what,
                    help: None,
                    span,
                });
            }
        }
    }
    if rows.is_empty() {
        let span = Span::new(file, 0, 0);
        let what = "the table has no header".to_string();
        return Err(DocumentError::NotATable {
            what,
            help: None,
            span,
        });
    }
    let header = rows.remove(0);
    check_header(&header, &mut errors);
    Ok(Table {
        header,
        rows,
        problems: errors,
    })
}

fn check_header(header: &[TableCell], errors: &mut Vec<DocumentError>) {
    if let [only] = header
        && only.text.contains([';', '\t'])
    {
        errors.push(DocumentError::NotATable {
            what: "the columns are not separated by commas".to_string(),
            help: Some("save the table as comma-separated CSV".to_string()),
            span: only.span,
        });
    }
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for cell in header {
        if let Some(first) = seen.insert(&cell.text, cell.span) {
            let key = cell.text.to_string();
            errors.push(DocumentError::Twice {
                key,
                place: "header",
                span: cell.span,
                first,
            });
        }
    }
}

fn whole(cells: &[TableCell]) -> Option<Span> {
    Some(cells.first()?.span.to(cells.last()?.span))
}

/// The cells of a record, found again in the source one after the other.
fn cells(
    file: FileId,
    record: &csv::StringRecord,
    body: &str,
    start: usize,
    from: usize,
    to: usize,
) -> Vec<TableCell> {
    let mut at = from;
    record
        .iter()
        .map(|text| {
            let rest = body.get(at..to).unwrap_or("");
            let lead = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
            let quoted = rest.get(lead..).is_some_and(|rest| rest.starts_with('"'));
            let begin = at + lead;
            let end = if quoted {
                quoted_end(body, begin, to)
            } else {
                begin + text.len()
            };
            let comma = body
                .get(end..to)
                .and_then(|rest| rest.find(','))
                .map_or(to, |n| end + n + 1);
            at = comma;
            TableCell {
                text: text.into(),
                span: Span::new(file, start + begin, start + end.min(to)),
            }
        })
        .collect()
}

fn quoted_end(body: &str, begin: usize, to: usize) -> usize {
    let bytes = body.as_bytes();
    let mut at = begin + 1;
    while at < to {
        if bytes.get(at) == Some(&b'"') {
            if bytes.get(at + 1) == Some(&b'"') {
                at += 1;
            } else {
                return at + 1;
            }
        }
        at += 1;
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Sources, Result<Table, DocumentError>) {
        let mut sources = Sources::default();
        let file = sources.add("a.csv", text);
        let table = parse_table(&sources, file);
        (sources, table)
    }

    #[test]
    fn cells_know_their_places() {
        let (sources, table) = parse("\u{feff}entity,note\r\nUA,\"a, \"\"b\"\"\"\r\nGE, ok \r\n");
        let table = table.unwrap();
        let texts: Vec<&str> = table
            .rows
            .iter()
            .flatten()
            .map(|cell| &*cell.text)
            .collect();
        assert_eq!(texts, ["UA", "a, \"b\"", "GE", "ok"]);
        let places: Vec<&str> = table
            .rows
            .iter()
            .flatten()
            .map(|cell| sources.slice(cell.span))
            .collect();
        assert_eq!(places, ["UA", "\"a, \"\"b\"\"\"", "GE", "ok"]);
    }

    #[test]
    fn all_ragged_rows_and_repeated_columns_are_reported() {
        let table = parse("a,b,a\n1,2,3\n1,2\n1,2,3,4\n").1.unwrap();
        assert_eq!(table.rows.len(), 1);
        let errors = table.problems;
        assert_eq!(errors.len(), 3, "{errors:?}");
        assert!(matches!(
            errors[0],
            DocumentError::Ragged {
                found: 2,
                expected: 3,
                ..
            }
        ));
    }

    #[test]
    fn semicolons_are_explained() {
        let errors = parse("a;b\n1;2\n").1.unwrap().problems;
        assert!(errors[0].to_string().contains("not separated by commas"));
    }
}
