//! What is withheld of an entity: how much, why, what it counts as, and what the score would be without it. Whoever
//! shows a score that rests on withheld indicators asks here, so that all of them say the same.

use super::{EditionResults, Results, Rows, rows_of};
use crate::evidence::State;
use crate::index::{RowState, TOTAL_LEVEL};
use crate::language::number::Number;
use crate::language::rubric::Index;
use crate::language::syntax::AbsenceEffect;
use crate::project::EntityId;
use std::collections::BTreeSet;

/// What is withheld of an entity in an index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld<'a> {
    /// How many indicators are withheld.
    pub count: usize,
    /// How many apply.
    pub of: usize,
    /// What they count as.
    pub effect: AbsenceEffect,
    /// Why, as the evidence says; `None` where the reasons differ.
    pub reason: Option<&'a str>,
    /// The exact score without them: all that is withheld left out. `None` where it changes nothing, or nothing is left.
    pub without: Option<Number>,
}

impl Results {
    /// What is withheld of an entity in an index of an edition; `None` where nothing is.
    pub fn withheld<'a>(
        &'a self,
        edition: &'a EditionResults,
        index: &Index,
        entity: &EntityId,
    ) -> Option<Withheld<'a>> {
        let mut withheld: BTreeSet<&str> = BTreeSet::new();
        let mut applicable: BTreeSet<&str> = BTreeSet::new();
        let sources = sources(edition, index);
        for source in &sources {
            let rows = edition.rows.of_entity(&source.name, entity).iter();
            for row in rows.filter(|row| *row.level == *"indicator" && row.market.is_none()) {
                if row.state != RowState::NotApplicable {
                    applicable.insert(&row.node);
                }
                if row.state == RowState::Withheld {
                    withheld.insert(&row.node);
                }
            }
        }
        let effect = sources.first()?.absence.withheld;
        let mut reasons = withheld
            .iter()
            .map(|node| self.reason(edition, entity, node));
        let first = reasons.next()?;
        let without = match effect {
            AbsenceEffect::Zero => {
                let rows = self.with_withheld_left_out(edition);
                let row = rows.find(&index.name, entity, TOTAL_LEVEL, &index.name);
                row.and_then(|row| row.score.clone())
            }
            AbsenceEffect::LeftOut | AbsenceEffect::Error | AbsenceEffect::CarriedOver => None,
        };
        let now = edition.total_score(&index.name, entity);
        Some(Withheld {
            count: withheld.len(),
            of: applicable.len(),
            effect,
            reason: first.filter(|_| reasons.all(|other| other == first)),
            without: without.filter(|without| Some(without) != now),
        })
    }

    fn reason<'a>(
        &self,
        edition: &'a EditionResults,
        entity: &EntityId,
        indicator: &str,
    ) -> Option<&'a str> {
        let id = self.catalogue.indicator_id(indicator)?;
        match &edition.disclosure(entity, id)?.1.state {
            State::Withheld { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// The rows of an edition as they would be if everything withheld were left out; worked out once.
    fn with_withheld_left_out<'a>(&self, edition: &'a EditionResults) -> &'a Rows {
        edition.without_withheld.get_or_init(|| {
            let mut other = edition.with_evidence(edition.sheets.clone(), edition.scores.clone());
            other.rubric.absence.withheld = AbsenceEffect::LeftOut;
            for index in &mut other.rubric.indices {
                index.absence.withheld = AbsenceEffect::LeftOut;
            }
            rows_of(self, &other).into()
        })
    }
}

/// The indices of an edition whose indicators a total rests on: the index itself, or those its formula is made from.
fn sources<'a>(edition: &'a EditionResults, index: &Index) -> Vec<&'a Index> {
    let mut names: Vec<&str> = vec![&index.name];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(index) = names.get(at).and_then(|name| edition.rubric.index(name)) {
        if index.formula.is_none() {
            found.push(index);
        }
        for other in &edition.rubric.indices {
            if index.is_made_from(&other.name) && !names.contains(&other.name.as_str()) {
                names.push(&other.name);
            }
        }
        at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::compute;

    /// A rubric, a catalogue of four indicators, and evidence of one entity: 100, 50, and two withheld ones.
    fn project(withheld: &str) -> Results {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write(
            "clearwatt.yaml",
            "title: T\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: t-2024, rubric: my.rubric }\n\
             entities:\n  X1: { label: One }\n",
        );
        write(
            "my.rubric",
            &format!(
                "rubric t \"T\" {{\n  edition \"1\"\n  evidence {{ out : number from 0 to 100 }}\n  score out\n\
                 absence {{ withheld: {withheld} }}\n  index all \"All\" {{ total: mean of indicators }}\n\
                 index official \"Official\" {{ total = all / 2 }}\n}}\n"
            ),
        );
        let indicators: String = ["a", "b", "c", "d"]
            .map(|id| format!("      {id}: {{ label: {id} }}\n"))
            .concat();
        write(
            "catalogue/all.yaml",
            &format!(
                "category: k\nlabel: K\nsubcategories:\n  s:\n    label: S\n    indicators:\n{indicators}"
            ),
        );
        write(
            "data/x1.yaml",
            "edition: t-2024\nentity: X1\ndisclosures:\n  a: { out: 100 }\n  b: { out: 50 }\n\
             \u{20}\u{20}c: { withheld: martial_law }\n  d: { withheld: martial_law }\n",
        );
        let computed = compute(folder.path());
        computed
            .results
            .unwrap_or_else(|| panic!("{:#?}", computed.findings))
    }

    #[test]
    fn what_counts_as_zero_is_left_out_exactly() {
        let results = project("zero");
        let edition = &results.editions[0];
        let of = |index: &str| {
            let index = edition.rubric.index(index).unwrap();
            let entity = &edition.scores.entities[0].entity;
            results.withheld(edition, index, entity).unwrap()
        };
        // (100 + 50 + 0 + 0) / 4 = 37.5 becomes (100 + 50) / 2 = 75.
        let all = of("all");
        assert_eq!((all.count, all.of), (2, 4));
        assert_eq!(all.reason, Some("martial_law"));
        assert_eq!(all.without, Some(Number::whole(75)));
        // The official index is half of it, and rests on the same indicators: 75 / 2.
        let official = of("official");
        assert_eq!((official.count, official.of), (2, 4));
        assert_eq!(official.without, Number::parse("37.5"));
    }

    #[test]
    fn what_is_left_out_already_changes_nothing() {
        let results = project("left out");
        let edition = &results.editions[0];
        let index = edition.rubric.index("all").unwrap();
        let entity = &edition.scores.entities[0].entity;
        let found = results.withheld(edition, index, entity).unwrap();
        assert_eq!((found.count, found.effect), (2, AbsenceEffect::LeftOut));
        assert_eq!(found.without, None);
    }
}
