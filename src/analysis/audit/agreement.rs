//! Agreement of several assessors about the same units: the coefficients in use, with missing ratings, on nominal, ordinal
//! and interval scales.

mod adjudication;
pub mod answers;
pub mod coefficients;
pub mod krippendorff;
pub mod report;
pub mod survey;

/// How far two ratings are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Equal or not.
    Nominal,
    /// By the order of the levels.
    Ordinal,
    /// By the squared difference of the levels.
    Interval,
}

impl Measure {
    /// All three.
    pub const ALL: [Measure; 3] = [Measure::Nominal, Measure::Ordinal, Measure::Interval];

    /// The word in tables.
    pub fn word(self) -> &'static str {
        match self {
            Measure::Nominal => "nominal",
            Measure::Ordinal => "ordinal",
            Measure::Interval => "interval",
        }
    }
}

/// Ratings of units by raters: the place of a level, or nothing where a rater has not rated.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    /// The levels that could be given, ascending.
    pub levels: Vec<f64>,
    /// One line per unit, one entry per rater.
    pub units: Vec<Vec<Option<usize>>>,
}

impl Ratings {
    /// Ratings from values; the levels are the values that occur together with those declared.
    pub fn new(values: &[Vec<Option<f64>>], declared: &[f64]) -> Self {
        let mut levels: Vec<f64> = values.iter().flatten().flatten().copied().collect();
        levels.extend(declared);
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        let place = |value: &f64| levels.iter().position(|level| level == value);
        let units = values
            .iter()
            .map(|unit| {
                unit.iter()
                    .map(|value| value.as_ref().and_then(place))
                    .collect()
            })
            .collect();
        Ratings { levels, units }
    }

    /// The same ratings of some units, each as often as it is named.
    pub fn of(&self, units: &[usize]) -> Ratings {
        Ratings {
            levels: self.levels.clone(),
            units: units
                .iter()
                .filter_map(|at| self.units.get(*at).cloned())
                .collect(),
        }
    }

    /// The same ratings by two of the raters.
    pub fn pair(&self, first: usize, second: usize) -> Ratings {
        let of = |unit: &Vec<Option<usize>>| {
            vec![
                unit.get(first).copied().flatten(),
                unit.get(second).copied().flatten(),
            ]
        };
        Ratings {
            levels: self.levels.clone(),
            units: self.units.iter().map(of).collect(),
        }
    }

    /// How many units at least two raters have rated.
    pub fn pairable(&self) -> usize {
        let rated = |unit: &&Vec<Option<usize>>| unit.iter().flatten().count() >= 2;
        self.units.iter().filter(rated).count()
    }

    /// How often each level was given to each unit.
    fn counts(&self) -> Vec<Vec<f64>> {
        let count = |unit: &Vec<Option<usize>>| {
            let mut counts = vec![0.0; self.levels.len()];
            for at in unit.iter().flatten() {
                if let Some(count) = counts.get_mut(*at) {
                    *count += 1.0;
                }
            }
            counts
        };
        self.units.iter().map(count).collect()
    }
}

#[cfg(test)]
pub(crate) mod examples {
    use super::Ratings;

    /// Reliability data of four observers and twelve units with missing ratings: K. Krippendorff, Computing Krippendorff's
    /// Alpha-Reliability, 2011, section C; the same data as `cac.raw4raters` in Gwet's R package irrCAC.
    pub fn four_observers() -> Ratings {
        let table: [[u8; 4]; 12] = [
            [1, 1, 0, 1],
            [2, 2, 3, 2],
            [3, 3, 3, 3],
            [3, 3, 3, 3],
            [2, 2, 2, 2],
            [1, 2, 3, 4],
            [4, 4, 4, 4],
            [1, 1, 2, 1],
            [2, 2, 2, 2],
            [0, 5, 5, 5],
            [0, 0, 1, 1],
            [0, 3, 0, 0],
        ];
        from(&table)
    }

    /// Ratings from a table in which 0 is missing.
    pub fn from<const N: usize>(table: &[[u8; N]]) -> Ratings {
        let values: Vec<Vec<Option<f64>>> = table
            .iter()
            .map(|unit| unit.map(|x| (x > 0).then(|| f64::from(x))).to_vec())
            .collect();
        Ratings::new(&values, &[])
    }

    /// The 100 ratings of two raters in a table of counts.
    pub fn crossed<const N: usize>(counts: [[usize; N]; N]) -> Ratings {
        let mut values = Vec::new();
        for (first, row) in counts.iter().enumerate() {
            for (second, count) in row.iter().enumerate() {
                let unit = vec![Some(first as f64), Some(second as f64)];
                values.extend(std::iter::repeat_n(unit, *count));
            }
        }
        Ratings::new(&values, &[])
    }
}
