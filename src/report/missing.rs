//! Names that a report would show in another language than its own, because nobody has written them in it.
//!
//! | code | finding |
//! |---|---|
//! | CW0801 | names that are missing in the language of a report |

use super::layout::{Block, Layout};
use super::page::{About, views};
use super::view::View;
use super::words::Words;
use crate::catalogue::{Indicator, Labels, country};
use crate::diagnostic::{Diagnostic, Problem, Severity, Span};
use crate::index::Row;
use crate::language::rubric::CutBy;
use crate::project::EntityId;
use crate::results::Results;
use thiserror::Error;

/// So many names of a kind are listed; nobody reads more at once.
const MOST: usize = 20;

/// Names of one kind that have no text in a language.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no `{language}` text for {}: {}", counted(names.len(), what), listed(names))]
pub struct MissingNames {
    /// What they name, in the singular and the plural.
    pub what: (&'static str, &'static str),
    /// The language.
    pub language: String,
    /// Their ids, or the texts themselves where they have none.
    pub names: Vec<String>,
    /// Where the first of them is declared.
    pub place: Option<Span>,
    /// Where to add them.
    pub help: String,
}

fn counted(count: usize, what: &(&'static str, &'static str)) -> String {
    match count {
        1 => format!("1 {}", what.0),
        _ => format!("{count} {}", what.1),
    }
}

fn listed(names: &[String]) -> String {
    let mut list = names
        .iter()
        .take(MOST)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > MOST {
        list.push_str(&format!(" and {} more", names.len() - MOST));
    }
    list
}

impl MissingNames {
    /// The finding as a warning, or as an error for who wants none of it.
    pub fn finding(&self, severity: Severity) -> Diagnostic {
        Diagnostic {
            severity,
            ..self.diagnostic()
        }
    }
}

impl Problem for MissingNames {
    fn diagnostic(&self) -> Diagnostic {
        let warning = Diagnostic::warning("CW0801", self.to_string()).help(self.help.clone());
        match self.place {
            Some(place) => warning.at(place),
            None => warning,
        }
    }
}

/// Names of one kind, as they are found.
struct Group {
    found: MissingNames,
}

impl Group {
    fn new(what: (&'static str, &'static str), language: &str, help: String) -> Group {
        Group {
            found: MissingNames {
                what,
                language: language.to_string(),
                names: Vec::new(),
                place: None,
                help,
            },
        }
    }

    fn add(&mut self, name: &str, place: Option<Span>) {
        let name = name.chars().take(60).collect();
        if !self.found.names.contains(&name) {
            self.found.names.push(name);
            self.found.place = self.found.place.or(place);
        }
    }

    fn check(&mut self, labels: &Labels, name: &str, place: Option<Span>) {
        if !labels.has(&self.found.language) {
            self.add(name, place);
        }
    }
}

/// Everything that some reports of a project would say in another language than that of the words.
pub fn missing_names(
    results: &Results,
    layout: &Layout,
    words: &Words,
    reports: &[About<'_>],
) -> Vec<MissingNames> {
    let lang = words.language();
    let label = |file: &str| format!("add `{lang}: …` to `label:` {file}");
    let mut indicators = Group::new(("indicator", "indicators"), lang, label("in the catalogue"));
    let mut nodes = Group::new(
        ("part of the index", "parts of the index"),
        lang,
        label("in the catalogue"),
    );
    let mut bodies = Group::new(
        ("responsible body", "responsible bodies"),
        lang,
        label("under `bodies:` in the catalogue"),
    );
    let mut entities = Group::new(
        ("entity", "entities"),
        lang,
        label("under `entities:` in clearwatt.yaml"),
    );
    let mut terms = Group::new(
        ("word of the rubric", "words of the rubrics"),
        lang,
        format!("add the word under `terms:` in the catalogue, with `{lang}: …`"),
    );
    let mut shown: Vec<&str> = Vec::new();
    for about in reports {
        for view in views(results, words, *about) {
            of_catalogue(
                view,
                about.entity,
                (&mut indicators, &mut nodes, &mut bodies),
            );
            // Others have their names in a report about one only where its blocks tell of them.
            let only = about.entity.filter(|_| !layout.names_others());
            of_entities(view, only, &mut entities);
            // Rubrics speak English by themselves.
            if lang != "en" {
                of_rubric(view, about.entity, &mut terms);
            }
            // Changes and published scores name other editions of the index too.
            let editions = view.editions().into_iter();
            shown.extend(editions.map(|view| view.edition.id.as_str()));
        }
    }
    let groups = [indicators, nodes, bodies, entities, terms];
    let texts = [of_project(results, &shown, lang), of_layout(layout, lang)];
    groups
        .into_iter()
        .chain(texts)
        .map(|group| group.found)
        .filter(|found| !found.names.is_empty())
        .collect()
}

/// Whether a row is about the entity, or anybody where there is none.
fn is_about(row: &Row, entity: Option<&EntityId>) -> bool {
    entity.is_none_or(|entity| row.entity == *entity)
}

fn of_catalogue(
    view: View<'_>,
    entity: Option<&EntityId>,
    (indicators, nodes, bodies): (&mut Group, &mut Group, &mut Group),
) {
    let catalogue = &view.results.catalogue;
    let mut seen: Vec<&Indicator> = Vec::new();
    for row in view.rows("indicator").filter(|row| is_about(row, entity)) {
        let id = catalogue.indicator_id(&row.node);
        let Some(indicator) = id.and_then(|id| catalogue.indicator(id)) else {
            continue;
        };
        if seen.iter().any(|known| known.id == indicator.id) {
            continue;
        }
        seen.push(indicator);
        indicators.check(&indicator.label, &indicator.id, Some(indicator.span));
        for body in &indicator.bodies {
            if let Some(body) = catalogue.bodies.get(body.index()) {
                bodies.check(&body.label, &body.id, Some(body.span));
            }
        }
    }
    let level = view.part_level();
    for (part, _) in view.parts() {
        let mut known = catalogue.nodes_of(level);
        if let Some((_, node)) = known.find(|(_, node)| node.id == part) {
            nodes.check(&node.label, &node.id, Some(node.span));
        }
    }
}

fn of_entities(view: View<'_>, only: Option<&EntityId>, entities: &mut Group) {
    let project = &view.results.project;
    let standings = view.standings().into_iter();
    for row in standings.filter(|row| is_about(row, only)) {
        let id = &row.entity;
        let mut declared = project.entities.declared();
        let declared = declared
            .find(|(known, _)| *known == id)
            .map(|(_, found)| found);
        let has = |labels: &Labels| labels.has(view.lang());
        // A label of the project goes before the table of countries in every language.
        let own = declared.filter(|entity| !entity.label.is_empty());
        let named = match own {
            Some(entity) => has(&entity.label),
            None => country(id.as_str()).is_some_and(|country| has(&country.label)),
        };
        if !named {
            entities.add(id.as_str(), declared.map(|entity| entity.span));
        }
    }
}

fn of_rubric(view: View<'_>, entity: Option<&EntityId>, terms: &mut Group) {
    let rubric = &view.edition.rubric;
    let grades = view
        .index
        .grades
        .iter()
        .filter_map(|grade| grade.label.as_deref());
    let criteria = rubric
        .criteria
        .iter()
        .map(|criterion| criterion.name.as_str());
    let cuts = view.index.cuts.iter();
    let cuts = cuts.filter(|cut| matches!(cut.by, CutBy::Fact(_)));
    let values = cuts.flat_map(|cut| view.rows(&cut.name));
    let values = values
        .filter(|row| is_about(row, entity))
        .map(|row| &*row.node);
    let closed = rubric.closed.iter().map(|closed| closed.label.as_str());
    let notes = rubric.notes.iter().chain(&rubric.sample);
    let reasons = view.index.cuts.iter();
    let reasons = reasons.filter_map(|cut| cut.reference_reason.as_ref());
    let notes = notes.chain(reasons).map(String::as_str);
    let names = [view.index.name.as_str(), rubric.name.as_str()];
    let words = names
        .into_iter()
        .chain(criteria)
        .chain(grades)
        .chain(closed)
        .chain(notes)
        .chain(values);
    for word in words {
        if view.results.catalogue.term(word, view.lang()).is_none() {
            terms.add(word, None);
        }
    }
}

fn of_project(results: &Results, shown: &[&str], lang: &str) -> Group {
    let help = format!("add `{lang}: …` to each of them in clearwatt.yaml");
    let mut texts = Group::new(("text of the project", "texts of the project"), lang, help);
    let project = &results.project;
    texts.check(&project.title, "title", None);
    if let Some(source) = &project.source {
        texts.check(source, "source", None);
    }
    for edition in &project.editions {
        if shown.contains(&edition.id.as_str()) && !edition.label.is_empty() {
            texts.check(&edition.label, edition.id.as_str(), None);
        }
    }
    texts
}

fn of_layout(layout: &Layout, lang: &str) -> Group {
    let help = format!("add `{lang}: …` to each of them in the report file");
    let what = ("text of the report file", "texts of the report file");
    let mut texts = Group::new(what, lang, help);
    let mut check = |labels: &Labels, name: &str| {
        if !labels.is_empty() {
            texts.check(labels, labels.get(lang).unwrap_or(name), None);
        }
    };
    check(&layout.title, "title");
    for block in &layout.blocks {
        if let Block::Text(labels) = block {
            check(labels, "text");
        }
    }
    for comment in &layout.comments {
        for labels in [&comment.from, &comment.text, &comment.reply] {
            check(labels, "comment");
        }
    }
    texts
}
