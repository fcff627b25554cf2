//! `chart`: one picture of an edition as SVG or PNG, or what it shows as CSV, by the ending of the file; or all pictures
//! with a page that shows them.

use super::Stop;
use super::arguments::Chart;
use super::audit::Common;
use super::audit::charted::Of;
use super::output::{Output, known};
use super::table;
use crate::chart::{Chart as Drawable, Fonts, Palette, Style, Svg, Theme};
use crate::diagnostic::{Sources, did_you_mean, one_of};
use crate::project::EntityId;
use crate::report::figures::{ChartKind, ChartOrder, OrderError, Size, Wish};
use crate::report::{PNG_SCALE, Words, gallery};
use crate::results::Results;
use crate::results::indices;
use std::path::Path;

/// The word that asks for all charts.
const GALLERY: &str = "gallery";

pub fn run(command: &Chart, output: &Output) -> Result<(), Stop> {
    let words = words(&command.lang)?;
    let fonts = fonts(command)?;
    if command.what == GALLERY {
        return all(command, &words, &fonts, output);
    }
    let ending = Ending::of(&command.output)?;
    let file = is_chart_file(&command.what);
    let kind = if file {
        None
    } else {
        Some(kind(&command.what)?)
    };
    let (results, mut sources) = output.results_in(&command.project, &command.lang)?;
    let words = words.speaking_of(results.own_words());
    let mut order = match kind {
        Some(kind) => ChartOrder::of(kind),
        None => load(&mut sources, &results, Path::new(&command.what), output)?,
    };
    refine(&mut order, command, &results)?;
    honoured(&order, command, ending)?;
    if order.kind == ChartKind::Ladder {
        priced(&order, &results, &mut sources, &words, output)?;
    }
    let of = Of {
        results: &results,
        files: &mut sources,
        common: Common::of(&command.project, order.index.as_deref()),
        edition: order.edition.clone(),
        words: &words,
        output,
    };
    let data = data(&order, command, of)?;
    if ending == Ending::Csv {
        return write_table(output, &command.output, &*data);
    }
    let svg = data.draw(&order.style);
    if let Some(height) = order.style.height.filter(|height| svg.height > *height) {
        output.remark(&format!(
            "remark: the chart needs {} pixels of height, more than the {height} asked for",
            svg.height
        ));
    }
    write_with(output, &command.output, ending, &svg, &fonts)
}

/// What a chart shows, from the results or from an audit of them.
fn data(order: &ChartOrder, command: &Chart, mut of: Of<'_>) -> Result<Box<dyn Drawable>, Stop> {
    let words = of.words;
    let data: Box<dyn Drawable> = match order.kind {
        ChartKind::Reliability => Box::new(of.reliability()?),
        ChartKind::RankIntervals => Box::new(of.rank_intervals()?),
        ChartKind::Ranking | ChartKind::Card if command.range => {
            let view = order.view(of.results, words);
            let view = view.ok_or_else(|| stopped(&OrderError::NoScores))?;
            of.common.index = Some(view.index.name.clone());
            of.edition = Some(view.edition.id.to_string());
            let (ranges, what) = of.ranges()?;
            let data = order.data_with_ranges(view, &ranges, what);
            data.map_err(|error| stopped(&error))?
        }
        _ => {
            let data = order.data(of.results, words);
            return data.map_err(|error| stopped(&error));
        }
    };
    Ok(order.with_words(data, words))
}

/// Says what is wrong with the costs of the project, which a ladder is planned by.
fn priced(
    order: &ChartOrder,
    results: &Results,
    sources: &mut Sources,
    words: &Words,
    output: &Output,
) -> Result<(), Stop> {
    let Some(view) = order.view(results, words) else {
        return Ok(());
    };
    super::plan::costs(sources, results, view.edition, None, output).map(|_| ())
}

/// Refuses what the kind of chart cannot grant, instead of dropping it.
fn honoured(order: &ChartOrder, command: &Chart, ending: Ending) -> Result<(), Stop> {
    if command.png {
        let why = "`--png` goes with a gallery\n  help: let the output end in `.png`";
        return Err(Stop::Usage(why.to_string()));
    }
    let wishes = [
        (Wish::Entity, !order.chosen.entities.is_empty()),
        (Wish::Highlight, !order.chosen.highlight.is_empty()),
        (Wish::Palette, command.palette.is_some()),
        (Wish::Size, command.size.is_some()),
        (Wish::Range, command.range),
    ];
    let asked = wishes.into_iter().filter(|(_, asked)| *asked);
    let refused = asked.filter_map(|(wish, _)| Some((wish, order.kind.refuses(wish)?)));
    if let Some((wish, (why, help))) = refused.into_iter().next() {
        let option = wish.name();
        let help = help.replace(&format!("`{option}`"), &format!("`--{option}`"));
        let help = help.replace("with `entity`", "with `--entity`");
        return Err(Stop::Usage(format!("{why}\n  help: {help}")));
    }
    let looks = [
        ("--palette", command.palette.is_some()),
        ("--theme", command.theme.is_some()),
        ("--size", command.size.is_some()),
        ("--font", !command.font.is_empty()),
    ];
    let looks = looks.into_iter().find(|(_, asked)| *asked);
    match looks.filter(|_| ending == Ending::Csv) {
        Some((option, _)) => Err(Stop::Usage(format!(
            "`{option}` changes nothing in a table\n  help: leave it out, or write an .svg or .png file"
        ))),
        None => Ok(()),
    }
}

fn stopped(error: &OrderError) -> Stop {
    Stop::Usage(format!("{error}\n  help: {}", error.help()))
}

/// Reads a chart file, or shows what is wrong with it.
pub fn load(
    sources: &mut Sources,
    results: &Results,
    path: &Path,
    output: &Output,
) -> Result<ChartOrder, Stop> {
    match ChartOrder::load(sources, results, path) {
        Ok(order) => Ok(order),
        Err(findings) => {
            output.findings(&findings, sources)?;
            Err(Stop::Input)
        }
    }
}

/// What is written of a chart, by the ending of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The drawing.
    Svg,
    /// The drawing, rasterised.
    Png,
    /// Its table.
    Csv,
}

impl Ending {
    /// The ending of a file, or what to say when it says nothing.
    pub fn of(path: &Path) -> Result<Ending, Stop> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("png") => Ok(Ending::Png),
            Some("svg") => Ok(Ending::Svg),
            Some("csv") => Ok(Ending::Csv),
            _ => Err(Stop::Usage(format!(
                "`{}` is neither .svg, .png nor .csv\n  help: the ending of the file says what is written; write \
                 `chart.svg` or `chart.png` for the picture, `chart.csv` for its table",
                path.display()
            ))),
        }
    }
}

/// Writes a chart to its file.
pub fn write(
    output: &Output,
    path: &Path,
    ending: Ending,
    data: &dyn Drawable,
) -> Result<(), Stop> {
    if ending == Ending::Csv {
        return write_table(output, path, data);
    }
    let svg = data.draw(&Style::default());
    write_with(output, path, ending, &svg, &Fonts::built_in())
}

/// Writes what a chart shows.
fn write_table(output: &Output, path: &Path, data: &dyn Drawable) -> Result<(), Stop> {
    let shown = data.table();
    let head: Vec<&str> = shown.head.iter().map(String::as_str).collect();
    output.write(path, table::csv(&head, &shown.rows).as_bytes())
}

fn write_with(
    output: &Output,
    path: &Path,
    ending: Ending,
    svg: &Svg,
    fonts: &Fonts,
) -> Result<(), Stop> {
    let bytes = if ending == Ending::Png {
        warn_of_missing(output, &fonts.lack(&svg.missing));
        svg.png_with(PNG_SCALE, fonts)
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

/// Says which characters no font here can draw.
pub fn warn_of_missing(output: &Output, missing: &[char]) {
    const MOST: usize = 12;
    if missing.is_empty() {
        return;
    }
    let shown = missing.iter().take(MOST);
    let mut list: Vec<String> = shown
        .map(|c| format!("{c} (U+{:04X})", u32::from(*c)))
        .collect();
    if missing.len() > MOST {
        list.push(format!("{} more", missing.len() - MOST));
    }
    output.remark(&format!(
        "warning: the font has no sign for {}; the SVG is complete, the PNG shows boxes\n  help: give a font that has \
         them: `clearwatt chart … --font FILE.ttf`",
        list.join(", ")
    ));
}

/// Every chart there is something to show in, and a page with all of them.
fn all(command: &Chart, words: &Words, fonts: &Fonts, output: &Output) -> Result<(), Stop> {
    if command.range {
        return Err(Stop::Usage(
            "a gallery shows no ranges\n  help: draw `ranking` or `card` with `--range`"
                .to_string(),
        ));
    }
    let (results, mut sources) = output.results_in(&command.project, &command.lang)?;
    let mut order = ChartOrder::of(ChartKind::Ranking);
    refine(&mut order, command, &results)?;
    priced(&order, &results, &mut sources, words, output)?;
    let mut gallery = gallery::gallery(&order, &results, words);
    for kind in ChartKind::all().filter(|kind| kind.of_audit()) {
        order.kind = kind;
        let mut of = Of {
            results: &results,
            files: &mut sources,
            common: Common::of(&command.project, order.index.as_deref()),
            edition: order.edition.clone(),
            words,
            output,
        };
        if of.can_show(kind)? {
            gallery.add(kind, &*data(&order, command, of)?, &order.style);
        }
    }
    if gallery.charts.is_empty() {
        return Err(stopped(&OrderError::NoScores));
    }
    if gallery.left_out > 0 {
        output.remark(&format!(
            "remark: {} more entities have no charts of their own here; choose them with `--entity`",
            gallery.left_out
        ));
    }
    let pictures = if command.png {
        warn_of_missing(output, &fonts.lack(&gallery.missing()));
        gallery.pictures(fonts)
    } else {
        Ok(Vec::new())
    };
    // Everything is made before anything is written.
    let pictures = pictures.map_err(|error| Stop::Usage(error.to_string()))?;
    let page = gallery.page(words);
    let page = page.map_err(|error| Stop::Usage(error.to_string()))?;
    for chart in &gallery.charts {
        let path = command.output.join(format!("{}.svg", chart.file));
        output.write(&path, chart.svg.text.as_bytes())?;
    }
    for (chart, picture) in gallery.charts.iter().zip(pictures) {
        output.write(
            &command.output.join(format!("{}.png", chart.file)),
            &picture,
        )?;
    }
    output.write(&command.output.join("index.html"), page.as_bytes())
}

fn is_chart_file(what: &str) -> bool {
    let ending = Path::new(what)
        .extension()
        .and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| matches!(ending.to_ascii_lowercase().as_str(), "yaml" | "yml"))
}

fn kind(name: &str) -> Result<ChartKind, Stop> {
    let names = || ChartKind::all().map(ChartKind::name).chain([GALLERY]);
    ChartKind::named(name).ok_or_else(|| {
        let help = did_you_mean(name, names()).unwrap_or_else(|| {
            format!(
                "there is {}, or a chart file that ends in .yaml",
                one_of(names())
            )
        });
        Stop::Usage(format!("there is no chart `{name}`\n  help: {help}"))
    })
}

/// Puts what the command line says over what the order says so far.
fn refine(order: &mut ChartOrder, command: &Chart, results: &Results) -> Result<(), Stop> {
    if let Some(index) = &command.index {
        let indices = indices(results);
        known("index", index, indices.iter().map(|(name, _)| *name))?;
        order.index = Some(index.clone());
    }
    if let Some(edition) = &command.edition {
        let ids = results.editions.iter().map(|edition| edition.id.as_str());
        known("edition", edition, ids)?;
        order.edition = Some(edition.clone());
    }
    if !command.entity.is_empty() {
        order.chosen.entities = entities(&command.entity, results)?;
    }
    if !command.highlight.is_empty() {
        order.chosen.highlight = entities(&command.highlight, results)?;
    }
    if let Some(name) = &command.palette {
        let named = Palette::ALL.into_iter().find(|(known, _)| known == name);
        order.palette = named.map_or(order.palette, |(_, palette)| palette);
    }
    if let Some(size) = &command.size {
        let size = Size::parse(size).ok_or_else(|| {
            Stop::Usage(format!(
                "`{size}` is no size\n  help: write {}",
                Size::expected()
            ))
        })?;
        order.style.width = size.width;
        order.style.height = size.height;
    }
    if let Some(name) = &command.theme {
        let named = Theme::FIXED.into_iter().find(|(known, _)| known == name);
        order.style.theme = named.map_or(order.style.theme, |(_, theme)| theme);
    }
    Ok(())
}

/// The entities of some codes or names, separated by commas too.
fn entities(texts: &[String], results: &Results) -> Result<Vec<EntityId>, Stop> {
    let entities = &results.project.entities;
    let resolve = |text: &str| {
        let id = entities.resolve(text.trim());
        id.map_err(|unknown| Stop::Usage(format!("{unknown}\n  help: {}", unknown.help)))
    };
    let mut found = Vec::new();
    for text in texts {
        // A name may hold a comma itself.
        match entities.resolve(text) {
            Ok(id) => found.push(id),
            Err(_) => {
                for part in text.split(',') {
                    found.push(resolve(part)?);
                }
            }
        }
    }
    Ok(found)
}

fn fonts(command: &Chart) -> Result<Fonts, Stop> {
    let mut fonts = Fonts::built_in();
    for path in &command.font {
        let failed =
            |reason: String| Stop::Usage(format!("cannot use `{}`: {reason}", path.display()));
        let bytes = std::fs::read(path).map_err(|error| {
            let words = error.to_string();
            let reason = words.split(" (os error").next().unwrap_or_default();
            failed(reason.to_lowercase())
        })?;
        fonts = fonts
            .with(bytes)
            .map_err(|error| failed(error.to_string()))?;
    }
    Ok(fonts)
}
