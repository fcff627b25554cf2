//! From YAML to scores, beside what the YAML parser alone takes for the same text; and the peak of memory on the way.
//!
//!     cargo bench --bench reading

use clearwatt::diagnostic::Sources;
use clearwatt::document::parse_yaml;
use clearwatt::evidence::{Reader, read_sheet};
use clearwatt::results::compute;
use clearwatt::scoring::{Program, score_edition};
use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher};
use std::fmt::Write as _;
use std::path::Path;

#[global_allocator]
static MEMORY: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::Divan::from_args().sample_count(10).main();
}

/// One file of evidence about many indicators, each with eight lines as assessors write them.
fn evidence(disclosures: usize) -> String {
    let mut text = String::from(
        "edition: index-2023\nentity: UA\nassessed: 2023-11-30\nassessor: kb\ndisclosures:\n",
    );
    for at in 0..disclosures {
        let format = ["csv", "xlsx", "pdf", "html"][at % 4];
        let archive = ["all", "some", "none"][at % 3];
        let _ = write!(
            text,
            "  indicator-{at}:\n    published: yes\n    access: free\n    latest: {}\n    updates: as_required\n    \
             archive: {archive}\n    formats: [{format}, pdf]\n    content: all\n    \
             source: https://regulator.example/data/{at}\n",
            2021 + at % 2,
        );
    }
    text
}

/// A project around that file, with a catalogue that has its indicators.
fn project(folder: &Path, disclosures: usize) -> usize {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("it has a folder"))
            .expect("a temporary folder can be written to");
        std::fs::write(path, text).expect("a temporary folder can be written to");
    };
    let mut catalogue =
        String::from("category: balances\nsubcategories:\n  all:\n    indicators:\n");
    for at in 0..disclosures {
        let _ = writeln!(
            catalogue,
            "      indicator-{at}: {{ scope: international, market: gas, nature: quantitative, medium: numeric, every: 1 year, due: 11 months }}"
        );
    }
    write("catalogue/all.yaml", &catalogue);
    let text = evidence(disclosures);
    write("data/UA.yaml", &text);
    write(
        "clearwatt.yaml",
        "title: Bench\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: index-2023, rubric: mean.rubric }\n",
    );
    write(
        "mean.rubric",
        "rubric bench \"Bench\" {\n  extends \"builtin:energy-transparency-international\"\n  index international \"Bench\" \
         {\n    category: mean of indicators\n    total: mean of categories\n    missing: left out\n    round half up to 0 \
         decimals\n    rank on rounded score, ties share\n  }\n}\n",
    );
    text.len()
}

const DISCLOSURES: usize = 20_000;

/// The parser alone, into its own general value.
#[divan::bench]
fn yaml_parser_alone(bencher: Bencher<'_, '_>) {
    let text = evidence(DISCLOSURES);
    bencher.counter(BytesCount::new(text.len())).bench_local(|| {
        let options = serde_yaml::options! {
            strict_booleans: true,
            budget: serde_yaml::budget! { max_nodes: 50_000_000, max_events: 100_000_000, max_total_scalar_bytes: 1 << 30 },
        };
        let value: serde_json::Value =
            serde_yaml::from_str_with_options(divan::black_box(&text), options).expect("it is YAML");
        value
    });
}

/// Our tree: every key and value with its place.
#[divan::bench]
fn yaml_to_tree(bencher: Bencher<'_, '_>) {
    let text = evidence(DISCLOSURES);
    let mut sources = Sources::default();
    let file = sources.add("UA.yaml", text.as_str());
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| parse_yaml(divan::black_box(&sources), file).expect("it is YAML"));
}

/// Evidence to scores: tree, sheets, and the score of every disclosure. Rubric and catalogue are there already.
#[divan::bench]
fn yaml_to_scores(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    project(folder.path(), DISCLOSURES);
    let computed = compute(folder.path());
    let results = computed.results.expect("the project has no mistakes");
    let edition = &results.editions[0];
    let editions = [(&edition.id, edition.year, &edition.rubric)];
    let reader = Reader::new(&results.catalogue, &results.project.entities, editions);
    let program = Program::new(&edition.rubric);
    let text = evidence(DISCLOSURES);
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| {
            let mut sources = Sources::default();
            let file = sources.add("UA.yaml", divan::black_box(text.as_str()));
            let sheet = {
                let document = parse_yaml(&sources, file).expect("it is YAML");
                read_sheet(&reader, document.root(), &mut Vec::new()).expect("it is evidence")
            };
            let sheets = [sheet];
            let scores = score_edition(
                &program,
                &results.catalogue,
                &edition.facts,
                &edition.entity_facts,
                &sheets,
                &mut Vec::new(),
            );
            assert_eq!(
                scores.entities[0].indicators.iter().flatten().count(),
                DISCLOSURES
            );
            (sources, sheets, scores)
        });
}

/// A whole project: project file, rubric, catalogue, evidence, scores, index. Bytes are those of the evidence alone.
#[divan::bench(args = [2_000, 20_000])]
fn project_to_results(bencher: Bencher<'_, '_>, disclosures: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let bytes = project(folder.path(), disclosures);
    bencher.counter(BytesCount::new(bytes)).bench_local(|| {
        let computed = compute(divan::black_box(folder.path()));
        assert!(computed.results.is_some(), "{:?}", computed.findings);
        computed
    });
}
