//! Expressions and conditions in the words of the language, as they would be written; for messages, `explain` and the
//! methodology document.

use super::number::Number;
use super::rubric::{Condition, DeclaredScale, Expression, FactId, Formula, Over, Ranking, Rubric};
use super::syntax::{
    AbsenceEffect, Operator, Precision, Quantity, RankBasis, Rounding, RoundingMode, Ties,
};
use super::value::{Members, Value};

/// An expression with no more parentheses than it needs. `names` says what stands for a fact, criterion or
/// intermediate value; return `None` for its name.
pub fn expression(
    rubric: &Rubric,
    written: &Expression,
    names: &dyn Fn(&Expression) -> Option<String>,
) -> String {
    Words { rubric, names }.expression(written, 0)
}

/// A condition as it would be written.
pub fn condition(rubric: &Rubric, written: &Condition) -> String {
    Words {
        rubric,
        names: &|_| None,
    }
    .condition(written, false)
}

/// What an absence does, as it would be written.
pub fn absence(effect: AbsenceEffect) -> &'static str {
    match effect {
        AbsenceEffect::LeftOut => "left out",
        AbsenceEffect::Zero => "zero",
        AbsenceEffect::Error => "error",
        AbsenceEffect::CarriedOver => "carried over",
    }
}

/// A rounding as it would be written: `half up to 0 decimals`.
pub fn rounding(rounding: Rounding) -> String {
    let mode = match rounding.mode {
        RoundingMode::HalfUp => "half up",
        RoundingMode::HalfEven => "half even",
        RoundingMode::Down => "down",
    };
    match rounding.to {
        Precision::Decimals(1) => format!("{mode} to 1 decimal"),
        Precision::Decimals(digits) => format!("{mode} to {digits} decimals"),
        Precision::Significant(digits) => format!("{mode} to {digits} significant digits"),
    }
}

/// A scale as it would be written: `0 to 1 "points"`.
pub fn scale(scale: &DeclaredScale) -> String {
    let unit = scale.unit.as_ref();
    let unit = unit.map_or_else(String::new, |unit| format!(" \"{unit}\""));
    format!("{} to {}{unit}", scale.low, scale.high)
}

/// How ranks are given, as it would be written: `on exact score, ties share`.
pub fn ranking(rubric: &Rubric, ranking: Ranking) -> String {
    let on = match ranking.on {
        RankBasis::Exact => "on exact score".to_string(),
        RankBasis::Rounded => "on rounded score".to_string(),
        RankBasis::RoundedTo(how) => format!("on score rounded {}", rounding(how)),
    };
    let within = ranking
        .within
        .and_then(|fact| rubric.facts.get(fact.index()))
        .map_or_else(String::new, |fact| format!(" within {}", fact.name));
    let ties = match ranking.ties {
        Ties::Share => "share",
        Ties::Marked => "marked",
        Ties::ByName => "by name",
    };
    format!("{on}{within}, ties {ties}")
}

/// The formula of an index as it would be written.
pub fn formula(written: &Formula) -> String {
    formula_inside(written, 0)
}

fn formula_inside(written: &Formula, around: u8) -> String {
    let id = |id: &str| {
        let plain = id
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_');
        if plain {
            id.to_string()
        } else {
            format!("\"{id}\"")
        }
    };
    match written {
        Formula::Constant(number) => number.to_string(),
        Formula::Index {
            index,
            shown: false,
        } => index.clone(),
        Formula::Index { index, shown: true } => format!("shown({index})"),
        Formula::Part { index, node } => format!("part({index}, {})", id(node)),
        Formula::Indicator(node) => format!("indicator({})", id(node)),
        Formula::Negate(inner) => format!("-{}", formula_inside(inner, 3)),
        Formula::Binary(operator, left, right, _) => {
            let strength = strength(*operator);
            let words = format!(
                "{} {} {}",
                formula_inside(left, strength),
                operator.sign(),
                formula_inside(right, strength + 1)
            );
            if strength < around {
                format!("({words})")
            } else {
                words
            }
        }
        Formula::Call(function, arguments, _) => {
            let arguments: Vec<String> = arguments.iter().map(formula).collect();
            format!("{}({})", function.name(), arguments.join(", "))
        }
        Formula::If {
            words,
            then,
            otherwise,
            ..
        } => format!(
            "(if {words} then {} else {})",
            formula(then),
            formula(otherwise)
        ),
        Formula::Copeland(parts, _) => {
            let parts: Vec<String> = parts.iter().map(formula).collect();
            format!("copeland({})", parts.join(", "))
        }
        Formula::Statistic(statistic, of, over, _) => {
            let over = match over {
                Over::ThisEdition => String::new(),
                Over::AllEditions => ", all_editions".to_string(),
                Over::Edition(edition) => format!(", \"{edition}\""),
            };
            let share = statistic.share().map_or_else(String::new, |share| {
                format!(", {}%", share.number().times(&Number::whole(100)))
            });
            format!("{}({}{share}{over})", statistic.name(), formula(of))
        }
    }
}

fn strength(operator: Operator) -> u8 {
    match operator {
        Operator::Add | Operator::Subtract => 1,
        Operator::Multiply | Operator::Divide => 2,
    }
}

struct Words<'a> {
    rubric: &'a Rubric,
    names: &'a dyn Fn(&Expression) -> Option<String>,
}

impl Words<'_> {
    fn expression(&self, written: &Expression, around: u8) -> String {
        if let Some(instead) = (self.names)(written) {
            return instead;
        }
        let name = |found: Option<&String>| found.cloned().unwrap_or_default();
        match written {
            Expression::Constant(Value::Text(text), _) => format!("\"{text}\""),
            Expression::Constant(value, _) => value.to_string(),
            Expression::Fact(id, _) => {
                name(self.rubric.facts.get(id.index()).map(|fact| &fact.name))
            }
            Expression::Criterion(id, _) => name(
                self.rubric
                    .criteria
                    .get(id.index())
                    .map(|criterion| &criterion.name),
            ),
            Expression::Let(id, _) => name(self.rubric.lets.get(id.index()).map(|item| &item.name)),
            Expression::Assessed(_) => "assessed".to_string(),
            Expression::Score(_) => "score".to_string(),
            Expression::NotApplicable(_) => "not applicable".to_string(),
            Expression::Negate(inner) => format!("-{}", self.expression(inner, 3)),
            Expression::Binary(operator, left, right, _) => {
                let strength = strength(*operator);
                let words = format!(
                    "{} {} {}",
                    self.expression(left, strength),
                    operator.sign(),
                    self.expression(right, strength + 1)
                );
                if strength < around {
                    format!("({words})")
                } else {
                    words
                }
            }
            Expression::Call(function, arguments, _) => {
                let arguments: Vec<String> = arguments
                    .iter()
                    .map(|argument| self.expression(argument, 0))
                    .collect();
                format!("{}({})", function.name(), arguments.join(", "))
            }
            Expression::OfList {
                figure,
                field,
                list,
                test,
                ..
            } => {
                let of = match field {
                    Some(field) => format!("{} in {}", self.fact(*field), self.fact(*list)),
                    None => self.fact(*list).to_string(),
                };
                let test = test.as_ref().map_or_else(String::new, |test| {
                    let word = if figure.takes_field() {
                        "where"
                    } else {
                        "have"
                    };
                    format!(" {word} {}", self.condition(test, true))
                });
                format!("{} of {of}{test}", figure.word())
            }
            Expression::If(condition, then, otherwise) => {
                self.lookup(written).unwrap_or_else(|| {
                    format!(
                        "(if {} then {} else {})",
                        self.condition(condition, false),
                        self.expression(then, 0),
                        self.expression(otherwise, 0)
                    )
                })
            }
        }
    }

    /// A chain of `if` about the answers of one fact, as the look-up it was written as.
    fn lookup(&self, written: &Expression) -> Option<String> {
        let mut entries = Vec::new();
        let mut of = None;
        let mut seen = Members::default();
        let mut rest = written;
        while let Expression::If(condition, then, otherwise) = rest
            && let Condition::Is {
                fact,
                answers,
                negated: false,
                ..
            } = &**condition
            && of.is_none_or(|of| of == *fact)
        {
            of = Some(*fact);
            seen = seen.with(*answers);
            let answers = self.members(*fact, *answers).replace(", ", " or ");
            entries.push(format!("{answers}: {}", self.expression(then, 0)));
            rest = otherwise;
        }
        if entries.len() < 2 {
            return None;
        }
        let fact = self.rubric.facts.get(of?.index())?;
        let left: Vec<&str> = (0u8..)
            .zip(fact.domain.names())
            .filter(|(at, _)| !seen.has(*at))
            .map(|(_, name)| name.as_str())
            .collect();
        let always = fact.asked.is_none() && !fact.optional && !left.is_empty();
        let last = if always {
            left.join(" or ")
        } else {
            "otherwise".to_string()
        };
        entries.push(format!("{last}: {}", self.expression(rest, 0)));
        let entries = entries.join(", ");
        Some(format!("lookup {} {{ {entries} }}", fact.name))
    }

    fn condition(&self, written: &Condition, inside: bool) -> String {
        match written {
            Condition::Is {
                fact,
                answers,
                negated,
                ..
            } => {
                let not = if *negated { "not " } else { "" };
                format!(
                    "{} is {not}{}",
                    self.fact(*fact),
                    self.members(*fact, *answers)
                )
            }
            Condition::Has {
                fact,
                quantity,
                members,
                ..
            } => {
                let how = match quantity {
                    Quantity::Any => "",
                    Quantity::AllOf => "all of ",
                    Quantity::Only => "only ",
                };
                format!(
                    "{} has {how}{}",
                    self.fact(*fact),
                    self.members(*fact, *members)
                )
            }
            Condition::Compare {
                left,
                comparison,
                right,
                ..
            } => format!(
                "{} {} {}",
                self.expression(left, 0),
                comparison.sign(),
                self.expression(right, 0)
            ),
            Condition::OfList {
                all, list, test, ..
            } => format!(
                "{} of {} have {}",
                if *all { "all" } else { "any" },
                self.fact(*list),
                self.condition(test, true)
            ),
            Condition::All(parts) => self.joined(parts, " and ", inside),
            Condition::Any(parts) => self.joined(parts, " or ", inside),
            Condition::Not(inner) => format!("not ({})", self.condition(inner, false)),
        }
    }

    fn joined(&self, parts: &[Condition], word: &str, inside: bool) -> String {
        let parts: Vec<String> = parts
            .iter()
            .map(|part| self.condition(part, true))
            .collect();
        let words = parts.join(word);
        if inside && parts.len() > 1 {
            format!("({words})")
        } else {
            words
        }
    }

    fn fact(&self, id: FactId) -> &str {
        self.rubric
            .facts
            .get(id.index())
            .map_or("", |fact| &fact.name)
    }

    fn members(&self, id: FactId, members: Members) -> String {
        let Some(fact) = self.rubric.facts.get(id.index()) else {
            return String::new();
        };
        let names: Vec<&str> = members.iter().map(|at| fact.domain.name(at)).collect();
        match names.as_slice() {
            [] => String::new(),
            [only] => (*only).to_string(),
            [most @ .., last] => format!("{} or {last}", most.join(", ")),
        }
    }
}
