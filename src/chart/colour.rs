//! Colours: what a grade is filled with, and which letter can be read on it.

/// An opaque sRGB colour.
///
/// ```
/// use clearwatt::chart::Colour;
/// assert_eq!(Colour::from_hex("#19aa52"), Some(Colour(0x19, 0xaa, 0x52)));
/// assert_eq!(Colour::from_hex("green"), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// Reads `#rrggbb` (either case); `None` for anything else.
    pub fn from_hex(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#')?;
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let channel = |from: usize| u8::from_str_radix(digits.get(from..from + 2)?, 16).ok();
        Some(Colour(channel(0)?, channel(2)?, channel(4)?))
    }

    /// This colour with `share` (0–1) of itself left, the rest `other`.
    pub(super) fn mixed_into(self, other: Colour, share: f64) -> Colour {
        let channel = |mine: u8, theirs: u8| {
            (f64::from(mine) * share + f64::from(theirs) * (1.0 - share))
                .round()
                .clamp(0.0, 255.0) as u8
        };
        Colour(
            channel(self.0, other.0),
            channel(self.1, other.1),
            channel(self.2, other.2),
        )
    }

    /// The colour as `#RRGGBB`.
    ///
    /// ```
    /// use clearwatt::chart::Colour;
    /// assert_eq!(Colour(0x1a, 0, 255).hex(), "#1A00FF");
    /// ```
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }

    /// The letter colour that reads better on this fill: nearly black, or white on a dark fill.
    ///
    /// ```
    /// use clearwatt::chart::Colour;
    /// assert_eq!(Colour(0xfe, 0xe5, 0x33).letter(), Colour(0x11, 0x11, 0x11));
    /// assert_eq!(Colour(0x40, 0x33, 0x39).letter(), Colour(0xff, 0xff, 0xff));
    /// ```
    pub fn letter(self) -> Colour {
        const INK: Colour = Colour(0x11, 0x11, 0x11);
        const WHITE: Colour = Colour(0xff, 0xff, 0xff);
        if contrast(self, INK) >= contrast(self, WHITE) {
            INK
        } else {
            WHITE
        }
    }

    /// Relative luminance, 0 (black) to 1 (white).
    /// Source: WCAG 2.2, definition of relative luminance.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                libm::pow((value + 0.055) / 1.055, 2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }
}

/// The contrast ratio of two colours, 1 (equal) to 21 (black on white).
/// Source: WCAG 2.2, definition of contrast ratio; letters need 4.5, marks 3.
pub fn contrast(one: Colour, other: Colour) -> f64 {
    let (a, b) = (one.luminance(), other.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHITE: Colour = Colour(255, 255, 255);
    const INK: Colour = Colour(0x11, 0x11, 0x11);

    /// The publisher's scale with the ratios measured for it: on white, and under a #111 letter.
    const OFFICIAL: [(&str, f64, f64); 13] = [
        ("#19aa52", 3.04, 6.2),
        ("#7dc374", 2.11, 8.9),
        ("#abd59e", 1.65, 11.5),
        ("#1791d2", 3.49, 5.4),
        ("#44b5e5", 2.34, 8.1),
        ("#93ceef", 1.71, 11.1),
        ("#fee533", 1.28, 14.8),
        ("#fef25e", 1.16, 16.3),
        ("#fff8b2", 1.09, 17.4),
        ("#fcbc4d", 1.69, 11.2),
        ("#f2793d", 2.77, 6.8),
        ("#ed4243", 3.85, 4.9),
        ("#403339", 12.0, 1.6),
    ];

    #[test]
    fn contrast_agrees_with_the_measured_table() {
        for (hex, on_white, under_ink) in OFFICIAL {
            let colour = Colour::from_hex(hex).unwrap();
            assert!((contrast(colour, WHITE) - on_white).abs() < 0.05, "{hex}");
            assert!((contrast(colour, INK) - under_ink).abs() < 0.06, "{hex}");
        }
        assert!((contrast(Colour(0, 0, 0), WHITE) - 21.0).abs() < 1e-9);
    }

    #[test]
    fn the_letter_can_be_read_on_every_grade() {
        for (hex, _, _) in OFFICIAL {
            let colour = Colour::from_hex(hex).unwrap();
            assert!(contrast(colour, colour.letter()) >= 4.5, "{hex}");
            let expected = if hex == "#403339" { WHITE } else { INK };
            assert_eq!(colour.letter(), expected, "only F takes a white letter");
        }
    }

    #[test]
    fn hex_is_read_strictly() {
        for bad in [
            "", "#", "19aa52", "#19aa5", "#19aa522", "#19aa5g", "#+9aa52", "#1é345",
        ] {
            assert_eq!(Colour::from_hex(bad), None, "{bad}");
        }
        assert_eq!(Colour::from_hex("#FFF8b2"), Some(Colour(255, 248, 178)));
    }

    #[test]
    fn mixing_keeps_the_share_asked_for() {
        // 0.25 × 100 + 0.75 × 200 = 175
        assert_eq!(
            Colour(100, 100, 100).mixed_into(Colour(200, 200, 200), 0.25),
            Colour(175, 175, 175)
        );
    }
}
