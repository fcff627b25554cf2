//! `index` blocks: levels, weights, cuts, rounding, ranks.

use super::cursor::Cursor;
use super::tokens::Kind;
use crate::language::number::Number;
use crate::language::syntax::{
    AbsenceBlock, Aggregate, CutItem, CutPart, Hundredths, IndexItem, IndexPart, Item, LevelItem,
    MissingEffect, Name, Precision, RankBasis, RankRule, Rounding, RoundingMode, ScaleItem, Ties,
    Weight,
};
use num_traits::ToPrimitive as _;

/// Aggregates of several words.
const WORDED: [(&[&str], Aggregate); 4] = [
    (&["weighted", "mean"], Aggregate::WeightedMean),
    (&["geometric", "mean"], Aggregate::GeometricMean),
    (
        &["weighted", "geometric", "mean"],
        Aggregate::WeightedGeometricMean,
    ),
    (&["harmonic", "mean"], Aggregate::HarmonicMean),
];

/// How the lines of an index begin, apart from names of levels.
pub const INDEX_LINES: [&str; 16] = [
    "indicators where",
    "total",
    "cut",
    "round",
    "show rounded",
    "grade on",
    "grades",
    "no grades",
    "scale",
    "missing",
    "rank on",
    "from score",
    "minimum coverage",
    "not_assessed",
    "withheld",
    "across entities",
];

const AGGREGATES: [(&str, Aggregate); 5] = [
    ("mean", Aggregate::Mean),
    ("sum", Aggregate::Sum),
    ("min", Aggregate::Min),
    ("max", Aggregate::Max),
    ("median", Aggregate::Median),
];

impl Cursor<'_> {
    pub fn index(&mut self) -> Option<Item> {
        let start = self.span();
        self.step();
        let name = self.name("the index's name")?;
        let label = self.label();
        let headline = self.accept_word("headline");
        let what = format!("index `{}`", name.text);
        let (parts, span) = self.block_with(&what, &["grades"], Cursor::index_part)?;
        Some(Item::Index(IndexItem {
            name,
            label,
            headline,
            parts,
            span: start.to(span),
        }))
    }

    fn index_part(&mut self) -> Option<IndexPart> {
        let start = self.span();
        if self.is_word("indicators") && self.is_word_ahead(1, "where") {
            self.step();
            self.step();
            let condition = self.condition("where")?;
            return Some(IndexPart::Where(condition, start.to(self.last_span())));
        }
        if self.is_word("cut") && matches!(self.kind_ahead(1), Kind::Name(_)) {
            return self.cut().map(IndexPart::Cut);
        }
        if self.is_word("round") && !self.is_sign_ahead(1, ":") {
            self.step();
            let rounding = self.rounding()?;
            return Some(IndexPart::Round(rounding, start.to(self.last_span())));
        }
        if self.is_word("show") && self.is_word_ahead(1, "rounded") {
            self.step();
            self.step();
            let rounding = self.rounding()?;
            return Some(IndexPart::Show(rounding, start.to(self.last_span())));
        }
        if self.is_word("grade") && self.is_word_ahead(1, "on") {
            self.step();
            self.step();
            let rounding = self.grading()?;
            return Some(IndexPart::GradeOn(rounding, start.to(self.last_span())));
        }
        if self.is_word("grades") && self.is_sign_ahead(1, "{") {
            return self.grades().map(IndexPart::Grades);
        }
        if self.is_word("no") && self.is_word_ahead(1, "grades") {
            self.step();
            self.step();
            return Some(IndexPart::NoGrades(start.to(self.last_span())));
        }
        if self.is_word("scale") && !self.is_sign_ahead(1, ":") && !self.is_sign_ahead(1, ",") {
            return self.scale().map(IndexPart::Scale);
        }
        if self.is_word("rank") && self.is_word_ahead(1, "on") {
            self.step();
            self.step();
            let rule = self.rank_rule()?;
            return Some(IndexPart::Rank(rule, start.to(self.last_span())));
        }
        if self.is_word("from") && self.is_word_ahead(1, "score") {
            self.step();
            self.step();
            let name = self.name("the name of a score")?;
            return Some(IndexPart::From(name, start.to(self.last_span())));
        }
        if self.is_word("minimum") && self.is_word_ahead(1, "coverage") {
            self.step();
            self.step();
            let (share, percent, span) = self.plain_number("a share such as `60%`")?;
            if !percent {
                let found = share.to_string();
                self.report(super::SyntaxError::NotALiteral { found, span });
                return None;
            }
            return Some(IndexPart::MinimumCoverage(share, start.to(span)));
        }
        if self.is_word("total") && self.is_sign_ahead(1, "=") {
            self.step();
            self.step();
            let value = self.expression()?;
            return Some(IndexPart::Formula(value, start.to(self.last_span())));
        }
        if (self.is_word("not_assessed") || self.is_word("withheld")) && self.is_sign_ahead(1, ":")
        {
            let effects = vec![self.absence()?];
            let span = start.to(self.last_span());
            return Some(IndexPart::Absence(AbsenceBlock { effects, span }));
        }
        if self.is_word("across") && self.is_word_ahead(1, "entities") {
            self.step();
            self.step();
            self.expect_sign(":")?;
            let aggregate = self.aggregate()?;
            if self.accept_word("of").is_some() {
                self.expect_word("indicators")?;
            }
            return Some(IndexPart::Across(aggregate, start.to(self.last_span())));
        }
        if self.is_word("missing") && self.is_sign_ahead(1, ":") {
            self.step();
            self.step();
            let effect = if self.accept_words(&["left", "out"]) {
                MissingEffect::LeftOut
            } else if self.accept_words(&["no", "score"]) {
                MissingEffect::NoScore
            } else if self.accept_word("zero").is_some() {
                MissingEffect::Zero
            } else {
                self.expected("`left out`, `zero` or `no score`", None);
                return None;
            };
            return Some(IndexPart::Missing(effect, start.to(self.last_span())));
        }
        if matches!(self.kind(), Kind::Name(_))
            && (self.is_sign_ahead(1, ":") || self.is_sign_ahead(1, ","))
        {
            return self.level().map(IndexPart::Level);
        }
        self.unknown_statement("a line of an index", &INDEX_LINES);
        None
    }

    /// What grades go by: `rounded half up to 0 decimals` or `exact score`.
    fn grading(&mut self) -> Option<Option<Rounding>> {
        if self.accept_words(&["exact", "score"]) {
            return Some(None);
        }
        if self.accept_word("rounded").is_some() {
            return self.rounding().map(Some);
        }
        let help = "for example `grade on rounded half up to 0 decimals`";
        self.expected("`rounded` or `exact score`", Some(help.to_string()));
        None
    }

    /// `scale -10 to 10 "points"`
    fn scale(&mut self) -> Option<ScaleItem> {
        let start = self.span();
        self.step();
        let (low, ..) = self.plain_number("the lowest score")?;
        self.expect_word("to")?;
        let (high, ..) = self.plain_number("the highest score")?;
        let unit = self.label();
        Some(ScaleItem {
            low,
            high,
            unit,
            span: start.to(self.last_span()),
        })
    }

    fn rank_rule(&mut self) -> Option<RankRule> {
        let on = if self.accept_word("exact").is_some() {
            self.expect_word("score")?;
            RankBasis::Exact
        } else if self.accept_words(&["score", "rounded"]) {
            RankBasis::RoundedTo(self.rounding()?)
        } else if self.accept_word("rounded").is_some() {
            self.expect_word("score")?;
            RankBasis::Rounded
        } else {
            let help = "`rank on score rounded half up to 0 decimals` rounds for ranking alone";
            self.expected("`exact score` or `rounded score`", Some(help.to_string()));
            return None;
        };
        let within = match self.accept_word("within") {
            Some(_) => Some(self.name("a fact of the entities, such as `income`")?),
            None => None,
        };
        let mut ties = Ties::Share;
        if self.is_sign(",") && self.is_word_ahead(1, "ties") {
            self.step();
            self.step();
            ties = if self.accept_word("share").is_some() {
                Ties::Share
            } else if self.accept_word("marked").is_some() {
                Ties::Marked
            } else if self.accept_words(&["by", "name"]) {
                Ties::ByName
            } else {
                self.expected("`share`, `marked` or `by name`", None);
                return None;
            };
        }
        Some(RankRule { on, within, ties })
    }

    fn level(&mut self) -> Option<LevelItem> {
        let start = self.span();
        let levels = self.names("a level", &[","], |_, _| false)?;
        self.expect_sign(":")?;
        let aggregate = self.aggregate()?;
        let of = match self.accept_word("of") {
            Some(_) => Some(self.name("what it is made of, such as `indicators`")?),
            None => None,
        };
        // Weights without their brace are weights all the same; `block` says that it is missing.
        let rounding = match self.accept_word("rounded") {
            Some(_) => Some(self.rounding()?),
            None => None,
        };
        let forgotten = aggregate.is_weighted()
            && self.starts_line()
            && matches!(self.kind(), Kind::Name(_))
            && matches!(self.kind_ahead(1), Kind::Percent(_) | Kind::Number(_));
        let weights = if self.is_sign("{") && self.continues() || forgotten {
            let errors = self.errors.len();
            let weights = self.block("the weights", Cursor::weight)?.0;
            // Weights that could not be read must not be called missing.
            if weights.is_empty() && self.errors.len() > errors {
                return None;
            }
            weights
        } else {
            Vec::new()
        };
        let span = start.to(self.last_span());
        Some(LevelItem {
            levels,
            aggregate,
            of,
            rounding,
            weights,
            span,
        })
    }

    pub fn aggregate(&mut self) -> Option<Aggregate> {
        for (words, aggregate) in WORDED {
            if self.accept_words(words) {
                return Some(aggregate);
            }
        }
        if self.accept_words(&["power", "mean"]) {
            return self.hundredths("an exponent").map(Aggregate::PowerMean);
        }
        if self.accept_words(&["trimmed", "mean"]) {
            return self
                .hundredths("the share left out at each end, such as `10%`")
                .map(Aggregate::TrimmedMean);
        }
        if self.accept_words(&["share", "at", "least"]) {
            return self.hundredths("a threshold").map(Aggregate::ShareAtLeast);
        }
        let found = match self.kind() {
            Kind::Name(word) => AGGREGATES.iter().find(|(name, _)| name == word),
            _ => None,
        };
        let Some((_, aggregate)) = found else {
            self.expected(
                "`mean`, `weighted mean`, `sum`, `min`, `max` or `median`",
                Some("or `geometric mean`, `weighted geometric mean`, `harmonic mean`, `power mean 2`, `trimmed mean 10%`, `share at least 50`".to_string()),
            );
            return None;
        };
        self.step();
        Some(*aggregate)
    }

    /// A number with at most two decimals.
    fn hundredths(&mut self, what: &str) -> Option<Hundredths> {
        let (number, _, span) = self.plain_number(what)?;
        let scaled = number.times(&Number::whole(100));
        let fits = scaled.parts().filter(|(_, below)| *below == 1);
        match fits.and_then(|(whole, _)| whole.to_i32()) {
            Some(whole) => Some(Hundredths(whole)),
            None => {
                let found = number.to_string();
                self.report(super::SyntaxError::NotALiteral { found, span });
                None
            }
        }
    }

    fn weight(&mut self) -> Option<Weight> {
        let name = self.node_name()?;
        let (value, percent, span) = self.plain_number("a weight such as `20%`")?;
        let span = name.span.to(span);
        Some(Weight {
            name,
            value,
            percent,
            span,
        })
    }

    /// A node of the catalogue: a name, or a text in quotes where the id holds hyphens.
    fn node_name(&mut self) -> Option<Name> {
        if let Kind::Text(text) = self.kind().clone() {
            let span = self.span();
            self.step();
            return Some(Name { text, span });
        }
        self.name("what is weighted")
    }

    fn cut(&mut self) -> Option<CutItem> {
        let start = self.span();
        self.step();
        let name = self.name("the cut's name")?;
        let label = self.label();
        let by = match self.accept_word("by") {
            Some(_) => Some(self.name("what it is cut by, such as `market`")?),
            None => None,
        };
        let what = format!("cut `{}`", name.text);
        let (parts, span) = self.block(&what, Cursor::cut_part)?;
        Some(CutItem {
            name,
            label,
            by,
            parts,
            span: start.to(span),
        })
    }

    fn cut_part(&mut self) -> Option<CutPart> {
        let start = self.span();
        let listed = |cursor: &mut Self| {
            cursor.step();
            let names = cursor.names("a name", &[","], |_, _| false)?;
            let span = start.to(cursor.last_span());
            Some((names, span))
        };
        if self.is_sign_ahead(1, ":") {
            return self.level().map(CutPart::Level);
        }
        if self.is_word("only") {
            return listed(self).map(|(names, span)| CutPart::Only(names, span));
        }
        if self.is_word("reference") {
            let (names, span) = listed(self)?;
            let label = self.label();
            let span = label.as_ref().map_or(span, |label| span.to(label.span));
            return Some(CutPart::Reference(names, label, span));
        }
        if self.is_word("without") {
            return listed(self).map(|(names, span)| CutPart::Without(names, span));
        }
        if self.is_word("indicative") {
            self.step();
            return Some(CutPart::Indicative(start));
        }
        let known = ["only", "total", "reference", "without", "indicative"];
        self.unknown_statement("a line of a cut", &known);
        None
    }

    fn rounding(&mut self) -> Option<Rounding> {
        let mode = if self.accept_words(&["half", "up"]) {
            RoundingMode::HalfUp
        } else if self.accept_words(&["half", "even"]) {
            RoundingMode::HalfEven
        } else if self.accept_word("down").is_some() {
            RoundingMode::Down
        } else {
            let help = "for example `round half up to 0 decimals`";
            self.expected("`half up`, `half even` or `down`", Some(help.to_string()));
            return None;
        };
        self.expect_word("to")?;
        let (number, _, span) = self.plain_number("how many decimals")?;
        let digits = number
            .to_string()
            .parse::<u32>()
            .ok()
            .filter(|digits| *digits <= 30);
        let Some(digits) = digits else {
            let found = number.to_string();
            self.report(super::SyntaxError::NotALiteral { found, span });
            return None;
        };
        if self.accept_word("decimals").is_some() || self.accept_word("decimal").is_some() {
            return Some(Rounding {
                mode,
                to: Precision::Decimals(digits),
            });
        }
        if self.accept_words(&["significant", "digits"]) {
            return Some(Rounding {
                mode,
                to: Precision::Significant(digits.max(1)),
            });
        }
        self.expected("`decimals` or `significant digits`", None);
        None
    }
}
