//! The one place where YAML and CSV become trees and tables with a place for everything, and where files are read and
//! written. Later stages read the trees with their own types and report all mistakes of a file at once.

mod builder;
mod errors;
mod files;
mod table;
mod tree;
mod yaml;

pub use errors::DocumentError;
pub use files::{read_file, write_file};
pub use table::{Table, TableCell, parse_table};
pub use tree::{Document, Kind, Node};
pub use yaml::parse_yaml;
