//! The rubric language, from text to decision tables.
//!
//! [`parser`] reads a text into [`syntax`], [`check`] turns that into a [`rubric`], [`evaluate`] gives it its meaning
//! and [`table`] the form that scoring, proofs and explanations work on. [`load`] is the whole way in one call.

pub mod arithmetic;
pub mod calendar;
pub mod check;
pub mod deadline;
pub mod difference;
pub mod evaluate;
pub mod exact;
mod feasible;
pub mod format;
pub mod load;
pub mod number;
pub mod parser;
pub mod range;
pub mod reads;
pub mod rubric;
pub mod steps;
pub mod syntax;
pub mod table;
pub mod test;
pub mod value;
pub mod words;
