//! Grades and scale of an index: its own, or those of the rubric; what is rounded before grading; what could never matter.

use super::super::number::Number;
use super::super::rubric::{DeclaredScale, Grade, Index};
use super::super::syntax::{GradesBlock, IndexPart, Item, Rounding, RubricFile, ScaleItem};
use super::limits::MOST_PARTS;
use super::{CheckError, Checker};
use crate::diagnostic::Span;

/// What the statements of an index say about showing, grading and its scale.
#[derive(Debug, Default)]
pub(super) struct Grading {
    round: Option<(Rounding, Span)>,
    show: Option<(Rounding, Span)>,
    grade_on: Option<(Option<Rounding>, Span)>,
    own: Option<(Vec<Grade>, Span)>,
    none: Option<((), Span)>,
    scale: Option<(Option<DeclaredScale>, Span)>,
}

/// Keeps the first of two statements of one kind; that there are two is said elsewhere.
fn once<T>(slot: &mut Option<(T, Span)>, value: T, span: Span) {
    slot.get_or_insert((value, span));
}

impl Checker<'_> {
    /// The grades that the rubric gives for every index without its own.
    pub(super) fn shared_grades(&mut self, file: &RubricFile) -> Vec<Grade> {
        let blocks = file.items.iter().filter_map(|item| match item {
            Item::Grades(block) => Some(block),
            _ => None,
        });
        self.bands(blocks)
    }

    /// Shared grades that no index takes would be without effect.
    pub(super) fn shared_grades_are_used(&mut self, file: &RubricFile, indices: &[Index]) {
        let mut blocks = file.items.iter().filter_map(|item| match item {
            Item::Grades(block) => Some(block),
            _ => None,
        });
        let written = file.items.iter().filter_map(|item| match item {
            Item::Index(item) => Some(item),
            _ => None,
        });
        let all_apart = written.clone().all(|item| {
            let mut parts = item.parts.iter();
            parts.any(|part| matches!(part, IndexPart::Grades(_) | IndexPart::NoGrades(_)))
        });
        if let Some(block) = blocks.next()
            && !indices.is_empty()
            && all_apart
        {
            self.errors.push(CheckError::NoEffect {
                what: "no index takes these grades: each has its own, or none".to_string(),
                help: "remove them, or the grades of an index that should take these".to_string(),
                span: block.span,
            });
        }
    }

    fn bands<'g>(&mut self, blocks: impl Iterator<Item = &'g GradesBlock>) -> Vec<Grade> {
        let mut grades: Vec<(Grade, Span)> = Vec::new();
        for band in blocks.flat_map(|block| &block.bands) {
            let (from, span) = &band.from;
            if !self.has_room("grades", MOST_PARTS, grades.len(), *span) {
                break;
            }
            if let Some((first, first_span)) = grades
                .iter()
                .find(|(grade, _)| grade.name == band.name.text)
            {
                self.errors.push(CheckError::Twice {
                    what: "the grade",
                    name: first.name.clone(),
                    span: band.name.span,
                    first: *first_span,
                });
                continue;
            }
            if let Some((above, _)) = grades.last()
                && *from >= above.from
            {
                self.errors.push(CheckError::Grades {
                    what: format!(
                        "the grade `{}` starts at {from}, which is not below `{}` at {}",
                        band.name.text, above.name, above.from
                    ),
                    help: "write grades from the highest to the lowest".to_string(),
                    span: *span,
                });
            }
            let grade = Grade {
                name: band.name.text.clone(),
                from: from.clone(),
                label: band.label.as_ref().map(|label| label.text.clone()),
                colour: band.colour.as_ref().map(|(colour, _)| colour.clone()),
            };
            grades.push((grade, band.name.span));
        }
        grades.into_iter().map(|(grade, _)| grade).collect()
    }

    /// Takes a statement about showing, grading or the scale; `false` for any other.
    pub(super) fn grading_part(&mut self, part: &IndexPart, grading: &mut Grading) -> bool {
        match part {
            IndexPart::Round(how, span) => once(&mut grading.round, *how, *span),
            IndexPart::Show(how, span) => once(&mut grading.show, *how, *span),
            IndexPart::GradeOn(how, span) => {
                once(&mut grading.grade_on, *how, *span);
            }
            IndexPart::Grades(block) => {
                let bands = self.bands(std::iter::once(block));
                once(&mut grading.own, bands, block.span);
            }
            IndexPart::NoGrades(span) => once(&mut grading.none, (), *span),
            IndexPart::Scale(item) => {
                let scale = self.scale(item);
                once(&mut grading.scale, scale, item.span);
            }
            _ => return false,
        }
        true
    }

    fn scale(&mut self, item: &ScaleItem) -> Option<DeclaredScale> {
        if item.low >= item.high {
            self.errors.push(CheckError::OutOfRange {
                what: format!("a scale from {} to {} holds no scores", item.low, item.high),
                help: Some("write the lowest score first, as in `scale 0 to 100`".to_string()),
                span: item.span,
            });
            return None;
        }
        Some(DeclaredScale {
            low: item.low.clone(),
            high: item.high.clone(),
            unit: item.unit.as_ref().map(|unit| unit.text.clone()),
            span: item.span,
        })
    }

    /// Rounding for show, rounding for grading, grades and scale of an index.
    pub(super) fn graded(
        &mut self,
        grading: Grading,
        shared: &[Grade],
    ) -> (
        Option<Rounding>,
        Option<Rounding>,
        Vec<Grade>,
        Option<DeclaredScale>,
    ) {
        let mut useless = |what: &str, help: &str, span: Span| {
            self.errors.push(CheckError::NoEffect {
                what: what.to_string(),
                help: help.to_string(),
                span,
            });
        };
        let round = grading.round;
        if let (Some((_, span)), Some(_), Some(_)) = (round, grading.show, grading.grade_on) {
            let help = "remove it, or one of `show` and `grade on`";
            useless(
                "`round` has no effect beside `show` and `grade on`",
                help,
                span,
            );
        }
        if let (Some(_), Some((_, span))) = (&grading.own, grading.none) {
            let help = "remove one of the two";
            useless(
                "`no grades` has no effect beside grades of the index's own",
                help,
                span,
            );
        }
        let grades = match (grading.own, grading.none) {
            (Some((own, _)), _) => own,
            (None, Some((_, span))) => {
                if shared.is_empty() {
                    let help = "remove the line: an index without grades has none";
                    useless(
                        "`no grades` has no effect, since the rubric gives none",
                        help,
                        span,
                    );
                }
                Vec::new()
            }
            (None, None) => shared.to_vec(),
        };
        if let (Some((_, span)), true) = (grading.grade_on, grades.is_empty()) {
            let help = "remove the line, or give grades: `grades { high from 50, low from 0 }`";
            useless(
                "`grade on` has no effect in an index without grades",
                help,
                span,
            );
        }
        let scale = grading.scale.and_then(|(scale, _)| scale);
        if let (Some(highest), Some(scale)) = (grades.first(), &scale)
            && highest.from > scale.high
        {
            let what = format!(
                "the grade `{}` starts at {}, above the highest score of the scale, {}",
                highest.name, highest.from, scale.high
            );
            useless(&what, "correct the scale, or remove the grade", scale.span);
        }
        let round = round.map(|(how, _)| how);
        let show = grading.show.map(|(how, _)| how).or(round);
        let grade = grading.grade_on.map_or(round, |(how, _)| how);
        (show, grade, grades, scale)
    }
}

/// The score that the lowest grade must reach: the lowest of the scale, or zero, which is always possible for something
/// absent.
pub(super) fn grades_reach_down(index: &Index) -> Option<CheckError> {
    let lowest = index.grades.last()?;
    let zero = Number::zero();
    let bottom = index.scale.as_ref().map_or(&zero, |scale| &scale.low);
    (lowest.from > *bottom).then(|| CheckError::Grades {
        what: format!("scores below {} have no grade", lowest.from),
        help: format!("let the lowest grade, `{}`, start at {bottom}", lowest.name),
        span: index.span,
    })
}
