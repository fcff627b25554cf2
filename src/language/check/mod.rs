//! From what was written to what it means: resolves every name, settles every type, and proves what can be proved
//! about rules, weights and grades before anything is scored.
//!
//! One cause is one error: what refers to something already reported is passed over in silence, which is what `None`
//! means throughout this room.

mod errors;
mod expressions;
mod extend;
mod facts;
mod formula;
mod grades;
mod index;
mod limits;
mod lookup;
mod overlap;
mod proofs;
mod tests_in_rubric;
mod units;
mod unused;
mod values;

pub use errors::CheckError;
pub use extend::extended;

use super::number::Number;
use super::rubric::{
    AbsenceEffects, Adjustment, Closed, Criterion, CriterionBody, CriterionId, Fact, FactId,
    FurtherScore, Let, LetId, NamedNode, Noun, OwnWord, Rubric, Rule,
};
use super::syntax::{self, AbsenceEffect, FactKind, Item, Name, RubricFile};
use super::value::Members;
use crate::diagnostic::{Sources, Span};
use std::collections::{HashMap, HashSet};

/// Checks a rubric whose `extends` has been resolved (see [`extended`]).
///
/// Returns the rubric when it can be used, and every finding, warnings included, in no particular order. A rubric
/// comes back even with errors where enough of it makes sense, so that tests and evidence can be checked in the same
/// run; it must not be scored then.
pub fn check(sources: &Sources, file: &RubricFile) -> (Option<Rubric>, Vec<CheckError>) {
    let mut checker = Checker::new(sources);
    let rubric = checker.rubric(file);
    if let Some(rubric) = &rubric {
        proofs::prove(rubric, &mut checker.errors);
    }
    (rubric, checker.errors)
}

/// What is known so far while a rubric is checked.
pub(super) struct Checker<'a> {
    sources: &'a Sources,
    errors: Vec<CheckError>,
    facts: Vec<Fact>,
    lets: Vec<Let>,
    criteria: Vec<Criterion>,
    further_scores: Vec<FurtherScore>,
    /// Nodes of the catalogue that the index at hand names.
    named: Vec<NamedNode>,
    /// The list whose fields names may stand for, while a test about its records is checked.
    within: Option<FactId>,
    /// Whether the score is known where a condition is checked, so that it may read it.
    after_score: bool,
    /// Where each name is declared: facts, lets and criteria share one set of names.
    declared: HashMap<String, Span>,
    /// Names whose declaration went wrong: known, but nothing more is said about them.
    broken: HashSet<String>,
    /// The sizes of the named values, one each.
    sizes: Vec<limits::Size>,
    /// What there is too much of.
    full: Vec<&'static str>,
}

impl<'a> Checker<'a> {
    fn new(sources: &'a Sources) -> Self {
        Checker {
            sources,
            errors: Vec::new(),
            facts: Vec::new(),
            lets: Vec::new(),
            criteria: Vec::new(),
            further_scores: Vec::new(),
            named: Vec::new(),
            within: None,
            after_score: false,
            declared: HashMap::new(),
            broken: HashSet::new(),
            sizes: Vec::new(),
            full: Vec::new(),
        }
    }

    fn rubric(&mut self, file: &RubricFile) -> Option<Rubric> {
        self.declare_facts(file);
        for item in &file.items {
            match item {
                Item::Drop(item) => self.errors.push(CheckError::Base {
                    what: format!(
                        "there is no {} `{}` to drop",
                        item.part.word(),
                        item.name.text
                    ),
                    span: item.span,
                }),
                Item::Let(item) => self.declare_let(item),
                Item::Criterion(item) => self.declare_criterion(item),
                _ => {}
            }
        }
        self.statements(file);
        let adjustments = self.adjustments(file);
        let score = self.score(file);
        self.further_scores(file);
        let closed = self.closed(file);
        let absence = self.absence(file);
        let indices = self.indices(file, absence);
        let tests = self.tests(file, &indices);
        let text = |label: &syntax::Label| label.text.clone();
        let last = |pick: &dyn Fn(&Item) -> Option<String>| file.items.iter().rev().find_map(pick);
        let rubric = Rubric {
            name: file.name.text.clone(),
            label: file
                .label
                .as_ref()
                .map_or_else(|| file.name.text.clone(), text),
            edition: last(&|item| match item {
                Item::Edition(label) => Some(text(label)),
                _ => None,
            }),
            source: last(&|item| match item {
                Item::Source(label) => Some(text(label)),
                _ => None,
            }),
            several_bodies: self.several(file),
            sample: last(&|item| match item {
                Item::Several(item) => item.label.as_ref().map(text),
                _ => None,
            }),
            words: self.words(file),
            notes: notes(file),
            absence,
            facts: std::mem::take(&mut self.facts),
            lets: std::mem::take(&mut self.lets),
            criteria: std::mem::take(&mut self.criteria),
            adjustments,
            score: score?,
            further_scores: std::mem::take(&mut self.further_scores),
            indices,
            closed,
            tests,
        };
        Some(rubric)
    }

    /// Takes a name for a fact, let or criterion; reports it when it is taken.
    fn declare(&mut self, what: &'static str, name: &Name) -> Option<()> {
        if let Some(first) = self.declared.get(&name.text) {
            self.errors.push(CheckError::Twice {
                what,
                name: name.text.clone(),
                span: name.span,
                first: *first,
            });
            return None;
        }
        self.declared.insert(name.text.clone(), name.span);
        Some(())
    }

    /// The fact of this name: a field of the list at hand, or a fact of the disclosure.
    fn fact_id(&self, name: &str) -> Option<FactId> {
        let place = |list: Option<FactId>| {
            let found = self
                .facts
                .iter()
                .position(|fact| fact.name == name && fact.field_of == list);
            found.and_then(|at| u16::try_from(at).ok()).map(FactId)
        };
        self.within
            .and_then(|list| place(Some(list)))
            .or_else(|| place(None))
    }

    fn let_id(&self, name: &str) -> Option<LetId> {
        id_of(self.lets.iter().map(|item| item.name.as_str()), name).map(LetId)
    }

    fn criterion_id(&self, name: &str) -> Option<CriterionId> {
        id_of(self.criteria.iter().map(|item| item.name.as_str()), name).map(CriterionId)
    }

    fn unknown(&mut self, what: &'static str, name: &Name, known: Vec<String>) {
        let enough = !self.full.is_empty() || self.errors.len() > limits::MOST_FINDINGS;
        if !enough && !self.broken.contains(&name.text) {
            // What has a mistake of its own may still be what was meant.
            let mut known = known;
            let mut broken: Vec<String> = self.broken.iter().cloned().collect();
            broken.sort();
            known.extend(broken);
            self.errors.push(CheckError::UnknownName {
                what,
                name: name.text.clone(),
                known,
                span: name.span,
            });
        }
    }

    fn declare_let(&mut self, item: &syntax::LetItem) {
        let value = self.expression(&item.value);
        if self.declare("the name", &item.name).is_none() {
            return;
        }
        let room = self.has_room(
            "named values",
            limits::MOST_LETS,
            self.lets.len(),
            item.span,
        );
        let value = value.filter(|_| room).and_then(|(value, _)| {
            let size = self.measured(&item.name.text, &value, item.name.span)?;
            Some((value, size))
        });
        match value {
            Some((value, size)) => {
                self.sizes.push(size);
                self.lets.push(Let {
                    name: item.name.text.clone(),
                    label: item.label.as_ref().map(|label| label.text.clone()),
                    value,
                    span: item.span,
                });
            }
            None => {
                self.broken.insert(item.name.text.clone());
            }
        }
    }

    fn declare_criterion(&mut self, item: &syntax::CriterionItem) {
        let mut levels: Vec<Number> = item.levels.iter().map(|(level, _)| level.clone()).collect();
        levels.sort();
        levels.dedup();
        let body = match &item.body {
            syntax::CriterionBody::Rules(rules) => {
                let mut next = 0;
                let checked = self.rules(item, &levels, rules, &mut next);
                if next == 0 {
                    self.errors.push(CheckError::NoPart {
                        what: "rule in this criterion",
                        help: "write at least one rule, for example `1 if published is yes`",
                        span: item.name.span,
                    });
                }
                checked.map(CriterionBody::Rules)
            }
            syntax::CriterionBody::Formula(syntax::Expression::Lookup(found)) => {
                let rules = lookup::as_rules(found);
                let checked = self.rules(item, &levels, &rules, &mut 0);
                checked.map(CriterionBody::Rules)
            }
            syntax::CriterionBody::Formula(formula) => {
                self.number(formula).map(CriterionBody::Formula)
            }
            syntax::CriterionBody::Judged(_) => Some(CriterionBody::Judged),
            syntax::CriterionBody::Wrong(_) => None,
        };
        if self.declare("the name", &item.name).is_none() {
            return;
        }
        let room = self.has_room(
            "criteria",
            limits::MOST_CRITERIA,
            self.criteria.len(),
            item.name.span,
        );
        let Some(body) = body.filter(|_| room) else {
            self.broken.insert(item.name.text.clone());
            return;
        };
        let name = item.name.text.clone();
        self.criteria.push(Criterion {
            label: item
                .label
                .as_ref()
                .map_or_else(|| name.clone(), |label| label.text.clone()),
            name,
            levels,
            body,
            span: item.name.span,
        });
    }

    /// `None` when any rule is wrong: a criterion with a hole in it must not be called incomplete.
    fn rules(
        &mut self,
        item: &syntax::CriterionItem,
        levels: &[Number],
        rules: &[syntax::Rule],
        next: &mut u16,
    ) -> Option<Vec<Rule>> {
        let checked: Vec<Option<Rule>> = rules
            .iter()
            .map(|rule| match rule {
                syntax::Rule::Gives {
                    value,
                    condition,
                    label,
                    span,
                } => {
                    let number = *next;
                    *next = next.saturating_add(1);
                    let constant = expressions::constant(value);
                    if let Some(score) = constant
                        && !levels.is_empty()
                        && !levels.contains(&score)
                    {
                        let levels: Vec<String> = levels.iter().map(Number::to_string).collect();
                        self.errors.push(CheckError::NotALevel {
                            criterion: item.name.text.clone(),
                            score: score.to_string(),
                            levels: levels.join(", "),
                            span: value.span(),
                        });
                    }
                    let value = self.number(value);
                    let condition = self.optional_condition(condition.as_ref());
                    Some(Rule::Gives {
                        number,
                        value: value?,
                        condition: condition?,
                        label: label.as_ref().map(|label| label.text.clone()),
                        span: *span,
                    })
                }
                syntax::Rule::When {
                    condition,
                    rules,
                    span,
                } => {
                    let condition = self.optional_condition(condition.as_ref());
                    let rules = self.rules(item, levels, rules, next);
                    Some(Rule::When {
                        condition: condition?,
                        rules: rules?,
                        span: *span,
                    })
                }
            })
            .collect();
        checked.into_iter().collect()
    }

    /// The outer `None` means wrong, the inner one `otherwise`.
    #[allow(clippy::option_option)]
    fn optional_condition(
        &mut self,
        condition: Option<&syntax::Condition>,
    ) -> Option<Option<super::rubric::Condition>> {
        match condition {
            None => Some(None),
            Some(condition) => self.condition(condition).map(Some),
        }
    }

    fn adjustments(&mut self, file: &RubricFile) -> Vec<Adjustment> {
        let blocks = file.items.iter().filter_map(|item| match item {
            Item::Adjust(block) => Some(block),
            _ => None,
        });
        let written: Vec<&syntax::Adjustment> = blocks.flat_map(|b| &b.adjustments).collect();
        let checked = written.into_iter().map(|item| {
            let criteria: Vec<Option<CriterionId>> = item
                .criteria
                .iter()
                .map(|name| self.criterion_named(name))
                .collect();
            let value = self.number(&item.value);
            let condition = self.condition(&item.condition);
            Some(Adjustment {
                criteria: criteria.into_iter().collect::<Option<_>>()?,
                value: value?,
                condition: condition?,
                label: item.label.as_ref().map(|label| label.text.clone()),
                span: item.span,
            })
        });
        checked.collect::<Vec<_>>().into_iter().flatten().collect()
    }

    fn criterion_named(&mut self, name: &Name) -> Option<CriterionId> {
        let id = self.criterion_id(&name.text);
        if id.is_none() {
            let known = self
                .criteria
                .iter()
                .map(|criterion| criterion.name.clone())
                .collect();
            self.unknown("criterion", name, known);
        }
        id
    }

    fn score(&mut self, file: &RubricFile) -> Option<super::rubric::Expression> {
        let mut scores = file.items.iter().filter_map(|item| match item {
            Item::Score(item) if item.name.is_none() => Some(item),
            _ => None,
        });
        let Some(first) = scores.next() else {
            self.errors.push(CheckError::NoPart {
                what: "`score`",
                help: "say how the criteria become the score, for example `score 100 * availability`",
                span: file.name.span,
            });
            return None;
        };
        for second in scores {
            self.errors.push(CheckError::Twice {
                what: "the statement",
                name: "score".to_string(),
                span: second.span,
                first: first.span,
            });
        }
        self.number(&first.value)
    }

    fn further_scores(&mut self, file: &RubricFile) {
        for item in &file.items {
            let Item::Score(item) = item else { continue };
            let Some(name) = &item.name else { continue };
            let value = self.number(&item.value);
            if self.declare("the name", name).is_none() {
                continue;
            }
            if !self.has_room(
                "scores",
                limits::MOST_PARTS,
                self.further_scores.len(),
                item.span,
            ) {
                return;
            }
            match value {
                Some(value) => self.further_scores.push(FurtherScore {
                    name: name.text.clone(),
                    label: item
                        .label
                        .as_ref()
                        .map_or_else(|| name.text.clone(), |label| label.text.clone()),
                    value,
                    span: item.span,
                }),
                None => {
                    self.broken.insert(name.text.clone());
                }
            }
        }
    }

    fn several(&mut self, file: &RubricFile) -> Option<syntax::Aggregate> {
        let mut aggregate = None;
        for item in &file.items {
            let Item::Several(item) = item else { continue };
            if item.of.text == "bodies" {
                self.without_weights("a sample of bodies", item.aggregate, item.span);
                aggregate = Some(item.aggregate);
            } else {
                self.unknown("sample", &item.of, vec!["bodies".to_string()]);
            }
        }
        aggregate
    }

    fn absence(&mut self, file: &RubricFile) -> AbsenceEffects {
        let mut absence = AbsenceEffects {
            not_assessed: AbsenceEffect::LeftOut,
            withheld: AbsenceEffect::Zero,
        };
        for item in &file.items {
            let Item::Absence(block) = item else { continue };
            self.absence_block(block, &mut absence);
        }
        absence
    }

    fn absence_block(&mut self, block: &syntax::AbsenceBlock, absence: &mut AbsenceEffects) {
        for (name, effect, _) in &block.effects {
            match name.text.as_str() {
                "not_assessed" => absence.not_assessed = *effect,
                "withheld" => absence.withheld = *effect,
                _ => {
                    let known = ["not_assessed", "withheld"].map(String::from).to_vec();
                    self.unknown("kind of absence", name, known);
                }
            }
        }
    }

    fn words(&mut self, file: &RubricFile) -> Vec<OwnWord> {
        let mut words: Vec<(OwnWord, Span)> = Vec::new();
        let blocks = file.items.iter().filter_map(|item| match item {
            Item::Words(block) => Some(&block.words),
            _ => None,
        });
        for (name, one, several) in blocks.flatten() {
            let Some((_, noun)) = Noun::ALL.iter().find(|(key, _)| *key == name.text) else {
                let known = Noun::ALL.map(|(key, _)| key.to_string()).to_vec();
                self.unknown("word to choose for", name, known);
                continue;
            };
            let first = words.iter().find(|(known, _)| known.noun == *noun);
            if let Some((_, first)) = first {
                self.errors.push(CheckError::Twice {
                    what: "the word for",
                    name: name.text.clone(),
                    span: name.span,
                    first: *first,
                });
                continue;
            }
            let several = several.as_ref().unwrap_or(one);
            words.push((OwnWord::of(*noun, &one.text, &several.text), name.span));
        }
        words.into_iter().map(|(word, _)| word).collect()
    }

    /// `closed if …`: the one condition that may read the score, since it follows from it.
    fn closed(&mut self, file: &RubricFile) -> Option<Closed> {
        let item = file.items.iter().find_map(|item| match item {
            Item::Closed(item) => Some(item),
            _ => None,
        })?;
        self.after_score = true;
        let condition = self.condition(&item.condition);
        self.after_score = false;
        Some(Closed {
            condition: condition?,
            label: item.label.text.clone(),
            span: item.span,
        })
    }

    /// The members of a choice or set fact that were named, each reported when unknown.
    fn members(&mut self, fact: FactId, names: &[Name]) -> Option<Members> {
        let declared = self.facts.get(fact.index())?;
        let (fact_name, domain) = (declared.name.clone(), declared.domain.clone());
        let mut members = Some(Members::default());
        for name in names {
            match domain.position(&name.text) {
                Some(at) => members = members.map(|known| known.with(Members::only(at))),
                None => {
                    self.errors.push(CheckError::UnknownAnswer {
                        fact: fact_name.clone(),
                        answer: name.text.clone(),
                        known: domain.names().to_vec(),
                        span: name.span,
                    });
                    members = None;
                }
            }
        }
        members
    }
}

fn notes(file: &RubricFile) -> Vec<String> {
    let notes = file.items.iter().filter_map(|item| match item {
        Item::Note(label) => Some(label.text.clone()),
        _ => None,
    });
    notes.collect()
}

fn id_of<'n>(mut names: impl Iterator<Item = &'n str>, name: &str) -> Option<u16> {
    names
        .position(|known| known == name)
        .and_then(|at| u16::try_from(at).ok())
}

/// Whether a declaration could not be read.
fn is_wrong(kind: &FactKind) -> bool {
    matches!(kind, FactKind::Wrong(_))
}
