//! Dates that cannot be: what has come out begins after the day somebody looked, somebody looked after the assessment, or a
//! year is decades away from the edition's. Most are slips of a finger, and some of them would raise a score.

use super::Recorded;
use super::errors::EvidenceError;
use super::record::{Draft, Keys};
use crate::diagnostic::Span;
use crate::language::calendar::Period;
use crate::language::value::Value;
use jiff::civil::Date;

/// How many years from the edition's a date may be, earlier and later.
#[derive(Debug, Clone, Copy)]
struct Reach(i16, i16);

/// The day of an assessment, and the day somebody looked.
const LOOKED: Reach = Reach(15, 15);
/// What is compared with a deadline; what was given up long ago stays where it ended.
const REPORTED: Reach = Reach(50, 15);
/// Everything else: an old law, a plan.
const ANYTHING: Reach = Reach(300, 100);

impl Reach {
    fn check(
        self,
        what: &str,
        (date, written): (Date, &str),
        keys: &Keys<'_>,
        span: Span,
        errors: &mut Vec<EvidenceError>,
    ) -> bool {
        let year = keys.year;
        let fits = (year - self.0..=year + self.1).contains(&date.year());
        if !fits {
            errors.push(EvidenceError::NoSuchDate {
                what: format!("`{what}` is {written}, and the edition is of {year}"),
                help: "is there a slip in the year?".to_string(),
                span,
            });
        }
        fits
    }
}

/// The day of the assessment.
pub(super) fn check_assessed(
    keys: &Keys<'_>,
    (day, span): (Date, Span),
    errors: &mut Vec<EvidenceError>,
) {
    LOOKED.check("assessed", (day, &day.to_string()), keys, span, errors);
}

/// Everything dated in what was recorded about a disclosure or a body. `assessed` is the day of the assessment.
pub(super) fn check_draft(
    keys: &Keys<'_>,
    draft: &Draft,
    assessed: Option<Date>,
    errors: &mut Vec<EvidenceError>,
) {
    let after = |what: &str, day: Date, assessed: Date, span| EvidenceError::NoSuchDate {
        what: format!("`{what}` is {day}, after the day of the assessment, {assessed}"),
        help: "correct one of the two".to_string(),
        span,
    };
    for (what, found, reach) in [
        ("seen", draft.seen, LOOKED),
        ("since", draft.since, ANYTHING),
    ] {
        if let Some((day, span)) = found
            && reach.check(what, (day, &day.to_string()), keys, span, errors)
            && let Some(assessed) = assessed.filter(|assessed| day > *assessed)
        {
            errors.push(after(what, day, assessed, span));
        }
    }
    let seen = draft.seen.map(|(day, _)| day);
    check_facts(keys, &draft.facts, (seen, assessed), errors);
}

/// The facts that are dates or periods. What is compared with a deadline has come out by the day somebody looked.
pub(super) fn check_facts(
    keys: &Keys<'_>,
    facts: &[Recorded],
    (seen, assessed): (Option<Date>, Option<Date>),
    errors: &mut Vec<EvidenceError>,
) {
    for recorded in facts {
        let period = match recorded.value {
            Value::Period(period) => period,
            Value::Date(date) => Period::Day(date),
            _ => continue,
        };
        let Some(fact) = keys.rubric.facts.get(recorded.fact.index()) else {
            continue;
        };
        let reported = keys.deadlines.contains(&recorded.fact);
        let reach = if reported { REPORTED } else { ANYTHING };
        let (first, written) = (period.first_day(), period.to_string());
        if !reach.check(&fact.name, (first, &written), keys, recorded.span, errors) || !reported {
            continue;
        }
        let (day, what) = match (seen, assessed) {
            (Some(day), _) => (day, "it was seen"),
            (None, Some(day)) => (day, "of the assessment"),
            (None, None) => continue,
        };
        if first > day {
            errors.push(EvidenceError::NoSuchDate {
                what: format!(
                    "`{}` is {written}, which begins after the day {what}, {day}",
                    fact.name
                ),
                help: "record the latest period that was there on that day".to_string(),
                span: recorded.span,
            });
        }
    }
}
