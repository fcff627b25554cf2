//! What plans propose for single disclosures: judged ones, samples, withheld ones, periods. Every number is worked out by
//! hand beside the evidence it belongs to.

mod mixing;

use clearwatt::analysis::plan::{
    Change, Constraints, Costs, Goal, Plan, Slot, State, Wish, plan, rank_with,
};
use clearwatt::analysis::progress::{Crosswalk, with_sheets};
use clearwatt::analysis::scenario::{apply, of_plan};
use clearwatt::evidence::{Disclosure, Record, Recorded, Sheet};
use clearwatt::language::calendar::{Duration, Period, parse_date};
use clearwatt::language::number::Number;
use clearwatt::language::value::Value;
use clearwatt::project::EntityId;
use clearwatt::results::{EditionResults, Results, compute};
use jiff::ToSpan;
use proptest::prelude::*;

/// Availability, usability and relevance; 50 points each for the latter two where it is available.
const RUBRIC: &str = r#"
rubric small "Small" {
  edition "1"
  entity { size : large | small }
  evidence {
    published : yes > no
    when published is yes {
      formats : set of csv, pdf, image
      latest  : period
      rating  : optional good > poor
    }
  }
  indicator {
    every : duration
    due   : duration
  }
  let expected = period_due(every, due, assessed)
  criterion availability levels 0, 1 {
    1 if published is yes
    0 otherwise
  }
  criterion usability levels 0, 0.5, 1 {
    1   if formats has csv
    0.5 if formats has pdf
    0   otherwise
  }
  criterion relevance levels 0, 1 {
    1 if latest >= expected
    not applicable if size is small and published is no
    0 otherwise
  }
  score 50 * availability * (usability + relevance)
  score liked "Liked" = if rating is good then 60 else 40 * availability
  several bodies: mean
  absence {
    not_assessed: left out
    withheld: zero
  }
  index open "Open" {
    category: mean of indicators
    total: mean of categories
    round half up to 0 decimals
    rank on exact score within size, ties share
  }
  index liking "Liking" {
    from score liked
    total: mean of indicators
  }
  grades {
    good from 60 "good"
    bad  from 0 "bad"
  }
}
"#;

const CATALOGUE: &str = "
category: gas
label: Gas
subcategories:
  all:
    label: All
    indicators:
      tariffs: { label: Tariffs, every: 1 year, due: 3 months }
      flows: { label: Flows, every: 1 day, due: 1 day }
      stocks: { label: Stocks, every: 1 month, due: 45 days }
";

/// A project of one edition, assessed on 30 November 2023, with the disclosures of one entity.
fn project(disclosures: &str) -> (tempfile::TempDir, Results) {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("small.rubric", RUBRIC);
    write("catalogue/gas.yaml", CATALOGUE);
    write(
        "clearwatt.yaml",
        "title: Small\ncatalogue: catalogue\nevidence: data\nentities:\n  A: { label: A, size: large }\n  B: { label: B, size: small }\n  C: { label: C, size: large }\neditions:\n  - { id: small-2023, rubric: small.rubric }\n",
    );
    write("data/A.yaml", disclosures);
    let computed = compute(folder.path());
    let results = computed
        .results
        .unwrap_or_else(|| panic!("{:?}", computed.findings));
    (folder, results)
}

fn of_a(disclosures: &str) -> (tempfile::TempDir, Results) {
    project(&format!(
        "edition: small-2023\nentity: A\nassessed: 2023-11-30\n{disclosures}"
    ))
}

fn everything(results: &Results, index: &str) -> Plan {
    let edition = &results.editions[0];
    let entity = edition.sheets[0].entity.clone();
    let wish = Wish {
        index,
        entity: &entity,
        goal: Goal::Everything,
        constraints: Constraints::default(),
        budget: None,
        most: None,
        black_boxes_first: false,
    };
    let found = plan(results, edition, &wish, &Costs::default()).unwrap();
    check_promise(results, index, &entity, &found);
    found
}

/// The plan carried out gives what it promises, says nothing new that is odd, and each of its changes changes something.
fn check_promise(results: &Results, index: &str, entity: &EntityId, found: &Plan) {
    let sum = |actions: &mut dyn Iterator<Item = &Number>| {
        actions.fold(found.from.clone(), |sum, gain| sum.plus(gain))
    };
    assert_eq!(
        sum(&mut found.actions.iter().map(|action| &action.gain)),
        found.to
    );
    if found.actions.is_empty() {
        return;
    }
    let scenario = of_plan(results, 0, entity, found, "all");
    let applied = apply(results, &Crosswalk::default(), &scenario);
    assert!(applied.findings.is_empty(), "{:?}", applied.findings);
    let total = applied.editions[0].1.total(index, entity).unwrap();
    assert_eq!(total.score.as_ref(), Some(&found.to));
    for action in &found.actions {
        assert!(action.gain > Number::zero());
        for change in &action.state.changes {
            match change {
                Change::Fact { from, to, .. } => assert_ne!(from.as_ref(), Some(to)),
                Change::Judged { from, to, .. } => assert!(to > from),
            }
        }
    }
}

/// A change as `name answer`, judgements with `judged` before them.
fn words(edition: &EditionResults, change: &Change) -> String {
    let rubric = &edition.rubric;
    match change {
        Change::Fact { fact, to, .. } => {
            let fact = &rubric.facts[fact.index()];
            format!("{} {}", fact.name, fact.domain.show(to))
        }
        Change::Judged { criterion, to, .. } => {
            format!("judged {} {to}", rubric.criteria[criterion.index()].name)
        }
    }
}

fn states(edition: &EditionResults, slot: &Slot) -> Vec<(String, String, Vec<String>)> {
    let told = |state: &State| {
        let changes = state.changes.iter().map(|change| words(edition, change));
        (
            state.score.to_string(),
            state.cost.to_string(),
            changes.collect(),
        )
    };
    slot.states.iter().map(told).collect()
}

/// The states of the only disclosure.
fn of_only(disclosures: &str) -> Vec<(String, String, Vec<String>)> {
    let (_folder, results) = of_a(disclosures);
    let found = everything(&results, "open");
    assert_eq!(found.field.slots.len(), 1, "{:?}", found.field.aside);
    states(&results.editions[0], &found.field.slots[0])
}

fn state(score: &str, cost: &str, changes: &[&str]) -> (String, String, Vec<String>) {
    let changes = changes.iter().map(ToString::to_string).collect();
    (score.to_string(), cost.to_string(), changes)
}

#[test]
fn a_judged_disclosure_gets_other_judgements_and_no_facts() {
    // 50 · 1 · (0.5 + 1) = 75 now; the only thing better is usability 1: 100.
    let found = of_only(
        "disclosures:\n  tariffs:\n    judged: { availability: 1, usability: 0.5, relevance: 1 }\n    reason: seen\n",
    );
    assert_eq!(found, [state("100", "1", &["judged usability 1"])]);
    // Judged as nothing: with availability alone 0 still, with usability 0.5, 25, and so on.
    let found = of_only(
        "disclosures:\n  tariffs:\n    judged: { availability: 0, usability: 0, relevance: 0 }\n    reason: seen\n",
    );
    let [availability, usability, relevance] = [
        "judged availability 1",
        "judged usability 1",
        "judged relevance 1",
    ];
    // Availability and either of the other two gain 50.
    assert_eq!(
        found,
        [
            state("50", "2", &[availability, relevance]),
            state("100", "3", &[availability, usability, relevance]),
        ]
    );
}

#[test]
fn defaults_of_the_sheet_ask_for_nothing_beside_judgements() {
    let found = of_only(
        "defaults: { formats: [pdf], latest: 2020 }\ndisclosures:\n  tariffs:\n    judged: { availability: 1, usability: 0.5, relevance: 1 }\n    reason: seen\n",
    );
    assert_eq!(found, [state("100", "1", &["judged usability 1"])]);
}

#[test]
fn what_is_partly_judged_changes_facts_only_where_something_else_reads_them() {
    // 50 · 1 · (0.5 + 0) = 25. Formats are not recorded and nobody needs them.
    let found = of_only(
        "disclosures:\n  tariffs: { published: yes, latest: 2020, judged: { usability: 0.5 }, reason: seen }\n",
    );
    assert_eq!(
        found,
        [
            state("75", "1", &["latest 2022"]),
            state("100", "2", &["latest 2022", "judged usability 1"]),
        ]
    );
    // Opening it: published and latest are read by criteria that facts decide, formats are not.
    let found = of_only(
        "disclosures:\n  tariffs: { published: no, judged: { usability: 0 }, reason: seen }\n",
    );
    assert_eq!(
        found,
        [
            state("50", "2", &["published yes", "latest 2022"]),
            state(
                "100",
                "3",
                &["published yes", "latest 2022", "judged usability 1"]
            ),
        ]
    );
}

#[test]
fn a_judgement_follows_the_facts_it_stands_on() {
    // The facts give usability 0.5 as the judgement does: formats change, and the judgement with them, for one change.
    let found = of_only(
        "disclosures:\n  tariffs: { published: yes, formats: [pdf], latest: 2022, judged: { usability: 0.5 }, reason: seen }\n",
    );
    assert_eq!(
        found,
        [state(
            "100",
            "1",
            &["formats [csv, pdf]", "judged usability 1"]
        )]
    );
    // Judged lower than the facts give: whoever judged may come to agree, and nothing else has to change.
    let found = of_only(
        "disclosures:\n  tariffs: { published: yes, formats: [csv], latest: 2022, judged: { usability: 0.5 }, reason: seen }\n",
    );
    assert_eq!(found, [state("100", "1", &["judged usability 1"])]);
}

#[test]
fn an_optional_fact_stays_without_an_answer_unless_it_gains() {
    // `rating` counts in the index `liking` alone: 40 now, 60 with a good one.
    let text = "disclosures:\n  tariffs: { published: yes, formats: [pdf], latest: 2022 }\n";
    assert_eq!(of_only(text), [state("100", "1", &["formats [csv, pdf]"])]);
    let (_folder, results) = of_a(text);
    let found = everything(&results, "liking");
    assert_eq!(
        (found.from.to_string(), found.to.to_string()),
        ("40".into(), "60".into())
    );
    let slot = &found.field.slots[0];
    assert_eq!(
        states(&results.editions[0], slot),
        [state("60", "1", &["rating good"])]
    );
}

#[test]
fn bodies_that_a_disclosure_does_not_apply_to_take_no_share() {
    // B is small: what `b` does not publish has no relevance, so it has no score and leaves the mean.
    let (_folder, results) = project(
        "edition: small-2023\nentity: B\nassessed: 2023-11-30\ndisclosures:\n  tariffs:\n    bodies:\n      b: { published: no }\n      a: { published: yes, formats: [pdf], latest: 2022 }\n      c: { judged: { availability: 1, usability: 1, relevance: 0 }, reason: seen }\n",
    );
    let found = everything(&results, "open");
    // (75 + 50) / 2 = 62.5, then (100 + 100) / 2: each gains half of its own.
    assert_eq!(
        (found.from.to_string(), found.to.to_string()),
        ("62.5".into(), "100".into())
    );
    let gains: Vec<(Option<&str>, String)> = found
        .actions
        .iter()
        .map(|action| {
            let body = found.field.slots[action.slot].body.as_deref();
            (body, action.gain.to_string())
        })
        .collect();
    assert_eq!(
        gains,
        [
            (Some("c"), "25".to_string()),
            (Some("a"), "12.5".to_string())
        ]
    );
}

#[test]
fn what_is_withheld_is_opened_with_what_is_known_about_the_entity() {
    let (_folder, results) = project(
        "edition: small-2023\nentity: B\nassessed: 2023-11-30\ndefaults: { formats: [image] }\ndisclosures:\n  tariffs: { withheld: martial_law }\n",
    );
    let found = everything(&results, "open");
    let slot = &found.field.slots[0];
    // Everything has to be answered, whatever the defaults say of other disclosures.
    assert_eq!(
        states(&results.editions[0], slot).last(),
        Some(&state(
            "100",
            "3",
            &["published yes", "formats [csv]", "latest 2022"]
        ))
    );
}

/// A and C are large, B is small: A has 25, B and C have 100, and each of those is first of its size.
#[test]
fn ranks_are_aimed_at_within_the_group() {
    let (folder, _) =
        of_a("disclosures:\n  tariffs: { published: yes, formats: [pdf], latest: 2021 }\n");
    for other in ["B", "C"] {
        let text = format!(
            "edition: small-2023\nentity: {other}\nassessed: 2023-11-30\ndisclosures:\n  tariffs: {{ published: yes, formats: [csv], latest: 2022 }}\n"
        );
        std::fs::write(folder.path().join(format!("data/{other}.yaml")), text).unwrap();
    }
    let results = compute(folder.path()).results.unwrap();
    let edition = &results.editions[0];
    let a = results.project.entities.resolve("A").unwrap();
    let to_rank = |rank| {
        let wish = Wish {
            index: "open",
            entity: &a,
            goal: Goal::Rank(rank),
            constraints: Constraints::default(),
            budget: None,
            most: None,
            black_boxes_first: false,
        };
        plan(&results, edition, &wish, &Costs::default())
    };
    let found = to_rank(1).unwrap();
    assert_eq!(found.aim.least, Some(Number::whole(100)));
    // B comes before C by its evidence and has the same rank, but only C is ranked with A.
    let done_by = found.actions[0].done_by.as_ref().unwrap();
    assert_eq!(done_by.as_str(), "C");
    let index = edition.rubric.index("open").unwrap();
    let ranks = [&found.from, &found.to].map(|total| rank_with(edition, index, &a, total));
    assert_eq!(ranks, [Some(2), Some(1)]);
    // Two are ranked together, so there is no third rank.
    assert!(to_rank(2).unwrap().reached);
    assert!(to_rank(3).is_err());
}

#[test]
fn a_rounded_level_of_one_part_is_no_sum() {
    let rubric = RUBRIC.replace(
        "category: mean of indicators",
        "category: mean of indicators rounded half up to 0 decimals",
    );
    let (folder, _) =
        of_a("disclosures:\n  tariffs: { published: yes, formats: [pdf], latest: 2022 }\n");
    std::fs::write(folder.path().join("small.rubric"), rubric).unwrap();
    let results = compute(folder.path()).results.unwrap();
    let entity = results.project.entities.resolve("A").unwrap();
    let wish = Wish {
        index: "open",
        entity: &entity,
        goal: Goal::Everything,
        constraints: Constraints::default(),
        budget: None,
        most: None,
        black_boxes_first: false,
    };
    let refused = plan(&results, &results.editions[0], &wish, &Costs::default());
    assert!(
        refused.is_err(),
        "75 is whole by chance; other scores would be rounded"
    );
}

/// The day on which the last period ends that is due: day by day backwards, without any calendar of the program's own.
fn last_due(every: Duration, due: Duration, assessed: jiff::civil::Date) -> jiff::civil::Date {
    let mut day = assessed;
    loop {
        let next = day.checked_add(1.day()).unwrap();
        let month_ends = next.month() != day.month();
        let ends = match every.months {
            0 => true,
            months => month_ends && i32::from(day.month()) % (months.min(12) as i32) == 0,
        };
        let span = i64::from(due.months).months().days(i64::from(due.days));
        if ends && day.checked_add(span).unwrap() <= assessed {
            return day;
        }
        day = day.checked_sub(1.day()).unwrap();
    }
}

/// For every reporting period and deadline of the shipped catalogue, on days around the turns of months and years.
#[test]
fn the_latest_period_proposed_is_the_last_that_is_due() {
    let mut results = mixing::example("eti-demo");
    let kestria = results.project.entities.resolve("KT").unwrap();
    let mut combinations = std::collections::BTreeSet::new();
    for day in [
        "2023-11-30",
        "2024-02-29",
        "2024-01-01",
        "2023-12-31",
        "2024-07-02",
    ] {
        let assessed = parse_date(day).unwrap();
        let edition = &results.editions[2];
        let fact = |name: &str| edition.rubric.fact(name).unwrap();
        let (published, latest) = (fact("published"), fact("latest"));
        let (every, due) = (fact("every"), fact("due"));
        let own = edition
            .sheets
            .iter()
            .find(|sheet| sheet.entity == kestria)
            .unwrap();
        let unpublished = results.catalogue.iter().map(|(indicator, _)| Disclosure {
            indicator,
            records: vec![Record {
                body: None,
                facts: vec![Recorded {
                    fact: published,
                    value: Value::Choice(1),
                    span: own.span,
                }],
                judged: Vec::new(),
                day: None,
                notes: None,
                span: own.span,
            }],
            ..own.disclosures[0].clone()
        });
        let sheet = Sheet {
            assessed: Some(assessed),
            defaults: Vec::new(),
            given: Vec::new(),
            disclosures: unpublished.collect(),
            ..own.clone()
        };
        results.editions[2] = with_sheets(&results, edition, vec![sheet]);
        let edition = &results.editions[2];
        let wish = Wish {
            index: "international",
            entity: &kestria,
            goal: Goal::Everything,
            constraints: Constraints::default(),
            budget: None,
            most: None,
            black_boxes_first: false,
        };
        let found = plan(&results, edition, &wish, &Costs::default()).unwrap();
        for action in &found.actions {
            let slot = &found.field.slots[action.slot];
            let proposed = action.state.changes.iter().find_map(|change| match change {
                Change::Fact {
                    fact,
                    to: Value::Period(period),
                    ..
                } if *fact == latest => Some(*period),
                _ => None,
            });
            let Some(proposed) = proposed else { continue };
            let facts = edition.facts.of(slot.indicator);
            let length = |fact: clearwatt::language::rubric::FactId| match &facts[fact.index()] {
                Some(Value::Duration(duration)) => *duration,
                other => panic!("{other:?}"),
            };
            let (every, due) = (length(every), length(due));
            let expected = last_due(every, due, assessed);
            assert_eq!(
                proposed.last_day(),
                expected,
                "every {every}, due {due}, on {day}"
            );
            assert!(proposed.last_day() <= assessed);
            // It is named as people name it: a plan for two years by its last one.
            let named = match every.months {
                0 => matches!(proposed, Period::Day(_)),
                1 => matches!(proposed, Period::Month(..)),
                3 => matches!(proposed, Period::Quarter(..)),
                6 => matches!(proposed, Period::Half(..)),
                _ => matches!(proposed, Period::Year(_)),
            };
            assert!(named, "{proposed} for every {every}");
            combinations.insert((every.to_string(), due.to_string()));
        }
    }
    assert!(combinations.len() > 15, "{combinations:?}");
}

/// Who looked on 2 November has seen the period that was due by then, not the one due on the day of the assessment.
#[test]
fn no_period_is_proposed_that_was_not_over_when_somebody_looked() {
    let opened = |disclosure: &str| {
        let (_folder, results) = of_a(&format!("disclosures:\n  flows: {disclosure}\n"));
        let found = everything(&results, "open");
        let last = states(&results.editions[0], &found.field.slots[0]).pop();
        last.unwrap().2.join(", ")
    };
    // Daily, due the day after: the day before the day somebody looked.
    let expected = "published yes, formats [csv], latest 2023-11-01";
    assert_eq!(opened("{ published: no, seen: 2023-11-02 }"), expected);
    assert_eq!(opened("{ withheld: war, seen: 2023-11-02 }"), expected);
    let assessed = "published yes, formats [csv], latest 2023-11-29";
    assert_eq!(opened("{ published: no }"), assessed);
}

/// A record of the small project from a number: facts, judgements, both, defaults, optional answers.
fn record(draw: u32) -> String {
    let pick = |shift: u32, from: &[&str]| from[(draw >> shift) as usize % from.len()].to_string();
    let mut parts = Vec::new();
    let published = !draw.is_multiple_of(4);
    let judged_all = (draw >> 2).is_multiple_of(5);
    if !judged_all {
        parts.push(format!(
            "published: {}",
            if published { "yes" } else { "no" }
        ));
        if published {
            parts.push(pick(
                4,
                &[
                    "formats: [pdf]",
                    "formats: [csv, pdf]",
                    "formats: [image]",
                    "formats: [image, pdf]",
                ],
            ));
            parts.push(pick(
                6,
                &[
                    "latest: 2021",
                    "latest: 2022",
                    "latest: 2023-09",
                    "latest: 2023-11-29",
                ],
            ));
            if (draw >> 8).is_multiple_of(3) {
                parts.push(pick(9, &["rating: good", "rating: poor"]));
            }
        }
    }
    let mut judged = Vec::new();
    if judged_all || (draw >> 10).is_multiple_of(3) {
        let usability = if published || judged_all {
            pick(12, &["0", "0.5", "1"])
        } else {
            "0".to_string()
        };
        judged.push(format!("usability: {usability}"));
    }
    if judged_all {
        judged.push(format!("availability: {}", pick(14, &["0", "1"])));
        judged.push(format!("relevance: {}", pick(15, &["0", "1"])));
    }
    if !judged.is_empty() {
        parts.push(format!("judged: {{ {} }}", judged.join(", ")));
    }
    format!("{{ {} }}", parts.join(", "))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is recorded: what a plan promises is what comes, it contradicts nothing, and no change is idle.
    #[test]
    fn any_plan_keeps_its_promise(draws in prop::collection::vec(any::<u32>(), 5), small in any::<bool>(), withheld in any::<bool>()) {
        let entity = if small { "B" } else { "A" };
        let flows = if withheld { "{ withheld: war }".to_string() } else { record(draws[3]) };
        let (_folder, results) = project(&format!(
            "edition: small-2023\nentity: {entity}\nassessed: 2023-11-30\ndisclosures:\n  tariffs: {}\n  flows: {flows}\n  stocks:\n    bodies:\n      x: {}\n      y: {}\n      z: {}\n",
            record(draws[0]), record(draws[1]), record(draws[2]), record(draws[4]),
        ));
        for index in ["open", "liking"] {
            let edition = &results.editions[0];
            let who = edition.sheets[0].entity.clone();
            if edition.total(index, &who).is_some_and(|row| row.score.is_some()) {
                checked(&results, index, &who);
            }
        }
    }
}

/// The promise of the plan for everything, where contradictions that were there before may stay.
fn checked(results: &Results, index: &str, entity: &EntityId) {
    let edition = &results.editions[0];
    let wish = Wish {
        index,
        entity,
        goal: Goal::Everything,
        constraints: Constraints::default(),
        budget: None,
        most: None,
        black_boxes_first: false,
    };
    let found = plan(results, edition, &wish, &Costs::default()).unwrap();
    check_promise(results, index, entity, &found);
    // Nothing single may cost more than what changes in it, and idle changes would show as a dearer state.
    for slot in &found.field.slots {
        for state in slot.states.iter() {
            let own = state
                .changes
                .iter()
                .filter(|change| !matches!(change, Change::Judged { follows: true, .. }));
            let most = own.map(|change| match change {
                // Each new member of a set is one.
                Change::Fact {
                    to: Value::Set(members),
                    ..
                } => members.iter().count() as i64,
                _ => 1,
            });
            assert!(state.cost <= Number::whole(most.sum::<i64>()));
        }
    }
}
