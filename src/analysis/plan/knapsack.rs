//! Choosing at most one option of each class so that gains add up to enough for the least cost: the multiple-choice
//! knapsack (Sinha and Zoltners 1979), solved exactly.
//!
//! Class by class the list of undominated pairs (cost, gain) is kept: no other choice so far costs as little and gains
//! as much (dynamic programming with dominance; Kellerer, Pferschy and Pisinger 2004, Knapsack Problems, chapter 11).
//! Costs and gains are fractions, brought to whole numbers of a common unit, so nothing is ever rounded.

use crate::language::number::Number;
use num_integer::Integer;

/// One option of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it costs; not below zero.
    pub cost: Number,
    /// What it gains; above zero, or it is never taken.
    pub gain: Number,
}

/// What a choice may be.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// The most it may cost.
    pub budget: Option<Number>,
    /// The most options that may be taken.
    pub most: Option<usize>,
    /// The gain that is enough: nothing dearer than the cheapest choice that reaches it is looked for.
    pub enough: Option<Number>,
    /// Whether it takes more than [`Limits::enough`], however little.
    pub more_than_enough: bool,
}

/// An undominated choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// What it costs together.
    pub cost: Number,
    /// What it gains together.
    pub gain: Number,
    /// The options taken: class and option, in the order of the classes.
    pub chosen: Vec<(usize, usize)>,
}

/// Why a problem cannot be solved exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotSolved {
    /// The common unit does not fit.
    #[error(
        "the costs or weights are too fine to be added up exactly; write costs with fewer decimals"
    )]
    TooFine,
}

/// Every undominated choice, by cost: the frontier from doing nothing to what can be gained at most.
///
/// With [`Limits::enough`] it ends at the cheapest choice that gains enough, if there is one. Of choices with the same
/// cost and gain the one with earlier options is kept.
///
/// ```
/// use clearwatt::analysis::plan::{Choice, Limits, frontier};
/// use clearwatt::language::number::Number;
/// let choice = |cost, gain| Choice { cost: Number::whole(cost), gain: Number::whole(gain) };
/// let classes = [vec![choice(1, 2), choice(3, 9)], vec![choice(2, 5)]];
/// let points = frontier(&classes, &Limits::default())?;
/// let pairs: Vec<(String, String)> =
///     points.iter().map(|point| (point.cost.to_string(), point.gain.to_string())).collect();
/// let expected = [("0", "0"), ("1", "2"), ("2", "5"), ("3", "9"), ("5", "14")];
/// assert_eq!(pairs, expected.map(|(cost, gain)| (cost.to_string(), gain.to_string())));
/// # Ok::<(), clearwatt::analysis::plan::NotSolved>(())
/// ```
///
/// # Errors
/// [`NotSolved`] when fractions are too fine for a common unit of 128 bits.
pub fn frontier(classes: &[Vec<Choice>], limits: &Limits) -> Result<Vec<Point>, NotSolved> {
    let solver = Solver::of(classes, limits)?;
    let points = solver.solve(limits.most);
    let reaches = |enough: &Number| {
        points.iter().any(|point| match limits.more_than_enough {
            true => point.gain > *enough,
            false => point.gain >= *enough,
        })
    };
    match &limits.enough {
        // What could not lead to enough was left out on the way, budget and number aside. When those keep enough out of
        // reach after all, the answer is how far one gets, and nothing may be left out for that.
        Some(enough) if !reaches(enough) => {
            let all = Limits {
                enough: None,
                ..limits.clone()
            };
            Ok(Solver::of(classes, &all)?.solve(limits.most))
        }
        _ => Ok(points),
    }
}

/// A choice so far.
#[derive(Debug, Clone, Copy)]
struct Entry {
    cost: i128,
    gain: i128,
    /// The step that led here, in the solver's list; [`START`] for nothing taken.
    step: u32,
}

/// An option taken, and the step before it.
#[derive(Debug, Clone, Copy)]
struct Step {
    before: u32,
    class: u32,
    option: u32,
}

const START: u32 = u32::MAX;

struct Solver {
    /// Per class the options as (cost, gain, place), in whole units.
    classes: Vec<Vec<(i128, i128, u32)>>,
    cost_unit: i128,
    gain_unit: i128,
    budget: Option<i128>,
    enough: Option<i128>,
    steps: Vec<Step>,
}

impl Solver {
    fn of(classes: &[Vec<Choice>], limits: &Limits) -> Result<Self, NotSolved> {
        let choices = || classes.iter().flatten();
        let budget = limits.budget.iter();
        let cost_unit = unit(choices().map(|choice| &choice.cost).chain(budget))?;
        let gain_unit = unit(choices().map(|choice| &choice.gain).chain(&limits.enough))?;
        let scaled = |number: &Number, unit: i128| scaled(number, unit).ok_or(NotSolved::TooFine);
        let mut whole = Vec::with_capacity(classes.len());
        let (mut costs, mut gains) = (0i128, 0i128);
        for class in classes {
            let mut options = Vec::with_capacity(class.len());
            let mut largest = (0i128, 0i128);
            for (choice, at) in class.iter().zip(0u32..) {
                let (cost, gain) = (
                    scaled(&choice.cost, cost_unit)?,
                    scaled(&choice.gain, gain_unit)?,
                );
                if gain > 0 && cost >= 0 {
                    largest = (largest.0.max(cost), largest.1.max(gain));
                    options.push((cost, gain, at));
                }
            }
            // The sums below never overflow when these do not.
            costs = costs.checked_add(largest.0).ok_or(NotSolved::TooFine)?;
            gains = gains.checked_add(largest.1).ok_or(NotSolved::TooFine)?;
            whole.push(options);
        }
        Ok(Solver {
            classes: whole,
            cost_unit,
            gain_unit,
            budget: limits
                .budget
                .as_ref()
                .map(|budget| scaled(budget, cost_unit))
                .transpose()?,
            // Gains are whole numbers of the unit, so the least that is more than enough is one unit more.
            enough: limits
                .enough
                .as_ref()
                .map(|enough| scaled(enough, gain_unit))
                .transpose()?
                .map(|enough| enough + i128::from(limits.more_than_enough)),
            steps: Vec::new(),
        })
    }

    fn solve(mut self, most: Option<usize>) -> Vec<Point> {
        let most = most.unwrap_or(0).min(self.classes.len());
        let counted = most > 0;
        let mut ceiling = if counted { self.budget } else { self.ceiling() };
        let nothing = Entry {
            cost: 0,
            gain: 0,
            step: START,
        };
        // Without a limit on their number all choices share one list; else there is one list per number taken.
        let mut lists: Vec<Vec<Entry>> = vec![vec![nothing]];
        lists.resize(if counted { most + 1 } else { 1 }, Vec::new());
        let mut left: i128 = self.classes.iter().map(|options| best(options)).sum();
        for class in 0..self.classes.len() {
            left -= self.classes.get(class).map_or(0, |options| best(options));
            for at in (0..lists.len()).rev() {
                let before = if counted {
                    at.checked_sub(1)
                        .and_then(|at| lists.get(at))
                        .cloned()
                        .unwrap_or_default()
                } else {
                    lists.first().cloned().unwrap_or_default()
                };
                let mut list = lists.get_mut(at).map(std::mem::take).unwrap_or_default();
                for option in 0..self.classes.get(class).map_or(0, Vec::len) {
                    list = self.with_option(list, &before, class, option, ceiling);
                }
                self.prune(&mut list, left, &mut ceiling);
                if let Some(slot) = lists.get_mut(at) {
                    *slot = list;
                }
            }
        }
        let mut all = Vec::new();
        for list in lists {
            all = merged(all, list);
        }
        all.into_iter().map(|entry| self.point(entry)).collect()
    }

    /// A cost no best choice exceeds: the budget, or what a simple choice costs that gains enough.
    fn ceiling(&self) -> Option<i128> {
        let greedy = self.enough.and_then(|enough| {
            let mut options: Vec<(usize, i128, i128)> = self
                .classes
                .iter()
                .enumerate()
                .flat_map(|(class, options)| {
                    options
                        .iter()
                        .map(move |(cost, gain, _)| (class, *cost, *gain))
                })
                .collect();
            // The best gain per cost first, without dividing.
            options.sort_by(|a, b| {
                let (left, right) = (b.2.checked_mul(a.1), a.2.checked_mul(b.1));
                left.cmp(&right).then(b.2.cmp(&a.2))
            });
            let mut taken = vec![(0i128, 0i128); self.classes.len()];
            let (mut cost, mut gain) = (0i128, 0i128);
            for (class, its_cost, its_gain) in options {
                if gain >= enough {
                    break;
                }
                let slot = taken.get_mut(class)?;
                if its_gain > slot.1 {
                    cost += its_cost - slot.0;
                    gain += its_gain - slot.1;
                    *slot = (its_cost, its_gain);
                }
            }
            (gain >= enough).then_some(cost)
        });
        match (greedy, self.budget) {
            (Some(greedy), Some(budget)) => Some(greedy.min(budget)),
            (greedy, budget) => greedy.or(budget),
        }
    }

    /// A list joined with the choices that take one more option.
    fn with_option(
        &mut self,
        list: Vec<Entry>,
        before: &[Entry],
        class: usize,
        option: usize,
        ceiling: Option<i128>,
    ) -> Vec<Entry> {
        let Some((cost, gain, place)) = self
            .classes
            .get(class)
            .and_then(|options| options.get(option))
            .copied()
        else {
            return list;
        };
        let (class, option) = (u32::try_from(class).unwrap_or(0), place);
        let more = before
            .iter()
            .map(|entry| Entry {
                cost: entry.cost + cost,
                gain: entry.gain + gain,
                step: entry.step,
            })
            .take_while(|entry| ceiling.is_none_or(|ceiling| entry.cost <= ceiling));
        let mut joined: Vec<Entry> = Vec::with_capacity(list.len() + before.len());
        let mut old = list.into_iter().peekable();
        let mut new = more.peekable();
        loop {
            // Of equal ones the one that was there first.
            let take_old = match (old.peek(), new.peek()) {
                (Some(a), Some(b)) => (a.cost, -a.gain) <= (b.cost, -b.gain),
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => break,
            };
            let next = if take_old { old.next() } else { new.next() };
            let Some(mut entry) = next else { break };
            if joined.last().is_some_and(|last| last.gain >= entry.gain) {
                continue;
            }
            if !take_old {
                let step = Step {
                    before: entry.step,
                    class,
                    option,
                };
                entry.step = u32::try_from(self.steps.len()).unwrap_or(START);
                self.steps.push(step);
            }
            joined.push(entry);
        }
        joined
    }

    /// Leaves out what can no longer gain enough, and what costs more than a choice that does.
    fn prune(&self, list: &mut Vec<Entry>, left: i128, ceiling: &mut Option<i128>) {
        let Some(enough) = self.enough else { return };
        let reaching = list.iter().position(|entry| entry.gain >= enough);
        if let Some(at) = reaching {
            list.truncate(at + 1);
            if let Some(entry) = list.get(at) {
                *ceiling = Some(ceiling.map_or(entry.cost, |known| known.min(entry.cost)));
            }
        }
        // What can be gained at all is kept when enough is out of reach, so that the answer can say how far one gets.
        let reachable = list.last().is_some_and(|entry| entry.gain + left >= enough);
        if reachable {
            list.retain(|entry| entry.gain + left >= enough || entry.step == START);
        }
    }

    fn point(&self, entry: Entry) -> Point {
        let mut chosen = Vec::new();
        let mut at = entry.step;
        while let Some(step) = self.steps.get(at as usize) {
            chosen.push((step.class as usize, step.option as usize));
            at = step.before;
        }
        chosen.reverse();
        Point {
            cost: unscaled(entry.cost, self.cost_unit),
            gain: unscaled(entry.gain, self.gain_unit),
            chosen,
        }
    }
}

fn best(options: &[(i128, i128, u32)]) -> i128 {
    options.iter().map(|(_, gain, _)| *gain).max().unwrap_or(0)
}

/// Two lists of undominated choices as one.
fn merged(one: Vec<Entry>, other: Vec<Entry>) -> Vec<Entry> {
    let mut all = one;
    all.extend(other);
    all.sort_by_key(|entry| (entry.cost, -entry.gain));
    let mut kept: Vec<Entry> = Vec::with_capacity(all.len());
    for entry in all {
        if kept.last().is_none_or(|last| entry.gain > last.gain) {
            kept.push(entry);
        }
    }
    kept
}

/// The smallest unit all numbers are whole multiples of.
fn unit<'n>(numbers: impl Iterator<Item = &'n Number>) -> Result<i128, NotSolved> {
    let mut unit = 1i128;
    for number in numbers {
        let (_, own) = number.parts().ok_or(NotSolved::TooFine)?;
        let own = i128::from(own);
        unit = unit
            .checked_mul(own / unit.gcd(&own))
            .ok_or(NotSolved::TooFine)?;
    }
    Ok(unit)
}

fn scaled(number: &Number, unit: i128) -> Option<i128> {
    let (numerator, denominator) = number.parts()?;
    i128::from(numerator).checked_mul(unit / i128::from(denominator))
}

fn unscaled(value: i128, unit: i128) -> Number {
    use crate::language::exact::Exact;
    Exact::ratio(value, unit).map_or_else(Number::zero, Number::Exact)
}

#[cfg(test)]
mod tests;
