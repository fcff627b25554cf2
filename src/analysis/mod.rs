//! What results are asked beyond levels: how they changed and why, what to do next, and what would be if it were done.

pub mod audit;
pub mod plan;
pub mod progress;
pub mod scenario;
pub mod targets;
