//! One replicate: a pass over flat columns.

use super::cells::draw_bodies;
use super::draw::Draw;
use super::plan::{FlatNode, FlatPart, Plan};
use super::scaling::lower;
use super::sources::Source;
use crate::analysis::audit::model::{Source as Of, Way, combine};
use crate::analysis::audit::rounding::rounded;
use crate::analysis::audit::stream::Stream;
use crate::language::syntax::MissingEffect;

/// Memory that replicates of one thread share.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    values: Vec<f64>,
    places: Vec<u32>,
    nodes: Vec<f64>,
    part: Vec<f64>,
    sum: Vec<f64>,
    weight: Vec<f64>,
    order: Vec<(u32, f64, u32)>,
}

impl Plan {
    /// The totals under the choices of a draw, NaN where there is none.
    pub fn totals(&self, draw: &Draw, scratch: &mut Scratch, into: &mut [f64]) {
        let varies = self.errors.is_some() || self.resamples();
        if varies {
            scratch.values.clone_from(&self.values[draw.absence]);
            scratch.places.clone_from(&self.cells.places);
            if let Some(errors) = &self.errors {
                let mut stream =
                    Stream::new(draw.seed, Source::Assessors.purpose(), draw.assessors);
                errors.make(
                    &self.cells,
                    &mut stream,
                    &mut scratch.places,
                    &mut scratch.values,
                );
            }
            if self.resamples() {
                let mut stream = Stream::new(draw.seed, Source::Bodies.purpose(), draw.bodies);
                draw_bodies(
                    &self.cells,
                    &mut stream,
                    &scratch.places,
                    &mut scratch.values,
                );
            }
        }
        let n = self.entities;
        scratch.nodes.resize(self.nodes.len() * n, f64::NAN);
        for (at, node) in self.nodes.iter().enumerate() {
            self.node(node, draw, varies, scratch);
            let (from, to) = (at * n, (at + 1) * n);
            scratch.nodes[from..to].copy_from_slice(&scratch.sum);
        }
        let last = self.nodes.len().saturating_sub(1) * n;
        into.copy_from_slice(&scratch.nodes[last..last + n]);
    }

    /// Leaves the scores of a node in `scratch.sum`.
    fn node(&self, node: &FlatNode, draw: &Draw, varies: bool, scratch: &mut Scratch) {
        let n = self.entities;
        let Some(own) = node.way else {
            return self.other_aggregate(node, draw, varies, scratch);
        };
        let other = self.other_way(node, draw.way);
        scratch.sum.clear();
        scratch.sum.resize(n, 0.0);
        scratch.weight.clear();
        scratch.weight.resize(n, 0.0);
        // The weight of parts that every entity has.
        let mut common = 0.0;
        for part in &node.parts {
            let weight = draw.weights[part.at];
            if weight <= 0.0 {
                continue;
            }
            let ready = self.ready.get(draw.absence).and_then(|ready| {
                let at = (part.at * self.scales() + draw.scale.map_or(0, |at| at + 1))
                    * self.ways()
                    + draw.way.map_or(0, |at| at + 1);
                ready.get(at)
            });
            match (ready, part.of) {
                (Some(ready), Of::Column(_)) => {
                    common += add(
                        &ready.values,
                        &ready.there,
                        weight,
                        &mut scratch.sum,
                        &mut scratch.weight,
                    );
                }
                _ => {
                    let mut values = std::mem::take(&mut scratch.part);
                    self.take(node, part, draw, varies, scratch, &mut values);
                    let there = self.transform(node, draw.way, &mut values);
                    common += add(
                        &values,
                        &there,
                        weight,
                        &mut scratch.sum,
                        &mut scratch.weight,
                    );
                    scratch.part = values;
                }
            }
        }
        let all: f64 = node
            .parts
            .iter()
            .map(|part| draw.weights[part.at].max(0.0))
            .sum();
        let strict = node.missing == MissingEffect::NoScore;
        for (sum, weight) in scratch.sum.iter_mut().zip(&scratch.weight) {
            let weight = weight + common;
            let short = strict && weight < all - 1e-12 * all;
            *sum = if weight <= 0.0 || short {
                f64::NAN
            } else {
                match other.unwrap_or(own) {
                    Way::Arithmetic => *sum / weight,
                    Way::Geometric => libm::exp(*sum / weight),
                    Way::Harmonic => weight / *sum,
                }
            };
            if other.is_some_and(|way| self.is_lifted(way)) {
                *sum = lower(node.range, *sum);
            }
        }
        finish(node, draw.absence, &mut scratch.sum);
    }

    /// The values of a part on the scale of its node.
    fn take(
        &self,
        node: &FlatNode,
        part: &FlatPart,
        draw: &Draw,
        varies: bool,
        scratch: &Scratch,
        values: &mut Vec<f64>,
    ) {
        let n = self.entities;
        let source = match part.of {
            Of::Column(column) if varies => &scratch.values[column * n..(column + 1) * n],
            Of::Column(column) => &self.values[draw.absence][column * n..(column + 1) * n],
            Of::Node(at) => &scratch.nodes[at * n..(at + 1) * n],
        };
        values.clear();
        values.extend_from_slice(source);
        self.bring(node, part, draw.scale, values);
    }

    /// Aggregates that are no means, entity by entity.
    fn other_aggregate(&self, node: &FlatNode, draw: &Draw, varies: bool, scratch: &mut Scratch) {
        let mut columns = Vec::new();
        let mut weights = Vec::new();
        for part in &node.parts {
            let weight = draw.weights[part.at];
            if weight > 0.0 {
                let mut values = Vec::new();
                self.take(node, part, draw, varies, scratch, &mut values);
                columns.push(values);
                weights.push(weight);
            }
        }
        scratch.sum.clear();
        for entity in 0..self.entities {
            let parts: Vec<Option<f64>> = columns
                .iter()
                .map(|column| Some(column[entity]).filter(|x| !x.is_nan()))
                .collect();
            let thin = node.thin.get(draw.absence);
            let thin = thin.is_some_and(|thin| thin[entity]);
            let own = || combine(&node.model, &parts, &weights).filter(|_| !thin);
            let found = node.model.given[entity].or_else(own);
            scratch.sum.push(found.unwrap_or(f64::NAN));
        }
    }

    /// Ranks as the index gives them; what has no score gets the rank after all that have.
    pub fn ranks(&self, totals: &[f64], scratch: &mut Scratch, into: &mut [u16]) {
        self.ranking.ranks(totals, &mut scratch.order, into);
    }
}

/// Adds a weighted column; gives back the weight that all entities have in common.
fn add(values: &[f64], there: &[f64], weight: f64, sum: &mut [f64], weights: &mut [f64]) -> f64 {
    for (sum, x) in sum.iter_mut().zip(values) {
        *sum += weight * x;
    }
    if there.is_empty() {
        return weight;
    }
    for (all, there) in weights.iter_mut().zip(there) {
        *all += weight * there;
    }
    0.0
}

fn finish(node: &FlatNode, absence: usize, scores: &mut [f64]) {
    for x in scores.iter_mut() {
        *x = node.shift + node.factor * *x;
        if let Some(rounding) = node.rounding {
            *x = rounded(*x, rounding);
        }
    }
    if let Some(thin) = node.thin.get(absence) {
        for (x, thin) in scores.iter_mut().zip(thin) {
            if *thin {
                *x = f64::NAN;
            }
        }
    }
    for (x, given) in scores.iter_mut().zip(&node.given) {
        if !given.is_nan() {
            *x = *given;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scaling::lift;
    use super::*;

    #[test]
    fn lifting_and_lowering_are_inverse() {
        for x in [0.0, 12.5, 100.0] {
            assert!((lower((0.0, 100.0), lift((0.0, 100.0), x)) - x).abs() < 1e-12);
        }
        assert_eq!(lift((5.0, 5.0), 5.0), 1.0);
    }
}
