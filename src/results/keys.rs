//! Look-ups of evidence by entity and indicator, made once per edition.

use crate::catalogue::IndicatorId;
use crate::evidence::{Disclosure, Given, Sheet};
use crate::index::Row;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::EditionResults;
use crate::scoring::{EditionScores, EntityScores, IndicatorScore};
use std::collections::HashMap;

/// Where the evidence and the scores of an entity are.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    /// The places of an entity's sheets.
    sheets: HashMap<EntityId, Vec<usize>>,
    /// The places of a disclosure's sheet and of the disclosure in it.
    disclosures: HashMap<(EntityId, IndicatorId), (usize, usize)>,
    /// The place of an entity among the scores.
    scores: HashMap<EntityId, usize>,
}

impl Keys {
    pub fn of(sheets: &[Sheet], scores: &EditionScores) -> Keys {
        let mut keys = Keys::default();
        for (at, sheet) in sheets.iter().enumerate() {
            keys.sheets
                .entry(sheet.entity.clone())
                .or_default()
                .push(at);
            for (place, disclosure) in sheet.disclosures.iter().enumerate() {
                let key = (sheet.entity.clone(), disclosure.indicator);
                keys.disclosures.entry(key).or_insert((at, place));
            }
        }
        for (at, entity) in scores.entities.iter().enumerate() {
            keys.scores.insert(entity.entity.clone(), at);
        }
        keys
    }
}

impl EditionResults {
    /// The sheets of an entity, in the order in which they were read.
    pub fn sheets_of(&self, entity: &EntityId) -> impl Iterator<Item = &Sheet> {
        let places = self.keys.sheets.get(entity);
        let places = places.map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| self.sheets.get(*at))
    }

    /// What was recorded about an indicator of an entity, with the sheet it stands in.
    pub fn disclosure(
        &self,
        entity: &EntityId,
        indicator: IndicatorId,
    ) -> Option<(&Sheet, &Disclosure)> {
        let key = (entity.clone(), indicator);
        let (sheet, place) = *self.keys.disclosures.get(&key)?;
        let sheet = self.sheets.get(sheet)?;
        Some((sheet, sheet.disclosures.get(place)?))
    }

    /// The scores of an entity's disclosures; `None` when nothing is recorded about it in this edition.
    pub fn scores_of(&self, entity: &EntityId) -> Option<&EntityScores> {
        let at = self.keys.scores.get(entity)?;
        self.scores.entities.get(*at)
    }

    /// The score of one indicator; `None` where nothing is recorded.
    pub fn indicator_score(
        &self,
        entity: &EntityId,
        indicator: IndicatorId,
    ) -> Option<&IndicatorScore> {
        let scores = self.scores_of(entity)?;
        scores.indicators.get(indicator.index())?.as_ref()
    }

    /// The scores of a node that were taken as published elsewhere.
    pub fn given<'a>(
        &'a self,
        entity: &EntityId,
        level: &'a str,
        node: &'a str,
    ) -> impl Iterator<Item = &'a Given> {
        self.sheets_of(entity)
            .flat_map(|sheet| &sheet.given)
            .filter(move |given| given.level == level && given.node == node)
    }

    /// The same edition by the same rubric with other evidence.
    pub fn with_evidence(&self, sheets: Vec<Sheet>, scores: EditionScores) -> EditionResults {
        EditionResults {
            keys: Keys::of(&sheets, &scores),
            id: self.id.clone(),
            label: self.label.clone(),
            year: self.year,
            period: self.period,
            rubric: self.rubric.clone(),
            method: self.method,
            facts: self.facts.clone(),
            entity_facts: self.entity_facts.clone(),
            sheets,
            scores,
            rows: Vec::new().into(),
            across: Vec::new(),
            without_withheld: Default::default(),
        }
    }

    /// The exact total of an index for an entity.
    pub fn total_score(&self, index: &str, entity: &EntityId) -> Option<&Number> {
        self.total(index, entity)
            .and_then(|row: &Row| row.score.as_ref())
    }
}
