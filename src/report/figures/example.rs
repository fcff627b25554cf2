//! Views of the examples, for tests.

use super::Selection;
use crate::report::{View, Words};
use crate::results::Results;
use crate::results::indices;

/// What `look` makes of the first index of an example in an edition.
pub(super) fn seen<T>(example: &str, edition: &str, look: impl FnOnce(View<'_>) -> T) -> T {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let computed = crate::results::compute(&folder.join(example));
    let results = computed.results.unwrap();
    let words = Words::of("en").unwrap();
    let (index, editions) = indices(&results).remove(0);
    let mut editions = editions.into_iter();
    let edition = editions.find(|found| found.id.as_str() == edition).unwrap();
    look(View::of(&results, edition, index, &words).unwrap())
}

/// These entities, and some of them set apart.
pub(super) fn chosen(view: View<'_>, entities: &[&str], highlight: &[&str]) -> Selection {
    let of = |names: &[&str]| {
        let known = &view.results.project.entities;
        let ids = names.iter().map(|name| known.resolve(name).unwrap());
        ids.collect()
    };
    Selection {
        entities: of(entities),
        highlight: of(highlight),
    }
}

/// The results of the demo project.
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
