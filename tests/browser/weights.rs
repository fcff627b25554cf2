//! Weights that are moved, and what a reader takes along: CSV and charts.

use super::Test;
use super::devtools::{Browser, Page};
use super::page::column;
use super::site::Site;
use serde_json::json;
use std::collections::BTreeSet;

pub const TESTS: &[Test] = &[
    (
        "sliders_move_ranks_beside_the_official_ones",
        sliders_move_ranks_beside_the_official_ones,
    ),
    (
        "weights_that_cannot_be_moved_say_why",
        weights_that_cannot_be_moved_say_why,
    ),
    ("csv_is_what_score_prints", csv_is_what_score_prints),
    (
        "csv_of_own_weights_says_what_it_is",
        csv_of_own_weights_says_what_it_is,
    ),
    ("charts_are_saved_as_svg", charts_are_saved_as_svg),
];

/// Puts a slider on a number the way a hand does: the value, then the event.
pub fn slide(page: &mut Page<'_>, node: &str, number: u32) {
    page.eval(&format!(
        "(() => {{ const input = document.querySelector('[data-node={node}]'); input.value = {number}; input.dispatchEvent(new Event('input')); }})()"
    ));
}

fn sliders_move_ranks_beside_the_official_ones(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "");
    let official = column(&mut page, 1);
    page.click(".weights summary");
    assert_eq!(
        page.eval("document.getElementById('unofficial').hidden"),
        json!(true)
    );
    let all = page.eval(
        "[...document.querySelectorAll('#sliders input')].map((i) => [i.dataset.node, +i.value])",
    );
    // The weights of the international edition.
    assert_eq!(
        all,
        json!([
            ["balances", 5],
            ["natural_monopolies", 20],
            ["supply", 20],
            ["reliability_and_security", 5],
            ["consumption", 20],
            ["reporting", 10],
            ["policy", 10],
            ["public_authorities", 10]
        ])
    );
    for node in [
        "balances",
        "natural_monopolies",
        "supply",
        "reliability_and_security",
        "consumption",
        "reporting",
        "policy",
    ] {
        slide(&mut page, node, 0);
    }
    assert_eq!(
        page.eval("document.getElementById('unofficial').hidden"),
        json!(false)
    );
    assert_eq!(column(&mut page, 1), official, "the official ranks stay");
    // Only public authorities count: 63, 83, 66, 55, 51, 26 in the order of the official ranks.
    let own = column(&mut page, 4);
    let ranks: Vec<&str> = own
        .iter()
        .map(|cell| cell.split(' ').next().unwrap())
        .collect();
    assert_eq!(ranks, ["3", "1", "2", "4", "5", "6"]);
    assert!(own[1].contains("▲1") && own[0].contains("▼2"), "{own:?}");
    let mark = page.text("getComputedStyle(document.getElementById('table'), '::after').content");
    assert_eq!(mark, "\"Not the official index\"");
    assert!(
        page.text("document.querySelector('#bars svg').textContent")
            .contains("Not the official index")
    );
    page.until("document.getElementById('live').textContent.startsWith('Not the official index. 1. Odrenia')");
    slide(&mut page, "public_authorities", 0);
    assert_eq!(
        page.eval("document.getElementById('zero').hidden"),
        json!(false)
    );
    page.click("#reset");
    assert_eq!(
        page.eval("[document.getElementById('unofficial').hidden, location.hash]"),
        json!([true, ""])
    );
    // By the keyboard: one step with an arrow.
    page.eval("document.querySelector('[data-node=supply]').focus()");
    page.press("ArrowRight");
    assert_eq!(page.text("location.hash"), "#w=supply%3A21");
    site.close(page);
}

fn weights_that_cannot_be_moved_say_why(browser: &mut Browser) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/projects");
    for (project, after, words) in [
        ("hdr-excerpt", "#i=loss&w=a:3", "worked out by a formula"),
        ("godi-excerpt", "#w=a:3", "made of indicators"),
    ] {
        let site = Site::of(&root.join(project), "en");
        let mut page = site.open(browser, after);
        assert!(
            page.text("document.getElementById('closed').textContent")
                .contains(words),
            "{project}"
        );
        assert_eq!(page.eval("[document.querySelectorAll('#sliders input').length, document.getElementById('unofficial').hidden]"), json!([0, true]));
        site.close(page);
    }
}

fn csv_is_what_score_prints(browser: &mut Browser) {
    for (project, index) in [
        ("eti-demo", "international"),
        ("eti-published", "international"),
        ("eti-published", "national"),
    ] {
        let site = Site::example(project);
        let mut page = site.open(browser, &format!("#i={index}"));
        let edition = page.text("state.edition");
        let (name, all) = page.download("#csv-all");
        assert_eq!(name, format!("{index}-{edition}-all.csv"));
        assert_eq!(all, site.csv(&["--edition", &edition, "--index", index]));
        let (_, table) = page.download("#csv-table");
        let printed = site.csv(&[
            "--edition",
            &edition,
            "--index",
            index,
            "--level",
            "index",
            "--level",
            "category",
        ]);
        // The table has no lines about markets, and stands in the order of the reader.
        let whole = printed
            .lines()
            .filter(|line| line.split(',').nth(5) == Some(""));
        let header = printed.lines().next().unwrap();
        let expected: BTreeSet<&str> = whole.chain([header]).collect();
        assert_eq!(
            table.lines().collect::<BTreeSet<&str>>(),
            expected,
            "{project}"
        );
        assert_eq!(table.lines().next(), Some(header));
        site.close(page);
    }
}

fn csv_of_own_weights_says_what_it_is(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "#w=balances:50&q=verania");
    let (_, table) = page.download("#csv-table");
    let mut lines = table.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .ends_with(",own_score,own_shown,own_grade,own_rank,remark")
    );
    let total = lines.next().unwrap();
    assert!(
        total.starts_with("international,international-2023,VR,index,")
            && total.ends_with(",Not the official index"),
        "{total}"
    );
    assert_eq!(lines.count(), 8);
    site.close(page);
}

fn charts_are_saved_as_svg(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "#w=supply:90");
    for (button, ending, words) in [
        ("#bars-save", "ranking.svg", "Not the official index"),
        ("#time-save", "timeline.svg", "method changed"),
    ] {
        let (name, svg) = page.download(button);
        assert!(name.ends_with(ending), "{name}");
        assert!(
            svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.contains("<title"),
            "{svg}"
        );
        assert!(svg.contains(words) && svg.contains("Verania"), "{words}");
        // It stands alone and is well formed.
        let read = format!(
            "new DOMParser().parseFromString({}, 'image/svg+xml').querySelector('parsererror') === null",
            json!(svg)
        );
        assert_eq!(page.eval(&read), json!(true));
    }
    site.close(page);
}
