//! The methodology as a document: what a rubric says, printed for people. It is made from the rubric itself, so it is
//! always in step with what is computed.

mod example;
pub(super) mod indices;
mod questions;

use super::page::{Cell, Table};
use super::words::Words;
use crate::catalogue::Catalogue;
use crate::language::number::Number;
use crate::language::rubric::{Criterion, CriterionBody, Grade, Rubric, Rule};
use crate::language::syntax::AbsenceEffect;
use crate::language::words::{condition, expression};
use crate::scoring::Program;
use serde::Serialize;

pub use example::Example;
pub use indices::IndexText;

/// A methodology, ready to be printed.
#[derive(Debug, Serialize)]
pub struct Methodology {
    /// The language it is written in.
    pub lang: &'static str,
    /// The rubric's title.
    pub title: String,
    /// Its edition.
    pub edition: String,
    /// Who published it.
    pub source: String,
    /// What it is for, in a few sentences with figures of the rubric.
    pub purpose: Vec<String>,
    /// What an assessor answers, and what is known about indicators and entities beforehand.
    pub questions: Vec<Table>,
    /// Named intermediate values: name, how it is worked out, what it means.
    pub values: Option<Table>,
    /// One table per criterion.
    pub criteria: Vec<Table>,
    /// Changes to criteria, in order.
    pub adjustments: Vec<String>,
    /// The formula of a disclosure's score.
    pub formula: String,
    /// What scores it can give, in words.
    pub scores: String,
    /// Further scores: name and formula.
    pub further: Option<Table>,
    /// Samples and absences, a sentence each.
    pub absences: Vec<String>,
    /// The indices.
    pub indices: Vec<IndexText>,
    /// The grades, a table for each set of them.
    pub grades: Vec<Table>,
    /// A worked example from the rubric's own tests.
    pub example: Option<Example>,
    /// What to keep in mind, a sentence each.
    pub limits: Vec<String>,
}

/// What the parts of the document are made from.
#[derive(Clone, Copy)]
struct Source<'a> {
    rubric: &'a Rubric,
    catalogue: Option<&'a Catalogue>,
    words: &'a Words,
}

/// The methodology of a rubric. Names are taken from the terms and labels of a catalogue where there is one.
pub fn methodology(rubric: &Rubric, catalogue: Option<&Catalogue>, words: &Words) -> Methodology {
    let source = Source {
        rubric,
        catalogue,
        words,
    };
    let values = rubric.lets.iter().map(|item| {
        vec![
            Cell::text(item.name.clone()),
            Cell::text(readable(&expression(rubric, &item.value, &|_| None))),
            Cell::text(item.label.clone().unwrap_or_default()),
        ]
    });
    let further = rubric.further_scores.iter().map(|score| {
        vec![
            Cell::text(score.label.clone()),
            Cell::text(readable(&expression(rubric, &score.value, &|_| None))),
        ]
    });
    Methodology {
        lang: words.language(),
        title: source.term(&rubric.name, &rubric.label),
        edition: rubric.edition.clone().unwrap_or_default(),
        source: rubric.source.clone().unwrap_or_default(),
        purpose: source.purpose(),
        questions: source.questions(),
        values: source.table("", &["name", "formula_column", "meaning"], values.collect()),
        criteria: rubric
            .criteria
            .iter()
            .map(|criterion| source.criterion(criterion))
            .collect(),
        adjustments: source.adjustments(),
        formula: readable(&expression(rubric, &rubric.score, &|_| None)),
        scores: source.scores(),
        further: source.table("", &["name", "formula_column"], further.collect()),
        absences: source.absences(),
        indices: rubric
            .indices
            .iter()
            .map(|index| source.index(index))
            .collect(),
        grades: source.grades(),
        example: source.example(),
        limits: source.limits(),
    }
}

/// A formula with the signs of print.
fn readable(formula: &str) -> String {
    formula.replace(" * ", " × ").replace(" - ", " − ")
}

impl Source<'_> {
    fn say(&self, key: &str) -> String {
        self.words.say(key, &[])
    }

    /// What the catalogue calls something in the reader's language.
    fn term(&self, id: &str, label: &str) -> String {
        let found = self
            .catalogue
            .and_then(|catalogue| catalogue.term(id, self.words.language()));
        found.unwrap_or(label).to_string()
    }

    fn criterion_name(&self, criterion: &Criterion) -> String {
        self.term(&criterion.name, &criterion.label)
    }

    /// A table, unless it has no rows.
    fn table(&self, caption: &str, head: &[&str], rows: Vec<Vec<Cell>>) -> Option<Table> {
        let numbers = ["score", "weight", "from"];
        let head = head.iter().map(|key| Cell {
            number: numbers.contains(key),
            ..Cell::text(self.say(key))
        });
        (!rows.is_empty()).then(|| Table {
            caption: caption.to_string(),
            head: head.collect(),
            rows,
        })
    }

    fn purpose(&self) -> Vec<String> {
        let names: Vec<String> = self
            .rubric
            .criteria
            .iter()
            .map(|criterion| self.criterion_name(criterion).to_lowercase())
            .collect();
        let mut sentences = Vec::new();
        if !names.is_empty() {
            let list = self.words.list(&names);
            sentences.push(
                self.words
                    .count("doc_criteria", names.len(), &[("list", &list)]),
            );
        }
        let indices: Vec<String> = self
            .rubric
            .indices
            .iter()
            .map(|index| self.term(&index.name, &index.label))
            .collect();
        let list = self.words.list(&indices);
        sentences.push(
            self.words
                .count("doc_indices", indices.len(), &[("list", &list)]),
        );
        if let Some(catalogue) = self.catalogue {
            let count = catalogue.indicators.len();
            sentences.push(self.words.count("doc_catalogue", count, &[]));
        }
        sentences
    }

    fn criterion(&self, criterion: &Criterion) -> Table {
        let mut rows = Vec::new();
        match &criterion.body {
            CriterionBody::Rules(rules) => self.rule_rows(rules, &[], &mut rows),
            CriterionBody::Formula(formula) => rows.push(vec![
                Cell::number(""),
                Cell::text(readable(&expression(self.rubric, formula, &|_| None))),
                Cell::text(""),
            ]),
            CriterionBody::Judged => {
                let levels: Vec<String> = criterion
                    .levels
                    .iter()
                    .map(|level| self.words.number(level))
                    .collect();
                rows.push(vec![
                    Cell::number(levels.join(" / ")),
                    Cell::text(self.say("judged")),
                    Cell::text(""),
                ]);
            }
        }
        let head = ["score", "rule", "meaning"];
        let name = self.criterion_name(criterion);
        self.table(&name, &head, rows).unwrap_or(Table {
            caption: name,
            head: Vec::new(),
            rows: Vec::new(),
        })
    }

    fn rule_rows(&self, rules: &[Rule], around: &[String], rows: &mut Vec<Vec<Cell>>) {
        for rule in rules {
            match rule {
                Rule::Gives {
                    value,
                    condition: when,
                    label,
                    ..
                } => {
                    let mut parts = around.to_vec();
                    parts.push(when.as_ref().map_or_else(
                        || self.say("otherwise"),
                        |when| condition(self.rubric, when),
                    ));
                    let value = expression(self.rubric, value, &|_| None);
                    let written = Number::parse(&value)
                        .map_or_else(|| readable(&value), |number| self.words.number(&number));
                    rows.push(vec![
                        Cell::number(written),
                        Cell::text(parts.join("; ")),
                        Cell::text(label.clone().unwrap_or_default()),
                    ]);
                }
                Rule::When {
                    condition: when,
                    rules,
                    ..
                } => {
                    let mut around = around.to_vec();
                    around.extend(when.as_ref().map(|when| condition(self.rubric, when)));
                    self.rule_rows(rules, &around, rows);
                }
            }
        }
    }

    fn adjustments(&self) -> Vec<String> {
        let lines = self.rubric.adjustments.iter().map(|adjustment| {
            let names: Vec<String> = adjustment
                .criteria
                .iter()
                .filter_map(|id| self.rubric.criteria.get(id.index()))
                .map(|criterion| self.criterion_name(criterion).to_lowercase())
                .collect();
            let value = expression(self.rubric, &adjustment.value, &|_| None);
            let when = condition(self.rubric, &adjustment.condition);
            let line = self.words.say(
                "doc_adjustment",
                &[
                    ("criteria", &self.words.list(&names)),
                    ("value", &value),
                    ("condition", &when),
                ],
            );
            match &adjustment.label {
                Some(label) => format!("{line} ({label})"),
                None => line,
            }
        });
        lines.collect()
    }

    fn scores(&self) -> String {
        let program = Program::new(self.rubric);
        let Some(scores) = program.reachable_scores() else {
            return String::new();
        };
        let (Some(lowest), Some(highest)) = (scores.first(), scores.last()) else {
            return String::new();
        };
        let written: Vec<String> = scores.iter().map(|s| self.words.number(s)).collect();
        let few = scores.len() <= 20;
        let key = if few { "doc_scores_all" } else { "doc_scores" };
        self.words.count(
            key,
            scores.len(),
            &[
                ("lowest", &self.words.number(lowest)),
                ("highest", &self.words.number(highest)),
                ("list", &written.join("; ")),
            ],
        )
    }

    fn absences(&self) -> Vec<String> {
        let effect = |effect: AbsenceEffect| {
            self.say(match effect {
                AbsenceEffect::LeftOut => "effect_left_out",
                AbsenceEffect::Zero => "effect_zero",
                AbsenceEffect::Error => "effect_error",
                AbsenceEffect::CarriedOver => "effect_carried_over",
            })
        };
        let mut sentences = Vec::new();
        if let Some(aggregate) = self.rubric.several_bodies {
            let aggregate = super::words::aggregate(self.words, aggregate);
            sentences.push(
                self.words
                    .say("method_several", &[("aggregate", &aggregate)]),
            );
        }
        sentences.push(self.say("absence_not_applicable"));
        let not_assessed = effect(self.rubric.absence.not_assessed);
        sentences.push(
            self.words
                .say("absence_not_assessed", &[("effect", &not_assessed)]),
        );
        let withheld = effect(self.rubric.absence.withheld);
        sentences.push(self.words.say("absence_withheld", &[("effect", &withheld)]));
        sentences
    }

    /// The grades with the names of the indices they belong to, unless all indices share them.
    fn grades(&self) -> Vec<Table> {
        let mut sets: Vec<(&[Grade], Vec<String>)> = Vec::new();
        for index in &self.rubric.indices {
            let name = self.term(&index.name, &index.label);
            match sets.iter_mut().find(|(grades, _)| *grades == index.grades) {
                Some((_, names)) => names.push(name),
                None => sets.push((&index.grades, vec![name])),
            }
        }
        let shared = sets.len() == 1;
        let tables = sets.into_iter().filter_map(|(grades, names)| {
            let rows = grades.iter().map(|grade| {
                let label = grade.label.as_deref().unwrap_or("");
                vec![
                    Cell::text(grade.name.clone()),
                    Cell::number(self.words.number(&grade.from)),
                    Cell::text(self.term(label, label)),
                ]
            });
            let caption = match shared {
                true => String::new(),
                false => self.words.list(&names),
            };
            self.table(&caption, &["grade", "from", "meaning"], rows.collect())
        });
        tables.collect()
    }

    fn limits(&self) -> Vec<String> {
        let mut limits = vec![self.say("limit_time")];
        let own = self.rubric.notes.iter().chain(&self.rubric.sample);
        limits.extend(own.map(|note| self.term(note, note)));
        let weighted = self
            .rubric
            .indices
            .iter()
            .any(|index| !index.total.weights.is_empty());
        if weighted {
            limits.push(self.say("limit_weights"));
        }
        limits
    }
}
