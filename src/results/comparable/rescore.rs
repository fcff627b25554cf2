//! The evidence of one edition scored by the rubric of another, and an edition cut down to some of its indicators.
//!
//! Facts are carried over by their names and answers. What the other rubric does not know is left out; where that
//! leaves it without an answer it needs, the indicator has no score and cannot be compared.

use crate::catalogue::IndicatorId;
use crate::diagnostic::Diagnostic;
use crate::evidence::Absence;
use crate::evidence::{Disclosure, Record, Recorded, Sheet};
use crate::index::index_rows;
use crate::language::rubric::Rubric;
use crate::language::value::{Domain, Members, Value};
use crate::project::EntityId;
use crate::results::{Crosswalk, EditionResults, Results, rows_of};
use crate::scoring::{EditionScores, IndicatorScore, Program, ScoreState, score_edition};
use std::collections::BTreeSet;

/// The rubric of an edition as the project names it, or of the first edition with the same method; two editions with one
/// name were scored alike.
pub fn method<'r>(results: &'r Results, edition: &'r EditionResults) -> &'r str {
    let first = results.editions.get(edition.method).unwrap_or(edition);
    let mut editions = results.project.editions.iter();
    let found = editions.find(|known| known.id == first.id);
    found.map_or(edition.rubric.name.as_str(), |found| &found.rubric)
}

/// The evidence of an edition under the rubric of another.
pub fn rescored(
    results: &Results,
    edition: &EditionResults,
    by: &EditionResults,
) -> EditionResults {
    let sheets = edition.sheets.iter();
    let carried = sheets.map(|sheet| carried(sheet, &edition.rubric, &by.rubric));
    let nothing = EditionScores {
        outcomes: Default::default(),
        entities: Vec::new(),
    };
    let mut under_other_rules = by.with_evidence(Vec::new(), nothing);
    under_other_rules.id = edition.id.clone();
    under_other_rules.label = edition.label.clone();
    under_other_rules.year = edition.year;
    under_other_rules.period = edition.period;
    with_sheets(results, &under_other_rules, carried.collect())
}

/// An edition with other evidence, which is written for its rubric. What cannot be scored is left without a score.
pub fn with_sheets(
    results: &Results,
    edition: &EditionResults,
    sheets: Vec<Sheet>,
) -> EditionResults {
    with_sheets_and_findings(results, edition, sheets, &mut Vec::new())
}

/// The same, with what there is to say about the evidence.
pub fn with_sheets_and_findings(
    results: &Results,
    edition: &EditionResults,
    sheets: Vec<Sheet>,
    findings: &mut Vec<Diagnostic>,
) -> EditionResults {
    let program = Program::new(&edition.rubric);
    let catalogue = &results.catalogue;
    let scores = score_edition(
        &program,
        catalogue,
        &edition.facts,
        &edition.entity_facts,
        &sheets,
        findings,
    );
    let mut again = edition.with_evidence(sheets, scores);
    again.rows = rows_of(results, &again).into();
    again
}

/// The same with only one entity's evidence. Its rows know no ranks among others.
pub fn alone(results: &Results, edition: &EditionResults, entity: &EntityId) -> EditionResults {
    let mine = edition
        .sheets
        .iter()
        .filter(|sheet| sheet.entity == *entity);
    with_sheets(results, edition, mine.cloned().collect())
}

/// An edition with the rows of one index, cut down to some indicators of each entity, called by what they became in the
/// edition at `to`; entities without any are left out. Published scores are left aside: nobody knows what they were made
/// of.
pub fn cut_down<'c>(
    results: &Results,
    (edition, index): (&EditionResults, &str),
    (from, to): (usize, usize),
    crosswalk: &Crosswalk,
    common: impl Fn(&EntityId) -> Option<&'c BTreeSet<IndicatorId>>,
) -> Option<EditionResults> {
    // What does not apply leaves every mean, and that is what is wanted of everything else.
    let aside = || {
        Some(IndicatorScore {
            state: ScoreState::Absent(Absence::NotApplicable),
            score: None,
            outcomes: Vec::new(),
            further: Vec::new(),
            closed: false,
            bodies: Vec::new(),
        })
    };
    let became = |entity: &EntityId, old: IndicatorId| {
        let became = crosswalk.follow(old, from, to);
        became.filter(|id| common(entity).is_some_and(|common| common.contains(id)))
    };
    let mut scores = edition.scores.clone();
    scores
        .entities
        .retain(|scores| common(&scores.entity).is_some());
    for of_entity in &mut scores.entities {
        let mut kept: Vec<Option<IndicatorScore>> =
            (0..of_entity.indicators.len()).map(|_| aside()).collect();
        for (at, score) in (0u32..).zip(&of_entity.indicators) {
            let became = became(&of_entity.entity, IndicatorId(at));
            if let Some(slot) = became.and_then(|id| kept.get_mut(id.index())) {
                slot.clone_from(score);
            }
        }
        of_entity.indicators = kept;
    }
    let mine = |sheet: &&Sheet| common(&sheet.entity).is_some();
    let sheets = edition.sheets.iter().filter(mine).map(|sheet| {
        let mut sheet = sheet.clone();
        sheet.given.clear();
        sheet.disclosures.retain_mut(|disclosure| {
            let became = became(&sheet.entity, disclosure.indicator);
            became.is_some_and(|id| {
                disclosure.indicator = id;
                true
            })
        });
        sheet
    });
    let mut cut = edition.with_evidence(sheets.collect(), scores);
    // Which indicators there are goes by the year of the later edition.
    cut.year = results.editions.get(to)?.year;
    let declared = cut.rubric.index(index)?;
    cut.rows = index_rows(cut.input(&results.catalogue, declared)).into();
    Some(cut)
}

/// A sheet in the facts of another rubric.
pub fn carried(sheet: &Sheet, from: &Rubric, to: &Rubric) -> Sheet {
    let facts = |facts: &[Recorded]| -> Vec<Recorded> {
        facts
            .iter()
            .filter_map(|fact| carried_fact(fact, from, to))
            .collect()
    };
    let record = |record: &Record| Record {
        body: record.body.clone(),
        facts: facts(&record.facts),
        judged: record
            .judged
            .iter()
            .filter_map(|(id, score, span)| {
                let criterion = from.criteria.get(id.index())?;
                let id = to.criterion(&criterion.name)?;
                let levels = &to.criteria.get(id.index())?.levels;
                let allowed = levels.is_empty() || levels.contains(score);
                allowed.then(|| (id, score.clone(), *span))
            })
            .collect(),
        day: record.day,
        notes: record.notes.clone(),
        span: record.span,
    };
    Sheet {
        defaults: facts(&sheet.defaults),
        disclosures: sheet
            .disclosures
            .iter()
            .map(|disclosure| Disclosure {
                records: disclosure.records.iter().map(record).collect(),
                ..disclosure.clone()
            })
            .collect(),
        ..sheet.clone()
    }
}

fn carried_fact(recorded: &Recorded, from: &Rubric, to: &Rubric) -> Option<Recorded> {
    let old = from.facts.get(recorded.fact.index())?;
    let id = to.fact(&old.name)?;
    let new = to.facts.get(id.index())?;
    let value = match (&recorded.value, &old.domain) {
        (Value::Set(members), Domain::Set(_)) => {
            // A member the other rubric does not know tells it nothing.
            let known = members
                .iter()
                .filter_map(|at| new.domain.position(old.domain.name(at)));
            let known = known.fold(Members::default(), |all, at| all.with(Members::only(at)));
            matches!(new.domain, Domain::Set(_)).then_some(Value::Set(known))?
        }
        (value, domain) => new.domain.read(&domain.show(value)).ok()?,
    };
    Some(Recorded {
        fact: id,
        value,
        span: recorded.span,
    })
}
