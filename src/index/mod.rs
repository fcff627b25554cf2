//! From scores of disclosures to indices: up the levels, across the cuts, with coverage, grades and ranks. The result
//! is a flat list of [`Row`]s, which is what tables, charts, reports and files are made from.

mod across;
mod aggregate;
mod contribution;
mod cut;
mod entity;
mod fits;
mod formula;
mod parts;
mod rank;
mod ranking;
mod row;
mod tree;

pub use across::across_rows;
pub use aggregate::{aggregate, weighted_geometric_mean, weighted_mean};
pub(crate) use cut::{cut_values, takes_part};
pub use entity::{IndexInput, index_rows};
pub use fits::{NoGroups, fits, without_groups};
pub use formula::{EditionValues, FormulaError, FormulaInput, formula_rows, needs};
pub(crate) use parts::made_of;
pub use parts::{LevelPart, PartOf, combine};
pub use rank::rank;
pub use row::{Row, RowState, TOTAL_LEVEL};
