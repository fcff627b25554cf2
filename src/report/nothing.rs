//! What a score of zero says, and what the means of the criteria do not.

use super::View;
use crate::catalogue::Indicator;
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::number::Number;
use crate::language::table::multiplies_criteria;

impl View<'_> {
    /// Whether a score of zero says that nothing is disclosed: the rubric says what is closed, and all that was scored
    /// below the row is. Any other zero is a score like others.
    pub fn says_nothing(self, row: &Row, score: &Number) -> bool {
        if !score.is_zero() || self.edition.rubric.closed.is_none() {
            return false;
        }
        let catalogue = &self.results.catalogue;
        let rows = self.edition.rows.of_entity(&self.index.name, &row.entity);
        let mut scored = rows
            .iter()
            .filter(|below| *below.level == *"indicator")
            .filter_map(|below| {
                let id = catalogue.indicator_id(&below.node)?;
                let belongs = self.belongs(catalogue.indicator(id)?, row);
                let found = self.edition.indicator_score(&row.entity, id)?;
                (belongs && found.score.is_some()).then_some(found.closed)
            })
            .peekable();
        scored.peek().is_some() && scored.all(|closed| closed)
    }

    /// Whether a row is about an indicator; a criterion is about all of them.
    fn belongs(self, indicator: &Indicator, row: &Row) -> bool {
        match &*row.level {
            TOTAL_LEVEL | "criterion" => true,
            "indicator" => indicator.id == *row.node,
            level => {
                let catalogue = &self.results.catalogue;
                let node = catalogue.node_at(indicator, level);
                node.and_then(|node| catalogue.nodes.get(node.index()))
                    .is_some_and(|node| node.id == *row.node)
            }
        }
    }

    /// A word of warning beside the criteria, where the score multiplies them with one another.
    pub(super) fn criteria_note(self) -> Option<String> {
        let rubric = &self.edition.rubric;
        let further = self
            .index
            .from
            .map(|id| rubric.further_scores.get(id.index()));
        let score = match further {
            Some(further) => &further?.value,
            None => &rubric.score,
        };
        multiplies_criteria(rubric, score).then(|| self.words.say("criteria_note", &[]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::EntityId;
    use crate::report::Words;
    use crate::results::{Results, compute, indices};

    const CLOSED: &str = "closed if out = 0 \"nothing is out\"";

    /// Two entities with two indicators each, `a` and `b`. UA: a is not out, b is out but not plain. GE: neither is out.
    fn scored(lines: &str) -> Results {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |file: &str, text: &str| std::fs::write(folder.path().join(file), text).unwrap();
        write(
            "my.rubric",
            &format!(
                "rubric r \"T\" {{\n  evidence {{\n    published : yes > no\n    clear : yes > no\n  }}\n  criterion out \"Out\" levels 0, 1 {{\n    1 if published is yes\n    0 otherwise\n  }}\n  criterion plain \"Plain\" levels 0, 1 {{\n    1 if clear is yes\n    0 otherwise\n  }}\n  {lines}\n  index i \"I\" {{\n    category: mean of indicators\n    total: mean of categories\n  }}\n}}\n"
            ),
        );
        write(
            "clearwatt.yaml",
            "title: T\ncatalogue: c.yaml\nevidence: a.csv\neditions:\n  - { id: t-2024, rubric: my.rubric }\n",
        );
        write(
            "c.yaml",
            "category: c\nlabel: C\nsubcategories:\n  s:\n    label: S\n    indicators:\n      a: { label: A }\n      b: { label: B }\n",
        );
        write(
            "a.csv",
            "edition,entity,indicator,published,clear\nt-2024,UA,a,no,no\nt-2024,UA,b,yes,no\nt-2024,GE,a,no,no\nt-2024,GE,b,no,no\n",
        );
        let computed = compute(folder.path());
        assert!(computed.findings.is_empty(), "{:?}", computed.findings);
        computed.results.unwrap()
    }

    fn seen<T>(results: &Results, look: impl FnOnce(View<'_>) -> T) -> T {
        let words = Words::of("en").unwrap();
        let (index, editions) = indices(results).remove(0);
        look(View::of(results, editions[0], index, &words).unwrap())
    }

    /// Whether the marks of the indicators a and b, of the category, of the criteria and of the total say it.
    fn said(view: View<'_>, entity: &str) -> [bool; 6] {
        let entity: EntityId = view.results.project.entities.resolve(entity).unwrap();
        [
            ("indicator", "a"),
            ("indicator", "b"),
            ("category", "c"),
            ("criterion", "out"),
            ("criterion", "plain"),
            (TOTAL_LEVEL, "i"),
        ]
        .map(|(level, node)| {
            let row = match level {
                TOTAL_LEVEL => view.total(&entity).unwrap(),
                _ => view.row(&entity, level, node).unwrap(),
            };
            view.mark(row).is_nothing()
        })
    }

    #[test]
    fn a_zero_says_nothing_is_disclosed_where_all_below_it_is_closed() {
        // Every score is 100 × out × plain = 0, because nothing is plain. Of UA b is out, so only a is closed; its
        // category, its total and its mean of plain are zero too, but something is disclosed. Of GE all is closed.
        let results = scored(&format!("score 100 * out * plain\n  {CLOSED}"));
        seen(&results, |view| {
            let of_ua = [true, false, false, false, false, false];
            assert_eq!(said(view, "UA"), of_ua);
            assert_eq!(said(view, "GE"), [true; 6]);
        });
    }

    #[test]
    fn without_a_line_about_what_is_closed_no_zero_says_it() {
        let results = scored("score 100 * out * plain");
        seen(&results, |view| {
            assert_eq!(said(view, "UA"), [false; 6]);
            assert_eq!(said(view, "GE"), [false; 6]);
        });
    }

    #[test]
    fn criteria_are_called_multiplied_where_the_score_multiplies_them() {
        for (score, multiplied) in [
            ("score 100 * out * plain", true),
            ("let both = out * plain\n  score 100 * both", true),
            ("let half = 50 * out\n  score half * (1 + plain)", true),
            ("score 50 * out + 50 * plain", false),
            ("score 100 * out", false),
            // A criterion times itself is no other one.
            ("score 50 * out * out + 50 * plain", false),
        ] {
            let results = scored(score);
            let note = seen(&results, |view| view.criteria_note());
            assert_eq!(note.is_some(), multiplied, "{score}");
        }
    }
}
