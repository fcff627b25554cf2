//! Expressions and conditions: names become what they refer to, and every operator gets values of the right type.

use super::super::calendar::Period;
use super::super::number::Number;
use super::super::rubric::{Condition, Expression, Function};
use super::super::syntax::{self, Comparison};
use super::super::value::{Domain, Value};
use super::{CheckError, Checker};
use crate::diagnostic::Span;

/// The type of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Number,
    Date,
    Period,
    Duration,
    Choice,
    Set,
    Text,
    List,
}

impl Type {
    fn of(domain: &Domain) -> Type {
        match domain {
            Domain::Choice { .. } => Type::Choice,
            Domain::Set(_) => Type::Set,
            Domain::Number { .. } | Domain::Count | Domain::Percent => Type::Number,
            Domain::Date => Type::Date,
            Domain::Period => Type::Period,
            Domain::Duration => Type::Duration,
            Domain::Text => Type::Text,
            Domain::List(_) => Type::List,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Type::Number => "a number",
            Type::Date => "a date",
            Type::Period => "a period",
            Type::Duration => "a duration",
            Type::Choice => "a choice",
            Type::Set => "a set",
            Type::Text => "a text",
            Type::List => "a list of records",
        }
    }
}

/// The value of a number literal, with its sign.
pub(super) fn constant(expression: &syntax::Expression) -> Option<Number> {
    match expression {
        syntax::Expression::Number(number, _) | syntax::Expression::Percent(number, _) => {
            Some(number.clone())
        }
        syntax::Expression::Negate(inner, _) => {
            constant(inner).map(|number| Number::zero().minus(&number))
        }
        _ => None,
    }
}

impl Checker<'_> {
    /// An expression that must be a number.
    pub(super) fn number(&mut self, written: &syntax::Expression) -> Option<Expression> {
        let (expression, found) = self.expression(written)?;
        if found == Type::Number {
            return Some(expression);
        }
        let help = match found {
            Type::Choice | Type::Set => Some(
                "a choice or set has no number: test it in a rule with `is` or `has`".to_string(),
            ),
            _ => None,
        };
        self.errors.push(CheckError::WrongType {
            expected: "a number",
            found: found.words(),
            help,
            span: written.span(),
        });
        None
    }

    pub(super) fn expression(
        &mut self,
        written: &syntax::Expression,
    ) -> Option<(Expression, Type)> {
        use syntax::Expression as Written;
        let constant = |value, span, kind| Some((Expression::Constant(value, span), kind));
        match written {
            Written::Number(number, span) | Written::Percent(number, span) => {
                constant(Value::Number(number.clone()), *span, Type::Number)
            }
            Written::Date(date, span) => constant(Value::Date(*date), *span, Type::Date),
            Written::Period(period, span) => constant(Value::Period(*period), *span, Type::Period),
            Written::Duration(duration, span) => {
                constant(Value::Duration(*duration), *span, Type::Duration)
            }
            Written::Text(label) => constant(
                Value::Text(label.text.as_str().into()),
                label.span,
                Type::Text,
            ),
            Written::Name(name) => self.named(name),
            Written::Negate(inner, _) => {
                let inner = self.number(inner)?;
                Some((Expression::Negate(Box::new(inner)), Type::Number))
            }
            Written::Binary {
                operator,
                left,
                right,
            } => {
                let span = written.span();
                let (left, right) = (self.number(left), self.number(right));
                let (left, right) = (Box::new(left?), Box::new(right?));
                if matches!(operator, syntax::Operator::Add | syntax::Operator::Subtract) {
                    self.one_unit(&left, &right, "added up", span);
                }
                Some((
                    Expression::Binary(*operator, left, right, span),
                    Type::Number,
                ))
            }
            Written::Call {
                function,
                arguments,
                span,
            } => self.call(function, arguments, *span),
            Written::If {
                condition,
                then,
                otherwise,
                ..
            } => {
                let condition = self.condition(condition);
                let then_value = self.expression(then);
                let otherwise_value = self.expression(otherwise);
                let (then_value, kind) = then_value?;
                let (otherwise_value, other) = otherwise_value?;
                if kind != other {
                    self.errors.push(CheckError::WrongType {
                        expected: kind.words(),
                        found: other.words(),
                        help: Some("both values of an `if` must be of one type".to_string()),
                        span: otherwise.span(),
                    });
                    return None;
                }
                let condition = Box::new(condition?);
                let (then, otherwise) = (Box::new(then_value), Box::new(otherwise_value));
                Some((Expression::If(condition, then, otherwise), kind))
            }
            Written::OfList {
                figure,
                field,
                list,
                test,
                span,
            } => self.of_list(*figure, field.as_ref(), list, test.as_deref(), *span),
            Written::Lookup(lookup) => self.lookup(lookup).map(|value| (value, Type::Number)),
            Written::NotApplicable(span) => Some((Expression::NotApplicable(*span), Type::Number)),
            Written::Wrong(_) => None,
        }
    }

    fn of_list(
        &mut self,
        figure: syntax::ListFigure,
        field: Option<&syntax::Name>,
        list: &syntax::Name,
        test: Option<&syntax::Condition>,
        span: Span,
    ) -> Option<(Expression, Type)> {
        let id = self.list_named(list)?;
        let around = self.within.replace(id);
        let field = field.map(|field| {
            let found = self.fact_named(field)?;
            let declared = self.facts.get(found.index())?;
            let is_number = Type::of(&declared.domain) == Type::Number;
            if declared.field_of == Some(id) && is_number {
                return Some(found);
            }
            self.errors.push(CheckError::WrongType {
                expected: "a field of the list that is a number",
                found: "something else",
                help: None,
                span: field.span,
            });
            None
        });
        let test = test.map(|test| self.condition(test));
        self.within = around;
        let field = match field {
            Some(field) => Some(field?),
            None => None,
        };
        let test = match test {
            Some(test) => Some(Box::new(test?)),
            None => None,
        };
        if figure == syntax::ListFigure::Share && test.is_none() {
            self.errors.push(CheckError::Arguments {
                function: "share of",
                takes: "what is counted: `share of stations have reported is yes`",
                span,
            });
            return None;
        }
        let expression = Expression::OfList {
            figure,
            field,
            list: id,
            test,
            span,
        };
        Some((expression, Type::Number))
    }

    fn named(&mut self, name: &syntax::Name) -> Option<(Expression, Type)> {
        if let Some(id) = self.fact_id(&name.text) {
            let kind = self
                .facts
                .get(id.index())
                .map(|fact| Type::of(&fact.domain))?;
            return Some((Expression::Fact(id, name.span), kind));
        }
        if let Some(id) = self.criterion_id(&name.text) {
            return Some((Expression::Criterion(id, name.span), Type::Number));
        }
        if let Some(id) = self.let_id(&name.text) {
            let value = self.lets.get(id.index())?.value.clone();
            return Some((Expression::Let(id, name.span), self.type_of(&value)));
        }
        if name.text == "score" && self.after_score {
            return Some((Expression::Score(name.span), Type::Number));
        }
        if name.text == "assessed" {
            return Some((Expression::Assessed(name.span), Type::Date));
        }
        let facts = self.known_facts();
        let known = facts
            .iter()
            .chain(self.criteria.iter().map(|criterion| &criterion.name))
            .chain(self.lets.iter().map(|item| &item.name))
            .cloned()
            .chain(["assessed".to_string()])
            .collect();
        self.unknown("fact, criterion or value", name, known);
        None
    }

    fn type_of(&self, expression: &Expression) -> Type {
        match expression {
            Expression::Constant(value, _) => match value {
                Value::Choice(_) => Type::Choice,
                Value::Set(_) => Type::Set,
                Value::Number(_) => Type::Number,
                Value::Date(_) => Type::Date,
                Value::Period(_) => Type::Period,
                Value::Duration(_) => Type::Duration,
                Value::Text(_) => Type::Text,
                Value::Records(_) => Type::List,
            },
            Expression::Fact(id, _) => {
                let fact = self.facts.get(id.index());
                fact.map_or(Type::Text, |fact| Type::of(&fact.domain))
            }
            Expression::Let(id, _) => {
                let item = self.lets.get(id.index());
                item.map_or(Type::Number, |item| self.type_of(&item.value))
            }
            Expression::Assessed(_) => Type::Date,
            Expression::Call(Function::PeriodDue, _, _) => Type::Period,
            Expression::If(_, then, _) => self.type_of(then),
            Expression::Criterion(..)
            | Expression::Score(_)
            | Expression::Negate(_)
            | Expression::Binary(..)
            | Expression::NotApplicable(_)
            | Expression::OfList { .. }
            | Expression::Call(..) => Type::Number,
        }
    }

    fn call(
        &mut self,
        name: &syntax::Name,
        arguments: &[syntax::Expression],
        span: Span,
    ) -> Option<(Expression, Type)> {
        let known = Function::ALL.iter().find(|(known, _)| *known == name.text);
        let Some((_, function)) = known else {
            let known = Function::ALL
                .iter()
                .map(|(name, _)| (*name).to_string())
                .collect();
            self.unknown("function", name, known);
            return None;
        };
        if *function == Function::PeriodDue {
            let checked: Vec<_> = arguments.iter().map(|part| self.expression(part)).collect();
            let checked: Vec<(Expression, Type)> = checked.into_iter().collect::<Option<_>>()?;
            let types: Vec<Type> = checked.iter().map(|(_, kind)| *kind).collect();
            if types != [Type::Duration, Type::Duration, Type::Date] {
                self.errors.push(CheckError::Arguments {
                    function: function.name(),
                    takes: function.takes(),
                    span,
                });
                return None;
            }
            let arguments = checked.into_iter().map(|(argument, _)| argument).collect();
            return Some((Expression::Call(*function, arguments, span), Type::Period));
        }
        let checked: Vec<_> = arguments.iter().map(|part| self.number(part)).collect();
        let checked: Vec<Expression> = checked.into_iter().collect::<Option<_>>()?;
        if !function.arguments().contains(&checked.len()) {
            self.errors.push(CheckError::Arguments {
                function: function.name(),
                takes: function.takes(),
                span,
            });
            return None;
        }
        Some((Expression::Call(*function, checked, span), Type::Number))
    }

    pub(super) fn condition(&mut self, written: &syntax::Condition) -> Option<Condition> {
        let span = written.span();
        match written {
            syntax::Condition::Is {
                fact,
                negated,
                answers,
            } => {
                let id = self.fact_named(fact)?;
                let help = match self.facts.get(id.index()).map(|fact| &fact.domain)? {
                    Domain::Choice { .. } => {
                        let answers = self.members(id, answers)?;
                        return Some(Condition::Is {
                            fact: id,
                            answers,
                            negated: *negated,
                            span,
                        });
                    }
                    Domain::Set(_) => "write `has` for a set: `formats has csv`",
                    _ => "compare it instead, with `=`, `<`, `<=`, `>` or `>=`",
                };
                self.wrong_test(fact, "is", help);
                None
            }
            syntax::Condition::Has {
                fact,
                quantity,
                members,
            } => {
                let id = self.fact_named(fact)?;
                let help = match self.facts.get(id.index()).map(|fact| &fact.domain)? {
                    Domain::Set(_) => {
                        let members = self.members(id, members)?;
                        return Some(Condition::Has {
                            fact: id,
                            quantity: *quantity,
                            members,
                            span,
                        });
                    }
                    Domain::Choice { .. } => "write `is` for a choice: `access is free`",
                    _ => "compare it instead, with `=`, `<`, `<=`, `>` or `>=`",
                };
                self.wrong_test(fact, "has", help);
                None
            }
            syntax::Condition::Compare {
                left,
                comparison,
                right,
            } => self.comparison(left, *comparison, right, span),
            syntax::Condition::All(parts) => self.conditions(parts).map(Condition::All),
            syntax::Condition::Any(parts) => self.conditions(parts).map(Condition::Any),
            syntax::Condition::Not(inner, _) => self
                .condition(inner)
                .map(|inner| Condition::Not(Box::new(inner))),
            syntax::Condition::OfList {
                all,
                list,
                test,
                span,
            } => {
                let id = self.list_named(list)?;
                let around = self.within.replace(id);
                let test = self.condition(test);
                self.within = around;
                Some(Condition::OfList {
                    all: *all,
                    list: id,
                    test: Box::new(test?),
                    span: *span,
                })
            }
            syntax::Condition::GradeOf { .. } => {
                self.errors.push(CheckError::IndexPart {
                    what: "a grade cannot be asked for here".to_string(),
                    help: Some(
                        "only a test can expect one: `expect grade of 95 is A+`".to_string(),
                    ),
                    span,
                });
                None
            }
            syntax::Condition::Wrong(_) => None,
        }
    }

    fn conditions(&mut self, parts: &[syntax::Condition]) -> Option<Vec<Condition>> {
        let checked: Vec<_> = parts.iter().map(|part| self.condition(part)).collect();
        checked.into_iter().collect()
    }

    fn wrong_test(&mut self, fact: &syntax::Name, test: &'static str, help: &'static str) {
        let is = self
            .fact_id(&fact.text)
            .and_then(|id| self.facts.get(id.index()))
            .map_or("something else", |fact| Type::of(&fact.domain).words());
        self.errors.push(CheckError::WrongTest {
            fact: fact.text.clone(),
            is,
            test,
            help,
            span: fact.span,
        });
    }

    fn comparison(
        &mut self,
        left: &syntax::Expression,
        comparison: Comparison,
        right: &syntax::Expression,
        span: Span,
    ) -> Option<Condition> {
        // `access = free` is what a newcomer writes; say what to write instead of "there is no fact `free`".
        if let syntax::Expression::Name(fact) = left
            && let Some(id) = self.fact_id(&fact.text)
            && let Some(kind) = self
                .facts
                .get(id.index())
                .map(|fact| Type::of(&fact.domain))
            && matches!(kind, Type::Choice | Type::Set)
        {
            let help = match kind {
                Type::Choice => "write `is` for a choice: `access is free`",
                _ => "write `has` for a set: `formats has csv`",
            };
            self.wrong_test(fact, comparison.sign(), help);
            return None;
        }
        let (left_checked, right_checked) = (self.expression(left), self.expression(right));
        let (mut left_checked, mut left_type) = left_checked?;
        let (mut right_checked, mut right_type) = right_checked?;
        // A bare year such as 2022 is a number until it meets a period.
        if left_type == Type::Period && right_type == Type::Number {
            as_year(&mut right_checked, &mut right_type);
        } else if right_type == Type::Period && left_type == Type::Number {
            as_year(&mut left_checked, &mut left_type);
        }
        let comparable = matches!(
            left_type,
            Type::Number | Type::Date | Type::Period | Type::Duration
        );
        if !comparable || left_type != right_type {
            let (expected, found, at) = if comparable {
                (left_type, right_type, right.span())
            } else {
                (Type::Number, left_type, left.span())
            };
            self.errors.push(CheckError::WrongType {
                expected: expected.words(),
                found: found.words(),
                help: Some("only numbers, dates, periods and durations can be compared, each with its own kind".to_string()),
                span: at,
            });
            return None;
        }
        let (left, right) = (left_checked, right_checked);
        self.one_unit(&left, &right, "compared", span);
        Some(Condition::Compare {
            left,
            comparison,
            right,
            span,
        })
    }
}

fn as_year(expression: &mut Expression, kind: &mut Type) {
    if let Expression::Constant(Value::Number(number), span) = expression
        && let Some(period @ Period::Year(_)) = Period::parse(&number.to_string())
    {
        *expression = Expression::Constant(Value::Period(period), *span);
        *kind = Type::Period;
    }
}
