//! Every chart that a project has something to show in, with a page that shows them all.

use super::figures::{ChartKind, ChartOrder};
use super::file_stem;
use super::render::{PNG_SCALE, TemplateError, gallery_html};
use super::words::Words;
use crate::chart::{Chart, ChartError, ChartTable, Fonts, Style, Svg};
use crate::project::EntityId;
use crate::results::Results;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// Charts of one entity are drawn for so many at most, unless they are chosen.
const MOST_ENTITIES: usize = 12;

/// A set of charts.
#[derive(Debug, Clone, PartialEq)]
pub struct Gallery {
    /// What the project is called.
    pub title: String,
    /// The charts, kind by kind.
    pub charts: Vec<GalleryChart>,
    /// How many entities have no charts of their own because there are too many.
    pub left_out: usize,
}

/// A chart of a gallery.
#[derive(Debug, Clone, PartialEq)]
pub struct GalleryChart {
    /// The name of its file, without ending.
    pub file: String,
    /// What kind it is.
    pub kind: ChartKind,
    /// The drawing.
    pub svg: Svg,
    /// What it shows.
    pub table: ChartTable,
}

/// All charts of a project in the looks of `order`, whose kind says nothing here. Charts that there is nothing to show in
/// are left out; those of one entity are drawn for every entity chosen, else for the first twelve of the ranking.
pub fn gallery(order: &ChartOrder, results: &Results, words: &Words) -> Gallery {
    let (of_one, left_out) = entities(order, results, words);
    let mut orders: Vec<(String, ChartOrder)> = Vec::new();
    for kind in ChartKind::all() {
        let mut order = order.clone();
        order.kind = kind;
        if !kind.of_one() {
            // Who is chosen gets charts of their own; the others show everybody.
            order.chosen.entities.clear();
            if !kind.highlights() {
                order.chosen.highlight.clear();
            }
            orders.push((kind.name().to_string(), order));
            continue;
        }
        for entity in &of_one {
            let mut order = order.clone();
            order.chosen.entities = vec![entity.clone()];
            let file = format!("{}-{}", kind.name(), file_stem(entity));
            orders.push((file, order));
        }
    }
    // Each chart is drawn by itself, so the number of threads changes nothing but the time.
    let charts: Vec<Option<GalleryChart>> = orders
        .par_iter()
        .map(|(file, order)| {
            let data = order.data(results, words).ok()?;
            Some(GalleryChart::of(
                file.clone(),
                order.kind,
                &*data,
                &order.style,
            ))
        })
        .collect();
    let title = results.project.title.or(words.language(), "clearwatt");
    Gallery {
        title: title.to_string(),
        charts: charts.into_iter().flatten().collect(),
        left_out,
    }
}

/// Who gets charts of their own, and how many do not.
fn entities(order: &ChartOrder, results: &Results, words: &Words) -> (Vec<EntityId>, usize) {
    if !order.chosen.entities.is_empty() {
        return (order.chosen.entities.clone(), 0);
    }
    let standings = order.view(results, words).map(|view| view.standings());
    let standings = standings.unwrap_or_default();
    let left_out = standings.len().saturating_sub(MOST_ENTITIES);
    let first = standings.into_iter().take(MOST_ENTITIES);
    (first.map(|row| row.entity.clone()).collect(), left_out)
}

impl GalleryChart {
    fn of(file: String, kind: ChartKind, data: &dyn Chart, style: &Style) -> GalleryChart {
        GalleryChart {
            file,
            kind,
            svg: data.draw(style),
            table: data.table(),
        }
    }
}

impl Gallery {
    /// Adds a chart whose data are not in the results alone, as those of audits are.
    pub fn add(&mut self, kind: ChartKind, data: &dyn Chart, style: &Style) {
        let chart = GalleryChart::of(kind.name().to_string(), kind, data, style);
        self.charts.push(chart);
    }

    /// The characters in all charts that the font in the program lacks.
    pub fn missing(&self) -> Vec<char> {
        let missing = self.charts.iter().flat_map(|chart| &chart.svg.missing);
        missing
            .copied()
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// The charts as PNG, in their order.
    ///
    /// # Errors
    /// When a picture would be too large.
    pub fn pictures(&self, fonts: &Fonts) -> Result<Vec<Vec<u8>>, ChartError> {
        self.charts
            .par_iter()
            .map(|chart| chart.svg.png_with(PNG_SCALE, fonts))
            .collect()
    }

    /// The page that shows them: one HTML file beside the SVGs.
    ///
    /// # Errors
    /// [`TemplateError`]; with the template that ships there is none.
    pub fn page(&self, words: &Words) -> Result<String, TemplateError> {
        #[derive(Serialize)]
        struct Shown<'a> {
            file: &'a str,
            kind: &'a str,
            title: &'a str,
            width: u32,
            height: u32,
            head: &'a [String],
            rows: &'a [Vec<String>],
        }
        let charts: Vec<Shown<'_>> = self
            .charts
            .iter()
            .map(|chart| Shown {
                file: &chart.file,
                kind: chart.kind.name(),
                title: &chart.svg.title,
                width: chart.svg.width,
                height: chart.svg.height,
                head: &chart.table.head,
                rows: &chart.table.rows,
            })
            .collect();
        gallery_html(&self.title, &charts, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_stay_in_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        let hostile = ["/../../x", "a/b", "c:d#e?f%g", "..", "\"><script>"];
        let entities: Vec<String> = hostile
            .iter()
            .map(|id| format!("  {id:?}: {{ label: Odd }}\n"))
            .collect();
        write(
            "clearwatt.yaml",
            &format!(
                "title: Odd names\ncatalogue: builtin:energy-transparency\nevidence: data\neditions:\n  - {{ id: i-2024, rubric: \
                 builtin:energy-transparency-international }}\nentities:\n{}",
                entities.concat()
            ),
        );
        std::fs::create_dir(folder.path().join("data")).unwrap();
        for (at, id) in hostile.iter().enumerate() {
            write(
                &format!("data/{at}.yaml"),
                &format!(
                    "edition: i-2024\nentity: {id:?}\ngiven:\n  - {{ index: international, score: 5{at} }}\n"
                ),
            );
        }
        let computed = crate::results::compute(folder.path());
        let results = computed
            .results
            .unwrap_or_else(|| panic!("{:?}", computed.findings));
        let words = Words::of("en").unwrap();
        let drawn = gallery(&ChartOrder::of(ChartKind::Card), &results, &words);
        assert!(drawn.charts.len() >= hostile.len());
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        for chart in &drawn.charts {
            assert!(chart.file.chars().all(plain), "{}", chart.file);
        }
        let names: BTreeSet<&str> = drawn
            .charts
            .iter()
            .map(|chart| chart.file.as_str())
            .collect();
        assert_eq!(names.len(), drawn.charts.len(), "no chart replaces another");
        assert!(!drawn.page(&words).unwrap().contains("<script>"));
    }
}
