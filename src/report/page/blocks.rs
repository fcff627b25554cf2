//! From a list of blocks to sections: who makes which block, for one entity and for all of them together.

use super::data::{self, Checksum};
use super::section::{Chapter, Element, Section};
use super::table::Table;
use super::{
    absence, card, change, evidence, headline, method, profile, reading, recommendations, records,
    road, whole,
};
use crate::analysis::plan::Planner;
use crate::chart::{Style, Svg};
use crate::project::EntityId;
use crate::report::View;
use crate::report::layout::{Block, ChartBlock, Layout, Name};
use rayon::prelude::*;

/// Everything a chapter is made from.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub view: View<'a>,
    pub layout: &'a Layout,
    /// Whether the chapter is the first of the report.
    pub first: bool,
    pub checksums: &'a [Checksum],
    /// Plans for the entities; `None` where none is asked for, or the cost file has mistakes.
    pub planner: Option<&'a Planner<'a>>,
}

/// A block filled in: its heading and what stands under it.
pub(super) type Filled = (String, Vec<Element>);

/// Whom a block is about, and how it is made.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    /// One entity, or everybody.
    pub entity: Option<&'a EntityId>,
    /// Whether charts are drawn; entities one by one have tables only.
    pub charts: bool,
    /// What the names of its charts start with.
    pub prefix: &'a str,
}

impl<'a> Maker<'a> {
    /// The chapter about the index of the view.
    pub fn chapter(self, entity: Option<&EntityId>) -> Chapter {
        let view = self.view;
        let prefix = match entity {
            Some(entity) => joined(&view.index.name, entity.as_str()),
            None => anchor(&view.index.name),
        };
        let scope = Scope {
            entity,
            charts: true,
            prefix: &prefix,
        };
        let mut chapter = Chapter {
            title: format!("{}, {}", view.index_name(), view.edition_name()),
            index: view.index.name.clone(),
            edition: view.edition.id.to_string(),
            entity: entity.map(ToString::to_string),
            sections: self.sections(scope, &self.layout.blocks),
            anchor: prefix,
        };
        number(&mut chapter);
        chapter
    }

    fn sections(self, scope: Scope<'_>, blocks: &[Block]) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for block in blocks {
            let Some(mut section) = self.section(scope, block) else {
                continue;
            };
            let wanted = format!("{}-{}", scope.prefix, section.block.replace('_', "-"));
            let taken = |anchor: &str| sections.iter().any(|section| section.anchor == anchor);
            section.anchor = (2..)
                .map(|count| format!("{wanted}-{count}"))
                .find(|anchor| !taken(anchor))
                .filter(|_| taken(&wanted))
                .unwrap_or(wanted);
            sections.push(section);
        }
        sections
    }

    fn section(self, scope: Scope<'_>, block: &Block) -> Option<Section> {
        let plain = |block: &'static str, (title, elements): Filled| Section {
            block,
            anchor: String::new(),
            title,
            elements,
            chapters: Vec::new(),
        };
        match block {
            Block::Named { name, most } => {
                let filled = self.named(scope, *name, *most)?;
                Some(plain(name.word(), filled))
            }
            Block::Text(labels) => {
                let text = labels.get(self.view.lang())?;
                let paragraphs = text.split("\n\n").map(str::trim);
                let paragraphs = paragraphs.filter(|text| !text.is_empty());
                Some(plain(
                    "text",
                    (String::new(), paragraphs.map(Element::text).collect()),
                ))
            }
            Block::Chart(chart) => Some(plain("chart", self.chart(scope, chart)?)),
            Block::Entities(blocks) => {
                let chapters = self.entities(scope, blocks)?;
                Some(Section {
                    chapters,
                    ..plain(
                        "entities",
                        (self.view.words.say("section_entities", &[]), Vec::new()),
                    )
                })
            }
        }
    }

    fn named(self, scope: Scope<'_>, name: Name, most: Option<usize>) -> Option<Filled> {
        let view = self.view;
        // One page has no room for charts beside lists.
        let drawn = Scope {
            charts: scope.charts && !self.layout.dense,
            ..scope
        };
        match (name, scope.entity) {
            (Name::Card, entity) => card::card(view, entity?),
            (Name::Sentences, None) => Some(headline::of_all(view)),
            (Name::Sentences, Some(entity)) => headline::of_one(view, entity),
            (Name::Reading, _) => self.first.then(|| reading::reading(view)),
            (Name::Ranking, _) => whole::ranking(view, scope),
            (Name::Categories, None) => whole::categories(view, scope),
            (Name::Categories, Some(entity)) => profile::categories(view, entity),
            (Name::Criteria, None) => whole::criteria(view, scope),
            (Name::Criteria, Some(entity)) => profile::criteria(view, entity, scope),
            (Name::Markets, None) => whole::markets(view),
            (Name::Markets, Some(entity)) => profile::markets(view, entity),
            (Name::OverTime, entity) => whole::over_time(view, scope, entity),
            (Name::BlackBoxes, None) => absence::across(view, most, drawn),
            (Name::BlackBoxes, Some(entity)) => absence::black_boxes(view, entity, most, drawn),
            (Name::Changes, None) => whole::changes(view, scope),
            (Name::Changes, Some(entity)) => change::changes(view, entity, scope),
            (Name::Bodies, entity) => profile::bodies(view, entity?),
            (Name::Road, entity) => road::road(view, entity?, most, drawn, self.planner?),
            (Name::Recommendations, entity) => {
                recommendations::recommendations(view, entity?, most, self.planner?)
            }
            (Name::Comments, entity) => data::comments(view, self.layout, entity),
            (Name::Absences, entity) => absence::absences(view, entity?, most),
            (Name::Method, _) => Some(method::method(view)),
            (Name::Rules, _) => method::rules_in_full(view),
            (Name::Limits, _) => Some(reading::limits(view)),
            (Name::Coverage, entity) => whole::coverage(view, entity),
            (Name::Evidence, entity) => evidence::evidence(view, entity?),
            (Name::Data, entity) => Some(data::data(view, entity, self.checksums)),
        }
    }

    /// A chart that the report file asks for, about this index unless it names another, which then has a chapter of its
    /// own. Like other blocks it shows an earlier edition where this one has nothing of the kind.
    fn chart(self, scope: Scope<'_>, block: &ChartBlock) -> Option<Filled> {
        let (view, order) = (self.view, &block.order);
        let index = order.index.as_deref();
        if index.is_some_and(|index| index != view.index.name) {
            return None;
        }
        let mut chosen = order.chosen.clone();
        let chooses = !chosen.entities.is_empty() || !chosen.highlight.is_empty();
        if let Some(entity) = scope.entity.filter(|_| !chooses) {
            if order.kind.highlights() {
                chosen.highlight.push(entity.clone());
            } else {
                chosen.entities.push(entity.clone());
            }
        }
        let fits = |other: &View<'_>| match order.edition.as_deref() {
            Some(edition) => other.edition.id.as_str() == edition,
            None => !other.is_later_than(view),
        };
        let editions = view.painted(order.palette).editions().into_iter().rev();
        let mut editions = editions.filter(fits);
        let data = editions.find_map(|view| order.kind.data(view, &chosen))?;
        let mut data = order.with_words(data, view.words);
        let caption = data.frame_mut().subtitle.clone();
        let table = Table::of_chart(caption, data.table());
        if !scope.charts {
            return Some((String::new(), vec![Element::table(table)]));
        }
        let file = format!("{}~{}", scope.prefix, block.file);
        let draw = |theme| data.draw(&order.style.on(theme));
        let figure = Element::figure(file, table, draw);
        Some((String::new(), vec![figure]))
    }

    fn entities(self, scope: Scope<'_>, blocks: &[Block]) -> Option<Vec<Chapter>> {
        if scope.entity.is_some() {
            return None;
        }
        let view = self.view;
        // Each chapter is made by itself, so the number of threads changes nothing but the time.
        let mut chapters: Vec<Chapter> = view
            .standings()
            .par_iter()
            // One with nothing but a total repeats the ranking.
            .filter(|row| profile::has_parts(view, &row.entity) || records::any(view, &row.entity))
            .map(|row| {
                let entity = &row.entity;
                let prefix = joined(&view.index.name, entity.as_str());
                let scope = Scope {
                    entity: Some(entity),
                    charts: false,
                    prefix: &prefix,
                };
                let entities = &view.results.project.entities;
                Chapter {
                    title: entities.label(entity, view.lang()).to_string(),
                    index: view.index.name.clone(),
                    edition: view.edition.id.to_string(),
                    entity: Some(entity.to_string()),
                    sections: self.sections(scope, blocks),
                    anchor: prefix.clone(),
                }
            })
            .collect();
        chapters.retain(|chapter| !chapter.sections.is_empty());
        (!chapters.is_empty()).then_some(chapters)
    }
}

impl Scope<'_> {
    /// A chart with its table. Charts of report files are told apart by a tilde after the prefix.
    pub fn figure(self, kind: &str, table: Table, draw: impl Fn(&Style) -> Svg) -> Element {
        let file = format!("{}-{kind}", self.prefix);
        Element::figure(file, table, |theme| draw(&Style::default().on(theme)))
    }
}

/// The looks of a chart that goes with a list: narrower, so that both have room on a page. The style sheet prints it as
/// much smaller, with letters as large as those of the others.
pub(super) fn beside(style: &Style) -> Style {
    Style {
        width: 720,
        ..*style
    }
}

/// Numbers charts that a report file asks for twice, so that each has files of its own.
fn number(chapter: &mut Chapter) {
    let mut taken: Vec<String> = Vec::new();
    let elements = chapter.sections.iter_mut();
    for element in elements.flat_map(|section| &mut section.elements) {
        let Element::Figure { figure } = element else {
            continue;
        };
        let counted = (2..).map(|count| format!("{}-{count}", figure.file));
        let mut names = std::iter::once(figure.file.clone()).chain(counted);
        if let Some(free) = names.find(|name| !taken.contains(name)) {
            figure.file = free;
        }
        taken.push(figure.file.clone());
    }
}

/// What the names of charts about an entity in an index start with. No anchor holds the point between them.
fn joined(index: &str, entity: &str) -> String {
    format!("{}.{}", anchor(index), anchor(entity))
}

/// Letters, digits, hyphens and underscores only, for addresses within a page and names of files. Where something had to be replaced a
/// fingerprint tells texts apart that would become the same.
pub(crate) fn anchor(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let clean: String = text
        .chars()
        .map(|c| if plain(c) { c } else { '-' })
        .flat_map(char::to_lowercase)
        .collect();
    if text.chars().all(plain) {
        return clean;
    }
    // FNV-1a, the same on every machine.
    let hash = text.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    format!("{clean}-{hash:08x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_within_the_page_are_plain_and_told_apart() {
        assert_eq!(anchor("national-UA"), "national-ua");
        assert_eq!(anchor("my_index"), "my_index");
        assert_ne!(anchor("a_b"), anchor("a-b"));
        let hostile = anchor("x\" onclick=\"y");
        assert!(hostile.starts_with("x--onclick--y-"), "{hostile}");
        assert_ne!(anchor("a/b"), anchor("a b"));
    }

    #[test]
    fn an_index_and_an_entity_are_no_other_index() {
        assert_eq!(joined("a", "b"), "a.b");
        assert_ne!(joined("a_b", "c"), joined("a", "b_c"));
        assert_ne!(joined("a", "b"), anchor("a_b"));
        assert_ne!(joined("a", "b"), anchor("a-b"));
        assert_ne!(joined("a", "b"), anchor("a.b"));
    }
}
