//! All entities in two editions: where they came from, and where they stand.

use super::Selection;
use super::movers::{Most, Move, names, of_changes, spoken_of};
use crate::chart::{Aside, DumbbellData, DumbbellRow, Mark};
use crate::evidence::Absence;
use crate::language::number::Number;
use crate::report::View;
use crate::report::changes::Changes;
use crate::results::Incomparable;
use std::fmt::Display;

/// The edition of the view beside the one before it; `None` where there is none, or no entity can be compared. After a
/// change of method both scores are on the same rules, and whoever cannot be compared is named with the reason.
pub fn dumbbell(view: View<'_>, chosen: &Selection) -> Option<DumbbellData> {
    let before = view.before()?;
    let changes = view.changes(before).only(|entity| chosen.takes(entity));
    let same_rules = changes.on_same_rules();
    let mut rows = Vec::new();
    let mut aside = Vec::new();
    for (entity, change) in &changes.told {
        let (from, to) = view.marks(before, change);
        rows.push(DumbbellRow {
            name: view.entity(entity).to_string(),
            from,
            to,
            highlighted: chosen.highlights(entity),
            difference: view.signed(change),
        });
    }
    if rows.is_empty() {
        return None;
    }
    for (entity, reason) in &changes.untold {
        let name = view.entity(entity).to_string();
        match (view.total(entity), reason) {
            // One method made all scores that are drawn, so a single one may stand among them.
            (Some(total), Incomparable::OneEdition) if !same_rules => rows.push(DumbbellRow {
                name,
                from: before
                    .total(entity)
                    .map_or(Mark::Absent(Absence::NotAssessed), |old| before.mark(old)),
                to: view.mark(total),
                highlighted: chosen.highlights(entity),
                difference: String::new(),
            }),
            (None, Incomparable::OneEdition) if !same_rules => {}
            (total, reason) => {
                let only = match reason {
                    Incomparable::OneEdition if total.is_some_and(|row| row.score.is_some()) => {
                        Some(view.edition_name())
                    }
                    Incomparable::OneEdition => Some(before.edition_name()),
                    _ => None,
                };
                let why = only.map_or_else(
                    || view.why_not(before, reason),
                    |edition| view.words.say("only_in", &[("edition", &edition)]),
                );
                let row = total.map(|total| view.mark(total));
                let mark = row.or_else(|| before.total(entity).map(|old| before.mark(old)));
                aside.push(Aside { name, mark, why });
            }
        }
    }
    let (from, to) = (before.edition_name(), view.edition_name());
    let key = if same_rules {
        "subtitle_same_rules"
    } else {
        "subtitle"
    };
    let title = title(view, &changes, chosen);
    let notes = view.basis(changes.told.iter().map(|(_, change)| change));
    Some(DumbbellData {
        frame: view.frame(
            title,
            view.subtitle(key, rows.len()),
            notes.into_iter().collect(),
        ),
        from,
        to,
        rows,
        bands: view.bands(),
        aside,
    })
}

/// The finding: about those that stand out, else about everybody.
fn title(view: View<'_>, changes: &Changes<'_>, chosen: &Selection) -> String {
    let words = view.words;
    let (from, to) = (changes.before.edition_name(), view.edition_name());
    let (chosen, about) = spoken_of(changes, chosen);
    let moves = Move::all(&about);
    let most = Most::of(&moves).either();
    if changes.on_same_rules() || about.len() == 1 || most.is_empty() {
        return view.of_selection(of_changes(view, changes, &about), &chosen);
    }
    let up = moves.iter().filter(|moved| moved.by > Number::zero());
    let down = moves.iter().filter(|moved| moved.by.is_negative());
    let (up, down) = (up.count(), down.count());
    // A rise and a fall may be equally large.
    let mut sizes: Vec<String> = most.iter().map(|moved| words.signed(&moved.by)).collect();
    sizes.dedup();
    let fill: [(&str, &dyn Display); 6] = [
        ("from", &from),
        ("to", &to),
        ("up", &up),
        ("down", &down),
        ("entity", &names(view, &most)),
        ("change", &words.list(&sizes)),
    ];
    let key = match (up, down) {
        (_, 0) => "title_dumbbell_up",
        (0, _) => "title_dumbbell_down",
        _ => "title_dumbbell",
    };
    view.of_selection(words.say(key, &fill), &chosen)
}
