//! Lists of records: quantifiers and figures about them, in rubrics, tests and evidence.

use clearwatt::diagnostic::{Sources, has_errors};
use clearwatt::language::load::load;
use clearwatt::language::test;
use clearwatt::results::compute;

const RUBRIC: &str = r#"rubric stations "Power stations" {
  evidence {
    published : yes > no
    when published is yes {
      stations : list of {
        name     : text
        reported : yes > no
        capacity : number of megawatts from 0
        fuel     : gas | coal
      }
    }
  }

  criterion all_there "All report" levels 0, 0.5, 1 {
    1   if all of stations have reported is yes
    0.5 if any of stations have (reported is yes and fuel is coal)
    0   otherwise
  }
  criterion most "Most report" levels 0, 1 {
    1 if share of stations have reported is yes >= 50%
    0 otherwise
  }

  let reported_capacity = sum of capacity in stations where reported is yes
  score 100 * most * all_there
  score coverage "Share of the capacity" = reported_capacity / sum of capacity in stations
  score large = count of stations have capacity > 100
  score typical = median of capacity in stations

  index all {
    total: mean of indicators
  }
  allow CW0222 because "a list without records, or without capacity, has no share of it"

  test "all report" {
    given published: yes, stations: [{ reported: yes, capacity: 50 }, { reported: yes, capacity: 150 }]
    expect all_there = 1, most = 1, coverage = 1, large = 1, typical = 100
  }
  # one of three: a share of 1/3; 30 of 30 + 100 + 170 megawatts are 0.1
  test "one of three reports" {
    given published: yes, stations: [{ reported: yes, capacity: 30, fuel: coal }, { reported: no, capacity: 100 }, { reported: no, capacity: 170 }]
    expect all_there = 0.5, most = 0, coverage = 0.1, large = 1, typical = 100
  }
  test "all of none" {
    given published: yes, stations: []
    expect all_there = 1, most = 0
  }
  test "not asked" {
    given published: no
    expect all_there = 0, most = 0
  }
}
"#;

#[test]
fn quantifiers_and_figures_mean_what_they_say() {
    let mut sources = Sources::default();
    let file = sources.add("stations.rubric", RUBRIC);
    let loaded = load(&mut sources, file, &mut |_, _| unreachable!());
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
    let (results, coverage) = test::run(loaded.sound().unwrap());
    for result in results {
        assert!(
            result.failures.is_empty(),
            "{}: {:#?}",
            result.label,
            result.failures
        );
    }
    assert!(coverage.iter().all(|criterion| criterion.missed.is_empty()));
}

fn project(evidence: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "clearwatt.yaml",
            "title: Stations\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: s-2024, rubric: stations.rubric }\n",
        ),
        ("stations.rubric", RUBRIC),
        (
            "catalogue/all.yaml",
            "category: supply\nlabel: Supply\nsubcategories:\n  one:\n    label: One\n    indicators:\n      outages: { label: Outages }\n",
        ),
        ("data/UA.yaml", evidence),
    ] {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn records_are_read_from_yaml() {
    let folder = project(
        "edition: s-2024\nentity: UA\ndisclosures:\n  outages:\n    published: yes\n    stations:\n      - { name: A, reported: yes, capacity: 300, fuel: gas }\n      - { name: B, reported: no, capacity: 100, fuel: coal }\n",
    );
    let computed = compute(folder.path());
    assert!(!has_errors(&computed.findings), "{:#?}", computed.findings);
    let results = computed.results.unwrap();
    let scores = &results.editions[0].scores.entities[0].indicators[0];
    let further = &scores.as_ref().unwrap().further;
    // 300 of 400 megawatts
    assert_eq!(further[0].as_ref().unwrap().to_string(), "0.75");
}

#[test]
fn wrong_records_are_named_by_field() {
    let folder = project(
        "edition: s-2024\nentity: UA\ndisclosures:\n  outages:\n    published: yes\n    stations:\n      - { nam: A, reported: maybe }\n      - 5\n",
    );
    let computed = compute(folder.path());
    let messages: Vec<&str> = computed
        .findings
        .iter()
        .map(|f| f.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "there is no field `nam`",
            "`maybe` is no value of `reported`: expected `yes` or `no`",
            "`a record` should be a mapping such as `{ reported: yes }`, and this is `5`",
        ]
    );
}

/// A household without a gas connection is not asked for gas services: the mean of three criteria becomes one of two.
const APPLIES: &str = r#"rubric services "Services" {
  evidence {
    gas      : yes | no | none
    power    : yes > no
    heating  : yes > no
  }
  criterion gas_service levels 0, 1 {
    not applicable if gas is none
    1 if gas is yes
    0 otherwise
  }
  criterion power_service levels 0, 1 {
    1 if power is yes
    0 otherwise
  }
  criterion heat_service levels 0, 1 {
    not applicable if heating is no and gas is none
    1 if heating is yes
    0 otherwise
  }
  score 100 * mean(gas_service, power_service, heat_service)
  score gas_alone = 100 * gas_service
  index all {
    total: mean of indicators
  }

  # (1 + 1 + 0) / 3
  test "all three apply" {
    given gas: yes, power: yes, heating: no
    expect gas_service = 1, score > 66.6, score < 66.7, gas_alone = 100
  }
  # (1 + 1) / 2
  test "gas does not apply" {
    given gas: none, power: yes, heating: yes
    expect score = 100
  }
  # 1 / 1
  test "one is left" {
    given gas: none, power: yes, heating: no
    expect score = 100
  }
  # (0 + 1 + 1) / 3
  test "a bad service is no missing one" {
    given gas: no, power: yes, heating: yes
    expect gas_service = 0, gas_alone = 0, score > 66.6, score < 66.7
  }
  test "what is left counts" {
    given gas: none, power: no, heating: yes
    expect score = 50
  }
}
"#;

#[test]
fn what_does_not_apply_is_left_out_of_a_mean() {
    let mut sources = Sources::default();
    let file = sources.add("services.rubric", APPLIES);
    let loaded = load(&mut sources, file, &mut |_, _| unreachable!());
    assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
    let (results, coverage) = test::run(loaded.sound().unwrap());
    for result in results {
        assert!(
            result.failures.is_empty(),
            "{}: {:#?}",
            result.label,
            result.failures
        );
    }
    // "not applicable" is a rule as any other: three tests reach it
    assert!(
        coverage.iter().all(|criterion| criterion.missed.is_empty()),
        "{coverage:#?}"
    );
}
