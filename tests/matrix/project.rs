//! A choice of a rubric or of evidence: a small project, and what must be seen of it everywhere.

use crate::consumers::{Asked, Consumer};
use std::path::{Path, PathBuf};

/// A choice, with the project that shows it.
#[derive(Debug)]
pub struct Choice {
    /// What is chosen; the folder of its project below `tests/matrix/projects`.
    pub name: &'static str,
    /// Whom and what the consumers are asked about.
    pub asked: Asked<'static>,
    /// The total of the entity as it is shown: one of these; empty where it has none.
    pub total: &'static [&'static str],
    /// The rank as `score` prints it; empty where it has none.
    pub rank: &'static str,
    /// The rank in a sentence: `1 of 2`; empty where it has none.
    pub place: &'static str,
    /// The change since the edition before, with one decimal and without a sign.
    pub change: &'static [&'static str],
    /// What no consumer of the official index may say.
    pub never: &'static [&'static str],
    /// What single consumers do otherwise.
    pub cells: &'static [(Consumer, Cell)],
}

/// What a consumer does otherwise than the rest.
#[derive(Debug, Clone, Copy)]
pub enum Cell {
    /// It says all of this, beside what all say.
    Says(&'static [&'static str]),
    /// It says all of this instead.
    Only(&'static [&'static str]),
    /// It refuses, with this in its message.
    Refuses(&'static str),
}

impl Choice {
    /// The folder of its project.
    pub fn folder(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/matrix/projects")
            .join(self.name)
    }

    /// What one consumer does otherwise.
    pub fn cell(&self, consumer: Consumer) -> Option<Cell> {
        let mut cells = self.cells.iter();
        cells
            .find(|(known, _)| *known == consumer)
            .map(|(_, cell)| *cell)
    }
}
