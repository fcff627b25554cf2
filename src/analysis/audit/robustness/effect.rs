//! What is assumed or varied and cannot make a difference, with the reason.

use super::plan::Plan;
use super::sources::Source;
use crate::analysis::audit::model::Scale;

impl Plan {
    /// What is switched on and cannot make a difference, with the reason.
    pub fn without_effect(&self) -> Vec<(Source, &'static str)> {
        let on = Source::ALL.into_iter();
        on.filter_map(|source| Some((source, self.idle(source)?)))
            .collect()
    }

    /// Why a source that is switched on cannot make a difference; `None` where it can, or is off.
    pub fn idle(&self, source: Source) -> Option<&'static str> {
        if !self.sources.is_named(source) {
            return None;
        }
        let mut parts = self.nodes.iter().flat_map(|node| &node.parts);
        match source {
            Source::Weights => (self.weight_dimensions() == 0)
                .then_some("above the indicators no mean has several parts; `indicators_too` takes in the means of indicators"),
            Source::Aggregation => {
                let ways = 0..self.sources.aggregation.len();
                let mut nodes = self.nodes.iter();
                if !self.nodes.iter().any(|node| self.varied(node)) {
                    Some("above the indicators there is no mean of several parts; `indicators_too` takes in the means of indicators")
                } else if !nodes.any(|node| {
                    ways.clone().any(|way| self.other_way(node, Some(way)).is_some())
                }) {
                    Some("the index takes this mean already")
                } else {
                    None
                }
            }
            Source::Normalisation => parts
                .all(|part| part.scale == Scale::AsTheyAre)
                .then_some("the index does not normalise scores over entities"),
            Source::Assessors => self
                .errors
                .is_none()
                .then_some("no disclosure is scored from the rubric's tables"),
            Source::Bodies => self
                .cells
                .samples
                .is_empty()
                .then_some("no disclosure is a mean of several bodies"),
            Source::LeaveOut => self
                .droppable
                .is_empty()
                .then_some("there is nothing that could be left out"),
            Source::Absence => {
                if self.absent == 0 {
                    return Some("nothing is absent: everything that applies has evidence of this edition");
                }
                let same = |values: &Vec<f64>| {
                    let own = self.values.first().into_iter().flatten();
                    own.zip(values).all(|(own, x)| own == x || (own.is_nan() && x.is_nan()))
                };
                let thin = self.nodes.iter().any(|node| {
                    let own = node.thin.first();
                    node.thin.iter().any(|thin| Some(thin) != own)
                });
                (self.values.iter().all(same) && !thin)
                    .then_some("the rubric treats what is absent so already")
            }
        }
    }
}
