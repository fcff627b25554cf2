//! The data into the page: template, style and script stand in `reports/` and ship inside the program.

use super::Explorer;
use crate::report::{TemplateError, Words};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, UndefinedBehavior, context};

const HTML: &str = include_str!("../../../reports/explorer.html");
const SHARED_STYLE: &str = include_str!("../../../reports/style.css");
const STYLE: &str = include_str!("../../../reports/explorer.css");
/// The script in the order its parts need one another.
const SCRIPT: [&str; 8] = [
    include_str!("../../../reports/explorer/arithmetic.js"),
    include_str!("../../../reports/explorer/model.js"),
    include_str!("../../../reports/explorer/state.js"),
    include_str!("../../../reports/explorer/ranking.js"),
    include_str!("../../../reports/explorer/weights.js"),
    include_str!("../../../reports/explorer/detail.js"),
    include_str!("../../../reports/explorer/charts.js"),
    include_str!("../../../reports/explorer/main.js"),
];

/// The explorer as one HTML file that needs nothing from elsewhere.
///
/// # Errors
/// [`TemplateError`]; with the template that ships there is none.
pub fn html(explorer: &Explorer, words: &Words) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    environment.set_syntax(syntax.map_err(TemplateError::from)?);
    // A name that ends in .html gets its texts escaped.
    environment.add_template("explorer.html", HTML)?;
    let values = context! {
        page => Value::from(Serde(explorer)),
        t => Value::from(Serde(words.plain_texts())),
        style => format!("{SHARED_STYLE}{STYLE}"),
        script => SCRIPT.concat(),
        data => data(explorer),
        made_with => words.say("made_with", &[("version", &env!("CARGO_PKG_VERSION"))]),
        version => env!("CARGO_PKG_VERSION"),
    };
    Ok(environment.get_template("explorer.html")?.render(values)?)
}

/// The data as JSON that cannot end the element it stands in: `</script>` and `<!--` need a `<`.
fn data(explorer: &Explorer) -> String {
    // Writing to memory cannot fail, and all keys are texts.
    let json = serde_json::to_string(explorer).unwrap_or_default();
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}
