//! The kinds of charts there are, by the names that the command line and chart files call them.

use super::Selection;
use crate::chart::Chart;
use crate::report::View;

/// A kind of chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChartKind {
    /// Bars from best to worst, with grades.
    Ranking,
    /// Entities by categories.
    Heatmap,
    /// The criteria of some entities against the rest.
    Criteria,
    /// The index over the editions.
    Timeline,
    /// All entities in this edition and the one before, joined.
    Dumbbell,
    /// Where one entity stands: grade, rank, change, strongest and weakest categories.
    Card,
    /// One entity on one A4 page.
    Profile,
    /// How many disclosures are left after each criterion.
    Funnel,
    /// Scores of this edition and the one before, a line per entity.
    Slope,
    /// Ranks over the editions, of those in all of them.
    Bump,
    /// The actions that lift one entity to its next grade.
    Ladder,
    /// The ranks of each entity under other choices.
    RankIntervals,
    /// How far assessors agree, criterion by criterion.
    Reliability,
    /// What each category adds to the total, and what is lost.
    Contribution,
    /// The indicators of one entity, tile by tile.
    Tiles,
    /// The points each category costs one entity against the others.
    Losses,
    /// The responsible bodies of one entity, by their names.
    Bodies,
    /// What the change of one entity since the edition before is made of.
    Waterfall,
}

/// Everything about a kind that is not drawing: what it is called, what it shows, what it needs.
struct About {
    kind: ChartKind,
    name: &'static str,
    shows: &'static str,
    /// It shows one entity.
    of_one: bool,
    /// Why there may be nothing to draw.
    needs: &'static str,
}

const fn about(
    kind: ChartKind,
    name: &'static str,
    of_one: bool,
    shows: &'static str,
    needs: &'static str,
) -> About {
    About {
        kind,
        name,
        shows,
        of_one,
        needs,
    }
}

/// In the order a gallery shows them.
const KINDS: [About; 18] = [
    about(
        ChartKind::Ranking,
        "ranking",
        false,
        "bars from best to worst, with grades",
        "nobody has a score",
    ),
    about(
        ChartKind::Heatmap,
        "heatmap",
        false,
        "entities by categories",
        "no entity has scores of two categories",
    ),
    about(
        ChartKind::Contribution,
        "contribution",
        false,
        "what each category adds to the total, and what is lost",
        "the total is no weighted mean of parts with scores",
    ),
    about(
        ChartKind::Criteria,
        "criteria",
        false,
        "the criteria of some entities against the rest",
        "criteria are known only where evidence was scored, not where scores were given",
    ),
    about(
        ChartKind::Timeline,
        "timeline",
        false,
        "the index over the editions",
        "there is one edition only",
    ),
    about(
        ChartKind::Dumbbell,
        "dumbbell",
        false,
        "this edition and the one before, joined",
        "nobody has a score in two editions",
    ),
    about(
        ChartKind::Slope,
        "slope",
        false,
        "scores of this edition and the one before, a line per entity",
        "nobody chosen has a score in two editions",
    ),
    about(
        ChartKind::Bump,
        "bump",
        false,
        "ranks over the editions, of those in all of them",
        "a bump chart needs two of the chosen with a rank in two editions, and an index that does not rank within groups",
    ),
    about(
        ChartKind::Funnel,
        "funnel",
        false,
        "how many disclosures are left after each criterion",
        "no disclosure was scored by criteria",
    ),
    about(
        ChartKind::Card,
        "card",
        true,
        "where one entity stands: grade, rank, change, the way to the next grade",
        "the entity has no score",
    ),
    about(
        ChartKind::Profile,
        "profile",
        true,
        "one entity on one A4 page",
        "a profile needs scores of categories",
    ),
    about(
        ChartKind::Tiles,
        "tiles",
        true,
        "the indicators of one entity, tile by tile",
        "tiles need scores of indicators",
    ),
    about(
        ChartKind::Losses,
        "losses",
        true,
        "the points each category costs one entity against the others",
        "weights of categories are needed, and other entities to compare with",
    ),
    about(
        ChartKind::Bodies,
        "bodies",
        true,
        "the responsible bodies of one entity, in the order of their names",
        "an index with a cut by body is needed, and a body with five scored indicators",
    ),
    about(
        ChartKind::Waterfall,
        "waterfall",
        true,
        "what a change since the edition before is made of",
        "a change is taken apart where the evidence of one entity was scored in two editions that can be compared, and the score changed",
    ),
    about(
        ChartKind::Ladder,
        "ladder",
        true,
        "the actions that lift one entity to its next grade",
        "a ladder leads to the next grade where evidence was scored; `clearwatt plan` says more",
    ),
    about(
        ChartKind::RankIntervals,
        "rank-intervals",
        false,
        "the ranks of each entity under other choices, as `audit robustness` varies them",
        "ranks under other choices come from an audit; draw them with `clearwatt chart`",
    ),
    about(
        ChartKind::Reliability,
        "reliability",
        false,
        "how far assessors agree, criterion by criterion",
        "agreement comes from the sheets of several assessors; draw it with `clearwatt chart`",
    ),
];

impl ChartKind {
    /// All kinds, in the order a gallery shows them.
    pub fn all() -> impl Iterator<Item = ChartKind> {
        KINDS.iter().map(|about| about.kind)
    }

    /// The kind of a name.
    ///
    /// ```
    /// use clearwatt::report::figures::ChartKind;
    /// assert_eq!(ChartKind::named("heatmap"), Some(ChartKind::Heatmap));
    /// assert_eq!(ChartKind::named("pie"), None);
    /// ```
    pub fn named(name: &str) -> Option<ChartKind> {
        let mut kinds = KINDS.iter();
        kinds
            .find(|about| about.name == name)
            .map(|about| about.kind)
    }

    /// What it is called on the command line and in chart files.
    pub fn name(self) -> &'static str {
        self.about().map_or("", |about| about.name)
    }

    /// What it shows, in a few English words.
    pub fn shows(self) -> &'static str {
        self.about().map_or("", |about| about.shows)
    }

    /// Does it show one entity?
    pub fn of_one(self) -> bool {
        self.about().is_some_and(|about| about.of_one)
    }

    /// Does it show an audit? Its data are then not in the results alone, and [`ChartKind::data`] has none.
    pub fn of_audit(self) -> bool {
        matches!(self, ChartKind::RankIntervals | ChartKind::Reliability)
    }

    /// Can it show ranges of plausible scores?
    pub fn has_ranges(self) -> bool {
        matches!(self, ChartKind::Ranking | ChartKind::Card)
    }

    /// Do highlighted entities stand out in it? Where they do not, an entity is shown by drawing it alone.
    pub fn highlights(self) -> bool {
        let alone = matches!(self, ChartKind::Criteria | ChartKind::Funnel);
        !alone && !self.of_one() && !self.of_audit()
    }

    /// Why there may be nothing to draw, in English.
    pub fn needs(self) -> &'static str {
        self.about().map_or("", |about| about.needs)
    }

    // A test shows that every kind has its line.
    fn about(self) -> Option<&'static About> {
        KINDS.iter().find(|about| about.kind == self)
    }

    /// The data of this kind of chart; `None` where there is nothing to show. Kinds that show one entity take the first
    /// of those chosen.
    pub fn data(self, view: View<'_>, chosen: &Selection) -> Option<Box<dyn Chart>> {
        fn boxed<C: Chart + 'static>(data: Option<C>) -> Option<Box<dyn Chart>> {
            data.map(|data| Box::new(data) as Box<dyn Chart>)
        }
        match self {
            ChartKind::Ranking => boxed(super::ranking(view, chosen)),
            ChartKind::Heatmap => boxed(super::heat_map(view, chosen)),
            ChartKind::Criteria => boxed(super::criteria(view, chosen)),
            ChartKind::Timeline => boxed(super::timeline(view, chosen)),
            ChartKind::Dumbbell => boxed(super::dumbbell(view, chosen)),
            ChartKind::Funnel => boxed(super::funnel(view, chosen)),
            ChartKind::Slope => boxed(super::slope(view, chosen)),
            ChartKind::Bump => boxed(super::bump(view, chosen)),
            ChartKind::Ladder => boxed(super::ladder(view, chosen)),
            ChartKind::RankIntervals | ChartKind::Reliability => None,
            ChartKind::Contribution => boxed(super::contribution(view, chosen)),
            ChartKind::Tiles => boxed(super::tiles(view, chosen)),
            ChartKind::Losses => boxed(super::losses(view, chosen)),
            ChartKind::Bodies => boxed(super::bodies(view, chosen)),
            ChartKind::Card => boxed(super::card(view, chosen.one()?)),
            ChartKind::Profile => boxed(super::profile(view, chosen.one()?)),
            ChartKind::Waterfall => boxed(super::waterfall(view, chosen.one()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_their_kinds() {
        for kind in ChartKind::all() {
            assert_eq!(ChartKind::named(kind.name()), Some(kind));
            assert!(!kind.shows().is_empty() && !kind.needs().is_empty());
        }
    }
}
