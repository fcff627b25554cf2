//! What an audit found, as tables that say by which formula and after whom; the same tables are printed, written as CSV
//! and JSON, and put into the audit's document.

use super::figure::NoFigure;

/// A table of findings.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name in files and on the command line.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// The formula, or what was counted.
    pub formula: &'static str,
    /// After whom.
    pub reference: &'static str,
    /// The names of the columns.
    pub head: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// What must be known to read it.
    pub notes: Vec<String>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A number, and with how many decimals it is printed for people.
    Number(f64, usize),
    /// A whole number.
    Count(u64),
    /// No figure, with the reason.
    None(String),
    /// Nothing to say here.
    Empty,
}

impl Table {
    /// A table without rows.
    pub fn new(
        name: &'static str,
        title: impl Into<String>,
        formula: &'static str,
        reference: &'static str,
        head: &[&'static str],
    ) -> Self {
        Table {
            name,
            title: title.into(),
            formula,
            reference,
            head: head.to_vec(),
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Why figures are missing, each reason once.
    pub fn reasons(&self) -> Vec<&str> {
        let mut reasons: Vec<&str> = Vec::new();
        for cell in self.rows.iter().flatten() {
            if let Cell::None(reason) = cell
                && !reasons.contains(&reason.as_str())
            {
                reasons.push(reason);
            }
        }
        reasons
    }

    /// Which columns hold numbers.
    pub fn numbers(&self) -> Vec<bool> {
        let is_number = |at: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(at));
            cells.any(Cell::is_number)
        };
        (0..self.head.len()).map(is_number).collect()
    }

    /// Adds a remark, once.
    pub fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

impl Cell {
    /// A figure, or the reason why there is none. What is not finite is never printed.
    pub fn figure(figure: &Result<f64, NoFigure>, decimals: usize) -> Cell {
        match figure {
            Ok(value) => Cell::number(*value, decimals),
            Err(reason) => Cell::None(reason.to_string()),
        }
    }

    /// A number.
    pub fn number(value: f64, decimals: usize) -> Cell {
        if value.is_finite() {
            // A zero has no sign.
            Cell::Number(value + 0.0, decimals)
        } else {
            Cell::None("the number is too large to be held".to_string())
        }
    }

    /// A number that may be unknown.
    pub fn known(value: Option<f64>, decimals: usize) -> Cell {
        value.map_or(Cell::Empty, |value| Cell::number(value, decimals))
    }

    /// Words.
    pub fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    /// A count.
    pub fn count(count: usize) -> Cell {
        Cell::Count(count as u64)
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(value, decimals) => {
                let text = format!("{value:.decimals$}");
                let digits = text.strip_prefix('-');
                match digits {
                    Some(digits) if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) => {
                        digits.to_string()
                    }
                    _ => text,
                }
            }
            Cell::Count(count) => count.to_string(),
            Cell::None(_) => "–".to_string(),
            Cell::Empty => String::new(),
        }
    }

    /// As programs read it: all digits.
    pub fn exact(&self) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Number(value, _) => value.to_string(),
            Cell::Count(count) => count.to_string(),
            Cell::None(_) | Cell::Empty => String::new(),
        }
    }

    /// Whether it stands to the right.
    pub fn is_number(&self) -> bool {
        matches!(self, Cell::Number(..) | Cell::Count(_) | Cell::None(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_ever_printed_as_not_a_number() {
        assert!(matches!(Cell::number(f64::NAN, 2), Cell::None(_)));
        assert!(matches!(Cell::number(f64::INFINITY, 2), Cell::None(_)));
        assert_eq!(Cell::number(-0.0004, 2).shown(), "0.00");
        assert_eq!(Cell::number(-0.0, 2).exact(), "0");
        assert_eq!(
            Cell::figure(&Err(NoFigure::NoVariance("x")), 2).shown(),
            "–"
        );
    }
}
