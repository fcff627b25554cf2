//! Statistical audit: how the numbers of an index hang together, how sure its ranking is, and whether those who judged
//! agree (OECD/JRC, Handbook on Constructing Composite Indicators, 2008).
//!
//! The statistics are pure functions of numbers, each in a file of its own; [`Model`](model::Model) is an index as a tree
//! over a matrix of numbers, on which they work.

pub mod agreement;
pub mod alpha;
pub mod bootstrap;
pub mod changes;
pub mod components;
pub mod correlation;
pub mod descriptive;
pub mod figure;
pub mod model;
pub mod ranking;
pub mod robustness;
pub mod rounding;
pub mod sensitivity;
pub mod series;
pub mod settings;
pub mod stream;
pub mod structure;
pub mod table;
#[cfg(test)]
pub(crate) mod technology;
pub mod trend;
pub mod weights;
