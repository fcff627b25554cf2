//! What is asked: of the assessor, of the catalogue, of the project.

use super::Source;
use crate::language::syntax::FactRole;
use crate::language::value::Domain;
use crate::language::words::condition;
use crate::report::page::{Cell, Table};

impl Source<'_> {
    /// A table per block of facts that has any.
    pub(super) fn questions(&self) -> Vec<Table> {
        let blocks = [
            (FactRole::Evidence, "doc_evidence"),
            (FactRole::Indicator, "doc_indicator"),
            (FactRole::Entity, "doc_entity"),
        ];
        blocks
            .into_iter()
            .filter_map(|(role, caption)| {
                let rows = self.rubric.facts_of(role).map(|(_, fact)| {
                    let label = fact.label.clone().unwrap_or_default();
                    let asked = fact.asked.as_ref();
                    let asked = asked.map_or_else(
                        || self.say("doc_always"),
                        |asked| condition(self.rubric, asked),
                    );
                    vec![
                        Cell::text(fact.name.clone()).with(label),
                        Cell::text(self.answers(&fact.domain, fact.optional)),
                        Cell::text(asked),
                    ]
                });
                let caption = self.say(caption);
                self.table(&caption, &["question", "answers", "asked"], rows.collect())
            })
            .collect()
    }

    fn answers(&self, domain: &Domain, optional: bool) -> String {
        let answers = match domain {
            Domain::Choice {
                answers,
                best_first: true,
            } => answers.join(" > "),
            Domain::Choice { answers, .. } => answers.join(", "),
            Domain::Set(members) => {
                format!("{}: {}", self.say("doc_set"), members.join(", "))
            }
            Domain::Number { unit, from, to } => {
                let mut words = self.say("doc_number");
                if let Some(unit) = unit {
                    words.push_str(&format!(" ({unit})"));
                }
                let bound = |number: &crate::language::number::Number| self.words.number(number);
                match (from, to) {
                    (Some(from), Some(to)) => {
                        words.push_str(&format!(", {}–{}", bound(from), bound(to)));
                    }
                    (Some(from), None) => words.push_str(&format!(", ≥ {}", bound(from))),
                    (None, Some(to)) => words.push_str(&format!(", ≤ {}", bound(to))),
                    (None, None) => {}
                }
                words
            }
            Domain::Count => self.say("doc_count"),
            Domain::Percent => "%".to_string(),
            Domain::Date => self.say("doc_date"),
            Domain::Period => self.say("doc_period"),
            Domain::Duration => self.say("doc_duration"),
            Domain::Text => self.say("doc_text"),
            Domain::List(fields) => {
                let fields = fields.iter().map(|field| {
                    format!("{} ({})", field.name, self.answers(&field.domain, false))
                });
                let fields: Vec<String> = fields.collect();
                format!("{}: {}", self.say("doc_list"), fields.join(", "))
            }
        };
        if optional {
            format!("{answers}; {}", self.say("doc_optional"))
        } else {
            answers
        }
    }
}
