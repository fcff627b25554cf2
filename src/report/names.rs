//! Names of files that are made from the ids of entities, which may hold anything.

use crate::project::EntityId;

/// The name of a file about an entity, without its ending: its id where that is a plain word, else letters, digits and
/// hyphens with a fingerprint, so that no file leaves its folder or replaces that of another entity.
///
/// ```
/// use clearwatt::{project::Entities, report::file_stem};
/// let ukraine = Entities::default().resolve("UA")?;
/// assert_eq!(file_stem(&ukraine), "UA");
/// # Ok::<(), clearwatt::project::UnknownEntity>(())
/// ```
pub fn file_stem(entity: &EntityId) -> String {
    let id = entity.as_str();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !id.is_empty() && id.chars().all(plain) {
        id.to_string()
    } else {
        super::page::anchor(id)
    }
}
