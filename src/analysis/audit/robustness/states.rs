//! Errors of assessors, answer by answer. A record stands in a state: the classes of its answers that the rubric can tell
//! apart. An error changes one answer; the rules make another score of that, and what is asked only then is answered as in
//! another record. Several errors about one record lead from state to state; beyond three they are not followed.

use super::cells::{Cells, Change};
use super::sources::AssessorNoise;
use crate::language::evaluate::{Case, evaluate_deciding, holds_deciding};
use crate::language::reads::of_condition;
use crate::language::rubric::{FactId, Rubric};
use crate::language::syntax::FactRole;
use crate::language::table::{Column, lying_in};
use crate::language::value::Domain;
use crate::scoring::Program;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// How many errors about one record are followed, one after the other.
const DEPTH: usize = 3;
/// More states than this are not followed further.
const MOST_STATES: usize = 6_000;

/// The classes of a record, one for each column.
type Classes = Vec<usize>;

/// What the rubric can tell apart.
pub(super) struct Space<'r> {
    rubric: &'r Rubric,
    columns: Vec<Column<'r>>,
    questions: Vec<Question>,
    states: IndexMap<Classes, f64>,
}

/// One answer of an assessor, and the columns that go by it.
struct Question {
    fact: FactId,
    columns: Vec<usize>,
    /// Answers stand from best to worst, so that an error goes to the next.
    in_order: bool,
}

/// What stands in the place of an answer, and how often.
type Others = Vec<(Vec<usize>, f64)>;

impl<'r> Space<'r> {
    /// The states of a rubric that is scored by tables; `None` for any other.
    pub fn of(program: &Program<'r>) -> Option<Self> {
        let rubric = program.rubric();
        let columns = program.columns()?;
        let mut of_facts: IndexMap<FactId, Vec<usize>> = IndexMap::new();
        for (at, column) in columns.iter().enumerate() {
            let mut facts = BTreeSet::new();
            match column {
                Column::Choice { fact, .. } | Column::Set { fact, .. } => {
                    facts.insert(*fact);
                }
                Column::Comparison(condition) => of_condition(rubric, condition, &mut facts),
            }
            // A comparison of two answers goes by the first.
            let answered = facts.into_iter().find(|id| {
                let fact = rubric.facts.get(id.index());
                fact.is_some_and(|fact| fact.role == FactRole::Evidence)
            });
            if let Some(fact) = answered {
                of_facts.entry(fact).or_default().push(at);
            }
        }
        of_facts.sort_keys();
        let questions = of_facts.into_iter().map(|(fact, columns)| {
            let domain = rubric.facts.get(fact.index()).map(|fact| &fact.domain);
            let in_order = !matches!(
                domain,
                Some(Domain::Choice {
                    best_first: false,
                    ..
                })
            );
            Question {
                fact,
                columns,
                in_order,
            }
        });
        Some(Space {
            rubric,
            questions: questions.collect(),
            columns,
            states: IndexMap::new(),
        })
    }

    /// The place of a record's state; `None` where it must be scored by its tree, or has no score.
    pub fn place(&mut self, case: &Case) -> Option<usize> {
        if case.judged.iter().any(Option::is_some) {
            return None;
        }
        let classes = self.classes(case)?;
        self.add(classes)
    }

    fn classes(&self, case: &Case) -> Option<Classes> {
        let classes = self.columns.iter();
        classes
            .map(|column| column.class(self.rubric, case))
            .collect()
    }

    fn add(&mut self, classes: Classes) -> Option<usize> {
        if let Some(at) = self.states.get_index_of(&classes) {
            return Some(at);
        }
        let (case, decided) = lying_in(self.rubric, &self.columns, &classes);
        let outcome = evaluate_deciding(self.rubric, &case, &decided).ok()?;
        Some(self.states.insert_full(classes, outcome.score.to_f64()).0)
    }

    /// Which questions are asked in a state.
    fn asked(&self, classes: &[usize]) -> Vec<bool> {
        let questions = self.questions.iter();
        questions
            .map(|question| self.is_asked(question, classes))
            .collect()
    }

    fn is_asked(&self, question: &Question, classes: &[usize]) -> bool {
        let fact = self.rubric.facts.get(question.fact.index());
        let Some(condition) = fact.and_then(|fact| fact.asked.as_ref()) else {
            return true;
        };
        let (case, decided) = lying_in(self.rubric, &self.columns, classes);
        holds_deciding(self.rubric, &case, condition, &decided) == Ok(true)
    }

    /// The class that stands for "not asked" in a column.
    fn unasked(column: &Column<'_>) -> usize {
        match column {
            Column::Choice { .. } | Column::Set { .. } => column.classes() - 1,
            // A test on what is not asked does not hold.
            Column::Comparison(_) => 0,
        }
    }

    fn answer(&self, question: &Question, classes: &[usize]) -> Vec<usize> {
        let of = |at: &usize| classes.get(*at).copied().unwrap_or(0);
        question.columns.iter().map(of).collect()
    }

    fn put(question: &Question, answer: &[usize], classes: &mut [usize]) {
        for (at, class) in question.columns.iter().zip(answer) {
            if let Some(slot) = classes.get_mut(*at) {
                *slot = *class;
            }
        }
    }

    /// A state with another answer; what is asked only now is taken from `donor`. `None` where something is and there is no
    /// donor.
    fn changed(
        &self,
        from: &[usize],
        at: usize,
        answer: &[usize],
        donor: Option<&Classes>,
    ) -> Option<Classes> {
        let mut classes = from.to_vec();
        Self::put(self.questions.get(at)?, answer, &mut classes);
        // Whether a question is asked depends on those before it alone.
        for question in &self.questions {
            if !self.is_asked(question, &classes) {
                let nothing: Vec<usize> = question
                    .columns
                    .iter()
                    .filter_map(|at| self.columns.get(*at).map(Self::unasked))
                    .collect();
                Self::put(question, &nothing, &mut classes);
            } else if !self.is_asked(question, from) {
                let answer = self.answer(question, donor?);
                Self::put(question, &answer, &mut classes);
            }
        }
        Some(classes)
    }

    /// Follows the errors of assessors from the states of records, and gives the changes of every state, question by
    /// question.
    pub fn follow(mut self, noise: &AssessorNoise, cells: &mut Cells) {
        let records = self.records(cells);
        let observed = self.observed(noise);
        let mut changes: Vec<Vec<Change>> = Vec::new();
        let mut depth = vec![0; self.states.len()];
        let mut at = 0;
        while at < self.states.len() && at < MOST_STATES {
            let level = depth.get(at).copied().unwrap_or(DEPTH);
            if level >= DEPTH {
                break;
            }
            let found = self.changes(at, noise, &observed, &records);
            changes.push(found);
            depth.resize(self.states.len(), level + 1);
            at += 1;
        }
        cells.scores = self.states.values().copied().collect();
        cells.questions = self.questions.len();
        changes.resize(self.states.len(), Vec::new());
        cells.changes = changes;
    }

    /// The scores of states as they are, where nobody errs.
    pub fn still(self, cells: &mut Cells) {
        cells.scores = self.states.into_values().collect();
    }

    /// The different states of records with how many records there are in each, and which questions are asked in it.
    fn records(&self, cells: &Cells) -> Vec<(Classes, Vec<bool>, f64)> {
        let mut counts = vec![0.0; self.states.len()];
        for place in &cells.places {
            if let Some(count) = counts.get_mut(*place as usize) {
                *count += 1.0;
            }
        }
        let states = self.states.keys().zip(counts);
        states
            .map(|(classes, count)| (classes.clone(), self.asked(classes), count))
            .collect()
    }

    /// For each question what stood beside each answer, where both assessors were asked.
    fn observed(&self, noise: &AssessorNoise) -> Vec<IndexMap<Vec<usize>, Others>> {
        let mut found = vec![IndexMap::new(); self.questions.len()];
        let AssessorNoise::Observed(pairs) = noise else {
            return found;
        };
        for [one, other] in pairs {
            let (Some(one), Some(other)) = (self.classes(one), self.classes(other)) else {
                continue;
            };
            let asked = self.asked(&one).into_iter().zip(self.asked(&other));
            let questions = self.questions.iter().zip(&mut found).zip(asked);
            for ((question, found), both) in questions {
                if both != (true, true) {
                    continue;
                }
                let answers = [&one, &other].map(|classes| self.answer(question, classes));
                let [a, b] = answers;
                for (own, beside) in [(&a, &b), (&b, &a)] {
                    let others: &mut Others = found.entry(own.clone()).or_default();
                    match others.iter_mut().find(|(known, _)| known == beside) {
                        Some((_, count)) => *count += 1.0,
                        None => others.push((beside.clone(), 1.0)),
                    }
                }
            }
        }
        found
    }

    fn changes(
        &mut self,
        state: usize,
        noise: &AssessorNoise,
        observed: &[IndexMap<Vec<usize>, Others>],
        records: &[(Classes, Vec<bool>, f64)],
    ) -> Vec<Change> {
        let Some((classes, _)) = self.states.get_index(state) else {
            return Vec::new();
        };
        let classes = classes.clone();
        let asked = self.asked(&classes);
        let mut found = Vec::with_capacity(self.questions.len());
        for (at, asked) in asked.into_iter().enumerate() {
            let mut change = Change::default();
            if asked && let Some(question) = self.questions.get(at) {
                let own = self.answer(question, &classes);
                let others = match noise {
                    AssessorNoise::Rate(rate) => self.neighbours(at, &own, records, *rate),
                    AssessorNoise::Observed(_) => shares(observed.get(at), &own),
                };
                for (answer, chance) in others {
                    for (target, share) in self.targets(&classes, at, &answer, records) {
                        change.add(chance * share, target);
                    }
                }
                if let AssessorNoise::Rate(rate) = noise {
                    change.scale(*rate);
                }
            }
            found.push(change);
        }
        found
    }

    /// The answers next to one: the next of a choice in order, any other of one without, a set with one group of members
    /// more or less, and the other side of a comparison.
    fn neighbours(
        &self,
        at: usize,
        own: &[usize],
        records: &[(Classes, Vec<bool>, f64)],
        rate: f64,
    ) -> Others {
        let Some(question) = self.questions.get(at) else {
            return Vec::new();
        };
        let first = question
            .columns
            .first()
            .and_then(|at| self.columns.get(*at));
        let place = own.first().copied().unwrap_or(0);
        let answers: Vec<Vec<usize>> = match first {
            Some(Column::Choice { answers, .. }) => (0..usize::from(*answers))
                .filter(|other| match question.in_order {
                    true => other.abs_diff(place) == 1,
                    false => *other != place,
                })
                .map(|other| vec![other])
                .collect(),
            Some(Column::Set { groups, .. }) => (0..groups.len())
                .map(|group| vec![place ^ (1 << group)])
                .collect(),
            _ if own.len() == 1 => vec![vec![1 - place.min(1)]],
            // Several comparisons of one answer hold together only as they do in some record.
            _ => {
                let there = records
                    .iter()
                    .filter(|(_, asked, _)| asked.get(at) == Some(&true));
                let seen: BTreeSet<Vec<usize>> = there
                    .map(|(classes, ..)| self.answer(question, classes))
                    .filter(|other| other != own)
                    .collect();
                let far =
                    |other: &Vec<usize>| other.iter().zip(own).filter(|(a, b)| a != b).count();
                let nearest = seen.iter().map(far).min();
                seen.into_iter()
                    .filter(|other| Some(far(other)) == nearest)
                    .collect()
            }
        };
        let share = rate / answers.len().max(1) as f64;
        answers.into_iter().map(|answer| (answer, share)).collect()
    }

    /// The states that another answer leads to, with their shares of 1.
    fn targets(
        &mut self,
        from: &[usize],
        at: usize,
        answer: &[usize],
        records: &[(Classes, Vec<bool>, f64)],
    ) -> Vec<(u32, f64)> {
        let mut targets: IndexMap<Classes, f64> = IndexMap::new();
        match self.changed(from, at, answer, None) {
            Some(classes) => {
                targets.insert(classes, 1.0);
            }
            None => {
                let Some(question) = self.questions.get(at) else {
                    return Vec::new();
                };
                let gives = |(classes, asked, _): &&(Classes, Vec<bool>, f64)| {
                    asked.get(at) == Some(&true) && self.answer(question, classes) == answer
                };
                let alike =
                    |(classes, ..): &&(Classes, Vec<bool>, f64)| self.same_context(classes, from);
                let of = |donors: Vec<&(Classes, Vec<bool>, f64)>| -> IndexMap<Classes, f64> {
                    let mut found = IndexMap::new();
                    for (classes, _, count) in donors {
                        if let Some(target) = self.changed(from, at, answer, Some(classes)) {
                            *found.entry(target).or_default() += *count;
                        }
                    }
                    found
                };
                targets = of(records.iter().filter(gives).filter(alike).collect());
                if targets.is_empty() {
                    targets = of(records.iter().filter(gives).collect());
                }
            }
        }
        let all: f64 = targets.values().sum();
        let mut found = Vec::new();
        for (classes, count) in targets {
            if let Some(state) = self.add(classes) {
                let state = u32::try_from(state).unwrap_or(u32::MAX);
                found.push((state, count / all.max(f64::MIN_POSITIVE)));
            }
        }
        found
    }

    /// Whether two records are about indicators and entities that the rubric does not tell apart.
    fn same_context(&self, one: &[usize], other: &[usize]) -> bool {
        let answered: BTreeSet<usize> = self
            .questions
            .iter()
            .flat_map(|question| question.columns.iter().copied())
            .collect();
        let pairs = one.iter().zip(other).enumerate();
        pairs
            .filter(|(at, _)| !answered.contains(at))
            .all(|(_, (a, b))| a == b)
    }
}

/// How often each other answer stood beside one, as shares of all that did.
fn shares(observed: Option<&IndexMap<Vec<usize>, Others>>, own: &[usize]) -> Others {
    let Some(others) = observed.and_then(|observed| observed.get(own)) else {
        return Vec::new();
    };
    let all: f64 = others.iter().map(|(_, count)| count).sum();
    others
        .iter()
        .filter(|(answer, _)| answer != own)
        .map(|(answer, count)| (answer.clone(), count / all))
        .collect()
}
