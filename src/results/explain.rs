//! Why a number is what it is: evidence → rule → criterion → adjustment → formula → levels → index, with file and line
//! at every step.

use super::{EditionResults, Results};
use crate::catalogue::{Indicator, IndicatorId};
use crate::diagnostic::{Sources, Span};
use crate::evidence::{Disclosure, Notes, Record, Sheet, State, case};
use crate::index::{Row, TOTAL_LEVEL, cut_values, takes_part};
use crate::language::evaluate::{
    Answer, Case, DecidedBy, Outcome, evaluate, further_scores, value,
};
use crate::language::number::Number;
use crate::language::rubric::{CriterionBody, Expression, Formula, Index, Let, Level, Part};
use crate::language::syntax::{FactRole, MissingEffect};
use crate::language::test::{find_rule, reason_in_words};
use crate::language::words;
use crate::project::EntityId;
use std::fmt::Write;

/// The derivation of the score of a node, in every index that has it.
pub fn explain(
    results: &Results,
    sources: &Sources,
    edition: &EditionResults,
    entity: &EntityId,
    node: &str,
    language: &str,
) -> String {
    let explainer = Explainer {
        results,
        sources,
        edition,
        entity,
        language,
        text: String::new(),
    };
    explainer.node(node)
}

struct Explainer<'a> {
    results: &'a Results,
    sources: &'a Sources,
    edition: &'a EditionResults,
    entity: &'a EntityId,
    language: &'a str,
    text: String,
}

impl<'a> Explainer<'a> {
    fn node(mut self, node: &str) -> String {
        let rows: Vec<&Row> = self
            .rows()
            .filter(|row| *row.node == *node && is_whole(row))
            .collect();
        for row in &rows {
            self.heading(row);
            match &*row.level {
                "indicator" => self.indicator(node),
                "criterion" => self.criterion(row),
                TOTAL_LEVEL => self.total(row),
                _ => self.group(row),
            }
            if *row.level == *"indicator" || is_catalogue_level(&row.level) {
                self.upwards(row);
            }
        }
        self.text
    }

    fn rows(&self) -> impl Iterator<Item = &'a Row> + use<'a> {
        let entity = self.entity;
        self.edition
            .rows
            .iter()
            .filter(move |row| row.entity == *entity)
    }

    fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref().trim_end());
        self.text.push('\n');
    }

    fn place(&self, span: Span) -> String {
        self.sources.place(span)
    }

    fn index(&self, row: &Row) -> Option<&'a Index> {
        self.edition.rubric.index(&row.index)
    }

    /// The name of a node for people.
    fn label(&self, level: &str, node: &str) -> String {
        let catalogue = &self.results.catalogue;
        let found = if level == "indicator" {
            catalogue
                .indicator_id(node)
                .and_then(|id| catalogue.indicator(id))
                .map(|i| &i.label)
        } else {
            let nodes = catalogue.nodes.iter();
            nodes
                .into_iter()
                .find(|n| n.level == level && n.id == node)
                .map(|n| &n.label)
        };
        found
            .map_or(node, |label| label.or(self.language, node))
            .to_string()
    }

    fn heading(&mut self, row: &Row) {
        let label = match self.index(row).filter(|_| &*row.level == TOTAL_LEVEL) {
            Some(index) => index.label.clone(),
            None => self.label(&row.level, &row.node),
        };
        let entity = self
            .results
            .project
            .entities
            .label(self.entity, self.language);
        self.line(format!("{} {}: {label}", row.level, row.node));
        self.line(format!(
            "{entity}, {}, index {}",
            row.edition.as_str(),
            row.index
        ));
        let mut score = format!("score {}", show(row.score.as_ref()));
        if let Some(shown) = row
            .shown
            .as_ref()
            .filter(|shown| Some(*shown) != row.score.as_ref())
        {
            let _ = write!(score, ", shown as {shown}");
        }
        if let Some(grade) = &row.grade {
            let index = self.edition.rubric.index(&row.index);
            let mut grades = index.into_iter().flat_map(|index| &index.grades);
            let meaning = grades.find(|known| *known.name == **grade);
            let meaning = meaning
                .and_then(|grade| grade.label.as_deref())
                .unwrap_or("");
            let _ = write!(score, ", grade {grade} {meaning}");
        }
        if let Some(rank) = row.rank {
            let _ = write!(score, ", rank {rank}");
        }
        self.line(format!("{} ({})", score.trim_end(), row.state.word()));
        self.line("");
    }

    fn disclosure(&self, id: IndicatorId) -> Option<(&'a Sheet, &'a Disclosure)> {
        let sheets = self
            .edition
            .sheets
            .iter()
            .filter(|sheet| sheet.entity == *self.entity);
        sheets
            .flat_map(|sheet| sheet.disclosures.iter().map(move |found| (sheet, found)))
            .find(|(_, found)| found.indicator == id)
    }

    fn indicator(&mut self, node: &str) {
        let Some(id) = self.results.catalogue.indicator_id(node) else {
            return;
        };
        let Some(indicator) = self.results.catalogue.indicator(id) else {
            return;
        };
        self.line(format!("indicator ({})", self.place(indicator.span)));
        self.indicator_facts(id, indicator);
        let given = self.given("indicator", node);
        let Some((sheet, disclosure)) = self.disclosure(id) else {
            if !given {
                self.line("evidence: nothing is recorded, so it counts as not assessed");
                self.absence("not_assessed");
            }
            self.line("");
            return;
        };
        self.line("");
        self.line(format!("evidence ({})", self.place(disclosure.span)));
        self.state(disclosure);
        for record in &disclosure.records {
            self.record(id, sheet, record);
        }
        self.notes(sheet, &disclosure.notes);
        if let Some(several) = self.edition.rubric.several_bodies
            && disclosure.records.len() > 1
        {
            self.line(format!(
                "  the {} of {} bodies",
                several.words(),
                disclosure.records.len()
            ));
        }
        self.line("");
    }

    /// Says where a published score comes from; `false` when none is given.
    fn given(&mut self, level: &str, node: &str) -> bool {
        let sheets = self
            .edition
            .sheets
            .iter()
            .filter(|sheet| sheet.entity == *self.entity);
        let given: Vec<_> = sheets
            .flat_map(|sheet| &sheet.given)
            .filter(|given| given.level == level && given.node == node)
            .collect();
        for given in &given {
            let place = self.place(given.span);
            self.line(format!("given as published: {} ({place})", given.score));
            if let Some(source) = &given.source {
                self.line(format!("  source: {source}"));
            }
            if let Some(note) = &given.note {
                self.line(format!("  note: {note}"));
            }
        }
        !given.is_empty()
    }

    fn indicator_facts(&mut self, id: IndicatorId, indicator: &Indicator) {
        let facts = self.edition.facts.of(id);
        for (fact_id, fact) in self.edition.rubric.facts_of(FactRole::Indicator) {
            if let Some(Some(value)) = facts.get(fact_id.index()) {
                self.line(format!("  {}: {}", fact.name, fact.domain.show(value)));
            }
        }
        for basis in &indicator.basis {
            let article = basis
                .article
                .as_ref()
                .map_or(String::new(), |article| format!(", {article}"));
            self.line(format!("  basis: {}{article}", basis.act));
        }
    }

    fn state(&mut self, disclosure: &Disclosure) {
        let (words, key) = match &disclosure.state {
            State::Assessed => return,
            State::Provisional(reason) => (format!("provisional: {reason}"), None),
            State::NotApplicable(reason) => {
                (format!("not applicable: {reason}"), Some("not_applicable"))
            }
            State::NotAssessed(reason) => (format!("not assessed: {reason}"), Some("not_assessed")),
            State::Withheld { reason, since } => {
                let since = since.map_or(String::new(), |since| format!(", since {since}"));
                (format!("withheld: {reason}{since}"), Some("withheld"))
            }
        };
        self.line(format!("  {words}"));
        if let Some(key) = key {
            self.absence(key);
        }
    }

    fn absence(&mut self, kind: &str) {
        use crate::language::syntax::AbsenceEffect;
        let absence = &self.edition.rubric.absence;
        let effect = match kind {
            "withheld" => absence.withheld,
            "not_assessed" => absence.not_assessed,
            _ => AbsenceEffect::LeftOut,
        };
        let words = match effect {
            AbsenceEffect::LeftOut => "it is left out of every mean",
            AbsenceEffect::Zero => "it counts as 0",
            AbsenceEffect::Error => "nothing is scored before it is filled in",
            AbsenceEffect::CarriedOver => "the score of the edition before is carried over",
        };
        self.line(format!("  by the rubric {words}"));
    }

    fn record(&mut self, id: IndicatorId, sheet: &Sheet, record: &Record) {
        let rubric = &self.edition.rubric;
        if let Some(body) = &record.body {
            self.line(format!("  body {body} ({})", self.place(record.span)));
        }
        let case = case(
            rubric,
            self.edition.entity_facts.of(self.entity),
            self.edition.facts.of(id),
            sheet,
            record,
        );
        for (fact_id, fact) in rubric.facts_of(FactRole::Evidence) {
            let Some(Answer::Known(value)) = case.answers.get(fact_id.index()) else {
                continue;
            };
            let own = record
                .facts
                .iter()
                .rev()
                .find(|recorded| recorded.fact == fact_id);
            let default = sheet
                .defaults
                .iter()
                .rev()
                .find(|recorded| recorded.fact == fact_id);
            let place = match (own, default) {
                (Some(own), _) => self.place(own.span),
                (None, Some(default)) => format!("{}, by default", self.place(default.span)),
                (None, None) => String::new(),
            };
            self.line(format!(
                "  {:<34} {place}",
                format!("{}: {}", fact.name, fact.domain.show(value))
            ));
        }
        if let Some(assessed) = case.assessed {
            self.line(format!("  assessed: {assessed}"));
        }
        for item in &rubric.lets {
            self.let_value(item, &case);
        }
        match evaluate(rubric, &case) {
            Ok(outcome) => self.outcome(record, &outcome),
            // Only what is not known keeps a disclosure of a project with results from having a score.
            Err(reason) => self.line(format!("  no score: {}", reason_in_words(rubric, &reason))),
        }
        let further = further_scores(rubric, &case).unwrap_or_default();
        for (score, found) in rubric.further_scores.iter().zip(further) {
            let formula = words::expression(rubric, &score.value, &|_| None);
            let place = self.place(score.span);
            self.line(format!(
                "{} = {formula} = {}  ({place})",
                score.name,
                show(found.as_ref())
            ));
        }
    }

    fn let_value(&mut self, item: &Let, case: &Case) {
        let Some(value) = value(&self.edition.rubric, case, &item.value) else {
            return;
        };
        let place = self.place(item.span);
        self.line(format!(
            "  {:<34} {place}",
            format!("{} = {value}", item.name)
        ));
    }

    fn outcome(&mut self, record: &Record, outcome: &Outcome) {
        let rubric = &self.edition.rubric;
        self.line("");
        self.line("criteria");
        for (criterion, found) in rubric.criteria.iter().zip(&outcome.criteria) {
            let (why, place) = match (found.by, &criterion.body) {
                (DecidedBy::Rule(number), CriterionBody::Rules(rules)) => {
                    match find_rule(rules, number) {
                        Some((_, label, span)) => {
                            let rule = self.sources.slice(span).lines().next().unwrap_or("").trim();
                            let rule = rule.split("  \"").next().unwrap_or(rule).trim_end();
                            let why = label.map_or(String::new(), |label| format!("{label}; "));
                            (format!("{why}rule `{rule}`"), self.place(span))
                        }
                        None => (String::new(), String::new()),
                    }
                }
                (DecidedBy::Judgement, _) => {
                    let judged = record.judged.iter().find(|(id, _, _)| {
                        rubric
                            .criteria
                            .get(id.index())
                            .is_some_and(|known| known.name == criterion.name)
                    });
                    let place = judged.map_or(String::new(), |(_, _, span)| self.place(*span));
                    ("judged by the assessor".to_string(), place)
                }
                _ => ("by its formula".to_string(), self.place(criterion.span)),
            };
            self.line(format!(
                "  {:<16} {:>4}  {why}  {place}",
                criterion.name,
                match found.applicable || !found.adjusted.is_empty() {
                    true => found.first.to_string(),
                    false => "n/a".to_string(),
                }
            ));
            for number in &found.adjusted {
                if let Some(adjustment) = rubric.adjustments.get(usize::from(*number)) {
                    let why = adjustment.label.as_deref().unwrap_or("adjusted");
                    let place = self.place(adjustment.span);
                    self.line(format!(
                        "  {:<16} {:>4}  adjusted: {why}  {place}",
                        "",
                        found.score.to_string()
                    ));
                }
            }
        }
        self.formula(outcome);
    }

    fn formula(&mut self, outcome: &Outcome) {
        let rubric = &self.edition.rubric;
        let plain = words::expression(rubric, &rubric.score, &|_| None);
        let filled = words::expression(rubric, &rubric.score, &|part| match part {
            Expression::Criterion(id, _) => outcome
                .criteria
                .get(id.index())
                .map(|criterion| criterion.score.to_string()),
            _ => None,
        });
        self.line("");
        self.line(format!("score = {plain}"));
        self.line(format!("      = {filled}"));
        self.line(format!("      = {}", outcome.score));
    }

    fn notes(&mut self, sheet: &Sheet, notes: &Notes) {
        let mut lines = Vec::new();
        lines.extend(
            notes
                .source
                .as_ref()
                .map(|source| format!("source: {source}")),
        );
        lines.extend(notes.seen.map(|seen| format!("seen: {seen}")));
        let assessor = notes.assessor.as_deref().or(sheet.assessor.as_deref());
        lines.extend(assessor.map(|assessor| format!("assessor: {assessor}")));
        lines.extend(notes.note.as_ref().map(|note| format!("note: {note}")));
        lines.extend(
            notes
                .reason
                .as_ref()
                .map(|reason| format!("reason: {reason}")),
        );
        if !lines.is_empty() {
            self.line("");
        }
        for line in lines {
            self.line(format!("  {line}"));
        }
    }

    fn criterion(&mut self, row: &Row) {
        let applied = format!(
            "the mean over {} indicators, on the criterion's own scale",
            row.scored
        );
        self.line(applied);
        self.line("");
    }

    /// A node of the catalogue, a market or a body: the indicators it is the mean of.
    fn group(&mut self, row: &Row) {
        if self.given(&row.level, &row.node) {
            self.line("");
            return;
        }
        let Some(index) = self.index(row) else { return };
        let level = index.levels.iter().find(|level| *level.name == *row.level);
        let how = match (level, index.cuts.iter().find(|cut| *cut.name == *row.level)) {
            (Some(level), _) => format!("{} ({})", level.aggregate.words(), self.place(level.span)),
            (None, Some(cut)) => format!("{} ({})", cut.aggregate.words(), self.place(cut.span)),
            (None, None) => String::new(),
        };
        self.line(format!(
            "the {how} of {} scored indicators; {} apply, {} belong here",
            row.scored, row.applicable, row.expected
        ));
        let members: Vec<&Row> = self
            .rows()
            .filter(|other| other.index == row.index && *other.level == *"indicator")
            .filter(|other| self.belongs(other, row, index))
            .collect();
        let mut sum = Number::zero();
        for member in &members {
            if let Some(score) = &member.score {
                sum = sum.plus(score);
            }
            let label = self.label("indicator", &member.node);
            self.line(format!(
                "  {:>8}  {:<14} {}  {label}",
                show(member.score.as_ref()),
                member.state.word(),
                member.node
            ));
        }
        if let (Some(score), true) = (&row.score, how.starts_with("mean")) {
            self.line(format!("  sum {sum} / {} = {score}", row.scored));
        }
        self.line("");
    }

    fn belongs(&self, indicator: &Row, row: &Row, index: &Index) -> bool {
        let catalogue = &self.results.catalogue;
        let Some(id) = catalogue.indicator_id(&indicator.node) else {
            return false;
        };
        let Some(found) = catalogue.indicator(id) else {
            return false;
        };
        if let Some(cut) = index.cuts.iter().find(|cut| *cut.name == *row.level) {
            let values = cut_values(&self.edition.rubric, cut, catalogue);
            let value = values.iter().find(|(_, name)| **name == *row.node);
            return value.is_some_and(|(value, _)| {
                takes_part(index, cut, catalogue, &self.edition.facts, id, *value)
            });
        }
        catalogue
            .node_at(found, &row.level)
            .and_then(|node| catalogue.nodes.get(node.index()))
            .is_some_and(|node| node.id == *row.node)
    }

    fn total(&mut self, row: &Row) {
        if self.given(TOTAL_LEVEL, &row.node) {
            self.line("");
            return;
        }
        let Some(index) = self.index(row) else { return };
        self.total_of(index, row);
        self.line("");
    }

    fn total_of(&mut self, index: &Index, row: &Row) {
        let total: &Level = &index.total;
        let place = self.place(total.span);
        if let Some(formula) = &index.formula {
            self.line(format!("total = {} ({place})", words::formula(formula)));
            for (name, value) in self.operands(formula) {
                self.line(format!("  {name} = {value}"));
            }
            self.line(format!("  total {}", show(row.score.as_ref())));
            return;
        }
        let Part::Level(level) = &total.of else {
            self.line(format!(
                "the {} of {} scored indicators; {} apply, {} belong here ({place})",
                total.aggregate.words(),
                row.scored,
                row.applicable,
                row.expected
            ));
            return;
        };
        let levels = match level.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{level}s"),
        };
        self.line(format!("{} of {levels} ({place})", total.aggregate.words()));
        let mut sum = Number::zero();
        let mut weights = Number::zero();
        for weight in &total.weights {
            let found = self
                .edition
                .row(&index.name, self.entity, level, &weight.node);
            let share = weight.share.times(&Number::whole(100));
            let score = found.and_then(|row| row.score.as_ref());
            let part = score.map(|score| score.times(&weight.share));
            if let Some(part) = &part {
                sum = sum.plus(part);
                weights = weights.plus(&weight.share);
            }
            let state = found.map_or("no_score", |row| row.state.word());
            self.line(format!(
                "  {:<26} {:>5}% × {:>8} = {:>8}  {state}",
                weight.node,
                share.to_string(),
                show(score),
                show(part.as_ref()),
            ));
        }
        if weights != Number::whole(1) && !total.weights.is_empty() {
            let effect = match index.missing {
                MissingEffect::LeftOut => "the other weights grow in proportion",
                MissingEffect::Zero => "what is missing counts as 0",
                MissingEffect::NoScore => "without them there is no score",
            };
            let hundred = Number::whole(100);
            self.line(format!(
                "  scored categories hold {}% of the weight; {effect}",
                weights.times(&hundred)
            ));
        }
        let shown = row
            .shown
            .as_ref()
            .map_or(String::new(), |shown| format!(", shown as {shown}"));
        self.line(format!("  total {}{shown}", show(row.score.as_ref())));
    }

    /// What a formula starts from, with its values.
    fn operands(&self, formula: &Formula) -> Vec<(String, String)> {
        let mut found: Vec<(String, String)> = Vec::new();
        formula.walk(&mut |part| {
            let value = match part {
                Formula::Index { index, shown } => {
                    let row = self.edition.total(index, self.entity);
                    row.and_then(|row| {
                        if *shown {
                            row.shown.as_ref()
                        } else {
                            row.score.as_ref()
                        }
                    })
                }
                Formula::Part { index, node } => self
                    .rows()
                    .find(|row| *row.index == **index && *row.node == **node && is_whole(row))
                    .and_then(|row| row.score.as_ref()),
                Formula::Indicator(id) => self
                    .results
                    .catalogue
                    .indicator_id(id)
                    .and_then(|id| self.indicator_score(id)),
                _ => return,
            };
            let line = (words::formula(part), show(value));
            if !found.contains(&line) {
                found.push(line);
            }
        });
        found
    }

    fn indicator_score(&self, id: IndicatorId) -> Option<&'a Number> {
        let mut entities = self.edition.scores.entities.iter();
        let scores = entities.find(|scores| scores.entity == *self.entity)?;
        scores.indicators.get(id.index())?.as_ref()?.score.as_ref()
    }

    /// From a node up to the index.
    fn upwards(&mut self, row: &Row) {
        self.line("up to the index");
        let catalogue = &self.results.catalogue;
        let path: Vec<(&str, String)> = match &*row.level {
            "indicator" => catalogue
                .indicator_id(&row.node)
                .and_then(|id| catalogue.indicator(id))
                .map(|found| found.path.clone())
                .unwrap_or_default()
                .into_iter()
                .rev()
                .filter_map(|id| catalogue.nodes.get(id.index()))
                .map(|node| (node.level, node.id.clone()))
                .collect(),
            level => {
                let start = catalogue
                    .nodes
                    .iter()
                    .find(|node| node.level == level && node.id == *row.node);
                let mut path = Vec::new();
                let mut at = start.and_then(|node| node.parent);
                while let Some(node) = at.and_then(|id| catalogue.nodes.get(id.index())) {
                    path.push((node.level, node.id.clone()));
                    at = node.parent;
                }
                path
            }
        };
        for (level, node) in path {
            let Some(found) = self.edition.row(&row.index, self.entity, level, &node) else {
                continue;
            };
            let grade = found
                .grade
                .as_deref()
                .map_or(String::new(), |grade| format!(", grade {grade}"));
            self.line(format!(
                "  {level:<12} {node:<34} {:>8}  of {} scored indicators{grade}",
                show(found.score.as_ref()),
                found.scored
            ));
        }
        if let (Some(index), Some(total)) =
            (self.index(row), self.edition.total(&row.index, self.entity))
        {
            self.line(format!(
                "  {:<12} {:<34} {:>8}",
                "index",
                index.name,
                show(total.score.as_ref())
            ));
            self.total_of(index, total);
        }
        self.line("");
    }
}

fn show(score: Option<&Number>) -> String {
    score.map_or_else(|| "–".to_string(), |score| score.significant(6))
}

fn is_catalogue_level(level: &str) -> bool {
    crate::catalogue::LEVELS.contains(&level)
}

/// Rows restricted to a market are explained under the market itself.
fn is_whole(row: &Row) -> bool {
    row.market.is_none() || row.market.as_deref() == Some(&*row.node)
}
