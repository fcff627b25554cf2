//! The method as a reader can check it: criteria as tables, formula, weights, grades, levels and what absences do.

use super::blocks::Filled;
use super::records::heads;
use super::section::Element;
use super::table::{Cell, Chip, Table};
use crate::language::rubric::{Criterion, CriterionBody, Expression, Level, Part, Rubric, Rule};
use crate::language::syntax::{AbsenceEffect, RankBasis, RoundingMode};
use crate::language::words::{condition, expression, formula as formula_in_words};
use crate::report::View;
use crate::report::methodology::indices::{rounded, weighted_parts};
use crate::report::words::aggregate;

/// The method in short: what it is called, when evidence was assessed, the formula, how scores go up, weights, grades.
pub(super) fn method(view: View<'_>) -> Filled {
    let words = view.words;
    let rubric = &view.edition.rubric;
    let mut elements = Vec::new();
    elements.extend(rubric.source.as_deref().map(Element::note));
    elements.extend(changes(view).into_iter().map(Element::text));
    let mut lines = rules(view);
    lines.extend(period(view));
    elements.extend([
        Element::text(words.say("method_criteria", &[])),
        Element::text(words.say("method_formula", &[])),
        Element::Formula {
            text: formula(view),
        },
        Element::List { lines },
    ]);
    let tables: Vec<Table> = weights(view).into_iter().chain(grades(view)).collect();
    if !tables.is_empty() {
        elements.push(Element::Tables { tables });
    }
    let title = format!(
        "{}: {}",
        words.say("section_method", &[]),
        view.method_name()
    );
    (title, elements)
}

/// From the first to the last day of assessment.
fn period(view: View<'_>) -> Option<String> {
    let words = view.words;
    let days = || {
        view.edition
            .sheets
            .iter()
            .filter_map(|sheet| sheet.assessed)
    };
    let (first, last) = (words.date(days().min()?), words.date(days().max()?));
    Some(if first == last {
        words.say("method_assessed_on", &[("date", &first)])
    } else {
        words.say("method_assessed", &[("from", &first), ("to", &last)])
    })
}

/// The criteria with all their rules, and what changes them afterwards.
pub(super) fn rules_in_full(view: View<'_>) -> Option<Filled> {
    let words = view.words;
    let rubric = &view.edition.rubric;
    let criteria = rubric.criteria.iter();
    let tables: Vec<Table> = criteria
        .map(|criterion| criterion_table(view, rubric, criterion))
        .collect();
    if tables.is_empty() {
        return None;
    }
    let title = words.say("section_rules", &[]);
    let mut elements = vec![Element::Annex {
        title: words.say("method_criteria", &[]),
        tables,
    }];
    let lines = adjustments(view, rubric);
    if !lines.is_empty() {
        elements.push(Element::text(words.say("method_adjust", &[])));
        elements.push(Element::Steps { lines });
    }
    Some((title, elements))
}

/// Changes to criteria, in order.
fn adjustments(view: View<'_>, rubric: &Rubric) -> Vec<String> {
    let adjustments = rubric.adjustments.iter().map(|adjustment| {
        let names: Vec<String> = adjustment
            .criteria
            .iter()
            .filter_map(|id| rubric.criteria.get(id.index()))
            .map(|criterion| view.node("criterion", &criterion.name).to_string())
            .collect();
        let value = expression(rubric, &adjustment.value, &|_| None);
        let why = adjustment
            .label
            .as_deref()
            .map(|label| format!(" ({label})"));
        format!(
            "{} := {value}: {}{}",
            names.join(", "),
            condition(rubric, &adjustment.condition),
            why.unwrap_or_default()
        )
    });
    adjustments.collect()
}

fn formula(view: View<'_>) -> String {
    let rubric = &view.edition.rubric;
    let plain = expression(rubric, &rubric.score, &|part| match part {
        Expression::Criterion(id, _) => {
            let criterion = rubric.criteria.get(id.index())?;
            Some(view.node("criterion", &criterion.name).to_lowercase())
        }
        _ => None,
    });
    plain.replace(" * ", " × ").replace(" - ", " − ")
}

fn criterion_table(view: View<'_>, rubric: &Rubric, criterion: &Criterion) -> Table {
    let mut rows = Vec::new();
    match &criterion.body {
        CriterionBody::Rules(rules) => rule_rows(view, rubric, rules, &[], &mut rows),
        CriterionBody::Formula(formula) => {
            rows.push(vec![
                Cell::number(""),
                Cell::text(expression(rubric, formula, &|_| None)),
            ]);
        }
        CriterionBody::Judged => {
            let levels: Vec<String> = criterion
                .levels
                .iter()
                .map(|level| view.words.number(level))
                .collect();
            rows.push(vec![
                Cell::number(levels.join(" / ")),
                Cell::text(view.words.say("judged", &[])),
            ]);
        }
    }
    Table {
        caption: view.node("criterion", &criterion.name).to_string(),
        head: heads(view, &["score", "rule"]),
        rows,
    }
}

/// A line per rule; the conditions of the groups around it stand before its own.
fn rule_rows(
    view: View<'_>,
    rubric: &Rubric,
    rules: &[Rule],
    around: &[String],
    rows: &mut Vec<Vec<Cell>>,
) {
    for rule in rules {
        match rule {
            Rule::Gives {
                value,
                condition: when,
                label,
                ..
            } => {
                let mut parts = around.to_vec();
                parts.push(when.as_ref().map_or_else(
                    || view.words.say("otherwise", &[]),
                    |when| condition(rubric, when),
                ));
                let plain = label.clone().unwrap_or_default();
                let when = parts.join("; ");
                let cell = if plain.is_empty() {
                    Cell::text(when)
                } else {
                    Cell::text(plain).with(when)
                };
                let value = expression(rubric, value, &|_| None);
                let written = crate::language::number::Number::parse(&value)
                    .map_or(value, |number| view.words.number(&number));
                rows.push(vec![Cell::number(written), cell]);
            }
            Rule::When {
                condition: when,
                rules,
                ..
            } => {
                let mut around = around.to_vec();
                around.extend(when.as_ref().map(|when| condition(rubric, when)));
                rule_rows(view, rubric, rules, &around, rows);
            }
        }
    }
}

fn level_name(view: View<'_>, level: &str) -> String {
    let key = format!("level_{level}");
    let name = view.words.say(&key, &[]);
    if name == key { level.to_string() } else { name }
}

fn level_sentence(view: View<'_>, level: &Level) -> String {
    let words = view.words;
    let name = if level.name == "total" {
        "index"
    } else {
        &level.name
    };
    let of = match &level.of {
        Part::Indicators => words.say("of_indicators", &[]),
        Part::Level(level) => words.say(
            "of_level",
            &[("level", &level_name(view, level).to_lowercase())],
        ),
    };
    words.say(
        "method_levels",
        &[
            ("level", &level_name(view, name)),
            ("aggregate", &aggregate(words, level.aggregate)),
            ("of", &of),
        ],
    )
}

fn rules(view: View<'_>) -> Vec<String> {
    let words = view.words;
    let rubric = &view.edition.rubric;
    // A catalogue need not have all levels a rubric knows.
    let there = |level: &&Level| {
        view.results
            .catalogue
            .nodes_of(&level.name)
            .next()
            .is_some()
    };
    let levels = view.index.levels.iter().filter(there);
    let mut sentences: Vec<String> = match &view.index.formula {
        Some(written) => {
            let written = formula_in_words(written).replace(" * ", " × ");
            vec![words.say("doc_formula", &[("formula", &written)])]
        }
        None => levels
            .chain([&view.index.total])
            .map(|level| level_sentence(view, level))
            .collect(),
    };
    if let Some(aggregate) = rubric.several_bodies {
        let aggregate = self::aggregate(words, aggregate);
        sentences.push(words.say("method_several", &[("aggregate", &aggregate)]));
    }
    if view.index.grading != view.index.rounding {
        sentences.extend(rounded(words, view.index));
    } else if let Some(rounding) = view.index.rounding {
        let how = match rounding.mode {
            RoundingMode::HalfUp => "rounding_half_up",
            RoundingMode::HalfEven => "rounding_half_even",
            RoundingMode::Down => "rounding_down",
        };
        let basis = match view.index.rank.on {
            RankBasis::Rounded | RankBasis::RoundedTo(_) => "basis_rounded",
            RankBasis::Exact => "basis_exact",
        };
        sentences.push(words.say(
            "method_rounding",
            &[
                ("how", &words.say(how, &[])),
                ("basis", &words.say(basis, &[])),
            ],
        ));
    }
    sentences.extend(absences(view));
    sentences
}

/// What each kind of absence does to the score, in sentences.
pub(super) fn absences(view: View<'_>) -> Vec<String> {
    let words = view.words;
    let effect = |effect: AbsenceEffect| {
        let key = match effect {
            AbsenceEffect::LeftOut => "effect_left_out",
            AbsenceEffect::Zero => "effect_zero",
            AbsenceEffect::Error => "effect_error",
            AbsenceEffect::CarriedOver => "effect_carried_over",
        };
        words.say(key, &[])
    };
    let absence = view.index.absence;
    let not_assessed = effect(absence.not_assessed);
    let withheld = effect(absence.withheld);
    vec![
        words.say("absence_not_applicable", &[]),
        words.say("absence_not_assessed", &[("effect", &not_assessed)]),
        words.say("absence_withheld", &[("effect", &withheld)]),
    ]
}

/// The weights of all levels that have any, those of the total first.
fn weights(view: View<'_>) -> Vec<Table> {
    let levels = [&view.index.total].into_iter().chain(&view.index.levels);
    let weighted = levels.filter(|level| !level.weights.is_empty());
    let tables = weighted.map(|level| {
        let part = match &level.of {
            Part::Indicators => "indicator",
            Part::Level(below) => below,
        };
        let rows = level.weights.iter().map(|weight| {
            vec![
                Cell::text(view.node(part, &weight.node)),
                Cell::number(view.words.share(&weight.share)),
            ]
        });
        Table {
            caption: view.words.say("method_weights", &[]),
            head: heads(view, &[weighted_parts(level), "weight"]),
            rows: rows.collect(),
        }
    });
    tables.collect()
}

fn grades(view: View<'_>) -> Option<Table> {
    let grades = &view.index.grades;
    let rows: Vec<Vec<Cell>> = grades
        .iter()
        .map(|grade| {
            let label = grade.label.as_deref().unwrap_or("");
            vec![
                Cell {
                    grade: Some(Chip::from(&view.grade(&grade.name))),
                    ..Cell::default()
                },
                Cell::of(Some(&grade.from), view.words),
                Cell::text(view.term(label, label)),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        caption: view.words.say("method_grades", &[]),
        head: heads(view, &["grade", "from", "meaning"]),
        rows,
    })
}

/// A sentence per change of method among the editions.
fn changes(view: View<'_>) -> Vec<String> {
    let editions = view.editions();
    let pairs = editions.iter().zip(editions.iter().skip(1));
    pairs
        .filter(|(earlier, later)| !earlier.comparable(**later))
        .map(|(earlier, _)| {
            view.words.say(
                "method_changed",
                &[
                    ("until", &earlier.edition_name()),
                    ("method", &earlier.method_name()),
                ],
            )
        })
        .collect()
}
