//! The tables about what belongs together: Cronbach's alpha and principal components of the parts of each node.

use crate::analysis::audit::alpha::{alpha, correlation_with_rest, if_dropped, standardised_alpha};
use crate::analysis::audit::components::components;
use crate::analysis::audit::model::Model;
use crate::analysis::audit::table::{Cell, Table};

/// The values that go into a node, part by part.
type Values = Vec<Vec<Option<f64>>>;

fn slices(values: &Values) -> Vec<&[Option<f64>]> {
    values.iter().map(Vec::as_slice).collect()
}

pub(super) fn consistency(model: &Model, scores: &[Vec<Option<f64>>]) -> Table {
    let mut table = Table::new(
        "consistency",
        "Internal consistency",
        "Cronbach's alpha k/(k−1) × (1 − Σ variances / variance of the sum); without each part in turn",
        "Cronbach 1951; OECD/JRC handbook 2008 equation 18; missing values: pairwise complete covariances, as in the R package COINr",
        &[
            "node",
            "dropped",
            "parts",
            "alpha",
            "standardised_alpha",
            "with_rest",
        ],
    );
    table.note("The first line of a node is about all its parts; the others about all but one.");
    table.note("`with_rest`: the dropped part's correlation with the sum of the others, standardised, over entities with all values.");
    for (at, node) in model.nodes.iter().enumerate() {
        if node.parts.len() < 2 {
            continue;
        }
        let values = model.parts(at, scores);
        let slices = slices(&values);
        table.rows.push(vec![
            Cell::text(node.id.as_str()),
            Cell::Empty,
            Cell::count(slices.len()),
            Cell::figure(&alpha(&slices), 3),
            Cell::figure(&standardised_alpha(&slices), 3),
            Cell::Empty,
        ]);
        let raw = if_dropped(&slices, alpha);
        let standardised = if_dropped(&slices, standardised_alpha);
        for (place, part) in node.parts.iter().enumerate() {
            table.rows.push(vec![
                Cell::text(node.id.as_str()),
                Cell::text(model.name(part.of)),
                Cell::count(slices.len() - 1),
                Cell::figure(&raw[place], 3),
                Cell::figure(&standardised[place], 3),
                Cell::figure(&correlation_with_rest(&slices, place), 3),
            ]);
        }
    }
    table
}

pub(super) fn eigenvalues(model: &Model, scores: &[Vec<Option<f64>>]) -> Table {
    let mut table = Table::new(
        "components",
        "Principal components",
        "eigenvalues of the matrix of Pearson correlations (pairwise complete)",
        "Pearson 1901, Hotelling 1933; kept by Kaiser's rule (eigenvalue ≥ 1); OECD/JRC handbook 2008 step 4",
        &[
            "node",
            "component",
            "eigenvalue",
            "share",
            "cumulative",
            "kept",
        ],
    );
    for (at, node) in model.nodes.iter().enumerate() {
        if node.parts.len() < 2 {
            continue;
        }
        let values = model.parts(at, scores);
        match components(&slices(&values)) {
            Ok(found) => {
                let size = found.eigenvalues.len() as f64;
                let mut cumulative = 0.0;
                for (place, value) in found.eigenvalues.iter().enumerate() {
                    cumulative += value / size;
                    table.rows.push(vec![
                        Cell::text(node.id.as_str()),
                        Cell::count(place + 1),
                        Cell::number(*value, 3),
                        Cell::number(value / size, 3),
                        Cell::number(cumulative, 3),
                        Cell::text(if place < found.kept() { "yes" } else { "" }),
                    ]);
                }
            }
            Err(reason) => table.note(format!("{}: no components: {reason}.", node.id)),
        }
    }
    table
}

pub(super) fn loadings(model: &Model, scores: &[Vec<Option<f64>>]) -> Table {
    let mut table = Table::new(
        "loadings",
        "Loadings on the kept components, and the weights they suggest",
        "loading: correlation with the component; weight: squared loadings on the kept components, scaled to 1",
        "Nicoletti, Scarpetta and Boylaud 2000, without rotation; OECD/JRC handbook 2008 step 6",
        &[
            "node",
            "component",
            "part",
            "loading",
            "weight",
            "suggested_weight",
        ],
    );
    for (at, node) in model.nodes.iter().enumerate() {
        if node.parts.len() < 2 {
            continue;
        }
        let values = model.parts(at, scores);
        // Why there are none has been said with the eigenvalues.
        let Ok(found) = components(&slices(&values)) else {
            continue;
        };
        let weights = found.weights();
        for (component, own) in found.loadings.iter().take(found.kept()).enumerate() {
            for (place, part) in node.parts.iter().enumerate() {
                table.rows.push(vec![
                    Cell::text(node.id.as_str()),
                    Cell::count(component + 1),
                    Cell::text(model.name(part.of)),
                    Cell::number(own[place], 3),
                    Cell::number(part.weight, 4),
                    Cell::number(weights[place], 4),
                ]);
            }
        }
    }
    table
}
