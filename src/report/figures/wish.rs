//! What a kind of chart can be asked for. A wish that a kind cannot grant is refused, on the command line and in chart
//! files alike: dropped without a word it would look granted.

use super::ChartKind;

/// Something a chart can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Only some entities.
    Entity,
    /// Some entities stand out from the others.
    Highlight,
    /// Other colours of grades.
    Palette,
    /// Another size.
    Size,
    /// Plausible ranges.
    Range,
}

impl Wish {
    /// All of them, as chart files call them.
    pub const ALL: [(&'static str, Wish); 5] = [
        ("entity", Wish::Entity),
        ("highlight", Wish::Highlight),
        ("palette", Wish::Palette),
        ("size", Wish::Size),
        ("range", Wish::Range),
    ];

    /// What it is called in chart files, and on the command line behind two hyphens.
    pub fn name(self) -> &'static str {
        let entry = Wish::ALL.iter().find(|(_, wish)| *wish == self);
        entry.map_or("", |(name, _)| name)
    }
}

impl ChartKind {
    /// Why a kind cannot grant a wish, and what to do instead; `None` where it can.
    ///
    /// ```
    /// use clearwatt::report::figures::{ChartKind, Wish};
    /// assert!(ChartKind::Ranking.refuses(Wish::Palette).is_none());
    /// let (why, _) = ChartKind::Bump.refuses(Wish::Palette).unwrap();
    /// assert_eq!(why, "a `bump` chart shows no colours of grades");
    /// ```
    pub fn refuses(self, wish: Wish) -> Option<(String, String)> {
        let name = self.name();
        let option = wish.name();
        let refusal = |why: &str, instead: &str| {
            let why = format!("a `{name}` chart {why}");
            Some((why, format!("leave out `{option}`{instead}")))
        };
        match wish {
            Wish::Entity if self.of_audit() => refusal("shows all entities", ""),
            Wish::Highlight if !self.highlights() => {
                let instead = if self.of_audit() {
                    ""
                } else {
                    ", or choose the entities to draw with `entity`"
                };
                refusal("highlights nobody", instead)
            }
            Wish::Palette if !self.shows_grades() => refusal("shows no colours of grades", ""),
            Wish::Size if self == ChartKind::Profile => {
                refusal("always has the size of a page", "")
            }
            Wish::Range if !self.has_ranges() => {
                refusal("shows no ranges", "; a ranking and a card have them")
            }
            _ => None,
        }
    }

    /// Does it show grades in their colours?
    fn shows_grades(self) -> bool {
        match self {
            ChartKind::Ranking
            | ChartKind::Heatmap
            | ChartKind::Timeline
            | ChartKind::Dumbbell
            | ChartKind::Slope
            | ChartKind::Card
            | ChartKind::Profile
            | ChartKind::Contribution
            | ChartKind::Bodies
            | ChartKind::Ladder => true,
            ChartKind::Criteria
            | ChartKind::Bump
            | ChartKind::Funnel
            | ChartKind::Tiles
            | ChartKind::Losses
            | ChartKind::Waterfall
            | ChartKind::RankIntervals
            | ChartKind::Reliability => false,
        }
    }
}
