//! The kept corpus, `tests/corpus`: small files that once went wrong, or nearly. Each must be read or refused in a few
//! messages. A text that a property test finds is added there.

use super::{found, read_as_data};
use clearwatt::diagnostic::{Problem, Sources};
use clearwatt::document::read_file;
use std::path::Path;

#[test]
fn every_kept_file_is_read_or_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        count += 1;
        let mut sources = Sources::default();
        let file = match read_file(&mut sources, &path) {
            Ok(file) => file,
            Err(error) => {
                assert!(name.starts_with("refused-"), "{name}: {error}");
                assert!(error.diagnostic().code.starts_with("CW01"), "{name}");
                continue;
            }
        };
        let text = sources.get(file).unwrap().text().to_string();
        let codes = found(&text);
        read_as_data(&text);
        if name.ends_with(".rubric") {
            assert!(codes.len() <= 12, "{name}: {codes:?}");
            assert_eq!(
                codes.is_empty(),
                name.starts_with("right-"),
                "{name}: {codes:?}"
            );
        }
    }
    assert!(count >= 20, "{count} files");
}
