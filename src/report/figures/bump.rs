//! Ranks over the editions, of those that are in all of them.

use super::Selection;
use super::movers::{Move, Titles, set_apart, title};
use crate::chart::{Aside, BumpData, BumpLine};
use crate::index::{Row, rank};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

const TITLES: Titles = Titles {
    both: "title_bump",
    up: "title_bump_up",
    down: "title_bump_down",
    still: "title_bump_still",
};

/// Fewer entities than this make no ranking.
const LEAST: usize = 2;

/// The ranks of the chosen entities in all editions up to that of the view, counted anew among those that have a score
/// in every edition shown. The earliest editions are left out as far as fewer than two entities would be in all of
/// them. `None` where that leaves one edition, and where an index ranks within groups.
pub fn bump(view: View<'_>, chosen: &Selection) -> Option<BumpData> {
    if view.index.rank.within.is_some() {
        return None;
    }
    let words = view.words;
    let mut editions = view.editions();
    editions.retain(|edition| edition.edition.year <= view.edition.year);
    let mut panel = Vec::new();
    while editions.len() > 1 {
        panel = of_all(&editions, chosen);
        if panel.len() >= LEAST {
            break;
        }
        editions.remove(0);
    }
    let (&[first, ..], &[.., last]) = (editions.as_slice(), editions.as_slice()) else {
        return None;
    };
    if editions.len() < 2 || panel.len() < LEAST {
        return None;
    }
    let mut lines: Vec<BumpLine> = panel
        .iter()
        .map(|entity| BumpLine {
            name: last.entity(entity).to_string(),
            ranks: Vec::new(),
            highlighted: false,
        })
        .collect();
    let mut tied = false;
    for edition in &editions {
        let score = |entity: &&EntityId| {
            let score = edition.total(entity)?.score.as_ref()?;
            Some(edition.index.ranked(score))
        };
        let scores: Vec<Option<Number>> = panel.iter().map(score).collect();
        let mut ranks: Vec<u32> = rank(&scores).into_iter().flatten().collect();
        for (line, rank) in lines.iter_mut().zip(&ranks) {
            line.ranks.push(*rank);
        }
        ranks.sort_unstable();
        tied |= ranks.windows(2).any(|pair| pair.first() == pair.last());
    }
    let place = |rank: Option<&u32>| i64::from(rank.copied().unwrap_or_default());
    let moves: Vec<Move<'_>> = panel
        .iter()
        .zip(&lines)
        .map(|(entity, line)| Move {
            entity,
            by: Number::whole(place(line.ranks.first()) - place(line.ranks.last())),
        })
        .collect();
    for (line, stands_out) in lines.iter_mut().zip(set_apart(&moves, chosen)) {
        line.highlighted = stands_out;
    }
    let (from, to) = (first.edition_name(), last.edition_name());
    let named: Vec<&BumpLine> = panel
        .iter()
        .zip(&lines)
        .filter(|(entity, _)| chosen.highlights(entity))
        .map(|(_, line)| line)
        .collect();
    let mut finding = match named.as_slice() {
        [one] => {
            let fill: [(&str, &dyn Display); 5] = [
                ("entity", &one.name),
                ("from", &from),
                ("old", &place(one.ranks.first())),
                ("to", &to),
                ("new", &place(one.ranks.last())),
            ];
            words.say("title_bump_one", &fill)
        }
        _ => {
            let finding = title(view, &moves, &TITLES, (&from, &to), &|moved| {
                let places = moved.by.absolute().to_f64() as usize;
                words.count("places", places, &[])
            });
            view.of_selection(finding, chosen)
        }
    };
    let methods = methods(&editions);
    if let [_, .., (latest, _)] = methods.as_slice() {
        let year = editions.get(*latest).map(|edition| edition.edition_name());
        let year = year.unwrap_or_default();
        let fill: [(&str, &dyn Display); 2] = [("finding", &finding), ("year", &year)];
        finding = words.say("title_before_break", &fill);
    }
    let mut notes = vec![words.say("bump_note", &[])];
    if tied {
        notes.push(words.say("bump_ties", &[]));
    }
    if methods.len() > 1 {
        notes.push(words.say("break_note", &[]));
    }
    let fill: [(&str, &dyn Display); 4] = [
        ("index", &view.index_name()),
        ("from", &from),
        ("to", &to),
        ("count", &view.count(panel.len())),
    ];
    Some(BumpData {
        frame: last.frame(finding, words.say("subtitle_bump", &fill), notes),
        editions: editions
            .iter()
            .map(|edition| edition.edition_name())
            .collect(),
        methods,
        lines,
        aside: aside(&editions, &panel, chosen),
    })
}

fn ranked(row: Option<&Row>) -> bool {
    row.is_some_and(|row| row.score.is_some())
}

/// The chosen entities with a score in all editions, in the order of the last.
fn of_all<'a>(editions: &[View<'a>], chosen: &Selection) -> Vec<&'a EntityId> {
    let standings = editions.last().map(|last| last.standings());
    let entities = standings.unwrap_or_default().into_iter();
    entities
        .map(|row| &row.entity)
        .filter(|entity| chosen.takes(entity))
        .filter(|entity| editions.iter().all(|edition| ranked(edition.total(entity))))
        .collect()
}

/// The method of each stretch of editions, by the place of the first.
fn methods(editions: &[View<'_>]) -> Vec<(usize, String)> {
    let mut methods = Vec::new();
    for (at, edition) in editions.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| editions.get(before));
        if before.is_none_or(|before| !edition.comparable(*before)) {
            methods.push((at, edition.method_edition()));
        }
    }
    methods
}

/// Those that have a score in some of the editions only.
fn aside(editions: &[View<'_>], panel: &[&EntityId], chosen: &Selection) -> Vec<Aside> {
    let mut told: Vec<&EntityId> = panel.to_vec();
    let mut aside = Vec::new();
    for row in editions
        .iter()
        .rev()
        .flat_map(|edition| edition.standings())
    {
        if !chosen.takes(&row.entity) || told.contains(&&row.entity) {
            continue;
        }
        told.push(&row.entity);
        let with: Vec<bool> = editions
            .iter()
            .map(|edition| ranked(edition.total(&row.entity)))
            .collect();
        let Some((edition, words)) = editions.first().map(|first| (*first, first.words)) else {
            break;
        };
        let name = |at: usize| editions.get(at).map_or(String::new(), |e| e.edition_name());
        let start = with.iter().position(|ranked| *ranked);
        let end = with.iter().rposition(|ranked| *ranked);
        let (Some(start), Some(end)) = (start, end) else {
            aside.push(Aside {
                name: edition.entity(&row.entity).to_string(),
                mark: None,
                why: words.say("no_score", &[]),
            });
            continue;
        };
        let whole = with
            .get(start..=end)
            .unwrap_or_default()
            .iter()
            .all(|ranked| *ranked);
        let why = if start == end {
            words.say("only_in", &[("edition", &name(start))])
        } else if whole && end + 1 == with.len() {
            words.say("ranked_since", &[("edition", &name(start))])
        } else if whole && start == 0 {
            words.say("ranked_until", &[("edition", &name(end))])
        } else {
            let without = with.iter().enumerate().filter(|(_, ranked)| !**ranked);
            let without: Vec<String> = without.map(|(at, _)| name(at)).collect();
            words.say("not_ranked_in", &[("editions", &words.list(&without))])
        };
        aside.push(Aside {
            name: edition.entity(&row.entity).to_string(),
            mark: None,
            why,
        });
    }
    aside
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::example::{chosen, seen};

    fn of(example: &str, edition: &str, entities: &[&str], apart: &[&str]) -> Option<BumpData> {
        seen(example, edition, |view| {
            bump(view, &chosen(view, entities, apart))
        })
    }

    fn told(data: &BumpData) -> Vec<(&str, &[u32])> {
        let lines = data.lines.iter();
        lines
            .map(|line| (line.name.as_str(), line.ranks.as_slice()))
            .collect()
    }

    #[test]
    fn ranks_are_counted_anew_without_the_entrant() {
        // Published scores of 2020, 2021 and 2023: Georgia 56, 61, 73; Moldova 53, 55, 58; Ukraine 60, 69, 38. Romania
        // came in 2021 and is not counted.
        let data = of("eti-published", "international-2023", &[], &[]).unwrap();
        assert_eq!(
            told(&data),
            [
                ("Georgia", &[2, 2, 1][..]),
                ("Moldova", &[3, 3, 2]),
                ("Ukraine", &[1, 1, 3]),
            ]
        );
        assert_eq!(data.aside.len(), 1);
        assert_eq!(
            (data.aside[0].name.as_str(), data.aside[0].why.as_str()),
            ("Romania", "ranked since 2021")
        );
        assert!(
            data.frame.title.starts_with(
                "From 2020 to 2023 Georgia and Moldova climbed most (1\u{a0}place), Ukraine dropped most (2\u{a0}places)"
            ),
            "{}",
            data.frame.title
        );
    }

    #[test]
    fn equal_scores_share_a_rank_and_a_change_of_method_is_kept() {
        // The README of the example: 2021 VR 77, DV 68, BRENLAND 56, OD 47, KT 41, LM 26; 2022 VR 81, OD 56, BRENLAND 56,
        // KT 49, DV 41, LM 28; 2023 VR 87, OD 70, KT 62, BRENLAND 60, DV 43, LM 36. The method changed in 2023.
        let data = of("eti-demo", "international-2023", &[], &["DV"]).unwrap();
        let brenland = "Federation of Lower Brenland and the Isles";
        assert_eq!(
            told(&data),
            [
                ("Verania", &[1, 1, 1][..]),
                ("Odrenia", &[4, 2, 2]),
                ("Kestria", &[5, 4, 3]),
                (brenland, &[3, 2, 4]),
                ("Dravina", &[2, 5, 5]),
                ("Lomaria", &[6, 6, 6]),
            ]
        );
        let firsts: Vec<usize> = data.methods.iter().map(|(first, _)| *first).collect();
        assert_eq!(firsts, [0, 2]);
        let apart: Vec<bool> = data.lines.iter().map(|line| line.highlighted).collect();
        assert_eq!(apart, [false, false, false, false, true, false]);
        assert_eq!(
            data.frame.title,
            "Dravina: rank 2 in 2021, rank 5 in 2023; the method changed in 2023"
        );
        // Panel, ties, method.
        assert_eq!(data.frame.notes.len(), 3);
    }

    #[test]
    fn one_edition_or_one_entity_is_no_ranking_over_time() {
        assert_eq!(of("eti-published", "international-2020", &[], &[]), None);
        assert_eq!(
            of("eti-published", "international-2023", &["UA"], &[]),
            None
        );
        // With Romania the editions begin with its first.
        let data = of("eti-published", "international-2023", &["RO", "UA"], &[]).unwrap();
        assert_eq!(data.editions, ["2021", "2023"]);
        assert_eq!(
            told(&data),
            [("Romania", &[1, 1][..]), ("Ukraine", &[2, 2])]
        );
    }
}
