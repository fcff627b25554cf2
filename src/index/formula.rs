//! Totals worked out from other results: other indices, their parts, single indicators, and statistics over the
//! entities of this edition, of another one, or of all together.

use super::entity::IndexInput;
use super::ranking::{NO_NAMES, rank_rows};
use super::row::{Row, RowState, TOTAL_LEVEL};
use crate::diagnostic::{Diagnostic, Problem, Span};
use crate::language::arithmetic::{apply, deviation, mean, median, sum};
use crate::language::evaluate::{Case, answers, holds};
use crate::language::number::Number;
use crate::language::rubric::{Condition, Formula, Function, Index, Over, Statistic};
use crate::language::syntax::{MissingEffect, Operator};
use crate::project::{EditionId, EntityId};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use thiserror::Error;

/// Why a formula has no value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum FormulaError {
    #[error("the project has no edition `{edition}`")]
    NoEdition {
        edition: String,
        known: String,
        span: Span,
    },
    #[error("the edition `{edition}` has no index `{index}`, or it depends on this one")]
    NoIndex {
        edition: String,
        index: String,
        span: Span,
    },
}

impl Problem for FormulaError {
    fn diagnostic(&self) -> Diagnostic {
        match self {
            FormulaError::NoEdition { known, span, .. } => {
                Diagnostic::error("CW0601", self.to_string())
                    .at(*span)
                    .help(format!("the project has {known}"))
            }
            FormulaError::NoIndex { span, .. } => Diagnostic::error("CW0602", self.to_string())
                .at(*span)
                .help("let the rubric of that edition declare it, or take another edition"),
        }
    }
}

/// What formulas of all editions may read from one edition.
#[derive(Debug, Clone, Default)]
pub struct EditionValues {
    /// Its entities, in the order of their sheets.
    pub entities: Vec<EntityId>,
    /// Exact and shown totals by index.
    totals: HashMap<String, HashMap<EntityId, (Number, Number)>>,
    /// Scores of nodes by index and node.
    parts: HashMap<(String, String), HashMap<EntityId, Number>>,
    /// Scores of indicators.
    indicators: HashMap<String, HashMap<EntityId, Number>>,
}

impl EditionValues {
    /// Notes the scores of single indicators.
    pub fn indicator(&mut self, entity: &EntityId, indicator: &str, score: &Number) {
        let by_entity = self.indicators.entry(indicator.to_string()).or_default();
        by_entity.insert(entity.clone(), score.clone());
    }

    /// Notes the rows of an index.
    pub fn rows<'r>(&mut self, index: &str, rows: impl IntoIterator<Item = &'r Row>) {
        let totals = self.totals.entry(index.to_string()).or_default();
        for row in rows {
            let Some(score) = &row.score else { continue };
            if *row.level == *TOTAL_LEVEL {
                let shown = row.shown.clone().unwrap_or_else(|| score.clone());
                totals.insert(row.entity.clone(), (score.clone(), shown));
            } else if row.market.is_none() {
                let key = (index.to_string(), row.node.to_string());
                let by_entity = self.parts.entry(key).or_default();
                by_entity.insert(row.entity.clone(), score.clone());
            }
        }
    }

    /// Whether the rows of an index have been noted.
    pub fn has(&self, index: &str) -> bool {
        self.totals.contains_key(index)
    }
}

/// What a formula is worked out from.
#[derive(Debug, Clone, Copy)]
pub struct FormulaInput<'a> {
    /// The rubric, index and evidence of the edition.
    pub index: IndexInput<'a>,
    /// The place of the edition.
    pub edition: usize,
    /// All editions of the project with their values so far.
    pub editions: &'a [(EditionId, EditionValues)],
}

/// The indices a formula reads, with the places of their editions.
///
/// # Errors
/// Editions that the project does not have.
pub fn needs(
    index: &Index,
    edition: usize,
    editions: &[(EditionId, EditionValues)],
) -> Result<BTreeSet<(usize, String)>, FormulaError> {
    let mut found = BTreeSet::new();
    if let Some(formula) = &index.formula {
        collect(formula, &[edition], editions, &mut found)?;
    }
    Ok(found)
}

fn collect(
    formula: &Formula,
    at: &[usize],
    editions: &[(EditionId, EditionValues)],
    into: &mut BTreeSet<(usize, String)>,
) -> Result<(), FormulaError> {
    match formula {
        Formula::Constant(_) | Formula::Indicator(_) => {}
        Formula::Index { index, .. } | Formula::Part { index, .. } => {
            into.extend(at.iter().map(|at| (*at, index.clone())));
        }
        Formula::Negate(inner) => collect(inner, at, editions, into)?,
        Formula::If {
            then, otherwise, ..
        } => {
            collect(then, at, editions, into)?;
            collect(otherwise, at, editions, into)?;
        }
        Formula::Binary(_, left, right, _) => {
            collect(left, at, editions, into)?;
            collect(right, at, editions, into)?;
        }
        Formula::Call(_, arguments, _) | Formula::Copeland(arguments, _) => {
            for argument in arguments {
                collect(argument, at, editions, into)?;
            }
        }
        Formula::Statistic(statistic, of, over, span) => {
            let over: Vec<usize> = match over {
                Over::ThisEdition => at.to_vec(),
                Over::AllEditions => (0..editions.len()).collect(),
                Over::Edition(id) => vec![edition_named(id, editions, *span)?],
            };
            collect(of, &over, editions, into)?;
            if statistic.has_own_value() {
                collect(of, at, editions, into)?;
            }
        }
    }
    Ok(())
}

fn edition_named(
    id: &str,
    editions: &[(EditionId, EditionValues)],
    span: Span,
) -> Result<usize, FormulaError> {
    let found = editions.iter().position(|(known, _)| known.as_str() == id);
    found.ok_or_else(|| FormulaError::NoEdition {
        edition: id.to_string(),
        known: crate::diagnostic::one_of(editions.iter().map(|(known, _)| known.as_str())),
        span,
    })
}

/// The totals of an index that is worked out by a formula, ranked. Everything it [`needs`] must be there.
pub fn formula_rows(input: FormulaInput<'_>) -> Vec<Row> {
    let Some(formula) = &input.index.index.formula else {
        return Vec::new();
    };
    let kept = FormulaCache::default();
    let evaluator = Evaluator::of(input, &kept);
    let index = input.index.index;
    let operands = operands(formula);
    let expected = u32::try_from(operands.len()).unwrap_or(u32::MAX);
    let mut rows = Vec::new();
    for entity in &input.index.scores.entities {
        let given = entity
            .sheets
            .iter()
            .filter_map(|at| input.index.sheets.get(*at))
            .flat_map(|sheet| &sheet.given)
            .find(|given| given.level == TOTAL_LEVEL && given.node == index.name);
        let (score, state) = match given {
            Some(given) => (Some(given.score.clone()), RowState::Given),
            None => match evaluator.value(formula, input.edition, &entity.entity) {
                Some(score) => (Some(score), RowState::Scored),
                None => (None, RowState::NoScore),
            },
        };
        let known = operands
            .iter()
            .filter(|operand| {
                let value = evaluator.value(operand, input.edition, &entity.entity);
                value.is_some()
            })
            .count();
        let shown = score.as_ref().map(|score| index.shown(score));
        let grade = score.as_ref().and_then(|score| index.grade(score));
        rows.push(Row {
            index: Arc::from(index.name.as_str()),
            edition: input.index.edition.clone(),
            entity: entity.entity.clone(),
            level: Arc::from(TOTAL_LEVEL),
            node: Arc::from(index.name.as_str()),
            market: None,
            grade: grade.map(|grade| Arc::from(grade.name.as_str())),
            score,
            shown,
            rank: None,
            of: 0,
            group: None,
            tied: false,
            scored: u32::try_from(known).unwrap_or(u32::MAX),
            applicable: expected,
            expected,
            state,
        });
    }
    let group = |entity: &EntityId| input.index.group(entity);
    rank_rows(input.index.rubric, index, &group, NO_NAMES, &mut rows);
    rows
}

/// The results of the entity itself that a formula starts from, each once.
fn operands(formula: &Formula) -> Vec<&Formula> {
    fn add<'f>(formula: &'f Formula, into: &mut Vec<&'f Formula>) {
        match formula {
            Formula::Constant(_) => {}
            Formula::Index { .. } | Formula::Part { .. } | Formula::Indicator(_) => {
                if !into.iter().any(|known| same(known, formula)) {
                    into.push(formula);
                }
            }
            Formula::Negate(inner) => add(inner, into),
            Formula::If {
                then, otherwise, ..
            } => {
                add(then, into);
                add(otherwise, into);
            }
            Formula::Binary(_, left, right, _) => {
                add(left, into);
                add(right, into);
            }
            Formula::Call(_, arguments, _) | Formula::Copeland(arguments, _) => {
                arguments.iter().for_each(|argument| add(argument, into));
            }
            Formula::Statistic(statistic, of, ..) if statistic.has_own_value() => add(of, into),
            Formula::Statistic(..) => {}
        }
    }
    let mut operands = Vec::new();
    add(formula, &mut operands);
    operands
}

fn same(a: &Formula, b: &Formula) -> bool {
    match (a, b) {
        (Formula::Index { index: a, .. }, Formula::Index { index: b, .. }) => a == b,
        (Formula::Part { index, node }, Formula::Part { index: i, node: n }) => {
            index == i && node == n
        }
        (Formula::Indicator(a), Formula::Indicator(b)) => a == b,
        _ => false,
    }
}

/// What formulas work out over all entities, kept from one entity to the next.
#[derive(Default)]
pub struct FormulaCache {
    /// Values a statistic is about, sorted, by its place and the edition it is asked in.
    statistics: RefCell<HashMap<(Span, usize), Arc<Figures>>>,
    /// The values entities are compared by, by the same.
    standings: RefCell<HashMap<(Span, usize), Arc<Standings>>>,
}

pub(super) struct Evaluator<'a> {
    /// The facts of the entities.
    pub input: IndexInput<'a>,
    pub editions: &'a [(EditionId, EditionValues)],
    pub missing: MissingEffect,
    kept: &'a FormulaCache,
}

/// The values of all entities of an edition.
type Standings = Vec<(EntityId, Vec<Option<Number>>)>;

/// Values of entities with the figures about them that are asked for again and again.
pub(super) struct Figures {
    pub sorted: Vec<Number>,
    pub mean: Option<Number>,
    pub deviation: Option<Number>,
}

impl<'a> Evaluator<'a> {
    pub fn of(input: FormulaInput<'a>, kept: &'a FormulaCache) -> Self {
        Evaluator {
            input: input.index,
            editions: input.editions,
            missing: input.index.index.missing,
            kept,
        }
    }

    pub fn value(&self, formula: &Formula, edition: usize, entity: &EntityId) -> Option<Number> {
        let values = || self.editions.get(edition).map(|(_, values)| values);
        match formula {
            Formula::Constant(number) => Some(number.clone()),
            Formula::Index { index, shown } => {
                let (exact, as_shown) = values()?.totals.get(index)?.get(entity)?;
                Some(if *shown { as_shown } else { exact }.clone())
            }
            Formula::Part { index, node } => {
                let key = (index.clone(), node.clone());
                values()?.parts.get(&key)?.get(entity).cloned()
            }
            Formula::Indicator(id) => values()?.indicators.get(id)?.get(entity).cloned(),
            Formula::Negate(inner) => {
                let inner = self.value(inner, edition, entity)?;
                Some(Number::zero().minus(&inner))
            }
            Formula::Binary(operator, left, right, _) => {
                let left = self.or_zero(self.value(left, edition, entity))?;
                let right = self.or_zero(self.value(right, edition, entity))?;
                match operator {
                    Operator::Add => Some(left.plus(&right)),
                    Operator::Subtract => Some(left.minus(&right)),
                    Operator::Multiply => Some(left.times(&right)),
                    Operator::Divide => left.over(&right),
                }
            }
            Formula::Call(function, arguments, _) => {
                let mut numbers = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    match self.or_zero(self.value(argument, edition, entity)) {
                        Some(number) => numbers.push(number),
                        None if self.leaves_out(*function) => {}
                        None => return None,
                    }
                }
                if numbers.is_empty() {
                    return None;
                }
                apply(*function, &numbers)
            }
            Formula::Statistic(statistic, of, over, span) => {
                let figures = self.figures(of, over, *span, edition);
                let own = if statistic.has_own_value() {
                    Some(self.value(of, edition, entity)?)
                } else {
                    None
                };
                figures.statistic(*statistic, own)
            }
            Formula::If {
                condition,
                then,
                otherwise,
                ..
            } => match self.holds(condition, entity)? {
                true => self.value(then, edition, entity),
                false => self.value(otherwise, edition, entity),
            },
            Formula::Copeland(parts, span) => {
                let all = self.standings(parts, *span, edition);
                copeland(&all, entity)
            }
        }
    }

    /// Whether a condition about the entity holds; `None` where the project does not say.
    fn holds(&self, condition: &Condition, entity: &EntityId) -> Option<bool> {
        holds(self.input.rubric, &self.case(entity), condition).ok()
    }

    /// What the project says about an entity.
    pub fn case(&self, entity: &EntityId) -> Case {
        Case {
            answers: answers(
                self.input.rubric,
                self.input.entity_facts.of(entity).to_vec(),
            ),
            assessed: None,
            judged: Vec::new(),
        }
    }

    fn or_zero(&self, value: Option<Number>) -> Option<Number> {
        match (value, self.missing) {
            (None, MissingEffect::Zero) => Some(Number::zero()),
            (value, _) => value,
        }
    }

    /// Functions of any number of arguments can do without one of them.
    fn leaves_out(&self, function: Function) -> bool {
        self.missing == MissingEffect::LeftOut && *function.arguments().end() > 3
    }

    fn standings(&self, parts: &[Formula], span: Span, edition: usize) -> Arc<Standings> {
        if let Some(known) = self.kept.standings.borrow().get(&(span, edition)) {
            return known.clone();
        }
        let entities = self
            .editions
            .get(edition)
            .map(|(_, values)| &values.entities);
        let of_all = entities.into_iter().flatten().map(|entity| {
            let values = parts
                .iter()
                .map(|part| self.or_zero(self.value(part, edition, entity)));
            (entity.clone(), values.collect())
        });
        let found = Arc::new(of_all.collect::<Standings>());
        self.kept
            .standings
            .borrow_mut()
            .insert((span, edition), found.clone());
        found
    }

    /// The places of the editions a statistic is about.
    pub fn over(&self, over: &Over, span: Span, edition: usize) -> Vec<usize> {
        match over {
            Over::ThisEdition => vec![edition],
            Over::AllEditions => (0..self.editions.len()).collect(),
            // `needs` has found it.
            Over::Edition(id) => edition_named(id, self.editions, span).into_iter().collect(),
        }
    }

    pub fn figures(&self, of: &Formula, over: &Over, span: Span, edition: usize) -> Arc<Figures> {
        let at = self.over(over, span, edition);
        let key = (span, at.first().copied().unwrap_or(0));
        if let Some(known) = self.kept.statistics.borrow().get(&key) {
            return known.clone();
        }
        let mut values: Vec<Number> = Vec::new();
        for at in at {
            let entities = self.editions.get(at).map(|(_, values)| &values.entities);
            for entity in entities.into_iter().flatten() {
                values.extend(self.value(of, at, entity));
            }
        }
        values.sort();
        let figures = Arc::new(Figures {
            mean: mean(&values),
            deviation: deviation(&values),
            sorted: values,
        });
        self.kept
            .statistics
            .borrow_mut()
            .insert(key, figures.clone());
        figures
    }
}

/// Entities that an entity beats, less those that beat it: who is ahead in more of the values that both have. `None` for
/// an entity without any value.
fn copeland(all: &Standings, entity: &EntityId) -> Option<Number> {
    let (_, own) = all.iter().find(|(known, _)| known == entity)?;
    own.iter().flatten().next()?;
    let mut score = 0;
    for (_, others) in all.iter().filter(|(known, _)| known != entity) {
        let both = own
            .iter()
            .zip(others)
            .filter_map(|(own, other)| own.as_ref().zip(other.as_ref()));
        let ahead: i64 = both
            .map(|(own, other)| match own.cmp(other) {
                Ordering::Greater => 1,
                Ordering::Equal => 0,
                Ordering::Less => -1,
            })
            .sum();
        score += ahead.signum();
    }
    Some(Number::whole(score))
}

/// The value below which a share of sorted values lies, in proportion between two of them: the value at the place
/// (n − 1) × share, counted from 0.
pub(super) fn quantile(sorted: &[Number], share: &Number) -> Option<Number> {
    let last = i64::try_from(sorted.len().checked_sub(1)?).ok()?;
    let place = Number::whole(last).times(share);
    let below = apply(Function::Floor, std::slice::from_ref(&place))?;
    let at = usize::try_from(below.parts()?.0).ok()?;
    let (low, high) = (sorted.get(at)?, sorted.get(at + 1).or(sorted.get(at))?);
    let part = place.minus(&below);
    Some(low.plus(&high.minus(low).times(&part)))
}

impl Figures {
    fn statistic(&self, statistic: Statistic, own: Option<Number>) -> Option<Number> {
        let count = |number: usize| i64::try_from(number).ok().map(Number::whole);
        let below = |own: &Number| self.sorted.partition_point(|value| value < own);
        let above = |own: &Number| self.sorted.partition_point(|value| value <= own);
        match statistic {
            Statistic::Mean => self.mean.clone(),
            Statistic::Median => median(&self.sorted),
            Statistic::Min => self.sorted.first().cloned(),
            Statistic::Max => self.sorted.last().cloned(),
            Statistic::Sum => Some(sum(&self.sorted)),
            Statistic::Count => count(self.sorted.len()),
            Statistic::Deviation => self.deviation.clone(),
            Statistic::ZScore => own?
                .minus(self.mean.as_ref()?)
                .over(self.deviation.as_ref()?),
            Statistic::MinMax => {
                let (low, high) = (self.sorted.first()?, self.sorted.last()?);
                own?.minus(low).over(&high.minus(low))
            }
            Statistic::Rank => count(self.sorted.len() - above(&own?) + 1),
            Statistic::PercentileRank => {
                let own = own?;
                let twice = count(below(&own) + above(&own))?;
                twice.over(&count(2 * self.sorted.len())?)
            }
            Statistic::Quantile(share) => quantile(&self.sorted, &share.number()),
            Statistic::Winsorised(share) => {
                let share = share.number();
                let low = quantile(&self.sorted, &share)?;
                let high = quantile(&self.sorted, &Number::whole(1).minus(&share))?;
                Some(own?.max(low).min(high))
            }
            Statistic::Borda => {
                let own = own?;
                // The entity itself is among those that are equal.
                let twice = count((below(&own) + above(&own)).checked_sub(1)?)?;
                twice.over(&Number::whole(2))
            }
        }
    }
}
