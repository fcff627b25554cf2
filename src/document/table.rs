//! Tables as spreadsheets save them: a header, rows, and cells that know their places. Columns are separated by commas,
//! semicolons or tabs; blank rows and empty columns at the end are passed over.

use super::errors::DocumentError;
use crate::diagnostic::{FileId, Sources, Span, nearest, one_of};
use std::collections::HashMap;

/// A header stands among the first rows of a table.
const HEADER_AMONG: usize = 20;

/// Longer names of columns are cut in messages.
const LONGEST_NAME: usize = 40;

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// The column names.
    pub header: Vec<TableCell>,
    /// The rows, each as long as the header; rows of another length are among the problems.
    pub rows: Vec<Vec<TableCell>>,
    /// Rows of the wrong length, column names given twice, rows above the header; errors, though the rest can be read.
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

impl TableCell {
    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// Parses a table whose header has at least these columns.
///
/// # Errors
/// When it is no table, or no row has these columns.
pub fn parse_table(
    sources: &Sources,
    file: FileId,
    columns: &[&str],
) -> Result<Table, DocumentError> {
    // Ids are handed out by `sources`, so there is a text behind each of them.
    let text = sources.get(file).map_or("", |source| source.text());
    let (start, said) = opening(text);
    let body = text.get(start..).unwrap_or("");
    let source = Text { file, body, start };
    let separator = match said {
        Some(separator) => separator,
        None => source.separator(columns)?,
    };
    let mut rows = source.rows(separator, usize::MAX)?;
    let Some(at) = rows
        .iter()
        .take(HEADER_AMONG)
        .position(|row| has_all(row, columns))
    else {
        return Err(no_header(&rows, columns, Span::new(file, 0, 0)));
    };
    let mut problems = Vec::new();
    if let Some(first) = rows.first().and_then(|row| whole(row))
        && at > 0
    {
        problems.push(DocumentError::AboveHeader {
            rows: at,
            span: first,
        });
    }
    rows.drain(..at);
    let mut header = rows.remove(0);
    drop_empty_columns(&mut header, &mut rows);
    let rows = even(&header, rows, separator, &mut problems);
    check_header(&header, &rows, &mut problems);
    Ok(Table {
        header,
        rows,
        problems,
    })
}

/// Where the table starts, and the separator that a first line such as `sep=;` names.
fn opening(text: &str) -> (usize, Option<u8>) {
    let mark = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let body = text.get(mark..).unwrap_or("");
    let line = body.split(['\r', '\n']).next().unwrap_or("");
    let named = line.trim_matches('"').strip_prefix("sep=");
    match named.map(str::as_bytes) {
        Some([separator]) => (mark + line.len(), Some(*separator)),
        _ => (mark, None),
    }
}

/// The text of a table.
#[derive(Clone, Copy)]
struct Text<'t> {
    file: FileId,
    body: &'t str,
    start: usize,
}

impl Text<'_> {
    /// The separator by which a row among the first has all columns; a comma where none has.
    fn separator(self, columns: &[&str]) -> Result<u8, DocumentError> {
        for separator in [b',', b';', b'\t'] {
            let rows = self.rows(separator, HEADER_AMONG)?;
            if rows.iter().any(|row| has_all(row, columns)) {
                return Ok(separator);
            }
        }
        // No row is a header; what stands in the first one is shown in its cells.
        let line = self.body.lines().next().unwrap_or("");
        let count = |separator: &u8| line.bytes().filter(|byte| byte == separator).count();
        Ok([b'\t', b';', b',']
            .into_iter()
            .max_by_key(count)
            .unwrap_or(b','))
    }

    /// The rows that are not blank.
    fn rows(self, separator: u8, most: usize) -> Result<Vec<Vec<TableCell>>, DocumentError> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .trim(csv::Trim::All)
            .from_reader(self.body.as_bytes());
        let mut rows: Vec<Vec<TableCell>> = Vec::new();
        let mut record = csv::StringRecord::new();
        while rows.len() < most {
            let from = usize::try_from(reader.position().byte()).unwrap_or(0);
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {
                    let to = usize::try_from(reader.position().byte()).unwrap_or(self.body.len());
                    if record.iter().any(|text| !text.is_empty()) {
                        rows.push(self.cells(&record, separator, from, to));
                    }
                }
                Err(error) => {
                    let at = self.start + from;
                    return Err(DocumentError::NotATable {
                        what: format!("this is no table: {error}"),
                        help: None,
                        span: Span::new(self.file, at, at),
                    });
                }
            }
        }
        Ok(rows)
    }

    /// The cells of a record, found again in the source one after the other.
    fn cells(
        self,
        record: &csv::StringRecord,
        separator: u8,
        from: usize,
        to: usize,
    ) -> Vec<TableCell> {
        let separator = char::from(separator);
        let blank = |letter: char| letter != separator && letter.is_ascii_whitespace();
        let mut at = from;
        record
            .iter()
            .map(|text| {
                let rest = self.body.get(at..to).unwrap_or("");
                let lead = rest.len() - rest.trim_start_matches(blank).len();
                let quoted = rest.get(lead..).is_some_and(|rest| rest.starts_with('"'));
                let begin = at + lead;
                let end = if quoted {
                    quoted_end(self.body, begin, to)
                } else {
                    begin + text.len()
                };
                let next = self
                    .body
                    .get(end..to)
                    .and_then(|rest| rest.find(separator))
                    .map_or(to, |n| end + n + 1);
                at = next;
                TableCell {
                    text: text.into(),
                    span: Span::new(self.file, self.start + begin, self.start + end.min(to)),
                }
            })
            .collect()
    }
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

/// Whether a row names all these columns, capitals or not.
fn has_all(row: &[TableCell], columns: &[&str]) -> bool {
    columns.iter().all(|column| has(row, column))
}

fn has(row: &[TableCell], column: &str) -> bool {
    row.iter()
        .any(|cell| cell.text.eq_ignore_ascii_case(column))
}

/// What the first row has and what it lacks to be a header.
fn no_header(rows: &[Vec<TableCell>], columns: &[&str], start: Span) -> DocumentError {
    let Some(first) = rows.first() else {
        return DocumentError::NotATable {
            what: "the table has no header".to_string(),
            help: None,
            span: start,
        };
    };
    let found = || first.iter().map(|cell| &*cell.text);
    let lacking: Vec<&str> = columns
        .iter()
        .copied()
        .filter(|column| !has(first, column))
        .collect();
    let renamed: Vec<String> = lacking
        .iter()
        .filter_map(|column| {
            let other = nearest(column, found().filter(|name| !columns.contains(name)))?;
            Some(format!("rename `{other}` to `{column}`"))
        })
        .collect();
    let help = if renamed.is_empty() {
        let named = found().filter(|name| !name.is_empty()).take(6);
        let some: Vec<&str> = named
            .map(|name| name.get(..LONGEST_NAME).unwrap_or(name))
            .filter(|name| name.len() <= LONGEST_NAME)
            .collect();
        format!(
            "it has {}; a table has one row for each disclosure, with the columns {} and one for each answer",
            list(&some),
            list(columns),
        )
    } else {
        renamed.join(", ")
    };
    DocumentError::NotATable {
        what: format!("the header of the table has no {}", one_of(lacking)),
        help: Some(help),
        span: whole(first).unwrap_or(start),
    }
}

/// "`a`, `b` and `c`"
fn list(names: &[&str]) -> String {
    one_of(names.iter().copied()).replace(" or ", " and ")
}

fn whole(cells: &[TableCell]) -> Option<Span> {
    Some(cells.first()?.span.to(cells.last()?.span))
}

/// Takes away columns without a name that hold nothing, and empty cells beyond the last column.
fn drop_empty_columns(header: &mut Vec<TableCell>, rows: &mut [Vec<TableCell>]) {
    for at in (0..header.len()).rev() {
        let unused = |row: &Vec<TableCell>| row.get(at).is_none_or(TableCell::is_empty);
        if header.get(at).is_some_and(TableCell::is_empty) && rows.iter().all(unused) {
            header.remove(at);
            for row in rows.iter_mut().filter(|row| at < row.len()) {
                row.remove(at);
            }
        }
    }
    for row in rows {
        while row.len() > header.len() && row.last().is_some_and(TableCell::is_empty) {
            row.pop();
        }
    }
}

/// The rows that are as long as the header; the others are reported.
fn even(
    header: &[TableCell],
    rows: Vec<Vec<TableCell>>,
    separator: u8,
    problems: &mut Vec<DocumentError>,
) -> Vec<Vec<TableCell>> {
    let (fitting, others) = rows
        .into_iter()
        .partition::<Vec<_>, _>(|row| row.len() == header.len());
    for row in others {
        if let Some(span) = whole(&row) {
            problems.push(DocumentError::Ragged {
                found: row.len(),
                expected: header.len(),
                separator: char::from(separator),
                span,
            });
        }
    }
    fitting
}

fn check_header(header: &[TableCell], rows: &[Vec<TableCell>], problems: &mut Vec<DocumentError>) {
    let mut seen: HashMap<String, Span> = HashMap::new();
    for (at, cell) in header.iter().enumerate() {
        if cell.is_empty() {
            let filled = rows.iter().filter_map(|row| row.get(at));
            let first = filled.clone().find(|cell| !cell.is_empty());
            problems.extend(first.map(|first| DocumentError::NoName { span: first.span }));
        } else if let Some(first) = seen.insert(cell.text.to_lowercase(), cell.span) {
            problems.push(DocumentError::Twice {
                key: cell.text.to_string(),
                place: "header",
                span: cell.span,
                first,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str, columns: &[&str]) -> (Sources, Result<Table, DocumentError>) {
        let mut sources = Sources::default();
        let file = sources.add("a.csv", text);
        let table = parse_table(&sources, file, columns);
        (sources, table)
    }

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        let row = |row: &Vec<TableCell>| -> Vec<usize> { (0..row.len()).collect() };
        let rows = std::iter::once(&table.header).chain(&table.rows);
        rows.map(|cells| {
            row(cells)
                .into_iter()
                .map(|at| &*cells[at].text)
                .collect::<Vec<&str>>()
        })
        .collect()
    }

    #[test]
    fn cells_know_their_places() {
        let (sources, table) = parse(
            "\u{feff}entity,note\r\nUA,\"a, \"\"b\"\"\"\r\nGE, ok \r\n",
            &["entity"],
        );
        let table = table.unwrap();
        assert_eq!(texts(&table)[1..], [["UA", "a, \"b\""], ["GE", "ok"]]);
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
        let table = parse("a,b,A\n1,2,3\n1,2\n1,2,3,4\n", &["a"]).1.unwrap();
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
    fn tables_are_read_as_spreadsheets_save_them() {
        let expected = vec![vec!["a", "b"], vec!["1", "x"], vec!["2", "y"]];
        for text in [
            "a,b\n1,x\n2,y\n",
            "a;b\n1;x\n2;y\n",
            "a\tb\n1\tx\n2\ty\n",
            "sep=;\r\na;b\r\n1;x\r\n2;y\r\n",
            "\"sep=,\"\na,b\n1,x\n2,y\n",
            // Blank rows, and columns that hold nothing.
            "a,b,,\n1,x,,\n,,,\n\n2,y,,\n,,,\n",
            // Empty cells beyond the header.
            "a,b\n1,x,,\n2,y\n",
        ] {
            let (sources, table) = parse(text, &["a", "b"]);
            let table = table.unwrap();
            assert_eq!(texts(&table), expected, "{text:?}");
            assert!(table.problems.is_empty(), "{text:?}: {:?}", table.problems);
            let last = table.rows[1].last().unwrap().span;
            assert_eq!(sources.slice(last), "y", "{text:?}");
        }
    }

    #[test]
    fn a_title_above_the_header_and_a_column_without_a_name_are_one_message_each() {
        let table = parse("Survey\n\n,a,b\nq,1,x\n", &["a", "b"]).1.unwrap();
        assert_eq!(table.rows.len(), 1);
        let words: Vec<String> = table.problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "1 row stands above the header of the table",
                "this column has no name",
            ]
        );
    }

    #[test]
    fn a_table_without_its_columns_says_what_it_has() {
        let message = |text| match parse(text, &["edition", "entity"]).1.unwrap_err() {
            DocumentError::NotATable { what, help, .. } => (what, help.unwrap()),
            other => panic!("{other:?}"),
        };
        let (what, help) = message("indicator;UA;MD\na;yes;no\n");
        assert_eq!(what, "the header of the table has no `edition` or `entity`");
        assert!(help.contains("it has `indicator`, `UA` and `MD`"), "{help}");
        let (what, help) = message("edition,entitty\nx,y\n");
        assert_eq!(what, "the header of the table has no `entity`");
        assert_eq!(help, "rename `entitty` to `entity`");
    }
}
