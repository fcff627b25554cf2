//! The part of a report about one index: headline, charts with their tables, entities, method, limits, coverage, sources.

use super::entity::{EntityPage, anchor, entity_page};
use super::headline::headline;
use super::method::{Method, method};
use super::records::heads;
use super::table::{Cell, Table};
use crate::chart::{self, Style, Svg};
use crate::index::{Row, RowState};
use crate::language::rubric::CutBy;
use crate::language::value::Domain;
use crate::report::figures::{self, Selection};
use crate::report::view::View;
use rayon::prelude::*;
use serde::Serialize;

/// One index in a report.
#[derive(Debug, Clone, Serialize)]
pub struct Part {
    /// Where links to it lead.
    pub anchor: String,
    /// What the index is called.
    pub name: String,
    /// Its latest edition.
    pub edition: String,
    /// The finding, as the ranking says it.
    pub finding: String,
    /// The sentences at the top.
    pub headline: Vec<String>,
    /// Charts with their tables.
    pub figures: Vec<Figure>,
    /// Totals by market, where there are markets.
    pub markets: Option<Table>,
    /// One page per entity, best first.
    pub entities: Vec<EntityPage>,
    /// Whether the entities are countries.
    pub countries: bool,
    /// How scores come about.
    pub method: Method,
    /// What the figures cannot say.
    pub limits: Vec<String>,
    /// How many indicators the scores are made of.
    pub coverage: Option<Table>,
    /// Published scores with their sources.
    pub given: Option<Table>,
    /// How much evidence there is, per entity.
    pub evidence: Vec<String>,
}

/// A chart with its table.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// The heading.
    pub heading: String,
    /// The finding, which is the chart's title.
    pub finding: String,
    /// The name of its files, without ending.
    pub file: String,
    /// The chart.
    #[serde(serialize_with = "as_text")]
    pub svg: Svg,
    /// The same as a table.
    pub table: Table,
}

fn as_text<S: serde::Serializer>(svg: &Svg, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&svg.text)
}

/// The part about the index of a view.
pub(super) fn part(view: View<'_>) -> Part {
    let standings = view.standings();
    // Each page is made by itself, so the number of threads changes nothing but the time.
    let mut entities: Vec<EntityPage> = standings
        .par_iter()
        .map(|row| entity_page(view, row))
        .collect();
    // A page with nothing but the total repeats the ranking.
    entities.retain(|page| page.categories.is_some() || page.indicators.is_some());
    Part {
        anchor: anchor(&view.index.name),
        name: view.index_name().to_string(),
        edition: view.edition_name(),
        finding: figures::title(view, &standings),
        headline: headline(view),
        figures: figures_of(view),
        markets: markets(view),
        entities,
        countries: view.are_countries(),
        method: method(view),
        limits: limits(view),
        coverage: coverage(view),
        given: given(view),
        evidence: evidence(view),
    }
}

fn figures_of(view: View<'_>) -> Vec<Figure> {
    let style = Style::default();
    let words = view.words;
    let mut found = Vec::new();
    let mut add = |heading: &str, kind: &str, title: String, svg: Svg, table: Table| {
        found.push(Figure {
            heading: words.say(heading, &[]),
            finding: title,
            file: format!("{}-{kind}", anchor(&view.index.name)),
            svg,
            table,
        });
    };
    if let Some(data) = figures::ranking(view, &Selection::default()) {
        let title = data.frame.title.clone();
        let svg = chart::ranking(&data, &style);
        add(
            "section_ranking",
            "ranking",
            title,
            svg,
            ranking_table(view),
        );
    }
    // Where the latest edition gave totals only, categories of an earlier one are better than none.
    let heat_map = view.editions().into_iter().rev();
    if let Some((of, data)) = heat_map
        .filter_map(|view| Some((view, figures::heat_map(view, &Selection::default())?)))
        .next()
    {
        let title = data.frame.title.clone();
        let svg = chart::heat_map(&data, &style);
        add(
            "section_categories",
            "categories",
            title,
            svg,
            category_table(of),
        );
    }
    if let Some(data) = figures::criteria(view, &Selection::default()) {
        let title = data.frame.title.clone();
        let heading = if view.edition.rubric.criteria.len() == 6 {
            "section_criteria"
        } else {
            "section_criteria_other"
        };
        let table = criteria_table(view, &data);
        let svg = chart::criteria_profile(&data, &style);
        add(heading, "criteria", title, svg, table);
    }
    if let Some(data) = figures::timeline(view, &Selection::default()) {
        let title = data.frame.title.clone();
        let svg = chart::timeline(&data, &style);
        add(
            "section_time",
            "timeline",
            title,
            svg,
            time_table(view, &data),
        );
    }
    found
}

fn entity_head(view: View<'_>) -> Cell {
    let key = if view.are_countries() {
        "entity"
    } else {
        "entity_other"
    };
    Cell::text(view.words.say(key, &[]))
}

fn ranking_table(view: View<'_>) -> Table {
    let words = view.words;
    let rows = view.standings().into_iter().map(|row| {
        vec![
            Cell::number(
                row.rank
                    .map_or_else(|| "–".to_string(), |rank| rank.to_string()),
            ),
            Cell::text(view.entity(&row.entity)),
            Cell::mark(&view.mark(row), words),
            Cell::of(row.score.as_ref(), words),
            Cell::text(state(view, row)),
        ]
    });
    let mut head = heads(
        view,
        &["rank_column", "entity", "score", "exact_score", "state"],
    );
    head[1] = entity_head(view);
    Table {
        caption: words.say("section_ranking", &[]),
        rows: rows.collect(),
        head,
    }
}

/// How a total came about, where that is not simply from evidence.
fn state(view: View<'_>, row: &Row) -> String {
    let key = match row.state {
        RowState::Scored => return String::new(),
        RowState::Provisional => "provisional",
        RowState::Given => "given",
        RowState::CarriedOver => "carried_over",
        RowState::FromGiven => "from_given",
        RowState::NotApplicable => "not_applicable",
        RowState::NotAssessed => "not_assessed",
        RowState::Withheld => "withheld",
        RowState::NoScore => "no_score",
    };
    view.words.say(key, &[])
}

fn category_table(view: View<'_>) -> Table {
    let words = view.words;
    let level = view.part_level();
    let parts = view.parts();
    let mut head = vec![entity_head(view)];
    head.extend(parts.iter().map(|(node, weight)| {
        let cell = Cell::number(view.node(level, node));
        match weight {
            Some(share) => cell.with(words.share(share)),
            None => cell,
        }
    }));
    head.push(Cell::number(words.say("total", &[])));
    let rows = view.standings().into_iter().map(|total| {
        let mut line = vec![Cell::text(view.entity(&total.entity))];
        for (node, _) in &parts {
            let row = view.row(&total.entity, level, node);
            line.push(Cell::mark(&view.mark_of(row), words));
        }
        line.push(Cell::mark(&view.mark(total), words));
        line
    });
    let without_parts = |line: &Vec<Cell>| {
        let parts = line.get(1..=parts.len()).unwrap_or_default();
        parts.iter().all(|cell| cell.absence == Some("no_score"))
    };
    let rows = rows.filter(|line| !without_parts(line));
    Table {
        caption: format!(
            "{}, {}",
            words.say("section_categories", &[]),
            view.edition_name()
        ),
        rows: rows.collect(),
        head,
    }
}

fn criteria_table(view: View<'_>, data: &chart::CriteriaData) -> Table {
    let words = view.words;
    let mut head = vec![entity_head(view)];
    head.extend(
        data.criteria
            .iter()
            .map(|strip| Cell::number(strip.name.clone())),
    );
    let rows = data.entities.iter().enumerate().map(|(at, name)| {
        let mut line = vec![Cell::text(name.clone())];
        for strip in &data.criteria {
            let mark = strip.marks.get(at);
            line.push(mark.map_or_else(Cell::default, |mark| Cell::mark(mark, words)));
        }
        line
    });
    Table {
        caption: data.frame.subtitle.clone(),
        rows: rows.collect(),
        head,
    }
}

fn time_table(view: View<'_>, data: &chart::TimelineData) -> Table {
    let mut head = vec![entity_head(view)];
    head.extend(data.years.iter().map(|year| Cell::number(year.to_string())));
    let rows = data.series.iter().map(|series| {
        let mut line = vec![Cell::text(series.name.clone())];
        for year in &data.years {
            let point = series.points.iter().find(|point| point.year == *year);
            line.push(point.map_or_else(
                || Cell::number("–"),
                |point| Cell::mark(&point.mark, view.words),
            ));
        }
        line
    });
    Table {
        caption: data.frame.subtitle.clone(),
        rows: rows.collect(),
        head,
    }
}

/// Totals by the values of the first cut that goes by a fact, for all entities.
fn markets(view: View<'_>) -> Option<Table> {
    let cut = view
        .index
        .cuts
        .iter()
        .find(|cut| matches!(cut.by, CutBy::Fact(_)))?;
    let mut values: Vec<&str> = Vec::new();
    for row in view.rows(&cut.name).filter(|row| row.score.is_some()) {
        if !values.contains(&&*row.node) {
            values.push(&row.node);
        }
    }
    if values.is_empty() {
        return None;
    }
    let mut head = vec![entity_head(view)];
    head.extend(
        values
            .iter()
            .map(|value| Cell::number(view.term(value, value))),
    );
    let rows = view.standings().into_iter().map(|total| {
        let mut line = vec![Cell::text(view.entity(&total.entity))];
        for value in &values {
            let row = view
                .rows(&cut.name)
                .find(|row| row.entity == total.entity && *row.node == **value);
            line.push(Cell::mark(&view.mark_of(row), view.words));
        }
        line
    });
    Some(Table {
        caption: String::new(),
        rows: rows.collect(),
        head,
    })
}

fn limits(view: View<'_>) -> Vec<String> {
    let words = view.words;
    let standings = view.standings();
    let scored = view.rows("indicator").any(|row| row.score.is_some());
    let mut limits = vec![words.say("limit_time", &[])];
    let samples = view
        .edition
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.disclosures)
        .any(|disclosure| disclosure.records.len() > 1);
    if samples || !scored {
        limits.push(words.say("limit_samples", &[]));
    }
    limits.push(words.say("limit_practice", &[]));
    let reference = reference_values(view);
    if !reference.is_empty() {
        let markets = words.list(&reference);
        limits.push(words.say("limit_reference", &[("markets", &markets)]));
    }
    if scored && view.index.cuts.iter().any(|cut| cut.by == CutBy::Body) {
        limits.push(words.say("limit_bodies", &[]));
    }
    if !view.index.total.weights.is_empty() {
        limits.push(words.say("limit_weights", &[]));
    }
    if standings.iter().any(|row| row.state == RowState::Given) {
        limits.push(words.say("limit_given", &[]));
    }
    limits
}

/// The values of cuts that are shown but not ranked.
fn reference_values(view: View<'_>) -> Vec<String> {
    let mut names = Vec::new();
    for cut in &view.index.cuts {
        let CutBy::Fact(fact) = cut.by else { continue };
        let domain = view
            .edition
            .rubric
            .facts
            .get(fact.index())
            .map(|fact| &fact.domain);
        let values = match domain {
            Some(Domain::Choice { answers, .. }) => answers,
            Some(Domain::Set(members)) => members,
            _ => continue,
        };
        for at in &cut.reference {
            if let Some(value) = values.get(usize::from(*at)) {
                names.push(view.term(value, value).to_lowercase());
            }
        }
    }
    names
}

fn coverage(view: View<'_>) -> Option<Table> {
    let standings = view.standings();
    if standings.iter().all(|row| row.scored == 0) {
        return None;
    }
    let rows = standings.iter().map(|row| {
        vec![
            Cell::text(
                view.results
                    .project
                    .entities
                    .label(&row.entity, view.lang()),
            ),
            Cell::count(row.scored),
            Cell::count(row.applicable),
            Cell::count(row.expected),
        ]
    });
    let mut head = heads(
        view,
        &[
            "entity",
            "scored_column",
            "applicable_column",
            "expected_column",
        ],
    );
    head[0] = entity_head(view);
    Some(Table {
        caption: view.words.say("coverage_lead", &[]),
        rows: rows.collect(),
        head,
    })
}

/// All published scores of the index, edition by edition.
fn given(view: View<'_>) -> Option<Table> {
    let words = view.words;
    let level = view.part_level();
    let mut rows = Vec::new();
    for of in view.editions() {
        for sheet in &of.edition.sheets {
            for given in &sheet.given {
                let what = if given.level == crate::index::TOTAL_LEVEL {
                    if given.node != view.index.name {
                        continue;
                    }
                    view.index_name()
                } else {
                    of.node(level, &given.node)
                };
                rows.push(vec![
                    Cell::text(of.edition_name()),
                    Cell::text(of.entity(&sheet.entity)),
                    Cell::text(what).with(given.note.as_deref().unwrap_or("")),
                    Cell::number(format!("{}†", words.number(&given.score))),
                    Cell::source(given.source.as_deref().unwrap_or("")),
                ]);
            }
        }
    }
    let mut head = heads(
        view,
        &["year", "entity", "note", "published_score", "source"],
    );
    head[1] = entity_head(view);
    head[2] = Cell::text("");
    (!rows.is_empty()).then(|| Table {
        caption: words.say("given_scores", &[]),
        head,
        rows,
    })
}

fn evidence(view: View<'_>) -> Vec<String> {
    let words = view.words;
    let standings = view.standings();
    let lines = standings.iter().filter_map(|row| {
        let sheets = view
            .edition
            .sheets
            .iter()
            .filter(|sheet| sheet.entity == row.entity);
        let sheets: Vec<_> = sheets.collect();
        let count: usize = sheets.iter().map(|sheet| sheet.disclosures.len()).sum();
        let day = sheets.iter().filter_map(|sheet| sheet.assessed).max()?;
        let evidence = words.count("evidence_count", count, &[]);
        Some(
            words.say(
                "evidence_assessed",
                &[
                    (
                        "entity",
                        &view
                            .results
                            .project
                            .entities
                            .label(&row.entity, view.lang()),
                    ),
                    ("evidence", &evidence),
                    ("date", &words.date(day)),
                ],
            ),
        )
    });
    lines.collect()
}
