//! The responsible bodies of one entity: indicative, never a ranking.

use super::{Selection, as_assessed};
use crate::chart::{BodiesData, BodyRow, Reference};
use crate::index::Row;
use crate::language::rubric::CutBy;
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

/// A body with fewer indicators than this is not shown: a mean of so few says nothing about it.
pub(in crate::report) const LEAST_INDICATORS: u32 = 5;

/// The bodies of the entity chosen first, in the order of their names; `None` where the index has no cut by body, no
/// entity is chosen or no body has [`LEAST_INDICATORS`].
pub fn bodies(view: View<'_>, chosen: &Selection) -> Option<BodiesData> {
    let words = view.words;
    let entity = chosen.one()?;
    let rows = of_entity(view, entity)?;
    let (shown, few): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|(_, row)| row.scored >= LEAST_INDICATORS);
    let scores: Vec<_> = shown
        .iter()
        .filter_map(|(_, row)| row.shown.as_ref())
        .collect();
    let (low, high) = (scores.iter().min()?, scores.iter().max()?);
    let mut notes = vec![words.say("bodies_note", &[])];
    if !few.is_empty() {
        let few: Vec<String> = few
            .iter()
            .map(|(name, row)| format!("{name} ({})", row.scored))
            .collect();
        let fill: [(&str, &dyn Display); 2] =
            [("least", &LEAST_INDICATORS), ("bodies", &few.join(", "))];
        notes.push(words.say("bodies_few", &fill));
    }
    let total = view.total(entity).and_then(|row| {
        let value = row.score.as_ref()?;
        Some((value, words.number(row.shown.as_ref()?)))
    });
    let name = view.entity(entity);
    let (low, high) = (words.number(low), words.number(high));
    let fill: [(&str, &dyn Display); 3] = [("entity", &name), ("low", &low), ("high", &high)];
    let key = if low == high {
        "title_bodies_equal"
    } else {
        "title_bodies"
    };
    let count = shown.len();
    let subtitle: [(&str, &dyn Display); 3] = [
        ("index", &view.index_name()),
        ("scale", &view.scale_line(view.scale)),
        ("edition", &view.edition_name()),
    ];
    Some(BodiesData {
        frame: view.frame(
            words.say(key, &fill),
            words.count("subtitle_bodies", count, &subtitle),
            notes,
        ),
        rows: shown
            .into_iter()
            .map(|(name, row)| BodyRow {
                name: name.to_string(),
                indicators: row.scored,
                mark: as_assessed(view, row),
            })
            .collect(),
        bands: view.bands(),
        reference: total.map(|(value, shown)| Reference {
            value: value.to_f64(),
            label: words.say("total_of", &[("score", &shown)]),
        }),
    })
}

/// Names and rows of the bodies of an entity, in the order of their names, which no reader takes for a ranking; `None`
/// where the index has no cut by body.
pub(in crate::report) fn of_entity<'a>(
    view: View<'a>,
    entity: &EntityId,
) -> Option<Vec<(&'a str, &'a Row)>> {
    let mut cuts = view.index.cuts.iter();
    let cut = cuts.find(|cut| matches!(cut.by, CutBy::Body))?;
    let mut rows: Vec<(&str, &Row)> = view
        .rows(&cut.name)
        .filter(|row| row.entity == *entity)
        .map(|row| (view.node("body", &row.node), row))
        .collect();
    rows.sort_by_key(|(name, _)| name.to_lowercase());
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::super::example::{demo, of_2023};
    use super::*;

    #[test]
    fn bodies_of_few_indicators_are_named_and_not_drawn() {
        let results = demo();
        let data = of_2023(&results, &["DV"], bodies).unwrap();
        let names: Vec<&str> = data.rows.iter().map(|row| row.name.as_str()).collect();
        let mut sorted = names.clone();
        sorted.sort_by_key(|name| name.to_lowercase());
        assert_eq!(names, sorted);
        // `clearwatt score --format csv`: of 24 bodies 12 have at least five scored indicators.
        assert_eq!(names.len(), 12);
        let regulator = data.rows.iter().find(|row| row.indicators == 37).unwrap();
        assert_eq!(regulator.mark.shown(), Some("54"));
        assert!(data.rows.iter().all(|row| row.indicators >= 5));
        assert!(data.frame.notes[0].contains("not a ranking"));
        let few = &data.frame.notes[1];
        assert_eq!(few.matches('(').count(), 12, "{few}");
        // The highest of those shown has 66 points, the lowest 10; a body of one indicator with 100 does not count.
        assert_eq!(
            data.frame.title,
            "Dravina: responsible bodies score from 10 to 66 points"
        );
        assert_eq!(data.reference.unwrap().label, "total 43");
    }

    #[test]
    fn a_chart_of_one_entity_needs_a_choice_among_several() {
        assert!(of_2023(&demo(), &[], bodies).is_none());
    }
}
