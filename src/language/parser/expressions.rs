//! Expressions (a precedence loop over tokens) and conditions.

use super::cursor::Cursor;
use super::errors::SyntaxError;
use super::tokens::Kind;
use crate::diagnostic::Span;
use crate::language::calendar::Duration;
use crate::language::number::Number;
use crate::language::syntax::{
    Comparison, Condition, Expression, Label, ListFigure, Lookup, LookupEntry, Name, Operator,
    Quantity,
};

/// How far a parenthesis is looked into to tell a condition from an expression.
const MOST_AHEAD: usize = 2_000;

impl Cursor<'_> {
    /// An expression, as far as it goes on this line (or to the closing bracket).
    pub fn expression(&mut self) -> Option<Expression> {
        let outermost = self.expressions == 0;
        if outermost {
            self.operators = 0;
        }
        self.expressions += 1;
        let read = self.deeper(|cursor| cursor.sum(0));
        self.expressions -= 1;
        read
    }

    fn sum(&mut self, weakest: u8) -> Option<Expression> {
        let mut left = self.operand()?;
        while let Some((operator, strength)) = self.operator()
            && strength >= weakest
        {
            self.one_more_operator()?;
            self.step();
            let right = self.sum(strength + 1)?;
            left = Expression::Binary {
                operator,
                left: Box::new(left),
                right: Box::new(right),
            };
        }
        Some(left)
    }

    fn operator(&self) -> Option<(Operator, u8)> {
        if !self.continues() {
            return None;
        }
        match self.kind() {
            Kind::Sign("+") => Some((Operator::Add, 1)),
            Kind::Sign("-") => Some((Operator::Subtract, 1)),
            Kind::Sign("*") => Some((Operator::Multiply, 2)),
            Kind::Sign("/") => Some((Operator::Divide, 2)),
            _ => None,
        }
    }

    fn operand(&mut self) -> Option<Expression> {
        let span = self.span();
        match self.kind().clone() {
            Kind::Number(number) => {
                self.step();
                Some(
                    self.duration(&number, span)
                        .unwrap_or(Expression::Number(number, span)),
                )
            }
            Kind::Percent(number) => {
                self.step();
                Some(Expression::Percent(number, span))
            }
            Kind::Date(date) => {
                self.step();
                Some(Expression::Date(date, span))
            }
            Kind::Period(period) => {
                self.step();
                Some(Expression::Period(period, span))
            }
            Kind::Text(text) => {
                self.step();
                Some(Expression::Text(Label { text, span }))
            }
            Kind::Sign("-") => {
                self.step();
                let inner = self.deeper(Cursor::operand)?;
                let span = span.to(inner.span());
                Some(Expression::Negate(Box::new(inner), span))
            }
            Kind::Sign("(") => self.parenthesised(Cursor::expression),
            Kind::Name(word) if word == "if" => self.if_expression(),
            Kind::Name(word)
                if word == "lookup"
                    && matches!(self.kind_ahead(1), Kind::Name(_))
                    && self.is_sign_ahead(2, "{") =>
            {
                self.lookup()
            }
            Kind::Name(word)
                if self.is_word_ahead(1, "of")
                    && ListFigure::ALL.iter().any(|(known, _)| *known == word) =>
            {
                self.of_list()
            }
            Kind::Name(_) => {
                let name = self.name("a value")?;
                if self.is_sign("(") && self.span().start == name.span.end {
                    return self.call(name);
                }
                Some(Expression::Name(name))
            }
            Kind::Wrong => {
                self.no_literal();
                self.step();
                Some(Expression::Wrong(span))
            }
            _ => {
                self.expected("a value", None);
                None
            }
        }
    }

    /// `45 days`: the unit must stand on the same line.
    fn duration(&mut self, number: &Number, span: Span) -> Option<Expression> {
        let Kind::Name(unit) = self.kind() else {
            return None;
        };
        if !self.continues() {
            return None;
        }
        let duration = Duration::of(number.to_string().parse().ok()?, unit)?;
        let span = span.to(self.span());
        self.step();
        Some(Expression::Duration(duration, span))
    }

    fn parenthesised<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let opened = self.expect_sign("(")?;
        self.brackets += 1;
        let inner = read(self);
        let closed = inner.is_some() && self.accept_sign(")").is_some();
        self.brackets -= 1;
        let inner = inner?;
        if !closed {
            let span = self.last_span().after();
            let what = "this expression".to_string();
            self.report(SyntaxError::NotClosed {
                open: "(",
                what,
                opened,
                span,
            });
            return None;
        }
        Some(inner)
    }

    fn call(&mut self, function: Name) -> Option<Expression> {
        let arguments = self.parenthesised(|cursor| {
            let mut arguments = Vec::new();
            while !cursor.is_sign(")") {
                arguments.push(cursor.expression()?);
                if cursor.accept_sign(",").is_none() {
                    break;
                }
            }
            Some(arguments)
        })?;
        let span = function.span.to(self.last_span());
        Some(Expression::Call {
            function,
            arguments,
            span,
        })
    }

    /// `lookup grade { a: 100, b or c: 50, otherwise: 0 }`
    fn lookup(&mut self) -> Option<Expression> {
        let start = self.span();
        self.step();
        let fact = self.name("a fact")?;
        let (entries, span) = self.block("the look-up", Cursor::lookup_entry)?;
        Some(Expression::Lookup(Lookup {
            fact,
            entries,
            span: start.to(span),
        }))
    }

    fn lookup_entry(&mut self) -> Option<LookupEntry> {
        let start = self.span();
        let answers = if self.is_word("otherwise") {
            self.step();
            None
        } else {
            Some(self.names("an answer", &["or"], |_, _| false)?)
        };
        if self.accept_sign(":").is_none() {
            let help = "a line of a look-up is an answer and its value: `a: 100`";
            self.expected("`:`", Some(help.to_string()));
            return None;
        }
        let value = if self.accept_words(&["not", "applicable"]) {
            Expression::NotApplicable(self.last_span())
        } else {
            self.expression()?
        };
        if self.decimal_comma(value.span()) {
            return None;
        }
        Some(LookupEntry {
            answers,
            value,
            span: start.to(self.last_span()),
        })
    }

    /// `share of stations have …`, `mean of price in stations`.
    fn of_list(&mut self) -> Option<Expression> {
        let start = self.span();
        let Kind::Name(word) = self.kind() else {
            return None;
        };
        let (_, figure) = *ListFigure::ALL.iter().find(|(known, _)| known == word)?;
        self.step();
        self.step();
        let mut field = None;
        if figure.takes_field() {
            field = Some(self.name("a field of the list")?);
            self.expect_word("in")?;
        }
        let list = self.name("a list")?;
        let word = if figure.takes_field() {
            "where"
        } else {
            "have"
        };
        let test = match self.accept_word(word) {
            Some(_) => Some(Box::new(self.deeper(Cursor::test)?)),
            None => None,
        };
        Some(Expression::OfList {
            figure,
            field,
            list,
            test,
            span: start.to(self.last_span()),
        })
    }

    fn if_expression(&mut self) -> Option<Expression> {
        let start = self.span();
        self.step();
        let condition = self.condition("if")?;
        self.expect_word("then")?;
        let then = self.expression()?;
        self.expect_word("else")?;
        let otherwise = self.expression()?;
        let span = start.to(otherwise.span());
        let (then, otherwise) = (Box::new(then), Box::new(otherwise));
        Some(Expression::If {
            condition: Box::new(condition),
            then,
            otherwise,
            span,
        })
    }

    /// A condition; `after` is the word before it, for the message when there is none.
    pub fn condition(&mut self, after: &str) -> Option<Condition> {
        if !self.continues() || matches!(self.kind(), Kind::Text(_) | Kind::Sign("{")) {
            let span = self.last_span();
            self.report(SyntaxError::NoCondition {
                after: after.to_string(),
                span,
            });
            return None;
        }
        self.deeper(Cursor::condition_parts)
    }

    fn condition_parts(&mut self) -> Option<Condition> {
        let mut parts = vec![self.test()?];
        let mut words: Vec<&'static str> = Vec::new();
        // A line cannot start with `and` or `or`, so one there goes on with the condition.
        while let Kind::Name(word) = self.kind() {
            let word = match word.as_str() {
                "and" => "and",
                "or" => "or",
                _ => break,
            };
            self.step();
            words.push(word);
            parts.push(self.test()?);
        }
        if parts.len() == 1 {
            return parts.pop();
        }
        if words.iter().any(|word| Some(word) != words.first()) {
            self.mixed(&parts, &words);
            let span = parts.first().map_or_else(|| self.span(), Condition::span);
            return Some(Condition::Wrong(span.to(self.last_span())));
        }
        match words.first() {
            Some(&"and") => Some(Condition::All(parts)),
            _ => Some(Condition::Any(parts)),
        }
    }

    /// Offers both bracketings of `a and b or c`.
    fn mixed(&mut self, parts: &[Condition], words: &[&'static str]) {
        let text = |part: &Condition| {
            let span = part.span();
            self.text
                .get(span.start as usize..span.end as usize)
                .unwrap_or("…")
                .to_string()
        };
        let bracket = |strong: &str| {
            let mut groups: Vec<(Vec<String>, &str)> = Vec::new();
            let mut group = parts.iter().take(1).map(text).collect::<Vec<_>>();
            for (word, part) in words.iter().zip(parts.iter().skip(1)) {
                if *word == strong {
                    group.push(text(part));
                } else {
                    groups.push((std::mem::replace(&mut group, vec![text(part)]), word));
                }
            }
            groups.push((group, ""));
            let shown = groups.iter().map(|(group, word)| {
                let joined = group.join(&format!(" {strong} "));
                let joined = if group.len() > 1 {
                    format!("({joined})")
                } else {
                    joined
                };
                if word.is_empty() {
                    joined
                } else {
                    format!("{joined} {word} ")
                }
            });
            format!("write `{}`", shown.collect::<String>())
        };
        let help = if parts.len() > 8 {
            vec!["put parentheses around the parts that belong together".to_string()]
        } else {
            vec![bracket("and"), format!("or {}", bracket("or"))]
        };
        let span = parts
            .first()
            .map_or_else(|| self.span(), Condition::span)
            .to(self.last_span());
        self.report(SyntaxError::MixedAndOr { help, span });
    }

    fn test(&mut self) -> Option<Condition> {
        let start = self.span();
        if self.is_word("not") && (self.is_sign_ahead(1, "(")) {
            self.step();
            let inner = self.parenthesised(|cursor| cursor.deeper(Cursor::condition_parts))?;
            return Some(Condition::Not(Box::new(inner), start.to(self.last_span())));
        }
        if self.is_word("grade") && self.is_word_ahead(1, "of") {
            self.step();
            self.step();
            let (score, _, _) = self.plain_number("a score")?;
            let index = match self.accept_word("in") {
                Some(_) => Some(self.name("an index")?),
                None => None,
            };
            self.expect_word("is")?;
            let grade = self.grade_name()?;
            return Some(Condition::GradeOf {
                score,
                index,
                grade,
                span: start.to(self.last_span()),
            });
        }
        let quantified = (self.is_word("all") || self.is_word("any"))
            && self.is_word_ahead(1, "of")
            && self.is_word_ahead(3, "have");
        if quantified {
            let all = self.is_word("all");
            self.step();
            self.step();
            let list = self.name("a list")?;
            self.step();
            let test = Box::new(self.deeper(Cursor::test)?);
            return Some(Condition::OfList {
                all,
                list,
                test,
                span: start.to(self.last_span()),
            });
        }
        if self.is_sign("(") && self.holds_condition() {
            return self.parenthesised(|cursor| cursor.deeper(Cursor::condition_parts));
        }
        if matches!(self.kind(), Kind::Name(_)) {
            if self.is_word_ahead(1, "is") {
                return self.is_test();
            }
            if self.is_word_ahead(1, "has") {
                return self.has_test();
            }
        }
        let left = self.expression()?;
        let comparison = match self.kind() {
            Kind::Sign("=") => Comparison::Equal,
            Kind::Sign("<") => Comparison::Less,
            Kind::Sign("<=") => Comparison::LessOrEqual,
            Kind::Sign(">") => Comparison::Greater,
            Kind::Sign(">=") => Comparison::GreaterOrEqual,
            _ => {
                if !matches!(left, Expression::Wrong(_)) {
                    let help = "write what is tested, for example `access is free`, `formats has csv` or `latest >= expected`";
                    self.expected("`is`, `has` or a comparison", Some(help.to_string()));
                }
                return None;
            }
        };
        self.step();
        let right = self.expression()?;
        Some(Condition::Compare {
            left,
            comparison,
            right,
        })
    }

    /// Whether the parenthesis that opens here holds a condition rather than an expression: what follows the closing one
    /// tells, and otherwise what stands inside.
    fn holds_condition(&self) -> bool {
        let mut open = 0usize;
        if self.is_word_ahead(1, "if") {
            return false;
        }
        let mut tests = false;
        // Nobody writes more than this in parentheses; without an end, every one left open would be searched for to
        // the end of the file.
        for ahead in 0..MOST_AHEAD {
            match self.kind_ahead(ahead) {
                Kind::Sign("(") => open += 1,
                Kind::Sign(")") => {
                    open -= 1;
                    if open == 0 {
                        let goes_on = matches!(
                            self.kind_ahead(ahead + 1),
                            Kind::Sign("=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/")
                        );
                        return tests && !goes_on;
                    }
                }
                Kind::Sign("=" | "<" | "<=" | ">" | ">=") => tests = true,
                Kind::Name(word)
                    if ["is", "has", "have", "and", "or", "not"].contains(&word.as_str()) =>
                {
                    tests = true;
                }
                Kind::Sign("{" | "}") | Kind::End => break,
                _ => {}
            }
        }
        tests
    }

    fn is_test(&mut self) -> Option<Condition> {
        let fact = self.name("a fact")?;
        self.step();
        let negated = self.accept_word("not").is_some();
        let answers = if fact.text == "grade" {
            vec![self.grade_name()?]
        } else {
            self.names("an answer", &[",", "or"], starts_test)?
        };
        Some(Condition::Is {
            fact,
            negated,
            answers,
        })
    }

    fn has_test(&mut self) -> Option<Condition> {
        let fact = self.name("a fact")?;
        self.step();
        let quantity = if self.accept_words(&["all", "of"]) {
            Quantity::AllOf
        } else if self.is_word("only") && matches!(self.kind_ahead(1), Kind::Name(_)) {
            self.step();
            Quantity::Only
        } else {
            Quantity::Any
        };
        let members = self.names("a member", &[",", "or"], starts_test)?;
        Some(Condition::Has {
            fact,
            quantity,
            members,
        })
    }

    /// A number as it stands in weights, grades and levels; reports a decimal comma.
    pub fn plain_number(&mut self, what: &str) -> Option<(Number, bool, Span)> {
        let start = self.span();
        let negative = self.accept_sign("-").is_some();
        let span = start.to(self.span());
        let (number, percent) = match self.kind().clone() {
            Kind::Number(number) => (number, false),
            Kind::Percent(number) => (number, true),
            _ => {
                self.expected(what.to_string(), None);
                return None;
            }
        };
        self.step();
        if self.decimal_comma(span) {
            return None;
        }
        let number = if negative {
            Number::zero().minus(&number)
        } else {
            number
        };
        Some((number, percent, span))
    }

    /// `0,5` glued together: reports the decimal comma and passes over it.
    pub fn decimal_comma(&mut self, number: Span) -> bool {
        let comma = self.span();
        let glued = self.is_sign(",")
            && comma.start == number.end
            && self.span_ahead(1).start == comma.end
            && matches!(self.kind_ahead(1), Kind::Number(_) | Kind::Percent(_));
        if glued {
            let span = number.to(self.span_ahead(1));
            let written = self
                .text
                .get(span.start as usize..span.end as usize)
                .unwrap_or("");
            let help = format!("write `{}`", written.replace(',', "."));
            self.step();
            self.step();
            self.report(SyntaxError::DecimalComma { help, span });
        }
        glued
    }
}

/// Whether the name so many tokens ahead starts a new test or statement instead of going on with a list.
pub(super) fn starts_test(cursor: &Cursor<'_>, ahead: usize) -> bool {
    match cursor.kind_ahead(ahead + 1) {
        Kind::Name(word) => word == "is" || word == "has",
        Kind::Sign(sign) => [":", "=", "<", "<=", ">", ">="].contains(sign),
        _ => false,
    }
}
