//! The scores of two editions, joined.

use super::Selection;
use super::movers::{Move, of_changes, set_apart, spoken_of};
use crate::chart::{Aside, Mark, SlopeData, SlopeLine};
use crate::index::Row;
use crate::report::View;
use crate::report::changes::Changes;
use crate::results::Incomparable;
use std::fmt::Display;

/// The edition of the view and the one before it, one line per chosen entity that can be compared; `None` where there is
/// no edition before, or no such entity. After a change of method both scores are on the same rules.
pub fn slope(view: View<'_>, chosen: &Selection) -> Option<SlopeData> {
    let words = view.words;
    let before = view.before()?;
    let (from, to) = (before.edition_name(), view.edition_name());
    let changes = view.changes(before).only(|entity| chosen.takes(entity));
    let same_rules = changes.on_same_rules();
    let mut moves: Vec<Move<'_>> = Vec::new();
    let mut lines = Vec::new();
    for (entity, change) in &changes.told {
        let (from, to) = view.marks(before, change);
        moves.push(Move {
            entity,
            by: change.by(),
        });
        lines.push(SlopeLine {
            name: view.entity(entity).to_string(),
            from,
            to,
            highlighted: false,
        });
    }
    if lines.is_empty() {
        return apart(view, before, chosen);
    }
    let mut aside = Vec::new();
    for (entity, why) in &changes.untold {
        let (old, new) = (before.total(entity), view.total(entity));
        let (mark, told) = reason((before, old), (view, new));
        aside.push(Aside {
            name: view.entity(entity).to_string(),
            mark: Some(mark),
            why: match why {
                Incomparable::OneEdition => told,
                why => view.why_not(before, why),
            },
        });
    }
    for (line, stands_out) in lines.iter_mut().zip(set_apart(&moves, chosen)) {
        line.highlighted = stands_out;
    }
    let fill: [(&str, &dyn Display); 5] = [
        ("index", &view.index_name()),
        ("scale", &view.scale_line(view.scale)),
        ("from", &from),
        ("to", &to),
        ("count", &view.count(lines.len())),
    ];
    let key = if same_rules {
        "subtitle_slope_same_rules"
    } else {
        "subtitle_slope"
    };
    let notes = view.basis(changes.told.iter().map(|(_, change)| change));
    Some(SlopeData {
        frame: view.frame(
            finding(view, &changes, chosen),
            words.say(key, &fill),
            notes.into_iter().collect(),
        ),
        methods: None,
        from,
        to,
        lines,
        aside,
    })
}

/// The published scores of two editions with a gap in every line, where the method changed and nothing can be compared;
/// `None` where it did not.
fn apart(view: View<'_>, before: View<'_>, chosen: &Selection) -> Option<SlopeData> {
    let words = view.words;
    let mut lines = Vec::new();
    for new in view.standings() {
        let old = scored(before.total(&new.entity));
        if let (Some(old), Some(new)) = (old, scored(Some(new)))
            && chosen.takes(&new.entity)
        {
            lines.push(SlopeLine {
                name: view.entity(&new.entity).to_string(),
                from: before.mark(old),
                to: view.mark(new),
                highlighted: chosen.highlights(&new.entity),
            });
        }
    }
    if view.comparable(before) || lines.is_empty() {
        return None;
    }
    let (from, to) = (before.edition_name(), view.edition_name());
    let fill: [(&str, &dyn Display); 5] = [
        ("index", &view.index_name()),
        ("scale", &view.scale_line(view.scale)),
        ("from", &from),
        ("to", &to),
        ("count", &view.count(lines.len())),
    ];
    Some(SlopeData {
        frame: view.frame(
            words.say("title_not_compared", &fill),
            words.say("subtitle_slope", &fill),
            vec![words.say("break_note", &[])],
        ),
        methods: Some((before.method_edition(), view.method_edition())),
        from,
        to,
        lines,
        aside: Vec::new(),
    })
}

/// The finding: about those that stand out, else about all that are drawn.
fn finding(view: View<'_>, changes: &Changes<'_>, chosen: &Selection) -> String {
    let (chosen, about) = spoken_of(changes, chosen);
    view.of_selection(of_changes(view, changes, &about), &chosen)
}

fn scored(row: Option<&Row>) -> Option<&Row> {
    row.filter(|row| row.score.is_some() && row.shown.is_some())
}

/// Why an entity has no line: its one score, or what stands in the place of the score.
fn reason(
    (before, old): (View<'_>, Option<&Row>),
    (view, new): (View<'_>, Option<&Row>),
) -> (Mark, String) {
    let only = |view: View<'_>| {
        let edition = view.edition_name();
        view.words.say("only_in", &[("edition", &edition)])
    };
    let absent = |view: View<'_>, row: &Row| {
        let reason = view.words.say(kind(&view.mark(row)), &[]);
        let edition = view.edition_name();
        let fill: [(&str, &dyn Display); 2] = [("reason", &reason), ("edition", &edition)];
        view.words.say("absent_in", &fill)
    };
    match (old, new) {
        (None, Some(new)) if scored(Some(new)).is_some() => (view.mark(new), only(view)),
        (Some(old), None) if scored(Some(old)).is_some() => (before.mark(old), only(before)),
        (Some(old), Some(new)) if scored(Some(new)).is_some() => {
            (view.mark(new), absent(before, old))
        }
        (_, Some(new)) => (view.mark(new), absent(view, new)),
        (Some(old), None) => (before.mark(old), absent(before, old)),
        (None, None) => (Mark::NoScore, view.words.say("no_score", &[])),
    }
}

/// The word for an absence.
fn kind(mark: &Mark) -> &'static str {
    match mark {
        Mark::Absent(absence) => absence.word(),
        Mark::NoScore | Mark::Score { .. } => "no_score",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::example::{chosen, seen};

    /// The slope of an edition, of these entities.
    fn of(example: &str, edition: &str, entities: &[&str], apart: &[&str]) -> Option<SlopeData> {
        seen(example, edition, |view| {
            slope(view, &chosen(view, entities, apart))
        })
    }

    /// Name and printed scores of each line.
    fn told(data: &SlopeData) -> Vec<String> {
        let shown = |mark: &Mark| mark.shown().unwrap_or_default().to_owned();
        let line =
            |line: &SlopeLine| format!("{} {} {}", line.name, shown(&line.from), shown(&line.to));
        data.lines.iter().map(line).collect()
    }

    #[test]
    fn published_scores_are_joined_and_an_entrant_is_listed() {
        // Read off the published tables: 2021 and 2023, best of 2023 first.
        let data = of("eti-published", "international-2023", &[], &[]).unwrap();
        assert_eq!(
            told(&data),
            [
                "Romania 80 86",
                "Georgia 61 73",
                "Moldova 55 58",
                "Ukraine 69 38"
            ]
        );
        assert!(data.lines.iter().all(|line| line.highlighted));
        // 73 − 61 = 12 and 38 − 69 = −31.
        assert!(
            data.frame
                .title
                .starts_with("From 2021 to 2023 Georgia rose most (+12), Ukraine fell most (−31)"),
            "{}",
            data.frame.title
        );
        // Romania came in 2021.
        let data = of("eti-published", "international-2021", &[], &[]).unwrap();
        assert_eq!(data.lines.len(), 3);
        assert_eq!(data.aside.len(), 1);
        assert_eq!(
            (data.aside[0].name.as_str(), data.aside[0].why.as_str()),
            ("Romania", "only in 2021")
        );
        assert_eq!(data.aside[0].mark.as_ref().unwrap().shown(), Some("80"));
        assert_eq!(of("eti-published", "international-2020", &[], &[]), None);
    }

    #[test]
    fn after_a_change_of_method_both_scores_are_on_the_same_rules() {
        // `progress` on the rules of 2023, on the indicators of all three editions: Verania, Odrenia and Kestria rose,
        // Brenland, Dravina and Lomaria fell. Published scores would say that all six rose (41 and 43 for Dravina).
        let data = of("eti-demo", "international-2023", &[], &[]).unwrap();
        assert!(data.methods.is_none() && data.frame.notes.len() == 1);
        assert_eq!(
            told(&data),
            [
                "Verania 85.5 87.9",
                "Odrenia 63.5 69.7",
                "Kestria 57.0 61.5",
                "Federation of Lower Brenland and the Isles 61.1 59.4",
                "Dravina 48.2 42.6",
                "Lomaria 39.2 36.4"
            ]
        );
        assert_eq!(
            data.frame.title,
            "On the same rules, three countries improved since 2022 and three slipped"
        );
        let data = of("eti-demo", "international-2022", &[], &[]).unwrap();
        assert!(data.methods.is_none() && data.frame.notes.is_empty());
    }

    #[test]
    fn a_selection_hides_and_sets_apart() {
        let data = of(
            "eti-published",
            "international-2023",
            &["GE", "UA", "MD"],
            &["UA"],
        )
        .unwrap();
        let apart: Vec<_> = data
            .lines
            .iter()
            .map(|line| (line.name.as_str(), line.highlighted))
            .collect();
        assert_eq!(
            apart,
            [("Georgia", false), ("Moldova", false), ("Ukraine", true)]
        );
        assert!(
            data.frame
                .title
                .starts_with("Ukraine: −31 points from 2021 to 2023"),
            "{}",
            data.frame.title
        );
    }
}
