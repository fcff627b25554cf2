//! `audit robustness`, and what it shares with `audit sensitivity`: the sources that are switched on.

use super::charted::{intervals, nobody_ranked};
use super::{Common, Output, Stop, agreement, model, one_edition, print};
use crate::analysis::audit::model::{Model, Scale, Way};
use crate::analysis::audit::robustness::cells::Cells;
use crate::analysis::audit::robustness::plan::Plan;
use crate::analysis::audit::robustness::report::tables;
use crate::analysis::audit::robustness::run::{Replicates, run_watched};
use crate::analysis::audit::robustness::sources::{
    AssessorNoise, NoSetting, Sources, WeightNoise, absence, error_rate, leave_out, repeated,
    scale, way, weight_noise,
};
use crate::analysis::audit::settings::{AUDIT_FILE, Settings};
use crate::analysis::audit::table::Table;
use crate::cli::chart::{Ending, words, write};
use crate::diagnostic::Sources as Files;
use crate::results::{EditionResults, Results};
use clap::Args;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Debug, Args)]
pub struct Arguments {
    #[command(flatten)]
    pub common: Common,
    #[command(flatten)]
    pub varied: Varied,
    /// How many replicates; 1000 when neither this nor the file says
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub replicates: Option<u64>,
    /// Draw the intervals of the ranks too; `.svg`, `.png` or `.csv` (its table) decides the format
    #[arg(long, value_name = "FILE")]
    pub chart: Option<PathBuf>,
    /// The language of the chart
    #[arg(long, default_value = "en", requires = "chart")]
    pub lang: String,
}

/// What is varied.
#[derive(Debug, Default, Args)]
pub struct Varied {
    /// The edition; the latest with scores when left out
    #[arg(long)]
    pub edition: Option<String>,
    /// Vary weights: `25%` of themselves, or `dirichlet:100`
    #[arg(long, value_name = "HOW")]
    pub weights: Option<String>,
    /// Vary weights and means among indicators too
    #[arg(long)]
    pub indicators_too: bool,
    /// Take these means in turn, or one throughout: arithmetic, geometric, harmonic
    #[arg(long, value_delimiter = ',', value_name = "MEAN")]
    pub aggregation: Vec<String>,
    /// Take these normalisations in turn, or one throughout: min_max, z_score, percentile
    #[arg(long, value_delimiter = ',', value_name = "SCALE")]
    pub normalisation: Vec<String>,
    /// Let assessors err: `5%` of answers are a neighbouring one, or as `observed`
    #[arg(long, value_name = "HOW")]
    pub assessors: Option<String>,
    /// Draw sampled bodies anew
    #[arg(long)]
    pub bodies: bool,
    /// Leave out nothing or one: `indicator`, or `part` of the total
    #[arg(long, value_name = "WHAT")]
    pub leave_out: Option<String>,
    /// Treat what is withheld or not assessed in these ways in turn, or in one throughout: declared, zero, left_out
    #[arg(long, value_delimiter = ',', value_name = "HOW")]
    pub absence: Vec<String>,
    /// Where the random numbers start; the same seed gives the same result
    #[arg(long)]
    pub seed: Option<u64>,
    /// What to vary, when no option says so; audit.yaml beside clearwatt.yaml when left out
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
}

impl Varied {
    /// The same as options, for whoever wants to run it again.
    pub fn options(&self) -> String {
        let one = |name: &str, value: &Option<String>| {
            let value = value.as_ref();
            value.map_or(String::new(), |value| format!(" --{name} {value}"))
        };
        let several = |name: &str, values: &[String]| match values {
            [] => String::new(),
            values => format!(" --{name} {}", values.join(",")),
        };
        let yes = |name: &str, given: bool| {
            if given {
                format!(" --{name}")
            } else {
                String::new()
            }
        };
        let seed = self.seed.map(|seed| seed.to_string());
        let file = self
            .settings
            .as_ref()
            .map(|path| path.display().to_string());
        [
            one("edition", &self.edition),
            one("weights", &self.weights),
            yes("indicators-too", self.indicators_too),
            several("aggregation", &self.aggregation),
            several("normalisation", &self.normalisation),
            one("assessors", &self.assessors),
            yes("bodies", self.bodies),
            one("leave-out", &self.leave_out),
            several("absence", &self.absence),
            one("seed", &seed),
            one("settings", &file),
        ]
        .concat()
    }
}

/// What a run starts from.
pub struct Start {
    pub model: Model,
    pub plan: Plan,
    pub settings: Settings,
    pub seed: u64,
    /// Where what is varied comes from.
    pub origin: Origin,
}

/// Where what is varied comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Nobody says what, so the usual things are.
    Usual,
    /// A file.
    File,
    /// Options, and no file says anything else.
    Options,
    /// Options in the place of what a file says.
    OptionsNotFile,
}

impl Start {
    /// The tables of a run.
    pub fn tables(&self, found: &Replicates) -> Vec<Table> {
        let mut tables = tables(&self.plan, found, &self.model, self.seed);
        if let (Some(table), Some(note)) = (tables.first_mut(), self.origin.note()) {
            table.note(note);
        }
        tables
    }
}

impl Origin {
    /// What must be known about it.
    pub fn note(self) -> Option<&'static str> {
        match self {
            Origin::Usual => Some("Nothing says what to vary, so the usual choices are varied."),
            Origin::OptionsNotFile => Some(
                "Options say what is varied; what the settings file says about it is not used.",
            ),
            Origin::File | Origin::Options => None,
        }
    }
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let chart = command.chart.as_deref();
    let ending = chart.map(Ending::of).transpose()?;
    let words = words(&command.lang)?;
    let (results, mut files) = output.results_in(&command.common.project, &command.lang)?;
    let words = words.speaking_of(results.own_words());
    let start = start(
        &results,
        &mut files,
        &command.common,
        &command.varied,
        output,
    )?;
    let replicates = replicates(command.replicates, &start)?;
    let found = watched(&start, replicates, output);
    if let (Some(path), Some(ending)) = (chart, ending) {
        let data = intervals(&results, &start, &found, &words);
        let data = data.ok_or_else(nobody_ranked)?;
        write(output, path, ending, &data)?;
    }
    let tables = start.tables(&found);
    let mut settings = heading("robustness", &start);
    settings.insert("replicates".to_string(), json!(replicates));
    print::deliver(tables, &settings, &command.common, output)
}

/// How many replicates are made: as asked for, as the settings say, or 1000.
pub fn replicates(asked: Option<u64>, start: &Start) -> Result<u64, Stop> {
    let count = asked.or(start.settings.replicates).unwrap_or(1000);
    let alternatives = start.plan.alternatives.len() as u64;
    if count < alternatives {
        return Err(Stop::Usage(format!(
            "{count} replicates cannot try {alternatives} alternatives\n  help: make at least {alternatives}, or name fewer choices"
        )));
    }
    Ok(count)
}

/// Runs the replicates and tells how many are done.
pub fn watched(start: &Start, replicates: u64, output: &Output) -> Replicates {
    let done = AtomicUsize::new(0);
    run_watched(&start.plan, replicates, start.seed, &|piece| {
        let so_far = done.fetch_add(piece, Ordering::Relaxed) + piece;
        output.progress("replicates", so_far as u64, replicates);
    })
}

/// What the JSON of a run says first.
pub fn heading(what: &str, start: &Start) -> Map<String, Value> {
    let assumed = start.plan.sources.assumed().into_iter();
    let assumed: Vec<&str> = assumed.map(|source| source.name()).collect();
    let varied: Map<String, Value> = start
        .plan
        .sources
        .words()
        .into_iter()
        .map(|(name, how)| (name.to_string(), json!(how)))
        .collect();
    Map::from_iter([
        ("audit".to_string(), json!(what)),
        ("index".to_string(), json!(start.model.index)),
        ("edition".to_string(), json!(start.model.edition)),
        ("entities".to_string(), json!(start.model.entities.len())),
        ("seed".to_string(), json!(start.seed)),
        ("varied".to_string(), Value::Object(varied)),
        ("assumed".to_string(), json!(assumed)),
    ])
}

/// Says what is varied, and of which index and edition.
pub fn start(
    results: &Results,
    files: &mut Files,
    common: &Common,
    varied: &Varied,
    output: &Output,
) -> Result<Start, Stop> {
    let (edition, index) = one_edition(results, common, varied.edition.as_deref())?;
    let model = model(results, edition, index)?;
    let (settings, origin) = settings(results, files, common, varied, output)?;
    let usual = origin == Origin::Usual;
    let plan = plan(results, files, edition, &model, (&settings, usual), output)?;
    let seed = varied.seed.or(settings.seed).unwrap_or(1);
    Ok(Start {
        model,
        plan,
        settings,
        seed,
        origin,
    })
}

/// The settings of the file with those of the command line: any option about what is varied replaces them all, but
/// `--indicators-too` alone, which adds to them.
fn settings(
    results: &Results,
    files: &mut Files,
    common: &Common,
    varied: &Varied,
    output: &Output,
) -> Result<(Settings, Origin), Stop> {
    let mut settings = load(results, files, common, varied.settings.as_ref(), output)?;
    for (option, texts) in [
        ("--aggregation", &varied.aggregation),
        ("--normalisation", &varied.normalisation),
        ("--absence", &varied.absence),
    ] {
        if let Some(text) = repeated(texts).and_then(|at| texts.get(at)) {
            return Err(Stop::Usage(format!(
                "`{option}` has `{text}` twice\n  help: every choice has as many replicates as any other; name it once"
            )));
        }
    }
    let wrong = |error: NoSetting| Stop::Usage(error.to_string());
    let mut sources = Sources {
        indicators_too: varied.indicators_too,
        bodies: varied.bodies,
        ..Sources::default()
    };
    if let Some(text) = &varied.weights {
        sources.weights = Some(weight_noise(text).map_err(wrong)?);
    }
    for text in &varied.aggregation {
        sources.aggregation.push(way(text).map_err(wrong)?);
    }
    for text in &varied.normalisation {
        sources.normalisation.push(scale(text).map_err(wrong)?);
    }
    for text in &varied.absence {
        sources.absence.push(absence(text).map_err(wrong)?);
    }
    if let Some(text) = &varied.leave_out {
        sources.leave_out = Some(leave_out(text).map_err(wrong)?);
    }
    if let Some(text) = &varied.assessors {
        error_rate(text).map_err(wrong)?;
    }
    let in_file = !settings.sources.named().is_empty() || settings.assessors.is_some();
    let origin = match (
        sources.named().is_empty() && varied.assessors.is_none(),
        in_file,
    ) {
        (true, false) => Origin::Usual,
        (true, true) => Origin::File,
        (false, false) => Origin::Options,
        (false, true) => Origin::OptionsNotFile,
    };
    match origin {
        Origin::Usual => {
            let indicators_too = settings.sources.indicators_too || varied.indicators_too;
            settings.sources = Sources {
                indicators_too,
                ..usual()
            };
        }
        Origin::File => settings.sources.indicators_too |= varied.indicators_too,
        Origin::Options | Origin::OptionsNotFile => {
            settings.sources = sources;
            settings.assessors.clone_from(&varied.assessors);
        }
    }
    let sources = &settings.sources;
    if sources.indicators_too && sources.weights.is_none() && sources.aggregation.is_empty() {
        return Err(Stop::Usage(
            "`indicators_too` is about weights and means, and neither is varied\n  help: add `--weights 25%` or `--aggregation geometric`"
                .to_string(),
        ));
    }
    Ok((settings, origin))
}

/// What is varied where nobody says what.
fn usual() -> Sources {
    Sources {
        weights: Some(WeightNoise::Share(0.25)),
        aggregation: vec![Way::Arithmetic, Way::Geometric],
        normalisation: vec![Scale::MinMax, Scale::ZScore],
        ..Sources::default()
    }
}

/// The settings of a file, or of the project's, or none.
pub fn load(
    results: &Results,
    files: &mut Files,
    common: &Common,
    named: Option<&PathBuf>,
    output: &Output,
) -> Result<Settings, Stop> {
    let own = common.project.join(AUDIT_FILE);
    let path = named.cloned().or_else(|| own.exists().then_some(own));
    let Some(path) = path else {
        return Ok(Settings::default());
    };
    Settings::load(files, results, &path).map_err(|findings| {
        let _ = output.findings(&findings, files);
        Stop::Input
    })
}

/// The plan of what is varied; `usual` says that nobody chose it.
fn plan(
    results: &Results,
    files: &mut Files,
    edition: &EditionResults,
    model: &Model,
    (settings, usual): (&Settings, bool),
    output: &Output,
) -> Result<Plan, Stop> {
    let mut sources = settings.sources.clone();
    if let Some(text) = &settings.assessors {
        sources.assessors = Some(match error_rate(text) {
            Ok(Some(rate)) => AssessorNoise::Rate(rate),
            Ok(None) => {
                let named = Some(edition.id.as_str());
                let (_, survey) = agreement::survey(results, files, named, output)?;
                AssessorNoise::Observed(survey.pairs())
            }
            Err(error) => return Err(Stop::Usage(error.to_string())),
        });
    }
    // A scale is only changed where there is one.
    let scaled = model
        .nodes
        .iter()
        .flat_map(|node| &node.parts)
        .any(|part| part.scale != Scale::AsTheyAre);
    if !scaled && usual {
        sources.normalisation.clear();
    }
    let cells = if sources.assessors.is_some() || sources.bodies {
        Cells::of(results, edition, model, sources.assessors.as_ref())
    } else {
        Cells::default()
    };
    Ok(Plan::of(model, Some(&edition.rubric), cells, sources))
}
