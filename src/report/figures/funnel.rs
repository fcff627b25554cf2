//! How many disclosures are left after each criterion of the method, taken one after another.

mod counts;

use self::counts::Counts;
use super::{Selection, best_level};
use crate::chart::{FunnelData, FunnelPanel, FunnelStep, Loss};
use crate::evidence::Absence;
use crate::language::number::Number;
use crate::language::rubric::CriterionId;
use crate::project::EntityId;
use crate::report::View;
use std::fmt::Display;

/// The funnel of one entity, of several beside each other, or of all together when none is chosen; `None` where no
/// disclosure was scored by criteria, as where scores are given.
///
/// The steps are what is expected, applies, was assessed and was not withheld, and then the criteria in the order of
/// the rubric. A criterion is passed with its best score after the adjustments.
pub fn funnel(view: View<'_>, chosen: &Selection) -> Option<FunnelData> {
    let criteria = criteria(view);
    let standings = view.standings().into_iter();
    let entities: Vec<&EntityId> = standings
        .map(|row| &row.entity)
        .filter(|entity| chosen.takes(entity))
        .collect();
    let mut counts: Vec<(String, Counts)> = if chosen.entities.is_empty() {
        let all = Counts::of(view, &entities, &criteria);
        vec![(view.index_name().to_string(), all)]
    } else {
        let each = entities.iter().map(|entity| {
            let counts = Counts::of(view, &[entity], &criteria);
            (view.entity(entity).to_string(), counts)
        });
        each.collect()
    };
    counts.retain(|(_, counts)| counts.examined() > 0);
    if counts.is_empty() || criteria.is_empty() {
        return None;
    }
    // Small multiples have the same steps, also those at which one of them loses nothing.
    let not_assessed = counts.iter().any(|(_, counts)| counts.not_assessed > 0);
    let withheld = counts.iter().any(|(_, counts)| counts.withheld > 0);
    let panels: Vec<FunnelPanel> = counts
        .iter()
        .map(|(name, counts)| FunnelPanel {
            name: name.clone(),
            steps: steps(view, counts, &criteria, (not_assessed, withheld)),
        })
        .collect();
    let words = view.words;
    let any = |test: fn(&Counts) -> bool| counts.iter().any(|(_, counts)| test(counts));
    let mut notes = vec![words.say("funnel_note", &[])];
    if any(|counts| counts.inapplicable) {
        notes.push(words.say("funnel_inapplicable_note", &[]));
    }
    if any(|counts| counts.given) {
        notes.push(words.say("funnel_given_note", &[]));
    }
    let title = match (counts.as_slice(), chosen.entities.is_empty()) {
        ([(_, counts)], true) => finding(view, counts, &criteria),
        ([(name, counts)], false) => words.say(
            "named",
            &[
                ("name", name),
                ("finding", &finding(view, counts, &criteria)),
            ],
        ),
        (several, _) => comparison(view, several),
    };
    let drawn = if chosen.entities.is_empty() {
        entities.len()
    } else {
        counts.len()
    };
    Some(FunnelData {
        frame: view.frame(title, view.subtitle("subtitle_funnel", drawn), notes),
        panels,
    })
}

/// A criterion with its best score and its name for the reader.
type Step<'a> = (CriterionId, Number, &'a str);

/// The criteria that are known to have a best score, in the order of the rubric.
fn criteria<'a>(view: View<'a>) -> Vec<Step<'a>> {
    let rubric = &view.edition.rubric;
    let found = rubric.criteria.iter().filter_map(|criterion| {
        let id = rubric.criterion(&criterion.name)?;
        let best = best_level(criterion)?;
        Some((id, best, view.node("criterion", &criterion.name)))
    });
    found.collect()
}

fn steps(
    view: View<'_>,
    counts: &Counts,
    criteria: &[Step<'_>],
    (not_assessed, withheld): (bool, bool),
) -> Vec<FunnelStep> {
    let words = view.words;
    let mut left = counts.expected;
    let mut steps = Vec::new();
    let mut step = |name: String, now: u32, partly: u32, loss: Loss| {
        let lost = Number::whole(i64::from(now) - i64::from(left));
        steps.push(FunnelStep {
            name,
            left: now,
            partly,
            loss,
            left_shown: now.to_string(),
            share: share(view, now, counts.applicable()),
            lost: words.signed(&lost),
        });
        left = now;
    };
    step(
        words.say("funnel_expected", &[]),
        counts.expected,
        0,
        Loss::Failed,
    );
    let mut now = counts.applicable();
    step(
        words.say("funnel_applicable", &[]),
        now,
        0,
        Loss::Absent(Absence::NotApplicable),
    );
    if not_assessed {
        now -= counts.not_assessed;
        step(
            words.say("funnel_assessed", &[]),
            now,
            0,
            Loss::Absent(Absence::NotAssessed),
        );
    }
    if withheld {
        now -= counts.withheld;
        step(
            words.say("funnel_open", &[]),
            now,
            0,
            Loss::Absent(Absence::Withheld),
        );
    }
    for ((_, _, name), (passed, partly)) in criteria.iter().zip(&counts.passed) {
        step((*name).to_string(), *passed, *partly, Loss::Failed);
    }
    if let Some(first) = steps.first_mut() {
        // Shares are of what applies, of which there is less.
        first.share.clear();
        first.lost.clear();
    }
    steps
}

/// A share of what applies, in per cent; near its ends with a decimal, so that one of a thousand is not nothing.
fn share(view: View<'_>, part: u32, whole: u32) -> String {
    let hundred = Number::whole(100);
    let percent = Number::ratio(i64::from(part) * 100, whole.into()).unwrap_or_else(Number::zero);
    let near = |from: &Number, to: &Number| percent > *from && percent < *to;
    let ends = near(&Number::zero(), &Number::whole(1)) || near(&Number::whole(99), &hundred);
    let number = view.words.fixed(&percent, usize::from(ends));
    view.words.say("percent", &[("number", &number)])
}

/// How many pass every step, and where most are lost; of equal losses the first.
fn finding(view: View<'_>, counts: &Counts, criteria: &[Step<'_>]) -> String {
    let mut losses = vec![
        ("title_funnel_not_assessed", "", counts.not_assessed),
        ("title_funnel_withheld", "", counts.withheld),
    ];
    let mut before = counts.examined();
    for ((_, _, name), (passed, _)) in criteria.iter().zip(&counts.passed) {
        losses.push(("title_funnel", name, before - passed));
        before = *passed;
    }
    let most = losses.iter().rev().max_by_key(|(_, _, lost)| *lost);
    let (key, step) = match most {
        Some((key, step, lost)) if *lost > 0 => (*key, *step),
        _ => ("title_funnel_all", ""),
    };
    let (passed, of) = (counts.complete(), counts.applicable());
    let fill: [(&str, &dyn Display); 3] = [("passed", &passed), ("of", &of), ("step", &step)];
    view.words.count(key, passed as usize, &fill)
}

/// Who gets most of what applies through all steps, and who least.
fn comparison(view: View<'_>, counts: &[(String, Counts)]) -> String {
    let shares = counts.iter().filter_map(|(name, counts)| {
        let share = Number::ratio(counts.complete().into(), counts.applicable().into())?;
        Some((name, share, counts))
    });
    let shares: Vec<_> = shares.collect();
    let best = shares.iter().rev().max_by(|a, b| a.1.cmp(&b.1));
    let worst = shares.iter().min_by(|a, b| a.1.cmp(&b.1));
    let (Some(best), Some(worst)) = (best, worst) else {
        return view.index_name().to_string();
    };
    let shown = |counts: &Counts| share(view, counts.complete(), counts.applicable());
    let (high, low) = (shown(best.2), shown(worst.2));
    let fill: [(&str, &dyn Display); 4] = [
        ("first", best.0),
        ("high", &high),
        ("last", worst.0),
        ("low", &low),
    ];
    let key = if best.1 == worst.1 {
        "title_funnel_equal"
    } else {
        "title_funnel_panels"
    };
    view.words.say(key, &fill)
}

#[cfg(test)]
mod tests {
    use super::super::example::{demo, of_2023};
    use super::*;
    use crate::results::Results;

    fn drawn(results: &Results, entities: &[&str]) -> FunnelData {
        of_2023(results, entities, funnel).unwrap()
    }

    /// The numbers were counted by a script of its own from the evidence files, with the rules of the published
    /// methodology and none of this program.
    #[test]
    fn each_step_counts_what_passed_all_before() {
        let results = demo();
        let steps = |entities: &[&str]| -> Vec<(u32, u32)> {
            let data = drawn(&results, entities);
            let steps = &data.panels[0].steps;
            steps.iter().map(|step| (step.left, step.partly)).collect()
        };
        // Expected, applicable, not withheld (43 of 134 are), then the six criteria.
        let dravina = [
            (135, 0),
            (134, 0),
            (91, 0),
            (72, 1),
            (70, 2),
            (67, 0),
            (51, 16),
            (42, 5),
            (29, 12),
        ];
        assert_eq!(steps(&["DV"]), dravina);
        // 8 do not apply and 2 were not assessed.
        let lomaria = [
            (135, 0),
            (127, 0),
            (125, 0),
            (74, 3),
            (66, 8),
            (54, 0),
            (39, 15),
            (28, 2),
            (16, 12),
        ];
        assert_eq!(steps(&["LM"]), lomaria);
        let all = [
            (810, 0),
            (791, 0),
            (786, 0),
            (743, 0),
            (572, 20),
            (551, 21),
            (510, 2),
            (414, 96),
            (358, 25),
            (278, 76),
        ];
        assert_eq!(steps(&[]), all);
    }

    #[test]
    fn the_title_says_where_most_is_lost() {
        let results = demo();
        let title = |entities: &[&str]| drawn(&results, entities).frame.title;
        // 743 − 572 = 171 at availability is the largest loss.
        assert_eq!(
            title(&[]),
            "278 of 791 disclosures pass every step; most are lost at “Availability”"
        );
        assert_eq!(
            title(&["DV"]),
            "Dravina: 29 of 134 disclosures pass every step; most are lost because they are withheld"
        );
        // 16 of 127 are 12.6 %, 86 of 134 are 64.2 %.
        assert_eq!(
            title(&["DV", "LM", "VR"]),
            "Best: Verania, 64 % of the disclosures pass every step; worst: Lomaria, 13 %"
        );
    }

    #[test]
    fn small_multiples_share_their_steps() {
        let data = drawn(&demo(), &["VR", "DV"]);
        let names = |panel: &FunnelPanel| -> Vec<String> {
            panel.steps.iter().map(|step| step.name.clone()).collect()
        };
        assert_eq!(names(&data.panels[0]), names(&data.panels[1]));
        // One was not assessed in Verania and 43 are withheld in Dravina: both steps stand in both.
        assert_eq!(data.panels[0].steps.len(), 4 + 6);
        let shares: Vec<&str> = data.panels[0].steps[..3]
            .iter()
            .map(|step| step.share.as_str())
            .collect();
        // Of what applies, 134; 133 of 134 are 99.25 %.
        assert_eq!(shares, ["", "100 %", "99.3 %"]);
    }
}
