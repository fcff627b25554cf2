//! What may stand at a place: answers after `is`, members after `has`, values after `:` in a test, types in a declaration,
//! statements at the start of a line, names everywhere else.

use super::symbols::{Kind, Symbol};
use crate::language::parser::{BLOCK_WORDS, INDEX_LINES};
use crate::language::rubric::{Function, Statistic};
use crate::language::syntax::{FactItem, FactKind, Item, RubricFile};

/// What may stand at the end of `before`, the text up to the cursor: names with a word on what they are.
pub fn completions(
    before: &str,
    file: Option<&RubricFile>,
    symbols: &[Symbol],
) -> Vec<(String, String)> {
    let line = before.rsplit('\n').next().unwrap_or("");
    let typed = line
        .rsplit(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
        .unwrap_or("");
    let ahead = line
        .get(..line.len() - typed.len())
        .unwrap_or("")
        .trim_end();
    let words: Vec<&str> = ahead
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let found = if let Some(fact) = tested(&words, ahead) {
        answers(file, fact)
    } else if let Some(fact) = looked_up(&words, ahead) {
        answers(file, fact)
    } else if ahead.ends_with(':') && words.last().is_some_and(|fact| is_fact(symbols, fact)) {
        answers(file, words.last().copied().unwrap_or(""))
    } else if ahead.trim().is_empty() {
        let statements = BLOCK_WORDS
            .iter()
            .map(|word| ((*word).to_string(), "statement".to_string()));
        let lines = INDEX_LINES
            .iter()
            .map(|line| ((*line).to_string(), "line of an index".to_string()));
        statements.chain(lines).chain(named(symbols)).collect()
    } else {
        named(symbols).chain(functions()).collect()
    };
    let typed = typed.to_lowercase();
    found
        .into_iter()
        .filter(|(name, _)| name.to_lowercase().starts_with(&typed))
        .collect()
}

fn is_fact(symbols: &[Symbol], name: &str) -> bool {
    let mut facts = symbols.iter().filter(|symbol| symbol.kind == Kind::Fact);
    facts.any(|symbol| symbol.name == name)
}

/// The fact whose answers come next: the word before the last `is` or `has`, unless a new test has begun.
fn tested<'w>(words: &[&'w str], ahead: &str) -> Option<&'w str> {
    let at = words
        .iter()
        .rposition(|word| *word == "is" || *word == "has")?;
    let fact = at.checked_sub(1).and_then(|at| words.get(at))?;
    let after = words.get(at + 1..).unwrap_or(&[]);
    let last_joins = after.is_empty()
        || ahead.ends_with(',')
        || after
            .last()
            .is_some_and(|word| ["or", "not", "of", "only", "all"].contains(word));
    let ended = after
        .iter()
        .any(|word| ["and", "if", "then"].contains(word));
    (last_joins && !ended).then_some(*fact)
}

/// The fact of a look-up on this line whose next line begins here: `lookup income { low: 1, `.
fn looked_up<'w>(words: &[&'w str], ahead: &str) -> Option<&'w str> {
    let at = words.iter().rposition(|word| *word == "lookup")?;
    let begins = ahead.ends_with(['{', ',']) || words.last() == Some(&"or");
    let open = ahead.rfind('{') > ahead.rfind('}');
    words.get(at + 1).copied().filter(|_| begins && open)
}

fn answers(file: Option<&RubricFile>, fact: &str) -> Vec<(String, String)> {
    fn search(items: &[FactItem], fact: &str) -> Option<Vec<String>> {
        items.iter().find_map(|item| match item {
            FactItem::Fact(declaration) if declaration.name.text == fact => {
                let names = match &declaration.kind {
                    FactKind::Choice { answers, .. } => answers,
                    FactKind::Set(members) => members,
                    _ => return None,
                };
                Some(names.iter().map(|name| name.text.clone()).collect())
            }
            FactItem::Fact(_) => None,
            FactItem::When { facts, .. } => search(facts, fact),
        })
    }
    let items = file.map_or(&[][..], |file| &file.items);
    let found = items.iter().find_map(|item| match item {
        Item::Facts(block) => search(&block.facts, fact),
        _ => None,
    });
    let what = format!("answer of {fact}");
    let names = found.unwrap_or_default().into_iter();
    names.map(|name| (name, what.clone())).collect()
}

fn named(symbols: &[Symbol]) -> impl Iterator<Item = (String, String)> {
    symbols.iter().filter_map(|symbol| {
        let what = match symbol.kind {
            Kind::Fact => "fact",
            Kind::Value => "value",
            Kind::Criterion => "criterion",
            Kind::Score => "score",
            Kind::Index => "index",
            Kind::Example => "example",
            Kind::Answer | Kind::Grade => return None,
        };
        Some((symbol.name.clone(), what.to_string()))
    })
}

fn functions() -> impl Iterator<Item = (String, String)> {
    let functions = Function::ALL
        .iter()
        .map(|(name, function)| ((*name).to_string(), function.takes().to_string()));
    let statistics = Statistic::ALL
        .iter()
        .map(|(name, _)| ((*name).to_string(), "figure over all entities".to_string()));
    let others = [
        ("copeland", "entities beaten less entities beaten by"),
        ("lookup", "a value for each answer of a choice"),
    ]
    .map(|(name, what)| (name.to_string(), what.to_string()));
    functions.chain(statistics).chain(others)
}
