//! Readers with keyboards, screen readers, phones, dark screens and paper.

use super::Test;
use super::devtools::{Browser, Page};
use super::site::{Site, example};
use serde_json::{Value, json};

pub const TESTS: &[Test] = &[
    ("axe_finds_nothing_serious", axe_finds_nothing_serious),
    (
        "a_phone_never_scrolls_sideways",
        a_phone_never_scrolls_sideways,
    ),
    (
        "the_keyboard_reaches_everything",
        the_keyboard_reaches_everything,
    ),
    (
        "paper_gets_the_table_and_no_buttons",
        paper_gets_the_table_and_no_buttons,
    ),
    (
        "pictures_for_people_are_kept_where_asked",
        pictures_for_people_are_kept_where_asked,
    ),
];

/// Deque's rules for accessible pages; where they come from stands beside the file.
const AXE: &str = include_str!("axe-core/axe.min.js");

/// Everything of the page at once: an open indicator, moved weights, open boxes.
const BUSY: &str = "#w=supply:50,policy:0&e=LM&n=indicator:gas-balance-annual";

fn serious(page: &mut Page<'_>) -> Vec<Value> {
    page.eval(AXE);
    page.eval("document.querySelectorAll('details').forEach((one) => one.open = true)");
    let found = page.eval(
        "axe.run(document, { resultTypes: ['violations'] }).then((all) => all.violations.map((one) => \
         ({ id: one.id, impact: one.impact, help: one.help, at: one.nodes.slice(0, 3).map((node) => node.html + ' ' + node.failureSummary) })))",
    );
    let found: Vec<Value> = serde_json::from_value(found).unwrap();
    found
        .into_iter()
        .filter(|one| one["impact"] == json!("serious") || one["impact"] == json!("critical"))
        .collect()
}

fn axe_finds_nothing_serious(browser: &mut Browser) {
    for (project, after) in [
        ("eti-demo", ""),
        ("eti-demo", BUSY),
        ("eti-demo", "#e=VR&q=zzzz"),
        ("eti-published", "#e=GE"),
        ("starter", ""),
    ] {
        for theme in ["light", "dark"] {
            let site = Site::example(project);
            let mut page = browser.page(1280, 900);
            page.pretend(
                "screen",
                json!([{ "name": "prefers-color-scheme", "value": theme }]),
            );
            page.open(&site.address(after));
            let found = serious(&mut page);
            assert!(found.is_empty(), "{project} {after} {theme}: {found:#?}");
            site.close(page);
        }
    }
}

fn a_phone_never_scrolls_sideways(browser: &mut Browser) {
    for (project, language, after) in [
        ("eti-demo", "en", ""),
        ("eti-demo", "uk", BUSY),
        ("eti-published", "uk", "#e=GE"),
        ("starter", "en", "#e=MD"),
    ] {
        let site = Site::of(&example(project), language);
        let mut page = browser.page(360, 740);
        page.open(&site.address(after));
        page.eval("document.querySelectorAll('details').forEach((one) => one.open = true)");
        let wide = page.eval("[document.documentElement.scrollWidth, innerWidth]");
        assert_eq!(wide, json!([360, 360]), "{project} {language} {after}");
        let small = page.eval(
            "[...document.querySelectorAll('button, select, input, summary')].filter((e) => e.offsetParent && e.getBoundingClientRect().height < 24).map((e) => e.outerHTML)",
        );
        assert_eq!(small, json!([]), "too small for a finger");
        site.close(page);
    }
}

fn the_keyboard_reaches_everything(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "");
    let mut reached = Vec::new();
    for _ in 0..60 {
        page.press("Tab");
        let at = page.text("(document.activeElement.id || document.activeElement.dataset.key || document.activeElement.textContent).trim()");
        reached.push(at);
    }
    for stop in [
        "Skip to the content",
        "edition",
        "measure",
        "query",
        "grade",
        "Try other weights",
        "csv-table",
        "csv-all",
        "link",
        "rank",
        "p.policy",
        "Verania",
        "Lomaria",
        "bars-save",
    ] {
        assert!(
            reached.iter().any(|at| at == stop),
            "{stop} is not among {reached:?}"
        );
    }
    // A name opens with the keyboard, and the focus goes where the reader reads on.
    page.eval("document.querySelector('#body a').focus()");
    page.press("Enter");
    assert_eq!(page.text("document.activeElement.id"), "detail-title");
    site.close(page);
}

fn paper_gets_the_table_and_no_buttons(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, BUSY);
    page.pretend("print", json!([]));
    let shown = |selector: &str| {
        format!(
            "[...document.querySelectorAll('{selector}')].some((e) => e.getClientRects().length > 0)"
        )
    };
    for (selector, expected) in [
        ("#choices", false),
        (".controls", false),
        ("#sliders", false),
        ("#body tr", true),
        ("#unofficial strong", true),
        ("#detail h2", true),
        ("#bars svg", true),
    ] {
        assert_eq!(page.eval(&shown(selector)), json!(expected), "{selector}");
    }
    site.close(page);
}

/// Whether a page looks good is for people to see: `CLEARWATT_PICTURES=FOLDER` keeps one HTML file with its looks.
fn pictures_for_people_are_kept_where_asked(browser: &mut Browser) {
    let Some(folder) = std::env::var_os("CLEARWATT_PICTURES") else {
        return;
    };
    let dark = json!([{ "name": "prefers-color-scheme", "value": "dark" }]);
    let mut sheet = String::new();
    for (name, language, size, after, media, features) in [
        ("desktop", "en", (1280, 900), "", "screen", json!([])),
        (
            "weights and evidence",
            "en",
            (1280, 900),
            BUSY,
            "screen",
            json!([]),
        ),
        ("dark", "uk", (1280, 900), BUSY, "screen", dark.clone()),
        ("phone", "en", (360, 740), BUSY, "screen", json!([])),
        ("dark phone", "uk", (360, 740), "#e=LM", "screen", dark),
        ("paper", "en", (720, 1000), BUSY, "print", json!([])),
    ] {
        let site = Site::of(&example("eti-demo"), language);
        let mut page = browser.page(size.0, size.1);
        page.pretend(media, features);
        page.open(&site.address(after));
        if name != "desktop" {
            page.eval("document.querySelectorAll('.weights, .criteria-list details:last-child').forEach((one) => one.open = true)");
        }
        sheet.push_str(&format!(
            "<h2>{name}</h2><img alt=\"\" src=\"data:image/png;base64,{}\">",
            page.picture()
        ));
        site.close(page);
    }
    std::fs::write(
        std::path::Path::new(&folder).join("explorer-pictures.html"),
        sheet,
    )
    .unwrap();
}
