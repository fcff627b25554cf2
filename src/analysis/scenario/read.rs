//! Reads a scenario.
//!
//! ```yaml
//! title: Recommendations implemented
//! baseline: international-2021
//! sheets:
//!   - edition: international-2023
//!     entity: KT
//!     disclosures:
//!       gas-balance-annual: { formats: [csv] }
//! lift:
//!   - { edition: international-2023, entity: DV, reason: martial_law, as_in: international-2021 }
//! ```

use super::{Lift, Overlay, Scenario};
use crate::diagnostic::{Diagnostic, Problem, Sources};
use crate::document::Node;
use crate::evidence::{Reader, read_sheet};
use crate::results::Results;
use crate::results::reading::{self, Reading};
use std::path::Path;

/// Reads a scenario file.
///
/// # Errors
/// Everything that is wrong with it.
pub fn load(
    sources: &mut Sources,
    results: &Results,
    path: &Path,
) -> Result<Scenario, Vec<Diagnostic>> {
    reading::read(sources, path, results, read)
}

fn read(reading: &mut Reading<'_>, root: Node<'_>) -> Scenario {
    let mut scenario = Scenario::default();
    if !reading.mapping("a scenario", root, &["title", "baseline", "sheets", "lift"]) {
        return scenario;
    }
    scenario.title = root
        .get("title")
        .and_then(|node| reading.text("title", node))
        .map(String::from);
    scenario.baseline = root.get("baseline").and_then(|node| reading.edition(node));
    let results = reading.results;
    let editions = results
        .editions
        .iter()
        .map(|edition| (&edition.id, edition.year, &edition.rubric));
    let reader = Reader::new(&results.catalogue, &results.project.entities, editions);
    let example = "{ edition: index-2023, entity: UA, disclosures: { … } }";
    for item in reading.list(root, "sheets", example) {
        let mut errors = Vec::new();
        let sheet = read_sheet(&reader, item, &mut errors);
        reading
            .findings
            .extend(errors.iter().map(Problem::diagnostic));
        let Some(mut sheet) = sheet else { continue };
        if !sheet.given.is_empty() {
            let help = "change facts instead: a published score cannot be changed into another";
            reading.wrong("a scenario has no `given` scores".to_string(), help, item);
        }
        // The day of assessment and the defaults are those of the evidence.
        let stray = ["assessed", "assessor", "defaults"]
            .into_iter()
            .find(|key| item.get(key).is_some());
        if let Some(key) = stray {
            let help = "a scenario says only what changes; write it into the disclosures";
            reading.wrong(format!("a scenario has no `{key}`"), help, item);
        }
        let edition = results
            .editions
            .iter()
            .position(|edition| edition.id == sheet.edition);
        if let Some(edition) = edition {
            let disclosures = std::mem::take(&mut sheet.disclosures);
            scenario.overlays.push(Overlay {
                edition,
                entity: sheet.entity,
                disclosures,
            });
        }
    }
    for item in reading.list(
        root,
        "lift",
        "{ edition: a-2023, entity: UA, as_in: a-2021 }",
    ) {
        scenario.lifted.extend(read_lift(reading, item));
    }
    if scenario.overlays.is_empty()
        && scenario.lifted.is_empty()
        && reading.findings.is_empty()
        && reading.errors.is_empty()
    {
        let help =
            "add `sheets:` with the disclosures that change, or `lift:` with restrictions that end";
        reading.wrong("this scenario changes nothing".to_string(), help, root);
    }
    scenario
}

fn read_lift(reading: &mut Reading<'_>, node: Node<'_>) -> Option<Lift> {
    let what = "a lifted restriction";
    if !reading.mapping(what, node, &["edition", "entity", "reason", "as_in"]) {
        return None;
    }
    let edition = reading.needed(
        what,
        node,
        "edition",
        "add `edition: ` and the edition it is lifted in",
    );
    let entity = reading.needed(
        what,
        node,
        "entity",
        "add `entity: ` and a code such as `UA`",
    );
    let as_in = reading.needed(
        what,
        node,
        "as_in",
        "add `as_in: ` and the edition whose evidence comes back",
    );
    let edition_at = edition.and_then(|node| reading.edition(node));
    let entity = entity.and_then(|node| reading.entity(node));
    let as_in_at = as_in.and_then(|node| reading.edition(node));
    let reason = node
        .get("reason")
        .and_then(|node| reading.text("reason", node))
        .map(String::from);
    let lift = Lift {
        edition: edition_at?,
        entity: entity?,
        reason,
        as_in: as_in_at?,
    };
    if lift.as_in == lift.edition {
        let help = "name an edition in which it was not withheld";
        reading.wrong(
            "an edition cannot lend itself its evidence".to_string(),
            help,
            node,
        );
        return None;
    }
    Some(lift)
}
