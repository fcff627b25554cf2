//! One index in one edition, seen by a reader of one language: names, marks and rows in the order they are shown.

use super::words::Words;
use crate::catalogue::Indicator;
use crate::chart::{Axis, Band, Colour, Grade, Mark, Palette};
use crate::index::{Row, RowState, TOTAL_LEVEL, aggregate};
use crate::language::number::Number;
use crate::language::rubric::{CriterionId, Index, Noun};
use crate::language::syntax::Aggregate;
use crate::project::EntityId;
use crate::results::{EditionResults, Results, Scale, ScaleBasis, indices};
use crate::scoring::IndicatorScore;
use std::cmp::Reverse;

/// Everything a chart or a page about an index in an edition is made from.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// The results of the project.
    pub results: &'a Results,
    /// The edition.
    pub edition: &'a EditionResults,
    /// The index.
    pub index: &'a Index,
    /// The reader's language.
    pub words: &'a Words,
    /// Where the colours of grades come from.
    pub palette: Palette,
    /// Between which numbers the totals lie, and what they count.
    pub scale: &'a Scale,
    /// The same of what lies below the total.
    pub scale_below: &'a Scale,
    /// Whether entities are ranked in several groups.
    pub grouped: bool,
}

impl<'a> View<'a> {
    /// The view of an index in an edition; `None` when the edition's rubric has no such index.
    pub fn of(
        results: &'a Results,
        edition: &'a EditionResults,
        index: &str,
        words: &'a Words,
    ) -> Option<View<'a>> {
        let index = edition.rubric.index(index)?;
        let scale = results.scale(&index.name)?;
        Some(View {
            results,
            edition,
            index,
            words: match scale.is_points() {
                true => words,
                false => words.without_points(),
            },
            palette: Palette::Official,
            scale,
            scale_below: results.scale_below(&index.name)?,
            grouped: grouped(edition, index),
        })
    }

    /// The same in other colours.
    pub fn painted(self, palette: Palette) -> View<'a> {
        View { palette, ..self }
    }

    /// The same index in another edition.
    pub fn in_edition(self, edition: &'a EditionResults) -> Option<View<'a>> {
        let index = edition.rubric.index(&self.index.name)?;
        Some(View {
            edition,
            index,
            grouped: grouped(edition, index),
            ..self
        })
    }

    /// All editions with scores of this index, in order of time.
    pub fn editions(self) -> Vec<View<'a>> {
        let of_index = indices(self.results)
            .into_iter()
            .find(|(name, _)| *name == self.index.name);
        let editions = of_index.map(|(_, editions)| editions).unwrap_or_default();
        editions
            .into_iter()
            .filter_map(|edition| self.in_edition(edition))
            .collect()
    }

    /// The edition before this one.
    pub fn before(self) -> Option<View<'a>> {
        let mut editions = self.editions();
        editions.retain(|view| view.edition.period.last_day() < self.edition.period.last_day());
        editions.pop()
    }

    /// Whether scores of two editions were made by the same method.
    pub fn comparable(self, other: View<'_>) -> bool {
        self.edition.method == other.edition.method
    }

    /// The reader's language.
    pub fn lang(self) -> &'a str {
        self.words.language()
    }

    /// What an entity is called.
    pub fn entity(self, id: &'a EntityId) -> &'a str {
        self.results.entity_name(id, self.lang())
    }

    /// What the index is called.
    pub fn index_name(self) -> &'a str {
        self.term(&self.index.name, &self.index.label)
    }

    /// What the edition is called.
    pub fn edition_name(self) -> String {
        let label = &self.edition.label;
        if label.is_empty() {
            // An id such as `international-2023` adds to the index's name only when it is.
            self.edition.period.to_string()
        } else {
            label.or(self.lang(), self.edition.id.as_str()).to_string()
        }
    }

    /// A word of the rubric in the reader's language, as far as the catalogue has it.
    pub fn term(self, word: &str, english: &'a str) -> &'a str {
        self.results.term(word, english, self.lang())
    }

    /// Who is responsible for an indicator, by name.
    pub fn owners(self, indicator: &Indicator) -> String {
        let bodies = indicator.bodies.iter();
        let names: Vec<&str> = bodies
            .filter_map(|id| self.results.catalogue.bodies.get(id.index()))
            .map(|body| body.label.or(self.lang(), &body.id))
            .collect();
        names.join(", ")
    }

    /// The mean of a criterion over the records of a disclosure; `None` where it applies to none of them.
    pub fn criterion(self, score: &IndicatorScore, id: CriterionId) -> Option<Number> {
        let outcomes = &self.edition.scores.outcomes;
        let scores: Vec<&Number> = score
            .outcomes
            .iter()
            .filter_map(|outcome| outcomes.get(*outcome)?.criteria.get(id.index()))
            .filter(|criterion| criterion.applicable)
            .map(|criterion| &criterion.score)
            .collect();
        aggregate(Aggregate::Mean, &scores)
    }

    /// What a node of the catalogue, a criterion, a market or a body is called.
    pub fn node(self, level: &str, node: &'a str) -> &'a str {
        self.results
            .node_name(self.edition, level, node, self.lang())
    }

    /// The rows of the index at a level.
    pub fn rows(self, level: &'a str) -> impl Iterator<Item = &'a Row> {
        self.edition.rows.at_level(&self.index.name, level)
    }

    /// The totals, group by group where ranks are given within groups, best first; of equal ones in the order of their names, those without a score at the end.
    pub fn standings(self) -> Vec<&'a Row> {
        let mut totals: Vec<&Row> = self.rows(TOTAL_LEVEL).collect();
        totals.sort_by_cached_key(|row| {
            let name = self.entity(&row.entity).to_lowercase();
            // Groups one after another, and whoever is in none at the end.
            (
                row.group.unwrap_or(u8::MAX),
                row.rank.unwrap_or(u32::MAX),
                Reverse(row.shown.clone()),
                name,
            )
        });
        totals
    }

    /// The row of one entity at a level.
    pub fn row(self, entity: &EntityId, level: &str, node: &str) -> Option<&'a Row> {
        self.edition.row(&self.index.name, entity, level, node)
    }

    /// The total of an entity.
    pub fn total(self, entity: &EntityId) -> Option<&'a Row> {
        self.row(entity, TOTAL_LEVEL, &self.index.name)
    }

    /// The nodes that the total is made of with their shares (of one; none where nothing is weighted), as far as they
    /// have rows.
    pub fn parts(self) -> Vec<(&'a str, Option<&'a Number>)> {
        let level = self.part_level();
        let mut nodes: Vec<&str> = Vec::new();
        for row in self.rows(level).filter(|row| row.market.is_none()) {
            if !nodes.contains(&&*row.node) {
                nodes.push(&row.node);
            }
        }
        let weights = &self.index.total.weights;
        let weight = |node: &str| {
            let weight = weights.iter().find(|weight| weight.node == node);
            weight.map(|weight| &weight.share)
        };
        let place = |node: &str| weights.iter().position(|weight| weight.node == node);
        nodes.sort_by_key(|node| place(node).unwrap_or(usize::MAX));
        nodes.into_iter().map(|node| (node, weight(node))).collect()
    }

    /// The level of [`View::parts`].
    pub fn part_level(self) -> &'a str {
        use crate::language::rubric::Part;
        match &self.index.total.of {
            Part::Level(level) => level,
            Part::Indicators => self
                .index
                .levels
                .last()
                .map_or("indicator", |level| &level.name),
        }
    }

    /// A row as a mark of a chart.
    pub fn mark(self, row: &Row) -> Mark {
        match (&row.score, &row.shown) {
            (Some(_), Some(shown)) => Mark::Score {
                value: shown.to_f64(),
                shown: self.words.number(shown),
                grade: row.grade.as_deref().map(|grade| self.grade(grade)),
                given: row.state == RowState::Given,
                provisional: row.state == RowState::Provisional,
                nothing: self.says_nothing(row, shown),
            },
            _ => match row.state {
                RowState::Absent(absence) => Mark::Absent(absence),
                _ => Mark::NoScore,
            },
        }
    }

    /// The axis of charts on a scale.
    pub fn axis(self, scale: &Scale) -> Axis {
        let (ticks, decimals) = scale.ticks();
        let ticks = ticks
            .iter()
            .map(|tick| (tick.to_f64(), self.words.fixed(tick, decimals)));
        Axis {
            low: scale.low.to_f64(),
            high: scale.high.to_f64(),
            ticks: ticks.collect(),
        }
    }

    /// The scale as subtitles say it (`0–100 points, `); nothing where it is only the range of the scores there are.
    pub fn scale_line(self, scale: &Scale) -> String {
        if scale.basis == ScaleBasis::Data {
            return String::new();
        }
        let unit = self.unit();
        let key = match (scale.low.is_negative(), unit.is_empty()) {
            (false, true) => "scale_line",
            (false, false) => "scale_line_unit",
            (true, true) => "scale_line_signed",
            (true, false) => "scale_line_signed_unit",
        };
        let (low, high) = (
            self.words.number(&scale.low),
            self.words.number(&scale.high),
        );
        let fill: [(&str, &dyn std::fmt::Display); 3] =
            [("low", &low), ("high", &high), ("unit", &unit)];
        self.words.say(key, &fill)
    }

    /// What the scores count, in the reader's language; empty for points, which have words of their own, and where the
    /// rubric does not say.
    pub fn unit(self) -> &'a str {
        match &self.scale.unit {
            Some(unit) if !self.scale.is_points() => self.term(unit, unit),
            _ => "",
        }
    }

    /// The mark of a row that may be missing.
    pub fn mark_of(self, row: Option<&Row>) -> Mark {
        row.map_or(Mark::NoScore, |row| self.mark(row))
    }

    /// A grade with its colour; grey where the rubric gives none.
    pub fn grade(self, name: &str) -> Grade {
        let grades = &self.index.grades;
        let mut families: Vec<&str> = grades.iter().map(|grade| family(&grade.name)).collect();
        families.dedup();
        let place = families.iter().position(|known| *known == family(name));
        let of_palette = place.and_then(|place| self.palette.colour(place, families.len()));
        let found = || grades.iter().find(|grade| grade.name == name);
        let of_rubric = || Colour::from_hex(found()?.colour.as_deref()?);
        Grade {
            label: name.to_string(),
            colour: of_palette
                .or_else(of_rubric)
                .unwrap_or(Colour(0xd9, 0xd9, 0xd9)),
        }
    }

    /// What a score within the index is graded as after rounding.
    pub fn graded(self, score: &Number) -> Option<Grade> {
        let grade = self.index.grade(score)?;
        Some(self.grade(&grade.name))
    }

    /// The grade scale in families (`A`, `B`, …): grades that share their meaning, with the colour of the middle one.
    pub fn bands(self) -> Vec<Band> {
        let grades = &self.index.grades;
        let mut families: Vec<Vec<usize>> = Vec::new();
        for (at, grade) in grades.iter().enumerate() {
            let same = |first: &usize| grade.label.is_some() && grades[*first].label == grade.label;
            match families.last_mut() {
                Some(family) if family.first().is_some_and(same) => family.push(at),
                _ => families.push(vec![at]),
            }
        }
        let mut bands = Vec::new();
        let (low, mut to) = (self.scale.low.to_f64(), self.scale.high.to_f64());
        for family in families {
            let names: Vec<&str> = family.iter().map(|at| grades[*at].name.as_str()).collect();
            let middle = self.grade(names[names.len() / 2]);
            let from = family.last().map_or(low, |at| grades[*at].from.to_f64());
            // A grade that begins above the scale is none of its stretches.
            if from >= to {
                continue;
            }
            let from = from.max(low);
            bands.push(Band {
                from,
                to,
                grade: Grade {
                    label: common_start(&names).to_string(),
                    ..middle
                },
            });
            to = from;
        }
        bands.reverse();
        bands
    }

    /// The entities in a word with their number: countries when all of them are.
    pub fn count(self, entities: usize) -> String {
        let key = if self.are_countries() {
            "countries_count"
        } else {
            "entities_count"
        };
        self.words.count(key, entities, &[])
    }

    /// The same with a small number as a word, where the language writes it so: `three countries`.
    pub fn count_in_words(self, entities: usize) -> String {
        let key = if self.are_countries() {
            "countries_count"
        } else {
            "entities_count"
        };
        self.words.count_in_words(key, entities)
    }

    /// Whether all entities of the edition are countries (real ones, or invented ones of a project that says so).
    pub fn are_countries(self) -> bool {
        if self.edition.rubric.has_word_for(Noun::Entity) {
            return false;
        }
        let fictional = self.results.project.fictional;
        let known = |row: &Row| crate::catalogue::country(row.entity.as_str()).is_some();
        fictional || self.rows(TOTAL_LEVEL).all(known)
    }
}

/// Whether there are entities of several groups that ranks are given within.
fn grouped(edition: &EditionResults, index: &Index) -> bool {
    let mut totals = edition.rows.at_level(&index.name, TOTAL_LEVEL);
    let first = totals.next().and_then(|row| row.group);
    index.rank.within.is_some() && totals.any(|row| row.group != first)
}

/// A grade without its plus or minus: `A-` is of the family `A`.
fn family(grade: &str) -> &str {
    grade.trim_end_matches(['+', '-', '\u{2212}'])
}

/// What all names start with; the first name when that is nothing.
fn common_start<'n>(names: &[&'n str]) -> &'n str {
    let Some((first, rest)) = names.split_first() else {
        return "";
    };
    let same = |(at, letter): &(usize, char)| {
        rest.iter().all(|name| {
            name.get(*at..)
                .is_some_and(|name| name.starts_with(*letter))
        })
    };
    let end = first
        .char_indices()
        .take_while(same)
        .last()
        .map_or(0, |(at, letter)| at + letter.len_utf8());
    if end == 0 { first } else { &first[..end] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_of_grades_is_named_by_what_its_names_share() {
        assert_eq!(common_start(&["C+", "C", "C-"]), "C");
        assert_eq!(common_start(&["A+"]), "A+");
        assert_eq!(common_start(&["open", "closed"]), "open");
    }
}
