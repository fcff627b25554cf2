//! Help while a rubric is written, for any editor that speaks the language server protocol: mistakes as they are typed,
//! what a name means, what may stand here, where something is declared, renaming, an outline, layout.
//!
//! Everything is worked out anew from the whole text at each change; a rubric is small enough for that.

mod completion;
mod places;
mod server;
mod symbols;

pub use completion::completions;
pub use places::{offset, position, range};
pub use server::{ServerError, serve};
pub use symbols::{Kind, Symbol, named_at, names, symbols};
