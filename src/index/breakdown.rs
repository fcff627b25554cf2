//! What the rows of an entity in an index were made from, taken from the same parts as the scores themselves; for
//! derivations.

use super::across::across_parts;
use super::contribution::{Contribution, has_record_of};
use super::entity::{IndexInput, Standing};
use super::parts::{LevelPart, PartOf, combine};
use super::row::TOTAL_LEVEL;
use super::tree::{Branch, Tree};
use crate::catalogue::{IndicatorId, NodeId};
use crate::diagnostic::Span;
use crate::language::arithmetic::sum;
use crate::language::number::Number;
use crate::language::rubric::{Cut, CutBy, Level, Part};
use crate::language::syntax::{Aggregate, MissingEffect, Rounding};
use crate::project::EntityId;
use crate::scoring::EntityScores;
use std::collections::HashMap;

/// How a score was made.
#[derive(Debug, Clone)]
pub struct Breakdown {
    /// How the parts become one.
    pub aggregate: Aggregate,
    /// What the parts are: `indicator`, or the name of a level.
    pub of: String,
    /// The parts.
    pub parts: Vec<PartIn>,
    /// What a node without a score does.
    pub missing: MissingEffect,
    /// How the level rounds before anything else is done with it.
    pub rounding: Option<Rounding>,
    /// Where the rubric says so.
    pub span: Option<Span>,
}

/// A part in its place.
#[derive(Debug, Clone)]
pub struct PartIn {
    /// The part as it was counted.
    pub part: LevelPart,
    /// The entity, across entities.
    pub entity: Option<EntityId>,
    /// The body whose own record in a sample it is.
    pub body: Option<String>,
}

/// What a part does for the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// What the part counts as; `None` where it is left out.
    pub counted: Option<Number>,
    /// Its share of the weight of all parts that count; `None` where it is left out, or where parts have no weights.
    pub effective: Option<Number>,
    /// What it adds to the score; `None` where it is left out, or where the score is no sum.
    pub product: Option<Number>,
}

impl Breakdown {
    /// The score before the level rounds it.
    pub fn score(&self) -> Option<Number> {
        let parts: Vec<LevelPart> = self.parts.iter().map(|of| of.part.clone()).collect();
        combine(self.aggregate, &parts, self.missing)
    }

    /// The sum of what counts, where the score is a mean or a sum.
    pub fn sum(&self) -> Option<Number> {
        if !matches!(self.aggregate, Aggregate::Mean | Aggregate::Sum) {
            return None;
        }
        let counted = self
            .parts
            .iter()
            .filter_map(|of| of.part.counted(self.missing));
        Some(sum(&counted.collect::<Vec<_>>()))
    }

    /// What each part does for the score, in their order.
    pub fn shares(&self) -> Vec<Share> {
        let counted: Vec<Option<Number>> = self
            .parts
            .iter()
            .map(|of| of.part.counted(self.missing))
            .collect();
        let counting = self.parts.iter().zip(&counted);
        let all = counting
            .filter(|(_, counted)| counted.is_some())
            .filter_map(|(of, _)| self.weight(&of.part))
            .fold(Number::zero(), |sum, weight| sum.plus(&weight));
        let shares = self.parts.iter().zip(counted).map(|(of, counted)| {
            let weight = self.weight(&of.part).filter(|_| counted.is_some());
            let effective = weight.and_then(|weight| weight.over(&all));
            let product = match self.aggregate {
                Aggregate::Mean | Aggregate::WeightedMean => counted
                    .as_ref()
                    .zip(effective.as_ref())
                    .map(|(score, weight)| score.times(weight)),
                Aggregate::Sum => counted.clone(),
                _ => None,
            };
            Share {
                counted,
                effective,
                product,
            }
        });
        shares.collect()
    }

    /// The weight of a part, where the aggregate is a mean in which parts have a weight.
    fn weight(&self, part: &LevelPart) -> Option<Number> {
        match self.aggregate {
            Aggregate::WeightedMean | Aggregate::WeightedGeometricMean => Some(part.weight.clone()),
            Aggregate::Mean | Aggregate::GeometricMean => Some(Number::whole(1)),
            _ => None,
        }
    }
}

/// What the rows of an entity in an index were made from, by level, node and market. Indicators have no parts.
#[derive(Debug, Default)]
pub struct Breakdowns(HashMap<(String, String, Option<String>), Breakdown>);

impl Breakdowns {
    /// All of an entity in an index that is made from indicators.
    pub fn of(input: IndexInput<'_>, entity: &EntityScores) -> Self {
        let mut all = Breakdowns::default();
        if input.index.formula.is_some() {
            return all;
        }
        let tree = Tree::of(input);
        let standing = Standing::of(input, &tree, entity);
        all.level(&standing, &input.index.total, &tree.total);
        for (level, branches) in &tree.levels {
            for branch in branches {
                all.level(&standing, level, branch);
            }
        }
        all.criteria(&standing);
        all.cuts(&standing, &tree, entity);
        all
    }

    /// What a row was made from.
    pub fn get(&self, level: &str, node: &str, market: Option<&str>) -> Option<&Breakdown> {
        let key = (
            level.to_string(),
            node.to_string(),
            market.map(str::to_string),
        );
        self.0.get(&key)
    }

    fn add(&mut self, level: &str, node: &str, market: Option<&str>, made: Breakdown) {
        let key = (
            level.to_string(),
            node.to_string(),
            market.map(str::to_string),
        );
        self.0.insert(key, made);
    }

    fn level(&mut self, standing: &Standing<'_>, level: &Level, branch: &Branch<'_>) {
        let of = match &level.of {
            Part::Indicators => "indicator",
            Part::Level(name) => name,
        };
        let name = match branch.node {
            Some(_) => level.name.as_str(),
            None => TOTAL_LEVEL,
        };
        let mut parts: Vec<PartIn> = standing
            .parts(level, branch)
            .into_iter()
            .map(PartIn::from)
            .collect();
        // As the rubric weighs them; parts without weights as the catalogue has them.
        if !level.weights.is_empty() {
            let ids: HashMap<PartOf, &str> =
                branch.parts.iter().map(|part| (part.of, part.id)).collect();
            let place = |part: &PartIn| {
                let id = ids.get(&part.part.of).copied();
                level
                    .weights
                    .iter()
                    .position(|weight| Some(weight.node.as_str()) == id)
            };
            parts.sort_by_key(place);
        }
        let made = Breakdown {
            aggregate: level.aggregate,
            of: of.to_string(),
            parts,
            missing: standing.input.index.missing,
            rounding: level.rounding,
            span: Some(level.span),
        };
        self.add(name, branch.id, None, made);
    }

    fn criteria(&mut self, standing: &Standing<'_>) {
        for (at, criterion) in standing.input.rubric.criteria.iter().enumerate() {
            let parts = standing.contributions.iter().map(|part| {
                let score = standing.criterion_score(part, at);
                PartIn::from(indicator_part(part, score))
            });
            let made = plain(Aggregate::Mean, parts.collect(), criterion.span);
            self.add("criterion", &criterion.name, None, made);
        }
    }

    fn cuts(&mut self, standing: &Standing<'_>, tree: &Tree<'_>, entity: &EntityScores) {
        for (cut, values) in &tree.cuts {
            for value in values {
                let parts: Vec<PartIn> = standing
                    .taking_part(cut, value)
                    .iter()
                    .map(|part| {
                        let own = cut.by == CutBy::Body
                            && has_record_of(entity, part.indicator, value.name);
                        PartIn {
                            body: own.then(|| value.name.to_string()),
                            ..PartIn::from(indicator_part(part, part.score.clone()))
                        }
                    })
                    .collect();
                self.within(standing, cut, value.name, &parts);
                let made = plain(cut.aggregate, parts, cut.span);
                self.add(&cut.name, value.name, Some(value.name), made);
            }
        }
    }

    /// The nodes that the total is made of, within one value of a cut.
    fn within(&mut self, standing: &Standing<'_>, cut: &Cut, value: &str, parts: &[PartIn]) {
        let Part::Level(top) = &standing.input.index.total.of else {
            return;
        };
        let node_of = |id: IndicatorId| -> Option<NodeId> { standing.node_of(id, top) };
        for (node, declared) in standing.input.catalogue.nodes_of(top) {
            let inside = parts.iter().filter(|of| match of.part.of {
                PartOf::Indicator(id) => node_of(id) == Some(node),
                PartOf::Node(_) => false,
            });
            let inside: Vec<PartIn> = inside.cloned().collect();
            if !inside.is_empty() {
                let made = plain(cut.aggregate, inside, cut.span);
                self.add(top, &declared.id, Some(value), made);
            }
        }
    }
}

/// What a line for all entities together was made from.
pub fn across_breakdown(input: IndexInput<'_>, level: &str, node: &str) -> Option<Breakdown> {
    let how = input.index.across?;
    let id = match level {
        TOTAL_LEVEL => None,
        _ => Some(input.catalogue.indicator_id(node)?),
    };
    let parts = across_parts(input, id).into_iter().map(|(entity, part)| {
        let score = part.score.clone();
        PartIn {
            entity: Some(entity),
            ..PartIn::from(indicator_part(&part, score))
        }
    });
    Some(plain(how, parts.collect(), input.index.span))
}

/// Made of indicators without weights.
fn plain(aggregate: Aggregate, parts: Vec<PartIn>, span: Span) -> Breakdown {
    Breakdown {
        aggregate,
        of: "indicator".to_string(),
        parts,
        missing: MissingEffect::LeftOut,
        rounding: None,
        span: Some(span),
    }
}

fn indicator_part(part: &Contribution, score: Option<Number>) -> LevelPart {
    LevelPart {
        of: PartOf::Indicator(part.indicator),
        score,
        state: part.state.into(),
        weight: Number::whole(1),
    }
}

impl From<LevelPart> for PartIn {
    fn from(part: LevelPart) -> Self {
        PartIn {
            part,
            entity: None,
            body: None,
        }
    }
}
