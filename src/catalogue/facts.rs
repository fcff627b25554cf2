//! The catalogue's attributes as facts of one rubric.

use super::errors::CatalogueError;
use super::{Attribute, Catalogue, IndicatorId};
use crate::language::evaluate::{Case, answers, holds};
use crate::language::rubric::{Index, Rubric};
use crate::language::syntax::FactRole;
use crate::language::value::{Domain, Members, Value};

/// The facts of all indicators under one rubric.
#[derive(Debug, Clone)]
pub struct IndicatorFacts {
    rows: Vec<Vec<Option<Value>>>,
}

impl IndicatorFacts {
    /// One entry per fact of the rubric; only facts of the `indicator` block are filled in.
    pub fn of(&self, indicator: IndicatorId) -> &[Option<Value>] {
        self.rows.get(indicator.index()).map_or(&[], Vec::as_slice)
    }

    /// Whether an index takes an indicator: what `indicators where …` says. An indicator that does not say whether it
    /// belongs does not belong.
    pub fn belongs(&self, rubric: &Rubric, index: &Index, indicator: IndicatorId) -> bool {
        index.select.as_ref().is_none_or(|condition| {
            let case = Case {
                answers: answers(rubric, self.of(indicator).to_vec()),
                assessed: None,
                judged: Vec::new(),
            };
            holds(rubric, &case, condition) == Ok(true)
        })
    }
}

impl Catalogue {
    /// Types the attributes of all indicators for a rubric.
    ///
    /// With them come back all attributes that are no value of their fact; those stay unanswered.
    pub fn facts(&self, rubric: &Rubric) -> (IndicatorFacts, Vec<CatalogueError>) {
        let mut errors = Vec::new();
        let rows = self.indicators.iter().map(|indicator| {
            let mut row = vec![None; rubric.facts.len()];
            for attribute in &indicator.attributes {
                let Some(id) = rubric.fact(&attribute.name) else {
                    continue;
                };
                let Some(fact) = rubric.facts.get(id.index()) else {
                    continue;
                };
                if fact.role == FactRole::Indicator
                    && let Some(slot) = row.get_mut(id.index())
                {
                    *slot = read(attribute, &fact.domain, &mut errors);
                }
            }
            row
        });
        let rows = rows.collect();
        (IndicatorFacts { rows }, errors)
    }
}

fn read(attribute: &Attribute, domain: &Domain, errors: &mut Vec<CatalogueError>) -> Option<Value> {
    if attribute.is_list && !matches!(domain, Domain::Set(_)) {
        errors.push(CatalogueError::WrongKind {
            key: attribute.name.clone(),
            expected: domain.expected(),
            found: "a list".to_string(),
            span: attribute.span,
        });
        return None;
    }
    let mut members = Members::default();
    let mut value = None;
    for (text, span) in &attribute.texts {
        match domain.read(text) {
            Ok(Value::Set(more)) => {
                members = members.with(more);
                value = Some(Value::Set(members));
            }
            Ok(read) => value = Some(read),
            Err(error) => errors.push(CatalogueError::WrongValue {
                fact: attribute.name.clone(),
                value: text.clone(),
                expected: error.to_string(),
                help: error.help,
                span: *span,
            }),
        }
    }
    value
}
