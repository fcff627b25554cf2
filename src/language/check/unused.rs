//! What is written may not be without effect: clauses that nothing reads, and clauses given twice, of which only one would
//! be read. The one place for that; whoever adds a clause to the language says here where it means nothing.

use super::super::rubric::{Index, Part};
use super::super::syntax::{
    AbsenceBlock, AbsenceEffect, CutItem, CutPart, IndexItem, IndexPart, Item, MissingEffect, Name,
    RankBasis, RubricFile,
};
use super::index::TOTAL;
use super::{CheckError, Checker};
use crate::diagnostic::Span;
use std::collections::HashMap;

/// Levels that rows have beside those of the catalogue and of cuts.
const ROW_LEVELS: [&str; 6] = [
    "index",
    "category",
    "subcategory",
    "group",
    "indicator",
    "criterion",
];

/// The findings about a rubric that are no errors, so that a rubric may allow them.
const CAN_BE_ALLOWED: [&str; 9] = [
    "CW0214", "CW0215", "CW0216", "CW0220", "CW0221", "CW0222", "CW0223", "CW0224", "CW0225",
];

/// Clauses seen so far, with their places.
#[derive(Default)]
struct Seen(HashMap<(&'static str, String), Span>);

impl Seen {
    /// The first clause of this kind and name, where this is another one.
    fn again(&mut self, what: &'static str, name: &str, span: Span) -> Option<CheckError> {
        let first = *self.0.entry((what, name.to_string())).or_insert(span);
        (first != span).then(|| CheckError::Twice {
            what,
            name: name.to_string(),
            span,
            first,
        })
    }
}

impl Checker<'_> {
    /// Statements of the whole rubric that nothing reads, or of which only the last would count.
    pub(super) fn statements(&mut self, file: &RubricFile) {
        let mut seen = Seen::default();
        let mut twice = Vec::new();
        for item in &file.items {
            match item {
                Item::Edition(label) => twice.extend(seen.again(LINE, "edition", label.span)),
                Item::Source(label) => twice.extend(seen.again(LINE, "source", label.span)),
                Item::Closed(item) => twice.extend(seen.again(LINE, "closed", item.span)),
                Item::Several(item) => {
                    twice.extend(seen.again("the sample", &item.of.text, item.of.span));
                }
                Item::Absence(block) => twice.extend(absences(&mut seen, block)),
                Item::Allow(item) if !CAN_BE_ALLOWED.contains(&item.code.text.as_str()) => {
                    let known = CAN_BE_ALLOWED.map(String::from).to_vec();
                    self.unknown("warning or note about a rubric", &item.code, known);
                }
                _ => {}
            }
        }
        self.errors.extend(twice);
    }

    /// Clauses of an index that nothing reads, or that are given twice.
    pub(super) fn unused(&mut self, item: &IndexItem, index: &Index) {
        let mut seen = Seen::default();
        for part in &item.parts {
            let twice: Vec<CheckError> = match part {
                IndexPart::Level(level) => level
                    .levels
                    .iter()
                    .filter_map(|name| seen.again("the level", &name.text, name.span))
                    .collect(),
                IndexPart::Formula(_, span) => {
                    seen.again("the level", TOTAL, *span).into_iter().collect()
                }
                IndexPart::Cut(cut) => seen
                    .again("the cut", &cut.name.text, cut.name.span)
                    .into_iter()
                    .collect(),
                IndexPart::Absence(block) => absences(&mut seen, block),
                other => clause(other)
                    .and_then(|(name, span)| seen.again(LINE, name, span))
                    .into_iter()
                    .collect(),
            };
            self.errors.extend(twice);
            match (part, &index.formula) {
                (_, Some(_)) => self.not_in_a_formula(part),
                (IndexPart::Missing(effect, span), None) => self.missing(*effect, index, *span),
                (IndexPart::Absence(block), None) => self.no_error_here(block),
                (IndexPart::Cut(cut), None) => self.unused_in_cut(cut),
                (IndexPart::MinimumCoverage(share, span), None) if share.is_zero() => self
                    .no_effect(
                        "a minimum coverage of 0% asks for nothing",
                        "write the least share of the indicators, or remove the line",
                        *span,
                    ),
                (IndexPart::Rank(_, span), None) => self.rounds_nothing(index, *span),
                _ => {}
            }
        }
    }

    fn no_effect(&mut self, what: impl Into<String>, help: &str, span: Span) {
        self.errors.push(CheckError::NoEffect {
            what: what.into(),
            help: help.to_string(),
            span,
        });
    }

    /// A formula reads other indices, so nothing is asked of indicators.
    fn not_in_a_formula(&mut self, part: &IndexPart) {
        let (name, span) = match part {
            IndexPart::Level(level) => match level.levels.first() {
                // The total has been reported.
                Some(name) if name.text != TOTAL => (format!("{}:", name.text), level.span),
                _ => return,
            },
            IndexPart::Cut(cut) => (format!("cut {}", cut.name.text), cut.name.span),
            IndexPart::Absence(block) => {
                let names = block.effects.iter().map(|(name, ..)| name.text.as_str());
                (names.collect::<Vec<_>>().join("`, `"), block.span)
            }
            IndexPart::Where(..)
            | IndexPart::From(..)
            | IndexPart::MinimumCoverage(..)
            | IndexPart::Across(..) => match clause(part) {
                Some((name, span)) => (name.to_string(), span),
                None => return,
            },
            _ => return,
        };
        self.no_effect(
            format!("`{name}` has no effect in an index with a formula"),
            "write it in an index that the formula reads, or remove it",
            span,
        );
    }

    fn missing(&mut self, effect: MissingEffect, index: &Index, span: Span) {
        let of_levels = |part: &Part| matches!(part, Part::Level(_));
        let levels = index.levels.iter().chain([&index.total]);
        // Indicators without a score are left out of every mean, so saying that is true.
        if effect == MissingEffect::LeftOut || levels.map(|level| &level.of).any(of_levels) {
            return;
        }
        self.no_effect(
            "`missing` is about parts that are levels, and this index is made of indicators alone",
            "write `not_assessed: zero` or `withheld: zero` for indicators without a score, or remove the line",
            span,
        );
    }

    fn no_error_here(&mut self, block: &AbsenceBlock) {
        for (name, effect, _) in &block.effects {
            if *effect == AbsenceEffect::Error {
                self.no_effect(
                    format!("`{}: error` has no effect in an index", name.text),
                    "write it in the `absence` block, where it holds for the whole rubric",
                    name.span,
                );
            }
        }
    }

    fn rounds_nothing(&mut self, index: &Index, span: Span) {
        if index.rank.on == RankBasis::Rounded && index.rounding.is_none() {
            self.no_effect(
                "the index rounds nothing, so its rounded score is the exact score",
                "add a line such as `round half up to 0 decimals`, or write `rank on exact score`",
                span,
            );
        }
    }

    fn unused_in_cut(&mut self, cut: &CutItem) {
        if ROW_LEVELS.contains(&cut.name.text.as_str()) {
            self.errors.push(CheckError::IndexPart {
                what: format!(
                    "a cut cannot be called `{}`, which is a level",
                    cut.name.text
                ),
                help: Some("give it another name, for example `by_market`".to_string()),
                span: cut.name.span,
            });
        }
        let mut seen = Seen::default();
        let without: Vec<&Name> = cut.parts.iter().flat_map(names_without).collect();
        let indicative = cut
            .parts
            .iter()
            .any(|part| matches!(part, CutPart::Indicative(_)));
        for part in &cut.parts {
            let (name, span) = match part {
                CutPart::Only(_, span) => ("only", *span),
                CutPart::Level(level) => (TOTAL, level.span),
                CutPart::Reference(_, _, span) => ("reference", *span),
                CutPart::Without(_, span) => ("without", *span),
                CutPart::Indicative(span) => ("indicative", *span),
            };
            self.errors.extend(seen.again(LINE, name, span));
            match part {
                CutPart::Level(level) => {
                    if let Some(name) = level.levels.iter().find(|name| name.text != TOTAL) {
                        self.errors.push(CheckError::IndexPart {
                            what: format!("a cut has no level `{}`", name.text),
                            help: Some("write `total: mean of indicators`".to_string()),
                            span: name.span,
                        });
                    }
                    if level.rounding.is_some() {
                        self.no_effect(
                            "`rounded` has no effect in a cut",
                            "remove it; the cut is shown as the index rounds its scores",
                            level.span,
                        );
                    }
                }
                CutPart::Reference(names, _, span) if indicative && !names.is_empty() => {
                    self.no_effect(
                        "an indicative cut is never ranked, so `reference` has no effect",
                        "remove one of the two lines",
                        *span,
                    );
                }
                CutPart::Reference(names, ..) => {
                    for name in names {
                        if without.iter().any(|other| other.text == name.text) {
                            self.no_effect(
                                format!(
                                    "`{}` gets no row, so it cannot be shown for reference",
                                    name.text
                                ),
                                "take it out of one of the two lines",
                                name.span,
                            );
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

const LINE: &str = "the line";

fn names_without(part: &CutPart) -> &[Name] {
    match part {
        CutPart::Without(names, _) => names,
        _ => &[],
    }
}

fn absences(seen: &mut Seen, block: &AbsenceBlock) -> Vec<CheckError> {
    let effects = block.effects.iter();
    effects
        .filter_map(|(name, ..)| seen.again("the absence", &name.text, name.span))
        .collect()
}

/// The words and the place of a clause that an index has once.
fn clause(part: &IndexPart) -> Option<(&'static str, Span)> {
    match part {
        IndexPart::Where(_, span) => Some(("indicators where", *span)),
        IndexPart::Round(_, span) => Some(("round", *span)),
        IndexPart::Show(_, span) => Some(("show", *span)),
        IndexPart::GradeOn(_, span) => Some(("grade on", *span)),
        IndexPart::Grades(block) => Some(("grades", block.span)),
        IndexPart::NoGrades(span) => Some(("no grades", *span)),
        IndexPart::Scale(item) => Some(("scale", item.span)),
        IndexPart::Missing(_, span) => Some(("missing", *span)),
        IndexPart::Rank(_, span) => Some(("rank on", *span)),
        IndexPart::From(name, _) => Some(("from score", name.span)),
        IndexPart::MinimumCoverage(_, span) => Some(("minimum coverage", *span)),
        IndexPart::Across(_, span) => Some(("across entities", *span)),
        _ => None,
    }
}
