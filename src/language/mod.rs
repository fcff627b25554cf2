//! The rubric language, from text to decision tables.
//!
//! [`syntax`] is what was written, [`rubric`] what it means once every name and type is known.

pub mod calendar;
pub mod number;
pub mod rubric;
pub mod syntax;
pub mod value;
