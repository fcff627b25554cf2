//! Who moved between two editions: whose line stands out when nobody is named, and what is said about the ends.

use super::Selection;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::results::Change;
use std::fmt::Display;

/// So many lines stand out at most when nobody is named, and up to so many lines all do.
const STAND_OUT: usize = 6;

/// How an entity moved: up is above zero.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Move<'a> {
    pub entity: &'a EntityId,
    pub by: Number,
}

/// Which of the moves stand out, in their order: those of highlighted entities; without any, all where there are few,
/// else the third that moved most.
pub(super) fn set_apart(moves: &[Move<'_>], chosen: &Selection) -> Vec<bool> {
    let named: Vec<bool> = moves
        .iter()
        .map(|moved| chosen.highlights(moved.entity))
        .collect();
    if named.contains(&true) || moves.len() <= STAND_OUT {
        let all = !named.contains(&true);
        return named.into_iter().map(|named| named || all).collect();
    }
    let mut order: Vec<usize> = (0..moves.len()).collect();
    let far = |at: &usize| moves.get(*at).map(|moved| moved.by.absolute());
    order.sort_by_key(|at| std::cmp::Reverse(far(at)));
    order.truncate((moves.len() / 3).min(STAND_OUT));
    let stands_out = |(at, moved): (usize, &Move<'_>)| !moved.by.is_zero() && order.contains(&at);
    moves.iter().enumerate().map(stands_out).collect()
}

/// The finding where scores are compared on the same rules: how many improved and how many slipped, or how one changed.
pub(in crate::report) fn on_same_rules(
    view: View<'_>,
    changes: &[&(&EntityId, Change)],
    from: &str,
) -> String {
    let words = view.words;
    if let [(entity, change)] = changes {
        let by = change.by();
        let key = match by {
            by if by.is_zero() => "title_same_rules_one_still",
            by if by.is_negative() => "title_same_rules_one_down",
            _ => "title_same_rules_one_up",
        };
        let name = view.results.project.entities.label(entity, view.lang());
        let points = view.size(change);
        let fill: [(&str, &dyn Display); 3] =
            [("entity", &name), ("points", &points), ("from", &from)];
        return words.say(key, &fill);
    }
    let up = changes
        .iter()
        .filter(|(_, change)| change.by() > Number::zero());
    let down = changes
        .iter()
        .filter(|(_, change)| change.by().is_negative());
    let (up, down) = (up.count(), down.count());
    let key = match (up, down) {
        (0, 0) => "title_same_rules_still",
        (_, 0) => "title_same_rules_up",
        (0, _) => "title_same_rules_down",
        _ => "title_same_rules",
    };
    let first = view.count_in_words(if up > 0 { up } else { down });
    let second = words.small(down);
    let fill: [(&str, &dyn Display); 3] = [("count", &first), ("down", &second), ("from", &from)];
    words.say(key, &fill)
}

/// The texts of a title about moves, by what there is to say.
pub(super) struct Titles {
    pub both: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub still: &'static str,
}

/// The finding: who moved most either way, from one edition to another.
pub(super) fn title(
    view: View<'_>,
    moves: &[Move<'_>],
    titles: &Titles,
    (from, to): (&str, &str),
    told: &dyn Fn(&Move<'_>) -> String,
) -> String {
    let words = view.words;
    let most = moves.iter().max_by(|a, b| a.by.cmp(&b.by));
    let least = moves.iter().min_by(|a, b| a.by.cmp(&b.by));
    let up = most.filter(|moved| moved.by > Number::zero());
    let down = least.filter(|moved| moved.by.is_negative());
    let names = |end: Option<&Move<'_>>| {
        let Some(end) = end else {
            return String::new();
        };
        let equal: Vec<&Move<'_>> = moves.iter().filter(|moved| moved.by == end.by).collect();
        let entities = &view.results.project.entities;
        let name = |moved: &&Move<'_>| entities.label(moved.entity, view.lang()).to_string();
        match equal.len() {
            0..=3 => words.list(&equal.iter().map(name).collect::<Vec<_>>()),
            many => view.count(many),
        }
    };
    let by = |end: Option<&Move<'_>>| end.map_or_else(String::new, told);
    let fill: [(&str, &dyn Display); 6] = [
        ("from", &from),
        ("to", &to),
        ("rose", &names(up)),
        ("rise", &by(up)),
        ("fell", &names(down)),
        ("fall", &by(down)),
    ];
    let key = match (up, down) {
        (Some(_), Some(_)) => titles.both,
        (Some(_), None) => titles.up,
        (None, Some(_)) => titles.down,
        (None, None) => titles.still,
    };
    words.say(key, &fill)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(by: &[i64], highlight: &[usize]) -> Vec<bool> {
        let ids: Vec<EntityId> = (0..by.len()).map(EntityId::numbered).collect();
        let moves: Vec<Move<'_>> = ids
            .iter()
            .zip(by)
            .map(|(entity, by)| Move {
                entity,
                by: Number::whole(*by),
            })
            .collect();
        let chosen = Selection {
            entities: Vec::new(),
            highlight: highlight.iter().map(|at| ids[*at].clone()).collect(),
        };
        set_apart(&moves, &chosen)
    }

    #[test]
    fn those_named_stand_out_then_all_of_few_then_a_third_of_many() {
        assert_eq!(apart(&[1, 2, 0], &[1]), [false, true, false]);
        assert_eq!(apart(&[1, 2, 0], &[]), [true, true, true]);
        // Seven: two stand out, and those are −9 and 5.
        let seven = apart(&[1, -9, 0, 5, 2, 2, 3], &[]);
        assert_eq!(seven, [false, true, false, true, false, false, false]);
        // Who did not move does not stand out.
        assert!(!apart(&[0; 9], &[]).contains(&true));
    }
}
