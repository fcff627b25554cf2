//! What charts show of audits: intervals of ranks, plausible ranges of scores, agreement. The project is read once, by
//! whoever draws.

use super::robustness::{Start, Varied, replicates, start, watched};
use super::{Common, Output, Stop, agreement, model, one_edition};
use crate::analysis::audit::agreement::report::tables;
use crate::analysis::audit::figure::quantile;
use crate::analysis::audit::robustness::run::Replicates;
use crate::analysis::audit::series::Testing;
use crate::chart::{RankIntervalsData, ReliabilityData};
use crate::diagnostic::Sources as Files;
use crate::project::EntityId;
use crate::report::figures::ChartKind;
use crate::report::{View, Words, figures};
use crate::results::Results;

/// Where the data of a chart come from.
pub struct Of<'a> {
    pub results: &'a Results,
    pub files: &'a mut Files,
    /// The project and the index.
    pub common: Common,
    /// The edition; the latest that has what the chart shows when left out.
    pub edition: Option<String>,
    pub words: &'a Words,
    pub output: &'a Output,
}

/// Lowest and highest plausible score of each entity.
pub type Ranges = Vec<(EntityId, (f64, f64))>;

impl Of<'_> {
    /// Whether the project has what a chart of an audit needs.
    pub fn can_show(&mut self, kind: ChartKind) -> Result<bool, Stop> {
        if kind == ChartKind::Reliability {
            let edition = self.edition.as_deref();
            let found = agreement::try_survey(self.results, self.files, edition, self.output)?;
            return Ok(found.is_ok());
        }
        let place = one_edition(self.results, &self.common, self.edition.as_deref());
        Ok(place.is_ok_and(|(edition, index)| model(self.results, edition, index).is_ok()))
    }

    /// Intervals of ranks, as the settings of the project vary choices.
    pub fn rank_intervals(&mut self) -> Result<RankIntervalsData, Stop> {
        let varied = Varied {
            edition: self.edition.clone(),
            ..Varied::default()
        };
        let start = start(self.results, self.files, &self.common, &varied, self.output)?;
        let found = watched(&start, replicates(None, &start)?, self.output);
        let data = intervals(self.results, &start, &found, self.words);
        data.ok_or_else(nobody_ranked)
    }

    /// Plausible scores of every entity, from the 5th to the 95th percentile of the replicates, and what they rest on:
    /// the errors of assessors where several assessed the same, and the sampled bodies. Weights are a choice and not an
    /// error; `audit robustness` varies them.
    pub fn ranges(&mut self) -> Result<(Ranges, String), Stop> {
        let edition = self.edition.as_deref();
        let several = agreement::try_survey(self.results, self.files, edition, self.output)?;
        let varied = Varied {
            edition: self.edition.clone(),
            assessors: several.is_ok().then(|| "observed".to_string()),
            bodies: true,
            ..Varied::default()
        };
        let start = start(self.results, self.files, &self.common, &varied, self.output)?;
        let found = watched(&start, replicates(None, &start)?, self.output);
        let entities = start.model.entities.iter().enumerate();
        let ranges = entities.filter_map(|(at, entity)| {
            let scores = found.scores_of(at);
            let range = (quantile(&scores, 0.05)?, quantile(&scores, 0.95)?);
            Some((entity.clone(), range))
        });
        let ranges: Ranges = ranges.collect();
        if ranges.iter().all(|(_, (low, high))| low == high) {
            return Err(Stop::Usage(
                "there is nothing that plausible ranges could rest on: no disclosure has two assessors or a sample of bodies\n  help: leave out `--range`, or have some disclosures assessed twice (`assessments:` in clearwatt.yaml)"
                    .to_string(),
            ));
        }
        let what = self.words.say(
            "plausible_range",
            &[
                ("varied", &in_words(&start, self.words)),
                ("count", &found.count()),
            ],
        );
        Ok((ranges, what))
    }

    /// How far assessors agree, with the usual intervals.
    pub fn reliability(&mut self) -> Result<ReliabilityData, Stop> {
        let edition = self.edition.as_deref();
        let (edition, survey) = agreement::survey(self.results, self.files, edition, self.output)?;
        let testing = Testing {
            confidence: 0.95,
            replicates: 999,
            seed: 1,
        };
        let tables = tables(&survey, &edition.rubric, None, testing);
        let index = agreement::index(edition, self.common.index.as_deref())?;
        let view = index.and_then(|index| View::of(self.results, edition, index, self.words));
        let data = view.and_then(|view| agreement::shown(view, &survey, &tables, testing));
        data.ok_or_else(agreement::nothing)
    }
}

/// What the chart of a run shows.
pub fn intervals(
    results: &Results,
    start: &Start,
    found: &Replicates,
    words: &Words,
) -> Option<RankIntervalsData> {
    let model = &start.model;
    let mut editions = results.editions.iter();
    let edition = editions.find(|edition| edition.id.as_str() == model.edition)?;
    let view = View::of(results, edition, &model.index, words)?;
    figures::rank_intervals(
        view,
        model,
        &start.plan,
        found,
        &in_words(start, words),
        start.seed,
    )
}

/// There are scores, but no ranks.
pub fn nobody_ranked() -> Stop {
    Stop::Usage(
        "nobody has a rank to draw\n  help: ranks need scores of at least one entity; `clearwatt score` shows them"
            .to_string(),
    )
}

/// What is varied, in the reader's words.
fn in_words(start: &Start, words: &Words) -> String {
    let sources = start.plan.sources.named().into_iter();
    let varied: Vec<String> = sources
        .map(|source| words.say(&format!("varied_{}", source.name()), &[]))
        .collect();
    varied.join(", ")
}
