//! Scored disclosures as cells that can be answered otherwise: a record stands in one of the states that the rubric tells
//! apart, and another answer is another state with another score.

use super::sources::AssessorNoise;
use super::states::Space;
use crate::analysis::audit::model::{Model, Presence};
use crate::analysis::audit::stream::Stream;
use crate::evidence::{State, case};
use crate::language::syntax::Aggregate;
use crate::results::{EditionResults, Results};
use crate::scoring::Program;
use std::collections::HashMap;

/// All records that can be answered otherwise.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// The score of each state.
    pub scores: Vec<f64>,
    /// How many questions an assessor answers about a record.
    pub questions: usize,
    /// Per state and question what an error leads to; nothing where errors are not followed.
    pub changes: Vec<Vec<Change>>,
    /// The state of each record.
    pub places: Vec<u32>,
    /// The column and entity of each record, as its place in a matrix of columns.
    pub slots: Vec<u32>,
    /// One over the number of records of the same disclosure.
    pub shares: Vec<f64>,
    /// Disclosures with several records: slot, first record, count.
    pub samples: Vec<(u32, u32, u32)>,
    /// How many disclosures were scored in a way that is not in the tables.
    pub outside: usize,
}

/// What an error about one answer leads to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Change {
    /// How likely the error is.
    chance: f64,
    /// The states it leads to, with the chances of each summed up to there.
    to: Vec<(f64, u32)>,
}

impl Change {
    /// Adds a state that the error leads to with this chance.
    pub fn add(&mut self, chance: f64, state: u32) {
        if chance > 0.0 {
            self.chance += chance;
            self.to.push((self.chance, state));
        }
    }

    /// Makes the error as likely as this, if it leads anywhere.
    pub(super) fn scale(&mut self, chance: f64) {
        if self.chance > 0.0 {
            let factor = chance / self.chance;
            self.to.iter_mut().for_each(|(sum, _)| *sum *= factor);
            self.chance = chance;
        }
    }
}

impl Cells {
    /// The records behind the columns of a model; with `noise`, also what errors lead to.
    pub fn of(
        results: &Results,
        edition: &EditionResults,
        model: &Model,
        noise: Option<&AssessorNoise>,
    ) -> Self {
        let mut cells = Cells::default();
        let program = Program::new(&edition.rubric);
        let Some(mut space) = Space::of(&program) else {
            return cells;
        };
        // Another score of the disclosure, or another aggregate of bodies, is not what the tables hold.
        let from = edition
            .rubric
            .index(&model.index)
            .and_then(|index| index.from);
        let mean = matches!(
            edition.rubric.several_bodies,
            None | Some(Aggregate::Mean | Aggregate::WeightedMean)
        );
        if from.is_some() || !mean {
            return cells;
        }
        let entities = model.entities.len();
        let columns: HashMap<&str, usize> = model
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.level == "indicator")
            .map(|(at, column)| (column.id.as_str(), at))
            .collect();
        let places: HashMap<&str, usize> = model
            .entities
            .iter()
            .enumerate()
            .map(|(at, entity)| (entity.as_str(), at))
            .collect();
        for sheet in &edition.sheets {
            let Some(entity) = places.get(sheet.entity.as_str()) else {
                continue;
            };
            for disclosure in &sheet.disclosures {
                let id = results.catalogue.indicator(disclosure.indicator);
                let Some(column) = id.and_then(|found| columns.get(found.id.as_str())) else {
                    continue;
                };
                let assessed = matches!(disclosure.state, State::Assessed | State::Provisional(_));
                let there = model.columns[*column].presence[*entity] == Presence::Scored;
                if !assessed || !there {
                    continue;
                }
                let found: Option<Vec<usize>> = disclosure
                    .records
                    .iter()
                    .map(|record| {
                        space.place(&case(
                            &edition.rubric,
                            edition.entity_facts.of(&sheet.entity),
                            edition.facts.of(disclosure.indicator),
                            sheet,
                            record,
                        ))
                    })
                    .collect();
                match found {
                    Some(found) if !found.is_empty() => {
                        cells.add(column * entities + entity, &found);
                    }
                    _ => cells.outside += 1,
                }
            }
        }
        match noise {
            Some(noise) => space.follow(noise, &mut cells),
            None => space.still(&mut cells),
        }
        cells
    }

    /// Adds a disclosure: its slot and the states of its records.
    pub fn add(&mut self, slot: usize, outcomes: &[usize]) {
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        if outcomes.len() > 1 {
            let first = narrow(self.places.len());
            self.samples
                .push((narrow(slot), first, narrow(outcomes.len())));
        }
        for outcome in outcomes {
            self.places.push(narrow(*outcome));
            self.slots.push(narrow(slot));
            self.shares.push(1.0 / outcomes.len() as f64);
        }
    }

    /// Whether there is anything to judge otherwise.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }
}

/// How answers change, ready for use.
#[derive(Debug, Clone)]
pub struct Errors {
    /// The largest chance of an error about any answer.
    most: f64,
}

impl Errors {
    /// Of records whose errors were followed.
    pub fn of(cells: &Cells) -> Self {
        let chances = cells.changes.iter().flatten().map(|change| change.chance);
        Errors {
            most: chances.fold(0.0, f64::max),
        }
    }

    /// Errs: changes the states in `places` and the values of their slots in `values`. Answers are visited by jumps of
    /// geometric length, so that the cost is that of the errors made, not of all that could be.
    pub fn make(&self, cells: &Cells, stream: &mut Stream, places: &mut [u32], values: &mut [f64]) {
        if self.most <= 0.0 || cells.questions == 0 {
            return;
        }
        // Places fit 32 bits, in which a division costs half of what it does in 64.
        let questions = cells.questions as u32;
        let all = places.len() as f64 * f64::from(questions);
        let every = 1.0 / libm::log1p(-self.most.min(1.0 - 1e-12));
        let single = cells.samples.is_empty();
        let mut at = 0.0;
        loop {
            at += (libm::log(stream.coarse()) * every).floor();
            if at >= all {
                return;
            }
            let place = at as u32;
            at += 1.0;
            let (record, question) = ((place / questions) as usize, (place % questions) as usize);
            let old = places[record] as usize;
            // What is not asked in this state, or not followed from it, cannot go wrong.
            let Some(change) = cells.changes[old].get(question) else {
                continue;
            };
            let u = stream.coarse() * self.most;
            let Some((_, new)) = change.to.iter().find(|(sum, _)| u < *sum) else {
                continue;
            };
            places[record] = *new;
            let gain = cells.scores[*new as usize] - cells.scores[old];
            let share = if single { 1.0 } else { cells.shares[record] };
            values[cells.slots[record] as usize] += gain * share;
        }
    }
}

/// Draws the bodies of every sample anew, from the outcomes in `places`.
pub fn draw_bodies(cells: &Cells, stream: &mut Stream, places: &[u32], values: &mut [f64]) {
    for (slot, first, count) in &cells.samples {
        let mut sum = 0.0;
        for _ in 0..*count {
            let at = *first as usize + stream.below(*count as usize);
            sum += cells.scores[places[at] as usize];
        }
        values[*slot as usize] = sum / f64::from(*count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two answers of three levels, 0, 0.5 and 1; the score is ten times the first plus the second. Each errs to its
    /// neighbours with this chance.
    fn cells(records: usize, chances: [f64; 2]) -> Cells {
        let levels = [0.0, 0.5, 1.0];
        let to_neighbours = |level: usize, chance: f64, state: &dyn Fn(usize) -> usize| {
            let near: Vec<usize> = (0..3usize)
                .filter(|other| other.abs_diff(level) == 1)
                .collect();
            let mut change = Change::default();
            for other in &near {
                change.add(chance / near.len() as f64, state(*other) as u32);
            }
            change
        };
        let mut cells = Cells {
            scores: (0..9)
                .map(|at| 10.0 * levels[at / 3] + levels[at % 3])
                .collect(),
            questions: 2,
            changes: (0..9)
                .map(|at| {
                    vec![
                        to_neighbours(at / 3, chances[0], &|other| other * 3 + at % 3),
                        to_neighbours(at % 3, chances[1], &|other| at / 3 * 3 + other),
                    ]
                })
                .collect(),
            ..Cells::default()
        };
        (0..records).for_each(|slot| cells.add(slot, &[4]));
        cells
    }

    #[test]
    fn errors_are_made_at_their_rate_and_scores_follow() {
        let cells = cells(5_000, [0.1, 0.05]);
        let errors = Errors::of(&cells);
        let mut places = cells.places.clone();
        let mut values = vec![5.5; 5_000];
        errors.make(&cells, &mut Stream::new(3, 13, 0), &mut places, &mut values);
        let (mut first, mut second) = (0, 0);
        for (place, value) in places.iter().zip(&values) {
            assert_eq!(*value, cells.scores[*place as usize]);
            first += usize::from(place / 3 != 1);
            second += usize::from(place % 3 != 1);
        }
        // 5,000 answers at 10 %: 500 with a deviation of 21; at 5 %: 250 with a deviation of 15.
        assert!((416..=584).contains(&first), "{first}");
        assert!((190..=310).contains(&second), "{second}");
    }

    #[test]
    fn bodies_drawn_anew_keep_their_mean() {
        let mut cells = cells(0, [0.0, 0.0]);
        cells.add(0, &[0, 8]);
        let (mut sum, mut values) = (0.0, vec![5.5]);
        for replicate in 0..2_000 {
            draw_bodies(
                &cells,
                &mut Stream::new(5, 14, replicate),
                &cells.places,
                &mut values,
            );
            assert!([0.0, 5.5, 11.0].contains(&values[0]));
            sum += values[0];
        }
        // Mean 5.5, deviation of one draw 11 / √8 = 3.9, of the mean of 2,000 0.087.
        assert!((sum / 2_000.0 - 5.5).abs() < 0.35, "{sum}");
    }
}
