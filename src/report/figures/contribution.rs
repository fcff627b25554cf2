//! What each part adds to the totals, and what it costs.

use super::Selection;
use super::ranking::thin;
use crate::chart::{Contribution, ContributionData, ContributionRow};
use crate::index::{Row, aggregate};
use crate::language::number::Number;
use crate::language::rubric::Part;
use crate::language::syntax::{Aggregate, MissingEffect};
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

/// So many parts have a colour of their own; the lightest of more are one.
const MOST_PARTS: usize = 8;

/// The parts of an index whose total is their weighted mean, with their shares in the order of the method.
pub(super) fn weighted<'a>(view: View<'a>) -> Option<Vec<(&'a str, &'a Number)>> {
    let total = &view.index.total;
    let by_weight = total.aggregate == Aggregate::WeightedMean
        && matches!(total.of, Part::Level(_))
        && view.index.formula.is_none();
    let parts = view.parts().into_iter();
    let parts: Vec<_> = parts
        .filter_map(|(node, share)| Some((node, share?)))
        .collect();
    (by_weight && !parts.is_empty()).then_some(parts)
}

/// Weight × score of every part of the entities chosen, best total first; `None` where the index has no weights or no
/// total can be taken apart.
pub fn contribution(view: View<'_>, chosen: &Selection) -> Option<ContributionData> {
    let words = view.words;
    let parts = weighted(view)?;
    let level = view.part_level();
    let groups = groups(&parts);
    let fine = view.scale_below.fine_decimals();
    let mut rows = Vec::new();
    let mut whole = Vec::new();
    let mut partial = false;
    let mut lost: Vec<Vec<Number>> = vec![Vec::new(); groups.len()];
    let subject = chosen.subject();
    let mut about: Vec<String> = Vec::new();
    for total in view.standings() {
        if !chosen.takes(&total.entity) {
            continue;
        }
        let name = view.entity(&total.entity).to_string();
        let taken = taken_apart(view, total, &parts);
        if taken.is_none() && total.score.is_some() {
            whole.push(name.clone());
        }
        let mut of_groups = Vec::new();
        if let Some(taken) = taken {
            if subject.takes(&total.entity) {
                about.push(name.clone());
            }
            partial |= taken.iter().any(Option::is_none);
            for (group, lost) in groups.iter().zip(&mut lost) {
                let of_group = || group.iter().filter_map(|at| taken.get(*at)?.as_ref());
                let points = sum(of_group().map(|(points, _)| points));
                let missing = sum(of_group().map(|(_, missing)| missing));
                of_groups.push(Contribution {
                    points: points.to_f64(),
                    shown: words.fixed(&points, fine),
                    lost: missing.to_f64(),
                    lost_shown: words.fixed(&missing, fine),
                });
                if subject.takes(&total.entity) {
                    lost.push(missing);
                }
            }
        }
        rows.push(ContributionRow {
            name,
            total: view.mark(total),
            parts: of_groups,
            highlighted: chosen.highlights(&total.entity),
        });
    }
    if rows.iter().all(|row| row.parts.is_empty()) {
        return None;
    }
    let names: Vec<String> = groups
        .iter()
        .map(|group| match group.as_slice() {
            [at] => part_name(view, level, parts.get(*at)),
            several => words.say("waterfall_other", &[("count", &several.len())]),
        })
        .collect();
    let mut notes = vec![words.say(
        "contribution_note",
        &[("top", &words.number(&view.scale_below.high))],
    )];
    let mut shown = view.standings();
    shown.retain(|row| chosen.takes(&row.entity));
    notes.extend(view.withheld_among(&shown));
    notes.extend(thin(view, &shown));
    if partial {
        notes.push(words.say("contribution_partial_note", &[]));
    }
    if !whole.is_empty() {
        let whole = words.list(&whole);
        notes.push(words.say("contribution_whole_note", &[("entities", &whole)]));
    }
    Some(ContributionData {
        frame: view.frame(
            view.of_selection(title(view, &about, &parts, &groups, &lost), chosen),
            view.subtitle("subtitle_contribution", rows.len()),
            notes,
        ),
        parts: names,
        rows,
    })
}

/// The name of a part with its weight.
fn part_name(view: View<'_>, level: &str, part: Option<&(&str, &Number)>) -> String {
    part.map_or_else(String::new, |(node, share)| {
        format!("{} ({})", view.node(level, node), view.words.share(share))
    })
}

/// The places of the parts that share a colour: each its own, of more than [`MOST_PARTS`] the lightest together.
fn groups(parts: &[(&str, &Number)]) -> Vec<Vec<usize>> {
    if parts.len() <= MOST_PARTS {
        return (0..parts.len()).map(|at| vec![at]).collect();
    }
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(parts.get(*at).map(|(_, share)| *share)));
    let mut rest = order.split_off(MOST_PARTS - 1);
    order.sort_unstable();
    rest.sort_unstable();
    let mut groups: Vec<Vec<usize>> = order.into_iter().map(|at| vec![at]).collect();
    groups.push(rest);
    groups
}

/// Points won and lost by a part, of the length of the scale.
type Points = (Number, Number);

/// Points won and lost by every part, `None` for a part that is left out; `None` altogether where they do not add up to
/// the total, as when that was published by itself.
fn taken_apart(
    view: View<'_>,
    total: &Row,
    parts: &[(&str, &Number)],
) -> Option<Vec<Option<Points>>> {
    let level = view.part_level();
    let whole = total.score.as_ref()?;
    let scale = view.scale_below;
    let scores: Vec<(Option<Number>, &Number)> = parts
        .iter()
        .map(|(node, share)| {
            let row = view.row(&total.entity, level, node);
            let score = row.and_then(|row| row.score.clone());
            let zero = view.index.missing == MissingEffect::Zero;
            (score.or_else(|| zero.then(Number::zero)), *share)
        })
        .collect();
    let there = scores.iter().filter(|(score, _)| score.is_some());
    let weight = sum(there.map(|(_, share)| *share));
    let points = scores.iter().map(|(score, share)| {
        let Some(score) = score else {
            return Some(None);
        };
        let share = share.over(&weight)?;
        let fits = *score >= scale.low && *score <= scale.high;
        let (won, lost) = (score.minus(&scale.low), scale.high.minus(score));
        fits.then(|| Some((share.times(&won), share.times(&lost))))
    });
    let points: Vec<Option<Points>> = points.collect::<Option<_>>()?;
    // What is won counts from the low end of the scale.
    let mut added = sum(points.iter().flatten().map(|(won, _)| won)).plus(&scale.low);
    if let Some(rounding) = view.index.total.rounding {
        added = added.rounded(rounding);
    }
    (added == *whole).then_some(points)
}

fn sum<'n>(numbers: impl Iterator<Item = &'n Number>) -> Number {
    numbers.fold(Number::zero(), |sum, number| sum.plus(number))
}

/// Where most points are lost, on average where there are several entities; of equal parts the first.
fn title(
    view: View<'_>,
    about: &[String],
    parts: &[(&str, &Number)],
    groups: &[Vec<usize>],
    lost: &[Vec<Number>],
) -> String {
    let words = view.words;
    let mean = |numbers: &Vec<Number>| {
        aggregate(Aggregate::Mean, &numbers.iter().collect::<Vec<_>>()).unwrap_or_else(Number::zero)
    };
    let means: Vec<Number> = lost.iter().map(mean).collect();
    let most = means
        .iter()
        .zip(groups)
        .rev()
        .max_by(|one, other| one.0.cmp(other.0));
    let Some((most, group)) = most.filter(|(most, _)| !most.is_zero()) else {
        return words.say("title_contribution_full", &[]);
    };
    let name = match group.as_slice() {
        [at] => parts
            .get(*at)
            .map_or("", |(node, _)| view.node(view.part_level(), node))
            .to_string(),
        several => words.say("waterfall_other", &[("count", &several.len())]),
    };
    let fine = view.scale_below.fine_decimals();
    let (points, all) = (
        words.fixed(most, fine),
        words.fixed(&sum(means.iter()), fine),
    );
    let fill: [(&str, &dyn Display); 3] = [("part", &name), ("points", &points), ("lost", &all)];
    match about {
        [one] => {
            let finding = words.say("title_contribution_one", &fill);
            words.say("named", &[("name", one), ("finding", &finding)])
        }
        _ => words.say("title_contribution", &fill),
    }
}

/// Points that a part of the index costs an entity: weight × what is missing to the end of the scale.
pub(super) fn points_lost(
    view: View<'_>,
    entity: &EntityId,
    (node, share): (&str, &Number),
) -> Option<Number> {
    let row = view.row(entity, view.part_level(), node)?;
    let missing = view.scale_below.high.minus(row.score.as_ref()?);
    Some(share.times(&missing))
}

#[cfg(test)]
mod tests {
    use super::super::example::{demo, of_2023};
    use super::*;

    #[test]
    fn the_parts_add_up_to_the_total_and_with_what_is_lost_to_100() {
        let data = of_2023(&demo(), &[], contribution).unwrap();
        assert_eq!((data.rows.len(), data.parts.len()), (6, 8));
        for row in &data.rows {
            let won: f64 = row.parts.iter().map(|part| part.points).sum();
            let lost: f64 = row.parts.iter().map(|part| part.lost).sum();
            let total = row.total.value().unwrap();
            // The total is shown rounded to a whole number.
            assert!((won - total).abs() <= 0.5, "{}: {won} {total}", row.name);
            assert!((won + lost - 100.0).abs() < 1e-9, "{}", row.name);
        }
    }

    #[test]
    fn a_part_adds_its_weight_times_its_score() {
        let data = of_2023(&demo(), &["DV"], contribution).unwrap();
        let shown: Vec<(&str, &str)> = data.rows[0]
            .parts
            .iter()
            .map(|part| (part.shown.as_str(), part.lost_shown.as_str()))
            .collect();
        // Scores of the categories, `clearwatt score --format csv`, times 5, 20, 20, 5, 20, 10, 10, 10 %:
        // 50 → 2.5; 36.8634 → 7.37; 39.4737 → 7.89; 11.9792 → 0.60; 48.6111 → 9.72; 49.1071 → 4.91;
        // 48.0469 → 4.80; 50.8929 → 5.09. Lost is the weight less that.
        let expected = [
            ("2.5", "2.5"),
            ("7.4", "12.6"),
            ("7.9", "12.1"),
            ("0.6", "4.4"),
            ("9.7", "10.3"),
            ("4.9", "5.1"),
            ("4.8", "5.2"),
            ("5.1", "4.9"),
        ];
        assert_eq!(shown, expected);
        // 100 − 42.8933 = 57.1067 are lost.
        assert_eq!(
            data.frame.title,
            "Dravina: most is lost in “Natural monopolies”, 12.6 of 57.1 points"
        );
    }

    #[test]
    fn of_many_parts_the_lightest_share_a_colour() {
        let shares: Vec<Number> = [5, 20, 3, 15, 12, 10, 9, 8, 6, 12]
            .iter()
            .map(|percent| Number::ratio(*percent, 100).unwrap())
            .collect();
        let parts: Vec<(&str, &Number)> = shares.iter().map(|share| ("part", share)).collect();
        // The lightest three weigh 5, 3 and 6 %.
        let expected = [
            vec![1],
            vec![3],
            vec![4],
            vec![5],
            vec![6],
            vec![7],
            vec![9],
        ];
        let groups = groups(&parts);
        assert_eq!(groups[..7], expected);
        assert_eq!(groups[7], [0, 2, 8]);
    }
}
