//! Calculations as text, one step a line.

use super::{DIGITS, Text};
use crate::language::steps::Step;

impl Text {
    /// What a calculation starts from, then every step in the order of the calculation.
    pub(super) fn steps(&mut self, steps: &Step) {
        for step in steps.in_order() {
            if step.kind == "if" {
                self.test(step, "");
                continue;
            }
            let behind = match (&step.over, &step.words) {
                (Some(over), _) => {
                    let editions = over.editions.join(", ");
                    format!(", over {} values of {editions}", over.values)
                }
                (None, Some(words)) if step.value.is_some() => format!(" ({words})"),
                _ => String::new(),
            };
            self.line(format!("  {}{behind}", step.equation(DIGITS)));
            self.effect(step);
        }
    }

    /// The condition of an `if`, and the branch that was taken.
    pub(super) fn test(&mut self, step: &Step, indent: &str) {
        let Some(test) = &step.test else { return };
        let reads = test
            .reads
            .iter()
            .map(|(name, value)| format!("{name}: {value}"));
        let reads = reads.collect::<Vec<_>>().join(", ");
        let answer = match test.holds {
            Some(true) => "holds",
            Some(false) => "does not hold",
            None => "is not known",
        };
        let reads = if reads.is_empty() {
            String::new()
        } else {
            format!(" ({reads})")
        };
        let taken = step.parts.first().map_or_else(String::new, |taken| {
            let value = match taken.kind {
                "number" => String::new(),
                _ => format!(" = {}", taken.shown(DIGITS)),
            };
            format!(", so {}{value}", taken.text)
        });
        self.line(format!("  {indent}`{}` {answer}{reads}{taken}", test.text));
    }

    /// A cap, a floor or a factor of zero that decides.
    fn effect(&mut self, step: &Step) {
        let Some(effect) = &step.effect else { return };
        let Some(part) = step.parts.get(effect.by) else {
            return;
        };
        let points = effect.points.as_ref();
        let points = points.map_or_else(String::new, |points| points.significant(DIGITS));
        let by = match part.kind {
            "number" => format!("`{}`", part.text),
            _ => format!("`{}` = {}", part.text, part.shown(DIGITS)),
        };
        self.line(match effect.kind {
            "cap" => format!("    the cap {by} binds and takes away {points} points"),
            "floor" => format!("    the floor {by} binds and adds {points} points"),
            _ => format!("    {by} makes the product 0, whatever the rest is"),
        });
    }
}
