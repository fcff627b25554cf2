//! The rubric language, from text to decision tables.
//!
//! [`syntax`] is what was written, [`rubric`] what it means once every name and type is known.

pub mod calendar;
pub mod check;
pub mod evaluate;
pub mod load;
pub mod number;
pub mod parser;
pub mod rubric;
pub mod syntax;
pub mod table;
pub mod test;
pub mod value;
