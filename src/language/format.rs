//! One layout for all rubrics. Lines stay where their author put them; indentation, spaces between words, aligned columns
//! and blank lines are ours. Comments and labels are kept word for word, and the result always reads the same: the
//! tokens before and after are compared before anything is given back.

use super::parser::tokens::{Kind, Token, tokens};
use crate::diagnostic::FileId;

/// Lays out the text of a rubric; `None` when it has mistakes in its tokens, which must be repaired first.
///
/// ```
/// use clearwatt::language::format::format;
/// let ragged = "rubric a {\nevidence {\n x:yes>no   # asked first\n   longer :a|b\n}\n\n\n score 1}\n";
/// let even = "rubric a {\n  evidence {\n    x      : yes > no  # asked first\n    longer : a | b\n  }\n\n  score 1 }\n";
/// assert_eq!(format(ragged).as_deref(), Some(even));
/// assert_eq!(format(even).as_deref(), Some(even));
/// ```
pub fn format(text: &str) -> Option<String> {
    let (before, errors) = tokens(FileId::default(), text);
    if !errors.is_empty() {
        return None;
    }
    let laid_out = Layout::of(text, &before).text();
    let (after, _) = tokens(FileId::default(), &laid_out);
    let same = before.len() == after.len()
        && before
            .iter()
            .zip(&after)
            .all(|(a, b)| a.kind == b.kind && a.starts_line == b.starts_line);
    // Never seen to differ; if it ever does, the author's text is worth more than its layout.
    Some(if same { laid_out } else { text.to_string() })
}

/// What is nested deeper is not moved further to the right; it is no rubric either.
const DEEPEST: usize = 100;

/// What stands between the braces around a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Facts,
    Rules,
    Grades,
    Weights,
    Given,
    Other,
}

/// Lines of one group under each other have their first part padded to one width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Heading,
    Fact,
    Rule,
    Grade,
    Weight,
}

#[derive(Debug, Default)]
struct Line {
    indent: usize,
    /// The padded first part and its group.
    head: Option<(Column, String)>,
    rest: String,
    comment: Option<String>,
}

struct Layout {
    lines: Vec<Line>,
}

impl Layout {
    fn of(text: &str, tokens: &[Token]) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        let mut blocks: Vec<Block> = Vec::new();
        let mut brackets = 0usize;
        let mut last: Vec<&Token> = Vec::new();
        let mut left = tokens;
        for (start, written) in numbered(text) {
            let end = start + written.len();
            let inside = left
                .iter()
                .take_while(|token| (token.span.start as usize) < end && token.kind != Kind::End)
                .count();
            let (line, after) = left.split_at(inside);
            left = after;
            let code_end = line.last().map_or(start, |token| token.span.end as usize);
            let comment = text.get(code_end..end).unwrap_or("").trim();
            let comment = comment.trim_start_matches('\u{feff}').trim();
            let comment = (!comment.is_empty()).then(|| comment.to_string());
            let block = blocks.last().copied().unwrap_or(Block::Other);
            if line.is_empty() {
                lines.push(Line {
                    indent: blocks.len(),
                    comment,
                    ..Line::default()
                });
                continue;
            }
            let closers = line.iter().take_while(|token| is(token, "}")).count();
            let goes_on = brackets > 0 || closers == 0 && continues(&last, line, block);
            let indent = blocks.len().saturating_sub(closers) + usize::from(goes_on);
            let column = if goes_on { None } else { column(line, block) };
            let (head, rest) = words(text, line, block, column);
            lines.push(Line {
                indent,
                head,
                rest,
                comment,
            });
            let opens = opened(line, block);
            for token in line {
                match &token.kind {
                    Kind::Sign("{") => blocks.push(opens),
                    Kind::Sign("}") => {
                        blocks.pop();
                    }
                    Kind::Sign("(" | "[") => brackets += 1,
                    Kind::Sign(")" | "]") => brackets = brackets.saturating_sub(1),
                    _ => {}
                }
            }
            last = line.iter().rev().take(2).collect();
        }
        Layout { lines }
    }

    fn text(mut self) -> String {
        self.align();
        let mut text = String::new();
        let mut blank = false;
        let mut opened = true;
        for line in &self.lines {
            let code = match &line.head {
                Some((_, head)) if line.rest.is_empty() => head.clone(),
                Some((_, head)) => format!("{head} {}", line.rest),
                None => line.rest.clone(),
            };
            if code.is_empty() && line.comment.is_none() {
                blank = true;
                continue;
            }
            // No blank line after an opening brace, before a closing one, or at the start of the file.
            if blank && !opened && !code.starts_with('}') {
                text.push('\n');
            }
            blank = false;
            text.push_str(&"  ".repeat(line.indent.min(DEEPEST)));
            text.push_str(code.trim_end());
            if let Some(comment) = &line.comment {
                if !code.is_empty() {
                    text.push_str("  ");
                }
                text.push_str(comment);
            }
            text.push('\n');
            opened = code.ends_with('{');
        }
        text
    }

    /// Pads the first parts of lines of one group that follow one another.
    fn align(&mut self) {
        let group = |line: &Line| line.head.as_ref().map(|(column, _)| (*column, line.indent));
        let mut at = 0;
        while at < self.lines.len() {
            let Some(first) = self.lines.get(at).and_then(group) else {
                at += 1;
                continue;
            };
            let rest = self.lines.get(at..).unwrap_or(&[]);
            let count = rest
                .iter()
                .take_while(|line| group(line) == Some(first))
                .count();
            let width = |line: &Line| line.head.as_ref().map_or(0, |(_, h)| h.chars().count());
            let widest = rest.iter().take(count).map(width).max().unwrap_or(0);
            for line in self.lines.iter_mut().skip(at).take(count) {
                if let Some((_, head)) = &mut line.head {
                    let short = widest - head.chars().count();
                    head.push_str(&" ".repeat(short));
                }
            }
            at += count;
        }
    }
}

/// The lines of a text with the place of each.
fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line)
    })
}

fn is(token: &Token, sign: &str) -> bool {
    matches!(token.kind, Kind::Sign(found) if found == sign)
}

fn is_word(token: &Token, words: &[&str]) -> bool {
    matches!(&token.kind, Kind::Name(name) if words.contains(&name.as_str()))
}

/// Whether a line goes on with the statement of the line before.
fn continues(last: &[&Token], line: &[Token], block: Block) -> bool {
    // The sign of a grade is no operator: `expect grade is A-`.
    let grade = matches!(last, [sign, name] if matches!(name.kind, Kind::Name(_))
        && matches!(sign.kind, Kind::Sign("+" | "-"))
        && name.span.end == sign.span.start);
    let last = last.first().filter(|_| !grade);
    let opens_with_word = line
        .first()
        .is_some_and(|token| is_word(token, &["and", "or"]));
    let left_open = last.is_some_and(|token| match &token.kind {
        Kind::Sign(sign) => ["+", "-", "*", "/", "=", "<", "<=", ">", ">=", "|"].contains(sign),
        Kind::Name(name) => ["and", "or", "if", "then", "else"].contains(&name.as_str()),
        _ => false,
    });
    let list = block == Block::Other && last.is_some_and(|token| is(token, ","));
    opens_with_word || left_open || list
}

/// What the brace at the end of a line opens.
fn opened(line: &[Token], around: Block) -> Block {
    let Some(Kind::Name(word)) = line.first().map(|token| &token.kind) else {
        return around;
    };
    if line.iter().any(|token| is_word(token, &["lookup"])) {
        return Block::Given;
    }
    match word.as_str() {
        "evidence" | "indicator" | "entity" | "absence" | "words" => Block::Facts,
        "criterion" => Block::Rules,
        "grades" => Block::Grades,
        "when" | "otherwise" => around,
        "example" | "test" => Block::Given,
        _ if line.iter().any(|token| is_word(token, &["weighted"])) => Block::Weights,
        // `stations : list of {`
        _ if around == Block::Facts => Block::Facts,
        _ => Block::Other,
    }
}

/// The group whose first parts a line is aligned with.
fn column(line: &[Token], block: Block) -> Option<Column> {
    let (first, second) = (line.first()?, line.get(1)?);
    if is_word(first, &["edition", "source", "extends"]) && matches!(second.kind, Kind::Text(_)) {
        return Some(Column::Heading);
    }
    let named = matches!(first.kind, Kind::Name(_));
    match block {
        Block::Facts if named && is(second, ":") => Some(Column::Fact),
        Block::Grades if named && !line.iter().any(|token| is(token, ",")) => Some(Column::Grade),
        Block::Weights if line.iter().filter(|token| !is(token, ",")).count() == 2 => {
            Some(Column::Weight)
        }
        Block::Rules if !is_word(first, &["if", "when", "otherwise"]) => line
            .iter()
            .any(|token| is_word(token, &["if", "otherwise"]))
            .then_some(Column::Rule),
        _ => None,
    }
}

/// The words of a line: those of its first part, where it is aligned, and the rest.
fn words(
    text: &str,
    line: &[Token],
    block: Block,
    column: Option<Column>,
) -> (Option<(Column, String)>, String) {
    let first_part = match column {
        None => 0,
        Some(Column::Heading | Column::Fact | Column::Weight) => 1,
        Some(Column::Grade) => line
            .iter()
            .position(|token| is_word(token, &["from"]))
            .unwrap_or(1),
        Some(Column::Rule) => line
            .iter()
            .position(|token| is_word(token, &["if", "otherwise"]))
            .unwrap_or(1),
    };
    let join = |from: usize, to: usize| {
        let mut joined = String::new();
        for at in from..to {
            let Some(token) = line.get(at) else { continue };
            if at > from {
                joined.push_str(space(line, at, block));
            }
            match &token.kind {
                Kind::Colour(colour) => joined.push_str(colour),
                _ => joined.push_str(
                    text.get(token.span.start as usize..token.span.end as usize)
                        .unwrap_or(""),
                ),
            }
        }
        joined
    };
    let head = column.map(|column| (column, join(0, first_part)));
    (head, join(first_part, line.len()))
}

/// What stands between a token of a line and the one before it.
fn space(line: &[Token], at: usize, block: Block) -> &'static str {
    let (Some(before), Some(token)) = (at.checked_sub(1).and_then(|at| line.get(at)), line.get(at))
    else {
        return "";
    };
    let glued = before.span.end == token.span.start;
    let earlier = |back: usize| at.checked_sub(back).and_then(|at| line.get(at));
    match (&before.kind, &token.kind) {
        (_, Kind::Sign("," | ")" | "]")) | (Kind::Sign("(" | "["), _) => "",
        (Kind::Name(_), Kind::Sign("(")) if glued => "",
        (_, Kind::Sign(":")) if block == Block::Facts => " ",
        (_, Kind::Sign(":")) => "",
        // The sign of a grade belongs to it: `A+ from 95`, `grade is A-`.
        (Kind::Name(_), Kind::Sign("+" | "-"))
            if glued
                && (block == Block::Grades
                    || at + 1 == line.len()
                    || earlier(2).is_some_and(|token| is_word(token, &["is"]))) =>
        {
            ""
        }
        (Kind::Sign("-"), _) if sign_of_number(earlier(2)) => "",
        (_, Kind::Text(_)) if at + 1 == line.len() && is_label(line, before, block) => "  ",
        _ => " ",
    }
}

/// Whether a minus after this token is a sign and no subtraction.
fn sign_of_number(before: Option<&Token>) -> bool {
    match before.map(|token| &token.kind) {
        None => true,
        Some(Kind::Sign(sign)) => ![")", "]"].contains(sign),
        Some(Kind::Name(name)) => [
            "if", "then", "else", "becomes", "become", "levels", "from", "to", "score", "scale",
        ]
        .contains(&name.as_str()),
        Some(_) => false,
    }
}

/// Whether a text at the end of a line says what the statement means.
fn is_label(line: &[Token], before: &Token, block: Block) -> bool {
    let heads = [
        "rubric",
        "edition",
        "source",
        "extends",
        "note",
        "test",
        "criterion",
        "index",
        "cut",
        "allow",
        "score",
    ];
    let head = line.first().is_some_and(|token| is_word(token, &heads)) && line.len() <= 3;
    let joined = is(before, ":") || is(before, "|");
    !head && block != Block::Grades && !joined && !is_word(before, &["because"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::builtin;
    use proptest::prelude::*;

    #[test]
    fn shipped_rubrics_are_laid_out() {
        for name in builtin::rubrics() {
            let text = builtin::rubric(name).unwrap().text;
            let formatted = format(text).unwrap();
            let differs = text.lines().zip(formatted.lines()).find(|(a, b)| a != b);
            assert!(formatted == text, "{name}: {differs:#?}");
        }
    }

    /// A shipped rubric with other white space, but the same line ends.
    fn ragged() -> impl Strategy<Value = (String, String)> {
        let rubrics = builtin::rubrics().count();
        (0..rubrics, any::<u64>()).prop_map(|(at, seed)| {
            let name = builtin::rubrics().nth(at).unwrap();
            let text = builtin::rubric(name).unwrap().text;
            let mut state = seed | 1;
            let mut next = |below: u64| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) % below
            };
            let mut ragged = String::new();
            for line in text.lines() {
                ragged.push_str(&" ".repeat(next(9) as usize));
                let code = line.find("  #").map_or(line, |at| &line[..at]);
                let whole = code.trim_start().starts_with('#') || code.contains('"');
                for letter in code.trim_start().chars() {
                    ragged.push(letter);
                    if letter == ' ' && !whole {
                        ragged.push_str(&" ".repeat(next(3) as usize));
                    }
                }
                ragged.push_str(&line[code.len()..]);
                ragged.push_str(&" ".repeat(next(3) as usize));
                ragged.push_str(
                    &"\n".repeat(1 + next(20) as usize / 18 * usize::from(line.is_empty())),
                );
            }
            (text.to_string(), ragged)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn layout_does_not_depend_on_white_space((text, ragged) in ragged()) {
            let formatted = format(&ragged).unwrap();
            let differs = text.lines().zip(formatted.lines()).find(|(a, b)| a != b);
            prop_assert!(differs.is_none() && formatted.len() == text.len(), "{:?}", differs);
        }

        #[test]
        fn any_text_that_has_tokens_is_laid_out_once_and_for_all(
            words in proptest::collection::vec(
                prop_oneof![
                    Just("criterion"), Just("a"), Just("{"), Just("}"), Just("\n"), Just("("), Just(")"), Just("1"),
                    Just("if"), Just("x"), Just("is"), Just("\"text\""), Just("# why\n"), Just(","), Just(":"), Just("-"),
                    Just("+"), Just("grades"), Just("from"), Just("evidence"), Just("when"), Just("otherwise"), Just(" "),
                ],
                0..60,
            )
        ) {
            let text: String = words.iter().map(|word| format!("{word} ")).collect();
            let once = format(&text).unwrap();
            prop_assert_eq!(format(&once).unwrap(), once.clone());
            let kinds = |text: &str| tokens(FileId::default(), text).0.into_iter().map(|t| (t.kind, t.starts_line)).collect::<Vec<_>>();
            prop_assert_eq!(kinds(&text), kinds(&once));
        }
    }
}
