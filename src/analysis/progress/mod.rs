//! Progress over time: levels and changes of any number of editions, the series as it was published beside the one that
//! can be compared (today's rubric, the indicators that all editions share), and what a change is made of.

mod crosswalk;
mod decompose;
mod facts;
mod indicator;
mod rescore;
mod series;
mod shapley;
mod weights;

pub use crosswalk::{CROSSWALK_FILE, Crosswalk, Entry, Relation, Step};
pub use decompose::{Decomposition, Group, Moved, NotExplained, decompose};
pub use facts::{FactChange, differences, facts_of_method, facts_read};
pub use indicator::{Because, Share};
pub use rescore::{
    alone, carried, cut_down, method, rescored, with_sheets, with_sheets_and_findings,
};
pub use series::{
    Break, Common, EntityProgress, Line, Progress, Question, Refusal, breaks, least_share, progress,
};
pub use shapley::{MOST_PLAYERS, shapley};
pub use weights::{Leaf, NotLinear, Scored, Weights, node_of, top_level, weights};
