//! Moving over tokens, reporting what was expected, and finding the way back after a mistake.

use super::errors::SyntaxError;
use super::tokens::{Kind, Token};
use crate::diagnostic::{Span, did_you_mean, one_of};
use crate::language::syntax::{Label, Name};

/// Words that open a statement or block of a rubric. One of these at the start of a line, unless what follows shows
/// that it is a name there, ends every block that is still open: a forgotten brace costs one message.
pub const BLOCK_WORDS: [&str; 20] = [
    "edition",
    "source",
    "extends",
    "entity",
    "evidence",
    "indicator",
    "let",
    "criterion",
    "adjust",
    "score",
    "several",
    "absence",
    "index",
    "grades",
    "closed",
    "words",
    "note",
    "example",
    "test",
    "drop",
];

/// Words that cannot be names. Everything else is a keyword by position only.
pub const RESERVED: [&str; 7] = ["if", "otherwise", "when", "and", "or", "is", "has"];

/// Nesting of blocks, parentheses and conditions together.
pub(super) const DEEPEST: usize = 100;

/// Operators of one expression, all its parentheses together: each of them may be a level of its tree.
const MOST_OPERATORS: usize = 200;

/// The parser's place in the tokens.
pub(super) struct Cursor<'t> {
    pub text: &'t str,
    tokens: Vec<Token>,
    at: usize,
    pub errors: Vec<SyntaxError>,
    /// Inside parentheses and brackets a line end means nothing.
    pub brackets: usize,
    pub depth: usize,
    /// Expressions around the one that is read.
    pub expressions: usize,
    /// Operators of the outermost of them so far.
    pub operators: usize,
    /// A forgotten brace has been reported: all blocks up to the rubric end without another word.
    pub unwinding: bool,
    /// Block words that are statements of the block that is read, too.
    own: &'static [&'static str],
}

impl<'t> Cursor<'t> {
    pub fn new(text: &'t str, tokens: Vec<Token>, errors: Vec<SyntaxError>) -> Self {
        Cursor {
            text,
            tokens,
            at: 0,
            errors,
            brackets: 0,
            depth: 0,
            expressions: 0,
            operators: 0,
            unwinding: false,
            own: &[],
        }
    }

    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens
            .get((self.at + ahead).min(self.tokens.len().saturating_sub(1)))
    }

    pub fn kind(&self) -> &Kind {
        self.kind_ahead(0)
    }

    pub fn kind_ahead(&self, ahead: usize) -> &Kind {
        self.token(ahead).map_or(&Kind::End, |token| &token.kind)
    }

    /// Where the current token stands.
    pub fn span(&self) -> Span {
        self.span_ahead(0)
    }

    pub fn span_ahead(&self, ahead: usize) -> Span {
        self.token(ahead)
            .map_or_else(|| Span::new(Default::default(), 0, 0), |token| token.span)
    }

    /// Where the token before the current one stands.
    pub fn last_span(&self) -> Span {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        before.map_or_else(|| self.span(), |token| token.span)
    }

    pub fn step(&mut self) {
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    pub fn at_end(&self) -> bool {
        *self.kind() == Kind::End
    }

    /// Whether the current token continues the statement: not the first of a line, or inside brackets.
    pub fn continues(&self) -> bool {
        self.brackets > 0 && !self.at_end() || self.token(0).is_some_and(|token| !token.starts_line)
    }

    pub fn starts_line(&self) -> bool {
        self.token(0).is_some_and(|token| token.starts_line)
    }

    pub fn is_sign(&self, sign: &str) -> bool {
        matches!(self.kind(), Kind::Sign(found) if *found == sign)
    }

    pub fn is_sign_ahead(&self, ahead: usize, sign: &str) -> bool {
        matches!(self.kind_ahead(ahead), Kind::Sign(found) if *found == sign)
    }

    pub fn is_word(&self, word: &str) -> bool {
        self.is_word_ahead(0, word)
    }

    pub fn is_word_ahead(&self, ahead: usize, word: &str) -> bool {
        matches!(self.kind_ahead(ahead), Kind::Name(found) if found == word)
    }

    pub fn accept_sign(&mut self, sign: &str) -> Option<Span> {
        let span = self.span();
        self.is_sign(sign).then(|| {
            self.step();
            span
        })
    }

    pub fn accept_word(&mut self, word: &str) -> Option<Span> {
        let span = self.span();
        (self.is_word(word) && self.continues()).then(|| {
            self.step();
            span
        })
    }

    pub fn expect_sign(&mut self, sign: &'static str) -> Option<Span> {
        let found = self.accept_sign(sign);
        if found.is_none() {
            self.expected(format!("`{sign}`"), None);
        }
        found
    }

    /// The `{` of a block. Where it was forgotten at the end of a line, the lines below are still the block's.
    pub fn opening(&mut self) -> Option<Span> {
        if let Some(opened) = self.accept_sign("{") {
            return Some(opened);
        }
        self.expected("`{`", None);
        let goes_on =
            self.starts_line() && !self.at_end() && !self.is_sign("}") && !self.block_starts();
        goes_on.then(|| {
            self.unwinding = false;
            self.last_span().after()
        })
    }

    pub fn expect_word(&mut self, word: &str) -> Option<Span> {
        let found = self.accept_word(word);
        if found.is_none() {
            let near = match self.kind() {
                Kind::Name(name) => did_you_mean(name, [word]),
                _ => None,
            };
            self.expected(format!("`{word}`"), near);
        }
        found
    }

    /// Several words in a row, of which the first has been seen.
    pub fn accept_words(&mut self, words: &[&str]) -> bool {
        let all = words
            .iter()
            .enumerate()
            .all(|(ahead, word)| self.is_word_ahead(ahead, word));
        if all {
            words.iter().for_each(|_| self.step());
        }
        all
    }

    /// A name that is no reserved word; `what` it names is for the message.
    pub fn name(&mut self, what: &str) -> Option<Name> {
        let span = self.span();
        let Kind::Name(text) = self.kind().clone() else {
            self.expected(what.to_string(), None);
            return None;
        };
        if RESERVED.contains(&text.as_str()) {
            self.report(SyntaxError::Reserved { word: text, span });
            return None;
        }
        self.step();
        Some(Name { text, span })
    }

    /// A quoted text that belongs to the statement, if there is one.
    pub fn label(&mut self) -> Option<Label> {
        let span = self.span();
        match self.kind() {
            Kind::Text(text) if self.continues() => {
                let text = text.clone();
                self.step();
                Some(Label { text, span })
            }
            _ => None,
        }
    }

    /// A grade such as `A+`: a name and a sign glued to it.
    pub fn grade_name(&mut self) -> Option<Name> {
        let mut name = self.name("a grade")?;
        if let Kind::Sign(sign @ ("+" | "-")) = *self.kind()
            && self.span().start == name.span.end
        {
            name.text.push_str(sign);
            name.span = name.span.to(self.span());
            self.step();
        }
        Some(name)
    }

    /// Names separated by commas; a comma belongs to the list only when a name follows that `ends` does not take.
    pub fn names(
        &mut self,
        what: &str,
        separators: &[&str],
        ends: fn(&Cursor<'_>, usize) -> bool,
    ) -> Option<Vec<Name>> {
        let mut names = vec![self.name(what)?];
        loop {
            let separated = match self.kind() {
                Kind::Sign(",") => separators.contains(&","),
                Kind::Name(word) => separators.contains(&word.as_str()),
                _ => false,
            };
            let next_is_name = matches!(self.kind_ahead(1), Kind::Name(_)) && !ends(self, 1);
            if !separated || !next_is_name {
                return Some(names);
            }
            self.step();
            names.push(self.name(what)?);
        }
    }

    /// Reports a mistake, unless something has been reported at the same place.
    pub fn report(&mut self, error: SyntaxError) {
        use crate::diagnostic::Problem;
        let place = |error: &SyntaxError| error.diagnostic().span.map(|span| span.start);
        let known = self
            .errors
            .iter()
            .rev()
            .take(4)
            .any(|known| place(known) == place(&error));
        if !known && !self.unwinding {
            self.errors.push(error);
        }
    }

    /// Reports that something else was expected at the current token.
    pub fn expected(&mut self, expected: impl Into<String>, help: Option<String>) {
        // What is wrong with such a token has been said, unless it begins like a number.
        if *self.kind() == Kind::Wrong {
            self.no_literal();
            return;
        }
        let line_ended = self.starts_line() && self.at > 0 && self.brackets == 0;
        let (found, span) = if line_ended || self.at_end() {
            let found = if self.at_end() {
                "the end of the file"
            } else {
                "the end of the line"
            };
            (found.to_string(), self.last_span().after())
        } else {
            (self.found(), self.span())
        };
        self.report(SyntaxError::Expected {
            expected: expected.into(),
            found,
            help,
            span,
        });
    }

    /// Reports a token that begins like a number and is none.
    pub fn no_literal(&mut self) {
        let span = self.span();
        let written = self.text.get(span.start as usize..span.end as usize);
        let written = written.unwrap_or("");
        if written.starts_with(|letter: char| letter.is_ascii_digit()) {
            let found = written.chars().take(40).collect();
            self.report(SyntaxError::NotALiteral { found, span });
        }
    }

    /// The current token in words.
    pub fn found(&self) -> String {
        let written = self
            .text
            .get(self.span().start as usize..self.span().end as usize);
        match self.kind() {
            Kind::End => "the end of the file".to_string(),
            Kind::Text(_) => "a text".to_string(),
            _ => {
                let written: String = written.unwrap_or("").chars().take(40).collect();
                format!("`{written}`")
            }
        }
    }

    /// Whether a statement of the rubric itself starts here (rule 9 of the grammar).
    pub fn block_starts(&self) -> bool {
        let word = matches!(self.kind(), Kind::Name(word)
            if BLOCK_WORDS.contains(&word.as_str()) && !self.own.contains(&word.as_str()));
        let is_a_name = match self.kind_ahead(1) {
            Kind::Sign(sign) => [":", "=", ",", "<", ">", "<=", ">=", "}"].contains(sign),
            Kind::Name(word) => ["is", "from", "becomes", "become", "has"].contains(&word.as_str()),
            Kind::End => true,
            _ => false,
        };
        self.starts_line() && word && !is_a_name
    }

    /// Passes over the rest of a statement that could not be read.
    pub fn skip_statement(&mut self) {
        let mut open = 0usize;
        // The token at which the mistake was found may itself start the next line.
        while !self.at_end() {
            if self.starts_line() && (open == 0 || self.block_starts()) {
                return;
            }
            match self.kind() {
                Kind::Sign("{") => open += 1,
                Kind::Sign("}") if open == 0 => return,
                Kind::Sign("}") => open -= 1,
                _ => {}
            }
            self.step();
        }
    }

    /// One level deeper; `None` (reported) when that is too deep.
    pub fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth >= DEEPEST {
            let span = self.span();
            self.report(SyntaxError::TooDeep {
                most: DEEPEST,
                span,
            });
            // Nothing sensible can be read from here on.
            self.unwinding = true;
            while !self.at_end() {
                self.step();
            }
            return None;
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Counts an operator; `None` (reported) when there are too many in one expression.
    pub fn one_more_operator(&mut self) -> Option<()> {
        self.operators += 1;
        if self.operators <= MOST_OPERATORS {
            return Some(());
        }
        let span = self.span();
        self.report(SyntaxError::TooLong {
            most: MOST_OPERATORS,
            span,
        });
        // The rest of the expression is passed over; in parentheses it may go on over lines.
        let brackets = std::mem::replace(&mut self.brackets, 0);
        self.skip_statement();
        self.brackets = brackets;
        None
    }

    /// `{ statement statement … }`, each on its own line or after a comma. `statement` reads one and reports what is
    /// wrong; a `None` from it is recovered from here.
    pub fn block<T>(
        &mut self,
        what: &str,
        statement: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<(Vec<T>, Span)> {
        self.block_with(what, &[], statement)
    }

    /// A block some of whose statements begin with a word that begins statements of the rubric, too.
    pub fn block_with<T>(
        &mut self,
        what: &str,
        own: &'static [&'static str],
        mut statement: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<(Vec<T>, Span)> {
        let opened = self.opening()?;
        let brackets = std::mem::replace(&mut self.brackets, 0);
        let own = std::mem::replace(&mut self.own, own);
        let read = self.deeper(|cursor| {
            let mut statements = Vec::new();
            loop {
                while cursor.accept_sign(",").is_some() {}
                if let Some(closed) = cursor.accept_sign("}") {
                    return Some((statements, opened.to(closed)));
                }
                if cursor.unwinding {
                    return Some((statements, opened.to(cursor.last_span())));
                }
                if cursor.at_end() || cursor.block_starts() {
                    let what = what.to_string();
                    let span = cursor.last_span().after();
                    cursor.report(SyntaxError::NotClosed {
                        open: "{",
                        what,
                        opened,
                        span,
                    });
                    cursor.unwinding = true;
                    return Some((statements, opened.to(cursor.last_span())));
                }
                let before = cursor.at;
                match statement(cursor) {
                    Some(read) => {
                        statements.push(read);
                        cursor.end_of_statement();
                    }
                    None => {
                        cursor.skip_statement();
                        // Always get on, even when the mistake stands at the start of a line.
                        if cursor.at == before {
                            cursor.step();
                            cursor.skip_statement();
                        }
                    }
                }
            }
        });
        self.brackets = brackets;
        self.own = own;
        read
    }

    /// After a statement: a line end, a comma or a closing brace.
    fn end_of_statement(&mut self) {
        let ended = self.starts_line() || self.is_sign("}") || self.is_sign(",") || self.at_end();
        if !ended && !self.unwinding {
            let help = match self.kind() {
                Kind::Name(word) if word == "else" => {
                    Some("write `otherwise` on a line of its own".to_string())
                }
                _ => Some("start a new line for a new statement".to_string()),
            };
            self.expected("the end of the statement", help);
            self.skip_statement();
        }
    }

    /// Reports a word that starts no statement in this block, with the nearest that does.
    pub fn unknown_statement(&mut self, what: &str, known: &[&str]) {
        if *self.kind() == Kind::Wrong {
            return;
        }
        let help = match self.kind() {
            Kind::Name(word) => did_you_mean(word, known.iter().copied()),
            _ => None,
        };
        // A row of statements that have nothing to do here has one cause, and that has been reported.
        if help.is_none()
            && matches!(
                self.errors.last(),
                Some(SyntaxError::UnknownStatement { .. })
            )
        {
            return;
        }
        let help = help.or_else(|| Some(format!("expected {}", one_of(known.iter().copied()))));
        let found = self.found().trim_matches('`').to_string();
        let span = self.span();
        self.report(SyntaxError::UnknownStatement {
            what: what.to_string(),
            found,
            help,
            span,
        });
    }
}
