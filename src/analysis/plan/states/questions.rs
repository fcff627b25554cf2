//! What a rubric asks of any disclosure, found out once for all of them: which facts the method reads and where, what
//! they are compared with, and which members of a set it tells apart.

use crate::analysis::progress::{read_beside_criteria, read_by_rules, with_asked};
use crate::catalogue::IndicatorId;
use crate::language::deadline::deadlines;
use crate::language::evaluate::Case;
use crate::language::number::Number;
use crate::language::rubric::{
    Condition, CriterionBody, CriterionId, Expression, FactId, Index, Rubric, Rule,
};
use crate::language::syntax::{Comparison, FactRole, Quantity};
use crate::language::value::{Domain, Members, Value};
use crate::results::EditionResults;
use std::collections::{BTreeMap, BTreeSet};

/// The questions of one rubric, as an index counts the answers.
pub(super) struct Questions<'a> {
    rubric: &'a Rubric,
    /// The facts an assessor answers about a disclosure as a whole.
    pub evidence: Vec<FactId>,
    /// What facts are compared with, and how.
    pub compared: Compared<'a>,
    /// The facts that are compared with a deadline: they say what has come out.
    pub deadlines: BTreeSet<FactId>,
    /// Members of sets that some rule tells apart.
    pub groups: BTreeMap<FactId, Vec<Members>>,
    /// How often a member was recorded for indicators of the same kind.
    usual: BTreeMap<(FactId, String), BTreeMap<u8, usize>>,
    /// The facts each criterion reads.
    by_criterion: Vec<BTreeSet<FactId>>,
    /// The facts that adjustments and the score read beside the criteria.
    beside: BTreeSet<FactId>,
}

/// Which facts of one disclosure matter to its score.
pub(super) struct Needed {
    /// Facts that something unjudged reads.
    direct: BTreeSet<FactId>,
    /// The same with those that decide whether they are asked.
    all: BTreeSet<FactId>,
}

impl Needed {
    /// Whether something that is not judged reads the fact.
    pub fn directly(&self, fact: FactId) -> bool {
        self.direct.contains(&fact)
    }

    /// Whether the fact is read, or decides whether one is asked that is read.
    pub fn has(&self, fact: FactId) -> bool {
        self.all.contains(&fact)
    }
}

impl<'a> Questions<'a> {
    pub fn of(edition: &'a EditionResults, index: &Index) -> Self {
        let rubric = &edition.rubric;
        let (compared, tests) = comparisons_and_tests(rubric);
        let mut groups = BTreeMap::new();
        let mut evidence = Vec::new();
        for (id, fact) in rubric.facts_of(FactRole::Evidence) {
            if let Domain::Set(members) = &fact.domain {
                let tests = tests.iter().filter(|(fact, ..)| *fact == id);
                groups.insert(id, told_apart(members.len(), tests));
            }
            // A field is answered record by record, which nothing here proposes.
            if fact.field_of.is_none() {
                evidence.push(id);
            }
        }
        let further = index
            .from
            .and_then(|id| rubric.further_scores.get(id.index()));
        let score = further.map_or(&rubric.score, |further| &further.value);
        let criteria = rubric.criteria.iter();
        Questions {
            rubric,
            evidence,
            compared,
            deadlines: deadlines(rubric).iter().map(|known| known.fact).collect(),
            groups,
            usual: usual(edition),
            by_criterion: criteria.map(|known| read_by_rules(rubric, known)).collect(),
            beside: read_beside_criteria(rubric, score),
        }
    }

    /// The facts that matter to a disclosure with these judgements: what only judged criteria would read does not.
    pub fn needed(&self, judged: &[Option<Number>]) -> Needed {
        let mut direct = self.beside.clone();
        for (reads, judged) in self.by_criterion.iter().zip(judged) {
            if judged.is_none() {
                direct.extend(reads);
            }
        }
        Needed {
            all: with_asked(self.rubric, direct.clone()),
            direct,
        }
    }

    /// The facts that decide a criterion where nobody judges it, with those that decide whether they are asked.
    pub fn of_criterion(&self, criterion: CriterionId) -> BTreeSet<FactId> {
        let reads = self.by_criterion.get(criterion.index());
        with_asked(self.rubric, reads.cloned().unwrap_or_default())
    }

    /// How often each member of a set was recorded for indicators of one kind.
    pub fn usual(&self, fact: FactId, kind: String) -> Option<&BTreeMap<u8, usize>> {
        self.usual.get(&(fact, kind))
    }
}

/// What each fact is compared with, and how.
type Compared<'a> = BTreeMap<FactId, Vec<(Comparison, &'a Expression)>>;

/// A set fact with members that a test names.
type SetTest = (FactId, Quantity, Members);

/// What facts are compared with anywhere in the method, and every test on a set.
fn comparisons_and_tests(rubric: &Rubric) -> (Compared<'_>, Vec<SetTest>) {
    let mut compared = Compared::new();
    let mut tests = Vec::new();
    for condition in conditions(rubric) {
        condition.walk(&mut |part| match part {
            Condition::Compare {
                left,
                comparison,
                right,
                ..
            } => {
                for (one, other) in [(left, right), (right, left)] {
                    if let Expression::Fact(fact, _) = named(rubric, one) {
                        compared
                            .entry(*fact)
                            .or_default()
                            .push((*comparison, other));
                    }
                }
            }
            Condition::Has {
                fact,
                quantity,
                members,
                ..
            } => tests.push((*fact, *quantity, *members)),
            _ => {}
        });
    }
    (compared, tests)
}

/// What a named value stands for.
fn named<'r>(rubric: &'r Rubric, expression: &'r Expression) -> &'r Expression {
    match expression {
        Expression::Let(id, _) => match rubric.lets.get(id.index()) {
            Some(item) => named(rubric, &item.value),
            None => expression,
        },
        _ => expression,
    }
}

/// Every condition of the method: of criteria, named values, adjustments, scores, and of what is asked.
fn conditions(rubric: &Rubric) -> Vec<&Condition> {
    let mut conditions: Vec<&Condition> = Vec::new();
    for criterion in &rubric.criteria {
        match &criterion.body {
            CriterionBody::Rules(rules) => of_rules(rules, &mut conditions),
            CriterionBody::Formula(formula) => of_expression(formula, &mut conditions),
            CriterionBody::Judged => {}
        }
    }
    for adjustment in &rubric.adjustments {
        conditions.push(&adjustment.condition);
        of_expression(&adjustment.value, &mut conditions);
    }
    let lets = rubric.lets.iter().map(|item| &item.value);
    let further = rubric.further_scores.iter().map(|score| &score.value);
    for expression in lets.chain([&rubric.score]).chain(further) {
        of_expression(expression, &mut conditions);
    }
    conditions.extend(rubric.facts.iter().filter_map(|fact| fact.asked.as_ref()));
    conditions
}

fn of_expression<'r>(expression: &'r Expression, into: &mut Vec<&'r Condition>) {
    expression.walk_conditions(&mut |part| into.push(part));
}

fn of_rules<'r>(rules: &'r [Rule], into: &mut Vec<&'r Condition>) {
    for rule in rules {
        match rule {
            Rule::Gives {
                condition, value, ..
            } => {
                into.extend(condition);
                of_expression(value, into);
            }
            Rule::When {
                condition, rules, ..
            } => {
                into.extend(condition);
                of_rules(rules, into);
            }
        }
    }
}

/// The groups of members that no test tells apart, without those that no test names.
fn told_apart<'t>(members: usize, tests: impl Iterator<Item = &'t SetTest>) -> Vec<Members> {
    let mut by_tests: BTreeMap<Vec<u64>, Members> = BTreeMap::new();
    let tests: Vec<_> = tests.collect();
    for member in 0..u8::try_from(members.min(Members::MOST)).unwrap_or(0) {
        let only = Members::only(member);
        let signature: Vec<u64> = tests
            .iter()
            .map(|(_, quantity, named)| match quantity {
                // `all of` tells every named member from every other.
                Quantity::AllOf => named.shared(only).0,
                Quantity::Any | Quantity::Only => u64::from(!named.shared(only).is_empty()),
            })
            .collect();
        let group = by_tests.entry(signature).or_default();
        *group = group.with(only);
    }
    by_tests.into_values().collect()
}

/// The catalogue's choices about an indicator as one text: what kind of thing it is.
pub(super) fn kind(edition: &EditionResults, id: IndicatorId) -> String {
    let facts = edition.facts.of(id).iter();
    let choices = facts.filter_map(|value| match value {
        Some(Value::Choice(at)) => Some(at.to_string()),
        _ => None,
    });
    choices.collect::<Vec<_>>().join(" ")
}

fn usual(edition: &EditionResults) -> BTreeMap<(FactId, String), BTreeMap<u8, usize>> {
    let mut usual: BTreeMap<(FactId, String), BTreeMap<u8, usize>> = BTreeMap::new();
    let mut kinds: BTreeMap<IndicatorId, String> = BTreeMap::new();
    for disclosure in edition.sheets.iter().flat_map(|sheet| &sheet.disclosures) {
        let id = disclosure.indicator;
        let kind = kinds.entry(id).or_insert_with(|| kind(edition, id));
        for recorded in disclosure.records.iter().flat_map(|record| &record.facts) {
            if let Value::Set(members) = &recorded.value {
                let counts = usual.entry((recorded.fact, kind.clone())).or_default();
                members
                    .iter()
                    .for_each(|member| *counts.entry(member).or_default() += 1);
            }
        }
    }
    usual
}

/// Whether a case has any criterion that was judged.
pub(super) fn is_judged(case: &Case) -> bool {
    case.judged.iter().any(Option::is_some)
}
