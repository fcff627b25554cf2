//! The JSON Schemas accept everything that ships and refuse what the readers refuse.

use clearwatt::diagnostic::Sources;
use clearwatt::document::{Kind, Node, parse_yaml};
use clearwatt::exchange::schema::{catalogue_schema, evidence_schema, project_schema};
use clearwatt::language::rubric::Rubric;
use clearwatt::results::{Results, compute};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A YAML text as an editor's YAML 1.2 sees it.
fn yaml(text: &str) -> Value {
    fn value(node: Node<'_>) -> Value {
        match node.kind() {
            Kind::Nothing => Value::Null,
            Kind::List => Value::Array(node.items().map(value).collect()),
            Kind::Map => {
                let entries = node
                    .entries()
                    .map(|(key, inner)| (key.text().unwrap().to_string(), value(inner)));
                Value::Object(entries.collect::<Map<_, _>>())
            }
            Kind::Text => {
                let text = node.text().unwrap();
                match text {
                    "true" => json!(true),
                    "false" => json!(false),
                    _ if node.is_plain() => serde_json::from_str::<serde_json::Number>(text)
                        .map_or_else(|_| json!(text), |number| json!(number)),
                    _ => json!(text),
                }
            }
        }
    }
    let mut sources = Sources::default();
    let file = sources.add("x.yaml", text);
    value(parse_yaml(&sources, file).unwrap().root())
}

fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(yaml_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
    found
}

fn assert_valid(schema: &Value, path: &Path) {
    let instance = yaml(&std::fs::read_to_string(path).unwrap());
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
}

fn rubrics(results: &Results) -> Vec<&Rubric> {
    results
        .editions
        .iter()
        .map(|edition| &edition.rubric)
        .collect()
}

fn evidence(results: &Results) -> Value {
    let editions: Vec<&str> = results.editions.iter().map(|e| e.id.as_str()).collect();
    evidence_schema(&rubrics(results), Some(&results.catalogue), &editions)
}

#[test]
fn everything_that_ships_is_valid() {
    for name in ["eti-demo", "eti-published", "starter"] {
        let folder = root().join("examples").join(name);
        let results = compute(&folder).results.unwrap();
        let schema = evidence(&results);
        let files = yaml_files(&folder.join("data"));
        assert!(!files.is_empty());
        for file in files {
            assert_valid(&schema, &file);
        }
        assert_valid(
            &project_schema(&rubrics(&results)),
            &folder.join("clearwatt.yaml"),
        );
        let schema = catalogue_schema(&rubrics(&results));
        for file in yaml_files(&root().join("indicators")) {
            assert_valid(&schema, &file);
        }
    }
}

#[test]
fn mistakes_are_refused() {
    let results = compute(&root().join("examples/starter")).results.unwrap();
    let schema = evidence(&results);
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = "edition: index-2024\nentity: MD\nassessed: 2024-11-30\ndisclosures:\n  gas-balance-annual: { published: yes, access: free, latest: 2023, formats: [csv], updates: as_required, archive: all, content: all }\n";
    assert!(validator.is_valid(&yaml(good)));
    for (from, to) in [
        ("access: free", "access: fre"),
        ("formats: [csv]", "formats: [cvs]"),
        ("latest: 2023", "latest: soon"),
        ("assessed: 2024-11-30", "assessed: 30.11.2024"),
        ("gas-balance-annual", "gas-balance-anual"),
        ("index-2024", "index-2025"),
        ("content: all", "contents: all"),
        ("disclosures:", "disclosure:"),
        ("entity: MD\n", ""),
    ] {
        let bad = good.replace(from, to);
        assert_ne!(bad, good);
        assert!(!validator.is_valid(&yaml(&bad)), "{bad}");
    }
}

#[test]
fn an_answer_is_completed_with_its_choices() {
    let results = compute(&root().join("examples/starter")).results.unwrap();
    let schema = evidence(&results);
    let access = &schema["$defs"]["disclosure"]["properties"]["access"];
    assert_eq!(
        access["enum"],
        json!(["free", "personal_data", "on_request", "paid"])
    );
    assert_eq!(access["description"], "What it takes to get it");
}
