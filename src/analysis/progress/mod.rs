//! Progress over time: levels and changes of any number of editions, the series as it was published beside the one that
//! can be compared (today's rubric, the indicators that all editions share), and what a change is made of.

mod decompose;
mod facts;
mod indicator;
mod rounding;
mod series;
mod shapley;

pub use crate::results::comparable::{
    Common, Leaf, NotLinear, Refusal, Scored, Weights, alone, carried, least_share, method,
    node_of, rescored, top_level, weights, with_sheets, with_sheets_and_findings,
};
pub use crate::results::{CROSSWALK_FILE, Crosswalk, Entry, Relation, Step};
pub use decompose::{Decomposition, Group, Moved, NotExplained, decompose, decompose_comparable};
pub use facts::{
    FactChange, differences, facts_read, read_beside_criteria, read_by_rules, with_asked,
};
pub use indicator::{Because, Share};
pub use rounding::adding_up;
pub use series::{Break, EntityProgress, Line, Progress, Question, breaks, progress};
pub use shapley::{MOST_PLAYERS, shapley};
