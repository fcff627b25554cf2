//! Tables of what changed from edition to edition: lines, pairs of scores, ranks, and what a change is made of.

use super::{ChartTable, NOTHING, told, with};
use crate::chart::aside::Aside;
use crate::chart::bump::{BumpData, BumpLine};
use crate::chart::dumbbell::DumbbellData;
use crate::chart::mark::Signs;
use crate::chart::slope::{SlopeData, SlopeLine};
use crate::chart::timeline::{Method, TimelineData};
use crate::chart::waterfall::{Cause, WaterfallData, WaterfallEnd};
use crate::chart::words::Words;

/// A row per entity, a column per year; where methods changed they stand behind the years.
pub(in crate::chart) fn timeline(data: &TimelineData) -> ChartTable {
    let words = &data.frame.words;
    let points = || data.series.iter().flat_map(|series| &series.points);
    let signs = Signs::of(points().map(|point| &point.mark), words);
    let mut years = data.years.clone();
    years.extend(points().map(|point| point.year));
    years.sort_unstable();
    years.dedup();
    let mut methods: Vec<&Method> = data.methods.iter().collect();
    methods.sort_by_key(|method| method.first_year);
    let several = methods.len() > 1;
    let mut head = vec![words.heads.entity.clone()];
    head.extend(years.iter().map(|year| {
        let mut used = methods.iter().rev().filter(|_| several);
        let used = used.find(|method| method.first_year <= *year);
        with(
            &data.names.name(*year),
            used.map_or("", |method| &method.name),
        )
    }));
    let rows = data.series.iter().map(|series| {
        let of_year = |year: &i32| {
            let point = series.points.iter().find(|point| point.year == *year);
            // The gap in the line.
            point.map_or_else(
                || words.no_score.clone(),
                |point| told(&point.mark, &signs, words),
            )
        };
        let scores = years.iter().map(of_year);
        [series.name.clone()].into_iter().chain(scores).collect()
    });
    ChartTable::of(head, rows.collect())
}

/// A row per entity: both scores and their difference.
pub(in crate::chart) fn dumbbell(data: &DumbbellData) -> ChartTable {
    let words = &data.frame.words;
    let marks = data.rows.iter().flat_map(|row| [&row.from, &row.to]);
    let apart = data.aside.iter().filter_map(|aside| aside.mark.as_ref());
    let signs = Signs::of(marks.chain(apart), words);
    let head = vec![
        words.heads.entity.clone(),
        data.from.clone(),
        data.to.clone(),
        words.heads.change.clone(),
    ];
    let rows = data.rows.iter().map(|row| {
        vec![
            row.name.clone(),
            told(&row.from, &signs, words),
            told(&row.to, &signs, words),
            row.difference.clone(),
        ]
    });
    with_aside(head, rows.collect(), &data.aside, &signs, words)
}

/// A row per line, then those that have none with the reason in a column of its own.
pub(in crate::chart) fn slope(data: &SlopeData) -> ChartTable {
    let words = &data.frame.words;
    let drawn = |line: &&SlopeLine| line.from.value().is_some() && line.to.value().is_some();
    let lines: Vec<&SlopeLine> = data.lines.iter().filter(drawn).collect();
    let marks = lines.iter().flat_map(|line| [&line.from, &line.to]);
    let aside = data.aside.iter().filter_map(|aside| aside.mark.as_ref());
    let signs = Signs::of(marks.chain(aside), words);
    let methods = data.methods.as_ref();
    let head = vec![
        words.heads.entity.clone(),
        with(&data.from, methods.map_or("", |(one, _)| one)),
        with(&data.to, methods.map_or("", |(_, other)| other)),
    ];
    let rows = lines.iter().map(|line| {
        let scores = [&line.from, &line.to].map(|mark| told(mark, &signs, words));
        [line.name.clone()].into_iter().chain(scores).collect()
    });
    with_aside(head, rows.collect(), &data.aside, &signs, words)
}

/// A row per line in the order of the last edition, then those that have none.
pub(in crate::chart) fn bump(data: &BumpData) -> ChartTable {
    let words = &data.frame.words;
    let marks = data.aside.iter().filter_map(|aside| aside.mark.as_ref());
    let signs = Signs::of(marks, words);
    let several = data.methods.len() > 1;
    let mut head = vec![words.heads.entity.clone()];
    head.extend(data.editions.iter().enumerate().map(|(at, edition)| {
        let used = data.methods.iter().filter(|(first, _)| *first <= at);
        let used = used.max_by_key(|(first, _)| *first).filter(|_| several);
        with(edition, used.map_or("", |(_, name)| name))
    }));
    let complete = |line: &&BumpLine| line.ranks.len() == data.editions.len();
    let mut lines: Vec<&BumpLine> = data.lines.iter().filter(complete).collect();
    lines.sort_by_key(|line| line.ranks.last());
    let rows = lines.iter().map(|line| {
        let ranks = line.ranks.iter().map(u32::to_string);
        [line.name.clone()].into_iter().chain(ranks).collect()
    });
    with_aside(head, rows.collect(), &data.aside, &signs, words)
}

/// Adds those that are listed below the chart, and the column that says why.
fn with_aside(
    mut head: Vec<String>,
    mut rows: Vec<Vec<String>>,
    aside: &[Aside],
    signs: &Signs,
    words: &Words,
) -> ChartTable {
    if !aside.is_empty() {
        let empty = head.len().saturating_sub(1);
        head.push(words.not_drawn.clone());
        for row in &mut rows {
            row.push(NOTHING.to_owned());
        }
        rows.extend(aside.iter().map(|aside| {
            let mark = aside.mark.as_ref().map(|mark| told(mark, signs, words));
            let why: Vec<String> = mark.into_iter().chain([aside.why.clone()]).collect();
            let mut cells = vec![aside.name.clone()];
            cells.resize(empty + 1, NOTHING.to_owned());
            cells.push(why.join(", "));
            cells
        }));
    }
    ChartTable::of(head, rows)
}

/// The first score, the steps with what made them, and the last score.
pub(in crate::chart) fn waterfall(data: &WaterfallData) -> ChartTable {
    let words = &data.frame.words;
    let heads = &words.heads;
    let head = [&heads.step, &words.points, &heads.reason];
    let end = |end: &WaterfallEnd| vec![end.name.clone(), end.shown.clone(), String::new()];
    let mut rows = vec![end(&data.from)];
    rows.extend(data.steps.iter().map(|step| {
        let reason = match step.cause {
            Cause::Method => words.by_method.as_str(),
            Cause::Evidence if step.by > 0.0 => &words.rise,
            Cause::Evidence if step.by < 0.0 => &words.fall,
            Cause::Evidence => "",
        };
        vec![step.name.clone(), step.shown.clone(), reason.to_owned()]
    }));
    rows.push(end(&data.to));
    ChartTable::of(head.map(String::clone).to_vec(), rows)
}
