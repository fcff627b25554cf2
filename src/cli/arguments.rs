//! All arguments, with an example for each command.

use crate::chart::{Palette, Theme};
use crate::report::figures::ChartKind;
use crate::report::layout::Format as ReportFormat;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Scores energy transparency by a rubric that people can read, explains every number, and draws it.
#[derive(Debug, Parser)]
#[command(name = "clearwatt", version, about, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Debug, Args)]
pub struct Shared {
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Colours in messages
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
    /// How errors and warnings are written
    #[arg(long, global = true, value_enum, default_value_t = MessageFormat::Text, value_name = "FORMAT")]
    pub message_format: MessageFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns for reading
    Table,
    /// Comma-separated values
    Csv,
    /// An array of objects
    Json,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a project in a new folder
    #[command(
        after_help = "Example:\n  clearwatt init my-index\n  clearwatt chart ranking my-index -o ranking.svg"
    )]
    Init(Init),
    /// Find every mistake in a project or a rubric
    #[command(
        after_help = "Examples:\n  clearwatt check my-index\n  clearwatt check rubrics/my.rubric --message-format json"
    )]
    Check(Check),
    /// Lay rubrics out in the one way all rubrics have
    #[command(
        after_help = "Examples:\n  clearwatt fmt rubrics/my.rubric\n  clearwatt fmt my-index --check"
    )]
    Fmt(Fmt),
    /// Run the tests written in rubrics
    #[command(
        after_help = "Examples:\n  clearwatt test my-index\n  clearwatt test rubrics/my.rubric --min-coverage 100"
    )]
    Test(Test),
    /// Print scores, grades and ranks
    #[command(
        after_help = "Examples:\n  clearwatt score my-index\n  clearwatt score my-index --format csv --level category -o categories.csv"
    )]
    Score(Score),
    /// Show why a number is what it is, down to the fact and the rule line
    #[command(
        after_help = "Examples:\n  clearwatt explain UA/international-2023/international my-index\n  clearwatt explain UA/international-2023/electricity-balance-annual my-index\n  clearwatt explain UA/international-2023/electricity-balance-annual my-index --why-not 1\n  clearwatt explain '*/international-2023/*' my-index --format jsonl"
    )]
    Explain(Explain),
    /// Say what the code of a message means, with an example and its repair
    #[command(
        name = "explain-code",
        after_help = "Examples:\n  clearwatt explain-code CW0203\n  clearwatt explain-code"
    )]
    ExplainCode(ExplainCode),
    /// Print the methodology of a rubric as a document
    #[command(
        after_help = "Examples:\n  clearwatt doc rubrics/my.rubric\n  clearwatt doc my-index --lang uk --format html -o methodology.html"
    )]
    Doc(Doc),
    /// Compare two rubrics: proved equal, or the evidence on which they differ
    #[command(
        after_help = "Examples:\n  clearwatt diff builtin:energy-transparency-national builtin:energy-transparency-international\n  clearwatt diff old.rubric new.rubric --project my-index --edition index-2023"
    )]
    Diff(Diff),
    /// Serve an editor over the language server protocol, for `.rubric` files
    #[command(after_help = "Example:\n  clearwatt lsp")]
    Lsp,
    /// Write a JSON Schema of evidence, catalogue or project files, for editors
    #[command(
        after_help = "Examples:\n  clearwatt schema evidence my-index -o evidence.schema.json\n  clearwatt schema catalogue rubrics/my.rubric"
    )]
    Schema(Schema),
    /// Put entities side by side, or one beside its peers
    #[command(
        after_help = "Examples:\n  clearwatt compare MD RO my-index --edition international-2023\n  clearwatt compare MD GE,RO my-index\n  clearwatt compare MD best my-index\n  clearwatt compare MD median:GE,RO,UA my-index"
    )]
    Compare(Compare),
    /// Draw a chart as SVG or PNG
    #[command(
        after_help = "Examples:\n  clearwatt chart ranking my-index -o ranking.png\n  clearwatt chart criteria my-index --entity UA --entity MD -o criteria.svg --lang uk\n  clearwatt chart ranking my-index --highlight UA --palette cvd --size post -o post.png\n  clearwatt chart reports/front-page.yaml my-index -o front-page.png\n  clearwatt chart gallery my-index -o charts"
    )]
    Chart(Chart),
    /// Write a report as HTML, Markdown, JSON or PDF, with charts
    #[command(
        after_help = "Examples:\n  clearwatt report my-index -o report --lang en\n  clearwatt report my-index --kind brief --entity MD --entity RO --format pdf\n  clearwatt report my-index --kind my-report.yaml\n  clearwatt report my-index --kind explorer -o public"
    )]
    Report(Report),
    /// Show the explorer in a browser, made anew whenever a file of the project changes
    #[command(after_help = "Example:\n  clearwatt serve my-index --port 8420")]
    Serve(super::serve::Arguments),
    /// Show levels and changes over editions, as published and as they can be compared
    #[command(
        after_help = "Examples:\n  clearwatt progress my-index --entity MD --level category\n  clearwatt progress my-index --entity MD --why"
    )]
    Progress(super::progress::Arguments),
    /// Find the cheapest changes that reach a grade, a score, a rank or a peer
    #[command(
        after_help = "Examples:\n  clearwatt plan my-index --entity MD\n  clearwatt plan my-index --entity MD --rank 1 --safe --costs days.yaml\n  clearwatt plan my-index --entity MD --budget 20\n  clearwatt plan my-index --entity MD --frontier --format csv"
    )]
    Plan(super::plan::Arguments),
    /// Score changed evidence beside the actual: what the index could be
    #[command(
        after_help = "Example:\n  clearwatt scenario lifted.yaml my-index --level category --level market"
    )]
    Scenario(super::scenario::Arguments),
    /// Compare what several assessors made of the same disclosures
    #[command(
        after_help = "Examples:\n  clearwatt agreement my-index\n  clearwatt agreement my-index --table adjudication --format csv -o settle.csv\n\nTables: coefficients, pairs, confusion, rules, adjudication"
    )]
    Agreement(super::audit::agreement::Arguments),
    /// Audit an index: how it hangs together and how sure its ranking is
    #[command(
        after_help = "Examples:\n  clearwatt audit structure my-index\n  clearwatt audit trend my-index --format csv --table changes"
    )]
    Audit(super::audit::Arguments),
    /// Show whether targets are reached at the pace so far
    #[command(after_help = "Example:\n  clearwatt targets my-index --file targets.yaml")]
    Targets(super::targets::Arguments),
}

#[derive(Debug, Args)]
pub struct Init {
    /// The folder to make
    pub folder: PathBuf,
}

#[derive(Debug, Args)]
pub struct Check {
    /// A project folder, a `.rubric` file or `builtin:NAME`
    #[arg(default_value = ".")]
    pub path: PathBuf,
}

#[derive(Debug, Args)]
pub struct Fmt {
    /// `.rubric` files, or folders that hold some
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Change nothing; exit 1 and name the files that would change
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
pub struct Test {
    /// A project folder, a `.rubric` file or `builtin:NAME`
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Fail when the tests reach fewer of a rubric's rules, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
}

#[derive(Debug, Args)]
pub struct Score {
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// How rows are written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Only these levels: index, category, subcategory, group, indicator, criterion or a cut such as market
    #[arg(long)]
    pub level: Vec<String>,
    /// Only these editions
    #[arg(long)]
    pub edition: Vec<String>,
    /// Only these entities
    #[arg(long)]
    pub entity: Vec<String>,
    /// Only these indices
    #[arg(long)]
    pub index: Vec<String>,
    /// The language of names in tables
    #[arg(long, default_value = "en")]
    pub lang: String,
    /// Write to a file instead of standard output
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// Lines for reading
    Text,
    /// An array of objects
    Json,
    /// One object a line
    Jsonl,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// ENTITY/EDITION/NODE; the node is an index, category, subcategory, market, indicator or criterion, and `*` stands for
    /// all entities, editions or nodes
    pub what: String,
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// For an indicator: what would have had to be different for its criteria to get this score
    #[arg(long, value_name = "SCORE")]
    pub why_not: Option<String>,
    /// How it is written
    #[arg(long, value_enum, default_value_t = ExplainFormat::Text)]
    pub format: ExplainFormat,
    /// The language of names
    #[arg(long, default_value = "en")]
    pub lang: String,
}

#[derive(Debug, Args)]
pub struct ExplainCode {
    /// The code, such as CW0203; all codes are listed when left out
    pub code: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DocFormat {
    /// Markdown
    Md,
    /// One HTML file
    Html,
}

#[derive(Debug, Args)]
pub struct Doc {
    /// A `.rubric` file or `builtin:NAME`, or a project folder for names in other languages
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The edition of the project; the latest when left out
    #[arg(long)]
    pub edition: Option<String>,
    /// The language of the document
    #[arg(long, default_value = "en")]
    pub lang: String,
    /// How it is written
    #[arg(long, value_enum, default_value_t = DocFormat::Md)]
    pub format: DocFormat,
    /// Write to a file instead of standard output
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Diff {
    /// A `.rubric` file or `builtin:NAME`
    pub first: String,
    /// Another one
    pub second: String,
    /// A project whose totals are shown by both rubrics
    #[arg(long)]
    pub project: Option<PathBuf>,
    /// The edition of the project; the latest when left out
    #[arg(long)]
    pub edition: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaKind {
    /// Files of evidence
    Evidence,
    /// Files of a catalogue
    Catalogue,
    /// The file `clearwatt.yaml`
    Project,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// Of which files
    #[arg(value_enum)]
    pub kind: SchemaKind,
    /// A project folder, a `.rubric` file or `builtin:NAME`
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Write to a file instead of standard output
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Compare {
    /// The first entity
    pub first: String,
    /// The second entity, several with commas, or `mean`, `median` or `best` of the others (`mean:GE,RO` of some)
    pub second: String,
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// The edition; the latest that has both entities when left out
    #[arg(long)]
    pub edition: Option<String>,
    /// How rows are written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// The language of names
    #[arg(long, default_value = "en")]
    pub lang: String,
}

fn kinds_of_charts() -> String {
    let kinds = ChartKind::all();
    let kinds = kinds.map(|kind| format!("- {}: {}", kind.name(), kind.shows()));
    let kinds: Vec<String> = kinds.collect();
    format!(
        "What to draw: a kind of chart, a chart file that ends in .yaml, or `gallery` for every chart there is something \
         to show in, with a page.\n\nKinds:\n{}",
        kinds.join("\n")
    )
}

#[derive(Debug, Args)]
pub struct Chart {
    /// What to draw: a kind of chart, a chart file (`reports/*.yaml`), or `gallery` for all of them
    #[arg(value_name = "KIND|FILE", long_help = kinds_of_charts())]
    pub what: String,
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// The edition; the latest with scores when left out
    #[arg(long)]
    pub edition: Option<String>,
    /// The index; the official one of the edition's rubric when left out
    #[arg(long)]
    pub index: Option<String>,
    /// The entities to draw; all when left out; in a gallery those with charts of their own
    #[arg(long)]
    pub entity: Vec<String>,
    /// The entities that stand out from the others
    #[arg(long)]
    pub highlight: Vec<String>,
    /// Plausible ranges in a ranking or a card: errors of assessors, as observed, and sampled bodies
    #[arg(long)]
    pub range: bool,
    /// Colours of grades: those of the rubric, or some that everybody can tell apart, also in grey
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Palette::ALL.map(|(name, _)| name)))]
    pub palette: Option<String>,
    /// The ground
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Theme::FIXED.map(|(name, _)| name)))]
    pub theme: Option<String>,
    /// The language of names and titles
    #[arg(long, default_value = "en")]
    pub lang: String,
    /// Pixels (`960`, `1280x720`), or what it is for: `column`, `page`, `slide`, `post`; a PNG has twice as many each way
    #[arg(long)]
    pub size: Option<String>,
    /// A font file for scripts the font in the program lacks; only a PNG needs it
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,
    /// Where to write it; `.svg`, `.png` or `.csv` (its table) decides the format; for a gallery the folder
    #[arg(long, short)]
    pub output: PathBuf,
    /// Write the charts of a gallery as PNG too
    #[arg(long)]
    pub png: bool,
}

/// The formats of reports by their words, with what each of them is.
fn report_format() -> impl TypedValueParser<Value = ReportFormat> {
    let possible = ReportFormat::ALL.map(|format| {
        PossibleValue::new(format.word()).help(match format {
            ReportFormat::Html => "One HTML file, with the charts beside it",
            ReportFormat::Md => "Markdown, with the charts beside it",
            ReportFormat::Json => "Everything that is in the report, for programs",
            ReportFormat::Pdf => "Pages, printed by an installed Chromium or Chrome",
        })
    });
    PossibleValuesParser::new(possible).try_map(|word| {
        let mut formats = ReportFormat::ALL.into_iter();
        let found = formats.find(|format| format.word() == word);
        found.ok_or(format!("there is no format `{word}`"))
    })
}

#[derive(Debug, Args)]
pub struct Report {
    /// The project folder
    #[arg(default_value = ".")]
    pub project: PathBuf,
    /// What to write: `brief`, `standard`, `full`, `edition`, `explorer`, or a report file that ends in .yaml
    #[arg(long, default_value = "full")]
    pub kind: String,
    /// Whom it is about, one report each; all together when left out
    #[arg(long)]
    pub entity: Vec<String>,
    /// The edition; the latest with scores when left out
    #[arg(long)]
    pub edition: Option<String>,
    /// The index; all when left out
    #[arg(long)]
    pub index: Option<String>,
    /// How it is written; HTML and Markdown when left out
    #[arg(long, value_parser = report_format())]
    pub format: Vec<ReportFormat>,
    /// The folder to write to
    #[arg(long, short, default_value = "report")]
    pub output: PathBuf,
    /// The language of the report; English when neither this nor the report file says
    #[arg(long)]
    pub lang: Option<String>,
    /// Write nothing when a name is missing in the report's language
    #[arg(long)]
    pub strict: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_shows_an_example_that_parses() {
        let command = Arguments::command();
        command.clone().debug_assert();
        let below = |sub: &clap::Command| sub.get_subcommands().cloned().collect::<Vec<_>>();
        let inner = command.get_subcommands().flat_map(below);
        for sub in command.get_subcommands().cloned().chain(inner) {
            let help = sub.get_after_help().map(ToString::to_string);
            let help = help.unwrap_or_else(|| panic!("{} has no example", sub.get_name()));
            let examples: Vec<&str> = help
                .lines()
                .filter_map(|line| line.strip_prefix("  "))
                .collect();
            assert!(!examples.is_empty(), "{help}");
            for example in examples {
                Arguments::try_parse_from(example.split_whitespace())
                    .unwrap_or_else(|error| panic!("{example}: {error}"));
            }
        }
    }
}
