//! What is to be reached: a grade, a score, a rank, or a peer, with everybody else held still.

use crate::index::TOTAL_LEVEL;
use crate::language::number::Number;
use crate::language::rubric::{Grade, Index};
use crate::language::syntax::{Precision, RankBasis, Rounding, RoundingMode, Ties};
use crate::project::EntityId;
use crate::results::EditionResults;

/// A goal as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// The grade above the present one.
    NextGrade,
    /// A grade by its name.
    Grade(String),
    /// A score as it is shown, 0 to 100 in most rubrics.
    Score(Number),
    /// A rank, from 1.
    Rank(u32),
    /// As good as another entity.
    Peer(EntityId),
    /// As much as can be gained.
    Everything,
}

/// A goal as an exact total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aim {
    /// The exact total where the goal begins; `None` for [`Goal::Everything`].
    pub least: Option<Number>,
    /// Whether the total must be above that, not just level with it.
    pub strict: bool,
    /// The grade aimed at.
    pub grade: Option<String>,
}

/// Why a goal cannot be aimed at.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoGoal {
    /// The best grade is reached.
    #[error("{grade} is the best grade there is")]
    BestGrade {
        /// The grade.
        grade: String,
    },
    /// No grades.
    #[error("the rubric gives no grades")]
    NoGrades,
    /// An unknown grade.
    #[error("there is no grade `{grade}`: the rubric has {known}")]
    UnknownGrade {
        /// The grade.
        grade: String,
        /// The grades there are.
        known: String,
    },
    /// Nobody else to be compared with.
    #[error("{entity} has no score in {edition}")]
    NoPeer {
        /// The peer.
        entity: String,
        /// The edition.
        edition: String,
    },
    /// A rank nobody can have.
    #[error("there is no rank {rank}")]
    NoRank {
        /// The rank.
        rank: u32,
    },
}

impl Aim {
    /// Whether a total reaches the goal.
    pub fn reached(&self, total: &Number) -> bool {
        match &self.least {
            Some(least) => total > least || (!self.strict && total == least),
            None => false,
        }
    }
}

impl Aim {
    /// With how many decimals a total is written beside the goal: two, or as many as it takes not to write a total that
    /// falls short as one that reaches it (44.4961 before 44.5).
    pub fn decimals(&self, total: &Number) -> usize {
        let told = |decimals: usize| {
            let rounding = Rounding {
                mode: RoundingMode::HalfUp,
                to: Precision::Decimals(u32::try_from(decimals).unwrap_or(u32::MAX)),
            };
            self.reached(&total.rounded(rounding)) == self.reached(total)
        };
        (2..MOST_DECIMALS)
            .find(|decimals| told(*decimals))
            .unwrap_or(MOST_DECIMALS)
    }
}

/// No total is written with more decimals than that.
const MOST_DECIMALS: usize = 9;

impl Goal {
    /// What to aim at from a present total.
    ///
    /// # Errors
    /// [`NoGoal`] when there is nothing to aim at.
    pub fn aim(
        &self,
        edition: &EditionResults,
        index: &Index,
        entity: &EntityId,
        now: &Number,
    ) -> Result<Aim, NoGoal> {
        let grades = &index.grades;
        let plain = |(least, strict): (Number, bool)| Aim {
            least: Some(least),
            strict,
            grade: None,
        };
        let graded = |grade: &Grade| Aim {
            grade: Some(grade.name.clone()),
            ..plain(least_for(index.grading, &grade.from))
        };
        let known = || crate::diagnostic::one_of(grades.iter().map(|grade| grade.name.as_str()));
        match self {
            Goal::Everything => Ok(Aim {
                least: None,
                strict: false,
                grade: None,
            }),
            Goal::Score(score) => Ok(plain(least_for(index.rounding, score))),
            Goal::Grade(name) => grades
                .iter()
                .find(|grade| grade.name == *name)
                .map(graded)
                .ok_or_else(|| NoGoal::UnknownGrade {
                    grade: name.clone(),
                    known: known(),
                }),
            Goal::NextGrade => {
                let graded_as = index.graded(now);
                let present = grades.iter().position(|grade| graded_as >= grade.from);
                match present.unwrap_or(grades.len()).checked_sub(1) {
                    Some(next) => grades.get(next).map(graded).ok_or(NoGoal::NoGrades),
                    None => match grades.first() {
                        Some(best) => Err(NoGoal::BestGrade {
                            grade: best.name.clone(),
                        }),
                        None => Err(NoGoal::NoGrades),
                    },
                }
            }
            Goal::Rank(rank) => {
                let mut others = rivals(edition, index, entity);
                others.sort_by(|a, b| b.1.cmp(a.1));
                let above = usize::try_from(*rank)
                    .ok()
                    .and_then(|rank| rank.checked_sub(1));
                let at = above.ok_or(NoGoal::NoRank { rank: *rank })?;
                match others.get(at) {
                    // Where ties share the better place, being level with the one who has the rank is enough.
                    Some((_, score)) if place_at(index, &others, entity, score) <= at => {
                        Ok(plain(level_with(index, score)))
                    }
                    Some((_, score)) => Ok(plain(more_than(index, score))),
                    None if at <= others.len() => Ok(plain((now.clone(), false))),
                    None => Err(NoGoal::NoRank { rank: *rank }),
                }
            }
            Goal::Peer(peer) => {
                let total = edition.total(&index.name, peer);
                let score = total.and_then(|row| row.score.as_ref());
                let score = score.ok_or_else(|| NoGoal::NoPeer {
                    entity: peer.to_string(),
                    edition: edition.id.to_string(),
                })?;
                Ok(plain(level_with(index, score)))
            }
        }
    }
}

/// The rank an entity would have with another total while the others stand still, among those it is ranked with.
pub fn rank_with(
    edition: &EditionResults,
    index: &Index,
    entity: &EntityId,
    total: &Number,
) -> Option<u32> {
    let others = rivals(edition, index, entity);
    u32::try_from(place_at(index, &others, entity, total) + 1).ok()
}

/// The others that an entity is ranked among, with their totals.
fn rivals<'e>(
    edition: &'e EditionResults,
    index: &Index,
    entity: &EntityId,
) -> Vec<(&'e EntityId, &'e Number)> {
    let group = edition.total(&index.name, entity).and_then(|row| row.group);
    let totals = edition.rows.at_level(&index.name, TOTAL_LEVEL);
    totals
        .filter(|row| row.entity != *entity && row.group == group)
        .filter_map(|row| Some((&row.entity, row.score.as_ref()?)))
        .collect()
}

/// How many others stand before an entity that has a score.
fn place_at(
    index: &Index,
    others: &[(&EntityId, &Number)],
    entity: &EntityId,
    score: &Number,
) -> usize {
    let mine = index.ranked(score);
    let before = |(other, score): &&(&EntityId, &Number)| {
        let theirs = index.ranked(score);
        // Of equal ones the names decide, where ties do not share a place.
        let by_name = index.rank.ties == Ties::ByName && *other < entity;
        theirs > mine || theirs == mine && by_name
    };
    others.iter().filter(before).count()
}

fn level_with(index: &Index, score: &Number) -> (Number, bool) {
    match index.rank.on {
        RankBasis::Exact => (score.clone(), false),
        RankBasis::Rounded => least_for(index.rounding, &index.shown(score)),
        RankBasis::RoundedTo(rounding) => least_for(Some(rounding), &score.rounded(rounding)),
    }
}

/// Where scores begin that rank above another.
fn more_than(index: &Index, score: &Number) -> (Number, bool) {
    let rounding = match index.rank.on {
        RankBasis::Exact => None,
        RankBasis::Rounded => index.rounding,
        RankBasis::RoundedTo(rounding) => Some(rounding),
    };
    let Some(rounding) = rounding else {
        return (score.clone(), true);
    };
    let shown = index.ranked(score);
    let step = match rounding.to {
        Precision::Decimals(decimals) => unit(decimals),
        Precision::Significant(digits) => {
            // The place of the last digit that is shown: 0.01 for 6.12 to three digits.
            let ten = Number::whole(10);
            let size = if shown.is_negative() {
                Number::zero().minus(&shown)
            } else {
                shown.clone()
            };
            let mut first = Number::whole(1);
            for _ in 0..MOST_PLACES {
                if first.times(&ten) <= size {
                    first = first.times(&ten);
                } else if first > size && !size.is_zero() {
                    first = first.over(&ten).unwrap_or(first);
                }
            }
            first.times(&unit(digits.saturating_sub(1)))
        }
    };
    least_for(Some(rounding), &shown.plus(&step))
}

/// So many places before or behind the point are looked at.
const MOST_PLACES: usize = 40;

/// The smallest step of numbers with so many decimals.
fn unit(decimals: u32) -> Number {
    let ten = Number::whole(10);
    (0..decimals).fold(Number::whole(1), |unit, _| unit.over(&ten).unwrap_or(unit))
}

/// Where scores begin that are shown as at least `from`: the number, and whether it is itself not enough (as 64.5 is
/// for 65 where halves go to the even neighbour).
fn least_for(rounding: Option<Rounding>, from: &Number) -> (Number, bool) {
    let plain = (from.clone(), false);
    let Some(rounding) = rounding else {
        return plain;
    };
    // What is rounded to significant digits is aimed at as it stands: a little more than needed, never too little.
    let Precision::Decimals(decimals) = rounding.to else {
        return plain;
    };
    let unit = unit(decimals);
    let down = Rounding {
        mode: RoundingMode::Down,
        to: rounding.to,
    };
    let floor = from.rounded(down);
    // The score itself may stand between the shown values: 60.3 is reached by 61.
    let shown = if floor < *from {
        floor.plus(&unit)
    } else {
        floor
    };
    if rounding.mode == RoundingMode::Down {
        return (shown, false);
    }
    let half = unit.over(&Number::whole(2)).unwrap_or_else(Number::zero);
    let low = shown.minus(&half);
    let strict = low.rounded(rounding) < shown;
    (low, strict)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In 2022 Brenland (55.7115) and Odrenia (56.1274) are both shown as 56, behind Verania with 81.
    #[test]
    fn a_rank_takes_more_than_a_tie_where_names_decide() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/eti-demo");
        let results = crate::results::compute(&folder).results.unwrap();
        let edition = &results.editions[1];
        let index = edition.rubric.index("international").unwrap();
        let second = |ties: Ties, on: RankBasis, id: &str| {
            let mut index = index.clone();
            index.rank.ties = ties;
            index.rank.on = on;
            let entity = results.project.entities.resolve(id).unwrap();
            let now = Number::whole(50);
            let aim = Goal::Rank(2).aim(edition, &index, &entity, &now).unwrap();
            let least = aim.least.unwrap();
            let rank = rank_with(edition, &index, &entity, &least);
            (least.to_string(), aim.strict, rank)
        };
        let rounded = RankBasis::Rounded;
        // Being shown as 56 is enough to share the second place.
        assert_eq!(
            second(Ties::Share, rounded, "OD"),
            ("55.5".into(), false, Some(2))
        );
        // BRENLAND stands before OD by name, so OD needs 57, and BRENLAND still 56.
        assert_eq!(
            second(Ties::ByName, rounded, "OD"),
            ("56.5".into(), false, Some(2))
        );
        let brenland = second(Ties::ByName, rounded, "BRENLAND");
        assert_eq!(brenland, ("55.5".into(), false, Some(2)));
        // To two significant digits the next number after 56 is 57, and it is aimed at as it stands.
        let two_digits = RankBasis::RoundedTo(Rounding {
            mode: RoundingMode::HalfUp,
            to: Precision::Significant(2),
        });
        assert_eq!(
            second(Ties::ByName, two_digits, "OD"),
            ("57".into(), false, Some(2))
        );
    }

    #[test]
    fn a_total_that_falls_short_is_not_written_as_one_that_does_not() {
        let aim = Aim {
            least: Number::parse("44.5"),
            strict: false,
            grade: None,
        };
        let decimals = |total: &str| aim.decimals(&Number::parse(total).unwrap());
        // 44.4961 to two decimals is 44.50, to three 44.496; 44.4999 to three is 44.500, to four 44.4999.
        assert_eq!([decimals("44.4961"), decimals("44.4999")], [3, 4]);
        assert_eq!(
            [decimals("44.49"), decimals("44.5"), decimals("61")],
            [2, 2, 2]
        );
    }

    #[test]
    fn the_least_score_that_is_shown_as_enough() {
        let number = |text: &str| Number::parse(text).unwrap();
        let least = |mode, decimals, from: &str| {
            let rounding = Rounding {
                mode,
                to: Precision::Decimals(decimals),
            };
            least_for(Some(rounding), &number(from))
        };
        assert_eq!(
            least(RoundingMode::HalfUp, 0, "65"),
            (number("64.5"), false)
        );
        assert_eq!(
            least(RoundingMode::HalfUp, 0, "60.3"),
            (number("60.5"), false)
        );
        assert_eq!(
            least(RoundingMode::HalfUp, 1, "65"),
            (number("64.95"), false)
        );
        assert_eq!(least(RoundingMode::Down, 0, "65"), (number("65"), false));
        // 64.5 is shown as 64 when halves go to the even neighbour, 65.5 as 66
        assert_eq!(
            least(RoundingMode::HalfEven, 0, "65"),
            (number("64.5"), true)
        );
        assert_eq!(
            least(RoundingMode::HalfEven, 0, "66"),
            (number("65.5"), false)
        );
        assert_eq!(least_for(None, &number("65")), (number("65"), false));
    }
}
