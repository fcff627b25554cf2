//! The choices of a replicate: drawn source by source, each from a stream of its own.

use super::plan::{FlatNode, Plan};
use super::sources::{Source, WeightNoise};
use crate::analysis::audit::model::Source as Of;
use crate::analysis::audit::stream::Stream;

/// The choices of one replicate.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Weights of all parts.
    pub weights: Vec<f64>,
    /// Which of the means.
    pub way: Option<usize>,
    /// Which of the scales.
    pub scale: Option<usize>,
    /// Which treatment of absence.
    pub absence: usize,
    /// Which stream errors of assessors are drawn from.
    pub assessors: u64,
    /// Which stream bodies are drawn from.
    pub bodies: u64,
    /// Where streams start.
    pub seed: u64,
}

impl Plan {
    /// The official choices.
    pub fn nominal(&self) -> Draw {
        Draw {
            weights: self.weights.clone(),
            way: None,
            scale: None,
            absence: 0,
            assessors: 0,
            bodies: 0,
            seed: 0,
        }
    }

    /// The choices of a replicate; each source has a stream of its own. Alternatives take turns, so that each has as many
    /// replicates as any other.
    pub fn draw(&self, seed: u64, replicate: u64) -> Draw {
        let stream = |source: Source| Stream::new(seed, source.purpose(), replicate);
        let choice = |source: Source, count: usize| {
            self.sources
                .has(source)
                .then(|| stream(source).below(count))
        };
        let mut draw = self.nominal();
        if let Some(noise) = self.sources.weights {
            let mut stream = stream(Source::Weights);
            self.vary(noise, &mut draw.weights, &mut |shape| match shape {
                Some(shape) => stream.gamma(shape),
                None => stream.uniform(),
            });
        }
        let turn = replicate as usize % self.alternatives.len().max(1);
        if let Some(alternative) = self.alternatives.get(turn) {
            draw.way = alternative.way;
            draw.scale = alternative.scale;
            draw.absence = alternative.absence;
        }
        if let Some(left) = choice(Source::LeaveOut, self.droppable.len() + 1) {
            self.leave_out(left, &mut draw.weights);
        }
        draw.assessors = replicate;
        draw.bodies = replicate;
        draw.seed = seed;
        draw
    }

    /// Takes the weight from the part at this place of what may be left out; nothing at the place after the last.
    pub fn leave_out(&self, place: usize, weights: &mut [f64]) {
        if let Some(weight) = self
            .droppable
            .get(place)
            .and_then(|at| weights.get_mut(*at))
        {
            *weight = 0.0;
        }
    }

    /// Varies the weights of every node that has a choice. `random` gives a uniform number, or a gamma number of a shape.
    pub fn vary(
        &self,
        noise: WeightNoise,
        weights: &mut [f64],
        random: &mut dyn FnMut(Option<f64>) -> f64,
    ) {
        for node in &self.nodes {
            if !self.varied(node) {
                continue;
            }
            for part in &node.parts {
                let weight = &mut weights[part.at];
                *weight = match noise {
                    WeightNoise::Share(share) => {
                        *weight * (1.0 + share * (2.0 * random(None) - 1.0))
                    }
                    // Scaled to 1 below, gamma numbers are a Dirichlet draw.
                    WeightNoise::Dirichlet(number) if *weight > 0.0 => {
                        random(Some(number * *weight))
                    }
                    WeightNoise::Dirichlet(_) => 0.0,
                };
            }
            let all: f64 = node.parts.iter().map(|part| weights[part.at]).sum();
            if all > 0.0 {
                node.parts.iter().for_each(|part| weights[part.at] /= all);
            }
        }
    }

    /// Whether the weights and the mean of a node vary.
    pub(super) fn varied(&self, node: &FlatNode) -> bool {
        let indicators = node
            .parts
            .iter()
            .all(|part| matches!(part.of, Of::Column(_)));
        // A total made of indicators alone has no other weights to vary.
        let only = self.nodes.len() == 1;
        node.parts.len() > 1
            && node.way.is_some()
            && (!indicators || only || self.sources.indicators_too)
    }

    /// How many numbers a draw of weights takes.
    pub fn weight_dimensions(&self) -> usize {
        self.nodes
            .iter()
            .filter(|node| self.varied(node))
            .map(|node| node.parts.len())
            .sum()
    }

    /// How many parts may be left out.
    pub fn droppable(&self) -> usize {
        self.droppable.len()
    }
}
