//! Files that mean harm, or were mangled on the way: each of them in the place of a project file, evidence, a rubric, a
//! catalogue and a table. The program says what is wrong, soon and in few words, exits with 1, and writes nothing.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// The names and bytes of the files.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    let many = |text: &str, times: usize| text.repeat(times).into_bytes();
    let indented: String = (0..2000)
        .map(|depth| format!("{}a:\n", " ".repeat(depth)))
        .collect();
    let bomb: String = std::iter::once("a: &a [x,x,x,x,x,x,x,x,x]\n".to_string())
        .chain((0..9u8).map(|at| {
            let (name, before) = (char::from(b'b' + at), char::from(b'a' + at));
            format!(
                "{name}: &{name} [{}]\n",
                vec![format!("*{before}"); 9].join(",")
            )
        }))
        .collect();
    let stranger: String =
        std::iter::once("edition: index-2024\nentity: MD\ndisclosures:\n".to_string())
            .chain((0..3000).map(|at| format!("  x{at}: {{ published: no }}\n")))
            .collect();
    let parentheses = format!(
        "rubric x {{\n score {}1{}\n}}\n",
        "(".repeat(20_000),
        ")".repeat(20_000)
    );
    vec![
        ("empty", Vec::new()),
        ("only a byte order mark", "\u{feff}".as_bytes().to_vec()),
        ("a line of ten megabytes", many("x", 10_000_000)),
        (
            "a name of a megabyte",
            format!("rubric {} {{}}\n", "a".repeat(1_000_000)).into_bytes(),
        ),
        (
            "a value of a megabyte",
            format!("edition: {}\n", "a".repeat(1_000_000)).into_bytes(),
        ),
        ("deep lists", many("[", 100_000)),
        ("deep mappings", many("{a: ", 50_000)),
        ("deep indentation", indented.into_bytes()),
        ("deep blocks", many("rubric a {", 20_000)),
        ("deep parentheses", parentheses.into_bytes()),
        ("an alias bomb", bomb.into_bytes()),
        ("an alias of itself", b"a: &x {<<: *x}\n".to_vec()),
        ("a NUL byte", b"edition: a\0b\n".to_vec()),
        ("Latin 1", b"entity: C\xf4te\n".to_vec()),
        ("an open quote", b"a: \"b\n".to_vec()),
        ("tabs", b"a:\n\t- b\n".to_vec()),
        ("two documents", b"---\na: 1\n---\nb: 2\n".to_vec()),
        ("a foreign tag", b"a: !!python/object x\n".to_vec()),
        ("a number", b"42\n".to_vec()),
        ("a list", b"- 1\n- 2\n".to_vec()),
        ("a million lines", many("- a\n", 250_000)),
        ("three thousand unknown indicators", stranger.into_bytes()),
    ]
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// A starter project in a fresh folder.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let starter = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/starter");
    copy(&starter, &folder.path().join("project"));
    folder
}

/// Runs `report` and gives back what it said, after looking at how it ended.
fn report(folder: &Path, what: &str) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .args(["report", "project", "-o", "out"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(1), "{what}: {said}");
    assert!(!said.contains("panicked"), "{what}: {said}");
    assert!(said.contains("error[CW"), "{what}: {said}");
    assert!(
        said.len() < 60_000,
        "{what}: {} bytes of messages",
        said.len()
    );
    assert!(
        !folder.join("out").exists(),
        "{what}: something was written"
    );
    said
}

fn every_file_in_place_of(target: &str) {
    for (name, bytes) in hostile() {
        let folder = project();
        let path = folder.path().join("project").join(target);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if target.starts_with("catalogue") {
            let file = folder.path().join("project/clearwatt.yaml");
            let text = fs::read_to_string(&file).unwrap();
            fs::write(
                file,
                text.replace("builtin:energy-transparency", "catalogue"),
            )
            .unwrap();
        }
        fs::write(path, bytes).unwrap();
        report(folder.path(), &format!("{name} in {target}"));
    }
}

#[test]
fn as_project_file() {
    every_file_in_place_of("clearwatt.yaml");
}

#[test]
fn as_evidence() {
    every_file_in_place_of("data/2024/MD.yaml");
}

#[test]
fn as_rubric() {
    every_file_in_place_of("rubrics/my.rubric");
}

#[test]
fn as_catalogue() {
    every_file_in_place_of("catalogue/all.yaml");
}

#[test]
fn as_table() {
    every_file_in_place_of("data/all.csv");
}

#[test]
fn folders_and_missing_files() {
    for target in ["data/2024/MD.yaml", "clearwatt.yaml", "rubrics/my.rubric"] {
        let folder = project();
        let path = folder.path().join("project").join(target);
        fs::remove_file(&path).unwrap();
        if target.starts_with("data") {
            // A folder that is called like a file is looked into like any other folder; a link to nowhere is not.
            std::os::unix::fs::symlink("nowhere", &path).unwrap();
        } else {
            fs::create_dir(&path).unwrap();
        }
        report(folder.path(), target);
    }
}

#[test]
fn line_ends_and_byte_order_marks_of_other_systems_are_read() {
    let folder = project();
    for target in [
        "clearwatt.yaml",
        "data/2024/MD.yaml",
        "data/2024/RO.yaml",
        "rubrics/my.rubric",
    ] {
        let path = folder.path().join("project").join(target);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
    }
    let run = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .args(["score", "project", "--format", "csv", "--level", "index"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    // Romania 60, Moldova 54.1667: as with the line ends of this system.
    let rows = String::from_utf8_lossy(&run.stdout);
    assert!(
        rows.contains("RO,index,international,,60,60,C,1,"),
        "{rows}"
    );
}

#[test]
fn nothing_is_left_half_written() {
    let folder = project();
    // The place of the report is taken by a file, so its folder cannot be made.
    fs::write(folder.path().join("out"), "mine").unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_clearwatt"))
        .args(["report", "project", "-o", "out"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.contains("error[CW0101]: cannot write"), "{said}");
    assert_eq!(
        fs::read_to_string(folder.path().join("out")).unwrap(),
        "mine"
    );
}
