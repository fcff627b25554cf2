//! Everything a replicate needs, worked out once: the tree with flat weights, the matrix of column values under each
//! treatment of absence, and columns already normalised and transformed wherever no assessor errs.

use super::alternatives::Alternative;
use super::cells::{Cells, Errors};
use super::evaluate::Scratch;
use super::scaling::{lift, normalise};
use super::sources::{AbsenceTreatment, LeaveOut, Sources};
use crate::analysis::audit::model::{Column, Model, Part, Scale, Source as Of, Way};
use crate::analysis::audit::ranking::Ranking;
use crate::analysis::audit::rounding::rounded;
use crate::analysis::audit::series::effective_weights;
use crate::language::rubric::Rubric;
use crate::language::syntax::{MissingEffect, Rounding};

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
    /// Every combination of the choices that are open.
    pub alternatives: Vec<Alternative>,
    /// Treatments of absence, the rubric's first.
    pub(super) treatments: Vec<AbsenceTreatment>,
    /// How many scores of indicators (or parts) are absent.
    pub absent: usize,
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
    pub(super) graded: Option<Rounding>,
    /// How the index ranks.
    pub ranking: Ranking,
    /// The official ranks: the rubric's, or by the same rules where the model knows none.
    pub official_ranks: Vec<u16>,
    /// Whether scores are moved to 1–100 before another mean is taken, because some may be zero or less.
    pub(super) lifts: bool,
}

#[derive(Debug, Clone)]
pub(super) struct FlatNode {
    /// The mean; `None` of other aggregates.
    pub way: Option<Way>,
    pub missing: MissingEffect,
    pub parts: Vec<FlatPart>,
    pub factor: f64,
    pub shift: f64,
    pub rounding: Option<Rounding>,
    /// Given scores, NaN where there are none; empty where there are none at all.
    pub given: Vec<f64>,
    /// By treatment of absence: the entities with too few scored indicators for a total; empty where none is asked for.
    pub thin: Vec<Vec<bool>>,
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
        let treatments = treatments(&sources);
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
                rounding: node.rounding,
                given: if given {
                    node.given.iter().map(|x| x.unwrap_or(f64::NAN)).collect()
                } else {
                    Vec::new()
                },
                thin: node.thin.as_ref().map_or_else(Vec::new, |thin| {
                    let of = |absence: &AbsenceTreatment| match absence {
                        AbsenceTreatment::Declared => thin.declared.clone(),
                        AbsenceTreatment::Zero => vec![false; entities],
                        AbsenceTreatment::LeftOut => thin.left_out.clone(),
                    };
                    treatments.iter().map(of).collect()
                }),
                // Scores that cannot be below zero start there.
                range: (
                    known().fold(0.0, f64::min),
                    known().fold(f64::NEG_INFINITY, f64::max),
                ),
                model: node.clone(),
            });
        }
        let values: Vec<Vec<f64>> = treatments
            .iter()
            .map(|absence| matrix(model, *absence))
            .collect();
        let known = values.iter().flatten().filter(|x| !x.is_nan());
        let lifts = known.clone().any(|x| *x <= 0.0)
            || sources.assessors.is_some()
            || sources.bodies
            || model.nodes.iter().any(|node| {
                let scaled = |part: &Part| part.scale != Scale::AsTheyAre || part.slope < 0.0;
                let given = |score: &Option<f64>| score.is_some_and(|score| score <= 0.0);
                let total = node.shift < 0.0 || node.factor < 0.0;
                let zero = node.missing == MissingEffect::Zero;
                total || zero || node.parts.iter().any(scaled) || node.given.iter().any(given)
            });
        let errors = (sources.assessors.is_some() && !cells.is_empty()).then(|| Errors::of(&cells));
        let index = rubric.and_then(|rubric| rubric.index(&model.index));
        let grades = index.map_or(&[][..], |index| &index.grades);
        let mut plan = Plan {
            entities,
            alternatives: Vec::new(),
            treatments,
            absent: absent(model),
            ranking: model.ranking.clone(),
            official_ranks: Vec::new(),
            lifts,
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
            graded: index.and_then(|index| index.grading),
        };
        if plan.errors.is_none() && !plan.resamples() {
            plan.ready = (0..plan.values.len())
                .map(|absence| plan.prepare(absence))
                .collect();
        }
        plan.alternatives = plan.combinations();
        plan.official_ranks = plan.official(model);
        plan
    }

    /// The official ranks of a model; by the index's own rules where it knows none.
    fn official(&self, model: &Model) -> Vec<u16> {
        let known: Option<Vec<u16>> = model
            .ranks
            .iter()
            .map(|rank| u16::try_from((*rank)?).ok())
            .collect();
        known.unwrap_or_else(|| {
            let mut ranks = vec![0; self.entities];
            self.ranks(&self.nominal_totals(), &mut Scratch::default(), &mut ranks);
            ranks
        })
    }

    /// The totals under the official choices: no errors and no new bodies.
    pub fn nominal_totals(&self) -> Vec<f64> {
        let calm = self.calm();
        let mut totals = vec![f64::NAN; self.entities];
        calm.totals(&calm.nominal(), &mut Scratch::default(), &mut totals);
        totals
    }

    /// The same plan without errors of assessors and without new bodies.
    pub fn calm(&self) -> Plan {
        let mut calm = self.clone();
        calm.errors = None;
        calm.sources.bodies = false;
        calm
    }

    /// The place of a treatment of absence, by its place in the sources; the rubric's own where none is named.
    pub fn treatment(&self, named: Option<usize>) -> usize {
        let named = named.and_then(|at| self.sources.absence.get(at));
        let place = named.and_then(|named| self.treatments.iter().position(|own| own == named));
        place.unwrap_or(0)
    }

    /// A score as grades go by it.
    pub fn graded(&self, score: f64) -> f64 {
        self.graded
            .map_or(score, |rounding| rounded(score, rounding))
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
            if other.is_some_and(|way| self.is_lifted(way)) {
                *x = lift(node.range, *x);
            }
            *x = match other.or(node.way) {
                Some(Way::Geometric) => libm::log(*x),
                Some(Way::Harmonic) => 1.0 / *x,
                Some(Way::Arithmetic) | None => *x,
            };
        }
        there
    }

    /// The mean that takes the place of a node's own.
    pub(super) fn other_way(&self, node: &FlatNode, way: Option<usize>) -> Option<Way> {
        let other = way.and_then(|at| self.sources.aggregation.get(at)).copied();
        other.filter(|other| self.varied(node) && node.way.is_some_and(|own| own != *other))
    }

    /// Whether scores are moved to 1–100 before this mean takes the place of a node's own.
    pub(super) fn is_lifted(&self, way: Way) -> bool {
        self.lifts && way != Way::Arithmetic
    }
}

/// How many scores are absent, of entities whose total rests on them.
fn absent(model: &Model) -> usize {
    let given = |entity: usize| {
        let total = model.nodes.last();
        total.is_some_and(|total| total.given.get(entity).is_some_and(Option::is_some))
    };
    let of = |column: &Column| {
        let presence = column.presence.iter().enumerate();
        presence
            .filter(|(entity, presence)| presence.is_absent() && !given(*entity))
            .count()
    };
    model.columns.iter().map(of).sum()
}

/// The treatments of absence that are wanted, the rubric's first.
fn treatments(sources: &Sources) -> Vec<AbsenceTreatment> {
    let mut all = vec![AbsenceTreatment::Declared];
    all.extend(
        sources
            .absence
            .iter()
            .filter(|absence| **absence != AbsenceTreatment::Declared),
    );
    all
}

fn matrix(model: &Model, absence: AbsenceTreatment) -> Vec<f64> {
    let mut matrix = Vec::with_capacity(model.columns.len() * model.entities.len());
    for column in &model.columns {
        for (value, presence) in column.values.iter().zip(&column.presence) {
            let absent = presence.is_absent();
            let value = match absence {
                AbsenceTreatment::Zero if absent => Some(0.0),
                AbsenceTreatment::LeftOut if absent => None,
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
