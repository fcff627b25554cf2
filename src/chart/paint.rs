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

/// Parts of a whole: eight colours that a colour-blind reader tells apart and that are no colours of grades. Dark and
/// pale take turns, so that neighbours differ in grey too. After P. Tol's muted scheme (personal.sron.nl/~pault).
const PARTS: [Paint; 8] = [
    Paint::new(Colour(0x33, 0x22, 0x88), Colour(0x6a, 0x5a, 0xcf)),
    Paint::new(Colour(0x5f, 0xb8, 0xac), Colour(0x5f, 0xc4, 0xb6)),
    Paint::new(Colour(0x88, 0x22, 0x55), Colour(0xa8, 0x38, 0x6e)),
    Paint::new(Colour(0xd9, 0xc5, 0x9a), Colour(0xe2, 0xd2, 0xae)),
    Paint::new(Colour(0x5a, 0x66, 0x1f), Colour(0x6e, 0x7a, 0x2c)),
    Paint::new(Colour(0xc6, 0x82, 0xbc), Colour(0xdf, 0xa3, 0xda)),
    Paint::new(Colour(0x4b, 0x5a, 0x72), Colour(0x5d, 0x6c, 0x88)),
    Paint::new(Colour(0xa8, 0x9f, 0x3c), Colour(0xb3, 0xa9, 0x3f)),
];

/// Steps of a score without a grade, from little to all: the lighter, the more is open. One hue, so that only lightness
/// tells, as it does in grey; it is none of a grade.
const STEPS: [Paint; 5] = [
    Paint::new(Colour(0x54, 0x30, 0x7a), Colour(0x54, 0x30, 0x7a)),
    Paint::new(Colour(0x82, 0x60, 0xa8), Colour(0x82, 0x60, 0xa8)),
    Paint::new(Colour(0xb3, 0x9d, 0xcd), Colour(0xb3, 0x9d, 0xcd)),
    Paint::new(Colour(0xdd, 0xd0, 0xea), Colour(0xdd, 0xd0, 0xea)),
    Paint::new(Colour(0xf6, 0xf0, 0xfb), Colour(0xf6, 0xf0, 0xfb)),
];

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

    /// The colour of a part of a whole, by its place; they repeat after eight.
    pub fn part(index: usize) -> Paint {
        PARTS
            .get(index % PARTS.len())
            .copied()
            .unwrap_or(Self::NEUTRAL)
    }

    /// The colour of a step of the scale above zero, 0 (lowest) to 4.
    pub fn step(index: usize) -> Paint {
        STEPS.get(index).copied().unwrap_or(Self::NEUTRAL)
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
    use crate::chart::vision::{VISIONS, apart, seen};

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

    /// The publisher's grades, which no part and no step may be taken for.
    const GRADES: [&str; 13] = [
        "#19aa52", "#7dc374", "#abd59e", "#1791d2", "#44b5e5", "#93ceef", "#fee533", "#fef25e",
        "#fff8b2", "#fcbc4d", "#f2793d", "#ed4243", "#403339",
    ];

    fn nearest_grade(colour: Colour) -> f64 {
        let grades = GRADES.map(|hex| Colour::from_hex(hex).unwrap());
        let distances = grades.map(|grade| apart(colour, grade, &VISIONS[0]));
        distances.into_iter().fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn parts_are_told_apart_by_everybody() {
        for theme in THEMES {
            let colours: Vec<Colour> = PARTS.iter().map(|part| part.on(theme)).collect();
            for (index, colour) in colours.iter().enumerate() {
                assert!(contrast(*colour, colour.letter()) >= 4.5, "{colour:?}");
                assert!(nearest_grade(*colour) >= 20.0, "{colour:?}");
                for (before, other) in colours[..index].iter().enumerate() {
                    // A just noticeable difference is about 2.3; neighbours share an edge and differ far more.
                    let least = if before + 1 == index { 24.0 } else { 10.0 };
                    for vision in &VISIONS {
                        let distance = apart(*colour, *other, vision);
                        assert!(distance >= least, "{colour:?} {other:?}: {distance}");
                    }
                }
            }
            // In grey neighbours differ by 20 of 100 steps of lightness.
            for pair in colours.windows(2) {
                let [one, other] = [pair[0], pair[1]].map(|colour| seen(colour, &VISIONS[0])[0]);
                assert!((one - other).abs() >= 20.0, "{pair:?} in {theme:?}");
            }
        }
    }

    #[test]
    fn steps_grow_lighter_and_stay_apart() {
        for theme in THEMES {
            let nothing = [Paint::NOTHING];
            let steps: Vec<Colour> = nothing
                .iter()
                .chain(&STEPS)
                .map(|step| step.on(theme))
                .collect();
            for colour in &steps[1..] {
                assert!(contrast(*colour, colour.letter()) >= 4.5, "{colour:?}");
                assert!(nearest_grade(*colour) >= 20.0, "{colour:?}");
            }
            for pair in steps.windows(2) {
                for vision in &VISIONS {
                    let [one, other] = [pair[0], pair[1]].map(|colour| seen(colour, vision)[0]);
                    assert!(other - one >= 9.0, "{pair:?}: {one} {other}");
                }
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
