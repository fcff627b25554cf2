//! How reports and charts grow with the number of entities, on a generated project of three editions and the indicators
//! of the international index: the full report of 25 to 200 entities, a heat map of 100 to 800, and, beside them, what
//! they are made from.
//!
//!     cargo bench --bench report
//!
//! Twice the entities should take twice as long. To try the command itself, write the project to a folder:
//!
//!     GENERATE=200 FOLDER=generated cargo bench --bench report

mod generated;

use clearwatt::diagnostic::Sources;
use clearwatt::report::figures::{ChartKind, ChartOrder};
use clearwatt::report::layout::{Format, load};
use clearwatt::report::page::{About, page};
use clearwatt::report::{Templates, Words, render};
use divan::Bencher;
use std::path::Path;

fn main() {
    let asked = |name: &str| std::env::var(name).ok();
    match (
        asked("GENERATE").and_then(|count| count.parse().ok()),
        asked("FOLDER"),
    ) {
        (Some(entities), Some(folder)) => generated::write(Path::new(&folder), entities),
        _ => divan::main(),
    }
}

fn full(bencher: Bencher<'_, '_>, entities: usize) {
    let (_folder, results) = generated::results(entities);
    let words = Words::of("en").expect("English");
    let layout = load(&mut Sources::default(), &results, "full");
    let layout = layout.expect("a kind of report").expect("no mistakes");
    let about = About {
        entity: None,
        edition: None,
        index: None,
    };
    let (sources, templates) = (Sources::default(), Templates::default());
    bencher.bench(|| {
        let page = page(&results, &sources, &words, &layout, about);
        render(
            &page,
            &words,
            &templates,
            "report",
            &[Format::Html, Format::Md],
        )
        .map(|made| made.files.len())
        .ok()
    });
}

#[divan::bench(args = [25, 50, 100, 200], sample_count = 1)]
fn full_report(bencher: Bencher<'_, '_>, entities: usize) {
    full(bencher, entities);
}

#[divan::bench(args = [100, 200, 400, 800], sample_count = 2)]
fn heat_map(bencher: Bencher<'_, '_>, entities: usize) {
    let (_folder, results) = generated::results(entities);
    let words = Words::of("en").expect("English");
    let order = ChartOrder::of(ChartKind::named("heatmap").expect("a kind of chart"));
    bencher.bench(|| order.draw(&results, &words).map(|svg| svg.text.len()));
}

#[divan::bench(args = [25, 50, 100, 200], sample_count = 1)]
fn results_from_files(bencher: Bencher<'_, '_>, entities: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    generated::write(folder.path(), entities);
    bencher.bench(|| clearwatt::results::compute(folder.path()).results.is_some());
}
