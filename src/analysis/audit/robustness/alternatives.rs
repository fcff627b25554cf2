//! Choices of which one is made and the others are not: another mean, another normalisation, another treatment of absence.
//! They have no probabilities, so what comes out under each is told apart and never mixed.

use super::plan::Plan;
use super::run::Replicates;
use super::sources::{Source, absence_word, scale_word};
use crate::analysis::audit::model::{Model, Scale, Way};
use crate::analysis::audit::robustness::sources::AbsenceTreatment;
use std::collections::BTreeSet;

/// One of each of the choices that are open.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Alternative {
    /// Which of the means; `None` for each node's own.
    pub way: Option<usize>,
    /// Which of the scales; `None` for each part's own.
    pub scale: Option<usize>,
    /// Which of the plan's treatments of absence.
    pub absence: usize,
}

/// So many pairs whose order depends on the choice are named; the table of pairs has all.
const MOST_PAIRS: usize = 5;

impl Plan {
    /// Every combination of the choices that are open; one where nothing is.
    pub(super) fn combinations(&self) -> Vec<Alternative> {
        let list = |source: Source, count: usize| -> Vec<Option<usize>> {
            if count == 0 || self.idle(source).is_some() {
                vec![None]
            } else {
                (0..count).map(Some).collect()
            }
        };
        let mut all = Vec::new();
        for way in list(Source::Aggregation, self.sources.aggregation.len()) {
            for scale in list(Source::Normalisation, self.sources.normalisation.len()) {
                for absence in list(Source::Absence, self.sources.absence.len()) {
                    all.push(Alternative {
                        way,
                        scale,
                        absence: self.treatment(absence),
                    });
                }
            }
        }
        all
    }

    /// The words of an alternative, as in the settings; only what differs between alternatives is named.
    pub fn choices_of(&self, at: usize) -> Vec<&'static str> {
        self.named_by(at, Way::word, scale_word, absence_word)
    }

    /// An alternative in a cell of a table.
    pub fn alternative_name(&self, at: usize) -> String {
        self.choices_of(at).join(", ")
    }

    /// An alternative in a sentence.
    pub fn alternative_phrase(&self, at: usize) -> String {
        self.phrases(at).join(" and ")
    }

    /// Several alternatives in a sentence: by one choice alone where that says which they are.
    fn phrase_of(&self, places: &[usize]) -> String {
        let inside = |at: usize| places.contains(&at);
        let dimensions: [fn(&Alternative) -> Option<usize>; 3] =
            [|own| own.way, |own| own.scale, |own| Some(own.absence)];
        for value in dimensions {
            let of = |at: usize| self.alternatives.get(at).map(value);
            let values: BTreeSet<Option<Option<usize>>> = places.iter().map(|at| of(*at)).collect();
            let all = 0..self.alternatives.len();
            let alone = all.clone().all(|at| inside(at) == values.contains(&of(at)));
            if !alone {
                continue;
            }
            // The phrase of each value: what the alternatives with it have in common.
            let mut phrases: Vec<&'static str> = Vec::new();
            for wanted in &values {
                let with: Vec<usize> = all.clone().filter(|at| of(*at) == *wanted).collect();
                let each = with.iter().map(|at| self.phrases(*at));
                let mut common = each.clone().next().unwrap_or_default();
                common.retain(|phrase| each.clone().all(|other| other.contains(phrase)));
                phrases.extend(common);
            }
            return phrases.join(" or ");
        }
        let each = places.iter().map(|at| self.alternative_phrase(*at));
        each.collect::<Vec<_>>().join(", or with ")
    }

    fn phrases(&self, at: usize) -> Vec<&'static str> {
        self.named_by(at, way_phrase, scale_phrase, absence_phrase)
    }

    fn named_by(
        &self,
        at: usize,
        way_name: fn(Way) -> &'static str,
        scale_name: fn(Scale) -> &'static str,
        absence_name: fn(AbsenceTreatment) -> &'static str,
    ) -> Vec<&'static str> {
        let mut names = Vec::new();
        let Some(alternative) = self.alternatives.get(at) else {
            return names;
        };
        let differs = |pick: &dyn Fn(&Alternative) -> Option<usize>| {
            let first = self.alternatives.first().and_then(pick);
            self.alternatives.iter().any(|other| pick(other) != first)
        };
        if differs(&|alternative| alternative.way) {
            let way = alternative
                .way
                .and_then(|at| self.sources.aggregation.get(at));
            names.extend(way.map(|way| way_name(*way)));
        }
        if differs(&|alternative| alternative.scale) {
            let scale = alternative
                .scale
                .and_then(|at| self.sources.normalisation.get(at));
            names.extend(scale.map(|scale| scale_name(*scale)));
        }
        if differs(&|alternative| Some(alternative.absence)) {
            let absence = self.treatments.get(alternative.absence);
            names.extend(absence.map(|absence| absence_name(*absence)));
        }
        names
    }
}

fn way_phrase(way: Way) -> &'static str {
    match way {
        Way::Arithmetic => "the arithmetic mean",
        Way::Geometric => "the geometric mean",
        Way::Harmonic => "the harmonic mean",
    }
}

fn scale_phrase(scale: Scale) -> &'static str {
    match scale {
        Scale::AsTheyAre => "scores as they are",
        Scale::MinMax => "min-max scores",
        Scale::ZScore => "z-scores",
        Scale::Percentile => "percentile ranks",
    }
}

fn absence_phrase(absence: AbsenceTreatment) -> &'static str {
    match absence {
        AbsenceTreatment::Declared => "absence as the rubric treats it",
        AbsenceTreatment::Zero => "absence as zero",
        AbsenceTreatment::LeftOut => "absence left out",
    }
}

/// What the replicates of every alternative say about who is above whom.
#[derive(Debug, Clone)]
pub struct Outcomes {
    entities: usize,
    /// How many replicates each alternative has.
    counts: Vec<usize>,
    /// Per alternative: the probability that each entity is above each other, ties counting a half.
    beats: Vec<Vec<f64>>,
}

/// Whom an alternative puts first among those who are ranked together.
#[derive(Debug, Clone, PartialEq)]
pub struct First {
    /// The entities that are most often first.
    pub entities: Vec<usize>,
    /// In what share of its replicates.
    pub share: f64,
}

impl Outcomes {
    /// Counted over the replicates.
    pub fn of(found: &Replicates) -> Self {
        let counts = (0..found.alternatives).map(|at| found.count_under(at));
        let beats = (0..found.alternatives).map(|at| found.beats_under(at));
        Outcomes {
            entities: found.entities,
            counts: counts.collect(),
            beats: beats.collect(),
        }
    }

    /// The probability that one is above another under an alternative.
    pub fn chance(&self, alternative: usize, one: usize, other: usize) -> f64 {
        let beats = self.beats.get(alternative);
        let found = beats.and_then(|beats| beats.get(one * self.entities + other));
        found.copied().unwrap_or(0.5)
    }

    /// The lowest probability that one is above another under any alternative.
    pub fn least(&self, one: usize, other: usize) -> f64 {
        let all = (0..self.beats.len()).map(|at| self.chance(at, one, other));
        all.fold(1.0, f64::min)
    }

    /// Whether an alternative puts one above another: in more than half of its replicates by two standard errors, or in
    /// all where there are few.
    fn puts_above(&self, alternative: usize, one: usize, other: usize) -> bool {
        let count = self.counts.get(alternative).copied().unwrap_or(0).max(1);
        let needed = (0.5 + 1.0 / libm::sqrt(count as f64)).min(1.0);
        self.chance(alternative, one, other) >= needed
    }

    /// The alternatives that put one above another, and those that put it below; `None` unless there are both.
    pub fn opposed(&self, one: usize, other: usize) -> Option<(Vec<usize>, Vec<usize>)> {
        let all = 0..self.beats.len();
        let above: Vec<usize> = all
            .clone()
            .filter(|at| self.puts_above(*at, one, other))
            .collect();
        let below: Vec<usize> = all.filter(|at| self.puts_above(*at, other, one)).collect();
        (!above.is_empty() && !below.is_empty()).then_some((above, below))
    }
}

/// Who is first among some entities under each alternative.
pub fn firsts(found: &Replicates, members: &[usize]) -> Vec<First> {
    let of = |alternative: usize| {
        let count = found.count_under(alternative).max(1) as f64;
        let share = |entity: &usize| {
            let ranks = found.ranks_under(alternative, *entity);
            ranks.iter().filter(|rank| **rank == 1.0).count() as f64 / count
        };
        let shares: Vec<f64> = members.iter().map(share).collect();
        let most = shares.iter().copied().fold(0.0, f64::max);
        let first = members
            .iter()
            .zip(&shares)
            .filter(|(_, share)| **share >= most);
        First {
            entities: first.map(|(entity, _)| *entity).collect(),
            share: most,
        }
    };
    (0..found.alternatives).map(of).collect()
}

/// Whether who is first depends on the alternative: one puts its first above that of another, and the other the other way
/// round.
pub fn first_depends(outcomes: &Outcomes, firsts: &[First]) -> bool {
    let leaders = || firsts.iter().filter_map(|first| first.entities.first());
    leaders()
        .any(|one| leaders().any(|other| one != other && outcomes.opposed(*one, *other).is_some()))
}

/// What depends on the choice, in sentences; none where every alternative gives the same order.
pub fn sentences(
    plan: &Plan,
    found: &Replicates,
    outcomes: &Outcomes,
    model: &Model,
) -> Vec<String> {
    if found.alternatives < 2 {
        return Vec::new();
    }
    let mut told = Vec::new();
    let name = |entity: usize| model.entities.get(entity).map_or("", |id| id.as_str());
    for members in found.groups_of_entities() {
        let firsts = firsts(found, &members);
        if !first_depends(outcomes, &firsts) {
            continue;
        }
        let mut parts: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for (at, first) in firsts.iter().enumerate() {
            match parts.iter_mut().find(|(who, _)| *who == first.entities) {
                Some((_, places)) => places.push(at),
                None => parts.push((first.entities.clone(), vec![at])),
            }
        }
        let parts: Vec<String> = parts
            .into_iter()
            .enumerate()
            .map(|(place, (who, places))| {
                let names: Vec<&str> = who.into_iter().map(name).collect();
                let verb = match (place, names.len()) {
                    (0, 1) => " is first",
                    (0, _) => " are first",
                    _ => "",
                };
                format!(
                    "{}{verb} with {}",
                    names.join(" and "),
                    plan.phrase_of(&places)
                )
            })
            .collect();
        let among = match model.ranking.group(members.first().copied().unwrap_or(0)) {
            "" => String::new(),
            group => format!("in `{group}` "),
        };
        told.push(format!(
            "The result depends on the choice: {among}{}.",
            parts.join("; ")
        ));
    }
    let pairs: Vec<String> = opposed_pairs(found, outcomes)
        .into_iter()
        .map(|(one, other, (above, below))| {
            format!(
                "{} is above {} with {}, and below with {}",
                name(one),
                name(other),
                plan.phrase_of(&above),
                plan.phrase_of(&below)
            )
        })
        .collect();
    if told.is_empty() && !pairs.is_empty() {
        told.push(format!(
            "The order of {} depends on the choice: {}{}.",
            if pairs.len() == 1 {
                "one pair".to_string()
            } else {
                format!("{} pairs", pairs.len())
            },
            pairs.get(..MOST_PAIRS).unwrap_or(&pairs).join("; "),
            if pairs.len() > MOST_PAIRS {
                "; … (table `pairs`)"
            } else {
                ""
            }
        ));
    } else if pairs.len() > 1 {
        told.push(format!(
            "The order of {} pairs depends on the choice; the table `pairs` has each under every alternative.",
            pairs.len()
        ));
    }
    told
}

/// Pairs of entities with the alternatives that put the first above the second, and those that put it below.
type Opposed = (usize, usize, (Vec<usize>, Vec<usize>));

/// The pairs, the officially better one first, whose order depends on the alternative.
fn opposed_pairs(found: &Replicates, outcomes: &Outcomes) -> Vec<Opposed> {
    let mut pairs = Vec::new();
    for members in found.groups_of_entities() {
        for (place, one) in members.iter().enumerate() {
            for other in members.iter().skip(place + 1) {
                let opposed = outcomes.opposed(*one, *other);
                pairs.extend(opposed.map(|opposed| (*one, *other, opposed)));
            }
        }
    }
    pairs
}
