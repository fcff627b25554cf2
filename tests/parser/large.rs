//! Texts of a megabyte: one name, one text, one number, or very many of something. What is too long is said to be too
//! long; nothing takes longer the longer the rest of the file is.

use super::{found, read_as_data};

const MEGABYTE: usize = 1_000_000;

fn rubric(body: &str) -> String {
    format!(
        "rubric a {{\n  evidence {{\n    x : yes > no\n    n : number\n    s : set of b, c\n  }}\n{body}\n}}\n"
    )
}

#[test]
fn long_names_numbers_and_texts() {
    let name = "a".repeat(MEGABYTE);
    let letters = "ä".repeat(MEGABYTE / 2);
    let digits = "1".repeat(MEGABYTE);
    for (what, text, code) in [
        (
            "a rubric's name",
            format!("rubric {name} {{\n score 1\n}}\n"),
            "CW0011",
        ),
        (
            "a name of other letters",
            rubric(&format!("let {letters} = 1\nscore 1")),
            "CW0011",
        ),
        (
            "an unknown name",
            rubric(&format!("score {name}")),
            "CW0011",
        ),
        (
            "a fact",
            rubric(&format!("indicator {{\n{name} : text\n}}\nscore 1")),
            "CW0011",
        ),
        (
            "an answer",
            rubric(&format!(
                "criterion c {{\n1 if x is {name}\n0 otherwise\n}}\nscore c"
            )),
            "CW0011",
        ),
        (
            "a word of a condition",
            rubric(&format!("score 1 {name} 2")),
            "CW0011",
        ),
        ("a number", rubric(&format!("score {digits}")), "CW0012"),
        ("a decimal", rubric(&format!("score 0.{digits}")), "CW0012"),
        (
            "decimals on both sides",
            rubric(&format!("score {digits}.{digits}")),
            "CW0012",
        ),
        (
            "a percentage",
            rubric(&format!("score {digits}%")),
            "CW0012",
        ),
        (
            "a number with points",
            rubric(&format!("score {}", "1.".repeat(MEGABYTE / 2))),
            "CW0012",
        ),
        (
            "a date",
            rubric(&format!("score 2023-{digits}-01")),
            "CW0012",
        ),
        (
            "a duration",
            rubric(&format!("score {digits} days")),
            "CW0012",
        ),
        (
            "decimals of a rounding",
            rubric(&format!(
                "score 1\nindex i {{\ntotal: mean of indicators\nround half up to {digits} decimals\n}}"
            )),
            "CW0012",
        ),
        (
            "an open text",
            rubric(&format!("source \"{name}")),
            "CW0006",
        ),
        (
            "a colour",
            rubric(&format!(
                "grades {{\nA from 0 #{}\n}}\nscore 1",
                "a".repeat(MEGABYTE)
            )),
            "CW0008",
        ),
        ("a stray run", rubric(&"$".repeat(MEGABYTE)), "CW0009"),
        (
            "word processor quotes",
            rubric(&format!("source {}", "“".repeat(MEGABYTE / 3))),
            "CW0007",
        ),
        (
            "quotes of two kinds",
            rubric(&format!("source {}", "‘’".repeat(MEGABYTE / 6))),
            "CW0007",
        ),
    ] {
        let codes = found(&text);
        assert!(
            codes.contains(&code),
            "{what}: {:?}",
            &codes[..codes.len().min(5)]
        );
    }
    // A text may be long.
    assert_eq!(
        found(&rubric(&format!(
            "source \"{name}\"\nscore 100\nindex i {{\ntotal: mean of indicators\n}}\nallow CW0215 because \"{letters}\""
        ))),
        [] as [&str; 0]
    );
    assert_eq!(
        found(&format!(
            "# {name}\n{}",
            rubric(
                "score 100\nindex i {\ntotal: mean of indicators\n}\nallow CW0215 because \"long\""
            )
        )),
        [] as [&str; 0]
    );
}

#[test]
fn very_many_of_something() {
    let many = |line: &str| line.repeat(MEGABYTE / 25 / line.len());
    let numbered =
        |count: usize, line: &dyn Fn(usize) -> String| -> String { (0..count).map(line).collect() };
    for (what, text) in [
        (
            "open conditions",
            rubric(&format!("criterion c {{\n{}}}\nscore c", many("0 if (\n"))),
        ),
        ("open calls", rubric(&many("score min(\n"))),
        ("habits", rubric(&many(";"))),
        ("stray signs", rubric(&many("$ "))),
        ("unknown statements", rubric(&many("wibble wobble\n"))),
        ("statements without a value", rubric(&many("score\n"))),
        (
            "the same criterion",
            rubric(&many("criterion c {\n1 otherwise\n}\n")),
        ),
        (
            "unknown answers",
            rubric(&format!(
                "criterion c {{\n{}}}\nscore c",
                many("1 if x is maybe\n")
            )),
        ),
        (
            "unknown facts",
            rubric(&format!(
                "criterion c {{\n{}}}\nscore c",
                numbered(10_000, &|at| format!("1 if fact_{at} is yes\n"))
            )),
        ),
        (
            "facts",
            rubric(&format!(
                "indicator {{\n{}}}\nscore 1",
                numbered(20_000, &|at| format!("f{at} : yes > no\n"))
            )),
        ),
        (
            "values",
            rubric(&format!(
                "{}score 1",
                numbered(20_000, &|at| format!("let v{at} = {at}\n"))
            )),
        ),
        (
            "criteria",
            rubric(&format!(
                "{}score 1",
                numbered(20_000, &|at| format!(
                    "criterion c{at} {{\n1 otherwise\n}}\n"
                ))
            )),
        ),
        (
            "rules",
            rubric(&format!(
                "criterion c {{\n{}0 otherwise\n}}\nscore c",
                many("1 if x is yes and n > 3 and s has b\n")
            )),
        ),
        ("rules of many cases", wide(4_000)),
        (
            "answers",
            rubric(&format!(
                "indicator {{\nf : {}z\n}}\nscore 1",
                numbered(20_000, &|at| format!("a{at} | "))
            )),
        ),
        (
            "members",
            rubric(&format!(
                "indicator {{\nf : set of z{}\n}}\nscore 1",
                numbered(20_000, &|at| format!(", a{at}"))
            )),
        ),
        (
            "parts of a condition",
            rubric(&format!(
                "criterion c {{\n1 if x is yes{}\n0 otherwise\n}}\nscore c",
                many(" and x is yes")
            )),
        ),
        (
            "mixed parts",
            rubric(&format!(
                "criterion c {{\n1 if x is yes{}\n0 otherwise\n}}\nscore c",
                many(" and x is yes or x is no")
            )),
        ),
        (
            "comparisons",
            rubric(&format!(
                "criterion c {{\n{}0 otherwise\n}}\nscore c",
                numbered(3_000, &|at| format!("1 if n > {at}\n"))
            )),
        ),
        ("arguments", rubric(&format!("score sum(1{})", many(", 1")))),
        (
            "levels",
            rubric(&format!(
                "criterion c levels 0{} {{\n0 otherwise\n}}\nscore c",
                numbered(5_000, &|at| format!(", {at}"))
            )),
        ),
        (
            "grades",
            rubric(&format!(
                "grades {{\n{}}}\nscore 1",
                numbered(5_000, &|at| format!("g{at} from {}\n", 5_000 - at))
            )),
        ),
        (
            "weights",
            rubric(&format!(
                "score 1\nindex i {{\ncategory: mean of indicators\ntotal: weighted mean of categories {{\n{}}}\n}}",
                numbered(5_000, &|at| format!("w{at} 1\n"))
            )),
        ),
        (
            "indices",
            rubric(&format!(
                "score 1\n{}",
                numbered(5_000, &|at| format!(
                    "index i{at} {{\ntotal: mean of indicators\n}}\n"
                ))
            )),
        ),
        (
            "tests",
            rubric(&format!(
                "score 1\n{}",
                numbered(5_000, &|at| format!(
                    "test \"t{at}\" {{\nexpect score = 1\n}}\n"
                ))
            )),
        ),
        ("blank lines", rubric(&format!("{}score 1", many("\n")))),
        ("blanks", rubric(&format!("{}score 1", many(" ")))),
        ("comments", rubric(&format!("{}score 1", many("# \n")))),
        (
            "carriage returns",
            rubric(&format!("{}score 1", many("\r"))),
        ),
        (
            "backslashes",
            rubric(&format!("source \"{}\"\nscore 1", many("\\"))),
        ),
    ] {
        // Named, so that one that never ends can be told from the others.
        println!("{what}");
        found(&text);
    }
}

/// Many rules over many cases: 12 facts of three answers are more than half a million.
fn wide(rules: usize) -> String {
    let facts: String = (0..9).map(|at| format!("f{at} : a | b | c\n")).collect();
    let rules: String = (0..rules)
        .map(|at| {
            format!(
                "1 if f{} is a and f{} is b and f{} is c\n",
                at % 9,
                (at + 1) % 9,
                (at + 2) % 9
            )
        })
        .collect();
    format!(
        "rubric a {{\nevidence {{\n{facts}}}\ncriterion c {{\n{rules}0 otherwise\n}}\nscore c\n}}\n"
    )
}

#[test]
fn large_data_is_read_or_refused() {
    let long = "a".repeat(MEGABYTE);
    for text in [
        format!("{long}: 1\n"),
        format!("a: {long}\n"),
        format!("a: \"{long}\"\n"),
        format!("a: |\n  {long}\n"),
        format!("&{long} a: 1\n"),
        format!("a: {}\n", "1".repeat(MEGABYTE)),
        format!("a: !{long} 1\n"),
        format!("a: \"{}\"\n", "\\u00e9".repeat(MEGABYTE / 6)),
        format!("# {long}\na: 1\n"),
        "a: 1\n".repeat(MEGABYTE / 50),
        ",".repeat(MEGABYTE),
        "\"".repeat(MEGABYTE),
        format!("a,b\n{}", "\"\n".repeat(MEGABYTE / 20)),
    ] {
        read_as_data(&text);
    }
}
