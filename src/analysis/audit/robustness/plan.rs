//! Everything a replicate needs, worked out once: the tree with flat weights, the matrix of column values under each
//! treatment of absence, and columns already normalised and transformed wherever no assessor errs.

use super::cells::{Cells, Errors};
use super::scaling::{lift, normalise};
use super::sources::{Absence, LeaveOut, Source, Sources};
use crate::analysis::audit::model::{Model, Presence, Scale, Source as Of, Way};
use crate::analysis::audit::series::effective_weights;
use crate::language::rubric::Rubric;
use crate::language::syntax::{MissingEffect, Precision, RoundingMode};

/// A plan of replicates.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many entities.
    pub entities: usize,
    /// What varies.
    pub sources: Sources,
    /// The tree.
    pub(super) nodes: Vec<FlatNode>,
    /// The official weights of all parts, node after node.
    pub(super) weights: Vec<f64>,
    /// Column values by treatment of absence: `values[absence][column × entities + entity]`, NaN where there is none.
    pub(super) values: Vec<Vec<f64>>,
    /// Columns as their node takes them, by treatment of absence, scale and mean; empty where assessors or bodies vary.
    pub(super) ready: Vec<Vec<Prepared>>,
    /// Records that can be judged otherwise.
    pub(super) cells: Cells,
    /// How they are.
    pub(super) errors: Option<Errors>,
    /// What may be left out: places among all parts.
    pub(super) droppable: Vec<usize>,
    /// Grades from the best: the least score after rounding, and the name.
    pub grades: Vec<(f64, String)>,
    /// How a score is rounded before it is graded.
    pub(super) graded: Option<(i32, RoundingMode)>,
}

#[derive(Debug, Clone)]
pub(super) struct FlatNode {
    /// The mean; `None` of other aggregates.
    pub way: Option<Way>,
    pub missing: MissingEffect,
    pub parts: Vec<FlatPart>,
    pub factor: f64,
    pub shift: f64,
    pub rounding: Option<(i32, RoundingMode)>,
    /// Given scores, NaN where there are none; empty where there are none at all.
    pub given: Vec<f64>,
    /// The smallest and largest value of any part: what scores are moved from before another mean is taken.
    pub range: (f64, f64),
    /// The node in the model, for aggregates that are no means.
    pub model: crate::analysis::audit::model::Node,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct FlatPart {
    pub of: Of,
    /// Its place among all parts.
    pub at: usize,
    pub scale: Scale,
    pub slope: f64,
    pub shift: f64,
}

/// One column, normalised and transformed.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    /// Transformed values, 0 where there is none.
    pub values: Vec<f64>,
    /// 1 where there is a value; empty where all are there.
    pub there: Vec<f64>,
}

impl Plan {
    /// Prepares the replicates of a model; grades and rounding for show are the rubric's.
    pub fn of(model: &Model, rubric: Option<&Rubric>, cells: Cells, sources: Sources) -> Self {
        let entities = model.entities.len();
        let scores = model.scores();
        let mut weights = Vec::new();
        let mut nodes = Vec::new();
        for (at, node) in model.nodes.iter().enumerate() {
            let parts = node.parts.iter().map(|part| {
                weights.push(part.weight);
                FlatPart {
                    of: part.of,
                    at: weights.len() - 1,
                    scale: part.scale,
                    slope: part.slope,
                    shift: part.shift,
                }
            });
            let parts: Vec<FlatPart> = parts.collect();
            let values = model.parts(at, &scores);
            let known = || values.iter().flatten().flatten().copied();
            let given = node.given.iter().any(Option::is_some);
            nodes.push(FlatNode {
                way: Way::of(node.aggregate),
                missing: node.missing,
                parts,
                factor: node.factor,
                shift: node.shift,
                rounding: node.rounding.and_then(decimals),
                given: if given {
                    node.given.iter().map(|x| x.unwrap_or(f64::NAN)).collect()
                } else {
                    Vec::new()
                },
                // Scores that cannot be below zero start there.
                range: (
                    known().fold(0.0, f64::min),
                    known().fold(f64::NEG_INFINITY, f64::max),
                ),
                model: node.clone(),
            });
        }
        let treatments: &[Absence] = if sources.absence.is_empty() {
            &[Absence::Declared]
        } else {
            &sources.absence
        };
        let values = treatments
            .iter()
            .map(|absence| matrix(model, *absence))
            .collect();
        let errors = sources
            .assessors
            .as_ref()
            .filter(|_| !cells.is_empty())
            .map(|noise| Errors::of(noise, &cells));
        let index = rubric.and_then(|rubric| rubric.index(&model.index));
        let grades = index.map_or(&[][..], |index| &index.grades);
        let mut plan = Plan {
            entities,
            droppable: droppable(model, sources.leave_out),
            sources,
            nodes,
            weights,
            values,
            ready: Vec::new(),
            cells,
            errors,
            grades: grades
                .iter()
                .map(|grade| (grade.from.to_f64(), grade.name.clone()))
                .collect(),
            graded: index.and_then(|index| index.grading).and_then(decimals),
        };
        if plan.errors.is_none() && !plan.resamples() {
            plan.ready = (0..plan.values.len())
                .map(|absence| plan.prepare(absence))
                .collect();
        }
        plan
    }

    /// Whether bodies are drawn anew.
    pub(super) fn resamples(&self) -> bool {
        self.sources.bodies && !self.cells.samples.is_empty()
    }

    /// How many scales and means a column may be wanted in: the official ones first.
    pub(super) fn scales(&self) -> usize {
        1 + self.sources.normalisation.len()
    }

    pub(super) fn ways(&self) -> usize {
        1 + self.sources.aggregation.len()
    }

    fn prepare(&self, absence: usize) -> Vec<Prepared> {
        let mut ready = Vec::new();
        for node in &self.nodes {
            for part in &node.parts {
                for scale in 0..self.scales() {
                    for way in 0..self.ways() {
                        let Of::Column(column) = part.of else {
                            ready.push(Prepared {
                                values: Vec::new(),
                                there: Vec::new(),
                            });
                            continue;
                        };
                        let from = column * self.entities;
                        let source = &self.values[absence][from..from + self.entities];
                        let mut values = source.to_vec();
                        self.bring(node, part, scale.checked_sub(1), &mut values);
                        let there = self.transform(node, way.checked_sub(1), &mut values);
                        ready.push(Prepared { values, there });
                    }
                }
            }
        }
        ready
    }

    /// The values of a part on the scale of its node, NaN where there is none. `scale` is the place of another scale.
    pub(super) fn bring(
        &self,
        node: &FlatNode,
        part: &FlatPart,
        scale: Option<usize>,
        values: &mut [f64],
    ) {
        let other = scale
            .and_then(|at| self.sources.normalisation.get(at))
            .copied();
        let other = other.filter(|_| part.scale != Scale::AsTheyAre);
        normalise(other.unwrap_or(part.scale), values);
        match other.filter(|other| *other != part.scale) {
            None => values
                .iter_mut()
                .for_each(|x| *x = part.shift + part.slope * *x),
            Some(other) => {
                // Another scale takes the place of the official one: z-scores get the middle of the node's range and a sixth
                // of it as their unit, shares span it.
                let (low, high) = node.range;
                let (centre, unit) = match other {
                    Scale::ZScore => ((low + high) / 2.0, (high - low) / 6.0),
                    _ if part.slope < 0.0 => (high, high - low),
                    _ => (low, high - low),
                };
                let sign = if part.slope < 0.0 { -1.0 } else { 1.0 };
                values
                    .iter_mut()
                    .for_each(|x| *x = centre + sign * unit * *x);
            }
        }
    }

    /// Takes logarithms or reciprocals where a geometric or harmonic mean wants them; says which values are there (empty
    /// when all are) and puts 0 where none is.
    pub(super) fn transform(
        &self,
        node: &FlatNode,
        way: Option<usize>,
        values: &mut [f64],
    ) -> Vec<f64> {
        let other = self.other_way(node, way);
        let missing_is_zero = node.missing == MissingEffect::Zero;
        let complete = values.iter().all(|x| !x.is_nan()) || missing_is_zero;
        let there = if complete {
            Vec::new()
        } else {
            values
                .iter()
                .map(|x| if x.is_nan() { 0.0 } else { 1.0 })
                .collect()
        };
        for x in values.iter_mut() {
            if x.is_nan() {
                if !missing_is_zero {
                    *x = 0.0;
                    continue;
                }
                *x = 0.0;
            }
            *x = match (other, node.way) {
                (Some(Way::Geometric), _) => libm::log(lift(node.range, *x)),
                (Some(Way::Harmonic), _) => 1.0 / lift(node.range, *x),
                (Some(Way::Arithmetic), _) | (None, Some(Way::Arithmetic) | None) => *x,
                (None, Some(Way::Geometric)) => libm::log(*x),
                (None, Some(Way::Harmonic)) => 1.0 / *x,
            };
        }
        there
    }

    /// The mean that takes the place of a node's own.
    pub(super) fn other_way(&self, node: &FlatNode, way: Option<usize>) -> Option<Way> {
        let other = way.and_then(|at| self.sources.aggregation.get(at)).copied();
        other.filter(|other| self.varied(node) && node.way.is_some_and(|own| own != *other))
    }

    /// Whether anything of what is switched on can make a difference.
    pub fn without_effect(&self) -> Vec<(Source, &'static str)> {
        let mut idle = Vec::new();
        let no_scale = self
            .nodes
            .iter()
            .flat_map(|node| &node.parts)
            .all(|part| part.scale == Scale::AsTheyAre);
        if self.sources.has(Source::Normalisation) && no_scale {
            idle.push((
                Source::Normalisation,
                "the index does not normalise scores over entities",
            ));
        }
        if self.sources.has(Source::Assessors) && self.errors.is_none() {
            idle.push((
                Source::Assessors,
                "no disclosure is scored from the rubric's tables",
            ));
        }
        if self.sources.bodies && self.cells.samples.is_empty() {
            idle.push((
                Source::Bodies,
                "no disclosure is recorded for several bodies",
            ));
        }
        if self.sources.has(Source::Weights) && self.weight_dimensions() == 0 {
            idle.push((Source::Weights, "no mean has weights that may vary"));
        }
        if self.sources.has(Source::LeaveOut) && self.droppable.is_empty() {
            idle.push((Source::LeaveOut, "there is nothing that could be left out"));
        }
        idle
    }
}

fn decimals(rounding: crate::language::syntax::Rounding) -> Option<(i32, RoundingMode)> {
    match rounding.to {
        Precision::Decimals(decimals) => Some((i32::try_from(decimals).ok()?, rounding.mode)),
        // Significant digits are rounded in the model alone; a replicate goes on with all digits.
        Precision::Significant(_) => None,
    }
}

fn matrix(model: &Model, absence: Absence) -> Vec<f64> {
    let mut matrix = Vec::with_capacity(model.columns.len() * model.entities.len());
    for column in &model.columns {
        for (value, presence) in column.values.iter().zip(&column.presence) {
            let absent = matches!(presence, Presence::NotAssessed | Presence::Withheld);
            let value = match absence {
                Absence::Zero if absent => Some(0.0),
                Absence::LeftOut if absent => None,
                _ => *value,
            };
            matrix.push(value.unwrap_or(f64::NAN));
        }
    }
    matrix
}

/// The places of the parts that may be left out: of nodes with several parts, those with weight.
fn droppable(model: &Model, leave_out: Option<LeaveOut>) -> Vec<usize> {
    let effective = effective_weights(model, None);
    let mut found = Vec::new();
    let mut at = 0;
    let last = model.nodes.len().saturating_sub(1);
    for (place, node) in model.nodes.iter().enumerate() {
        for part in &node.parts {
            let wanted = match (leave_out, part.of) {
                (Some(LeaveOut::Part), _) => place == last,
                (Some(LeaveOut::Indicator), Of::Column(column)) => {
                    effective.get(column).is_some_and(|weight| *weight > 0.0)
                }
                _ => false,
            };
            if wanted && node.parts.len() > 1 {
                found.push(at);
            }
            at += 1;
        }
    }
    found
}
