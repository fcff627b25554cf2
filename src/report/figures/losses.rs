//! The points each part costs one entity against the mean of the others.

use super::contribution::{points_lost, weighted};
use super::{Selection, as_assessed};
use crate::chart::{LossRow, LossesData, Mark};
use crate::index::aggregate;
use crate::language::number::Number;
use crate::language::syntax::Aggregate;
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

/// The points lost by the entity chosen first, part by part, against the mean of all others, the largest difference
/// first; `None` where the index has no weights, no entity is chosen or there is nobody to compare with.
pub fn losses(view: View<'_>, chosen: &Selection) -> Option<LossesData> {
    let words = view.words;
    let entity = chosen.one()?;
    let level = view.part_level();
    let fine = view.scale_below.fine_decimals();
    let peers: Vec<&EntityId> = view
        .standings()
        .into_iter()
        .map(|row| &row.entity)
        .filter(|other| *other != entity)
        .collect();
    let mut found: Vec<(&str, Option<Number>, LossRow)> = Vec::new();
    for (node, share) in weighted(view)? {
        let of_peers: Vec<Number> = peers
            .iter()
            .filter_map(|other| points_lost(view, other, (node, share)))
            .collect();
        let Some(mean) = aggregate(Aggregate::Mean, &of_peers.iter().collect::<Vec<_>>()) else {
            continue;
        };
        let own = points_lost(view, entity, (node, share));
        let difference = own.as_ref().map(|own| own.minus(&mean));
        let row = view.row(entity, level, node);
        let signed = |number: &Number| signed(view, number);
        let absence = row.map_or(Mark::NoScore, |row| as_assessed(view, row));
        found.push((
            node,
            difference.clone(),
            LossRow {
                name: format!("{} ({})", view.node(level, node), words.share(share)),
                difference: difference.as_ref().map_or(0.0, Number::to_f64),
                difference_shown: difference.as_ref().map_or_else(String::new, signed),
                own: own
                    .as_ref()
                    .map_or_else(String::new, |own| words.fixed(own, fine)),
                others: words.fixed(&mean, fine),
                absence: own.is_none().then_some(absence),
            },
        ));
    }
    if found.iter().all(|(_, difference, _)| difference.is_none()) {
        return None;
    }
    // Parts without a score come last, as nothing is less than some number.
    found.sort_by(|one, other| other.1.cmp(&one.1));
    let name = view.entity(entity).to_string();
    let title = title(view, &name, &found);
    let fill: [(&str, &dyn Display); 3] = [
        ("index", &view.index_name()),
        ("edition", &view.edition_name()),
        ("others", &view.count(peers.len())),
    ];
    Some(LossesData {
        frame: view.frame(
            title,
            words.say("subtitle_losses", &fill),
            vec![words.say(
                "losses_note",
                &[("top", &words.number(&view.scale_below.high))],
            )],
        ),
        entity: name,
        rows: found.into_iter().map(|(_, _, row)| row).collect(),
    })
}

/// Points with a decimal and their sign; what rounds to nothing has none.
fn signed(view: View<'_>, number: &Number) -> String {
    let fine = view.scale_below.fine_decimals();
    let text = view.words.fixed(number, fine);
    let nothing = text.chars().all(|c| !c.is_ascii_digit() || c == '0');
    match (nothing, number.is_negative()) {
        (true, _) => view.words.fixed(&Number::zero(), fine),
        (false, true) => text,
        (false, false) => format!("+{text}"),
    }
}

/// Which part costs the entity most against the others.
fn title(view: View<'_>, name: &str, found: &[(&str, Option<Number>, LossRow)]) -> String {
    let words = view.words;
    let worst = found.iter().find_map(|(node, difference, _)| {
        let difference = difference.as_ref()?;
        (*difference > Number::zero()).then_some((*node, difference))
    });
    let Some((node, difference)) = worst else {
        return words.say("title_losses_none", &[("entity", &name)]);
    };
    let fill: [(&str, &dyn Display); 3] = [
        ("entity", &name),
        ("part", &view.node(view.part_level(), node)),
        (
            "difference",
            &words.fixed(difference, view.scale_below.fine_decimals()),
        ),
    ];
    words.say("title_losses", &fill)
}

#[cfg(test)]
mod tests {
    use super::super::example::{demo, of_2023};
    use super::*;

    /// Balances weigh 5 %. Scores of Dravina and of the five others, `clearwatt score --level category`: see the test.
    #[test]
    fn a_difference_is_what_is_lost_beyond_the_mean_of_the_others() {
        let results = demo();
        let data = of_2023(&results, &["DV"], losses).unwrap();
        assert_eq!(data.rows.len(), 8);
        // Per part in floats: the rows of results, not the numbers of the chart.
        let edition = results.editions.last().unwrap();
        let weights = [
            ("balances", 0.05),
            ("natural_monopolies", 0.2),
            ("policy", 0.1),
        ];
        for (node, weight) in weights {
            let of = |own: bool| -> Vec<f64> {
                edition
                    .rows
                    .iter()
                    .filter(|row| *row.level == *"category" && *row.node == *node)
                    .filter(|row| row.market.is_none() && (row.entity.as_str() == "DV") == own)
                    .map(|row| weight * (100.0 - row.score.as_ref().unwrap().to_f64()))
                    .collect()
            };
            let others = of(false);
            let expected = of(true)[0] - others.iter().sum::<f64>() / others.len() as f64;
            let close = |row: &&LossRow| (row.difference - expected).abs() < 1e-9;
            assert_eq!(data.rows.iter().filter(close).count(), 1, "{node}");
        }
        let sorted = data
            .rows
            .windows(2)
            .all(|pair| pair[0].difference >= pair[1].difference);
        assert!(sorted);
        assert!(data.frame.title.starts_with("Dravina loses most against"));
    }

    #[test]
    fn the_leader_loses_less_everywhere() {
        let data = of_2023(&demo(), &["VR"], losses).unwrap();
        let below = data.rows.iter().all(|row| row.difference < 0.0);
        let title = &data.frame.title;
        assert_eq!(below, title.contains("nowhere"), "{title}");
    }
}
