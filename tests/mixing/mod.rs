//! Evidence drawn at random from the example, for laws that must hold for any evidence.

#![allow(dead_code)] // each test binary uses what it needs

use clearwatt::analysis::progress::carried;
use clearwatt::evidence::{Disclosure, Recorded, Sheet};
use clearwatt::project::EntityId;
use clearwatt::results::{EditionResults, Results, compute};
use std::path::Path;
use std::sync::OnceLock;

pub fn example(name: &str) -> Results {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(name);
    compute(&folder).results.unwrap()
}

/// The example, computed once.
pub fn demo() -> &'static Results {
    static DEMO: OnceLock<Results> = OnceLock::new();
    DEMO.get_or_init(|| example("eti-demo"))
}

/// Sheets of the example with their defaults written into every record, in the facts of each edition.
fn pool(results: &Results, edition: &EditionResults) -> Vec<Sheet> {
    let mut pool = Vec::new();
    for other in &results.editions {
        for sheet in &other.sheets {
            let mut sheet = carried(sheet, &other.rubric, &edition.rubric);
            for record in sheet
                .disclosures
                .iter_mut()
                .flat_map(|found| &mut found.records)
            {
                let own: Vec<Recorded> = std::mem::take(&mut record.facts);
                let defaults = sheet.defaults.iter();
                record.facts = defaults
                    .filter(|fact| !own.iter().any(|known| known.fact == fact.fact))
                    .chain(&own)
                    .cloned()
                    .collect();
            }
            sheet.defaults.clear();
            pool.push(sheet);
        }
    }
    pool
}

/// A sheet with each indicator's disclosure taken from some sheet of the example, or left out.
pub fn mixed_sheet(
    results: &Results,
    edition: &EditionResults,
    entity: &EntityId,
    draw: &dyn Fn(usize) -> u8,
) -> Sheet {
    let pool = pool(results, edition);
    let mut disclosures: Vec<Disclosure> = Vec::new();
    for (id, _) in results.catalogue.iter() {
        let drawn = usize::from(draw(id.index()));
        if drawn % 11 == 0 {
            continue;
        }
        let from = &pool[drawn % pool.len()];
        let found = from.disclosures.iter().find(|found| found.indicator == id);
        disclosures.extend(found.cloned());
    }
    let own = edition
        .sheets
        .iter()
        .find(|sheet| sheet.entity == *entity)
        .unwrap();
    Sheet {
        defaults: Vec::new(),
        disclosures,
        given: Vec::new(),
        ..own.clone()
    }
}
