//! How sure a ranking is: the index again and again under other choices that could have been made as well (OECD/JRC
//! handbook 2008, step 7; Saisana, Saltelli and Tarantola 2005).
//!
//! A [`Plan`](plan::Plan) is built once: flat columns of numbers for every choice. A replicate is one pass over them.

pub mod alternatives;
pub mod cells;
pub mod draw;
pub mod plan;
pub mod report;
pub mod run;
pub mod sources;

mod effect;
mod evaluate;
mod scaling;
mod states;
