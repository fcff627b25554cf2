//! What changes cost, and what must be known before they are asked for: the cost file.
//!
//! ```yaml
//! unit: days
//! default: 1               # for each fact that changes
//! facts:
//!   published: 3
//!   formats: { csv: 2, otherwise: 1 }   # by what is new in the answer
//! indicators:
//!   gas-storage-stocks: { factor: 2, security: yes }
//!   energy-poverty-indicators: { cost: 20, law: yes }
//!   gas-transit-volumes: { skip: ends with the contract }
//! ```

use crate::catalogue::IndicatorId;
use crate::diagnostic::{Diagnostic, Sources};
use crate::document::{Kind, Node};
use crate::language::number::Number;
use crate::language::rubric::FactId;
use crate::language::syntax::FactRole;
use crate::language::value::Value;
use crate::results::reading::{self, Reading};
use crate::results::{EditionResults, Results};
use std::collections::BTreeMap;
use std::path::Path;

/// The file of this name beside `clearwatt.yaml` is read without being asked for.
pub const COSTS_FILE: &str = "costs.yaml";

/// The prices of changes. Costs are in one unit, of any kind, and never below zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Costs {
    /// What costs are counted in, for people; `None` where every changed fact is one.
    pub unit: Option<String>,
    /// What a changed fact costs unless it is said otherwise.
    pub default: Number,
    /// What a fact costs, by its name.
    pub facts: BTreeMap<String, Price>,
    /// What is special about an indicator.
    pub indicators: BTreeMap<IndicatorId, Special>,
}

/// What a change of one fact costs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Price {
    /// By the answer (or the member of a set) that is new.
    pub answers: BTreeMap<String, Number>,
    /// Any other answer; the default of all facts where it is not given.
    pub otherwise: Option<Number>,
}

/// What is special about an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Special {
    /// The cost of any change to it, instead of the sum over facts.
    pub cost: Option<Number>,
    /// What the sum over facts is multiplied by.
    pub factor: Option<Number>,
    /// Whether it takes a new law.
    pub law: bool,
    /// Whether it touches security; `None` where the file does not say, and what is withheld counts as if it did.
    pub security: Option<bool>,
    /// Why it is not to be planned.
    pub skip: Option<String>,
}

impl Default for Costs {
    /// One for each changed fact.
    fn default() -> Self {
        Costs {
            unit: None,
            default: Number::whole(1),
            facts: BTreeMap::new(),
            indicators: BTreeMap::new(),
        }
    }
}

impl Costs {
    /// The costs of a project: the file named, or [`COSTS_FILE`] where there is one, or one per changed fact.
    ///
    /// # Errors
    /// Everything that is wrong with the file. Facts are those of the edition's rubric.
    pub fn load(
        sources: &mut Sources,
        results: &Results,
        edition: &EditionResults,
        file: Option<&Path>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let usual = results.project.folder.join(COSTS_FILE);
        let read = |reading: &mut Reading<'_>, root: Node<'_>| read(reading, root, edition);
        match file {
            Some(file) => reading::read(sources, file, results, read),
            None if usual.exists() => reading::read(sources, &usual, results, read),
            None => Ok(Costs::default()),
        }
    }

    /// The cost of changing a fact to an answer.
    pub fn fact(
        &self,
        edition: &EditionResults,
        fact: FactId,
        before: Option<&Value>,
        after: &Value,
    ) -> Number {
        let Some(declared) = edition.rubric.facts.get(fact.index()) else {
            return self.default.clone();
        };
        let Some(price) = self.facts.get(&declared.name) else {
            return self.default.clone();
        };
        let otherwise = price.otherwise.as_ref().unwrap_or(&self.default);
        let of = |name: &str| price.answers.get(name).unwrap_or(otherwise).clone();
        match after {
            Value::Choice(at) => of(declared.domain.name(*at)),
            // Every member that is new is work of its own.
            Value::Set(members) => {
                let had = match before {
                    Some(Value::Set(had)) => *had,
                    _ => Default::default(),
                };
                let new = members.iter().filter(|at| !had.has(*at));
                new.fold(Number::zero(), |sum, at| {
                    sum.plus(&of(declared.domain.name(at)))
                })
            }
            _ => otherwise.clone(),
        }
    }

    /// The cost of changing an indicator whose facts cost so much together.
    pub fn indicator(&self, id: IndicatorId, facts: Number) -> Number {
        match self.indicators.get(&id) {
            Some(Special {
                cost: Some(cost), ..
            }) => cost.clone(),
            Some(Special {
                factor: Some(factor),
                ..
            }) => facts.times(factor),
            _ => facts,
        }
    }
}

fn read(reading: &mut Reading<'_>, root: Node<'_>, edition: &EditionResults) -> Costs {
    let mut costs = Costs::default();
    if !reading.mapping(
        "a cost file",
        root,
        &["unit", "default", "facts", "indicators"],
    ) {
        return costs;
    }
    costs.unit = root
        .get("unit")
        .and_then(|node| reading.text("unit", node))
        .map(String::from);
    if let Some(default) = root
        .get("default")
        .and_then(|node| reading.number("default", node))
    {
        costs.default = default;
    }
    let rubric = &edition.rubric;
    let names: Vec<&str> = rubric
        .facts_of(FactRole::Evidence)
        .map(|(_, fact)| fact.name.as_str())
        .collect();
    for (key, value) in root.get("facts").into_iter().flat_map(Node::entries) {
        let Some(name) = reading.one_of("fact", key, &names) else {
            continue;
        };
        let domain = rubric
            .fact(name)
            .and_then(|id| rubric.facts.get(id.index()));
        let answers = domain.map_or(&[][..], |fact| fact.domain.names());
        let price = read_price(reading, value, answers);
        costs.facts.insert(name.to_string(), price);
    }
    for (key, value) in root.get("indicators").into_iter().flat_map(Node::entries) {
        let id = reading.indicator(key);
        let special = read_special(reading, value);
        if let (Some(id), Some(special)) = (id, special) {
            costs.indicators.insert(id, special);
        }
    }
    costs
}

fn read_price(reading: &mut Reading<'_>, node: Node<'_>, answers: &[String]) -> Price {
    let mut price = Price::default();
    if node.kind() != Kind::Map {
        price.otherwise = reading.number("a cost", node);
        return price;
    }
    let mut names: Vec<&str> = answers.iter().map(String::as_str).collect();
    names.push("otherwise");
    for (key, value) in node.entries() {
        let name = reading.one_of("answer", key, &names);
        let number = reading.number("a cost", value);
        match (name, number) {
            (Some("otherwise"), number) => price.otherwise = number,
            (Some(name), Some(number)) => {
                price.answers.insert(name.to_string(), number);
            }
            _ => {}
        }
    }
    price
}

fn read_special(reading: &mut Reading<'_>, node: Node<'_>) -> Option<Special> {
    let keys = ["cost", "factor", "law", "security", "skip"];
    if !reading.mapping("the costs of an indicator", node, &keys) {
        return None;
    }
    let number = |reading: &mut Reading<'_>, key: &str| {
        node.get(key).and_then(|node| reading.number(key, node))
    };
    let yes = |reading: &mut Reading<'_>, key: &str| {
        node.get(key).and_then(|node| reading.yes(key, node))
    };
    Some(Special {
        cost: number(reading, "cost"),
        factor: number(reading, "factor"),
        law: yes(reading, "law").unwrap_or(false),
        security: yes(reading, "security"),
        skip: node
            .get("skip")
            .and_then(|node| reading.text("skip", node))
            .map(String::from),
    })
}
