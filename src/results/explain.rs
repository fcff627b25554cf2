//! A derivation as text. Everything printed here is in the [`Derivation`]; nothing is looked up or worked out.

mod indicator;
mod parts;
mod steps;

use super::EditionResults;
use super::derivation::{Derivation, Deriver, GivenScore, Place};
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::number::Number;

/// So many significant digits are printed; the JSON form has all of them.
const DIGITS: u32 = 6;

/// The derivation of a row as text.
pub fn explain<'a>(deriver: &Deriver<'a>, edition: &'a EditionResults, row: &Row) -> String {
    let mut text = Text::default();
    let derivation = deriver.row(edition, row);
    text.derivation(&derivation, &deriver.entity_name(&row.entity));
    if !derivation.up.is_empty() {
        text.up(&derivation);
        if let Some(total) = edition.total(&row.index, &row.entity) {
            text.made(&deriver.row(edition, total));
        }
        text.line("");
    }
    text.0
}

/// Lines of text.
#[derive(Debug, Default)]
struct Text(String);

impl Text {
    fn line(&mut self, text: impl AsRef<str>) {
        self.0.push_str(text.as_ref().trim_end());
        self.0.push('\n');
    }

    /// A text with a place behind it.
    fn with_place(&mut self, text: impl AsRef<str>, place: Option<&Place>) {
        let place = place.map_or_else(String::new, |place| format!(" ({place})"));
        self.line(format!("{}{place}", text.as_ref()));
    }

    fn derivation(&mut self, derivation: &Derivation, entity: &str) {
        self.heading(derivation, entity);
        match &derivation.indicator {
            Some(indicator) => self.indicator(indicator, &derivation.given),
            None => self.made(derivation),
        }
        self.line("");
    }

    fn heading(&mut self, derivation: &Derivation, entity: &str) {
        let Derivation {
            level, node, label, ..
        } = derivation;
        self.line(format!("{level} {node}: {label}"));
        self.line(format!(
            "{entity}, {}, index {}",
            derivation.edition, derivation.index
        ));
        let mut score = format!("score {}", show(derivation.score.as_ref()));
        if let Some(shown) = derivation
            .shown
            .as_ref()
            .filter(|_| derivation.shown != derivation.score)
        {
            score.push_str(&format!(", shown as {shown}"));
        }
        if let Some(grade) = &derivation.grade {
            let meaning = grade.meaning.as_deref();
            let meaning = meaning.filter(|text| *text != grade.grade).unwrap_or("");
            score.push_str(format!(", grade {} {meaning}", grade.grade).trim_end());
        }
        if let Some(rank) = &derivation.rank {
            score.push_str(&format!(", rank {} of {}", rank.text, rank.of));
            if let Some(group) = &rank.group {
                score.push_str(&format!(" in the group {group}"));
            }
        }
        self.line(format!("{score} ({})", derivation.state));
        self.line("");
    }

    /// How a score was made: published elsewhere, by a formula, or from parts.
    fn made(&mut self, derivation: &Derivation) {
        if !derivation.given.is_empty() {
            self.given(&derivation.given);
        } else if let Some(formula) = &derivation.formula {
            self.with_place(format!("total = {}", formula.text), formula.place.as_ref());
            self.steps(&formula.steps);
            let total = derivation.level == TOTAL_LEVEL;
            self.result(if total { "total" } else { "score" }, derivation);
        } else if let Some(parts) = &derivation.parts {
            self.parts(parts, derivation);
        }
    }

    fn given(&mut self, given: &[GivenScore]) {
        for given in given {
            self.with_place(
                format!("given as published: {}", given.score),
                given.place.as_ref(),
            );
            if let Some(source) = &given.source {
                self.line(format!("  source: {source}"));
            }
            if let Some(note) = &given.note {
                self.line(format!("  note: {note}"));
            }
        }
    }

    /// The last line of a calculation.
    fn result(&mut self, what: &str, derivation: &Derivation) {
        let shown = derivation.shown.as_ref();
        let shown = shown.filter(|_| derivation.shown != derivation.score);
        let shown = shown.map_or_else(String::new, |shown| format!(", shown as {shown}"));
        self.line(format!(
            "  {what} {}{shown}",
            show(derivation.score.as_ref())
        ));
    }

    /// From a node up to the index.
    fn up(&mut self, derivation: &Derivation) {
        self.line("up to the index");
        for above in &derivation.up {
            let score = show(above.score.as_ref());
            if above.level == TOTAL_LEVEL {
                self.line(format!(
                    "  {:<12} {:<34} {score:>8}",
                    above.level, above.node
                ));
                continue;
            }
            let grade = above.grade.as_ref();
            let grade = grade.map_or_else(String::new, |grade| format!(", grade {grade}"));
            self.line(format!(
                "  {:<12} {:<34} {score:>8}  of {} scored indicators{grade}",
                above.level, above.node, above.scored
            ));
        }
    }
}

fn show(score: Option<&Number>) -> String {
    score.map_or_else(|| "–".to_string(), |score| score.significant(DIGITS))
}

/// A share as a percentage.
fn percent(share: &Number) -> String {
    format!("{}%", share.times(&Number::whole(100)).significant(DIGITS))
}
