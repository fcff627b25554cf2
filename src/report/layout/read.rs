//! Reads report files.
//!
//! ```yaml
//! title: { en: "Energy transparency: {entity}", uk: "Прозорість енергетики: {entity}" }
//! entity: [UA, MD]
//! blocks:
//!   - card
//!   - text: { en: This profile was sent to the ministry., uk: Цей профіль надіслано міністерству. }
//!   - black_boxes: { most: 5 }
//!   - chart: gas.yaml
//!   - chart: funnel
//! comments:
//!   - { entity: UA, from: Ministry of Energy, text: We publish this since May., reply: After the period assessed. }
//! ```

use super::charts::{self, Asked};
use super::{Block, Comment, Format, Layout, Name};
use crate::diagnostic::{Diagnostic, FileId, Problem, Sources, did_you_mean, one_of, sort};
use crate::document::{Kind, Node, read_file};
use crate::project::EntityId;
use crate::results::Results;
use crate::results::reading::{self, Reading};
use std::path::Path;
use thiserror::Error;

const SHIPPED: [(&str, &str); 4] = [
    ("brief", include_str!("../../../reports/brief.yaml")),
    ("standard", include_str!("../../../reports/standard.yaml")),
    ("full", include_str!("../../../reports/full.yaml")),
    ("edition", include_str!("../../../reports/edition.yaml")),
];

const KEYS: [&str; 10] = [
    "title",
    "each",
    "dense",
    "blocks",
    "entity",
    "lang",
    "formats",
    "templates",
    "comments",
    "description",
];

/// A kind of report that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("there is no kind of report `{kind}`")]
pub struct KindError {
    /// The kind asked for.
    pub kind: String,
    /// The nearest kind, or all of them.
    pub help: String,
}

/// The names of the kinds that ship.
pub fn shipped() -> impl Iterator<Item = &'static str> + Clone {
    SHIPPED.into_iter().map(|(name, _)| name)
}

/// The layout of a kind: one that ships, or a report file (whatever ends in `.yaml` or `.yml`).
///
/// # Errors
/// Everything that is wrong with the file, or that there is no such kind.
pub fn load(
    sources: &mut Sources,
    results: &Results,
    kind: &str,
) -> Result<Result<Layout, Vec<Diagnostic>>, KindError> {
    let is_file = [".yaml", ".yml"]
        .iter()
        .any(|ending| kind.ends_with(ending));
    if is_file {
        let path = Path::new(kind);
        let folder = path.parent().unwrap_or(Path::new(""));
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let file = match read_file(sources, path) {
            Ok(file) => file,
            Err(error) => return Ok(Err(vec![error.diagnostic()])),
        };
        return Ok(read_with_charts(
            sources,
            results,
            file,
            &name,
            Some(folder),
        ));
    }
    let found = SHIPPED.into_iter().find(|(name, _)| *name == kind);
    let Some((name, text)) = found else {
        let known = shipped().chain(["explorer"]);
        return Err(KindError {
            kind: kind.to_string(),
            help: did_you_mean(kind, known.clone()).unwrap_or_else(|| {
                format!(
                    "there is {}, or a report file that ends in .yaml",
                    one_of(known)
                )
            }),
        });
    };
    let file = sources.add(format!("builtin:reports/{name}.yaml"), text);
    Ok(read_with_charts(sources, results, file, name, None))
}

/// Reads a report file and the chart files that it names, so that everything wrong is said at once. A file that ships lies
/// in no folder.
fn read_with_charts(
    sources: &mut Sources,
    results: &Results,
    file: FileId,
    name: &str,
    folder: Option<&Path>,
) -> Result<Layout, Vec<Diagnostic>> {
    let mut asked = Asked::default();
    let read = reading::read_source(sources, file, results, |reading, root| {
        read(reading, root, name, folder, &mut asked)
    });
    let (found, wrong) = asked.resolve(sources, results);
    match read {
        Ok(mut layout) if wrong.is_empty() => {
            charts::put(&mut layout.blocks, &mut found.into_iter());
            Ok(layout)
        }
        Ok(_) => Err(wrong),
        Err(mut findings) => {
            findings.extend(wrong);
            sort(&mut findings);
            Err(findings)
        }
    }
}

fn read(
    reading: &mut Reading<'_>,
    root: Node<'_>,
    name: &str,
    own_folder: Option<&Path>,
    asked: &mut Asked,
) -> Layout {
    let folder = own_folder.unwrap_or(Path::new(""));
    let mut layout = Layout {
        name: name.to_string(),
        ..Layout::default()
    };
    if !reading.mapping("a report file", root, &KEYS) {
        return layout;
    }
    let key = |key: &str| root.get(key).filter(|node| node.kind() != Kind::Nothing);
    if let Some(node) = key("title") {
        layout.title = reading.labels("title", node);
    }
    if let Some(node) = key("description") {
        reading.labels("description", node);
    }
    layout.each = key("each").and_then(|node| reading.yes("each", node)) == Some(true);
    layout.dense = key("dense").and_then(|node| reading.yes("dense", node)) == Some(true);
    if let Some(node) = key("lang") {
        let known: Vec<&str> = crate::report::Words::languages().collect();
        layout.lang = reading.one_of("language", node, &known).map(String::from);
    }
    layout.entities = one_or_more(key("entity"))
        .into_iter()
        .filter_map(|node| reading.entity(node))
        .collect();
    layout.formats = one_or_more(key("formats"))
        .into_iter()
        .filter_map(|node| format(reading, node))
        .collect();
    if let Some(node) = key("templates")
        && let Some(text) = reading.text("templates", node)
    {
        let path = folder.join(text);
        if !path.is_dir() {
            let help = "name a folder with `report.html`, `report.md` or `style.css`, relative to the report file";
            reading.wrong(
                format!("there is no folder `{}`", path.display()),
                help,
                node,
            );
        }
        layout.templates = Some(path);
    }
    layout.comments = reading
        .list(root, "comments", "{ from: Ministry, text: …, reply: … }")
        .into_iter()
        .filter_map(|node| comment(reading, node))
        .collect();
    let help = "add `blocks:` and a list such as `[card, categories, data]`";
    if let Some(node) = reading.needed("a report file", root, "blocks", help) {
        asked.alone = layout.each || key("entity").is_some();
        let mut place = Place {
            folder,
            own: own_folder.is_some(),
            outer: true,
            asked,
        };
        layout.blocks = blocks(reading, node, &mut place);
    }
    layout
}

/// One node, or the items of a list.
fn one_or_more(node: Option<Node<'_>>) -> Vec<Node<'_>> {
    match node {
        Some(node) if node.kind() == Kind::List => node.items().collect(),
        Some(node) => vec![node],
        None => Vec::new(),
    }
}

fn format(reading: &mut Reading<'_>, node: Node<'_>) -> Option<Format> {
    let known = Format::ALL.map(Format::word);
    let word = reading.one_of("format", node, &known)?;
    Format::ALL.into_iter().find(|format| format.word() == word)
}

fn comment(reading: &mut Reading<'_>, node: Node<'_>) -> Option<Comment> {
    let what = "a comment";
    if !reading.mapping(what, node, &["entity", "from", "text", "reply"]) {
        return None;
    }
    let from = reading.needed(what, node, "from", "add `from: ` and who said it");
    let text = reading.needed(what, node, "text", "add `text: ` and what was said");
    let entity: Option<EntityId> = node.get("entity").and_then(|node| reading.entity(node));
    let reply = node.get("reply");
    let from = from.map(|node| reading.labels("from", node));
    let text = text.map(|node| reading.labels("text", node));
    let reply = reply.map(|node| reading.labels("reply", node));
    Some(Comment {
        entity,
        from: from?,
        text: text?,
        reply: reply.unwrap_or_default(),
    })
}

/// Where blocks stand.
struct Place<'a> {
    /// The folder of the report file.
    folder: &'a Path,
    /// Whether somebody wrote the file; those that ship leave out what a project has nothing of.
    own: bool,
    /// Whether they are not among the blocks about each entity.
    outer: bool,
    asked: &'a mut Asked,
}

fn blocks(reading: &mut Reading<'_>, node: Node<'_>, place: &mut Place<'_>) -> Vec<Block> {
    if node.kind() != Kind::List || node.items().next().is_none() {
        reading.wrong_kind("blocks", "a list such as `[card, categories, data]`", node);
        return Vec::new();
    }
    node.items()
        .filter_map(|item| block(reading, item, place))
        .collect()
}

fn block(reading: &mut Reading<'_>, node: Node<'_>, place: &mut Place<'_>) -> Option<Block> {
    let outer = place.outer;
    if node.kind() != Kind::Map {
        return named(reading, node, None, place);
    }
    let mut entries = node.entries();
    let (Some((key, value)), None) = (entries.next(), entries.next()) else {
        reading.wrong_kind(
            "a block",
            "a name such as `card`, or a mapping with one key such as `chart: gas.yaml`",
            node,
        );
        return None;
    };
    match key.text() {
        Some("text") => Some(Block::Text(reading.labels("text", value))),
        Some("chart") => place.asked.block(reading, value, place.folder, !outer),
        Some("entities") if outer => {
            let mut inside = Place {
                folder: place.folder,
                own: place.own,
                outer: false,
                asked: place.asked,
            };
            Some(Block::Entities(blocks(reading, value, &mut inside)))
        }
        _ => named(reading, key, Some(value), place),
    }
}

/// A block by its name, with its options where it has any.
fn named(
    reading: &mut Reading<'_>,
    node: Node<'_>,
    options: Option<Node<'_>>,
    place: &Place<'_>,
) -> Option<Block> {
    let mut known: Vec<&str> = Name::ALL.iter().map(|name| name.word()).collect();
    known.extend(["text", "chart"]);
    if place.outer {
        known.push("entities");
    }
    let word = reading.one_of_all("block", node, &known)?;
    let Some(name) = Name::ALL.iter().find(|name| name.word() == word).copied() else {
        let example = match word {
            "text" => "`text: { en: …, uk: … }`",
            "chart" => "`chart: gas.yaml` or `chart: funnel`",
            _ => "`entities: [card, categories]`",
        };
        reading.wrong_kind(word, &format!("a mapping such as {example}"), node);
        return None;
    };
    let mut rubrics = reading.results.editions.iter();
    let says_what_is_closed = rubrics.any(|edition| edition.rubric.closed.is_some());
    if name == Name::BlackBoxes && place.own && !says_what_is_closed {
        let help = "add a line such as `closed if availability = 0 \"nothing is published\"` to the rubric, or remove the block";
        let what = "no rubric of this project says what is closed".to_string();
        reading.wrong(what, help, node);
    }
    let mut most = None;
    if let Some(options) = options.filter(|options| options.kind() != Kind::Nothing) {
        let keys: &[&str] = if name.is_list() { &["most"] } else { &[] };
        if keys.is_empty() {
            let help = format!("write `- {}` alone", name.word());
            reading.wrong(format!("`{}` has no options", name.word()), help, options);
        } else if reading.mapping("the block", options, keys) {
            most = options.get("most").and_then(|node| {
                let count = node.text().and_then(|text| text.parse::<usize>().ok());
                if count.is_none() {
                    reading.wrong_kind("most", "a whole number such as 5", node);
                }
                count
            });
        }
    }
    Some(Block::Named { name, most })
}
