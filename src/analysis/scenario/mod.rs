//! What would be if: changes in evidence laid over an edition and scored beside it, as *potential* beside *actual*.
//!
//! A publisher under martial law asks this about restrictions that will end, a ministry about recommendations it could
//! follow. A scenario is a YAML file; a [plan](crate::analysis::plan) is one too.

mod apply;
mod read;
mod write;

pub use apply::{Applied, apply};
pub use read::load;
pub use write::{of_plan, written};

use crate::evidence::Disclosure;
use crate::project::EntityId;

/// Changes to be laid over evidence.
#[derive(Debug, Clone, Default)]
pub struct Scenario {
    /// What it is called.
    pub title: Option<String>,
    /// An earlier edition to be shown beside, by its place in the results.
    pub baseline: Option<usize>,
    /// What changes, by entity and edition.
    pub overlays: Vec<Overlay>,
    /// Restrictions that end.
    pub lifted: Vec<Lift>,
}

/// Changes to the evidence about one entity in one edition.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The edition, by its place in the results.
    pub edition: usize,
    /// The entity.
    pub entity: EntityId,
    /// Disclosures with only the facts that change. Facts without a body hold for all bodies of a sample.
    pub disclosures: Vec<Disclosure>,
}

/// What is withheld comes back as it was in an earlier edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lift {
    /// The edition, by its place in the results.
    pub edition: usize,
    /// The entity.
    pub entity: EntityId,
    /// The reason that ends; any reason when `None`.
    pub reason: Option<String>,
    /// The edition whose evidence comes back, by its place. What was up to date then is taken as up to date.
    pub as_in: usize,
}
