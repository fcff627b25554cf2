//! `explain`: the derivation of one number as text.

use super::Stop;
use super::arguments::Explain;
use super::output::{Output, known};
use crate::results::explain;

pub fn run(command: &Explain, output: &Output) -> Result<(), Stop> {
    let mut parts = command.what.splitn(3, '/');
    let (Some(entity), Some(edition), Some(node)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(Stop::Usage(format!(
            "`{}` does not say what to explain\n  help: write ENTITY/EDITION/NODE, for example `UA/international-2023/balances`",
            command.what
        )));
    };
    let (results, sources) = output.results(&command.project)?;
    known(
        "edition",
        edition,
        results.editions.iter().map(|edition| edition.id.as_str()),
    )?;
    let entity = match results.project.entities.resolve(entity) {
        Ok(entity) => entity,
        Err(unknown) => return Err(Stop::Usage(unknown.to_string())),
    };
    let Some(edition) = results.edition(edition) else {
        return Err(Stop::Input);
    };
    let rows = || edition.rows.iter().filter(|row| row.entity == entity);
    if rows().next().is_none() {
        return Err(Stop::Usage(format!(
            "there is no evidence about {} in {}",
            results.project.entities.label(&entity, &command.lang),
            edition.id.as_str()
        )));
    }
    known("node", node, rows().map(|row| &*row.node))?;
    output.print(&explain(
        &results,
        &sources,
        edition,
        &entity,
        node,
        &command.lang,
    ));
    Ok(())
}
