//! Scored disclosures as cells that can be judged otherwise: a record stands at one of the outcomes of the rubric's tables,
//! and another level of a criterion is another place in the same table.

use super::sources::AssessorNoise;
use crate::analysis::audit::model::{Model, Presence};
use crate::analysis::audit::stream::Stream;
use crate::evidence::{State, case};
use crate::language::syntax::Aggregate;
use crate::results::{EditionResults, Results};
use crate::scoring::Program;
use std::collections::HashMap;

/// All records that can be judged otherwise.
#[derive(Debug, Clone, Default)]
pub struct Cells {
    /// The score of each outcome.
    pub scores: Vec<f64>,
    /// Per criterion: its levels ascending and their stride among the outcomes.
    pub levels: Vec<(Vec<f64>, usize)>,
    /// The outcome of each record.
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

impl Cells {
    /// The records behind the columns of a model.
    pub fn of(results: &Results, edition: &EditionResults, model: &Model) -> Self {
        let mut cells = Cells::default();
        let program = Program::new(&edition.rubric);
        let (Some(levels), Some(scores)) = (program.levels(), program.outcome_scores()) else {
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
        cells.levels = levels;
        cells.scores = scores;
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
                        program.place(&case(
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
        cells
    }

    /// Adds a disclosure: its slot and the outcomes of its records.
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

/// How levels of criteria change, ready for use.
#[derive(Debug, Clone)]
pub struct Errors {
    /// The largest probability of a change of any level of any criterion.
    most: f64,
    /// Per criterion, per level: the probability of a change relative to `most`, and the cumulative probabilities of the
    /// levels it changes to.
    changes: Vec<Vec<(f64, Vec<f64>)>>,
}

impl Errors {
    /// From a rate or from observed pairs.
    pub fn of(noise: &AssessorNoise, cells: &Cells) -> Self {
        let mut chances: Vec<Vec<Vec<f64>>> = Vec::new();
        for (at, (levels, _)) in cells.levels.iter().enumerate() {
            let size = levels.len();
            let mut table = vec![vec![0.0; size]; size];
            match noise {
                AssessorNoise::Rate(rate) => {
                    for (level, row) in table.iter_mut().enumerate() {
                        let below = level.checked_sub(1);
                        let above = (level + 1 < size).then_some(level + 1);
                        let neighbours: Vec<usize> = below.into_iter().chain(above).collect();
                        for neighbour in &neighbours {
                            row[*neighbour] = rate / neighbours.len() as f64;
                        }
                    }
                }
                AssessorNoise::Observed(criteria) => {
                    let Some((known, counts)) = criteria.get(at) else {
                        chances.push(table);
                        continue;
                    };
                    let place = |level: &f64| known.iter().position(|other| other == level);
                    for (first, level) in levels.iter().enumerate() {
                        let Some(row) = place(level).and_then(|at| counts.get(at)) else {
                            continue;
                        };
                        let all: u64 = row.iter().sum();
                        for (second, other) in levels.iter().enumerate() {
                            let count = place(other).and_then(|at| row.get(at)).copied();
                            if first != second && all > 0 {
                                table[first][second] = count.unwrap_or(0) as f64 / all as f64;
                            }
                        }
                    }
                }
            }
            chances.push(table);
        }
        let leaving = |row: &Vec<f64>| row.iter().sum::<f64>();
        let most = chances.iter().flatten().map(leaving).fold(0.0, f64::max);
        let changes = chances.iter().map(|table| {
            let row = |row: &Vec<f64>| {
                let all = leaving(row);
                let mut sum = 0.0;
                let cumulative = row.iter().map(|chance| {
                    sum += chance / all.max(f64::MIN_POSITIVE);
                    sum
                });
                (all / most.max(f64::MIN_POSITIVE), cumulative.collect())
            };
            table.iter().map(row).collect()
        });
        Errors {
            most,
            changes: changes.collect(),
        }
    }

    /// Errs: changes the outcomes in `places` and the values of their slots in `values`. Criteria are visited by jumps of
    /// geometric length, so that the cost is that of the errors made, not of all that could be.
    pub fn make(&self, cells: &Cells, stream: &mut Stream, places: &mut [u32], values: &mut [f64]) {
        let criteria = cells.levels.len();
        if self.most <= 0.0 || criteria == 0 {
            return;
        }
        // Places fit 32 bits, in which a division costs half of what it does in 64.
        let criteria = criteria as u32;
        let all = places.len() as f64 * f64::from(criteria);
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
            let (record, criterion) = ((place / criteria) as usize, (place % criteria) as usize);
            let (levels, stride) = &cells.levels[criterion];
            let (count, stride) = (levels.len() as u32, *stride as u32);
            let old = places[record];
            let level = old / stride % count;
            let (chance, cumulative) = &self.changes[criterion][level as usize];
            if *chance < 1.0 && stream.coarse() >= *chance {
                continue;
            }
            let u = stream.coarse();
            let found = cumulative.iter().position(|sum| u < *sum);
            let other = found.map_or(level, |other| other as u32);
            let new = old - level * stride + other * stride;
            places[record] = new;
            let change = cells.scores[new as usize] - cells.scores[old as usize];
            let share = if single { 1.0 } else { cells.shares[record] };
            values[cells.slots[record] as usize] += change * share;
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

    /// Two criteria with levels 0, 0.5, 1; the score is ten times the first plus the second.
    fn cells(records: usize) -> Cells {
        let levels = vec![0.0, 0.5, 1.0];
        let mut cells = Cells {
            scores: (0..9)
                .map(|at| 10.0 * levels[at / 3] + levels[at % 3])
                .collect(),
            levels: vec![(levels.clone(), 3), (levels, 1)],
            ..Cells::default()
        };
        (0..records).for_each(|slot| cells.add(slot, &[4]));
        cells
    }

    #[test]
    fn errors_are_made_at_their_rate_and_scores_follow() {
        let cells = cells(5_000);
        let errors = Errors::of(&AssessorNoise::Rate(0.1), &cells);
        let mut places = cells.places.clone();
        let mut values = vec![5.5; 5_000];
        errors.make(&cells, &mut Stream::new(3, 13, 0), &mut places, &mut values);
        let mut changed = 0;
        for (place, value) in places.iter().zip(&values) {
            assert_eq!(*value, cells.scores[*place as usize]);
            changed += usize::from(place / 3 != 1) + usize::from(place % 3 != 1);
        }
        // 10,000 criteria at 10 %: 1,000 with a deviation of 30.
        assert!((880..=1_120).contains(&changed), "{changed}");
    }

    #[test]
    fn observed_errors_go_where_they_were_observed() {
        let cells = cells(4_000);
        // First criterion: 0.5 stands beside 1 in one of five pairs, never beside 0; the second never differs.
        let first = (
            vec![0.0, 0.5, 1.0],
            vec![vec![0, 0, 0], vec![0, 8, 2], vec![0, 2, 0]],
        );
        let second = (vec![0.5], vec![vec![10]]);
        let noise = AssessorNoise::Observed(vec![first, second]);
        let mut places = cells.places.clone();
        let mut values = vec![5.5; 4_000];
        let errors = Errors::of(&noise, &cells);
        errors.make(&cells, &mut Stream::new(3, 13, 0), &mut places, &mut values);
        let up = places.iter().filter(|place| **place == 7).count();
        assert_eq!(
            up + places.iter().filter(|place| **place == 4).count(),
            4_000
        );
        // 4,000 at 20 %: 800 with a deviation of 25.
        assert!((700..=900).contains(&up), "{up}");
    }

    #[test]
    fn bodies_drawn_anew_keep_their_mean() {
        let mut cells = cells(0);
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
