//! Reads `clearwatt.yaml`.

use super::entities::Attribute;
use super::{Edition, EditionId, Entities, Entity, Project, ProjectError, builtin};
use crate::catalogue::Labels;
use crate::diagnostic::{Sources, Span, did_you_mean};
use crate::document::{Kind, Node, parse_yaml, read_file};
use crate::language::calendar::Period;
use std::path::Path;

/// The file that makes a folder a project.
pub const PROJECT_FILE: &str = "clearwatt.yaml";

const KEYS: [&str; 10] = [
    "title",
    "fictional",
    "languages",
    "catalogue",
    "evidence",
    "assessments",
    "source",
    "licence",
    "editions",
    "entities",
];

/// Opens the project in a folder.
///
/// # Errors
/// Everything that is wrong with its file, or that there is none.
pub fn open(sources: &mut Sources, folder: &Path) -> Result<Project, Vec<ProjectError>> {
    let path = folder.join(PROJECT_FILE);
    if !path.exists() {
        let help = if folder.is_file() {
            "name the folder, not a file in it".to_string()
        } else if folder.is_dir() {
            format!("it has no {PROJECT_FILE}; run `clearwatt init NEW-FOLDER` to start a project")
        } else {
            "there is no such folder".to_string()
        };
        return Err(vec![ProjectError::NoProject {
            folder: folder.to_path_buf(),
            help,
        }]);
    }
    let file = read_file(sources, &path).map_err(|error| vec![error.into()])?;
    let document = parse_yaml(sources, file).map_err(|error| vec![error.into()])?;
    let twice = document.twice().iter().cloned();
    let mut reader = Reader {
        errors: twice.map(ProjectError::from).collect(),
    };
    let project = reader.project(folder, document.root());
    match project {
        Some(project) if reader.errors.is_empty() => Ok(project),
        _ => Err(reader.errors),
    }
}

struct Reader {
    errors: Vec<ProjectError>,
}

impl Reader {
    fn project(&mut self, folder: &Path, root: Node<'_>) -> Option<Project> {
        if root.kind() != Kind::Map {
            self.wrong_kind(
                "project",
                "a mapping with `title`, `editions` and `evidence`",
                root,
            );
            return None;
        }
        self.keys("a project", root, &KEYS);
        let title = self.needed("a project", root, "title", "add `title: My index`");
        let title = title.map(|node| self.labels("title", node));
        let catalogue = self.needed(
            "a project",
            root,
            "catalogue",
            "add `catalogue: builtin:energy-transparency`, or the folder of your own",
        );
        let evidence = self.needed(
            "a project",
            root,
            "evidence",
            "add `evidence: data`, the folder with the evidence",
        );
        let editions = self.needed(
            "a project",
            root,
            "editions",
            "add `editions:` and a list such as `- { id: index-2024, rubric: my.rubric }`",
        );
        let place = |reader: &mut Self, key: &str, node: Option<Node<'_>>| {
            let node = node?;
            let text = reader.text(key, node)?;
            if let Some(name) = text.strip_prefix(builtin::PREFIX)
                && let Err(missing) = builtin::catalogue(name)
            {
                reader.missing(&missing, node);
            }
            Some((text, node.span()))
        };
        let catalogue = place(self, "catalogue", catalogue);
        let evidence = place(self, "evidence", evidence);
        let assessments = place(self, "assessments", root.get("assessments"));
        let editions = editions.map(|node| self.editions(node));
        let entities = root
            .get("entities")
            .map(|node| self.entities(node))
            .unwrap_or_default();
        let fictional = root
            .get("fictional")
            .is_some_and(|node| self.yes("fictional", node));
        let languages = root.get("languages").map(|node| self.languages(node));
        let source = root.get("source").map(|node| self.labels("source", node));
        let licence = root
            .get("licence")
            .and_then(|node| self.text("licence", node));
        Some(Project {
            folder: folder.to_path_buf(),
            title: title?,
            fictional,
            languages: languages.unwrap_or_else(|| vec!["en".to_string()]),
            source,
            licence,
            editions: editions?,
            entities,
            catalogue: catalogue?,
            evidence: evidence?,
            assessments,
        })
    }

    fn keys(&mut self, what: &'static str, node: Node<'_>, known: &[&str]) {
        for (key, _) in node.entries() {
            let name = key.text().unwrap_or("");
            if !known.contains(&name) {
                self.errors.push(ProjectError::UnknownKey {
                    what,
                    key: name.chars().take(60).collect(),
                    help: did_you_mean(name, known.iter().copied()),
                    span: key.span(),
                });
            }
        }
    }

    fn needed<'d>(
        &mut self,
        what: &'static str,
        node: Node<'d>,
        key: &'static str,
        help: &'static str,
    ) -> Option<Node<'d>> {
        let found = node.get(key).filter(|value| value.kind() != Kind::Nothing);
        if found.is_none() {
            let span = node.span();
            let span = Span {
                end: span.start,
                ..span
            };
            self.errors.push(ProjectError::NoKey {
                what,
                key,
                help,
                span,
            });
        }
        found
    }

    fn wrong_kind(&mut self, key: &str, expected: &'static str, node: Node<'_>) {
        self.errors.push(ProjectError::WrongKind {
            key: key.to_string(),
            expected,
            found: node.describe(),
            span: node.span(),
        });
    }

    fn text(&mut self, key: &str, node: Node<'_>) -> Option<String> {
        let text = node.text();
        if text.is_none() {
            self.wrong_kind(key, "one text", node);
        }
        text.map(String::from)
    }

    fn missing(&mut self, missing: &builtin::NoSuchBuiltin, node: Node<'_>) {
        self.errors.push(ProjectError::NoSuch {
            what: missing.to_string(),
            help: Some(missing.help.clone()),
            span: Some(node.span()),
        });
    }

    fn yes(&mut self, key: &str, node: Node<'_>) -> bool {
        match node.text() {
            Some("true" | "yes") => true,
            Some("false" | "no") => false,
            _ => {
                self.wrong_kind(key, "`true` or `false`", node);
                false
            }
        }
    }

    fn labels(&mut self, key: &str, node: Node<'_>) -> Labels {
        if let Some(text) = node.text() {
            return Labels::plain(text);
        }
        let mut labels = Labels::default();
        if node.kind() != Kind::Map {
            self.wrong_kind(key, "a text, or one text for each language", node);
        }
        for (language, value) in node.entries() {
            if let (Some(language), Some(text)) = (language.text(), self.text(key, value)) {
                labels.insert(language, text);
            }
        }
        labels
    }

    fn languages(&mut self, node: Node<'_>) -> Vec<String> {
        if node.kind() != Kind::List {
            self.wrong_kind("languages", "a list such as `[en, uk]`", node);
        }
        node.items()
            .filter_map(|item| self.text("languages", item))
            .collect()
    }

    fn editions(&mut self, node: Node<'_>) -> Vec<Edition> {
        if node.kind() != Kind::List || node.items().next().is_none() {
            self.wrong_kind("editions", "a list with at least one edition", node);
            return Vec::new();
        }
        let mut editions: Vec<(Edition, Span)> = Vec::new();
        for item in node.items() {
            if item.kind() != Kind::Map {
                self.wrong_kind(
                    "editions",
                    "a list of mappings such as `{ id: index-2024, rubric: my.rubric }`",
                    item,
                );
                continue;
            }
            self.keys("an edition", item, &["id", "rubric", "label", "date"]);
            let id = self.needed(
                "an edition",
                item,
                "id",
                "add `id: ` and an id with the year",
            );
            let rubric = self.needed(
                "an edition",
                item,
                "rubric",
                "add `rubric: ` and a rubric file or `builtin:` name",
            );
            let label = item
                .get("label")
                .map(|node| self.labels("label", node))
                .unwrap_or_default();
            let (Some(id), Some(rubric)) = (id, rubric) else {
                continue;
            };
            let (Some(text), Some(name)) = (self.text("id", id), self.text("rubric", rubric))
            else {
                continue;
            };
            if let Some(name) = name.strip_prefix(builtin::PREFIX)
                && let Err(missing) = builtin::rubric(name)
            {
                self.missing(&missing, rubric);
            }
            let date = item.get("date").map(|node| self.period(node));
            let Some(period) = date.flatten().or_else(|| period(&text)) else {
                self.errors.push(ProjectError::NoYear {
                    id: text,
                    span: id.span(),
                });
                continue;
            };
            if let Some((_, first)) = editions.iter().find(|(known, _)| known.id.as_str() == text) {
                let first = *first;
                self.errors.push(ProjectError::Twice {
                    what: "the edition",
                    id: text,
                    span: id.span(),
                    first,
                });
                continue;
            }
            let edition = Edition {
                id: EditionId(text.into()),
                label,
                year: period.last_day().year(),
                period,
                rubric: name,
                span: rubric.span(),
            };
            editions.push((edition, id.span()));
        }
        editions.into_iter().map(|(edition, _)| edition).collect()
    }

    fn period(&mut self, node: Node<'_>) -> Option<Period> {
        let period = node.text().and_then(Period::parse);
        if period.is_none() {
            let expected = "a year, quarter, month or day such as `2023`, `2023-Q2`, `2023-05` or `2023-05-31`";
            self.wrong_kind("date", expected, node);
        }
        period
    }

    fn entities(&mut self, node: Node<'_>) -> Entities {
        let mut entities = Entities::default();
        if node.kind() != Kind::Map {
            self.wrong_kind("entities", "a mapping from ids to labels", node);
            return entities;
        }
        for (key, value) in node.entries() {
            let Some(id) = self.text("entities", key) else {
                continue;
            };
            let mut label = Labels::default();
            let mut attributes = Vec::new();
            match value.kind() {
                Kind::Nothing => {}
                Kind::Text => label = self.labels("label", value),
                _ => {
                    attributes = self.attributes(value);
                    if let Some(node) = value.get("label") {
                        label = self.labels("label", node);
                    }
                }
            }
            let entity = Entity {
                label,
                attributes,
                span: key.span(),
            };
            if let Err(first) = entities.declare(&id, entity) {
                self.errors.push(ProjectError::Twice {
                    what: "the entity",
                    id,
                    span: key.span(),
                    first,
                });
            }
        }
        entities
    }
}

impl Reader {
    /// Everything about an entity but its label.
    fn attributes(&mut self, node: Node<'_>) -> Vec<Attribute> {
        let mut attributes = Vec::new();
        for (key, value) in node.entries() {
            let Some(name) = self.text("an entity", key) else {
                continue;
            };
            if name == "label" {
                continue;
            }
            // Any other key may be a fact of some rubric's, which is looked at when the rubrics are there.
            if let Some(help) = did_you_mean(&name, ["label"]) {
                self.errors.push(ProjectError::UnknownKey {
                    what: "an entity",
                    key: name,
                    help: Some(help),
                    span: key.span(),
                });
                continue;
            }
            let values: Vec<Node<'_>> = match value.kind() {
                Kind::List => value.items().collect(),
                _ => vec![value],
            };
            let texts = values
                .into_iter()
                .filter_map(|node| Some((self.text("an entity", node)?, node.span())))
                .collect();
            attributes.push(Attribute {
                name,
                texts,
                span: key.span(),
            });
        }
        attributes
    }
}

/// The period that an id names: its first four digits that stand alone, with a quarter, half-year, month or day behind
/// them where there is one.
fn period(id: &str) -> Option<Period> {
    let mut runs = id.split(|letter: char| !letter.is_ascii_digit());
    let year = runs.find(|run| run.len() == 4)?;
    // Both are slices of one text; splitting it at the year finds the same place again.
    let (_, rest) = id.split_once(year)?;
    let ends = |length: &usize| {
        let next = rest.get(*length..).and_then(|after| after.chars().next());
        next.is_none_or(|next| !next.is_alphanumeric())
    };
    let longer = [6, 3].into_iter().filter(ends).find_map(|length| {
        let part = rest.get(..length)?;
        Period::parse(&format!("{year}{}", part.to_uppercase()))
    });
    longer.or_else(|| Period::parse(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Problem;

    fn opening(text: &str) -> Result<Project, Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(PROJECT_FILE), text).unwrap();
        let mut sources = Sources::default();
        open(&mut sources, folder.path()).map_err(|errors| {
            let line = |error: &ProjectError| {
                let finding = error.diagnostic();
                let place = finding.span.map_or(String::new(), |span| {
                    let at = sources.get(span.file).unwrap().line_column(span.start);
                    format!("{}:{} ", at.line, at.column)
                });
                format!(
                    "{place}{} {} {}",
                    finding.code,
                    finding.message,
                    finding.help.join(" ")
                )
            };
            errors.iter().map(line).collect()
        })
    }

    #[test]
    fn a_project_says_what_it_is() {
        let project = opening(
            "title: { en: Rivers, uk: Річки }\nfictional: true\ncatalogue: catalogue\nevidence: data\neditions:\n  - { id: index-2021, rubric: a.rubric }\n  - { id: 2022-index, rubric: a.rubric }\nentities: { AV: { label: Avaria }, NO: { label: { en: The North } } }\n",
        )
        .unwrap();
        let years: Vec<i16> = project
            .editions
            .iter()
            .map(|edition| edition.year)
            .collect();
        assert_eq!(years, [2021, 2022]);
        let norway = project.entities.resolve("nor").unwrap();
        assert_eq!(project.entities.label(&norway, "en"), "The North");
        assert!(project.fictional);
    }

    #[test]
    fn an_edition_lies_where_its_id_or_its_date_says() {
        for (id, expected) in [
            ("international-2023", "2023"),
            ("2023-Q2", "2023-Q2"),
            ("index-2023-05", "2023-05"),
            ("index-2023-05-17-final", "2023-05-17"),
            ("index-2023-051", "2023"),
            ("2023-h1-index", "2023-H1"),
            ("x-2023-13", "2023"),
        ] {
            assert_eq!(period(id).unwrap().to_string(), expected, "{id}");
        }
        let project = opening(
            "title: x\ncatalogue: c\nevidence: data\neditions:\n  - { id: spring, date: 2023-04-30, rubric: a }\n  - { id: round-2023, rubric: a }\n",
        )
        .unwrap();
        let periods: Vec<String> = project
            .editions
            .iter()
            .map(|edition| edition.period.to_string())
            .collect();
        assert_eq!(periods, ["2023-04-30", "2023"]);
        let wrong = opening(
            "title: x\ncatalogue: c\nevidence: data\neditions:\n  - { id: a-2023, date: May, rubric: a }\n",
        )
        .unwrap_err();
        assert!(wrong[0].contains("CW0153"), "{wrong:?}");
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let errors = opening(
            "titel: x\nfictional: maybe\ncatalogue: [a]\nevidence: data\neditions:\n  - { id: last, rubric: a }\n  - { id: a-2021, rubrik: a }\n",
        )
        .unwrap_err();
        let codes: Vec<&str> = errors
            .iter()
            .map(|line| line.split(' ').find(|word| word.starts_with("CW")).unwrap())
            .collect();
        assert_eq!(
            codes,
            [
                "CW0151", "CW0152", "CW0153", "CW0154", "CW0151", "CW0152", "CW0153"
            ],
            "{errors:#?}"
        );
        assert!(errors[0].contains("did you mean `title`?"), "{errors:?}");
    }

    #[test]
    fn a_folder_without_a_project_says_how_to_start_one() {
        let folder = tempfile::tempdir().unwrap();
        let errors = open(&mut Sources::default(), folder.path()).unwrap_err();
        assert!(errors[0].diagnostic().help[0].contains("clearwatt init"));
    }
}
