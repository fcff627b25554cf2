//! The judgements a record could get instead of its own.
//!
//! A judgement may rise to any level of its criterion. Where the record holds facts as well, the facts speak for or
//! against it: a judgement then rises only together with facts that give the same, or where they do not settle it.

use super::questions::is_judged;
use super::{Change, States};
use crate::language::evaluate::{Case, scores_by_facts};
use crate::language::number::Number;
use crate::language::rubric::CriterionId;

/// The criteria of a record that are judged.
pub(super) struct Judgements {
    all: Vec<Judged>,
    /// What the facts give now; empty where the record holds none of its own.
    by_facts: Vec<Option<Number>>,
}

/// One criterion that is judged.
struct Judged {
    criterion: CriterionId,
    now: Number,
    /// The levels that are better, ascending.
    better: Vec<Number>,
}

/// A judgement a criterion could have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Level {
    score: Number,
    follows: bool,
}

impl Judgements {
    pub fn of(states: &States<'_>, now: &Case, own_facts: bool) -> Self {
        let rubric = &states.edition.rubric;
        let judged = is_judged(now);
        let score = judged.then(|| states.score(now)).flatten();
        let mut all = Vec::new();
        for ((at, known), criterion) in (0u16..).zip(&now.judged).zip(&rubric.criteria) {
            let Some(known) = known else { continue };
            // More is better, unless less of it alone makes the score better, as in a criterion that counts faults.
            let raises = |level: &Number| {
                let mut other = now.clone();
                if let Some(slot) = other.judged.get_mut(usize::from(at)) {
                    *slot = Some(level.clone());
                }
                states.score(&other) > score
            };
            let levels = criterion.levels.iter();
            let better = levels.filter(|level| *level > known || *level < known && raises(level));
            all.push(Judged {
                criterion: CriterionId(at),
                now: known.clone(),
                better: better.cloned().collect(),
            });
        }
        let by_facts = match judged && own_facts {
            true => scores_by_facts(rubric, now),
            false => Vec::new(),
        };
        Judgements { all, by_facts }
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The criteria that facts of the record speak about.
    pub fn with_facts(&self) -> impl Iterator<Item = CriterionId> {
        let spoken = |judged: &&Judged| {
            let by_facts = self.by_facts.get(judged.criterion.index());
            by_facts.is_some_and(Option::is_some)
        };
        self.all
            .iter()
            .filter(spoken)
            .map(|judged| judged.criterion)
    }

    /// The levels each judged criterion could have beside these facts, the present one first where it may stay.
    pub fn levels(&self, states: &States<'_>, case: &Case) -> Vec<Vec<Level>> {
        let after = match self.by_facts.is_empty() {
            true => Vec::new(),
            false => scores_by_facts(&states.edition.rubric, case),
        };
        let of = |list: &[Option<Number>], judged: &Judged| -> Option<Number> {
            list.get(judged.criterion.index()).cloned().flatten()
        };
        let levels = self.all.iter().map(|judged| {
            let level = |score: &Number, follows: bool| Level {
                score: score.clone(),
                follows,
            };
            let stays = level(&judged.now, false);
            let Some(facts) = of(&after, judged) else {
                let better = judged.better.iter().map(|better| level(better, false));
                return [stays].into_iter().chain(better).collect();
            };
            let unchanged = of(&self.by_facts, judged).as_ref() == Some(&facts);
            let rises = judged.better.contains(&facts);
            match (rises, unchanged) {
                // The facts said so before; whoever judged it lower may come to agree.
                (true, true) => vec![stays, level(&facts, false)],
                (true, false) => vec![level(&facts, true)],
                (false, _) => vec![stays],
            }
        });
        levels.collect()
    }

    /// A case with these levels.
    pub fn put(&self, chosen: &[&Level], case: &mut Case) {
        for (judged, level) in self.all.iter().zip(chosen) {
            if let Some(slot) = case.judged.get_mut(judged.criterion.index()) {
                *slot = Some(level.score.clone());
            }
        }
    }

    /// What changes with these levels.
    pub fn changes(&self, chosen: &[&Level]) -> Vec<Change> {
        let pairs = self.all.iter().zip(chosen);
        let changed = pairs.filter(|(judged, level)| judged.now != level.score);
        let changes = changed.map(|(judged, level)| Change::Judged {
            criterion: judged.criterion,
            from: judged.now.clone(),
            to: level.score.clone(),
            follows: level.follows,
        });
        changes.collect()
    }
}
