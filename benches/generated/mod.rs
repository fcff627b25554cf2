//! A project of any number of entities, for finding out how the cost of reports and charts grows: three editions of the
//! shipped international index, every indicator recorded for every entity, with answers that look random and are the same
//! in every run.

use clearwatt::language::value::Value;
use clearwatt::results::{Results, compute};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The editions with the day of their assessment.
const EDITIONS: [(&str, u64); 3] = [
    ("index-2021", 2021),
    ("index-2022", 2022),
    ("index-2023", 2023),
];

/// Numbers that look random and are the same in every run (Steele, Lea and Flood 2014, SplitMix64).
struct Draws(u64);

impl Draws {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % below
    }

    /// One of some answers; each stands there as often as it is likely.
    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.next(of.len() as u64) as usize]
    }
}

/// Writes such a project into an empty folder.
pub fn write(folder: &Path, entities: usize) {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-demo");
    let example = compute(&example)
        .results
        .expect("the example has no mistakes");
    let mut project = String::from(
        "title: Generated\nfictional: true\ncatalogue: builtin:energy-transparency\nevidence: data\nsource: generated\neditions:\n",
    );
    for (id, _) in EDITIONS {
        let _ = writeln!(
            project,
            "  - {{ id: {id}, rubric: builtin:energy-transparency-international }}"
        );
    }
    project.push_str("entities:\n");
    for entity in 0..entities {
        let _ = writeln!(project, "  E{entity:04}: {{ label: Entity {entity} }}");
    }
    fs::create_dir_all(folder.join("data")).expect("a folder");
    fs::write(folder.join("clearwatt.yaml"), project).expect("a file");
    fs::write(folder.join("data/all.csv"), evidence(&example, entities)).expect("a file");
}

/// The project with its results.
pub fn results(entities: usize) -> (tempfile::TempDir, Results) {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), entities);
    let results = compute(folder.path())
        .results
        .expect("what is generated has no mistakes");
    (folder, results)
}

fn evidence(example: &Results, entities: usize) -> String {
    let edition = &example.editions[2];
    let rubric = &edition.rubric;
    let fact = |name: &str| rubric.fact(name).expect("a fact of the rubric").index();
    let (nature, scope) = (fact("nature"), fact("scope"));
    let mut csv = String::from(
        "edition,entity,indicator,assessed,withheld,published,access,formats,latest,updates,archive,content\n",
    );
    for (name, year) in EDITIONS {
        for entity in 0..entities {
            for (id, indicator) in example.catalogue.iter() {
                let facts = edition.facts.of(id);
                let international = matches!(&facts[scope], Some(Value::Set(of)) if of.has(1));
                if !international {
                    continue;
                }
                let quantitative = facts[nature] == Some(Value::Choice(0));
                let seed = (year << 40) ^ ((entity as u64) << 16) ^ id.index() as u64;
                let answers = answers(&mut Draws(seed), quantitative, year);
                let _ = writeln!(
                    csv,
                    "{name},E{entity:04},{},{year}-11-30,{answers}",
                    indicator.id
                );
            }
        }
    }
    csv
}

/// The cells of one disclosure from `withheld` on.
fn answers(draws: &mut Draws, quantitative: bool, year: u64) -> String {
    if draws.next(40) == 0 {
        return "martial_law,,,,,,,".to_string();
    }
    if draws.next(5) == 0 {
        return ",no,,,,,,".to_string();
    }
    let access = draws.one(&[
        "free",
        "free",
        "free",
        "free",
        "personal_data",
        "on_request",
        "paid",
    ]);
    if matches!(access, "on_request" | "paid") {
        return format!(",yes,{access},,,,,");
    }
    let formats = draws.one(&[
        "csv",
        "xlsx",
        "pdf",
        "html;pdf",
        "docx",
        "pdf_scanned",
        "csv;pdf",
        "json",
    ]);
    let content = draws.one(&["all", "all", "part", "none"]);
    let asked_further = quantitative || access == "personal_data";
    let latest = match quantitative {
        true => (year - 1 - draws.next(2)).to_string(),
        false => String::new(),
    };
    let (updates, archive) = match asked_further {
        true => (
            draws.one(&["as_required", "as_required", "irregular", "never"]),
            draws.one(&["all", "some", "none"]),
        ),
        false => ("", ""),
    };
    format!(",yes,{access},{formats},{latest},{updates},{archive},{content}")
}
