//! Texts that mean harm stay texts: in the page, in its charts and in its CSV.

use super::Test;
use super::devtools::Browser;
use super::site::Site;
use serde_json::json;
use std::path::Path;

pub const TESTS: &[Test] = &[
    (
        "hostile_texts_are_shown_as_texts",
        hostile_texts_are_shown_as_texts,
    ),
    ("csv_holds_no_formula", csv_holds_no_formula),
];

/// As names of entities, titles, notes, sources, reasons: what ends elements, loads pictures, is a formula, turns the
/// direction of writing, is far too long, or stands outside the usual characters.
pub fn texts() -> Vec<String> {
    vec![
        "<script>window.harm = 1</script>".into(),
        "</script><script>window.harm = 2</script>".into(),
        "\"><img src=x onerror=window.harm=3>".into(),
        "=HYPERLINK(\"http://harm.example\",\"click\")".into(),
        "\u{202e}txet desrever\u{202c} \u{200f}עברית".into(),
        "n".repeat(300),
        "⚡🇺🇦👩‍🔧 emoji".into(),
        "{{ page.title }} ${1+1} <!-- {name}".into(),
    ]
}

fn project(folder: &Path) {
    let write = |name: &str, text: String| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let mut project = format!(
        "title: {}\nsource: {}\nlicence: {}\ncatalogue: builtin:energy-transparency\nevidence: data\neditions:\n  \
        - {{ id: i-2024, rubric: builtin:energy-transparency-international }}\nentities:\n",
        json!(texts()[1]),
        json!(texts()[2]),
        json!(texts()[0])
    );
    for (at, text) in texts().iter().enumerate() {
        project.push_str(&format!("  AAA{at}: {{ label: {} }}\n", json!(text)));
        let other = &texts()[(at + 1) % texts().len()];
        write(
            &format!("data/{at}.yaml"),
            format!(
                "edition: i-2024\nentity: AAA{at}\nassessed: 2024-11-30\nassessor: {text}\ndefaults: {{ access: free, updates: as_required, archive: all, content: all }}\n\
             disclosures:\n  gas-balance-annual: {{ published: yes, latest: 2023, formats: [pdf], source: {text}, note: {other}, reason: {text} }}\n  \
             electricity-balance-annual: {{ withheld: {text} }}\n  energy-balance-annual: {{ published: yes, latest: 2023, formats: [csv], source: \"javascript:window.harm=4\" }}\n",
                text = json!(text),
                other = json!(other)
            ),
        );
    }
    write("clearwatt.yaml", project);
}

fn hostile_texts_are_shown_as_texts(browser: &mut Browser) {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    let site = Site::of(folder.path(), "en");
    let mut page = site.open(browser, "");
    let mut shown = page.texts("#body th a");
    let mut expected = texts();
    shown.sort();
    expected.sort();
    assert_eq!(shown, expected);
    for at in 0..texts().len() {
        for node in [
            "",
            "indicator:gas-balance-annual",
            "indicator:electricity-balance-annual",
            "indicator:energy-balance-annual",
        ] {
            page.open(&site.address(&format!("#e=AAA{at}&n={node}&w=balances:9")));
            let detail = page.text("document.getElementById('detail').textContent");
            assert!(detail.contains(&texts()[at]), "{node}: {detail}");
            let found = page.eval("[typeof window.harm, document.images.length, document.scripts.length, \
                [...document.querySelectorAll('a')].filter((a) => !/^(file|https?):/.test(a.href)).length]");
            assert_eq!(
                found,
                json!(["undefined", 0, 2, 0]),
                "{node} of {}",
                texts()[at]
            );
        }
    }
    page.resize(360, 740);
    assert_eq!(
        page.eval("document.documentElement.scrollWidth"),
        json!(360)
    );
    let (_, svg) = page.download("#bars-save");
    assert!(!svg.contains("<script") && !svg.contains("<img"));
    site.close(page);
}

fn csv_holds_no_formula(browser: &mut Browser) {
    let site = Site::example("starter");
    let mut page = site.open(browser, "");
    // The same texts as in src/exchange: spreadsheets take these first characters for the start of a formula.
    for (text, expected) in [
        (
            "=HYPERLINK(\"http://harm.example\",\"click\")",
            "\"'=HYPERLINK(\"\"http://harm.example\"\",\"\"click\"\")\"",
        ),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("a,b", "\"a,b\""),
        ("a\nb", "\"a\nb\""),
        ("plain", "plain"),
    ] {
        assert_eq!(
            page.text(&format!("field({}, true)", json!(text))),
            expected
        );
    }
    assert_eq!(
        page.text("field('-61.05')"),
        "-61.05",
        "a number stays a number"
    );
    site.close(page);
}
