//! A calculation step by step: every number of a formula with what it was made of. The values are those of the evaluator
//! itself, so that nothing is worked out a second time.

mod filled;
mod trace;

pub(crate) use trace::{condition, expression};

use super::number::Number;
use indexmap::IndexMap;
use serde::Serialize;

/// One step of a calculation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Step {
    /// What it does: `number`, `answer` (of a fact), `criterion`, `value` (of a `let`), `assessed`, `records`, `index`,
    /// `shown`, `part`, `indicator`; `add`, `subtract`, `multiply`, `divide`, `negate`, `if`; or the name of a function.
    pub kind: &'static str,
    /// How the rubric writes it.
    pub text: String,
    /// The fact, criterion, value, index, node or indicator it reads.
    pub name: Option<String>,
    /// The index of a part.
    pub index: Option<String>,
    /// Its value; none where it has none, or where it is no number.
    pub value: Option<Number>,
    /// A value that is no number, or why there is none.
    pub words: Option<String>,
    /// The condition of an `if`; the only part is then the branch that was taken.
    pub test: Option<ConditionStep>,
    /// What a figure over entities is about.
    pub over: Option<OverEntities>,
    /// A part that holds the others up or down.
    pub effect: Option<Effect>,
    /// What it is made of.
    pub parts: Vec<Step>,
}

/// A condition with the answer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ConditionStep {
    /// The condition as the rubric writes it.
    pub text: String,
    /// Whether it holds; none where that is not known.
    pub holds: Option<bool>,
    /// What it reads, with the value of each.
    pub reads: Vec<(String, String)>,
}

/// What a figure over entities was worked out from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OverEntities {
    /// The editions whose entities it is about.
    pub editions: Vec<String>,
    /// How many values there are.
    pub values: usize,
    /// The share that a quantile is about.
    pub share: Option<Number>,
    /// The figures it is made of, by name: `mean` and `deviation` of a z-score, for example.
    pub figures: IndexMap<&'static str, Number>,
}

/// A part that decides for the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// `cap`, `floor` or `zero`.
    pub kind: &'static str,
    /// The place of the part that decides.
    pub by: usize,
    /// How many points it takes away (or adds, as a floor); none where that cannot be said.
    pub points: Option<Number>,
}

impl Step {
    /// A step without parts.
    pub fn leaf(kind: &'static str, text: String, value: Option<Number>) -> Step {
        Step {
            kind,
            text,
            name: None,
            index: None,
            value,
            words: None,
            test: None,
            over: None,
            effect: None,
            parts: Vec::new(),
        }
    }

    /// The same step about something with a name.
    pub fn named(self, name: &str) -> Step {
        Step {
            name: Some(name.to_string()),
            ..self
        }
    }

    /// The same step with its parts, and with what one of them does to the others.
    pub fn of(self, parts: Vec<Step>) -> Step {
        let effect = effect(self.kind, self.value.as_ref(), &parts);
        Step {
            parts,
            effect,
            ..self
        }
    }

    /// What the calculation starts from, then every further step in its order; each once, and no plain numbers.
    pub fn in_order(&self) -> Vec<&Step> {
        let mut starts: Vec<&Step> = Vec::new();
        let mut made: Vec<&Step> = Vec::new();
        self.walk(&mut |step| {
            let list = match step.is_start() {
                _ if step.kind == "number" => return,
                true => &mut starts,
                false => &mut made,
            };
            if !list.iter().any(|known| known.text == step.text) {
                list.push(step);
            }
        });
        starts.extend(made);
        starts
    }

    /// Whether it is made of nothing else.
    pub fn is_start(&self) -> bool {
        self.parts.is_empty() && self.test.is_none()
    }

    /// Calls `visit` on every step, the parts of a step before it.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Step)) {
        self.parts.iter().for_each(|part| part.walk(visit));
        visit(self);
    }
}

/// What one part does to the others: a cap that binds, a floor that binds, a factor of zero.
fn effect(kind: &str, value: Option<&Number>, parts: &[Step]) -> Option<Effect> {
    let value = value?;
    // What is held is the first part that is worked out; constants only hold.
    let held = parts.iter().position(|part| part.kind != "number")?;
    let own = parts.get(held)?.value.as_ref()?;
    let by = || {
        let deciding = |part: &Step| part.value.as_ref() == Some(value);
        parts.iter().position(deciding)
    };
    match kind {
        "min" | "clamp" if value < own => Some(Effect {
            kind: "cap",
            by: by()?,
            points: Some(own.minus(value)),
        }),
        "max" | "clamp" if value > own => Some(Effect {
            kind: "floor",
            by: by()?,
            points: Some(value.minus(own)),
        }),
        "multiply" if value.is_zero() => {
            let zero = |part: &Step| part.value.as_ref().is_some_and(Number::is_zero);
            let by = parts.iter().position(zero)?;
            let others = parts.iter().enumerate().filter(|(at, _)| *at != by);
            let alone = others.into_iter().all(|(_, other)| !zero(other));
            // A product that was zero already has said why, and a zero that the rubric writes down is no finding.
            let said = |part: &Step| matches!(part.kind, "multiply" | "number");
            let said = parts.get(by).is_some_and(said);
            (alone && !said).then_some(Effect {
                kind: "zero",
                by,
                points: None,
            })
        }
        _ => None,
    }
}

/// The kind of a step that joins two numbers by a sign.
pub(crate) fn operator(operator: super::syntax::Operator) -> &'static str {
    use super::syntax::Operator;
    match operator {
        Operator::Add => "add",
        Operator::Subtract => "subtract",
        Operator::Multiply => "multiply",
        Operator::Divide => "divide",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(kind: &'static str, value: i64) -> Step {
        Step::leaf(kind, kind.to_string(), Some(Number::whole(value)))
    }

    fn made(kind: &'static str, value: i64, parts: Vec<Step>) -> Option<Effect> {
        step(kind, value).of(parts).effect
    }

    #[test]
    fn a_cap_says_what_it_takes_where_it_binds() {
        // min(50, 40): the cap of 40 takes 10 from 50
        let cap = made("min", 40, vec![step("index", 50), step("add", 40)]).unwrap();
        assert_eq!((cap.kind, cap.by), ("cap", 1));
        assert_eq!(cap.points, Some(Number::whole(10)));
        // min(30, 40): nothing is taken
        assert_eq!(
            made("min", 30, vec![step("index", 30), step("add", 40)]),
            None
        );
        // min(40, 50): the constant is the cap though it stands first
        let cap = made("min", 40, vec![step("number", 40), step("index", 50)]).unwrap();
        assert_eq!((cap.by, cap.points), (0, Some(Number::whole(10))));
    }

    #[test]
    fn a_floor_and_a_range_bind_too() {
        let floor = made("max", 20, vec![step("index", 12), step("number", 20)]).unwrap();
        assert_eq!(floor.kind, "floor");
        assert_eq!(floor.points, Some(Number::whole(8)));
        // clamp(120, 0, 100) takes 20
        let parts = vec![step("index", 120), step("number", 0), step("number", 100)];
        let cap = made("clamp", 100, parts).unwrap();
        assert_eq!((cap.kind, cap.by), ("cap", 2));
        assert_eq!(cap.points, Some(Number::whole(20)));
    }

    #[test]
    fn a_factor_of_zero_is_named_once() {
        let closed = step("multiply", 0).of(vec![step("number", 25), step("criterion", 0)]);
        assert_eq!(closed.effect.as_ref().map(|effect| effect.by), Some(1));
        let whole = step("multiply", 0).of(vec![closed, step("add", 3)]);
        assert_eq!(whole.effect, None);
    }
}
