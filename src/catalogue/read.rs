//! Reads the files of a catalogue. A file holds a category with its subcategories, or indicators without a category, or
//! bodies, or terms, or several of these.

use super::errors::CatalogueError;
use super::{Attribute, Basis, Body, BodyId, Catalogue, Indicator, Labels, Node, NodeId};
use crate::diagnostic::{Span, did_you_mean};
use crate::document::{self, Document, Kind};
use crate::language::calendar::Duration;
use std::collections::{HashMap, HashSet};

/// Keys of an indicator that every catalogue knows; all others are facts of a rubric.
pub const FACT_FREE_KEYS: [&str; 7] = [
    "label",
    "bodies",
    "must_disclose",
    "basis",
    "kept",
    "since",
    "until",
];

/// Reads all files of a catalogue. `facts` names the facts of the `indicator` blocks of all rubrics that will be used
/// with it.
///
/// What could be read comes back together with everything that is wrong with any of the files; with errors it is good
/// for finding further ones only.
pub fn read(documents: &[Document], facts: &[&str]) -> (Catalogue, Vec<CatalogueError>) {
    let mut reader = Reader {
        catalogue: Catalogue::default(),
        bodies: HashMap::new(),
        facts,
        errors: Vec::new(),
    };
    for document in documents {
        reader.bodies(document.root());
        reader.terms(document.root());
    }
    for document in documents {
        reader.file(document.root());
    }
    if reader.catalogue.indicators.is_empty()
        && reader.errors.is_empty()
        && let Some(first) = documents.first()
    {
        reader.errors.push(CatalogueError::Empty {
            span: first.root().span(),
        });
    }
    (reader.catalogue, reader.errors)
}

struct Reader<'a> {
    catalogue: Catalogue,
    bodies: HashMap<String, BodyId>,
    facts: &'a [&'a str],
    errors: Vec<CatalogueError>,
}

type Yaml<'d> = document::Node<'d>;

impl Reader<'_> {
    fn unknown_key(&mut self, what: &'static str, key: Yaml<'_>, known: &[&str]) {
        let name = key.text().unwrap_or("");
        self.errors.push(CatalogueError::UnknownKey {
            what,
            key: name.chars().take(60).collect(),
            help: did_you_mean(name, known.iter().copied()),
            span: key.span(),
        });
    }

    fn wrong_kind(&mut self, key: &str, expected: &str, node: Yaml<'_>) {
        self.errors.push(CatalogueError::WrongKind {
            key: key.to_string(),
            expected: expected.to_string(),
            found: node.describe(),
            span: node.span(),
        });
    }

    /// The entries of a mapping; anything else is reported.
    fn map<'d>(&mut self, key: &str, node: Yaml<'d>) -> Vec<(Yaml<'d>, Yaml<'d>)> {
        match node.kind() {
            Kind::Map => {
                // A key that stands twice has been reported; the first counts.
                let mut seen = HashSet::new();
                let first = |(key, _): &(Yaml<'d>, Yaml<'d>)| {
                    key.text().is_none_or(|name| seen.insert(name.to_string()))
                };
                node.entries().filter(first).collect()
            }
            Kind::Nothing => Vec::new(),
            _ => {
                self.wrong_kind(key, "a mapping", node);
                Vec::new()
            }
        }
    }

    fn text(&mut self, key: &str, node: Yaml<'_>) -> Option<String> {
        let text = node.text();
        if text.is_none() {
            self.wrong_kind(key, "one text", node);
        }
        text.map(String::from)
    }

    fn labels(&mut self, key: &str, node: Yaml<'_>) -> Labels {
        if let Some(text) = node.text() {
            return Labels::plain(text);
        }
        let mut labels = Labels::default();
        if node.kind() != Kind::Map {
            self.wrong_kind(key, "a text, or one text for each language", node);
            return labels;
        }
        for (language, text) in node.entries() {
            if let (Some(language), Some(text)) = (language.text(), self.text(key, text)) {
                labels.insert(language, text);
            }
        }
        labels
    }

    fn bodies(&mut self, root: Yaml<'_>) {
        let Some(node) = root.get("bodies") else {
            return;
        };
        for (key, value) in self.map("bodies", node) {
            let id = key.text().unwrap_or("").to_string();
            let mut label = Labels::default();
            for (name, value) in self.map(&id, value) {
                if name.text() == Some("label") {
                    label = self.labels("label", value);
                } else {
                    self.unknown_key("a body", name, &["label"]);
                }
            }
            if let Some(first) = self.bodies.get(&id) {
                let first = self
                    .catalogue
                    .bodies
                    .get(first.index())
                    .map_or(key.span(), |body| body.span);
                self.errors.push(CatalogueError::Twice {
                    what: "body",
                    id,
                    span: key.span(),
                    first,
                });
                continue;
            }
            let at = BodyId(u32::try_from(self.catalogue.bodies.len()).unwrap_or(u32::MAX));
            self.bodies.insert(id.clone(), at);
            self.catalogue.bodies.push(Body {
                id,
                label,
                span: key.span(),
            });
        }
    }

    fn terms(&mut self, root: Yaml<'_>) {
        let Some(node) = root.get("terms") else {
            return;
        };
        for (key, value) in self.map("terms", node) {
            let id = key.text().unwrap_or("").to_string();
            let label = self.labels(&id, value);
            if let Some((_, first)) = self.catalogue.terms.get(&id) {
                self.errors.push(CatalogueError::Twice {
                    what: "term",
                    id,
                    span: key.span(),
                    first: *first,
                });
                continue;
            }
            self.catalogue.terms.insert(id, (label, key.span()));
        }
    }

    fn file(&mut self, root: Yaml<'_>) {
        if root.kind() != Kind::Map {
            self.wrong_kind(
                "catalogue",
                "a mapping with `category` or `indicators`",
                root,
            );
            return;
        }
        let known = [
            "category",
            "label",
            "subcategories",
            "indicators",
            "bodies",
            "terms",
        ];
        for (key, _) in root.entries() {
            if !key.text().is_some_and(|name| known.contains(&name)) {
                self.unknown_key("a catalogue file", key, &known);
            }
        }
        let mut path = Vec::new();
        if let Some(node) = root.get("category") {
            let label = root
                .get("label")
                .map(|label| self.labels("label", label))
                .unwrap_or_default();
            if let Some(id) = self.text("category", node) {
                path.push(self.node("category", id, label, None, node.span()));
            }
        } else if root.get("subcategories").is_some() {
            self.errors.push(CatalogueError::NoKey {
                what: "this file".to_string(),
                key: "category",
                help: "say which category the subcategories belong to",
                span: root.span(),
            });
            return;
        }
        if let Some(node) = root.get("indicators") {
            self.indicators(node, &path);
        }
        if let Some(node) = root.get("subcategories") {
            for (key, value) in self.map("subcategories", node) {
                self.branch("subcategory", key, value, &path);
            }
        }
    }

    /// A subcategory or group.
    fn branch(&mut self, level: &'static str, key: Yaml<'_>, value: Yaml<'_>, above: &[NodeId]) {
        let known: &[&str] = match level {
            "subcategory" => &["label", "groups", "indicators"],
            _ => &["label", "indicators"],
        };
        let id = key.text().unwrap_or("").to_string();
        let entries = self.map(&id, value);
        for (name, _) in &entries {
            if !name.text().is_some_and(|name| known.contains(&name)) {
                self.unknown_key(
                    if level == "subcategory" {
                        "a subcategory"
                    } else {
                        "a group"
                    },
                    *name,
                    known,
                );
            }
        }
        let label = value
            .get("label")
            .map(|label| self.labels("label", label))
            .unwrap_or_default();
        let node = self.node(level, id, label, above.last().copied(), key.span());
        let mut path = above.to_vec();
        path.push(node);
        if let Some(indicators) = value.get("indicators") {
            self.indicators(indicators, &path);
        }
        if let Some(groups) = value.get("groups").filter(|_| level == "subcategory") {
            for (key, value) in self.map("groups", groups) {
                self.branch("group", key, value, &path);
            }
        }
    }

    /// Adds a node. A category may go on in several files; other ids are unique within their level.
    fn node(
        &mut self,
        level: &'static str,
        id: String,
        label: Labels,
        parent: Option<NodeId>,
        span: Span,
    ) -> NodeId {
        let known = self
            .catalogue
            .nodes_of(level)
            .find(|(_, node)| node.id == id);
        if let Some((at, first)) = known.map(|(at, node)| (at, node.span)) {
            if level != "category" {
                self.errors.push(CatalogueError::Twice {
                    what: level,
                    id,
                    span,
                    first,
                });
            } else if let Some(node) = self.catalogue.nodes.get_mut(at.index())
                && node.label.is_empty()
            {
                node.label = label;
            }
            return at;
        }
        let at = NodeId(u32::try_from(self.catalogue.nodes.len()).unwrap_or(u32::MAX));
        self.catalogue.nodes.push(Node {
            id,
            level,
            label,
            parent,
            span,
        });
        at
    }

    fn indicators(&mut self, node: Yaml<'_>, path: &[NodeId]) {
        for (key, value) in self.map("indicators", node) {
            let indicator = self.indicator(key, value, path);
            let (id, span) = (indicator.id.clone(), indicator.span);
            if let Err(first) = self.catalogue.add(indicator) {
                self.errors.push(CatalogueError::Twice {
                    what: "indicator",
                    id,
                    span,
                    first,
                });
            }
        }
    }

    fn indicator(&mut self, key: Yaml<'_>, value: Yaml<'_>, path: &[NodeId]) -> Indicator {
        let id = key.text().unwrap_or("").to_string();
        let mut indicator = Indicator {
            id: id.clone(),
            label: Labels::default(),
            path: path.to_vec(),
            bodies: Vec::new(),
            must_disclose: Vec::new(),
            basis: Vec::new(),
            kept: None,
            since: None,
            until: None,
            attributes: Vec::new(),
            span: key.span(),
        };
        for (name, value) in self.map(&id, value) {
            match name.text().unwrap_or("") {
                "label" => indicator.label = self.labels("label", value),
                "bodies" => indicator.bodies = self.body_list(value),
                "must_disclose" => {
                    for item in self.list("must_disclose", value) {
                        let labels = self.labels("must_disclose", item);
                        indicator.must_disclose.push(labels);
                    }
                }
                "basis" => indicator.basis = self.basis(value),
                "kept" => {
                    indicator.kept = self.parsed(
                        "kept",
                        "a duration such as `10 years`",
                        value,
                        Duration::parse,
                    );
                }
                "since" => indicator.since = self.parsed("since", "a year", value, year),
                "until" => indicator.until = self.parsed("until", "a year", value, year),
                fact if self.facts.contains(&fact) => {
                    let attribute = self.attribute(fact, name, value);
                    indicator.attributes.extend(attribute);
                }
                _ => {
                    let known: Vec<&str> =
                        FACT_FREE_KEYS.iter().chain(self.facts).copied().collect();
                    self.unknown_key("an indicator", name, &known);
                }
            }
        }
        indicator
    }

    fn parsed<T>(
        &mut self,
        key: &str,
        expected: &str,
        node: Yaml<'_>,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = node.text().and_then(read);
        if found.is_none() {
            self.wrong_kind(key, expected, node);
        }
        found
    }

    fn list<'d>(&mut self, key: &str, node: Yaml<'d>) -> Vec<Yaml<'d>> {
        match node.kind() {
            Kind::List => node.items().collect(),
            Kind::Text => vec![node],
            _ => {
                self.wrong_kind(key, "a list", node);
                Vec::new()
            }
        }
    }

    fn body_list(&mut self, node: Yaml<'_>) -> Vec<BodyId> {
        let mut found = Vec::new();
        for item in self.list("bodies", node) {
            let Some(id) = self.text("bodies", item) else {
                continue;
            };
            match self.bodies.get(&id) {
                Some(body) => found.push(*body),
                None => {
                    let help =
                        did_you_mean(&id, self.bodies.keys().map(String::as_str)).or_else(|| {
                            Some(
                                "declare it under `bodies:` in a file of the catalogue".to_string(),
                            )
                        });
                    self.errors.push(CatalogueError::UnknownBody {
                        id,
                        help,
                        span: item.span(),
                    });
                }
            }
        }
        found
    }

    fn basis(&mut self, node: Yaml<'_>) -> Vec<Basis> {
        let mut found = Vec::new();
        for item in self.list("basis", node) {
            if let Some(act) = item.text() {
                found.push(Basis {
                    act: act.to_string(),
                    article: None,
                    verify: false,
                });
                continue;
            }
            let mut basis = Basis {
                act: String::new(),
                article: None,
                verify: false,
            };
            for (name, value) in self.map("basis", item) {
                match name.text().unwrap_or("") {
                    "act" => basis.act = self.text("act", value).unwrap_or_default(),
                    "article" => basis.article = self.text("article", value),
                    "verify" => {
                        basis.verify = value.text() == Some("true") || value.text() == Some("yes")
                    }
                    _ => self.unknown_key("a basis", name, &["act", "article", "verify"]),
                }
            }
            if basis.act.is_empty() {
                self.errors.push(CatalogueError::NoKey {
                    what: "this basis".to_string(),
                    key: "act",
                    help: "name the act or standard",
                    span: item.span(),
                });
            }
            found.push(basis);
        }
        found
    }

    fn attribute(&mut self, fact: &str, name: Yaml<'_>, value: Yaml<'_>) -> Option<Attribute> {
        let texts: Vec<(String, Span)> = match value.kind() {
            Kind::Text => value
                .text()
                .map(|text| (text.to_string(), value.span()))
                .into_iter()
                .collect(),
            Kind::List => {
                let items: Vec<Yaml<'_>> = value.items().collect();
                items
                    .into_iter()
                    .filter_map(|item| Some((self.text(fact, item)?, item.span())))
                    .collect()
            }
            Kind::Map | Kind::Nothing => {
                self.wrong_kind(fact, "one value or a list", value);
                return None;
            }
        };
        let is_list = value.kind() == Kind::List;
        Some(Attribute {
            name: fact.to_string(),
            span: name.span(),
            texts,
            is_list,
        })
    }
}

fn year(text: &str) -> Option<i16> {
    text.parse()
        .ok()
        .filter(|year| (1900..=2999).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Problem, Sources};
    use crate::document::parse_yaml;

    const FACTS: [&str; 3] = ["nature", "market", "every"];

    fn reading(text: &str) -> Result<Catalogue, Vec<String>> {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text);
        let document = parse_yaml(&sources, file).unwrap();
        let (catalogue, errors) = read(&[document], &FACTS);
        if errors.is_empty() {
            return Ok(catalogue);
        }
        Err({
            let line = |error: &CatalogueError| {
                let finding = error.diagnostic();
                let at = sources
                    .get(file)
                    .unwrap()
                    .line_column(finding.span.unwrap().start);
                let help = finding.help.join(" ");
                format!(
                    "{}:{} {} {} {help}",
                    at.line, at.column, finding.code, finding.message
                )
            };
            errors.iter().map(line).collect()
        })
    }

    #[test]
    fn indicators_know_where_they_belong() {
        let catalogue = reading(
            "category: balances\nlabel: { en: Balances, uk: Баланси }\nsubcategories:\n  annual:\n    groups:\n      power:\n        indicators:\n          a: { label: A, nature: quantitative, market: [gas, oil] }\n    indicators:\n      b: { label: { en: B }, since: 2021 }\n",
        )
        .unwrap();
        let a = catalogue
            .indicator(catalogue.indicator_id("a").unwrap())
            .unwrap();
        let names: Vec<&str> = a
            .path
            .iter()
            .map(|id| catalogue.nodes[id.index()].id.as_str())
            .collect();
        assert_eq!(names, ["balances", "annual", "power"]);
        assert_eq!(a.attributes[1].texts.len(), 2);
        let b = catalogue
            .indicator(catalogue.indicator_id("b").unwrap())
            .unwrap();
        assert_eq!((b.path.len(), b.since), (2, Some(2021)));
    }

    #[test]
    fn every_mistake_of_a_file_is_reported_with_its_place() {
        let errors = reading(
            "category: balances\nsubcategorys: {}\nsubcategories:\n  annual:\n    indicators:\n      a: { natur: quantitative }\n      b: { bodies: [regulatr] }\n      c: { since: soon }\n      d: { basis: [{ article: 5 }] }\nbodies: { regulator: {} }\n",
        )
        .unwrap_err();
        assert_eq!(
            errors,
            [
                "2:1 CW0301 a catalogue file has no key `subcategorys` did you mean `subcategories`?",
                "6:12 CW0301 an indicator has no key `natur` did you mean `nature`?",
                "7:21 CW0305 no body is called `regulatr` did you mean `regulator`?",
                "8:19 CW0303 `since` should be a year, and this is `soon` ",
                "9:22 CW0302 this basis has no `act` name the act or standard",
            ]
        );
    }
}
