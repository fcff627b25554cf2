//! Examples and inline tests: what they give becomes values of facts, what they expect becomes claims.

use super::super::number::Number;
use super::super::rubric::{Claim, Index, ScoreId, Test, headline};
use super::super::syntax::{
    Condition, ExampleItem, Expression, GivenFact, GivenValue, Item, Name, RubricFile, TestItem,
};
use super::super::value::{Domain, Field, Members, Value};
use super::limits::{MOST_PARTS, MOST_TESTS};
use super::{CheckError, Checker, expressions::constant};
use jiff::civil::Date;

/// What an example or test gives.
#[derive(Debug, Clone)]
struct Given {
    facts: Vec<Option<Value>>,
    assessed: Option<Date>,
    judged: Vec<Option<Number>>,
}

impl Checker<'_> {
    pub(super) fn tests(&mut self, file: &RubricFile, indices: &[Index]) -> Vec<Test> {
        let mut examples: Vec<(&ExampleItem, Given)> = Vec::new();
        for item in &file.items {
            let Item::Example(item) = item else { continue };
            if let Some((first, _)) = examples.iter().find(|(e, _)| e.name.text == item.name.text) {
                self.errors.push(CheckError::Twice {
                    what: "the example",
                    name: item.name.text.clone(),
                    span: item.name.span,
                    first: first.name.span,
                });
                continue;
            }
            if !self.has_room("examples", MOST_PARTS, examples.len(), item.name.span) {
                break;
            }
            let mut given = self.nothing_given();
            self.give(&mut given, &item.facts);
            examples.push((item, given));
        }
        let mut tests = Vec::new();
        for item in &file.items {
            let Item::Test(item) = item else { continue };
            if !self.has_room("tests", MOST_TESTS, tests.len(), item.label.span) {
                break;
            }
            let mut given = match &item.example {
                None => Some(self.nothing_given()),
                Some(name) => self.example(&examples, name),
            };
            if let Some(given) = &mut given {
                self.give(given, &item.facts);
            }
            let expected = self.claims(item, indices);
            if let Some(given) = given {
                tests.push(Test {
                    label: item.label.text.clone(),
                    facts: given.facts,
                    assessed: given.assessed,
                    judged: given.judged,
                    expected,
                    span: item.label.span,
                });
            }
        }
        tests
    }

    fn nothing_given(&self) -> Given {
        Given {
            facts: vec![None; self.facts.len()],
            assessed: None,
            judged: vec![None; self.criteria.len()],
        }
    }

    fn example(&mut self, examples: &[(&ExampleItem, Given)], name: &Name) -> Option<Given> {
        let found = examples
            .iter()
            .find(|(example, _)| example.name.text == name.text);
        if found.is_none() {
            let known = examples
                .iter()
                .map(|(example, _)| example.name.text.clone())
                .collect();
            self.unknown("example", name, known);
        }
        found.map(|(_, given)| given.clone())
    }

    fn give(&mut self, given: &mut Given, facts: &[GivenFact]) {
        for fact in facts {
            if let Some(id) = self.fact_id(&fact.name.text) {
                let Some(domain) = self.facts.get(id.index()).map(|fact| fact.domain.clone())
                else {
                    continue;
                };
                let value = self.given_value(fact, &domain);
                if let (Some(slot), Some(value)) = (given.facts.get_mut(id.index()), value) {
                    *slot = Some(value);
                }
            } else if fact.name.text == "assessed" {
                if let Some(Value::Date(date)) = self.given_value(fact, &Domain::Date) {
                    given.assessed = Some(date);
                }
            } else if let Some(id) = self.criterion_id(&fact.name.text) {
                let any = Domain::Number {
                    unit: None,
                    from: None,
                    to: None,
                };
                if let (Some(slot), Some(Value::Number(score))) = (
                    given.judged.get_mut(id.index()),
                    self.given_value(fact, &any),
                ) {
                    *slot = Some(score);
                }
            } else {
                let known = self
                    .facts
                    .iter()
                    .map(|fact| fact.name.clone())
                    .chain(["assessed".to_string()])
                    .collect();
                self.unknown("fact", &fact.name, known);
            }
        }
    }

    fn given_value(&mut self, fact: &GivenFact, domain: &Domain) -> Option<Value> {
        match &fact.value {
            GivenValue::Names(names, span) => {
                if names.is_empty() && matches!(domain, Domain::List(_)) {
                    return Some(Value::Records(Vec::new()));
                }
                if !matches!(domain, Domain::Set(_)) {
                    self.errors.push(CheckError::OutOfRange {
                        what: format!("`{}` takes one value, not a list", fact.name.text),
                        help: Some(format!("expected {}", domain.expected())),
                        span: *span,
                    });
                    return None;
                }
                let mut members = Members::default();
                for name in names {
                    let Value::Set(one) = self.read(domain, name, fact)? else {
                        return None;
                    };
                    members = members.with(one);
                }
                Some(Value::Set(members))
            }
            GivenValue::Records(records, span) => {
                let Domain::List(fields) = domain else {
                    self.errors.push(CheckError::OutOfRange {
                        what: format!("`{}` takes no records", fact.name.text),
                        help: Some(format!("expected {}", domain.expected())),
                        span: *span,
                    });
                    return None;
                };
                let read = records
                    .iter()
                    .map(|record| self.given_record(fields, record));
                let read: Vec<_> = read.collect();
                Some(Value::Records(read.into_iter().collect::<Option<_>>()?))
            }
            GivenValue::One(Expression::Wrong(_)) => None,
            GivenValue::One(Expression::Text(label)) => {
                let name = Name {
                    text: label.text.clone(),
                    span: label.span,
                };
                self.read(domain, &name, fact)
            }
            GivenValue::One(expression) => {
                // The words as written: `1 year`, `2022-Q3` and `-5` are read the way evidence is read.
                let text = self.sources.slice(expression.span()).to_string();
                self.read(
                    domain,
                    &Name {
                        text,
                        span: expression.span(),
                    },
                    fact,
                )
            }
        }
    }

    fn given_record(
        &mut self,
        fields: &[Field],
        record: &[GivenFact],
    ) -> Option<Vec<Option<Value>>> {
        let mut values = vec![None; fields.len()];
        for given in record {
            let Some(at) = fields
                .iter()
                .position(|field| field.name == given.name.text)
            else {
                let known = fields.iter().map(|field| field.name.clone()).collect();
                self.unknown("field", &given.name, known);
                return None;
            };
            let value = self.given_value(given, &fields.get(at)?.domain)?;
            *values.get_mut(at)? = Some(value);
        }
        Some(values)
    }

    fn read(&mut self, domain: &Domain, text: &Name, fact: &GivenFact) -> Option<Value> {
        match domain.read(&text.text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.errors.push(CheckError::OutOfRange {
                    what: format!(
                        "`{}` is no value of `{}`: {error}",
                        text.text, fact.name.text
                    ),
                    help: error.help,
                    span: text.span,
                });
                None
            }
        }
    }

    fn claims(&mut self, item: &TestItem, indices: &[Index]) -> Vec<Claim> {
        if item.expected.is_empty() {
            self.errors.push(CheckError::NoPart {
                what: "`expect` in this test",
                help: "say what must come out, for example `expect score = 75`",
                span: item.label.span,
            });
        }
        let mut claims = Vec::new();
        for written in &item.expected {
            claims.extend(self.claim(written, indices));
        }
        claims
    }

    fn claim(&mut self, written: &Condition, indices: &[Index]) -> Option<Claim> {
        match written {
            Condition::Wrong(_) => None,
            Condition::Is {
                fact,
                negated: false,
                answers,
            } if fact.text == "grade" => {
                let [name] = answers.as_slice() else {
                    self.not_a_claim(written);
                    return None;
                };
                let official = headline(indices)?;
                self.grade_named(official, name)?;
                Some(Claim::Grade(name.text.clone(), written.span()))
            }
            Condition::GradeOf {
                score,
                index,
                grade,
                span,
            } => {
                let of = match index {
                    None => headline(indices)?,
                    Some(name) => self.graded_index(indices, name)?,
                };
                self.grade_named(of, grade)?;
                let at = indices.iter().position(|index| index.name == of.name)?;
                let (score, grade) = (score.clone(), grade.text.clone());
                Some(Claim::GradeOf(score, at, grade, *span))
            }
            Condition::Compare {
                left: Expression::Name(name),
                comparison,
                right,
            } => {
                let Some(value) = constant(right) else {
                    self.not_a_claim(written);
                    return None;
                };
                if name.text == "score" {
                    return Some(Claim::Score(*comparison, value, written.span()));
                }
                let further = self.further_scores.iter();
                let further = further.map(|score| score.name.as_str());
                if let Some(id) = super::id_of(further, &name.text) {
                    let id = ScoreId(id);
                    return Some(Claim::Further(id, *comparison, value, written.span()));
                }
                let id = self.criterion_id(&name.text);
                if id.is_none() {
                    let criteria = self.criteria.iter().map(|criterion| criterion.name.clone());
                    let further = self.further_scores.iter().map(|score| score.name.clone());
                    let known = criteria
                        .chain(further)
                        .chain(["score".to_string()])
                        .collect();
                    self.unknown("criterion", name, known);
                }
                id.map(|id| Claim::Criterion(id, *comparison, value, written.span()))
            }
            _ => {
                self.not_a_claim(written);
                None
            }
        }
    }

    fn graded_index<'i>(&mut self, indices: &'i [Index], name: &Name) -> Option<&'i Index> {
        let found = indices.iter().find(|index| index.name == name.text);
        if found.is_none() {
            let known = indices.iter().map(|index| index.name.clone()).collect();
            self.unknown("index", name, known);
        }
        found
    }

    /// Reports a grade that an index does not give.
    fn grade_named(&mut self, of: &Index, name: &Name) -> Option<()> {
        if of.grades.iter().any(|grade| grade.name == name.text) {
            return Some(());
        }
        let known = of.grades.iter().map(|grade| grade.name.clone()).collect();
        self.unknown("grade", name, known);
        None
    }

    fn not_a_claim(&mut self, written: &Condition) {
        self.errors.push(CheckError::OutOfRange {
            what: "a test can expect a criterion, the score or the grade".to_string(),
            help: Some("for example `relevance = 0`, `score >= 75` or `grade is A+`".to_string()),
            span: written.span(),
        });
    }
}
