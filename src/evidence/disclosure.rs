//! What was recorded about one indicator becomes one disclosure. YAML and tables both end here, so what is refused in one
//! of them is refused in the other.

use super::dates::check_draft;
use super::errors::EvidenceError;
use super::record::{Draft, Keys, short, state_words};
use super::{Disclosure, Notes, Record, Recorded, State};
use crate::catalogue::IndicatorId;
use crate::diagnostic::Span;
use crate::language::rubric::CriterionId;
use crate::language::syntax::FactRole;
use jiff::civil::Date;

/// What was recorded about an indicator as a whole, or about one body of its sample.
#[derive(Debug)]
pub(super) struct Part {
    pub draft: Draft,
    /// The body; `None` for the indicator as a whole.
    pub body: Option<Box<str>>,
    /// The day of the assessment, where a table says it row by row.
    pub assessed: Option<Date>,
    pub span: Span,
    /// Nothing in it was misread. What was misread would be found missing again.
    pub sound: bool,
}

/// The disclosure made of what was said about the indicator as a whole and about each body; what is wrong is reported.
/// `assessed` is the day of the sheet's assessment.
pub(super) fn disclosure(
    keys: &Keys<'_>,
    (indicator, id): (IndicatorId, &str),
    assessed: Option<Date>,
    whole: Option<Part>,
    bodies: Vec<Part>,
    errors: &mut Vec<EvidenceError>,
) -> Option<Disclosure> {
    let before = errors.len();
    let span = whole.as_ref().or(bodies.first())?.span;
    let sound = whole.iter().chain(&bodies).all(|part| part.sound);
    let (draft, day) = match whole {
        Some(part) => (part.draft, part.assessed),
        None => (Draft::new(), None),
    };
    let state = state(&draft, &bodies, errors);
    let day = day.or(assessed);
    check_draft(keys, &draft, day, errors);
    for part in &bodies {
        let seen = draft.notes.seen.filter(|_| part.draft.seen.is_none());
        check_draft(keys, &part.draft, seen.or(part.assessed).or(day), errors);
    }
    let absent = !matches!(state, State::Assessed | State::Provisional(_));
    let answered = draft.answers() || !bodies.is_empty();
    if absent {
        if answered {
            errors.push(EvidenceError::AbsentWithAnswers {
                indicator: short(id),
                state: state_words(&state),
                span: draft.state.as_ref().map_or(span, |(_, place)| *place),
            });
        }
    } else {
        let lacking = |draft: &Draft| !draft.answers() && !all_may_be_unknown(keys);
        let nothing = |name: &str, span| EvidenceError::Nothing {
            indicator: short(name),
            span,
        };
        if bodies.is_empty() && lacking(&draft) && sound {
            errors.push(nothing(id, span));
        }
        let silent = bodies.iter().filter(|part| lacking(&part.draft));
        if sound && !draft.answers() {
            errors
                .extend(silent.map(|part| nothing(part.body.as_deref().unwrap_or(id), part.span)));
        }
        shared_without_effect(keys, &draft, &bodies, errors);
    }
    if errors.len() > before || !sound {
        return None;
    }
    let notes = notes(&draft.notes, &bodies);
    let records = match (absent, bodies.is_empty()) {
        (true, _) => Vec::new(),
        (false, true) => vec![Record {
            body: None,
            facts: draft.facts,
            judged: draft.judged,
            day: draft
                .notes
                .seen
                .or(day)
                .filter(|day| Some(*day) != assessed),
            notes: None,
            span,
        }],
        (false, false) => {
            let of_body = |part| {
                let found = record(&draft, day, part);
                Record {
                    day: found.day.filter(|day| Some(*day) != assessed),
                    ..found
                }
            };
            bodies.into_iter().map(of_body).collect()
        }
    };
    Some(Disclosure {
        indicator,
        state,
        records,
        notes,
        span,
    })
}

/// Where every answer may be unknown, a disclosure without answers says that nothing is known.
fn all_may_be_unknown(keys: &Keys<'_>) -> bool {
    let mut facts = keys.rubric.facts_of(FactRole::Evidence);
    facts.all(|(_, fact)| fact.optional)
}

/// The state of the whole. One body that is provisional makes all of it provisional; it has no other state of its own.
fn state(draft: &Draft, bodies: &[Part], errors: &mut Vec<EvidenceError>) -> State {
    let parts = std::iter::once((draft, None)).chain(
        bodies
            .iter()
            .map(|part| (&part.draft, part.body.as_deref())),
    );
    let mut provisional = None;
    for (draft, body) in parts {
        let state = draft.state.as_ref().map(|(state, _)| state);
        let withheld = state.is_some_and(|state| state.withheld().is_some());
        if let Some((_, span)) = draft.since.filter(|_| !withheld) {
            errors.push(EvidenceError::NoEffect {
                what: "`since` stands without `withheld`".to_string(),
                help: "say since when it is withheld, or remove it".to_string(),
                span,
            });
        }
        match (&draft.state, body) {
            (Some((State::Provisional(reason), _)), _) => {
                provisional.get_or_insert_with(|| State::Provisional(reason.clone()));
            }
            (Some((state, span)), Some(body)) => errors.push(EvidenceError::NoEffect {
                what: format!(
                    "`{}` is {}, and one body of a sample has no such state of its own",
                    short(body),
                    state_words(state)
                ),
                help: "leave the body out of the sample, or say it of the whole disclosure"
                    .to_string(),
                span: *span,
            }),
            _ => {}
        }
    }
    match &draft.state {
        Some((State::Absent { kind, reason, .. }, _)) => State::Absent {
            kind: *kind,
            reason: reason.clone(),
            since: draft.since.map(|(day, _)| day),
        },
        Some((state, _)) => state.clone(),
        None => provisional.unwrap_or(State::Assessed),
    }
}

/// Answers beside the bodies hold for those that do not answer themselves; where all do, one of them is meant otherwise.
fn shared_without_effect(
    keys: &Keys<'_>,
    draft: &Draft,
    bodies: &[Part],
    errors: &mut Vec<EvidenceError>,
) {
    if bodies.is_empty() {
        return;
    }
    let mut refuse = |name: &str, span: Span| {
        errors.push(EvidenceError::NoEffect {
            what: format!("`{name}` is given beside the bodies, and each of them has its own"),
            help: "remove it, or name the body that it is about".to_string(),
            span,
        });
    };
    for shared in &draft.facts {
        let all = |part: &Part| has_fact(&part.draft, shared);
        if let Some(fact) = keys.rubric.facts.get(shared.fact.index())
            && bodies.iter().all(all)
        {
            refuse(&fact.name, shared.span);
        }
    }
    for (criterion, _, span) in &draft.judged {
        let all = |part: &Part| has_judgement(&part.draft, *criterion);
        if let Some(found) = keys.rubric.criteria.get(criterion.index())
            && bodies.iter().all(all)
        {
            refuse(&found.name, *span);
        }
    }
}

fn has_fact(draft: &Draft, shared: &Recorded) -> bool {
    draft.facts.iter().any(|own| own.fact == shared.fact)
}

fn has_judgement(draft: &Draft, criterion: CriterionId) -> bool {
    draft.judged.iter().any(|(own, _, _)| *own == criterion)
}

/// The record of one body, with what is shared.
fn record(shared: &Draft, day: Option<Date>, part: Part) -> Record {
    let own = part.draft;
    let facts = shared.facts.iter().filter(|fact| !has_fact(&own, fact));
    let judged = shared
        .judged
        .iter()
        .filter(|(criterion, _, _)| !has_judgement(&own, *criterion));
    let (facts, judged): (Vec<_>, Vec<_>) = (facts.cloned().collect(), judged.cloned().collect());
    let silent = own.notes == Notes::default();
    Record {
        body: part.body,
        facts: own.facts.into_iter().chain(facts).collect(),
        judged: own.judged.into_iter().chain(judged).collect(),
        day: own
            .notes
            .seen
            .or(shared.notes.seen)
            .or(part.assessed)
            .or(day),
        notes: (!silent).then(|| Box::new(own.notes)),
        span: part.span,
    }
}

/// The notes of the whole; where it has none of a kind, those of the first body that has.
fn notes(whole: &Notes, bodies: &[Part]) -> Notes {
    let mut notes = whole.clone();
    for part in bodies {
        let own = &part.draft.notes;
        let texts = [
            (&mut notes.source, &own.source),
            (&mut notes.assessor, &own.assessor),
            (&mut notes.note, &own.note),
            (&mut notes.reason, &own.reason),
        ];
        for (text, other) in texts {
            if text.is_none() {
                text.clone_from(other);
            }
        }
        notes.seen = notes.seen.or(own.seen);
    }
    notes
}
