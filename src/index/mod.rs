//! From scores of disclosures to indices: up the levels, across the cuts, with coverage, grades and ranks. The result
//! is a flat list of [`Row`]s, which is what tables, charts, reports and files are made from.

mod across;
mod aggregate;
mod breakdown;
mod contribution;
mod cut;
mod entity;
mod fits;
mod formula;
mod formula_steps;
mod parts;
mod rank;
mod ranking;
mod row;
mod tree;

pub use across::across_rows;
pub(crate) use across::rank_across;
pub use aggregate::{aggregate, weighted_geometric_mean, weighted_mean};
pub use breakdown::{Breakdown, Breakdowns, PartIn, Share, across_breakdown};
pub(crate) use cut::cut_values;
pub use entity::{IndexInput, index_rows};
pub use fits::{NoGroups, fits, without_groups};
pub use formula::{EditionValues, FormulaCache, FormulaError, FormulaInput, formula_rows, needs};
pub use formula_steps::formula_steps;
pub(crate) use parts::made_of;
pub use parts::{LevelPart, PartOf, combine};
pub use rank::rank;
pub(crate) use ranking::rank_rows;
pub use row::{Row, RowState, TOTAL_LEVEL};
