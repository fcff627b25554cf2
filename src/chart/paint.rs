//! What shapes are painted with: a colour for each theme, chosen when the SVG is written, so that layout need not know
//! whether the ground is white or dark.

use super::colour::Colour;

/// The ground a chart is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Theme {
    /// White ground.
    #[default]
    Light,
    /// Nearly black ground, for dark pages and slides.
    Dark,
    /// White ground without faint bands, black letters: for paper, also in grey.
    Print,
    /// Light, and dark where the reader's screen asks for it; for charts inside pages. A PNG of it is light.
    Auto,
}

impl Theme {
    /// The themes a chart of its own can have, with their names.
    pub const FIXED: [(&'static str, Theme); 3] = [
        ("light", Theme::Light),
        ("dark", Theme::Dark),
        ("print", Theme::Print),
    ];
}

/// The colour of a shape in each theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paint {
    light: Colour,
    dark: Colour,
    print: Colour,
}

const WHITE: Colour = Colour(0xff, 0xff, 0xff);

impl Paint {
    /// What everything is drawn on.
    pub const GROUND: Paint = Paint::new(WHITE, Colour(0x14, 0x18, 0x1c));
    /// Letters and titles.
    pub const INK: Paint = Paint {
        light: Colour(0x11, 0x11, 0x11),
        dark: Colour(0xf0, 0xf2, 0xf4),
        print: Colour(0, 0, 0),
    };
    /// Subtitles and names of secondary weight (9.7:1 on white, 10:1 on dark).
    pub const SOFT_INK: Paint = Paint::new(Colour(0x44, 0x44, 0x44), Colour(0xc4, 0xca, 0xd0));
    /// Axis numbers and the footer (7.0:1 on white and on dark), and the outline of every filled mark.
    pub const OUTLINE: Paint = Paint::new(Colour(0x59, 0x59, 0x59), Colour(0xa3, 0xac, 0xb5));
    /// Lines of the grid.
    pub const GRID: Paint = Paint::new(Colour(0xdd, 0xdd, 0xdd), Colour(0x37, 0x3e, 0x46));
    /// The fill of a score that has no grade.
    pub const NEUTRAL: Paint = Paint::new(Colour(0xd5, 0xdf, 0xe9), Colour(0x4a, 0x58, 0x66));
    /// The fill of a score of zero: nothing was disclosed at all.
    pub const NOTHING: Paint = Paint::new(Colour(0x1a, 0x1a, 0x1a), Colour(0, 0, 0));
    /// The ground of a place where there is no score.
    pub const EMPTY: Paint = Paint::new(Colour(0xf1, 0xf1, 0xf1), Colour(0x24, 0x2a, 0x30));
    /// The edge of a place where there is no score.
    pub const EMPTY_EDGE: Paint = Paint::new(Colour(0xb5, 0xb9, 0xbe), Colour(0x5a, 0x62, 0x6a));
    /// The diagonal lines of what nobody has looked at.
    pub const HATCH: Paint = Paint::new(Colour(0xc9, 0xcd, 0xd2), Colour(0x4a, 0x52, 0x5a));
    /// A strip that sets a row apart from those around it.
    pub const STRIP: Paint = Paint::new(Colour(0xf4, 0xf6, 0xf8), Colour(0x20, 0x26, 0x2c));
    /// What stands in the background of a comparison: the range of peers.
    pub const PEERS: Paint = Paint::new(Colour(0xdf, 0xe3, 0xe8), Colour(0x34, 0x3c, 0x45));
    /// Lines in the background.
    pub const OTHERS: Paint = Paint::new(Colour(0xa6, 0xab, 0xb0), Colour(0x5e, 0x66, 0x6e));
    /// More than before: blue (4.5:1 on both grounds, as [`Paint::FALL`]).
    pub const RISE: Paint = Paint::new(Colour(0x1a, 0x66, 0xa8), Colour(0x5c, 0xac, 0xf0));
    /// Less than before: orange.
    pub const FALL: Paint = Paint::new(Colour(0xb4, 0x4a, 0x0a), Colour(0xf2, 0x95, 0x58));

    /// A paint of its own for a light and a dark ground; print is as light.
    pub const fn new(light: Colour, dark: Colour) -> Paint {
        Paint {
            light,
            dark,
            print: light,
        }
    }

    /// The colour in a theme.
    pub fn on(self, theme: Theme) -> Colour {
        match theme {
            Theme::Light | Theme::Auto => self.light,
            Theme::Dark => self.dark,
            Theme::Print => self.print,
        }
    }

    /// The same with `share` (0–1) of itself left, the rest the ground.
    pub fn faded(self, share: f64) -> Paint {
        Paint {
            light: self.light.mixed_into(Self::GROUND.light, share),
            dark: self.dark.mixed_into(Self::GROUND.dark, share),
            print: self.print.mixed_into(Self::GROUND.print, share),
        }
    }

    /// The same on screens, nothing on paper.
    pub fn but_not_printed(self) -> Paint {
        Paint {
            print: Self::GROUND.print,
            ..self
        }
    }

    /// The letters that read best on it: dark or white, whatever the theme.
    pub fn letter(self) -> Paint {
        Paint {
            light: self.light.letter(),
            dark: self.dark.letter(),
            print: self.print.letter(),
        }
    }
}

/// A fixed colour, as that of a grade: the same on every ground.
impl From<Colour> for Paint {
    fn from(colour: Colour) -> Paint {
        Paint::new(colour, colour)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::contrast;

    const THEMES: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Print];

    fn on_ground(paint: Paint, theme: Theme) -> f64 {
        contrast(paint.on(theme), Paint::GROUND.on(theme))
    }

    #[test]
    fn letters_can_be_read_in_every_theme() {
        for theme in THEMES {
            for paint in [Paint::INK, Paint::SOFT_INK, Paint::OUTLINE] {
                assert!(on_ground(paint, theme) >= 7.0, "{paint:?} in {theme:?}");
            }
            // Numbers and names in the colour of what they name, also on the strip of a row.
            for paint in [Paint::RISE, Paint::FALL] {
                assert!(on_ground(paint, theme) >= 4.5, "{paint:?} in {theme:?}");
                let strip = contrast(paint.on(theme), Paint::STRIP.on(theme));
                assert!(strip >= 4.5, "{paint:?} on a strip in {theme:?}");
            }
            for fill in [Paint::NEUTRAL, Paint::NOTHING, Paint::EMPTY] {
                let letter = fill.letter().on(theme);
                assert!(
                    contrast(letter, fill.on(theme)) >= 4.5,
                    "{fill:?} in {theme:?}"
                );
            }
        }
    }

    #[test]
    fn the_outline_of_a_mark_is_seen_in_every_theme() {
        // WCAG 2.2, 1.4.11: 3:1 for what is needed to see a graphic.
        for theme in THEMES {
            assert!(on_ground(Paint::OUTLINE, theme) >= 3.0);
        }
    }

    #[test]
    fn hatches_and_grids_are_pale_but_there() {
        for theme in THEMES {
            for paint in [Paint::GRID, Paint::HATCH, Paint::EMPTY_EDGE, Paint::PEERS] {
                let ratio = on_ground(paint, theme);
                assert!(
                    (1.2..3.0).contains(&ratio),
                    "{paint:?} in {theme:?}: {ratio}"
                );
            }
        }
    }

    #[test]
    fn what_is_faded_moves_to_the_ground_of_its_theme() {
        let half = Paint::from(Colour(100, 100, 100)).faded(0.5);
        // (100 + 255) / 2 = 177.5, and (100 + 20) / 2 = 60 with the dark ground's red of 20.
        assert_eq!(half.on(Theme::Light).0, 178);
        assert_eq!(half.on(Theme::Dark).0, 60);
        assert_eq!(half.but_not_printed().on(Theme::Print), WHITE);
    }
}
