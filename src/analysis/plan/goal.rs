//! What is to be reached: a grade, a score, a rank, or a peer, with everybody else held still.

use crate::index::TOTAL_LEVEL;
use crate::language::number::Number;
use crate::language::rubric::{Grade, Index};
use crate::language::syntax::{Precision, RankBasis, Rounding, RoundingMode};
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
                let mut others = standings(edition, &index.name);
                others.retain(|(other, _)| other != entity);
                others.sort_by(|a, b| b.1.cmp(&a.1));
                // Ties share the better place, so being level with the one who has the rank is enough.
                let above = usize::try_from(*rank)
                    .ok()
                    .and_then(|rank| rank.checked_sub(1));
                let at = above.ok_or(NoGoal::NoRank { rank: *rank })?;
                match others.get(at) {
                    Some((_, score)) => Ok(plain(level_with(index, score))),
                    None if at <= others.len() => Ok(plain((now.clone(), false))),
                    None => Err(NoGoal::NoRank { rank: *rank }),
                }
            }
            Goal::Peer(peer) => {
                let all = standings(edition, &index.name);
                let found = all.iter().find(|(other, _)| other == peer);
                let (_, score) = found.ok_or_else(|| NoGoal::NoPeer {
                    entity: peer.to_string(),
                    edition: edition.id.to_string(),
                })?;
                Ok(plain(level_with(index, score)))
            }
        }
    }
}

fn standings(edition: &EditionResults, index: &str) -> Vec<(EntityId, Number)> {
    let totals = edition
        .rows
        .iter()
        .filter(|row| *row.level == *TOTAL_LEVEL && *row.index == *index);
    totals
        .filter_map(|row| Some((row.entity.clone(), row.score.clone()?)))
        .collect()
}

fn level_with(index: &Index, score: &Number) -> (Number, bool) {
    match index.rank.on {
        RankBasis::Exact => (score.clone(), false),
        RankBasis::Rounded => least_for(index.rounding, &index.shown(score)),
        RankBasis::RoundedTo(rounding) => least_for(Some(rounding), &score.rounded(rounding)),
    }
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
    let ten = Number::whole(10);
    let unit = (0..decimals).fold(Number::whole(1), |unit, _| unit.over(&ten).unwrap_or(unit));
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
