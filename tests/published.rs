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

/// UNDP, Human Development Report 2023-24, composite indices complete time series: indices as printed, three decimals.
#[test]
fn human_development_comes_out_as_published() {
    let results = results("tests/projects/hdr-excerpt");
    let indices = [
        "hdi",
        "hdi_f",
        "hdi_m",
        "gdi",
        "ihdi",
        "coef_ineq",
        "loss",
        "gii",
        "phdi",
    ];
    let published: [(&str, &str, [&str; 9]); 7] = [
        (
            "MDA",
            "2022",
            [
                "0.763", "0.776", "0.751", "1.033", "0.698", "8.42", "8.519", "0.156", "0.731",
            ],
        ),
        (
            "NER",
            "2022",
            [
                "0.394", "0.354", "0.428", "0.826", "0.262", "33.378", "33.503", "0.609", "0.389",
            ],
        ),
        (
            "NOR",
            "2022",
            [
                "0.966", "0.957", "0.97", "0.986", "0.903", "6.349", "6.522", "0.012", "0.808",
            ],
        ),
        (
            "UKR",
            "2022",
            [
                "0.734", "0.741", "0.726", "1.021", "0.676", "7.883", "7.902", "0.188", "0.685",
            ],
        ),
        // what was not published has no score
        (
            "QAT",
            "2022",
            [
                "0.875", "0.893", "0.869", "1.027", "", "", "", "0.212", "0.45",
            ],
        ),
        (
            "NOR",
            "2008",
            [
                "0.935", "0.93", "0.937", "0.992", "", "", "", "0.079", "0.751",
            ],
        ),
        (
            "QAT",
            "1997",
            ["0.794", "0.766", "0.787", "0.973", "", "", "", "", "0.183"],
        ),
    ];
    for (entity, year, figures) in published {
        let id = results.project.entities.resolve(entity).unwrap();
        let edition = results.edition(&format!("hdr-{year}")).unwrap();
        for (index, figure) in indices.into_iter().zip(figures) {
            let row = edition.total(index, &id).unwrap();
            let shown = row.shown.as_ref().map_or(String::new(), Number::to_string);
            assert_eq!(shown, figure, "{entity} {year} {index}");
        }
    }
    let grade = |entity| total(&results, "hdr-2022", "hdi", entity).2.unwrap();
    assert_eq!(grade("NOR"), "very_high");
    assert_eq!(grade("UKR"), "high");
    assert_eq!(grade("NER"), "low");
}

/// World Wide Web Foundation, Open Data Barometer 2014: scores of fifteen datasets in the order of the questionnaire, open
/// flags, and the three clusters.
#[test]
fn the_open_data_barometer_comes_out_as_published() {
    let results = results("tests/projects/odb-excerpt");
    let datasets = [1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
    type Country = (&'static str, [i64; 15], &'static [usize], [i64; 3]);
    let published: [Country; 3] = [
        (
            "AR",
            [80, 5, 80, 15, 15, 15, 15, 95, 10, 15, 80, 10, 10, 95, 15],
            &[9, 12, 15],
            [42, 38, 31],
        ),
        (
            "GB",
            [
                100, 100, 90, 90, 95, 100, 100, 95, 95, 95, 95, 95, 80, 95, 95,
            ],
            &[1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16],
            [96, 92, 96],
        ),
        (
            "NA",
            [5, 5, 65, 15, 5, 5, 10, 0, 10, 5, 5, 10, 5, 15, 15],
            &[],
            [8, 17, 10],
        ),
    ];
    let edition = results.edition("odb-2014").unwrap();
    for (entity, scores, open, clusters) in published {
        let id = results.project.entities.resolve(entity).unwrap();
        for (number, score) in datasets.into_iter().zip(scores) {
            let node = format!("d{number}");
            let row = edition.row("datasets", &id, "indicator", &node).unwrap();
            assert_eq!(row.score, Some(Number::whole(score)), "{entity} {node}");
            let indicator = results.catalogue.indicator_id(&node).unwrap();
            let found = edition
                .scores
                .entities
                .iter()
                .find(|e| e.entity == id)
                .unwrap();
            let further = &found.indicators[indicator.index()]
                .as_ref()
                .unwrap()
                .further;
            let is_open = i64::from(open.contains(&number));
            assert_eq!(further[0], Some(Number::whole(is_open)), "{entity} {node}");
        }
        let names = ["innovation", "social_policy", "accountability"];
        for (node, score) in names.into_iter().zip(clusters) {
            let row = edition.row("datasets", &id, "category", node).unwrap();
            assert_eq!(row.score, Some(Number::whole(score)), "{entity} {node}");
        }
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
