//! Tables of a report: the same for HTML and Markdown.

use crate::chart::{Axis, ChartTable, Grade, Mark};
use crate::language::number::Number;
use crate::report::Words;
use serde::Serialize;

/// A table with a caption and a head.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    /// What it shows; may be empty.
    pub caption: String,
    /// The head.
    pub head: Vec<Cell>,
    /// The rows, each as long as the head.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// What a chart shows. A column with a number in most of its rows stands to the right.
    pub(super) fn of_chart(caption: String, table: ChartTable) -> Table {
        let is_number = |text: &str| {
            let digits = text.trim_start_matches(['+', '-', '\u{2212}']);
            digits.starts_with(|c: char| c.is_ascii_digit())
        };
        let right: Vec<bool> = (0..table.head.len())
            .map(|column| {
                let cells = table.rows.iter().filter_map(|row| row.get(column));
                let numbers = cells.filter(|cell| is_number(cell)).count();
                column > 0 && 2 * numbers > table.rows.len()
            })
            .collect();
        let line = |cells: Vec<String>| {
            let cells = cells.into_iter().zip(&right);
            let cells = cells.map(|(text, right)| Cell {
                number: *right,
                ..Cell::text(text)
            });
            cells.collect()
        };
        Table {
            caption,
            head: line(table.head),
            rows: table.rows.into_iter().map(line).collect(),
        }
    }
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What is printed.
    pub text: String,
    /// A smaller second line.
    pub more: String,
    /// Where the text leads; only `http` and `https`.
    pub link: Option<String>,
    /// Whether it is a number, set to the right.
    pub number: bool,
    /// The grade printed beside it.
    pub grade: Option<Chip>,
    /// The word for a kind of absence, which has a sign of its own.
    pub absence: Option<&'static str>,
    /// The number itself, for programs: decimal digits with a point, up to six significant ones.
    pub value: Option<String>,
    /// The bar drawn behind a score of 0 to 100: its length in per cent and its colour.
    pub bar: Option<Bar>,
}

/// A bar in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// 0 to 100.
    pub length: u8,
    /// Its colour, `#rrggbb`.
    pub colour: String,
}

/// A grade in its colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chip {
    /// The grade.
    pub label: String,
    /// Its colour, `#rrggbb`.
    pub colour: String,
    /// The colour of letters on it.
    pub ink: String,
}

impl From<&Grade> for Chip {
    fn from(grade: &Grade) -> Self {
        let hex = |colour: crate::chart::Colour| {
            format!("#{:02x}{:02x}{:02x}", colour.0, colour.1, colour.2)
        };
        Chip {
            label: grade.label.clone(),
            colour: hex(grade.colour),
            ink: hex(grade.colour.letter()),
        }
    }
}

impl Cell {
    /// Some text.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            ..Cell::default()
        }
    }

    /// A number that is already written.
    pub fn number(text: impl Into<String>) -> Cell {
        Cell {
            number: true,
            ..Cell::text(text)
        }
    }

    /// A count.
    pub fn count(count: u32) -> Cell {
        Cell::number(count.to_string())
    }

    /// A number, or a dash when there is none.
    pub fn of(number: Option<&Number>, words: &Words) -> Cell {
        Cell {
            value: number.map(|number| number.significant(6)),
            ..Cell::number(number.map_or_else(|| "–".to_string(), |number| words.number(number)))
        }
    }

    /// A score with a bar as long as the score is high on an axis; grey where it has no grade.
    pub fn bar(mark: &Mark, axis: &Axis, words: &Words) -> Cell {
        let cell = Cell::mark(mark, words);
        let Some(value) = mark.value() else {
            return cell;
        };
        let colour = cell
            .grade
            .as_ref()
            .map_or_else(|| "#8c959f".to_string(), |grade| grade.colour.clone());
        let bar = Bar {
            // Rounded and within 0 to 100, so nothing is lost.
            length: (axis.share(value) * 100.0).round() as u8,
            colour,
        };
        Cell {
            bar: Some(bar),
            ..cell
        }
    }

    /// What a chart would show, in words.
    pub fn mark(mark: &Mark, words: &Words) -> Cell {
        let absent = |kind: &'static str| Cell {
            text: words.say(kind, &[]),
            absence: Some(kind),
            number: true,
            ..Cell::default()
        };
        match mark {
            Mark::Score {
                value,
                shown,
                grade,
                given,
                provisional,
                ..
            } => Cell {
                value: Some(value.to_string()),
                text: format!("{shown}{}", if *given { "†" } else { "" }),
                more: if *provisional {
                    words.say("provisional", &[])
                } else {
                    String::new()
                },
                number: true,
                grade: grade.as_ref().map(Chip::from),
                ..Cell::default()
            },
            Mark::NotApplicable => absent("not_applicable"),
            Mark::NotAssessed => absent("not_assessed"),
            Mark::Withheld => absent("withheld"),
            Mark::NoScore => absent("no_score"),
        }
    }

    /// A place on the web when the text is one, else the text.
    pub fn source(text: &str) -> Cell {
        let text = text.trim();
        let is_link = ["http://", "https://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        if !is_link || text.contains(char::is_whitespace) {
            return Cell::text(text);
        }
        let host = text.split('/').nth(2).unwrap_or(text);
        Cell {
            text: host.strip_prefix("www.").unwrap_or(host).to_string(),
            link: Some(as_link(text)),
            ..Cell::default()
        }
    }

    /// The same with a second line.
    pub fn with(self, more: impl Into<String>) -> Cell {
        Cell {
            more: more.into(),
            ..self
        }
    }
}

/// An address that ends neither its link, a table cell nor an attribute: what could is written with per cent signs,
/// which leads to the same place.
fn as_link(address: &str) -> String {
    let mut link = String::with_capacity(address.len());
    for c in address.chars() {
        if c.is_control() || matches!(c, '<' | '>' | '|' | '\\' | '"' | '`') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                link.push_str(&format!("%{byte:02X}"));
            }
        } else {
            link.push(c);
        }
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_cannot_be_left() {
        let link = |text: &str| Cell::source(text).link.unwrap();
        assert_eq!(
            link("https://x>)<img/src=x/onerror=alert(1)>"),
            "https://x%3E)%3Cimg/src=x/onerror=alert(1)%3E"
        );
        assert_eq!(
            link("https://x/a|b\\c\"d`e\u{7}\u{9b}f"),
            "https://x/a%7Cb%5Cc%22d%60e%07%C2%9Bf"
        );
        // What is encoded already stays as it is.
        assert_eq!(link("https://x/%3C?a=b&c=д"), "https://x/%3C?a=b&c=д");
    }

    #[test]
    fn only_web_addresses_become_links() {
        assert!(Cell::source("https://www.example.org/a?b=c").link.is_some());
        assert_eq!(
            Cell::source("https://www.example.org/a").text,
            "example.org"
        );
        for text in [
            "javascript:alert(1)",
            "see https://example.org",
            "data:text/html,x",
            "",
        ] {
            assert_eq!(Cell::source(text).link, None, "{text}");
        }
    }
}
