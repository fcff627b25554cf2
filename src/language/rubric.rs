//! A checked rubric: every name resolved to what it refers to, every type right. The checker makes it; scoring, `doc`
//! and `explain` read it. Places point back into the file for `explain`.

use super::number::Number;
use super::syntax::{
    AbsenceEffect, Aggregate, Comparison, FactRole, ListFigure, MissingEffect, Operator, Quantity,
    RankBasis, Rounding, Ties,
};
use super::value::{Domain, Members, Value};
use crate::diagnostic::Span;
use std::ops::RangeInclusive;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u16);

        impl $name {
            /// Its place in the rubric's list.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }
    };
}

id!(
    /// A fact of the rubric.
    FactId
);
id!(
    /// A criterion of the rubric.
    CriterionId
);
id!(
    /// A named intermediate value.
    LetId
);
id!(
    /// A further score of a disclosure.
    ScoreId
);

/// A methodology in one edition, ready to be compiled.
#[derive(Debug, Clone)]
pub struct Rubric {
    /// Its name.
    pub name: String,
    /// Its title for people; the name when it has none.
    pub label: String,
    /// `edition "…"`
    pub edition: Option<String>,
    /// `source "…"`
    pub source: Option<String>,
    /// All facts, those of the evidence and those of the indicator.
    pub facts: Vec<Fact>,
    /// Named intermediate values.
    pub lets: Vec<Let>,
    /// Criteria in the order of their declaration.
    pub criteria: Vec<Criterion>,
    /// Changes to criteria, in order.
    pub adjustments: Vec<Adjustment>,
    /// The score of one disclosure.
    pub score: Expression,
    /// Further scores of the same disclosure, for indices that go by them.
    pub further_scores: Vec<FurtherScore>,
    /// How the scores of several bodies become one; `None` when the rubric knows no samples.
    pub several_bodies: Option<Aggregate>,
    /// What a sample of bodies stands for, in words for people.
    pub sample: Option<String>,
    /// What the rubric calls things, where it has words of its own.
    pub words: Vec<OwnWord>,
    /// What a reader must know, a sentence each.
    pub notes: Vec<String>,
    /// What absences do.
    pub absence: AbsenceEffects,
    /// The indices.
    pub indices: Vec<Index>,
    /// What counts as closed; `None` when the rubric does not say.
    pub closed: Option<Closed>,
    /// Inline tests.
    pub tests: Vec<Test>,
}

/// What a rubric calls something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnWord {
    /// What is named.
    pub noun: Noun,
    /// The word for one of it.
    pub one: String,
    /// The word for several of it.
    pub several: String,
}

impl OwnWord {
    /// A word of its own for something.
    pub fn of(noun: Noun, one: &str, several: &str) -> OwnWord {
        OwnWord {
            noun,
            one: one.to_string(),
            several: several.to_string(),
        }
    }
}

/// What a rubric may have a word of its own for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// Who is scored: a company, a state.
    Entity,
    /// What is scored of it.
    Disclosure,
    /// What disclosures answer.
    Indicator,
    /// Who answers for an indicator.
    Body,
    /// What indicators are about.
    Market,
    /// What scores count.
    Points,
}

impl Noun {
    /// All of them with their keys.
    pub const ALL: [(&'static str, Noun); 6] = [
        ("entity", Noun::Entity),
        ("disclosure", Noun::Disclosure),
        ("indicator", Noun::Indicator),
        ("body", Noun::Body),
        ("market", Noun::Market),
        ("points", Noun::Points),
    ];

    /// Its key.
    pub fn key(self) -> &'static str {
        let entry = Noun::ALL.iter().find(|(_, noun)| *noun == self);
        entry.map_or("", |(key, _)| key)
    }
}

/// What counts as closed: disclosures of which nothing can be had.
#[derive(Debug, Clone)]
pub struct Closed {
    /// When a disclosure is closed.
    pub condition: Condition,
    /// What that means, in words for people.
    pub label: String,
    /// Where it is declared.
    pub span: Span,
}

/// A fact about a disclosure or an indicator.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its name.
    pub name: String,
    /// The question in words.
    pub label: Option<String>,
    /// Who answers it.
    pub role: FactRole,
    /// What values it may take.
    pub domain: Domain,
    /// When it is asked; `None` for always.
    pub asked: Option<Condition>,
    /// Where no answer is given, none is known: tests on it do not hold, and what is worked out from it has no value.
    pub optional: bool,
    /// The list whose records it is a field of; such a fact is answered within the list only.
    pub field_of: Option<FactId>,
    /// Where it is declared.
    pub span: Span,
}

/// A named intermediate value.
#[derive(Debug, Clone)]
pub struct Let {
    /// Its name.
    pub name: String,
    /// What it means.
    pub label: Option<String>,
    /// How it is worked out.
    pub value: Expression,
    /// Where it is declared.
    pub span: Span,
}

/// A further score of a disclosure.
#[derive(Debug, Clone)]
pub struct FurtherScore {
    /// Its name.
    pub name: String,
    /// What it means; the name when it has none.
    pub label: String,
    /// How it is worked out.
    pub value: Expression,
    /// Where it is declared.
    pub span: Span,
}

/// A criterion.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// Its name.
    pub name: String,
    /// Its name for people; the name when it has none.
    pub label: String,
    /// The scores it may give, ascending; empty when none are declared.
    pub levels: Vec<Number>,
    /// How it is scored.
    pub body: CriterionBody,
    /// Where it is declared.
    pub span: Span,
}

/// How a criterion is scored.
#[derive(Debug, Clone)]
pub enum CriterionBody {
    /// The first rule that fits decides.
    Rules(Vec<Rule>),
    /// A formula.
    Formula(Expression),
    /// The assessor records the score.
    Judged,
}

/// One rule, or a group of rules under a condition (`None` is `otherwise`).
#[derive(Debug, Clone)]
pub enum Rule {
    /// A score and when it is given.
    Gives {
        /// Its place among all rules of the criterion, groups opened up, from 0.
        number: u16,
        /// The score.
        value: Expression,
        /// When.
        condition: Option<Condition>,
        /// Why.
        label: Option<String>,
        /// Where it stands.
        span: Span,
    },
    /// Once the condition holds, only the rules inside can decide.
    When {
        /// When.
        condition: Option<Condition>,
        /// The rules inside.
        rules: Vec<Rule>,
        /// Where the group stands.
        span: Span,
    },
}

/// A change to criteria.
#[derive(Debug, Clone)]
pub struct Adjustment {
    /// The criteria that change.
    pub criteria: Vec<CriterionId>,
    /// The score they get.
    pub value: Expression,
    /// When.
    pub condition: Condition,
    /// Why.
    pub label: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// What the kinds of absence do to the means above them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AbsenceEffects {
    /// Not assessed, or not recorded at all.
    pub not_assessed: AbsenceEffect,
    /// Withheld for a reason such as martial law.
    pub withheld: AbsenceEffect,
}

/// An index: which indicators, and how their scores go up the levels.
#[derive(Debug, Clone)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// Its title; the name when it has none.
    pub label: String,
    /// Whether it is marked as the official index; see [`Rubric::headline`].
    pub headline: bool,
    /// Which score of the disclosures it goes by; `None` for the score itself.
    pub from: Option<ScoreId>,
    /// Which indicators belong to it; `None` for all.
    pub select: Option<Condition>,
    /// The levels below the total.
    pub levels: Vec<Level>,
    /// The total.
    pub total: Level,
    /// The total as worked out from other indices, instead of from indicators.
    pub formula: Option<Formula>,
    /// The share of the applicable indicators that must be scored for a total, 0 to 1.
    pub minimum_coverage: Option<Number>,
    /// One more line for all entities together: how the scores of all entities become one.
    pub across: Option<Aggregate>,
    /// What absences do, in this index.
    pub absence: AbsenceEffects,
    /// Markets, bodies, …
    pub cuts: Vec<Cut>,
    /// Rounding for show and (if so said) rank; `None` when scores are shown as they are.
    pub rounding: Option<Rounding>,
    /// Rounding before grading; `None` when exact scores are graded.
    pub grading: Option<Rounding>,
    /// Its grade bands from the highest to the lowest; empty when it gives no grades.
    pub grades: Vec<Grade>,
    /// Between which numbers its scores lie, where the rubric declares it. More is better.
    pub scale: Option<DeclaredScale>,
    /// What a level does when a part of it has no score.
    pub missing: MissingEffect,
    /// How ranks are given.
    pub rank: Ranking,
    /// The nodes of the catalogue that its formula and its cuts name; whether there are such nodes is for the catalogue
    /// to say.
    pub named: Vec<NamedNode>,
    /// Where it is declared.
    pub span: Span,
}

/// The scale that an index declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredScale {
    /// The lowest score.
    pub low: Number,
    /// The highest score.
    pub high: Number,
    /// What the scores count, such as `points`.
    pub unit: Option<String>,
    /// Where it is declared.
    pub span: Span,
}

/// A node of the catalogue that an index names, beside its weights.
#[derive(Debug, Clone)]
pub struct NamedNode {
    /// The node.
    pub node: String,
    /// As what.
    pub named: NamedAs,
    /// Where it stands.
    pub span: Span,
}

/// As what an index names a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NamedAs {
    /// `part(index, node)`: a part of this index.
    PartOf(String),
    /// `indicator(id)`
    Indicator,
    /// `only node` in a cut.
    Only,
}

/// How ranks are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranking {
    /// Which value they are given on.
    pub on: RankBasis,
    /// The choice fact of the entities whose answers are ranked apart.
    pub within: Option<FactId>,
    /// What equal scores get.
    pub ties: Ties,
    /// Where that stands; `None` where the rubric does not say.
    pub span: Option<Span>,
}

/// A total that is worked out from other results of the same entity and edition.
#[derive(Debug, Clone)]
pub enum Formula {
    /// A number.
    Constant(Number),
    /// The total of another index: exact, or as shown.
    Index {
        /// The index.
        index: String,
        /// `shown(index)`
        shown: bool,
    },
    /// `part(index, node)`: a category or other node of another index.
    Part {
        /// The index.
        index: String,
        /// The node.
        node: String,
    },
    /// `indicator(id)`: the score of one indicator.
    Indicator(String),
    /// `-x`
    Negate(Box<Formula>),
    /// `a + b`
    Binary(Operator, Box<Formula>, Box<Formula>, Span),
    /// `mean(a, b)`
    Call(Function, Vec<Formula>, Span),
    /// `mean_over_entities(x, "2013")`
    Statistic(Statistic, Box<Formula>, Over, Span),
    /// `copeland(a, b, c)`: of how many other entities the entity is ahead in more of these values than it is behind,
    /// less those that are ahead of it so (Copeland, 1951; as in Saari and Merlin, The Copeland method, 1996).
    Copeland(Vec<Formula>, Span),
    /// `if income is low then a else b`: what holds for the class of the entity. No value where the project does not say.
    If {
        /// The condition, about facts of the entity alone.
        condition: Box<Condition>,
        /// The same as it was written.
        words: String,
        /// The value when it holds.
        then: Box<Formula>,
        /// The value when it does not.
        otherwise: Box<Formula>,
    },
}

impl Formula {
    /// Calls `visit` on every formula in it, itself first.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Formula)) {
        visit(self);
        match self {
            Formula::Negate(inner) | Formula::Statistic(_, inner, ..) => inner.walk(visit),
            Formula::Binary(_, left, right, _) => {
                left.walk(visit);
                right.walk(visit);
            }
            Formula::Call(_, arguments, _) | Formula::Copeland(arguments, _) => {
                arguments.iter().for_each(|argument| argument.walk(visit));
            }
            Formula::If {
                then, otherwise, ..
            } => {
                then.walk(visit);
                otherwise.walk(visit);
            }
            Formula::Constant(_)
            | Formula::Index { .. }
            | Formula::Part { .. }
            | Formula::Indicator(_) => {}
        }
    }
}

/// A figure about the values of all entities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statistic {
    /// The mean.
    Mean,
    /// The median.
    Median,
    /// The smallest value.
    Min,
    /// The largest value.
    Max,
    /// The sum.
    Sum,
    /// How many entities have a value.
    Count,
    /// The sample standard deviation (divisor n − 1).
    Deviation,
    /// Of the entity's own value: how many deviations above the mean, `(x − mean) / deviation`.
    ZScore,
    /// Of the entity's own value: `(x − min) / (max − min)`.
    MinMax,
    /// Of the entity's own value: its rank, 1 for the largest, ties share the best.
    Rank,
    /// Of the entity's own value: the share of entities with a smaller value plus half of those with an equal one.
    PercentileRank,
    /// Of the entity's own value: how many other entities have a smaller value, ties count a half.
    Borda,
    /// The value below which this share of the values lies, between two values in proportion (Hyndman and Fan, Sample
    /// quantiles in statistical packages, 1996, definition 7).
    Quantile(Share),
    /// Of the entity's own value: held between the quantiles of this share and of the rest (winsorised).
    Winsorised(Share),
}

/// A share of a whole in hundredths of a percent: 250 is 2.5%.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share(pub u16);

impl Share {
    /// The share, 0 to 1.
    pub fn number(self) -> Number {
        Number::ratio(i64::from(self.0), 10_000).unwrap_or_else(Number::zero)
    }
}

impl Statistic {
    /// All of them with their names in the language.
    pub const ALL: [(&'static str, Statistic); 14] = [
        ("mean_over_entities", Statistic::Mean),
        ("median_over_entities", Statistic::Median),
        ("min_over_entities", Statistic::Min),
        ("max_over_entities", Statistic::Max),
        ("sum_over_entities", Statistic::Sum),
        ("count_over_entities", Statistic::Count),
        ("deviation_over_entities", Statistic::Deviation),
        ("z_score", Statistic::ZScore),
        ("min_max", Statistic::MinMax),
        ("rank_among", Statistic::Rank),
        ("percentile_rank", Statistic::PercentileRank),
        ("borda", Statistic::Borda),
        ("quantile_over_entities", Statistic::Quantile(Share(0))),
        ("winsorised", Statistic::Winsorised(Share(0))),
    ];
}

impl Statistic {
    /// Its name.
    pub fn name(self) -> &'static str {
        let same =
            |known: &Statistic| std::mem::discriminant(known) == std::mem::discriminant(&self);
        let entry = Statistic::ALL.iter().find(|(_, known)| same(known));
        entry.map_or("", |(name, _)| name)
    }

    /// The share it takes, for those that take one.
    pub fn share(self) -> Option<Share> {
        match self {
            Statistic::Quantile(share) | Statistic::Winsorised(share) => Some(share),
            _ => None,
        }
    }

    /// The same of another share.
    pub fn of_share(self, share: Share) -> Statistic {
        match self {
            Statistic::Quantile(_) => Statistic::Quantile(share),
            Statistic::Winsorised(_) => Statistic::Winsorised(share),
            other => other,
        }
    }

    /// Whether it is about the entity's own value among the others.
    pub fn has_own_value(self) -> bool {
        matches!(
            self,
            Statistic::ZScore
                | Statistic::MinMax
                | Statistic::Rank
                | Statistic::PercentileRank
                | Statistic::Borda
                | Statistic::Winsorised(_)
        )
    }
}

/// The editions whose entities a statistic is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Over {
    /// The edition at hand.
    ThisEdition,
    /// All editions of the project together.
    AllEditions,
    /// One edition, by its id.
    Edition(String),
}

/// How the scores of a level are made.
#[derive(Debug, Clone)]
pub struct Level {
    /// The catalogue level's name (`subcategory`, `category`), or `total`.
    pub name: String,
    /// How.
    pub aggregate: Aggregate,
    /// Of what.
    pub of: Part,
    /// How its scores are rounded before the level above uses them.
    pub rounding: Option<Rounding>,
    /// Weights by node; empty unless weighted. They add up to 1, or, below the total, to 1 in each node where the rubric
    /// writes them so.
    pub weights: Vec<Weight>,
    /// Where it stands.
    pub span: Span,
}

/// What a level is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The scored indicators below it.
    Indicators,
    /// The nodes of another level.
    Level(String),
}

/// The weight of a node.
#[derive(Debug, Clone)]
pub struct Weight {
    /// The node.
    pub node: String,
    /// Its share of the whole, 0 to 1.
    pub share: Number,
    /// Where it stands.
    pub span: Span,
}

/// The index again over the indicators of each market, body, …
#[derive(Debug, Clone)]
pub struct Cut {
    /// Its name, which is also the level name of its rows.
    pub name: String,
    /// Its title.
    pub label: String,
    /// By what.
    pub by: CutBy,
    /// The nodes that take part, of the level the total is made of (of categories where that is indicators); empty for all.
    pub only: Vec<String>,
    /// How indicator scores become the cut's total.
    pub aggregate: Aggregate,
    /// Values shown but not ranked.
    pub reference: Vec<u8>,
    /// Why they are not ranked, in words for people.
    pub reference_reason: Option<String>,
    /// Values that get no row of their own.
    pub without: Vec<u8>,
    /// Shown with the number of indicators and never ranked.
    pub indicative: bool,
    /// Where it stands.
    pub span: Span,
}

/// What a cut goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CutBy {
    /// A choice or set fact of the indicator.
    Fact(FactId),
    /// The bodies the catalogue ties the indicator to.
    Body,
}

/// A grade band.
#[derive(Debug, Clone, PartialEq)]
pub struct Grade {
    /// The grade.
    pub name: String,
    /// The lowest score that gets it.
    pub from: Number,
    /// What it means.
    pub label: Option<String>,
    /// `#rrggbb`
    pub colour: Option<String>,
}

/// An inline test.
#[derive(Debug, Clone)]
pub struct Test {
    /// What it shows.
    pub label: String,
    /// The facts given, one per fact of the rubric; `None` where nothing is given.
    pub facts: Vec<Option<Value>>,
    /// The day of assessment given.
    pub assessed: Option<jiff::civil::Date>,
    /// Criteria given directly, for judged criteria.
    pub judged: Vec<Option<Number>>,
    /// What must come out.
    pub expected: Vec<Claim>,
    /// Where it stands.
    pub span: Span,
}

/// What a test expects.
#[derive(Debug, Clone)]
pub enum Claim {
    /// `relevance = 0`
    Criterion(CriterionId, Comparison, Number, Span),
    /// `score = 75`
    Score(Comparison, Number, Span),
    /// `openness = 1`: a further score.
    Further(ScoreId, Comparison, Number, Span),
    /// `grade of 95 in share is A+`: the grade that an index gives to a score, by the place of the index.
    GradeOf(Number, usize, String, Span),
    /// `grade is A+`: the grade that the official index gives to the score.
    Grade(String, Span),
}

/// Something that has a value.
#[derive(Debug, Clone)]
pub enum Expression {
    /// A literal.
    Constant(Value, Span),
    /// The value of a fact.
    Fact(FactId, Span),
    /// The score of a criterion.
    Criterion(CriterionId, Span),
    /// A named intermediate value.
    Let(LetId, Span),
    /// The score of the disclosure; only what follows from the score may read it.
    Score(Span),
    /// The day of the assessment.
    Assessed(Span),
    /// `-x`
    Negate(Box<Expression>),
    /// `a + b`
    Binary(Operator, Box<Expression>, Box<Expression>, Span),
    /// `min(a, b)`
    Call(Function, Vec<Expression>, Span),
    /// `if condition then a else b`
    If(Box<Condition>, Box<Expression>, Box<Expression>),
    /// `not applicable`: the criterion does not apply to the disclosure.
    NotApplicable(Span),
    /// A figure about the records of a list.
    OfList {
        /// Which figure.
        figure: ListFigure,
        /// The field it is about.
        field: Option<FactId>,
        /// The list.
        list: FactId,
        /// The records it is about; `None` for all.
        test: Option<Box<Condition>>,
        /// Where it stands.
        span: Span,
    },
}

/// A function of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// The smallest of its arguments.
    Min,
    /// The largest of its arguments.
    Max,
    /// The mean of its arguments.
    Mean,
    /// The sum of its arguments.
    Sum,
    /// The middle one of its arguments.
    Median,
    /// The n-th root of the product of n arguments, none below zero.
    GeometricMean,
    /// n divided by the sum of the reciprocals of n arguments, all above zero.
    HarmonicMean,
    /// A number without its sign.
    Abs,
    /// `round(x)` half up to a whole number, `round(x, 2)` to two decimals.
    Round,
    /// The largest whole number that is not larger.
    Floor,
    /// The smallest whole number that is not smaller.
    Ceiling,
    /// The natural logarithm of a number above zero.
    Ln,
    /// `e` to a power.
    Exp,
    /// The square root of a number that is not below zero.
    Sqrt,
    /// `power(x, y)`: x to the power of y.
    Power,
    /// `clamp(x, low, high)`: x, held between two numbers.
    Clamp,
    /// `goalposts(x, low, high)`: `(x − low) / (high − low)`, held between 0 and 1.
    Goalposts,
    /// `period_due(every, due, assessed)`: see [`period_due`](super::calendar::period_due).
    PeriodDue,
}

impl Function {
    /// All functions with their names.
    pub const ALL: [(&'static str, Function); 18] = [
        ("min", Function::Min),
        ("max", Function::Max),
        ("mean", Function::Mean),
        ("sum", Function::Sum),
        ("median", Function::Median),
        ("geometric_mean", Function::GeometricMean),
        ("harmonic_mean", Function::HarmonicMean),
        ("abs", Function::Abs),
        ("round", Function::Round),
        ("floor", Function::Floor),
        ("ceiling", Function::Ceiling),
        ("ln", Function::Ln),
        ("exp", Function::Exp),
        ("sqrt", Function::Sqrt),
        ("power", Function::Power),
        ("clamp", Function::Clamp),
        ("goalposts", Function::Goalposts),
        ("period_due", Function::PeriodDue),
    ];

    /// What it takes, in words.
    pub fn takes(self) -> &'static str {
        match self {
            Function::Min
            | Function::Max
            | Function::Mean
            | Function::Sum
            | Function::Median
            | Function::GeometricMean
            | Function::HarmonicMean => "one or more numbers",
            Function::Abs
            | Function::Floor
            | Function::Ceiling
            | Function::Ln
            | Function::Exp
            | Function::Sqrt => "one number",
            Function::Round => "a number, and how many decimals if not 0: `round(x, 2)`",
            Function::Power => "two numbers: `power(base, exponent)`",
            Function::Clamp => "three numbers: `clamp(x, lowest, highest)`",
            Function::Goalposts => "three numbers: `goalposts(x, lowest, highest)`",
            Function::PeriodDue => {
                "a reporting period, a deadline and a date: `period_due(every, due, assessed)`"
            }
        }
    }

    /// How many arguments it takes.
    pub fn arguments(self) -> RangeInclusive<usize> {
        match self {
            Function::Min
            | Function::Max
            | Function::Mean
            | Function::Sum
            | Function::Median
            | Function::GeometricMean
            | Function::HarmonicMean => 1..=usize::MAX,
            Function::Abs
            | Function::Floor
            | Function::Ceiling
            | Function::Ln
            | Function::Exp
            | Function::Sqrt => 1..=1,
            Function::Round => 1..=2,
            Function::Power => 2..=2,
            Function::Clamp | Function::Goalposts | Function::PeriodDue => 3..=3,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let entry = Function::ALL.iter().find(|(_, function)| *function == self);
        entry.map_or("", |(name, _)| name)
    }
}

/// Something that holds or does not. A test on a fact that is not asked never holds.
#[derive(Debug, Clone)]
pub enum Condition {
    /// The answer is (or, negated, is not) one of these.
    Is {
        /// The choice fact.
        fact: FactId,
        /// The answers.
        answers: Members,
        /// `is not`
        negated: bool,
        /// Where it stands.
        span: Span,
    },
    /// The set holds any, all, or only these members.
    Has {
        /// The set fact.
        fact: FactId,
        /// How many.
        quantity: Quantity,
        /// The members.
        members: Members,
        /// Where it stands.
        span: Span,
    },
    /// A comparison.
    Compare {
        /// Left of the sign.
        left: Expression,
        /// The sign.
        comparison: Comparison,
        /// Right of the sign.
        right: Expression,
        /// Where it stands.
        span: Span,
    },
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// Does not hold.
    Not(Box<Condition>),
    /// All (or any) of a list's records pass a test. All of none do, any of none does not.
    OfList {
        /// All of them, or at least one.
        all: bool,
        /// The list.
        list: FactId,
        /// The test.
        test: Box<Condition>,
        /// Where it stands.
        span: Span,
    },
}

impl Rubric {
    /// The fact of this name.
    pub fn fact(&self, name: &str) -> Option<FactId> {
        let at = self.facts.iter().position(|fact| fact.name == name)?;
        u16::try_from(at).ok().map(FactId)
    }

    /// The criterion of this name.
    pub fn criterion(&self, name: &str) -> Option<CriterionId> {
        let at = self
            .criteria
            .iter()
            .position(|criterion| criterion.name == name)?;
        u16::try_from(at).ok().map(CriterionId)
    }

    /// The further score of this name.
    pub fn further_score(&self, name: &str) -> Option<ScoreId> {
        let at = self
            .further_scores
            .iter()
            .position(|score| score.name == name)?;
        u16::try_from(at).ok().map(ScoreId)
    }

    /// The index of this name.
    pub fn index(&self, name: &str) -> Option<&Index> {
        self.indices.iter().find(|index| index.name == name)
    }

    /// The facts of one role with their ids.
    pub fn facts_of(&self, role: FactRole) -> impl Iterator<Item = (FactId, &Fact)> {
        (0u16..)
            .map(FactId)
            .zip(&self.facts)
            .filter(move |(_, fact)| fact.role == role && fact.field_of.is_none())
    }

    /// Whether the rubric has a word of its own for something.
    pub fn has_word_for(&self, noun: Noun) -> bool {
        self.words.iter().any(|word| word.noun == noun)
    }

    /// The official index: the one marked `headline`, else the first that no other index is made from.
    pub fn headline(&self) -> Option<&Index> {
        headline(&self.indices)
    }

    /// The indices, the official one first.
    pub fn indices_by_standing(&self) -> impl Iterator<Item = &Index> {
        let official = self.headline().map(|index| index.name.as_str());
        let others = self.indices.iter();
        let others = others.filter(move |index| Some(index.name.as_str()) != official);
        self.headline().into_iter().chain(others)
    }
}

/// The official one of several indices.
pub(crate) fn headline(indices: &[Index]) -> Option<&Index> {
    let part_of_another = |index: &Index| {
        let mut others = indices.iter();
        others.any(|other| other.is_made_from(&index.name))
    };
    let marked = indices.iter().find(|index| index.headline);
    marked.or_else(|| indices.iter().find(|index| !part_of_another(index)))
}

impl Index {
    /// The score as ranks go by it.
    pub fn ranked(&self, score: &Number) -> Number {
        match self.rank.on {
            RankBasis::Exact => score.clone(),
            RankBasis::Rounded => self.shown(score),
            RankBasis::RoundedTo(rounding) => score.rounded(rounding),
        }
    }

    /// The score as it is shown.
    pub fn shown(&self, score: &Number) -> Number {
        self.rounding
            .map_or_else(|| score.clone(), |rounding| score.rounded(rounding))
    }

    /// The score as grades go by it.
    pub fn graded(&self, score: &Number) -> Number {
        self.grading
            .map_or_else(|| score.clone(), |rounding| score.rounded(rounding))
    }

    /// The grade of an exact score; `None` below the lowest band, and where the index gives no grades.
    pub fn grade(&self, score: &Number) -> Option<&Grade> {
        self.band(&self.graded(score))
    }

    /// The band that a number lies in, without any rounding.
    pub fn band(&self, score: &Number) -> Option<&Grade> {
        self.grades.iter().find(|grade| *score >= grade.from)
    }

    /// Whether its formula reads another index, or a part of it.
    pub fn is_made_from(&self, other: &str) -> bool {
        let mut found = false;
        if let Some(formula) = &self.formula {
            formula.walk(&mut |part| {
                if let Formula::Index { index, .. } | Formula::Part { index, .. } = part {
                    found |= index == other;
                }
            });
        }
        found
    }
}

impl Condition {
    /// Calls `visit` on every condition in it, itself first.
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Condition)) {
        visit(self);
        match self {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| part.walk(visit));
            }
            Condition::Not(inner) => inner.walk(visit),
            Condition::Compare { left, right, .. } => {
                left.walk_conditions(visit);
                right.walk_conditions(visit);
            }
            // What is tested inside a list is about its records, not about the disclosure.
            Condition::Is { .. } | Condition::Has { .. } | Condition::OfList { .. } => {}
        }
    }
}

impl Expression {
    /// Calls `visit` on every expression in it, itself first (not those inside conditions).
    pub fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expression)) {
        visit(self);
        match self {
            Expression::Negate(inner) => inner.walk(visit),
            Expression::Binary(_, left, right, _) => {
                left.walk(visit);
                right.walk(visit);
            }
            Expression::Call(_, arguments, _) => {
                arguments.iter().for_each(|argument| argument.walk(visit));
            }
            Expression::If(_, then, otherwise) => {
                then.walk(visit);
                otherwise.walk(visit);
            }
            Expression::Constant(..)
            | Expression::Fact(..)
            | Expression::Criterion(..)
            | Expression::Let(..)
            | Expression::Assessed(_)
            | Expression::Score(_)
            | Expression::NotApplicable(_)
            | Expression::OfList { .. } => {}
        }
    }

    /// Calls `visit` on every condition inside it.
    pub fn walk_conditions<'a>(&'a self, visit: &mut dyn FnMut(&'a Condition)) {
        let mut conditions = Vec::new();
        self.walk(&mut |expression| {
            if let Expression::If(condition, _, _) = expression {
                conditions.push(&**condition);
            }
        });
        conditions
            .into_iter()
            .for_each(|condition| condition.walk(visit));
    }
}
