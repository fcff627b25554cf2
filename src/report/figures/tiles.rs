//! The indicators of one entity, tile by tile.

use super::ranking::thin;
use super::{Selection, as_assessed};
use crate::catalogue::{Indicator, LEVELS};
use crate::chart::{Mark, Tile, TileGroup, TilePart, TilesData};
use crate::evidence::Absence;
use crate::index::{Row, RowState};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use indexmap::IndexMap;
use std::fmt::Display;

/// The indicators of the entity chosen first, by the parts of the index and the level below them, in the order of the
/// catalogue; `None` where no entity is chosen or it has no scores of indicators.
pub fn tiles(view: View<'_>, chosen: &Selection) -> Option<TilesData> {
    let words = view.words;
    let entity = chosen.one()?;
    let rows: Vec<&Row> = view
        .rows("indicator")
        .filter(|row| row.entity == *entity)
        .collect();
    let marks: Vec<Mark> = rows.iter().map(|row| tile_mark(view, row)).collect();
    let scored = || marks.iter().filter_map(Mark::value);
    if scored().count() == 0 {
        return None;
    }
    let level = LEVELS
        .into_iter()
        .find(|level| *level == view.part_level())
        .unwrap_or("category");
    let below = LEVELS
        .into_iter()
        .skip_while(|known| *known != level)
        .nth(1)
        .unwrap_or("");
    let mut groups: IndexMap<&str, IndexMap<&str, Vec<Tile>>> = IndexMap::new();
    for (node, _) in view.parts() {
        groups.insert(node, IndexMap::new());
    }
    for (row, mark) in rows.iter().zip(&marks) {
        let catalogue = &view.results.catalogue;
        let id = catalogue.indicator_id(&row.node);
        let indicator = id.and_then(|id| catalogue.indicator(id));
        let group = indicator.map_or("", |indicator| node_at(view, indicator, level));
        let part = indicator.map_or("", |indicator| node_at(view, indicator, below));
        let tile = Tile {
            name: view.node("indicator", &row.node).to_string(),
            mark: mark.clone(),
        };
        let parts = groups.entry(group).or_default();
        parts.entry(part).or_default().push(tile);
    }
    groups.retain(|_, parts| !parts.is_empty());
    let groups = groups.into_iter().map(|(node, parts)| {
        // A group that is its own only part needs no second name.
        let single = parts.len() == 1;
        let parts = parts.into_iter().map(|(part, tiles)| TilePart {
            name: match part {
                "" => String::new(),
                _ if single && view.node(below, part) == view.node(level, node) => String::new(),
                part => view.node(below, part).to_string(),
            },
            tiles,
        });
        TileGroup {
            name: match node {
                "" => String::new(),
                node => view.node(level, node).to_string(),
            },
            about: about(view, entity, level, node),
            parts: parts.collect(),
        }
    });
    let name = view.entity(entity);
    let scale = view.scale_below;
    let (zero, full) = (count_of(&rows, &scale.low), count_of(&rows, &scale.high));
    let applicable = marks
        .iter()
        .filter(|mark| **mark != Mark::Absent(Absence::NotApplicable));
    let of = applicable.count();
    let (low, top) = (words.number(&scale.low), words.number(&scale.high));
    let at_low = |row: &&&Row| row.score.as_ref() == Some(&scale.low);
    let withheld = rows.iter().filter(at_low);
    let withheld = withheld
        .filter(|row| row.state == RowState::Absent(Absence::Withheld))
        .count();
    let fill: [(&str, &dyn Display); 7] = [
        ("low", &low),
        ("top", &top),
        ("withheld", &withheld),
        ("entity", &name),
        ("zero", &zero),
        ("full", &full),
        ("of", &of),
    ];
    let subtitle: [(&str, &dyn Display); 2] = [
        ("index", &view.index_name()),
        ("edition", &view.edition_name()),
    ];
    let title = match withheld {
        0 => words.say("title_tiles", &fill),
        _ => words.say("title_tiles_withheld", &fill),
    };
    let mut notes = vec![words.say("tiles_note", &[])];
    notes.extend(view.total(entity).and_then(|total| thin(view, &[total])));
    let mut frame = view.frame(
        title,
        words.count("subtitle_tiles", rows.len(), &subtitle),
        notes,
    );
    frame.axis = view.axis(scale);
    Some(TilesData {
        groups: groups.collect(),
        frame,
    })
}

/// How many indicators have a score, those that count as it although nothing was assessed among them.
fn count_of(rows: &[&Row], score: &Number) -> usize {
    let has = |row: &&&Row| row.score.as_ref() == Some(score);
    rows.iter().filter(has).count()
}

/// The node of a level that an indicator belongs to; empty where it belongs to none.
fn node_at<'a>(view: View<'a>, indicator: &Indicator, level: &str) -> &'a str {
    let catalogue = &view.results.catalogue;
    let node = catalogue.node_at(indicator, level);
    node.and_then(|node| catalogue.nodes.get(node.index()))
        .map_or("", |node| node.id.as_str())
}

/// A single disclosure is shown as it was scored, to a decimal, and not rounded like an index.
fn tile_mark(view: View<'_>, row: &Row) -> Mark {
    match (as_assessed(view, row), &row.score) {
        (
            Mark::Score {
                grade,
                given,
                provisional,
                nothing,
                ..
            },
            Some(score),
        ) => {
            let plain = score.fixed(1);
            let decimals = usize::from(!plain.ends_with(".0"));
            Mark::Score {
                value: score.to_f64(),
                shown: view.words.fixed(score, decimals),
                grade,
                given,
                provisional,
                nothing,
            }
        }
        (mark, _) => mark,
    }
}

/// How many indicators of a group apply, and its score.
fn about(view: View<'_>, entity: &EntityId, level: &str, node: &str) -> String {
    let words = view.words;
    let Some(row) = view.row(entity, level, node) else {
        return String::new();
    };
    let fill: [(&str, &dyn Display); 2] =
        [("scored", &row.scored), ("applicable", &row.applicable)];
    let count = if row.scored < row.applicable {
        words.say("coverage_of", &fill)
    } else {
        words.count("indicators", row.applicable as usize, &[])
    };
    match row.shown.as_ref() {
        Some(shown) => format!("{count}, {}", points(view, shown)),
        None => count,
    }
}

fn points(view: View<'_>, shown: &Number) -> String {
    view.words.amount("points", shown)
}

#[cfg(test)]
mod tests {
    use super::super::example::{demo, of_2023};
    use super::*;

    #[test]
    fn every_indicator_has_a_tile_and_every_absence_its_mark() {
        let data = of_2023(&demo(), &["DV"], tiles).unwrap();
        let all = || {
            let parts = data.groups.iter().flat_map(|group| &group.parts);
            parts.flat_map(|part| &part.tiles)
        };
        let count = |test: &dyn Fn(&Mark) -> bool| all().filter(|tile| test(&tile.mark)).count();
        // Of 135 expected one does not apply and 43 are withheld, which the method counts as zero and the chart
        // still shows as withheld (`clearwatt score --format csv`).
        assert_eq!(all().count(), 135);
        assert_eq!(count(&|mark| *mark == Mark::Absent(Absence::Withheld)), 43);
        assert_eq!(
            count(&|mark| *mark == Mark::Absent(Absence::NotApplicable)),
            1
        );
        assert_eq!(count(&|mark| mark.value().is_some()), 91);
        let groups: Vec<(&str, &str, usize)> = data
            .groups
            .iter()
            .map(|group| (group.name.as_str(), group.about.as_str(), group.parts.len()))
            .collect();
        // The order of the weights; the categories' own lines of that file.
        assert_eq!(groups[0], ("Balances", "11 indicators, 50 points", 2));
        assert_eq!(groups.len(), 8);
        assert_eq!(
            groups[1],
            ("Natural monopolies", "27 indicators, 37 points", 3)
        );
    }

    #[test]
    fn halves_are_shown_and_whole_numbers_have_no_decimals() {
        let data = of_2023(&demo(), &["DV"], tiles).unwrap();
        let first = &data.groups[0].parts[0].tiles;
        let shown: Vec<Option<&str>> = first.iter().map(|tile| tile.mark.shown()).collect();
        // Annual statistics, as scored: 87.5, 75, 100, 100, 87.5, 0.
        let expected = ["87.5", "75", "100", "100", "87.5", "0"].map(Some);
        assert_eq!(shown, expected);
    }
}
