//! Pages into templates: one HTML file that needs nothing else, and Markdown beside the charts. The templates stand in
//! `reports/` and ship inside the program.

use super::layout::Format;
use super::methodology::Methodology;
use super::page::{Chapter, Figure, Page};
use super::words::Words;
use crate::chart::ChartError;
use crate::diagnostic::{Sources, did_you_mean, one_of};
use crate::document::{DocumentError, read_file};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior, context};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use thiserror::Error;

const HTML: &str = include_str!("../../reports/report.html");
const MARKDOWN: &str = include_str!("../../reports/report.md");
const METHODOLOGY_HTML: &str = include_str!("../../reports/methodology.html");
const METHODOLOGY_MARKDOWN: &str = include_str!("../../reports/methodology.md");
const GALLERY: &str = include_str!("../../reports/gallery.html");
const STYLE: &str = include_str!("../../reports/style.css");

/// A template does not work; those that ship are tested.
#[derive(Debug, Error)]
#[error("the template cannot be filled in: {0:#}")]
pub struct TemplateError(#[from] minijinja::Error);

/// A report, file by file: relative paths with their bytes.
#[derive(Debug, Default)]
pub struct Files {
    /// Paths with `/` between folders.
    pub files: BTreeMap<String, Vec<u8>>,
    /// Characters the font in the program has no sign for; the PNGs show boxes for them.
    pub missing: Vec<char>,
}

/// Why a report could not be made.
#[derive(Debug, Error)]
pub enum RenderError {
    /// A template does not work.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A chart could not be rasterised.
    #[error(transparent)]
    Chart(#[from] ChartError),
    /// Two charts would be one file.
    #[error(transparent)]
    SameName(#[from] SameName),
}

/// Two files that differ have one name, so that one of them would be lost.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("two files that differ would both be `{file}`")]
pub struct SameName {
    /// The name of the file.
    pub file: String,
}

impl Files {
    /// Takes a file in; one that is there already must be the same.
    ///
    /// # Errors
    /// [`SameName`] where they differ.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) -> Result<(), SameName> {
        match self.files.get(&name) {
            Some(known) if *known != bytes => Err(SameName { file: name }),
            _ => {
                self.files.insert(name, bytes);
                Ok(())
            }
        }
    }
}

/// PNGs are drawn at twice the size, for sharp print and screens.
pub const PNG_SCALE: f32 = 2.0;

/// The templates and the style sheet of reports: those that ship, or a user's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    /// `report.html`.
    pub html: Cow<'static, str>,
    /// `report.md`.
    pub markdown: Cow<'static, str>,
    /// `style.css`.
    pub style: Cow<'static, str>,
}

impl Default for Templates {
    fn default() -> Self {
        Templates {
            html: HTML.into(),
            markdown: MARKDOWN.into(),
            style: STYLE.into(),
        }
    }
}

impl Templates {
    /// The templates in a folder; what is not there is taken from those that ship.
    ///
    /// # Errors
    /// When one of them is there and cannot be read, or none of them is there.
    pub fn load(sources: &mut Sources, folder: &Path) -> Result<Templates, DocumentError> {
        let mut templates = Templates::default();
        let mut any = false;
        for (name, template) in [
            ("report.html", &mut templates.html),
            ("report.md", &mut templates.markdown),
            ("style.css", &mut templates.style),
        ] {
            let path = folder.join(name);
            // Whatever else keeps it from being read is said by reading it.
            let absent = std::fs::metadata(&path)
                .is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
            if !absent {
                any = true;
                let file = read_file(sources, &path)?;
                let text = sources.get(file).map(|source| source.text().to_string());
                *template = text.unwrap_or_default().into();
            }
        }
        if any {
            Ok(templates)
        } else {
            Err(no_templates(folder))
        }
    }
}

/// A folder that holds no template, with the file in it whose name is nearest to that of one.
fn no_templates(folder: &Path) -> DocumentError {
    let known = ["report.html", "report.md", "style.css"];
    let mut there: Vec<String> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .collect();
    there.sort_unstable();
    let near = there
        .iter()
        .find_map(|name| Some((name, did_you_mean(name, known)?)));
    DocumentError::File {
        what: "take templates from",
        path: folder.to_path_buf(),
        reason: format!("there is no {} in it", one_of(known)),
        help: Some(match near {
            Some((name, meant)) => format!("`{name}`: {meant}"),
            None => "copy one of those that ship and change it".to_string(),
        }),
    }
}

/// The files of a report: its texts under `stem` (`report` makes `report.html` and so on), and for all formats but PDF
/// every chart as SVG and PNG in `charts/`. PDF is made of [`html`] by whoever has a browser.
///
/// # Errors
/// [`RenderError`]; with the templates that ship there is none.
pub fn render(
    page: &Page,
    words: &Words,
    templates: &Templates,
    stem: &str,
    formats: &[Format],
) -> Result<Files, RenderError> {
    let mut files = Files::default();
    for format in formats {
        let text = match format {
            Format::Html => html(page, words, templates)?,
            Format::Md => markdown(page, words, templates)?,
            Format::Json => json(page),
            Format::Pdf => continue,
        };
        let name = format!("{stem}.{}", format.word());
        files.add(name, text.into_bytes())?;
    }
    if files.files.is_empty() {
        return Ok(files);
    }
    let figures: Vec<&Figure> = page.chapters.iter().flat_map(Chapter::figures).collect();
    // Each picture is drawn by itself, so the number of threads changes nothing but the time.
    let pictures: Vec<Result<Vec<u8>, ChartError>> = figures
        .par_iter()
        .map(|figure| figure.svg.png(PNG_SCALE))
        .collect();
    for (figure, picture) in figures.iter().zip(pictures) {
        let name = format!("charts/{}", figure.file);
        let svg = figure.svg.text.clone().into_bytes();
        files.add(format!("{name}.svg"), svg)?;
        files.add(format!("{name}.png"), picture?)?;
        files.missing.extend(&figure.svg.missing);
    }
    files.missing.sort_unstable();
    files.missing.dedup();
    Ok(files)
}

/// The report as one HTML file: charts inside, no script, nothing from elsewhere.
///
/// # Errors
/// [`TemplateError`]; with the template that ships there is none.
pub fn html(page: &Page, words: &Words, templates: &Templates) -> Result<String, TemplateError> {
    filled("report.html", page, words, templates)
}

/// The report as Markdown; it shows the charts in `charts/`.
///
/// # Errors
/// [`TemplateError`]; with the template that ships there is none.
pub fn markdown(
    page: &Page,
    words: &Words,
    templates: &Templates,
) -> Result<String, TemplateError> {
    let text = filled("report.md", page, words, templates)?;
    Ok(without_double_blanks(&text))
}

/// The report for programs: the tree of [`Page`].
pub fn json(page: &Page) -> String {
    // Texts, numbers and lists; nothing in it can fail.
    let text = serde_json::to_string_pretty(page).unwrap_or_default();
    text + "\n"
}

/// A methodology as one HTML file.
///
/// # Errors
/// [`TemplateError`]; with the template that ships there is none.
pub fn methodology_html(document: &Methodology, words: &Words) -> Result<String, TemplateError> {
    let values = context! {
        m => Value::from(Serde(document)),
        t => Value::from(Serde(words.plain_texts())),
        style => STYLE,
    };
    Ok(environment()?
        .get_template("methodology.html")?
        .render(values)?)
}

/// A methodology as Markdown.
///
/// # Errors
/// [`TemplateError`]; with the template that ships there is none.
pub fn methodology_markdown(
    document: &Methodology,
    words: &Words,
) -> Result<String, TemplateError> {
    let values = context! {
        m => Value::from(Serde(document)),
        t => Value::from(Serde(words.plain_texts())),
    };
    let text = environment()?
        .get_template("methodology.md")?
        .render(values)?;
    Ok(without_double_blanks(&text))
}

/// A page that shows charts which lie beside it.
///
/// # Errors
/// [`TemplateError`]; with the template that ships there is none.
pub(super) fn gallery_html<C: serde::Serialize>(
    title: &str,
    charts: &[C],
    words: &Words,
) -> Result<String, TemplateError> {
    let values = context! {
        title,
        charts => Value::from(Serde(charts)),
        lang => words.language(),
        t => Value::from(Serde(words.plain_texts())),
    };
    Ok(environment()?
        .get_template("gallery.html")?
        .render(values)?)
}

/// Parts that are left out leave their blank lines behind; one is enough.
fn without_double_blanks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && blank) {
            out.push_str(line);
            out.push('\n');
        }
        blank = line.is_empty();
    }
    out.trim_end().to_string() + "\n"
}

fn filled(
    template: &str,
    page: &Page,
    words: &Words,
    templates: &Templates,
) -> Result<String, TemplateError> {
    let mut environment = environment()?;
    environment.add_template("report.html", &templates.html)?;
    environment.add_template("report.md", &templates.markdown)?;
    let made_with = words.say("made_with", &[("version", &page.version)]);
    let figures = page.chapters.iter().flat_map(Chapter::figures);
    let mut charts: BTreeMap<&str, String> = BTreeMap::new();
    let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
    for figure in figures {
        let svg = &figure.screen.text;
        // Charts that are drawn alike have the same ids, and a page may have each of them once.
        let id = svg
            .split("id=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let id = id.unwrap_or_default();
        let count = ids.entry(id).or_default();
        *count += 1;
        let svg = match *count {
            1 => svg.clone(),
            count => svg.replace(id, &format!("{id}-{count}")),
        };
        charts.insert(&figure.file, svg);
    }
    let values = context! {
        page => Value::from(Serde(page)),
        t => Value::from(Serde(words.plain_texts())),
        charts => Value::from(Serde(charts)),
        style => &*templates.style,
        made_with,
    };
    Ok(environment.get_template(template)?.render(values)?)
}

fn environment<'t>() -> Result<Environment<'t>, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.map_err(TemplateError)?);
    // A name that ends in .html gets its texts escaped.
    environment.add_template("gallery.html", GALLERY)?;
    environment.add_template("methodology.html", METHODOLOGY_HTML)?;
    environment.add_template("methodology.md", METHODOLOGY_MARKDOWN)?;
    environment.add_filter("md", escaped_for_markdown);
    // Between backticks everything stands for itself but the backtick.
    environment.add_filter("code", |text: &str| text.replace('`', "'"));
    Ok(environment)
}

/// Text that Markdown shows as it is, also in a table and at the start of a line.
fn escaped_for_markdown(text: &str) -> String {
    // Four blanks at the start of a line would make code of it.
    let text = text.trim_start();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, text) = text.split_at(digits);
    let mut out = String::with_capacity(number.len() + text.len() + 8);
    out.push_str(number);
    if begins_block(text, digits > 0) {
        out.push('\\');
    }
    for c in text.chars() {
        match c {
            // Markdown may hold HTML, so these must not stand as they are.
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '>' | '|' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// Whether a line would be an item of a list, a rule, or the underline of a heading or a table's head; after a number
/// only the first is possible. Other signs that begin something are escaped wherever they stand.
fn begins_block(line: &str, numbered: bool) -> bool {
    let signs = if numbered { ['.', ')'] } else { ['-', '+'] };
    let item = line
        .strip_prefix(signs)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
    let underlines = |c: char| matches!(c, '-' | '=' | ':') || c.is_whitespace();
    item || !numbered && !line.is_empty() && line.chars().all(underlines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_templates_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("raport.html"), "x").unwrap();
        let mut sources = Sources::default();
        let error = Templates::load(&mut sources, folder.path()).unwrap_err();
        let DocumentError::File { help, reason, .. } = error else {
            panic!("{error}");
        };
        assert!(reason.contains("style.css"), "{reason}");
        let help = help.unwrap();
        assert!(
            help.contains("`raport.html`") && help.contains("`report.html`"),
            "{help}"
        );
        std::fs::write(folder.path().join("style.css"), "b{}").unwrap();
        let found = Templates::load(&mut sources, folder.path()).unwrap();
        assert_eq!((&*found.style, &*found.html), ("b{}", HTML));
        // What is there and cannot be read, here because it is a folder, is not passed over.
        std::fs::create_dir(folder.path().join("report.html")).unwrap();
        assert!(Templates::load(&mut sources, folder.path()).is_err());
    }

    #[test]
    fn a_file_is_not_lost_under_the_name_of_another() {
        let mut files = Files::default();
        let mut add = |bytes: &[u8]| files.add("charts/a.svg".to_string(), bytes.to_vec());
        assert_eq!(add(b"one"), Ok(()));
        assert_eq!(add(b"one"), Ok(()));
        let file = "charts/a.svg".to_string();
        assert_eq!(add(b"two"), Err(SameName { file }));
        assert_eq!(files.files["charts/a.svg"], b"one");
    }

    #[test]
    fn a_text_begins_nothing_in_markdown() {
        for (text, expected) in [
            ("- a", "\\- a"),
            ("+ a", "\\+ a"),
            ("-", "\\-"),
            ("1. a", "1\\. a"),
            ("12) a", "12\\) a"),
            ("---", "\\---"),
            ("- - -", "\\- - -"),
            ("===", "\\==="),
            (":--", "\\:--"),
            ("# a", "\\# a"),
            ("* a", "\\* a"),
            ("    a", "a"),
            ("\n- a", "\\- a"),
            // Nothing begins here.
            ("-5", "-5"),
            ("+12 since 2021", "+12 since 2021"),
            ("1.5 points", "1.5 points"),
            ("2023", "2023"),
            ("", ""),
        ] {
            assert_eq!(escaped_for_markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn markdown_cannot_be_broken_by_a_name() {
        assert_eq!(escaped_for_markdown("a|b\nc"), "a\\|b c");
        assert_eq!(escaped_for_markdown("[x](y) <b>"), "\\[x\\](y) &lt;b\\>");
    }
}
