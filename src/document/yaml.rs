//! YAML through `serde_yaml`, with the strict options that data about countries needs: `NO` is Norway, `0123` keeps its
//! zero, and a small file cannot blow up into a large one.

use super::builder::{Builder, Seed};
use super::errors::DocumentError;
use super::tree::Document;
use crate::diagnostic::{FileId, Sources, Span};
use serde::de::DeserializeSeed;

/// Nesting of lists and mappings.
const DEEPEST: usize = 64;

/// Parses a YAML text.
///
/// # Errors
/// [`DocumentError`] for a text that is no YAML; no more of it can be read then. Keys that stand twice do not stop the
/// reading: see [`Document::twice`].
///
/// ```
/// use clearwatt::{diagnostic::Sources, document::parse_yaml};
/// let mut sources = Sources::default();
/// let file = sources.add("a.yaml", "entity: NO\nscore: 61.50\n");
/// let document = parse_yaml(&sources, file).unwrap();
/// assert_eq!(document.root().get("entity").unwrap().text(), Some("NO"));
/// assert_eq!(document.root().get("score").unwrap().text(), Some("61.50"));
/// ```
pub fn parse_yaml(sources: &Sources, file: FileId) -> Result<Document, DocumentError> {
    let empty = std::sync::Arc::from("");
    // Ids are handed out by `sources`, so there is a text behind each of them.
    let text = sources.get(file).map_or(&empty, |source| source.text());
    let mut builder = Builder::new(text);
    // A byte order mark is part of the text, so that offsets stay those of the file.
    let read =
        serde_yaml::with_deserializer_from_str_with_options(text, options(), |deserializer| {
            Seed(&mut builder).deserialize(deserializer)
        });
    let root = match read {
        Ok(root) => root,
        Err(error) => return Err(syntax_error(&error, text, file)),
    };
    let twice: Vec<DocumentError> = builder
        .twice
        .iter()
        .filter_map(|(second, first)| {
            let span = |at: &u32| {
                let node = builder.nodes.get(*at as usize)?;
                Some(Span {
                    file,
                    start: node.start,
                    end: node.end,
                })
            };
            let (second, first) = (span(second)?, span(first)?);
            let key = sources.slice(second).to_string();
            Some(DocumentError::Twice {
                key,
                place: "mapping",
                span: second,
                first,
            })
        })
        .collect();
    Ok(builder.finish(file, text.clone(), root, twice))
}

fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        duplicate_keys: serde_yaml::options::DuplicateKeyPolicy::PassThrough,
        with_snippet: false,
        budget: serde_yaml::budget! {
            max_depth: DEEPEST,
            max_nodes: 50_000_000,
            max_events: 100_000_000,
            max_total_scalar_bytes: 1 << 30,
        },
    }
}

/// The offset of a line and a column, both counted from 1, the column in characters; the end of a shorter line.
fn offset_of(text: &str, line: u64, column: u64) -> usize {
    let before = usize::try_from(line.saturating_sub(1)).unwrap_or(usize::MAX);
    let column = usize::try_from(column.saturating_sub(1)).unwrap_or(usize::MAX);
    let start: usize = text.split_inclusive('\n').take(before).map(str::len).sum();
    let line = text.get(start..).unwrap_or("");
    let line = line.split('\n').next().unwrap_or("").trim_end_matches('\r');
    let within = line
        .char_indices()
        .nth(column)
        .map_or(line.len(), |(at, _)| at);
    start + within
}

/// What the parser says, in words for someone who has never read a YAML specification.
fn syntax_error(error: &serde_yaml::Error, text: &str, file: FileId) -> DocumentError {
    let offset = error.location().map_or(0, |location| {
        let bytes = location.span().byte_offset();
        // What the scanner stumbles over has a line and a column, and no offset.
        bytes
            .and_then(|offset| usize::try_from(offset).ok())
            .unwrap_or_else(|| offset_of(text, location.line(), location.column()))
    });
    let mut offset = offset.min(text.len());
    // A tab is found out at the end of what stands before it.
    if error.to_string().contains("found a tab") {
        let rest = text.get(offset..).unwrap_or("");
        offset += rest.find('\t').unwrap_or(0);
    }
    let span = Span::new(file, offset, offset);
    let full = error.to_string();
    // The place is shown by the diagnostic itself.
    let words = full.split(" at line ").next().unwrap_or(&full);
    let words = words.rsplit("column").next().map_or(words, |rest| {
        rest.split_once(": ").map_or(words, |(_, message)| message)
    });
    let line_start = text
        .get(..offset)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |at| at + 1);
    let line = text
        .get(line_start..)
        .unwrap_or("")
        .lines()
        .next()
        .unwrap_or("");
    let lower = full.to_lowercase();
    if lower.contains("depth") || lower.contains("nest") || lower.contains("recursion") {
        return DocumentError::TooDeep {
            most: DEEPEST,
            span,
        };
    }
    if lower.contains("budget")
        || lower.contains("alias") && lower.contains("limit")
        || lower.contains("replay")
    {
        return DocumentError::TooLarge { span };
    }
    if lower.contains("multiple yaml documents") || lower.contains("more than one document") {
        return DocumentError::TwoDocuments { span };
    }
    let indentation: String = line
        .chars()
        .take_while(|letter| letter.is_whitespace())
        .collect();
    let help = if indentation.contains('\t') {
        "indent with spaces; a tab cannot be used".to_string()
    } else if lower.contains("quot") {
        "close the text with the quote it starts with".to_string()
    } else if lower.contains("alias") || lower.contains("anchor") {
        "`*name` repeats what `&name` marked further up; put a text that starts with `*` or `&` in quotes".to_string()
    } else if line.matches(": ").count() > 1 && !line.contains('{') {
        "put a text that holds `: ` in quotes".to_string()
    } else {
        format!(
            "check the indentation of this line ({} spaces) and of the line above it, and that brackets and quotes are closed",
            indentation.len()
        )
    };
    let words = if words.contains("\\u{0}") || words.contains('\0') {
        "a NUL character stands in it"
    } else {
        words
    };
    DocumentError::NotYaml {
        says: words.trim().to_string(),
        help,
        span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problem;
    use crate::document::{Kind, Node};

    fn with<T>(text: &str, check: impl FnOnce(&Sources, Node<'_>) -> T) -> T {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text);
        let document = parse_yaml(&sources, file).unwrap_or_else(|error| panic!("{error:?}"));
        check(&sources, document.root())
    }

    fn error(text: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a.yaml", text);
        let errors = match parse_yaml(&sources, file) {
            Ok(document) => document.twice().to_vec(),
            Err(error) => vec![error],
        };
        let shown: Vec<String> = errors
            .iter()
            .map(|error| {
                let finding = error.diagnostic();
                let at = sources
                    .get(file)
                    .unwrap()
                    .line_column(finding.span.unwrap().start);
                format!(
                    "{}:{} {} {}",
                    at.line, at.column, finding.code, finding.message
                )
            })
            .collect();
        shown.join("\n")
    }

    #[test]
    fn what_cannot_be_read_is_shown_where_it_stands() {
        for (text, line) in [
            ("chart: ranking\nedition: x\n\tsize: 3\n", "3:"),
            ("chart: ranking\nnote: Text: with colon\n", "2:"),
            ("a: 1\nb: 2\n  c: 3\n", "3:"),
            ("назва: [1\r\nb: 2\r\n", "2:"),
        ] {
            let shown = error(text);
            assert!(shown.starts_with(line), "{text:?}: {shown}");
        }
        assert_eq!(offset_of("аб\r\nвг\r\n", 2, 2), 8);
        assert_eq!((offset_of("ab", 1, 99), offset_of("ab", 9, 1)), (2, 2));
    }

    #[test]
    fn scalars_keep_their_letters() {
        for text in [
            "NO",
            "no",
            "off",
            "0.50",
            "2022",
            "2023-11-30",
            "0123",
            "1_000",
            "1e3",
            "-5",
            "true",
            "~x",
        ] {
            with(&format!("key: {text}\n"), |sources, root| {
                let value = root.get("key").unwrap();
                assert_eq!(value.text(), Some(text));
                assert_eq!(sources.slice(value.span()), text);
                assert!(value.is_plain(), "{text}");
            });
        }
    }

    #[test]
    fn nothing_is_nothing_only_without_quotes() {
        with("a:\nb: ~\nc: null\nd: ''\ne: 'null'\n", |_, root| {
            let kinds: Vec<Kind> = root.entries().map(|(_, value)| value.kind()).collect();
            assert_eq!(
                kinds,
                [
                    Kind::Nothing,
                    Kind::Nothing,
                    Kind::Nothing,
                    Kind::Text,
                    Kind::Text
                ]
            );
            assert_eq!(root.get("e").unwrap().text(), Some("null"));
        });
    }

    #[test]
    fn places_are_right_in_any_script_and_layout() {
        let text = "\u{feff}назва: Україна\r\nlist: [csv, 2022, \"a \\\"b\\\"\", 'it''s']\r\ndeep: { x: 1.50, y: [ ] }\r\ntext: |\r\n  two: lines\r\n  here\r\nlast: 7\r\n";
        with(text, |sources, root| {
            assert_eq!(sources.slice(root.get("назва").unwrap().span()), "Україна");
            let items: Vec<&str> = root
                .get("list")
                .unwrap()
                .items()
                .map(|item| sources.slice(item.span()))
                .collect();
            assert_eq!(items, ["csv", "2022", "\"a \\\"b\\\"\"", "'it''s'"]);
            let texts: Vec<_> = root
                .get("list")
                .unwrap()
                .items()
                .filter_map(Node::text)
                .collect();
            assert_eq!(texts, ["csv", "2022", "a \"b\"", "it's"]);
            assert_eq!(
                sources.slice(root.get("deep").unwrap().get("x").unwrap().span()),
                "1.50"
            );
            assert_eq!(
                root.get("deep").unwrap().get("y").unwrap().kind(),
                Kind::List
            );
            assert_eq!(root.get("text").unwrap().text(), Some("two: lines\nhere\n"));
            assert_eq!(sources.slice(root.get("last").unwrap().span()), "7");
        });
    }

    #[test]
    fn aliases_and_merge_keys_keep_their_values() {
        let text = "base: &b { access: free, latest: 2022 }\none:\n  <<: *b\n  latest: 2021\ntwo: *b\nafter: 5\n";
        with(text, |sources, root| {
            assert_eq!(
                root.get("one").unwrap().get("access").unwrap().text(),
                Some("free")
            );
            assert_eq!(
                root.get("one").unwrap().get("latest").unwrap().text(),
                Some("2021")
            );
            assert_eq!(
                root.get("two").unwrap().get("latest").unwrap().text(),
                Some("2022")
            );
            assert_eq!(sources.slice(root.get("after").unwrap().span()), "5");
        });
    }

    #[test]
    fn every_key_that_stands_twice_is_reported() {
        let shown = error("a: 1\nb: { x: 1, x: 2 }\na: 2\nb: 3\n");
        assert_eq!(shown.lines().count(), 3, "{shown}");
        assert!(shown.contains("2:12 CW0103 `x` stands twice"), "{shown}");
        assert!(shown.contains("3:1 CW0103 `a` stands twice"), "{shown}");
    }

    #[test]
    fn mistakes_get_a_place_and_a_code() {
        for (text, place) in [
            ("a: [1, 2\nb: 3\n", "CW0102"),
            ("a: \"open\nb: 3\n", "CW0102"),
            ("a:\n\t- b\n", "CW0102"),
            ("a: *nowhere\n", "CW0102"),
        ] {
            let shown = error(text);
            assert!(shown.contains(place), "{text}: {shown}");
        }
    }

    #[test]
    fn bombs_and_towers_are_refused() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let below = format!("*a{}", level - 1);
            let items = vec![below; 10].join(", ");
            bomb.push_str(&format!("a{level}: &a{level} [{items}]\n"));
        }
        let shown = error(&bomb);
        assert!(
            shown.contains("CW0104") || shown.contains("CW0105"),
            "{shown}"
        );
        let tower = "[".repeat(5000);
        assert!(error(&tower).contains("CW0105"), "{}", error(&tower));
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,80}") {
            let mut sources = Sources::default();
            let file = sources.add("a.yaml", text);
            let _ = parse_yaml(&sources, file);
        }

        #[test]
        fn no_soup_of_yaml_makes_it_panic(parts in proptest::collection::vec("[a-c]|: |\n|  |- |\\[|\\]|\\{|\\}|, |&a |\\*a|\"|'|#| \\||>|~|1|\t|<<", 0..40)) {
            let mut sources = Sources::default();
            let file = sources.add("a.yaml", parts.concat());
            let _ = parse_yaml(&sources, file);
        }
    }
}
