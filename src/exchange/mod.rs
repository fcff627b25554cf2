//! Results as files for other programs.

mod rows;

pub use rows::{rows_as_csv, rows_as_json};
