//! The reference meaning of a rubric: walking the tree. Decision tables and every other form must agree with this.
//!
//! A fact may be known, not asked (a test on it never holds), or missing although it is asked. What depends on a
//! missing fact is *open*: the evaluator does not guess, it says which facts would settle it. A disclosure can be
//! scored as soon as nothing that is shown depends on a missing fact.

use super::arithmetic;
use super::calendar::{Duration, Period, period_due};
use super::number::Number;
use super::rubric::{
    Condition, CriterionBody, CriterionId, Expression, FactId, Function, Rubric, Rule,
};
use super::syntax::{FactRole, ListFigure, Operator, Quantity};
use super::value::{Members, Value};
use crate::diagnostic::Span;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What is known about one fact of one disclosure.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It has a value.
    Known(Value),
    /// It is asked, and no value was given.
    Missing,
    /// It is not asked.
    NotAsked,
}

/// One disclosure as the evaluator sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// One answer per fact of the rubric.
    pub answers: Vec<Answer>,
    /// The day of the assessment.
    pub assessed: Option<Date>,
    /// Criteria the assessor scored directly, one entry per criterion.
    pub judged: Vec<Option<Number>>,
}

/// The scores of one disclosure and how they came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// One entry per criterion.
    pub criteria: Vec<CriterionOutcome>,
    /// The score.
    pub score: Number,
}

/// The score of one criterion and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionOutcome {
    /// What the rules (or the judgement) gave.
    pub first: Number,
    /// What decided that.
    pub by: DecidedBy,
    /// The adjustments that changed it, by their place in the rubric, in order.
    pub adjusted: Vec<u16>,
    /// The score after adjustment; 0 where it does not apply.
    pub score: Number,
    /// Whether the criterion applies to the disclosure.
    pub applicable: bool,
}

/// What decided the score of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecidedBy {
    /// The rule of this number.
    Rule(u16),
    /// The criterion's formula.
    Formula,
    /// The assessor.
    Judgement,
}

/// Why a disclosure has no score.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unscored {
    /// Facts are missing.
    #[error("facts are missing")]
    Open(BTreeSet<FactId>),
    /// Optional facts have no answer.
    #[error("facts are not known")]
    NotKnown(BTreeSet<FactId>),
    /// It does not apply; the rule that says so, where one does.
    #[error("it does not apply")]
    NotApplicable(Option<u16>),
    /// The date of the assessment is missing.
    #[error("the date of the assessment is missing")]
    NotDated,
    /// The criterion must be judged by the assessor and was not.
    #[error("a judgement is missing")]
    NotJudged(CriterionId),
    /// No rule of the criterion fits.
    #[error("no rule fits")]
    NoRule(CriterionId),
    /// A division by zero.
    #[error("division by zero")]
    DivisionByZero(Span),
    /// A date, period or number out of the range that can be reckoned with.
    #[error("out of range")]
    OutOfRange(Span),
}

impl Unscored {
    /// Both reasons as one: missing facts add up; anything else comes before them.
    fn and(self, other: Unscored) -> Unscored {
        match (self, other) {
            (Unscored::Open(mut facts), Unscored::Open(more)) => {
                facts.extend(more);
                Unscored::Open(facts)
            }
            // What is missing can be filled in; then it may turn out that something is not known.
            (Unscored::NotKnown(_), other @ Unscored::Open(_)) => other,
            (first @ Unscored::Open(_), Unscored::NotKnown(_)) => first,
            (Unscored::NotKnown(mut facts), Unscored::NotKnown(more)) => {
                facts.extend(more);
                Unscored::NotKnown(facts)
            }
            // What does not apply weighs least: everything else has to be settled first.
            (Unscored::NotApplicable(_), other) => other,
            (first, Unscored::NotApplicable(_)) => first,
            (Unscored::Open(_) | Unscored::NotKnown(_), other) => other,
            (first, _) => first,
        }
    }
}

/// Works out which facts are asked. `given` holds one entry per fact of the rubric.
///
/// A value given for a fact that is not asked is not used; the answer is [`Answer::NotAsked`].
pub fn answers(rubric: &Rubric, given: Vec<Option<Value>>) -> Vec<Answer> {
    let mut answers: Vec<Answer> = given
        .into_iter()
        .map(|value| value.map_or(Answer::Missing, Answer::Known))
        .collect();
    answers.resize(rubric.facts.len(), Answer::Missing);
    // A field is answered within the records of its list only.
    for (answer, fact) in answers.iter_mut().zip(&rubric.facts) {
        if fact.field_of.is_some() {
            *answer = Answer::NotAsked;
        }
    }
    // Whether a fact is asked may depend on the indicator and on facts declared before it, so indicators go first.
    for role in [FactRole::Entity, FactRole::Indicator, FactRole::Evidence] {
        for (id, fact) in rubric.facts_of(role) {
            if fact.optional
                && let Some(answer @ Answer::Missing) = answers.get_mut(id.index())
            {
                *answer = Answer::NotAsked;
            }
            let Some(asked) = &fact.asked else { continue };
            let facts = Facts {
                rubric,
                answers: &answers,
                assessed: None,
                criteria: &[],
                decided: &[],
            };
            if facts.holds(asked) == Ok(false)
                && let Some(answer) = answers.get_mut(id.index())
            {
                *answer = Answer::NotAsked;
            }
        }
    }
    answers
}

/// Scores one disclosure.
///
/// # Errors
/// [`Unscored`] when something that is shown cannot be settled.
pub fn evaluate(rubric: &Rubric, case: &Case) -> Result<Outcome, Unscored> {
    evaluate_deciding(rubric, case, &[])
}

/// The same with some comparisons decided beforehand.
pub(crate) fn evaluate_deciding(
    rubric: &Rubric,
    case: &Case,
    decided: &[Decided<'_>],
) -> Result<Outcome, Unscored> {
    let criteria = first_scores_deciding(rubric, case, decided);
    settle(rubric, case, criteria, decided)
}

/// A criterion, or why it cannot be settled.
pub(crate) type Settled = Result<CriterionOutcome, Unscored>;

/// The criteria of a disclosure: what rules, formulas and judgements gave, and what they are after all adjustments.
pub(crate) fn criteria(rubric: &Rubric, case: &Case) -> (Vec<Settled>, Vec<Settled>) {
    let first = first_scores(rubric, case);
    let mut adjusted = first.clone();
    adjust(rubric, case, &mut adjusted, &[]);
    (first, adjusted)
}

/// What rules, formulas and judgements give, before any adjustment.
fn first_scores(rubric: &Rubric, case: &Case) -> Vec<Result<CriterionOutcome, Unscored>> {
    first_scores_deciding(rubric, case, &[])
}

/// The same with some comparisons decided beforehand.
fn first_scores_deciding(
    rubric: &Rubric,
    case: &Case,
    decided: &[Decided<'_>],
) -> Vec<Result<CriterionOutcome, Unscored>> {
    let count = rubric.criteria.len();
    let mut criteria: Vec<Result<CriterionOutcome, Unscored>> = Vec::with_capacity(count);
    let mut known: Vec<Part> = Vec::with_capacity(count);
    for (at, id) in (0..count).zip(0u16..) {
        let facts = Facts::of(rubric, case, &known).deciding(decided);
        let judged = case.judged.get(at).and_then(Option::as_ref);
        let criterion = match facts.first_score(CriterionId(id), judged) {
            Ok((score, by)) => Ok(CriterionOutcome {
                first: score.clone(),
                by,
                adjusted: Vec::new(),
                score,
                applicable: true,
            }),
            Err(Unscored::NotApplicable(rule)) => Ok(CriterionOutcome {
                first: Number::zero(),
                by: rule.map_or(DecidedBy::Formula, DecidedBy::Rule),
                adjusted: Vec::new(),
                score: Number::zero(),
                applicable: false,
            }),
            Err(reason) => Err(reason),
        };
        known.push(Part::of(&criterion));
        criteria.push(criterion);
    }
    criteria
}

/// What facts alone give each criterion, whatever it was judged; `None` where facts are missing, it does not apply, or
/// only an assessor can score it.
pub fn scores_by_facts(rubric: &Rubric, case: &Case) -> Vec<Option<Number>> {
    let by_facts = |body: &CriterionBody| !matches!(body, CriterionBody::Judged);
    let mut bare = case.clone();
    for (judged, criterion) in bare.judged.iter_mut().zip(&rubric.criteria) {
        if by_facts(&criterion.body) {
            *judged = None;
        }
    }
    let scores = first_scores(rubric, &bare).into_iter();
    let scores = scores.zip(&rubric.criteria).map(|(score, criterion)| {
        let score = score.ok().filter(|score| score.applicable)?;
        by_facts(&criterion.body).then_some(score.first)
    });
    scores.collect()
}

/// The further scores of a disclosure, in the rubric's order; `None` where one depends on what is not known.
///
/// # Errors
/// [`Unscored`] when one cannot be worked out though everything is known.
pub fn further_scores(rubric: &Rubric, case: &Case) -> Result<Vec<Option<Number>>, Unscored> {
    if rubric.further_scores.is_empty() {
        return Ok(Vec::new());
    }
    let mut criteria = first_scores(rubric, case);
    adjust(rubric, case, &mut criteria, &[]);
    let scores: Vec<Part> = criteria.iter().map(Part::of).collect();
    let facts = Facts::of(rubric, case, &scores);
    let worked_out = rubric.further_scores.iter().map(|score| {
        match facts.number(&score.value) {
            Ok(number) => Ok(Some(number)),
            // An open criterion has no facts of its own to name.
            Err(Unscored::NotKnown(_) | Unscored::NotApplicable(_)) => Ok(None),
            Err(Unscored::Open(facts)) if facts.is_empty() => Ok(None),
            Err(reason) => Err(reason),
        }
    });
    worked_out.collect()
}

/// From what the rules gave to the score: adjustments in order, then the formula.
pub(crate) fn settle(
    rubric: &Rubric,
    case: &Case,
    mut criteria: Vec<Result<CriterionOutcome, Unscored>>,
    decided: &[Decided<'_>],
) -> Result<Outcome, Unscored> {
    adjust(rubric, case, &mut criteria, decided);

    // Everything that is shown must be settled: all criteria, not only those that happen to decide the score.
    let mut settled = Vec::with_capacity(criteria.len());
    let mut open: Option<Unscored> = None;
    for criterion in criteria {
        match criterion {
            Ok(outcome) => settled.push(outcome),
            Err(reason) => open = Some(open.map_or(reason.clone(), |open| open.and(reason))),
        }
    }
    if let Some(reason) = open {
        return Err(reason);
    }
    let scores: Vec<Part> = settled.iter().map(Part::of_settled).collect();
    let facts = Facts::of(rubric, case, &scores).deciding(decided);
    let score = facts.number(&rubric.score)?;
    Ok(Outcome {
        criteria: settled,
        score,
    })
}

fn adjust(
    rubric: &Rubric,
    case: &Case,
    criteria: &mut [Result<CriterionOutcome, Unscored>],
    decided: &[Decided<'_>],
) {
    let mut now: Vec<Part> = criteria.iter().map(Part::of).collect();
    for (adjustment, number) in rubric.adjustments.iter().zip(0u16..) {
        let facts = Facts::of(rubric, case, &now).deciding(decided);
        let change = match facts.holds(&adjustment.condition) {
            Ok(false) => continue,
            Ok(true) => facts.number(&adjustment.value),
            // Open: what the criterion is after this adjustment is open too.
            Err(reason) => Err(reason),
        };
        for id in &adjustment.criteria {
            let Some(slot) = criteria.get_mut(id.index()) else {
                continue;
            };
            match &change {
                Ok(score) => {
                    if let Ok(outcome) = slot {
                        outcome.adjusted.push(number);
                        outcome.score = score.clone();
                        outcome.applicable = true;
                    } else {
                        *slot = Ok(CriterionOutcome {
                            first: score.clone(),
                            by: DecidedBy::Formula,
                            adjusted: vec![number],
                            score: score.clone(),
                            applicable: true,
                        });
                    }
                }
                Err(reason) => {
                    *slot = Err(match std::mem::replace(slot, Err(Unscored::NotDated)) {
                        Err(before) => before.and(reason.clone()),
                        Ok(_) => reason.clone(),
                    });
                }
            }
            if let Some(part) = now.get_mut(id.index()) {
                *part = change
                    .as_ref()
                    .map_or(Part::Open, |score| Part::Score(score.clone()));
            }
        }
    }
}

/// A comparison whose outcome is given instead of worked out; this is how a decision table fills its cells.
pub(crate) type Decided<'a> = (&'a Condition, bool);

/// What is known of a criterion while others are worked out.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Score(Number),
    /// It cannot be settled.
    Open,
    NotApplicable,
}

impl Part {
    pub(super) fn of(criterion: &Settled) -> Self {
        criterion.as_ref().map_or(Part::Open, Part::of_settled)
    }

    fn of_settled(outcome: &CriterionOutcome) -> Self {
        match outcome.applicable {
            true => Part::Score(outcome.score.clone()),
            false => Part::NotApplicable,
        }
    }
}

/// What names stand for while something is evaluated.
pub(super) struct Facts<'a> {
    rubric: &'a Rubric,
    answers: &'a [Answer],
    assessed: Option<Date>,
    /// The criteria so far.
    criteria: &'a [Part],
    decided: &'a [Decided<'a>],
}

impl<'a> Facts<'a> {
    pub(super) fn of(rubric: &'a Rubric, case: &'a Case, criteria: &'a [Part]) -> Self {
        Facts {
            rubric,
            answers: &case.answers,
            assessed: case.assessed,
            criteria,
            decided: &[],
        }
    }

    /// The same with some comparisons decided beforehand.
    pub(super) fn deciding(self, decided: &'a [Decided<'a>]) -> Self {
        Facts { decided, ..self }
    }

    fn is_optional(&self, fact: FactId) -> bool {
        let fact = self.rubric.facts.get(fact.index());
        fact.is_some_and(|fact| fact.optional)
    }

    fn answer(&self, fact: FactId) -> &Answer {
        self.answers.get(fact.index()).unwrap_or(&Answer::Missing)
    }

    pub(super) fn first_score(
        &self,
        id: CriterionId,
        judged: Option<&Number>,
    ) -> Result<(Number, DecidedBy), Unscored> {
        if let Some(score) = judged {
            return Ok((score.clone(), DecidedBy::Judgement));
        }
        // Ids are handed out by the checker, one per criterion.
        let Some(criterion) = self.rubric.criteria.get(id.index()) else {
            return Err(Unscored::NoRule(id));
        };
        match &criterion.body {
            CriterionBody::Judged => Err(Unscored::NotJudged(id)),
            CriterionBody::Formula(formula) => self
                .number(formula)
                .map(|score| (score, DecidedBy::Formula)),
            CriterionBody::Rules(rules) => match self.first_that_fits(rules)? {
                Some((score, number)) => Ok((score, DecidedBy::Rule(number))),
                None => Err(Unscored::NoRule(id)),
            },
        }
    }

    fn first_that_fits(&self, rules: &[Rule]) -> Result<Option<(Number, u16)>, Unscored> {
        for rule in rules {
            let condition = match rule {
                Rule::Gives { condition, .. } | Rule::When { condition, .. } => condition,
            };
            if let Some(condition) = condition
                && !self.holds(condition)?
            {
                continue;
            }
            return match rule {
                Rule::Gives {
                    value: Expression::NotApplicable(_),
                    number,
                    ..
                } => Err(Unscored::NotApplicable(Some(*number))),
                Rule::Gives { value, number, .. } => Ok(Some((self.number(value)?, *number))),
                Rule::When { rules, .. } => self.first_that_fits(rules),
            };
        }
        Ok(None)
    }

    /// Whether a condition holds. Of several parts one can settle it while another is open.
    pub(super) fn holds(&self, condition: &Condition) -> Result<bool, Unscored> {
        match condition {
            Condition::Is {
                fact,
                answers,
                negated,
                ..
            } => match self.answer(*fact) {
                Answer::Known(Value::Choice(at)) => Ok(answers.has(*at) != *negated),
                Answer::Missing => Err(open(*fact)),
                Answer::Known(_) | Answer::NotAsked => Ok(false),
            },
            Condition::Has {
                fact,
                quantity,
                members,
                ..
            } => match self.answer(*fact) {
                Answer::Known(Value::Set(given)) => Ok(has(*given, *quantity, *members)),
                Answer::Missing => Err(open(*fact)),
                Answer::Known(_) | Answer::NotAsked => Ok(false),
            },
            Condition::Compare {
                left,
                comparison,
                right,
                ..
            } => {
                if let Some((_, holds)) = self.decided.iter().find(|(c, _)| same(c, condition)) {
                    return Ok(*holds);
                }
                if self.reads_not_asked(left) || self.reads_not_asked(right) {
                    return Ok(false);
                }
                let (left, right) = match both(self.value(left), self.value(right)) {
                    // A test on what does not apply does not hold.
                    Err(Unscored::NotApplicable(_)) => return Ok(false),
                    found => found?,
                };
                Ok(compare(&left, &right).is_some_and(|order| comparison.holds(order)))
            }
            Condition::OfList {
                all, list, test, ..
            } => {
                if let Some((_, holds)) = self.decided.iter().find(|(c, _)| same(c, condition)) {
                    return Ok(*holds);
                }
                let Some(records) = self.records(*list)? else {
                    return Ok(false);
                };
                for record in &records {
                    if self.within(record).holds(test)? != *all {
                        return Ok(!*all);
                    }
                }
                Ok(*all)
            }
            Condition::All(parts) => self.settle(parts, false),
            Condition::Any(parts) => self.settle(parts, true),
            Condition::Not(inner) => self.holds(inner).map(|holds| !holds),
        }
    }

    /// `All` is settled by one part that is false, `Any` by one that is true.
    fn settle(&self, parts: &[Condition], by: bool) -> Result<bool, Unscored> {
        let mut open: Option<Unscored> = None;
        for part in parts {
            match self.holds(part) {
                Ok(holds) if holds == by => return Ok(by),
                Ok(_) => {}
                Err(reason) => open = Some(open.map_or(reason.clone(), |open| open.and(reason))),
            }
        }
        open.map_or(Ok(!by), Err)
    }

    /// The answers with each record of a list put in for its fields; `None` when the list is not asked.
    fn records(&self, list: FactId) -> Result<Option<Vec<Vec<Answer>>>, Unscored> {
        let records = match self.answer(list) {
            Answer::Known(Value::Records(records)) => records,
            Answer::Missing => return Err(open(list)),
            Answer::Known(_) | Answer::NotAsked => return Ok(None),
        };
        let fields: Vec<usize> = (0..)
            .zip(&self.rubric.facts)
            .filter(|(_, fact)| fact.field_of == Some(list))
            .map(|(at, _)| at)
            .collect();
        let filled = records.iter().map(|record| {
            let mut answers = self.answers.to_vec();
            for (at, value) in fields.iter().zip(record) {
                if let Some(slot) = answers.get_mut(*at) {
                    *slot = value.clone().map_or(Answer::NotAsked, Answer::Known);
                }
            }
            answers
        });
        Ok(Some(filled.collect()))
    }

    /// The same with other answers.
    fn within<'b>(&'b self, answers: &'b [Answer]) -> Facts<'b> {
        Facts {
            rubric: self.rubric,
            answers,
            assessed: self.assessed,
            criteria: self.criteria,
            // What was decided beforehand is about the disclosure, not about a record.
            decided: &[],
        }
    }

    fn of_list(
        &self,
        figure: ListFigure,
        field: Option<FactId>,
        list: FactId,
        test: Option<&Condition>,
    ) -> Result<Number, Unscored> {
        let unknown = || Unscored::NotKnown(BTreeSet::from([list]));
        let records = self.records(list)?.ok_or_else(unknown)?;
        let all = records.len();
        let mut chosen = Vec::new();
        for record in records {
            let passes = match test {
                Some(test) => self.within(&record).holds(test)?,
                None => true,
            };
            if passes {
                chosen.push(record);
            }
        }
        let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let values: Vec<Number> = chosen
            .iter()
            .filter_map(|record| match record.get(field?.index()) {
                Some(Answer::Known(Value::Number(number))) => Some(number.clone()),
                _ => None,
            })
            .collect();
        let found = match figure {
            ListFigure::Count => Some(Number::whole(whole(chosen.len()))),
            ListFigure::Share => Number::ratio(whole(chosen.len()), whole(all)),
            ListFigure::Mean => arithmetic::mean(&values),
            ListFigure::Median => arithmetic::median(&values),
            ListFigure::Min => values.into_iter().min(),
            ListFigure::Max => values.into_iter().max(),
            ListFigure::Sum => Some(arithmetic::sum(&values)),
        };
        // A mean of nothing is not known.
        found.ok_or_else(unknown)
    }

    fn reads_not_asked(&self, expression: &Expression) -> bool {
        let mut found = false;
        expression.walk(&mut |part| match part {
            Expression::Fact(fact, _) => found |= *self.answer(*fact) == Answer::NotAsked,
            // A figure about no record is as unknown as a fact that is not asked.
            Expression::OfList { .. } => {
                found |= matches!(self.value(part), Err(Unscored::NotKnown(_)));
            }
            Expression::Let(id, _) => {
                let inner = self.rubric.lets.get(id.index());
                found |= inner.is_some_and(|inner| self.reads_not_asked(&inner.value));
            }
            _ => {}
        });
        found
    }

    pub(super) fn number(&self, expression: &Expression) -> Result<Number, Unscored> {
        match self.value(expression)? {
            Value::Number(number) => Ok(number),
            // The checker lets only numbers through to where a number is needed.
            _ => Err(Unscored::OutOfRange(span_of(expression))),
        }
    }

    pub(super) fn value(&self, expression: &Expression) -> Result<Value, Unscored> {
        match expression {
            Expression::Constant(value, _) => Ok(value.clone()),
            Expression::Fact(fact, _) => match self.answer(*fact) {
                Answer::Known(value) => Ok(value.clone()),
                Answer::NotAsked if self.is_optional(*fact) => {
                    Err(Unscored::NotKnown(BTreeSet::from([*fact])))
                }
                Answer::Missing | Answer::NotAsked => Err(open(*fact)),
            },
            Expression::Criterion(id, _) => {
                match self.criteria.get(id.index()) {
                    Some(Part::Score(score)) => Ok(Value::Number(score.clone())),
                    Some(Part::NotApplicable) => Err(Unscored::NotApplicable(None)),
                    // An open criterion has been reported with its own facts; this adds none.
                    Some(Part::Open) | None => Err(Unscored::Open(BTreeSet::new())),
                }
            }
            Expression::Let(id, span) => match self.rubric.lets.get(id.index()) {
                Some(inner) => self.value(&inner.value),
                None => Err(Unscored::OutOfRange(*span)),
            },
            Expression::NotApplicable(_) => Err(Unscored::NotApplicable(None)),
            Expression::Score(_) => self.value(&self.rubric.score),
            Expression::Assessed(_) => self.assessed.map(Value::Date).ok_or(Unscored::NotDated),
            Expression::Negate(inner) => {
                let number = self.number(inner)?;
                Ok(Value::Number(Number::zero().minus(&number)))
            }
            Expression::Binary(operator, left, right, span) => {
                let (left, right) = both(self.number(left), self.number(right))?;
                let number = match operator {
                    Operator::Add => left.plus(&right),
                    Operator::Subtract => left.minus(&right),
                    Operator::Multiply => left.times(&right),
                    Operator::Divide => left.over(&right).ok_or(Unscored::DivisionByZero(*span))?,
                };
                Ok(Value::Number(number))
            }
            Expression::Call(function, arguments, span) => self.call(*function, arguments, *span),
            Expression::OfList {
                figure,
                field,
                list,
                test,
                ..
            } => self
                .of_list(*figure, *field, *list, test.as_deref())
                .map(Value::Number),
            Expression::If(condition, then, otherwise) => {
                if self.holds(condition)? {
                    self.value(then)
                } else {
                    self.value(otherwise)
                }
            }
        }
    }

    fn call(
        &self,
        function: Function,
        arguments: &[Expression],
        span: Span,
    ) -> Result<Value, Unscored> {
        let mut values = Vec::with_capacity(arguments.len());
        let mut missing: Option<Unscored> = None;
        for argument in arguments {
            match self.value(argument) {
                Ok(value) => values.push(value),
                // A mean leaves out what does not apply; a function of two or three values cannot.
                Err(Unscored::NotApplicable(_)) if *function.arguments().end() > 3 => {}
                Err(reason) => {
                    missing = Some(missing.map_or(reason.clone(), |before| before.and(reason)));
                }
            }
        }
        if let Some(reason) = missing {
            return Err(reason);
        }
        if values.is_empty() && !arguments.is_empty() {
            return Err(Unscored::NotApplicable(None));
        }
        apply(function, &values).ok_or(Unscored::OutOfRange(span))
    }
}

/// Whether two comparisons say the same, wherever they stand.
pub(super) fn same(a: &Condition, b: &Condition) -> bool {
    match (a, b) {
        (
            Condition::Compare {
                left,
                comparison,
                right,
                ..
            },
            Condition::Compare {
                left: left_b,
                comparison: comparison_b,
                right: right_b,
                ..
            },
        ) => comparison == comparison_b && same_value(left, left_b) && same_value(right, right_b),
        // Two tests of a list count as the same only where they are the same.
        (Condition::OfList { span, .. }, Condition::OfList { span: span_b, .. }) => span == span_b,
        _ => false,
    }
}

pub(super) fn same_value(a: &Expression, b: &Expression) -> bool {
    match (a, b) {
        (Expression::Constant(a, _), Expression::Constant(b, _)) => a == b,
        (Expression::Fact(a, _), Expression::Fact(b, _)) => a == b,
        (Expression::Criterion(a, _), Expression::Criterion(b, _)) => a == b,
        (Expression::Let(a, _), Expression::Let(b, _)) => a == b,
        (Expression::Assessed(_), Expression::Assessed(_))
        | (Expression::Score(_), Expression::Score(_)) => true,
        (Expression::Negate(a), Expression::Negate(b)) => same_value(a, b),
        (Expression::Binary(sign_a, a, b, _), Expression::Binary(sign_b, c, d, _)) => {
            sign_a == sign_b && same_value(a, c) && same_value(b, d)
        }
        (Expression::Call(f, a, _), Expression::Call(g, b, _)) => {
            f == g && a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_value(a, b))
        }
        (Expression::OfList { span, .. }, Expression::OfList { span: span_b, .. }) => {
            span == span_b
        }
        // An `if` inside a comparison is rare; two of them count as different, which is always safe.
        _ => false,
    }
}

/// A function on values of the right types; `None` out of range.
fn apply(function: Function, values: &[Value]) -> Option<Value> {
    if function == Function::PeriodDue {
        let [
            Value::Duration(every),
            Value::Duration(due),
            Value::Date(assessed),
        ] = values
        else {
            return None;
        };
        return period_due(*every, *due, *assessed).map(Value::Period);
    }
    let numbers = values.iter().map(|value| match value {
        Value::Number(number) => Some(number.clone()),
        _ => None,
    });
    let numbers: Vec<Number> = numbers.collect::<Option<_>>()?;
    arithmetic::apply(function, &numbers).map(Value::Number)
}

/// The order of two values of one type; durations by length, periods by their last day.
pub(super) fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => Some(a.cmp(b)),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Period(a), Value::Period(b)) => Some(Period::compare(*a, *b)),
        (Value::Duration(a), Value::Duration(b)) => Some(Duration::compare(*a, *b)),
        // The checker lets only values of one type be compared.
        _ => None,
    }
}

fn has(given: Members, quantity: Quantity, members: Members) -> bool {
    let shared = given.shared(members);
    match quantity {
        Quantity::Any => !shared.is_empty(),
        Quantity::AllOf => shared == members,
        Quantity::Only => !given.is_empty() && shared == given,
    }
}

fn open(fact: FactId) -> Unscored {
    Unscored::Open(BTreeSet::from([fact]))
}

fn both<T>(left: Result<T, Unscored>, right: Result<T, Unscored>) -> Result<(T, T), Unscored> {
    match (left, right) {
        (Ok(left), Ok(right)) => Ok((left, right)),
        (Err(left), Err(right)) => Err(left.and(right)),
        (Err(reason), _) | (_, Err(reason)) => Err(reason),
    }
}

/// Where an expression stands, as far as it remembers.
fn span_of(expression: &Expression) -> Span {
    match expression {
        Expression::Constant(_, span)
        | Expression::Fact(_, span)
        | Expression::Criterion(_, span)
        | Expression::Let(_, span)
        | Expression::Assessed(span)
        | Expression::Score(span)
        | Expression::NotApplicable(span)
        | Expression::Binary(_, _, _, span)
        | Expression::OfList { span, .. }
        | Expression::Call(_, _, span) => *span,
        Expression::Negate(inner) | Expression::If(_, inner, _) => span_of(inner),
    }
}

/// Whether a disclosure is closed: what the rubric calls so holds for its evidence, its criteria after all adjustments
/// and its score. What cannot be settled is not closed, and without a rule nothing is.
pub fn closed(rubric: &Rubric, case: &Case, outcome: &Outcome) -> bool {
    let Some(closed) = &rubric.closed else {
        return false;
    };
    let scores: Vec<Part> = outcome.criteria.iter().map(Part::of_settled).collect();
    Facts::of(rubric, case, &scores).holds(&closed.condition) == Ok(true)
}

/// Whether a condition holds for a disclosure (or, with only the indicator's facts answered, for an indicator).
///
/// # Errors
/// [`Unscored::Open`] when it depends on a missing fact.
pub fn holds(rubric: &Rubric, case: &Case, condition: &Condition) -> Result<bool, Unscored> {
    Facts::of(rubric, case, &[]).holds(condition)
}

/// The same with some comparisons decided beforehand.
pub(crate) fn holds_deciding(
    rubric: &Rubric,
    case: &Case,
    condition: &Condition,
    decided: &[Decided<'_>],
) -> Result<bool, Unscored> {
    Facts::of(rubric, case, &[])
        .deciding(decided)
        .holds(condition)
}

/// The value of an expression that reads no criteria; `None` when it depends on a missing or unasked fact.
pub fn value(rubric: &Rubric, case: &Case, expression: &Expression) -> Option<Value> {
    Facts::of(rubric, case, &[]).value(expression).ok()
}
