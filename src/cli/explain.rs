//! `explain`: the derivation of one number as text.

use super::Stop;
use super::arguments::{Explain, ExplainFormat};
use super::output::{Output, known};
use crate::language::number::Number;
use crate::results::{explain, explain_json, why_not};

pub fn run(command: &Explain, output: &Output) -> Result<(), Stop> {
    let mut parts = command.what.splitn(3, '/');
    let (Some(entity), Some(edition), Some(node)) = (parts.next(), parts.next(), parts.next())
    else {
        return Err(Stop::Usage(format!(
            "`{}` does not say what to explain\n  help: write ENTITY/EDITION/NODE, for example `UA/international-2023/balances`",
            command.what
        )));
    };
    let (results, sources) = output.results_in(&command.project, &command.lang)?;
    known(
        "edition",
        edition,
        results.editions.iter().map(|edition| edition.id.as_str()),
    )?;
    let entity = match results.project.entities.resolve(entity) {
        Ok(entity) => entity,
        Err(unknown) => return Err(Stop::Usage(format!("{unknown}\n  help: {}", unknown.help))),
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
    if let Some(wanted) = &command.why_not {
        let Some(wanted) = Number::parse(wanted) else {
            return Err(Stop::Usage(format!(
                "`{wanted}` is no score\n  help: write a number such as 1 or 0.5"
            )));
        };
        let Some(text) = why_not(&results, &sources, edition, &entity, node, &wanted) else {
            return Err(Stop::Usage(format!(
                "`{node}` is no indicator with evidence\n  help: `--why-not` looks at the answers recorded for one indicator"
            )));
        };
        output.print(&text);
        return Ok(());
    }
    let text = match command.format {
        ExplainFormat::Text => explain(&results, &sources, edition, &entity, node, &command.lang),
        ExplainFormat::Json => {
            let json = explain_json(&results, &sources, edition, &entity, node);
            serde_json::to_string_pretty(&json).unwrap_or_default() + "\n"
        }
    };
    output.print(&text);
    Ok(())
}
