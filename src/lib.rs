//! clearwatt makes an energy-transparency methodology executable: a rubric scores disclosures, the scores become
//! indices, and the indices become charts and reports.
//!
//! Data flows one way, one stage a module: text → parsed → checked → compiled → scored → aggregated → drawn. The whole
//! way in one call is [`results::compute`].

pub mod analysis;
pub mod catalogue;
pub mod chart;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod editor;
pub mod evidence;
pub mod exchange;
pub mod index;
pub mod language;
pub mod project;
pub mod report;
pub mod results;
pub mod scoring;
