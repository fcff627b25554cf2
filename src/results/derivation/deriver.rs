//! Makes derivations: row by row, with what the rows of one entity or one edition share kept from one to the next.

use super::parts::missing_word;
use super::{
    Above, Coverage, Derivation, FormulaOf, GivenScore, GradeOf, Parts, Places, RankOf, Round,
};
use crate::diagnostic::Sources;
use crate::index::{
    Breakdowns, EditionValues, FormulaCache, FormulaInput, IndexInput, Row, RowState, TOTAL_LEVEL,
    across_breakdown, formula_steps,
};
use crate::language::number::Number;
use crate::language::rubric::Index;
use crate::language::syntax::{Precision, Rounding, RoundingMode, Ties};
use crate::language::words;
use crate::project::{EditionId, EntityId};
use crate::results::formulas::values;
use crate::results::{EditionResults, Results, is_whole};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Makes derivations of the rows of a project.
pub struct Deriver<'a> {
    pub(super) results: &'a Results,
    pub(super) places: Places<'a>,
    pub(super) language: &'a str,
    /// What formulas read of all editions, once one is asked for.
    values: OnceCell<Vec<(EditionId, EditionValues)>>,
    /// What formulas work out over all entities.
    kept: FormulaCache,
    /// The entity and index that was asked for last: rows are mostly asked for one after the other.
    last: RefCell<Option<(Key, Rc<Breakdowns>)>>,
}

/// Edition, index and entity.
type Key = (EditionId, String, EntityId);

impl<'a> Deriver<'a> {
    /// Derivations with names in a language and the names of files as they were given.
    pub fn new(results: &'a Results, sources: &'a Sources, language: &'a str) -> Self {
        Deriver::with_places(results, Places::of_sources(sources), language)
    }

    /// The same with other names of files.
    pub fn with_places(results: &'a Results, places: Places<'a>, language: &'a str) -> Self {
        Deriver {
            results,
            places,
            language,
            values: OnceCell::new(),
            kept: FormulaCache::default(),
            last: RefCell::new(None),
        }
    }

    /// The rows of an edition about an entity and a node, one per index that has it; of all entities or all nodes where
    /// none is named. A market that is named is one row, without the rows of single nodes in it.
    pub fn rows(
        edition: &'a EditionResults,
        entity: Option<&EntityId>,
        node: Option<&str>,
    ) -> Vec<&'a Row> {
        let asked = |row: &&Row| {
            entity.is_none_or(|entity| row.entity == *entity)
                && node.is_none_or(|node| *row.node == *node && is_whole(row))
        };
        let rows = edition.rows.iter().chain(&edition.across);
        rows.filter(asked).collect()
    }

    /// The derivation of a row.
    pub fn row(&self, edition: &'a EditionResults, row: &Row) -> Derivation {
        let index = edition.rubric.index(&row.index);
        let mut derivation = self.outline(edition, index, row);
        if let Some(index) = index {
            derivation.parts = self.made_in(edition, index, row);
            derivation.formula = self.formula(edition, index, row);
            if *row.level == *"indicator" && row.entity != EntityId::all() {
                derivation.indicator = self.indicator(edition, index, row);
            }
            derivation.up = self.up(edition, row);
        }
        derivation
    }

    /// What a row was made from; `None` for indicators, published scores and formulas.
    pub fn made(&self, edition: &'a EditionResults, row: &Row) -> Option<Parts> {
        let index = edition.rubric.index(&row.index)?;
        self.made_in(edition, index, row)
    }

    /// What a row says of itself.
    fn outline(&self, edition: &EditionResults, index: Option<&Index>, row: &Row) -> Derivation {
        let given = edition.given(&row.entity, &row.level, &row.node);
        let owned = |text: &Option<Box<str>>| text.as_deref().map(String::from);
        let given = given.filter(|_| is_whole(row)).map(|given| GivenScore {
            score: given.score.clone(),
            source: owned(&given.source),
            note: owned(&given.note),
            place: self.places.of(given.span),
        });
        Derivation {
            index: row.index.to_string(),
            edition: row.edition.as_str().to_string(),
            entity: row.entity.as_str().to_string(),
            level: row.level.to_string(),
            node: row.node.to_string(),
            market: row.market.as_deref().map(String::from),
            label: self.name(edition, &row.level, &row.node),
            score: row.score.clone(),
            rounding: index
                .and_then(|index| rounding(index, row))
                .map(Round::from),
            shown: row.shown.clone(),
            grade: index.and_then(|index| self.grade(index, row)),
            rank: index.and_then(|index| self.rank(edition, index, row)),
            state: row.state.word(),
            coverage: coverage(index, row),
            given: given.collect(),
            parts: None,
            formula: None,
            indicator: None,
            up: Vec::new(),
        }
    }

    /// What an entity is called.
    pub fn entity_name(&self, entity: &EntityId) -> String {
        let name = self.results.entity_name(entity, self.language);
        name.to_string()
    }

    /// What a node is called.
    pub(super) fn name(&self, edition: &EditionResults, level: &str, node: &str) -> String {
        let name = self.results.node_name(edition, level, node, self.language);
        name.to_string()
    }

    fn grade(&self, index: &Index, row: &Row) -> Option<GradeOf> {
        let name = row.grade.as_deref()?;
        let at = index.grades.iter().position(|grade| grade.name == name)?;
        let found = index.grades.get(at)?;
        let better = at.checked_sub(1).and_then(|at| index.grades.get(at));
        let meaning = found.label.as_deref();
        Some(GradeOf {
            grade: name.to_string(),
            meaning: meaning.map(|text| self.results.term(text, text, self.language).to_string()),
            rounding: index.grading.map(Round::from),
            on: row.score.as_ref().map(|score| index.graded(score)),
            from: found.from.clone(),
            below: better.map(|grade| grade.from.clone()),
        })
    }

    fn rank(&self, edition: &EditionResults, index: &Index, row: &Row) -> Option<RankOf> {
        let group = row.group.and_then(|group| {
            let fact = edition.rubric.facts.get(index.rank.within?.index())?;
            Some(fact.domain.name(group).to_string())
        });
        Some(RankOf {
            rank: row.rank?,
            text: row.rank_in_words()?,
            of: row.of,
            group,
            on: row.score.as_ref().map(|score| index.ranked(score)),
            ties: match index.rank.ties {
                Ties::Share => "share",
                Ties::Marked => "marked",
                Ties::ByName => "by_name",
            },
        })
    }

    fn made_in(&self, edition: &'a EditionResults, index: &'a Index, row: &Row) -> Option<Parts> {
        if row.state == RowState::Given || index.formula.is_some() {
            return None;
        }
        let input = edition.input(&self.results.catalogue, index);
        if row.entity == EntityId::all() {
            let made = across_breakdown(input, &row.level, &row.node)?;
            return Some(self.parts(edition, row, &made));
        }
        let market = row.market.as_deref();
        let all = self.breakdowns(edition, input, &row.entity)?;
        let made = all.get(&row.level, &row.node, market)?;
        Some(self.parts(edition, row, made))
    }

    fn breakdowns(
        &self,
        edition: &'a EditionResults,
        input: IndexInput<'a>,
        entity: &EntityId,
    ) -> Option<Rc<Breakdowns>> {
        let key = (
            input.edition.clone(),
            input.index.name.clone(),
            entity.clone(),
        );
        if let Some((known, found)) = &*self.last.borrow()
            && *known == key
        {
            return Some(found.clone());
        }
        let made = Rc::new(Breakdowns::of(input, edition.scores_of(entity)?));
        *self.last.borrow_mut() = Some((key, made.clone()));
        Some(made)
    }

    fn formula(
        &self,
        edition: &'a EditionResults,
        index: &'a Index,
        row: &Row,
    ) -> Option<FormulaOf> {
        let formula = index.formula.as_ref()?;
        if row.state == RowState::Given || *row.level != *TOTAL_LEVEL {
            return None;
        }
        let editions = self.values.get_or_init(|| {
            let editions = self.results.editions.iter();
            let values = editions.map(|edition| {
                let values = values(&self.results.catalogue, edition);
                (edition.id.clone(), values)
            });
            values.collect()
        });
        let at = editions.iter().position(|(id, _)| *id == edition.id)?;
        let input = FormulaInput {
            index: edition.input(&self.results.catalogue, index),
            edition: at,
            editions,
        };
        Some(FormulaOf {
            text: words::formula(formula),
            place: self.places.of(index.total.span),
            missing: missing_word(index.missing),
            steps: formula_steps(input, &self.kept, &row.entity)?,
        })
    }

    /// The nodes above an indicator or a node, up to the index.
    fn up(&self, edition: &EditionResults, row: &Row) -> Vec<Above> {
        if row.market.is_some() || row.entity == EntityId::all() {
            return Vec::new();
        }
        let catalogue = &self.results.catalogue;
        let start = match &*row.level {
            "indicator" => catalogue
                .indicator_id(&row.node)
                .and_then(|id| catalogue.indicator(id)?.path.last().copied()),
            level => {
                let mut nodes = catalogue.nodes_of(level);
                let found = nodes.find(|(_, node)| *node.id == *row.node);
                match found {
                    Some((_, node)) => node.parent,
                    // Totals, criteria and cuts have nothing above them.
                    None => return Vec::new(),
                }
            }
        };
        let mut path = Vec::new();
        let mut at = start;
        while let Some(node) = at.and_then(|id| catalogue.nodes.get(id.index())) {
            path.extend(edition.row(&row.index, &row.entity, node.level, &node.id));
            at = node.parent;
        }
        path.extend(edition.total(&row.index, &row.entity));
        let above = path.into_iter().map(|row| Above {
            level: row.level.to_string(),
            node: row.node.to_string(),
            score: row.score.clone(),
            shown: row.shown.clone(),
            grade: row.grade.as_deref().map(String::from),
            scored: row.scored,
        });
        above.collect()
    }
}

/// How the score of a row is rounded for show. A criterion is shown on its own scale, to two decimals.
fn rounding(index: &Index, row: &Row) -> Option<Rounding> {
    match &*row.level {
        "criterion" => Some(Rounding {
            mode: RoundingMode::HalfUp,
            to: Precision::Decimals(2),
        }),
        _ => index.rounding,
    }
}

fn coverage(index: Option<&Index>, row: &Row) -> Coverage {
    let minimum = index
        .filter(|_| *row.level == *TOTAL_LEVEL)
        .and_then(|index| index.minimum_coverage.clone());
    let share = Number::ratio(row.scored.into(), row.applicable.into());
    Coverage {
        scored: row.scored,
        applicable: row.applicable,
        expected: row.expected,
        enough: match (&minimum, share) {
            (Some(minimum), Some(share)) => share >= *minimum,
            _ => true,
        },
        minimum,
    }
}
