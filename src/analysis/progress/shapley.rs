//! Shapley shares: what each of several changes did, whatever order they are thought to have come in.
//!
//! Where effects multiply, "the effect of one change" depends on what changed before it. The share of a change is its
//! effect averaged over all orders (Shapley 1953, A value for n-person games; for decompositions Shorrocks 2013,
//! Journal of Economic Inequality 11). Shares add up to the whole, two changes that do the same get the same, and a
//! change that does nothing gets nothing.

use crate::language::number::Number;

/// With more changes than this at once shares are not worked out: `2^n` combinations are looked at.
pub const MOST_PLAYERS: usize = 12;

/// The share of each of `players` changes; `worth` gives the value when just the changes of a bit set have happened.
///
/// `None` when there are more than [`MOST_PLAYERS`], or when `worth` has no value for some combination.
///
/// ```
/// use clearwatt::analysis::progress::shapley;
/// use clearwatt::language::number::Number;
/// // 2 × 3 from 1 × 1: alone the first change adds 1, the second 2; together they add 5.
/// let worth = |done: u32| {
///     let (a, b) = (1 + i64::from(done & 1), 1 + i64::from(done >> 1 & 1) * 2);
///     Some(Number::whole(a * b))
/// };
/// // first: (1 + 3) / 2, second: (2 + 4) / 2
/// assert_eq!(shapley(2, worth), Some(vec![Number::whole(2), Number::whole(3)]));
/// ```
pub fn shapley(players: usize, worth: impl Fn(u32) -> Option<Number>) -> Option<Vec<Number>> {
    if players > MOST_PLAYERS {
        return None;
    }
    let all = 1u32 << players;
    let values: Vec<Number> = (0..all).map(worth).collect::<Option<_>>()?;
    let mut shares = Vec::with_capacity(players);
    for player in 0..players {
        let bit = 1u32 << player;
        let mut share = Number::zero();
        for before in (0..all).filter(|set| set & bit == 0) {
            let (without, with) = (
                values.get(before as usize)?,
                values.get((before | bit) as usize)?,
            );
            let gain = with.minus(without);
            if !gain.is_zero() {
                share = share.plus(&gain.times(&weight(players, before.count_ones() as usize)?));
            }
        }
        shares.push(share);
    }
    Some(shares)
}

/// The part of all orders in which just `before` of the other changes come first: `before! (n - before - 1)! / n!`.
fn weight(players: usize, before: usize) -> Option<Number> {
    let factorial = |n: usize| (1..=n as i64).product::<i64>();
    Number::ratio(
        factorial(before) * factorial(players.checked_sub(before + 1)?),
        factorial(players),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition: the mean over all orders of what a change adds when it comes.
    fn by_orders(players: usize, values: &[i64]) -> Vec<Number> {
        fn orders(left: &mut Vec<usize>, order: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
            if left.is_empty() {
                all.push(order.clone());
            }
            for at in 0..left.len() {
                let player = left.remove(at);
                order.push(player);
                orders(left, order, all);
                order.pop();
                left.insert(at, player);
            }
        }
        let mut all = Vec::new();
        orders(&mut (0..players).collect(), &mut Vec::new(), &mut all);
        let mut sums = vec![0i64; players];
        for order in &all {
            let mut done = 0usize;
            for player in order {
                let with = done | 1 << player;
                sums[*player] += values[with] - values[done];
                done = with;
            }
        }
        sums.iter()
            .map(|sum| Number::ratio(*sum, all.len() as i64).unwrap())
            .collect()
    }

    proptest! {
        #[test]
        fn shares_are_the_mean_over_all_orders_and_add_up(
            players in 0usize..6,
            values in prop::collection::vec(-1000i64..1000, 64),
        ) {
            let shares = shapley(players, |set| Some(Number::whole(values[set as usize]))).unwrap();
            prop_assert_eq!(&shares, &by_orders(players, &values));
            let sum = shares.iter().fold(Number::zero(), |sum, share| sum.plus(share));
            prop_assert_eq!(sum, Number::whole(values[(1 << players) - 1] - values[0]));
        }
    }

    #[test]
    fn too_many_changes_are_not_split() {
        assert_eq!(shapley(MOST_PLAYERS + 1, |_| Some(Number::zero())), None);
    }
}
