//! The last stage: from results to what people see. `figures` fills the charts, `page` the report; both speak the
//! reader's language through [`Words`].

pub mod figures;
mod view;
mod words;

pub use view::{View, indices};
pub use words::{NoWords, Words};
