//! `explain-code`: what a message means, with an example and its repair.

use super::Stop;
use super::arguments::ExplainCode;
use super::output::{Output, known};
use crate::diagnostic::{code_page, codes};

pub fn run(command: &ExplainCode, output: &Output) -> Result<(), Stop> {
    let Some(code) = &command.code else {
        for code in codes() {
            let title = code_page(code).and_then(|page| page.lines().next());
            let title = title.map_or("", |title| title.trim_start_matches("## "));
            output.print(&format!("{title}\n"));
        }
        return Ok(());
    };
    let code = code.to_uppercase();
    known("code", &code, codes())?;
    let page = code_page(&code).unwrap_or("");
    let page = page.trim_start_matches("## ");
    output.print(&format!("{page}\n"));
    Ok(())
}
