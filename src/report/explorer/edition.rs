//! One edition in the page: its rubric in words, its evidence, and the rows of each of its indices.

use super::Texts;
use super::evidence::{self, Disclosure, GivenScore, Outcome};
use super::names::Named;
use super::weighing::{Weighing, fraction, weighing};
use crate::catalogue::LEVELS;
use crate::index::{Row, TOTAL_LEVEL, cut_values};
use crate::language::number::Number;
use crate::language::rubric::Part;
use crate::language::words::expression;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures;
use crate::report::words::aggregate;
use crate::results::Deriver;
use indexmap::{IndexMap, IndexSet};
use serde::Serialize;

/// An edition.
#[derive(Debug, Clone, Serialize)]
pub struct Edition {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Its place in time, in years.
    pub time: f64,
    /// Editions with the same number were scored by the same method and may be compared.
    pub method: usize,
    /// What the rubric is called.
    pub rubric: String,
    /// The criteria with their names.
    pub criteria: Vec<Named>,
    /// The formula of a disclosure's score.
    pub formula: String,
    /// The facts of evidence: names, and the questions they answer.
    pub facts: Vec<Named>,
    /// The different ways in which disclosures were scored.
    pub outcomes: Vec<Outcome>,
    /// The evidence, entity by entity.
    pub evidence: IndexMap<String, EvidenceOf>,
    /// The indicators that any index of it has rows of.
    #[serde(skip)]
    pub indicators: IndexSet<String>,
    /// Its indices.
    pub indices: Vec<IndexIn>,
}

/// A grade of the scale.
#[derive(Debug, Clone, Serialize)]
pub struct GradeBand {
    /// The grade.
    pub name: String,
    /// The lowest score that gets it, as a fraction.
    pub from: String,
    /// What it means.
    pub meaning: String,
    /// Its colour, `#rrggbb`.
    pub colour: String,
    /// The colour of letters on it.
    pub ink: String,
}

/// What was recorded about an entity.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EvidenceOf {
    /// Published scores that were taken as they are.
    pub given: Vec<GivenScore>,
    /// Disclosures by indicator.
    pub disclosures: IndexMap<String, Disclosure>,
}

/// An index in an edition.
#[derive(Debug, Clone, Serialize)]
pub struct IndexIn {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// What the ranking shows, in a sentence.
    pub finding: String,
    /// Whether all entities are countries.
    pub countries: bool,
    /// Between which numbers its scores are drawn, and the numbers at the axis.
    pub axis: AxisIn,
    /// Its grades, best first.
    pub grades: Vec<GradeBand>,
    /// The level the total is made of; the columns of the table.
    pub part_level: String,
    /// The nodes of that level in the order of their weights.
    pub parts: Vec<Named>,
    /// Markets, bodies and other cuts with their values.
    pub cuts: Vec<CutIn>,
    /// The score of disclosures it goes by, where that is not the score itself.
    pub from: Option<String>,
    /// The rows, entity by entity in the order of `score`.
    pub blocks: Vec<Block>,
    /// What the sliders move; or why there are none.
    pub weighing: Weighing,
    /// How the totals changed since the edition before; none without one, and where nothing can be compared.
    pub changes: Option<ChangesIn>,
}

/// Changes of totals since an edition.
#[derive(Debug, Clone, Serialize)]
pub struct ChangesIn {
    /// The heading of the column.
    pub heading: String,
    /// What is compared, where it is not the published scores.
    pub basis: Option<String>,
    /// The changes by entity, as fractions; without those that cannot be compared.
    pub by: IndexMap<String, String>,
}

/// The axis of charts of an index.
#[derive(Debug, Clone, Serialize)]
pub struct AxisIn {
    /// The low end.
    pub low: f64,
    /// The high end.
    pub high: f64,
    /// Where a number stands, and how it is written.
    pub ticks: Vec<(f64, String)>,
}

/// A cut of an index.
#[derive(Debug, Clone, Serialize)]
pub struct CutIn {
    /// Its id, which is also the level of its rows.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Whether it is shown and never ranked.
    pub indicative: bool,
    /// Its values.
    pub values: Vec<Named>,
}

/// The rows of one entity; of `*` for lines about all entities together.
#[derive(Debug, Clone, Serialize)]
pub struct Block {
    /// The entity.
    pub entity: String,
    /// The rows.
    pub rows: Vec<Scored>,
    /// What the total and the nodes were made from, where that is more than a plain mean of their indicators.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub made: Vec<Made>,
}

/// What a row was made from.
#[derive(Debug, Clone, Serialize)]
pub struct Made {
    /// The place of the row among those of the entity.
    pub row: usize,
    /// How its parts become one, in the reader's language.
    pub how: String,
    /// The parts: level and node (places of texts), and the share of the weight of all parts that count; none where it is
    /// left out, or where parts have no weights.
    pub parts: Vec<(usize, usize, Option<String>)>,
    /// The steps of a formula, as equations.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
}

/// One row in the order of the columns of `score --format csv`: level, node and market (places of texts), score, shown,
/// grade (place), rank in words, scored, applicable, expected, state (place).
#[derive(Debug, Clone, Serialize)]
pub struct Scored(
    usize,
    usize,
    Option<usize>,
    Option<String>,
    Option<String>,
    Option<usize>,
    Option<String>,
    u32,
    u32,
    u32,
    usize,
);

/// An edition without its indices.
pub(super) fn edition(view: View<'_>, texts: &mut Texts<'_>) -> Edition {
    let rubric = &view.edition.rubric;
    let criteria = rubric.criteria.iter().map(|criterion| Named {
        id: criterion.name.clone(),
        name: view.node("criterion", &criterion.name).to_string(),
    });
    let (facts, outcomes, evidence) = evidence::of_edition(view, texts);
    let indicators = view
        .edition
        .rows
        .iter()
        .filter(|row| *row.level == *"indicator");
    Edition {
        id: view.edition.id.as_str().to_string(),
        name: view.edition_name(),
        time: view.edition.time(),
        method: view.edition.method,
        rubric: view.term(&rubric.name, &rubric.label).to_string(),
        criteria: criteria.collect(),
        formula: expression(rubric, &rubric.score, &|_| None),
        facts,
        outcomes,
        evidence,
        indicators: indicators.map(|row| row.node.to_string()).collect(),
        indices: Vec::new(),
    }
}

/// The grades of an index, the best first.
fn grades(view: View<'_>) -> Vec<GradeBand> {
    let grades = view.index.grades.iter().map(|grade| {
        let chip = crate::report::page::Chip::from(&view.grade(&grade.name));
        let meaning = grade.label.as_deref().unwrap_or("");
        GradeBand {
            name: grade.name.clone(),
            // Grades begin at decimals as the rubric writes them.
            from: fraction(&grade.from).unwrap_or_default(),
            meaning: view.term(meaning, meaning).to_string(),
            colour: chip.colour,
            ink: chip.ink,
        }
    });
    grades.collect()
}

fn axis(view: View<'_>) -> AxisIn {
    let axis = view.axis(view.scale);
    AxisIn {
        low: axis.low,
        high: axis.high,
        ticks: axis.ticks,
    }
}

/// An index with its rows.
pub(super) fn index_in(view: View<'_>, texts: &mut Texts<'_>) -> IndexIn {
    let index = view.index;
    let level = view.part_level();
    let parts = match level {
        "indicator" => Vec::new(),
        _ => view.parts(),
    };
    let cuts = index.cuts.iter().map(|cut| {
        let known = |name: &str| view.rows(&cut.name).any(|row| *row.node == *name);
        let values = cut_values(&view.edition.rubric, cut, &view.results.catalogue);
        let values = values.into_iter().filter(|(_, name)| known(name));
        CutIn {
            id: cut.name.clone(),
            name: view.term(&cut.name, &cut.label).to_string(),
            indicative: cut.indicative,
            values: values
                .map(|(_, name)| Named {
                    id: name.to_string(),
                    name: view.node(&cut.name, name).to_string(),
                })
                .collect(),
        }
    });
    let finding =
        figures::ranking(view, &figures::Selection::default()).map(|data| data.frame.title);
    IndexIn {
        id: index.name.clone(),
        name: view.index_name().to_string(),
        finding: finding.unwrap_or_default(),
        countries: view.are_countries(),
        axis: axis(view),
        grades: grades(view),
        part_level: level.to_string(),
        parts: parts
            .into_iter()
            .map(|(node, _)| Named {
                id: node.to_string(),
                name: view.node(level, node).to_string(),
            })
            .collect(),
        cuts: cuts.collect(),
        from: index.from.and_then(|id| {
            let scores = &view.edition.rubric.further_scores;
            scores.get(id.index()).map(|score| score.name.clone())
        }),
        blocks: blocks(view, texts),
        weighing: weighing(view),
        changes: changes(view),
    }
}

fn changes(view: View<'_>) -> Option<ChangesIn> {
    let before = view.before()?;
    let changes = view.changes(before);
    let key = if changes.on_same_rules() {
        "explorer_change_same_rules"
    } else {
        "explorer_change"
    };
    let by = changes.told.iter().filter_map(|(entity, change)| {
        let by = fraction(&change.by())?;
        Some((entity.as_str().to_string(), by))
    });
    let changes = ChangesIn {
        heading: view.words.say(key, &[("edition", &before.edition_name())]),
        basis: view.basis(changes.told.iter().map(|(_, change)| change)),
        by: by.collect(),
    };
    (!changes.by.is_empty()).then_some(changes)
}

fn blocks(view: View<'_>, texts: &mut Texts<'_>) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let edition = view.edition;
    let deriver = Deriver::new(view.results, texts.sources, view.lang());
    let rows = edition.rows.iter().chain(&edition.across);
    for row in rows.filter(|row| *row.index == *view.index.name) {
        let scored = scored(row, texts);
        let last = blocks.last();
        if last.is_none_or(|block| *block.entity != *row.entity.as_str()) {
            blocks.push(Block {
                entity: row.entity.as_str().to_string(),
                rows: Vec::new(),
                made: Vec::new(),
            });
        }
        let Some(block) = blocks.last_mut() else {
            continue;
        };
        let made = made(view, &deriver, row, texts);
        block.made.extend(made.map(|made| Made {
            row: block.rows.len(),
            ..made
        }));
        block.rows.push(scored);
    }
    blocks
}

/// What a total or a node was made from. A plain mean of the indicators below it needs no telling.
fn made(view: View<'_>, deriver: &Deriver<'_>, row: &Row, texts: &mut Texts<'_>) -> Option<Made> {
    let is_node = *row.level == *TOTAL_LEVEL || LEVELS.contains(&&*row.level);
    if !is_node || row.market.is_some() || row.entity == EntityId::all() {
        return None;
    }
    let index = view.index;
    if index.formula.is_some() {
        let formula = deriver.row(view.edition, row).formula?;
        let steps = formula.steps.in_order();
        return Some(Made {
            row: 0,
            how: String::new(),
            parts: Vec::new(),
            steps: steps.iter().map(|step| step.equation(6)).collect(),
        });
    }
    let level = index.levels.iter().find(|level| *level.name == *row.level);
    let level = level.unwrap_or(&index.total);
    if level.of == Part::Indicators && !level.aggregate.is_weighted() {
        return None;
    }
    let parts = deriver.made(view.edition, row)?;
    let shares = parts.parts.iter().map(|part| {
        let share = part.effective.as_ref();
        let percent = share.map(|share| share.times(&Number::whole(100)).significant(4));
        (texts.keep(&part.level), texts.keep(&part.node), percent)
    });
    Some(Made {
        row: 0,
        how: aggregate(view.words, level.aggregate),
        parts: shares.collect(),
        steps: Vec::new(),
    })
}

fn scored(row: &Row, texts: &mut Texts<'_>) -> Scored {
    Scored(
        texts.keep(&row.level),
        texts.keep(&row.node),
        row.market.as_ref().map(|market| texts.keep(market)),
        row.score.as_ref().map(ToString::to_string),
        row.shown.as_ref().map(ToString::to_string),
        row.grade.as_ref().map(|grade| texts.keep(grade)),
        row.rank_in_words(),
        row.scored,
        row.applicable,
        row.expected,
        texts.keep(row.state.word()),
    )
}
