//! Which facts of a disclosure changed, and which criteria read them.

use crate::catalogue::IndicatorId;
use crate::evidence::{Record, Sheet, case};
use crate::language::evaluate::{Answer, Case};
use crate::language::rubric::{
    Condition, Criterion, CriterionBody, Expression, FactId, Rubric, Rule,
};
use crate::language::syntax::FactRole;
use crate::language::value::Value;
use crate::project::EntityId;
use crate::results::EditionResults;
use std::collections::BTreeSet;

/// A fact with another answer than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// The body of the sample; `None` when there is no sample.
    pub body: Option<Box<str>>,
    /// The fact.
    pub fact: String,
    /// The answer before; `None` when it was not asked or not given.
    pub from: Option<String>,
    /// The answer now.
    pub to: Option<String>,
}

/// One record of a disclosure as its rubric sees it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub body: Option<Box<str>>,
    pub case: Case,
}

/// What one entity's disclosure says otherwise than another's in the same edition: from the first to the second, where
/// both have one record, or the same bodies in their samples.
pub fn differences(
    edition: &EditionResults,
    indicator: IndicatorId,
    entities: [&EntityId; 2],
) -> Vec<FactChange> {
    let records = entities.map(|entity| {
        let found = edition.disclosure(entity, indicator);
        found.map_or_else(Vec::new, |(sheet, found)| {
            seen(
                &edition.rubric,
                edition.entity_facts.of(&sheet.entity),
                edition.facts.of(indicator),
                sheet,
                &found.records,
            )
        })
    });
    let [first, second] = &records;
    changes((&edition.rubric, first), (&edition.rubric, second))
}

/// The records of a disclosure as a rubric sees them.
pub(super) fn seen(
    rubric: &Rubric,
    entity: &[Option<Value>],
    indicator: &[Option<Value>],
    sheet: &Sheet,
    records: &[Record],
) -> Vec<Seen> {
    let records = records.iter().map(|record| Seen {
        body: record.body.clone(),
        case: case(rubric, entity, indicator, sheet, record),
    });
    records.collect()
}

/// The facts that changed between two states of a disclosure, body by body, in the order of the later rubric. Bodies
/// that are in one of the two only are left out.
pub(super) fn changes(before: (&Rubric, &[Seen]), after: (&Rubric, &[Seen])) -> Vec<FactChange> {
    let mut found = Vec::new();
    for now in after.1 {
        let Some(then) = before.1.iter().find(|then| then.body == now.body) else {
            continue;
        };
        let mut names: Vec<&str> = after
            .0
            .facts_of(FactRole::Evidence)
            .map(|(_, fact)| fact.name.as_str())
            .collect();
        for (_, fact) in before.0.facts_of(FactRole::Evidence) {
            if !names.contains(&fact.name.as_str()) {
                names.push(&fact.name);
            }
        }
        for name in names {
            let (from, to) = (
                answer(before.0, &then.case, name),
                answer(after.0, &now.case, name),
            );
            if from != to {
                found.push(FactChange {
                    body: now.body.clone(),
                    fact: name.to_string(),
                    from,
                    to,
                });
            }
        }
        for criterion in &after.0.criteria {
            let judged = |rubric: &Rubric, seen: &Seen| {
                let id = rubric.criterion(&criterion.name)?;
                seen.case
                    .judged
                    .get(id.index())?
                    .as_ref()
                    .map(ToString::to_string)
            };
            let (from, to) = (judged(before.0, then), judged(after.0, now));
            if from != to {
                let fact = format!("{JUDGED} {}", criterion.name);
                found.push(FactChange {
                    body: now.body.clone(),
                    fact,
                    from,
                    to,
                });
            }
        }
    }
    found
}

/// What a criterion that the assessor scored directly is called among facts.
const JUDGED: &str = "judged";

/// Only the changes of facts that one of these criteria reads; all of them where that leaves none.
pub(super) fn that_matter(
    rubrics: [&Rubric; 2],
    changes: Vec<FactChange>,
    criteria: &BTreeSet<&str>,
) -> Vec<FactChange> {
    let mut read: BTreeSet<String> = BTreeSet::new();
    for rubric in rubrics {
        for criterion in rubric
            .criteria
            .iter()
            .filter(|known| criteria.contains(known.name.as_str()))
        {
            read.insert(format!("{JUDGED} {}", criterion.name));
            let facts = facts_read(rubric, criterion).into_iter();
            read.extend(facts.filter_map(|id| Some(rubric.facts.get(id.index())?.name.clone())));
        }
    }
    if changes.iter().any(|change| read.contains(&change.fact)) {
        changes
            .into_iter()
            .filter(|change| read.contains(&change.fact))
            .collect()
    } else {
        changes
    }
}

/// The answer to a fact as it would be written; `None` when it is not asked or not given.
pub(super) fn answer(rubric: &Rubric, case: &Case, fact: &str) -> Option<String> {
    let id = rubric.fact(fact)?;
    match case.answers.get(id.index())? {
        Answer::Known(value) => Some(rubric.facts.get(id.index())?.domain.show(value)),
        Answer::Missing | Answer::NotAsked => None,
    }
}

/// The facts a criterion reads, itself or through named values, with those that decide whether they are asked.
pub fn facts_read(rubric: &Rubric, criterion: &Criterion) -> BTreeSet<FactId> {
    with_asked(rubric, read_by_rules(rubric, criterion))
}

/// The facts a criterion reads, itself or through named values.
pub fn read_by_rules(rubric: &Rubric, criterion: &Criterion) -> BTreeSet<FactId> {
    let mut reads = BTreeSet::new();
    match &criterion.body {
        CriterionBody::Rules(rules) => rules_read(rubric, rules, &mut reads),
        CriterionBody::Formula(formula) => expression_reads(rubric, formula, &mut reads),
        CriterionBody::Judged => {}
    }
    reads
}

/// The facts that adjustments and a score of the disclosure (its own, or a further one) read beside the criteria.
pub fn read_beside_criteria(rubric: &Rubric, score: &Expression) -> BTreeSet<FactId> {
    let mut reads = BTreeSet::new();
    for adjustment in &rubric.adjustments {
        condition_reads(rubric, &adjustment.condition, &mut reads);
        expression_reads(rubric, &adjustment.value, &mut reads);
    }
    expression_reads(rubric, score, &mut reads);
    reads
}

/// Facts with those that decide whether they are asked.
pub fn with_asked(rubric: &Rubric, mut reads: BTreeSet<FactId>) -> BTreeSet<FactId> {
    let mut seen = BTreeSet::new();
    while let Some(fact) = reads.difference(&seen).next().copied() {
        seen.insert(fact);
        if let Some(asked) = rubric
            .facts
            .get(fact.index())
            .and_then(|fact| fact.asked.as_ref())
        {
            condition_reads(rubric, asked, &mut reads);
        }
    }
    reads
}

fn rules_read(rubric: &Rubric, rules: &[Rule], into: &mut BTreeSet<FactId>) {
    for rule in rules {
        match rule {
            Rule::Gives {
                value, condition, ..
            } => {
                expression_reads(rubric, value, into);
                condition
                    .iter()
                    .for_each(|condition| condition_reads(rubric, condition, into));
            }
            Rule::When {
                condition, rules, ..
            } => {
                condition
                    .iter()
                    .for_each(|condition| condition_reads(rubric, condition, into));
                rules_read(rubric, rules, into);
            }
        }
    }
}

fn condition_reads(rubric: &Rubric, condition: &Condition, into: &mut BTreeSet<FactId>) {
    let mut compared = Vec::new();
    condition.walk(&mut |part| match part {
        Condition::Is { fact, .. } | Condition::Has { fact, .. } => {
            into.insert(*fact);
        }
        Condition::Compare { left, right, .. } => compared.extend([left, right]),
        Condition::OfList { list, .. } => {
            into.insert(*list);
        }
        Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
    });
    compared
        .into_iter()
        .for_each(|side| expression_reads(rubric, side, into));
}

fn expression_reads(rubric: &Rubric, expression: &Expression, into: &mut BTreeSet<FactId>) {
    let mut lets = Vec::new();
    let mut conditions = Vec::new();
    expression.walk(&mut |part| match part {
        Expression::Fact(fact, _) => {
            into.insert(*fact);
        }
        Expression::Let(id, _) => lets.extend(rubric.lets.get(id.index())),
        Expression::If(condition, ..) => conditions.push(&**condition),
        _ => {}
    });
    lets.into_iter()
        .for_each(|item| expression_reads(rubric, &item.value, into));
    conditions
        .into_iter()
        .for_each(|condition| condition_reads(rubric, condition, into));
}

/// Whether the score's formula reads anything but criteria.
pub(super) fn formula_reads_facts(rubric: &Rubric) -> bool {
    let mut found = false;
    let mut waiting = vec![&rubric.score];
    let mut seen = BTreeSet::new();
    while let Some(expression) = waiting.pop() {
        expression.walk(&mut |part| match part {
            Expression::Fact(..) | Expression::Assessed(_) | Expression::If(..) => found = true,
            Expression::Let(id, _) if seen.insert(*id) => {
                waiting.extend(rubric.lets.get(id.index()).map(|item| &item.value));
            }
            _ => {}
        });
    }
    found
}
