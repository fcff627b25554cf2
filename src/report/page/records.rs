//! Single disclosures as a reader sees them: what must be out, who is responsible, and where somebody looked.

use super::table::Cell;
use crate::catalogue::{Basis, Indicator, IndicatorId};
use crate::evidence::{Disclosure, State};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::best_level;
use crate::scoring::{IndicatorScore, ScoreState};
use serde::Serialize;

/// A disclosure with what is needed to open it.
#[derive(Debug, Clone, Serialize)]
pub struct Item {
    /// The indicator.
    pub indicator: String,
    /// The category (or what else the index is made of).
    pub category: String,
    /// Who is responsible.
    pub bodies: String,
    /// What must be out.
    pub must_disclose: String,
    /// Why it must be.
    pub basis: String,
    /// Why it is as it is.
    pub reason: String,
    /// Where somebody looked.
    pub source: Cell,
    /// When somebody looked there; may be empty.
    pub seen: String,
}

/// One disclosure of an entity in the order of the catalogue.
#[derive(Clone, Copy)]
pub(in crate::report) struct Found<'a> {
    pub indicator: &'a Indicator,
    pub score: &'a IndicatorScore,
    pub disclosure: Option<&'a Disclosure>,
}

/// All disclosures of an entity that belong to the index.
pub(super) fn found<'a>(view: View<'a>, entity: &EntityId) -> Vec<Found<'a>> {
    let Some(of_entity) = view.edition.scores_of(entity) else {
        return Vec::new();
    };
    let rows: std::collections::HashSet<&str> = view
        .edition
        .rows
        .of_entity(&view.index.name, entity)
        .iter()
        .filter(|row| *row.level == *"indicator")
        .map(|row| &*row.node)
        .collect();
    let disclosures: std::collections::HashMap<IndicatorId, &Disclosure> = of_entity
        .sheets
        .iter()
        .filter_map(|at| view.edition.sheets.get(*at))
        .flat_map(|sheet| &sheet.disclosures)
        .map(|disclosure| (disclosure.indicator, disclosure))
        .collect();
    let all = view.results.catalogue.iter();
    all.filter(|(_, indicator)| rows.contains(indicator.id.as_str()))
        .filter_map(|(id, indicator)| {
            Some(Found {
                indicator,
                score: of_entity.indicators.get(id.index())?.as_ref()?,
                disclosure: disclosures.get(&id).copied(),
            })
        })
        .collect()
}

/// Disclosures that are closed, as the rubric has it; none where it does not say what that is.
pub(in crate::report) fn black_boxes<'a>(view: View<'a>, entity: &EntityId) -> Vec<Found<'a>> {
    let mut all = found(view, entity);
    all.retain(|found| found.score.closed);
    all
}

/// What closed means, in the rubric's words.
pub(super) fn what_is_closed<'a>(view: View<'a>) -> Option<&'a str> {
    let closed = view.edition.rubric.closed.as_ref()?;
    Some(view.term(&closed.label, &closed.label))
}

/// Whether anything of an entity was scored from evidence.
pub(super) fn any(view: View<'_>, entity: &EntityId) -> bool {
    found(view, entity)
        .iter()
        .any(|found| found.score.state == ScoreState::Scored)
}

/// A disclosure with everything that is known about it.
pub(in crate::report) fn item(view: View<'_>, found: &Found<'_>) -> Item {
    let lang = view.lang();
    let catalogue = &view.results.catalogue;
    let indicator = found.indicator;
    let category = catalogue
        .node_at(indicator, view.part_level())
        .and_then(|id| catalogue.nodes.get(id.index()))
        .map_or("", |node| node.label.or(lang, &node.id));
    let must: Vec<&str> = indicator
        .must_disclose
        .iter()
        .filter_map(|text| text.get(lang))
        .collect();
    let notes = found.disclosure.map(|disclosure| &disclosure.notes);
    let source = notes
        .and_then(|notes| notes.source.as_deref())
        .unwrap_or("");
    Item {
        indicator: indicator.label.or(lang, &indicator.id).to_string(),
        category: category.to_string(),
        bodies: view.owners(indicator),
        must_disclose: must.join("; "),
        basis: grounds(indicator, view),
        reason: reason(view, found),
        source: Cell::source(source),
        seen: notes
            .and_then(|notes| notes.seen)
            .map_or(String::new(), |day| view.words.date(day)),
    }
}

/// Why an indicator must be disclosed: every basis as it is cited.
pub(super) fn grounds(indicator: &Indicator, view: View<'_>) -> String {
    let basis = indicator.basis.iter();
    let basis: Vec<String> = basis.map(|basis| written(basis, view)).collect();
    basis.join("; ")
}

/// A basis as it is cited.
fn written(basis: &Basis, view: View<'_>) -> String {
    let mut text = basis.act.clone();
    if let Some(article) = &basis.article {
        text.push_str(", ");
        text.push_str(article);
    }
    if basis.verify {
        text.push_str(&format!(" ({})", view.words.say("to_verify", &[])));
    }
    text
}

/// Why a disclosure is in its state, in the assessor's words or the reader's where the reason is a known one.
fn reason(view: View<'_>, found: &Found<'_>) -> String {
    let words = view.words;
    let Some(disclosure) = found.disclosure else {
        return String::new();
    };
    let note = disclosure.notes.note.as_deref().unwrap_or("");
    let (reason, since) = match &disclosure.state {
        State::Assessed => ("", None),
        State::Withheld { reason, since } => (reason.as_str(), *since),
        State::Provisional(reason) | State::NotApplicable(reason) | State::NotAssessed(reason) => {
            (reason.as_str(), None)
        }
    };
    let key = format!("reason_{reason}");
    let known = words.say(&key, &[]);
    let mut parts = Vec::new();
    if !reason.is_empty() {
        parts.push(if known == key {
            reason.replace('_', " ")
        } else {
            known
        });
    }
    if let Some(day) = since {
        parts.push(words.say("withheld_since", &[("date", &words.date(day))]));
    }
    if !note.is_empty() {
        parts.push(note.to_string());
    }
    parts.join(", ")
}

/// The disclosures of one state.
pub(super) fn in_state(view: View<'_>, entity: &EntityId, state: ScoreState) -> Vec<Item> {
    let all = found(view, entity);
    all.iter()
        .filter(|found| found.score.state == state)
        .map(|found| item(view, found))
        .collect()
}

/// Head cells from keys; scores stand to the right.
pub(super) fn heads(view: View<'_>, keys: &[&str]) -> Vec<Cell> {
    let numbers = [
        "score",
        "exact_score",
        "rank_column",
        "scored_column",
        "applicable_column",
        "expected_column",
        "weight",
        "peers",
        "peers_group",
        "change",
        "indicators_column",
        "from",
        "published_score",
    ];
    keys.iter()
        .map(|key| Cell {
            number: numbers.contains(key),
            ..Cell::text(view.words.say(key, &[]))
        })
        .collect()
}

/// The best score of a criterion, for a reader who wants to know what a number is out of.
pub(super) fn out_of(view: View<'_>, name: &str) -> Option<Number> {
    let criteria = view.edition.rubric.criteria.iter();
    let found = criteria
        .into_iter()
        .find(|criterion| criterion.name == name)?;
    best_level(found)
}
