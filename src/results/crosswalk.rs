//! Which indicator of one edition is which of another: the crosswalk.
//!
//! An indicator that keeps its id is the same one. Everything else stands in a file beside `clearwatt.yaml`:
//!
//! ```yaml
//! editions:
//!   international-2021: { indicators: 117 }   # how many a published edition had, where only totals are known
//! steps:
//!   - from: international-2021
//!     to: international-2023
//!     indicators:
//!       - { old: gas-balance, new: gas-balance-annual, relation: reworded, note: same table, new name }
//!       - { old: gas-prices, new: gas-prices, relation: reworded, comparable: no, note: households were added }
//! ```

use super::Results;
use super::reading::{self, Reading};
use crate::catalogue::IndicatorId;
use crate::diagnostic::{Diagnostic, Sources};
use crate::document::Node;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The file of this name beside `clearwatt.yaml` is read without being asked for.
pub const CROSSWALK_FILE: &str = "crosswalk.yaml";

/// How an indicator became another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// The same.
    Same,
    /// Asked in other words.
    Reworded,
    /// One became several.
    Split,
    /// Several became one.
    Merged,
    /// Was not there before.
    New,
    /// Is there no more.
    Dropped,
}

const RELATIONS: [(&str, Relation); 6] = [
    ("same", Relation::Same),
    ("reworded", Relation::Reworded),
    ("split", Relation::Split),
    ("merged", Relation::Merged),
    ("new", Relation::New),
    ("dropped", Relation::Dropped),
];

/// One line of a crosswalk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The indicator in the earlier edition.
    pub old: Option<IndicatorId>,
    /// The indicator in the later one.
    pub new: Option<IndicatorId>,
    /// How the one became the other.
    pub relation: Relation,
    /// Whether their scores can be compared.
    pub comparable: bool,
    /// A remark.
    pub note: Option<String>,
}

/// What changed from one edition to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The earlier edition, by its place in the results.
    pub from: usize,
    /// The later one.
    pub to: usize,
    /// The indicators that did not simply stay.
    pub entries: Vec<Entry>,
}

/// A whole crosswalk; empty means that indicators of one id are the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Crosswalk {
    /// How many indicators a published edition had, by the edition's place.
    pub indicators: BTreeMap<usize, u32>,
    /// What changed between editions.
    pub steps: Vec<Step>,
}

impl Crosswalk {
    /// The crosswalk of a project: the file named, or [`CROSSWALK_FILE`] where there is one.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn load(
        sources: &mut Sources,
        results: &Results,
        file: Option<&Path>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let usual = results.project.folder.join(CROSSWALK_FILE);
        match file {
            Some(file) => reading::read(sources, file, results, read),
            None if usual.exists() => reading::read(sources, &usual, results, read),
            None => Ok(Crosswalk::default()),
        }
    }

    /// What became of an indicator on the way from one edition to a later one; `None` when it cannot be compared.
    ///
    /// `from` and `to` are places in the results; without a step between them an indicator stays what it is. Backwards
    /// the steps are gone in reverse.
    pub fn follow(&self, indicator: IndicatorId, from: usize, to: usize) -> Option<IndicatorId> {
        let mut at = indicator;
        if from <= to {
            let mut steps: Vec<&Step> = self.between(from, to).collect();
            steps.sort_by_key(|step| step.from);
            for step in steps {
                at = step.forward(at)?;
            }
        } else {
            let mut steps: Vec<&Step> = self.between(to, from).collect();
            steps.sort_by_key(|step| std::cmp::Reverse(step.from));
            for step in steps {
                at = step.backward(at)?;
            }
        }
        Some(at)
    }

    fn between(&self, from: usize, to: usize) -> impl Iterator<Item = &Step> {
        self.steps
            .iter()
            .filter(move |step| from <= step.from && step.to <= to)
    }
}

impl Step {
    fn forward(&self, old: IndicatorId) -> Option<IndicatorId> {
        match self.entries.iter().find(|entry| entry.old == Some(old)) {
            Some(entry) => entry.new.filter(|_| entry.comparable),
            // An id that is new under a later edition is not the one that had it before.
            None if self.entries.iter().any(|entry| entry.new == Some(old)) => None,
            None => Some(old),
        }
    }

    fn backward(&self, new: IndicatorId) -> Option<IndicatorId> {
        match self.entries.iter().find(|entry| entry.new == Some(new)) {
            Some(entry) => entry.old.filter(|_| entry.comparable),
            None if self.entries.iter().any(|entry| entry.old == Some(new)) => None,
            None => Some(new),
        }
    }
}

fn read(reading: &mut Reading<'_>, root: Node<'_>) -> Crosswalk {
    let mut crosswalk = Crosswalk::default();
    if !reading.mapping("a crosswalk", root, &["editions", "steps"]) {
        return crosswalk;
    }
    for (key, value) in root.get("editions").into_iter().flat_map(Node::entries) {
        let edition = reading.edition(key);
        if !reading.mapping("an edition of a crosswalk", value, &["indicators"]) {
            continue;
        }
        let Some(count) = reading.needed(
            "an edition of a crosswalk",
            value,
            "indicators",
            "add how many indicators the edition had, for example `indicators: 117`",
        ) else {
            continue;
        };
        let number = count.text().and_then(|text| text.parse::<u32>().ok());
        match (edition, number) {
            (Some(edition), Some(number)) => {
                crosswalk.indicators.insert(edition, number);
            }
            (_, None) => reading.wrong_kind("indicators", "a whole number such as 117", count),
            _ => {}
        }
    }
    for item in reading.list(
        root,
        "steps",
        "{ from: index-2021, to: index-2023, indicators: [] }",
    ) {
        if let Some(step) = read_step(reading, item) {
            crosswalk.steps.push(step);
        }
    }
    crosswalk
}

fn read_step(reading: &mut Reading<'_>, node: Node<'_>) -> Option<Step> {
    let what = "a step of a crosswalk";
    if !reading.mapping(what, node, &["from", "to", "indicators"]) {
        return None;
    }
    let from = reading.needed(what, node, "from", "add `from: ` and the earlier edition");
    let to = reading.needed(what, node, "to", "add `to: ` and the later edition");
    let (from_at, to_at) = (
        from.and_then(|node| reading.edition(node)),
        to.and_then(|node| reading.edition(node)),
    );
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = BTreeSet::new();
    for item in reading.list(node, "indicators", "{ old: a, new: b, relation: reworded }") {
        let Some(entry) = read_entry(reading, item) else {
            continue;
        };
        let many = matches!(entry.relation, Relation::Split | Relation::Merged);
        for (side, id) in [("old", entry.old), ("new", entry.new)] {
            if let Some(id) = id
                && !seen.insert((side, id))
                && !many
            {
                let help = "keep one, or say `relation: split` or `merged`";
                reading.wrong(
                    format!("this `{side}` indicator stands in two entries"),
                    help,
                    item,
                );
            }
        }
        entries.push(entry);
    }
    let (from_at, to_at) = (from_at?, to_at?);
    if from_at >= to_at {
        let help = "`from` is the earlier edition, in the order of clearwatt.yaml";
        reading.wrong("a step goes forward in time".to_string(), help, node);
        return None;
    }
    Some(Step {
        from: from_at,
        to: to_at,
        entries,
    })
}

fn read_entry(reading: &mut Reading<'_>, node: Node<'_>) -> Option<Entry> {
    let what = "an entry of a crosswalk";
    let keys = ["old", "new", "relation", "comparable", "note"];
    if !reading.mapping(what, node, &keys) {
        return None;
    }
    let old = node.get("old").map(|node| reading.indicator(node));
    let new = node.get("new").map(|node| reading.indicator(node));
    let relation = reading.needed(what, node, "relation", "add `relation: reworded`")?;
    let names = RELATIONS.map(|(name, _)| name);
    let name = reading.one_of("relation", relation, &names)?;
    let relation = RELATIONS.iter().find(|(known, _)| *known == name)?.1;
    let comparable = node
        .get("comparable")
        .and_then(|node| reading.yes("comparable", node));
    let by_nature = matches!(relation, Relation::Same | Relation::Reworded);
    if comparable == Some(true) && !by_nature {
        let help = "only `same` and `reworded` indicators can be compared one to one";
        reading.wrong(format!("what is {name} cannot be compared"), help, node);
    }
    let sides = match relation {
        Relation::New => (false, true),
        Relation::Dropped => (true, false),
        _ => (true, true),
    };
    if (old.is_some(), new.is_some()) != sides {
        let expected = match sides {
            (false, _) => "`new`",
            (_, false) => "`old`",
            _ => "`old` and `new`",
        };
        reading.wrong(
            format!("what is `{name}` has {expected}"),
            format!("write {expected}, and nothing else, beside the relation"),
            node,
        );
        return None;
    }
    let note = node.get("note").and_then(|node| reading.text("note", node));
    Some(Entry {
        old: old.flatten(),
        new: new.flatten(),
        relation,
        comparable: comparable.unwrap_or(by_nature),
        note: note.map(String::from),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(old: u32, new: u32, comparable: bool) -> Entry {
        Entry {
            old: Some(IndicatorId(old)),
            new: Some(IndicatorId(new)),
            relation: Relation::Reworded,
            comparable,
            note: None,
        }
    }

    #[test]
    fn indicators_are_followed_forwards_and_back() {
        let crosswalk = Crosswalk {
            indicators: BTreeMap::new(),
            steps: vec![
                Step {
                    from: 1,
                    to: 2,
                    entries: vec![entry(7, 9, true)],
                },
                Step {
                    from: 0,
                    to: 1,
                    entries: vec![entry(5, 7, true), entry(6, 6, false)],
                },
            ],
        };
        let id = |at: Option<IndicatorId>| at.map(|id| id.0);
        assert_eq!(id(crosswalk.follow(IndicatorId(5), 0, 2)), Some(9));
        assert_eq!(id(crosswalk.follow(IndicatorId(9), 2, 0)), Some(5));
        assert_eq!(id(crosswalk.follow(IndicatorId(5), 0, 1)), Some(7));
        assert_eq!(id(crosswalk.follow(IndicatorId(6), 0, 2)), None);
        assert_eq!(id(crosswalk.follow(IndicatorId(8), 0, 2)), Some(8));
        // 7 of the first edition is not the 7 that 5 became
        assert_eq!(id(crosswalk.follow(IndicatorId(7), 0, 1)), None);
    }
}
