//! Other weights for the parts of the total: where they come from, and what the index would be under each.

pub mod ahp;
pub mod benefit;
pub mod entropy;
pub mod report;
