//! A calculation with its numbers filled in: `25 * 1 * (1 + 0.5)`.

use super::Step;
use crate::language::number::Number;

/// How a number is written.
type Write<'w> = &'w dyn Fn(&Number) -> String;

impl Step {
    /// The whole calculation with numbers in place of names, each to at most so many significant digits. Of an `if` the
    /// branch that was taken; what does not apply is left out of a mean.
    pub fn filled(&self, digits: u32) -> String {
        self.filled_with(&|number| number.significant(digits))
    }

    /// The same with numbers as somebody writes them.
    pub fn filled_with(&self, write: Write<'_>) -> String {
        self.written(write, 0, true)
    }

    /// The last step alone, with the values of its parts: `1 - 0.9`.
    pub fn last_filled(&self, digits: u32) -> String {
        self.written(&|number| number.significant(digits), 0, false)
    }

    /// The step as an equation: how it is written, its last step with numbers, and its value.
    pub fn equation(&self, digits: u32) -> String {
        let (text, value) = (&self.text, self.shown(digits));
        let between = match (&self.over, self.kind) {
            (Some(_), _) => self.over_entities(digits),
            (None, "if") => None,
            (None, _) if self.is_start() => None,
            (None, _) => Some(self.last_filled(digits)),
        };
        match between {
            Some(between) => format!("{text} = {between} = {value}"),
            None => format!("{text} = {value}"),
        }
    }

    /// The value, or the words where it is none.
    pub fn shown(&self, digits: u32) -> String {
        self.value_with(&|number| number.significant(digits))
    }

    fn value_with(&self, write: Write<'_>) -> String {
        match (&self.value, &self.words) {
            (Some(value), _) => write(value),
            (None, Some(words)) => words.clone(),
            (None, None) => "–".to_string(),
        }
    }

    /// The calculation inside another of some strength; all of it, or the last step alone.
    fn written(&self, write: Write<'_>, around: u8, all: bool) -> String {
        let part = |part: &Step, around: u8| match all {
            true => part.written(write, around, all),
            false => signed(part.value_with(write), around),
        };
        let strength = match self.kind {
            "add" | "subtract" => 1,
            "multiply" | "divide" => 2,
            _ => 0,
        };
        match (self.kind, self.parts.as_slice()) {
            (_, []) => signed(self.value_with(write), around),
            ("if", [taken]) => part(taken, around),
            ("negate", [inner]) => format!("-{}", part(inner, 3)),
            (kind, [left, right]) if strength > 0 => {
                let sign = match kind {
                    "add" => '+',
                    "subtract" => '-',
                    "multiply" => '*',
                    _ => '/',
                };
                let (left, right) = (part(left, strength), part(right, strength + 1));
                let text = format!("{left} {sign} {right}");
                if strength < around {
                    format!("({text})")
                } else {
                    text
                }
            }
            _ if self.over.is_some() => self.by_figures(write).unwrap_or(self.text.clone()),
            (kind, parts) => {
                let counted = parts.iter().filter(|part| part.value.is_some());
                let counted: Vec<String> = counted.map(|inner| part(inner, 0)).collect();
                format!("{kind}({})", counted.join(", "))
            }
        }
    }

    /// A figure over entities from the figures it is made of; `None` where it is one itself.
    pub fn over_entities(&self, digits: u32) -> Option<String> {
        self.by_figures(&|number| number.significant(digits))
    }

    fn by_figures(&self, write: Write<'_>) -> Option<String> {
        let figure = |name: &str| {
            let found = self.over.as_ref().and_then(|over| over.figures.get(name));
            found.map_or_else(|| "–".to_string(), write)
        };
        let own = self.parts.first();
        let own = own.map_or_else(String::new, |own| own.value_with(write));
        Some(match self.kind {
            "z_score" => format!("({own} - {}) / {}", figure("mean"), figure("deviation")),
            "min_max" => {
                let (low, high) = (figure("min"), figure("max"));
                format!("({own} - {low}) / ({high} - {low})")
            }
            "rank_among" => format!("1 + {} above", figure("above")),
            "percentile_rank" => format!(
                "({} below + {} equal / 2) / {}",
                figure("below"),
                figure("equal"),
                figure("values")
            ),
            "borda" => format!(
                "{} below + {} other equal / 2",
                figure("below"),
                figure("other_equal")
            ),
            "winsorised" => format!(
                "{own} held between {} and {}",
                figure("low"),
                figure("high")
            ),
            _ => return None,
        })
    }
}

/// A negative number gets parentheses beside a sign.
fn signed(text: String, around: u8) -> String {
    if text.starts_with('-') && around > 0 {
        format!("({text})")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::number::Number;

    fn leaf(value: i64) -> Step {
        Step::leaf("criterion", "c".into(), Some(Number::whole(value)))
    }

    #[test]
    fn only_the_parentheses_that_are_needed() {
        let sum =
            Step::leaf("add", "a + b".into(), Some(Number::whole(3))).of(vec![leaf(1), leaf(2)]);
        let product = Step::leaf("multiply", "2 * (a + b)".into(), Some(Number::whole(6)))
            .of(vec![leaf(2), sum]);
        assert_eq!(product.filled(6), "2 * (1 + 2)");
        assert_eq!(product.last_filled(6), "2 * 3");
        let less = Step::leaf("subtract", "a - b".into(), Some(Number::whole(3)))
            .of(vec![leaf(1), leaf(-2)]);
        assert_eq!(less.filled(6), "1 - (-2)");
    }

    #[test]
    fn what_does_not_apply_is_left_out_of_a_mean() {
        let mut absent = leaf(0);
        absent.value = None;
        absent.words = Some("not applicable".into());
        let mean = Step::leaf("mean", "mean(a, b)".into(), Some(Number::whole(100)))
            .of(vec![leaf(100), absent]);
        assert_eq!(mean.filled(6), "mean(100)");
    }
}
