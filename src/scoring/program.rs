//! A rubric as look-up tables.
//!
//! One table per criterion turns a cell into a score; one more table, over the scores of all criteria and the facts
//! that adjustments read, turns them into the outcome: adjusted criteria and final score. Where a rubric is too large
//! for that or reads measured numbers, its tree is walked instead; the meaning is the same.

use crate::language::evaluate::{
    Case, CriterionOutcome, DecidedBy, Outcome, Unscored, evaluate, settle,
};
use crate::language::number::Number;
use crate::language::rubric::{Condition, CriterionId, Expression, Rubric};
use crate::language::table::{
    Cell, Column, MOST_CELLS, Table, cell, columns, conditions_of_criteria, count, reads_criteria,
    representative,
};
use num_integer::Integer;
use std::collections::BTreeSet;

/// An outcome among the [`Outcomes`] of an edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutcomeId(u32);

/// The different outcomes of an edition: those of the tables, and one for each disclosure scored by its tree.
#[derive(Debug, Clone, Default)]
pub struct Outcomes {
    all: Vec<Outcome>,
}

impl Outcomes {
    /// An outcome; `None` only for an id of other outcomes.
    pub fn get(&self, id: OutcomeId) -> Option<&Outcome> {
        self.all.get(id.0 as usize)
    }

    fn add(&mut self, outcome: Outcome) -> OutcomeId {
        let id = OutcomeId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        self.all.push(outcome);
        id
    }
}

/// A rubric ready to score.
#[derive(Debug, Clone)]
pub struct Program<'r> {
    rubric: &'r Rubric,
    lookup: Option<Lookup<'r>>,
}

#[derive(Debug, Clone)]
struct Lookup<'r> {
    criteria: Vec<Table<'r>>,
    /// Per criterion and cell: the place of the score times the criterion's stride, or `NO_SCORE`.
    steps: Vec<Vec<u32>>,
    /// The facts that adjustments and the formula read themselves.
    context: Vec<Column<'r>>,
    context_cells: u32,
    /// All outcomes, by scores of the criteria (first varies slowest) and then context cell.
    outcomes: Vec<Outcome>,
    /// The score of each outcome in units of `1 / denominator`.
    points: Vec<i64>,
    denominator: i64,
}

/// A cell without a score; larger than any table.
const NO_SCORE: u32 = u32::MAX;

/// Disclosures as cells: per disclosure one cell of each criterion and one of the context.
#[derive(Debug, Clone, Default)]
pub struct CompiledEvidence {
    cells: Vec<u16>,
    width: usize,
}

impl CompiledEvidence {
    /// How many disclosures it holds.
    pub fn len(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or(0)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

impl<'r> Program<'r> {
    /// Compiles a rubric.
    pub fn new(rubric: &'r Rubric) -> Self {
        Program {
            rubric,
            lookup: Lookup::of(rubric),
        }
    }

    /// The rubric.
    pub fn rubric(&self) -> &'r Rubric {
        self.rubric
    }

    /// The table of a criterion, where the rubric could be tabulated.
    pub fn table(&self, criterion: CriterionId) -> Option<&Table<'r>> {
        self.lookup.as_ref()?.criteria.get(criterion.index())
    }

    /// The outcomes of the tables, to which scoring adds.
    pub fn outcomes(&self) -> Outcomes {
        Outcomes {
            all: self
                .lookup
                .as_ref()
                .map_or_else(Vec::new, |lookup| lookup.outcomes.clone()),
        }
    }

    /// The different scores a disclosure can get, ascending; `None` where the rubric could not be tabulated.
    ///
    /// Criteria are combined freely, so a score counts as reachable when some criteria give it.
    pub fn reachable_scores(&self) -> Option<Vec<Number>> {
        let outcomes = &self.lookup.as_ref()?.outcomes;
        let scores: BTreeSet<&Number> = outcomes.iter().map(|outcome| &outcome.score).collect();
        Some(scores.into_iter().cloned().collect())
    }

    /// Scores one disclosure: by look-up where possible, by walking the tree where a judgement or a measured number is
    /// involved or a fact is missing.
    ///
    /// # Errors
    /// [`Unscored`] when something that is shown cannot be settled.
    pub fn score(&self, case: &Case, outcomes: &mut Outcomes) -> Result<OutcomeId, Unscored> {
        if case.judged.iter().all(Option::is_none)
            && let Some(lookup) = &self.lookup
            && let Some(id) = lookup.look_up(self.rubric, case)
        {
            return Ok(id);
        }
        evaluate(self.rubric, case).map(|outcome| outcomes.add(outcome))
    }

    /// The score of one disclosure, without keeping how it came about.
    ///
    /// # Errors
    /// [`Unscored`] when something that is shown cannot be settled.
    pub fn score_alone(&self, case: &Case) -> Result<Number, Unscored> {
        if case.judged.iter().all(Option::is_none)
            && let Some(lookup) = &self.lookup
            && let Some(id) = lookup.look_up(self.rubric, case)
            && let Some(outcome) = lookup.outcomes.get(id.0 as usize)
        {
            return Ok(outcome.score.clone());
        }
        evaluate(self.rubric, case).map(|outcome| outcome.score)
    }

    /// What the rubric can tell apart in a disclosure, all criteria, adjustments and the formula taken together; `None` where
    /// the rubric could not be tabulated.
    pub(crate) fn columns(&self) -> Option<Vec<Column<'r>>> {
        self.lookup.as_ref()?;
        let mut conditions = conditions_of_criteria(self.rubric)?;
        conditions.extend(context_tests(self.rubric)?);
        columns(self.rubric, &conditions)
    }

    /// Adds a disclosure to compiled evidence; gives `false` back when it must be scored by its tree.
    pub fn compile(&self, case: &Case, evidence: &mut CompiledEvidence) -> bool {
        let Some(lookup) = &self.lookup else {
            return false;
        };
        let Some(cells) = lookup.cells(self.rubric, case) else {
            return false;
        };
        evidence.width = cells.len();
        evidence.cells.extend(cells);
        true
    }

    /// Scores compiled evidence: the score of each disclosure in units of `1 / denominator`.
    ///
    /// A cell that no rule scores gives the largest `i64`; compiling refuses such disclosures.
    pub fn score_compiled(&self, evidence: &CompiledEvidence, points: &mut Vec<i64>) -> i64 {
        let Some(lookup) = &self.lookup else { return 1 };
        points.clear();
        points.reserve(evidence.len());
        let width = evidence.width.max(1);
        points.extend(evidence.cells.chunks_exact(width).map(|cells| {
            let steps = lookup.steps.iter().zip(cells);
            let by_criteria = steps.fold(0u32, |at, (steps, cell)| {
                let step = steps.get(usize::from(*cell)).copied().unwrap_or(NO_SCORE);
                at.saturating_add(step)
            });
            let context = cells.last().copied().map_or(0, u32::from);
            let at = by_criteria.saturating_add(context) as usize;
            lookup.points.get(at).copied().unwrap_or(i64::MAX)
        }));
        lookup.denominator
    }
}

impl<'r> Lookup<'r> {
    fn of(rubric: &'r Rubric) -> Option<Self> {
        let ids = (0u16..).map(CriterionId).take(rubric.criteria.len());
        let criteria: Vec<Table<'r>> =
            ids.map(|id| Table::of(rubric, id)).collect::<Option<_>>()?;
        let context = context(rubric)?;
        let context_cells = count(&context)?;
        let combinations = criteria
            .iter()
            .try_fold(context_cells, |all, table| {
                all.checked_mul(table.scores.len())
            })
            .filter(|all| *all <= MOST_CELLS)?;
        let mut outcomes = Vec::with_capacity(combinations);
        for at in 0..combinations / context_cells.max(1) {
            let firsts = firsts(&criteria, at);
            for context_cell in 0..context_cells {
                let (case, decided) = representative(rubric, &context, context_cell);
                let firsts = firsts.iter().cloned().map(Ok).collect();
                outcomes.push(settle(rubric, &case, firsts, &decided).ok()?);
            }
        }
        let (points, denominator) = points(&outcomes)?;
        let context_cells = u32::try_from(context_cells).ok()?;
        let mut stride = context_cells;
        let mut steps = Vec::new();
        for table in criteria.iter().rev() {
            steps.push(
                table
                    .cells
                    .iter()
                    .map(|cell| match cell {
                        Cell::Score { score, .. } => u32::from(*score) * stride,
                        Cell::Gap | Cell::Impossible | Cell::NotApplicable(_) => NO_SCORE,
                    })
                    .collect(),
            );
            stride = stride.checked_mul(u32::try_from(table.scores.len()).ok()?)?;
        }
        steps.reverse();
        Some(Lookup {
            criteria,
            steps,
            context,
            context_cells,
            outcomes,
            points,
            denominator,
        })
    }

    fn cells(&self, rubric: &Rubric, case: &Case) -> Option<Vec<u16>> {
        let mut cells = Vec::with_capacity(self.criteria.len() + 1);
        for (table, steps) in self.criteria.iter().zip(&self.steps) {
            let cell = table.cell(rubric, case)?;
            if *steps.get(cell)? == NO_SCORE {
                return None;
            }
            cells.push(u16::try_from(cell).ok()?);
        }
        cells.push(u16::try_from(cell(&self.context, rubric, case)?).ok()?);
        Some(cells)
    }

    fn look_up(&self, rubric: &Rubric, case: &Case) -> Option<OutcomeId> {
        let mut at = 0u32;
        for (table, steps) in self.criteria.iter().zip(&self.steps) {
            let step = *steps.get(table.cell(rubric, case)?)?;
            if step == NO_SCORE {
                return None;
            }
            at += step;
        }
        let context = u32::try_from(cell(&self.context, rubric, case)?).ok()?;
        (context < self.context_cells).then_some(OutcomeId(at + context))
    }
}

/// The facts read by adjustments and by the formula itself, as columns. Comparisons between criteria need none: the
/// criteria are known when an outcome is made.
fn context(rubric: &Rubric) -> Option<Vec<Column<'_>>> {
    columns(rubric, &context_tests(rubric)?)
}

fn context_tests(rubric: &Rubric) -> Option<Vec<&Condition>> {
    let mut reads = Vec::new();
    let expressions = rubric
        .adjustments
        .iter()
        .map(|adjustment| &adjustment.value);
    for expression in expressions.chain([&rubric.score]) {
        expression_parts(rubric, expression, &mut reads)?;
    }
    for adjustment in &rubric.adjustments {
        fact_tests(rubric, &adjustment.condition, &mut reads);
    }
    Some(reads)
}

/// `None` when an expression reads a fact's value itself: then scores are not finitely many.
fn expression_parts<'r>(
    rubric: &'r Rubric,
    expression: &'r Expression,
    into: &mut Vec<&'r Condition>,
) -> Option<()> {
    let mut tabulable = true;
    let mut conditions = Vec::new();
    let mut inner = Vec::new();
    expression.walk(&mut |part| match part {
        Expression::Fact(..) | Expression::Assessed(_) | Expression::OfList { .. } => {
            tabulable = false;
        }
        Expression::If(condition, _, _) => conditions.push(&**condition),
        Expression::Let(id, _) => inner.extend(rubric.lets.get(id.index())),
        _ => {}
    });
    for item in inner {
        expression_parts(rubric, &item.value, into)?;
    }
    for condition in conditions {
        fact_tests(rubric, condition, into);
    }
    tabulable.then_some(())
}

/// The tests on facts inside a condition; comparisons between criteria are left out.
fn fact_tests<'r>(rubric: &'r Rubric, condition: &'r Condition, into: &mut Vec<&'r Condition>) {
    condition.walk(&mut |part| match part {
        Condition::Is { .. } | Condition::Has { .. } | Condition::OfList { .. } => into.push(part),
        Condition::Compare { left, right, .. } => {
            if !reads_criteria(rubric, left) && !reads_criteria(rubric, right) {
                into.push(part);
            }
        }
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
    });
}

fn firsts(criteria: &[Table<'_>], mut at: usize) -> Vec<CriterionOutcome> {
    let mut firsts = Vec::with_capacity(criteria.len());
    for table in criteria.iter().rev() {
        let size = table.scores.len().max(1);
        let score = table
            .scores
            .get(at % size)
            .cloned()
            .unwrap_or_else(Number::zero);
        at /= size;
        firsts.push(CriterionOutcome {
            first: score.clone(),
            by: DecidedBy::Formula,
            adjusted: Vec::new(),
            score,
            applicable: true,
        });
    }
    firsts.reverse();
    firsts
}

/// Scores as whole numbers of a common unit; `None` when they do not fit.
fn points(outcomes: &[Outcome]) -> Option<(Vec<i64>, i64)> {
    let mut denominator = 1i64;
    for outcome in outcomes {
        let (_, own) = outcome.score.parts()?;
        let common = denominator.gcd(&own);
        denominator = denominator.checked_mul(own / common)?;
    }
    let points = outcomes.iter().map(|outcome| {
        let (numerator, own) = outcome.score.parts()?;
        numerator.checked_mul(denominator / own)
    });
    Some((points.collect::<Option<_>>()?, denominator))
}
