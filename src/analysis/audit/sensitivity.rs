//! Which choice moves the ranking: Sobol indices of the sources of uncertainty, and what each part of an index really
//! counts in it.

pub mod estimators;
pub mod importance;
pub mod run;
