//! A chart as it is asked for, on the command line or in a chart file: its kind, whom it shows, how it looks.

use super::{ChartKind, Selection};
use crate::catalogue::Labels;
use crate::chart::{Chart, Palette, Style, Svg};
use crate::project::EntityId;
use crate::report::{View, Words};
use crate::results::Results;
use crate::results::indices;
use thiserror::Error;

/// A chart to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartOrder {
    /// What is drawn.
    pub kind: ChartKind,
    /// The index; the first with scores when left out.
    pub index: Option<String>,
    /// The edition; the latest that has what the chart shows when left out.
    pub edition: Option<String>,
    /// Whom it shows.
    pub chosen: Selection,
    /// Colours of grades.
    pub palette: Palette,
    /// Size and ground.
    pub style: Style,
    /// Replaces the title that states the finding.
    pub title: Option<Labels>,
    /// Replaces the subtitle.
    pub subtitle: Option<Labels>,
    /// A note below those the chart has of its own.
    pub note: Option<Labels>,
}

/// Why a chart could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[allow(missing_docs)] // the messages say what each variant and field means
pub enum OrderError {
    #[error("there are no scores to draw")]
    NoScores,
    #[error("{entity} has no score in the index {index}")]
    NotScored { entity: EntityId, index: String },
    #[error("the chart `{kind}` shows one entity")]
    NeedsOne { kind: &'static str },
    #[error("nothing to draw in {editions}: {needs}")]
    Nothing {
        editions: String,
        needs: &'static str,
    },
}

impl OrderError {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            OrderError::NoScores => "add evidence, or given scores, to the project",
            OrderError::NotScored { .. } => "`clearwatt score` shows who has one",
            OrderError::NeedsOne { .. } => "name it, for example `--entity UA`",
            OrderError::Nothing { .. } => {
                "choose another edition or index; `clearwatt chart gallery` draws all there is"
            }
        }
    }
}

impl ChartOrder {
    /// A chart of this kind in the usual looks.
    pub fn of(kind: ChartKind) -> ChartOrder {
        ChartOrder {
            kind,
            index: None,
            edition: None,
            chosen: Selection::default(),
            palette: Palette::Official,
            style: Style::default(),
            title: None,
            subtitle: None,
            note: None,
        }
    }

    /// Draws the chart.
    ///
    /// ```no_run
    /// use clearwatt::report::{Words, figures::{ChartKind, ChartOrder}};
    /// let results = clearwatt::results::compute("examples/eti-published".as_ref()).results.unwrap();
    /// let svg = ChartOrder::of(ChartKind::Ranking).draw(&results, &Words::of("uk").unwrap())?;
    /// assert!(svg.title.starts_with("Румунія"));
    /// # Ok::<(), clearwatt::report::figures::OrderError>(())
    /// ```
    ///
    /// # Errors
    /// [`OrderError`] when the project has nothing of the kind. Names of the index and edition are taken as known.
    pub fn draw(&self, results: &Results, words: &Words) -> Result<Svg, OrderError> {
        Ok(self.data(results, words)?.draw(&self.style))
    }

    /// What the chart shows, with the words that are asked for.
    ///
    /// # Errors
    /// As [`ChartOrder::draw`].
    pub fn data(&self, results: &Results, words: &Words) -> Result<Box<dyn Chart>, OrderError> {
        let views = self.views(results, words);
        let view = *views.first().ok_or(OrderError::NoScores)?;
        let chosen = self.chosen_of(view)?;
        let data = views.iter().find_map(|view| self.kind.data(*view, &chosen));
        let data = data.ok_or_else(|| {
            let editions = views.iter().map(|view| view.edition.id.as_str());
            OrderError::Nothing {
                editions: editions.collect::<Vec<_>>().join(", "),
                needs: self.kind.needs(),
            }
        })?;
        Ok(self.with_words(data, words))
    }

    /// The data of a ranking or a card of a view with the ranges of plausible scores of the entities. `what` says what the
    /// ranges are.
    ///
    /// # Errors
    /// [`OrderError`] for other kinds, and when there is nothing to show.
    pub fn data_with_ranges(
        &self,
        view: View<'_>,
        ranges: &[(EntityId, (f64, f64))],
        what: String,
    ) -> Result<Box<dyn Chart>, OrderError> {
        let chosen = self.chosen_of(view)?;
        let data: Option<Box<dyn Chart>> = match (self.kind, chosen.entities.first()) {
            (ChartKind::Ranking, _) => super::ranking_with_ranges(view, &chosen, ranges, what)
                .map(|data| Box::new(data) as Box<dyn Chart>),
            (ChartKind::Card, Some(entity)) => super::card_with_range(view, entity, ranges, &what)
                .map(|data| Box::new(data) as Box<dyn Chart>),
            _ => None,
        };
        data.ok_or(OrderError::NoScores)
    }

    /// Whom the chart shows: the one there is where it shows one and nobody is named.
    fn chosen_of(&self, view: View<'_>) -> Result<Selection, OrderError> {
        for entity in self.chosen.entities.iter().chain(&self.chosen.highlight) {
            let mut editions = view.editions().into_iter();
            if !editions.any(|edition| edition.total(entity).is_some()) {
                return Err(OrderError::NotScored {
                    entity: entity.clone(),
                    index: view.index.name.clone(),
                });
            }
        }
        let mut chosen = self.chosen.clone();
        if self.kind.of_one() && chosen.entities.len() != 1 {
            let everybody = view.standings();
            match everybody.as_slice() {
                [one] if chosen.entities.is_empty() => chosen.entities.push(one.entity.clone()),
                _ => {
                    let kind = self.kind.name();
                    return Err(OrderError::NeedsOne { kind });
                }
            }
        }
        Ok(chosen)
    }

    /// Data with the words that are asked for around them.
    pub fn with_words(&self, mut data: Box<dyn Chart>, words: &Words) -> Box<dyn Chart> {
        let frame = data.frame_mut();
        let said = |labels: &Option<Labels>| {
            let text = labels.as_ref()?.get(words.language())?;
            Some(text.to_string())
        };
        frame.title = said(&self.title).unwrap_or_else(|| std::mem::take(&mut frame.title));
        frame.subtitle =
            said(&self.subtitle).unwrap_or_else(|| std::mem::take(&mut frame.subtitle));
        frame.notes.extend(said(&self.note));
        data
    }

    /// The index in the latest edition that is asked for; `None` where there are no scores.
    pub fn view<'a>(&self, results: &'a Results, words: &'a Words) -> Option<View<'a>> {
        self.views(results, words).into_iter().next()
    }

    /// The index in the editions that are asked for, the latest first.
    fn views<'a>(&self, results: &'a Results, words: &'a Words) -> Vec<View<'a>> {
        let wanted = |wanted: &Option<String>, name: &str| {
            wanted.as_deref().is_none_or(|wanted| wanted == name)
        };
        for (index, editions) in indices(results) {
            if !wanted(&self.index, index) {
                continue;
            }
            let views: Vec<View<'_>> = editions
                .into_iter()
                .rev()
                .filter(|edition| wanted(&self.edition, edition.id.as_str()))
                .filter_map(|edition| View::of(results, edition, index, words))
                .map(|view| view.painted(self.palette))
                .collect();
            if !views.is_empty() {
                return views;
            }
        }
        Vec::new()
    }
}
