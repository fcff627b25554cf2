//! The example project that figures are tested with.

use super::Selection;
use crate::report::{View, Words, indices};
use crate::results::Results;

pub(super) fn demo() -> Results {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-demo");
    crate::results::compute(&folder).results.unwrap()
}

/// A figure of the last edition for some entities, in English.
pub(super) fn of_2023<T>(
    results: &Results,
    entities: &[&str],
    figure: impl Fn(View<'_>, &Selection) -> Option<T>,
) -> Option<T> {
    let words = Words::of("en").unwrap();
    let (index, editions) = indices(results).remove(0);
    let view = View::of(results, editions.last().unwrap(), index, &words).unwrap();
    let entities = entities.iter().map(|text| {
        let found = results.project.entities.resolve(text);
        found.unwrap()
    });
    figure(view, &Selection::of(&entities.collect::<Vec<_>>()))
}
