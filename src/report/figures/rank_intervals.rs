//! How sure the ranks are: the ranks of all replicates of an audit beside the official ones.

use crate::analysis::audit::model::Model;
use crate::analysis::audit::robustness::alternatives::{First, Outcomes, first_depends, firsts};
use crate::analysis::audit::robustness::plan::Plan;
use crate::analysis::audit::robustness::report::alike;
use crate::analysis::audit::robustness::run::Replicates;
use crate::chart::{RankInterval, RankIntervalsData};
use crate::language::number::Number;
use crate::report::View;
use std::fmt::Display;

/// A group larger than this is counted and not listed.
const MOST_NAMED: usize = 12;
/// So many groups are listed; of two hundred entities nobody reads them all below a chart.
const MOST_GROUPS: usize = 8;

/// The rank intervals of an audit of this view's index and edition; `None` where there is nothing to rank.
/// `varied` says what the replicates vary, in words; `seed` is where their random choices begin.
pub fn rank_intervals(
    view: View<'_>,
    model: &Model,
    plan: &Plan,
    found: &Replicates,
    varied: &str,
    seed: u64,
) -> Option<RankIntervalsData> {
    if found.entities == 0 || found.count() == 0 {
        return None;
    }
    let words = view.words;
    let groups = found.groups_of_entities();
    let name = |at: usize| {
        let id = model.entities.get(at)?;
        Some(
            view.results
                .project
                .entities
                .label(id, view.lang())
                .to_string(),
        )
    };
    let mut rows = Vec::new();
    for at in groups.concat() {
        let interval = found.interval(at)?;
        let medians = interval
            .medians
            .iter()
            .filter_map(|median| Number::real(*median));
        let medians: Vec<String> = medians.map(|median| words.number(&median)).collect();
        // Between two ranks the interval takes both.
        let (first, last) = (interval.p5.floor(), interval.p95.ceil());
        let group = model.ranking.group(at);
        let shown = if first == last {
            format!("{first}")
        } else {
            format!("{first}–{last}")
        };
        rows.push(RankInterval {
            name: name(at)?,
            group: view.term(group, group).to_string(),
            official: f64::from(found.official_ranks[at]),
            medians: interval.medians,
            median_shown: medians.join("; "),
            low: first,
            high: last,
            shown,
        });
    }
    let outcomes = Outcomes::of(found);
    let mut notes = depending(view, plan, found, &outcomes, &name);
    notes.extend(close_calls(view, &groups, &outcomes, &name));
    notes.push(words.say("ranks_seed", &[("seed", &seed)]));
    let fixed = rows.iter().filter(|row| row.low == row.high).count();
    let widest = rows
        .iter()
        .max_by(|one, other| (one.high - one.low).total_cmp(&(other.high - other.low)))?;
    let title = if fixed == rows.len() {
        words.say("title_ranks_sure", &[])
    } else {
        let entity = if widest.group.is_empty() {
            widest.name.clone()
        } else {
            format!("{} ({})", widest.name, widest.group)
        };
        let fill: [(&str, &dyn Display); 3] = [
            ("entity", &entity),
            ("ranks", &widest.shown),
            ("count", &fixed),
        ];
        words.count("title_ranks", fixed, &fill)
    };
    let fill: [(&str, &dyn Display); 4] = [
        ("index", &view.index_name()),
        ("edition", &view.edition_name()),
        ("count", &view.count(rows.len())),
        ("varied", &varied),
    ];
    Some(RankIntervalsData {
        frame: view.frame(title, words.say("subtitle_ranks", &fill), notes),
        covers: words.count("ranks_covered", found.count(), &[]),
        rows,
    })
}

/// Who is first under which choice, where that depends on it.
fn depending(
    view: View<'_>,
    plan: &Plan,
    found: &Replicates,
    outcomes: &Outcomes,
    name: &dyn Fn(usize) -> Option<String>,
) -> Vec<String> {
    let mut notes = Vec::new();
    for members in found.groups_of_entities() {
        let firsts = firsts(found, &members);
        if !first_depends(outcomes, &firsts) {
            continue;
        }
        let told = |(at, first): (usize, &First)| {
            let names: Vec<String> = first.entities.iter().filter_map(|at| name(*at)).collect();
            let choice = plan.choices_of(at).into_iter();
            let choice: Vec<String> = choice
                .map(|word| view.words.say(&format!("choice_{word}"), &[]))
                .collect();
            format!("{} ({})", names.join(", "), choice.join(", "))
        };
        let told: Vec<String> = firsts.iter().enumerate().map(told).collect();
        let fill: [(&str, &dyn Display); 1] = [("firsts", &told.join("; "))];
        notes.push(view.words.say("ranks_depend", &fill));
    }
    notes
}

/// The groups that cannot be told apart, one sentence each; those of one entity need none.
fn close_calls(
    view: View<'_>,
    ranked: &[Vec<usize>],
    outcomes: &Outcomes,
    name: &dyn Fn(usize) -> Option<String>,
) -> Vec<String> {
    let mut told = Vec::new();
    for order in ranked {
        for (start, end) in alike(order, outcomes) {
            let members = order.get(start..=end).unwrap_or_default();
            if members.len() < 2 {
                continue;
            }
            let names: Vec<String> = members.iter().filter_map(|at| name(*at)).collect();
            let list = if names.len() <= MOST_NAMED {
                names.join(", ")
            } else {
                match (names.first(), names.last()) {
                    (Some(first), Some(last)) => format!("{first} … {last} ({})", names.len()),
                    _ => continue,
                }
            };
            told.push(list);
        }
    }
    let apart = told.is_empty();
    if told.len() > MOST_GROUPS {
        let rest = told.split_off(MOST_GROUPS).len();
        told.push(view.words.say("profile_more", &[("count", &rest)]));
    }
    let mut notes = vec![view.words.say(
        if apart { "ranks_apart" } else { "ranks_alike" },
        &[("groups", &told.join("; "))],
    )];
    notes.push(view.words.say("ranks_note", &[]));
    notes
}
