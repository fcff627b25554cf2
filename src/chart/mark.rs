//! A score, or the reason why there is none: five kinds of absence have five marks, and none is blank.

use super::colour::Colour;
use super::drawing::{Anchor, Area, Drawing};
use super::key::{Item, Sample};
use super::paint::Paint;
use super::text::Type;
use super::words::Words;
use crate::evidence::Absence;

/// No score lies farther from zero.
const FARTHEST: f64 = 1e15;

/// A step of the grade scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// What is printed: "A+".
    pub label: String,
    /// What the mark is filled with.
    pub colour: Colour,
}

/// What a chart shows for one entity at one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A score.
    Score {
        /// Where it lies on the axis; values beyond are drawn at the nearer end.
        value: f64,
        /// What is printed, rounded and in the reader's number format.
        shown: String,
        /// Its grade, if the level has grades.
        grade: Option<Grade>,
        /// Published elsewhere and taken as given, not computed here: marked with †.
        given: bool,
        /// May still change: dotted outline.
        provisional: bool,
        /// Everything was looked for and nothing was there: a solid dark mark.
        nothing: bool,
    },
    /// Something absent: a dash where it does not apply, hatched where nobody has looked, hatched with the letter S where
    /// it is withheld.
    Absent(Absence),
    /// No score could be computed, for example because too little was assessed: a cross on grey.
    NoScore,
}

impl Mark {
    /// Where the score lies; `None` for every kind of absence.
    pub fn value(&self) -> Option<f64> {
        match self {
            Mark::Score { value, .. } if value.is_nan() => Some(0.0),
            Mark::Score { value, .. } => Some(value.clamp(-FARTHEST, FARTHEST)),
            _ => None,
        }
    }

    /// What is printed for a score; `None` for every kind of absence.
    pub fn shown(&self) -> Option<&str> {
        match self {
            Mark::Score { shown, .. } => Some(shown),
            _ => None,
        }
    }

    /// The grade of a score, if it has one.
    pub fn grade(&self) -> Option<&Grade> {
        match self {
            Mark::Score { grade, .. } => grade.as_ref(),
            _ => None,
        }
    }

    /// The name of this kind of absence; `None` for a score.
    pub(super) fn absence<'a>(&self, words: &'a Words) -> Option<&'a str> {
        match self {
            Mark::Score { .. } => None,
            Mark::Absent(absence) => Some(match absence {
                Absence::NotApplicable => &words.not_applicable,
                Absence::NotAssessed => &words.not_assessed,
                Absence::Withheld => &words.withheld,
            }),
            Mark::NoScore => Some(&words.no_score),
        }
    }

    pub(super) fn is_provisional(&self) -> bool {
        matches!(
            self,
            Mark::Score {
                provisional: true,
                ..
            }
        )
    }

    pub(super) fn is_given(&self) -> bool {
        matches!(self, Mark::Score { given: true, .. })
    }

    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Mark::Score { nothing: true, .. })
    }

    /// The colour a score is filled with.
    pub(super) fn fill(&self) -> Paint {
        if self.is_nothing() {
            Paint::NOTHING
        } else {
            self.grade()
                .map_or(Paint::NEUTRAL, |grade| grade.colour.into())
        }
    }
}

/// How the marks of one chart are signed: which kinds occur, and whether † tells given scores from computed ones.
pub(super) struct Signs {
    /// Explanations of the kinds that occur, in a fixed order.
    pub items: Vec<Item>,
    /// Some scores are given and others are not.
    pub daggers: bool,
    /// The sentence that replaces the daggers when all scores are given.
    pub note: Option<String>,
}

impl Signs {
    pub fn of<'a>(marks: impl Iterator<Item = &'a Mark> + Clone, words: &Words) -> Signs {
        let any = |test: fn(&Mark) -> bool| marks.clone().any(test);
        let computed = any(|mark| mark.value().is_some() && !mark.is_given());
        let given = any(Mark::is_given);
        let mut items = Vec::new();
        let mut explain = |occurs: bool, sample: Sample, text: &str| {
            if occurs {
                items.push(Item {
                    sample,
                    text: text.to_owned(),
                });
            }
        };
        let zero = || Mark::Score {
            value: 0.0,
            shown: "0".to_owned(),
            grade: None,
            given: false,
            provisional: false,
            nothing: true,
        };
        explain(
            any(Mark::is_nothing),
            Sample::Mark(zero()),
            &words.nothing_disclosed,
        );
        for absent in [
            Mark::Absent(Absence::NotApplicable),
            Mark::Absent(Absence::NotAssessed),
            Mark::Absent(Absence::Withheld),
            Mark::NoScore,
        ] {
            let occurs = marks.clone().any(|mark| *mark == absent);
            let text = absent.absence(words).unwrap_or_default().to_owned();
            explain(occurs, Sample::Mark(absent), &text);
        }
        explain(
            any(Mark::is_provisional),
            Sample::Provisional,
            &words.provisional,
        );
        explain(given && computed, Sample::Dagger, &words.given);
        Signs {
            items,
            daggers: given && computed,
            note: (given && !computed).then(|| words.all_given.clone()),
        }
    }

    /// The number of a score, signed.
    pub fn number(&self, mark: &Mark) -> String {
        let dagger = if self.daggers && mark.is_given() {
            "†"
        } else {
            ""
        };
        format!("{}{dagger}", mark.shown().unwrap_or_default())
    }
}

/// The filled shape of a score: solid outline, or dots when it may still change.
pub(super) fn filled(drawing: &mut Drawing, area: Area, mark: &Mark) {
    filled_with(drawing, area, mark, mark.fill());
}

/// As [`filled`], in another colour than that of the grade.
pub(super) fn filled_with(drawing: &mut Drawing, area: Area, mark: &Mark, fill: Paint) {
    if mark.is_provisional() {
        drawing.rectangle(area.inset(2.0), fill);
        drawing.dotted_outline(area, Paint::INK);
    } else {
        drawing.outlined(area, fill, Paint::OUTLINE);
    }
}

/// A grade letter on a colour, usually that of the grade.
pub(super) fn chip(drawing: &mut Drawing, area: Area, label: &str, fill: Paint, kind: Type) {
    drawing.outlined(area, fill, Paint::OUTLINE);
    let (x, y) = area.middle();
    drawing.text(
        (x, y + kind.drop()),
        label,
        kind,
        fill.letter(),
        Anchor::Middle,
    );
}

/// The sign of an absence; a score draws nothing here.
pub(super) fn absent(drawing: &mut Drawing, area: Area, mark: &Mark) {
    let kind = Type::bold(12.0);
    let (x, y) = area.middle();
    match mark {
        Mark::Score { .. } => {}
        Mark::Absent(Absence::NotApplicable) => {
            drawing.rectangle(Area::new(x - 5.0, y - 1.0, 10.0, 2.0), Paint::OUTLINE)
        }
        Mark::Absent(Absence::NotAssessed) => drawing.hatched(area),
        Mark::Absent(Absence::Withheld) => {
            drawing.hatched(area);
            let height = (area.height - 2.0).min(15.0);
            drawing.rectangle(
                Area::new(x - 7.0, y - height / 2.0, 14.0, height),
                Paint::GROUND,
            );
            drawing.text((x, y + kind.drop()), "S", kind, Paint::INK, Anchor::Middle);
        }
        Mark::NoScore => {
            drawing.outlined(area, Paint::EMPTY, Paint::EMPTY_EDGE);
            for (rise, fall) in [(-4.0, 4.0), (4.0, -4.0)] {
                drawing.line(
                    vec![(x - 4.0, y + rise), (x + 4.0, y + fall)],
                    1.5,
                    Paint::OUTLINE,
                );
            }
        }
    }
}

/// How number and letter stand in the cells of one table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arrangement {
    /// Letter to the right of the number.
    Beside,
    /// Letter below the number, in cells at least [`TWO_LINES`] high.
    Below,
}

/// The height a cell needs for a number above a letter, in pixels.
pub(super) const TWO_LINES: f64 = 34.0;
/// Between number and letter.
const GAP: f64 = 4.0;
const LETTER: Type = Type::regular(12.0);

/// The width of number and letter beside each other, in pixels.
pub(super) fn width_beside(mark: &Mark, number: &str, kind: Type) -> f64 {
    let letter = mark
        .grade()
        .map_or(0.0, |grade| GAP + LETTER.width(&grade.label));
    kind.width(number) + letter
}

/// A cell of a table: number and grade letter on the grade's colour, or the sign of an absence.
pub(super) fn cell(
    drawing: &mut Drawing,
    area: Area,
    mark: &Mark,
    number: &str,
    kind: Type,
    arrangement: Arrangement,
) {
    if mark.value().is_none() {
        return absent(drawing, area, mark);
    }
    filled(drawing, area, mark);
    let ink = mark.fill().letter();
    let (x, y) = area.middle();
    match (mark.grade(), arrangement) {
        (None, _) => drawing.text((x, y + kind.drop()), number, kind, ink, Anchor::Middle),
        (Some(grade), Arrangement::Beside) => {
            let half = width_beside(mark, number, kind) / 2.0;
            let baseline = y + kind.drop();
            drawing.text((x - half, baseline), number, kind, ink, Anchor::Start);
            drawing.text((x + half, baseline), &grade.label, LETTER, ink, Anchor::End);
        }
        (Some(grade), Arrangement::Below) => {
            drawing.text(
                (x, y - 8.0 + kind.drop()),
                number,
                kind,
                ink,
                Anchor::Middle,
            );
            drawing.text(
                (x, y + 8.0 + LETTER.drop()),
                &grade.label,
                LETTER,
                ink,
                Anchor::Middle,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(value: f64, given: bool) -> Mark {
        Mark::Score {
            value,
            shown: "7".into(),
            grade: None,
            given,
            provisional: false,
            nothing: value == 0.0,
        }
    }

    #[test]
    fn a_value_is_a_number_that_can_be_drawn() {
        assert_eq!(score(-3.0, false).value(), Some(-3.0));
        assert_eq!(score(f64::INFINITY, false).value(), Some(FARTHEST));
        assert_eq!(score(f64::NAN, false).value(), Some(0.0));
        assert_eq!(Mark::Absent(Absence::Withheld).value(), None);
    }

    #[test]
    fn daggers_tell_given_from_computed_and_vanish_when_all_are_given() {
        let words = Words::default();
        let mixed = [score(7.0, true), score(7.0, false)];
        let signs = Signs::of(mixed.iter(), &words);
        assert_eq!(
            (signs.number(&mixed[0]), signs.number(&mixed[1])),
            ("7†".to_owned(), "7".to_owned())
        );
        let given = [score(7.0, true), Mark::Absent(Absence::NotAssessed)];
        let signs = Signs::of(given.iter(), &words);
        assert_eq!(signs.number(&given[0]), "7");
        assert_eq!(signs.note, Some(words.all_given));
    }

    #[test]
    fn the_five_kinds_of_absence_look_different_and_are_never_blank() {
        let zero = score(0.0, false);
        let marks = [
            zero,
            Mark::Absent(Absence::NotApplicable),
            Mark::Absent(Absence::NotAssessed),
            Mark::Absent(Absence::Withheld),
            Mark::NoScore,
        ];
        let drawn = marks.map(|mark| {
            let mut drawing = Drawing::default();
            let number = mark.shown().unwrap_or_default().to_owned();
            cell(
                &mut drawing,
                Area::new(0.0, 0.0, 60.0, 26.0),
                &mark,
                &number,
                Type::bold(13.0),
                Arrangement::Beside,
            );
            drawing.shapes
        });
        for (index, shapes) in drawn.iter().enumerate() {
            assert!(!shapes.is_empty());
            assert!(
                !drawn[..index].contains(shapes),
                "mark {index} repeats an earlier one"
            );
        }
    }
}
