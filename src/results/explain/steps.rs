//! Calculations as text, one step a line.

use super::{DIGITS, Text};
use crate::language::steps::Step;

impl Text {
    /// What a calculation starts from, then every step in the order of the calculation.
    pub(super) fn steps(&mut self, steps: &Step) {
        let mut starts: Vec<&Step> = Vec::new();
        let mut made: Vec<&Step> = Vec::new();
        steps.walk(&mut |step| {
            let list = match (step.kind, step.parts.is_empty() && step.test.is_none()) {
                ("number", _) => return,
                (_, true) => &mut starts,
                (_, false) => &mut made,
            };
            if !list.iter().any(|known| known.text == step.text) {
                list.push(step);
            }
        });
        for step in starts {
            let note = step.words.as_ref().filter(|_| step.value.is_some());
            let note = note.map_or_else(String::new, |note| format!(" ({note})"));
            self.line(format!("  {} = {}{note}", step.text, step.shown(DIGITS)));
        }
        for step in made {
            self.step(step);
        }
    }

    fn step(&mut self, step: &Step) {
        if step.kind == "if" {
            self.test(step, "");
            return;
        }
        let Step { text, over, .. } = step;
        let value = step.shown(DIGITS);
        match over {
            Some(over) => {
                let (values, editions) = (over.values, over.editions.join(", "));
                let from = step.over_entities(DIGITS);
                let from = from.map_or_else(String::new, |from| format!(" = {from}"));
                self.line(format!(
                    "  {text}{from} = {value}, over {values} values of {editions}"
                ));
            }
            None => self.line(format!("  {text} = {} = {value}", step.last_filled(DIGITS))),
        }
        self.effect(step);
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
