//! What is scored: the tree of indicators (category → subcategory → group → indicator), the bodies responsible for
//! them, and what each indicator must disclose and why.
//!
//! A catalogue belongs to no rubric; [`Catalogue::facts`] types its attributes for one.

mod countries;
mod errors;
mod facts;
mod labels;
mod read;

pub use countries::{Country, countries, country, nearest_country};
pub use errors::CatalogueError;
pub use facts::IndicatorFacts;
pub use labels::Labels;
pub use read::{FACT_FREE_KEYS, read};

use crate::diagnostic::Span;
use crate::language::calendar::Duration;
use std::collections::HashMap;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// Its place in the catalogue's list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(
    /// An indicator of the catalogue.
    IndicatorId
);
id!(
    /// A category, subcategory or group of the catalogue.
    NodeId
);
id!(
    /// A responsible body of the catalogue.
    BodyId
);

/// The levels a catalogue may have, from the widest to the narrowest.
pub const LEVELS: [&str; 3] = ["category", "subcategory", "group"];

/// All indicators and where they belong.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Categories, subcategories and groups; a parent stands before its children.
    pub nodes: Vec<Node>,
    /// The indicators in the order of the files.
    pub indicators: Vec<Indicator>,
    /// Responsible bodies (roles such as `regulator`).
    pub bodies: Vec<Body>,
    /// Words of rubrics (indices, criteria, markets, grades) in other languages, with their places.
    terms: HashMap<String, (Labels, Span)>,
    /// Where each indicator stands, by id.
    by_id: HashMap<String, IndicatorId>,
}

/// A category, subcategory or group.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its id, unique within its level.
    pub id: String,
    /// One of [`LEVELS`].
    pub level: &'static str,
    /// Its name for people.
    pub label: Labels,
    /// What it belongs to; `None` for a category.
    pub parent: Option<NodeId>,
    /// Where it is declared.
    pub span: Span,
}

/// One thing that must be disclosed.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its id, unique in the catalogue.
    pub id: String,
    /// Its name for people.
    pub label: Labels,
    /// Category, subcategory and group, as far as it has them.
    pub path: Vec<NodeId>,
    /// The bodies responsible for it.
    pub bodies: Vec<BodyId>,
    /// What completeness is judged on.
    pub must_disclose: Vec<Labels>,
    /// Why it must be disclosed.
    pub basis: Vec<Basis>,
    /// How long past periods must stay available.
    pub kept: Option<Duration>,
    /// The first edition year it is assessed in.
    pub since: Option<i16>,
    /// The last edition year it is assessed in.
    pub until: Option<i16>,
    /// Answers to the facts of rubrics, as written.
    pub attributes: Vec<Attribute>,
    /// Where it is declared.
    pub span: Span,
}

/// An answer to a fact of the `indicator` block, as written.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The fact's name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The texts: one, or several for a list.
    pub texts: Vec<(String, Span)>,
    /// Whether a list was written.
    pub is_list: bool,
}

/// A legal or good-practice basis.
#[derive(Debug, Clone)]
pub struct Basis {
    /// The act or standard.
    pub act: String,
    /// The article.
    pub article: Option<String>,
    /// Whether someone still has to check the reference.
    pub verify: bool,
}

/// A responsible body.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub label: Labels,
    /// Where it is declared.
    pub span: Span,
}

impl Indicator {
    /// Whether it is assessed in a year.
    pub fn is_there(&self, year: i16) -> bool {
        self.since.is_none_or(|since| since <= year) && self.until.is_none_or(|until| until >= year)
    }
}

impl Catalogue {
    /// The indicator of this id.
    pub fn indicator_id(&self, id: &str) -> Option<IndicatorId> {
        self.by_id.get(id).copied()
    }

    /// An indicator; ids are handed out by this catalogue, so `None` only for an id of another one.
    pub fn indicator(&self, id: IndicatorId) -> Option<&Indicator> {
        self.indicators.get(id.index())
    }

    /// What a word of a rubric is called in a language; `None` where the catalogue has no text in this very language.
    pub fn term(&self, word: &str, language: &str) -> Option<&str> {
        let (labels, _) = self.terms.get(word)?;
        labels.get(language).filter(|_| labels.has(language))
    }

    /// All indicators with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (IndicatorId, &Indicator)> {
        (0u32..).map(IndicatorId).zip(&self.indicators)
    }

    /// The nodes of a level, in order.
    pub fn nodes_of<'a>(
        &'a self,
        level: &str,
    ) -> impl Iterator<Item = (NodeId, &'a Node)> + use<'a> {
        let level = LEVELS.into_iter().find(|known| *known == level);
        (0u32..)
            .map(NodeId)
            .zip(&self.nodes)
            .filter(move |(_, node)| level == Some(node.level))
    }

    /// Whether a node is another one or lies below it.
    pub fn is_under(&self, node: NodeId, above: NodeId) -> bool {
        let mut at = Some(node);
        while let Some(id) = at {
            if id == above {
                return true;
            }
            at = self.nodes.get(id.index()).and_then(|node| node.parent);
        }
        false
    }

    /// The node an indicator belongs to at a level.
    pub fn node_at(&self, indicator: &Indicator, level: &str) -> Option<NodeId> {
        let found = indicator.path.iter().find(|id| {
            self.nodes
                .get(id.index())
                .is_some_and(|node| node.level == level)
        });
        found.copied()
    }

    /// Adds an indicator; gives the place of the first one back when the id is taken.
    pub fn add(&mut self, indicator: Indicator) -> Result<IndicatorId, Span> {
        if let Some(known) = self.indicator_id(&indicator.id) {
            return Err(self
                .indicator(known)
                .map_or(indicator.span, |known| known.span));
        }
        let id = IndicatorId(u32::try_from(self.indicators.len()).unwrap_or(u32::MAX));
        self.by_id.insert(indicator.id.clone(), id);
        self.indicators.push(indicator);
        Ok(id)
    }
}
