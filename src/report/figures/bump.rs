//! Ranks over the editions, of those that are in all of them.

use super::Selection;
use super::movers::{Move, Titles, set_apart, title};
use crate::chart::{Aside, BumpData, BumpLine};
use crate::index::{Row, rank};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::results::{Change, Incomparable};
use std::fmt::Display;

const TITLES: Titles = Titles {
    both: "title_bump",
    up: "title_bump_up",
    down: "title_bump_down",
    still: "title_bump_still",
};

/// Fewer entities than this make no ranking.
const LEAST: usize = 2;

/// The ranks of the chosen entities in all editions up to that of the view, counted anew among those that can be compared
/// in every edition shown: by published scores where one method made them, else by scores on the same rules. The earliest
/// editions are left out as far as fewer than two entities would be in all of them; where that leaves one edition because
/// the method changed, published ranks are drawn with a gap and nothing is said about how they moved. `None` where there
/// is one edition, and where an index ranks within groups.
pub fn bump(view: View<'_>, chosen: &Selection) -> Option<BumpData> {
    if view.index.rank.within.is_some() {
        return None;
    }
    let mut shown = Shown::of(view.until(), chosen, true);
    while shown.panel.len() < LEAST && shown.editions.len() > 2 {
        shown.editions.remove(0);
        shown = Shown::of(shown.editions, chosen, true);
    }
    if shown.panel.len() < LEAST {
        shown = Shown::of(view.until(), chosen, false);
        if shown.methods.len() < 2 {
            return None;
        }
    }
    if shown.editions.len() < 2 || shown.panel.len() < LEAST {
        return None;
    }
    drawn(view, &shown, chosen)
}

/// The editions of the chart and who is ranked in them.
struct Shown<'a> {
    editions: Vec<View<'a>>,
    /// The method of each stretch of editions, by the place of the first.
    methods: Vec<(usize, String)>,
    /// Whether ranks go by scores on the same rules.
    same_rules: bool,
    /// Who is ranked, in the order of the last edition, with the scores ranks go by.
    panel: Vec<(&'a EntityId, Vec<Number>)>,
    /// Who has scores in all editions that cannot be compared, and why.
    refused: Vec<(&'a EntityId, Incomparable)>,
}

impl<'a> Shown<'a> {
    /// `compare` says whether only what can be compared is shown.
    fn of(editions: Vec<View<'a>>, chosen: &Selection, compare: bool) -> Shown<'a> {
        let mut shown = Shown {
            methods: methods(&editions),
            same_rules: false,
            panel: Vec::new(),
            refused: Vec::new(),
            editions,
        };
        let (Some(first), Some(last)) = (shown.editions.first(), shown.editions.last()) else {
            return shown;
        };
        let (first, last) = (*first, *last);
        shown.same_rules = compare && shown.methods.len() > 1;
        let places: Vec<usize> = shown.editions.iter().filter_map(|of| of.place()).collect();
        let series = last.results.comparable(&last.index.name, &places);
        for entity in of_all(&shown.editions, chosen) {
            let change = last.change_in(&places, entity, first);
            let scores: Option<Vec<Number>> = match (&*series, shown.same_rules) {
                (Ok(series), true) => series.totals.get(entity).and_then(|totals| {
                    let scores = totals.iter().map(|row| row.as_ref()?.score.clone());
                    scores.collect()
                }),
                (Err(_), true) => None,
                (_, false) => shown
                    .editions
                    .iter()
                    .map(|edition| edition.total(entity)?.score.clone())
                    .collect(),
            };
            match (scores, change) {
                (Some(scores), Ok(_)) => shown.panel.push((entity, scores)),
                (Some(scores), Err(_)) if !compare => shown.panel.push((entity, scores)),
                (_, Err(reason)) => shown.refused.push((entity, reason)),
                (None, Ok(_)) => {
                    // The two ends have enough in common, and all editions together have not.
                    let share = series.as_ref().as_ref().ok();
                    let share = share.and_then(|series| series.common.get(entity));
                    let share = share.map_or_else(Number::zero, |common| common.share.clone());
                    shown
                        .refused
                        .push((entity, Incomparable::TooLittle { share }));
                }
            }
        }
        if shown.same_rules {
            shown.methods = vec![(0, last.method_edition())];
        }
        shown
    }
}

fn drawn(view: View<'_>, shown: &Shown<'_>, chosen: &Selection) -> Option<BumpData> {
    let words = view.words;
    let (first, last) = (*shown.editions.first()?, *shown.editions.last()?);
    let mut lines: Vec<BumpLine> = shown
        .panel
        .iter()
        .map(|(entity, _)| BumpLine {
            name: last.entity(entity).to_string(),
            ranks: Vec::new(),
            highlighted: false,
        })
        .collect();
    let mut tied = false;
    for (at, edition) in shown.editions.iter().enumerate() {
        let index = if shown.same_rules {
            last.index
        } else {
            edition.index
        };
        let scores: Vec<Option<Number>> = shown
            .panel
            .iter()
            .map(|(_, scores)| scores.get(at).map(|score| index.ranked(score)))
            .collect();
        let mut ranks: Vec<u32> = rank(&scores).into_iter().flatten().collect();
        for (line, rank) in lines.iter_mut().zip(&ranks) {
            line.ranks.push(*rank);
        }
        ranks.sort_unstable();
        tied |= ranks.windows(2).any(|pair| pair.first() == pair.last());
    }
    let place = |rank: Option<&u32>| i64::from(rank.copied().unwrap_or_default());
    let moves: Vec<Move<'_>> = shown
        .panel
        .iter()
        .zip(&lines)
        .map(|((entity, _), line)| Move {
            entity,
            by: Number::whole(place(line.ranks.first()) - place(line.ranks.last())),
        })
        .collect();
    for (line, stands_out) in lines.iter_mut().zip(set_apart(&moves, chosen)) {
        line.highlighted = stands_out;
    }
    let (from, to) = (first.edition_name(), last.edition_name());
    let panel: Vec<&EntityId> = shown.panel.iter().map(|(entity, _)| *entity).collect();
    let spoken_of = chosen.among(&panel);
    let named = shown.panel.iter().zip(&lines);
    let named = named.filter(|((entity, _), _)| spoken_of.highlights(entity));
    let named: Vec<&BumpLine> = named.map(|(_, line)| line).collect();
    let finding = match named.as_slice() {
        _ if shown.methods.len() > 1 => {
            words.say("title_not_compared", &[("from", &from), ("to", &to)])
        }
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
            let mut about = moves;
            about.retain(|moved| spoken_of.speaks_of(moved.entity));
            let finding = title(view, &about, &TITLES, (&from, &to), &|moved| {
                let places = moved.by.absolute().to_f64() as usize;
                words.count("places", places, &[])
            });
            view.of_selection(finding, &spoken_of)
        }
    };
    let finding = if shown.same_rules {
        words.say("title_on_same_rules", &[("finding", &finding)])
    } else {
        finding
    };
    let mut notes = vec![words.say("bump_note", &[])];
    if tied {
        notes.push(words.say("bump_ties", &[]));
    }
    if shown.methods.len() > 1 {
        notes.push(words.say("break_note", &[]));
    }
    let places: Vec<usize> = shown.editions.iter().filter_map(|of| of.place()).collect();
    let changes: Vec<Change> = shown
        .panel
        .iter()
        .filter_map(|(entity, _)| last.change_in(&places, entity, first).ok())
        .collect();
    notes.extend(view.basis(changes.iter()));
    let fill: [(&str, &dyn Display); 4] = [
        ("index", &view.index_name()),
        ("from", &from),
        ("to", &to),
        ("count", &view.count(shown.panel.len())),
    ];
    Some(BumpData {
        frame: last.frame(finding, words.say("subtitle_bump", &fill), notes),
        editions: shown
            .editions
            .iter()
            .map(|edition| edition.edition_name())
            .collect(),
        methods: shown.methods.clone(),
        lines,
        aside: aside(shown, chosen),
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

/// Those that cannot be compared, and those that have a score in some of the editions only.
fn aside(shown: &Shown<'_>, chosen: &Selection) -> Vec<Aside> {
    let editions = &shown.editions;
    let mut told: Vec<&EntityId> = shown.panel.iter().map(|(entity, _)| *entity).collect();
    let mut aside = Vec::new();
    if let (Some(first), Some(last)) = (editions.first(), editions.last()) {
        for (entity, reason) in &shown.refused {
            told.push(*entity);
            aside.push(Aside {
                name: last.entity(entity).to_string(),
                mark: None,
                why: last.why_not(*first, reason),
            });
        }
    }
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
    fn after_a_change_of_method_ranks_go_by_scores_on_the_same_rules() {
        // `progress` on the rules of 2023: 2021 VR 82.1, DV 75.3, BRENLAND 61.1, OD 55.6, KT 50.4, LM 36.2; 2022 VR 85.5,
        // OD 63.5, BRENLAND 61.1, KT 57.0, DV 48.2, LM 39.2; 2023 VR 87.9, OD 69.7, KT 61.5, BRENLAND 59.4, DV 42.6,
        // LM 36.4. By whole points, as the rubric ranks, nobody shares a rank.
        let data = of("eti-demo", "international-2023", &[], &["DV"]).unwrap();
        let brenland = "Federation of Lower Brenland and the Isles";
        assert_eq!(
            told(&data),
            [
                ("Verania", &[1, 1, 1][..]),
                ("Odrenia", &[4, 2, 2]),
                ("Kestria", &[5, 4, 3]),
                (brenland, &[3, 3, 4]),
                ("Dravina", &[2, 5, 5]),
                ("Lomaria", &[6, 6, 6]),
            ]
        );
        let firsts: Vec<usize> = data.methods.iter().map(|(first, _)| *first).collect();
        assert_eq!(firsts, [0]);
        let apart: Vec<bool> = data.lines.iter().map(|line| line.highlighted).collect();
        assert_eq!(apart, [false, false, false, false, true, false]);
        assert_eq!(
            data.frame.title,
            "Dravina: rank 2 in 2021, rank 5 in 2023, on the same rules"
        );
        // Panel and basis.
        assert_eq!(data.frame.notes.len(), 2);
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
