//! How sure a ranking is: the index again and again under other choices that could have been made as well (OECD/JRC
//! handbook 2008, step 7; Saisana, Saltelli and Tarantola 2005).
//!
//! A [`Plan`](plan::Plan) is built once: flat columns of numbers for every choice. A replicate is one pass over them.

pub mod cells;
pub mod draw;
pub mod plan;
pub mod report;
pub mod run;
pub mod sources;

mod evaluate;
mod scaling;

/// Where an entity stands among all replicates: what a chart of rank intervals is drawn from.
#[derive(Debug, Clone, PartialEq)]
pub struct RankInterval {
    /// The entity's id.
    pub entity: String,
    /// Its official rank; `None` where none is given.
    pub official: Option<u32>,
    /// The median of its ranks.
    pub median: f64,
    /// The 5th percentile of its ranks.
    pub p5: f64,
    /// The 95th percentile of its ranks.
    pub p95: f64,
}
