//! Declarations of facts: their names, their domains, and when they are asked.

use super::super::rubric::{Condition, Fact, FactId};
use super::super::syntax::{FactBlock, FactItem, FactKind, FactRole, Item, Name, RubricFile};
use super::super::value::{Domain, Field, Members};
use super::limits::MOST_FACTS;
use super::{CheckError, Checker, expressions::constant, is_wrong};
use crate::diagnostic::Span;

impl Checker<'_> {
    /// Facts of the indicator come first, because what is asked of the evidence may depend on them.
    pub(super) fn declare_facts(&mut self, file: &RubricFile) {
        for role in [FactRole::Entity, FactRole::Indicator, FactRole::Evidence] {
            for item in &file.items {
                if let Item::Facts(block) = item
                    && block.role == role
                {
                    self.fact_block(block);
                }
            }
        }
    }

    fn fact_block(&mut self, block: &FactBlock) {
        // All names are known before the first `when` is read, so that one declared too late is told apart from one
        // that does not exist.
        let mut later = Vec::new();
        names(&block.facts, &mut later);
        self.fact_items(&block.facts, block.role, None, &later);
    }

    fn fact_items(
        &mut self,
        items: &[FactItem],
        role: FactRole,
        asked: Option<&Condition>,
        block: &[Name],
    ) {
        for item in items {
            match item {
                FactItem::Fact(declaration) => {
                    if self.declare("the name", &declaration.name).is_none() {
                        continue;
                    }
                    let domain = self.domain(&declaration.name, &declaration.kind);
                    let have = self.facts.len();
                    if !self.has_room("facts", MOST_FACTS, have, declaration.name.span) {
                        return;
                    }
                    let Some(domain) = domain else {
                        self.broken.insert(declaration.name.text.clone());
                        continue;
                    };
                    let fields = match &domain {
                        Domain::List(fields) => fields.clone(),
                        _ => Vec::new(),
                    };
                    let list = u16::try_from(self.facts.len()).ok().map(FactId);
                    self.facts.push(Fact {
                        name: declaration.name.text.clone(),
                        label: declaration.label.as_ref().map(|label| label.text.clone()),
                        role,
                        domain,
                        asked: asked.cloned(),
                        optional: declaration.optional,
                        field_of: None,
                        span: declaration.name.span,
                    });
                    for field in fields {
                        self.facts.push(Fact {
                            name: field.name,
                            label: None,
                            role,
                            domain: field.domain,
                            asked: None,
                            optional: true,
                            field_of: list,
                            span: declaration.name.span,
                        });
                    }
                }
                FactItem::When {
                    condition, facts, ..
                } => {
                    let known = self.errors.len();
                    let checked = self.condition(condition);
                    self.explain_late_names(known, block);
                    match checked {
                        Some(condition) => {
                            let asked = match asked {
                                Some(outer) => both(outer.clone(), condition),
                                None => condition,
                            };
                            self.fact_items(facts, role, Some(&asked), block);
                        }
                        None => self.break_all(facts),
                    }
                }
            }
        }
    }

    /// Turns "there is no fact" into "is declared too late" for names that the block declares further down.
    fn explain_late_names(&mut self, from: usize, block: &[Name]) {
        for error in self.errors.iter_mut().skip(from) {
            if let CheckError::UnknownName { name, span, .. } = error
                && block.iter().any(|later| later.text == *name)
            {
                *error = CheckError::AskedTooEarly {
                    fact: name.clone(),
                    span: *span,
                };
            }
        }
    }

    fn break_all(&mut self, items: &[FactItem]) {
        let mut inside = Vec::new();
        names(items, &mut inside);
        for name in inside {
            self.declared.entry(name.text.clone()).or_insert(name.span);
            self.broken.insert(name.text);
        }
    }

    fn domain(&mut self, name: &Name, kind: &FactKind) -> Option<Domain> {
        if is_wrong(kind) {
            return None;
        }
        let domain = match kind {
            FactKind::Choice {
                answers,
                best_first,
            } => Domain::Choice {
                answers: self.distinct(name, "the answer", answers)?,
                best_first: *best_first,
            },
            FactKind::Set(members) => Domain::Set(self.distinct(name, "the member", members)?),
            FactKind::Number { unit, from, to } => {
                let mut bound = |bound: &Option<Box<super::super::syntax::Expression>>| match bound
                {
                    None => Some(None),
                    Some(expression) => match constant(expression) {
                        Some(number) => Some(Some(number)),
                        None => {
                            self.not_a_number(expression.span());
                            None
                        }
                    },
                };
                let (from, to) = (bound(from), bound(to));
                let (from, to) = (from?, to?);
                if let (Some(low), Some(high)) = (&from, &to)
                    && low > high
                {
                    self.errors.push(CheckError::OutOfRange {
                        what: format!("`{}` may not go from {low} down to {high}", name.text),
                        help: Some("write the smaller number after `from`".to_string()),
                        span: name.span,
                    });
                    return None;
                }
                let unit = unit.as_ref().map(|unit| unit.text.clone());
                Domain::Number { unit, from, to }
            }
            FactKind::Count => Domain::Count,
            FactKind::Percent => Domain::Percent,
            FactKind::Date => Domain::Date,
            FactKind::Period => Domain::Period,
            FactKind::Duration => Domain::Duration,
            FactKind::Text => Domain::Text,
            FactKind::List(fields) => {
                let mut checked: Vec<Field> = Vec::new();
                for field in fields {
                    if let Some(known) = fields.iter().find(|known| {
                        known.name.text == field.name.text && known.span != field.span
                    }) && known.span.start < field.span.start
                    {
                        self.errors.push(CheckError::Twice {
                            what: "the field",
                            name: field.name.text.clone(),
                            span: field.name.span,
                            first: known.name.span,
                        });
                    }
                    let domain = self.domain(&field.name, &field.kind)?;
                    if matches!(domain, Domain::List(_)) {
                        self.errors.push(CheckError::OutOfRange {
                            what: format!("`{}` would be a list inside a list", field.name.text),
                            help: Some("give the inner records a list of their own".to_string()),
                            span: field.name.span,
                        });
                        return None;
                    }
                    checked.push(Field {
                        name: field.name.text.clone(),
                        domain,
                    });
                }
                Domain::List(checked)
            }
            FactKind::Wrong(_) => return None,
        };
        Some(domain)
    }

    fn not_a_number(&mut self, span: Span) {
        self.errors.push(CheckError::WrongType {
            expected: "a number",
            found: "something else",
            help: None,
            span,
        });
    }

    fn distinct(&mut self, fact: &Name, what: &'static str, names: &[Name]) -> Option<Vec<String>> {
        if names.len() > Members::MOST {
            self.errors.push(CheckError::TooMany {
                what: format!("`{}`", fact.text),
                most: Members::MOST,
                of: "answers",
                span: fact.span,
            });
            return None;
        }
        let mut seen: Vec<&Name> = Vec::new();
        for name in names {
            if let Some(first) = seen.iter().find(|known| known.text == name.text) {
                self.errors.push(CheckError::Twice {
                    what,
                    name: name.text.clone(),
                    span: name.span,
                    first: first.span,
                });
            } else {
                seen.push(name);
            }
        }
        Some(seen.into_iter().map(|name| name.text.clone()).collect())
    }

    /// The fact a test is about; `None` when there is none (reported) or its declaration went wrong (silent).
    pub(super) fn fact_named(&mut self, name: &Name) -> Option<FactId> {
        let id = self.fact_id(&name.text);
        if id.is_none() {
            let known = self.known_facts();
            self.unknown("fact", name, known);
        }
        id
    }
}

/// Both conditions, groups of `and` opened up.
fn both(outer: Condition, inner: Condition) -> Condition {
    let mut parts = match outer {
        Condition::All(parts) => parts,
        one => vec![one],
    };
    match inner {
        Condition::All(more) => parts.extend(more),
        one => parts.push(one),
    }
    Condition::All(parts)
}

impl Checker<'_> {
    /// The names of facts that can stand here.
    pub(super) fn known_facts(&self) -> Vec<String> {
        let here = |fact: &&Fact| fact.field_of.is_none() || fact.field_of == self.within;
        let facts = self.facts.iter().filter(here);
        facts.map(|fact| fact.name.clone()).collect()
    }

    /// A list fact; anything else is reported.
    pub(super) fn list_named(&mut self, name: &Name) -> Option<FactId> {
        let id = self.fact_named(name)?;
        let fact = self.facts.get(id.index())?;
        if matches!(fact.domain, Domain::List(_)) {
            return Some(id);
        }
        self.errors.push(CheckError::WrongType {
            expected: "a list of records",
            found: "a single answer",
            help: Some(format!(
                "declare `{} : list of {{ … }}`, or test the fact itself",
                name.text
            )),
            span: name.span,
        });
        None
    }
}

fn names(items: &[FactItem], into: &mut Vec<Name>) {
    for item in items {
        match item {
            FactItem::Fact(declaration) => into.push(declaration.name.clone()),
            FactItem::When { facts, .. } => names(facts, into),
        }
    }
}
