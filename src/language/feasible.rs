//! Which answers of several comparisons can be true together: `n > 5` and `n <= 5` never, `n > 5` without `n > 3` neither.
//! Decision tables leave out the cells where they would be.

use super::arithmetic;
use super::evaluate::{Case, Decided, Facts, compare, same_value};
use super::number::Number;
use super::rubric::{Condition, Expression, FactId, Function, Rubric};
use super::syntax::Comparison;
use super::table::Column;
use super::value::{Domain, Value};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Comparisons of a table that speak of the same value.
#[derive(Debug)]
struct Group {
    /// Their places among the comparisons of the table.
    members: Vec<usize>,
    /// What they may say together when the value is known.
    known: Vec<Vec<bool>>,
    /// The facts the value is worked out from.
    reads: BTreeSet<FactId>,
}

/// What the comparisons of a table may say together.
#[derive(Debug)]
pub(super) struct Feasible {
    groups: Vec<Group>,
}

/// A comparison as one value against another, `value sign other`.
struct Side<'r> {
    value: &'r Expression,
    sign: Comparison,
    other: &'r Expression,
}

impl Feasible {
    pub fn of(rubric: &Rubric, columns: &[Column<'_>]) -> Feasible {
        let mut groups: Vec<(Vec<Side<'_>>, Vec<usize>)> = Vec::new();
        let comparisons = columns.iter().filter_map(|column| match column {
            Column::Comparison(condition) => Some(*condition),
            _ => None,
        });
        for (at, condition) in comparisons.enumerate() {
            let Some(side) = side(condition) else {
                continue;
            };
            let known = groups.iter_mut().find_map(|(sides, members)| {
                let turned = alike(sides.first()?, &side)?;
                Some((turned, sides, members))
            });
            match known {
                Some((turned, sides, members)) => {
                    sides.push(if turned { side.turned() } else { side });
                    members.push(at);
                }
                None => groups.push((vec![side], vec![at])),
            }
        }
        let groups = groups.into_iter().filter_map(|(sides, members)| {
            let known = together(rubric, &sides)?;
            let mut reads = BTreeSet::new();
            for side in &sides {
                facts(rubric, side.value, &mut reads);
                facts(rubric, side.other, &mut reads);
            }
            Some(Group {
                members,
                known,
                reads,
            })
        });
        Feasible {
            groups: groups.collect(),
        }
    }

    /// Whether a disclosure can be like this. `decided` holds the comparisons in the order of the columns.
    pub fn can_be(&self, rubric: &Rubric, case: &Case, decided: &[Decided<'_>]) -> bool {
        self.groups.iter().all(|group| {
            let said: Vec<bool> = group
                .members
                .iter()
                .filter_map(|at| decided.get(*at).map(|(_, holds)| *holds))
                .collect();
            let none = said.iter().all(|holds| !holds);
            match standing(rubric, case, decided, &group.reads) {
                Standing::Known => group.known.contains(&said),
                // A test on what is not asked does not hold.
                Standing::Unknown => none,
                Standing::Either => none || group.known.contains(&said),
            }
        })
    }
}

impl<'r> Side<'r> {
    fn turned(self) -> Side<'r> {
        let sign = match self.sign {
            Comparison::Equal => Comparison::Equal,
            Comparison::Less => Comparison::Greater,
            Comparison::LessOrEqual => Comparison::GreaterOrEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        };
        Side {
            value: self.other,
            sign,
            other: self.value,
        }
    }
}

fn constant(expression: &Expression) -> Option<Value> {
    match expression {
        Expression::Constant(value, _) => Some(value.clone()),
        Expression::Negate(inner) => match constant(inner)? {
            Value::Number(number) => Some(Value::Number(Number::zero().minus(&number))),
            _ => None,
        },
        _ => None,
    }
}

/// A constant always stands on the right.
fn side(condition: &Condition) -> Option<Side<'_>> {
    let Condition::Compare {
        left,
        comparison,
        right,
        ..
    } = condition
    else {
        return None;
    };
    let side = Side {
        value: left,
        sign: *comparison,
        other: right,
    };
    Some(if constant(left).is_some() {
        side.turned()
    } else {
        side
    })
}

/// Whether two comparisons speak of the same: `Some(true)` when the second must be turned round.
fn alike(a: &Side<'_>, b: &Side<'_>) -> Option<bool> {
    match (constant(a.other), constant(b.other)) {
        (Some(_), Some(_)) => same_value(a.value, b.value).then_some(false),
        (None, None) if same_value(a.value, b.value) && same_value(a.other, b.other) => Some(false),
        (None, None) if same_value(a.value, b.other) && same_value(a.other, b.value) => Some(true),
        _ => None,
    }
}

/// What comparisons of one value may say together, each combination once; `None` when that cannot be told.
fn together(rubric: &Rubric, sides: &[Side<'_>]) -> Option<Vec<Vec<bool>>> {
    let orders: Vec<Vec<Ordering>> = match sides.first().map(|side| constant(side.other))? {
        // Two values of which nothing is known: smaller, equal, larger.
        None => [Ordering::Less, Ordering::Equal, Ordering::Greater]
            .map(|order| vec![order; sides.len()])
            .to_vec(),
        Some(_) => places(rubric, sides)?,
    };
    let mut found: Vec<Vec<bool>> = Vec::new();
    for orders in orders {
        let said: Vec<bool> = sides
            .iter()
            .zip(&orders)
            .map(|(side, order)| side.sign.holds(*order))
            .collect();
        if !found.contains(&said) {
            found.push(said);
        }
    }
    Some(found)
}

/// Where a value can stand among the constants it is compared with: for each place, its order against each of them.
fn places(rubric: &Rubric, sides: &[Side<'_>]) -> Option<Vec<Vec<Ordering>>> {
    let constants: Vec<Value> = sides
        .iter()
        .filter_map(|side| constant(side.other))
        .collect();
    let mut sorted: Vec<&Value> = Vec::new();
    for value in &constants {
        let at = sorted.partition_point(|known| compare(known, value) == Some(Ordering::Less));
        match sorted.get(at) {
            Some(known) if compare(known, value)? == Ordering::Equal => {}
            _ => sorted.insert(at, value),
        }
    }
    let domain = match sides.first()?.value {
        Expression::Fact(id, _) => rubric.facts.get(id.index()).map(|fact| &fact.domain),
        _ => None,
    };
    let mut places = Vec::new();
    for place in 0..=2 * sorted.len() {
        let below = (place / 2)
            .checked_sub(1 - place % 2)
            .and_then(|at| sorted.get(at));
        let above = sorted.get(place / 2);
        let there = match place % 2 {
            1 => above.is_none_or(|value| inside(domain, value)),
            _ => between(domain, below.copied(), above.copied()),
        };
        if !there {
            continue;
        }
        let order = |value: &Value| {
            let at = sorted
                .iter()
                .position(|known| compare(known, value) == Some(Ordering::Equal))?;
            Some(place.cmp(&(2 * at + 1)))
        };
        places.push(constants.iter().map(order).collect::<Option<Vec<_>>>()?);
    }
    Some(places)
}

fn range(domain: Option<&Domain>) -> (Option<Number>, Option<Number>) {
    match domain {
        Some(Domain::Number { from, to, .. }) => (from.clone(), to.clone()),
        Some(Domain::Count) => (Some(Number::zero()), None),
        Some(Domain::Percent) => (Some(Number::zero()), Some(Number::whole(1))),
        _ => (None, None),
    }
}

/// Whether a fact can have this value.
fn inside(domain: Option<&Domain>, value: &Value) -> bool {
    let Value::Number(number) = value else {
        return true;
    };
    let (from, to) = range(domain);
    let whole = domain != Some(&Domain::Count) || number.is_whole();
    whole && from.is_none_or(|from| *number >= from) && to.is_none_or(|to| *number <= to)
}

/// Whether a fact can have a value between these two.
fn between(domain: Option<&Domain>, below: Option<&Value>, above: Option<&Value>) -> bool {
    let number = |value: Option<&Value>| match value {
        Some(Value::Number(number)) => Some(number.clone()),
        _ => None,
    };
    let (below, above) = (number(below), number(above));
    let (from, to) = range(domain);
    let low = below.as_ref().zip(to).is_none_or(|(below, to)| *below < to);
    let high = above
        .as_ref()
        .zip(from)
        .is_none_or(|(above, from)| *above > from);
    let whole = match (domain, &below, &above) {
        (Some(Domain::Count), Some(below), Some(above)) => {
            let floor = arithmetic::apply(Function::Floor, std::slice::from_ref(below));
            floor.is_none_or(|floor| floor.plus(&Number::whole(1)) < *above)
        }
        _ => true,
    };
    low && high && whole
}

fn facts(rubric: &Rubric, expression: &Expression, into: &mut BTreeSet<FactId>) {
    expression.walk(&mut |part| match part {
        Expression::Fact(id, _) => {
            into.insert(*id);
        }
        Expression::OfList { list, .. } => {
            into.insert(*list);
        }
        Expression::Let(id, _) => {
            if let Some(inner) = rubric.lets.get(id.index()) {
                facts(rubric, &inner.value, into);
            }
        }
        _ => {}
    });
}

enum Standing {
    Known,
    Unknown,
    Either,
}

/// Whether facts are asked in a case.
fn standing(
    rubric: &Rubric,
    case: &Case,
    decided: &[Decided<'_>],
    reads: &BTreeSet<FactId>,
) -> Standing {
    let mut standing = Standing::Known;
    for id in reads {
        let Some(fact) = rubric.facts.get(id.index()) else {
            continue;
        };
        let asked = fact
            .asked
            .as_ref()
            .map(|asked| Facts::of(rubric, case, &[]).deciding(decided).holds(asked));
        // The figure of an empty list, like an optional fact, may be unknown.
        let open = fact.optional || matches!(fact.domain, Domain::List(_));
        match asked {
            Some(Ok(false)) => return Standing::Unknown,
            Some(Err(_)) => standing = Standing::Either,
            Some(Ok(true)) | None if open => standing = Standing::Either,
            Some(Ok(true)) | None => {}
        }
    }
    standing
}
