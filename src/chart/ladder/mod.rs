//! Ladder to the next grade: what to do, step by step. Effort runs to the right and the score up; each step is an
//! action, numbered on the curve and named with its owner in the list below. A dotted curve leaves out what is withheld
//! for security, where that is another way.

mod ledger;
mod stairs;

use super::Style;
use super::frame::{Frame, LEAST, Page};
use super::key::{Item, Sample};
use super::mark::Grade;
use super::svg::Svg;
use stairs::Stairs;

/// What a ladder shows.
#[derive(Debug, Clone, PartialEq)]
pub struct LadderData {
    /// Texts around the chart.
    pub frame: Frame,
    /// Where it starts.
    pub from: LadderLevel,
    /// What effort is counted in ("changed answers", "days").
    pub unit: String,
    /// What to do, in the order drawn.
    pub actions: Vec<LadderAction>,
    /// The way that leaves out what is withheld; empty where it is the same, or there is none.
    pub without_withheld: Vec<LadderAction>,
    /// The scores at which grades begin, in any order; those in sight are drawn.
    pub grades: Vec<(f64, Grade)>,
}

/// A score on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct LadderLevel {
    /// The exact score.
    pub value: f64,
    /// What is printed.
    pub shown: String,
    /// Its grade, if the index has grades.
    pub grade: Option<Grade>,
}

/// A step of the ladder.
#[derive(Debug, Clone, PartialEq)]
pub struct LadderAction {
    /// What it is about, of any length, usually an indicator.
    pub name: String,
    /// Who is responsible; may be empty.
    pub owner: String,
    /// What it takes, zero or more, in [`LadderData::unit`].
    pub effort: f64,
    /// What is printed for it.
    pub effort_shown: String,
    /// What is printed for the points it gains, sign included.
    pub gain_shown: String,
    /// The score once it and all before it are done.
    pub to: LadderLevel,
    /// It concerns what is withheld for security.
    pub withheld: bool,
}

/// An action with the number it has on the curve and in the list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) number: usize,
    pub(super) action: &'a LadderAction,
}

/// Draws a ladder. Height grows with the number of actions, and so does width where their numbers need it.
pub fn ladder(data: &LadderData, style: &Style) -> Svg {
    let words = &data.frame.words;
    let steps = steps_of(&data.actions);
    let others = numbered(&steps, &data.without_withheld);
    let marks = (steps.len() + others.len()) as f64;
    let mut page = Page::at_least(&data.frame, style, LEAST.max(Stairs::BESIDE + marks * 24.0));
    if !others.is_empty() {
        page.key(&[Item {
            sample: Sample::DottedLine,
            text: words.without_withheld.clone(),
        }]);
    }
    let mut bottom = page.top;
    if !steps.is_empty() || !others.is_empty() {
        bottom = Stairs::new(data, &steps, &others, &page).draw(&mut page);
        bottom = ledger::draw(&mut page, data, &steps, &others, bottom + 14.0);
    }
    let told = |steps: &[Step<'_>]| {
        let steps = steps.iter().take(3);
        let told = steps.map(|step| format!("{} {}", step.action.name, step.action.gain_shown));
        told.collect::<Vec<_>>().join(", ")
    };
    let end = data.actions.last().map_or(&data.from, |last| &last.to);
    let mut description = format!(
        "{}. {}. {} → {}. {}: {}",
        words.ladder,
        data.frame.subtitle.trim_end_matches('.'),
        data.from.shown,
        end.shown,
        words.actions,
        steps.len(),
    );
    if !steps.is_empty() {
        description.push_str(&format!("; {}", told(&steps)));
    }
    description.push('.');
    page.close(bottom, &[], &description)
}

/// The steps of a way, counted from one.
pub(super) fn steps_of(actions: &[LadderAction]) -> Vec<Step<'_>> {
    let steps = actions.iter().enumerate();
    let steps = steps.map(|(at, action)| Step {
        number: at + 1,
        action,
    });
    steps.collect()
}

/// The steps of the other way: those it shares keep their numbers, the rest are counted on.
pub(super) fn numbered<'a>(steps: &[Step<'a>], others: &'a [LadderAction]) -> Vec<Step<'a>> {
    let mut next = steps.len();
    others
        .iter()
        .map(|action| {
            let same = |step: &&Step<'_>| {
                let other = step.action;
                (&other.name, &other.owner) == (&action.name, &action.owner)
                    && other.gain_shown == action.gain_shown
            };
            let number = steps.iter().find(same).map_or_else(
                || {
                    next += 1;
                    next
                },
                |step| step.number,
            );
            Step { number, action }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shared_actions_keep_their_numbers() {
        let action = |name: &str| LadderAction {
            name: name.into(),
            owner: String::new(),
            effort: 1.0,
            effort_shown: "1".into(),
            gain_shown: "+1".into(),
            to: LadderLevel {
                value: 50.0,
                shown: "50".into(),
                grade: None,
            },
            withheld: false,
        };
        let [a, b, c, d] = ["a", "b", "c", "d"].map(action);
        let both = [a.clone(), b];
        let steps = steps_of(&both);
        let others = [c, a, d];
        let numbers: Vec<usize> = numbered(&steps, &others)
            .iter()
            .map(|step| step.number)
            .collect();
        assert_eq!(numbers, [3, 1, 4]);
    }
}
