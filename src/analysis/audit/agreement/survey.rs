//! What several assessors made of the same disclosures: their sheets, scored one assessor at a time by the edition's
//! rubric.

use super::answers::was_asked;
use crate::catalogue::IndicatorId;
use crate::diagnostic::{Diagnostic, Problem, has_errors};
use crate::evidence::{Disclosure, Record, Sheet, State, case};
use crate::language::evaluate::{Case, DecidedBy, evaluate};
use crate::language::number::Number;
use crate::language::rubric::{Criterion, CriterionBody, CriterionId, Rule};
use crate::project::EntityId;
use crate::results::reading::FileError;
use crate::results::{EditionResults, Results};
use crate::scoring::{Program, score_edition};
use indexmap::IndexMap;

/// The assessments of one edition.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The assessors, in the order of their names.
    pub assessors: Vec<String>,
    /// The criteria: name and levels (declared, or none).
    pub criteria: Vec<(String, Vec<f64>)>,
    /// What at least one of them has rated.
    pub units: Vec<Unit>,
}

/// One disclosure, or one body of it.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The entity.
    pub entity: EntityId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The indicator's id.
    pub name: String,
    /// The body of a sample.
    pub body: Option<String>,
    /// One entry per assessor.
    pub ratings: Vec<Option<Rating>>,
}

/// What one assessor made of a unit.
#[derive(Debug, Clone)]
pub struct Rating {
    /// Per criterion the level before adjustments, and what decided it; nothing where it does not apply or its question was
    /// not asked.
    pub criteria: Vec<Option<(f64, DecidedBy)>>,
    /// The answers.
    pub case: Case,
    /// The score.
    pub score: f64,
}

impl Survey {
    /// The evidence of two assessors about one disclosure, for all pairs of them.
    pub fn pairs(&self) -> Vec<[Case; 2]> {
        let mut pairs = Vec::new();
        for unit in &self.units {
            let cases: Vec<&Case> = unit.ratings.iter().flatten().map(|it| &it.case).collect();
            for (at, one) in cases.iter().enumerate() {
                let others = cases.iter().skip(at + 1);
                pairs.extend(others.map(|other| [(*one).clone(), (*other).clone()]));
            }
        }
        pairs
    }

    /// Scores the sheets of each assessor.
    ///
    /// # Errors
    /// What cannot be scored, and disclosures of which nobody says who assessed them.
    pub fn of(
        results: &Results,
        edition: &EditionResults,
        sheets: &[Sheet],
    ) -> Result<Survey, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let by_assessor = by_assessor(edition, sheets, &mut findings);
        let program = Program::new(&edition.rubric);
        let mut units: IndexMap<(EntityId, IndicatorId, Option<String>), Unit> = IndexMap::new();
        let count = by_assessor.len();
        for (at, sheets) in by_assessor.values().enumerate() {
            // What cannot be scored is found here; how a score came about is told by the tree below.
            score_edition(
                &program,
                &results.catalogue,
                &edition.facts,
                &edition.entity_facts,
                sheets,
                &mut findings,
            );
            for sheet in sheets {
                for disclosure in &sheet.disclosures {
                    let assessed =
                        matches!(disclosure.state, State::Assessed | State::Provisional(_));
                    for record in disclosure.records.iter().filter(|_| assessed) {
                        let case = case(
                            &edition.rubric,
                            edition.entity_facts.of(&sheet.entity),
                            edition.facts.of(disclosure.indicator),
                            sheet,
                            record,
                        );
                        let Ok(outcome) = evaluate(&edition.rubric, &case) else {
                            continue;
                        };
                        let body = record.body.as_deref().map(str::to_string);
                        let key = (sheet.entity.clone(), disclosure.indicator, body.clone());
                        let unit = units.entry(key).or_insert_with(|| Unit {
                            entity: sheet.entity.clone(),
                            indicator: disclosure.indicator,
                            name: results
                                .catalogue
                                .indicator(disclosure.indicator)
                                .map_or_else(String::new, |found| found.id.clone()),
                            body,
                            ratings: vec![None; count],
                        });
                        let ids = (0u16..).map(CriterionId);
                        let criteria = outcome.criteria.iter().zip(ids).map(|(criterion, id)| {
                            let level = criterion.first.to_f64();
                            let counts =
                                criterion.applicable && was_asked(&edition.rubric, id, &case);
                            counts.then_some((level, criterion.by))
                        });
                        if let Some(slot) = unit.ratings.get_mut(at) {
                            *slot = Some(Rating {
                                criteria: criteria.collect(),
                                case: case.clone(),
                                score: outcome.score.to_f64(),
                            });
                        }
                    }
                }
            }
        }
        if has_errors(&findings) {
            return Err(findings);
        }
        let criteria = edition.rubric.criteria.iter().map(|criterion| {
            let levels = criterion.levels.iter().map(Number::to_f64).collect();
            (criterion.name.clone(), levels)
        });
        Ok(Survey {
            assessors: by_assessor.into_keys().collect(),
            criteria: criteria.collect(),
            units: units.into_values().collect(),
        })
    }
}

/// The sheets of an edition by assessor, in the order of their names. A disclosure's own assessor goes before its sheet's.
fn by_assessor(
    edition: &EditionResults,
    sheets: &[Sheet],
    findings: &mut Vec<Diagnostic>,
) -> IndexMap<String, Vec<Sheet>> {
    let mut found: IndexMap<String, Vec<Sheet>> = IndexMap::new();
    for sheet in sheets.iter().filter(|sheet| sheet.edition == edition.id) {
        let mut parts: IndexMap<String, Sheet> = IndexMap::new();
        for (disclosure, own) in alone(sheet) {
            let Some(name) = own.as_deref().or(sheet.assessor.as_deref()) else {
                let error = FileError::NoKey {
                    what: "an assessment",
                    key: "assessor",
                    help: "say who assessed: `assessor: kb` at the top of the file, or with the disclosure",
                    span: disclosure.span,
                };
                findings.push(error.diagnostic());
                continue;
            };
            let part = parts.entry(name.to_string()).or_insert_with(|| Sheet {
                disclosures: Vec::new(),
                given: Vec::new(),
                ..sheet.clone()
            });
            part.disclosures.push(disclosure);
        }
        for (name, part) in parts {
            found.entry(name).or_default().push(part);
        }
    }
    found.sort_keys();
    found
}

/// The disclosures of a sheet with who assessed them, where that is not the sheet's assessor; bodies that different people
/// assessed apart.
fn alone(sheet: &Sheet) -> Vec<(Disclosure, Option<Box<str>>)> {
    let mut found = Vec::new();
    for disclosure in &sheet.disclosures {
        let whole = disclosure.notes.assessor.clone();
        let mut parts: IndexMap<Option<Box<str>>, Vec<Record>> = IndexMap::new();
        for record in &disclosure.records {
            let own = record
                .notes
                .as_ref()
                .and_then(|notes| notes.assessor.clone());
            let part = parts.entry(own.or_else(|| whole.clone())).or_default();
            part.push(record.clone());
        }
        if parts.is_empty() {
            parts.insert(whole, Vec::new());
        }
        found.extend(parts.into_iter().map(|(name, records)| {
            let disclosure = Disclosure {
                records,
                ..disclosure.clone()
            };
            (disclosure, name)
        }));
    }
    found
}

/// What decided a criterion, in words: the rule's own, or its number.
pub fn decision(criterion: &Criterion, level: f64, by: DecidedBy) -> String {
    let why = match (by, &criterion.body) {
        (DecidedBy::Rule(number), CriterionBody::Rules(rules)) => {
            let words = label(rules, number);
            words.map_or_else(
                || format!("rule {}", number + 1),
                |words| format!("“{words}”"),
            )
        }
        (DecidedBy::Rule(number), _) => format!("rule {}", number + 1),
        (DecidedBy::Formula, _) => "formula".to_string(),
        (DecidedBy::Judgement, _) => "judged".to_string(),
    };
    format!("{level}: {why}")
}

fn label(rules: &[Rule], wanted: u16) -> Option<&str> {
    rules.iter().find_map(|rule| match rule {
        Rule::Gives { number, label, .. } if *number == wanted => label.as_deref(),
        Rule::Gives { .. } => None,
        Rule::When { rules, .. } => label(rules, wanted),
    })
}
