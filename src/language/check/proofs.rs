//! What the decision tables prove: every case has a score, every rule can decide, every declared level is given, every
//! fact is read, the lowest grade reaches down far enough, scores stay within a declared scale.

use super::super::number::Number;
use super::super::range::index_range;
use super::super::rubric::{
    Condition, CriterionBody, CriterionId, Expression, FactId, Formula, LetId, Rubric, Rule,
};
use super::super::syntax::FactRole;
use super::super::table::{Cell, Column, Table};
use super::super::value::Domain;
use super::CheckError;
use super::overlap::overlapping;
use super::values::without_value;
use crate::diagnostic::Span;
use std::collections::BTreeSet;

pub(super) fn prove(rubric: &Rubric, errors: &mut Vec<CheckError>) {
    let ids = (0u16..).map(CriterionId).take(rubric.criteria.len());
    for (id, criterion) in ids.zip(&rubric.criteria) {
        let CriterionBody::Rules(rules) = &criterion.body else {
            continue;
        };
        let Some(table) = Table::of(rubric, id) else {
            errors.push(CheckError::NotTabulated {
                criterion: criterion.name.clone(),
                span: criterion.span,
            });
            continue;
        };
        {
            lowered(rubric, &criterion.name, criterion.span, &table, errors);
            prove_criterion(
                rubric,
                &criterion.name,
                criterion.span,
                rules,
                &table,
                errors,
            );
            overlapping(rubric, &criterion.name, rules, &table, errors);
            never_given(
                &criterion.name,
                &criterion.levels,
                criterion.span,
                &table,
                errors,
            );
        }
    }
    without_value(rubric, errors);
    never_read(rubric, errors);
    // One cause is one message, however many indices share the grades.
    let mut short = rubric
        .indices
        .iter()
        .filter_map(super::grades::grades_reach_down);
    errors.extend(short.next());
    leaves_scale(rubric, errors);
}

fn prove_criterion(
    rubric: &Rubric,
    name: &str,
    span: Span,
    rules: &[Rule],
    table: &Table<'_>,
    errors: &mut Vec<CheckError>,
) {
    let possible = table
        .cells
        .iter()
        .filter(|cell| **cell != Cell::Impossible)
        .count();
    let mut gaps = table
        .cells
        .iter()
        .enumerate()
        .filter(|(_, cell)| **cell == Cell::Gap);
    if let Some((first, _)) = gaps.next() {
        errors.push(CheckError::Gap {
            criterion: name.to_string(),
            gaps: 1 + gaps.count(),
            cells: possible,
            example: table.describe(rubric, first),
            span,
        });
    }
    let deciding: BTreeSet<u16> = table
        .cells
        .iter()
        .filter_map(|cell| match cell {
            Cell::Score { rule, .. } | Cell::NotApplicable(rule) => Some(*rule),
            Cell::Gap | Cell::Impossible => None,
        })
        .collect();
    never_decides(name, rules, &deciding, errors);
}

/// Answers from best to worst must not raise the criterion on the way down, everything else being equal. One example
/// per fact is enough.
fn lowered(
    rubric: &Rubric,
    name: &str,
    span: Span,
    table: &Table<'_>,
    errors: &mut Vec<CheckError>,
) {
    let mut stride = table.cells.len();
    for column in &table.columns {
        stride /= column.classes();
        let Column::Choice { fact, answers, .. } = column else {
            continue;
        };
        let Some(declared) = rubric.facts.get(fact.index()) else {
            continue;
        };
        if !matches!(
            declared.domain,
            Domain::Choice {
                best_first: true,
                ..
            }
        ) {
            continue;
        }
        let found = (0..table.cells.len()).find(|better| {
            let class = better / stride % column.classes();
            let score = |cell: usize| match table.cells.get(cell) {
                Some(Cell::Score { score, .. }) => Some(*score),
                _ => None,
            };
            // The next answer is the next worse one; the class after the last answer means "not asked".
            class + 1 < usize::from(*answers)
                && score(*better)
                    .zip(score(better + stride))
                    .is_some_and(|(better, worse)| better < worse)
        });
        if let Some(better) = found {
            let shown = |cell: usize| {
                let score = match table.cells.get(cell) {
                    Some(Cell::Score { score, .. }) => table.scores.get(usize::from(*score)),
                    _ => None,
                };
                let score = score.map_or_else(String::new, Number::to_string);
                format!("{} gives {score}", table.describe(rubric, cell))
            };
            errors.push(CheckError::NotMonotone {
                criterion: name.to_string(),
                fact: declared.name.clone(),
                better: shown(better),
                worse: shown(better + stride),
                span,
            });
        }
    }
}

fn never_decides(
    name: &str,
    rules: &[Rule],
    deciding: &BTreeSet<u16>,
    errors: &mut Vec<CheckError>,
) {
    for rule in rules {
        match rule {
            Rule::Gives {
                number,
                condition,
                span,
                ..
            } => {
                if !deciding.contains(number) {
                    errors.push(CheckError::NeverDecides {
                        criterion: name.to_string(),
                        because: match condition {
                            Some(_) => "every case it fits is decided by a rule above it, or cannot happen; remove it or move it up",
                            None => "every case is decided by a rule above it; remove it",
                        },
                        span: *span,
                    });
                }
            }
            Rule::When { rules, .. } => never_decides(name, rules, deciding, errors),
        }
    }
}

fn never_given(
    name: &str,
    levels: &[Number],
    span: Span,
    table: &Table<'_>,
    errors: &mut Vec<CheckError>,
) {
    for level in levels.iter().filter(|level| !table.scores.contains(level)) {
        errors.push(CheckError::NeverGiven {
            criterion: name.to_string(),
            level: level.to_string(),
            span,
        });
    }
}

fn never_read(rubric: &Rubric, errors: &mut Vec<CheckError>) {
    let mut read = Read {
        facts: BTreeSet::new(),
        lets: BTreeSet::new(),
    };
    for fact in &rubric.facts {
        fact.asked
            .iter()
            .for_each(|condition| read.condition(condition));
    }
    for criterion in &rubric.criteria {
        match &criterion.body {
            CriterionBody::Rules(rules) => read.rules(rules),
            CriterionBody::Formula(formula) => read.expression(formula),
            CriterionBody::Judged => {}
        }
    }
    rubric
        .lets
        .iter()
        .for_each(|item| read.expression(&item.value));
    for adjustment in &rubric.adjustments {
        read.condition(&adjustment.condition);
        read.expression(&adjustment.value);
    }
    read.expression(&rubric.score);
    rubric
        .closed
        .iter()
        .for_each(|closed| read.condition(&closed.condition));
    rubric
        .further_scores
        .iter()
        .for_each(|score| read.expression(&score.value));
    for index in &rubric.indices {
        index
            .select
            .iter()
            .for_each(|condition| read.condition(condition));
        read.facts.extend(index.rank.within);
        if let Some(formula) = &index.formula {
            formula.walk(&mut |part| {
                if let Formula::If { condition, .. } = part {
                    read.condition(condition);
                }
            });
        }
        for cut in &index.cuts {
            if let super::super::rubric::CutBy::Fact(fact) = cut.by {
                read.facts.insert(fact);
            }
        }
    }
    for role in [FactRole::Entity, FactRole::Evidence, FactRole::Indicator] {
        for (id, fact) in rubric.facts_of(role) {
            // Text is kept for people and never scored, so nothing has to read it.
            if !read.facts.contains(&id) && fact.domain != Domain::Text {
                errors.push(CheckError::NeverRead {
                    what: "fact",
                    name: fact.name.clone(),
                    span: fact.span,
                });
            }
        }
    }
    for (id, item) in (0u16..).map(LetId).zip(&rubric.lets) {
        if !read.lets.contains(&id) {
            errors.push(CheckError::NeverRead {
                what: "value",
                name: item.name.clone(),
                span: item.span,
            });
        }
    }
}

/// Collects the facts and named values that anything reads.
struct Read {
    facts: BTreeSet<FactId>,
    lets: BTreeSet<LetId>,
}

impl Read {
    fn condition(&mut self, condition: &Condition) {
        let mut expressions = Vec::new();
        let mut inner = Vec::new();
        condition.walk(&mut |part| match part {
            Condition::Is { fact, .. } | Condition::Has { fact, .. } => {
                self.facts.insert(*fact);
            }
            Condition::Compare { left, right, .. } => expressions.extend([left, right]),
            Condition::OfList { list, test, .. } => {
                self.facts.insert(*list);
                inner.push(&**test);
            }
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        });
        inner
            .into_iter()
            .for_each(|condition| self.condition(condition));
        expressions
            .into_iter()
            .for_each(|expression| self.expression(expression));
    }

    fn expression(&mut self, expression: &Expression) {
        let mut conditions = Vec::new();
        expression.walk(&mut |part| match part {
            Expression::Fact(fact, _) => {
                self.facts.insert(*fact);
            }
            Expression::Let(item, _) => {
                self.lets.insert(*item);
            }
            Expression::If(condition, _, _) => conditions.push(&**condition),
            Expression::OfList {
                list, field, test, ..
            } => {
                self.facts.insert(*list);
                self.facts.extend(*field);
                conditions.extend(test.as_deref());
            }
            _ => {}
        });
        conditions
            .into_iter()
            .for_each(|condition| self.condition(condition));
    }

    fn rules(&mut self, rules: &[Rule]) {
        for rule in rules {
            match rule {
                Rule::Gives {
                    value, condition, ..
                } => {
                    self.expression(value);
                    condition
                        .iter()
                        .for_each(|condition| self.condition(condition));
                }
                Rule::When {
                    condition, rules, ..
                } => {
                    condition
                        .iter()
                        .for_each(|condition| self.condition(condition));
                    self.rules(rules);
                }
            }
        }
    }
}

/// A scale that scores can leave, as far as the range of the scores is proved.
fn leaves_scale(rubric: &Rubric, errors: &mut Vec<CheckError>) {
    for index in &rubric.indices {
        let Some(scale) = &index.scale else { continue };
        let range = index_range(rubric, index);
        let below = range.low.filter(|low| *low < scale.low);
        let above = range.high.filter(|high| *high > scale.high);
        for (reached, end) in [(below, &scale.low), (above, &scale.high)] {
            if let Some(reached) = reached {
                errors.push(CheckError::LeavesScale {
                    reached: reached.to_string(),
                    end: end.to_string(),
                    span: scale.span,
                });
            }
        }
    }
}
