//! The tables about weights.

use super::ahp::{Hierarchy, hierarchy};
use super::benefit::{Benefit, Bounds, benefit};
use super::entropy::entropy_weights;
use crate::analysis::audit::components::components;
use crate::analysis::audit::figure::NoFigure;
use crate::analysis::audit::model::{Model, combine};
use crate::analysis::audit::ranking::Ranking;
use crate::analysis::audit::settings::Settings;
use crate::analysis::audit::table::{Cell, Table};

/// The weights of one method, or why there are none.
type Weights = Result<Vec<f64>, NoFigure>;

const REFERENCE: &str = "OECD/JRC handbook 2008 step 6; AHP: Saaty 1980; components: Nicoletti, Scarpetta and Boylaud 2000; entropy: Shannon 1948, Hwang and Yoon 1981; benefit of the doubt: Melyn and Moesen 1991, Cherchye et al. 2007";

/// All tables about the weights of the parts of the total. `bounds` are those of the benefit of the doubt.
pub fn tables(model: &Model, settings: &Settings, bounds: Option<Bounds>) -> Vec<Table> {
    let scores = model.scores();
    let Some((node, at)) = model.nodes.last().zip(model.nodes.len().checked_sub(1)) else {
        return Vec::new();
    };
    let parts = model.parts(at, &scores);
    let slices: Vec<&[Option<f64>]> = parts.iter().map(Vec::as_slice).collect();
    let names: Vec<&str> = node.parts.iter().map(|part| model.name(part.of)).collect();
    let compared = compare(&names, settings);
    let methods: Vec<Weights> = vec![
        Ok(node.parts.iter().map(|part| part.weight).collect()),
        Ok(vec![1.0 / names.len() as f64; names.len()]),
        budget(&names, settings),
        compared.clone().map(|found| found.weights),
        components(&slices).map(|found| found.weights()),
        entropy_weights(&slices),
    ];
    let benefits: Vec<Result<Benefit, NoFigure>> = (0..model.entities.len())
        .map(|entity| benefit(&slices, entity, bounds))
        .collect();
    vec![
        weights(&names, &methods),
        comparisons(&compared),
        indices(model, &parts, &methods, &benefits),
        doubts(model, &names, &slices, &benefits, bounds),
    ]
}

/// The mean of what experts gave, each scaled to 1.
fn budget(names: &[&str], settings: &Settings) -> Weights {
    if settings.budget.is_empty() {
        return Err(NoFigure::Undefined("audit.yaml has no `budget`"));
    }
    let mut weights = vec![0.0; names.len()];
    for (_, points) in &settings.budget {
        let mut given = points.iter().map(|(name, _)| name);
        if let Some(unknown) = given.find(|name| !names.contains(&name.as_str())) {
            return Err(NoFigure::NoPart("budget", unknown.clone()));
        }
        let all: f64 = points.iter().map(|(_, points)| points).sum();
        if all <= 0.0 {
            return Err(NoFigure::Undefined(
                "an expert in `budget` has given no points",
            ));
        }
        for (weight, name) in weights.iter_mut().zip(names) {
            let own: f64 = points
                .iter()
                .filter(|(part, _)| part == name)
                .map(|(_, points)| points)
                .sum();
            *weight += own / all / settings.budget.len() as f64;
        }
    }
    Ok(weights)
}

/// The comparisons of the settings, in the order of the parts.
fn compare(names: &[&str], settings: &Settings) -> Result<Hierarchy, NoFigure> {
    let Some((parts, rows)) = &settings.comparisons else {
        return Err(NoFigure::Undefined("audit.yaml has no `ahp`"));
    };
    if let Some(unknown) = parts.iter().find(|part| !names.contains(&part.as_str())) {
        return Err(NoFigure::NoPart("ahp", unknown.clone()));
    }
    let places: Option<Vec<usize>> = names
        .iter()
        .map(|name| parts.iter().position(|part| part == name))
        .collect();
    let places = places
        .filter(|places| places.len() == parts.len())
        .ok_or(NoFigure::Undefined(
            "`ahp` in audit.yaml does not compare all parts of the total",
        ))?;
    let matrix: Vec<Vec<f64>> = places
        .iter()
        .map(|row| places.iter().map(|column| rows[*row][*column]).collect())
        .collect();
    hierarchy(&matrix)
}

fn weights(names: &[&str], methods: &[Weights]) -> Table {
    let mut table = Table::new(
        "weights",
        "Weights of the parts of the total, by where they come from",
        "given: the rubric's; budget: mean share of experts' points; ahp: principal eigenvector of the comparisons; components: squared loadings on components with eigenvalue ≥ 1; entropy: 1 − e, scaled",
        REFERENCE,
        &[
            "part",
            "given",
            "equal",
            "budget",
            "ahp",
            "components",
            "entropy",
        ],
    );
    for (at, name) in names.iter().enumerate() {
        let mut row = vec![Cell::text(*name)];
        row.extend(methods.iter().map(|weights| match weights {
            Ok(weights) => Cell::number(weights[at], 4),
            Err(reason) => Cell::None(reason.to_string()),
        }));
        table.rows.push(row);
    }
    table
}

fn comparisons(compared: &Result<Hierarchy, NoFigure>) -> Table {
    let mut table = Table::new(
        "consistency_ratio",
        "Consistency of the pairwise comparisons",
        "λ: principal eigenvalue; index (λ − n) / (n − 1); ratio: index / that of random comparisons",
        "Saaty 1980: consistent enough up to a ratio of 0.1",
        &["eigenvalue", "index", "ratio", "verdict"],
    );
    match compared {
        Ok(found) => table.rows.push(vec![
            Cell::number(found.eigenvalue, 4),
            Cell::number(found.consistency, 4),
            Cell::figure(&found.ratio, 4),
            Cell::text(match found.ratio {
                Ok(ratio) if ratio <= 0.1 => "consistent enough",
                Ok(_) => "ask again: the judgements contradict each other",
                Err(_) => "",
            }),
        ]),
        Err(reason) => table.note(format!("None: {reason}.")),
    }
    table
}

/// The ranks of scores that are there.
fn ranks(ranking: &Ranking, scores: &[Option<f64>]) -> Vec<Option<u32>> {
    let totals: Vec<f64> = scores
        .iter()
        .map(|score| score.unwrap_or(f64::NAN))
        .collect();
    let mut ranks = vec![0; totals.len()];
    ranking.ranks(&totals, &mut Vec::new(), &mut ranks);
    let there = ranks.into_iter().zip(scores);
    there
        .map(|(rank, score)| score.map(|_| rank.into()))
        .collect()
}

/// The columns that say whom a row is about: the entity, and its group where the index ranks within groups.
fn head(model: &Model, rest: &[&'static str]) -> Vec<&'static str> {
    let mut head = vec!["entity"];
    if model.ranking.has_groups() {
        head.push("group");
    }
    head.extend(rest);
    head
}

/// The cells of [`head`].
fn who(model: &Model, entity: usize) -> Vec<Cell> {
    let mut cells = vec![Cell::text(model.entities[entity].as_str())];
    if model.ranking.has_groups() {
        cells.push(Cell::text(model.ranking.group(entity)));
    }
    cells
}

fn indices(
    model: &Model,
    parts: &[Vec<Option<f64>>],
    methods: &[Weights],
    benefits: &[Result<Benefit, NoFigure>],
) -> Table {
    let mut table = Table::new(
        "indices",
        "The index under each set of weights, ranks side by side",
        "the total's own mean with other weights; benefit of the doubt: max Σ w x with Σ w x ≤ 1 for all entities",
        REFERENCE,
        &head(
            model,
            &[
                "given",
                "given_rank",
                "equal",
                "equal_rank",
                "budget",
                "budget_rank",
                "ahp",
                "ahp_rank",
                "components",
                "components_rank",
                "entropy",
                "entropy_rank",
                "benefit",
                "benefit_rank",
            ],
        ),
    );
    table.note("Ranks go by what the rubric says: its value, its groups, its ties. The benefit of the doubt has a scale of its own and is ranked as it is.");
    let decimals = model.decimals.max(3);
    let node = model.nodes.last();
    let count = model.entities.len();
    let mut all: Vec<(Vec<Option<f64>>, Vec<String>)> = Vec::new();
    for weights in methods {
        let found = (0..count).map(|entity| {
            let own: Vec<Option<f64>> = parts.iter().map(|part| part[entity]).collect();
            let weights = weights.as_ref().ok()?;
            combine(node?, &own, weights)
        });
        let why = weights
            .as_ref()
            .err()
            .map_or("the entity has no score".to_string(), ToString::to_string);
        all.push((found.collect(), vec![why; count]));
    }
    let of = |found: &Result<Benefit, NoFigure>| found.as_ref().ok().map(|found| found.score);
    let why = |found: &Result<Benefit, NoFigure>| {
        found
            .as_ref()
            .err()
            .map_or(String::new(), ToString::to_string)
    };
    all.push((
        benefits.iter().map(of).collect(),
        benefits.iter().map(why).collect(),
    ));
    let as_it_is = Ranking {
        rounding: None,
        ..model.ranking.clone()
    };
    let last = all.len().saturating_sub(1);
    let mut ranked: Vec<Vec<Option<u32>>> = Vec::new();
    for (at, (scores, _)) in all.iter().enumerate() {
        let ranking = if at == last {
            &as_it_is
        } else {
            &model.ranking
        };
        ranked.push(ranks(ranking, scores));
    }
    // The rubric's own weights have the ranks that were published.
    if model.ranks.iter().all(Option::is_some) {
        ranked[0].clone_from(&model.ranks);
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|at| {
        let group = model.ranking.groups.get(*at).copied();
        (group, ranked[0][*at].unwrap_or(u32::MAX), *at)
    });
    for entity in order {
        let mut row = who(model, entity);
        for ((scores, why), ranks) in all.iter().zip(&ranked) {
            match (scores[entity], ranks[entity]) {
                (Some(score), Some(rank)) => {
                    row.extend([Cell::number(score, decimals), Cell::Count(rank.into())])
                }
                _ => row.extend(vec![Cell::None(why[entity].clone()); 2]),
            }
        }
        table.rows.push(row);
    }
    table
}

fn doubts(
    model: &Model,
    names: &[&str],
    slices: &[&[Option<f64>]],
    benefits: &[Result<Benefit, NoFigure>],
    bounds: Option<Bounds>,
) -> Table {
    let mut table = Table::new(
        "benefit",
        "Benefit of the doubt: the weights each entity would choose",
        "share: weight / sum of weights; pie: the part's share of the entity's score, w x / Σ w x",
        "Cherchye, Moesen, Rogge and Van Puyenbroeck 2007; OECD/JRC handbook 2008, equation 22",
        &head(model, &["score", "part", "share", "pie"]),
    );
    match bounds {
        Some(bounds) => table.note(format!(
            "Each weight is between {}% and {}% of the entity's total weight.",
            bounds.least * 100.0,
            bounds.most * 100.0
        )),
        None => table.note("Without bounds an entity may stake all on its best part; `--least-share` and `--most-share` set them."),
    }
    table.note("Where several sets of weights are equally good, one of them is shown.");
    for (entity, found) in benefits.iter().enumerate() {
        match found {
            Ok(found) => {
                let all: f64 = found.weights.iter().sum();
                for (at, weight) in found.weights.iter().enumerate() {
                    let own = slices[at][entity].unwrap_or(0.0);
                    let pie = (found.score > 0.0).then(|| weight * own / found.score);
                    let share = (all > 0.0).then(|| weight / all);
                    let mut row = who(model, entity);
                    row.extend([
                        Cell::number(found.score, 3),
                        Cell::text(names[at]),
                        Cell::known(share, 3),
                        Cell::known(pie, 3),
                    ]);
                    table.rows.push(row);
                }
            }
            Err(reason) => {
                let mut row = who(model, entity);
                row.extend([
                    Cell::None(reason.to_string()),
                    Cell::Empty,
                    Cell::Empty,
                    Cell::Empty,
                ]);
                table.rows.push(row);
            }
        }
    }
    table
}
