//! Indices: which indicators, how scores go up the levels, weights, cuts, rounding, ranks.

use super::super::number::Number;
use super::super::rubric::{
    AbsenceEffects, Condition, Cut, CutBy, Expression, FactId, Grade, Index, Level, NamedAs,
    NamedNode, Part, Ranking, ScoreId, Weight,
};
use super::super::syntax::{
    self, Aggregate, CutPart, FactRole, IndexPart, Item, LevelItem, MissingEffect, Name, RankBasis,
    RankRule, RubricFile, Ties,
};
use super::super::value::Domain;
use super::grades::Grading;
use super::limits::MOST_PARTS;
use super::{CheckError, Checker};
use crate::diagnostic::Span;
use std::collections::HashMap;

/// The name of the level above all others.
pub(super) const TOTAL: &str = "total";

impl Checker<'_> {
    pub(super) fn indices(&mut self, file: &RubricFile, absence: AbsenceEffects) -> Vec<Index> {
        let shared = self.shared_grades(file);
        let mut seen: Vec<&Name> = Vec::new();
        let mut indices = Vec::new();
        let mut headline = None;
        for item in &file.items {
            let Item::Index(item) = item else { continue };
            if let Some(span) = item.headline {
                match headline {
                    None => headline = Some(span),
                    Some(first) => self.errors.push(CheckError::Twice {
                        what: "the mark",
                        name: "headline".to_string(),
                        span,
                        first,
                    }),
                }
            }
            if let Some(first) = seen.iter().find(|name| name.text == item.name.text) {
                self.errors.push(CheckError::Twice {
                    what: "the index",
                    name: item.name.text.clone(),
                    span: item.name.span,
                    first: first.span,
                });
                continue;
            }
            if !self.has_room("indices", MOST_PARTS, seen.len(), item.name.span) {
                break;
            }
            seen.push(&item.name);
            let index = self.index(item, absence, &shared, &indices);
            indices.extend(index);
        }
        if seen.is_empty() {
            self.errors.push(CheckError::NoPart {
                what: "`index`",
                help: "add one, for example `index national { total: mean of indicators }`",
                span: file.name.span,
            });
        }
        self.shared_grades_are_used(file, &indices);
        indices
    }

    fn index(
        &mut self,
        item: &syntax::IndexItem,
        mut absence: AbsenceEffects,
        shared: &[Grade],
        above: &[Index],
    ) -> Option<Index> {
        let (mut from, mut formula, mut across) = (None, None, None);
        let mut minimum_coverage = None;
        let mut select = None;
        let (mut levels, mut total) = (Vec::<Level>::new(), None);
        let mut cuts = Vec::new();
        let mut missing = None;
        let mut grading = Grading::default();
        let mut rank = Ranking {
            on: RankBasis::Exact,
            within: None,
            ties: Ties::Share,
            span: None,
        };
        for part in &item.parts {
            if self.grading_part(part, &mut grading) {
                continue;
            }
            match part {
                IndexPart::Where(condition, _) => {
                    let checked = self.condition(condition)?;
                    self.only_indicator_facts(&checked);
                    select = Some(checked);
                }
                IndexPart::Level(level) => {
                    for name in &level.levels {
                        let Some(checked) = self.level(level, name, &levels) else {
                            continue;
                        };
                        if name.text == TOTAL {
                            total = Some(checked);
                        } else {
                            levels.push(checked);
                        }
                    }
                }
                IndexPart::Cut(cut) => cuts.push((cut, self.cut(cut))),
                // Taken above.
                IndexPart::Round(..)
                | IndexPart::Show(..)
                | IndexPart::GradeOn(..)
                | IndexPart::Grades(_)
                | IndexPart::NoGrades(_)
                | IndexPart::Scale(_) => {}
                IndexPart::Missing(effect, _) => missing = Some(*effect),
                IndexPart::Rank(rule, span) => rank = self.ranking(rule, *span)?,
                IndexPart::From(name, _) => from = Some(self.further_score_named(name)?),
                IndexPart::Formula(written, span) => {
                    formula = Some(self.formula(written, above)?);
                    // Nothing is asked of the indicators; the level stands for the total in messages.
                    total = Some(Level {
                        name: TOTAL.to_string(),
                        aggregate: Aggregate::Mean,
                        of: Part::Indicators,
                        rounding: None,
                        weights: Vec::new(),
                        span: *span,
                    });
                }
                IndexPart::MinimumCoverage(share, span) => {
                    if *share > Number::whole(1) {
                        self.errors.push(CheckError::OutOfRange {
                            what: "more than all indicators cannot be scored".to_string(),
                            help: Some("write at most `minimum coverage 100%`".to_string()),
                            span: *span,
                        });
                    }
                    minimum_coverage = Some(share.clone());
                }
                IndexPart::Absence(block) => self.absence_block(block, &mut absence),
                IndexPart::Across(aggregate, span) => {
                    self.without_weights("a line across entities", *aggregate, *span);
                    across = Some(*aggregate);
                }
            }
        }
        let Some(total) = total else {
            let wrong = item.parts.iter().any(|part| match part {
                IndexPart::Level(level) => level.levels.iter().any(|name| name.text == TOTAL),
                _ => false,
            });
            if !wrong {
                self.errors.push(CheckError::NoPart {
                    what: "`total` in this index",
                    help: "say how the index is made, for example `total: mean of indicators`",
                    span: item.name.span,
                });
            }
            return None;
        };
        for (written, checked) in &cuts {
            if let Some(cut) = checked {
                self.only_weighted_nodes(written, cut, &total);
            }
        }
        let (rounding, grading, grades, scale) = self.graded(grading, shared);
        let index = Index {
            name: item.name.text.clone(),
            label: item
                .label
                .as_ref()
                .map_or_else(|| item.name.text.clone(), |label| label.text.clone()),
            headline: item.headline.is_some(),
            from,
            select,
            levels,
            total,
            minimum_coverage,
            across,
            absence,
            cuts: cuts.into_iter().filter_map(|(_, cut)| cut).collect(),
            rounding,
            grading,
            grades,
            scale,
            missing: missing.unwrap_or(match formula {
                Some(_) => MissingEffect::NoScore,
                None => MissingEffect::LeftOut,
            }),
            formula,
            rank,
            named: std::mem::take(&mut self.named),
            span: item.name.span,
        };
        self.unused(item, &index);
        Some(index)
    }

    fn ranking(&mut self, rule: &RankRule, span: Span) -> Option<Ranking> {
        let within = match &rule.within {
            None => None,
            Some(name) => Some(self.entity_choice(name)?),
        };
        Some(Ranking {
            on: rule.on,
            within,
            ties: rule.ties,
            span: Some(span),
        })
    }

    /// A choice fact of the `entity` block.
    fn entity_choice(&mut self, name: &Name) -> Option<FactId> {
        let id = self.fact_named(name)?;
        let fact = self.facts.get(id.index())?;
        if fact.role == FactRole::Entity && matches!(fact.domain, Domain::Choice { .. }) {
            return Some(id);
        }
        self.errors.push(CheckError::IndexPart {
            what: format!("`{}` does not divide the entities into groups", name.text),
            help: Some("name a choice of the `entity` block".to_string()),
            span: name.span,
        });
        None
    }

    fn further_score_named(&mut self, name: &Name) -> Option<ScoreId> {
        let names = self.further_scores.iter().map(|score| score.name.as_str());
        let id = super::id_of(names, &name.text).map(ScoreId);
        if id.is_none() {
            let known = self
                .further_scores
                .iter()
                .map(|score| score.name.clone())
                .collect();
            self.unknown("further score", name, known);
        }
        id
    }

    /// Which indicators belong to an index is a matter of the catalogue, not of one country or its evidence.
    fn only_indicator_facts(&mut self, condition: &Condition) {
        let mut found = Vec::new();
        condition.walk(&mut |part| match part {
            Condition::Is { fact, span, .. }
            | Condition::Has { fact, span, .. }
            | Condition::OfList {
                list: fact, span, ..
            } => found.push((Expression::Fact(*fact, *span), *span)),
            Condition::Compare {
                left, right, span, ..
            } => {
                for side in [left, right] {
                    side.walk(&mut |part| found.push((part.clone(), *span)));
                }
            }
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        });
        while let Some((part, span)) = found.pop() {
            let why = match &part {
                Expression::Fact(fact, _) | Expression::OfList { list: fact, .. } => {
                    match self.facts.get(fact.index()) {
                        Some(fact) if fact.role == FactRole::Evidence => Some(format!(
                            "`{}` is a fact of the evidence, and indicators are chosen before there is any",
                            fact.name
                        )),
                        Some(fact) if fact.role == FactRole::Entity => Some(format!(
                            "`{}` is a fact of the entities, and an index has the same indicators for all of them",
                            fact.name
                        )),
                        _ => None,
                    }
                }
                Expression::Criterion(criterion, _) => {
                    self.criteria.get(criterion.index()).map(|criterion| {
                        format!(
                            "`{}` is a criterion, and indicators are chosen before anything is scored",
                            criterion.name
                        )
                    })
                }
                Expression::Assessed(_) => Some(
                    "`assessed` is a day of the evidence, and indicators are chosen before there is any"
                        .to_string(),
                ),
                Expression::Let(item, _) => {
                    if let Some(item) = self.lets.get(item.index()) {
                        item.value
                            .walk(&mut |part| found.push((part.clone(), span)));
                    }
                    None
                }
                _ => None,
            };
            if let Some(what) = why {
                self.errors.push(CheckError::IndexPart {
                    what,
                    help: Some("test a fact of the `indicator` block here".to_string()),
                    span,
                });
            }
        }
    }

    /// Refuses weights where nothing could have any, and aggregates that leave nothing over.
    pub(super) fn without_weights(&mut self, what: &str, aggregate: Aggregate, span: Span) {
        self.leaves_something(aggregate, span);
        if aggregate.is_weighted() {
            let plain = match aggregate {
                Aggregate::WeightedGeometricMean => "geometric mean",
                _ => "mean",
            };
            self.errors.push(CheckError::IndexPart {
                what: format!(
                    "{what} has no weights, so it cannot be a {}",
                    aggregate.words()
                ),
                help: Some(format!("write `{plain}`")),
                span,
            });
        }
    }

    fn leaves_something(&mut self, aggregate: Aggregate, span: Span) {
        if let Aggregate::TrimmedMean(share) = aggregate
            && !(0..50).contains(&share.0)
        {
            self.errors.push(CheckError::OutOfRange {
                what: "a trimmed mean leaves out less than half at each end".to_string(),
                help: Some(
                    "write a share of less than 50%, for example `trimmed mean 10%`".to_string(),
                ),
                span,
            });
        }
    }

    fn level(&mut self, item: &LevelItem, name: &Name, below: &[Level]) -> Option<Level> {
        let of = match &item.of {
            None => Part::Indicators,
            Some(of) => self.part(of, below)?,
        };
        self.leaves_something(item.aggregate, item.span);
        let weighted = item.aggregate.is_weighted();
        if weighted && item.weights.is_empty() {
            self.errors.push(CheckError::IndexPart {
                what: "a weighted mean needs weights".to_string(),
                help: Some(
                    "write them in braces: `weighted mean of categories { balances 5%, … }`"
                        .to_string(),
                ),
                span: item.span,
            });
            return None;
        }
        if !weighted && let Some(weight) = item.weights.first() {
            self.errors.push(CheckError::IndexPart {
                what: format!("`{}` takes no weights", item.aggregate.words()),
                help: Some("write `weighted mean`, or remove the weights".to_string()),
                span: weight.span,
            });
            return None;
        }
        Some(Level {
            name: name.text.clone(),
            aggregate: item.aggregate,
            of,
            rounding: item.rounding,
            weights: self.weights(item, name.text == TOTAL),
            span: item.span,
        })
    }

    /// `indicators`, or the plural of a level declared before: `categories`, `subcategories`.
    fn part(&mut self, of: &Name, below: &[Level]) -> Option<Part> {
        if matches!(of.text.as_str(), "indicators" | "indicator") {
            return Some(Part::Indicators);
        }
        let found = below.iter().find(|level| plural(&level.name) == of.text);
        if let Some(level) = found {
            return Some(Part::Level(level.name.clone()));
        }
        let known = std::iter::once("indicators".to_string())
            .chain(below.iter().map(|level| plural(&level.name)))
            .collect();
        self.unknown("level declared above", of, known);
        None
    }

    /// Weights as shares of 1: percentages must add up to 100%, plain numbers are scaled. Below the total, percentages may
    /// add up to 100% in each node; which weights belong to one node is for the catalogue to say.
    fn weights(&mut self, item: &LevelItem, is_total: bool) -> Vec<Weight> {
        let mut seen: Vec<&syntax::Weight> = Vec::new();
        let mut names: HashMap<&str, &Name> = HashMap::new();
        for weight in &item.weights {
            if let Some(first) = names.get(weight.name.text.as_str()) {
                self.errors.push(CheckError::Twice {
                    what: "the weight of",
                    name: weight.name.text.clone(),
                    span: weight.name.span,
                    first: first.span,
                });
            }
            names.entry(&weight.name.text).or_insert(&weight.name);
            if weight.value.is_negative() {
                self.errors.push(CheckError::OutOfRange {
                    what: format!("the weight of `{}` is negative", weight.name.text),
                    help: Some("weights are 0 or more".to_string()),
                    span: weight.span,
                });
            }
            seen.push(weight);
        }
        let sum = seen
            .iter()
            .fold(Number::zero(), |sum, weight| sum.plus(&weight.value));
        let percentages = seen.iter().any(|weight| weight.percent);
        let in_each_node = !is_total && sum.parts().is_some_and(|(_, below)| below == 1);
        if percentages && sum != Number::whole(1) && !in_each_node {
            let last = seen.last().map_or(item.span, |weight| weight.span);
            self.errors.push(CheckError::Weights {
                sum: sum.times(&Number::whole(100)).to_string(),
                span: seen
                    .first()
                    .map_or(item.span, |weight| weight.span)
                    .to(last),
            });
        }
        if !seen.is_empty() && sum.is_zero() {
            self.errors.push(CheckError::OutOfRange {
                what: "all weights are zero".to_string(),
                help: None,
                span: item.span,
            });
        }
        let whole = if percentages && in_each_node {
            Number::whole(1)
        } else {
            sum
        };
        seen.into_iter()
            .filter_map(|weight| {
                Some(Weight {
                    node: weight.name.text.clone(),
                    share: weight.value.over(&whole)?,
                    span: weight.name.span,
                })
            })
            .collect()
    }

    fn cut(&mut self, item: &syntax::CutItem) -> Option<Cut> {
        let by = item.by.as_ref().unwrap_or(&item.name);
        let by = if by.text == "body" {
            CutBy::Body
        } else {
            let id = self.fact_named(by)?;
            let fact = self.facts.get(id.index())?;
            let fits = matches!(fact.domain, Domain::Choice { .. } | Domain::Set(_));
            if !fits || fact.role != FactRole::Indicator {
                self.errors.push(CheckError::IndexPart {
                    what: format!("an index cannot be cut by `{}`", by.text),
                    help: Some(
                        "cut by `body`, or by a choice or set of the `indicator` block".to_string(),
                    ),
                    span: by.span,
                });
                return None;
            }
            CutBy::Fact(id)
        };
        let mut cut = Cut {
            name: item.name.text.clone(),
            label: item
                .label
                .as_ref()
                .map_or_else(|| item.name.text.clone(), |label| label.text.clone()),
            by,
            only: Vec::new(),
            aggregate: Aggregate::Mean,
            reference: Vec::new(),
            reference_reason: None,
            without: Vec::new(),
            indicative: false,
            span: item.name.span,
        };
        for part in &item.parts {
            match part {
                CutPart::Only(names, _) => {
                    cut.only = names.iter().map(|name| name.text.clone()).collect();
                    self.named.extend(names.iter().map(|name| NamedNode {
                        node: name.text.clone(),
                        named: NamedAs::Only,
                        span: name.span,
                    }));
                }
                CutPart::Level(level) => {
                    let indicators = level
                        .of
                        .as_ref()
                        .is_none_or(|of| matches!(of.text.as_str(), "indicators" | "indicator"));
                    if !indicators || level.aggregate.is_weighted() {
                        self.errors.push(CheckError::IndexPart {
                            what: "a cut is made of its indicators, without weights".to_string(),
                            help: Some("write `total: mean of indicators`; the weighted total belongs to the index alone".to_string()),
                            span: level.span,
                        });
                    }
                    self.leaves_something(level.aggregate, level.span);
                    if let Some(weight) = level.weights.first()
                        && !level.aggregate.is_weighted()
                    {
                        self.errors.push(CheckError::IndexPart {
                            what: format!("`{}` takes no weights", level.aggregate.words()),
                            help: Some("remove the weights".to_string()),
                            span: weight.span,
                        });
                    }
                    cut.aggregate = level.aggregate;
                }
                CutPart::Reference(names, label, _) => {
                    cut.reference = self.cut_values(by, names);
                    cut.reference_reason = label.as_ref().map(|label| label.text.clone());
                }
                CutPart::Without(names, span) => {
                    cut.without = self.cut_values(by, names);
                    self.leaves_a_value(&cut, *span);
                }
                CutPart::Indicative(_) => cut.indicative = true,
            }
        }
        Some(cut)
    }

    /// A cut without any value has no row.
    fn leaves_a_value(&mut self, cut: &Cut, span: Span) {
        let CutBy::Fact(fact) = cut.by else { return };
        let names = self.facts.get(fact.index()).map(|fact| fact.domain.names());
        let all = names.map_or(0, <[String]>::len);
        let places = (0..=u8::MAX).take(all);
        if all > 0 && places.clone().all(|at| cut.without.contains(&at)) {
            self.errors.push(CheckError::NoEffect {
                what: format!("the cut `{}` leaves no value", cut.name),
                help: "leave one out of `without`, or remove the cut".to_string(),
                span,
            });
        }
    }

    fn cut_values(&mut self, by: CutBy, names: &[Name]) -> Vec<u8> {
        match by {
            CutBy::Fact(id) => self
                .members(id, names)
                .map(|members| members.iter().collect())
                .unwrap_or_default(),
            CutBy::Body => {
                if let Some(name) = names.first() {
                    self.errors.push(CheckError::IndexPart {
                        what: "bodies cannot be named in a rubric".to_string(),
                        help: Some("they belong to the catalogue; write `indicative` to keep the cut out of rankings".to_string()),
                        span: name.span,
                    });
                }
                Vec::new()
            }
        }
    }

    fn only_weighted_nodes(&mut self, item: &syntax::CutItem, cut: &Cut, total: &Level) {
        if total.weights.is_empty() || cut.only.is_empty() {
            return;
        }
        for part in &item.parts {
            let CutPart::Only(names, _) = part else {
                continue;
            };
            for name in names {
                if !total.weights.iter().any(|weight| weight.node == name.text) {
                    let known = total
                        .weights
                        .iter()
                        .map(|weight| weight.node.clone())
                        .collect();
                    self.unknown("weight for", name, known);
                }
            }
        }
    }
}

/// `category` → `categories`, `group` → `groups`.
pub(super) fn plural(level: &str) -> String {
    match level.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{level}s"),
    }
}
