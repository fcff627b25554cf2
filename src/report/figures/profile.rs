//! One entity on one page.

use super::criteria::{best_level, in_percent, mark, peers};
use super::ranking::thin;
use super::standing::{finding, standing, subtitle};
use crate::chart::{Point, ProfileData, ProfileHeadings, ProfileRow};
use crate::language::number::Number;
use crate::project::EntityId;
use crate::report::View;
use crate::report::page::{black_boxes, item};

/// The profile of an entity; `None` where nothing but its total is known.
pub fn profile(view: View<'_>, entity: &EntityId) -> Option<ProfileData> {
    let words = view.words;
    let total = view.total(entity)?;
    let categories = categories(view, entity);
    if categories.iter().all(|row| row.mark.value().is_none()) {
        return None;
    }
    let criteria = criteria(view, entity);
    let mut notes: Vec<String> = thin(view, &[total]).into_iter().collect();
    if !criteria.is_empty() {
        notes.extend(view.criteria_note());
    }
    let editions = view.until();
    let history = editions.iter().filter_map(|edition| {
        Some(Point {
            year: edition.moment(),
            mark: edition.mark(edition.total(entity)?),
        })
    });
    let neighbours = editions.iter().zip(editions.iter().skip(1));
    let breaks = neighbours
        .filter(|(before, after)| !before.comparable(**after))
        .map(|(_, after)| after.moment());
    let mut closed: Vec<(String, Vec<String>)> = Vec::new();
    let found = black_boxes(view, entity);
    for item in found.iter().map(|found| item(view, found)) {
        match closed.last_mut() {
            Some((last, names)) if *last == item.category => names.push(item.indicator),
            _ => closed.push((item.category, vec![item.indicator])),
        }
    }
    let say = |key: &str| words.say(key, &[]);
    let headings = ProfileHeadings {
        history: say("section_time"),
        categories: say("section_categories"),
        criteria: say(if criteria.len() == 6 {
            "section_criteria"
        } else {
            "section_criteria_other"
        }),
        black_boxes: match view.edition.rubric.closed {
            Some(_) => format!("{} ({})", say("black_boxes"), found.len()),
            None => String::new(),
        },
        more: words.raw("profile_more"),
    };
    Some(ProfileData {
        frame: view.frame(finding(view, total), subtitle(view), notes),
        standing: standing(view, total),
        history: history.collect(),
        names: editions
            .iter()
            .map(|edition| (edition.moment(), edition.edition_name()))
            .collect(),
        breaks: breaks.collect(),
        bands: view.bands(),
        categories,
        categories_axis: view.axis(view.scale_below),
        criteria,
        black_boxes: closed,
        headings,
    })
}

fn categories(view: View<'_>, entity: &EntityId) -> Vec<ProfileRow> {
    let level = view.part_level();
    let group = view.total(entity).and_then(|total| total.group);
    let row = |node: &str, weight: Option<&Number>| {
        let rows = view.rows(level);
        let scores: Vec<Number> = rows
            .filter(|row| *row.node == *node && row.market.is_none() && row.group == group)
            .filter_map(|row| row.score.clone())
            .collect();
        ProfileRow {
            name: view.node(level, node).to_string(),
            weight: weight.map_or_else(String::new, |share| view.words.share(share)),
            mark: view.mark_of(view.row(entity, level, node)),
            peers: peers(&scores),
        }
    };
    let parts = view.parts();
    parts
        .into_iter()
        .map(|(node, weight)| row(node, weight))
        .collect()
}

fn criteria(view: View<'_>, entity: &EntityId) -> Vec<ProfileRow> {
    let mut found = Vec::new();
    for criterion in &view.edition.rubric.criteria {
        let Some(best) = best_level(criterion) else {
            continue;
        };
        let rows = || {
            view.rows("criterion")
                .filter(|row| *row.node == *criterion.name)
        };
        let Some(own) = rows().find(|row| row.entity == *entity) else {
            continue;
        };
        let peers_of = rows().filter(|row| row.group == own.group);
        let all: Vec<Number> = peers_of.filter_map(|row| in_percent(row, &best)).collect();
        found.push(ProfileRow {
            name: view.node("criterion", &criterion.name).to_string(),
            weight: String::new(),
            mark: mark(view, own, &best),
            peers: peers(&all),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Words;
    use crate::results::indices;

    /// Everything in a profile stands in the results of the example too.
    #[test]
    fn a_profile_has_all_categories_and_criteria() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-demo");
        let results = crate::results::compute(&folder).results.unwrap();
        let words = Words::of("uk").unwrap();
        let (index, editions) = indices(&results).remove(0);
        let view = View::of(&results, editions.last().unwrap(), index, &words).unwrap();
        let lomaria = results.project.entities.resolve("LM").unwrap();
        let data = profile(view, &lomaria).unwrap();
        // Eight categories and six criteria; three editions, the method changed for the last.
        assert_eq!((data.categories.len(), data.criteria.len()), (8, 6));
        let breaks: Vec<String> = data.breaks.iter().map(|at| data.names.name(*at)).collect();
        assert_eq!(
            (data.history.len(), breaks.as_slice()),
            (3, ["2023".to_string()].as_slice())
        );
        assert!(data.categories.iter().all(|row| row.peers.is_some()));
        let named: usize = data.black_boxes.iter().map(|(_, names)| names.len()).sum();
        assert!(named > 0 && data.headings.black_boxes.ends_with(&format!("({named})")));
        // Given scores have no criteria, and totals alone no profile.
        let folder =
            std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-published");
        let results = crate::results::compute(&folder).results.unwrap();
        let (index, editions) = indices(&results).remove(0);
        let view = View::of(&results, editions.last().unwrap(), index, &words).unwrap();
        let ukraine = results.project.entities.resolve("UA").unwrap();
        assert_eq!(profile(view, &ukraine), None);
    }
}
