//! `audit robustness`, and what it shares with `audit sensitivity`: the sources that are switched on.

use super::charted::{intervals, nobody_ranked};
use super::{Common, Output, Stop, agreement, model, one_edition, print};
use crate::analysis::audit::agreement::report::{crossed, ratings};
use crate::analysis::audit::model::{Model, Scale, Way};
use crate::analysis::audit::robustness::cells::Cells;
use crate::analysis::audit::robustness::plan::Plan;
use crate::analysis::audit::robustness::report::tables;
use crate::analysis::audit::robustness::run::{Replicates, run_watched};
use crate::analysis::audit::robustness::sources::{
    AssessorNoise, NoSetting, Sources, WeightNoise, absence, error_rate, leave_out, scale, way,
    weight_noise,
};
use crate::analysis::audit::settings::{AUDIT_FILE, Settings};
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
    #[arg(long, default_value = "en")]
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
    /// Choose between means: arithmetic, geometric, harmonic
    #[arg(long, value_delimiter = ',', value_name = "MEAN")]
    pub aggregation: Vec<String>,
    /// Choose between normalisations: min_max, z_score, percentile
    #[arg(long, value_delimiter = ',', value_name = "SCALE")]
    pub normalisation: Vec<String>,
    /// Let assessors err: `5%` of criteria get a neighbouring level, or as `observed`
    #[arg(long, value_name = "HOW")]
    pub assessors: Option<String>,
    /// Draw sampled bodies anew
    #[arg(long)]
    pub bodies: bool,
    /// Leave out nothing or one: `indicator`, or `part` of the total
    #[arg(long, value_name = "WHAT")]
    pub leave_out: Option<String>,
    /// Choose between treatments of absence: declared, zero, left_out
    #[arg(long, value_delimiter = ',', value_name = "HOW")]
    pub absence: Vec<String>,
    /// Where the random numbers start; the same seed gives the same result
    #[arg(long)]
    pub seed: Option<u64>,
    /// What to vary, when no option says so; audit.yaml beside clearwatt.yaml when left out
    #[arg(long, value_name = "FILE")]
    pub settings: Option<PathBuf>,
}

/// What a run starts from.
pub struct Start {
    pub model: Model,
    pub plan: Plan,
    pub settings: Settings,
    pub seed: u64,
}

pub fn run(command: &Arguments, output: &Output) -> Result<(), Stop> {
    let chart = command.chart.as_deref();
    let ending = chart.map(Ending::of).transpose()?;
    let words = words(&command.lang)?;
    let (results, mut files) = output.results(&command.common.project)?;
    let words = words.speaking_of(results.own_words());
    let start = start(
        &results,
        &mut files,
        &command.common,
        &command.varied,
        output,
    )?;
    let replicates = replicates(command.replicates, &start);
    let found = watched(&start, replicates, output);
    if let (Some(path), Some(ending)) = (chart, ending) {
        let data = intervals(&results, &start, &found, &words);
        let data = data.ok_or_else(nobody_ranked)?;
        write(output, path, ending, &data)?;
    }
    let tables = tables(&start.plan, &found, &start.model, start.seed);
    let mut settings = heading("robustness", &start);
    settings.insert("replicates".to_string(), json!(replicates));
    print::deliver(tables, &settings, &command.common, output)
}

/// How many replicates are made: as asked for, as the settings say, or 1000.
pub fn replicates(asked: Option<u64>, start: &Start) -> u64 {
    asked.or(start.settings.replicates).unwrap_or(1000)
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
    let settings = settings(results, files, common, varied, output)?;
    let plan = plan(results, files, edition, &model, &settings, output)?;
    let seed = varied.seed.or(settings.seed).unwrap_or(1);
    Ok(Start {
        model,
        plan,
        settings,
        seed,
    })
}

/// The settings of the file with those of the command line: any option about what is varied replaces them all.
fn settings(
    results: &Results,
    files: &mut Files,
    common: &Common,
    varied: &Varied,
    output: &Output,
) -> Result<Settings, Stop> {
    let mut settings = load(results, files, common, varied.settings.as_ref(), output)?;
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
    if sources.on().is_empty() && varied.assessors.is_none() {
        if settings.sources.on().is_empty() && settings.assessors.is_none() {
            settings.sources = usual();
        }
        return Ok(settings);
    }
    settings.sources = sources;
    settings.assessors.clone_from(&varied.assessors);
    Ok(settings)
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

/// The plan of what is varied.
pub fn plan(
    results: &Results,
    files: &mut Files,
    edition: &EditionResults,
    model: &Model,
    settings: &Settings,
    output: &Output,
) -> Result<Plan, Stop> {
    let mut sources = settings.sources.clone();
    if let Some(text) = &settings.assessors {
        sources.assessors = Some(match error_rate(text) {
            Ok(Some(rate)) => AssessorNoise::Rate(rate),
            Ok(None) => {
                let named = Some(edition.id.as_str());
                let (_, survey) = agreement::survey(results, files, named, output)?;
                let observed = (0..survey.criteria.len()).map(|at| {
                    let ratings = ratings(&survey, at);
                    let counts = crossed(&ratings);
                    (ratings.levels, counts)
                });
                AssessorNoise::Observed(observed.collect())
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
    if !scaled && settings.sources == usual() {
        sources.normalisation.clear();
    }
    let cells = if sources.assessors.is_some() || sources.bodies {
        Cells::of(results, edition, model)
    } else {
        Cells::default()
    };
    Ok(Plan::of(model, Some(&edition.rubric), cells, sources))
}
