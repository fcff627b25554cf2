//! `explain`: where a number comes from, as text or JSON.

use super::Stop;
use super::arguments::{Explain, ExplainFormat};
use super::output::{Output, known};
use crate::index::Row;
use crate::language::number::Number;
use crate::project::EntityId;
use crate::results::{Deriver, EditionResults, Results, explain, why_not};

/// All entities, editions or nodes.
const ALL: &str = "*";

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
    let deriver = Deriver::new(&results, &sources, &command.lang);
    let asked = Asked::of(&results, entity, edition, node, &command.lang)?;
    if let Some(wanted) = &command.why_not {
        return print_why_not(&results, &deriver, &asked, wanted, output);
    }
    match command.format {
        ExplainFormat::Text => {
            for (edition, row) in asked.rows() {
                output.print(&explain(&deriver, edition, row));
            }
        }
        ExplainFormat::Json => {
            let all = asked.rows();
            let all: Vec<_> = all
                .map(|(edition, row)| deriver.row(edition, row))
                .collect();
            output.print(&(serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"));
        }
        ExplainFormat::Jsonl => {
            for (edition, row) in asked.rows() {
                let derivation = deriver.row(edition, row);
                output.print(&(serde_json::to_string(&derivation).unwrap_or_default() + "\n"));
            }
        }
    }
    Ok(())
}

/// What is to be explained; `None` for all entities or all nodes.
struct Asked<'a> {
    editions: Vec<&'a EditionResults>,
    entity: Option<EntityId>,
    node: Option<&'a str>,
}

impl<'a> Asked<'a> {
    fn of(
        results: &'a Results,
        entity: &str,
        edition: &str,
        node: &'a str,
        language: &str,
    ) -> Result<Self, Stop> {
        let editions: Vec<&EditionResults> = if edition == ALL {
            results.editions.iter().collect()
        } else {
            let ids = results.editions.iter().map(|edition| edition.id.as_str());
            known("edition", edition, ids)?;
            results.edition(edition).into_iter().collect()
        };
        let entity = match entity {
            ALL => None,
            entity => Some(
                results
                    .project
                    .entities
                    .resolve(entity)
                    .map_err(|unknown| {
                        Stop::Usage(format!("{unknown}\n  help: {}", unknown.help))
                    })?,
            ),
        };
        let node = Some(node).filter(|node| *node != ALL);
        let asked = Asked {
            editions,
            entity,
            node,
        };
        if let Some(entity) = &asked.entity {
            let mut editions = asked.editions.iter();
            if !editions.any(|edition| edition.rows.iter().any(|row| row.entity == *entity)) {
                return Err(Stop::Usage(format!(
                    "there is no evidence about {} in {edition}",
                    results.entity_name(entity, language)
                )));
            }
        }
        if let Some(node) = node {
            let all = asked.editions.iter();
            let rows = all.flat_map(|edition| Deriver::rows(edition, asked.entity.as_ref(), None));
            known("node", node, rows.map(|row| &*row.node))?;
        }
        Ok(asked)
    }

    fn rows(&self) -> impl Iterator<Item = (&'a EditionResults, &'a Row)> {
        self.editions.iter().flat_map(|edition| {
            let rows = Deriver::rows(edition, self.entity.as_ref(), self.node);
            rows.into_iter().map(|row| (*edition, row))
        })
    }
}

fn print_why_not(
    results: &Results,
    deriver: &Deriver<'_>,
    asked: &Asked<'_>,
    wanted: &str,
    output: &Output,
) -> Result<(), Stop> {
    let Some(wanted) = Number::parse(wanted) else {
        return Err(Stop::Usage(format!(
            "`{wanted}` is no score\n  help: write a number such as 1 or 0.5"
        )));
    };
    let ([edition], Some(entity), Some(node)) =
        (asked.editions.as_slice(), &asked.entity, asked.node)
    else {
        return Err(Stop::Usage(
            "`--why-not` is about one indicator of one entity in one edition\n  help: write ENTITY/EDITION/INDICATOR without `*`".to_string(),
        ));
    };
    let Some(text) = why_not(results, deriver, edition, entity, node, &wanted) else {
        return Err(Stop::Usage(format!(
            "`{node}` is no indicator with evidence\n  help: `--why-not` looks at the answers recorded for one indicator"
        )));
    };
    output.print(&text);
    Ok(())
}
