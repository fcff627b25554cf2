//! The sources of uncertainty that can be switched on.

use crate::analysis::audit::model::{Scale, Way};
use crate::language::evaluate::Case;
use thiserror::Error;

/// What varies from replicate to replicate. Everything is off by default. Of means, scales and treatments of absence one
/// alone is assumed in every replicate; of several, each has as many replicates as any other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sources {
    /// Weights.
    pub weights: Option<WeightNoise>,
    /// Whether weights and means vary among indicators too, and not only among what is made of indicators.
    pub indicators_too: bool,
    /// Means between which a replicate chooses, in every node that is a mean.
    pub aggregation: Vec<Way>,
    /// Scales between which a replicate chooses, wherever scores are normalised over entities.
    pub normalisation: Vec<Scale>,
    /// How assessors err.
    pub assessors: Option<AssessorNoise>,
    /// Whether sampled bodies are drawn anew.
    pub bodies: bool,
    /// What one replicate may leave out.
    pub leave_out: Option<LeaveOut>,
    /// Treatments of absence between which a replicate chooses.
    pub absence: Vec<AbsenceTreatment>,
}

/// How weights vary. They are scaled to add up to 1 afterwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WeightNoise {
    /// Each by up to this share of itself, evenly.
    Share(f64),
    /// By a Dirichlet distribution around the official ones; the larger the number, the closer. The deviation of a weight
    /// w is `√(w (1 − w) / (number + 1))`.
    Dirichlet(f64),
}

/// How assessors err.
#[derive(Debug, Clone, PartialEq)]
pub enum AssessorNoise {
    /// With this probability an answer is a neighbouring one.
    Rate(f64),
    /// As two assessors differ about the answers: their evidence about the same disclosures.
    Observed(Vec<[Case; 2]>),
}

/// What one replicate may leave out; it may leave out nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveOut {
    /// One indicator.
    Indicator,
    /// One part of the total.
    Part,
}

/// What absent scores do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsenceTreatment {
    /// What the rubric says.
    Declared,
    /// What was not assessed or is withheld counts as zero.
    Zero,
    /// What was not assessed or is withheld leaves the means.
    LeftOut,
}

/// The names of the sources, in the order of [`Source`].
pub const NAMES: [&str; 7] = [
    "weights",
    "aggregation",
    "normalisation",
    "assessors",
    "bodies",
    "leave_out",
    "absence",
];

/// A source, for streams of random numbers and for sensitivity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Weights.
    Weights,
    /// Means.
    Aggregation,
    /// Scales.
    Normalisation,
    /// Errors of assessors.
    Assessors,
    /// Sampled bodies.
    Bodies,
    /// What is left out.
    LeaveOut,
    /// Treatment of absence.
    Absence,
}

impl Source {
    /// All of them.
    pub const ALL: [Source; 7] = [
        Source::Weights,
        Source::Aggregation,
        Source::Normalisation,
        Source::Assessors,
        Source::Bodies,
        Source::LeaveOut,
        Source::Absence,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        NAMES.get(self as usize).copied().unwrap_or("")
    }

    /// The purpose of its streams.
    pub fn purpose(self) -> u64 {
        10 + self as u64
    }
}

impl Sources {
    /// Whether a source varies from replicate to replicate.
    pub fn has(&self, source: Source) -> bool {
        match source {
            Source::Weights => self.weights.is_some(),
            Source::Aggregation => self.aggregation.len() > 1,
            Source::Normalisation => self.normalisation.len() > 1,
            Source::Assessors => self.assessors.is_some(),
            Source::Bodies => self.bodies,
            Source::LeaveOut => self.leave_out.is_some(),
            Source::Absence => self.absence.len() > 1,
        }
    }

    /// The sources that vary.
    pub fn on(&self) -> Vec<Source> {
        Source::ALL
            .into_iter()
            .filter(|source| self.has(*source))
            .collect()
    }

    /// Whether anything is said about a source: that it varies, or what is assumed instead of the rubric's choice.
    pub fn is_named(&self, source: Source) -> bool {
        match source {
            Source::Aggregation => !self.aggregation.is_empty(),
            Source::Normalisation => !self.normalisation.is_empty(),
            Source::Absence => !self.absence.is_empty(),
            _ => self.has(source),
        }
    }

    /// The sources about which anything is said.
    pub fn named(&self) -> Vec<Source> {
        let mut named = Source::ALL.to_vec();
        named.retain(|source| self.is_named(*source));
        named
    }

    /// The choices that are assumed in every replicate, because only one is named.
    pub fn assumed(&self) -> Vec<Source> {
        let mut named = self.named();
        named.retain(|source| !self.has(*source));
        named
    }

    /// What is assumed or varied, in words: the name of the source and how.
    pub fn words(&self) -> Vec<(&'static str, String)> {
        let named = self.named().into_iter();
        let mut words: Vec<(&'static str, String)> = named
            .map(|source| (source.name(), self.how(source)))
            .collect();
        if self.weights.is_some() || self.is_named(Source::Aggregation) {
            let of = if self.indicators_too {
                "indicators and all above"
            } else {
                "what is made of indicators"
            };
            words.push(("weights and means of", of.to_string()));
        }
        words
    }

    /// How a source varies, or what is assumed.
    fn how(&self, source: Source) -> String {
        let choice = |names: Vec<&str>| match names.as_slice() {
            [one] => format!("{one}, in every replicate"),
            [first @ .., last] => format!("{} or {last}", first.join(", ")),
            [] => String::new(),
        };
        match source {
            Source::Weights => match self.weights {
                Some(WeightNoise::Share(share)) => format!("±{}%, evenly", share * 100.0),
                Some(WeightNoise::Dirichlet(number)) => {
                    format!("Dirichlet, concentration {number}")
                }
                None => String::new(),
            },
            Source::Aggregation => choice(self.aggregation.iter().map(|way| way.word()).collect()),
            Source::Normalisation => {
                let scales = self.normalisation.iter();
                choice(scales.map(|scale| scale_word(*scale)).collect())
            }
            Source::Assessors => match &self.assessors {
                Some(AssessorNoise::Rate(rate)) => {
                    format!("{}% of answers are a neighbouring one", rate * 100.0)
                }
                Some(AssessorNoise::Observed(_)) => {
                    "as the assessors of the project differ".to_string()
                }
                None => String::new(),
            },
            Source::Bodies => "drawn anew from the sample".to_string(),
            Source::LeaveOut => match self.leave_out {
                Some(LeaveOut::Indicator) => "nothing or one indicator".to_string(),
                Some(LeaveOut::Part) => "nothing or one part of the total".to_string(),
                None => String::new(),
            },
            Source::Absence => {
                let absences = self.absence.iter();
                choice(absences.map(|absence| absence_word(*absence)).collect())
            }
        }
    }
}

/// The place of the first item that stands in a list before.
pub fn repeated<T: PartialEq>(items: &[T]) -> Option<usize> {
    let mut places = 0..items.len();
    places.find(|at| {
        let before = items.get(..*at).unwrap_or_default();
        items.get(*at).is_some_and(|item| before.contains(item))
    })
}

/// A setting that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{text}` is no {what}: expected {expected}")]
pub struct NoSetting {
    /// What it should be.
    pub what: &'static str,
    /// As written.
    pub text: String,
    /// What is expected.
    pub expected: &'static str,
}

fn share(text: &str) -> Option<f64> {
    let number: f64 = text.strip_suffix('%')?.trim().parse().ok()?;
    (0.0..=100.0).contains(&number).then_some(number / 100.0)
}

/// Reads `25%` or `dirichlet:100`.
///
/// # Errors
/// For anything else.
pub fn weight_noise(text: &str) -> Result<WeightNoise, NoSetting> {
    let dirichlet = text.strip_prefix("dirichlet:").and_then(|number| {
        let number: f64 = number.trim().parse().ok()?;
        (1.0..=1e6)
            .contains(&number)
            .then_some(WeightNoise::Dirichlet(number))
    });
    dirichlet.or_else(|| share(text).map(WeightNoise::Share)).ok_or_else(|| NoSetting {
        what: "variation of weights",
        text: text.to_string(),
        expected: "a percentage such as `25%`, or `dirichlet:100` (1 to 1000000, the larger the closer)",
    })
}

/// Reads an error rate such as `5%`; `None` for `observed`.
///
/// # Errors
/// For anything else.
pub fn error_rate(text: &str) -> Result<Option<f64>, NoSetting> {
    if text == "observed" {
        return Ok(None);
    }
    share(text).map(Some).ok_or_else(|| NoSetting {
        what: "error rate of assessors",
        text: text.to_string(),
        expected: "a percentage such as `5%`, or `observed`",
    })
}

/// Reads a mean.
///
/// # Errors
/// For an unknown word.
pub fn way(text: &str) -> Result<Way, NoSetting> {
    Way::ALL
        .into_iter()
        .find(|way| way.word() == text)
        .ok_or_else(|| NoSetting {
            what: "mean",
            text: text.to_string(),
            expected: "`arithmetic`, `geometric` or `harmonic`",
        })
}

/// Reads a scale.
///
/// # Errors
/// For an unknown word.
pub fn scale(text: &str) -> Result<Scale, NoSetting> {
    let all = [Scale::MinMax, Scale::ZScore, Scale::Percentile];
    all.into_iter()
        .find(|scale| scale_word(*scale) == text)
        .ok_or_else(|| NoSetting {
            what: "normalisation",
            text: text.to_string(),
            expected: "`min_max`, `z_score` or `percentile`",
        })
}

/// Reads what may be left out.
///
/// # Errors
/// For an unknown word.
pub fn leave_out(text: &str) -> Result<LeaveOut, NoSetting> {
    match text {
        "indicator" => Ok(LeaveOut::Indicator),
        "part" => Ok(LeaveOut::Part),
        _ => Err(NoSetting {
            what: "thing to leave out",
            text: text.to_string(),
            expected: "`indicator` or `part`",
        }),
    }
}

/// Reads a treatment of absence.
///
/// # Errors
/// For an unknown word.
pub fn absence(text: &str) -> Result<AbsenceTreatment, NoSetting> {
    let all = [
        AbsenceTreatment::Declared,
        AbsenceTreatment::Zero,
        AbsenceTreatment::LeftOut,
    ];
    all.into_iter()
        .find(|known| absence_word(*known) == text)
        .ok_or_else(|| NoSetting {
            what: "treatment of absence",
            text: text.to_string(),
            expected: "`declared`, `zero` or `left_out`",
        })
}

pub(super) fn scale_word(scale: Scale) -> &'static str {
    match scale {
        Scale::AsTheyAre => "as_they_are",
        Scale::MinMax => "min_max",
        Scale::ZScore => "z_score",
        Scale::Percentile => "percentile",
    }
}

pub(super) fn absence_word(absence: AbsenceTreatment) -> &'static str {
    match absence {
        AbsenceTreatment::Declared => "declared",
        AbsenceTreatment::Zero => "zero",
        AbsenceTreatment::LeftOut => "left_out",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_or_refused_in_words() {
        assert_eq!(weight_noise("25%"), Ok(WeightNoise::Share(0.25)));
        assert_eq!(
            weight_noise("dirichlet:50"),
            Ok(WeightNoise::Dirichlet(50.0))
        );
        for wrong in ["25", "200%", "dirichlet:0", "dirichlet:nan", "NaN%", "inf%"] {
            assert!(weight_noise(wrong).is_err(), "{wrong}");
        }
        assert_eq!(error_rate("observed"), Ok(None));
        assert_eq!(
            way("mean").unwrap_err().to_string(),
            "`mean` is no mean: expected `arithmetic`, `geometric` or `harmonic`"
        );
        assert_eq!(Source::ALL.map(Source::name), NAMES);
    }
}
