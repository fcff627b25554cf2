//! Entities from best to worst.

use crate::chart::{RankingData, RankingRow, Reference};
use crate::evidence::State;
use crate::index::{Row, RowState};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::Selection;
use crate::report::finding::Finding;

/// Fewer entities than this have no mean worth drawing.
const LEAST_FOR_MEAN: usize = 3;

/// The ranking of an edition, with the ranks of everybody also where only some are chosen; `None` when nobody of these
/// has a score.
///
/// ```no_run
/// use clearwatt::report::{View, Words, figures::{self, Selection}};
/// let computed = clearwatt::results::compute(std::path::Path::new("examples/eti-published"));
/// let results = computed.results.unwrap();
/// let words = Words::of("en").unwrap();
/// let (index, editions) = clearwatt::results::indices(&results).remove(0);
/// let view = View::of(&results, editions.last().unwrap(), index, &words).unwrap();
/// let data = figures::ranking(view, &Selection::default()).unwrap();
/// assert_eq!(data.frame.title, "Romania leads with 86 points, Ukraine is last with 38");
/// ```
pub fn ranking(view: View<'_>, chosen: &Selection) -> Option<RankingData> {
    let mut standings = view.standings();
    standings.retain(|row| chosen.takes(&row.entity));
    let scores: Vec<&Number> = standings
        .iter()
        .filter_map(|row| row.score.as_ref())
        .collect();
    if scores.is_empty() {
        return None;
    }
    let reference = (scores.len() >= LEAST_FOR_MEAN)
        .then(|| crate::index::aggregate(crate::language::syntax::Aggregate::Mean, &scores))
        .flatten()
        .map(|mean| {
            let shown = view.words.number(&view.index.shown(&mean));
            Reference {
                value: mean.to_f64(),
                label: view.words.say("mean", &[("score", &shown)]),
            }
        });
    let rows = standings.iter().map(|row| RankingRow {
        name: view.entity(&row.entity).to_string(),
        rank: row.rank_in_words(),
        group: view.group_name(row).unwrap_or_default(),
        mark: view.mark(row),
        reason: reason(view, &row.entity),
        highlighted: chosen.highlights(&row.entity),
        range: None,
    });
    let finding = Finding::of(view, &standings, chosen);
    let title = match finding {
        // It names whom it is about.
        Finding::Placed(_) => finding.title(view),
        _ => view.of_selection(finding.title(view), chosen),
    };
    Some(RankingData {
        rows: rows.collect(),
        frame: view.frame(
            title,
            view.subtitle("subtitle", standings.len()),
            notes(view, &standings),
        ),
        bands: view.bands(),
        reference,
        range: String::new(),
    })
}

/// The ranking with the range of plausible scores of each entity, by its id. `what` says what the ranges are.
pub fn ranking_with_ranges(
    view: View<'_>,
    chosen: &Selection,
    ranges: &[(EntityId, (f64, f64))],
    what: String,
) -> Option<RankingData> {
    let mut data = ranking(view, chosen)?;
    let mut standings = view.standings();
    standings.retain(|row| chosen.takes(&row.entity));
    // Both stand in the order of the ranking.
    for (row, total) in data.rows.iter_mut().zip(standings) {
        let found = ranges.iter().find(|(entity, _)| *entity == total.entity);
        row.range = found.map(|(_, range)| *range);
    }
    data.range = what;
    data.frame.notes.push(view.words.say("range_note", &[]));
    Some(data)
}

/// Totals that were computed from published scores are neither given nor scored, and need a word.
fn notes(view: View<'_>, standings: &[&Row]) -> Vec<String> {
    let names: Vec<String> = standings
        .iter()
        .filter(|row| row.state == RowState::FromGiven)
        .map(|row| {
            view.results
                .project
                .entities
                .label(&row.entity, view.lang())
                .to_string()
        })
        .collect();
    let mut notes = Vec::new();
    if !names.is_empty() {
        let names = view.words.list(&names);
        notes.push(view.words.say("from_given_note", &[("entities", &names)]));
    }
    notes.extend(view.withheld_among(standings));
    notes.extend(thin(view, standings));
    notes
}

/// A total of a few indicators says little about the rest.
pub(super) fn thin(view: View<'_>, standings: &[&Row]) -> Option<String> {
    let thin: Vec<String> = standings
        .iter()
        .filter(|row| row.scored > 0 && row.scored * 2 < row.applicable)
        .map(|row| view.entity(&row.entity).to_string())
        .collect();
    let names = match thin.len() {
        0 => return None,
        1..=12 => view.words.list(&thin),
        many => view.count(many),
    };
    Some(view.words.say("thin_note", &[("entities", &names)]))
}

/// Why an entity has no score, where all its disclosures share a reason.
fn reason(view: View<'_>, entity: &EntityId) -> Option<String> {
    let total = view.total(entity)?;
    if total.score.is_some() {
        return None;
    }
    let sheets = view.edition.sheets_of(entity);
    let mut reasons =
        sheets
            .flat_map(|sheet| &sheet.disclosures)
            .map(|disclosure| match &disclosure.state {
                State::NotApplicable(reason) | State::NotAssessed(reason) => Some(reason.as_str()),
                State::Withheld { reason, .. } => Some(reason.as_str()),
                State::Assessed | State::Provisional(_) => None,
            });
    let first = reasons.next()??;
    reasons
        .all(|other| other == Some(first))
        .then(|| first.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Words;
    use crate::results::indices;

    #[test]
    fn ranges_go_to_the_rows_of_their_entities() {
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-published");
        let results = crate::results::compute(&folder).results.unwrap();
        let words = Words::of("en").unwrap();
        let (index, editions) = indices(&results).remove(0);
        let view = View::of(&results, editions.last().unwrap(), index, &words).unwrap();
        let id = |code: &str| results.project.entities.resolve(code).unwrap();
        let chosen = Selection::of(&[id("UA"), id("GE"), id("RO")]);
        let ranges = [(id("UA"), (36.0, 41.0)), (id("RO"), (84.0, 88.0))];
        let data = ranking_with_ranges(view, &chosen, &ranges, "plausible".into()).unwrap();
        // Published in 2023: Romania 86, Georgia 73, Ukraine 38; Moldova is not chosen.
        let rows: Vec<_> = data
            .rows
            .iter()
            .map(|row| (row.name.as_str(), row.range))
            .collect();
        let expected = [
            ("Romania", Some((84.0, 88.0))),
            ("Georgia", None),
            ("Ukraine", Some((36.0, 41.0))),
        ];
        assert_eq!(rows, expected);
        let title =
            "Among the 3 countries chosen: Romania leads with 86 points, Ukraine is last with 38";
        assert_eq!(data.frame.title, title);
    }
}
