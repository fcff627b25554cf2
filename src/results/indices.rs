//! The indices of a project with the editions that have them.

use super::{EditionResults, Results};
use crate::index::TOTAL_LEVEL;

/// The indices of a project with the editions that have scores of them, in order of time. An index that no edition has
/// scores of is left out.
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
    found
}
