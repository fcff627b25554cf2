//! Decision tables: a criterion as a table over the cells of the facts it reads.
//!
//! Every test of a rule cuts a fact into finitely many classes: a choice into its answers, a set into the members that
//! some rule tells apart, a comparison into "holds" and "does not hold". A cell is one class of each column. The table
//! is filled by the reference evaluator, one representative disclosure per cell, so there is one meaning of a rubric;
//! what the table adds is that all cells can be looked at: for gaps, for rules that never decide, for scoring by
//! look-up.

use super::evaluate::{Answer, Case, Decided, DecidedBy, Facts, Unscored, same};
use super::feasible::Feasible;
use super::number::Number;
use super::rubric::{Condition, CriterionBody, CriterionId, Expression, FactId, Rubric, Rule};
use super::syntax::{FactRole, Operator, Quantity};
use super::value::{Domain, Members, Value};
use super::words;
use std::collections::BTreeSet;

/// A table with more cells than this is not made; the criterion is evaluated from its tree instead.
pub const MOST_CELLS: usize = 60_000;

/// Nor is one where cells times rules are more than this.
pub const MOST_TRIALS: usize = 4_000_000;

/// What a column of a table goes by.
#[derive(Debug, Clone)]
pub enum Column<'r> {
    /// A choice fact: one class per answer, and one for "not asked" where that can be.
    Choice {
        /// The fact.
        fact: FactId,
        /// How many answers it has.
        answers: u8,
        /// Whether it may be not asked.
        optional: bool,
    },
    /// A set fact: one class per combination of the groups of members that the rules tell apart.
    Set {
        /// The fact.
        fact: FactId,
        /// The groups; a set is classed by which of them it touches.
        groups: Vec<Members>,
        /// Whether it may be not asked.
        optional: bool,
    },
    /// A comparison: class 0 does not hold, class 1 holds.
    Comparison(&'r Condition),
}

impl Column<'_> {
    /// How many classes it has.
    pub fn classes(&self) -> usize {
        match self {
            Column::Choice {
                answers, optional, ..
            } => usize::from(*answers) + usize::from(*optional),
            Column::Set {
                groups, optional, ..
            } => {
                1usize
                    .checked_shl(groups.len() as u32)
                    .unwrap_or(usize::MAX / 2)
                    + usize::from(*optional)
            }
            Column::Comparison(_) => 2,
        }
    }

    /// A fact's answer that lies in the class; `None` for a comparison.
    fn representative(&self, class: usize) -> Option<(FactId, Answer)> {
        match self {
            Column::Choice { fact, answers, .. } => Some((
                *fact,
                match u8::try_from(class) {
                    Ok(at) if at < *answers => Answer::Known(Value::Choice(at)),
                    _ => Answer::NotAsked,
                },
            )),
            Column::Set {
                fact,
                groups,
                optional,
            } => {
                if *optional && class + 1 == self.classes() {
                    return Some((*fact, Answer::NotAsked));
                }
                let touched = groups
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| class >> at & 1 == 1);
                let members = touched
                    .filter_map(|(_, group)| group.iter().next())
                    .fold(Members::default(), |set, member| {
                        set.with(Members::only(member))
                    });
                Some((*fact, Answer::Known(Value::Set(members))))
            }
            Column::Comparison(_) => None,
        }
    }

    /// The class of an answer; `None` when it is missing, or the comparison cannot be settled.
    pub(crate) fn class(&self, rubric: &Rubric, case: &Case) -> Option<usize> {
        let not_asked = self.classes().checked_sub(1);
        match self {
            Column::Choice { fact, optional, .. } => match case.answers.get(fact.index())? {
                Answer::Known(Value::Choice(at)) => Some(usize::from(*at)),
                Answer::NotAsked if *optional => not_asked,
                _ => None,
            },
            Column::Set {
                fact,
                groups,
                optional,
            } => match case.answers.get(fact.index())? {
                Answer::Known(Value::Set(members)) => {
                    let touched = groups.iter().enumerate();
                    Some(touched.fold(0, |class, (at, group)| {
                        class | usize::from(!group.shared(*members).is_empty()) << at
                    }))
                }
                Answer::NotAsked if *optional => not_asked,
                _ => None,
            },
            Column::Comparison(condition) => Facts::of(rubric, case, &[])
                .holds(condition)
                .ok()
                .map(usize::from),
        }
    }
}

/// One cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// No disclosure can be like this: a fact answered that is not asked, or the other way round.
    Impossible,
    /// No rule scores it.
    Gap,
    /// The rule of this number says that the criterion does not apply.
    NotApplicable(u16),
    /// The score at this place of [`Table::scores`], given by the rule of this number.
    Score {
        /// Place in [`Table::scores`].
        score: u8,
        /// The rule.
        rule: u16,
    },
}

/// A criterion as a table.
#[derive(Debug, Clone)]
pub struct Table<'r> {
    /// The columns.
    pub columns: Vec<Column<'r>>,
    /// All cells; the first column varies slowest.
    pub cells: Vec<Cell>,
    /// The different scores, ascending.
    pub scores: Vec<Number>,
}

impl<'r> Table<'r> {
    /// The table of a criterion; `None` when it is no list of rules, when it reads other criteria, when a score is not
    /// a constant, or when it would take more than [`MOST_CELLS`] cells or [`MOST_TRIALS`].
    pub fn of(rubric: &'r Rubric, id: CriterionId) -> Option<Table<'r>> {
        let criterion = rubric.criteria.get(id.index())?;
        let CriterionBody::Rules(rules) = &criterion.body else {
            return None;
        };
        let mut conditions = Vec::new();
        let mut scores = Vec::new();
        rule_parts(rules, &mut conditions, &mut scores)?;
        scores.sort();
        scores.dedup();
        let columns = columns(rubric, &conditions)?;
        let count = count(&columns)?;
        if count.saturating_mul(conditions.len()) > MOST_TRIALS {
            return None;
        }
        let feasible = Feasible::of(rubric, &columns);
        let mut cells = Vec::with_capacity(count);
        for cell in 0..count {
            let (case, decided) = representative(rubric, &columns, cell);
            let there = possible(rubric, &columns, &case, &decided)
                && feasible.can_be(rubric, &case, &decided);
            if !there {
                cells.push(Cell::Impossible);
                continue;
            }
            match Facts::of(rubric, &case, &[])
                .deciding(&decided)
                .first_score(id, None)
            {
                Ok((score, DecidedBy::Rule(rule))) => {
                    let at = scores.binary_search(&score).ok()?;
                    cells.push(Cell::Score {
                        score: u8::try_from(at).ok()?,
                        rule,
                    });
                }
                Err(Unscored::NoRule(_)) => cells.push(Cell::Gap),
                Err(Unscored::NotApplicable(Some(rule))) => cells.push(Cell::NotApplicable(rule)),
                _ => return None,
            }
        }
        Some(Table {
            columns,
            cells,
            scores,
        })
    }

    /// The cell a disclosure lies in; `None` when a fact it needs is missing.
    pub fn cell(&self, rubric: &Rubric, case: &Case) -> Option<usize> {
        cell(&self.columns, rubric, case)
    }

    /// How many answers an assessor would have had to give differently to get from one cell to another; each group of
    /// members that a set gains or loses counts. `None` when a fact of the indicator or entity would have to change,
    /// which no publisher can do.
    pub fn distance(&self, rubric: &Rubric, from: usize, to: usize) -> Option<usize> {
        let mut distance = 0;
        for ((column, a), (_, b)) in classes(&self.columns, from).zip(classes(&self.columns, to)) {
            if a == b {
                continue;
            }
            let fact = match column {
                Column::Choice { fact, .. } | Column::Set { fact, .. } => Some(*fact),
                Column::Comparison(_) => None,
            };
            let fixed = fact
                .and_then(|fact| rubric.facts.get(fact.index()))
                .is_some_and(|fact| fact.role != FactRole::Evidence);
            if fixed {
                return None;
            }
            distance += match column {
                Column::Set { .. } => (a ^ b).count_ones() as usize,
                _ => 1,
            };
        }
        Some(distance)
    }

    /// What would have to change in the evidence to get from one cell to another, a sentence each.
    pub fn changes(&self, rubric: &Rubric, from: usize, to: usize) -> Vec<String> {
        let pairs = classes(&self.columns, from).zip(classes(&self.columns, to));
        let changed = pairs.filter(|((_, a), (_, b))| a != b);
        let sentences = changed.filter_map(|((column, a), (_, b))| match column {
            Column::Comparison(condition) => {
                let condition = words::condition(rubric, condition);
                Some(match b {
                    1 => format!("`{condition}` holds"),
                    _ => format!("`{condition}` does not hold"),
                })
            }
            Column::Choice { fact, .. } => {
                let fact = rubric.facts.get(fact.index())?;
                let answer = |class| match column.representative(class) {
                    Some((_, Answer::Known(value))) => fact.domain.show(&value),
                    _ => "not asked".to_string(),
                };
                Some(format!("{}: {} -> {}", fact.name, answer(a), answer(b)))
            }
            Column::Set { fact, groups, .. } => {
                let fact = rubric.facts.get(fact.index())?;
                let names = |group: &Members| -> String {
                    let names: Vec<&str> = group.iter().map(|at| fact.domain.name(at)).collect();
                    match names.as_slice() {
                        [most @ .., last] if !most.is_empty() => {
                            format!("{} or {last}", most.join(", "))
                        }
                        _ => names.join(""),
                    }
                };
                let not_asked =
                    |class| matches!(column.representative(class), Some((_, Answer::NotAsked)));
                if not_asked(b) {
                    return Some(format!("{} is not asked", fact.name));
                }
                let before = if not_asked(a) { 0 } else { a };
                let touched = |class: usize, at: usize| class >> at & 1 == 1;
                let mut parts = Vec::new();
                for (at, group) in groups.iter().enumerate() {
                    match (touched(before, at), touched(b, at)) {
                        (false, true) => parts.push(format!("with {}", names(group))),
                        (true, false) => parts.push(format!("without {}", names(group))),
                        _ => {}
                    }
                }
                if parts.is_empty() {
                    parts.push("with any answer".to_string());
                }
                Some(format!("{}: {}", fact.name, parts.join(", ")))
            }
        });
        sentences.collect()
    }

    /// The evidence of a cell in words: `access: paid, published: yes`.
    pub fn describe(&self, rubric: &Rubric, cell: usize) -> String {
        let parts = classes(&self.columns, cell).filter_map(|(column, class)| match column {
            Column::Comparison(condition) => {
                let holds = if class == 1 { "holds" } else { "does not hold" };
                Some(format!("`{}` {holds}", words::condition(rubric, condition)))
            }
            _ => {
                let (fact, answer) = column.representative(class)?;
                let fact = rubric.facts.get(fact.index())?;
                match answer {
                    Answer::Known(value) => {
                        Some(format!("{}: {}", fact.name, fact.domain.show(&value)))
                    }
                    _ => None,
                }
            }
        });
        let words: Vec<String> = parts.collect();
        if words.is_empty() {
            "nothing is asked".to_string()
        } else {
            words.join(", ")
        }
    }
}

/// The columns that some conditions need, with those that decide what is asked; `None` when a condition reads another
/// criterion or too many members are told apart.
pub(crate) fn columns<'r>(
    rubric: &'r Rubric,
    conditions: &[&'r Condition],
) -> Option<Vec<Column<'r>>> {
    let mut reads = Reads::default();
    for condition in conditions {
        reads.add(rubric, condition);
    }
    if reads.criteria {
        return None;
    }
    // What decides whether a fact is asked is read too, and so on until nothing new turns up.
    let mut seen = BTreeSet::new();
    while let Some(fact) = reads.facts.difference(&seen).next().copied() {
        seen.insert(fact);
        if let Some(asked) = rubric
            .facts
            .get(fact.index())
            .and_then(|fact| fact.asked.as_ref())
        {
            reads.add(rubric, asked);
        }
    }
    let mut columns = Vec::new();
    for id in &reads.facts {
        let fact = rubric.facts.get(id.index())?;
        let optional = fact.asked.is_some();
        match &fact.domain {
            Domain::Choice { answers, .. } => columns.push(Column::Choice {
                fact: *id,
                answers: u8::try_from(answers.len()).ok()?,
                optional,
            }),
            Domain::Set(members) => {
                let groups = groups(
                    members.len(),
                    reads.tests.iter().filter(|(fact, ..)| fact == id),
                );
                if groups.len() > 16 {
                    return None;
                }
                columns.push(Column::Set {
                    fact: *id,
                    groups,
                    optional,
                });
            }
            // Facts of other kinds are read through comparisons only.
            _ => {}
        }
    }
    columns.extend(reads.comparisons.into_iter().map(Column::Comparison));
    Some(columns)
}

/// How many cells columns make; `None` above [`MOST_CELLS`].
pub(crate) fn count(columns: &[Column<'_>]) -> Option<usize> {
    columns
        .iter()
        .try_fold(1usize, |count, column| count.checked_mul(column.classes()))
        .filter(|count| *count <= MOST_CELLS)
}

/// The cell of these columns a disclosure lies in.
pub(crate) fn cell(columns: &[Column<'_>], rubric: &Rubric, case: &Case) -> Option<usize> {
    columns.iter().try_fold(0usize, |cell, column| {
        Some(cell * column.classes() + column.class(rubric, case)?)
    })
}

/// A disclosure that lies in a cell, and the comparisons it takes as decided.
pub(crate) fn representative<'c>(
    rubric: &Rubric,
    columns: &[Column<'c>],
    cell: usize,
) -> (Case, Vec<Decided<'c>>) {
    let classes: Vec<usize> = classes(columns, cell).map(|(_, class)| class).collect();
    lying_in(rubric, columns, &classes)
}

/// The same by the class in each column.
pub(crate) fn lying_in<'c>(
    rubric: &Rubric,
    columns: &[Column<'c>],
    classes: &[usize],
) -> (Case, Vec<Decided<'c>>) {
    let mut case = Case {
        answers: vec![Answer::Missing; rubric.facts.len()],
        assessed: None,
        judged: vec![None; rubric.criteria.len()],
    };
    let mut decided = Vec::new();
    for (column, class) in columns.iter().zip(classes.iter().copied()) {
        if let Column::Comparison(condition) = column {
            decided.push((*condition, class == 1));
        } else if let Some((fact, answer)) = column.representative(class)
            && let Some(slot) = case.answers.get_mut(fact.index())
        {
            *slot = answer;
        }
    }
    (case, decided)
}

/// Each column with the class that a cell has in it.
fn classes<'c, 'r>(
    columns: &'c [Column<'r>],
    cell: usize,
) -> impl Iterator<Item = (&'c Column<'r>, usize)> {
    let below = |at: usize| -> usize {
        columns
            .get(at + 1..)
            .unwrap_or(&[])
            .iter()
            .map(Column::classes)
            .product()
    };
    columns
        .iter()
        .enumerate()
        .map(move |(at, column)| (column, cell / below(at) % column.classes()))
}

fn possible(rubric: &Rubric, columns: &[Column<'_>], case: &Case, decided: &[Decided<'_>]) -> bool {
    columns.iter().all(|column| {
        let (Column::Choice { fact, .. } | Column::Set { fact, .. }) = column else {
            return true;
        };
        let Some(asked) = rubric
            .facts
            .get(fact.index())
            .and_then(|fact| fact.asked.as_ref())
        else {
            return true;
        };
        let not_asked = case.answers.get(fact.index()) == Some(&Answer::NotAsked);
        match Facts::of(rubric, case, &[]).deciding(decided).holds(asked) {
            Ok(asked) => asked != not_asked,
            Err(_) => true,
        }
    })
}

/// What conditions read.
#[derive(Default)]
struct Reads<'r> {
    facts: BTreeSet<FactId>,
    /// Tests on sets, which decide what members are told apart.
    tests: Vec<(FactId, Quantity, Members)>,
    comparisons: Vec<&'r Condition>,
    criteria: bool,
}

impl<'r> Reads<'r> {
    fn add(&mut self, rubric: &'r Rubric, condition: &'r Condition) {
        match condition {
            Condition::Is { fact, .. } => {
                self.facts.insert(*fact);
            }
            Condition::Has {
                fact,
                quantity,
                members,
                ..
            } => {
                self.facts.insert(*fact);
                self.tests.push((*fact, *quantity, *members));
            }
            Condition::Compare { left, right, .. } => {
                if reads_criteria(rubric, left) || reads_criteria(rubric, right) {
                    self.criteria = true;
                } else if !self.comparisons.iter().any(|known| same(known, condition)) {
                    self.comparisons.push(condition);
                }
            }
            // Taken as a whole: it holds or does not.
            Condition::OfList { .. } => {
                if !self.comparisons.iter().any(|known| same(known, condition)) {
                    self.comparisons.push(condition);
                }
            }
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.add(rubric, part));
            }
            Condition::Not(inner) => self.add(rubric, inner),
        }
    }
}

/// Whether an expression reads a criterion, itself or through a named value.
pub(crate) fn reads_criteria(rubric: &Rubric, expression: &Expression) -> bool {
    let mut found = false;
    expression.walk(&mut |part| match part {
        Expression::Criterion(..) => found = true,
        Expression::Let(id, _) => {
            let inner = rubric.lets.get(id.index());
            found |= inner.is_some_and(|inner| reads_criteria(rubric, &inner.value));
        }
        _ => {}
    });
    found
}

/// Whether an expression multiplies different criteria with one another, itself, through a named value or through the
/// score.
pub(crate) fn multiplies_criteria(rubric: &Rubric, expression: &Expression) -> bool {
    let mut found = false;
    expression.walk(&mut |part| match part {
        Expression::Binary(Operator::Multiply, left, right, _) => {
            let (mut of_left, mut of_right) = (Vec::new(), Vec::new());
            criteria_read(rubric, left, &mut of_left);
            criteria_read(rubric, right, &mut of_right);
            let differ = |left: &CriterionId| of_right.iter().any(|right| left != right);
            found |= of_left.iter().any(differ);
        }
        Expression::Let(id, _) => {
            let inner = rubric.lets.get(id.index());
            found |= inner.is_some_and(|inner| multiplies_criteria(rubric, &inner.value));
        }
        Expression::Score(_) => found |= multiplies_criteria(rubric, &rubric.score),
        _ => {}
    });
    found
}

/// The criteria that an expression reads, itself, through a named value or through the score.
fn criteria_read(rubric: &Rubric, expression: &Expression, into: &mut Vec<CriterionId>) {
    expression.walk(&mut |part| match part {
        Expression::Criterion(id, _) => into.push(*id),
        Expression::Let(id, _) => {
            if let Some(inner) = rubric.lets.get(id.index()) {
                criteria_read(rubric, &inner.value, into);
            }
        }
        Expression::Score(_) => criteria_read(rubric, &rubric.score, into),
        _ => {}
    });
}

/// The groups of members that no test tells apart.
fn groups<'t>(
    members: usize,
    tests: impl Iterator<Item = &'t (FactId, Quantity, Members)>,
) -> Vec<Members> {
    let all = (0..members.min(Members::MOST) as u8).fold(Members::default(), |all, member| {
        all.with(Members::only(member))
    });
    let mut groups = vec![all];
    let split = |groups: Vec<Members>, by: Members| -> Vec<Members> {
        groups
            .into_iter()
            .flat_map(|group| [group.shared(by), Members(group.0 & !by.0)])
            .filter(|group| !group.is_empty())
            .collect()
    };
    for (_, quantity, named) in tests {
        match quantity {
            Quantity::Any | Quantity::Only => groups = split(groups, *named),
            // `all of` tells every named member from every other.
            Quantity::AllOf => {
                for member in named.iter() {
                    groups = split(groups, Members::only(member));
                }
            }
        }
    }
    groups
}

/// The conditions of all criteria; `None` when one is no list of rules with constant scores.
pub(crate) fn conditions_of_criteria(rubric: &Rubric) -> Option<Vec<&Condition>> {
    let mut conditions = Vec::new();
    for criterion in &rubric.criteria {
        let CriterionBody::Rules(rules) = &criterion.body else {
            return None;
        };
        rule_parts(rules, &mut conditions, &mut Vec::new())?;
    }
    Some(conditions)
}

/// The conditions and constant scores of rules; `None` when a score is no constant.
fn rule_parts<'r>(
    rules: &'r [Rule],
    conditions: &mut Vec<&'r Condition>,
    scores: &mut Vec<Number>,
) -> Option<()> {
    for rule in rules {
        match rule {
            Rule::Gives {
                value, condition, ..
            } => {
                conditions.extend(condition);
                if !matches!(value, Expression::NotApplicable(_)) {
                    scores.push(constant_score(value)?);
                }
            }
            Rule::When {
                condition, rules, ..
            } => {
                conditions.extend(condition);
                rule_parts(rules, conditions, scores)?;
            }
        }
    }
    Some(())
}

fn constant_score(value: &Expression) -> Option<Number> {
    match value {
        Expression::Constant(Value::Number(number), _) => Some(number.clone()),
        Expression::Negate(inner) => constant_score(inner).map(|n| Number::zero().minus(&n)),
        _ => None,
    }
}
