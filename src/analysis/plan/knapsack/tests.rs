//! The solver against trying everything.

use super::*;
use proptest::prelude::*;

/// All choices there are: cost, gain and number of options.
fn all(classes: &[Vec<Choice>]) -> Vec<(Number, Number, usize)> {
    let mut all = vec![(Number::zero(), Number::zero(), 0)];
    for class in classes {
        let mut more = all.clone();
        for choice in class {
            more.extend(all.iter().map(|(cost, gain, count)| {
                (cost.plus(&choice.cost), gain.plus(&choice.gain), count + 1)
            }));
        }
        all = more;
    }
    all
}

fn undominated(all: &[(Number, Number, usize)]) -> Vec<(Number, Number)> {
    let mut pairs: Vec<(Number, Number)> = all
        .iter()
        .map(|(cost, gain, _)| (cost.clone(), gain.clone()))
        .collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
    let mut kept: Vec<(Number, Number)> = Vec::new();
    for pair in pairs {
        if kept.last().is_none_or(|last| pair.1 > last.1) {
            kept.push(pair);
        }
    }
    kept
}

fn classes() -> impl Strategy<Value = Vec<Vec<Choice>>> {
    let choice = (0i64..7, 1i64..5, 1i64..40, 1i64..9).prop_map(|(cost, by, gain, over)| Choice {
        cost: Number::ratio(cost, by).unwrap(),
        gain: Number::ratio(gain, over).unwrap(),
    });
    prop::collection::vec(prop::collection::vec(choice, 0..4), 0..7)
}

proptest! {
    #[test]
    fn the_frontier_is_what_trying_everything_finds(classes in classes()) {
        let points = frontier(&classes, &Limits::default()).unwrap();
        let pairs: Vec<_> =
            points.iter().map(|point| (point.cost.clone(), point.gain.clone())).collect();
        prop_assert_eq!(pairs, undominated(&all(&classes)));
        for point in points {
            let sum = |of: fn(&Choice) -> &Number| {
                point.chosen.iter().fold(Number::zero(), |sum, (class, option)| {
                    sum.plus(of(&classes[*class][*option]))
                })
            };
            prop_assert_eq!(sum(|choice| &choice.cost), point.cost.clone());
            prop_assert_eq!(sum(|choice| &choice.gain), point.gain.clone());
            prop_assert!(point.chosen.windows(2).all(|pair| pair[0].0 < pair[1].0));
        }
    }

    #[test]
    fn no_cheaper_choice_gains_enough(
        classes in classes(),
        enough in 0i64..60,
        most in prop::option::of(1usize..5),
        budget in prop::option::of(0i64..20),
    ) {
        let enough = Number::ratio(enough, 2).unwrap();
        let budget = budget.map(Number::whole);
        let limits = Limits { budget: budget.clone(), most, enough: Some(enough.clone()), more_than_enough: false };
        let points = frontier(&classes, &limits).unwrap();
        let found = points.iter().find(|point| point.gain >= enough);
        let allowed = all(&classes).into_iter().filter(|(cost, _, count)| {
            budget.as_ref().is_none_or(|budget| cost <= budget)
                && most.is_none_or(|most| *count <= most)
        });
        let allowed: Vec<_> = allowed.collect();
        let cheapest = allowed
            .iter()
            .filter(|(_, gain, _)| *gain >= enough)
            .map(|(cost, ..)| cost.clone())
            .min();
        prop_assert_eq!(found.map(|point| point.cost.clone()), cheapest.clone());
        if let (Some(point), Some(most)) = (found, most) {
            prop_assert!(point.chosen.len() <= most);
        }
        if cheapest.is_none() {
            // Out of reach: the last point is as far as one gets.
            let furthest = allowed.iter().map(|(_, gain, _)| gain.clone()).max();
            prop_assert_eq!(points.last().map(|point| point.gain.clone()), furthest);
        }
    }

    #[test]
    fn a_budget_is_spent_best(classes in classes(), budget in 0i64..20, most in prop::option::of(1usize..5)) {
        let budget = Number::whole(budget);
        let limits = Limits { budget: Some(budget.clone()), most, ..Limits::default() };
        let points = frontier(&classes, &limits).unwrap();
        let best = all(&classes)
            .into_iter()
            .filter(|(cost, _, count)| *cost <= budget && most.is_none_or(|most| *count <= most))
            .map(|(_, gain, _)| gain)
            .max();
        prop_assert_eq!(points.last().map(|point| point.gain.clone()), best);
    }
}

/// A budget of 6 does not lead to 19: the first class costs all of it, the others gain less. Found by the law above.
#[test]
fn how_far_a_budget_leads_when_enough_is_out_of_reach() {
    let one = |cost: i64, gain: i64, over: i64| {
        vec![Choice {
            cost: Number::whole(cost),
            gain: Number::ratio(gain, over).unwrap(),
        }]
    };
    let classes = [
        one(6, 29, 4),
        one(1, 7, 2),
        one(1, 17, 3),
        one(0, 11, 2),
        one(0, 4, 1),
    ];
    let limits = Limits {
        budget: Some(Number::whole(6)),
        enough: Some(Number::whole(19)),
        ..Limits::default()
    };
    let points = frontier(&classes, &limits).unwrap();
    // 7/2 + 17/3 + 11/2 + 4 = 56/3 for a cost of 2
    assert_eq!(
        points.last().map(|point| point.gain.clone()),
        Number::ratio(56, 3)
    );
}
