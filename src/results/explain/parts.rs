//! The parts of a level, a cut or a criterion as text.

use super::{DIGITS, Text, percent, show};
use crate::index::TOTAL_LEVEL;
use crate::language::number::Number;
use crate::results::derivation::{Derivation, PartScore, Parts};

/// Up to so many parts are added up in one line.
const MOST_IN_A_SUM: usize = 8;

impl Text {
    pub(super) fn parts(&mut self, parts: &Parts, derivation: &Derivation) {
        self.heading_of_parts(parts, derivation);
        if parts.aggregate.starts_with("weighted") {
            self.weighted(parts);
        } else {
            let several = parts
                .parts
                .iter()
                .any(|part| part.entity != derivation.entity);
            parts.parts.iter().for_each(|part| self.part(part, several));
        }
        self.missing(parts);
        self.sum(parts);
        if let (Some(rounding), Some(_)) = (&parts.rounding, &parts.before_rounding) {
            self.line(format!("  {}", rounding.in_words()));
        }
        if let (Some(minimum), false) = (&derivation.coverage.minimum, derivation.coverage.enough) {
            self.line(format!(
                "  {} of {} indicators that apply are scored, fewer than the {} the index asks for: no total",
                derivation.coverage.scored,
                derivation.coverage.applicable,
                percent(minimum)
            ));
        }
        if derivation.level == TOTAL_LEVEL {
            self.result("total", derivation);
        }
    }

    fn heading_of_parts(&mut self, parts: &Parts, derivation: &Derivation) {
        let place = parts.place.as_ref();
        let place = place.map_or_else(String::new, |place| format!(" ({place})"));
        let coverage = &derivation.coverage;
        let aggregate = &parts.aggregate;
        match (derivation.level.as_str(), parts.of.as_str()) {
            ("criterion", _) => self.line(format!(
                "the mean over {} indicators, on the criterion's own scale",
                coverage.scored
            )),
            (_, "indicator") => self.line(format!(
                "the {aggregate}{place} of {} scored {}; {} apply, {} belong here",
                coverage.scored,
                if coverage.scored == 1 {
                    "indicator"
                } else {
                    "indicators"
                },
                coverage.applicable,
                coverage.expected
            )),
            (_, level) => self.line(format!("{aggregate} of {}{place}", plural(level))),
        }
    }

    fn part(&mut self, part: &PartScore, several_entities: bool) {
        let entity = if several_entities {
            format!("{} ", part.entity)
        } else {
            String::new()
        };
        let label = if part.label == part.node {
            ""
        } else {
            &part.label
        };
        self.line(format!(
            "  {:>8}  {:<14} {entity}{}  {label}",
            show(part.score.as_ref()),
            part.state,
            part.node
        ));
    }

    /// Parts with their weights; where some are left out, with the weights that are left for the others.
    fn weighted(&mut self, parts: &Parts) {
        let rescaled = parts
            .parts
            .iter()
            .any(|part| part.effective.is_some() && part.effective != part.weight);
        for part in &parts.parts {
            let weight = part.weight.as_ref().map_or_else(String::new, percent);
            let effective = match (&part.effective, rescaled) {
                (Some(effective), true) => format!("→ {:>8} ", percent(effective)),
                (None, true) => " ".repeat(11),
                (_, false) => String::new(),
            };
            let product = match (&part.product, &part.counted) {
                (Some(product), Some(counted)) => format!(
                    "× {:>8} = {:>8}",
                    counted.significant(DIGITS),
                    product.significant(DIGITS)
                ),
                (None, Some(counted)) => format!("× {:>8}", counted.significant(DIGITS)),
                (_, None) => format!("× {:>8}   {:>8}", "–", "–"),
            };
            self.line(format!(
                "  {:<26} {weight:>6} {effective}{product}  {}",
                part.node, part.state
            ));
        }
    }

    /// What is missing, and what the rubric makes of it.
    fn missing(&mut self, parts: &Parts) {
        if parts.without_score.is_empty() {
            return;
        }
        let effect = match parts.missing {
            "zero" => "what is missing counts as 0",
            "no_score" => "without them there is no score",
            _ if parts.weight_scored.is_some() => "the other weights grow in proportion",
            _ => "what is missing is left out",
        };
        let levels = plural(&parts.of);
        match &parts.weight_scored {
            Some(share) => self.line(format!(
                "  scored {levels} hold {} of the weight; {effect}",
                percent(share)
            )),
            None => self.line(format!(
                "  {} of {} {levels} have no score; {effect}",
                parts.without_score.len(),
                parts.parts.len()
            )),
        }
    }

    /// The calculation in one line, where it is one of sums.
    fn sum(&mut self, parts: &Parts) {
        let Some(result) = &parts.before_rounding else {
            return;
        };
        let counted: Vec<&Number> = parts
            .parts
            .iter()
            .filter_map(|part| part.counted.as_ref())
            .collect();
        let numbers: Vec<String> = counted.iter().map(|number| number.to_string()).collect();
        let few = counted.len() <= MOST_IN_A_SUM;
        let result = result.to_string();
        let line = match (parts.aggregate.as_str(), &parts.sum) {
            ("mean", Some(_)) if few && counted.len() > 1 => {
                format!("({}) / {} = {result}", numbers.join(" + "), counted.len())
            }
            ("mean", Some(_)) if counted.len() == 1 => return,
            ("mean", Some(sum)) => format!("sum {sum} / {} = {result}", counted.len()),
            ("sum", Some(_)) if few => format!("{} = {result}", numbers.join(" + ")),
            ("sum", Some(_)) => format!("sum {result}"),
            ("weighted mean", _) => return,
            (aggregate, _) => format!("{aggregate} = {result}"),
        };
        self.line(format!("  {line}"));
    }
}

/// The name of a level for several nodes.
fn plural(level: &str) -> String {
    match level.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{level}s"),
    }
}
