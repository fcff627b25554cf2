//! From scores of indicators to totals: weights at every level, uneven trees, cuts by body, rows without a score. All
//! expected values are worked out by hand.

use clearwatt::analysis::audit::model::Model;
use clearwatt::analysis::progress::{Scored, weights};
use clearwatt::diagnostic::has_errors;
use clearwatt::index::Row;
use clearwatt::language::number::Number;
use clearwatt::results::{Results, compute};
use std::path::Path;

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A project of one edition, `e-2024`, from its catalogue, the inside of its rubric and its evidence as CSV.
fn project(catalogue: &[&str], rubric: &str, data: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    write(
        path,
        "clearwatt.yaml",
        "title: T\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: e-2024, rubric: r.rubric }\n",
    );
    for (at, text) in catalogue.iter().enumerate() {
        write(path, &format!("catalogue/{at}.yaml"), text);
    }
    write(
        path,
        "r.rubric",
        &format!("rubric r \"R\" {{\n{rubric}\n}}\n"),
    );
    write(path, "data/all.csv", data);
    folder
}

fn results(catalogue: &[&str], rubric: &str, data: &str) -> Results {
    let computed = compute(project(catalogue, rubric, data).path());
    assert!(!has_errors(&computed.findings), "{:#?}", computed.findings);
    computed.results.unwrap()
}

/// Codes and messages of what is wrong.
fn findings(catalogue: &[&str], rubric: &str, data: &str) -> Vec<String> {
    let computed = compute(project(catalogue, rubric, data).path());
    let found = computed.findings.iter();
    found
        .map(|finding| {
            format!(
                "{} {} {}",
                finding.code,
                finding.message,
                finding.help.join(" ")
            )
        })
        .collect()
}

fn row<'r>(results: &'r Results, index: &str, entity: &str, level: &str, node: &str) -> &'r Row {
    let entity = results.project.entities.resolve(entity).unwrap();
    let edition = results.edition("e-2024").unwrap();
    edition.row(index, &entity, level, node).unwrap()
}

fn score(results: &Results, index: &str, entity: &str, level: &str, node: &str) -> String {
    let row = row(results, index, entity, level, node);
    row.score
        .as_ref()
        .map_or("-".into(), |score| score.fixed(4))
}

/// Indicators in a group, beside a group, beside a subcategory, in a category alone, and in no category.
const UNEVEN: [&str; 3] = [
    "category: c\nlabel: C\nindicators:\n  top: { label: Top }\nsubcategories:\n  s:\n    label: S\n    indicators:\n      direct: { label: Direct }\n    groups:\n      g:\n        label: G\n        indicators:\n          first: { label: First }\n          second: { label: Second }\n",
    "category: d\nlabel: D\nindicators:\n  only: { label: Only }\n",
    "indicators:\n  loose: { label: Loose }\n",
];

const LEVELS: &str = "  evidence {\n    value : number from 0 to 100\n  }\n  score value
  index t {
    group: mean of indicators
    subcategory: mean of groups
    category: mean of subcategories
    total: mean of categories
  }
  index w {
    group: weighted mean of indicators { first 25%, second 75% }
    subcategory: mean of groups
    category: weighted mean of subcategories { s 80%, top 20%, only 100% }
    total: weighted mean of categories { c 50%, d 30%, loose 20% }
  }
  index h {
    group: share at least 50 of indicators
    subcategory: mean of groups
    total: mean of subcategories
  }";

/// Moldova's `direct` is not assessed.
const VALUES: &str = "edition,entity,indicator,value\ne-2024,UA,top,10\ne-2024,UA,direct,100\ne-2024,UA,first,0\ne-2024,UA,second,40\ne-2024,UA,only,60\ne-2024,UA,loose,70\ne-2024,MD,top,10\ne-2024,MD,first,0\ne-2024,MD,second,40\ne-2024,MD,only,60\ne-2024,MD,loose,70\n";

#[test]
fn an_indicator_stands_in_for_the_node_it_lacks() {
    let found = results(&UNEVEN, LEVELS, VALUES);
    // g (0 + 40) / 2 = 20; s (20 + direct 100) / 2 = 60; c (60 + top 10) / 2 = 35; d is `only`, 60
    assert_eq!(score(&found, "t", "UA", "group", "g"), "20.0000");
    assert_eq!(score(&found, "t", "UA", "subcategory", "s"), "60.0000");
    assert_eq!(score(&found, "t", "UA", "category", "c"), "35.0000");
    assert_eq!(score(&found, "t", "UA", "category", "d"), "60.0000");
    // (35 + 60 + loose 70) / 3
    assert_eq!(score(&found, "t", "UA", "index", "t"), "55.0000");
    // without `direct` s is 20, c is 15: (15 + 60 + 70) / 3
    assert_eq!(score(&found, "t", "MD", "index", "t"), "48.3333");
    let total = row(&found, "t", "MD", "index", "t");
    assert_eq!((total.scored, total.applicable, total.expected), (5, 6, 6));
    // g has none of two at 50 or more: 0; direct has: s = (0 + 1) / 2.
    // total: s 0.5, and top 0, only 1, loose 1 each as a group and a subcategory of its own: 2.5 / 4
    assert_eq!(score(&found, "h", "UA", "index", "h"), "0.6250");
}

#[test]
fn weights_count_at_every_level() {
    let found = results(&UNEVEN, LEVELS, VALUES);
    // g 0.25 × 0 + 0.75 × 40 = 30; s (30 + 100) / 2 = 65; c 0.8 × 65 + 0.2 × 10 = 54; d 60
    assert_eq!(score(&found, "w", "UA", "group", "g"), "30.0000");
    assert_eq!(score(&found, "w", "UA", "category", "c"), "54.0000");
    // 0.5 × 54 + 0.3 × 60 + 0.2 × 70
    assert_eq!(score(&found, "w", "UA", "index", "w"), "59.0000");
}

/// The weights of the leaves, and the tree of an audit, know the same parts.
#[test]
fn weights_times_scores_are_the_total_of_an_uneven_tree() {
    let found = results(&UNEVEN, LEVELS, VALUES);
    let edition = found.edition("e-2024").unwrap();
    for name in ["t", "w"] {
        let index = edition.rubric.index(name).unwrap();
        for entity in ["UA", "MD"] {
            let entity = found.project.entities.resolve(entity).unwrap();
            let scored = Scored::of(edition, &found.catalogue, name, &entity);
            let leaves = scored.scores.keys().cloned().collect();
            let weights = weights(index, &found.catalogue, &leaves, index.missing)
                .unwrap()
                .unwrap();
            let all = weights
                .values()
                .fold(Number::zero(), |sum, weight| sum.plus(weight));
            assert_eq!(all, Number::whole(1));
            let total = edition.total(name, &entity).unwrap().score.clone();
            assert_eq!(Some(scored.total(&weights)), total, "{name} {entity}");
        }
    }
    for name in ["t", "w", "h"] {
        let model = Model::of(&found, edition, name).unwrap();
        assert!(model.largest_difference() < 1e-9, "{name}");
    }
}

const FLAT: [&str; 1] = [
    "category: p\nlabel: P\nsubcategories:\n  all:\n    label: All\n    indicators:\n      location: { label: Location }\n      scope: { label: Scope }\n      budget: { label: Budget }\n",
];

fn flat(index: &str) -> String {
    format!(
        "  evidence {{\n    value : number from 0 to 100\n  }}\n  score value\n  index w {{\n{index}\n  }}"
    )
}

const TWO_OF_THREE: &str =
    "edition,entity,indicator,value\ne-2024,UA,location,100\ne-2024,UA,budget,0\n";

#[test]
fn weights_of_indicators_grow_in_proportion_where_one_has_no_score() {
    let weighted = "    total: weighted mean of indicators { location 25%, scope 25%, budget 50% }";
    let found = results(&FLAT, &flat(weighted), TWO_OF_THREE);
    // scope is not recorded: 25 × 100 / (25 + 50)
    assert_eq!(score(&found, "w", "UA", "index", "w"), "33.3333");
    // what is not assessed counts as zero: 25 × 100 / 100
    let zero = format!("{weighted}\n    not_assessed: zero");
    let found = results(&FLAT, &flat(&zero), TWO_OF_THREE);
    assert_eq!(score(&found, "w", "UA", "index", "w"), "25.0000");
    let geometric =
        "    total: weighted geometric mean of indicators { location 1, scope 0, budget 3 }";
    let data = "edition,entity,indicator,value\ne-2024,UA,location,2\ne-2024,UA,scope,50\ne-2024,UA,budget,8\n";
    let found = results(&FLAT, &flat(geometric), data);
    // (2 × 8³)^¼ = 1024^¼ = 4√2
    assert_eq!(score(&found, "w", "UA", "index", "w"), "5.6569");
}

#[test]
fn weights_name_nodes_that_there_are() {
    let of = |index: &str| findings(&FLAT, &flat(index), TWO_OF_THREE);
    assert_eq!(
        of("    total: weighted mean of indicators { location 1, scope 1, budgt 2 }"),
        [
            "CW0307 the catalogue has no indicator `budgt` did you mean `budget`?",
            "CW0307 the indicator `budget` has no weight in the index `w` give it a weight, 0% if it is not to count",
        ]
    );
    assert_eq!(
        of(
            "    subcategory: mean of indicators\n    category: weighted mean of subcategories { al 100% }\n    total: mean of categories"
        ),
        [
            "CW0307 the catalogue has no subcategory `al` did you mean `all`?",
            "CW0307 the subcategory `all` has no weight in the index `w` give it a weight, 0% if it is not to count",
        ]
    );
    // In two categories percentages add up in each, or over both.
    let two = [
        "category: a\nlabel: A\nindicators:\n  x: { label: X }\n  y: { label: Y }\n",
        "category: b\nlabel: B\nindicators:\n  z: { label: Z }\n",
    ];
    let of = |weights: &str| {
        let index = format!(
            "    category: weighted mean of indicators {{ {weights} }}\n    total: mean of categories"
        );
        findings(
            &two,
            &flat(&index),
            "edition,entity,indicator,value\ne-2024,UA,x,100\n",
        )
    };
    assert!(of("x 60%, y 40%, z 100%").is_empty());
    assert!(of("x 30%, y 20%, z 50%").is_empty());
    assert_eq!(
        of("x 60%, y 50%, z 90%"),
        [
            "CW0307 the weights in the category `a` add up to 110%, not 100% change them until they add up to 100% in each, or write plain numbers without `%` to have them scaled",
            "CW0307 the weights in the category `b` add up to 90%, not 100% change them until they add up to 100% in each, or write plain numbers without `%` to have them scaled",
        ]
    );
}

#[test]
fn an_index_has_indicators() {
    let rubric = "  evidence {\n    value : number from 0 to 100\n  }\n  indicator {\n    kind : gas | oil\n  }\n  score value\n  index w {\n    indicators where kind is gas\n    total: mean of indicators\n  }";
    assert_eq!(
        findings(&FLAT, rubric, TWO_OF_THREE),
        [
            "CW0307 no indicator of the catalogue belongs to the index `w` compare its `indicators where` with what the catalogue says of the indicators"
        ]
    );
}

#[test]
fn formulas_and_cuts_name_nodes_that_there_are() {
    let rubric = format!(
        "{}\n  index f {{\n    total = part(w, loction) + indicator(\"scpe\") + part(w, all)\n  }}\n  index g {{\n    total = part(f, all)\n  }}",
        flat("    category: mean of indicators\n    total: mean of categories")
    );
    assert_eq!(
        findings(&FLAT, &rubric, TWO_OF_THREE),
        [
            "CW0307 the index `w` has no part `loction` did you mean `location`?",
            "CW0307 the catalogue has no indicator `scpe` did you mean `scope`?",
            "CW0307 the index `w` has no level `subcategory`, so it has no part `all` add a line such as `subcategory: mean of indicators` to that index",
            "CW0307 the index `f` is worked out by a formula and has no parts take a part of an index that is made of levels",
        ]
    );
    let rubric = flat(
        "    total: mean of indicators\n    cut body by body {\n      only q\n      total: mean of indicators\n    }",
    );
    assert_eq!(
        findings(&FLAT, &rubric, TWO_OF_THREE),
        ["CW0307 the catalogue has no category `q` did you mean `p`?"]
    );
}

const BODIES: [&str; 1] = [
    "bodies:\n  x: { label: X }\n  y: { label: Y }\n  z: { label: Z }\ncategory: c\nlabel: C\nsubcategories:\n  s:\n    label: S\n    indicators:\n      a: { label: A, bodies: [x, y] }\n      b: { label: B, bodies: [x] }\n",
];

const BODY_CUT: &str = "  evidence {\n    value : number from 0 to 100\n  }\n  score value\n  score half = value / 2\n  several bodies: mean
  index t {
    total: mean of indicators
    cut body by body {
      total: mean of indicators
      indicative
    }
  }
  index halves {
    from score half
    not_assessed: zero
    total: mean of indicators
    cut body by body {
      total: mean of indicators
      indicative
    }
  }";

#[test]
fn a_body_of_a_sample_counts_its_own_record() {
    let data = "edition,entity,indicator,body,value\ne-2024,UA,a,x,100\ne-2024,UA,a,z,10\ne-2024,UA,b,,50\n";
    let found = results(&BODIES, BODY_CUT, data);
    // the whole: a (100 + 10) / 2 = 55, b 50
    assert_eq!(score(&found, "t", "UA", "index", "t"), "52.5000");
    // x has 100 for a, and b, which has no sample, is tied to it: (100 + 50) / 2
    assert_eq!(score(&found, "t", "UA", "body", "x"), "75.0000");
    // y is tied to a, and the sample has no record of it
    assert_eq!(score(&found, "t", "UA", "body", "y"), "-");
    let of_y = row(&found, "t", "UA", "body", "y");
    assert_eq!(
        (of_y.state.word(), of_y.scored, of_y.expected),
        ("no_score", 0, 1)
    );
    // z is tied to nothing, and has a record
    assert_eq!(score(&found, "t", "UA", "body", "z"), "10.0000");
    // another score of the same records: (50 + 25) / 2, zero for y, 5
    assert_eq!(score(&found, "halves", "UA", "body", "x"), "37.5000");
    assert_eq!(score(&found, "halves", "UA", "body", "y"), "0.0000");
    assert_eq!(score(&found, "halves", "UA", "body", "z"), "5.0000");
}

#[test]
fn a_sample_of_others_is_about_the_bodies_the_indicator_is_tied_to() {
    let data = "edition,entity,indicator,body,value\ne-2024,UA,a,north,100\ne-2024,UA,a,south,20\n";
    let found = results(&BODIES, BODY_CUT, data);
    // companies that the catalogue does not know: x and y are roles, and have the sample's mean
    assert_eq!(score(&found, "t", "UA", "body", "x"), "60.0000");
    assert_eq!(score(&found, "t", "UA", "body", "y"), "60.0000");
}

#[test]
fn a_row_without_a_score_says_why() {
    let catalogue = [
        "category: c\nlabel: C\nindicators:\n  a: { label: A, market: gas }\n  b: { label: B, market: oil }\n",
        "category: d\nlabel: D\nindicators:\n  e: { label: E, market: gas }\n  f: { label: F, market: oil }\n",
    ];
    let rubric = "  evidence {\n    value : number from 0 to 100\n  }\n  indicator {\n    market : gas | oil\n  }\n  score value
  index t {
    category: mean of indicators
    total: mean of categories
    cut market by market {
      total: mean of indicators
    }
    across entities: mean of indicators
  }";
    let data =
        "edition,entity,indicator,value,not_applicable\ne-2024,UA,a,100,\ne-2024,UA,f,,no oil\n";
    let found = results(&catalogue, rubric, data);
    let edition = found.edition("e-2024").unwrap();
    let states: Vec<String> = edition
        .rows
        .iter()
        .chain(&edition.across)
        .filter(|row| row.market.is_some() || *row.entity.as_str() == *"*")
        .map(|row| {
            let market = row.market.as_deref().unwrap_or("");
            format!("{} {} {market} {}", row.level, row.node, row.state.word())
        })
        .collect();
    assert_eq!(
        states,
        [
            "market gas gas scored",
            "category c gas scored",
            "category d gas no_score",
            "market oil oil no_score",
            "category c oil no_score",
            "category d oil not_applicable",
            "index t  scored",
            "indicator a  scored",
            "indicator b  no_score",
            "indicator e  no_score",
            "indicator f  not_applicable",
        ]
    );
}

#[test]
fn an_index_that_ranks_within_groups_has_groups() {
    let rubric = "  entity {\n    size : small | large\n  }\n  evidence {\n    value : number from 0 to 100\n  }\n  score value\n  index w {\n    total: mean of indicators\n    rank on exact score within size, ties share\n  }";
    assert_eq!(
        findings(&FLAT, rubric, TWO_OF_THREE),
        [
            "CW0603 the index `w` ranks within `size`, and the project says of no entity what its `size` is add `size:` to the entities in clearwatt.yaml, or rank all together"
        ]
    );
}

/// Clauses that nothing reads, one at a time. What stands below the clause is what `check` says of it.
#[test]
fn clauses_without_effect_are_refused() {
    let formula = |clause: &str| {
        format!(
            "{}\n  index f {{\n    total = w\n    {clause}\n  }}",
            flat("    total: mean of indicators")
        )
    };
    let index = |clause: &str| flat(&format!("    total: mean of indicators\n    {clause}"));
    let cut = |clause: &str| {
        index(&format!(
            "cut kind by kind {{\n      total: mean of indicators\n      {clause}\n    }}"
        ))
        .replacen(
            "  score value",
            "  indicator {\n    kind : gas | oil\n  }\n  score value",
            1,
        )
    };
    let no_effect = |clause: &str| {
        format!(
            "CW0226 `{clause}` has no effect in an index with a formula write it in an index that the formula reads, or remove it"
        )
    };
    let cases = [
        (formula("minimum coverage 60%"), no_effect("minimum coverage")),
        (formula("across entities: mean of indicators"), no_effect("across entities")),
        (formula("withheld: left out"), no_effect("withheld")),
        (formula("category: mean of indicators"), no_effect("category:")),
        (formula("cut body by body {\n      total: mean of indicators\n    }"), no_effect("cut body")),
        (formula("total: mean of indicators"), "CW0202 the level `total` is given twice keep one of the two, or give one of them another name".to_string()),
        (index("missing: zero"), "CW0226 `missing` is about parts that are levels, and this index is made of indicators alone write `not_assessed: zero` or `withheld: zero` for indicators without a score, or remove the line".to_string()),
        (index("minimum coverage 0%"), "CW0226 a minimum coverage of 0% asks for nothing write the least share of the indicators, or remove the line".to_string()),
        (cut("without gas, oil"), "CW0226 the cut `kind` leaves no value leave one out of `without`, or remove the cut".to_string()),
        (
            format!("  let idle = value * 2\n{}", index("")),
            "CW0215 nothing reads the value `idle` use it in a formula, or remove it".to_string(),
        ),
        (
            format!("  allow CW0213 because \"it is meant\"\n{}", index("")),
            "CW0201 there is no warning or note about a rubric `CW0213` did you mean `CW0214`?".to_string(),
        ),
        (index("withheld: error"), "CW0226 `withheld: error` has no effect in an index write it in the `absence` block, where it holds for the whole rubric".to_string()),
        (index("rank on rounded score, ties share"), "CW0226 the index rounds nothing, so its rounded score is the exact score add a line such as `round half up to 0 decimals`, or write `rank on exact score`".to_string()),
        (index("missing: left out\n    missing: left out"), "CW0202 the line `missing` is given twice keep one of the two, or give one of them another name".to_string()),
        (index("total: median of indicators"), "CW0202 the level `total` is given twice keep one of the two, or give one of them another name".to_string()),
        (index("across entities: weighted mean of indicators"), "CW0219 a line across entities has no weights, so it cannot be a weighted mean write `mean`".to_string()),
        (index("category: trimmed mean 50% of indicators"), "CW0209 a trimmed mean leaves out less than half at each end write a share of less than 50%, for example `trimmed mean 10%`".to_string()),
        (cut("indicative\n      reference gas"), "CW0226 an indicative cut is never ranked, so `reference` has no effect remove one of the two lines".to_string()),
        (cut("reference gas\n      without gas, oil"), "CW0226 `gas` gets no row, so it cannot be shown for reference take it out of one of the two lines".to_string()),
        (cut("total: median of indicators rounded half up to 0 decimals"), "CW0226 `rounded` has no effect in a cut remove it; the cut is shown as the index rounds its scores".to_string()),
        (cut("category: mean of indicators"), "CW0219 a cut has no level `category` write `total: mean of indicators`".to_string()),
        (
            format!("  several bodies: weighted mean\n{}", index("")),
            "CW0219 a sample of bodies has no weights, so it cannot be a weighted mean write `mean`".to_string(),
        ),
        (
            format!("  several bodies: mean\n  several bodies: min\n{}", index("")),
            "CW0202 the sample `bodies` is given twice keep one of the two, or give one of them another name".to_string(),
        ),
    ];
    for (rubric, expected) in cases {
        let found = findings(&FLAT, &rubric, TWO_OF_THREE);
        assert!(found.contains(&expected), "{rubric}\n{found:#?}");
    }
    // Nothing is wrong with the bare index.
    assert_eq!(findings(&FLAT, &index(""), TWO_OF_THREE), [""; 0]);
}

#[test]
fn indicators_are_chosen_by_what_the_catalogue_says_of_them() {
    let of = |condition: &str| {
        let rubric = format!(
            "  entity {{\n    size : small | large\n  }}\n  evidence {{\n    value : number from 0 to 100\n  }}\n  indicator {{\n    rank : number\n  }}\n  let half = value / 2\n  let twice = rank * 2\n  score half\n  index w {{\n    indicators where {condition}\n    total: mean of indicators\n  }}\n  index small {{\n    total = if size is small then w else 0\n  }}"
        );
        let found = findings(&FLAT, &rubric, TWO_OF_THREE);
        let errors = found
            .into_iter()
            .filter(|finding| finding.starts_with("CW0219"));
        errors.collect::<Vec<_>>()
    };
    assert_eq!(
        of("size is small"),
        [
            "CW0219 `size` is a fact of the entities, and an index has the same indicators for all of them test a fact of the `indicator` block here"
        ]
    );
    assert_eq!(
        of("half > 10"),
        [
            "CW0219 `value` is a fact of the evidence, and indicators are chosen before there is any test a fact of the `indicator` block here"
        ]
    );
    assert_eq!(of("twice > 10"), [""; 0]);
}

#[test]
fn ties_are_broken_by_names_in_the_language_of_the_output() {
    let catalogue = [
        "category: c\nlabel: C\nindicators:\n  a: { label: { en: Water, uk: Вода } }\n  b: { label: { en: Air, uk: Повітря } }\n",
    ];
    let rubric = "  evidence {\n    value : number from 0 to 100\n  }\n  score value
  index t {
    total: mean of indicators
    rank on exact score, ties by name
    across entities: mean of indicators
  }
  index f {
    total = 2 * t
    rank on exact score, ties by name
  }";
    let data = "edition,entity,indicator,value\ne-2024,X1,a,50\ne-2024,X1,b,50\ne-2024,X2,a,50\ne-2024,X2,b,50\ne-2024,X3,a,60\ne-2024,X3,b,60\n";
    let folder = project(&catalogue, rubric, data);
    write(
        folder.path(),
        "clearwatt.yaml",
        "title: T\nlanguages: [en, uk]\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: e-2024, rubric: r.rubric }\nentities:\n  X1: { label: { en: Zebra, uk: Аґрус } }\n  X2: { label: { en: Apple, uk: Яблуко } }\n  X3: { label: Middle }\n",
    );
    let computed = compute(folder.path());
    assert!(computed.findings.is_empty(), "{:#?}", computed.findings);
    let ranks = |results: &Results| {
        let edition = results.edition("e-2024").unwrap();
        let rows = edition.rows.iter().chain(&edition.across);
        let ranked = rows.filter(|row| {
            *row.level == *"index" && row.rank.is_some() || *row.entity.as_str() == *"*"
        });
        let told = ranked.map(|row| {
            let rank = row.rank.map_or("-".to_string(), |rank| rank.to_string());
            format!("{} {} {rank}", row.entity, row.node)
        });
        told.collect::<Vec<_>>()
    };
    // The project's first language: Apple (X2) before Zebra (X1), Air (b) before Water (a). X3 has more than both.
    let english = computed.results.unwrap();
    assert_eq!(
        ranks(&english),
        [
            "X1 t 3", "X2 t 2", "X3 t 1", "X1 f 3", "X2 f 2", "X3 f 1", "* t -", "* a 2", "* b 1"
        ]
    );
    // Аґрус (X1) before Яблуко (X2), Вода (a) before Повітря (b)
    assert_eq!(
        ranks(&english.in_language("uk")),
        [
            "X1 t 2", "X2 t 3", "X3 t 1", "X1 f 2", "X2 f 3", "X3 f 1", "* t -", "* a 1", "* b 2"
        ]
    );
}
