//! PNG: the finished SVG, rasterised with the font inside the program, so that both come from one layout.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, Tree, fontdb};

use super::svg::Svg;

/// The most pixels a picture may have; four bytes each, so 480 MB.
const MOST_PIXELS: f32 = 120e6;

/// Why a chart could not be turned into a picture.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The scale is not a number above zero.
    #[error("a picture cannot be drawn at scale `{0}`, expected a number above 0")]
    Scale(f32),
    /// The picture would have more than 120 million pixels.
    #[error("a picture of {width} × {height} pixels is too large, draw it at a smaller scale")]
    TooLarge {
        /// Width asked for, in pixels.
        width: u64,
        /// Height asked for, in pixels.
        height: u64,
    },
    /// The SVG text is not an SVG; only possible when it was changed after drawing.
    #[error("the chart is not a readable SVG")]
    Svg(#[from] usvg::Error),
    /// The picture could not be written as PNG.
    #[error("the picture cannot be written as PNG: {0}")]
    Png(String),
}

impl Svg {
    /// The chart as a PNG of `width × scale` by `height × scale` pixels: 1 for the web, 2 for print and sharp screens.
    ///
    /// # Errors
    /// When `scale` is not above zero, when the picture would be too large, or when `text` was changed to something
    /// that is no SVG.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, ChartError> {
        if !scale.is_finite() || scale <= 0.0 {
            return Err(ChartError::Scale(scale));
        }
        let (width, height) = (
            (self.width as f32 * scale).ceil(),
            (self.height as f32 * scale).ceil(),
        );
        let too_large = || ChartError::TooLarge {
            width: width as u64,
            height: height as u64,
        };
        if width * height > MOST_PIXELS {
            return Err(too_large());
        }
        let tree = tree(&self.text)?;
        let mut picture = Pixmap::new(width as u32, height as u32).ok_or_else(too_large)?;
        resvg::render(
            &tree,
            Transform::from_scale(scale, scale),
            &mut picture.as_mut(),
        );
        picture
            .encode_png()
            .map_err(|error| ChartError::Png(error.to_string()))
    }
}

/// The SVG as the rasteriser understands it.
pub(super) fn tree(svg: &str) -> Result<Tree, usvg::Error> {
    let options = Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: Arc::clone(fonts()),
        ..Options::default()
    };
    Tree::from_str(svg, &options)
}

/// The fonts in the program, loaded once per process. No font of the machine is used, so the same chart has the same
/// bytes everywhere.
fn fonts() -> &'static Arc<fontdb::Database> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    FONTS.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        for bytes in [dejavu::sans::regular(), dejavu::sans::bold()] {
            fonts.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
        }
        fonts.set_sans_serif_family("DejaVu Sans");
        Arc::new(fonts)
    })
}
