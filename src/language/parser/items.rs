//! The statements and blocks of a rubric, apart from `index`.

use super::cursor::{BLOCK_WORDS, Cursor};
use super::errors::SyntaxError;
use super::expressions::starts_test;
use super::tokens::Kind;
use crate::diagnostic::{Span, nearest};
use crate::language::syntax::{
    AbsenceBlock, AbsenceEffect, AdjustBlock, Adjustment, AllowItem, ClosedItem, CriterionBody,
    CriterionItem, DropItem, ExampleItem, Expression, FactBlock, FactDeclaration, FactItem,
    FactKind, FactRole, GivenFact, GivenValue, GradeBand, GradesBlock, Item, LetItem, Name,
    PartKind, RubricFile, Rule, ScoreItem, SeveralItem, TestItem, WordsBlock,
};

impl Cursor<'_> {
    pub fn rubric(&mut self) -> Option<RubricFile> {
        let start = self.span();
        if !self.is_word("rubric") {
            let help = "a rubric file starts with `rubric my_index \"My index\" {`";
            self.expected("`rubric`", Some(help.to_string()));
            // A misspelt first word is no reason to look no further.
            let misspelt = matches!(self.kind_ahead(0), Kind::Name(found) if nearest(found, ["rubric"]).is_some());
            if !misspelt {
                return None;
            }
        }
        self.step();
        let name = self.name("the rubric's name")?;
        let label = self.label();
        let opened = match self.accept_sign("{") {
            Some(opened) => opened,
            None => {
                self.expected("`{`", None);
                // Whatever stands below can only be the rubric's.
                self.last_span().after()
            }
        };
        let mut items = Vec::new();
        loop {
            self.unwinding = false;
            if self.accept_sign("}").is_some() {
                if !self.at_end() {
                    let help = "one file holds one rubric; perhaps there is one `}` too many above";
                    self.expected("the end of the file", Some(help.to_string()));
                }
                break;
            }
            if self.at_end() {
                let what = format!("rubric `{}`", name.text);
                let span = self.last_span().after();
                // A forgotten brace further inside has been reported already.
                let known = self.errors.iter().any(|error| {
                    matches!(
                        error,
                        SyntaxError::NotClosed { .. } | SyntaxError::TooDeep { .. }
                    )
                });
                if !known {
                    self.report(SyntaxError::NotClosed {
                        open: "{",
                        what,
                        opened,
                        span,
                    });
                }
                break;
            }
            let before = self.span();
            match self.item() {
                Some(item) => {
                    items.push(item);
                    if !self.starts_line() && !self.is_sign("}") && !self.unwinding {
                        self.expected("the end of the statement", None);
                        self.skip_statement();
                    }
                }
                None => {
                    if self.span() == before {
                        self.step();
                    }
                    self.skip_statement();
                }
            }
        }
        let span = start.to(self.last_span());
        Some(RubricFile {
            name,
            label,
            items,
            span,
        })
    }

    fn item(&mut self) -> Option<Item> {
        let start = self.span();
        let Kind::Name(word) = self.kind().clone() else {
            self.unknown_statement("a statement", &BLOCK_WORDS);
            return None;
        };
        match word.as_str() {
            "edition" | "source" | "extends" | "note" => {
                self.step();
                let Some(label) = self.label() else {
                    let help = format!("for example `{word} \"…\"`");
                    self.expected("a text in quotes", Some(help));
                    return None;
                };
                Some(match word.as_str() {
                    "edition" => Item::Edition(label),
                    "source" => Item::Source(label),
                    "note" => Item::Note(label),
                    _ => Item::Extends(label),
                })
            }
            "entity" => self.facts(FactRole::Entity),
            "evidence" => self.facts(FactRole::Evidence),
            "indicator" => self.facts(FactRole::Indicator),
            "let" => {
                self.step();
                let name = self.name("a name")?;
                self.expect_sign("=")?;
                let value = self.expression().unwrap_or_else(|| {
                    self.skip_statement();
                    Expression::Wrong(name.span)
                });
                let label = self.label();
                let span = start.to(self.last_span());
                Some(Item::Let(LetItem {
                    name,
                    value,
                    label,
                    span,
                }))
            }
            "criterion" => self.criterion(),
            "adjust" => {
                self.step();
                let (adjustments, span) = self.block("`adjust`", Cursor::adjustment)?;
                Some(Item::Adjust(AdjustBlock {
                    adjustments,
                    span: start.to(span),
                }))
            }
            "score" => {
                self.step();
                let named = matches!(self.kind(), Kind::Name(_))
                    && (self.is_sign_ahead(1, "=") || matches!(self.kind_ahead(1), Kind::Text(_)));
                let (mut name, mut label) = (None, None);
                if named {
                    name = Some(self.name("the score's name")?);
                    label = self.label();
                    self.expect_sign("=")?;
                }
                let value = self.expression().unwrap_or_else(|| {
                    self.skip_statement();
                    Expression::Wrong(start)
                });
                let span = start.to(self.last_span());
                Some(Item::Score(ScoreItem {
                    name,
                    label,
                    value,
                    span,
                }))
            }
            "several" => {
                self.step();
                let of = self.name("`bodies`")?;
                self.expect_sign(":")?;
                let aggregate = self.aggregate()?;
                let label = self.label();
                let span = start.to(self.last_span());
                Some(Item::Several(SeveralItem {
                    of,
                    aggregate,
                    label,
                    span,
                }))
            }
            "absence" => {
                self.step();
                let (effects, span) = self.block("`absence`", Cursor::absence)?;
                Some(Item::Absence(AbsenceBlock {
                    effects,
                    span: start.to(span),
                }))
            }
            "index" => self.index(),
            "grades" => self.grades().map(Item::Grades),
            "closed" => self.closed().map(Item::Closed),
            "words" => self.words().map(Item::Words),
            "example" => {
                self.step();
                let name = self.name("the example's name")?;
                let what = format!("example `{}`", name.text);
                let (facts, span) = self.block(&what, Cursor::given_fact)?;
                Some(Item::Example(ExampleItem {
                    name,
                    facts,
                    span: start.to(span),
                }))
            }
            "test" => self.test_block(),
            "drop" => {
                self.step();
                self.drop_part(start).map(Item::Drop)
            }
            "allow" => {
                self.step();
                let code = self.name("the code of a finding, such as `CW0214`")?;
                self.expect_word("because")?;
                let Some(because) = self.label() else {
                    self.expected("the reason in quotes", None);
                    return None;
                };
                Some(Item::Allow(AllowItem {
                    code,
                    because,
                    span: start.to(self.last_span()),
                }))
            }
            _ => {
                self.unknown_statement("a statement", &BLOCK_WORDS);
                None
            }
        }
    }

    fn drop_part(&mut self, start: Span) -> Option<DropItem> {
        let kind = match self.kind() {
            Kind::Name(word) => PartKind::NAMED.iter().find(|(known, _)| known == word),
            _ => None,
        };
        let kind = kind.map(|(_, kind)| *kind);
        let Some(part) = kind else {
            for (word, part) in PartKind::UNNAMED {
                if let Some(span) = self.accept_word(word) {
                    let text = word.to_string();
                    return Some(DropItem {
                        part,
                        name: Name { text, span },
                        span: start.to(span),
                    });
                }
            }
            let help =
                "for example `drop index international`, `drop criterion open` or `drop grades`";
            self.expected("what is dropped", Some(help.to_string()));
            return None;
        };
        self.step();
        let name = if part == PartKind::Test {
            match self.label() {
                Some(label) => Name {
                    text: label.text,
                    span: label.span,
                },
                None => {
                    self.expected("the label of a test in quotes", None);
                    return None;
                }
            }
        } else {
            self.name("the name of a part")?
        };
        Some(DropItem {
            part,
            name,
            span: start.to(self.last_span()),
        })
    }

    fn facts(&mut self, role: FactRole) -> Option<Item> {
        let start = self.span();
        let what = match role {
            FactRole::Entity => "`entity`",
            FactRole::Evidence => "`evidence`",
            FactRole::Indicator => "`indicator`",
        };
        self.step();
        let (facts, span) = self.block(what, Cursor::fact)?;
        Some(Item::Facts(FactBlock {
            role,
            facts,
            span: start.to(span),
        }))
    }

    fn fact(&mut self) -> Option<FactItem> {
        let start = self.span();
        if self.is_word("when") {
            self.step();
            let condition = self.condition("when")?;
            let (facts, span) = self.block("`when`", Cursor::fact)?;
            return Some(FactItem::When {
                condition,
                facts,
                span: start.to(span),
            });
        }
        let name = self.name("a fact")?;
        if self.accept_sign(":").is_none() {
            let help = format!(
                "write `{} : ` and what it may be, for example `yes > no`",
                name.text
            );
            self.expected("`:`", Some(help));
            return None;
        }
        let optional = self.is_word("optional")
            && matches!(self.kind_ahead(1), Kind::Name(_))
            && self.accept_word("optional").is_some();
        let kind = self.fact_kind().unwrap_or_else(|| {
            self.skip_statement();
            FactKind::Wrong(name.span)
        });
        let label = self.label();
        let span = start.to(self.last_span());
        Some(FactItem::Fact(FactDeclaration {
            name,
            optional,
            kind,
            label,
            span,
        }))
    }

    fn fact_kind(&mut self) -> Option<FactKind> {
        if self.is_sign_ahead(1, "|") || self.is_sign_ahead(1, ">") {
            return self.choice();
        }
        if self.accept_words(&["set", "of"]) {
            // `set of a | b` is as clear as `set of a, b`.
            let mut names = vec![self.name("a member")?];
            while (self.is_sign("|") || self.is_sign(","))
                && matches!(self.kind_ahead(1), Kind::Name(_))
                && !starts_test(self, 1)
            {
                self.step();
                names.push(self.name("a member")?);
            }
            return Some(FactKind::Set(names));
        }
        if self.is_word("list") && self.is_word_ahead(1, "of") && self.is_sign_ahead(2, "{") {
            self.step();
            self.step();
            let fields = self.block("`list of`", |cursor| match cursor.fact()? {
                FactItem::Fact(field) => Some(field),
                FactItem::When { span, .. } => {
                    cursor.report(SyntaxError::UnknownStatement {
                        what: "a field of a list".to_string(),
                        found: "when".to_string(),
                        help: Some("all fields of a record are asked".to_string()),
                        span,
                    });
                    None
                }
            })?;
            return Some(FactKind::List(fields.0));
        }
        let Kind::Name(word) = self.kind().clone() else {
            self.kind_expected();
            return None;
        };
        let kind = match word.as_str() {
            "number" => {
                self.step();
                let unit = match self.accept_word("of") {
                    Some(_) => Some(self.name("a unit")?),
                    None => None,
                };
                let bound = |cursor: &mut Self, word: &str| match cursor.accept_word(word) {
                    Some(_) => cursor.expression().map(|bound| Some(Box::new(bound))),
                    None => Some(None),
                };
                let from = bound(self, "from")?;
                let to = bound(self, "to")?;
                return Some(FactKind::Number { unit, from, to });
            }
            "count" => FactKind::Count,
            "percent" => FactKind::Percent,
            "date" => FactKind::Date,
            "period" => FactKind::Period,
            "duration" => FactKind::Duration,
            "text" => FactKind::Text,
            _ => {
                self.kind_expected();
                return None;
            }
        };
        self.step();
        Some(kind)
    }

    fn kind_expected(&mut self) {
        let help = "answers such as `free > paid` (best first) or `gas | electricity`, `set of csv, pdf`, `number`, `count`, `percent`, `date`, `period`, `duration`, `text` or `list of { … }`";
        self.expected("what the fact may be", Some(help.to_string()));
    }

    fn choice(&mut self) -> Option<FactKind> {
        let best_first = self.is_sign_ahead(1, ">");
        let separator = if best_first { ">" } else { "|" };
        let mut answers = vec![self.name("an answer")?];
        while self.accept_sign(separator).is_some() {
            answers.push(self.name("an answer")?);
        }
        if self.is_sign("|") || self.is_sign(">") {
            let help =
                "use `>` throughout when answers stand from best to worst, else `|` throughout";
            self.expected(format!("`{separator}`"), Some(help.to_string()));
            return None;
        }
        Some(FactKind::Choice {
            answers,
            best_first,
        })
    }

    fn criterion(&mut self) -> Option<Item> {
        let start = self.span();
        self.step();
        let name = self.name("the criterion's name")?;
        let label = self.label();
        let mut levels = Vec::new();
        if self.accept_word("levels").is_some() {
            while let Some((level, _, span)) = self.plain_number("a score") {
                levels.push((level, span));
                if self.accept_sign(",").is_none() {
                    break;
                }
            }
        }
        let body = if self.accept_sign("=").is_some() {
            self.expression().map_or_else(
                || {
                    self.skip_statement();
                    CriterionBody::Wrong(name.span)
                },
                CriterionBody::Formula,
            )
        } else if let Some(span) = self.accept_word("judged") {
            CriterionBody::Judged(span)
        } else {
            let errors = self.errors.len();
            let what = format!("criterion `{}`", name.text);
            match self.block(&what, Cursor::rule) {
                // A criterion with a rule that could not be read must not be called incomplete.
                Some(_) if self.errors.len() > errors => CriterionBody::Wrong(name.span),
                Some((rules, _)) => CriterionBody::Rules(rules),
                None => {
                    self.skip_statement();
                    CriterionBody::Wrong(name.span)
                }
            }
        };
        let span = start.to(self.last_span());
        Some(Item::Criterion(CriterionItem {
            name,
            label,
            levels,
            body,
            span,
        }))
    }

    fn rule(&mut self) -> Option<Rule> {
        let start = self.span();
        if self.is_word("when") {
            self.step();
            let condition = Some(self.condition("when")?);
            let (rules, span) = self.block("`when`", Cursor::rule)?;
            return Some(Rule::When {
                condition,
                rules,
                span: start.to(span),
            });
        }
        if self.is_word("otherwise") {
            self.step();
            if !self.is_sign("{") {
                let help = "write the score first, as in `0 otherwise`, or a group, as in `otherwise { … }`";
                self.expected("`{`", Some(help.to_string()));
                return None;
            }
            let (rules, span) = self.block("`otherwise`", Cursor::rule)?;
            return Some(Rule::When {
                condition: None,
                rules,
                span: start.to(span),
            });
        }
        let value = if self.is_word("not") && self.is_word_ahead(1, "applicable") {
            self.step();
            self.step();
            Expression::NotApplicable(start.to(self.last_span()))
        } else {
            self.expression()?
        };
        if self.decimal_comma(value.span()) {
            return None;
        }
        let condition = if self.accept_word("otherwise").is_some() {
            None
        } else if self.accept_word("if").is_some() {
            Some(self.condition("if")?)
        } else {
            let help = match self.kind() {
                Kind::Name(word) if self.continues() && word == "else" => "write `otherwise`",
                Kind::Name(word) if word.eq_ignore_ascii_case("if") => {
                    "write `if` in small letters"
                }
                Kind::Name(word) if word.eq_ignore_ascii_case("otherwise") => {
                    "write `otherwise` in small letters"
                }
                _ => {
                    "a rule is a score and when it is given: `1 if access is free` or `0 otherwise`"
                }
            };
            self.expected("`if` or `otherwise`", Some(help.to_string()));
            return None;
        };
        let label = self.label();
        let span = start.to(self.last_span());
        Some(Rule::Gives {
            value,
            condition,
            label,
            span,
        })
    }

    fn adjustment(&mut self) -> Option<Adjustment> {
        let start = self.span();
        let criteria = self.names("a criterion", &[","], |_, _| false)?;
        if self.accept_word("becomes").is_none() && self.accept_word("become").is_none() {
            let help = "an adjustment reads `availability becomes 0 if accessibility = 0`";
            self.expected("`becomes`", Some(help.to_string()));
            return None;
        }
        let value = self.expression()?;
        if self.decimal_comma(value.span()) {
            return None;
        }
        self.expect_word("if")?;
        let condition = self.condition("if")?;
        let label = self.label();
        let span = start.to(self.last_span());
        Some(Adjustment {
            criteria,
            value,
            condition,
            label,
            span,
        })
    }

    pub fn absence(
        &mut self,
    ) -> Option<(Name, AbsenceEffect, Option<crate::language::syntax::Label>)> {
        let name = self.name("a kind of absence")?;
        self.expect_sign(":")?;
        let effect = if self.accept_words(&["left", "out"]) {
            AbsenceEffect::LeftOut
        } else if self.accept_word("zero").is_some() {
            AbsenceEffect::Zero
        } else if self.accept_word("error").is_some() {
            AbsenceEffect::Error
        } else if self.accept_words(&["carried", "over"]) {
            AbsenceEffect::CarriedOver
        } else {
            self.expected("`left out`, `zero`, `error` or `carried over`", None);
            return None;
        };
        let label = self.label();
        Some((name, effect, label))
    }

    /// `grades { … }` of the rubric or of an index.
    pub fn grades(&mut self) -> Option<GradesBlock> {
        let start = self.span();
        self.step();
        let (bands, span) = self.block("`grades`", Cursor::grade_band)?;
        let span = start.to(span);
        Some(GradesBlock { bands, span })
    }

    /// `closed if availability = 0 "nothing is published"`
    fn closed(&mut self) -> Option<ClosedItem> {
        let start = self.span();
        self.step();
        self.expect_word("if")?;
        let condition = self.condition("if")?;
        let Some(label) = self.label() else {
            let help = "reports say it in these words, for example `closed if availability = 0 \"nothing is published\"`";
            self.expected("what closed means, in quotes", Some(help.to_string()));
            return None;
        };
        Some(ClosedItem {
            condition,
            label,
            span: start.to(self.last_span()),
        })
    }

    /// `words { entity: "company" | "companies" }`
    fn words(&mut self) -> Option<WordsBlock> {
        let start = self.span();
        self.step();
        let (words, span) = self.block("`words`", |cursor| {
            let name = cursor.name("what is named, such as `entity`")?;
            cursor.expect_sign(":")?;
            let help = "one of it and several, for example `entity: \"company\" | \"companies\"`";
            let Some(one) = cursor.label() else {
                cursor.expected("a word in quotes", Some(help.to_string()));
                return None;
            };
            let mut several = None;
            if cursor.accept_sign("|").is_some() {
                several = cursor.label();
                if several.is_none() {
                    cursor.expected("a word in quotes", Some(help.to_string()));
                    return None;
                }
            }
            Some((name, one, several))
        })?;
        let span = start.to(span);
        Some(WordsBlock { words, span })
    }

    fn grade_band(&mut self) -> Option<GradeBand> {
        let name = self.grade_name()?;
        self.expect_word("from")?;
        let (from, _, span) = self.plain_number("the lowest score of the grade")?;
        let label = self.label();
        let colour = match self.kind().clone() {
            Kind::Colour(colour) if self.continues() => {
                let span = self.span();
                self.step();
                Some((colour, span))
            }
            _ => None,
        };
        Some(GradeBand {
            name,
            from: (from, span),
            label,
            colour,
        })
    }

    fn given_fact(&mut self) -> Option<GivenFact> {
        let name = self.name("a fact")?;
        if self.accept_sign(":").is_none() {
            let help = format!("write `{}: ` and its value", name.text);
            self.expected("`:`", Some(help));
            return None;
        }
        let value = self.given_value()?;
        Some(GivenFact { name, value })
    }

    fn given_value(&mut self) -> Option<GivenValue> {
        let opened = self.span();
        if self.accept_sign("[").is_none() {
            let value = self.expression()?;
            if self.decimal_comma(value.span()) {
                return None;
            }
            return Some(GivenValue::One(value));
        }
        if self.is_sign("{") {
            return self.given_records(opened);
        }
        self.brackets += 1;
        let names = self.bracketed_names();
        self.brackets -= 1;
        let names = names?;
        if self.accept_sign("]").is_none() {
            let span = self.last_span().after();
            let what = "this list".to_string();
            self.report(SyntaxError::NotClosed {
                open: "[",
                what,
                opened,
                span,
            });
            return None;
        }
        Some(GivenValue::Names(names, opened.to(self.last_span())))
    }

    /// `{ reported: yes }, { reported: no }]` after the opening bracket.
    fn given_records(&mut self, opened: Span) -> Option<GivenValue> {
        let mut records = Vec::new();
        while self.is_sign("{") {
            let (record, _) = self.block("this record", Cursor::given_fact)?;
            records.push(record);
            let _ = self.accept_sign(",");
        }
        self.expect_sign("]")?;
        let span = opened.to(self.last_span());
        Some(GivenValue::Records(records, span))
    }

    fn bracketed_names(&mut self) -> Option<Vec<Name>> {
        if self.is_sign("]") {
            return Some(Vec::new());
        }
        self.names("a member", &[","], starts_test)
    }

    fn test_block(&mut self) -> Option<Item> {
        let start = self.span();
        self.step();
        let Some(label) = self.label() else {
            let help = "say in quotes what the test shows";
            self.expected("a text in quotes", Some(help.to_string()));
            return None;
        };
        let mut example = None;
        let mut facts = Vec::new();
        let mut expected = Vec::new();
        let what = format!("test \"{}\"", label.text);
        let (_, span) = self.block(&what, |cursor| {
            if cursor.is_word("given") {
                cursor.step();
                let named = matches!(cursor.kind(), Kind::Name(_)) && !cursor.is_sign_ahead(1, ":");
                if named && cursor.continues() {
                    example = Some(cursor.name("an example")?);
                    let _ = cursor.accept_word("but");
                }
                while matches!(cursor.kind(), Kind::Name(_)) && cursor.is_sign_ahead(1, ":") {
                    facts.push(cursor.given_fact()?);
                    while cursor.accept_sign(",").is_some() {}
                }
                return Some(());
            }
            if cursor.is_word("expect") {
                cursor.step();
                loop {
                    expected.push(cursor.condition("expect")?);
                    let more = cursor.is_sign(",") && !cursor.is_word_ahead(1, "expect");
                    if !more {
                        return Some(());
                    }
                    cursor.step();
                    // A comma at the end of a line goes on with the next one.
                    cursor.brackets += 1;
                    let claim = cursor.condition("expect");
                    cursor.brackets -= 1;
                    expected.push(claim?);
                    if !cursor.is_sign(",") {
                        return Some(());
                    }
                    cursor.step();
                }
            }
            cursor.unknown_statement("a line of a test", &["given", "expect"]);
            None
        })?;
        let span: Span = start.to(span);
        Some(Item::Test(TestItem {
            label,
            example,
            facts,
            expected,
            span,
        }))
    }
}
