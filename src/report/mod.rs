//! The last stage: from results to what people see. `figures` fills the charts, `page` the report; both speak the
//! reader's language through [`Words`].

pub mod audit;
mod changes;
pub mod explorer;
pub mod figures;
mod finding;
pub mod gallery;
pub mod layout;
pub mod methodology;
mod missing;
mod names;
mod nothing;
mod own_words;
pub mod page;
pub mod pdf;
mod render;
mod view;
mod words;

pub use missing::{MissingNames, missing_names};
pub use names::file_stem;
pub use render::{
    Files, PNG_SCALE, RenderError, SameName, TemplateError, Templates, html, json, markdown,
    methodology_html, methodology_markdown, render,
};
pub use view::View;
pub use words::{NoWords, Words};
