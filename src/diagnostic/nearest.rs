//! The nearest known name, for "did you mean". Distance is optimal string alignment (insert, delete, replace, swap of
//! neighbours: Damerau 1964) over lower-cased characters, with look-alike Cyrillic and Greek letters counted as equal,
//! because a Cyrillic `а` in `pаid` is the one mistake nobody can see.

/// The known name nearest to `given`, if it is near enough to be what was meant: at most one edit per three
/// characters (and at least one). A name that goes on where `given` ends is one edit away.
///
/// ```
/// use clearwatt::diagnostic::nearest;
/// assert_eq!(nearest("acces", ["access", "formats"]), Some("access"));
/// assert_eq!(nearest("xyz", ["access", "formats"]), None);
/// ```
pub fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A name this long is not a typing mistake, and comparing it would take long.
    if given.len() > 200 {
        return None;
    }
    let folded = fold(given);
    let allowed = (folded.len() / 3).max(1);
    known
        .into_iter()
        .filter(|name| name.len() <= 400)
        .map(|name| (name, fold(name)))
        .map(|(name, other)| {
            let start = same_start(&folded, &other);
            // Three letters are enough to mean a longer name by its start.
            let goes_on = start == folded.len() && start >= 3 && other.len() > start;
            let edits = if goes_on {
                1
            } else {
                distance(&folded, &other)
            };
            (edits, start, name)
        })
        .filter(|(edits, _, _)| *edits <= allowed)
        // Of names equally far away the one that starts alike: few people mistype the first letter.
        .min_by_key(|(edits, start, name)| (*edits, std::cmp::Reverse(*start), *name))
        .map(|(_, _, name)| name)
}

/// Lower case, hyphens as underscores, look-alike letters as their Latin twins.
fn fold(name: &str) -> Vec<char> {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'а' | 'α' => 'a',
            'е' => 'e',
            'і' | 'ι' => 'i',
            'о' | 'ο' => 'o',
            'р' | 'ρ' => 'p',
            'с' => 'c',
            'у' => 'y',
            'х' => 'x',
            '-' | ' ' => '_',
            other => other,
        })
        .collect()
}

fn same_start(a: &[char], b: &[char]) -> usize {
    a.iter()
        .zip(b)
        .take_while(|(one, other)| one == other)
        .count()
}

fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, letter_a) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, letter_b) in b.iter().enumerate() {
            let replace = last[j] + usize::from(letter_a != letter_b);
            let mut best = replace.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *letter_b && a[i] == b[j - 1] {
                best = best.min(before_last[j - 1] + 1);
            }
            row[j + 1] = best;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_neighbours_are_one_edit() {
        assert_eq!(distance(&fold("fomrats"), &fold("formats")), 1);
    }

    #[test]
    fn look_alike_letters_are_equal() {
        // the second letter is Cyrillic
        assert_eq!(nearest("pаid", ["paid", "free"]), Some("paid"));
    }

    #[test]
    fn of_two_equally_near_names_the_one_that_starts_alike_was_meant() {
        assert_eq!(nearest("UKA", ["LKA", "UKR"]), Some("UKR"));
    }

    #[test]
    fn a_name_may_be_meant_by_its_start() {
        assert_eq!(
            nearest("inter", ["internal", "national", "international"]),
            Some("internal")
        );
        assert_eq!(
            nearest("energy-inter", ["energy-national", "energy-international"]),
            Some("energy-international")
        );
        assert_eq!(nearest("en", ["energy"]), None);
    }

    #[test]
    fn short_names_allow_one_edit_only() {
        assert_eq!(nearest("n", ["no", "yes"]), Some("no"));
        assert_eq!(nearest("maybe", ["no", "yes"]), None);
    }
}
