//! Targets: what somebody has promised to reach by a day, and whether the pace so far gets there.
//!
//! ```yaml
//! targets:
//!   - { entity: MD, score: 70, date: 2026-12-31, set_by: energy strategy }
//!   - { entity: MD, level: category, node: supply, grade: B, date: 2025-12-31, since: international-2021 }
//! ```

use super::progress::{Line, NotLinear, Question, Refusal, least_share, progress};
use crate::diagnostic::{Diagnostic, Sources};
use crate::document::Node;
use crate::index::{Row, TOTAL_LEVEL};
use crate::language::calendar::parse_date;
use crate::language::number::Number;
use crate::language::rubric::Grade;
use crate::project::EntityId;
use crate::results::reading::{self, Reading};
use crate::results::{Basis, Results};
use jiff::civil::Date;
use std::path::Path;

/// The file of this name beside `clearwatt.yaml` is read without being asked for.
pub const TARGETS_FILE: &str = "targets.yaml";

/// A target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Whose.
    pub entity: EntityId,
    /// The index.
    pub index: String,
    /// `index`, a level of the catalogue, a cut, `criterion` or `indicator`.
    pub level: String,
    /// The node of that level.
    pub node: String,
    /// The score to reach, as it is shown.
    pub score: Number,
    /// The grade it was written as.
    pub grade: Option<String>,
    /// By when.
    pub date: Date,
    /// The edition the pace is counted from, by its place; the first with a score when `None`.
    pub since: Option<usize>,
    /// Who has set it.
    pub set_by: Option<String>,
}

/// How a target stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The target.
    pub target: Target,
    /// The day the present score was assessed (the end of the edition's year where no day is recorded).
    pub on: Option<Date>,
    /// The present score, as it is shown.
    pub now: Option<Number>,
    /// Points a year so far.
    pub pace: Option<Number>,
    /// Points a year from now on that reach the target in time.
    pub needed: Option<Number>,
    /// What the pace is one of; `None` where there is none.
    pub basis: Option<Basis>,
    /// In a word.
    pub status: Status,
}

/// How a target stands, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The score is there.
    Reached,
    /// The day has passed.
    Missed,
    /// The pace so far is enough.
    OnTrack,
    /// The score rises too slowly.
    Behind,
    /// The score neither rises nor falls.
    StandingStill,
    /// The score falls.
    MovingAway,
    /// There is one edition only, or no score at all.
    TooEarly,
    /// There are several editions, and their scores cannot be compared.
    NotComparable,
}

impl Status {
    /// The word in CSV and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::Reached => "reached",
            Status::Missed => "missed",
            Status::OnTrack => "on_track",
            Status::Behind => "behind",
            Status::StandingStill => "standing_still",
            Status::MovingAway => "moving_away",
            Status::TooEarly => "too_early",
            Status::NotComparable => "not_comparable",
        }
    }
}

/// Reads the targets of a project.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn load(
    sources: &mut Sources,
    results: &Results,
    path: &Path,
) -> Result<Vec<Target>, Vec<Diagnostic>> {
    reading::read(sources, path, results, |reading, root| {
        let mut targets = Vec::new();
        if reading.mapping("a target file", root, &["targets"]) {
            for item in reading.list(
                root,
                "targets",
                "{ entity: UA, score: 70, date: 2026-12-31 }",
            ) {
                targets.extend(read_target(reading, item));
            }
            if targets.is_empty() && reading.errors.is_empty() {
                let help = "add `targets:` and a list such as `- { entity: UA, score: 70, date: 2026-12-31 }`";
                reading.wrong("there is no target in this file".to_string(), help, root);
            }
        }
        targets
    })
}

fn read_target(reading: &mut Reading<'_>, node: Node<'_>) -> Option<Target> {
    let what = "a target";
    let keys = [
        "entity", "index", "level", "node", "score", "grade", "date", "since", "set_by",
    ];
    if !reading.mapping(what, node, &keys) {
        return None;
    }
    let results = reading.results;
    let entity = reading.needed(
        what,
        node,
        "entity",
        "add `entity: ` and a code such as `UA`",
    );
    let entity = entity.and_then(|node| reading.entity(node));
    let indices = crate::results::indices(results);
    let names: Vec<&str> = indices.iter().map(|(name, _)| *name).collect();
    let index = match node.get("index") {
        Some(node) => reading.one_of("index", node, &names)?,
        None => names.first().copied()?,
    };
    let edition = indices
        .iter()
        .find(|(name, _)| *name == index)?
        .1
        .last()
        .copied()?;
    let rows = || edition.rows.iter().filter(|row| *row.index == *index);
    let mut levels: Vec<&str> = rows().map(|row| &*row.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let level = match node.get("level") {
        Some(node) => reading.one_of("level", node, &levels)?,
        None => TOTAL_LEVEL,
    };
    let of_level = match (node.get("node"), level) {
        (Some(node), _) => {
            let mut nodes: Vec<&str> = rows()
                .filter(|row| *row.level == *level)
                .map(|row| &*row.node)
                .collect();
            nodes.sort_unstable();
            nodes.dedup();
            reading.one_of("node", node, &nodes)?
        }
        (None, TOTAL_LEVEL) => index,
        (None, _) => {
            reading.needed(
                what,
                node,
                "node",
                "add `node: ` and what of the level is meant",
            );
            return None;
        }
    };
    let grades = &edition.rubric.index(index)?.grades;
    let (score, grade) = read_goal(reading, node, grades)?;
    let date = reading.needed(
        what,
        node,
        "date",
        "add `date: 2026-12-31`, the day it is to be reached",
    )?;
    let day = date.text().and_then(parse_date);
    if day.is_none() {
        reading.wrong_kind("date", "a day such as 2026-12-31", date);
    }
    let since = node.get("since").map(|node| reading.edition(node));
    let set_by = node
        .get("set_by")
        .and_then(|node| reading.text("set_by", node));
    Some(Target {
        entity: entity?,
        index: index.to_string(),
        level: level.to_string(),
        node: of_level.to_string(),
        score,
        grade,
        date: day?,
        since: since.flatten(),
        set_by: set_by.map(String::from),
    })
}

fn read_goal(
    reading: &mut Reading<'_>,
    node: Node<'_>,
    grades: &[Grade],
) -> Option<(Number, Option<String>)> {
    match (node.get("score"), node.get("grade")) {
        (Some(score), None) => Some((reading.number("score", score)?, None)),
        (None, Some(grade)) => {
            let names: Vec<&str> = grades.iter().map(|grade| grade.name.as_str()).collect();
            let name = reading.one_of("grade", grade, &names)?;
            let found = grades.iter().find(|grade| grade.name == name)?;
            Some((found.from.clone(), Some(name.to_string())))
        }
        _ => {
            reading.wrong(
                "a target has either a `score` or a `grade`".to_string(),
                "write `score: 70`, or `grade: B`",
                node,
            );
            None
        }
    }
}

/// How a target stands.
///
/// Pace is counted in points per 365 days between the assessment of the edition the target counts from and the last
/// one, in the series that `progress` compares: all editions of the index. Where those have too little in common it is
/// that of the two editions alone, and where nothing by indicator is known that of the published scores, as long as one
/// method made both.
///
/// # Errors
/// [`NotLinear`] when it cannot be told what is comparable.
pub fn standing(results: &Results, target: &Target) -> Result<Standing, NotLinear> {
    let of_index = crate::results::indices(results);
    let all: Vec<usize> = of_index
        .iter()
        .filter(|(name, _)| *name == target.index)
        .flat_map(|(_, editions)| editions)
        .filter_map(|edition| {
            results
                .editions
                .iter()
                .position(|known| known.id == edition.id)
        })
        .collect();
    let scored = |at: &usize| row(results, *at, target).is_some();
    let since = target.since.filter(scored);
    let first = since.or_else(|| all.iter().copied().find(scored));
    let last = all.iter().copied().rfind(scored);
    let mut standing = Standing {
        target: target.clone(),
        on: last.and_then(|at| day(results, at, &target.entity)),
        now: last
            .and_then(|at| row(results, at, target))
            .and_then(|row| row.shown.clone()),
        pace: None,
        needed: None,
        basis: None,
        status: Status::TooEarly,
    };
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(standing);
    };
    if let (Some(from), Some(on)) = (day(results, first, &target.entity), standing.on)
        && first != last
        && from < on
    {
        match change(results, target, &all, (first, last))? {
            Some((points, basis)) => {
                standing.pace = a_year(&points, from, on);
                standing.basis = Some(basis);
            }
            None => standing.status = Status::NotComparable,
        }
    }
    standing.settle();
    Ok(standing)
}

/// By how much the score of a target has changed between two editions, and on what basis; `None` where that cannot be
/// told.
fn change(
    results: &Results,
    target: &Target,
    all: &[usize],
    (first, last): (usize, usize),
) -> Result<Option<(Number, Basis)>, NotLinear> {
    let mut unknown = None;
    for editions in [all, &[first, last]] {
        let question = Question {
            index: &target.index,
            editions: editions.to_vec(),
            entities: vec![target.entity.clone()],
            least_share: least_share(),
            forced: false,
            crosswalk: &results.crosswalk,
        };
        let found = match progress(results, &question) {
            Ok(found) => found,
            Err(error) => {
                unknown = Some(error);
                continue;
            }
        };
        let Some(of) = found.entities.first() else {
            continue;
        };
        if of.common.refused == Some(Refusal::TooLittle) && editions.len() == 2 {
            return Ok(None);
        }
        let line = of.lines.iter().find(|line| is_of(line, target));
        let score = |edition: usize| {
            let at = editions.iter().position(|known| *known == edition)?;
            line?.comparable.get(at)?.as_ref()?.score.as_ref()
        };
        if let (Some(before), Some(now), Some(rules)) =
            (score(first), score(last), editions.last().copied())
        {
            let basis = Basis::SameRules {
                rules,
                indicators: of.common.indicators.len(),
                share: of.common.share.clone(),
                editions: editions.to_vec(),
            };
            return Ok(Some((now.minus(before), basis)));
        }
    }
    let edition = |at: usize| results.editions.get(at);
    let one_method = edition(first).map(|of| of.method) == edition(last).map(|of| of.method);
    let score = |at: usize| row(results, at, target)?.score.as_ref();
    match (score(first), score(last), unknown) {
        // One method made both, so what it did not say was the same in both.
        (Some(before), Some(now), _) if one_method => {
            Ok(Some((now.minus(before), Basis::Published)))
        }
        (_, _, Some(error)) => Err(error),
        _ => Ok(None),
    }
}

fn is_of(line: &Line, target: &Target) -> bool {
    *line.level == *target.level
        && *line.node == *target.node
        && is_whole(line.market.as_deref(), &target.node)
}

impl Standing {
    fn settle(&mut self) {
        let (Some(now), Some(on)) = (&self.now, self.on) else {
            return;
        };
        let missing = self.target.score.minus(now);
        if missing.is_zero() || missing.is_negative() {
            self.status = Status::Reached;
            return;
        }
        if self.target.date <= on {
            self.status = Status::Missed;
            return;
        }
        self.needed = a_year(&missing, on, self.target.date);
        self.status = match (&self.pace, &self.needed) {
            (Some(pace), Some(needed)) if pace >= needed => Status::OnTrack,
            (Some(pace), Some(_)) if pace.is_zero() => Status::StandingStill,
            (Some(pace), Some(_)) if pace.is_negative() => Status::MovingAway,
            (Some(_), Some(_)) => Status::Behind,
            _ => self.status,
        };
    }
}

fn is_whole(market: Option<&str>, node: &str) -> bool {
    market.is_none_or(|market| market == node)
}

fn row<'r>(results: &'r Results, at: usize, target: &Target) -> Option<&'r Row> {
    let edition = results.editions.get(at)?;
    edition
        .row(&target.index, &target.entity, &target.level, &target.node)
        .filter(|row| row.score.is_some())
}

/// The day an entity was assessed; the end of the edition's year where no day is recorded.
fn day(results: &Results, at: usize, entity: &EntityId) -> Option<Date> {
    let edition = results.editions.get(at)?;
    let mine = edition.sheets_of(entity);
    mine.filter_map(|sheet| sheet.assessed)
        .max()
        .or_else(|| Some(edition.period.last_day()))
}

/// Points between two days as points per 365 days.
fn a_year(points: &Number, from: Date, to: Date) -> Option<Number> {
    let days = i64::from(from.until(to).ok()?.get_days());
    points.times(&Number::whole(365)).over(&Number::whole(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(now: i64, score: i64, date: Date, pace: Option<&str>) -> (Status, Option<String>) {
        let entities = crate::project::Entities::default();
        let mut standing = Standing {
            target: Target {
                entity: entities.resolve("MD").unwrap(),
                index: "i".to_string(),
                level: TOTAL_LEVEL.to_string(),
                node: "i".to_string(),
                score: Number::whole(score),
                grade: None,
                date,
                since: None,
                set_by: None,
            },
            on: Some(jiff::civil::date(2023, 12, 31)),
            now: Some(Number::whole(now)),
            pace: pace.map(|pace| Number::parse(pace).unwrap()),
            needed: None,
            basis: None,
            status: Status::TooEarly,
        };
        standing.settle();
        (
            standing.status,
            standing.needed.map(|needed| needed.to_string()),
        )
    }

    #[test]
    fn a_target_is_judged_by_the_pace_it_takes() {
        // 731 days (2024 has 366) from 58 to 60: 2 × 365 / 731 = 0.9986…
        let day = jiff::civil::date(2025, 12, 31);
        assert_eq!(
            standing(58, 60, day, Some("1.5")),
            (Status::OnTrack, Some("0.998632010944".to_string()))
        );
        assert_eq!(standing(58, 60, day, Some("0.5")).0, Status::Behind);
        assert_eq!(standing(58, 60, day, Some("-3")).0, Status::MovingAway);
        assert_eq!(standing(58, 60, day, Some("0")).0, Status::StandingStill);
        assert_eq!(standing(58, 60, day, None).0, Status::TooEarly);
        assert_eq!(standing(60, 60, day, None), (Status::Reached, None));
        assert_eq!(
            standing(58, 60, jiff::civil::date(2023, 6, 1), Some("9")).0,
            Status::Missed
        );
    }
}
