//! Progress over time: levels and changes of any number of editions, the series as it was published beside the one that
//! can be compared (today's rubric, the indicators that all editions share), and what a change is made of.

mod crosswalk;
mod rescore;
mod series;
mod weights;

pub use crosswalk::{CROSSWALK_FILE, Crosswalk, Entry, Relation, Step};
pub use rescore::{carried, cut_down, method, rescored, rows, scored};
pub use series::{
    Break, Common, EntityProgress, Line, Progress, Question, Refusal, breaks, least_share, progress,
};
pub use weights::{Leaf, NotLinear, Scored, Weights, is_under, node_of, top_level, weights};
