//! One index in one edition: the scores of all entities, from their indicators up to the total and across the cuts.

use super::aggregate::aggregate;
use super::cut::{cut_values, takes_part};
use super::parts::{LevelPart, PartOf, combine};
use super::ranking::rank_rows;
use super::row::{Row, RowState, TOTAL_LEVEL};
use crate::catalogue::{Catalogue, Indicator, IndicatorFacts, IndicatorId, NodeId};
use crate::evidence::Sheet;
use crate::language::evaluate::{Case, answers, holds};
use crate::language::number::Number;
use crate::language::rubric::{Cut, CutBy, Index, Level, Part, Rubric};
use crate::language::syntax::{AbsenceEffect, Aggregate, Precision, Rounding, RoundingMode};
use crate::language::value::Value;
use crate::project::{EditionId, EntityFacts, EntityId};
use crate::scoring::{EditionScores, EntityScores, ScoreState};
use std::collections::{BTreeMap, HashMap};
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
    pub(super) fn group(&self, entity: &EntityId) -> Option<u8> {
        let fact = self.index.rank.within?;
        match self.entity_facts.of(entity).get(fact.index()) {
            Some(Some(Value::Choice(at))) => Some(*at),
            _ => None,
        }
    }
}

/// All rows of one index in one edition: entity by entity in the order of the sheets, for each the total, the levels
/// from the widest to the narrowest, the indicators, the criteria and the cuts.
pub fn index_rows(input: IndexInput<'_>) -> Vec<Row> {
    let selected = selected(input);
    let mut rows = Vec::new();
    for entity in &input.scores.entities {
        let standing = Standing::of(input, entity, &selected);
        standing.rows(&mut rows);
    }
    rank_rows(
        input.rubric,
        input.index,
        &|entity| input.group(entity),
        &mut rows,
    );
    rows
}

/// The indicators that belong to the index in this edition.
pub(super) fn selected(input: IndexInput<'_>) -> Vec<IndicatorId> {
    let belongs = |id: IndicatorId, indicator: &Indicator| {
        let there = indicator.since.is_none_or(|since| since <= input.year)
            && indicator.until.is_none_or(|until| until >= input.year);
        let chosen = input.index.select.as_ref().is_none_or(|condition| {
            let case = Case {
                answers: answers(input.rubric, input.facts.of(id).to_vec()),
                assessed: None,
                judged: Vec::new(),
            };
            // An indicator that does not say whether it belongs does not belong.
            holds(input.rubric, &case, condition) == Ok(true)
        });
        there && chosen
    };
    input
        .catalogue
        .iter()
        .filter(|(id, indicator)| belongs(*id, indicator))
        .map(|(id, _)| id)
        .collect()
}

/// An indicator's part in the means above it.
#[derive(Debug, Clone)]
pub(super) struct Contribution {
    pub indicator: IndicatorId,
    pub state: ScoreState,
    pub score: Option<Number>,
}

/// A score with its coverage.
#[derive(Debug, Clone)]
pub(super) struct Result {
    pub score: Option<Number>,
    pub state: RowState,
    pub scored: u32,
    pub applicable: u32,
    pub expected: u32,
}

/// Where one entity stands in one index.
struct Standing<'a> {
    input: IndexInput<'a>,
    entity: &'a EntityScores,
    contributions: Vec<Contribution>,
    /// Scores by level and node.
    nodes: HashMap<(&'a str, NodeId), Result>,
}

impl<'a> Standing<'a> {
    fn of(input: IndexInput<'a>, entity: &'a EntityScores, selected: &[IndicatorId]) -> Self {
        let contributions = selected
            .iter()
            .map(|id| contribution(input.index, entity, *id));
        let mut standing = Standing {
            input,
            entity,
            contributions: contributions.collect(),
            nodes: HashMap::new(),
        };
        for level in &input.index.levels {
            let name = level.name.as_str();
            let below = standing.by_node(name);
            for (node, at) in input.catalogue.nodes_of(name) {
                let contributions: Vec<&Contribution> = below
                    .get(&node)
                    .into_iter()
                    .flatten()
                    .filter_map(|at| standing.contributions.get(*at))
                    .collect();
                let result = standing.level_result(level, &at.id, Some(node), &contributions);
                standing.nodes.insert((name, node), result);
            }
        }
        standing
    }

    /// The contributions of each node of a level.
    fn by_node(&self, level: &str) -> BTreeMap<NodeId, Vec<usize>> {
        let mut below: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
        for (at, contribution) in self.contributions.iter().enumerate() {
            let indicator = self.input.catalogue.indicator(contribution.indicator);
            if let Some(node) =
                indicator.and_then(|found| self.input.catalogue.node_at(found, level))
            {
                below.entry(node).or_default().push(at);
            }
        }
        below
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

    /// The score of a node (or of the total, where `node` is `None`).
    fn level_result(
        &self,
        level: &Level,
        id: &str,
        node: Option<NodeId>,
        contributions: &[&Contribution],
    ) -> Result {
        let mut result = coverage(contributions);
        let level_name = if node.is_some() {
            level.name.as_str()
        } else {
            TOTAL_LEVEL
        };
        if let Some(score) = self.given(level_name, id) {
            result.score = Some(score.clone());
            result.state = RowState::Given;
            return result;
        }
        let parts = self.parts(level, node, contributions);
        result.score = combine(level.aggregate, &parts, self.input.index.missing);
        let from_given = |part: &LevelPart| {
            matches!(part.of, PartOf::Node(_))
                && matches!(part.state, RowState::Given | RowState::FromGiven)
        };
        if result.score.is_some() && parts.iter().any(from_given) {
            result.state = RowState::FromGiven;
        }
        if node.is_none() && self.is_thin(&result) {
            result.score = None;
        }
        if let Some(rounding) = level.rounding {
            result.score = result.score.map(|score| score.rounded(rounding));
        }
        if result.score.is_none() {
            result.state = match result.state {
                state @ (RowState::NotApplicable | RowState::Withheld) => state,
                _ => RowState::NoScore,
            };
        }
        result
    }

    /// What a node (or the total, where `under` is `None`) is made of.
    fn parts(
        &self,
        level: &Level,
        under: Option<NodeId>,
        contributions: &[&Contribution],
    ) -> Vec<LevelPart> {
        match &level.of {
            Part::Indicators => contributions
                .iter()
                .map(|part| LevelPart {
                    of: PartOf::Indicator(part.indicator),
                    score: part.score.clone(),
                    state: part.state.into(),
                    weight: Number::whole(1),
                })
                .collect(),
            Part::Level(name) => self.node_parts(level, name, under),
        }
    }

    /// The nodes of a level that another level is made of.
    fn node_parts(&self, level: &Level, part: &str, under: Option<NodeId>) -> Vec<LevelPart> {
        let mut parts = Vec::new();
        for (node, declared) in self.input.catalogue.nodes_of(part) {
            if under.is_some_and(|under| !self.is_under(node, under)) {
                continue;
            }
            let weight = if level.weights.is_empty() {
                Number::whole(1)
            } else {
                let mut weights = level.weights.iter();
                match weights.find(|weight| weight.node == declared.id) {
                    Some(weight) => weight.share.clone(),
                    None => continue,
                }
            };
            let result = self.nodes.get(&(part, node));
            parts.push(LevelPart {
                of: PartOf::Node(node),
                score: result.and_then(|result| result.score.clone()),
                state: result.map_or(RowState::NoScore, |result| result.state),
                weight,
            });
        }
        parts
    }

    /// Whether fewer indicators are scored than the index asks for.
    fn is_thin(&self, result: &Result) -> bool {
        let scored = Number::ratio(result.scored.into(), result.applicable.into());
        match (&self.input.index.minimum_coverage, scored) {
            (Some(minimum), Some(scored)) => scored < *minimum,
            _ => false,
        }
    }

    fn is_under(&self, node: NodeId, above: NodeId) -> bool {
        let mut at = Some(node);
        while let Some(id) = at {
            if id == above {
                return true;
            }
            at = self
                .input
                .catalogue
                .nodes
                .get(id.index())
                .and_then(|node| node.parent);
        }
        false
    }

    fn rows(&self, rows: &mut Vec<Row>) {
        let index = self.input.index;
        let all: Vec<&Contribution> = self.contributions.iter().collect();
        // A sheet of published figures alone says nothing about indicators, so there are no lines about them.
        let only_given = self.sheets().all(|sheet| sheet.disclosures.is_empty())
            && self.sheets().any(|sheet| !sheet.given.is_empty());
        let total = self.level_result(&index.total, &index.name, None, &all);
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
        for cut in &index.cuts {
            self.cut_rows(cut, only_given, rows);
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
            if result.score.is_none() {
                result.state = RowState::NoScore;
            }
            let mut row = self.row("criterion", &criterion.name, None, result, false);
            let two = Rounding {
                mode: RoundingMode::HalfUp,
                to: Precision::Decimals(2),
            };
            row.shown = row.score.as_ref().map(|score| score.rounded(two));
            rows.push(row);
        }
    }

    /// A criterion of one indicator: the mean over a sample; zero for what is withheld and counts as zero.
    fn criterion_score(&self, contribution: &Contribution, criterion: usize) -> Option<Number> {
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

    fn cut_rows(&self, cut: &Cut, only_given: bool, rows: &mut Vec<Row>) {
        let Part::Level(top) = &self.input.index.total.of else {
            return self.cut_value_rows(cut, None, only_given, rows);
        };
        self.cut_value_rows(cut, Some(top), only_given, rows);
    }

    fn cut_value_rows(&self, cut: &Cut, top: Option<&str>, only_given: bool, rows: &mut Vec<Row>) {
        for (value, name) in cut_values(self.input.rubric, cut, self.input.catalogue) {
            let taking_part: Vec<&Contribution> = self
                .contributions
                .iter()
                .filter(|part| {
                    takes_part(
                        self.input.index,
                        cut,
                        self.input.catalogue,
                        self.input.facts,
                        part.indicator,
                        value,
                    )
                })
                .collect();
            let mut result = coverage(&taking_part);
            let scores: Vec<&Number> = taking_part
                .iter()
                .filter_map(|part| part.score.as_ref())
                .collect();
            result.score = aggregate(cut.aggregate, &scores);
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
                continue;
            }
            if result.score.is_none() && result.state == RowState::Scored {
                result.state = RowState::NoScore;
            }
            rows.push(self.row(&cut.name, name, Some(name), result, true));
            let Some(top) = top.filter(|_| cut.by != CutBy::Body && !only_given) else {
                continue;
            };
            for (node, declared) in self.ordered_nodes(top) {
                let inside: Vec<&Contribution> = taking_part
                    .iter()
                    .filter(|part| self.node_of(part.indicator, top) == Some(node))
                    .copied()
                    .collect();
                if inside.is_empty() {
                    continue;
                }
                let scores: Vec<&Number> = inside
                    .iter()
                    .filter_map(|part| part.score.as_ref())
                    .collect();
                let mut result = coverage(&inside);
                result.score = aggregate(cut.aggregate, &scores);
                rows.push(self.row(top, declared, Some(name), result, true));
            }
        }
    }

    fn node_of(&self, id: IndicatorId, level: &str) -> Option<NodeId> {
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
        let grade = shown
            .as_ref()
            .filter(|_| graded)
            .and_then(|shown| self.input.rubric.grade(shown));
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

/// What an indicator counts in an index: its score, or what the index makes of its absence.
pub(super) fn contribution(
    index: &Index,
    entity: &EntityScores,
    indicator: IndicatorId,
) -> Contribution {
    let found = entity.indicators.get(indicator.index());
    let (mut state, mut score) = match found.and_then(Option::as_ref) {
        Some(scored) => (scored.state, scored.score.clone()),
        // Nothing recorded is not assessed.
        None => (ScoreState::NotAssessed, None),
    };
    if let (Some(id), Some(scored)) = (index.from, found.and_then(Option::as_ref))
        && !matches!(state, ScoreState::NotApplicable | ScoreState::Withheld)
    {
        score = scored.further.get(id.index()).cloned().flatten();
        state = match (&score, state) {
            (None, _) => ScoreState::NotAssessed,
            (Some(_), ScoreState::Provisional) => ScoreState::Provisional,
            (Some(_), _) => ScoreState::Scored,
        };
    }
    let absent = |effect: AbsenceEffect| (effect == AbsenceEffect::Zero).then(Number::zero);
    let effect = match state {
        ScoreState::NotAssessed => Some(index.absence.not_assessed),
        ScoreState::Withheld => Some(index.absence.withheld),
        _ => None,
    };
    let carried = entity
        .carried
        .get(indicator.index())
        .and_then(Option::as_ref);
    if effect == Some(AbsenceEffect::CarriedOver)
        && let Some(carried) = carried
    {
        let score = match index.from {
            Some(id) => carried.further.get(id.index()).cloned().flatten(),
            None => carried.score.clone(),
        };
        if score.is_some() {
            return Contribution {
                indicator,
                state: ScoreState::CarriedOver,
                score,
            };
        }
    }
    let score = match effect {
        Some(effect) => absent(effect),
        None if state == ScoreState::NotApplicable => None,
        None => score,
    };
    Contribution {
        indicator,
        state,
        score,
    }
}

pub(super) fn coverage(contributions: &[&Contribution]) -> Result {
    let count = |keep: &dyn Fn(&Contribution) -> bool| {
        let found = contributions.iter().filter(|part| keep(part)).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    let expected = count(&|_| true);
    let applicable = count(&|part| part.state != ScoreState::NotApplicable);
    let scored = count(&|part| part.score.is_some());
    let state = if contributions
        .iter()
        .any(|part| part.state == ScoreState::Provisional)
    {
        RowState::Provisional
    } else if expected > 0 && applicable == 0 {
        RowState::NotApplicable
    } else if applicable > 0 && count(&|part| part.state == ScoreState::Withheld) == applicable {
        RowState::Withheld
    } else {
        RowState::Scored
    };
    Result {
        score: None,
        state,
        scored,
        applicable,
        expected,
    }
}
