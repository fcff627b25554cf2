//! The lines that stand around every chart: source, edition and method.

use super::Selection;
use crate::chart::Frame;
use crate::report::View;
use std::fmt::Display;

impl<'a> View<'a> {
    /// A frame with everything but its own title and subtitle.
    pub(super) fn frame(self, title: String, subtitle: String, notes: Vec<String>) -> Frame {
        let words = self.words;
        let project = &self.results.project;
        let rubric = &self.edition.rubric;
        let source = project.source.as_ref();
        let source = source
            .and_then(|labels| labels.get(self.lang()))
            .or(rubric.source.as_deref())
            .map(|source| words.say("source_line", &[("source", &source)]));
        let mut method = words.say("method_line", &[("method", &self.method_name())]);
        if let Some(licence) = &project.licence {
            method.push_str(" · ");
            method.push_str(&words.say("licence_line", &[("licence", licence)]));
        }
        let mut of_chart = words.of_charts();
        if !self.scale.is_points() {
            of_chart.points = words.say("score", &[]);
        }
        if self.grouped {
            of_chart.peers_median = words.say("peers_median_group", &[]);
        }
        if self.are_countries() {
            of_chart.heads.entity = words.say("entity", &[]);
        }
        Frame {
            title,
            subtitle,
            source: source.unwrap_or_default(),
            edition_line: self.edition_line(),
            method_line: method,
            notes,
            fictional: project.fictional.then(|| words.say("fictional", &[])),
            lang: words.language().to_string(),
            words: of_chart,
            axis: self.axis(self.scale),
        }
    }

    /// The edition, and the last day of assessment when there is one.
    fn edition_line(self) -> String {
        let edition = self.edition_name();
        let last = self
            .edition
            .sheets
            .iter()
            .filter_map(|sheet| sheet.assessed)
            .max();
        match last {
            Some(day) => self.words.say(
                "assessed_until",
                &[("edition", &edition), ("date", &self.words.date(day))],
            ),
            None => self.words.say("edition_line", &[("edition", &edition)]),
        }
    }

    /// The rubric's title and edition.
    pub(in crate::report) fn method_name(self) -> String {
        let rubric = &self.edition.rubric;
        let label = self.term(&rubric.name, &rubric.label);
        match self.rubric_edition() {
            Some(edition) => format!("{label}, {edition}"),
            None => label.to_string(),
        }
    }

    /// The rubric's edition, its title where it has none.
    pub(super) fn method_edition(self) -> String {
        let rubric = &self.edition.rubric;
        let label = || self.term(&rubric.name, &rubric.label);
        self.rubric_edition().unwrap_or_else(label).to_string()
    }

    fn rubric_edition(self) -> Option<&'a str> {
        let edition = self.edition.rubric.edition.as_deref()?;
        // A word of its own: `international` alone is the name of an index.
        Some(self.term(&format!("edition {edition}"), edition))
    }

    /// A finding about some of the entities says so; one about a single entity names it itself.
    pub(super) fn of_selection(self, finding: String, chosen: &Selection) -> String {
        if chosen.highlight.len() > 1 {
            let names = chosen.highlight.iter();
            let names: Vec<String> = names.map(|id| self.entity(id).to_string()).collect();
            let names = self.words.list(&names);
            return self
                .words
                .say("named", &[("name", &names), ("finding", &finding)]);
        }
        if !chosen.highlight.is_empty() {
            return finding;
        }
        let drawn = chosen.entities.len();
        if drawn < 2 || drawn == self.standings().len() {
            return finding;
        }
        let fill: [(&str, &dyn Display); 2] =
            [("chosen", &self.count(drawn)), ("finding", &finding)];
        self.words.say("title_of_chosen", &fill)
    }

    /// A subtitle that names index, edition and number of entities.
    pub(super) fn subtitle(self, key: &str, entities: usize) -> String {
        let scale = match key {
            "subtitle_categories" => self.scale_below,
            _ => self.scale,
        };
        let fill: [(&str, &dyn Display); 4] = [
            ("scale", &self.scale_line(scale)),
            ("index", &self.index_name()),
            ("edition", &self.edition_name()),
            ("count", &self.count(entities)),
        ];
        self.words.say(key, &fill)
    }
}
