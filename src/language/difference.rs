//! Two rubrics against each other. Criteria are compared case by case: over all cases that either of them tells apart,
//! so that "equal" is proved and a difference comes with evidence on which it shows. Everything else is compared as it
//! would be written.

use super::evaluate::{Answer, Case, Decided, Facts};
use super::number::Number;
use super::rubric::{
    Condition, CriterionBody, CriterionId, Cut, CutBy, FactId, Index, Level, Part, Rubric, Rule,
};
use super::syntax::{MissingEffect, Rounding};
use super::table::{Column, MOST_CELLS, Table};
use super::value::{Domain, Members, Value};
use super::words;
use std::collections::BTreeSet;

/// One thing in which two rubrics differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Something is written differently, or stands in one of them only.
    Part {
        /// What it is: "the fact `access`", "the weight of `supply` in `international`".
        what: String,
        /// How it is in the first; `None` where it is not there.
        before: Option<String>,
        /// How it is in the second.
        after: Option<String>,
    },
    /// A criterion scores some evidence differently.
    Evidence {
        /// The criterion.
        criterion: String,
        /// How many cases it scores differently.
        cases: usize,
        /// Of how many that both can have.
        of: usize,
        /// Some of them: evidence, score in the first, score in the second.
        examples: Vec<(String, String, String)>,
    },
}

/// What comes of comparing two rubrics.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// All differences, in the order of the language's parts.
    pub differences: Vec<Difference>,
    /// Differences in what is told about scores: they change no score, and editions stay comparable.
    pub told: Vec<Difference>,
    /// Criteria that are written differently and were proved to score all evidence alike.
    pub same: Vec<String>,
    /// Criteria that are written differently and could not be gone through case by case.
    pub open: Vec<String>,
}

/// How many cases are shown of a criterion.
const MOST_EXAMPLES: usize = 5;

/// Compares two rubrics.
pub fn compare(before: &Rubric, after: &Rubric) -> Comparison {
    let mut found = Comparison::default();
    parts(&mut found, "fact", facts(before), facts(after));
    parts(&mut found, "value", lets(before), lets(after));
    criteria(&mut found, before, after);
    parts(
        &mut found,
        "adjustment",
        adjustments(before),
        adjustments(after),
    );
    parts(&mut found, "score", scores(before), scores(after));
    parts(&mut found, "rule for", general(before), general(after));
    parts(
        &mut found,
        "index",
        indices(before, after),
        indices(after, before),
    );
    let mut of_telling = Comparison::default();
    let (first, second) = (told(before, after), told(after, before));
    parts(&mut of_telling, "rule for", first, second);
    found.told = of_telling.differences;
    found
}

type Named = Vec<(String, String)>;

/// Parts by name; what is the same on both sides is passed over.
fn parts(found: &mut Comparison, what: &str, before: Named, after: Named) {
    for (name, text) in &before {
        let other = after.iter().find(|(other, _)| other == name);
        if other.is_none_or(|(_, other)| other != text) {
            found.differences.push(Difference::Part {
                what: format!("{what} {name}"),
                before: Some(text.clone()),
                after: other.map(|(_, other)| other.clone()),
            });
        }
    }
    for (name, text) in &after {
        if !before.iter().any(|(known, _)| known == name) {
            found.differences.push(Difference::Part {
                what: format!("{what} {name}"),
                before: None,
                after: Some(text.clone()),
            });
        }
    }
}

fn facts(rubric: &Rubric) -> Named {
    let facts = rubric.facts.iter().map(|fact| {
        let asked = fact.asked.as_ref().map_or_else(String::new, |asked| {
            format!(", asked when {}", words::condition(rubric, asked))
        });
        let optional = if fact.optional { "optional, " } else { "" };
        let text = format!("{optional}{}{asked}", domain(&fact.domain));
        (format!("`{}`", fact.name), text)
    });
    facts.collect()
}

fn domain(domain: &Domain) -> String {
    match domain {
        Domain::Choice {
            answers,
            best_first: true,
        } => answers.join(" > "),
        Domain::Choice { answers, .. } => answers.join(" | "),
        Domain::Set(members) => format!("set of {}", members.join(", ")),
        other => other.expected().replace("a number", "number"),
    }
}

fn lets(rubric: &Rubric) -> Named {
    let lets = rubric.lets.iter().map(|item| {
        let value = words::expression(rubric, &item.value, &|_| None);
        (format!("`{}`", item.name), value)
    });
    lets.collect()
}

fn adjustments(rubric: &Rubric) -> Named {
    let adjustments = rubric.adjustments.iter().enumerate();
    let texts = adjustments.map(|(at, adjustment)| {
        let names: Vec<&str> = adjustment
            .criteria
            .iter()
            .filter_map(|id| rubric.criteria.get(id.index()))
            .map(|criterion| criterion.name.as_str())
            .collect();
        let value = words::expression(rubric, &adjustment.value, &|_| None);
        let when = words::condition(rubric, &adjustment.condition);
        let text = format!("{} becomes {value} if {when}", names.join(", "));
        ((at + 1).to_string(), text)
    });
    texts.collect()
}

fn scores(rubric: &Rubric) -> Named {
    let own = words::expression(rubric, &rubric.score, &|_| None);
    let further = rubric.further_scores.iter().map(|score| {
        let value = words::expression(rubric, &score.value, &|_| None);
        (format!("`{}`", score.name), value)
    });
    std::iter::once(("of a disclosure".to_string(), own))
        .chain(further)
        .collect()
}

fn general(rubric: &Rubric) -> Named {
    let several = rubric
        .several_bodies
        .map_or_else(|| "none".to_string(), |how| how.words());
    vec![
        ("several bodies".into(), several),
        (
            "what is not assessed".into(),
            words::absence(rubric.absence.not_assessed).to_string(),
        ),
        (
            "what is withheld".into(),
            words::absence(rubric.absence.withheld).to_string(),
        ),
    ]
}

/// What is told about scores: the official index (where the other rubric has it too), what is closed, the scales.
fn told(rubric: &Rubric, other: &Rubric) -> Named {
    let official = rubric.headline();
    let official = official.filter(|index| other.index(&index.name).is_some());
    let official = official.map(|index| {
        let name = format!("`{}`", index.name);
        ("the official index".to_string(), name)
    });
    let closed = rubric.closed.as_ref().map(|closed| {
        let condition = words::condition(rubric, &closed.condition);
        let text = format!("if {condition} \"{}\"", closed.label);
        ("what is closed".to_string(), text)
    });
    let scales = rubric.indices.iter().filter_map(|index| {
        let scale = words::scale(index.scale.as_ref()?);
        Some((format!("the scale of `{}`", index.name), scale))
    });
    let words = rubric.words.iter().map(|word| {
        let name = format!("the word for `{}`", word.noun.key());
        (name, format!("\"{}\" | \"{}\"", word.one, word.several))
    });
    official
        .into_iter()
        .chain(closed)
        .chain(scales)
        .chain(words)
        .collect()
}

/// The parts of each index; of one that the other rubric does not have, only that it is there.
fn indices(rubric: &Rubric, other: &Rubric) -> Named {
    let mut named = Named::new();
    for index in &rubric.indices {
        let name = &index.name;
        named.push((format!("`{name}`"), "there".to_string()));
        if other.index(name).is_none() {
            continue;
        }
        for cut in &index.cuts {
            let only = if cut.only.is_empty() {
                String::new()
            } else {
                format!(", only {}", cut.only.join(", "))
            };
            let ranked = cut_text(rubric, cut);
            let text = format!("{} of indicators{only}{ranked}", cut.aggregate.words());
            named.push((format!("`{name}`, cut {}", cut.name), text));
        }
        if let Some(select) = &index.select {
            let which = words::condition(rubric, select);
            named.push((
                format!("`{name}`, its indicators"),
                format!("where {which}"),
            ));
        }
        if let Some(formula) = &index.formula {
            named.push((format!("`{name}`, total"), words::formula(formula)));
        } else {
            for level in index.levels.iter().chain([&index.total]) {
                named.push((format!("`{name}`, {}", level.name), level_text(level)));
                for weight in &level.weights {
                    let share = weight.share.times(&Number::whole(100));
                    named.push((
                        format!("`{name}`, weight of {}", weight.node),
                        format!("{share}%"),
                    ));
                }
            }
        }
        named.extend(clauses(rubric, index));
        named.push((format!("`{name}`, rounding"), rounding_text(index.rounding)));
        let graded_otherwise = index.grading != index.rounding;
        if graded_otherwise && !index.grades.is_empty() {
            let text = rounding_text(index.grading);
            named.push((format!("`{name}`, rounding before grading"), text));
        }
        for grade in &index.grades {
            let from = format!("from {}", grade.from);
            named.push((format!("`{name}`, grade `{}`", grade.name), from));
        }
        named.push((
            format!("`{name}`, ranks"),
            words::ranking(rubric, index.rank),
        ));
    }
    named
}

/// What an index says beside levels, cuts, rounding and ranks.
fn clauses(rubric: &Rubric, index: &Index) -> Named {
    let name = &index.name;
    let score = index
        .from
        .and_then(|id| rubric.further_scores.get(id.index()));
    let missing = match index.missing {
        MissingEffect::LeftOut => "left out",
        MissingEffect::Zero => "zero",
        MissingEffect::NoScore => "no score",
    };
    let coverage = index.minimum_coverage.as_ref().map_or_else(
        || "none".to_string(),
        |share| format!("{}%", share.times(&Number::whole(100))),
    );
    let across = index
        .across
        .map_or_else(|| "none".to_string(), |how| how.words());
    let absence = match index.absence == rubric.absence {
        true => "as in the rubric".to_string(),
        false => format!(
            "{}, {}",
            words::absence(index.absence.not_assessed),
            words::absence(index.absence.withheld)
        ),
    };
    let clause = |what: &str, text: String| (format!("`{name}`, {what}"), text);
    vec![
        clause(
            "goes by",
            score.map_or_else(|| "score".to_string(), |score| format!("`{}`", score.name)),
        ),
        clause("missing parts", missing.to_string()),
        clause("minimum coverage", coverage),
        clause("across entities", across),
        clause("not assessed, withheld", absence),
    ]
}

/// Which values of a cut are not ranked or get no row.
fn cut_text(rubric: &Rubric, cut: &Cut) -> String {
    let value = |at: &u8| match cut.by {
        CutBy::Fact(fact) => {
            let fact = rubric.facts.get(fact.index());
            fact.map_or("", |fact| fact.domain.name(*at)).to_string()
        }
        CutBy::Body => String::new(),
    };
    let mut text = String::new();
    for (word, values) in [("reference", &cut.reference), ("without", &cut.without)] {
        if !values.is_empty() {
            let values: Vec<String> = values.iter().map(value).collect();
            text.push_str(&format!(", {word} {}", values.join(", ")));
        }
    }
    if cut.indicative {
        text.push_str(", indicative");
    }
    text
}

fn level_text(level: &Level) -> String {
    let of = match &level.of {
        Part::Indicators => "indicators".to_string(),
        Part::Level(level) => format!("level {level}"),
    };
    let rounded = level.rounding.map_or_else(String::new, |how| {
        format!(", rounded {}", words::rounding(how))
    });
    format!("{} of {of}{rounded}", level.aggregate.words())
}

fn rounding_text(rounding: Option<Rounding>) -> String {
    rounding.map_or_else(|| "none".to_string(), words::rounding)
}

fn rules_text(rubric: &Rubric, rules: &[Rule]) -> String {
    let mut text = String::new();
    for rule in rules {
        let (Rule::Gives { condition, .. } | Rule::When { condition, .. }) = rule;
        let when = condition
            .as_ref()
            .map_or_else(String::new, |condition| words::condition(rubric, condition));
        match rule {
            Rule::Gives { value, .. } => {
                let value = words::expression(rubric, value, &|_| None);
                text.push_str(&format!("{value} if {when}\n"));
            }
            Rule::When { rules, .. } => {
                text.push_str(&format!(
                    "when {when} {{\n{}}}\n",
                    rules_text(rubric, rules)
                ));
            }
        }
    }
    text
}

fn criteria(found: &mut Comparison, before: &Rubric, after: &Rubric) {
    let same_facts = facts(before) == facts(after) && lets(before) == lets(after);
    for (at, criterion) in (0u16..).zip(&before.criteria) {
        let name = &criterion.name;
        let Some(other) = after.criterion(name) else {
            found.differences.push(Difference::Part {
                what: format!("criterion `{name}`"),
                before: Some("there".to_string()),
                after: None,
            });
            continue;
        };
        let body = |rubric: &Rubric, id: CriterionId| {
            rubric.criteria.get(id.index()).map(|c| match &c.body {
                CriterionBody::Formula(formula) => words::expression(rubric, formula, &|_| None),
                CriterionBody::Judged => "judged".to_string(),
                CriterionBody::Rules(_) => "rules".to_string(),
            })
        };
        let (first, second) = (body(before, CriterionId(at)), body(after, other));
        if first != second {
            found.differences.push(Difference::Part {
                what: format!("criterion `{name}`"),
                before: first,
                after: second,
            });
            continue;
        }
        if first.as_deref() != Some("rules") {
            continue;
        }
        // The same words about the same facts mean the same.
        let written = |rubric: &Rubric, id: CriterionId| {
            let criterion = rubric.criteria.get(id.index())?;
            match &criterion.body {
                CriterionBody::Rules(rules) => Some(rules_text(rubric, rules)),
                _ => None,
            }
        };
        if same_facts && written(before, CriterionId(at)) == written(after, other) {
            found.same.push(name.clone());
            continue;
        }
        let tables = Table::of(before, CriterionId(at)).zip(Table::of(after, other));
        let joint = tables.as_ref().and_then(|(a, b)| {
            let first = Side::of(before, a, CriterionId(at));
            Joint::of(first, Side::of(after, b, other))
        });
        match joint {
            None => found.open.push(name.clone()),
            Some(joint) => {
                let (of, different) = joint.compare();
                if different.is_empty() {
                    found.same.push(name.clone());
                } else {
                    found.differences.push(Difference::Evidence {
                        criterion: name.clone(),
                        cases: different.len(),
                        of,
                        examples: different.into_iter().take(MOST_EXAMPLES).collect(),
                    });
                }
            }
        }
    }
    for criterion in &after.criteria {
        if before.criterion(&criterion.name).is_none() {
            found.differences.push(Difference::Part {
                what: format!("criterion `{}`", criterion.name),
                before: None,
                after: Some("there".to_string()),
            });
        }
    }
}

/// A criterion of one of the rubrics with its table.
struct Side<'r, 't> {
    rubric: &'r Rubric,
    table: &'t Table<'r>,
    criterion: CriterionId,
}

impl<'r, 't> Side<'r, 't> {
    fn of(rubric: &'r Rubric, table: &'t Table<'r>, criterion: CriterionId) -> Self {
        Side {
            rubric,
            table,
            criterion,
        }
    }

    fn fact(&self, name: &str) -> Option<FactId> {
        self.rubric.fact(name)
    }

    /// The comparison that is written like this.
    fn comparison(&self, written: &str) -> Option<&'r Condition> {
        self.table.columns.iter().find_map(|column| match column {
            Column::Comparison(condition)
                if words::condition(self.rubric, condition) == written =>
            {
                Some(*condition)
            }
            _ => None,
        })
    }
}

/// What a case says about one fact, by names, so that it means the same in both rubrics.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Said {
    Answer(String),
    Members(Vec<String>),
    NotAsked,
    Holds(bool),
}

/// A column of both tables together.
struct JointColumn {
    /// A fact's name, or a comparison as written.
    name: String,
    cases: Vec<Said>,
}

struct Joint<'r, 't> {
    sides: [Side<'r, 't>; 2],
    columns: Vec<JointColumn>,
}

impl<'r, 't> Joint<'r, 't> {
    fn of(first: Side<'r, 't>, second: Side<'r, 't>) -> Option<Self> {
        let sides = [first, second];
        let mut columns: Vec<JointColumn> = Vec::new();
        for side in &sides {
            for column in &side.table.columns {
                let name = match column {
                    Column::Choice { fact, .. } | Column::Set { fact, .. } => {
                        side.rubric.facts.get(fact.index())?.name.clone()
                    }
                    Column::Comparison(condition) => words::condition(side.rubric, condition),
                };
                if columns.iter().any(|known| known.name == name) {
                    continue;
                }
                let cases = match column {
                    Column::Choice { .. } => answers(&sides, &name),
                    Column::Set { .. } => sets(&sides, &name)?,
                    Column::Comparison(_) => vec![Said::Holds(false), Said::Holds(true)],
                };
                columns.push(JointColumn { name, cases });
            }
        }
        let cells = columns.iter().try_fold(1usize, |cells, column| {
            cells.checked_mul(column.cases.len())
        });
        cells.filter(|cells| *cells <= MOST_CELLS)?;
        Some(Joint { sides, columns })
    }

    /// How many cases both rubrics can have, and those they score differently.
    fn compare(&self) -> (usize, Vec<(String, String, String)>) {
        let cells: usize = self
            .columns
            .iter()
            .map(|column| column.cases.len())
            .product();
        let mut of = 0;
        let mut different = Vec::new();
        for cell in 0..cells {
            let mut rest = cell;
            let said: Vec<(&str, &Said)> = self
                .columns
                .iter()
                .filter_map(|column| {
                    let at = rest % column.cases.len();
                    rest /= column.cases.len();
                    Some((column.name.as_str(), column.cases.get(at)?))
                })
                .collect();
            let [first, second] = &self.sides;
            let (Some(a), Some(b)) = (score(first, &said), score(second, &said)) else {
                continue;
            };
            of += 1;
            if a != b {
                different.push((evidence(&said), a, b));
            }
        }
        (of, different)
    }
}

/// The answers of a choice in either rubric, and "not asked" where that can be.
fn answers(sides: &[Side<'_, '_>; 2], name: &str) -> Vec<Said> {
    let mut cases: Vec<Said> = Vec::new();
    let mut not_asked = false;
    for side in sides {
        let fact = side.fact(name);
        let Some(fact) = fact.and_then(|id| side.rubric.facts.get(id.index())) else {
            continue;
        };
        not_asked |= fact.asked.is_some() || fact.optional;
        for answer in fact.domain.names() {
            let answer = Said::Answer(answer.clone());
            if !cases.contains(&answer) {
                cases.push(answer);
            }
        }
    }
    if not_asked {
        cases.push(Said::NotAsked);
    }
    cases
}

/// One member of each group that either rubric tells apart, in all combinations.
fn sets(sides: &[Side<'_, '_>; 2], name: &str) -> Option<Vec<Said>> {
    // Members that stand in the same group of both tables are alike.
    let mut groups: Vec<(Vec<usize>, String)> = Vec::new();
    let mut not_asked = false;
    let mut members: Vec<String> = Vec::new();
    for side in sides {
        let fact = side.fact(name);
        let Some(fact) = fact.and_then(|id| side.rubric.facts.get(id.index())) else {
            continue;
        };
        not_asked |= fact.asked.is_some() || fact.optional;
        for member in fact.domain.names() {
            if !members.contains(member) {
                members.push(member.clone());
            }
        }
    }
    for member in members {
        let places: Vec<usize> = sides
            .iter()
            .map(|side| group_of(side, name, &member))
            .collect();
        if !groups.iter().any(|(known, _)| *known == places) {
            groups.push((places, member));
        }
    }
    if groups.len() > 12 {
        return None;
    }
    let mut cases: Vec<Said> = (0..1usize << groups.len())
        .map(|which| {
            let chosen = groups.iter().enumerate();
            let chosen = chosen.filter(|(at, _)| which >> at & 1 == 1);
            Said::Members(chosen.map(|(_, (_, member))| member.clone()).collect())
        })
        .collect();
    if not_asked {
        cases.push(Said::NotAsked);
    }
    Some(cases)
}

/// The group of a member in a side's table; a number of its own where the side does not read the set or know the member.
fn group_of(side: &Side<'_, '_>, name: &str, member: &str) -> usize {
    let unknown = usize::MAX;
    let Some(id) = side.fact(name) else {
        return unknown;
    };
    let Some(at) = side
        .rubric
        .facts
        .get(id.index())
        .and_then(|fact| fact.domain.position(member))
    else {
        return unknown - 1;
    };
    let groups = side.table.columns.iter().find_map(|column| match column {
        Column::Set { fact, groups, .. } if *fact == id => Some(groups),
        _ => None,
    });
    let place = groups.and_then(|groups| groups.iter().position(|group| group.has(at)));
    place.unwrap_or(unknown)
}

/// What a rubric makes of a case; `None` when it cannot have such a case.
fn score(side: &Side<'_, '_>, said: &[(&str, &Said)]) -> Option<String> {
    let rubric = side.rubric;
    let mut case = Case {
        answers: vec![Answer::Missing; rubric.facts.len()],
        assessed: None,
        judged: vec![None; rubric.criteria.len()],
    };
    let mut decided: Vec<Decided<'_>> = Vec::new();
    let mut given = BTreeSet::new();
    for (name, said) in said {
        if let Said::Holds(holds) = said {
            decided.extend(side.comparison(name).map(|condition| (condition, *holds)));
            continue;
        }
        let Some(id) = side.fact(name) else { continue };
        let domain = &rubric.facts.get(id.index())?.domain;
        let answer = match said {
            Said::Answer(answer) => Answer::Known(Value::Choice(domain.position(answer)?)),
            Said::Members(members) => {
                let mut set = Members::default();
                for member in members {
                    set = set.with(Members::only(domain.position(member)?));
                }
                Answer::Known(Value::Set(set))
            }
            Said::NotAsked => Answer::NotAsked,
            Said::Holds(_) => continue,
        };
        given.insert(id);
        *case.answers.get_mut(id.index())? = answer;
    }
    // A fact is answered exactly when it is asked.
    for id in given {
        let fact = rubric.facts.get(id.index())?;
        let not_asked = case.answers.get(id.index()) == Some(&Answer::NotAsked);
        let asked = fact.asked.as_ref().map_or(Ok(true), |asked| {
            Facts::of(rubric, &case, &[])
                .deciding(&decided)
                .holds(asked)
        });
        match asked {
            Ok(true) if not_asked && !fact.optional => return None,
            Ok(false) if !not_asked => return None,
            _ => {}
        }
    }
    let found = Facts::of(rubric, &case, &[])
        .deciding(&decided)
        .first_score(side.criterion, None);
    match found {
        Ok((score, _)) => Some(score.to_string()),
        Err(super::evaluate::Unscored::NoRule(_)) => Some("no score".to_string()),
        Err(super::evaluate::Unscored::NotApplicable(_)) => Some("not applicable".to_string()),
        Err(_) => None,
    }
}

/// A case in the words of evidence.
fn evidence(said: &[(&str, &Said)]) -> String {
    let parts = said.iter().filter_map(|(name, said)| match said {
        Said::Answer(answer) => Some(format!("{name}: {answer}")),
        Said::Members(members) => Some(format!("{name}: [{}]", members.join(", "))),
        Said::NotAsked => None,
        Said::Holds(true) => Some(format!("`{name}` holds")),
        Said::Holds(false) => Some(format!("`{name}` does not hold")),
    });
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() {
        "nothing is asked".to_string()
    } else {
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;
    use crate::language::load::load;

    fn rubric(rules: &str) -> Rubric {
        let text = format!(
            "rubric a {{\n  evidence {{\n    published : yes > no\n    when published is yes {{\n      formats : set of csv, xlsx, pdf, image\n    }}\n  }}\n  criterion use {{\n{rules}\n  }}\n  score use\n  index all {{\n    total: mean of indicators\n  }}\n}}\n"
        );
        let mut sources = Sources::default();
        let file = sources.add("a.rubric", text.as_str());
        let loaded = load(&mut sources, file, &mut |_, _| unreachable!());
        loaded.rubric.unwrap()
    }

    #[test]
    fn other_words_for_the_same_are_proved_equal() {
        let first = rubric("1 if formats has csv or xlsx\n0 otherwise");
        let second = rubric(
            "when published is yes {\n1 if formats has csv\n1 if formats has xlsx\n0 otherwise\n}\n0 if published is no",
        );
        let found = compare(&first, &second);
        assert_eq!(found.differences, []);
        assert_eq!(found.same, ["use"]);
        assert!(found.open.is_empty());
    }

    #[test]
    fn a_difference_comes_with_its_evidence() {
        let first = rubric("1 if formats has csv or xlsx\n0 otherwise");
        let second = rubric("1 if formats has csv\n0.5 if formats has xlsx\n0 otherwise");
        let found = compare(&first, &second);
        let [
            Difference::Evidence {
                cases,
                of,
                examples,
                ..
            },
        ] = found.differences.as_slice()
        else {
            panic!("{found:?}");
        };
        // csv, xlsx and all others are three groups, so there are 2³ sets; of those, the two with xlsx and without csv
        // differ. The unpublished disclosure is the ninth case.
        assert_eq!((*cases, *of), (2, 9));
        let shown = (
            "formats: [xlsx]".to_string(),
            "1".to_string(),
            "0.5".to_string(),
        );
        assert!(
            examples
                .iter()
                .any(|(evidence, a, b)| evidence.contains(&shown.0)
                    && (a, b) == (&shown.1, &shown.2)),
            "{examples:?}"
        );
    }
}
