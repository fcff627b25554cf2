//! Audits of whole projects: the ASEM data as the R package COINr has them, and what there is to say where there is little.

use clearwatt::analysis::audit::alpha::alpha;
use clearwatt::analysis::audit::correlation::{Kind, correlation};
use clearwatt::analysis::audit::model::Model;
use clearwatt::results::{Results, compute};
use std::path::Path;

#[path = "audit/choices.rs"]
mod choices;
#[path = "audit/trends.rs"]
mod trends;

fn results(project: &str) -> Results {
    let computed = compute(&Path::new(env!("CARGO_MANIFEST_DIR")).join(project));
    computed
        .results
        .unwrap_or_else(|| panic!("{:?}", computed.findings))
}

fn model(results: &Results, edition: &str, index: &str) -> Model {
    Model::of(results, results.edition(edition).unwrap(), index).unwrap()
}

/// The values below are of the R package COINr 1.1.14 on its example data `ASEM_iData`: min-max to 0–100 over all units,
/// arithmetic means, `get_cronbach` and `get_corr` with pairwise complete values.
#[test]
fn two_pillars_of_the_asem_data_are_as_coinr_has_them() {
    let results = results("tests/projects/asem-excerpt");
    let model = model(&results, "asem-2018", "both");
    let scores = model.scores();
    let node = |id: &str| model.nodes.iter().position(|node| node.id == id).unwrap();
    let (political, finance) = (node("political"), node("susecfin"));
    let entity = |id: &str| {
        let id = results.project.entities.resolve(id).unwrap();
        model
            .entities
            .iter()
            .position(|known| *known == id)
            .unwrap()
    };
    for (id, expected) in [
        ("DEU", [94.789_177_341_8, 66.865_870_806_2]),
        ("GBR", [77.082_712_137_2, 53.042_082_002_6]),
        ("FRA", [87.604_397_629_1, 54.177_448_010_4]),
    ] {
        let found = [scores[political][entity(id)], scores[finance][entity(id)]];
        for (found, expected) in found.iter().zip(expected) {
            assert!(
                (found.unwrap() - expected).abs() < 5e-11,
                "{id} {found:?} {expected}"
            );
        }
    }
    for (node, expected) in [
        (political, 0.636_672_633_607_809),
        (finance, -0.440_608_639_086_201),
    ] {
        let parts = model.parts(node, &scores);
        let slices: Vec<&[Option<f64>]> = parts.iter().map(Vec::as_slice).collect();
        assert!((alpha(&slices).unwrap() - expected).abs() < 1e-12);
    }
    for (kind, expected) in [
        (Kind::Pearson, -0.127_491_586_989_242),
        (Kind::Spearman, -0.082_714_932_126_696_8),
        (Kind::Kendall, -0.058_823_529_411_764_7),
    ] {
        let found = correlation(kind, &scores[political], &scores[finance]).unwrap();
        assert!(
            (found.value - expected).abs() < 1e-12,
            "{kind:?} {}",
            found.value
        );
    }
}

#[test]
fn models_give_the_official_totals() {
    for (project, index) in [
        ("examples/eti-demo", "international"),
        ("examples/starter", "international"),
        ("tests/projects/asem-excerpt", "both"),
        ("tests/projects/godi-excerpt", "places"),
    ] {
        let results = results(project);
        for edition in &results.editions {
            let Ok(model) = Model::of(&results, edition, index) else {
                panic!("{project} {}", edition.id)
            };
            let difference = model.largest_difference();
            assert!(difference < 1e-9, "{project} {}: {difference}", edition.id);
        }
    }
    // Half of its totals come from published categories.
    let results = results("examples/eti-published");
    let model = model(&results, "international-2021", "international");
    assert_eq!(
        (model.entities.len(), model.columns.len(), model.nodes.len()),
        (4, 8, 1)
    );
}

mod robustness {
    use super::{model, results};
    use clearwatt::analysis::audit::model::{Model, Scale, Way};
    use clearwatt::analysis::audit::robustness::alternatives::Outcomes;
    use clearwatt::analysis::audit::robustness::cells::Cells;
    use clearwatt::analysis::audit::robustness::plan::Plan;
    use clearwatt::analysis::audit::robustness::report::alike;
    use clearwatt::analysis::audit::robustness::run::run;
    use clearwatt::analysis::audit::robustness::sources::{
        AbsenceTreatment, AssessorNoise, LeaveOut, Sources, WeightNoise,
    };

    fn everything() -> Sources {
        Sources {
            weights: Some(WeightNoise::Dirichlet(50.0)),
            indicators_too: true,
            aggregation: Way::ALL.to_vec(),
            normalisation: vec![Scale::MinMax, Scale::ZScore, Scale::Percentile],
            assessors: Some(AssessorNoise::Rate(0.05)),
            bodies: true,
            leave_out: Some(LeaveOut::Indicator),
            absence: vec![
                AbsenceTreatment::Declared,
                AbsenceTreatment::Zero,
                AbsenceTreatment::LeftOut,
            ],
        }
    }

    #[test]
    fn the_official_choices_give_the_official_totals() {
        for (project, edition, index) in [
            ("examples/eti-demo", "international-2023", "international"),
            ("examples/eti-demo", "international-2021", "international"),
            ("tests/projects/asem-excerpt", "asem-2018", "both"),
            (
                "examples/eti-published",
                "international-2021",
                "international",
            ),
        ] {
            let results = results(project);
            let model = model(&results, edition, index);
            let edition = results.edition(edition).unwrap();
            let noise = AssessorNoise::Rate(0.05);
            let cells = Cells::of(&results, edition, &model, Some(&noise));
            let plan = Plan::of(&model, Some(&edition.rubric), cells, everything());
            let found = run(&plan, 10, 1);
            for (nominal, official) in found.nominal.iter().zip(&model.official) {
                assert!(
                    (nominal - official).abs() < 1e-9,
                    "{project}: {nominal} {official}"
                );
            }
        }
    }

    #[test]
    fn the_same_bytes_on_any_number_of_threads() {
        let results = results("examples/eti-demo");
        let model = model(&results, "international-2023", "international");
        let edition = results.edition("international-2023").unwrap();
        let noise = AssessorNoise::Rate(0.05);
        let cells = Cells::of(&results, edition, &model, Some(&noise));
        let plan = Plan::of(&model, Some(&edition.rubric), cells, everything());
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new()
                .num_threads(threads)
                .build()
                .unwrap();
            let found = pool.install(|| run(&plan, 300, 7));
            let bits: Vec<u64> = found.scores.iter().map(|x| x.to_bits()).collect();
            (bits, found.ranks)
        };
        assert_eq!(with(1), with(3));
        assert_ne!(run(&plan, 300, 7).ranks, run(&plan, 300, 8).ranks);
    }

    /// Two entities with scores 60 and 40 in one column each way; the total is w × 60 + (1 − w) × 40 against w × 40 +
    /// (1 − w) × 60, so the first leads exactly where w > 1/2.
    #[test]
    fn probabilities_come_near_those_that_can_be_worked_out() {
        let groups = vec![
            (0.6, vec![vec![Some(60.0), Some(40.0)]]),
            (0.4, vec![vec![Some(40.0), Some(60.0)]]),
        ];
        let model = Model::from_numbers(groups, Scale::AsTheyAre);
        let sources = Sources {
            weights: Some(WeightNoise::Share(0.5)),
            ..Sources::default()
        };
        let plan = Plan::of(&model, None, Cells::default(), sources);
        // The first leads where 0.6 (1 + a) > 0.4 (1 + b), with a and b even on ±1/2: 1.5 a + 0.5 > b. On the square that
        // fails for b > 1.5 a + 0.5: a from −2/3, so from −1/2, to 0: a triangle with sides 1/2 and 0.75, area 0.1875.
        for (replicates, within) in [(1_000, 0.05), (20_000, 0.011)] {
            let beats = run(&plan, replicates, 3).beats_under(0);
            assert!(
                (beats[1] - 0.8125).abs() < within,
                "{replicates}: {}",
                beats[1]
            );
            assert!((beats[1] + beats[2] - 1.0).abs() < 1e-12);
        }
        let outcomes = Outcomes::of(&run(&plan, 1_000, 3));
        assert_eq!(alike(&[0, 1], &outcomes), [(0, 1)]);
    }

    /// Dirichlet weights have the official means, and the deviation √(w (1 − w) / (c + 1)).
    #[test]
    fn dirichlet_weights_have_their_moments() {
        let groups = vec![
            (0.6, vec![vec![Some(100.0), Some(0.0)]]),
            (0.4, vec![vec![Some(0.0), Some(100.0)]]),
        ];
        let model = Model::from_numbers(groups, Scale::AsTheyAre);
        let sources = Sources {
            weights: Some(WeightNoise::Dirichlet(20.0)),
            ..Sources::default()
        };
        let plan = Plan::of(&model, None, Cells::default(), sources);
        let scores = run(&plan, 20_000, 5).scores_of(0);
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        let variance =
            scores.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (scores.len() - 1) as f64;
        // 100 × 0.6, and 100² × 0.24 / 21 = 114.3
        assert!((mean - 60.0).abs() < 0.31, "{mean}");
        assert!((variance - 114.29).abs() < 5.0, "{variance}");
    }

    #[test]
    fn one_entity_and_equal_entities_have_an_answer() {
        for values in [
            vec![Some(50.0)],
            vec![Some(50.0); 3],
            vec![None, Some(1.0)],
            vec![None; 2],
        ] {
            for scale in [Scale::AsTheyAre, Scale::MinMax] {
                let model = Model::from_numbers(vec![(1.0, vec![values.clone()])], scale);
                let plan = Plan::of(&model, None, Cells::default(), everything());
                let found = run(&plan, 20, 1);
                for (at, _) in values.iter().enumerate() {
                    assert!(
                        found
                            .ranks_of(at)
                            .iter()
                            .all(|rank| (1.0..=3.0).contains(rank))
                    );
                }
                let tables = clearwatt::analysis::audit::robustness::report::tables(
                    &plan, &found, &model, 1,
                );
                for cell in tables.iter().flat_map(|table| &table.rows).flatten() {
                    assert!(
                        !cell.shown().contains("NaN") && !cell.exact().contains("inf"),
                        "{cell:?}"
                    );
                }
            }
        }
    }

    mod properties {
        use super::*;
        use proptest::prelude::*;

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(40))]
            /// What an entity is called and where it stands changes nothing about it.
            #[test]
            fn entities_may_stand_in_any_order(
                rows in prop::collection::vec((1u8..100, 1u8..100, 1u8..100), 2..8),
                turn in 0usize..8,
            ) {
                let turned: Vec<_> = (0..rows.len()).map(|at| rows[(at + turn) % rows.len()]).collect();
                let of = |rows: &[(u8, u8, u8)]| {
                    let column = |pick: fn(&(u8, u8, u8)) -> u8| {
                        rows.iter().map(|row| Some(f64::from(pick(row)))).collect::<Vec<_>>()
                    };
                    let groups = vec![
                        (0.5, vec![column(|row| row.0), column(|row| row.1)]),
                        (0.5, vec![column(|row| row.2)]),
                    ];
                    let model = Model::from_numbers(groups, Scale::MinMax);
                    let sources = Sources {
                        weights: Some(WeightNoise::Share(0.5)),
                        aggregation: Way::ALL.to_vec(),
                        normalisation: vec![Scale::MinMax, Scale::ZScore, Scale::Percentile],
                        leave_out: Some(LeaveOut::Part),
                        ..Sources::default()
                    };
                    run(&Plan::of(&model, None, Cells::default(), sources), 30, 2)
                };
                let (there, back) = (of(&rows), of(&turned));
                for at in 0..rows.len() {
                    prop_assert_eq!(there.ranks_of((at + turn) % rows.len()), back.ranks_of(at));
                }
            }
        }
    }
}

mod tables {
    use super::{model, results};
    use clearwatt::analysis::audit::agreement::report::tables as agreement;
    use clearwatt::analysis::audit::agreement::survey::Survey;
    use clearwatt::analysis::audit::changes::{Pair, changes};
    use clearwatt::analysis::audit::model::Model;
    use clearwatt::analysis::audit::robustness::cells::Cells;
    use clearwatt::analysis::audit::robustness::plan::Plan;
    use clearwatt::analysis::audit::robustness::run::run;
    use clearwatt::analysis::audit::robustness::sources::{AssessorNoise, Sources, WeightNoise};
    use clearwatt::analysis::audit::sensitivity::run::tables as sensitivity;
    use clearwatt::analysis::audit::series::{Testing, trends};
    use clearwatt::analysis::audit::settings::Settings;
    use clearwatt::analysis::audit::structure::structure;
    use clearwatt::analysis::audit::table::{Cell, Table};
    use clearwatt::analysis::audit::weights::report::tables as weights;
    use clearwatt::diagnostic::{Sources as Files, has_errors};
    use clearwatt::results::{compute, load_assessments};
    use std::path::Path;

    const TESTING: Testing = Testing {
        confidence: 0.95,
        replicates: 99,
        seed: 1,
    };

    fn all(model: &Model) -> Vec<Table> {
        let sources = Sources {
            weights: Some(WeightNoise::Dirichlet(40.0)),
            ..Sources::default()
        };
        let plan = Plan::of(model, None, Cells::default(), sources);
        let mut tables = structure(model, false);
        tables.extend(sensitivity(&plan, model, 16, TESTING, &|_| {}));
        tables.extend(weights(model, &Settings::default(), None));
        tables
    }

    fn check(tables: &[Table]) {
        for table in tables {
            for row in &table.rows {
                assert_eq!(row.len(), table.head.len(), "{}", table.name);
                for cell in row {
                    match cell {
                        Cell::Number(value, _) => assert!(value.is_finite(), "{}", table.name),
                        Cell::None(reason) => assert!(!reason.is_empty(), "{}", table.name),
                        _ => {}
                    }
                }
            }
        }
    }

    #[test]
    fn every_figure_is_a_number_or_has_a_reason() {
        for project in [
            "examples/starter",
            "examples/eti-demo",
            "examples/eti-published",
            "tests/projects/asem-excerpt",
            "tests/projects/godi-excerpt",
        ] {
            let results = results(project);
            for edition in &results.editions {
                for index in &edition.rubric.indices {
                    if let Ok(model) = Model::of(&results, edition, &index.name) {
                        check(&all(&model));
                    }
                }
            }
            for (index, editions) in clearwatt::results::indices(&results) {
                let place = |wanted: &&clearwatt::results::EditionResults| {
                    let mut known = results.editions.iter();
                    known.position(|edition| edition.id == wanted.id).unwrap()
                };
                let places: Vec<usize> = editions.iter().map(place).collect();
                check(&[trends(&results, index, &places, TESTING)]);
                for (from, to) in places.iter().zip(places.iter().skip(1)) {
                    let pair = Pair {
                        index,
                        from: *from,
                        to: *to,
                    };
                    check(&[changes(&results, pair, TESTING)]);
                }
            }
        }
        for values in [vec![Some(3.0)], vec![Some(3.0); 4], vec![None, None]] {
            let groups = vec![(1.0, vec![values.clone(), values])];
            check(&all(&Model::from_numbers(
                groups,
                clearwatt::analysis::audit::model::Scale::MinMax,
            )));
        }
    }

    #[test]
    fn comparisons_and_budgets_are_read_from_the_file() {
        let results = results("tests/projects/asem-excerpt");
        let model = model(&results, "asem-2018", "both");
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects/asem-excerpt/audit.yaml");
        let settings = Settings::load(&mut Files::default(), &results, &path).unwrap();
        let tables = weights(&model, &settings, None);
        // Three times as much: 3/4 and 1/4, whatever the order in the file.
        let political = &tables[0].rows[0];
        assert_eq!(political[0], Cell::text("political"));
        assert!(matches!(political[4], Cell::Number(weight, _) if (weight - 0.75).abs() < 1e-12));
    }

    #[test]
    fn mistakes_in_the_file_come_all_at_once() {
        let results = results("tests/projects/asem-excerpt");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.yaml");
        let text = "robustness:\n  wieghts: 25%\n  aggregation: [arithmetic, median]\n  assessors: 7\n  replicates: many\n  seed: -1\n  absence: [zero, zero]\n  normalisation: []\nweights:\n  budget: { us: { politcal: 3 } }\n  ahp: { parts: [political, susecfin], judgements: [[1, 3], [3, 1]] }\n";
        std::fs::write(&path, text).unwrap();
        let findings = Settings::load(&mut Files::default(), &results, &path).unwrap_err();
        let messages: Vec<&str> = findings
            .iter()
            .map(|found| found.message.as_str())
            .collect();
        assert_eq!(
            messages,
            [
                "the part about robustness has no key `wieghts`",
                "`median` is no mean: expected `arithmetic`, `geometric` or `harmonic`",
                "`7` is no error rate of assessors: expected a percentage such as `5%`, or `observed`",
                "`replicates` should be a whole number, and this is `many`",
                "`seed` should be a whole number, and this is `-1`",
                "`absence` has `zero` twice",
                "`normalisation` names nothing",
                "there is no part `politcal`",
                "`political` against `susecfin` is 3, and the other way round it is no 0.3333333333333333",
            ]
        );
    }

    #[test]
    fn two_assessors_of_the_demo_differ_where_they_do() {
        let results = results("examples/eti-demo");
        let sheets = load_assessments(&mut Files::default(), &results).unwrap();
        let edition = results.edition("international-2023").unwrap();
        let survey = Survey::of(&results, edition, &sheets).unwrap();
        assert_eq!(survey.assessors, ["enr", "tsk"]);
        // 18 disclosures and one more of three bodies; one of them only one has assessed.
        assert_eq!(survey.units.len(), 21);
        let model = model(&results, "international-2023", "international");
        let tables = agreement(&survey, &edition.rubric, Some(&model), TESTING);
        check(&tables);
        let rows = |name: &str| &tables.iter().find(|table| table.name == name).unwrap().rows;
        // Both were asked whether it is published about all 20 that both assessed.
        let row = |table: &str, of: &str| {
            let found = rows(table)
                .iter()
                .find(|row| row[0] == Cell::text(of) && row[1] == Cell::text("percent_agreement"));
            let row = found.unwrap();
            (row[2].shown(), row[3].shown())
        };
        assert_eq!(row("answers", "published"), ("20".into(), "1.000".into()));
        // What is due was asked where something is there, for free or for personal data; four pairs differ about it.
        let (units, _) = row("answers", "content");
        let there: usize = units.parse().unwrap();
        let agreed = format!("{:.3}", 1.0 - 4.0 / there as f64);
        assert_eq!(row("answers", "content"), (units.clone(), agreed.clone()));
        assert_eq!(row("coefficients", "completeness"), (units, agreed));
        // Seven answers differ: four about the content, two about archives, one about updates. One of them, about the
        // archive of what is updated irregularly, changes no score: `some` and `none` both give half of it.
        assert_eq!(rows("adjudication").len(), 7);
        let points: Vec<String> = rows("adjudication")
            .iter()
            .map(|row| row[0].shown())
            .collect();
        assert_eq!(points.iter().filter(|points| *points == "0.000").count(), 1);
        // The weights of an entity's indicators add up to 1.
        let weights = clearwatt::analysis::audit::series::effective_weights(&model, Some(0));
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    const TWO_STEPS: &str = r#"rubric r "T" {
  edition "1"
  evidence {
    published : yes > no
    when published is yes {
      access : free > paid
    }
  }
  criterion out "Out" levels 0, 1 {
    1 if published is yes
    0 otherwise
  }
  criterion open "Open" levels 0, 1 {
    1 if access is free
    0 otherwise
  }
  criterion usable "Usable" levels 0, 1 {
    1 if access is free
    0 otherwise
  }
  score 50 * (open + usable) * out
  index t "T" {
    total: mean of indicators
  }
}
"#;

    /// A project with these rows of evidence, and of assessments.
    fn two_steps(rows: &str, assessments: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(
            "clearwatt.yaml",
            "title: T\ncatalogue: catalogue\nevidence: data\nassessments: alone\neditions:\n  - { id: t-2024, rubric: my.rubric }\n",
        );
        write("my.rubric", TWO_STEPS);
        write(
            "catalogue/c.yaml",
            "category: c\nlabel: C\nsubcategories:\n  s:\n    label: S\n    indicators:\n      a: { label: A }\n      b: { label: B }\n      d: { label: D }\n      e: { label: E }\n",
        );
        write(
            "data/all.csv",
            &format!("edition,entity,indicator,published,access\n{rows}"),
        );
        write(
            "alone/all.csv",
            &format!("edition,entity,indicator,assessor,published,access\n{assessments}"),
        );
        folder
    }

    /// One table holds what two assessors recorded. Both say of `a` and `b` that it is not out, so access was asked about
    /// `d` and `e` alone, and of these they agree on one.
    #[test]
    fn what_was_not_asked_is_no_agreement_and_one_answer_is_one_dispute() {
        let mut alone = String::new();
        for (who, access_of_e) in [("kb", "free"), ("lm", "paid")] {
            for (indicator, answers) in [
                ("a", "no,"),
                ("b", "no,"),
                ("d", "yes,free"),
                ("e", &*format!("yes,{access_of_e}")),
            ] {
                alone.push_str(&format!("t-2024,UA,{indicator},{who},{answers}\n"));
            }
        }
        let folder = two_steps(
            "t-2024,UA,a,no,\nt-2024,UA,b,no,\nt-2024,UA,d,yes,free\nt-2024,UA,e,yes,free\n",
            &alone,
        );
        let results = super::results(folder.path().to_str().unwrap());
        let edition = results.edition("t-2024").unwrap();
        let sheets = load_assessments(&mut Files::default(), &results).unwrap();
        let survey = Survey::of(&results, edition, &sheets).unwrap();
        let model = model(&results, "t-2024", "t");
        let tables = agreement(&survey, &edition.rubric, Some(&model), TESTING);
        let rows = |name: &str| &tables.iter().find(|table| table.name == name).unwrap().rows;
        let shown = |row: &Vec<Cell>| row.iter().map(Cell::shown).collect::<Vec<String>>();
        let row = |table: &str, of: &str| {
            let mut found = rows(table).iter().map(shown);
            let row = found.find(|row| row[0] == of && row[1] == "percent_agreement");
            row.map(|row| (row[2].clone(), row[3].clone())).unwrap()
        };
        assert_eq!(row("answers", "published"), ("4".into(), "1.000".into()));
        assert_eq!(row("answers", "access"), ("2".into(), "0.500".into()));
        assert_eq!(row("coefficients", "out"), ("4".into(), "1.000".into()));
        assert_eq!(row("coefficients", "open"), ("2".into(), "0.500".into()));
        // One answer; 100 or 0 points of one of four indicators are 25 points of the total.
        let disputes: Vec<Vec<String>> = rows("adjudication").iter().map(shown).collect();
        assert_eq!(disputes.len(), 1);
        assert_eq!(
            [0, 2, 4, 5, 6, 7, 8].map(|at| disputes[0][at].as_str()),
            [
                "25.000",
                "e",
                "access",
                "kb free, lm paid",
                "0.00",
                "100.00",
                "open, usable"
            ]
        );
    }

    /// One disclosure that is out and free: two answers, each wrong with 20 %. If access is wrong, both criteria that read it
    /// are, so half of the points are never left; all are where neither answer is wrong: 0.8 · 0.8 = 0.64.
    #[test]
    fn errors_are_made_answer_by_answer() {
        let folder = two_steps("t-2024,UA,a,yes,free\nt-2024,GE,a,no,\n", "");
        std::fs::remove_dir_all(folder.path().join("alone")).unwrap();
        let results = super::results(folder.path().to_str().unwrap());
        let edition = results.edition("t-2024").unwrap();
        let model = model(&results, "t-2024", "t");
        let noise = AssessorNoise::Rate(0.2);
        let cells = Cells::of(&results, edition, &model, Some(&noise));
        let sources = Sources {
            assessors: Some(noise),
            ..Sources::default()
        };
        let found = run(
            &Plan::of(&model, Some(&edition.rubric), cells, sources),
            4_000,
            1,
        );
        let share = |entity: usize, wanted: f64| {
            let scores = found.scores_of(entity);
            let count = scores
                .iter()
                .filter(|score| (**score - wanted).abs() < 1e-9)
                .count();
            count as f64 / 4_000.0
        };
        let place = |id: &str| {
            model
                .entities
                .iter()
                .position(|entity| entity.as_str() == id)
                .unwrap()
        };
        let (ua, ge) = (place("UA"), place("GE"));
        // Deviation √(0.64 · 0.36 / 4000) = 0.0076.
        assert!(
            (share(ua, 100.0) - 0.64).abs() < 0.03,
            "{}",
            share(ua, 100.0)
        );
        assert!((share(ua, 100.0) + share(ua, 0.0) - 1.0).abs() < 1e-9);
        // In Georgia it is wrongly found in 20 %. Then access is asked, and the only other record says that it is free,
        // which is wrong in 20 % again: 0.2 · 0.8 = 0.16; deviation 0.0058.
        assert!(
            (share(ge, 100.0) - 0.16).abs() < 0.024,
            "{}",
            share(ge, 100.0)
        );
        assert!((share(ge, 100.0) + share(ge, 0.0) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn an_assessment_says_who_made_it() {
        let folder = tempfile::tempdir().unwrap();
        let copy = |from: &str, to: &str| {
            let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
            let to = folder.path().join(to);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(from, to).unwrap();
        };
        copy("examples/starter/rubrics/my.rubric", "rubrics/my.rubric");
        copy("examples/starter/data/2024/MD.yaml", "data/MD.yaml");
        let project = std::fs::read_to_string(
            Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/starter/clearwatt.yaml"),
        )
        .unwrap();
        std::fs::write(
            folder.path().join("clearwatt.yaml"),
            project + "assessments: alone\n",
        )
        .unwrap();
        let sheet = std::fs::read_to_string(folder.path().join("data/MD.yaml")).unwrap();
        let nameless: Vec<&str> = sheet
            .lines()
            .filter(|line| !line.starts_with("assessor"))
            .collect();
        std::fs::create_dir(folder.path().join("alone")).unwrap();
        std::fs::write(folder.path().join("alone/MD.yaml"), nameless.join("\n")).unwrap();
        let computed = compute(folder.path());
        assert!(!has_errors(&computed.findings), "{:?}", computed.findings);
        let results = computed.results.unwrap();
        let sheets = load_assessments(&mut Files::default(), &results).unwrap();
        let findings = Survey::of(&results, &results.editions[0], &sheets).unwrap_err();
        assert_eq!(findings[0].code, "CW0702");
        assert_eq!(findings[0].message, "an assessment has no `assessor`");
    }
}
