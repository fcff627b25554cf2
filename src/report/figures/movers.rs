//! Who moved between two editions: whose line stands out when nobody is named, and what is said about the ends.

use super::Selection;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::report::changes::Changes;
use crate::results::Change;
use std::fmt::Display;

/// So many lines stand out at most when nobody is named, and up to so many lines all do.
const STAND_OUT: usize = 6;

/// How an entity moved: up is above zero.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Move<'a> {
    pub entity: &'a EntityId,
    pub by: Number,
}

impl<'a> Move<'a> {
    /// The moves that changes are.
    pub fn all(changes: &[&(&'a EntityId, Change)]) -> Vec<Move<'a>> {
        let moved = |(entity, change): &&(&'a EntityId, Change)| Move {
            entity,
            by: change.by(),
        };
        changes.iter().map(moved).collect()
    }
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

/// Whom a title about changes is about, and their changes: those set apart that can be compared, else all.
pub(super) fn spoken_of<'c, 'a>(
    changes: &'c Changes<'a>,
    chosen: &Selection,
) -> (Selection, Vec<&'c (&'a EntityId, Change)>) {
    let told = changes.told.iter();
    let compared: Vec<&EntityId> = told.clone().map(|(entity, _)| *entity).collect();
    let chosen = chosen.among(&compared);
    let about = told.filter(|(entity, _)| chosen.speaks_of(entity));
    let about = about.collect();
    (chosen, about)
}

/// The finding about changes: those on the same rules, else the one there is, else who rose and who fell most.
pub(super) fn of_changes(
    view: View<'_>,
    changes: &Changes<'_>,
    about: &[&(&EntityId, Change)],
) -> String {
    let (from, to) = (changes.before.edition_name(), view.edition_name());
    if changes.on_same_rules() {
        return on_same_rules(view, about, &from);
    }
    if let [(entity, change)] = about {
        let name = view.results.project.entities.label(entity, view.lang());
        let fill: [(&str, &dyn Display); 4] = [
            ("from", &from),
            ("to", &to),
            ("rose", &name),
            ("rise", &view.signed(change)),
        ];
        return view.words.say("title_one_rose", &fill);
    }
    let by = |moved: &Move<'_>| view.words.signed(&moved.by);
    title(view, &Move::all(about), &TITLES, (&from, &to), &by)
}

/// The texts of a title about moves, by what there is to say.
pub(in crate::report) struct Titles {
    pub both: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub still: &'static str,
}

const TITLES: Titles = Titles {
    both: "title_rose_fell",
    up: "title_rose",
    down: "title_fell",
    still: "title_still",
};

/// Who moved most either way: all that share the largest rise, and all that share the largest fall.
pub(super) struct Most<'m, 'a> {
    pub up: Vec<&'m Move<'a>>,
    pub down: Vec<&'m Move<'a>>,
}

impl<'m, 'a> Most<'m, 'a> {
    pub fn of(moves: &'m [Move<'a>]) -> Most<'m, 'a> {
        let all = |end: Option<&Move<'_>>| {
            let equal = |moved: &&Move<'_>| end.is_some_and(|end| moved.by == end.by);
            moves.iter().filter(equal).collect()
        };
        let most = moves.iter().max_by(|a, b| a.by.cmp(&b.by));
        let least = moves.iter().min_by(|a, b| a.by.cmp(&b.by));
        Most {
            up: all(most.filter(|moved| moved.by > Number::zero())),
            down: all(least.filter(|moved| moved.by.is_negative())),
        }
    }

    /// Those of the larger of the two ends; of both where they are equally large.
    pub fn either(&self) -> Vec<&'m Move<'a>> {
        let size = |end: &[&Move<'_>]| end.first().map(|moved| moved.by.absolute());
        let (up, down) = (size(&self.up), size(&self.down));
        let ups = self.up.iter().filter(|_| up >= down);
        let downs = self.down.iter().filter(|_| down >= up);
        ups.chain(downs).copied().collect()
    }
}

/// Up to three by name, more by their number.
pub(super) fn names(view: View<'_>, moves: &[&Move<'_>]) -> String {
    let entities = &view.results.project.entities;
    let name = |moved: &&Move<'_>| entities.label(moved.entity, view.lang()).to_string();
    match moves.len() {
        0..=3 => {
            let names: Vec<String> = moves.iter().map(name).collect();
            view.words.list(&names)
        }
        many => view.count(many),
    }
}

/// The finding: who moved most either way, from one edition to another.
pub(in crate::report) fn title(
    view: View<'_>,
    moves: &[Move<'_>],
    titles: &Titles,
    (from, to): (&str, &str),
    told: &dyn Fn(&Move<'_>) -> String,
) -> String {
    let most = Most::of(moves);
    let by = |end: &[&Move<'_>]| end.first().map_or_else(String::new, |moved| told(moved));
    let fill: [(&str, &dyn Display); 6] = [
        ("from", &from),
        ("to", &to),
        ("rose", &names(view, &most.up)),
        ("rise", &by(&most.up)),
        ("fell", &names(view, &most.down)),
        ("fall", &by(&most.down)),
    ];
    let key = match (most.up.is_empty(), most.down.is_empty()) {
        (false, false) => titles.both,
        (false, true) => titles.up,
        (true, false) => titles.down,
        (true, true) => titles.still,
    };
    view.words.say(key, &fill)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbered(by: &[i64]) -> Vec<EntityId> {
        (0..by.len()).map(EntityId::numbered).collect()
    }

    fn moves<'a>(ids: &'a [EntityId], by: &[i64]) -> Vec<Move<'a>> {
        let by = by.iter().map(|by| Number::whole(*by));
        let moves = ids.iter().zip(by);
        moves.map(|(entity, by)| Move { entity, by }).collect()
    }

    fn apart(by: &[i64], highlight: &[usize]) -> Vec<bool> {
        let ids = numbered(by);
        let moves = moves(&ids, by);
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

    #[test]
    fn all_that_share_the_largest_move_moved_most() {
        let either = |by: &[i64]| -> Vec<usize> {
            let ids = numbered(by);
            let moves = moves(&ids, by);
            let most = Most::of(&moves).either();
            let place = |moved: &Move<'_>| ids.iter().position(|id| id == moved.entity).unwrap();
            most.into_iter().map(place).collect()
        };
        assert_eq!(either(&[5, -7, 0, -7]), [1, 3]);
        assert_eq!(either(&[-7, 7, 2]), [1, 0]);
        assert_eq!(either(&[3, 1]), [0]);
        assert!(either(&[0, 0]).is_empty());
    }
}
