//! Audits of whole projects: the ASEM data as the R package COINr has them, and what there is to say where there is little.

use clearwatt::analysis::audit::alpha::alpha;
use clearwatt::analysis::audit::correlation::{Kind, correlation};
use clearwatt::analysis::audit::model::Model;
use clearwatt::results::{Results, compute};
use std::path::Path;

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
