//! Palettes of grades: the colours of the rubric, or five steps that also readers who confuse colours, or print in grey,
//! can tell apart.
//!
//! A palette of our own has one colour for a family of grades (`A+`, `A` and `A-`); the letter on the mark says the rest.

use super::colour::Colour;

/// Where the colours of grades come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Palette {
    /// The colours the rubric gives.
    #[default]
    Official,
    /// Blue to red through pale yellow, told apart with every kind of colour vision, not in grey.
    /// Source: Paul Tol, "Colour schemes" (2021), sunset.
    Cvd,
    /// Yellow to violet, ever darker: told apart in grey too.
    /// Source: Stéfan van der Walt and Nathaniel Smith, viridis (2015), at 0, 1/4, 1/2, 3/4 and 1.
    Mono,
}

/// From the best family of grades to the worst.
const CVD: [Colour; 5] = [
    Colour(0x36, 0x4b, 0x9a),
    Colour(0x6e, 0xa6, 0xcd),
    Colour(0xea, 0xec, 0xcc),
    Colour(0xf6, 0x7e, 0x4b),
    Colour(0xa5, 0x00, 0x26),
];
const MONO: [Colour; 5] = [
    Colour(0xfd, 0xe7, 0x25),
    Colour(0x5e, 0xc9, 0x62),
    Colour(0x21, 0x91, 0x8c),
    Colour(0x3b, 0x52, 0x8b),
    Colour(0x44, 0x01, 0x54),
];

impl Palette {
    /// All palettes with their names.
    pub const ALL: [(&'static str, Palette); 3] = [
        ("official", Palette::Official),
        ("cvd", Palette::Cvd),
        ("mono", Palette::Mono),
    ];

    /// The colour of family `place` (0 is the best) of `families`; `None` where the rubric's own colours are wanted.
    ///
    /// ```
    /// use clearwatt::chart::{Colour, Palette};
    /// assert_eq!(Palette::Mono.colour(0, 5), Some(Colour(0xfd, 0xe7, 0x25)));
    /// // Three families take the ends and the middle.
    /// assert_eq!(Palette::Mono.colour(1, 3), Palette::Mono.colour(2, 5));
    /// assert_eq!(Palette::Official.colour(0, 5), None);
    /// ```
    pub fn colour(self, place: usize, families: usize) -> Option<Colour> {
        let steps = match self {
            Palette::Official => return None,
            Palette::Cvd => CVD,
            Palette::Mono => MONO,
        };
        let along = place as f64 / families.saturating_sub(1).max(1) as f64;
        let along = along.clamp(0.0, 1.0) * (steps.len() - 1) as f64;
        let (before, after) = (along.floor() as usize, along.ceil() as usize);
        let share = along - along.floor();
        Some(steps.get(after)?.mixed_into(*steps.get(before)?, share))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::vision::{VISIONS, apart_2000, seen};

    fn smallest_difference(steps: &[Colour], vision: &[[f64; 3]; 3]) -> f64 {
        let mut smallest = f64::INFINITY;
        for (index, one) in steps.iter().enumerate() {
            for other in &steps[..index] {
                smallest = smallest.min(apart_2000(*one, *other, vision));
            }
        }
        smallest
    }

    #[test]
    fn steps_are_told_apart_by_every_kind_of_colour_vision() {
        for vision in &VISIONS {
            // Measured for the design: 21.6 and, under protan, 13.3. Two colours side by side differ visibly from 5 on.
            assert!(smallest_difference(&CVD, vision) > 20.0);
            assert!(smallest_difference(&MONO, vision) > 13.0);
        }
        // The official colours fail this, which is why every mark carries its letter: A+ and D-, deutan.
        let pair = [Colour(0x19, 0xaa, 0x52), Colour(0xed, 0x42, 0x43)];
        assert!(smallest_difference(&pair, &VISIONS[2]) < 10.0);
    }

    #[test]
    fn the_steps_of_mono_are_ordered_in_grey() {
        let lightness = MONO.map(|colour| seen(colour, &VISIONS[0])[0]);
        assert!(lightness.windows(2).all(|pair| pair[0] > pair[1] + 5.0));
    }

    #[test]
    fn letters_can_be_read_on_every_step() {
        for steps in [CVD, MONO] {
            for colour in steps {
                assert!(super::super::contrast(colour, colour.letter()) >= 4.5);
            }
        }
    }
}
