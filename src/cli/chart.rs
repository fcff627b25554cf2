//! `chart`: one picture of an edition, as SVG or PNG by the ending of the file.

use super::Stop;
use super::arguments::{Chart, ChartKind};
use super::output::{Output, known};
use crate::chart::{self, Style, Svg};
use crate::project::EntityId;
use crate::report::figures::Selection;
use crate::report::{PNG_SCALE, View, Words, figures, indices};
use crate::results::Results;
use std::path::Path;

pub fn run(command: &Chart, output: &Output) -> Result<(), Stop> {
    let words = words(&command.lang)?;
    let png = is_png(&command.output)?;
    if command.kind == ChartKind::Waterfall && command.entity.len() != 1 {
        return Err(Stop::Usage(
            "a waterfall shows the change of one entity\n  help: name it, for example `--entity UA`"
                .to_string(),
        ));
    }
    let (results, _) = output.results(&command.project)?;
    let views = views(command, &results, &words)?;
    let entities = match views.first() {
        Some(view) => entities(command, *view)?,
        None => Vec::new(),
    };
    // Without a wish the latest edition that has what the chart shows.
    let svg = views
        .iter()
        .find_map(|view| draw(command, *view, &entities));
    let svg = svg.ok_or_else(|| nothing(command.kind, &views))?;
    write(output, &command.output, png, &svg)
}

/// Whether a chart is to be a PNG, by the ending of its file.
pub fn is_png(path: &Path) -> Result<bool, Stop> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending.map(str::to_ascii_lowercase).as_deref() {
        Some("png") => Ok(true),
        Some("svg") => Ok(false),
        _ => Err(Stop::Usage(format!(
            "`{}` is neither .svg nor .png\n  help: the ending of the file says what is drawn; write `chart.svg` or `chart.png`",
            path.display()
        ))),
    }
}

/// Writes a chart to its file.
pub fn write(output: &Output, path: &Path, png: bool, svg: &Svg) -> Result<(), Stop> {
    let bytes = if png {
        warn_of_missing(output, &svg.missing);
        svg.png(PNG_SCALE)
            .map_err(|error| Stop::Usage(error.to_string()))?
    } else {
        svg.text.clone().into_bytes()
    };
    output.write(path, &bytes)
}

/// The words of a language, or what to say when there are none.
pub fn words(language: &str) -> Result<Words, Stop> {
    Words::of(language).map_err(|error| Stop::Usage(format!("{error}\n  help: {}", error.help)))
}

/// Says which characters the font in the program cannot draw.
pub fn warn_of_missing(output: &Output, missing: &[char]) {
    if !missing.is_empty() {
        let list: Vec<String> = missing
            .iter()
            .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
            .collect();
        output.remark(&format!(
            "warning: the font has no sign for {}; the SVG is complete, the PNG shows boxes",
            list.join(", ")
        ));
    }
}

/// The index, and its editions from the latest one back, as far as they are asked for.
fn views<'a>(
    command: &Chart,
    results: &'a Results,
    words: &'a Words,
) -> Result<Vec<View<'a>>, Stop> {
    let indices = indices(results);
    if let Some(index) = &command.index {
        known("index", index, indices.iter().map(|(name, _)| *name))?;
    }
    if let Some(edition) = &command.edition {
        let ids = results.editions.iter().map(|edition| edition.id.as_str());
        known("edition", edition, ids)?;
    }
    let wanted =
        |wanted: &Option<String>, name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
    for (index, editions) in indices {
        if !wanted(&command.index, index) {
            continue;
        }
        let editions = editions.into_iter().rev();
        let views: Vec<View<'_>> = editions
            .filter(|edition| wanted(&command.edition, edition.id.as_str()))
            .filter_map(|edition| View::of(results, edition, index, words))
            .collect();
        if !views.is_empty() {
            return Ok(views);
        }
    }
    Err(Stop::Usage("there are no scores to draw".to_string()))
}

fn entities(command: &Chart, view: View<'_>) -> Result<Vec<EntityId>, Stop> {
    let mut entities = Vec::new();
    for text in &command.entity {
        let id = view.results.project.entities.resolve(text);
        let id = id.map_err(|unknown| Stop::Usage(unknown.to_string()))?;
        let mut editions = view.editions().into_iter();
        if !editions.any(|edition| edition.total(&id).is_some()) {
            return Err(Stop::Usage(format!(
                "{id} has no score in the index {}",
                view.index.name
            )));
        }
        entities.push(id);
    }
    Ok(entities)
}

fn draw(command: &Chart, view: View<'_>, entities: &[EntityId]) -> Option<Svg> {
    let style = Style::wide(command.width);
    let chosen = Selection::of(entities);
    match command.kind {
        ChartKind::Ranking => figures::ranking(view).map(|data| chart::ranking(&data, &style)),
        ChartKind::Heatmap => figures::heat_map(view).map(|data| chart::heat_map(&data, &style)),
        ChartKind::Criteria => {
            let everybody: Vec<EntityId>;
            let shown = if entities.is_empty() {
                let standings = view.standings().into_iter();
                everybody = standings.map(|row| row.entity.clone()).collect();
                &everybody
            } else {
                entities
            };
            figures::criteria(view, shown).map(|data| chart::criteria_profile(&data, &style))
        }
        ChartKind::Timeline => {
            figures::timeline(view, entities).map(|data| chart::timeline(&data, &style))
        }
        ChartKind::Dumbbell => figures::dumbbell(view).map(|data| chart::dumbbell(&data, &style)),
        ChartKind::Waterfall => {
            let data = figures::waterfall(view, entities.first()?)?;
            Some(chart::waterfall(&data, &style))
        }
        ChartKind::Funnel => {
            figures::funnel(view, &chosen).map(|data| chart::funnel(&data, &style))
        }
        ChartKind::Bodies => {
            figures::bodies(view, &chosen).map(|data| chart::bodies(&data, &style))
        }
        ChartKind::Contribution => {
            figures::contribution(view, &chosen).map(|data| chart::contribution(&data, &style))
        }
        ChartKind::Losses => {
            figures::losses(view, &chosen).map(|data| chart::losses(&data, &style))
        }
        ChartKind::Tiles => figures::tiles(view, &chosen).map(|data| chart::tiles(&data, &style)),
    }
}

/// Why there is nothing to draw.
fn nothing(kind: ChartKind, views: &[View<'_>]) -> Stop {
    let reason = match kind {
        ChartKind::Ranking => "nobody has a score",
        ChartKind::Heatmap => "no entity has scores of two categories",
        ChartKind::Criteria => {
            "criteria are known only where evidence was scored, not where scores were given"
        }
        ChartKind::Timeline => "there is one edition only",
        ChartKind::Dumbbell => "nobody has a score in two editions",
        ChartKind::Funnel => "no disclosure was scored by criteria",
        ChartKind::Bodies => {
            "an index with a cut by body, and an entity named with `--entity`, is needed"
        }
        ChartKind::Contribution => "the total is no weighted mean of parts with scores",
        ChartKind::Losses => {
            "weights of categories, an entity named with `--entity` and others to compare with are needed"
        }
        ChartKind::Tiles => "scores of indicators, and an entity named with `--entity`, are needed",
        ChartKind::Waterfall => {
            "a change is taken apart where the evidence of one entity was scored in two editions"
        }
    };
    let editions: Vec<&str> = views.iter().map(|view| view.edition.id.as_str()).collect();
    Stop::Usage(format!(
        "nothing to draw in {}: {reason}",
        editions.join(", ")
    ))
}
