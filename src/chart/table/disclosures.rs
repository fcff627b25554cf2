//! Tables of disclosures: what is left of them step by step, and what to do about them.

use super::{ChartTable, NOTHING, with};
use crate::chart::funnel::{FunnelData, FunnelStep};
use crate::chart::ladder::{LadderAction, LadderData, LadderLevel, numbered, steps_of};

/// A row per step: what is left, its share and what is lost; in small multiples with the name of the panel before it.
pub(in crate::chart) fn funnel(data: &FunnelData) -> ChartTable {
    let words = &data.frame.words;
    let several = data.panels.len() > 1;
    let all = || data.panels.iter().flat_map(|panel| &panel.steps);
    let partly = all().any(|step| step.partly > 0);
    let mut head = Vec::new();
    if several {
        head.push(words.heads.entity.clone());
    }
    head.extend([
        words.heads.step.clone(),
        words.step_left.clone(),
        words.step_share.clone(),
        words.step_drop.clone(),
    ]);
    if partly {
        head.push(words.step_partly.clone());
    }
    let mut rows = Vec::new();
    for panel in &data.panels {
        let first = several.then(|| panel.name.clone());
        if panel.steps.is_empty() {
            // As in the chart, a panel of nothing says so.
            let mut cells: Vec<String> = first.into_iter().collect();
            cells.push(words.no_score.clone());
            cells.resize(head.len(), NOTHING.to_owned());
            rows.push(cells);
            continue;
        }
        let mut before: Option<&FunnelStep> = None;
        for step in &panel.steps {
            let lost = before.is_some_and(|before| before.left > step.left);
            let why = step.loss.mark().filter(|_| lost);
            let why = why.as_ref().and_then(|mark| mark.absence(words));
            let mut cells: Vec<String> = first.clone().into_iter().collect();
            cells.extend([
                step.name.clone(),
                step.left_shown.clone(),
                step.share.clone(),
                with(&step.lost, why.unwrap_or_default()),
            ]);
            if partly {
                cells.push(match step.partly {
                    0 => NOTHING.to_owned(),
                    partly => partly.to_string(),
                });
            }
            rows.push(cells);
            before = Some(step);
        }
    }
    ChartTable::of(head, rows)
}

/// The list below the curve: where it starts, every action with its owner, and the other way with the actions of its
/// own.
pub(in crate::chart) fn ladder(data: &LadderData) -> ChartTable {
    let words = &data.frame.words;
    let head = [
        &words.heads.step,
        &words.actions,
        &words.heads.body,
        &data.unit,
        &words.points,
        &words.score_then,
    ];
    let row = |number: usize, action: &LadderAction| {
        let withheld = if action.withheld {
            &*words.withheld
        } else {
            ""
        };
        vec![
            number.to_string(),
            with(&action.name, withheld),
            action.owner.clone(),
            action.effort_shown.clone(),
            action.gain_shown.clone(),
            level(&action.to),
        ]
    };
    let at = |step: String, name: &str, end: &LadderLevel| {
        let [owner, effort, points] = [const { String::new() }; 3];
        vec![step, name.to_owned(), owner, effort, points, level(end)]
    };
    let steps = steps_of(&data.actions);
    let others = numbered(&steps, &data.without_withheld);
    let mut rows = vec![at(String::new(), &words.now, &data.from)];
    rows.extend(steps.iter().map(|step| row(step.number, step.action)));
    if let Some(last) = others.last() {
        let numbers: Vec<String> = others.iter().map(|step| step.number.to_string()).collect();
        let end = &last.action.to;
        rows.push(at(numbers.join(", "), &words.without_withheld, end));
        let own = others.iter().filter(|step| step.number > steps.len());
        rows.extend(own.map(|step| row(step.number, step.action)));
    }
    ChartTable::of(head.map(String::clone).to_vec(), rows)
}

/// A score and its letter.
fn level(level: &LadderLevel) -> String {
    match &level.grade {
        Some(grade) => format!("{} {}", level.shown, grade.label),
        None => level.shown.clone(),
    }
}
