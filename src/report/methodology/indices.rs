//! How scores become indices, in sentences and tables.

use super::{Source, readable};
use crate::language::rubric::{Index, Level, Part};
use crate::language::syntax::{MissingEffect, Precision, RankBasis, Rounding, RoundingMode, Ties};
use crate::language::words::{condition, formula};
use crate::report::page::{Cell, Table};
use crate::report::words::{Words, aggregate};
use serde::Serialize;

/// One index.
#[derive(Debug, Serialize)]
pub struct IndexText {
    /// Its title.
    pub title: String,
    /// How it is made, a sentence each.
    pub sentences: Vec<String>,
    /// The weights of its parts.
    pub weights: Option<Table>,
    /// The weights of the levels below the total, one table for each level that has any.
    pub weights_below: Vec<Table>,
    /// Its cuts, a sentence each.
    pub cuts: Vec<String>,
}

impl Source<'_> {
    pub(super) fn index(&self, index: &Index) -> IndexText {
        let words = self.words;
        let mut sentences = Vec::new();
        let official = self.rubric.headline().map(|official| &official.name);
        if self.rubric.indices.len() > 1 && official == Some(&index.name) {
            sentences.push(self.say("doc_headline"));
        }
        if let Some(score) = index
            .from
            .and_then(|id| self.rubric.further_scores.get(id.index()))
        {
            sentences.push(words.say("doc_from", &[("score", &score.label)]));
        }
        if let Some(select) = &index.select {
            let which = condition(self.rubric, select);
            sentences.push(words.say("doc_select", &[("condition", &which)]));
        }
        match &index.formula {
            Some(written) => {
                let written = readable(&formula(written));
                sentences.push(words.say("doc_formula", &[("formula", &written)]));
            }
            None => {
                let levels = index.levels.iter().chain([&index.total]);
                sentences.extend(levels.map(|level| self.level(level)));
            }
        }
        if let Some(how) = index.across {
            let how = aggregate(words, how);
            sentences.push(words.say("doc_across", &[("aggregate", &how)]));
        }
        sentences.push(words.say(
            match index.missing {
                MissingEffect::LeftOut => "doc_missing_left_out",
                MissingEffect::Zero => "doc_missing_zero",
                MissingEffect::NoScore => "doc_missing_no_score",
            },
            &[],
        ));
        sentences.extend(scale(words, index));
        sentences.extend(rounded(words, index));
        sentences.push(self.ranking(index));
        let below = index.levels.iter();
        IndexText {
            title: self.term(&index.name, &index.label),
            sentences,
            weights: self.weights(&index.total),
            weights_below: below.filter_map(|level| self.weights(level)).collect(),
            cuts: index.cuts.iter().map(|cut| self.cut(cut)).collect(),
        }
    }

    /// The weights of a level.
    fn weights(&self, level: &Level) -> Option<Table> {
        let rows = level.weights.iter().map(|weight| {
            vec![
                Cell::text(self.node(&weight.node)),
                Cell::number(self.words.share(&weight.share)),
            ]
        });
        self.table("", &[weighted_parts(level), "weight"], rows.collect())
    }

    /// What the catalogue calls a node or an indicator.
    fn node(&self, id: &str) -> String {
        let label = self.catalogue.and_then(|catalogue| {
            let node = catalogue.nodes.iter().find(|node| node.id == id);
            let indicator = || catalogue.indicator(catalogue.indicator_id(id)?);
            node.map(|node| &node.label)
                .or_else(|| indicator().map(|found| &found.label))
        });
        label.map_or_else(
            || id.replace('_', " "),
            |label| label.or(self.words.language(), id).to_string(),
        )
    }

    fn level_name(&self, level: &str) -> String {
        let key = format!("level_{level}");
        let name = self.say(&key);
        if name == key { level.to_string() } else { name }
    }

    fn level(&self, level: &Level) -> String {
        let words = self.words;
        let name = if level.name == "total" {
            "index"
        } else {
            &level.name
        };
        let of = match &level.of {
            Part::Indicators => words.say("of_indicators", &[]),
            Part::Level(level) => words.say(
                "of_level",
                &[("level", &self.level_name(level).to_lowercase())],
            ),
        };
        let mut sentence = words.say(
            "method_levels",
            &[
                ("level", &self.level_name(name)),
                ("aggregate", &aggregate(words, level.aggregate)),
                ("of", &of),
            ],
        );
        if let Some(rounding) = level.rounding {
            let how = rounding_in_words(self.words, rounding);
            sentence.push_str(&words.say("doc_level_rounded", &[("rounding", &how)]));
        }
        sentence
    }

    fn ranking(&self, index: &Index) -> String {
        let basis = match index.rank.on {
            RankBasis::Exact => self.say("basis_exact"),
            RankBasis::Rounded => self.say("basis_rounded"),
            RankBasis::RoundedTo(rounding) => {
                format!(
                    "{} ({})",
                    self.say("basis_rounded"),
                    rounding_in_words(self.words, rounding)
                )
            }
        };
        let ties = self.say(match index.rank.ties {
            Ties::Share => "doc_ties_share",
            Ties::Marked => "doc_ties_marked",
            Ties::ByName => "doc_ties_by_name",
        });
        let mut sentence = self
            .words
            .say("doc_ranks", &[("basis", &basis), ("ties", &ties)]);
        let within = index
            .rank
            .within
            .and_then(|fact| self.rubric.facts.get(fact.index()));
        if let Some(fact) = within {
            sentence.push(' ');
            sentence.push_str(&self.words.say("doc_within", &[("fact", &fact.name)]));
        }
        sentence
    }

    fn cut(&self, cut: &crate::language::rubric::Cut) -> String {
        let words = self.words;
        let label = self.term(&cut.name, &cut.label);
        let how = aggregate(words, cut.aggregate);
        let mut sentence = words.say("doc_cut", &[("cut", &label), ("aggregate", &how)]);
        if !cut.only.is_empty() {
            let only: Vec<String> = cut.only.iter().map(|id| self.node(id)).collect();
            sentence.push(' ');
            sentence.push_str(&words.say("doc_cut_only", &[("list", &words.list(&only))]));
        }
        if cut.indicative {
            sentence.push(' ');
            sentence.push_str(&self.say("doc_cut_indicative"));
        }
        sentence
    }
}

/// The word for what a level gives weights to.
pub(in crate::report) fn weighted_parts(level: &Level) -> &'static str {
    match &level.of {
        Part::Indicators => "indicator",
        Part::Level(below) => match below.as_str() {
            "group" => "level_group",
            "subcategory" => "level_subcategory",
            _ => "category",
        },
    }
}

/// Between which numbers the scores of an index lie, where it says so.
fn scale(words: &Words, index: &Index) -> Option<String> {
    let scale = index.scale.as_ref()?;
    let (low, high) = (words.number(&scale.low), words.number(&scale.high));
    Some(match &scale.unit {
        None => words.say("doc_scale", &[("low", &low), ("high", &high)]),
        Some(unit) => words.say(
            "doc_scale_unit",
            &[("low", &low), ("high", &high), ("unit", unit)],
        ),
    })
}

/// How scores are rounded for show and for grades: one sentence where both are rounded alike.
pub(in crate::report) fn rounded(words: &Words, index: &Index) -> Vec<String> {
    let say = |key: &str, rounding: Rounding| {
        let how = rounding_in_words(words, rounding);
        words.say(key, &[("rounding", &how)])
    };
    let graded = !index.grades.is_empty();
    match (index.rounding, index.grading) {
        (None, None) => Vec::new(),
        (Some(both), grading) if grading == Some(both) => vec![say("doc_rounding", both)],
        (shown, grading) => {
            let shown = shown.map(|rounding| say("doc_shown", rounding));
            let grades = graded.then(|| match grading {
                Some(rounding) => say("doc_graded", rounding),
                None => words.say("doc_graded_exact", &[]),
            });
            shown.into_iter().chain(grades).collect()
        }
    }
}

fn rounding_in_words(words: &Words, rounding: Rounding) -> String {
    let how = match rounding.mode {
        RoundingMode::HalfUp => "rounding_half_up",
        RoundingMode::HalfEven => "rounding_half_even",
        RoundingMode::Down => "rounding_down",
    };
    let how = words.say(how, &[]);
    let (key, digits) = match rounding.to {
        Precision::Decimals(digits) => ("doc_decimals", digits),
        Precision::Significant(digits) => ("doc_significant", digits),
    };
    let to = words.count(key, digits as usize, &[]);
    format!("{how}, {to}")
}
