//! How long parsing and checking a rubric takes, proofs included: what an editor does at every keystroke.
//!
//!     cargo bench --bench checking

use clearwatt::diagnostic::{FileId, Sources};
use clearwatt::language::format::format;
use clearwatt::language::load::load;
use clearwatt::language::parser::parse;
use clearwatt::project::{builtin, named_rubric};
use divan::Bencher;
use divan::counter::BytesCount;
use std::path::Path;

fn main() {
    divan::main();
}

/// The shipped rubrics that stand on their own; the others are a few lines on top of one of these.
const RUBRICS: [&str; 5] = [
    "energy-transparency-national",
    "energy-transparency-international",
    "human-development-2023-24",
    "open-data-barometer-2014",
    "global-open-data-index",
];

fn text(name: &str) -> &'static str {
    builtin::rubric(name).expect("it ships").text
}

fn read(name: &str) -> (Sources, FileId) {
    let mut sources = Sources::default();
    let file = sources.add(name, text(name));
    (sources, file)
}

/// From text to syntax tree.
#[divan::bench(args = RUBRICS)]
fn parsing(bencher: Bencher<'_, '_>, name: &str) {
    let (sources, file) = read(name);
    bencher
        .counter(BytesCount::of_str(text(name)))
        .bench_local(|| parse(divan::black_box(&sources), file));
}

/// From text to checked rubric, every proof made.
#[divan::bench(args = RUBRICS)]
fn parsing_and_checking(bencher: Bencher<'_, '_>, name: &str) {
    let (mut sources, file) = read(name);
    bencher
        .counter(BytesCount::of_str(text(name)))
        .bench_local(|| {
            let loaded = load(
                divan::black_box(&mut sources),
                file,
                &mut |sources, base| named_rubric(sources, Path::new(""), base),
            );
            assert!(loaded.sound().is_some());
            loaded
        });
}

/// From text to its canonical layout.
#[divan::bench(args = RUBRICS)]
fn formatting(bencher: Bencher<'_, '_>, name: &str) {
    bencher
        .counter(BytesCount::of_str(text(name)))
        .bench_local(|| format(divan::black_box(text(name))));
}
