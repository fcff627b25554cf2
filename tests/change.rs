//! Changes across a change of method: one answer for every consumer. The project `tests/projects/change-of-method` is
//! invented, and every value below is worked out by hand from its `data/values.csv`.
//!
//! Until 2022 a score was half of the recorded value; from 2023 on it is the whole value. `c-old` became `c`.
//!
//! | | 2022: a b c-old d | published | 2023: a b c d | published | 2022 on the rules of 2023 |
//! |---|---|---|---|---|---|
//! | KT | 80 80 80 80 | 40 | 70 70 70 70 | 70 | 80 |
//! | OD | 40 40 40 40 | 20 | 50 50 90 50 | 60 | 40 |
//! | VR | 60 60 60 60 | 30 | 60 60 60 60 | 60 | 60 |
//! | LM | 10 – – – | 5 | 90 90 90 90 | 90 | a alone: a quarter of the weight of 2023 |
//! | DV | – | – | 55 55 55 55 | 55 | – |
//!
//! In 2024, by the method of 2023: KT 75, OD 60, VR 60, DV 50, and LM 100 on a alone.

use clearwatt::analysis::targets::{self, Status};
use clearwatt::chart::Mark;
use clearwatt::diagnostic::Sources;
use clearwatt::language::number::Number;
use clearwatt::report::figures::{self, Selection};
use clearwatt::report::{View, Words};
use clearwatt::results::{Basis, Crosswalk, Incomparable, Results, compute, indices};
use std::path::Path;

fn project(name: &str) -> Results {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects");
    let computed = compute(&folder.join(name));
    assert!(computed.findings.is_empty(), "{:?}", computed.findings);
    computed.results.unwrap()
}

/// What `look` makes of an edition, in a language.
fn seen<T>(results: &Results, edition: &str, lang: &str, look: impl FnOnce(View<'_>) -> T) -> T {
    let words = Words::of(lang).unwrap();
    let (index, _) = indices(results).remove(0);
    let edition = results.edition(edition).unwrap();
    look(View::of(results, edition, index, &words).unwrap())
}

fn whole(number: i64) -> Number {
    Number::whole(number)
}

/// The change of an entity from the edition at one place to that at another, with both editions and those between shown.
fn change(
    results: &Results,
    entity: &str,
    from: usize,
    to: usize,
) -> Result<(Number, Number, Number), Incomparable> {
    let entity = results.project.entities.resolve(entity).unwrap();
    let shown: Vec<usize> = (from..=to).collect();
    let change = results.change("idx", &shown, &entity, (from, to))?;
    let (before, now) = change.shown();
    Ok((before, now, change.by()))
}

#[test]
fn scores_are_compared_on_the_same_rules_and_the_indicators_in_common() {
    let results = project("change-of-method");
    let of = |entity| change(&results, entity, 0, 1);
    assert_eq!(of("KT"), Ok((whole(80), whole(70), whole(-10))));
    assert_eq!(of("OD"), Ok((whole(40), whole(60), whole(20))));
    assert_eq!(of("VR"), Ok((whole(60), whole(60), whole(0))));
    // One of four indicators.
    let quarter = Number::ratio(1, 4).unwrap();
    assert_eq!(of("LM"), Err(Incomparable::TooLittle { share: quarter }));
    assert_eq!(of("DV"), Err(Incomparable::OneEdition));
    let kestria = results.project.entities.resolve("KT").unwrap();
    let found = results.change("idx", &[0, 1], &kestria, (0, 1)).unwrap();
    assert_eq!(
        found.basis,
        Basis::SameRules {
            rules: 1,
            indicators: 4,
            share: whole(1),
            editions: vec![0, 1],
        }
    );
}

#[test]
fn without_a_crosswalk_a_renamed_indicator_is_not_in_common() {
    let results = project("change-of-method").with_crosswalk(Crosswalk::default());
    // a, b and d are left, three quarters of the weight: 40 and 50.
    assert_eq!(
        change(&results, "OD", 0, 1),
        Ok((whole(40), whole(50), whole(10)))
    );
}

#[test]
fn one_method_compares_published_scores_and_keeps_the_rule_of_coverage() {
    let results = project("change-of-method");
    let of = |entity| change(&results, entity, 1, 2);
    assert_eq!(of("KT"), Ok((whole(70), whole(75), whole(5))));
    assert_eq!(of("DV"), Ok((whole(55), whole(50), whole(-5))));
    let quarter = Number::ratio(1, 4).unwrap();
    assert_eq!(of("LM"), Err(Incomparable::TooLittle { share: quarter }));
    let kestria = results.project.entities.resolve("KT").unwrap();
    // The editions that are shown beside them change nothing about that.
    let found = results.change("idx", &[0, 1, 2], &kestria, (1, 2)).unwrap();
    assert_eq!(found.basis, Basis::Published);
}

#[test]
fn a_dumbbell_is_drawn_on_the_same_rules_and_names_who_is_left_out() {
    let results = project("change-of-method");
    let data = seen(&results, "m-2023", "en", |view| {
        figures::dumbbell(view, &Selection::default()).unwrap()
    });
    assert_eq!(
        data.frame.title,
        "On the same rules, one country improved since 2022 and one slipped"
    );
    let shown = |mark: &Mark| mark.shown().unwrap_or_default().to_owned();
    let rows: Vec<String> = data
        .rows
        .iter()
        .map(|row| {
            let (from, to) = (shown(&row.from), shown(&row.to));
            format!("{} {from} {to} {}", row.name, row.difference)
        })
        .collect();
    // In the order of the published scores of 2023; equal ones by name.
    assert_eq!(
        rows,
        [
            "Kestria 80.0 70.0 −10.0",
            "Odrenia 40.0 60.0 +20.0",
            "Verania 60.0 60.0 0.0"
        ]
    );
    let aside: Vec<String> = data
        .aside
        .iter()
        .map(|aside| format!("{}: {}", aside.name, aside.why))
        .collect();
    assert_eq!(
        aside,
        [
            "Lomaria: too little in common with 2022: 25 % of the weight",
            "Dravina: only in 2023"
        ]
    );
    assert_eq!(
        data.frame.notes,
        ["Compared on the rules of 2023: 4 common indicators with at least 100 % of the weight."]
    );
}

#[test]
fn titles_say_the_same_in_every_language() {
    let results = project("change-of-method");
    let title = |lang: &str| {
        seen(&results, "m-2023", lang, |view| {
            figures::slope(view, &Selection::default())
                .unwrap()
                .frame
                .title
        })
    };
    assert_eq!(
        title("en"),
        "On the same rules, one country improved since 2022 and one slipped"
    );
    assert_eq!(
        title("uk"),
        "За однаковими правилами порівняно з 2022 результат кращий: 1 країна, гірший: 1"
    );
    assert_eq!(
        title("ka"),
        "ერთნაირი წესებით, 2022-ის შემდეგ შედეგი გააუმჯობესა: 1 ქვეყანა, გააუარესა: 1"
    );
    assert_eq!(
        title("zh-Hant"),
        "以相同規則計，自2022以來1個國家進步、1個退步"
    );
}

#[test]
fn charts_about_one_entity_tell_the_same_change() {
    let results = project("change-of-method");
    let kestria = results.project.entities.resolve("KT").unwrap();
    let verania = results.project.entities.resolve("VR").unwrap();
    let highlight = |entity: &clearwatt::project::EntityId| Selection {
        entities: Vec::new(),
        highlight: vec![entity.clone()],
    };
    let titles = |entity: &clearwatt::project::EntityId| {
        seen(&results, "m-2023", "en", |view| {
            let chosen = highlight(entity);
            [
                figures::dumbbell(view, &chosen).unwrap().frame.title,
                figures::slope(view, &chosen).unwrap().frame.title,
            ]
        })
    };
    for title in titles(&kestria) {
        assert_eq!(
            title,
            "On the same rules, Kestria lost 10 points since 2022"
        );
    }
    for title in titles(&verania) {
        assert_eq!(
            title,
            "On the same rules, the score of Verania has not changed since 2022"
        );
    }
    let card = seen(&results, "m-2023", "en", |view| {
        figures::card(view, &kestria).unwrap().standing.facts
    });
    assert!(
        card.contains(&"−10.0 since 2022 on the same rules".to_string()),
        "{card:?}"
    );
    // One category; its step is the whole change, and nothing is left to the rules.
    let waterfall = seen(&results, "m-2023", "en", |view| {
        figures::waterfall(view, &kestria).unwrap()
    });
    assert_eq!(
        waterfall.frame.title,
        "Kestria: −10.0 points since 2022, −10.0 of them in All, on the same rules"
    );
    assert_eq!(
        (waterfall.from.shown.as_str(), waterfall.to.shown.as_str()),
        ("80.0", "70.0")
    );
    let steps: Vec<(&str, &str)> = waterfall
        .steps
        .iter()
        .map(|step| (step.name.as_str(), step.shown.as_str()))
        .collect();
    assert_eq!(steps, [("All", "−10.0")]);
}

#[test]
fn ranks_over_time_go_by_comparable_scores() {
    let results = project("change-of-method");
    let data = seen(&results, "m-2023", "en", |view| {
        figures::bump(view, &Selection::default()).unwrap()
    });
    // 2022 on the rules of 2023: KT 80, VR 60, OD 40; 2023: KT 70, OD and VR 60. By published scores Lomaria would have
    // climbed from the last place to the first.
    let mut lines: Vec<(&str, &[u32])> = data
        .lines
        .iter()
        .map(|line| (line.name.as_str(), line.ranks.as_slice()))
        .collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            ("Kestria", &[1, 1][..]),
            ("Odrenia", &[3, 2]),
            ("Verania", &[2, 2])
        ]
    );
    assert_eq!(
        data.frame.title,
        "From 2022 to 2023 Odrenia climbed most (1 place), on the same rules"
            .replace("1 place", "1\u{a0}place")
    );
    let aside: Vec<&str> = data.aside.iter().map(|aside| aside.name.as_str()).collect();
    assert_eq!(aside, ["Lomaria", "Dravina"]);
}

#[test]
fn a_timeline_keeps_published_points_and_speaks_of_the_same_rules() {
    let results = project("change-of-method");
    let data = seen(&results, "m-2024", "en", |view| {
        figures::timeline(view, &Selection::default()).unwrap()
    });
    // 2023 and 2024 are by one method: KT +5, DV −5. Lomaria's +10 is one indicator and is not spoken of.
    assert_eq!(
        data.frame.title,
        "From 2023 to 2024 Kestria rose most (+5), Dravina fell most (−5)"
    );
    let kestria = data
        .series
        .iter()
        .find(|line| line.name == "Kestria")
        .unwrap();
    let points: Vec<&str> = kestria
        .points
        .iter()
        .map(|point| point.mark.shown().unwrap())
        .collect();
    assert_eq!(points, ["40", "70", "75"]);
    assert_eq!(data.methods.len(), 2);
}

#[test]
fn a_pace_is_that_of_the_comparable_series() {
    let results = project("change-of-method");
    let path = results.project.folder.join("targets.yaml");
    let targets = targets::load(&mut Sources::default(), &results, &path).unwrap();
    let standings: Vec<_> = targets
        .iter()
        .map(|target| targets::standing(&results, target).unwrap())
        .collect();
    // From the end of 2022 to the end of 2024 are 731 days: OD from 40 to 60, KT from 80 to 75, VR stays at 60.
    let a_year = |points: i64| Number::ratio(points * 365, 731).unwrap();
    let found: Vec<(Option<Number>, Status)> = standings
        .iter()
        .map(|found| (found.pace.clone(), found.status))
        .collect();
    assert_eq!(
        found,
        [
            (Some(a_year(20)), Status::Behind),
            (Some(whole(0)), Status::StandingStill),
            (Some(a_year(-5)), Status::MovingAway),
            (None, Status::NotComparable),
        ]
    );
    assert!(matches!(
        &standings[0].basis,
        Some(Basis::SameRules { indicators: 4, editions, .. }) if *editions == [0, 1, 2]
    ));
}

/// `tests/projects/editions-within-a-year`: KT 40, 50, 60 and OD 50, 40, 40 in the first and third quarter of 2023 and the
/// third of 2024.
#[test]
fn editions_within_one_year_lie_apart_and_come_one_after_the_other() {
    let results = project("editions-within-a-year");
    let data = seen(&results, "w-2024-Q3", "en", |view| {
        figures::timeline(view, &Selection::default()).unwrap()
    });
    // A quarter ends at a quarter, so half a year lies between the first two and a year before the third: the ends are
    // days 90 and 273 of 365, and day 274 of 366.
    let (first, second, third) = (data.years[0], data.years[1], data.years[2]);
    assert!((second - first - 501).abs() <= 1, "{first} {second}");
    assert!((third - second - 1000).abs() <= 2, "{second} {third}");
    assert_eq!(data.names.name(second), "2023-Q3");
    assert_eq!(
        data.frame.title,
        "From 2023-Q3 to 2024-Q3 Kestria rose most (+10)"
    );
    // The edition before the one of the third quarter is that of the first.
    let title = seen(&results, "w-2023-Q3", "en", |view| {
        figures::slope(view, &Selection::default())
            .unwrap()
            .frame
            .title
    });
    assert_eq!(
        title,
        "From 2023-Q1 to 2023-Q3 Kestria rose most (+10), Odrenia fell most (−10)"
    );
    let path = results.project.folder.join("targets.yaml");
    let targets = targets::load(&mut Sources::default(), &results, &path).unwrap();
    let found = targets::standing(&results, &targets[0]).unwrap();
    // From 31 March 2023 to 30 September 2024 are 549 days.
    assert_eq!(found.pace, Number::ratio(20 * 365, 549));
}

/// Scores from 0 to 1, shown with two decimals: 0.86897 and 0.89432 are told apart, and so is their difference.
#[test]
fn scores_on_a_short_scale_keep_their_decimals() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let rubric = |name: &str, score: &str| {
        format!(
            "rubric {name} \"Rule\" {{\n  edition \"{name}\"\n  evidence {{\n    value : number from 0 to 1\n  }}\n  score {score}\n  \
             index idx \"Index\" {{\n    category: mean of indicators\n    total: mean of categories\n    round half up to 2 decimals\n  }}\n}}\n"
        )
    };
    write("half.rubric", &rubric("half", "value / 2"));
    write("whole.rubric", &rubric("whole", "value"));
    write(
        "clearwatt.yaml",
        "title: T\ncatalogue: catalogue\nevidence: data\nentities:\n  KT: { label: Kestria }\neditions:\n  - { id: y-2016, rubric: half.rubric }\n  - { id: y-2019, rubric: whole.rubric }\n",
    );
    write(
        "catalogue/all.yaml",
        "category: all\nlabel: All\nsubcategories:\n  every:\n    label: Every\n    indicators:\n      a: { label: Prices }\n",
    );
    write(
        "data/values.csv",
        "edition,entity,indicator,value\ny-2016,KT,a,0.86897\ny-2019,KT,a,0.89432\n",
    );
    let results = compute(folder.path()).results.unwrap();
    let number = |text: &str| Number::parse(text).unwrap();
    // 0.8690 and 0.8943 with four decimals.
    assert_eq!(
        change(&results, "KT", 0, 1),
        Ok((number("0.869"), number("0.8943"), number("0.0253")))
    );
}

/// Five changes from 2022 to 2024, read off the values: KT 20 to 70 and DV 10 to 60 (+50 each), OD 80 to 30 (−50), VR 40
/// to 50 (+10), LM 60 to 55 (−5); EN is in 2024 only.
fn equal_moves() -> Results {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "whole.rubric",
        "rubric whole \"Rule\" {\n  edition \"whole\"\n  evidence {\n    value : number from 0 to 100\n  }\n  score value\n  \
         index idx \"Index\" {\n    category: mean of indicators\n    total: mean of categories\n  }\n}\n",
    );
    write(
        "clearwatt.yaml",
        "title: T\ncatalogue: catalogue\nevidence: data\nentities:\n  KT: { label: Kestria }\n  OD: { label: Odrenia }\n  \
         VR: { label: Verania }\n  LM: { label: Lomaria }\n  DV: { label: Dravina }\n  EN: { label: Entria }\n\
         editions:\n  - { id: y-2022, rubric: whole.rubric }\n  - { id: y-2024, rubric: whole.rubric }\n",
    );
    write(
        "catalogue/all.yaml",
        "category: all\nlabel: All\nsubcategories:\n  every:\n    label: Every\n    indicators:\n      a: { label: Prices }\n",
    );
    write(
        "data/values.csv",
        "edition,entity,indicator,value\n\
         y-2022,KT,a,20\ny-2022,OD,a,80\ny-2022,VR,a,40\ny-2022,LM,a,60\ny-2022,DV,a,10\n\
         y-2024,KT,a,70\ny-2024,OD,a,30\ny-2024,VR,a,50\ny-2024,LM,a,55\ny-2024,DV,a,60\ny-2024,EN,a,5\n",
    );
    compute(folder.path()).results.unwrap()
}

/// The titles of timeline, slope, dumbbell and bump with these set apart.
fn titles(results: &Results, apart: &[&str]) -> [String; 4] {
    let known = &results.project.entities;
    let apart = apart.iter().map(|name| known.resolve(name).unwrap());
    let chosen = Selection {
        entities: Vec::new(),
        highlight: apart.collect(),
    };
    seen(results, "y-2024", "en", |view| {
        [
            figures::timeline(view, &chosen).unwrap().frame.title,
            figures::slope(view, &chosen).unwrap().frame.title,
            figures::dumbbell(view, &chosen).unwrap().frame.title,
            figures::bump(view, &chosen).unwrap().frame.title,
        ]
    })
}

#[test]
fn all_that_moved_most_are_named_and_in_every_chart_the_same() {
    let results = equal_moves();
    let [timeline, slope, dumbbell, _] = titles(&results, &[]);
    // By the scores of 2024 Kestria (70) stands before Dravina (60).
    let ends = "From 2022 to 2024 Kestria and Dravina rose most (+50), Odrenia fell most (−50)";
    assert_eq!([timeline.as_str(), slope.as_str()], [ends, ends]);
    // The rises and the fall are equally large. KT, DV, VR rose; OD and LM fell.
    assert_eq!(
        dumbbell,
        "From 2022 to 2024 3 rose and 2 fell; Kestria, Dravina and Odrenia moved most (+50 and −50)"
    );
}

#[test]
fn a_title_about_several_set_apart_names_nobody_else() {
    let results = equal_moves();
    // VR +10, LM −5. Ranks of the five: 2022 OD, LM, VR, KT, DV; 2024 KT, DV, LM, VR, OD: LM from 2 to 3, VR from 3 to 4.
    // Equals come in the order of the scores of 2024: LM 55, VR 50.
    let moved =
        "Verania and Lomaria: From 2022 to 2024 Verania rose most (+10), Lomaria fell most (−5)";
    assert_eq!(
        titles(&results, &["VR", "LM"]),
        [
            moved,
            moved,
            "Verania and Lomaria: From 2022 to 2024 1 rose and 1 fell; Verania moved most (+10)",
            "Verania and Lomaria: From 2022 to 2024 Lomaria and Verania dropped most (1\u{a0}place)",
        ]
    );
    let one = "Lomaria: −5 points from 2022 to 2024";
    let rank = "Lomaria: rank 2 in 2022, rank 3 in 2024";
    assert_eq!(titles(&results, &["LM"]), [one, one, one, rank]);
    // Nothing can be said about how the entrant moved.
    assert_eq!(titles(&results, &["LM", "EN"])[1..], [one, one, rank]);
}
