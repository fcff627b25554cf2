//! What a rubric declares, and every place where a name stands.

use crate::diagnostic::{FileId, Span};
use crate::language::parser::tokens::{Kind as Token, tokens};
use crate::language::syntax::{
    FactDeclaration, FactItem, FactKind, FactRole, GradesBlock, IndexPart, Item, RubricFile,
};

/// What kind of thing a name was given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A fact.
    Fact,
    /// An answer of a choice or a member of a set.
    Answer,
    /// A named intermediate value.
    Value,
    /// A criterion.
    Criterion,
    /// A further score.
    Score,
    /// An index.
    Index,
    /// A grade.
    Grade,
    /// An example for tests.
    Example,
}

/// A declared name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// The name.
    pub name: String,
    /// What it was given to.
    pub kind: Kind,
    /// Where the name is declared.
    pub span: Span,
    /// The whole declaration.
    pub whole: Span,
    /// What it means, for people: a heading and lines in Markdown.
    pub meaning: String,
}

/// Everything a rubric declares, in the order of the text. `text` is the rubric's own text.
pub fn symbols(file: &RubricFile, text: &str) -> Vec<Symbol> {
    let mut found = Vec::new();
    for item in &file.items {
        match item {
            Item::Facts(block) => facts(&block.facts, block.role, &mut found),
            Item::Let(item) => {
                let label = item.label.as_ref().map(|label| label.text.as_str());
                add(
                    &mut found,
                    &item.name,
                    Kind::Value,
                    item.span,
                    meaning("value", &item.name.text, label, &code(text, item.span)),
                );
            }
            Item::Criterion(item) => {
                let levels: Vec<String> = item
                    .levels
                    .iter()
                    .map(|(level, _)| level.to_string())
                    .collect();
                let levels = match levels.is_empty() {
                    true => String::new(),
                    false => format!("levels {}", levels.join(", ")),
                };
                let label = item.label.as_ref().map(|label| label.text.as_str());
                let mut lines = vec![levels];
                lines.extend(weights(file, &item.name.text));
                add(
                    &mut found,
                    &item.name,
                    Kind::Criterion,
                    item.span,
                    meaning("criterion", &item.name.text, label, &lines.join("\n")),
                );
            }
            Item::Score(item) => {
                if let Some(name) = &item.name {
                    let label = item.label.as_ref().map(|label| label.text.as_str());
                    add(
                        &mut found,
                        name,
                        Kind::Score,
                        item.span,
                        meaning("score", &name.text, label, &code(text, item.span)),
                    );
                }
            }
            Item::Index(item) => {
                let label = item.label.as_ref().map(|label| label.text.as_str());
                add(
                    &mut found,
                    &item.name,
                    Kind::Index,
                    item.span,
                    meaning("index", &item.name.text, label, ""),
                );
                for part in &item.parts {
                    if let IndexPart::Grades(block) = part {
                        grades(block, &mut found);
                    }
                }
            }
            Item::Grades(block) => grades(block, &mut found),
            Item::Example(item) => {
                add(
                    &mut found,
                    &item.name,
                    Kind::Example,
                    item.span,
                    meaning("example", &item.name.text, None, &code(text, item.span)),
                );
            }
            _ => {}
        }
    }
    found
}

fn add(
    found: &mut Vec<Symbol>,
    name: &crate::language::syntax::Name,
    kind: Kind,
    whole: Span,
    meaning: String,
) {
    found.push(Symbol {
        name: name.text.clone(),
        kind,
        span: name.span,
        whole,
        meaning,
    });
}

fn meaning(what: &str, name: &str, label: Option<&str>, more: &str) -> String {
    let label = label.map_or_else(String::new, |label| format!("\n\n{label}"));
    let more = more.trim();
    let more = if more.is_empty() {
        String::new()
    } else {
        format!("\n\n{more}")
    };
    format!("**{what} `{name}`**{label}{more}")
}

/// The words of a declaration as a block of code.
fn code(text: &str, span: Span) -> String {
    let written = text
        .get(span.start as usize..span.end as usize)
        .unwrap_or("");
    format!("```rubric\n{written}\n```")
}

/// Where a criterion is weighted, so far as it is the node of a weighted mean.
fn weights(file: &RubricFile, name: &str) -> Vec<String> {
    let indices = file.items.iter().filter_map(|item| match item {
        Item::Index(index) => Some(index),
        _ => None,
    });
    let weights = indices.flat_map(|index| {
        let parts = index.parts.iter().filter_map(|part| match part {
            IndexPart::Level(level) => Some(level),
            _ => None,
        });
        parts.flat_map(|level| &level.weights)
    });
    let named = weights.filter(|weight| weight.name.text == name);
    named
        .map(|weight| format!("weight {}", weight.value))
        .collect()
}

fn grades(block: &GradesBlock, found: &mut Vec<Symbol>) {
    for band in &block.bands {
        let label = band.label.as_ref().map(|label| label.text.as_str());
        let span = band.name.span.to(band.from.1);
        let from = format!("from {}", band.from.0);
        let text = meaning("grade", &band.name.text, label, &from);
        add(found, &band.name, Kind::Grade, span, text);
    }
}

fn facts(items: &[FactItem], role: FactRole, found: &mut Vec<Symbol>) {
    for item in items {
        match item {
            FactItem::Fact(declaration) => fact(declaration, role, found),
            FactItem::When { facts: inner, .. } => facts(inner, role, found),
        }
    }
}

fn fact(declaration: &FactDeclaration, role: FactRole, found: &mut Vec<Symbol>) {
    let by = match role {
        FactRole::Entity => "said of an entity in the project file",
        FactRole::Evidence => "answered by the assessor",
        FactRole::Indicator => "said of an indicator in the catalogue",
    };
    let name = &declaration.name.text;
    let (answers, values): (&[_], String) = match &declaration.kind {
        FactKind::Choice {
            answers,
            best_first,
        } => {
            let sign = if *best_first { " > " } else { " | " };
            let names: Vec<&str> = answers.iter().map(|name| name.text.as_str()).collect();
            (answers, names.join(sign))
        }
        FactKind::Set(members) => {
            let names: Vec<&str> = members.iter().map(|name| name.text.as_str()).collect();
            (members, format!("set of {}", names.join(", ")))
        }
        FactKind::Number { .. } => (&[], "number".to_string()),
        FactKind::Count => (&[], "count".to_string()),
        FactKind::Percent => (&[], "percent".to_string()),
        FactKind::Date => (&[], "date".to_string()),
        FactKind::Period => (&[], "period".to_string()),
        FactKind::Duration => (&[], "duration".to_string()),
        FactKind::Text => (&[], "text".to_string()),
        FactKind::List(fields) => {
            fields.iter().for_each(|field| fact(field, role, found));
            (&[], "list of records".to_string())
        }
        FactKind::Wrong(_) => (&[], String::new()),
    };
    let label = declaration.label.as_ref().map(|label| label.text.as_str());
    let more = format!("{by}: {values}");
    add(
        found,
        &declaration.name,
        Kind::Fact,
        declaration.span,
        meaning("fact", name, label, &more),
    );
    for answer in answers {
        let text = meaning(
            "answer",
            &answer.text,
            None,
            &format!("of the fact `{name}`: {values}"),
        );
        add(found, answer, Kind::Answer, declaration.span, text);
    }
}

/// All names of a text with their places, in order.
pub fn names(file: FileId, text: &str) -> Vec<(String, Span)> {
    let (found, _) = tokens(file, text);
    let names = found.into_iter().filter_map(|token| match token.kind {
        Token::Name(name) => Some((name, token.span)),
        _ => None,
    });
    names.collect()
}

/// The name that stands at a byte offset, or ends there.
pub fn named_at(file: FileId, text: &str, offset: usize) -> Option<(String, Span)> {
    let here = |span: &Span| span.start as usize <= offset && offset <= span.end as usize;
    names(file, text).into_iter().find(|(_, span)| here(span))
}
