//! Totals worked out from other indices: `total = (readiness + 2 * implementation + impact) / 12`.

use super::super::number::Number;
use super::super::rubric::{
    self, Condition, Formula, Function, Index, NamedAs, NamedNode, Over, Share, Statistic,
};
use super::super::syntax::{self, Expression, FactRole, Name};
use super::{CheckError, Checker};
use crate::diagnostic::Span;

/// What a formula may ask for beside functions and statistics.
const OPERANDS: [&str; 3] = ["shown", "part", "indicator"];

const COPELAND: &str = "copeland";

impl Checker<'_> {
    /// A formula over the indices declared above it, so that none can depend on itself.
    pub(super) fn formula(&mut self, written: &Expression, above: &[Index]) -> Option<Formula> {
        match written {
            Expression::Number(number, _) | Expression::Percent(number, _) => {
                Some(Formula::Constant(number.clone()))
            }
            Expression::Name(name) => Some(Formula::Index {
                index: self.index_named(name, above)?,
                shown: false,
            }),
            Expression::Negate(inner, _) => {
                Some(Formula::Negate(Box::new(self.formula(inner, above)?)))
            }
            Expression::Binary {
                operator,
                left,
                right,
            } => {
                let (left, right) = (self.formula(left, above), self.formula(right, above));
                let (left, right) = (Box::new(left?), Box::new(right?));
                Some(Formula::Binary(*operator, left, right, written.span()))
            }
            Expression::Call {
                function,
                arguments,
                span,
            } => self.formula_call(function, arguments, *span, above),
            Expression::If {
                condition,
                then,
                otherwise,
                ..
            } => {
                let words = self.sources.slice(condition.span()).to_string();
                self.no_results_in(condition, above)?;
                let condition = self.condition(condition);
                let (then, otherwise) = (self.formula(then, above), self.formula(otherwise, above));
                let condition = condition?;
                self.only_entity_facts(&condition)?;
                Some(Formula::If {
                    condition: Box::new(condition),
                    words,
                    then: Box::new(then?),
                    otherwise: Box::new(otherwise?),
                })
            }
            Expression::Lookup(lookup) => {
                let found =
                    self.cases(lookup, &mut |checker, value| checker.formula(value, above))?;
                let mut value = found.rest;
                for (answers, then) in found.cases.into_iter().rev() {
                    let condition = Condition::Is {
                        fact: found.fact,
                        answers,
                        negated: false,
                        span: lookup.span,
                    };
                    self.only_entity_facts(&condition)?;
                    let names = self.facts.get(found.fact.index())?;
                    let names: Vec<&str> = answers.iter().map(|at| names.domain.name(at)).collect();
                    value = Formula::If {
                        words: format!("{} is {}", lookup.fact.text, names.join(" or ")),
                        condition: Box::new(condition),
                        then: Box::new(then),
                        otherwise: Box::new(value),
                    };
                }
                Some(value)
            }
            Expression::Wrong(_) => None,
            _ => {
                self.errors.push(CheckError::IndexPart {
                    what: "this cannot stand in the formula of an index".to_string(),
                    help: Some("a formula is made of numbers, names of indices above, `part(index, node)`, `indicator(id)`, functions, statistics over entities, and `if` or `lookup` about the entity".to_string()),
                    span: written.span(),
                });
                None
            }
        }
    }

    /// What is known of an entity can be tested, what was worked out for it cannot; `None` (reported) where a condition
    /// does that.
    fn no_results_in(&mut self, condition: &syntax::Condition, above: &[Index]) -> Option<()> {
        let mut sides = Vec::new();
        compared(condition, &mut sides);
        let is_index = |name: &Name| {
            !self.declared.contains_key(&name.text)
                && above.iter().any(|index| index.name == name.text)
        };
        while let Some(side) = sides.pop() {
            let result = match side {
                Expression::Name(name) => Some(name).filter(|name| is_index(name)),
                Expression::Call {
                    function,
                    arguments,
                    ..
                } => {
                    sides.extend(arguments);
                    let text = function.text.as_str();
                    let statistic = Statistic::ALL.iter().any(|(name, _)| *name == text);
                    Some(function)
                        .filter(|_| statistic || text == COPELAND || OPERANDS.contains(&text))
                }
                Expression::Negate(inner, _) => {
                    sides.push(inner);
                    None
                }
                Expression::Binary { left, right, .. } => {
                    sides.extend([&**left, &**right]);
                    None
                }
                _ => None,
            };
            if let Some(name) = result {
                self.errors.push(CheckError::IndexPart {
                    what: format!(
                        "`{}` is a result, and a condition of a formula tests only what is known of the entity",
                        name.text
                    ),
                    help: Some("test facts of the `entity` block here; `min`, `max` and `clamp` choose between results".to_string()),
                    span: name.span,
                });
                return None;
            }
        }
        Some(())
    }

    /// A total is about an entity, so only what the project says about it can be tested; `None` (reported) otherwise.
    fn only_entity_facts(&mut self, condition: &Condition) -> Option<()> {
        let mut found = None;
        condition.walk(&mut |part| match part {
            Condition::Is { fact, span, .. }
            | Condition::Has { fact, span, .. }
            | Condition::OfList {
                list: fact, span, ..
            } => {
                let role = self.facts.get(fact.index()).map(|fact| fact.role);
                if role != Some(FactRole::Entity) {
                    found = Some(*span);
                }
            }
            // Numbers of entities may be compared with one another and with numbers.
            Condition::Compare {
                left, right, span, ..
            } => {
                for side in [left, right] {
                    side.walk(&mut |part| {
                        let fits = match part {
                            rubric::Expression::Fact(id, _) => {
                                let role = self.facts.get(id.index()).map(|fact| fact.role);
                                role == Some(FactRole::Entity)
                            }
                            rubric::Expression::Criterion(..)
                            | rubric::Expression::Let(..)
                            | rubric::Expression::Assessed(_)
                            | rubric::Expression::Score(_)
                            | rubric::Expression::OfList { .. } => false,
                            _ => true,
                        };
                        if !fits {
                            found = Some(*span);
                        }
                    });
                }
            }
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => {}
        });
        let Some(span) = found else { return Some(()) };
        self.errors.push(CheckError::IndexPart {
            what: "a total is about an entity, and this is a question about a disclosure"
                .to_string(),
            help: Some("test facts of the `entity` block here".to_string()),
            span,
        });
        None
    }

    fn index_named(&mut self, name: &Name, above: &[Index]) -> Option<String> {
        if above.iter().any(|index| index.name == name.text) {
            return Some(name.text.clone());
        }
        let known = above.iter().map(|index| index.name.clone()).collect();
        self.unknown("index declared above", name, known);
        None
    }

    fn formula_call(
        &mut self,
        function: &Name,
        arguments: &[Expression],
        span: Span,
        above: &[Index],
    ) -> Option<Formula> {
        let statistic = Statistic::ALL
            .iter()
            .find(|(name, _)| *name == function.text);
        if let Some((name, statistic)) = statistic {
            let mut statistic = *statistic;
            let arguments = match (statistic.share(), arguments) {
                (Some(_), [of, share, rest @ ..]) if rest.len() < 2 => {
                    statistic = statistic.of_share(self.share(statistic, share)?);
                    [std::slice::from_ref(of), rest].concat()
                }
                (Some(_), _) => {
                    self.errors.push(CheckError::Arguments {
                        function: name,
                        takes: "a value and a share such as `5%`, and the edition whose entities are meant if it is another",
                        span,
                    });
                    return None;
                }
                (None, arguments) => arguments.to_vec(),
            };
            let (of, over) = match arguments.as_slice() {
                [of] => (of, Over::ThisEdition),
                [of, over] => (of, self.over(over)?),
                _ => {
                    self.errors.push(CheckError::Arguments {
                        function: name,
                        takes: "a value, and the edition whose entities are meant if it is another: `\"2013\"` or `all_editions`",
                        span,
                    });
                    return None;
                }
            };
            let of = Box::new(self.formula(of, above)?);
            return Some(Formula::Statistic(statistic, of, over, span));
        }
        if function.text == COPELAND {
            let parts: Vec<_> = arguments
                .iter()
                .map(|part| self.formula(part, above))
                .collect();
            let parts: Vec<Formula> = parts.into_iter().collect::<Option<_>>()?;
            if parts.is_empty() {
                self.errors.push(CheckError::Arguments {
                    function: COPELAND,
                    takes: "the values entities are compared by: `copeland(a, b, c)`",
                    span,
                });
                return None;
            }
            return Some(Formula::Copeland(parts, span));
        }
        match (function.text.as_str(), arguments) {
            ("shown", [Expression::Name(name)]) => Some(Formula::Index {
                index: self.index_named(name, above)?,
                shown: true,
            }),
            ("part", [Expression::Name(name), node]) => {
                let index = self.index_named(name, above);
                let node = self.node(node, NamedAs::PartOf(name.text.clone()));
                Some(Formula::Part {
                    index: index?,
                    node: node?,
                })
            }
            ("indicator", [node]) => Some(Formula::Indicator(self.node(node, NamedAs::Indicator)?)),
            (name, _) if OPERANDS.contains(&name) => {
                self.errors.push(CheckError::IndexPart {
                    what: format!("`{name}` is not used this way"),
                    help: Some("write `shown(index)`, `part(index, node)` or `indicator(id)`; ids with hyphens in quotes".to_string()),
                    span,
                });
                None
            }
            _ => self.formula_function(function, arguments, span, above),
        }
    }

    fn formula_function(
        &mut self,
        name: &Name,
        arguments: &[Expression],
        span: Span,
        above: &[Index],
    ) -> Option<Formula> {
        let known = Function::ALL
            .iter()
            .find(|(known, function)| *known == name.text && *function != Function::PeriodDue);
        let Some((_, function)) = known else {
            let functions = Function::ALL.iter().map(|(name, _)| *name);
            let statistics = Statistic::ALL.iter().map(|(name, _)| *name);
            let known = functions
                .chain(statistics)
                .chain(OPERANDS)
                .chain([COPELAND]);
            let known = known.map(String::from).collect();
            self.unknown("function", name, known);
            return None;
        };
        let checked: Vec<_> = arguments
            .iter()
            .map(|part| self.formula(part, above))
            .collect();
        let checked: Vec<Formula> = checked.into_iter().collect::<Option<_>>()?;
        if !function.arguments().contains(&checked.len()) {
            self.errors.push(CheckError::Arguments {
                function: function.name(),
                takes: function.takes(),
                span,
            });
            return None;
        }
        Some(Formula::Call(*function, checked, span))
    }

    /// A node of the catalogue: a name, or a text where the id holds hyphens.
    fn node(&mut self, written: &Expression, named: NamedAs) -> Option<String> {
        let found = match written {
            Expression::Name(name) => Some(name.text.clone()),
            Expression::Text(label) => Some(label.text.clone()),
            Expression::Number(number, _) => Some(Number::to_string(number)),
            _ => {
                self.errors.push(CheckError::WrongType {
                    expected: "the id of a node",
                    found: "something else",
                    help: Some("ids with hyphens stand in quotes".to_string()),
                    span: written.span(),
                });
                None
            }
        };
        self.named.extend(found.iter().map(|node| NamedNode {
            node: node.clone(),
            named: named.clone(),
            span: written.span(),
        }));
        found
    }

    /// A share in percent with at most two decimals; less than half to winsorise by.
    fn share(&mut self, of: Statistic, written: &Expression) -> Option<Share> {
        let most = match of {
            Statistic::Winsorised(_) => 4_999,
            _ => 10_000,
        };
        if let Expression::Percent(number, _) = written
            && let Some((hundredths, 1)) = number.times(&Number::whole(10_000)).parts()
            && let Some(share) = u16::try_from(hundredths)
                .ok()
                .filter(|share| *share <= most)
        {
            return Some(Share(share));
        }
        self.errors.push(CheckError::OutOfRange {
            what: format!("`{}` takes a share with at most two decimals", of.name()),
            help: Some(match of {
                Statistic::Winsorised(_) => "write less than 50%, for example `5%`".to_string(),
                _ => "write 0% to 100%, for example `95%`".to_string(),
            }),
            span: written.span(),
        });
        None
    }

    fn over(&mut self, written: &Expression) -> Option<Over> {
        match written {
            Expression::Name(name) if name.text == "all_editions" => Some(Over::AllEditions),
            Expression::Text(label) => Some(Over::Edition(label.text.clone())),
            _ => {
                self.errors.push(CheckError::WrongType {
                    expected: "an edition in quotes or `all_editions`",
                    found: "something else",
                    help: None,
                    span: written.span(),
                });
                None
            }
        }
    }
}

/// What the comparisons of a condition compare.
fn compared<'c>(condition: &'c syntax::Condition, into: &mut Vec<&'c Expression>) {
    match condition {
        syntax::Condition::Compare { left, right, .. } => into.extend([left, right]),
        syntax::Condition::All(parts) | syntax::Condition::Any(parts) => {
            parts.iter().for_each(|part| compared(part, into));
        }
        syntax::Condition::Not(inner, _) => compared(inner, into),
        _ => {}
    }
}
