//! What the codes of messages mean: the sections of `docs/codes.md`.

const PAGES: &str = include_str!("../../docs/codes.md");

/// All codes that have a page, in order.
pub fn codes() -> impl Iterator<Item = &'static str> {
    PAGES
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .filter_map(|title| title.split_whitespace().next())
}

/// The page of a code, as Markdown: a heading, what it means, and where it helps an example with its repair.
///
/// ```
/// let page = clearwatt::diagnostic::code_page("CW0203").unwrap();
/// assert!(page.starts_with("## CW0203 an answer the fact does not have"));
/// assert_eq!(clearwatt::diagnostic::code_page("nonsense"), None);
/// ```
pub fn code_page(code: &str) -> Option<&'static str> {
    let start = PAGES.find(&format!("\n## {code} "))? + 1;
    let page = PAGES.get(start..)?;
    let end = page.find("\n## ").map_or(page.len(), |end| end + 1);
    page.get(..end).map(str::trim_end)
}
