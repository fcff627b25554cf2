//! The steps of an index that is made of other results, with the values its evaluator gives them.

use super::formula::{Evaluator, FormulaCache, FormulaInput, quantile};
use crate::diagnostic::Span;
use crate::language::number::Number;
use crate::language::rubric::{Formula, Over, Statistic};
use crate::language::steps::{OverEntities, Step, condition, operator};
use crate::language::syntax::MissingEffect;
use crate::language::words;
use crate::project::EntityId;
use indexmap::IndexMap;

/// The steps of the formula of an index for an entity; `None` for an index without one.
pub fn formula_steps(
    input: FormulaInput<'_>,
    kept: &FormulaCache,
    entity: &EntityId,
) -> Option<Step> {
    let formula = input.index.index.formula.as_ref()?;
    let evaluator = Evaluator::of(input, kept);
    Some(evaluator.step(formula, input.edition, entity))
}

impl Evaluator<'_> {
    fn step(&self, formula: &Formula, edition: usize, entity: &EntityId) -> Step {
        let value = self.value(formula, edition, entity);
        let step = |kind| {
            let words = value.is_none().then(|| "no score".to_string());
            Step {
                words,
                ..Step::leaf(kind, words::formula(formula), value.clone())
            }
        };
        let part = |formula: &Formula| self.counted(self.step(formula, edition, entity));
        match formula {
            Formula::Constant(_) => step("number"),
            Formula::Index { index, shown: true } => step("shown").named(index),
            Formula::Index { index, .. } => step("index").named(index),
            Formula::Part { index, node } => Step {
                index: Some(index.clone()),
                ..step("part").named(node)
            },
            Formula::Indicator(id) => step("indicator").named(id),
            Formula::Negate(inner) => step("negate").of(vec![self.step(inner, edition, entity)]),
            Formula::Binary(sign, left, right, _) => {
                step(operator(*sign)).of(vec![part(left), part(right)])
            }
            Formula::Call(function, arguments, _) => {
                step(function.name()).of(arguments.iter().map(part).collect())
            }
            Formula::Statistic(statistic, of, over, span) => Step {
                over: Some(self.over_entities(*statistic, of, (over, *span, edition), entity)),
                ..step(statistic.name()).of(vec![self.step(of, edition, entity)])
            },
            Formula::If {
                condition: written,
                then,
                otherwise,
                words,
            } => {
                let case = self.case(entity);
                let mut test = condition(self.input.rubric, &case, &[], written);
                test.text.clone_from(words);
                let taken = match test.holds {
                    Some(true) => vec![self.step(then, edition, entity)],
                    Some(false) => vec![self.step(otherwise, edition, entity)],
                    None => Vec::new(),
                };
                Step {
                    test: Some(test),
                    ..step("if").of(taken)
                }
            }
            Formula::Copeland(parts, _) => {
                let editions = self.editions.get(edition);
                let entities = editions.map_or(0, |(_, values)| values.entities.len());
                Step {
                    over: Some(OverEntities {
                        editions: self.names(&[edition]),
                        values: entities,
                        share: None,
                        figures: IndexMap::new(),
                    }),
                    ..step("copeland").of(parts.iter().map(part).collect())
                }
            }
        }
    }

    /// A part as the step above counts it.
    fn counted(&self, part: Step) -> Step {
        if part.value.is_some() || self.missing != MissingEffect::Zero {
            return part;
        }
        Step {
            value: Some(Number::zero()),
            words: Some("no score, counted as 0".to_string()),
            ..part
        }
    }

    fn names(&self, editions: &[usize]) -> Vec<String> {
        let known = editions.iter().filter_map(|at| self.editions.get(*at));
        known.map(|(id, _)| id.as_str().to_string()).collect()
    }

    /// The figures that a statistic is made of.
    fn over_entities(
        &self,
        statistic: Statistic,
        of: &Formula,
        (over, span, edition): (&Over, Span, usize),
        entity: &EntityId,
    ) -> OverEntities {
        let found = self.figures(of, over, span, edition);
        let own = self.value(of, edition, entity);
        let count = |count: usize| i64::try_from(count).ok().map(Number::whole);
        let all = found.sorted.len();
        let below = own
            .as_ref()
            .map(|own| found.sorted.partition_point(|value| value < own));
        let up_to = own
            .as_ref()
            .map(|own| found.sorted.partition_point(|value| value <= own));
        let equal = up_to.zip(below).map(|(up_to, below)| up_to - below);
        let at = |share: Number| quantile(&found.sorted, &share);
        let figures: Vec<(&'static str, Option<Number>)> = match statistic {
            Statistic::ZScore => vec![
                ("mean", found.mean.clone()),
                ("deviation", found.deviation.clone()),
            ],
            Statistic::MinMax => vec![
                ("min", found.sorted.first().cloned()),
                ("max", found.sorted.last().cloned()),
            ],
            Statistic::Rank => vec![("above", up_to.and_then(|up_to| count(all - up_to)))],
            Statistic::PercentileRank => vec![
                ("below", below.and_then(count)),
                ("equal", equal.and_then(count)),
            ],
            Statistic::Borda => vec![
                ("below", below.and_then(count)),
                (
                    "other_equal",
                    equal.and_then(|equal| count(equal.checked_sub(1)?)),
                ),
            ],
            Statistic::Winsorised(share) => {
                let share = share.number();
                let rest = Number::whole(1).minus(&share);
                vec![("low", at(share)), ("high", at(rest))]
            }
            _ => Vec::new(),
        };
        let known = figures
            .into_iter()
            .chain([("values", count(all))])
            .filter_map(|(name, number)| Some((name, number?)));
        OverEntities {
            editions: self.names(&self.over(over, span, edition)),
            values: all,
            share: statistic.share().map(|share| share.number()),
            figures: known.collect(),
        }
    }
}
