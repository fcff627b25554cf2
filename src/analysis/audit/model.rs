//! An index of one edition as a tree over a matrix of numbers: columns of scores, how each is brought to a common scale,
//! and how they are put together. Built once from results; every statistic and every replicate starts from it.

mod build;
mod combine;
mod formula;
mod levels;
mod numbers;

pub use combine::{Way, combine};
pub use numbers::Group;

use super::ranking::Ranking;
use crate::evidence::Absence;
use crate::index::TOTAL_LEVEL;
use crate::language::rubric::Index;
use crate::language::syntax::{Aggregate, MissingEffect, Precision, Rounding};
use crate::project::EntityId;
use crate::results::{EditionResults, Results};
use build::Build;
use thiserror::Error;

/// An index that can be audited.
#[derive(Debug, Clone)]
pub struct Model {
    /// The index.
    pub index: String,
    /// The edition.
    pub edition: String,
    /// The entities with an official score, in the order of the results.
    pub entities: Vec<EntityId>,
    /// Entities without an official score, which the audit leaves out.
    pub left_out: Vec<EntityId>,
    /// What nothing lies below: indicators, or parts that are only known as published.
    pub columns: Vec<Column>,
    /// How columns are put together; parts stand before wholes, the total is last.
    pub nodes: Vec<Node>,
    /// The official totals, one per entity.
    pub official: Vec<f64>,
    /// The official ranks; `None` where none is given.
    pub ranks: Vec<Option<u32>>,
    /// How the index ranks.
    pub ranking: Ranking,
    /// With how many decimals its scores are printed.
    pub decimals: usize,
}

/// One column of scores.
#[derive(Debug, Clone)]
pub struct Column {
    /// The indicator, category or index.
    pub id: String,
    /// Its level: `indicator`, a level of the catalogue, or `index`.
    pub level: String,
    /// Its score per entity, as the index counts it.
    pub values: Vec<Option<f64>>,
    /// Why there is none, or why it is zero, per entity.
    pub presence: Vec<Presence>,
}

/// Whether something was scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It has a score.
    Scored,
    /// It is absent, or there is nothing to score: that counts as not applicable.
    Absent(Absence),
    /// It was not assessed or is withheld, and has the score of the edition before.
    CarriedOver,
}

impl Presence {
    /// Whether there is no evidence of this edition where there should be.
    pub fn is_absent(self) -> bool {
        match self {
            Presence::Scored | Presence::Absent(Absence::NotApplicable) => false,
            Presence::Absent(Absence::NotAssessed | Absence::Withheld) | Presence::CarriedOver => {
                true
            }
        }
    }
}

/// A part put together from others.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its name.
    pub id: String,
    /// Its level: `index` or a level of the catalogue.
    pub level: String,
    /// How its parts become one.
    pub aggregate: Aggregate,
    /// What a part without a score does.
    pub missing: MissingEffect,
    /// Its parts.
    pub parts: Vec<Part>,
    /// What the aggregate is multiplied by.
    pub factor: f64,
    /// What is added then.
    pub shift: f64,
    /// How it is rounded before the node above uses it.
    pub rounding: Option<Rounding>,
    /// Published scores that stand in the place of computed ones, per entity.
    pub given: Vec<Option<f64>>,
    /// Whom the minimum coverage of the index leaves without a total; `None` where it asks for none.
    pub thin: Option<Thin>,
}

/// The entities that have too few scored indicators for a total, one answer per entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thin {
    /// As the rubric treats absence.
    pub declared: Vec<bool>,
    /// When everything absent is left out.
    pub left_out: Vec<bool>,
}

/// A part of a node: `shift + slope × normalised score`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// What it is.
    pub of: Source,
    /// Its weight among the parts; weights of a node add up to 1.
    pub weight: f64,
    /// How it is brought to a common scale over the entities of the edition.
    pub scale: Scale,
    /// What the normalised score is multiplied by; below zero where more is worse.
    pub slope: f64,
    /// What is added then.
    pub shift: f64,
}

/// What a part is taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A column.
    Column(usize),
    /// A node that stands before.
    Node(usize),
}

/// How scores are brought to a common scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// They are on one.
    AsTheyAre,
    /// `(x − min) / (max − min)` over the entities.
    MinMax,
    /// `(x − mean) / deviation` over the entities, with the sample deviation.
    ZScore,
    /// The share of entities below, equal ones counting half.
    Percentile,
}

/// Why an index cannot be taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoModel {
    /// The edition has no index of this name.
    #[error("the edition {edition} has no index `{index}`")]
    NoIndex {
        /// The edition.
        edition: String,
        /// The index.
        index: String,
    },
    /// A formula that is no combination of parts.
    #[error(
        "the index `{0}` is worked out by a formula that is no mean or weighted sum, so it cannot be taken apart; audit an index it is made of"
    )]
    Formula(String),
    /// Only the totals are known.
    #[error("only the totals of `{index}` are known in {edition}, nothing they are made of")]
    OnlyTotals {
        /// The edition.
        edition: String,
        /// The index.
        index: String,
    },
    /// No entity has a score.
    #[error("no entity has a score of `{index}` in {edition}")]
    NoScores {
        /// The edition.
        edition: String,
        /// The index.
        index: String,
    },
}

impl Model {
    /// The model of an index in an edition.
    ///
    /// # Errors
    /// Where the index has no scores, or cannot be taken apart.
    pub fn of(results: &Results, edition: &EditionResults, index: &str) -> Result<Self, NoModel> {
        let named = || (edition.id.to_string(), index.to_string());
        let rule = edition.rubric.index(index).ok_or_else(|| {
            let (edition, index) = named();
            NoModel::NoIndex { edition, index }
        })?;
        let mut entities = Vec::new();
        let mut left_out = Vec::new();
        let (mut official, mut ranks, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for row in &edition.rows {
            if *row.index != *index || *row.level != *TOTAL_LEVEL {
                continue;
            }
            match &row.score {
                Some(score) => {
                    entities.push(row.entity.clone());
                    official.push(score.to_f64());
                    ranks.push(row.rank);
                    groups.push(row.group);
                }
                None => left_out.push(row.entity.clone()),
            }
        }
        if entities.is_empty() {
            let (edition, index) = named();
            return Err(NoModel::NoScores { edition, index });
        }
        let mut build = Build::new(results, edition, &entities);
        let top = build.index(rule)?;
        if matches!(top, Source::Column(_)) {
            let (edition, index) = named();
            return Err(match rule.formula {
                Some(_) => NoModel::Formula(index),
                None => NoModel::OnlyTotals { edition, index },
            });
        }
        let (columns, nodes) = (build.columns, build.nodes);
        let ranking = ranking(results, edition, rule, &entities, &groups);
        let decimals = decimals(&official, rule.rounding);
        Ok(Model {
            index: index.to_string(),
            edition: edition.id.to_string(),
            entities,
            left_out,
            columns,
            nodes,
            official,
            ranks,
            ranking,
            decimals,
        })
    }

    /// The scores of every node, in their order, one per entity.
    pub fn scores(&self) -> Vec<Vec<Option<f64>>> {
        let mut scores: Vec<Vec<Option<f64>>> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let parts: Vec<Vec<Option<f64>>> = node
                .parts
                .iter()
                .map(|part| part.scaled(self.source(part.of, &scores)))
                .collect();
            let weights: Vec<f64> = node.parts.iter().map(|part| part.weight).collect();
            let own = (0..self.entities.len()).map(|entity| {
                node.given[entity].or_else(|| {
                    let of_entity: Vec<Option<f64>> =
                        parts.iter().map(|part| part[entity]).collect();
                    let thin = node.thin.as_ref();
                    if thin.is_some_and(|thin| thin.declared[entity]) {
                        return None;
                    }
                    combine(node, &of_entity, &weights)
                })
            });
            scores.push(own.collect());
        }
        scores
    }

    /// The values of a column or of a node whose scores are known.
    pub fn source<'a>(
        &'a self,
        source: Source,
        scores: &'a [Vec<Option<f64>>],
    ) -> &'a [Option<f64>] {
        match source {
            Source::Column(at) => self.columns.get(at).map_or(&[], |column| &column.values),
            Source::Node(at) => scores.get(at).map_or(&[], Vec::as_slice),
        }
    }

    /// The values of a node's parts on the scale on which they are put together, one list per part.
    pub fn parts(&self, node: usize, scores: &[Vec<Option<f64>>]) -> Vec<Vec<Option<f64>>> {
        let node = self.nodes.get(node);
        let parts = node.map_or(&[][..], |node| &node.parts);
        parts
            .iter()
            .map(|part| part.scaled(self.source(part.of, scores)))
            .collect()
    }

    /// The id of a part.
    pub fn name(&self, source: Source) -> &str {
        match source {
            Source::Column(at) => self.columns.get(at).map_or("", |column| &column.id),
            Source::Node(at) => self.nodes.get(at).map_or("", |node| &node.id),
        }
    }

    /// The level of a part.
    pub fn level(&self, source: Source) -> &str {
        match source {
            Source::Column(at) => self.columns.get(at).map_or("", |column| &column.level),
            Source::Node(at) => self.nodes.get(at).map_or("", |node| &node.level),
        }
    }

    /// How far the tree's totals are from the official ones, at most; they differ where a rule of the index is not part of
    /// the tree, and in the last digits of floating point.
    pub fn largest_difference(&self) -> f64 {
        let scores = self.scores();
        let totals = scores.last().map_or(&[][..], Vec::as_slice);
        totals
            .iter()
            .zip(&self.official)
            .map(|(own, official)| own.map_or(f64::INFINITY, |own| (own - official).abs()))
            .fold(0.0, f64::max)
    }
}

/// With how many decimals scores of this size are printed: as many as the rubric shows, and enough to tell them apart.
pub(super) fn decimals(scores: &[f64], rounding: Option<Rounding>) -> usize {
    let size = scores.iter().map(|score| score.abs()).fold(0.0, f64::max);
    let needed = match size {
        0.0 => 2,
        size if size < 0.1 => 5,
        size if size < 1.0 => 4,
        size if size < 10.0 => 3,
        _ => 2,
    };
    let shown = match rounding.map(|rounding| rounding.to) {
        Some(Precision::Decimals(decimals)) => usize::try_from(decimals).unwrap_or(0),
        _ => 0,
    };
    needed.max(shown)
}

/// How an index ranks these entities, each in its group.
fn ranking(
    results: &Results,
    edition: &EditionResults,
    index: &Index,
    entities: &[EntityId],
    groups: &[Option<u8>],
) -> Ranking {
    let labels: Vec<(&str, &EntityId)> = entities
        .iter()
        .map(|entity| (results.name_in_ties(entity), entity))
        .collect();
    let names = index.rank.within.map(|fact| {
        let domain = edition.rubric.facts.get(fact.index());
        let name = |group: &Option<u8>| match (group, domain) {
            (Some(at), Some(fact)) => fact.domain.name(*at).to_string(),
            _ => String::new(),
        };
        groups.iter().map(name).collect()
    });
    Ranking::of(index, names, &labels)
}

impl Part {
    /// A part as it is, with weight 1.
    pub fn plain(of: Source) -> Self {
        Part {
            of,
            weight: 1.0,
            scale: Scale::AsTheyAre,
            slope: 1.0,
            shift: 0.0,
        }
    }

    /// The values of this part on the scale on which parts are put together.
    pub fn scaled(&self, values: &[Option<f64>]) -> Vec<Option<f64>> {
        let scaled = self.scale.apply(values);
        let line = |value: Option<f64>| value.map(|value| self.shift + self.slope * value);
        scaled.into_iter().map(line).collect()
    }
}

impl Scale {
    /// Values brought to this scale over those that are known; all unknown where they do not vary and the scale needs
    /// that.
    pub fn apply(self, values: &[Option<f64>]) -> Vec<Option<f64>> {
        let known: Vec<f64> = values.iter().flatten().copied().collect();
        let line = |shift: f64, spread: f64| {
            let usable = spread > 0.0 && spread.is_finite();
            values
                .iter()
                .map(|value| {
                    value
                        .filter(|_| usable)
                        .map(|value| (value - shift) / spread)
                })
                .collect()
        };
        match self {
            Scale::AsTheyAre => values.to_vec(),
            Scale::MinMax => {
                let low = known.iter().copied().fold(f64::INFINITY, f64::min);
                let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                line(low, high - low)
            }
            Scale::ZScore => line(
                super::figure::mean(&known),
                libm::sqrt(super::figure::variance(&known)),
            ),
            Scale::Percentile => {
                let mut sorted = known;
                sorted.sort_by(f64::total_cmp);
                let count = 2.0 * sorted.len() as f64;
                let share = |value: f64| {
                    let below = sorted.partition_point(|other| *other < value);
                    let up_to = sorted.partition_point(|other| *other <= value);
                    (below + up_to) as f64 / count
                };
                values.iter().map(|value| value.map(share)).collect()
            }
        }
    }
}
