//! The indices of a project with the editions that have them.

use super::{EditionResults, Results};
use crate::index::TOTAL_LEVEL;

/// The indices of a project with the editions that have scores of them, in order of time; first those that are official
/// in the latest of these. An index that no edition has scores of is left out.
pub fn indices(results: &Results) -> Vec<(&str, Vec<&EditionResults>)> {
    let mut found: Vec<(&str, Vec<&EditionResults>)> = Vec::new();
    for edition in &results.editions {
        for index in &edition.rubric.indices {
            let mut totals = edition.rows.at_level(&index.name, TOTAL_LEVEL);
            if !totals.any(|row| row.score.is_some()) {
                continue;
            }
            match found.iter_mut().find(|(name, _)| *name == index.name) {
                Some((_, editions)) => editions.push(edition),
                None => found.push((&index.name, vec![edition])),
            }
        }
    }
    for (_, editions) in &mut found {
        editions.sort_by_key(|edition| edition.period.last_day());
    }
    // Whoever takes the first index takes an official one.
    found.sort_by_key(|(name, editions)| {
        let latest = editions.last();
        let official = latest.and_then(|edition| edition.rubric.headline());
        official.is_none_or(|index| index.name != *name)
    });
    found
}
