//! An indicator as text: what the catalogue says, what was recorded, and which rule gave which criterion its score.

use super::{DIGITS, Text, show};
use crate::results::derivation::{
    Absent, CriterionScore, Evidence, GivenScore, IndicatorOf, Named, NotesOn, Record,
};

impl Text {
    pub(super) fn indicator(&mut self, indicator: &IndicatorOf, given: &[GivenScore]) {
        self.with_place("indicator", indicator.place.as_ref());
        for fact in &indicator.facts {
            self.line(format!("  {}: {}", fact.name, fact.value));
        }
        for basis in &indicator.basis {
            self.line(format!("  basis: {basis}"));
        }
        self.given(given);
        match &indicator.evidence {
            Some(evidence) => {
                self.line("");
                self.with_place("evidence", evidence.place.as_ref());
                if let Some(reason) = &evidence.provisional {
                    self.line(format!("  provisional: {reason}"));
                }
                self.absence(indicator);
                self.evidence(evidence);
            }
            None => self.absence(indicator),
        }
        if let Some(goes_by) = &indicator.goes_by {
            self.line(format!("  this index goes by the score `{goes_by}`"));
        }
    }

    /// Why there is nothing to score, and what the index makes of that.
    fn absence(&mut self, indicator: &IndicatorOf) {
        let Some(absent) = &indicator.absence else {
            return;
        };
        self.line(why_absent(absent));
        match (&indicator.carried_over, absent.effect) {
            (Some(from), _) => self.line(format!(
                "  the score of {} is carried over: {}",
                from.edition,
                show(from.score.as_ref())
            )),
            (None, "zero") => self.line("  the rubric counts it as 0"),
            (None, "error") => self.line("  the rubric scores nothing before it is filled in"),
            (None, "carried_over") => {
                self.line("  no earlier edition has a score to carry over, so it is left out");
            }
            _ => self.line("  the rubric leaves it out of every mean"),
        }
    }

    fn evidence(&mut self, evidence: &Evidence) {
        for record in &evidence.records {
            self.record(record);
        }
        if evidence.notes != NotesOn::default() {
            self.line("");
        }
        self.notes(&evidence.notes);
        if let Some(sample) = evidence.sample.as_ref().filter(|sample| sample.bodies > 1) {
            self.line(format!(
                "  the {} of {} bodies: {}",
                sample.aggregate,
                sample.bodies,
                show(sample.score.as_ref())
            ));
        }
    }

    /// What is said for people, a line each.
    fn notes(&mut self, notes: &NotesOn) {
        let notes = [
            ("source", &notes.source),
            ("seen", &notes.seen),
            ("assessor", &notes.assessor),
            ("note", &notes.note),
            ("reason", &notes.reason),
        ];
        for (name, text) in notes {
            if let Some(text) = text {
                self.line(format!("  {name}: {text}"));
            }
        }
    }

    fn record(&mut self, record: &Record) {
        if let Some(body) = &record.body {
            self.with_place(format!("  body {body}"), record.place.as_ref());
        }
        for answer in &record.answers {
            let place = answer.place.as_ref();
            let place = place.map_or_else(String::new, ToString::to_string);
            let default = if answer.by_default {
                ", by default"
            } else {
                ""
            };
            let text = format!("{}: {}", answer.fact, answer.answer);
            self.line(format!("  {text:<34} {place}{default}"));
        }
        if let Some(assessed) = &record.assessed {
            let seen = record.assessed_when_seen;
            let why = if seen { " (the day it was seen)" } else { "" };
            self.line(format!("  assessed: {assessed}{why}"));
        }
        for value in &record.values {
            let place = value
                .place
                .as_ref()
                .map_or_else(String::new, ToString::to_string);
            let text = format!("{} = {}", value.name, value.steps.shown(12));
            self.line(format!("  {text:<34} {place}"));
        }
        if !record.criteria.is_empty() {
            self.line("");
            self.line("criteria");
            for criterion in &record.criteria {
                self.criterion(criterion, &record.criteria);
            }
        }
        self.score(record);
        self.notes(&record.notes);
        record
            .further_scores
            .iter()
            .for_each(|score| self.further(score));
    }

    fn criterion(&mut self, criterion: &CriterionScore, all: &[CriterionScore]) {
        let first = match (&criterion.first, criterion.by) {
            (Some(first), _) => first.to_string(),
            (None, Some(_)) => "n/a".to_string(),
            (None, None) => "–".to_string(),
        };
        let rule = criterion.rule.as_ref();
        let why = match (criterion.by, &criterion.why, rule) {
            (Some("rule"), Some(why), Some(rule)) => format!("{why}; rule `{rule}`"),
            (Some("rule"), None, Some(rule)) => format!("rule `{rule}`"),
            (Some("judgement"), ..) => "judged by the assessor".to_string(),
            (Some(_), _, Some(formula)) => format!("by its formula `{formula}`"),
            _ => criterion.no_score.clone().unwrap_or_default(),
        };
        let place = criterion
            .place
            .as_ref()
            .map_or_else(String::new, ToString::to_string);
        self.line(format!(
            "  {:<16} {first:>4}  {why}  {place}",
            criterion.criterion
        ));
        let below = |text: &str| format!("  {:<16} {text}", "");
        for step in criterion.steps.iter().filter(|step| step.test.is_some()) {
            self.test(step, &" ".repeat(22));
        }
        for adjusted in &criterion.adjusted {
            let score = show(adjusted.score.as_ref());
            let condition = &adjusted.condition.text;
            let why = match &adjusted.why {
                Some(why) => format!("{why} (`{condition}`)"),
                None => format!("`{condition}`"),
            };
            let place = adjusted
                .place
                .as_ref()
                .map_or_else(String::new, ToString::to_string);
            self.line(below(&format!("{score:>4}  adjusted: {why}  {place}")));
        }
        if criterion.closes {
            self.line(below(&format!("      {}", closes(criterion, all))));
        }
    }

    /// The formula, the same with its numbers, the conditions it asks, and the score.
    fn score(&mut self, record: &Record) {
        let plain = &record.formula.text;
        self.line("");
        self.line(format!("score = {plain}"));
        record.formula.walk(&mut |step| {
            if step.test.is_some() {
                self.test(step, "    ");
            }
        });
        match (&record.score, &record.no_score) {
            (Some(score), _) => {
                let filled = record.formula.filled(12);
                if filled != score.to_string() {
                    self.line(format!("      = {filled}"));
                }
                self.line(format!("      = {score}"));
            }
            (None, reason) => {
                self.line(format!(
                    "  no score: {}",
                    reason.as_deref().unwrap_or("not known")
                ));
            }
        }
    }

    fn further(&mut self, score: &Named) {
        let steps = &score.steps;
        let filled = steps.filled(12);
        let value = steps.shown(DIGITS);
        let filled = if filled == value {
            String::new()
        } else {
            format!("{filled} = ")
        };
        let place = score
            .place
            .as_ref()
            .map_or_else(String::new, |place| format!("  ({place})"));
        self.line(format!(
            "{} = {} = {filled}{value}{place}",
            score.name, steps.text
        ));
    }
}

/// What a criterion does that makes the score zero whatever the others are.
fn closes(criterion: &CriterionScore, all: &[CriterionScore]) -> String {
    let others: Vec<&str> = all
        .iter()
        .filter(|other| other.closes && other.criterion != criterion.criterion)
        .map(|other| other.criterion.as_str())
        .collect();
    let so = "closes the score: it is 0 whatever the rest is";
    match (&criterion.takes_away, others.as_slice()) {
        (Some(points), []) => format!("{so}; this takes away {points} points"),
        (_, []) => so.to_string(),
        (_, [one]) => format!("{so}; so does {one}"),
        (_, [first @ .., last]) => format!("{so}; so do {} and {last}", first.join(", ")),
    }
}

fn why_absent(absent: &Absent) -> String {
    let since = absent.since.as_ref();
    let since = since.map_or_else(String::new, |since| format!(", since {since}"));
    match (absent.kind, &absent.reason) {
        ("not_recorded", _) => {
            "evidence: nothing is recorded, so it counts as not assessed".to_string()
        }
        (kind, Some(reason)) => format!("  {}: {reason}{since}", kind.replace('_', " ")),
        (kind, None) => format!("  {}", kind.replace('_', " ")),
    }
}
