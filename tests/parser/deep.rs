//! Nesting of every construct that can be nested, 20,000 deep: one error that says so, never a stack that overflows.

use super::{found, read_as_data};

const DEEP: usize = 20_000;

/// What is deep, as the body of a rubric: so many times `open`, the middle, so many times `close`.
fn nested(before: &str, open: &str, middle: &str, close: &str, after: &str) -> String {
    format!(
        "rubric a {{\n  evidence {{\n    x : yes > no\n    n : number\n    l : list of {{\n      y : yes > no\n    }}\n  }}\n{before}{}{middle}{}{after}\n}}\n",
        open.repeat(DEEP),
        close.repeat(DEEP)
    )
}

#[test]
fn every_construct_that_nests_says_that_it_is_too_deep() {
    let deep = [
        ("parentheses", nested("score ", "(", "1", ")", "")),
        ("signs", nested("score ", "- ", "1", "", "")),
        ("glued signs", nested("score ", "-", "1", "", "")),
        ("calls", nested("score ", "min(", "1", ")", "")),
        ("calls of two", nested("score ", "max(1, ", "1", ")", "")),
        (
            "conditions in expressions",
            nested("score ", "if x is yes then ", "1", " else 0", ""),
        ),
        (
            "chains of else",
            nested("score ", "if x is yes then 1 else ", "1", "", ""),
        ),
        (
            "conditions of conditions",
            nested(
                "score ",
                "if (if x is yes then 1 else 0) = ",
                "1",
                " then 1 else 0",
                "",
            ),
        ),
        (
            "right operands",
            nested("score ", "1 * (1 + ", "1", ")", ""),
        ),
        ("sums", nested("score 1", " + 1", "", "", "")),
        ("differences", nested("score 1", " - 1", "", "", "")),
        (
            "products in a let",
            nested("let b = 1", " * n", "", "", "\nscore b"),
        ),
        ("sums over lines", nested("score (1", " +\n1", ")", "", "")),
        (
            "sums in a comparison",
            nested(
                "criterion c {\n1 if n",
                " + n",
                " > 0\n0 otherwise",
                "",
                "\n}\nscore c",
            ),
        ),
        (
            "parenthesised conditions",
            nested(
                "criterion c {\n1 if ",
                "(",
                "x is yes",
                ")",
                "\n0 otherwise\n}\nscore c",
            ),
        ),
        (
            "negations",
            nested(
                "criterion c {\n1 if ",
                "not (",
                "x is yes",
                ")",
                "\n0 otherwise\n}\nscore c",
            ),
        ),
        (
            "groups of and",
            nested(
                "criterion c {\n1 if ",
                "(x is yes and ",
                "x is yes",
                ")",
                "\n0 otherwise\n}\nscore c",
            ),
        ),
        (
            "quantifiers",
            nested(
                "criterion c {\n1 if ",
                "all of l have ",
                "y is yes",
                "",
                "\n0 otherwise\n}\nscore c",
            ),
        ),
        (
            "quantifiers in parentheses",
            nested(
                "criterion c {\n1 if ",
                "any of l have (",
                "y is yes",
                ")",
                "\n0 otherwise\n}\nscore c",
            ),
        ),
        (
            "figures of lists",
            nested("score ", "share of l have ", "y is yes", " > 0", ""),
        ),
        (
            "figures of records",
            nested("score ", "mean of n in l where ", "y is yes", " > 0", ""),
        ),
        (
            "groups of rules",
            nested(
                "criterion c {\n",
                "when x is yes {\n",
                "1 otherwise",
                "\n}",
                "\n}\nscore c",
            ),
        ),
        (
            "groups of otherwise",
            nested(
                "criterion c {\n",
                "otherwise {\n",
                "1 otherwise",
                "\n}",
                "\n}\nscore c",
            ),
        ),
        (
            "groups of facts",
            nested(
                "indicator {\n",
                "when x is yes {\n",
                "z : text",
                "\n}",
                "\n}\nscore 1",
            ),
        ),
        (
            "lists of lists",
            nested(
                "indicator {\n",
                "z : list of {\n",
                "z : text",
                "\n}",
                "\n}\nscore 1",
            ),
        ),
        (
            "adjustments",
            nested(
                "criterion c {\n1 otherwise\n}\nadjust {\nc becomes ",
                "(",
                "1",
                ")",
                " if x is yes\n}\nscore c",
            ),
        ),
        (
            "records in records",
            nested("example e {\nl: ", "[{ y: ", "yes", " }]", "\n}\nscore 1"),
        ),
        (
            "records over lines",
            nested(
                "example e {\nl: ",
                "[{\n y: ",
                "yes",
                "\n }]",
                "\n}\nscore 1",
            ),
        ),
        (
            "values of facts",
            nested("example e {\nn: ", "(", "1", ")", "\n}\nscore 1"),
        ),
        (
            "values of tests",
            nested(
                "test \"t\" {\ngiven n: ",
                "-",
                "1",
                "",
                "\nexpect score = 1\n}\nscore 1",
            ),
        ),
        (
            "expectations",
            nested(
                "test \"t\" {\nexpect ",
                "not (",
                "score = 1",
                ")",
                "\n}\nscore 1",
            ),
        ),
        (
            "bounds of facts",
            nested(
                "indicator {\nz : number from ",
                "(",
                "1",
                ")",
                "\n}\nscore 1",
            ),
        ),
        (
            "formulas of indices",
            nested(
                "score 1\nindex i {\ntotal: mean of indicators\n}\nindex j {\ntotal = ",
                "mean_over_entities(",
                "i",
                ")",
                "\n}",
            ),
        ),
        (
            "sums of indices",
            nested(
                "score 1\nindex i {\ntotal: mean of indicators\n}\nindex j {\ntotal = i",
                " + i",
                "",
                "",
                "\n}",
            ),
        ),
        (
            "selections",
            nested(
                "score 1\nindex i {\nindicators where ",
                "not (",
                "x is yes",
                ")",
                "\ntotal: mean of indicators\n}",
            ),
        ),
    ];
    for (what, text) in deep {
        let codes = found(&text);
        assert!(codes.contains(&"CW0010"), "{what}: {codes:?}");
        assert!(codes.len() <= 3, "{what}: {codes:?}");
    }
}

#[test]
fn what_cannot_nest_is_a_few_messages() {
    let deep = [
        ("rubrics", "rubric a {\n".repeat(DEEP)),
        (
            "weights",
            nested(
                "score 1\nindex i {\ntotal: weighted mean of categories ",
                "{ ",
                "a 1%",
                " }",
                "\n}",
            ),
        ),
        (
            "lists of names",
            nested("example e {\nn: ", "[", "a", "]", "\n}\nscore 1"),
        ),
        ("closing braces", "}\n".repeat(DEEP)),
        ("opening braces", "{\n".repeat(DEEP)),
        ("opening parentheses", "(\n".repeat(DEEP)),
        ("closing parentheses", nested("score 1", ")", "", "", "")),
        ("words of conditions", nested("score ", "if ", "", "", "")),
        (
            "empty negations",
            nested("score ", "if not ", "x is yes then 1 else 0", "", ""),
        ),
    ];
    for (what, text) in deep {
        let codes = found(&text);
        assert!(
            (1..=8).contains(&codes.len()),
            "{what}: {} {:?}",
            codes.len(),
            &codes[..codes.len().min(9)]
        );
    }
}

#[test]
fn values_on_top_of_values_end() {
    // Each doubles the one before: worked out literally, the last would take 2^2000 steps.
    let doubling: String = (0..2000)
        .map(|at| format!("let v{} = v{at} + v{at}\n", at + 1))
        .collect();
    // Each is the one before: 2000 steps down.
    let chain: String = (0..2000)
        .map(|at| format!("let v{} = v{at}\n", at + 1))
        .collect();
    // Digits grow 64-fold.
    let powers: String = (0..30)
        .map(|at| format!("let v{} = power(v{at}, 64)\n", at + 1))
        .collect();
    let squares: String = (0..60)
        .map(|at| format!("criterion c{} = c{at} * c{at}\n", at + 1))
        .collect();
    for (what, start, values, last) in [
        ("doubling", "let v0 = n\n", doubling, "v2000"),
        ("a chain", "let v0 = n\n", chain, "v2000"),
        ("powers", "let v0 = n\n", powers, "v30"),
        ("squares", "criterion c0 = n\n", squares, "c60"),
    ] {
        let text = format!(
            "rubric a {{\nevidence {{\nn : number\n}}\n{start}{values}criterion c {{\n1 if {last} > 0\n0 otherwise\n}}\nscore {last}\ntest \"t\" {{\ngiven n: 1.000001\nexpect score = 0\n}}\n}}\n"
        );
        let codes = found(&text);
        assert!(codes.len() <= 4, "{what}: {codes:?}");
        super::run_tests(&text);
    }
}

#[test]
fn deep_data_is_refused() {
    let deep = [
        ("lists", "[".repeat(DEEP)),
        (
            "closed lists",
            format!("a: {}{}", "[".repeat(DEEP), "]".repeat(DEEP)),
        ),
        (
            "mappings",
            format!("a: {}1{}", "{a: ".repeat(DEEP), "}".repeat(DEEP)),
        ),
        ("dashes", "- ".repeat(DEEP)),
        ("questions", "? ".repeat(DEEP)),
        (
            "indentation",
            (0..2000)
                .map(|at| format!("{}a:\n", " ".repeat(at)))
                .collect(),
        ),
        ("a bomb of aliases", bomb()),
        ("an alias of itself", "a: &x [*x]\n".to_string()),
        (
            "merges",
            format!(
                "a: &a {{ b: 1 }}\n{}",
                (0..DEEP)
                    .map(|at| format!("c{at}: {{ <<: *a, <<: *a }}\n"))
                    .collect::<String>()
            ),
        ),
    ];
    for (what, text) in deep {
        assert!(!read_as_data(&text), "{what}");
    }
    // Wide is not deep.
    assert!(read_as_data(&format!("a: [{}]\n", "1, ".repeat(DEEP))));
    let anchors: String = (0..DEEP).map(|at| format!("a{at}: &a{at} 1\n")).collect();
    assert!(read_as_data(&anchors));
}

/// Blocks of the rubric end those that are open, so each of these lacks a brace of its own.
#[test]
fn every_open_block_is_reported() {
    for (what, text) in [
        (
            "indices",
            nested("score 1\n", "index i {\n", "total: mean", "\n}", ""),
        ),
        (
            "criteria",
            nested("", "criterion c {\n", "1 otherwise", "\n}", ""),
        ),
    ] {
        let codes = found(&text);
        let open = codes.iter().filter(|code| **code == "CW0002").count();
        assert_eq!(open, DEEP - 1, "{what}");
    }
}

/// Deep blocks on one line and on many are laid out without growing with the square of their depth.
#[test]
fn deep_texts_are_laid_out() {
    for text in [
        nested("example e {\nl: ", "[{ y: ", "yes", " }]", "\n}\nscore 1"),
        nested(
            "criterion c {\n",
            "when x is yes {\n",
            "1 otherwise",
            "\n}",
            "\n}\nscore c",
        ),
        nested("score ", "(", "1", ")", ""),
    ] {
        let even = clearwatt::language::format::format(&text).unwrap();
        assert!(even.len() < 500 * DEEP, "{}", even.len());
    }
}

/// Nine lines that stand for 9^9 texts.
fn bomb() -> String {
    let mut text = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_string();
    for (before, name) in ('a'..='i').zip('b'..='j') {
        text.push_str(&format!(
            "{name}: &{name} [{}]\n",
            vec![format!("*{before}"); 9].join(",")
        ));
    }
    text
}
