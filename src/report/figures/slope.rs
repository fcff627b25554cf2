//! The scores of two editions, joined.

use super::Selection;
use super::movers::{Move, Titles, set_apart, title};
use crate::chart::{Aside, Mark, SlopeData, SlopeLine};
use crate::index::Row;
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

const TITLES: Titles = Titles {
    both: "title_rose_fell",
    up: "title_rose",
    down: "title_fell",
    still: "title_still",
};

/// The edition of the view and the one before it, one line per chosen entity that has a score in both; `None` where
/// there is no edition before, or no such entity.
pub fn slope(view: View<'_>, chosen: &Selection) -> Option<SlopeData> {
    let words = view.words;
    let before = view.before()?;
    let (from, to) = (before.edition_name(), view.edition_name());
    let mut moves: Vec<Move<'_>> = Vec::new();
    let mut lines = Vec::new();
    let mut aside = Vec::new();
    for entity in everybody(view, before) {
        if !chosen.takes(entity) {
            continue;
        }
        let (old, new) = (before.total(entity), view.total(entity));
        let name = view.entity(entity).to_string();
        match (scored(old), scored(new)) {
            (Some(old), Some(new)) => {
                // As published: the difference of the shown scores agrees with the numbers at both ends.
                let by = new.shown.as_ref()?.minus(old.shown.as_ref()?);
                moves.push(Move { entity, by });
                lines.push(SlopeLine {
                    name,
                    from: before.mark(old),
                    to: view.mark(new),
                    highlighted: false,
                });
            }
            _ => {
                let (mark, why) = reason((before, old), (view, new));
                aside.push(Aside {
                    name,
                    mark: Some(mark),
                    why,
                });
            }
        }
    }
    if lines.is_empty() {
        return None;
    }
    for (line, stands_out) in lines.iter_mut().zip(set_apart(&moves, chosen)) {
        line.highlighted = stands_out;
    }
    let by = |moved: &Move<'_>| words.signed(&moved.by);
    let mut about = moves.iter();
    let mut named = about
        .by_ref()
        .filter(|moved| chosen.highlights(moved.entity));
    let mut title = match (named.next(), named.next(), moves.as_slice()) {
        (Some(one), None, _) | (None, None, [one]) => {
            let name = view.results.project.entities.label(one.entity, view.lang());
            let fill: [(&str, &dyn Display); 4] = [
                ("from", &from),
                ("to", &to),
                ("rose", &name),
                ("rise", &by(one)),
            ];
            words.say("title_one_rose", &fill)
        }
        _ => {
            let finding = title(view, &moves, &TITLES, (&from, &to), &by);
            view.of_selection(finding, chosen)
        }
    };
    let mut notes = Vec::new();
    let comparable = view.comparable(before);
    if !comparable {
        title = words.say("title_before_break", &[("finding", &title), ("year", &to)]);
        notes.push(words.say("dumbbell_method", &[("from", &from)]));
    }
    let fill: [(&str, &dyn Display); 5] = [
        ("index", &view.index_name()),
        ("scale", &view.scale_line(view.scale)),
        ("from", &from),
        ("to", &to),
        ("count", &view.count(lines.len())),
    ];
    let subtitle = words.say("subtitle_slope", &fill);
    Some(SlopeData {
        frame: view.frame(title, subtitle, notes),
        methods: (!comparable).then(|| (before.method_edition(), view.method_edition())),
        from,
        to,
        lines,
        aside,
    })
}

/// Who is in the later edition, in its order, then who was in the earlier one only.
fn everybody<'a>(later: View<'a>, earlier: View<'a>) -> Vec<&'a EntityId> {
    let mut entities: Vec<&EntityId> = Vec::new();
    for row in later.standings().into_iter().chain(earlier.standings()) {
        if !entities.contains(&&row.entity) {
            entities.push(&row.entity);
        }
    }
    entities
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
        Mark::NotApplicable => "not_applicable",
        Mark::NotAssessed => "not_assessed",
        Mark::Withheld => "withheld",
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
    fn a_change_of_method_breaks_the_lines() {
        // The README of the example lists the totals: 81 and 87, 56 and 70, 49 and 62, 56 and 60, 41 and 43, 28 and 36.
        let data = of("eti-demo", "international-2023", &[], &[]).unwrap();
        assert!(data.methods.is_some() && data.frame.notes.len() == 1);
        assert_eq!(data.lines.len(), 6);
        // 70 − 56 = 14 is the largest rise; nobody fell.
        assert_eq!(
            data.frame.title,
            "From 2022 to 2023 Odrenia rose most (+14); the method changed in 2023"
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
