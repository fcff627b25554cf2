//! What the change of one indicator's score is made of: the criteria that changed, by their Shapley shares under one
//! rubric, or the change of a sample or a state.

use super::facts::{Seen, formula_reads_facts};
use super::shapley::shapley;
use crate::index::aggregate;
use crate::language::evaluate::{Answer, Case, Outcome, evaluate};
use crate::language::number::Number;
use crate::language::rubric::{CriterionBody, Rubric};
use crate::language::syntax::Aggregate;
use crate::scoring::ScoreState;

/// What a part of a change goes back to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// A criterion, by its name.
    Criterion(String),
    /// Facts the score's formula reads itself.
    Facts,
    /// Other bodies in the sample.
    Sample,
    /// Another state, such as withheld.
    State(&'static str, &'static str),
    /// One published score after another.
    Published,
    /// Several things at once, too many to tell apart.
    Together,
}

/// A part of a change, in points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What it goes back to.
    pub because: Because,
    /// The points; below zero for a loss.
    pub points: Number,
}

/// One indicator under one rubric.
#[derive(Debug, Clone)]
pub(super) struct Assessed {
    pub score: Number,
    pub state: ScoreState,
    /// The records with their outcomes; none for an absence that counts as zero and for published scores.
    pub records: Vec<(Seen, Outcome)>,
}

/// A record before and after.
type Pair<'a> = (&'a (Seen, Outcome), &'a (Seen, Outcome));

/// A rubric reduced to its formula: every criterion is given, nothing is adjusted.
pub(super) struct Formula {
    rubric: Rubric,
    reads_facts: bool,
    several: Aggregate,
}

impl Formula {
    pub(super) fn of(rubric: &Rubric) -> Self {
        let mut alone = rubric.clone();
        alone.adjustments.clear();
        for criterion in &mut alone.criteria {
            criterion.body = CriterionBody::Judged;
        }
        Formula {
            reads_facts: formula_reads_facts(rubric),
            several: rubric.several_bodies.unwrap_or(Aggregate::Mean),
            rubric: alone,
        }
    }

    fn score(&self, criteria: Vec<Option<Number>>, of: &Case) -> Option<Number> {
        let answers: Vec<Answer> = of.answers.clone();
        let case = Case {
            answers,
            assessed: of.assessed,
            judged: criteria,
        };
        evaluate(&self.rubric, &case)
            .ok()
            .map(|outcome| outcome.score)
    }

    /// The parts of the change from one assessment to another. They add up to the difference of the scores, and change
    /// their signs when the two are swapped.
    pub(super) fn shares(&self, before: &Assessed, after: &Assessed) -> Vec<Share> {
        let change = after.score.minus(&before.score);
        let whole = |because| {
            vec![Share {
                because,
                points: change.clone(),
            }]
        };
        let given = |state| state == ScoreState::Given;
        if given(before.state) || given(after.state) {
            return whole(Because::Published);
        }
        if before.records.is_empty() || after.records.is_empty() {
            return if before.state == after.state {
                whole(Because::Together)
            } else {
                whole(Because::State(before.state.word(), after.state.word()))
            };
        }
        let pairs: Vec<Pair<'_>> = after
            .records
            .iter()
            .filter_map(|now| {
                let mut before = before.records.iter();
                before
                    .find(|then| then.0.body == now.0.body)
                    .map(|then| (then, now))
            })
            .collect();
        let same_sample = pairs.len() == before.records.len() && pairs.len() == after.records.len();
        let mean = |side: fn(&Pair<'_>) -> Number| {
            let scores: Vec<Number> = pairs.iter().map(side).collect();
            aggregate(self.several, &scores.iter().collect::<Vec<_>>())
        };
        let (Some(then), Some(now)) = (
            mean(|pair| pair.0.1.score.clone()),
            mean(|pair| pair.1.1.score.clone()),
        ) else {
            return whole(Because::Sample);
        };
        let mut shares = self.criteria(&pairs, &now.minus(&then));
        if !same_sample {
            let sample = after.score.minus(&now).minus(&before.score.minus(&then));
            shares.push(Share {
                because: Because::Sample,
                points: sample,
            });
        }
        shares.retain(|share| !share.points.is_zero());
        shares
    }

    /// The shares of the criteria that differ in some record.
    fn criteria(&self, pairs: &[Pair<'_>], change: &Number) -> Vec<Share> {
        let count = self.rubric.criteria.len();
        let score = |outcome: &Outcome, at: usize| {
            outcome
                .criteria
                .get(at)
                .map(|criterion| criterion.score.clone())
        };
        let changed: Vec<usize> = (0..count)
            .filter(|at| {
                pairs
                    .iter()
                    .any(|(then, now)| score(&then.1, *at) != score(&now.1, *at))
            })
            .collect();
        let players = changed.len() + usize::from(self.reads_facts);
        let worth = |done: u32| {
            let happened = |player: usize| done >> player & 1 == 1;
            let scores: Option<Vec<Number>> = pairs
                .iter()
                .map(|(then, now)| {
                    let criteria = (0..count).map(|at| {
                        let player = changed.iter().position(|changed| *changed == at);
                        let from = if player.is_some_and(happened) {
                            &now.1
                        } else {
                            &then.1
                        };
                        score(from, at)
                    });
                    let facts = self.reads_facts && happened(changed.len());
                    let case = if facts { &now.0.case } else { &then.0.case };
                    self.score(criteria.collect(), case)
                })
                .collect();
            aggregate(self.several, &scores?.iter().collect::<Vec<_>>())
        };
        let Some(points) = shapley(players, worth) else {
            return vec![Share {
                because: Because::Together,
                points: change.clone(),
            }];
        };
        let named = changed.iter().map(|at| {
            let criterion = self.rubric.criteria.get(*at);
            Because::Criterion(criterion.map_or_else(String::new, |found| found.name.clone()))
        });
        named
            .chain(self.reads_facts.then_some(Because::Facts))
            .zip(points)
            .map(|(because, points)| Share { because, points })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;
    use crate::language::value::Value;
    use crate::project::{load_rubric_file, named_rubric};
    use std::path::Path;

    fn rubric() -> Rubric {
        let mut sources = Sources::default();
        let name = "builtin:energy-transparency-international";
        let file = named_rubric(&mut sources, Path::new(""), name).unwrap();
        load_rubric_file(&mut sources, file, Path::new(""))
            .rubric
            .unwrap()
    }

    fn assessed(rubric: &Rubric, answers: &[(&str, &str)]) -> Assessed {
        let mut given: Vec<Option<Value>> = vec![None; rubric.facts.len()];
        for (name, text) in answers {
            let id = rubric.fact(name).unwrap();
            given[id.index()] = Some(rubric.facts[id.index()].domain.read(text).unwrap());
        }
        let case = Case {
            answers: crate::language::evaluate::answers(rubric, given),
            assessed: Some(jiff::civil::date(2023, 11, 30)),
            judged: vec![None; rubric.criteria.len()],
        };
        let outcome = evaluate(rubric, &case).unwrap();
        Assessed {
            score: outcome.score.clone(),
            state: ScoreState::Scored,
            records: vec![(Seen { body: None, case }, outcome)],
        }
    }

    const BEST: [(&str, &str); 10] = [
        ("nature", "quantitative"),
        ("medium", "numeric"),
        ("every", "1 year"),
        ("due", "11 months"),
        ("published", "yes"),
        ("access", "free"),
        ("latest", "2022"),
        ("updates", "as_required"),
        ("archive", "all"),
        ("formats", "csv"),
    ];

    fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let mut all = BEST.to_vec();
        all.push(("content", "all"));
        all.extend(changes);
        all
    }

    #[test]
    fn a_change_of_format_and_content_is_shared_as_by_hand() {
        let rubric = rubric();
        // 25 × 1 × (1 + 1 + 1 + u) × i: from u = 0.5, i = 0.5 (43.75) to u = 1, i = 1 (100).
        // Usability first: +6.25 at i = 0.5; last: +12.5 at i = 1; mean 9.375.
        // Completeness first: +43.75 at u = 0.5; last: +50 at u = 1; mean 46.875. Together 56.25.
        let before = assessed(&rubric, &with(&[("formats", "pdf"), ("content", "part")]));
        let after = assessed(&rubric, &with(&[]));
        let mut shares = Formula::of(&rubric).shares(&before, &after);
        shares.sort_by(|a, b| a.points.cmp(&b.points));
        let found: Vec<(String, String)> = shares
            .iter()
            .map(|share| (format!("{:?}", share.because), share.points.to_string()))
            .collect();
        assert_eq!(
            found,
            [
                ("Criterion(\"usability\")".to_string(), "9.375".to_string()),
                (
                    "Criterion(\"completeness\")".to_string(),
                    "46.875".to_string()
                ),
            ]
        );
    }

    #[test]
    fn a_format_alone_gets_all_of_its_change() {
        let rubric = rubric();
        // 25 × (3 + 0.5) = 87.5 to 100: +12.5
        let before = assessed(&rubric, &with(&[("formats", "pdf")]));
        let after = assessed(&rubric, &with(&[]));
        let shares = Formula::of(&rubric).shares(&before, &after);
        let expected = Share {
            because: Because::Criterion("usability".to_string()),
            points: Number::parse("12.5").unwrap(),
        };
        assert_eq!(shares, [expected]);
    }
}
