//! Ranks: the best is first, ties share the best place (1 2 2 4).

use crate::language::number::Number;

/// The rank of each score; `None` where there is no score.
///
/// ```
/// use clearwatt::index::rank;
/// use clearwatt::language::number::Number;
/// let scores = [Some(80), Some(90), None, Some(80), Some(70)].map(|s| s.map(Number::whole));
/// assert_eq!(rank(&scores), [Some(2), Some(1), None, Some(2), Some(4)]);
/// ```
pub fn rank(scores: &[Option<Number>]) -> Vec<Option<u32>> {
    let mut sorted: Vec<&Number> = scores.iter().flatten().collect();
    sorted.sort_by(|a, b| b.cmp(a));
    scores
        .iter()
        .map(|score| {
            let score = score.as_ref()?;
            let better = sorted.partition_point(|other| *other > score);
            u32::try_from(better + 1).ok()
        })
        .collect()
}
