//! What to do next: the cheapest changes in evidence that lift an entity to a grade, a score, a rank or a peer.
//!
//! A total is a weighted sum of disclosures (see [`weights`](crate::analysis::progress::weights())), and a disclosure has
//! few states that matter. So each disclosure is a class of target states with costs and gains, and the cheapest set is
//! a multiple-choice knapsack, which is solved exactly.

mod costs;
mod goal;
mod knapsack;
mod planner;
mod slots;
mod solve;
mod states;

pub use costs::{COSTS_FILE, Costs, Price, Special};
pub use goal::{Aim, Goal, NoGoal, rank_with};
pub use knapsack::{Choice, Limits, NotSolved, Point, frontier};
pub use planner::Planner;
pub use slots::{Constraints, Field, NotPlanned, Slot};
pub use solve::{Action, NoPlan, Plan, Step, Warning, Wish, effort_and_score, plan};
pub use states::{Change, State};
