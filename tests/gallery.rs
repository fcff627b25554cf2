//! The pictures of `docs/gallery` are the charts of the demo project, byte for byte: a change of any chart is seen in
//! review, and the same data give the same bytes on every machine and with any number of threads. After a change that
//! was meant, run with `CLEARWATT_UPDATE=1` and look at every picture.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The charts of the demo project, as the program writes them with so many threads.
fn written(to: &Path, threads: &str) -> BTreeSet<String> {
    let done = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .args([
            "chart",
            "gallery",
            "examples/eti-demo",
            "--entity",
            "KT",
            "--quiet",
            "-o",
        ])
        .arg(to)
        .env("RAYON_NUM_THREADS", threads)
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.is_empty(), "{said}");
    names(to)
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.ends_with(".svg")).collect()
}

#[test]
fn the_gallery_shows_the_charts_as_they_are() {
    let shown = root().join("docs/gallery");
    let folder = tempfile::tempdir().unwrap();
    let now = written(folder.path(), "1");
    if std::env::var_os("CLEARWATT_UPDATE").is_some() {
        std::fs::create_dir_all(&shown).unwrap();
        for name in names(&shown).difference(&now) {
            std::fs::remove_file(shown.join(name)).unwrap();
        }
        for name in &now {
            std::fs::copy(folder.path().join(name), shown.join(name)).unwrap();
        }
    }
    assert_eq!(now, names(&shown));
    for name in &now {
        let read = |folder: &Path| std::fs::read_to_string(folder.join(name)).unwrap();
        // Not `assert_eq`: nobody reads the difference of two SVGs.
        assert!(
            read(folder.path()) == read(&shown),
            "{name} is drawn differently now; look at it, and run with CLEARWATT_UPDATE=1 if that was meant"
        );
    }
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let (one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let names = written(one.path(), "1");
    assert_eq!(names, written(many.path(), "7"));
    for name in names.iter().map(String::as_str).chain(["index.html"]) {
        let read = |folder: &Path| std::fs::read(folder.join(name)).unwrap();
        assert!(read(one.path()) == read(many.path()), "{name}");
    }
}

#[test]
fn every_picture_stands_in_the_document() {
    let document = std::fs::read_to_string(root().join("docs/gallery.md")).unwrap();
    for name in names(&root().join("docs/gallery")) {
        assert!(
            document.contains(&format!("(gallery/{name})")),
            "{name} is not shown"
        );
    }
}
