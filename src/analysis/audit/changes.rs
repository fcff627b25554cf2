//! Whether a change between two editions is more than chance. What is tested is the change that can be compared: both
//! editions under the rules of the later one, on the indicators they share, the crosswalk applied.

use super::bootstrap::{Change, paired_change};
use super::figure::NoFigure;
use super::model::decimals;
use super::series::{Testing, asked, refusal, totals};
use super::table::{Cell, Table};
use crate::analysis::progress::{EntityProgress, Leaf, breaks, least_share, weights};
use crate::language::number::Number;
use crate::results::Results;
use std::collections::BTreeSet;

/// What a change is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'a> {
    /// The index.
    pub index: &'a str,
    /// The earlier edition, by its place in the results.
    pub from: usize,
    /// The later edition.
    pub to: usize,
}

/// The table of changes of all entities between two editions.
pub fn changes(results: &Results, pair: Pair<'_>, testing: Testing) -> Table {
    let name = |place: usize| {
        let edition = results.editions.get(place);
        edition.map_or("", |edition| edition.id.as_str())
    };
    let mut table = Table::new(
        "changes",
        format!("Changes from {} to {}", name(pair.from), name(pair.to)),
        "change of the total over the indicators both editions share, as their weighted mean difference; interval: percentiles of resampled indicators; p: resamples of differences moved to zero",
        "Efron and Tibshirani 1993, chapters 13 and 16; Davison and Hinkley 1997, section 4.4",
        &[
            "entity",
            "indicators",
            "share",
            "earlier",
            "later",
            "change",
            "low",
            "high",
            "p",
            "published_change",
        ],
    );
    let editions = [pair.from, pair.to];
    let found = match asked(results, pair.index, &editions) {
        Ok(found) => found,
        Err(why) => {
            table.note(format!("No test of a change: {why}."));
            return table;
        }
    };
    let new_method = breaks(results, &editions)
        .into_iter()
        .next()
        .map(|found| format!("the method changed from {} to {}", found.from, found.to));
    match &new_method {
        Some(how) => table.note(format!(
            "Between the editions {how}: both are scored by the rules of {}, on the indicators they share. Published scores cannot be compared.",
            name(pair.to)
        )),
        None => table.note("One method made both editions; `change` is over the indicators they share."),
    }
    if results
        .crosswalk
        .steps
        .iter()
        .any(|step| pair.from <= step.from && step.to <= pair.to)
    {
        table.note("Indicators are matched by the crosswalk.");
    }
    table.note(format!(
        "share: how much of the weight the shared indicators hold, in percent; below {}% nothing is compared.",
        least_share().times(&Number::whole(100)).fixed(0)
    ));
    table.note(format!(
        "{} resamples, seed {}, {}% intervals. Judge by p, never by whether two intervals overlap.",
        testing.replicates,
        testing.seed,
        testing.confidence * 100.0
    ));
    table.note("The indicators are taken as a sample of what might have been asked; the change of exactly these indicators is known without error.");
    let scores: Vec<f64> = found
        .entities
        .iter()
        .flat_map(|of| totals(of, false))
        .flatten()
        .collect();
    let decimals = decimals(&scores, None) + 1;
    for of in &found.entities {
        let mut row = vec![Cell::text(of.entity.as_str())];
        row.extend(tested(results, pair, of, (testing, decimals)));
        row.push(published(of, new_method.as_deref(), decimals));
        table.rows.push(row);
    }
    table
}

/// The cells from `indicators` to `p`.
fn tested(
    results: &Results,
    pair: Pair<'_>,
    of: &EntityProgress,
    (testing, decimals): (Testing, usize),
) -> Vec<Cell> {
    let none = |why: String| vec![Cell::None(why); 8];
    if let Some(why) = refusal(of) {
        return none(why);
    }
    let comparable = totals(of, true);
    let (Some(Some(earlier)), Some(Some(later))) = (comparable.first(), comparable.last()) else {
        return none("the shared indicators make no total in one of the editions".to_string());
    };
    let mut cells = vec![
        Cell::count(of.common.indicators.len()),
        Cell::number(of.common.share.to_f64() * 100.0, 0),
        Cell::number(*earlier, decimals),
        Cell::number(*later, decimals),
    ];
    match change(results, pair, of, testing) {
        Ok(found) => cells.extend([
            Cell::number(found.mean, decimals),
            Cell::number(found.interval.low, decimals),
            Cell::number(found.interval.high, decimals),
            Cell::number(found.p, 4),
        ]),
        Err(reason) => {
            cells.push(Cell::number(later - earlier, decimals));
            cells.extend(vec![Cell::None(reason.to_string()); 3]);
        }
    }
    cells
}

/// The change of one entity over the shared indicators, each with its weight in the total.
fn change(
    results: &Results,
    pair: Pair<'_>,
    of: &EntityProgress,
    testing: Testing,
) -> Result<Change, NoFigure> {
    let unknown = NoFigure::Undefined("the shared indicators have no weight in the total");
    let later = results.editions.get(pair.to);
    let index = later.and_then(|edition| edition.rubric.index(pair.index));
    let index = index.ok_or(unknown.clone())?;
    let leaves: BTreeSet<Leaf> = of
        .common
        .indicators
        .iter()
        .map(|id| Leaf::Indicator(*id))
        .collect();
    let weights = weights(index, &results.catalogue, &leaves, index.missing)
        .ok()
        .flatten()
        .ok_or(unknown)?;
    let (mut differences, mut kept) = (Vec::new(), Vec::new());
    for line in of.lines.iter().filter(|line| *line.level == *"indicator") {
        let score = |at: usize| line.comparable.get(at)?.as_ref()?.score.as_ref();
        let id = results.catalogue.indicator_id(&line.node);
        let weight = id.and_then(|id| weights.get(&Leaf::Indicator(id)));
        if let (Some(earlier), Some(later), Some(weight)) = (score(0), score(1), weight) {
            differences.push(later.minus(earlier).to_f64());
            kept.push(weight.to_f64());
        }
    }
    // In a sum, and where parts without a score count as zero, weights do not add up to 1.
    let all: f64 = kept.iter().sum();
    differences
        .iter_mut()
        .for_each(|difference| *difference *= all);
    paired_change(
        &differences,
        &kept,
        testing.replicates,
        testing.seed,
        testing.confidence,
    )
}

/// The change of the published totals, where one method made both.
fn published(of: &EntityProgress, new_method: Option<&str>, decimals: usize) -> Cell {
    if let Some(how) = new_method {
        return Cell::None(format!("{how}; published scores cannot be compared"));
    }
    let published = totals(of, false);
    match (published.first(), published.last()) {
        (Some(Some(earlier)), Some(Some(later))) => Cell::number(later - earlier, decimals),
        _ => Cell::None("there is a published score in one edition only".to_string()),
    }
}
