//! What things are called in the reader's language, and what the page itself says.

use super::edition::Edition;
use crate::report::Words;
use crate::results::Results;
use serde::Serialize;
use std::collections::BTreeMap;

/// Names by id.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Names {
    /// All entities, in the order of their names.
    pub entities: Vec<Named>,
    /// Categories, subcategories and groups; a parent stands before its children.
    pub nodes: Vec<NamedNode>,
    /// Indicators.
    pub indicators: Vec<NamedIndicator>,
}

/// Something with an id and a name.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// Its id, as files have it.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// A category, subcategory or group.
#[derive(Debug, Clone, Serialize)]
pub struct NamedNode {
    /// Its id, unique within its level.
    pub id: String,
    /// Its level.
    pub level: &'static str,
    /// Its name for people.
    pub name: String,
    /// The place of what it belongs to.
    pub parent: Option<usize>,
}

/// An indicator with what must be out, and why.
#[derive(Debug, Clone, Serialize)]
pub struct NamedIndicator {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// The places of category, subcategory and group, as far as it has them.
    pub path: Vec<usize>,
    /// Who is responsible.
    pub bodies: Vec<String>,
    /// What must be disclosed.
    pub must: Vec<String>,
    /// On what legal or good-practice basis.
    pub basis: Vec<String>,
}

/// Names of everything that any edition has a row of.
pub(super) fn names(results: &Results, editions: &[Edition], words: &Words) -> Names {
    let lang = words.language();
    let catalogue = &results.catalogue;
    let shown: std::collections::HashSet<&str> = editions
        .iter()
        .flat_map(|edition| &edition.indicators)
        .map(String::as_str)
        .collect();
    let entities = results.entities(lang).into_iter().map(|id| Named {
        id: id.as_str().to_string(),
        name: results.project.entities.label(&id, lang).to_string(),
    });
    let nodes = catalogue.nodes.iter().map(|node| NamedNode {
        id: node.id.clone(),
        level: node.level,
        name: node.label.or(lang, &node.id).to_string(),
        parent: node.parent.map(|parent| parent.index()),
    });
    let indicators = catalogue
        .indicators
        .iter()
        .filter(|indicator| shown.contains(indicator.id.as_str()))
        .map(|indicator| NamedIndicator {
            id: indicator.id.clone(),
            name: indicator.label.or(lang, &indicator.id).to_string(),
            path: indicator.path.iter().map(|node| node.index()).collect(),
            bodies: indicator
                .bodies
                .iter()
                .filter_map(|body| catalogue.bodies.get(body.index()))
                .map(|body| body.label.or(lang, &body.id).to_string())
                .collect(),
            must: indicator
                .must_disclose
                .iter()
                .filter_map(|text| text.get(lang).map(String::from))
                .collect(),
            basis: indicator
                .basis
                .iter()
                .map(|basis| {
                    let article = basis.article.iter().map(String::as_str);
                    let parts: Vec<&str> =
                        std::iter::once(basis.act.as_str()).chain(article).collect();
                    let text = parts.join(", ");
                    match basis.verify {
                        true => format!("{text} ({})", words.say("to_verify", &[])),
                        false => text,
                    }
                })
                .collect(),
        });
    Names {
        entities: entities.collect(),
        nodes: nodes.collect(),
        indicators: indicators.collect(),
    }
}

/// Texts of the report that the page uses too; its own start with `explorer_`.
const SHARED: [&str; 48] = [
    "others",
    "fictional",
    "percent",
    "exactly",
    "coverage_of",
    "decimal_sign",
    "rank_column",
    "entity",
    "entity_other",
    "entities",
    "score",
    "exact_score",
    "grade",
    "weight",
    "category",
    "criterion",
    "change",
    "indicator",
    "body",
    "basis",
    "reason",
    "note",
    "source",
    "seen",
    "total",
    "state",
    "must_disclose",
    "nothing_disclosed",
    "not_applicable",
    "not_assessed",
    "withheld",
    "no_score",
    "provisional",
    "given",
    "carried_over",
    "from_given",
    "published_score",
    "level_index",
    "level_category",
    "level_subcategory",
    "level_group",
    "judged",
    "question",
    "answers",
    "section_ranking",
    "section_time",
    "section_criteria_other",
    "of_indicators",
];

/// The texts of the page with their places (`{name}`) still in them: the page fills them in.
pub(super) fn words_of_the_page(words: &Words) -> BTreeMap<String, String> {
    let own = words.keys().filter(|key| key.starts_with("explorer_"));
    own.chain(SHARED)
        .map(|key| (key.to_string(), words.raw(key)))
        .collect()
}
