//! How long each chart of the demo project takes: filling its data from the results, layout, SVG; and a PNG of one.
//!
//!     cargo bench --bench drawing

use clearwatt::report::figures::{ChartKind, ChartOrder};
use clearwatt::report::{PNG_SCALE, Words, gallery};
use clearwatt::results::{Results, compute};
use divan::Bencher;
use std::path::Path;

fn main() {
    divan::main();
}

fn demo() -> Results {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-demo");
    compute(&folder)
        .results
        .expect("the example has no mistakes")
}

fn order(kind: &str) -> ChartOrder {
    ChartOrder::of(ChartKind::named(kind).expect("a kind of chart"))
}

fn kinds() -> Vec<&'static str> {
    let kinds = ChartKind::all().filter(|kind| !kind.of_audit());
    kinds.map(ChartKind::name).collect()
}

#[divan::bench(args = kinds())]
fn svg(bencher: Bencher<'_, '_>, kind: &str) {
    let (results, words) = (demo(), Words::of("en").expect("English"));
    let mut order = order(kind);
    if order.kind.of_one() {
        let entity = results
            .project
            .entities
            .resolve("KT")
            .expect("an entity of the example");
        order.chosen.entities = vec![entity];
    }
    bencher.bench(|| order.draw(&results, &words));
}

/// The ranking as a picture of 1920 pixels.
#[divan::bench]
fn png(bencher: Bencher<'_, '_>) {
    let (results, words) = (demo(), Words::of("en").expect("English"));
    let svg = order("ranking")
        .draw(&results, &words)
        .expect("the example has scores");
    bencher.bench(|| svg.png(PNG_SCALE));
}

/// Every chart of the demo project with its page.
#[divan::bench]
fn whole_gallery(bencher: Bencher<'_, '_>) {
    let (results, words) = (demo(), Words::of("en").expect("English"));
    let order = order("ranking");
    bencher.bench(|| {
        gallery::gallery(&order, &results, &words)
            .page(&words)
            .map(|page| page.len())
    });
}
