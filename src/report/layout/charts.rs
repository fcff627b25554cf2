//! The charts of report files: a kind by its name, or a chart file, whose mistakes come with those of the report file.

use super::{Block, ChartBlock};
use crate::diagnostic::{Diagnostic, Problem, Sources, Span, did_you_mean, one_of};
use crate::document::Node;
use crate::report::figures::{ChartKind, ChartOrder};
use crate::report::page::anchor;
use crate::results::Results;
use crate::results::reading::{FileError, Reading};
use std::path::{Path, PathBuf};

/// The charts that a report file asks for, in the order of its blocks.
#[derive(Debug, Default)]
pub(super) struct Asked {
    charts: Vec<Chart>,
    /// Whether every report by the file is about one entity.
    pub alone: bool,
}

#[derive(Debug)]
struct Chart {
    what: What,
    span: Span,
    /// Whether it stands among the blocks about each entity.
    inside: bool,
}

#[derive(Debug)]
enum What {
    Kind(ChartKind),
    File(PathBuf),
}

impl Asked {
    /// Notes the chart of a block. The block is a placeholder until [`Asked::resolve`] has read the chart files.
    pub fn block(
        &mut self,
        reading: &mut Reading<'_>,
        node: Node<'_>,
        folder: &Path,
        inside: bool,
    ) -> Option<Block> {
        let text = reading.text("chart", node)?;
        let is_file = [".yaml", ".yml"]
            .iter()
            .any(|ending| text.ends_with(ending));
        let what = if is_file {
            let path = folder.join(text);
            if !path.is_file() {
                let help = "name a chart file, relative to the report file";
                reading.wrong(format!("there is no file `{}`", path.display()), help, node);
                return None;
            }
            What::File(path)
        } else {
            What::Kind(kind(reading, text, node)?)
        };
        self.charts.push(Chart {
            what,
            span: node.span(),
            inside,
        });
        Some(Block::Chart(Box::new(ChartBlock {
            file: String::new(),
            order: ChartOrder::of(ChartKind::Ranking),
        })))
    }

    /// Reads the chart files and says what is wrong with them, or with a chart in its place.
    pub fn resolve(
        &self,
        sources: &mut Sources,
        results: &Results,
    ) -> (Vec<ChartBlock>, Vec<Diagnostic>) {
        let mut found: Vec<ChartBlock> = Vec::new();
        let mut findings = Vec::new();
        let mut read: Vec<&Path> = Vec::new();
        for chart in &self.charts {
            let (name, order) = match &chart.what {
                What::Kind(kind) => (kind.name().to_string(), ChartOrder::of(*kind)),
                What::File(path) => {
                    let name = path.file_stem().unwrap_or_default().to_string_lossy();
                    match ChartOrder::load(sources, results, path) {
                        Ok(order) => (name.into_owned(), order),
                        // A file that stands twice is wrong once.
                        Err(_) if read.contains(&path.as_path()) => continue,
                        Err(wrong) => {
                            read.push(path);
                            findings.extend(wrong);
                            continue;
                        }
                    }
                }
            };
            findings.extend(
                self.misplaced(chart, &order)
                    .map(|error| error.diagnostic()),
            );
            let wanted = anchor(&name);
            let taken = |file: &String| found.iter().any(|other| other.file == *file);
            let counted = (2..).map(|count| format!("{wanted}-{count}"));
            let mut names = std::iter::once(wanted.clone()).chain(counted);
            let file = names.find(|file| !taken(file)).unwrap_or_default();
            found.push(ChartBlock { file, order });
        }
        (found, findings)
    }

    /// Why a chart cannot stand where it does.
    fn misplaced(&self, chart: &Chart, order: &ChartOrder) -> Option<FileError> {
        let kind = order.kind.name();
        let wrong = |what: String, help: String| {
            let span = chart.span;
            Some(FileError::Wrong { what, help, span })
        };
        if order.kind.of_audit() {
            return wrong(
                format!("the chart `{kind}` shows an audit, and a report makes none"),
                format!("draw it with `clearwatt chart {kind}`, and leave the block out"),
            );
        }
        if !order.kind.of_one() {
            return None;
        }
        match order.chosen.entities.len() {
            0 if self.alone || chart.inside => None,
            0 => wrong(
                format!("the chart `{kind}` shows one entity, and this report is about all of them"),
                "write `each: yes` or `entity: UA` in the report file, or name a chart file that says `entity: UA`"
                    .to_string(),
            ),
            1 => None,
            many => wrong(
                format!("the chart `{kind}` shows one entity, and its file names {many}"),
                "leave one of them in the chart file, or none to show the one that the report is about".to_string(),
            ),
        }
    }
}

/// The kind of a name.
fn kind(reading: &mut Reading<'_>, name: &str, node: Node<'_>) -> Option<ChartKind> {
    let kind = ChartKind::named(name);
    if kind.is_none() {
        let names = || ChartKind::all().map(ChartKind::name);
        let help = did_you_mean(name, names()).unwrap_or_else(|| {
            format!(
                "there is {}, or a chart file that ends in .yaml",
                one_of(names())
            )
        });
        reading.errors.push(FileError::Unknown {
            what: "kind of chart",
            name: name.chars().take(60).collect(),
            help: Some(help),
            span: node.span(),
        });
    }
    kind
}

/// Puts the charts in the places that were kept for them.
pub(super) fn put(blocks: &mut [Block], charts: &mut impl Iterator<Item = ChartBlock>) {
    for block in blocks {
        match block {
            Block::Chart(place) => {
                if let Some(chart) = charts.next() {
                    **place = chart;
                }
            }
            Block::Entities(below) => put(below, charts),
            Block::Named { .. } | Block::Text(_) => {}
        }
    }
}
