//! What things are called in a language. Whoever prints a name asks here, so that one thing has one name everywhere.

use super::{EditionResults, Results};
use crate::catalogue::Labels;
use crate::index::TOTAL_LEVEL;
use crate::project::EntityId;

impl Results {
    /// What an entity is called.
    pub fn entity_name<'a>(&'a self, entity: &'a EntityId, language: &str) -> &'a str {
        self.project.entities.label(entity, language)
    }

    /// A word of a rubric as the catalogue translates it; the rubric's own text where it does not.
    pub fn term<'a>(&'a self, word: &str, text: &'a str, language: &str) -> &'a str {
        self.catalogue.term(word, language).unwrap_or(text)
    }

    /// What a node is called: an index, a node of the catalogue, an indicator, a criterion, a market or a body.
    pub fn node_name<'a>(
        &'a self,
        edition: &'a EditionResults,
        level: &str,
        node: &'a str,
        language: &str,
    ) -> &'a str {
        let catalogue = &self.catalogue;
        let label: Option<&Labels> = match level {
            TOTAL_LEVEL => {
                let label = edition
                    .rubric
                    .index(node)
                    .map_or(node, |index| &index.label);
                return self.term(node, label, language);
            }
            "criterion" => {
                let criterion = edition.rubric.criterion(node);
                let found = criterion.and_then(|id| edition.rubric.criteria.get(id.index()));
                return self.term(node, found.map_or(node, |found| &found.label), language);
            }
            "indicator" => {
                let id = catalogue.indicator_id(node);
                id.and_then(|id| catalogue.indicator(id))
                    .map(|found| &found.label)
            }
            "body" => {
                let mut bodies = catalogue.bodies.iter();
                bodies.find(|body| body.id == node).map(|body| &body.label)
            }
            _ => {
                let mut nodes = catalogue.nodes.iter();
                let found = nodes.find(|found| found.level == level && found.id == node);
                found.map(|found| &found.label)
            }
        };
        match label {
            Some(label) => label.or(language, node),
            None => self.term(node, node, language),
        }
    }
}
