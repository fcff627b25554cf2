//! One index in one edition: the scores of all entities, from their indicators up to the total and across the cuts.

use super::aggregate::aggregate;
use super::contribution::{
    Contribution, Result, contribution, contribution_of_body, coverage, has_record_of,
};
use super::cut::is_in_reach;
use super::parts::{LevelPart, PartOf, combine, standing_in};
use super::ranking::{NO_NAMES, rank_rows};
use super::row::{Row, RowState, TOTAL_LEVEL};
use super::tree::{Branch, CutValue, Tree};
use crate::catalogue::{Catalogue, Indicator, IndicatorFacts, IndicatorId, NodeId};
use crate::evidence::Absence;
use crate::evidence::Sheet;
use crate::language::number::Number;
use crate::language::rubric::{Cut, CutBy, Index, Level, Part, Rubric};
use crate::language::syntax::{Aggregate, Precision, Rounding, RoundingMode};
use crate::language::value::Value;
use crate::project::{EditionId, EntityFacts, EntityId};
use crate::scoring::{EditionScores, EntityScores, ScoreState};
use std::collections::HashMap;
use std::sync::Arc;

/// What an index is made from.
#[derive(Debug, Clone, Copy)]
pub struct IndexInput<'a> {
    /// The rubric.
    pub rubric: &'a Rubric,
    /// One of its indices.
    pub index: &'a Index,
    /// The catalogue.
    pub catalogue: &'a Catalogue,
    /// The catalogue's facts for this rubric.
    pub facts: &'a IndicatorFacts,
    /// The entities' facts for this rubric.
    pub entity_facts: &'a EntityFacts,
    /// The edition.
    pub edition: &'a EditionId,
    /// Its year, for indicators that came or went.
    pub year: i16,
    /// The sheets that were scored.
    pub sheets: &'a [Sheet],
    /// Their scores.
    pub scores: &'a EditionScores,
}

impl IndexInput<'_> {
    /// The group an entity is ranked in, where the index ranks within groups.
    pub(crate) fn group(&self, entity: &EntityId) -> Option<u8> {
        let fact = self.index.rank.within?;
        match self.entity_facts.of(entity).get(fact.index()) {
            Some(Some(Value::Choice(at))) => Some(*at),
            _ => None,
        }
    }
}

/// All rows of one index in one edition: entity by entity in the order of the sheets, for each the total, the levels
/// from the widest to the narrowest, the indicators, the criteria and the cuts. Ties that are broken by name are broken by
/// ids here; names have a language, which [`Results::in_language`](crate::results::Results::in_language) knows.
pub fn index_rows(input: IndexInput<'_>) -> Vec<Row> {
    let tree = Tree::of(input);
    let mut rows = Vec::new();
    for entity in &input.scores.entities {
        Standing::of(input, &tree, entity).rows(&mut rows);
    }
    rank_rows(
        input.rubric,
        input.index,
        &|entity| input.group(entity),
        NO_NAMES,
        &mut rows,
    );
    rows
}

/// The indicators that belong to the index in this edition.
pub(super) fn selected(input: IndexInput<'_>) -> Vec<IndicatorId> {
    let belongs = |id: IndicatorId, indicator: &Indicator| {
        indicator.is_there(input.year) && input.facts.belongs(input.rubric, input.index, id)
    };
    input
        .catalogue
        .iter()
        .filter(|(id, indicator)| belongs(*id, indicator))
        .map(|(id, _)| id)
        .collect()
}

/// Where one entity stands in one index.
pub(super) struct Standing<'a> {
    pub input: IndexInput<'a>,
    tree: &'a Tree<'a>,
    entity: &'a EntityScores,
    /// One for each indicator of the tree.
    pub contributions: Vec<Contribution>,
    /// Scores by level and node.
    nodes: HashMap<(&'a str, NodeId), Result>,
}

impl<'a> Standing<'a> {
    pub fn of(input: IndexInput<'a>, tree: &'a Tree<'a>, entity: &'a EntityScores) -> Self {
        let contributions = tree
            .selected
            .iter()
            .map(|id| contribution(input.index, entity, *id));
        let mut standing = Standing {
            input,
            tree,
            entity,
            contributions: contributions.collect(),
            nodes: HashMap::new(),
        };
        for (level, branches) in &tree.levels {
            for branch in branches {
                let result = standing.level_result(level, branch);
                if let Some(node) = branch.node {
                    standing.nodes.insert((level.name.as_str(), node), result);
                }
            }
        }
        standing
    }

    fn at(&self, places: &[usize]) -> Vec<&Contribution> {
        places
            .iter()
            .filter_map(|at| self.contributions.get(*at))
            .collect()
    }

    fn given(&self, level: &str, node: &str) -> Option<&Number> {
        let mut given = self.sheets().flat_map(|sheet| &sheet.given);
        given
            .find(|given| given.level == level && given.node == node)
            .map(|given| &given.score)
    }

    fn sheets(&self) -> impl Iterator<Item = &'a Sheet> {
        let sheets = self.input.sheets;
        self.entity
            .sheets
            .iter()
            .filter_map(move |at| sheets.get(*at))
    }

    /// The score of a node, or of the total.
    fn level_result(&self, level: &Level, branch: &Branch<'_>) -> Result {
        let mut result = coverage(&self.at(&branch.members));
        let is_total = branch.node.is_none();
        let level_name = if is_total { TOTAL_LEVEL } else { &level.name };
        if let Some(score) = self.given(level_name, branch.id) {
            result.score = Some(score.clone());
            result.state = RowState::Given;
            return result;
        }
        let parts = self.parts(level, branch);
        result.score = combine(level.aggregate, &parts, self.input.index.missing);
        let from_given = |part: &LevelPart| {
            matches!(part.of, PartOf::Node(_))
                && matches!(part.state, RowState::Given | RowState::FromGiven)
        };
        if result.score.is_some() && parts.iter().any(from_given) {
            result.state = RowState::FromGiven;
        }
        if is_total && self.is_thin(&result) {
            result.score = None;
        }
        if let Some(rounding) = level.rounding {
            result.score = result.score.map(|score| score.rounded(rounding));
        }
        result.settled()
    }

    /// What a node, or the total, is made of.
    pub fn parts(&self, level: &Level, branch: &Branch<'_>) -> Vec<LevelPart> {
        let parts = branch.parts.iter().map(|part| {
            let (score, state) = match (part.of, &level.of) {
                (PartOf::Node(node), Part::Level(below)) => self.of_node(below, node),
                (PartOf::Indicator(id), Part::Level(below)) => {
                    let (score, state) = self.of_indicator(id);
                    let stands = |score| standing_in(self.input.index, below, &score);
                    (score.and_then(stands), state)
                }
                (PartOf::Indicator(id), Part::Indicators) => self.of_indicator(id),
                // Indicators alone have no nodes.
                (PartOf::Node(_), Part::Indicators) => (None, RowState::NoScore),
            };
            LevelPart {
                of: part.of,
                score,
                state,
                weight: part.weight.clone(),
            }
        });
        parts.collect()
    }

    fn of_node(&self, level: &str, node: NodeId) -> (Option<Number>, RowState) {
        self.nodes
            .get(&(level, node))
            .map_or((None, RowState::NoScore), |result| {
                (result.score.clone(), result.state)
            })
    }

    fn of_indicator(&self, id: IndicatorId) -> (Option<Number>, RowState) {
        let place = self.tree.place(id);
        place
            .and_then(|at| self.contributions.get(at))
            .map_or((None, RowState::Absent(Absence::NotAssessed)), |part| {
                (part.score.clone(), part.state.into())
            })
    }

    /// Whether fewer indicators are scored than the index asks for.
    fn is_thin(&self, result: &Result) -> bool {
        let scored = Number::ratio(result.scored.into(), result.applicable.into());
        match (&self.input.index.minimum_coverage, scored) {
            (Some(minimum), Some(scored)) => scored < *minimum,
            _ => false,
        }
    }

    fn rows(&self, rows: &mut Vec<Row>) {
        let index = self.input.index;
        // A sheet of published figures alone says nothing about indicators, so there are no lines about them.
        let only_given = self.sheets().all(|sheet| sheet.disclosures.is_empty())
            && self.sheets().any(|sheet| !sheet.given.is_empty());
        let total = self.level_result(&index.total, &self.tree.total);
        rows.push(self.row(TOTAL_LEVEL, &index.name, None, total, true));
        let mut levels: Vec<&Level> = index.levels.iter().collect();
        let width = |level: &Level| {
            crate::catalogue::LEVELS
                .iter()
                .position(|name| *name == level.name)
        };
        levels.sort_by_key(|level| width(level));
        for level in levels {
            for (node, declared) in self.ordered_nodes(&level.name) {
                let Some(result) = self.nodes.get(&(level.name.as_str(), node)) else {
                    continue;
                };
                let there = result.expected > 0 || result.score.is_some();
                if there && !(only_given && result.score.is_none()) {
                    rows.push(self.row(&level.name, declared, None, result.clone(), true));
                }
            }
        }
        if !only_given {
            self.indicator_rows(rows);
            self.criterion_rows(rows);
        }
        for (cut, values) in &self.tree.cuts {
            for value in values {
                self.cut_value_rows(cut, value, only_given, rows);
            }
        }
    }

    /// The nodes of a level, in the order of the total's weights where it is weighted.
    fn ordered_nodes(&self, level: &str) -> Vec<(NodeId, &'a str)> {
        let catalogue = self.input.catalogue;
        let mut nodes: Vec<(NodeId, &str)> = catalogue
            .nodes
            .iter()
            .zip(0u32..)
            .filter(|(node, _)| node.level == level)
            .map(|(node, at)| (NodeId(at), node.id.as_str()))
            .collect();
        let weights = &self.input.index.total.weights;
        let place = |node: NodeId| {
            let category = self.top_of(node);
            weights
                .iter()
                .position(|weight| Some(weight.node.as_str()) == category)
        };
        nodes.sort_by_key(|(node, _)| place(*node).unwrap_or(usize::MAX));
        nodes
    }

    fn top_of(&self, node: NodeId) -> Option<&str> {
        let mut at = self.input.catalogue.nodes.get(node.index())?;
        while let Some(parent) = at.parent {
            at = self.input.catalogue.nodes.get(parent.index())?;
        }
        Some(&at.id)
    }

    fn indicator_rows(&self, rows: &mut Vec<Row>) {
        for contribution in &self.contributions {
            let Some(indicator) = self.input.catalogue.indicator(contribution.indicator) else {
                continue;
            };
            let mut result = coverage(&[contribution]);
            result.score.clone_from(&contribution.score);
            result.state = contribution.state.into();
            rows.push(self.row("indicator", &indicator.id, None, result, false));
        }
    }

    /// The mean of each criterion over the indicators that have it, on the criterion's own scale.
    fn criterion_rows(&self, rows: &mut Vec<Row>) {
        for (at, criterion) in self.input.rubric.criteria.iter().enumerate() {
            let mut scores: Vec<Number> = Vec::new();
            for contribution in &self.contributions {
                scores.extend(self.criterion_score(contribution, at));
            }
            let scores: Vec<&Number> = scores.iter().collect();
            let mut result = coverage(&self.contributions.iter().collect::<Vec<_>>());
            result.scored = u32::try_from(scores.len()).unwrap_or(u32::MAX);
            result.score = aggregate(Aggregate::Mean, &scores);
            let mut row = self.row("criterion", &criterion.name, None, result.settled(), false);
            let two = Rounding {
                mode: RoundingMode::HalfUp,
                to: Precision::Decimals(2),
            };
            row.shown = row.score.as_ref().map(|score| score.rounded(two));
            rows.push(row);
        }
    }

    /// A criterion of one indicator: the mean over a sample; zero for what is withheld and counts as zero.
    pub fn criterion_score(&self, contribution: &Contribution, criterion: usize) -> Option<Number> {
        let score = contribution.score.as_ref()?;
        let scored = self
            .entity
            .indicators
            .get(contribution.indicator.index())?
            .as_ref();
        let outcomes = scored.map_or(&[][..], |scored| &scored.outcomes);
        if outcomes.is_empty() {
            return (contribution.state != ScoreState::Given && score.is_zero()).then(Number::zero);
        }
        let scores: Vec<&Number> = outcomes
            .iter()
            .filter_map(|id| self.input.scores.outcomes.get(*id))
            .filter_map(|outcome| outcome.criteria.get(criterion))
            .filter(|criterion| criterion.applicable)
            .map(|criterion| &criterion.score)
            .collect();
        aggregate(Aggregate::Mean, &scores)
    }

    /// What the indicators that take part in a value of a cut count there.
    pub fn taking_part(&self, cut: &Cut, value: &CutValue<'_>) -> Vec<Contribution> {
        if cut.by != CutBy::Body {
            return self.at(&value.members).into_iter().cloned().collect();
        }
        let (index, catalogue) = (self.input.index, self.input.catalogue);
        let is_known = |body: &str| catalogue.bodies.iter().any(|known| known.id == body);
        let selected = self.tree.selected.iter().enumerate();
        let taking_part = selected.filter(|(at, id)| {
            // A record of the body's own counts, whether or not the catalogue ties the indicator to the body.
            let recorded = has_record_of(self.entity, **id, value.name);
            let reached = catalogue
                .indicator(**id)
                .is_some_and(|found| is_in_reach(index, cut, catalogue, found));
            value.members.contains(at) || recorded && reached
        });
        taking_part
            .map(|(_, id)| contribution_of_body(index, self.entity, *id, value.name, &is_known))
            .collect()
    }

    fn cut_value_rows(
        &self,
        cut: &Cut,
        value: &CutValue<'_>,
        only_given: bool,
        rows: &mut Vec<Row>,
    ) {
        let name = value.name;
        let taking_part = self.taking_part(cut, value);
        let taking_part: Vec<&Contribution> = taking_part.iter().collect();
        let mut result = mean_of(cut, &taking_part);
        if let Some(score) = self.given(&cut.name, name) {
            result.score = Some(score.clone());
            result.state = RowState::Given;
        }
        let known = if only_given {
            result.score.is_some()
        } else {
            result.expected > 0
        };
        if !known {
            return;
        }
        rows.push(self.row(&cut.name, name, Some(name), result, true));
        let Part::Level(top) = &self.input.index.total.of else {
            return;
        };
        if cut.by == CutBy::Body || only_given {
            return;
        }
        for (node, declared) in self.ordered_nodes(top) {
            let inside: Vec<&Contribution> = taking_part
                .iter()
                .filter(|part| self.node_of(part.indicator, top) == Some(node))
                .copied()
                .collect();
            if !inside.is_empty() {
                rows.push(self.row(top, declared, Some(name), mean_of(cut, &inside), true));
            }
        }
    }

    pub fn node_of(&self, id: IndicatorId, level: &str) -> Option<NodeId> {
        let indicator = self.input.catalogue.indicator(id)?;
        self.input.catalogue.node_at(indicator, level)
    }

    fn row(
        &self,
        level: &str,
        node: &str,
        market: Option<&str>,
        result: Result,
        graded: bool,
    ) -> Row {
        let shown = result
            .score
            .as_ref()
            .map(|score| self.input.index.shown(score));
        let grade = result
            .score
            .as_ref()
            .filter(|_| graded)
            .and_then(|score| self.input.index.grade(score));
        Row {
            index: Arc::from(self.input.index.name.as_str()),
            edition: self.input.edition.clone(),
            entity: self.entity.entity.clone(),
            level: Arc::from(level),
            node: Arc::from(node),
            market: market.map(Arc::from),
            grade: grade.map(|grade| Arc::from(grade.name.as_str())),
            score: result.score,
            shown,
            rank: None,
            of: 0,
            group: None,
            tied: false,
            scored: result.scored,
            applicable: result.applicable,
            expected: result.expected,
            state: result.state,
        }
    }
}

/// What a cut makes of these indicators.
fn mean_of(cut: &Cut, taking_part: &[&Contribution]) -> Result {
    let scores: Vec<&Number> = taking_part
        .iter()
        .filter_map(|part| part.score.as_ref())
        .collect();
    let mut result = coverage(taking_part);
    result.score = aggregate(cut.aggregate, &scores);
    result.settled()
}
