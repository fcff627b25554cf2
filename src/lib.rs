//! clearwatt makes an energy-transparency methodology executable: a rubric scores disclosures, the scores become
//! indices, and the indices become charts and reports.
//!
//! Data flows one way, one stage a module: text → parsed → checked → compiled → scored → aggregated → drawn.

pub mod chart;
pub mod diagnostic;
pub mod document;
pub mod language;
