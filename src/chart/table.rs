//! What a chart shows, as a table: for readers who do not see it, and for those who want to reckon with it. Everything is
//! as printed in the chart, so nothing is rounded or named a second time.

mod audits;
mod disclosures;
mod movements;
mod parts;
mod standings;
#[cfg(test)]
mod tests;

pub(super) use audits::{rank_intervals, reliability};
pub(super) use disclosures::{funnel, ladder};
pub(super) use movements::{bump, dumbbell, slope, timeline, waterfall};
pub(super) use parts::{bodies, contribution, losses, tiles};
pub(super) use standings::{card, criteria, heat_map, profile, ranking};

use super::criteria::Peers;
use super::mark::{Mark, Signs};
use super::words::Words;

/// Stands where a row has nothing to say in a column, such as a responsible body that nobody named.
const NOTHING: &str = "–";

/// A chart as a table of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartTable {
    /// What the columns hold; none is empty.
    pub head: Vec<String>,
    /// The rows in the order of the chart, each as long as the head; no cell is empty, one with nothing to say holds a
    /// dash.
    pub rows: Vec<Vec<String>>,
}

impl ChartTable {
    fn of(head: Vec<String>, rows: Vec<Vec<String>>) -> ChartTable {
        let cells = |cells: Vec<String>| cells.into_iter().map(said).collect();
        ChartTable {
            head: cells(head),
            rows: rows.into_iter().map(cells).collect(),
        }
    }
}

/// The text, or a dash for none.
fn said(text: String) -> String {
    if text.trim().is_empty() {
        NOTHING.to_owned()
    } else {
        text
    }
}

/// A mark in words: number and grade letter as it prints them, "provisional" where its outline is dotted, or the name
/// of the absence.
fn told(mark: &Mark, signs: &Signs, words: &Words) -> String {
    if let Some(absence) = mark.absence(words) {
        return absence.to_owned();
    }
    let mut text = signs.number(mark);
    if let Some(grade) = mark.grade() {
        text.push(' ');
        text.push_str(&grade.label);
    }
    if mark.is_provisional() {
        text.push_str(&format!(" ({})", words.provisional));
    }
    text
}

/// A name with what stands below or beside it.
fn with(name: &str, more: &str) -> String {
    if more.trim().is_empty() {
        name.to_owned()
    } else {
        format!("{name} ({more})")
    }
}

/// Median and range of peers. They are drawn and not printed, so they are whole numbers, halves up as everywhere.
fn compared(peers: Option<Peers>) -> [String; 2] {
    let whole = |value: f64| format!("{}", (value + 0.5).floor());
    match peers {
        None => [NOTHING, NOTHING].map(String::from),
        Some(peers) => [
            whole(peers.median),
            format!("{}–{}", whole(peers.lowest), whole(peers.highest)),
        ],
    }
}
