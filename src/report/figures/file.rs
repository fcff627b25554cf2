//! A chart file: a chart as text, so that it can be drawn again next year, by somebody else, in another language.
//!
//! ```yaml
//! chart: ranking
//! edition: international-2023
//! highlight: [UA]
//! title: { en: Ukraine fell behind, uk: Україна відстала }
//! palette: cvd
//! size: post
//! ```

use super::{ChartKind, ChartOrder, Size, Wish};
use crate::chart::{Palette, Theme};
use crate::diagnostic::{Diagnostic, Sources};
use crate::document::{Kind, Node};
use crate::project::EntityId;
use crate::results::Results;
use crate::results::reading::{self, Reading};
use std::path::Path;

const KEYS: [&str; 11] = [
    "chart",
    "index",
    "edition",
    "entity",
    "highlight",
    "palette",
    "theme",
    "size",
    "title",
    "subtitle",
    "note",
];

impl ChartOrder {
    /// Reads a chart file.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(
        sources: &mut Sources,
        results: &Results,
        path: &Path,
    ) -> Result<ChartOrder, Vec<Diagnostic>> {
        // Without a kind there is an error, so that the one put in its place is never drawn.
        let read = |reading: &mut Reading<'_>, root: Node<'_>| {
            order(reading, root).unwrap_or_else(|| ChartOrder::of(ChartKind::Ranking))
        };
        reading::read(sources, path, results, read)
    }
}

fn order(reading: &mut Reading<'_>, root: Node<'_>) -> Option<ChartOrder> {
    let what = "a chart file";
    if !reading.mapping(what, root, &KEYS) {
        return None;
    }
    let kinds: Vec<&str> = ChartKind::all().map(ChartKind::name).collect();
    let help = "add `chart: ranking`, or another kind of chart";
    let kind = reading
        .needed(what, root, "chart", help)
        .and_then(|node| reading.one_of("kind of chart", node, &kinds))
        .and_then(ChartKind::named);
    let results = reading.results;
    let mut indices: Vec<&str> = results
        .editions
        .iter()
        .flat_map(|edition| &edition.rubric.indices)
        .map(|index| index.name.as_str())
        .collect();
    indices.sort_unstable();
    indices.dedup();
    let index = root
        .get("index")
        .and_then(|node| reading.one_of("index", node, &indices))
        .map(String::from);
    let edition = root
        .get("edition")
        .and_then(|node| reading.edition(node))
        .and_then(|at| results.editions.get(at))
        .map(|edition| edition.id.to_string());
    let [chosen, highlight] = ["entity", "highlight"].map(|key| entities(reading, root, key));
    let palettes = Palette::ALL.map(|(name, _)| name);
    let palette = root
        .get("palette")
        .and_then(|node| reading.one_of("palette", node, &palettes))
        .and_then(|name| Palette::ALL.into_iter().find(|(known, _)| *known == name));
    let themes = Theme::FIXED.map(|(name, _)| name);
    let theme = root
        .get("theme")
        .and_then(|node| reading.one_of("theme", node, &themes))
        .and_then(|name| Theme::FIXED.into_iter().find(|(known, _)| *known == name));
    let size = root.get("size").and_then(|node| {
        let size = Size::parse(reading.text("size", node)?);
        if size.is_none() {
            reading.wrong_kind("size", &Size::expected(), node);
        }
        size
    });
    let [title, subtitle, note] =
        ["title", "subtitle", "note"].map(|key| Some(reading.labels(key, root.get(key)?)));
    let kind = kind?;
    for (key, wish) in Wish::ALL {
        if let (Some(node), Some((why, help))) = (root.get(key), kind.refuses(wish)) {
            reading.wrong(why, help, node);
        }
    }
    let mut order = ChartOrder::of(kind);
    order.index = index;
    order.edition = edition;
    order.chosen.entities = chosen;
    order.chosen.highlight = highlight;
    order.palette = palette.map_or(Palette::Official, |(_, palette)| palette);
    order.style = size.unwrap_or_default().style();
    order.style.theme = theme.map_or(Theme::Light, |(_, theme)| theme);
    order.title = title;
    order.subtitle = subtitle;
    order.note = note;
    Some(order)
}

/// One entity, or a list of them.
fn entities(reading: &mut Reading<'_>, root: Node<'_>, key: &'static str) -> Vec<EntityId> {
    match root.get(key) {
        None => Vec::new(),
        Some(node) if node.kind() == Kind::Text => reading.entity(node).into_iter().collect(),
        Some(_) => {
            let items = reading.list(root, key, "UA");
            let entities = items.into_iter().filter_map(|item| reading.entity(item));
            entities.collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Words;

    fn loaded(text: &str) -> (Result<ChartOrder, Vec<Diagnostic>>, Results) {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-published");
        let results = crate::results::compute(&project).results.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("chart.yaml");
        std::fs::write(&path, text).unwrap();
        let order = ChartOrder::load(&mut Sources::default(), &results, &path);
        (order, results)
    }

    #[test]
    fn a_chart_file_says_all_that_the_command_line_can() {
        let (order, results) = loaded(
            "chart: ranking\nindex: international\nedition: international-2021\nentity: [UA, MD]\nhighlight: UA\n\
             palette: mono\ntheme: dark\nsize: 700x500\ntitle: { en: Mine, uk: Моє }\nsubtitle: Below\nnote: A note\n",
        );
        let order = order.unwrap();
        assert_eq!(order.kind, ChartKind::Ranking);
        assert_eq!(
            (order.chosen.entities.len(), order.chosen.highlight.len()),
            (2, 1)
        );
        assert_eq!((order.style.width, order.style.height), (700, Some(500)));
        let svg = order.draw(&results, &Words::of("uk").unwrap()).unwrap();
        assert_eq!((svg.title.as_str(), svg.width), ("Моє", 700));
        // 69 and 55 points in 2021; Georgia and Romania are not chosen.
        let says = |text: &str| svg.text.contains(&format!("\n{text}\n"));
        assert!(says("69") && says("55") && !says("61"), "{}", svg.text);
        assert!(says("Below") && says("A note"));
        assert!(svg.text.contains("#14181C"), "the ground of the dark theme");
    }

    #[test]
    fn what_a_kind_cannot_show_is_refused() {
        let (order, _) = loaded("chart: bump\npalette: mono\n");
        let findings = order.unwrap_err();
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(
            findings[0].message,
            "a `bump` chart shows no colours of grades"
        );
        let (order, _) = loaded("chart: criteria\nentity: UA\nhighlight: UA\n");
        assert_eq!(
            order.unwrap_err()[0].message,
            "a `criteria` chart highlights nobody"
        );
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let (order, _) = loaded(
            "chart: rankin\nedition: international-2032\nentity: [UK]\npalete: mono\ntheme: night\nsize: huge\ntitle: []\n",
        );
        let findings = order.unwrap_err();
        let messages: Vec<String> = findings
            .iter()
            .map(|finding| finding.message.clone())
            .collect();
        assert_eq!(messages.len(), 7, "{messages:#?}");
    }
}
