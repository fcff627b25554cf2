//! Between which numbers the scores of an index lie, what they count and how finely they are told apart. Whoever draws
//! an axis, writes "of 100 points" or says what is lacking asks here.

use super::Results;
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::number::Number;
use crate::language::range::index_ranges;
use crate::language::rubric::Index;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use std::collections::HashMap;

/// Where nothing rounds scores, so many decimals tell them apart at most.
const MOST_DECIMALS: usize = 5;

/// The scale of an index over all editions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// The lowest score there can be; where that is not known, a round number at or below all there are, and zero at
    /// most.
    pub low: Number,
    /// The highest score there can be; where that is not known, a round number at or above all there are.
    pub high: Number,
    /// What the scores count, where the rubric says it.
    pub unit: Option<String>,
    /// How many decimals tell the scores apart.
    pub decimals: usize,
    /// Where both ends come from.
    pub basis: ScaleBasis,
}

/// Where the ends of a scale come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScaleBasis {
    /// The rubric declares them.
    Declared,
    /// No evidence gives a score beyond them.
    Proved,
    /// The scores and grades there are lie between them.
    Data,
}

/// The scales of a project's indices: of the total, and of what lies below it.
#[derive(Debug, Clone, Default)]
pub(super) struct Scales {
    found: HashMap<String, (Scale, Scale)>,
}

impl Results {
    /// The scale of an index's total; `None` for an index that no edition has.
    pub fn scale(&self, index: &str) -> Option<&Scale> {
        self.scales.found.get(index).map(|(total, _)| total)
    }

    /// The scale of the nodes and indicators below an index's total.
    pub fn scale_below(&self, index: &str) -> Option<&Scale> {
        self.scales.found.get(index).map(|(_, below)| below)
    }

    /// Works the scales out from all editions.
    pub(super) fn with_scales(mut self) -> Results {
        let mut indices: Vec<&str> = Vec::new();
        for edition in &self.editions {
            for index in &edition.rubric.indices {
                if !indices.contains(&index.name.as_str()) {
                    indices.push(&index.name);
                }
            }
        }
        let scales = indices
            .into_iter()
            .map(|index| (index.to_string(), scales(&self, index)));
        self.scales = Scales {
            found: scales.collect(),
        };
        self
    }
}

impl Scale {
    /// Whether scores are points: the rubric calls them so, or nothing else and they are proved to go up from zero.
    pub fn is_points(&self) -> bool {
        match (&self.unit, self.basis) {
            (Some(unit), _) => unit == "points",
            (None, ScaleBasis::Data) => false,
            // A share of one is no point.
            (None, _) => self.low.is_zero() && self.high >= Number::whole(10),
        }
    }

    /// How long the scale is.
    pub fn length(&self) -> Number {
        self.high.minus(&self.low)
    }

    /// Where a score lies between the lowest (0) and the highest (1).
    pub fn place(&self, score: &Number) -> Option<Number> {
        score.minus(&self.low).over(&self.length())
    }

    /// How many decimals parts of a score are printed with: one, or as many as a thousandth of the scale needs.
    pub fn fine_decimals(&self) -> usize {
        let thousandth = self.length().to_f64() / 1000.0;
        let needed =
            (0..=9).find(|decimals| libm::pow(10.0, -f64::from(*decimals)) <= thousandth * 1.001);
        needed.map_or(1, |decimals| (decimals as usize).max(1))
    }

    /// The numbers that an axis is marked with, five or six of them where round numbers allow it, and how many decimals
    /// they need.
    pub fn ticks(&self) -> (Vec<Number>, usize) {
        let (step, decimals) = step(&self.length());
        let mut ticks = Vec::new();
        let mut tick = rounded_to(&self.low, &step, false);
        if tick < self.low {
            tick = tick.plus(&step);
        }
        while tick <= self.high && ticks.len() < 20 {
            ticks.push(tick.clone());
            tick = tick.plus(&step);
        }
        (ticks, decimals)
    }
}

/// The scales of the total of an index and of what lies below it.
fn scales(results: &Results, index: &str) -> (Scale, Scale) {
    let mut totals = Gathered::default();
    let mut below = Gathered::default();
    for edition in &results.editions {
        let Some(declared) = edition.rubric.index(index) else {
            continue;
        };
        let (total, nodes) = index_ranges(&edition.rubric, declared);
        totals.range(declared, total.low.zip(total.high));
        below.range(declared, nodes.low.zip(nodes.high));
        totals.shown = totals.shown.or(declared.rounding);
        below.shown = below.shown.or(declared.rounding);
        for row in edition.rows.iter().filter(|row| *row.index == *index) {
            match &*row.level {
                TOTAL_LEVEL => totals.row(row),
                // Criteria have scales of their own.
                "criterion" => {}
                _ => below.row(row),
            }
        }
        let grades = || declared.grades.iter().map(|grade| &grade.from);
        totals.ends.extend(grades().min().cloned());
        totals.ends.extend(grades().max().cloned());
    }
    let totals = totals.scale();
    // What a declared scale says of the index holds for what it is made of, as far as nothing lies beyond it.
    let parts_fit = below.fits(&totals);
    let below = if parts_fit && totals.basis == ScaleBasis::Declared {
        totals.clone()
    } else {
        below.scale()
    };
    (totals, below)
}

/// What is known of the scores of one level.
#[derive(Default)]
struct Gathered {
    declared: Option<(Number, Number, Option<String>)>,
    /// The range that is proved for every edition so far; `None` inside once it is not.
    proved: Option<Option<(Number, Number)>>,
    /// Scores and ends of grades.
    ends: Vec<Number>,
    scores: Vec<Number>,
    shown: Option<Rounding>,
}

impl Gathered {
    fn range(&mut self, index: &Index, proved: Option<(Number, Number)>) {
        if let Some(scale) = &index.scale {
            let (low, high) = (scale.low.clone(), scale.high.clone());
            self.declared = Some(match self.declared.take() {
                Some((known_low, known_high, unit)) => (
                    known_low.min(low),
                    known_high.max(high),
                    unit.or(scale.unit.clone()),
                ),
                None => (low, high, scale.unit.clone()),
            });
        }
        self.proved = Some(match (self.proved.take(), proved) {
            (None, proved) => proved,
            (Some(known), Some((low, high))) => known.map(|(a, b)| (a.min(low), b.max(high))),
            (Some(_), None) => None,
        });
    }

    fn row(&mut self, row: &Row) {
        self.scores.extend(row.score.clone());
    }

    fn fits(&self, scale: &Scale) -> bool {
        let mut scores = self.scores.iter();
        scores.all(|score| *score >= scale.low && *score <= scale.high)
    }

    fn scale(self) -> Scale {
        let decimals = self.decimals();
        let low = self.scores.iter().min().cloned();
        let high = self.scores.iter().max().cloned();
        let holds = |a: &Number, b: &Number| {
            low.as_ref().is_none_or(|low| low >= a) && high.as_ref().is_none_or(|high| high <= b)
        };
        let unit = self.declared.as_ref().and_then(|(_, _, unit)| unit.clone());
        let declared = self.declared.map(|(a, b, _)| (a, b, ScaleBasis::Declared));
        let proved = self.proved.flatten();
        let proved = proved.map(|(a, b)| (a, b, ScaleBasis::Proved));
        // Scores that were taken as published may lie beyond what evidence can give.
        let known = declared.or(proved).filter(|(a, b, _)| a < b && holds(a, b));
        let (low, high, basis) = known.unwrap_or_else(|| {
            let ends = self.scores.iter().chain(&self.ends);
            let zero = Number::zero();
            let low = ends.clone().min().cloned().unwrap_or_else(Number::zero);
            let high = ends.max().cloned().unwrap_or_else(Number::zero);
            let (low, mut high) = (low.min(zero.clone()), high.max(zero));
            if low == high {
                high = Number::whole(1);
            }
            let (step, _) = step(&high.minus(&low));
            let ends = (
                rounded_to(&low, &step, false),
                rounded_to(&high, &step, true),
            );
            (ends.0, ends.1, ScaleBasis::Data)
        });
        Scale {
            low,
            high,
            unit,
            decimals,
            basis,
        }
    }

    /// The decimals of the rounding, or as many as tell different scores apart.
    fn decimals(&self) -> usize {
        if let Some(Rounding {
            to: Precision::Decimals(decimals),
            ..
        }) = self.shown
        {
            return decimals as usize;
        }
        let mut scores: Vec<&Number> = self.scores.iter().collect();
        scores.sort();
        scores.dedup();
        let apart = |decimals: &usize| {
            let mut shown: Vec<String> =
                scores.iter().map(|score| score.fixed(*decimals)).collect();
            shown.dedup();
            shown.len() == scores.len()
        };
        (0..=MOST_DECIMALS).find(apart).unwrap_or(MOST_DECIMALS)
    }
}

/// The round number (1, 2 or 5 times a power of ten) that divides a length into five pieces at most, and its decimals.
fn step(length: &Number) -> (Number, usize) {
    let at_least = length.to_f64() / 5.0;
    for power in -12i64..=15 {
        for factor in [1, 2, 5] {
            let step = Number::whole(factor).times(&power_of_ten(power));
            if step.to_f64() >= at_least * (1.0 - 1e-9) {
                return (step, usize::try_from(-power).unwrap_or(0));
            }
        }
    }
    (length.clone(), 0)
}

fn power_of_ten(power: i64) -> Number {
    let ten = Number::whole(10);
    let mut found = Number::whole(1);
    for _ in 0..power.unsigned_abs() {
        found = if power < 0 {
            found.over(&ten).unwrap_or(found)
        } else {
            found.times(&ten)
        };
    }
    found
}

/// The multiple of a step next to a number: above it or below it.
fn rounded_to(number: &Number, step: &Number, up: bool) -> Number {
    let turned = |number: Number| match up {
        true => Number::zero().minus(&number),
        false => number,
    };
    let whole = Rounding {
        mode: RoundingMode::Down,
        to: Precision::Decimals(0),
    };
    let steps = number
        .over(step)
        .map(|steps| turned(turned(steps).rounded(whole)));
    steps.map_or_else(|| number.clone(), |steps| steps.times(step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::compute;
    use std::path::Path;

    fn example(name: &str) -> Results {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("examples")
            .join(name);
        compute(&folder).results.unwrap()
    }

    fn of_scores(scores: &[&str]) -> Scale {
        let scores = scores.iter().map(|score| Number::parse(score).unwrap());
        Gathered {
            scores: scores.collect(),
            ..Gathered::default()
        }
        .scale()
    }

    fn ends(scale: &Scale) -> (String, String) {
        (scale.low.to_string(), scale.high.to_string())
    }

    /// The score of a disclosure is 100 times a product of criteria between 0 and 1, and the index a mean of means.
    #[test]
    fn the_energy_transparency_index_goes_from_0_to_100_points() {
        let results = example("eti-demo");
        for (index, _) in crate::results::indices(&results) {
            let scale = results.scale(index).unwrap();
            assert_eq!(ends(scale), ("0".into(), "100".into()), "{index}");
            assert!(scale.is_points());
        }
    }

    #[test]
    fn without_a_proved_range_the_scores_decide() {
        // A fifth of 0.966 is 0.19, so steps of 0.2; five of them are 1.
        let small = of_scores(&["0.734", "0.966"]);
        assert_eq!(ends(&small), ("0".into(), "1".into()));
        assert_eq!((small.decimals, small.is_points()), (1, false));
        let ticks: Vec<String> = small.ticks().0.iter().map(|tick| tick.fixed(1)).collect();
        assert_eq!(ticks, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        // From −1.4 to 1.6 are 3; steps of 1 begin at −2 and end at 2.
        assert_eq!(
            ends(&of_scores(&["-1.4", "0.1", "1.6"])),
            ("-2".into(), "2".into())
        );
        // A fifth of 200 is 40, so steps of 50.
        assert_eq!(
            ends(&of_scores(&["200", "120"])),
            ("0".into(), "200".into())
        );
        // All below zero: the scale ends at zero.
        assert_eq!(ends(&of_scores(&["-3", "-8"])), ("-8".into(), "0".into()));
        assert_eq!(ends(&of_scores(&[])), ("0".into(), "1".into()));
    }

    #[test]
    fn decimals_tell_scores_apart() {
        // 0.96 and 0.96 would be equal with two decimals.
        assert_eq!(of_scores(&["0.961", "0.964"]).decimals, 3);
        assert_eq!(of_scores(&["1", "2"]).decimals, 0);
        assert_eq!(
            of_scores(&["0.0000001", "0.0000002"]).decimals,
            MOST_DECIMALS
        );
    }

    #[test]
    fn parts_are_printed_as_finely_as_the_scale_is_long() {
        // A thousandth of 100 is 0.1, of 1 it is 0.001, of 4 it is 0.004.
        assert_eq!(of_scores(&["100"]).fine_decimals(), 1);
        assert_eq!(of_scores(&["1"]).fine_decimals(), 3);
        assert_eq!(of_scores(&["-2", "2"]).fine_decimals(), 3);
        assert_eq!(of_scores(&["20000"]).fine_decimals(), 1);
    }
}
