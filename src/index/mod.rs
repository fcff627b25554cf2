//! From scores of disclosures to indices: up the levels, across the cuts, with coverage, grades and ranks. The result
//! is a flat list of [`Row`]s, which is what tables, charts, reports and files are made from.

mod aggregate;
mod entity;
mod rank;
mod row;

pub use aggregate::{aggregate, weighted_mean};
pub use entity::{IndexInput, index_rows};
pub(crate) use entity::{cut_values, takes_part};
pub use rank::rank;
pub use row::{Row, RowState, TOTAL_LEVEL};
