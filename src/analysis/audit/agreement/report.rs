//! The tables about agreement: coefficients with intervals, pairs of assessors, confusion, rules that are read in different
//! ways, and what to settle first.

use super::adjudication::adjudication;
use super::answers::{Question, questions};
use super::coefficients::{agreement, cohen, fleiss, gwet, linear, weights};
use super::krippendorff::alpha;
use super::survey::{Survey, decision};
use super::{Measure, Ratings};
use crate::analysis::audit::bootstrap::percentile_interval;
use crate::analysis::audit::figure::Figure;
use crate::analysis::audit::model::Model;
use crate::analysis::audit::series::Testing;
use crate::analysis::audit::table::{Cell, Table};
use crate::language::rubric::Rubric;
use indexmap::IndexMap;

/// All tables about the agreement of a survey. `model` is the index whose points are at stake; without one all indicators
/// weigh the same.
pub fn tables(
    survey: &Survey,
    rubric: &Rubric,
    model: Option<&Model>,
    testing: Testing,
) -> Vec<Table> {
    let questions = questions(survey, rubric);
    vec![
        answers(&questions, testing),
        coefficients(survey, testing),
        pairs(survey, &questions),
        confusion(&questions),
        rules(survey, rubric),
        adjudication(survey, &questions, rubric, model),
    ]
}

/// The ratings of one criterion.
fn ratings(survey: &Survey, criterion: usize) -> Ratings {
    let values: Vec<Vec<Option<f64>>> = survey
        .units
        .iter()
        .map(|unit| {
            let of = |rating: &Option<super::survey::Rating>| {
                let criterion = rating.as_ref()?.criteria.get(criterion)?;
                criterion.map(|(level, _)| level)
            };
            unit.ratings.iter().map(of).collect()
        })
        .collect();
    let declared = survey
        .criteria
        .get(criterion)
        .map_or(&[][..], |(_, levels)| levels);
    Ratings::new(&values, declared)
}

/// The ratings of the score.
fn scores(survey: &Survey) -> Ratings {
    let values: Vec<Vec<Option<f64>>> = survey
        .units
        .iter()
        .map(|unit| {
            let of = |rating: &Option<super::survey::Rating>| rating.as_ref().map(|r| r.score);
            unit.ratings.iter().map(of).collect()
        })
        .collect();
    Ratings::new(&values, &[])
}

type Coefficient = (&'static str, Box<dyn Fn(&Ratings) -> Figure>);

/// All coefficients, each as a function of the ratings.
fn all() -> Vec<Coefficient> {
    let mut all: Vec<Coefficient> = vec![
        (
            "percent_agreement",
            Box::new(|ratings| agreement(ratings, &weights(Measure::Nominal, &ratings.levels))),
        ),
        (
            "fleiss_kappa",
            Box::new(|ratings| fleiss(ratings, &weights(Measure::Nominal, &ratings.levels))),
        ),
        (
            "gwet_ac1",
            Box::new(|ratings| gwet(ratings, &weights(Measure::Nominal, &ratings.levels))),
        ),
        (
            "gwet_ac2_ordinal",
            Box::new(|ratings| gwet(ratings, &weights(Measure::Ordinal, &ratings.levels))),
        ),
    ];
    for (name, measure) in [
        ("alpha_nominal", Measure::Nominal),
        ("alpha_ordinal", Measure::Ordinal),
        ("alpha_interval", Measure::Interval),
    ] {
        all.push((name, Box::new(move |ratings| alpha(ratings, measure))));
    }
    all
}

/// The coefficients of one thing that was rated.
fn coefficient_rows(
    table: &mut Table,
    of: &str,
    ratings: &Ratings,
    coefficients: Vec<Coefficient>,
    testing: Testing,
) {
    let units = ratings.pairable();
    for (coefficient, value) in coefficients {
        let found = value(ratings);
        let interval = found.as_ref().map_err(Clone::clone).and_then(|_| {
            percentile_interval(
                ratings.units.len(),
                testing.replicates,
                testing.seed,
                testing.confidence,
                &|drawn| value(&ratings.of(drawn)),
            )
        });
        let end = |of: &dyn Fn(&crate::analysis::audit::bootstrap::Interval) -> f64| {
            let end = interval.as_ref().map(of).map_err(Clone::clone);
            Cell::figure(&end, 3)
        };
        table.rows.push(vec![
            Cell::text(of),
            Cell::text(coefficient),
            Cell::count(units),
            Cell::figure(&found, 3),
            end(&|interval| interval.low),
            end(&|interval| interval.high),
        ]);
    }
}

fn answers(questions: &[Question], testing: Testing) -> Table {
    let mut table = Table::new(
        "answers",
        "Agreement of assessors, question by question",
        "(observed − chance) / (1 − chance), each coefficient with its own idea of chance; alpha: 1 − observed / expected disagreement",
        "Fleiss 1971; Krippendorff 2011; Gwet 2008, 2014; intervals: percentiles of resampled disclosures (Efron and Tibshirani 1993)",
        &["question", "coefficient", "units", "value", "low", "high"],
    );
    table.note("Units are the disclosures about which two or more assessors were asked the question; what was not asked is no agreement. Sets of answers are equal or not.");
    for question in questions {
        let means_something = |name: &str| match name {
            "gwet_ac2_ordinal" | "alpha_ordinal" => question.ordered,
            "alpha_interval" => question.measured,
            _ => true,
        };
        let coefficients = all().into_iter().filter(|(name, _)| means_something(name));
        coefficient_rows(
            &mut table,
            &question.name,
            &question.ratings,
            coefficients.collect(),
            testing,
        );
    }
    table
}

fn coefficients(survey: &Survey, testing: Testing) -> Table {
    let mut table = Table::new(
        "coefficients",
        "What follows from the answers: agreement criterion by criterion",
        "(observed − chance) / (1 − chance), each coefficient with its own idea of chance; alpha: 1 − observed / expected disagreement",
        "Fleiss 1971; Krippendorff 2011; Gwet 2008, 2014; intervals: percentiles of resampled disclosures (Efron and Tibshirani 1993)",
        &["criterion", "coefficient", "units", "value", "low", "high"],
    );
    table.note(format!(
        "{} assessors: {}. {} resamples, seed {}, {} % intervals.",
        survey.assessors.len(),
        survey.assessors.join(", "),
        testing.replicates,
        testing.seed,
        testing.confidence * 100.0
    ));
    table.note("A criterion counts where its own question was put to two or more assessors. Levels are compared as the rules gave them, before adjustments. Krippendorff asks for alpha ≥ 0.8, and for tentative conclusions ≥ 0.667.");
    let criteria = (0..survey.criteria.len()).map(|at| {
        let name = survey
            .criteria
            .get(at)
            .map_or("", |(name, _)| name.as_str());
        (name, ratings(survey, at), all())
    });
    let score = all()
        .into_iter()
        .filter(|(name, _)| matches!(*name, "percent_agreement" | "alpha_interval"));
    for (name, ratings, coefficients) in
        criteria.chain([("score", scores(survey), score.collect::<Vec<_>>())])
    {
        coefficient_rows(&mut table, name, &ratings, coefficients, testing);
    }
    table
}

fn pairs(survey: &Survey, questions: &[Question]) -> Table {
    let mut table = Table::new(
        "pairs",
        "Agreement of pairs of assessors about answers",
        "Cohen's kappa, unweighted and, where answers have an order, with linear and quadratic weights",
        "Cohen 1960, 1968; Cicchetti and Allison 1971",
        &[
            "question",
            "first",
            "second",
            "units",
            "agreement",
            "kappa",
            "kappa_linear",
            "kappa_quadratic",
        ],
    );
    for question in questions {
        for (first, one) in survey.assessors.iter().enumerate() {
            for (second, other) in survey.assessors.iter().enumerate().skip(first + 1) {
                let pair = question.ratings.pair(first, second);
                if pair.pairable() == 0 {
                    continue;
                }
                let nominal = weights(Measure::Nominal, &pair.levels);
                let weighted = |weights: &[Vec<f64>]| match question.ordered {
                    true => Cell::figure(&cohen(&pair, weights), 3),
                    false => Cell::Empty,
                };
                table.rows.push(vec![
                    Cell::text(question.name.as_str()),
                    Cell::text(one.as_str()),
                    Cell::text(other.as_str()),
                    Cell::count(pair.pairable()),
                    Cell::figure(&agreement(&pair, &nominal), 3),
                    Cell::figure(&cohen(&pair, &nominal), 3),
                    weighted(&linear(&pair.levels)),
                    weighted(&weights(Measure::Interval, &pair.levels)),
                ]);
            }
        }
    }
    table
}

/// How often two assessors gave a unit these two levels, for all pairs of assessors: `counts[a][b]`, in both orders.
fn crossed(ratings: &Ratings) -> Vec<Vec<u64>> {
    let size = ratings.levels.len();
    let mut counts = vec![vec![0; size]; size];
    for unit in &ratings.units {
        let rated: Vec<usize> = unit.iter().flatten().copied().collect();
        for (at, first) in rated.iter().enumerate() {
            for second in &rated[at + 1..] {
                counts[*first][*second] += 1;
                counts[*second][*first] += 1;
            }
        }
    }
    counts
}

fn confusion(questions: &[Question]) -> Table {
    let mut table = Table::new(
        "confusion",
        "Confusion: which answers stand beside which",
        "pairs of answers of two assessors about one disclosure, either way round",
        "counts",
        &["question", "answer", "other_answer", "pairs", "share"],
    );
    for question in questions {
        let counts = crossed(&question.ratings);
        // Pairs of unlike answers are counted in both orders, pairs of like ones twice in one place.
        let all: u64 = counts.iter().flatten().sum::<u64>() / 2;
        for (first, answer) in question.answers.iter().enumerate() {
            for (second, other) in question.answers.iter().enumerate().skip(first) {
                let found = counts[first][second];
                let pairs = if first == second { found / 2 } else { found };
                if pairs > 0 {
                    table.rows.push(vec![
                        Cell::text(question.name.as_str()),
                        Cell::text(answer.as_str()),
                        Cell::text(other.as_str()),
                        Cell::Count(pairs),
                        Cell::number(pairs as f64 / all as f64, 3),
                    ]);
                }
            }
        }
    }
    table
}

fn rules(survey: &Survey, rubric: &Rubric) -> Table {
    let mut table = Table::new(
        "rules",
        "Rules that were read in different ways",
        "pairs of ratings of one unit that differ, by what decided each",
        "counts; where one pair of rules leads, its text is vague",
        &["criterion", "one", "other", "pairs"],
    );
    let mut counts: IndexMap<(usize, String, String), usize> = IndexMap::new();
    for (at, criterion) in rubric.criteria.iter().enumerate() {
        for unit in &survey.units {
            let of = |rating: &super::survey::Rating| rating.criteria.get(at).copied().flatten();
            let given: Vec<_> = unit.ratings.iter().flatten().filter_map(of).collect();
            for (place, (level, by)) in given.iter().enumerate() {
                for (other, other_by) in &given[place + 1..] {
                    if level == other {
                        continue;
                    }
                    let mut two = [
                        (level, decision(criterion, *level, *by)),
                        (other, decision(criterion, *other, *other_by)),
                    ];
                    two.sort_by(|a, b| b.0.total_cmp(a.0));
                    let [(_, one), (_, two)] = two;
                    *counts.entry((at, one, two)).or_default() += 1;
                }
            }
        }
    }
    counts.sort_by(|a, count_a, b, count_b| count_b.cmp(count_a).then_with(|| a.cmp(b)));
    for ((at, one, two), count) in counts {
        let name = survey
            .criteria
            .get(at)
            .map_or("", |(name, _)| name.as_str());
        table.rows.push(vec![
            Cell::text(name),
            Cell::text(one),
            Cell::text(two),
            Cell::count(count),
        ]);
    }
    table
}
