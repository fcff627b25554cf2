//! Who is scored: countries by their ISO codes, and whatever else the project declares under `entities:`.

use crate::catalogue::{Labels, country, nearest_country};
use crate::diagnostic::{Span, nearest};
use indexmap::IndexMap;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// An entity: the two-letter code of a country, always in capitals, or an id that the project declares.
///
/// [`Entities::resolve`] makes it, so two ids of one project are equal exactly when they mean the same entity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(Arc<str>);

impl EntityId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// An entity that is known by a number alone.
    pub(crate) fn numbered(number: usize) -> Self {
        EntityId(number.to_string().into())
    }

    /// What stands for all entities together, in lines about an indicator or index across entities: `*`.
    pub fn all() -> Self {
        EntityId("*".into())
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What the project says about an entity.
#[derive(Debug, Clone)]
pub struct Entity {
    /// Its name for people; empty when the project gives none.
    pub label: Labels,
    /// What else is said about it: facts for the `entity` block of a rubric.
    pub attributes: Vec<Attribute>,
    /// Where it is declared.
    pub span: Span,
}

/// Something the project says about an entity, before a rubric gives it a type.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The fact's name.
    pub name: String,
    /// Its texts: one, or several for a set.
    pub texts: Vec<(String, Span)>,
    /// Where the name stands.
    pub span: Span,
}

/// The entities of a project: all countries, and those it declares.
#[derive(Debug, Clone, Default)]
pub struct Entities {
    declared: IndexMap<EntityId, Entity>,
    /// Ids in small letters, because `av` means `AV`.
    folded: HashMap<String, EntityId>,
}

/// A text that names no entity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no entity `{text}`")]
pub struct UnknownEntity {
    /// The text.
    pub text: String,
    /// Which entity was probably meant, or what would have been right.
    pub help: String,
}

impl Entities {
    /// The entity of a text: the id of a declared entity, or a country's code of two or three letters; capitals or
    /// not.
    ///
    /// ```
    /// use clearwatt::project::Entities;
    /// let entities = Entities::default();
    /// assert_eq!(entities.resolve("nor")?.as_str(), "NO");
    /// let unknown = entities.resolve("UK").unwrap_err();
    /// assert_eq!(unknown.help, "did you mean `GB` (United Kingdom)?");
    /// # Ok::<(), clearwatt::project::UnknownEntity>(())
    /// ```
    ///
    /// # Errors
    /// [`UnknownEntity`], with the nearest one by id, code or name.
    pub fn resolve(&self, text: &str) -> Result<EntityId, UnknownEntity> {
        if let Some(country) = country(text) {
            return Ok(EntityId(country.alpha2.as_str().into()));
        }
        match self.folded.get(&text.to_lowercase()) {
            Some(id) => Ok(id.clone()),
            None => Err(UnknownEntity {
                text: text.to_string(),
                help: self.advice(text),
            }),
        }
    }

    fn advice(&self, text: &str) -> String {
        let ids = self.declared.keys().map(EntityId::as_str);
        let names = self.declared.iter().find(|(_, entity)| {
            let mut texts = entity.label.texts();
            texts.any(|name| name.to_lowercase() == text.to_lowercase())
        });
        let declared = nearest(text, ids).or(names.map(|(id, _)| id.as_str()));
        match (declared, nearest_country(text)) {
            (Some(id), _) => format!("did you mean `{id}`?"),
            (None, Some(country)) => {
                let name = country.label.or("en", &country.alpha2);
                format!("did you mean `{}` ({name})?", country.alpha2)
            }
            (None, None) => {
                "countries have ISO 3166 codes such as `UA`; declare others under `entities:` in clearwatt.yaml".to_string()
            }
        }
    }

    /// Declares an entity. The id of a country becomes its two-letter code.
    ///
    /// # Errors
    /// Where the same entity is declared already.
    pub(crate) fn declare(&mut self, text: &str, entity: Entity) -> Result<EntityId, Span> {
        let id = match country(text) {
            Some(country) => EntityId(country.alpha2.as_str().into()),
            None => EntityId(text.into()),
        };
        let folded = id.as_str().to_lowercase();
        let first = self
            .folded
            .get(&folded)
            .and_then(|id| self.declared.get(id));
        if let Some(first) = first {
            return Err(first.span);
        }
        self.folded.insert(folded, id.clone());
        self.declared.insert(id.clone(), entity);
        Ok(id)
    }

    /// What an entity is called: as the project says, in this language or else in another; else as the country is
    /// called; else the id. An id such as `CA` may stand for something other than the country, so a declared label goes
    /// before the table of countries in every language.
    pub fn label<'a>(&'a self, id: &'a EntityId, language: &str) -> &'a str {
        let declared = self.declared.get(id).map(|entity| &entity.label);
        let country = country(id.as_str()).map(|country| &country.label);
        let chosen = declared.filter(|labels| !labels.is_empty()).or(country);
        chosen.map_or(id.as_str(), |labels| labels.or(language, id.as_str()))
    }

    /// The declared entities, in the order of the project.
    pub fn declared(&self) -> impl Iterator<Item = (&EntityId, &Entity)> {
        self.declared.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;

    fn entity(label: Labels) -> Entity {
        Entity {
            label,
            attributes: Vec::new(),
            span: Span::new(FileId::default(), 3, 5),
        }
    }

    fn english(text: &str) -> Labels {
        let mut labels = Labels::default();
        labels.insert("en", text);
        labels
    }

    #[test]
    fn a_country_has_one_id_however_it_is_written() {
        let entities = Entities::default();
        for (text, id) in [("no", "NO"), ("NA", "NA"), ("XKX", "XK"), ("Ukr", "UA")] {
            assert_eq!(entities.resolve(text).unwrap().as_str(), id);
        }
    }

    #[test]
    fn declared_entities_are_found_in_capitals_or_not() {
        let mut entities = Entities::default();
        entities.declare("AV", entity(english("Avaria"))).unwrap();
        assert_eq!(entities.resolve("av").unwrap().as_str(), "AV");
        assert_eq!(
            entities.resolve("avaria").unwrap_err().help,
            "did you mean `AV`?"
        );
        // declared again in other letters: the place of the first one comes back
        let first = entities
            .declare("Av", entity(Labels::default()))
            .unwrap_err();
        assert_eq!(first.start, 3);
    }

    #[test]
    fn a_country_may_not_be_declared_by_two_of_its_codes() {
        let mut entities = Entities::default();
        assert_eq!(
            entities
                .declare("UKR", entity(Labels::default()))
                .unwrap()
                .as_str(),
            "UA"
        );
        assert!(entities.declare("UA", entity(Labels::default())).is_err());
    }

    #[test]
    fn the_project_s_name_goes_first_then_the_country_s() {
        let mut entities = Entities::default();
        let ge = entities
            .declare("GE", entity(english("Sakartvelo")))
            .unwrap();
        let av = entities.declare("AV", entity(english("Avaria"))).unwrap();
        let unnamed = entities.declare("B1", entity(Labels::default())).unwrap();
        assert_eq!(entities.label(&ge, "en"), "Sakartvelo");
        assert_eq!(entities.label(&ge, "uk"), "Sakartvelo");
        assert_eq!(entities.label(&av, "uk"), "Avaria");
        assert_eq!(entities.label(&unnamed, "en"), "B1");
        let norway = entities.resolve("NO").unwrap();
        assert_eq!(entities.label(&norway, "uk"), "Норвегія");
        assert_eq!(entities.label(&norway, "fr"), "Norway");
    }

    #[test]
    fn what_nobody_knows_says_what_would_be_right() {
        let unknown = Entities::default().resolve("qqqqqqqq").unwrap_err();
        assert_eq!(unknown.to_string(), "there is no entity `qqqqqqqq`");
        assert!(unknown.help.contains("entities:"), "{}", unknown.help);
    }
}
