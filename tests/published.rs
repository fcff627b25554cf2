//! Figures that others have published come out to their last digit.

use clearwatt::language::number::Number;
use clearwatt::results::{Results, compute};
use std::path::Path;

fn results(project: &str) -> Results {
    let computed = compute(&Path::new(env!("CARGO_MANIFEST_DIR")).join(project));
    assert!(computed.findings.is_empty(), "{:?}", computed.findings);
    computed
        .results
        .expect("a project without findings has results")
}

/// Score, shown score and grade of a total.
fn total(
    results: &Results,
    edition: &str,
    index: &str,
    entity: &str,
) -> (String, String, Option<String>) {
    let entity = results.project.entities.resolve(entity).unwrap();
    let row = results
        .edition(edition)
        .unwrap()
        .total(index, &entity)
        .unwrap();
    let written = |number: &Option<Number>| number.as_ref().unwrap().to_string();
    (
        written(&row.score),
        written(&row.shown),
        row.grade.as_ref().map(|grade| grade.to_string()),
    )
}

/// DiXi Group, Energy Transparency Index; the page of each figure stands beside it in `examples/eti-published/data`.
/// Grades: 2021 and 2023 as published, 2020 by the published scale (50 D+, 55 C-, 60 C).
const PUBLISHED: [(&str, &str, &str, &str, &str); 14] = [
    ("international-2020", "international", "GE", "56", "C-"),
    ("international-2020", "international", "MD", "53", "D+"),
    ("international-2020", "international", "UA", "60", "C"),
    ("international-2021", "international", "GE", "61", "C"),
    ("international-2021", "international", "MD", "55", "C-"),
    ("international-2021", "international", "RO", "80", "B+"),
    ("international-2021", "international", "UA", "69", "C+"),
    ("international-2023", "international", "GE", "73", "B-"),
    ("international-2023", "international", "MD", "58", "C-"),
    ("international-2023", "international", "RO", "86", "A-"),
    ("international-2023", "international", "UA", "38", "F"),
    ("national-2021", "national", "UA", "63", "C"),
    ("national-2022", "national", "UA", "39", "F"),
    ("national-2023", "national", "UA", "41", "D-"),
];

#[test]
fn the_energy_transparency_index_is_as_published() {
    let results = results("examples/eti-published");
    for (edition, index, entity, shown, grade) in PUBLISHED {
        let (_, found, found_grade) = total(&results, edition, index, entity);
        assert_eq!(
            (found.as_str(), found_grade.as_deref()),
            (shown, Some(grade)),
            "{entity} {edition}"
        );
    }
}

#[test]
fn georgia_2021_comes_from_its_categories() {
    // 0.05×100 + 0.20×77 + 0.20×61 + 0.05×67 + 0.20×59 + 0.10×66 + 0.10×54 + 0.10×13
    // = 5 + 15.4 + 12.2 + 3.35 + 11.8 + 6.6 + 5.4 + 1.3 = 61.05
    let results = results("examples/eti-published");
    let (score, shown, grade) = total(&results, "international-2021", "international", "GE");
    assert_eq!(
        (score.as_str(), shown.as_str(), grade.as_deref()),
        ("61.05", "61", Some("C"))
    );
}

/// Open Knowledge, Global Open Data Index 2013, https://github.com/okfn/opendataindex (gh-pages, api/entries.csv), PDDL 1.0.
const ENTRIES: [(&str, &str, i64); 29] = [
    ("GB", "budget", 90),
    ("GB", "companies", 100),
    ("GB", "elections", 70),
    ("GB", "emissions", 90),
    ("GB", "legislation", 90),
    ("GB", "map", 100),
    ("GB", "postcodes", 100),
    ("GB", "spending", 100),
    ("GB", "statistics", 100),
    ("GB", "timetables", 100),
    ("IM", "budget", 95),
    ("IM", "companies", 55),
    ("IM", "elections", 45),
    ("IM", "emissions", 55),
    ("IM", "legislation", 55),
    ("IM", "map", 55),
    ("IM", "postcodes", 95),
    ("IM", "statistics", 40),
    ("IM", "timetables", 55),
    ("US", "budget", 100),
    ("US", "companies", 5),
    ("US", "elections", 100),
    ("US", "emissions", 100),
    ("US", "legislation", 100),
    ("US", "map", 100),
    ("US", "postcodes", 100),
    ("US", "spending", 90),
    ("US", "statistics", 100),
    ("US", "timetables", 75),
];

#[test]
fn entries_and_places_of_the_open_data_index_are_as_published() {
    let results = results("tests/projects/godi-excerpt");
    let edition = results.edition("godi-2013").unwrap();
    for (entity, dataset, score) in ENTRIES {
        let entity = results.project.entities.resolve(entity).unwrap();
        let row = edition
            .row("places", &entity, "indicator", dataset)
            .unwrap();
        assert_eq!(row.score, Some(Number::whole(score)), "{entity} {dataset}");
    }
    // api/places.csv, column score_2013. The Isle of Man has no entry for spending, which counts as nothing: 550 / 10.
    for (entity, published) in [("GB", "94"), ("US", "87"), ("IM", "55")] {
        assert_eq!(
            total(&results, "godi-2013", "places", entity).1,
            published,
            "{entity}"
        );
    }
}

/// The invented region, all categories and totals of three editions, scored from the same files by an independent program
/// in another language (exact fractions, written from the published methodology alone).
#[test]
fn the_invented_region_agrees_with_an_independent_program() {
    let results = results("examples/eti-demo");
    let expected = include_str!("fixtures/eti-demo.csv");
    let mut count = 0;
    for line in expected.lines().skip(1) {
        let [edition, entity, level, node, score]: [&str; 5] =
            line.split(',').collect::<Vec<_>>().try_into().unwrap();
        let entity = results.project.entities.resolve(entity).unwrap();
        let row = results
            .edition(edition)
            .unwrap()
            .row("international", &entity, level, node)
            .unwrap_or_else(|| panic!("{line}"));
        assert_eq!(row.score.as_ref().unwrap().significant(12), score, "{line}");
        count += 1;
    }
    // 3 editions × 6 countries × (8 categories + 1 total)
    assert_eq!(count, 162);
}
