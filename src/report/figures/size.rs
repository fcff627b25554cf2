//! How large a chart is drawn: a width, a width and a least height, or the name of a place it is meant for.

use crate::chart::{Style, Theme};

/// The size of a chart in CSS pixels; a PNG has twice as many dots each way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width. A chart takes more when its names and numbers need it.
    pub width: u32,
    /// The least height. A chart with many rows is higher.
    pub height: Option<u32>,
}

const fn size(width: u32, height: Option<u32>) -> Size {
    Size { width, height }
}

impl Size {
    /// Sizes with a name.
    pub const NAMED: [(&'static str, Size); 4] = [
        // Half a page of a newspaper, and a phone held across.
        ("column", size(560, None)),
        ("page", size(960, None)),
        // 1920 × 1080 dots as PNG, with letters that can be read from the back row.
        ("slide", size(960, Some(540))),
        // A square for social networks, 1200 dots as PNG.
        ("post", size(600, Some(600))),
    ];

    /// Reads `960`, `1280x720` or a name.
    ///
    /// ```
    /// use clearwatt::report::figures::Size;
    /// assert_eq!(Size::parse("960x540"), Size::parse("slide"));
    /// assert_eq!(Size::parse("960"), Some(Size::default()));
    /// assert!(Size::parse("12").is_none() && Size::parse("big").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Size> {
        let named = Size::NAMED.into_iter().find(|(name, _)| *name == text);
        if let Some((_, size)) = named {
            return Some(size);
        }
        let side = |text: &str| -> Option<u32> {
            text.parse().ok().filter(|side| (320..=4000).contains(side))
        };
        match text.split_once(['x', '×']) {
            Some((width, height)) => Some(size(side(width)?, Some(side(height)?))),
            None => Some(size(side(text)?, None)),
        }
    }

    /// What [`Size::parse`] takes, for messages.
    pub fn expected() -> String {
        let names: Vec<&str> = Size::NAMED.iter().map(|(name, _)| *name).collect();
        format!(
            "pixels from 320 to 4000 as `960` or `1280x720`, or one of {}",
            names.join(", ")
        )
    }

    /// The style of this size on a light ground.
    pub fn style(self) -> Style {
        Style {
            width: self.width,
            height: self.height,
            theme: Theme::Light,
        }
    }
}

impl Default for Size {
    fn default() -> Self {
        size(960, None)
    }
}
