//! Fonts for the PNG: the one in the program, and those a user gives for scripts it lacks.
//!
//! Layout measures with the font in the program alone, so that an SVG has the same bytes whatever fonts a user has; a
//! letter it lacks is taken to be as wide as it is high, which is what letters of East Asia are, and more than others
//! need.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb;
use skrifa::{MetadataProvider, raw::FileRef};
use thiserror::Error;

/// Fonts to rasterise with.
#[derive(Debug, Clone)]
pub struct Fonts {
    pub(super) database: Arc<fontdb::Database>,
    /// The files of the user.
    added: Vec<Vec<u8>>,
}

/// A file is no font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("it is no font: expected a .ttf, .otf or .ttc file")]
pub struct NoFont;

impl Fonts {
    /// The font in the program, and nothing of the machine, so that the same chart has the same bytes everywhere.
    pub fn built_in() -> Fonts {
        static BUILT_IN: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
        let database = BUILT_IN.get_or_init(|| {
            let mut fonts = fontdb::Database::new();
            for bytes in [dejavu::sans::regular(), dejavu::sans::bold()] {
                fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
            }
            fonts.set_sans_serif_family("DejaVu Sans");
            Arc::new(fonts)
        });
        Fonts {
            database: Arc::clone(database),
            added: Vec::new(),
        }
    }

    /// The same with another font, which draws what those before it lack. `bytes` are the content of a `.ttf`, `.otf` or
    /// `.ttc` file.
    ///
    /// # Errors
    /// When they are anything else.
    pub fn with(mut self, bytes: Vec<u8>) -> Result<Fonts, NoFont> {
        let fonts = FileRef::new(&bytes).map_err(|_| NoFont)?.fonts();
        if fonts.filter_map(Result::ok).count() == 0 {
            return Err(NoFont);
        }
        Arc::make_mut(&mut self.database).load_font_data(bytes.clone());
        self.added.push(bytes);
        Ok(self)
    }

    /// Those of the characters that no font here can draw. `missing` are characters the font in the program lacks, as
    /// [`Svg::missing`](super::Svg::missing) lists them.
    pub fn lack(&self, missing: &[char]) -> Vec<char> {
        let draws = |c: char| {
            let files = self
                .added
                .iter()
                .filter_map(|bytes| FileRef::new(bytes).ok());
            let mut fonts = files.flat_map(|file| file.fonts()).filter_map(Result::ok);
            fonts.any(|font| font.charmap().map(c).is_some())
        };
        missing.iter().copied().filter(|c| !draws(*c)).collect()
    }
}

impl Default for Fonts {
    fn default() -> Fonts {
        Fonts::built_in()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_font_of_the_user_draws_what_it_has() {
        let missing = ['字', '\u{10ffff}'];
        assert_eq!(Fonts::built_in().lack(&missing), missing);
        // A font that is there anyway stands for one of the user; it lacks both, and has `A`.
        let fonts = Fonts::built_in()
            .with(dejavu::sans::regular().to_vec())
            .unwrap();
        assert_eq!(fonts.lack(&missing), missing);
        assert!(fonts.lack(&['A']).is_empty());
        assert_eq!(
            Fonts::built_in().with(b"%PDF-1.7".to_vec()).unwrap_err(),
            NoFont
        );
    }
}
