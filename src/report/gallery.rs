//! Every chart that a project has something to show in, with a page that shows them all.

use super::figures::{ChartKind, ChartOrder};
use super::render::{PNG_SCALE, TemplateError, gallery_html};
use super::view::indices;
use super::words::Words;
use crate::chart::{ChartError, ChartTable, Fonts, Svg};
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
    let (of_one, left_out) = entities(order, results);
    let mut orders: Vec<(String, ChartOrder)> = Vec::new();
    for kind in ChartKind::all() {
        let mut order = order.clone();
        order.kind = kind;
        if !kind.of_one() {
            // Who is chosen gets charts of their own; the others show everybody.
            order.chosen.entities.clear();
            orders.push((kind.name().to_string(), order));
            continue;
        }
        for entity in &of_one {
            let mut order = order.clone();
            order.chosen.entities = vec![entity.clone()];
            orders.push((format!("{}-{entity}", kind.name()), order));
        }
    }
    // Each chart is drawn by itself, so the number of threads changes nothing but the time.
    let charts: Vec<Option<GalleryChart>> = orders
        .par_iter()
        .map(|(file, order)| {
            let data = order.data(results, words).ok()?;
            Some(GalleryChart {
                file: file.clone(),
                kind: order.kind,
                svg: data.draw(&order.style),
                table: data.table(),
            })
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
fn entities(order: &ChartOrder, results: &Results) -> (Vec<EntityId>, usize) {
    if !order.chosen.entities.is_empty() {
        return (order.chosen.entities.clone(), 0);
    }
    let indices = indices(results);
    let wanted = |name: &str| order.index.as_deref().is_none_or(|wanted| wanted == name);
    let editions = indices.iter().find(|(name, _)| wanted(name));
    let Some((index, editions)) = editions else {
        return (Vec::new(), 0);
    };
    let wanted = |id: &str| order.edition.as_deref().is_none_or(|wanted| wanted == id);
    let mut editions = editions.iter().rev();
    let edition = editions.find(|edition| wanted(edition.id.as_str()));
    let rows = edition.into_iter().flat_map(|edition| &edition.rows);
    let mut totals: Vec<_> = rows
        .filter(|row| *row.index == **index && *row.level == *crate::index::TOTAL_LEVEL)
        .collect();
    totals.sort_by_key(|row| (row.rank.unwrap_or(u32::MAX), row.entity.clone()));
    let left_out = totals.len().saturating_sub(MOST_ENTITIES);
    let first = totals.into_iter().take(MOST_ENTITIES);
    (first.map(|row| row.entity.clone()).collect(), left_out)
}

impl Gallery {
    /// Adds a chart that was drawn elsewhere, as those of audits are.
    pub fn add(&mut self, kind: ChartKind, svg: Svg, table: ChartTable) {
        self.charts.push(GalleryChart {
            file: kind.name().to_string(),
            kind,
            svg,
            table,
        });
    }

    /// What to say about entities that were left out.
    pub fn remark(&self) -> Option<String> {
        (self.left_out > 0).then(|| {
            format!(
                "remark: {} more entities have no charts of their own here; choose them with `--entity`",
                self.left_out
            )
        })
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
