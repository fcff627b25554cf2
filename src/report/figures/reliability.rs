//! How far assessors agree, criterion by criterion.

use crate::analysis::audit::agreement::survey::Survey;
use crate::analysis::audit::series::Testing;
use crate::analysis::audit::table::{Cell, Table};
use crate::chart::{ReliabilityData, ReliabilityRow};
use crate::language::number::Number;
use crate::language::syntax::{Precision, Rounding, RoundingMode};
use crate::report::View;
use std::fmt::Display;

/// From here agreement may carry tentative conclusions, and from there it is good (Krippendorff).
const TENTATIVE: &str = "0.667";
const GOOD: &str = "0.80";
/// The coefficient of criteria, whose levels have an order, and of the score, which has distances.
const OF_CRITERIA: &str = "alpha_ordinal";
const OF_SCORE: &str = "alpha_interval";
const SCORE: &str = "score";

/// The agreement of a survey of this view's edition. `coefficients` is the table of that name among those of the
/// agreement report, made with `testing`; its figures are shown, none is computed anew. `None` where the table has none.
pub fn reliability(
    view: View<'_>,
    survey: &Survey,
    coefficients: &Table,
    testing: Testing,
) -> Option<ReliabilityData> {
    let words = view.words;
    let all = |coefficient| figures(coefficients, coefficient);
    let mut found: Vec<Figures<'_>> = all(OF_CRITERIA);
    let criteria = found.len();
    found.extend(all(OF_SCORE).into_iter().filter(|row| row.of == SCORE));
    if found.is_empty() {
        return None;
    }
    let agreement = all("percent_agreement");
    let shown = |value: f64| -> String {
        number(value).map_or_else(String::new, |number| words.fixed(&number, 2))
    };
    let rows = found.iter().map(|row| {
        let name = if row.of == SCORE {
            words.say("score", &[])
        } else {
            view.node("criterion", row.of).to_string()
        };
        let figure = match (row.value, row.interval) {
            (Some(value), Some((low, high))) => {
                format!("{} ({}–{})", shown(value), shown(low), shown(high))
            }
            (Some(value), None) => shown(value),
            (None, _) => words.say("reliability_none", &[]),
        };
        let equal = agreement.iter().find(|other| other.of == row.of);
        let equal = equal.and_then(|other| number(other.value?));
        ReliabilityRow {
            name,
            value: row.value,
            interval: row.interval,
            shown: figure,
            agreement: equal.map_or_else(String::new, |share| {
                words.share(&share.rounded(Rounding {
                    mode: RoundingMode::HalfUp,
                    to: Precision::Decimals(2),
                }))
            }),
            units: row.units.to_string(),
        }
    });
    let rows: Vec<ReliabilityRow> = rows.collect();
    let written =
        |text: &str| Number::parse(text).map(|number| words.fixed(&number, decimals(text)));
    let threshold = |text: &str, key: &str| {
        let label = words.say(key, &[("value", &written(text)?)]);
        Some((text.parse::<f64>().ok()?, label))
    };
    let confidence =
        number(testing.confidence).map_or_else(String::new, |share| words.share(&share));
    let common = found.iter().map(|row| row.units).max().unwrap_or(0);
    let fill: [(&str, &dyn Display); 5] = [
        ("confidence", &confidence),
        ("units", &common),
        ("raters", &survey.assessors.len()),
        ("index", &view.index_name()),
        ("edition", &view.edition_name()),
    ];
    let fill_note: [(&str, &dyn Display); 2] =
        [("count", &testing.replicates), ("seed", &testing.seed)];
    let notes = vec![
        words.say("reliability_rare", &[]),
        words.say("reliability_score", &[]),
        words.say("reliability_resampled", &fill_note),
    ];
    Some(ReliabilityData {
        frame: view.frame(
            title(view, rows.get(..criteria).unwrap_or_default()),
            words.say("subtitle_reliability", &fill),
            notes,
        ),
        ticks: ticks(view, &rows),
        thresholds: [
            threshold(TENTATIVE, "reliability_tentative"),
            threshold(GOOD, "reliability_good"),
        ]
        .into_iter()
        .flatten()
        .collect(),
        heads: [
            words.say("reliability_alpha", &[("confidence", &confidence)]),
            words.say("reliability_equal", &[]),
            words.say("reliability_units", &[]),
        ],
        rows,
    })
}

/// What the table says of a criterion.
struct Figures<'a> {
    of: &'a str,
    units: u64,
    value: Option<f64>,
    interval: Option<(f64, f64)>,
}

fn figures<'a>(table: &'a Table, coefficient: &str) -> Vec<Figures<'a>> {
    let rows = table.rows.iter().filter_map(|row| match row.as_slice() {
        [
            Cell::Text(of),
            Cell::Text(name),
            Cell::Count(units),
            value,
            low,
            high,
        ] if name == coefficient => {
            let figure = |cell: &Cell| match cell {
                Cell::Number(value, _) => Some(*value),
                _ => None,
            };
            Some(Figures {
                of,
                units: *units,
                value: figure(value),
                interval: figure(low).zip(figure(high)),
            })
        }
        _ => None,
    });
    rows.collect()
}

/// A statistic as a number that can be printed; six decimals are more than any chart shows.
fn number(value: f64) -> Option<Number> {
    Number::parse(&format!("{value:.6}"))
}

fn decimals(text: &str) -> usize {
    text.split_once('.').map_or(0, |(_, after)| after.len())
}

/// Every fifth of the axis from −0.2 to 1, and further down where an interval reaches there.
fn ticks(view: View<'_>, rows: &[ReliabilityRow]) -> Vec<(f64, String)> {
    let ends = rows
        .iter()
        .flat_map(|row| [row.value, row.interval.map(|(low, _)| low)]);
    let lowest = ends.flatten().fold(-0.2, f64::min);
    let fifths = (lowest * 5.0).floor().clamp(-5.0, -1.0) as i64;
    (fifths..=5)
        .filter_map(|fifth| {
            let value = Number::whole(fifth).over(&Number::whole(5))?;
            Some((value.to_f64(), view.words.fixed(&value, 1)))
        })
        .collect()
}

/// The finding: on how many criteria agreement is good, and where it is least.
fn title(view: View<'_>, rows: &[ReliabilityRow]) -> String {
    let words = view.words;
    let good: f64 = GOOD.parse().unwrap_or(0.8);
    let known = || rows.iter().filter_map(|row| Some((row, row.value?)));
    // Agreement is good where the whole interval is.
    let surely = |row: &ReliabilityRow| row.interval.is_some_and(|(low, _)| low >= good);
    let reached = known().filter(|(row, _)| surely(row)).count();
    let least = known().min_by(|one, other| one.1.total_cmp(&other.1));
    let Some((least, value)) = least else {
        return words.say("title_reliability_none", &[]);
    };
    let value = number(value).map_or_else(String::new, |number| words.fixed(&number, 2));
    let all = rows.len();
    let fill: [(&str, &dyn Display); 3] =
        [("all", &all), ("criterion", &least.name), ("value", &value)];
    if reached == all {
        return words.say("title_reliability_all", &fill);
    }
    words.count("title_reliability", reached, &fill)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::audit::agreement::report::tables;
    use crate::report::figures::example::seen;

    #[test]
    fn the_figures_are_those_of_the_agreement_report() {
        let data = seen("eti-demo", "international-2023", |view| {
            let mut sources = crate::diagnostic::Sources::default();
            let sheets = crate::results::load_assessments(&mut sources, view.results).unwrap();
            let survey = Survey::of(view.results, view.edition, &sheets).unwrap();
            let testing = Testing {
                confidence: 0.95,
                replicates: 199,
                seed: 1,
            };
            let tables = tables(&survey, &view.edition.rubric, None, testing);
            let found = reliability(view, &survey, &tables[1], testing).unwrap();
            assert!(reliability(view, &survey, &tables[2], testing).is_none());
            found
        });
        // Six criteria and the score; 20 disclosures were rated by both, the two lists of assessments beside each other. 3 of
        // them are not out, so access, formats and content were asked about 17; 3 of these are texts, about whose periods
        // nobody asks: 14. Of 14 pairs 2 differ on frequency (86 % equal), of 17 pairs 4 on completeness (76 %).
        let told: Vec<_> = data
            .rows
            .iter()
            .map(|row| (row.agreement.as_str(), row.units.as_str()))
            .collect();
        assert_eq!(
            told[..3],
            [("100 %", "20"), ("100 %", "17"), ("100 %", "14")]
        );
        assert_eq!(told[3], ("86 %", "14"));
        assert_eq!(told[5], ("76 %", "17"));
        assert_eq!(told.len(), 7);
        // Perfect agreement is 1 by definition, whatever is drawn anew.
        assert_eq!(data.rows[0].shown, "1.00 (1.00–1.00)");
        assert_eq!(data.ticks.first().map(|(value, _)| *value), Some(-0.2));
        assert_eq!(data.ticks.last().unwrap().1, "1.0");
        assert_eq!(data.thresholds[0], (0.667, "0.667 tentative".to_string()));
        for row in &data.rows {
            let (low, high) = row.interval.unwrap();
            let value = row.value.unwrap();
            assert!(low <= value + 1e-9 && value <= high + 1e-9, "{row:?}");
        }
        assert_eq!(
            data.frame.title,
            "Assessors agree well on 4 of 6 criteria, least on Frequency (0.72)"
        );
    }
}
