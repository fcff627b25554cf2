//! The derivation of a number for programs: the same facts, rules, criteria and parts as the text has.

use super::{EditionResults, Results};
use crate::diagnostic::{Sources, Span};
use crate::evidence::{Disclosure, Record, Sheet, case};
use crate::exchange::row_as_json;
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::evaluate::{Answer, DecidedBy, evaluate, further_scores, value};
use crate::language::number::Number;
use crate::language::rubric::{CriterionBody, Part};
use crate::language::syntax::FactRole;
use crate::language::test::find_rule;
use crate::language::words;
use crate::project::EntityId;
use serde_json::{Value, json};

/// The derivation of a node in every index that has it: an array of objects, each with the `row` as `score` prints it,
/// the `evidence` of an indicator, or the `parts` of a total.
pub fn explain_json(
    results: &Results,
    sources: &Sources,
    edition: &EditionResults,
    entity: &EntityId,
    node: &str,
) -> Value {
    let explainer = Explainer {
        results,
        sources,
        edition,
        entity,
    };
    let rows = edition.rows.iter().filter(|row| {
        row.entity == *entity
            && *row.node == *node
            && (row.market.is_none() || row.market.as_deref() == Some(node))
    });
    Value::Array(rows.map(|row| explainer.node(row)).collect())
}

struct Explainer<'a> {
    results: &'a Results,
    sources: &'a Sources,
    edition: &'a EditionResults,
    entity: &'a EntityId,
}

impl Explainer<'_> {
    fn place(&self, span: Span) -> Value {
        json!(self.sources.place(span))
    }

    fn node(&self, row: &Row) -> Value {
        let mut object = json!({ "row": row_as_json(row) });
        if *row.level == *"indicator" {
            object["evidence"] = self.evidence(&row.node);
        }
        if *row.level == *TOTAL_LEVEL {
            object["total"] = self.total(row);
        }
        object
    }

    fn evidence(&self, node: &str) -> Value {
        let Some(id) = self.results.catalogue.indicator_id(node) else {
            return Value::Null;
        };
        let sheets = self.edition.sheets.iter();
        let found = sheets
            .filter(|sheet| sheet.entity == *self.entity)
            .flat_map(|sheet| sheet.disclosures.iter().map(move |found| (sheet, found)))
            .find(|(_, found)| found.indicator == id);
        let Some((sheet, disclosure)) = found else {
            return Value::Null;
        };
        let records = disclosure.records.iter();
        json!({
            "place": self.place(disclosure.span),
            "source": disclosure.notes.source,
            "seen": disclosure.notes.seen.map(|date| date.to_string()),
            "assessor": disclosure.notes.assessor.as_ref().map(|name| name.to_string()).or_else(|| sheet.assessor.clone()),
            "note": disclosure.notes.note,
            "records": records.map(|record| self.record(sheet, disclosure, record)).collect::<Vec<_>>(),
        })
    }

    fn record(&self, sheet: &Sheet, disclosure: &Disclosure, record: &Record) -> Value {
        let rubric = &self.edition.rubric;
        let case = case(
            rubric,
            self.edition.entity_facts.of(self.entity),
            self.edition.facts.of(disclosure.indicator),
            sheet,
            record,
        );
        let mut answers = serde_json::Map::new();
        for (id, fact) in rubric.facts_of(FactRole::Evidence) {
            let Some(Answer::Known(answer)) = case.answers.get(id.index()) else {
                continue;
            };
            let own = record
                .facts
                .iter()
                .rev()
                .find(|recorded| recorded.fact == id);
            let default = sheet
                .defaults
                .iter()
                .rev()
                .find(|recorded| recorded.fact == id);
            answers.insert(
                fact.name.clone(),
                json!({
                    "value": fact.domain.show(answer),
                    "place": own.or(default).map(|recorded| self.place(recorded.span)),
                    "by_default": own.is_none(),
                }),
            );
        }
        let mut values = serde_json::Map::new();
        for item in &rubric.lets {
            if let Some(found) = value(rubric, &case, &item.value) {
                values.insert(item.name.clone(), json!(found.to_string()));
            }
        }
        let mut object = json!({
            "body": record.body,
            "assessed": case.assessed.map(|date| date.to_string()),
            "seen": record.notes.as_ref().and_then(|notes| notes.seen).map(|date| date.to_string()),
            "source": record.notes.as_ref().and_then(|notes| notes.source.as_deref()),
            "note": record.notes.as_ref().and_then(|notes| notes.note.as_deref()),
            "answers": answers,
            "values": values,
        });
        if let Ok(outcome) = evaluate(rubric, &case) {
            let criteria = rubric.criteria.iter().zip(&outcome.criteria);
            let criteria = criteria.map(|(criterion, found)| {
                let rule = match (found.by, &criterion.body) {
                    (DecidedBy::Rule(number), CriterionBody::Rules(rules)) => {
                        find_rule(rules, number)
                    }
                    _ => None,
                };
                let adjusted = found.adjusted.iter().filter_map(|number| {
                    let adjustment = rubric.adjustments.get(usize::from(*number))?;
                    Some(json!({ "why": adjustment.label, "place": self.place(adjustment.span) }))
                });
                json!({
                    "criterion": criterion.name,
                    "applicable": found.applicable,
                    "score": number(&found.score),
                    "before_adjustment": number(&found.first),
                    "by": match found.by {
                        DecidedBy::Rule(_) => "rule",
                        DecidedBy::Formula => "formula",
                        DecidedBy::Judgement => "judgement",
                    },
                    "why": rule.and_then(|(_, label, _)| label),
                    "rule": rule.map(|(_, _, span)| self.sources.slice(span).trim()),
                    "place": rule.map_or_else(|| self.place(criterion.span), |(_, _, span)| self.place(span)),
                    "adjusted": adjusted.collect::<Vec<_>>(),
                })
            });
            object["criteria"] = Value::Array(criteria.collect());
            object["formula"] = json!(words::expression(rubric, &rubric.score, &|_| None));
            object["score"] = number(&outcome.score);
        }
        let further = further_scores(rubric, &case).unwrap_or_default();
        let named = rubric.further_scores.iter().zip(further);
        let named = named.map(|(score, found)| {
            (
                score.name.clone(),
                found.as_ref().map_or(Value::Null, number),
            )
        });
        object["further_scores"] = Value::Object(named.collect());
        object
    }

    fn total(&self, row: &Row) -> Value {
        let Some(index) = self.edition.rubric.index(&row.index) else {
            return Value::Null;
        };
        if let Some(formula) = &index.formula {
            return json!({ "formula": words::formula(formula), "place": self.place(index.total.span) });
        }
        let Part::Level(level) = &index.total.of else {
            return json!({ "aggregate": index.total.aggregate.words(), "of": "indicators", "place": self.place(index.total.span) });
        };
        let parts = index.total.weights.iter().map(|weight| {
            let found = self
                .edition
                .row(&index.name, self.entity, level, &weight.node);
            json!({
                "node": weight.node,
                "weight": number(&weight.share),
                "score": found.and_then(|row| row.score.as_ref()).map(number),
                "state": found.map(|row| row.state.word()),
            })
        });
        json!({
            "aggregate": index.total.aggregate.words(),
            "of": level,
            "parts": parts.collect::<Vec<_>>(),
            "place": self.place(index.total.span),
        })
    }
}

fn number(number: &Number) -> Value {
    // Twelve digits always parse as a JSON number.
    serde_json::from_str(&number.to_string()).unwrap_or(Value::Null)
}
