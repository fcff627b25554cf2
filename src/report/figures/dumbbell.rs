//! All entities in two editions: where they came from, and where they stand.

use crate::chart::{DumbbellData, DumbbellRow, Mark};
use crate::language::number::Number;
use crate::report::View;
use crate::report::figures::Selection;
use std::fmt::Display;

/// The edition of the view beside the one before it; `None` where there is none, or no entity has a score in both.
pub fn dumbbell(view: View<'_>, chosen: &Selection) -> Option<DumbbellData> {
    let words = view.words;
    let before = view.before()?;
    let mut moves: Vec<(String, Number)> = Vec::new();
    let mut rows = Vec::new();
    let subject = chosen.subject();
    for total in view.standings() {
        if !chosen.takes(&total.entity) {
            continue;
        }
        let old = before.total(&total.entity);
        let from = old.map_or(Mark::NotAssessed, |old| before.mark(old));
        // As published: the difference of the shown scores, so that it agrees with the two numbers beside it.
        let by = old.and_then(|old| Some(total.shown.as_ref()?.minus(old.shown.as_ref()?)));
        let name = view.entity(&total.entity).to_string();
        if let Some(by) = &by
            && subject.takes(&total.entity)
        {
            moves.push((name.clone(), by.clone()));
        }
        rows.push(DumbbellRow {
            name,
            from,
            to: view.mark(total),
            highlighted: chosen.highlights(&total.entity),
            difference: by.map_or_else(String::new, |by| words.signed(&by)),
        });
    }
    let most = moves
        .iter()
        .max_by(|one, other| one.1.absolute().cmp(&other.1.absolute()))?;
    let up = moves.iter().filter(|(_, by)| *by > Number::zero()).count();
    let down = moves.iter().filter(|(_, by)| by.is_negative()).count();
    let (from, to) = (before.edition_name(), view.edition_name());
    let change = words.signed(&most.1);
    let fill: [(&str, &dyn Display); 6] = [
        ("from", &from),
        ("to", &to),
        ("up", &up),
        ("down", &down),
        ("entity", &most.0),
        ("change", &change),
    ];
    let title = match (up, down) {
        (_, 0) if up > 0 => "title_dumbbell_up",
        (0, _) if down > 0 => "title_dumbbell_down",
        _ => "title_dumbbell",
    };
    let mut title = match moves.as_slice() {
        [(name, by)] => {
            let by = words.signed(by);
            let [from, to, ..] = fill;
            let fill = [from, to, ("rose", name as &dyn Display), ("rise", &by)];
            words.say("title_one_rose", &fill)
        }
        _ => view.of_selection(words.say(title, &fill), chosen),
    };
    let mut notes = Vec::new();
    if !view.comparable(before) {
        title = words.say("title_before_break", &[("finding", &title), ("year", &to)]);
        notes.push(words.say("dumbbell_method", &[("from", &from)]));
    }
    Some(DumbbellData {
        frame: view.frame(title, view.subtitle("subtitle", rows.len()), notes),
        from,
        to,
        rows,
        bands: view.bands(),
    })
}
