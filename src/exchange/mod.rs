//! Results as files for other programs.

mod rows;
pub mod schema;

pub use rows::{row_as_json, rows_as_csv, rows_as_json};
