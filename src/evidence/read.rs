//! Evidence in YAML: one file, one sheet.

use super::dates::{check_assessed, check_facts};
use super::disclosure::{Part, disclosure};
use super::errors::EvidenceError;
use super::record::{Draft, Keys, date, short};
use super::{Given, Recorded, Sheet};
use crate::catalogue::{Catalogue, IndicatorId, LEVELS};
use crate::diagnostic::{Span, did_you_mean, one_of};
use crate::document::{Kind, Node};
use crate::language::number::Number;
use crate::language::rubric::{CutBy, FactId, Rubric};
use crate::language::value::{Field, Value};
use crate::project::{EditionId, Entities, EntityId};
use std::collections::HashMap;

/// What is needed to make sense of evidence.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) entities: &'a Entities,
    pub(super) editions: Vec<(&'a EditionId, Keys<'a>)>,
    /// Several people assess the same things, each alone.
    pub(super) alone: bool,
}

impl<'a> Reader<'a> {
    /// A reader for these editions, each with its year and rubric.
    pub fn new(
        catalogue: &'a Catalogue,
        entities: &'a Entities,
        editions: impl IntoIterator<Item = (&'a EditionId, i16, &'a Rubric)>,
    ) -> Self {
        let editions = editions
            .into_iter()
            .map(|(id, year, rubric)| (id, Keys::of(year, rubric)))
            .collect();
        Reader {
            catalogue,
            entities,
            editions,
            alone: false,
        }
    }

    /// The same reader for assessments: one table may hold what several people recorded about one disclosure.
    #[must_use]
    pub fn of_single_assessors(self) -> Self {
        Reader {
            alone: true,
            ..self
        }
    }

    pub(super) fn keys(&self, edition: &EditionId) -> Option<&Keys<'a>> {
        let found = self.editions.iter().find(|(id, _)| *id == edition);
        found.map(|(_, keys)| keys)
    }

    pub(super) fn edition(
        &self,
        text: &str,
        span: Span,
        errors: &mut Vec<EvidenceError>,
    ) -> Option<(EditionId, &Keys<'a>)> {
        let found = self.editions.iter().find(|(id, _)| id.as_str() == text);
        if found.is_none() {
            let known = || self.editions.iter().map(|(id, _)| id.as_str());
            errors.push(EvidenceError::Unknown {
                what: "edition",
                name: short(text),
                help: did_you_mean(text, known())
                    .or_else(|| Some(format!("the project has {}", one_of(known())))),
                span,
            });
        }
        found.map(|(id, keys)| ((*id).clone(), keys))
    }

    pub(super) fn entity(
        &self,
        text: &str,
        span: Span,
        errors: &mut Vec<EvidenceError>,
    ) -> Option<EntityId> {
        match self.entities.resolve(text) {
            Ok(id) => Some(id),
            Err(unknown) => {
                errors.push(EvidenceError::Unknown {
                    what: "entity",
                    name: short(text),
                    help: Some(unknown.help),
                    span,
                });
                None
            }
        }
    }

    pub(super) fn indicator(
        &self,
        text: &str,
        span: Span,
        errors: &mut Vec<EvidenceError>,
    ) -> Option<IndicatorId> {
        let found = self.catalogue.indicator_id(text);
        if found.is_none() {
            let known = self
                .catalogue
                .indicators
                .iter()
                .map(|indicator| indicator.id.as_str());
            errors.push(EvidenceError::Unknown {
                what: "indicator",
                name: short(text),
                help: did_you_mean(text, known),
                span,
            });
        }
        found
    }
}

const SHEET_KEYS: [&str; 7] = [
    "edition",
    "entity",
    "assessed",
    "assessor",
    "defaults",
    "disclosures",
    "given",
];

/// Reads a sheet. What is wrong is added to `errors` and left out of the sheet; without an edition or entity there is
/// no sheet.
pub fn read_sheet(
    reader: &Reader<'_>,
    root: Node<'_>,
    errors: &mut Vec<EvidenceError>,
) -> Option<Sheet> {
    let start = errors.len();
    if root.kind() != Kind::Map {
        errors.push(EvidenceError::WrongKind {
            key: "evidence".to_string(),
            expected: "a mapping with `edition`, `entity` and `disclosures`".to_string(),
            found: root.describe(),
            help: None,
            span: root.span(),
        });
        return None;
    }
    for (key, _) in root.entries() {
        let name = key.text().unwrap_or("");
        if !SHEET_KEYS.contains(&name) {
            errors.push(EvidenceError::UnknownKey {
                what: "an evidence file",
                key: short(name),
                help: did_you_mean(name, SHEET_KEYS).or_else(|| {
                    reader
                        .catalogue
                        .indicator_id(name)
                        .map(|_| "indicators stand under `disclosures:`, indented".to_string())
                }),
                span: key.span(),
            });
        }
    }
    let needed = |key: &'static str, help: &str, errors: &mut Vec<EvidenceError>| {
        let Some(value) = root.get(key) else {
            let start = root.span();
            let span = Span {
                end: start.start,
                ..start
            };
            errors.push(EvidenceError::NoKey {
                what: "this evidence file",
                key,
                help: help.to_string(),
                span,
            });
            return None;
        };
        text(key, value, errors)
    };
    let edition = needed(
        "edition",
        "add the line `edition: ` and the edition's id from clearwatt.yaml",
        errors,
    )
    .and_then(|(text, span)| reader.edition(text, span, errors));
    let entity = needed(
        "entity",
        "add the line `entity: ` and a code such as `UA`",
        errors,
    )
    .and_then(|(text, span)| reader.entity(text, span, errors));
    let assessed = root
        .get("assessed")
        .and_then(|value| text("assessed", value, errors))
        .and_then(|text| Some((date("assessed", text, errors)?, text.1)));
    let assessor = root
        .get("assessor")
        .and_then(|value| text("assessor", value, errors));
    // Without the edition its rubric is not known either, and nothing more can be said about the answers.
    let (edition, keys) = edition?;
    if let Some(assessed) = assessed {
        check_assessed(keys, assessed, errors);
    }
    let assessed = assessed.map(|(day, _)| day);
    let mut defaults = Draft::new();
    if let Some(node) = root.get("defaults") {
        read_defaults(keys, node, &mut defaults, errors);
        check_facts(keys, &defaults.facts, (None, assessed), errors);
    }
    // What was misread here would be found missing in every disclosure again.
    let sound = errors.len() == start;
    let mut disclosures = Vec::new();
    if let Some(node) = root.get("disclosures") {
        if node.kind() == Kind::Map {
            for (key, value) in node.entries() {
                let id = key.text().unwrap_or("");
                let before = errors.len();
                let indicator = reader.indicator(id, key.span(), errors);
                let parts = read_disclosure(keys, id, key.span(), value, errors);
                let Some((whole, bodies)) = parts else {
                    continue;
                };
                // A misspelt indicator is checked all the same; it is kept nowhere.
                let known = indicator.unwrap_or(IndicatorId(u32::MAX));
                let read = disclosure(keys, (known, id), assessed, Some(whole), bodies, errors);
                if sound && errors.len() == before {
                    disclosures.extend(read);
                }
            }
        } else if node.kind() != Kind::Nothing {
            wrong_kind(
                "disclosures",
                "a mapping from indicators to answers",
                node,
                errors,
            );
        }
    }
    let mut given = Vec::new();
    if let Some(node) = root.get("given") {
        if node.kind() == Kind::List {
            given.extend(
                node.items()
                    .filter_map(|item| read_given(reader, keys.rubric, item, errors)),
            );
        } else {
            wrong_kind(
                "given",
                "a list such as `- { category: balances, score: 100 }`",
                node,
                errors,
            );
        }
    }
    Some(Sheet {
        edition,
        entity: entity?,
        assessed,
        assessor: assessor.map(|(text, _)| text.to_string()),
        defaults: defaults.facts,
        disclosures,
        given,
        span: root.span(),
    })
}

fn wrong_kind(key: &str, expected: &str, node: Node<'_>, errors: &mut Vec<EvidenceError>) {
    errors.push(EvidenceError::WrongKind {
        key: key.to_string(),
        expected: expected.to_string(),
        found: node.describe(),
        help: None,
        span: node.span(),
    });
}

/// A scalar; anything else is reported.
fn text<'d>(key: &str, node: Node<'d>, errors: &mut Vec<EvidenceError>) -> Option<(&'d str, Span)> {
    let found = node.text();
    if found.is_none() {
        wrong_kind(key, "one value", node, errors);
    }
    found.map(|text| (text, node.span()))
}

fn read_defaults(
    keys: &Keys<'_>,
    node: Node<'_>,
    draft: &mut Draft,
    errors: &mut Vec<EvidenceError>,
) {
    if node.kind() != Kind::Map {
        wrong_kind(
            "defaults",
            "a mapping such as `{ access: free }`",
            node,
            errors,
        );
        return;
    }
    for (key, value) in node.entries() {
        let name = key.text().unwrap_or("");
        match keys.fact(name) {
            Some(fact) => read_fact(keys, fact, name, value, draft, errors),
            None => errors.push(EvidenceError::Unknown {
                what: "fact",
                name: short(name),
                help: did_you_mean(name, keys.known()),
                span: key.span(),
            }),
        }
    }
}

fn read_fact(
    keys: &Keys<'_>,
    fact: (
        crate::language::rubric::FactId,
        &crate::language::value::Domain,
    ),
    name: &str,
    value: Node<'_>,
    draft: &mut Draft,
    errors: &mut Vec<EvidenceError>,
) {
    use crate::language::value::Domain;
    if let (Kind::List, Domain::List(fields)) = (value.kind(), fact.1) {
        return read_records(keys, fact.0, fields, value, draft, errors);
    }
    let is_set = matches!(fact.1, Domain::Set(_));
    match value.kind() {
        Kind::Text => {
            let one = std::iter::once((value.text().unwrap_or(""), value.span()));
            draft.fact(keys.rubric, fact, one, value.span(), errors);
        }
        Kind::List if is_set && value.items().all(|item| item.kind() == Kind::Text) => {
            let texts = value
                .items()
                .filter_map(|item| Some((item.text()?, item.span())));
            draft.fact(keys.rubric, fact, texts, value.span(), errors);
        }
        _ => {
            draft.touched = true;
            let help = (value.kind() == Kind::Nothing)
                .then(|| "remove the line, or give the answer".to_string());
            errors.push(EvidenceError::WrongKind {
                key: name.to_string(),
                expected: fact.1.expected(),
                found: value.describe(),
                help,
                span: value.span(),
            });
        }
    }
}

/// Reads the records of a list fact, each a mapping from fields to values.
fn read_records(
    keys: &Keys<'_>,
    fact: FactId,
    fields: &[Field],
    node: Node<'_>,
    draft: &mut Draft,
    errors: &mut Vec<EvidenceError>,
) {
    draft.touched = true;
    let before = errors.len();
    let mut records = Vec::new();
    for item in node.items() {
        if item.kind() != Kind::Map {
            wrong_kind(
                "a record",
                "a mapping such as `{ reported: yes }`",
                item,
                errors,
            );
            continue;
        }
        let mut record = vec![None; fields.len()];
        for (key, value) in item.entries() {
            let name = key.text().unwrap_or("");
            let found = fields.iter().position(|field| field.name == name);
            let Some((slot, field)) =
                found.and_then(|at| Some((record.get_mut(at)?, fields.get(at)?)))
            else {
                errors.push(EvidenceError::Unknown {
                    what: "field",
                    name: short(name),
                    help: did_you_mean(name, fields.iter().map(|field| field.name.as_str())),
                    span: key.span(),
                });
                continue;
            };
            // The checker declares the fields of a list right after it.
            let own = FactId(fact.0 + 1 + u16::try_from(found.unwrap_or(0)).unwrap_or(0));
            let mut inner = Draft::new();
            let field = (own, &field.domain);
            read_fact(keys, field, name, value, &mut inner, errors);
            *slot = inner.facts.pop().map(|recorded| recorded.value);
        }
        records.push(record);
    }
    if errors.len() == before {
        draft.facts.push(Recorded {
            fact,
            value: Value::Records(records),
            span: node.span(),
        });
    }
}

/// Reads what stands under an indicator: about the whole, and about each body.
fn read_disclosure(
    keys: &Keys<'_>,
    id: &str,
    span: Span,
    node: Node<'_>,
    errors: &mut Vec<EvidenceError>,
) -> Option<(Part, Vec<Part>)> {
    let before = errors.len();
    let mut bodies = Vec::new();
    let draft = read_record(keys, id, node, Some(&mut bodies), errors)?;
    let part = Part {
        draft,
        body: None,
        assessed: None,
        span,
        sound: errors.len() == before,
    };
    Some((part, bodies))
}

/// Reads the keys of a disclosure, or of one body where `bodies` is `None`.
fn read_record(
    keys: &Keys<'_>,
    id: &str,
    node: Node<'_>,
    mut bodies: Option<&mut Vec<Part>>,
    errors: &mut Vec<EvidenceError>,
) -> Option<Draft> {
    match node.kind() {
        Kind::Map => {}
        Kind::Nothing => {
            errors.push(EvidenceError::Nothing {
                indicator: short(id),
                span: node.span(),
            });
            return None;
        }
        Kind::Text | Kind::List => {
            wrong_kind(id, "a mapping such as `{ published: no }`", node, errors);
            return None;
        }
    }
    let mut draft = Draft::new();
    for (key, value) in node.entries() {
        let name = key.text().unwrap_or("");
        if let Some(fact) = keys.fact(name) {
            read_fact(keys, fact, name, value, &mut draft, errors);
            continue;
        }
        match (name, &mut bodies) {
            ("bodies", Some(bodies)) => read_bodies(keys, value, bodies, errors),
            ("judged", _) => read_judged(keys, value, &mut draft, errors),
            _ => {
                let words = value.text().map(|text| (text, value.span()));
                let taken = words.is_some_and(|words| draft.remark(name, words, errors));
                if taken {
                    continue;
                }
                let known = super::record::NOTE_KEYS.contains(&name)
                    || super::record::STATE_KEYS.contains(&name)
                    || name == "since";
                if known {
                    wrong_kind(name, "one value", value, errors);
                } else {
                    errors.push(keys.unknown(name, key.span()));
                }
            }
        }
    }
    Some(draft)
}

fn read_bodies(
    keys: &Keys<'_>,
    node: Node<'_>,
    bodies: &mut Vec<Part>,
    errors: &mut Vec<EvidenceError>,
) {
    if node.kind() != Kind::Map {
        wrong_kind("bodies", "a mapping from bodies to answers", node, errors);
        return;
    }
    for (key, value) in node.entries() {
        let body = key.text().unwrap_or("");
        let before = errors.len();
        if let Some(draft) = read_record(keys, body, value, None, errors) {
            bodies.push(Part {
                draft,
                body: Some(body.into()),
                assessed: None,
                span: key.span(),
                sound: errors.len() == before,
            });
        }
    }
}

fn read_judged(
    keys: &Keys<'_>,
    node: Node<'_>,
    draft: &mut Draft,
    errors: &mut Vec<EvidenceError>,
) {
    if node.kind() != Kind::Map {
        wrong_kind("judged", "a mapping from criteria to scores", node, errors);
        return;
    }
    for (key, value) in node.entries() {
        let criterion = (key.text().unwrap_or(""), key.span());
        if let Some(score) = text(criterion.0, value, errors) {
            draft.judge(keys.rubric, criterion, score, errors);
        }
    }
}

fn read_given(
    reader: &Reader<'_>,
    rubric: &Rubric,
    node: Node<'_>,
    errors: &mut Vec<EvidenceError>,
) -> Option<Given> {
    if node.kind() != Kind::Map {
        wrong_kind(
            "given",
            "a mapping such as `{ index: international, score: 61 }`",
            node,
            errors,
        );
        return None;
    }
    let nodes = given_levels(reader.catalogue, rubric);
    let mut place: Option<(&str, &str, Span)> = None;
    let (mut score, mut source, mut note) = (None, None, None);
    for (key, value) in node.entries() {
        let name = key.text().unwrap_or("");
        let Some((words, span)) = text(name, value, errors) else {
            continue;
        };
        match name {
            "score" => {
                score = Number::parse(words);
                if score.is_none() {
                    errors.push(EvidenceError::WrongValue {
                        fact: "score".to_string(),
                        value: short(words),
                        expected: "expected a number such as 61 or 61.05".to_string(),
                        help: None,
                        span,
                    });
                }
            }
            "source" => source = Some(words.into()),
            "note" => note = Some(words.into()),
            level => match nodes.get(level) {
                Some(known) if known.contains(&words) => place = Some((level, words, span)),
                Some(known) => errors.push(EvidenceError::Unknown {
                    what: crate::catalogue::LEVELS
                        .into_iter()
                        .find(|known| known == &level)
                        .unwrap_or("index or indicator"),
                    name: short(words),
                    help: did_you_mean(words, known.iter().copied()),
                    span,
                }),
                None => errors.push(EvidenceError::UnknownKey {
                    what: "a given score",
                    key: short(level),
                    help: did_you_mean(
                        level,
                        nodes.keys().copied().chain(["score", "source", "note"]),
                    ),
                    span: key.span(),
                }),
            },
        }
    }
    let missing = |key: &'static str, help: &str| EvidenceError::NoKey {
        what: "this given score",
        key,
        help: help.to_string(),
        span: node.span(),
    };
    if node.get("score").is_none() {
        errors.push(missing("score", "add `score: 61`"));
    }
    if place.is_none()
        && !node
            .entries()
            .any(|(key, _)| key.text().is_some_and(|key| nodes.contains_key(key)))
    {
        errors.push(missing(
            "index",
            "say what was scored, for example `index: international` or `category: balances`",
        ));
    }
    let (level, name, _) = place?;
    Some(Given {
        level: level.to_string(),
        node: name.to_string(),
        score: score?,
        source,
        note,
        span: node.span(),
    })
}

/// What scores may be given for: level by level the nodes that exist.
fn given_levels<'a>(
    catalogue: &'a Catalogue,
    rubric: &'a Rubric,
) -> HashMap<&'a str, Vec<&'a str>> {
    let mut levels: HashMap<&str, Vec<&str>> = HashMap::new();
    levels.insert(
        "index",
        rubric
            .indices
            .iter()
            .map(|index| index.name.as_str())
            .collect(),
    );
    levels.insert(
        "indicator",
        catalogue
            .indicators
            .iter()
            .map(|found| found.id.as_str())
            .collect(),
    );
    for level in LEVELS {
        let nodes: Vec<&str> = catalogue
            .nodes_of(level)
            .map(|(_, node)| node.id.as_str())
            .collect();
        if !nodes.is_empty() {
            levels.insert(level, nodes);
        }
    }
    for cut in rubric.indices.iter().flat_map(|index| &index.cuts) {
        let values = match cut.by {
            CutBy::Body => catalogue
                .bodies
                .iter()
                .map(|body| body.id.as_str())
                .collect(),
            CutBy::Fact(fact) => {
                let names = rubric
                    .facts
                    .get(fact.index())
                    .map_or(&[][..], |fact| fact.domain.names());
                names.iter().map(String::as_str).collect()
            }
        };
        levels.insert(cut.name.as_str(), values);
    }
    levels
}
