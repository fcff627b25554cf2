//! What a reader does with the page: sort, filter, open, go back, share.

use super::Test;
use super::devtools::{Browser, Page};
use super::site::Site;
use super::weights::slide;
use serde_json::json;

pub const TESTS: &[Test] = &[
    (
        "the_ranking_stands_as_published",
        the_ranking_stands_as_published,
    ),
    (
        "columns_sort_both_ways_and_say_so",
        columns_sort_both_ways_and_say_so,
    ),
    (
        "names_grades_and_choices_filter",
        names_grades_and_choices_filter,
    ),
    (
        "a_name_opens_down_to_source_and_rule",
        a_name_opens_down_to_source_and_rule,
    ),
    ("back_goes_back", back_goes_back),
    (
        "an_address_brings_everything_back",
        an_address_brings_everything_back,
    ),
    (
        "a_broken_address_does_no_harm",
        a_broken_address_does_no_harm,
    ),
    (
        "markets_have_rankings_of_their_own",
        markets_have_rankings_of_their_own,
    ),
    (
        "ukrainian_readers_get_ukrainian",
        ukrainian_readers_get_ukrainian,
    ),
];

/// The names in the table, from top to bottom.
fn order(page: &mut Page<'_>) -> Vec<String> {
    page.texts("#body th a")
}

pub fn column(page: &mut Page<'_>, at: usize) -> Vec<String> {
    page.texts(&format!("#body tr > :nth-child({at})"))
}

fn the_ranking_stands_as_published(browser: &mut Browser) {
    let site = Site::example("eti-published");
    let mut page = site.open(browser, "#i=international");
    // DiXi Group, International Energy Transparency Index 2023: Romania 86, Georgia 73, Moldova 58, Ukraine 38.
    assert_eq!(
        order(&mut page),
        ["Romania", "Georgia", "Moldova", "Ukraine"]
    );
    assert_eq!(
        page.text("document.getElementById('finding').textContent"),
        "Romania leads with 86 points, Ukraine is last with 38"
    );
    let scores = column(&mut page, 3);
    for (score, published) in scores.iter().zip(["86", "73", "58", "38"]) {
        assert!(score.starts_with(published), "{scores:?}");
    }
    site.close(page);
}

fn columns_sort_both_ways_and_say_so(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "");
    let by_rank = order(&mut page);
    assert_eq!(by_rank[0], "Verania");
    page.click("[data-key='p.public_authorities']");
    // Public authorities in the demo of 2023, best first: 83, 66, 63, 55, 51, 26.
    let sorted = [
        "Odrenia",
        "Kestria",
        "Verania",
        "Federation of Lower Brenland and the Isles",
        "Dravina",
        "Lomaria",
    ];
    assert_eq!(order(&mut page), sorted);
    assert_eq!(page.texts("[aria-sort]"), ["Public authorities▼"]);
    assert_eq!(
        page.eval("document.querySelector('[aria-sort]').getAttribute('aria-sort')"),
        json!("descending")
    );
    page.until("document.getElementById('live').textContent === 'Sorted by Public authorities, highest first'");
    // The heading keeps the focus, so that the keyboard can turn the order round.
    page.press("Enter");
    let mut turned = sorted;
    turned.reverse();
    assert_eq!(order(&mut page), turned);
    assert_eq!(
        page.eval("document.querySelector('[aria-sort]').getAttribute('aria-sort')"),
        json!("ascending")
    );
    page.click("[data-key='name']");
    assert_eq!(
        order(&mut page)[..2],
        ["Dravina", "Federation of Lower Brenland and the Isles"]
    );
    site.close(page);
}

fn names_grades_and_choices_filter(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "");
    page.click("#query");
    page.write("ERANI");
    assert_eq!(order(&mut page), ["Verania"]);
    page.until("document.getElementById('live').textContent === '1 of 6 shown'");
    page.write("zzz");
    assert!(order(&mut page).is_empty());
    assert_eq!(
        page.eval("document.getElementById('none').hidden"),
        json!(false)
    );
    page.click("#clear");
    assert_eq!(order(&mut page).len(), 6);
    page.eval(
        "const grade = find('grade'); grade.value = 'C'; grade.dispatchEvent(new Event('change'))",
    );
    assert_eq!(
        order(&mut page),
        ["Kestria", "Federation of Lower Brenland and the Isles"]
    );
    page.eval("choose({ grade: '' })");
    page.click(".entities summary");
    page.click("#entities-none");
    page.click("#entity-list input[value='LM']");
    page.click("#entity-list input[value='VR']");
    assert_eq!(order(&mut page), ["Verania", "Lomaria"]);
    page.click("#entities-all");
    assert_eq!(order(&mut page).len(), 6);
    site.close(page);
}

fn a_name_opens_down_to_source_and_rule(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "");
    page.click("#body tr:last-child a");
    assert_eq!(page.text("document.activeElement.textContent"), "Lomaria");
    let step = |page: &mut Page<'_>, name: &str| {
        page.eval(&format!("[...document.querySelectorAll('#detail tbody a')].find((a) => a.textContent === {}).click()", json!(name)));
        assert_eq!(
            page.text("document.querySelector('#detail h2').textContent"),
            name
        );
    };
    step(&mut page, "Balances");
    let subcategories = page.texts("#detail tbody a");
    step(&mut page, &subcategories[0]);
    // The demo nests indicators in groups: down until there is a heading for evidence.
    for _ in 0..3 {
        if page.eval("document.querySelector('#detail h3') !== null") == json!(true) {
            break;
        }
        let below = page.texts("#detail tbody a");
        let wanted = "Annual statistics on renewable energy";
        let next = below
            .iter()
            .find(|name| name.as_str() == wanted)
            .unwrap_or(&below[0])
            .clone();
        step(&mut page, &next);
    }
    page.eval("choose({ node: 'indicator:renewable-energy-statistics-annual' }, true)");
    let detail = page.text("document.getElementById('detail').innerText");
    // examples/eti-demo/data/international-2023/LM.yaml, and the rules of the international edition.
    for fact in [
        "22 October 2023",
        "data/international-2023/LM.yaml:16",
        "pdf",
        "holds for the whole sheet",
        "Lomaria",
        "Balances",
    ] {
        assert!(detail.contains(fact), "{fact} is not in\n{detail}");
    }
    let source = page.text("document.querySelector('#detail .facts a').href");
    assert_eq!(
        source,
        "https://stat.lomaria.example/renewable-energy-statistics"
    );
    // Completeness: `content: none`, so "nothing was".
    page.eval(
        "document.querySelectorAll('.criteria-list details').forEach((one) => one.open = true)",
    );
    let rules = page.texts(".criteria-list details");
    let last = rules.last().unwrap();
    for words in [
        "Completeness",
        "0 otherwise",
        "nothing was",
        "builtin:energy-transparency-international",
    ] {
        assert!(last.contains(words), "{words} is not in {last}");
    }
    assert!(
        page.text("document.querySelector('.formula').textContent")
            .ends_with("= 0")
    );
    site.close(page);
}

fn back_goes_back(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "");
    page.click("#body tr:nth-child(2) a");
    page.eval("document.querySelector('#detail tbody a').click()");
    page.eval("history.back()");
    page.until("document.querySelector('#detail h2')?.textContent === 'Odrenia'");
    page.eval("history.back()");
    page.until("document.getElementById('detail').hidden");
    site.close(page);
}

fn an_address_brings_everything_back(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "");
    page.eval("const edition = find('edition'); edition.value = 'international-2022'; edition.dispatchEvent(new Event('change'))");
    page.click("[data-key='p.supply']");
    page.click("#query");
    page.write("a");
    slide(&mut page, "policy", 70);
    page.click("#body tr:first-child a");
    page.eval("document.querySelector('#detail tbody a').click()");
    let look = "[document.getElementById('content').innerText, document.getElementById('bars').innerHTML, document.getElementById('time').innerHTML, \
                find('query').value, find('edition').value, document.querySelector('[data-node=policy]').value]";
    let before = page.eval(look);
    let hash = page.text("location.hash");
    page.open(&site.address(&hash));
    assert_eq!(page.eval(look), before);
    assert_eq!(page.text("location.hash"), hash);
    site.close(page);
}

fn a_broken_address_does_no_harm(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "#i=nothing&y=1999&m=market:moon&g=Z&s=p.nothing-&w=supply:abc,policy:-5,x:3,reporting:1e99&e=XX&n=category:%00&only=QQ,VR");
    assert_eq!(order(&mut page), ["Verania"]);
    assert_eq!(page.eval("[document.getElementById('unofficial').hidden, document.getElementById('detail').hidden]"), json!([true, true]));
    page.open(&site.address("#e=VR&n=category:nonsense"));
    assert_eq!(
        page.text("document.querySelector('#detail h2').textContent"),
        "Verania"
    );
    page.open(&site.address("#%E0%A4%A&&&==="));
    assert_eq!(order(&mut page).len(), 6);
    site.close(page);
}

fn markets_have_rankings_of_their_own(browser: &mut Browser) {
    let site = Site::example("eti-demo");
    let mut page = site.open(browser, "#m=market:electricity");
    let printed = site.csv(&["--edition", "international-2023", "--level", "market"]);
    let electricity = printed
        .lines()
        .filter(|line| line.contains(",electricity,"));
    let mut expected: Vec<(u32, &str)> = electricity
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            (fields[9].parse().unwrap(), fields[7])
        })
        .collect();
    expected.sort();
    let shown: Vec<(u32, String)> = column(&mut page, 1)
        .iter()
        .zip(column(&mut page, 3))
        .map(|(rank, score)| {
            (
                rank.parse().unwrap(),
                score.chars().take_while(char::is_ascii_digit).collect(),
            )
        })
        .collect();
    let shown: Vec<(u32, &str)> = shown
        .iter()
        .map(|(rank, score)| (*rank, score.as_str()))
        .collect();
    assert_eq!(shown.len(), 6);
    assert_eq!(shown, expected);
    assert_eq!(
        page.eval(
            "[document.getElementById('closed').hidden, document.getElementById('open').hidden]"
        ),
        json!([false, true])
    );
    page.open(&site.address("#m=body:regulator"));
    assert!(
        page.text("document.getElementById('caption').textContent")
            .ends_with("(indicative, never ranked)")
    );
    assert!(column(&mut page, 1).iter().all(|rank| rank == "–"));
    site.close(page);
}

fn ukrainian_readers_get_ukrainian(browser: &mut Browser) {
    let site = Site::of(&super::site::example("eti-demo"), "uk");
    let mut page = site.open(
        browser,
        "#e=LM&n=indicator:energy-balance-annual&w=supply:21",
    );
    let text = page.text("document.body.innerText");
    for words in [
        "Веранія",
        "Ваше місце",
        "Це не офіційний індекс",
        "Баланси",
        "Докази",
    ] {
        assert!(text.contains(words), "{words}");
    }
    // Keys of texts that are not there would show as they are.
    assert!(
        !text.contains("explorer_") && !text.contains("level_"),
        "{text}"
    );
    assert_eq!(page.text("document.documentElement.lang"), "uk");
    site.close(page);
}
