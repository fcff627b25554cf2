//! PNG: the finished SVG, rasterised with the font inside the program, so that both come from one layout.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Options, Tree};

use super::fonts::Fonts;
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
        self.png_with(scale, &Fonts::built_in())
    }

    /// As [`Svg::png`], with more fonts than the one in the program.
    ///
    /// # Errors
    /// As [`Svg::png`].
    pub fn png_with(&self, scale: f32, fonts: &Fonts) -> Result<Vec<u8>, ChartError> {
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
        let tree = tree(&self.text, fonts)?;
        let mut picture = Pixmap::new(width as u32, height as u32).ok_or_else(too_large)?;
        resvg::render(
            &tree,
            Transform::from_scale(scale, scale),
            &mut picture.as_mut(),
        );
        encoded(&picture, &self.title, scale).map_err(|error| ChartError::Png(error.to_string()))
    }
}

/// The picture as PNG with its title and its size in print. Charts have an opaque ground, so three channels hold all.
/// Large even areas compress best without a filter, and then a low level gives small files in a third of the time.
fn encoded(picture: &Pixmap, title: &str, scale: f32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(3));
    encoder.set_filter(png::Filter::NoFilter);
    // A CSS pixel is 1/96 inch, an inch 0.0254 m.
    let per_metre = (scale * 96.0 / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: per_metre,
        yppu: per_metre,
        unit: png::Unit::Meter,
    }));
    encoder.add_itxt_chunk("Title".to_string(), title.to_string())?;
    let mut writer = encoder.write_header()?;
    let colours = picture.data().chunks_exact(4);
    let opaque: Vec<u8> = colours
        .flat_map(|colour| colour.iter().take(3).copied())
        .collect();
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}

/// The SVG as the rasteriser understands it.
pub(super) fn tree(svg: &str, fonts: &Fonts) -> Result<Tree, usvg::Error> {
    let options = Options {
        font_family: "DejaVu Sans".to_owned(),
        fontdb: Arc::clone(&fonts.database),
        ..Options::default()
    };
    Tree::from_str(svg, &options)
}
