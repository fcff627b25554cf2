//! The drawing stage: plain numbers and words in, an SVG out; the PNG is that SVG rasterised.
//!
//! Nothing here knows of rubrics or scoring. Each chart takes its own data type, filled by whoever has the results, and
//! is laid out once, in pixels, from the metrics of the font that will draw it. Bad numbers cannot break a chart: values
//! beyond the axis are drawn at the nearer end, texts of any length and script are broken into lines, and what the
//! font lacks is listed in [`Svg::missing`].
//!
//! ```
//! use clearwatt::chart::{self, Colour, Frame, Grade, Mark, RankingData, RankingRow, Style};
//!
//! let grade = Grade { label: "B-".into(), colour: Colour::from_hex("#93ceef").unwrap() };
//! let mark = Mark::Score { value: 73.0, shown: "73".into(), grade: Some(grade), given: true, provisional: false, nothing: false };
//! let data = RankingData {
//!     frame: Frame { title: "Georgia publishes more".into(), lang: "en".into(), ..Frame::default() },
//!     rows: vec![RankingRow { name: "Georgia".into(), rank: Some("1".into()), group: String::new(), mark, reason: None, highlighted: false, range: None }],
//!     bands: vec![],
//!     reference: None,
//!     range: String::new(),
//! };
//! let svg = chart::ranking(&data, &Style::default());
//! assert!(svg.text.contains("<title") && svg.missing.is_empty());
//! let png = svg.png(2.0)?;
//! # Ok::<(), chart::ChartError>(())
//! ```

mod aside;
mod bodies;
mod bump;
mod card;
mod colour;
mod contribution;
mod criteria;
mod crowd;
mod drawing;
mod dumbbell;
mod fonts;
mod frame;
mod funnel;
mod heat_map;
mod key;
mod labels;
mod ladder;
mod losses;
mod mark;
mod paint;
mod palette;
mod png;
mod profile;
mod rank_intervals;
mod ranking;
mod reliability;
mod scale;
mod slope;
mod svg;
mod table;
mod text;
mod tiles;
mod timeline;
mod waterfall;
mod words;

#[cfg(test)]
mod layout_lines_tests;
#[cfg(test)]
mod layout_tests;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod samples_lines;
#[cfg(test)]
mod vision;

pub use aside::Aside;
pub use bodies::{BodiesData, BodyRow, bodies};
pub use bump::{BumpData, BumpLine, bump};
pub use card::{CardData, Part, Standing, card};
pub use colour::{Colour, contrast};
pub use contribution::{Contribution, ContributionData, ContributionRow, contribution};
pub use criteria::{CriteriaData, CriterionStrip, Peers, criteria_profile};
pub use dumbbell::{DumbbellData, DumbbellRow, dumbbell};
pub use fonts::{Fonts, NoFont};
pub use frame::Frame;
pub use funnel::{FunnelData, FunnelPanel, FunnelStep, Loss, funnel};
pub use heat_map::{HeatColumn, HeatMapData, HeatRow, heat_map};
pub use ladder::{LadderAction, LadderData, LadderLevel, ladder};
pub use losses::{LossRow, LossesData, losses};
pub use mark::{Grade, Mark};
pub use paint::Theme;
pub use palette::Palette;
pub use png::ChartError;
pub use profile::{ProfileData, ProfileHeadings, ProfileRow, profile};
pub use rank_intervals::{RankInterval, RankIntervalsData, rank_intervals};
pub use ranking::{RankingData, RankingRow, Reference, ranking};
pub use reliability::{ReliabilityData, ReliabilityRow, reliability};
pub use scale::{Axis, Band};
pub use slope::{SlopeData, SlopeLine, slope};
pub use svg::Svg;
pub use table::ChartTable;
pub use text::missing_characters;
pub use tiles::{Tile, TileGroup, TilePart, TilesData, tiles};
pub use timeline::{Method, Point, Series, TimelineData, Times, timeline};
pub use waterfall::{Cause, WaterfallData, WaterfallEnd, WaterfallStep, waterfall};
pub use words::{Heads, Words};

/// The data of a chart, ready to be drawn.
pub trait Chart {
    /// The words around it, to be changed.
    fn frame_mut(&mut self) -> &mut Frame;
    /// Draws it.
    fn draw(&self, style: &Style) -> Svg;
    /// What it shows, as a table.
    fn table(&self) -> ChartTable;
}

/// Every chart has a frame, a function that draws it and one that makes its table.
macro_rules! charts {
    ($($data:ty => $draw:path, $table:path;)*) => {$(
        impl Chart for $data {
            fn frame_mut(&mut self) -> &mut Frame {
                &mut self.frame
            }
            fn draw(&self, style: &Style) -> Svg {
                $draw(self, style)
            }
            fn table(&self) -> ChartTable {
                $table(self)
            }
        }
    )*};
}

charts! {
    RankingData => ranking, table::ranking;
    HeatMapData => heat_map, table::heat_map;
    CriteriaData => criteria_profile, table::criteria;
    TimelineData => timeline, table::timeline;
    DumbbellData => dumbbell, table::dumbbell;
    WaterfallData => waterfall, table::waterfall;
    RankIntervalsData => rank_intervals, table::rank_intervals;
    CardData => card, table::card;
    ProfileData => profile, table::profile;
    FunnelData => funnel, table::funnel;
    SlopeData => slope, table::slope;
    BumpData => bump, table::bump;
    LadderData => ladder, table::ladder;
    ReliabilityData => reliability, table::reliability;
    ContributionData => contribution, table::contribution;
    LossesData => losses, table::losses;
    BodiesData => bodies, table::bodies;
    TilesData => tiles, table::tiles;
}

/// How a chart is drawn, whatever it shows. The colours of grades come with the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Width in CSS pixels. A chart that has no room for its names and numbers takes the width it needs (560 for most).
    /// Above 4000, 4000.
    pub width: u32,
    /// The least height in CSS pixels: a lower chart gets free space above its footer, a higher one stays as it is.
    pub height: Option<u32>,
    /// The ground, and what can be read on it.
    pub theme: Theme,
}

impl Style {
    /// This wide, as high as needed, on a light ground.
    pub fn wide(width: u32) -> Style {
        Style {
            width,
            height: None,
            theme: Theme::Light,
        }
    }

    /// The same in another theme.
    pub fn on(self, theme: Theme) -> Style {
        Style { theme, ..self }
    }

    /// The width to draw at when `least` pixels are needed.
    fn width(self, least: f64) -> f64 {
        f64::from(self.width.min(4000)).max(least)
    }
}

impl Default for Style {
    fn default() -> Self {
        Style::wide(960)
    }
}
