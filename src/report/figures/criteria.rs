//! The criteria of some entities against the rest.

use crate::chart::{CriteriaData, CriterionStrip, Mark, Peers};
use crate::index::{Row, aggregate};
use crate::language::number::Number;
use crate::language::rubric::Criterion;
use crate::language::syntax::Aggregate;
use crate::project::EntityId;
use crate::report::View;
use crate::report::figures::Selection;

/// From so many peers on there is a median to compare with.
const LEAST_PEERS: usize = 3;

/// The criteria profile of some entities of an edition; `None` when none of them has scored criteria, as where scores
/// are given.
pub fn criteria(view: View<'_>, chosen: &Selection) -> Option<CriteriaData> {
    let standings = view.standings().into_iter().map(|row| &row.entity);
    let shown: Vec<&EntityId> = standings
        .filter(|entity| chosen.takes(entity))
        .filter(|entity| view.rows("criterion").any(|row| row.entity == **entity))
        .collect();
    if shown.is_empty() {
        return None;
    }
    let mut strips = Vec::new();
    let mut means = Vec::new();
    for criterion in &view.edition.rubric.criteria {
        let rows: Vec<&Row> = view
            .rows("criterion")
            .filter(|row| *row.node == *criterion.name)
            .collect();
        let Some(best) = best_level(criterion) else {
            continue;
        };
        let scores: Vec<Number> = rows
            .iter()
            .filter_map(|row| in_percent(row, &best))
            .collect();
        let marks = shown.iter().map(|entity| {
            let row = rows.iter().find(|row| row.entity == **entity);
            row.map_or(Mark::NoScore, |row| mark(view, row, &best))
        });
        let marks: Vec<Mark> = marks.collect();
        let of_shown: Vec<Number> = rows
            .iter()
            .filter(|row| shown.contains(&&row.entity))
            .filter_map(|row| in_percent(row, &best))
            .collect();
        let of_shown: Vec<&Number> = of_shown.iter().collect();
        if let Some(mean) = aggregate(Aggregate::Mean, &of_shown) {
            means.push((criterion, mean));
        }
        strips.push(CriterionStrip {
            name: view.node("criterion", &criterion.name).to_string(),
            marks,
            peers: peers(&scores),
        });
    }
    let all = view.standings().len();
    Some(CriteriaData {
        frame: view.frame(
            view.of_selection(title(view, &shown, &means), chosen),
            view.subtitle("subtitle_criteria", all),
            view.criteria_note().into_iter().collect(),
        ),
        entities: shown.iter().map(|id| view.entity(id).to_string()).collect(),
        criteria: strips,
    })
}

/// The best score a criterion can give; `None` when that is unknown or zero.
pub(in crate::report) fn best_level(criterion: &Criterion) -> Option<Number> {
    let best = criterion.levels.last()?;
    (!best.is_zero() && !best.is_negative()).then(|| best.clone())
}

/// The mean of a criterion in per cent of its best score.
pub(in crate::report) fn in_percent(row: &Row, best: &Number) -> Option<Number> {
    row.score.as_ref()?.times(&Number::whole(100)).over(best)
}

/// The mean of a criterion in per cent of its best score, without a grade: criteria get none.
pub(super) fn mark(view: View<'_>, row: &Row, best: &Number) -> Mark {
    match (in_percent(row, best), view.mark(row)) {
        (
            Some(percent),
            Mark::Score {
                given,
                provisional,
                nothing,
                ..
            },
        ) => Mark::Score {
            value: percent.to_f64(),
            shown: view.words.fixed(&percent, 0),
            grade: None,
            given,
            provisional,
            nothing,
        },
        (_, mark) => mark,
    }
}

/// All entities, from three on.
pub(super) fn peers(scores: &[Number]) -> Option<Peers> {
    let scores: Vec<&Number> = scores.iter().collect();
    let value = |how| aggregate(how, &scores).map(|number| number.to_f64());
    if scores.len() < LEAST_PEERS {
        return None;
    }
    Some(Peers {
        median: value(Aggregate::Median)?,
        lowest: value(Aggregate::Min)?,
        highest: value(Aggregate::Max)?,
    })
}

fn title(view: View<'_>, shown: &[&EntityId], means: &[(&Criterion, Number)]) -> String {
    let weak = means.iter().min_by(|a, b| a.1.cmp(&b.1));
    let strong = means.iter().rev().max_by(|a, b| a.1.cmp(&b.1));
    let (Some((weak, low)), Some((strong, high))) = (weak, strong) else {
        return view.index_name().to_string();
    };
    // Of one criterion, or of equal ones, none is the strongest.
    if low == high {
        return view.index_name().to_string();
    }
    let weak = view.node("criterion", &weak.name);
    let strong = view.node("criterion", &strong.name);
    match shown {
        [one] => view.words.say(
            "title_criteria_of",
            &[
                (
                    "entity",
                    &view.results.project.entities.label(one, view.lang()),
                ),
                ("weak", &weak),
                ("strong", &strong),
            ],
        ),
        _ => view
            .words
            .say("title_criteria", &[("weak", &weak), ("strong", &strong)]),
    }
}
