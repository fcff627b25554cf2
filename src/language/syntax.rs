//! The syntax tree of a `.rubric` file: what was written, in the order it was written, with the place of everything.
//!
//! The parser makes it, the checker turns it into a [`Rubric`](super::rubric::Rubric). Nothing here knows what a name
//! refers to. Where the parser could not read something it leaves a `Wrong` node behind, so that the rest of the file
//! is still read and checked; the checker never reports anything about such a node again.

use super::number::Number;
use crate::diagnostic::Span;
use jiff::civil::Date;

use super::calendar::{Duration, Period};

/// One `.rubric` file: `rubric name "label" { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct RubricFile {
    /// The name after `rubric`.
    pub name: Name,
    /// The methodology's title.
    pub label: Option<Label>,
    /// What stands between the braces.
    pub items: Vec<Item>,
    /// The whole block.
    pub span: Span,
}

/// A name with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name as written (grades may end in `+` or `-`).
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A quoted text with its place (the quotes are part of the span, not of the text).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The text, escapes resolved (`\"`, `\\`).
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// One statement or block of a rubric.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// `edition "international 2023"`
    Edition(Label),
    /// `source "…"`: who published the methodology.
    Source(Label),
    /// `extends "base.rubric"`: everything of that file, with the parts named here changed.
    Extends(Label),
    /// `evidence { … }` or `indicator { … }`
    Facts(FactBlock),
    /// `let name = expression "label"`
    Let(LetItem),
    /// `criterion name "label" levels 0, 1 { … }`
    Criterion(CriterionItem),
    /// `adjust { … }`
    Adjust(AdjustBlock),
    /// `score expression`, or `score name "label" = expression`
    Score(ScoreItem),
    /// `several bodies: mean`
    Several(SeveralItem),
    /// `absence { not_assessed: left out … }`
    Absence(AbsenceBlock),
    /// `index name "label" { … }`
    Index(IndexItem),
    /// `grades { A+ from 95 "absolute" #19aa52 … }`: for every index that has none of its own.
    Grades(GradesBlock),
    /// `closed if availability = 0 "nothing is published"`
    Closed(ClosedItem),
    /// `words { entity: "company" | "companies" }`: what things are called.
    Words(WordsBlock),
    /// `note "…"`: what a reader must know, printed among the limits.
    Note(Label),
    /// `example name { facts }`
    Example(ExampleItem),
    /// `test "label" { given … expect … }`
    Test(TestItem),
    /// `allow CW0203 because "…"`
    Allow(AllowItem),
    /// `drop index international`: a part of the base that this rubric does not have.
    Drop(DropItem),
}

/// Who answers the facts of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactRole {
    /// `entity`: the project file, for each entity.
    Entity,
    /// `evidence`: the assessor, for each disclosure.
    Evidence,
    /// `indicator`: the catalogue, for each indicator.
    Indicator,
}

/// `evidence { … }` or `indicator { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct FactBlock {
    /// Whose facts these are.
    pub role: FactRole,
    /// The facts and `when` groups.
    pub facts: Vec<FactItem>,
    /// The whole block.
    pub span: Span,
}

/// A fact, or a group of facts that is asked only under a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum FactItem {
    /// `access : free > personal_data  "What it takes to get it"`
    Fact(FactDeclaration),
    /// `when published is yes { … }`
    When {
        /// The condition.
        condition: Condition,
        /// What is asked then.
        facts: Vec<FactItem>,
        /// The whole group.
        span: Span,
    },
}

/// The declaration of one fact.
#[derive(Debug, Clone, PartialEq)]
pub struct FactDeclaration {
    /// The fact's name.
    pub name: Name,
    /// `optional`: where no answer is given, none is known, and what depends on it has no score.
    pub optional: bool,
    /// What values it may take.
    pub kind: FactKind,
    /// The question in words.
    pub label: Option<Label>,
    /// The declaration.
    pub span: Span,
}

/// What values a fact may take.
#[derive(Debug, Clone, PartialEq)]
pub enum FactKind {
    /// `a | b | c` (no order) or `a > b > c` (best first).
    Choice {
        /// The answers.
        answers: Vec<Name>,
        /// Whether `>` was written: answers stand from best to worst.
        best_first: bool,
    },
    /// `set of csv, json, xml`
    Set(Vec<Name>),
    /// `number of years from 0 to 120`
    Number {
        /// The unit, for people.
        unit: Option<Name>,
        /// The smallest value allowed.
        from: Option<Box<Expression>>,
        /// The largest value allowed.
        to: Option<Box<Expression>>,
    },
    /// `count`: a whole number from 0.
    Count,
    /// `percent`: 0% to 100%.
    Percent,
    /// `date`
    Date,
    /// `period`: a year, half-year, quarter, month or day.
    Period,
    /// `duration`
    Duration,
    /// `text`: kept, never scored.
    Text,
    /// `list of { … }`: any number of records with these fields.
    List(Vec<FactDeclaration>),
    /// Could not be read; already reported.
    Wrong(Span),
}

/// `let name = expression "label"`
#[derive(Debug, Clone, PartialEq)]
pub struct LetItem {
    /// The name of the intermediate value.
    pub name: Name,
    /// How it is worked out.
    pub value: Expression,
    /// What it means.
    pub label: Option<Label>,
    /// The statement.
    pub span: Span,
}

/// `criterion name "label" levels 0, 0.5, 1 { rules }`
#[derive(Debug, Clone, PartialEq)]
pub struct CriterionItem {
    /// The criterion's name.
    pub name: Name,
    /// Its name for people.
    pub label: Option<Label>,
    /// The scores it may give, when declared.
    pub levels: Vec<(Number, Span)>,
    /// How it is scored.
    pub body: CriterionBody,
    /// The whole block.
    pub span: Span,
}

/// How a criterion is scored.
#[derive(Debug, Clone, PartialEq)]
pub enum CriterionBody {
    /// `{ rules }`: the first rule that fits decides.
    Rules(Vec<Rule>),
    /// `= expression`
    Formula(Expression),
    /// `judged`: the assessor records the score itself.
    Judged(Span),
    /// Could not be read; already reported.
    Wrong(Span),
}

/// One rule, or a group of rules under a condition. `condition: None` is `otherwise`.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// `0.5 if access is personal_data "label"`
    Gives {
        /// The score.
        value: Expression,
        /// When it fits; `None` for `otherwise`.
        condition: Option<Condition>,
        /// Why.
        label: Option<Label>,
        /// The rule.
        span: Span,
    },
    /// `when medium is numeric { … }`; once it fits, only the rules inside can decide.
    When {
        /// When the group applies; `None` for `otherwise { … }`.
        condition: Option<Condition>,
        /// The rules inside.
        rules: Vec<Rule>,
        /// The group.
        span: Span,
    },
}

/// `adjust { … }`: changes to criteria, from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct AdjustBlock {
    /// The adjustments in order.
    pub adjustments: Vec<Adjustment>,
    /// The whole block.
    pub span: Span,
}

/// `relevance, frequency become 1 if … "label"`
#[derive(Debug, Clone, PartialEq)]
pub struct Adjustment {
    /// The criteria that change.
    pub criteria: Vec<Name>,
    /// The score they get.
    pub value: Expression,
    /// When.
    pub condition: Condition,
    /// Why.
    pub label: Option<Label>,
    /// The statement.
    pub span: Span,
}

/// `score expression`, or a further score of the same disclosure: `score name "label" = expression`
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreItem {
    /// The further score's name; `None` for the score itself.
    pub name: Option<Name>,
    /// What it means.
    pub label: Option<Label>,
    /// How it is worked out.
    pub value: Expression,
    /// The statement.
    pub span: Span,
}

/// `words { entity: "company" | "companies" }`
#[derive(Debug, Clone, PartialEq)]
pub struct WordsBlock {
    /// The lines: what is named, one of it, several of it.
    pub words: Vec<(Name, Label, Option<Label>)>,
    /// The whole block.
    pub span: Span,
}

/// `several bodies: mean "a sample stands for all"`
#[derive(Debug, Clone, PartialEq)]
pub struct SeveralItem {
    /// What there may be several of (`bodies`).
    pub of: Name,
    /// How their scores become one.
    pub aggregate: Aggregate,
    /// What a sample stands for, for people.
    pub label: Option<Label>,
    /// The statement.
    pub span: Span,
}

/// `absence { not_assessed: left out, withheld: zero }`
#[derive(Debug, Clone, PartialEq)]
pub struct AbsenceBlock {
    /// One line per kind of absence.
    pub effects: Vec<(Name, AbsenceEffect, Option<Label>)>,
    /// The whole block.
    pub span: Span,
}

/// What an absence does to the means above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AbsenceEffect {
    /// `left out`: it leaves the mean, the denominator shrinks.
    LeftOut,
    /// `zero`: it counts as a score of zero.
    Zero,
    /// `error`: nothing is scored before it is filled in.
    Error,
    /// `carried over`: the score of the edition before; left out where there is none.
    CarriedOver,
}

/// `index name "label" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct IndexItem {
    /// The index.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// `headline`: the official index of the rubric.
    pub headline: Option<Span>,
    /// What stands between the braces.
    pub parts: Vec<IndexPart>,
    /// The whole block.
    pub span: Span,
}

/// One statement of an index.
#[derive(Debug, Clone, PartialEq)]
pub enum IndexPart {
    /// `indicators where scope has international`
    Where(Condition, Span),
    /// `subcategory, category: mean of indicators` or `total: weighted mean of categories { … }`
    Level(LevelItem),
    /// `cut market "By market" by market { … }`
    Cut(CutItem),
    /// `round half up to 0 decimals`: for show and for grading.
    Round(Rounding, Span),
    /// `show rounded half up to 1 decimal`: for show alone.
    Show(Rounding, Span),
    /// `grade on rounded half up to 0 decimals`, or `grade on exact score` (`None`).
    GradeOn(Option<Rounding>, Span),
    /// `grades { … }`: the index's own.
    Grades(GradesBlock),
    /// `no grades`
    NoGrades(Span),
    /// `scale 0 to 1 "points"`
    Scale(ScaleItem),
    /// `missing: left out`: what a level does when a part of it has no score.
    Missing(MissingEffect, Span),
    /// `rank on exact score, ties share`
    Rank(RankRule, Span),
    /// `from score open`: another score of the disclosures than `score` itself.
    From(Name, Span),
    /// `total = mean(readiness, impact)`: worked out from other indices.
    Formula(Expression, Span),
    /// `not_assessed: left out`: as in the rubric's `absence`, for this index alone.
    Absence(AbsenceBlock),
    /// `minimum coverage 60%`: below that there is no total.
    MinimumCoverage(Number, Span),
    /// `across entities: mean of indicators`: one more line for all entities together.
    Across(Aggregate, Span),
}

/// `scale 0 to 1 "points"`: between which numbers the scores of an index lie.
#[derive(Debug, Clone, PartialEq)]
pub struct ScaleItem {
    /// The lowest score.
    pub low: Number,
    /// The highest score.
    pub high: Number,
    /// What the scores count.
    pub unit: Option<Label>,
    /// The statement.
    pub span: Span,
}

/// `closed if availability = 0 "nothing is published"`: what counts as closed.
#[derive(Debug, Clone, PartialEq)]
pub struct ClosedItem {
    /// When a disclosure is closed.
    pub condition: Condition,
    /// What that means, for people.
    pub label: Label,
    /// The statement.
    pub span: Span,
}

/// `names: aggregate of parts { weights }`
#[derive(Debug, Clone, PartialEq)]
pub struct LevelItem {
    /// The levels it speaks of (`subcategory`, `category`, `total`).
    pub levels: Vec<Name>,
    /// How.
    pub aggregate: Aggregate,
    /// Of what (`indicators`, `categories`).
    pub of: Option<Name>,
    /// `rounded half up to 0 decimals`: before the level above uses it.
    pub rounding: Option<Rounding>,
    /// The weights, where it is weighted.
    pub weights: Vec<Weight>,
    /// The statement.
    pub span: Span,
}

/// `balances 5%`
#[derive(Debug, Clone, PartialEq)]
pub struct Weight {
    /// What is weighted.
    pub name: Name,
    /// How much; 5% is 0.05.
    pub value: Number,
    /// Whether it was written as a percentage.
    pub percent: bool,
    /// The weight.
    pub span: Span,
}

/// How several scores become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// `mean`
    Mean,
    /// `weighted mean`
    WeightedMean,
    /// `sum`
    Sum,
    /// `min`
    Min,
    /// `max`
    Max,
    /// `median`
    Median,
    /// `geometric mean`
    GeometricMean,
    /// `weighted geometric mean`
    WeightedGeometricMean,
    /// `harmonic mean`
    HarmonicMean,
    /// `power mean 0.5`: the exponent.
    PowerMean(Hundredths),
    /// `trimmed mean 10%`: the share left out at each end.
    TrimmedMean(Hundredths),
    /// `share at least 50`: how many reach the threshold, as a share of 1.
    ShareAtLeast(Hundredths),
}

/// A number with at most two decimals, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hundredths(pub i32);

impl Hundredths {
    /// The number.
    pub fn number(self) -> Number {
        Number::ratio(i64::from(self.0), 100).unwrap_or_else(Number::zero)
    }
}

impl Aggregate {
    /// The words for it in the language.
    pub fn words(self) -> String {
        match self {
            Aggregate::Mean => "mean".into(),
            Aggregate::WeightedMean => "weighted mean".into(),
            Aggregate::Sum => "sum".into(),
            Aggregate::Min => "min".into(),
            Aggregate::Max => "max".into(),
            Aggregate::Median => "median".into(),
            Aggregate::GeometricMean => "geometric mean".into(),
            Aggregate::WeightedGeometricMean => "weighted geometric mean".into(),
            Aggregate::HarmonicMean => "harmonic mean".into(),
            Aggregate::PowerMean(exponent) => format!("power mean {}", exponent.number()),
            Aggregate::TrimmedMean(share) => {
                format!(
                    "trimmed mean {}%",
                    share.number().times(&Number::whole(100))
                )
            }
            Aggregate::ShareAtLeast(threshold) => format!("share at least {}", threshold.number()),
        }
    }

    /// Whether its parts have weights.
    pub fn is_weighted(self) -> bool {
        matches!(
            self,
            Aggregate::WeightedMean | Aggregate::WeightedGeometricMean
        )
    }
}

/// `cut name "label" by fact { … }`: the index again over the indicators of each market, body, …
#[derive(Debug, Clone, PartialEq)]
pub struct CutItem {
    /// The cut.
    pub name: Name,
    /// Its title.
    pub label: Option<Label>,
    /// What it is cut by; the cut's own name when left out.
    pub by: Option<Name>,
    /// What stands between the braces.
    pub parts: Vec<CutPart>,
    /// The whole block.
    pub span: Span,
}

/// One statement of a cut.
#[derive(Debug, Clone, PartialEq)]
pub enum CutPart {
    /// `only balances, supply`: the categories that take part.
    Only(Vec<Name>, Span),
    /// `total: mean of indicators`
    Level(LevelItem),
    /// `reference coal, heat "these markets are still forming"`: shown, not ranked, and why.
    Reference(Vec<Name>, Option<Label>, Span),
    /// `without cross_sector`: values that get no row of their own.
    Without(Vec<Name>, Span),
    /// `indicative`: shown with the number of indicators, never ranked.
    Indicative(Span),
}

/// How a score is rounded for show and for grading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rounding {
    /// Which way.
    pub mode: RoundingMode,
    /// How far.
    pub to: Precision,
}

/// Which way a number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoundingMode {
    /// `half up`: halves away from zero, as spreadsheets do.
    HalfUp,
    /// `half even`: halves to the even neighbour.
    HalfEven,
    /// `down`: towards minus infinity.
    Down,
}

/// How far a number is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Precision {
    /// `to 2 decimals` (0 to 30)
    Decimals(u32),
    /// `to 3 significant digits` (1 to 30)
    Significant(u32),
}

/// What a level does when a part of it has no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingEffect {
    /// `left out`: the other weights grow in proportion.
    LeftOut,
    /// `zero`: it counts as zero.
    Zero,
    /// `no score`: the level has no score either.
    NoScore,
}

/// `rank on exact score within income, ties share`
#[derive(Debug, Clone, PartialEq)]
pub struct RankRule {
    /// Which value ranks are given on.
    pub on: RankBasis,
    /// The choice fact of the `entity` block whose answers are ranked apart.
    pub within: Option<Name>,
    /// What equal scores get.
    pub ties: Ties,
}

/// Which value ranks are given on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankBasis {
    /// `rank on exact score`
    Exact,
    /// `rank on rounded score`: the score as shown.
    Rounded,
    /// `rank on score rounded half up to 0 decimals`: rounded for ranking alone.
    RoundedTo(Rounding),
}

/// What equal scores get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ties {
    /// `ties share`: the best place (1 2 2 4).
    Share,
    /// `ties marked`: the best place with a sign (1 2= 2= 4).
    Marked,
    /// `ties by name`: places of their own in the order of their ids (1 2 3 4).
    ByName,
}

/// `grades { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct GradesBlock {
    /// The bands as written.
    pub bands: Vec<GradeBand>,
    /// The whole block.
    pub span: Span,
}

/// `A+ from 95 "absolute" #19aa52`
#[derive(Debug, Clone, PartialEq)]
pub struct GradeBand {
    /// The grade.
    pub name: Name,
    /// The lowest score that gets it.
    pub from: (Number, Span),
    /// What it means.
    pub label: Option<Label>,
    /// `#rrggbb`, lower case.
    pub colour: Option<(String, Span)>,
}

/// `example best { facts }`
#[derive(Debug, Clone, PartialEq)]
pub struct ExampleItem {
    /// The name tests refer to.
    pub name: Name,
    /// The facts.
    pub facts: Vec<GivenFact>,
    /// The whole block.
    pub span: Span,
}

/// `access: paid`
#[derive(Debug, Clone, PartialEq)]
pub struct GivenFact {
    /// The fact.
    pub name: Name,
    /// Its value.
    pub value: GivenValue,
}

/// A value given in an example or test.
#[derive(Debug, Clone, PartialEq)]
pub enum GivenValue {
    /// `[csv, json]` (may be empty)
    Names(Vec<Name>, Span),
    /// `[{ reported: yes }, { reported: no }]`
    Records(Vec<Vec<GivenFact>>, Span),
    /// A name, number, date, period, duration or text.
    One(Expression),
}

/// `test "label" { given best but access: paid  expect score = 0 }`
#[derive(Debug, Clone, PartialEq)]
pub struct TestItem {
    /// What the test shows.
    pub label: Label,
    /// The example it starts from.
    pub example: Option<Name>,
    /// The facts given, on top of the example.
    pub facts: Vec<GivenFact>,
    /// What must come out: comparisons (`score = 75`) and `grade is A+`.
    pub expected: Vec<Condition>,
    /// The whole block.
    pub span: Span,
}

/// `drop index international`
#[derive(Debug, Clone, PartialEq)]
pub struct DropItem {
    /// What kind of part.
    pub part: PartKind,
    /// Its name, or the label of a test.
    pub name: Name,
    /// The statement.
    pub span: Span,
}

/// A kind of part that a base may have and a rubric on top of it may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartKind {
    /// `drop criterion open`
    Criterion,
    /// `drop index international`
    Index,
    /// `drop let expected`
    Let,
    /// `drop score openness`
    Score,
    /// `drop example best`
    Example,
    /// `drop test "a paywall counts as absent"`
    Test,
    /// `drop grades` has no name.
    Grades,
    /// `drop closed` has no name.
    Closed,
    /// `drop words` has no name.
    Words,
}

impl PartKind {
    /// All kinds that have a name, with their words.
    pub const NAMED: [(&'static str, PartKind); 6] = [
        ("criterion", PartKind::Criterion),
        ("index", PartKind::Index),
        ("let", PartKind::Let),
        ("score", PartKind::Score),
        ("example", PartKind::Example),
        ("test", PartKind::Test),
    ];

    /// The kinds a rubric has one of, with their words.
    pub const UNNAMED: [(&'static str, PartKind); 3] = [
        ("grades", PartKind::Grades),
        ("closed", PartKind::Closed),
        ("words", PartKind::Words),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        let mut all = PartKind::NAMED.iter().chain(&PartKind::UNNAMED);
        let entry = all.find(|(_, kind)| *kind == self);
        entry.map_or("", |(word, _)| word)
    }
}

/// `allow CW0203 because "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct AllowItem {
    /// The code of the finding.
    pub code: Name,
    /// Why it is fine here.
    pub because: Label,
    /// The statement.
    pub span: Span,
}

/// Something that has a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    /// `0.5`
    Number(Number, Span),
    /// `5%`; the value is 0.05.
    Percent(Number, Span),
    /// `2023-11-30`
    Date(Date, Span),
    /// `2023-Q2`, `2023-H1`, `2023-05` (a bare year is a `Number`; the checker decides by type).
    Period(Period, Span),
    /// `45 days`, `3 months`
    Duration(Duration, Span),
    /// `"text"`
    Text(Label),
    /// A fact, criterion, intermediate value or answer.
    Name(Name),
    /// `-x`
    Negate(Box<Expression>, Span),
    /// `a + b`
    Binary {
        /// The operator.
        operator: Operator,
        /// Left of it.
        left: Box<Expression>,
        /// Right of it.
        right: Box<Expression>,
    },
    /// `min(a, b)`
    Call {
        /// The function.
        function: Name,
        /// What stands between the parentheses.
        arguments: Vec<Expression>,
        /// The whole call.
        span: Span,
    },
    /// `if condition then a else b`
    If {
        /// The condition.
        condition: Box<Condition>,
        /// The value when it holds.
        then: Box<Expression>,
        /// The value when it does not.
        otherwise: Box<Expression>,
        /// The whole expression.
        span: Span,
    },
    /// `lookup grade { a: 100, b or c: 50, otherwise: 0 }`
    Lookup(Lookup),
    /// `not applicable`, in the place of a rule's score.
    NotApplicable(Span),
    /// A figure about the records of a list.
    OfList {
        /// Which figure.
        figure: ListFigure,
        /// The field it is about; `None` for `count` and `share`.
        field: Option<Name>,
        /// The list.
        list: Name,
        /// `have …` or `where …`: the records it is about.
        test: Option<Box<Condition>>,
        /// The whole expression.
        span: Span,
    },
    /// Could not be read; already reported.
    Wrong(Span),
}

/// A value for each answer of a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// The choice.
    pub fact: Name,
    /// The lines in order.
    pub entries: Vec<LookupEntry>,
    /// The whole look-up.
    pub span: Span,
}

/// `b or c: 50`
#[derive(Debug, Clone, PartialEq)]
pub struct LookupEntry {
    /// The answers; `None` for `otherwise`.
    pub answers: Option<Vec<Name>>,
    /// What they stand for.
    pub value: Expression,
    /// The line.
    pub span: Span,
}

/// A figure about the records of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListFigure {
    /// `count of stations`, `count of stations have …`
    Count,
    /// `share of stations have …`: of all records, 0 to 1; without records there is none.
    Share,
    /// `mean of price in stations`
    Mean,
    /// `median of price in stations`
    Median,
    /// `min of price in stations`
    Min,
    /// `max of price in stations`
    Max,
    /// `sum of price in stations`
    Sum,
}

impl ListFigure {
    /// All of them with their words.
    pub const ALL: [(&'static str, ListFigure); 7] = [
        ("count", ListFigure::Count),
        ("share", ListFigure::Share),
        ("mean", ListFigure::Mean),
        ("median", ListFigure::Median),
        ("min", ListFigure::Min),
        ("max", ListFigure::Max),
        ("sum", ListFigure::Sum),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let entry = ListFigure::ALL.iter().find(|(_, known)| *known == self);
        entry.map_or("", |(word, _)| word)
    }

    /// Whether it is about a field of the records.
    pub fn takes_field(self) -> bool {
        !matches!(self, ListFigure::Count | ListFigure::Share)
    }
}

impl Expression {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Expression::Number(_, span)
            | Expression::Percent(_, span)
            | Expression::Date(_, span)
            | Expression::Period(_, span)
            | Expression::Duration(_, span)
            | Expression::Negate(_, span)
            | Expression::NotApplicable(span)
            | Expression::Call { span, .. }
            | Expression::If { span, .. }
            | Expression::OfList { span, .. }
            | Expression::Wrong(span) => *span,
            Expression::Text(label) => label.span,
            Expression::Lookup(lookup) => lookup.span,
            Expression::Name(name) => name.span,
            Expression::Binary { left, right, .. } => left.span().to(right.span()),
        }
    }
}

/// `+ - * /`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operator {
    /// The sign.
    pub fn sign(self) -> char {
        match self {
            Operator::Add => '+',
            Operator::Subtract => '-',
            Operator::Multiply => '*',
            Operator::Divide => '/',
        }
    }
}

/// Something that holds or does not.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `access is free or personal_data`, `access is not paid`
    Is {
        /// The fact.
        fact: Name,
        /// `is not`
        negated: bool,
        /// The answers.
        answers: Vec<Name>,
    },
    /// `formats has csv or json`, `formats has all of a, b`, `formats has only a, b`
    Has {
        /// The fact.
        fact: Name,
        /// How many of them.
        quantity: Quantity,
        /// The members.
        members: Vec<Name>,
    },
    /// `latest >= expected`
    Compare {
        /// Left of the sign.
        left: Expression,
        /// The sign.
        comparison: Comparison,
        /// Right of the sign.
        right: Expression,
    },
    /// `a and b and c`
    All(Vec<Condition>),
    /// `a or b or c`
    Any(Vec<Condition>),
    /// `not (a)`
    Not(Box<Condition>, Span),
    /// `all of stations have …`, `any of stations have …`
    OfList {
        /// All of the records, or at least one.
        all: bool,
        /// The list.
        list: Name,
        /// What they have.
        test: Box<Condition>,
        /// The whole test.
        span: Span,
    },
    /// `grade of 95 is A+`, `grade of 95 in share is A+`; only a test can expect that.
    GradeOf {
        /// The score.
        score: Number,
        /// The index; `None` for the official one.
        index: Option<Name>,
        /// The grade.
        grade: Name,
        /// The whole claim.
        span: Span,
    },
    /// Could not be read; already reported.
    Wrong(Span),
}

impl Condition {
    /// Where it stands.
    pub fn span(&self) -> Span {
        let names = |first: &Name, rest: &[Name]| match rest.last() {
            Some(last) => first.span.to(last.span),
            None => first.span,
        };
        match self {
            Condition::Is { fact, answers, .. } => names(fact, answers),
            Condition::Has { fact, members, .. } => names(fact, members),
            Condition::Compare { left, right, .. } => left.span().to(right.span()),
            Condition::All(parts) | Condition::Any(parts) => match (parts.first(), parts.last()) {
                (Some(first), Some(last)) => first.span().to(last.span()),
                // The parser makes neither without parts; an empty one holds nothing to point at.
                _ => Span::new(crate::diagnostic::FileId::default(), 0, 0),
            },
            Condition::Not(_, span)
            | Condition::Wrong(span)
            | Condition::GradeOf { span, .. }
            | Condition::OfList { span, .. } => *span,
        }
    }
}

/// How many of the members a set must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// At least one (no words).
    Any,
    /// `all of`
    AllOf,
    /// `only`: nothing else (and at least one).
    Only,
}

/// `= < <= > >=`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// The sign.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }

    /// Whether it holds for two values that stand in this order.
    pub fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::Less => order.is_lt(),
            Comparison::LessOrEqual => order.is_le(),
            Comparison::Greater => order.is_gt(),
            Comparison::GreaterOrEqual => order.is_ge(),
        }
    }
}
