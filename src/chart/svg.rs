//! A drawing becomes an SVG: plotters writes the primitives, and what it has no word for (title, description, role,
//! language, baseline) is put into its text afterwards.
//!
//! plotters rounds to whole units, so everything is drawn four times as large and scaled back by the view box: a bar of
//! half a point stays visible.
//!
//! plotters knows colours only as literals. A chart that follows the reader's screen ([`Theme::Auto`]) is written in its
//! light colours, each made unlike every other whose dark twin differs, so that a style sheet inside the SVG can name
//! them and put the dark ones in their place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write as _};

use plotters::backend::{DrawingBackend, SVGBackend};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

use super::colour::Colour;
use super::drawing::{Anchor, Drawing, Shape};
use super::paint::{Paint, Theme};
use super::text::{FAMILY, Face, clean, missing_characters};

/// Units per pixel.
const UNIT: f64 = 4.0;

/// A finished chart. [`Svg::png`] rasterises this very text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svg {
    /// The whole document, without an XML declaration, so that it can also stand inside an HTML page. Its ids are made
    /// from its content: two different charts on one page never share one.
    pub text: String,
    /// What it shows in one sentence; also inside the text and the PNG.
    pub title: String,
    /// Width in CSS pixels.
    pub width: u32,
    /// Height in CSS pixels; it grows with the number of entities.
    pub height: u32,
    /// Characters in this chart that the font in the program lacks, each once; the PNG shows boxes for them.
    pub missing: Vec<char>,
}

/// What a screen reader is told about a chart.
pub(super) struct Caption<'a> {
    pub title: &'a str,
    pub description: &'a str,
    pub lang: &'a str,
}

/// Draws `drawing` on paper of `width` × `height` pixels, in the colours of `theme`.
pub(super) fn write(
    drawing: &Drawing,
    (width, height): (u32, u32),
    caption: &Caption,
    theme: Theme,
) -> Svg {
    let mut inks = Inks::new(theme);
    let size = (
        width.saturating_mul(UNIT as u32),
        height.saturating_mul(UNIT as u32),
    );
    let mut body = String::new();
    {
        let mut backend = SVGBackend::with_string(&mut body, size);
        for shape in &drawing.shapes {
            draw(&mut backend, shape, &mut inks);
        }
        written(backend.present());
    }
    // The first line is the writer's own root element; ours says more.
    let body = body.split_once('\n').map_or("", |(_, rest)| rest);
    // Attributes that only repeat a default. User text cannot be hit: quotation marks in it are escaped.
    let body = body
        .replace(" opacity=\"1\"", "")
        // Without its offset, y is the baseline, which is what layout computes.
        .replace(" dy=\"-0.5ex\"", "")
        .replace(" text-anchor=\"start\"", "")
        .replace(&format!(" font-family=\"{FAMILY}\""), "");

    let id = fingerprint(&body);
    let mut text = String::with_capacity(body.len() + 1024);
    // Writing into a String cannot fail.
    let _ = write!(
        text,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"chart-{id:016x}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {} {}\" \
         role=\"img\" lang=\"{}\" aria-labelledby=\"chart-{id:016x}-title chart-{id:016x}-desc\" \
         font-family=\"{FAMILY}\">\n<title id=\"chart-{id:016x}-title\">{}</title>\n\
         <desc id=\"chart-{id:016x}-desc\">{}</desc>\n",
        size.0,
        size.1,
        escape(caption.lang),
        escape(caption.title),
        escape(caption.description),
    );
    text.push_str(&inks.style_sheet(&format!("chart-{id:016x}")));
    text.push_str(&body);
    Svg {
        text,
        title: caption.title.to_string(),
        width,
        height,
        missing: missing(drawing),
    }
}

fn missing(drawing: &Drawing) -> Vec<char> {
    let texts = drawing.shapes.iter().filter_map(|shape| match shape {
        Shape::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts
        .flat_map(missing_characters)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// Text for an element or an attribute, cleaned and escaped.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(c),
        }
    }
    out
}

/// FNV-1a of the drawing: the same chart has the same ids on every machine.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The string writer has no way to fail; should it ever find one, a debug build says so.
fn written<E: Debug>(result: Result<(), E>) {
    debug_assert!(result.is_ok(), "{result:?}");
}

fn units((x, y): (f64, f64)) -> (i32, i32) {
    ((x * UNIT).round() as i32, (y * UNIT).round() as i32)
}

/// Gives every paint the literal colour it is written with.
struct Inks {
    theme: Theme,
    /// The dark colour of every literal written so far; only filled where the reader's screen decides.
    dark: BTreeMap<[u8; 3], Colour>,
}

impl Inks {
    fn new(theme: Theme) -> Inks {
        Inks {
            theme,
            dark: BTreeMap::new(),
        }
    }

    fn of(&mut self, paint: Paint) -> RGBColor {
        let mut literal = paint.on(self.theme);
        if self.theme == Theme::Auto {
            let dark = paint.on(Theme::Dark);
            // A step of blue that nobody sees keeps apart what only the dark theme tells apart.
            while *self
                .dark
                .entry([literal.0, literal.1, literal.2])
                .or_insert(dark)
                != dark
            {
                literal.2 = literal.2.wrapping_sub(1);
            }
        }
        RGBColor(literal.0, literal.1, literal.2)
    }

    /// The rules that turn the chart `id` dark on a dark screen, never on paper; empty for a fixed theme.
    fn style_sheet(&self, id: &str) -> String {
        let mut rules = String::new();
        for ([red, green, blue], dark) in &self.dark {
            let light = Colour(*red, *green, *blue).hex();
            for property in ["fill", "stroke"] {
                let _ = write!(
                    rules,
                    "#{id} [{property}=\"{light}\"]{{{property}:{}}}",
                    dark.hex()
                );
            }
        }
        if rules.is_empty() {
            return rules;
        }
        format!("<style>@media screen and (prefers-color-scheme:dark){{{rules}}}</style>\n")
    }
}

fn stroke(colour: RGBColor, width: f64) -> ShapeStyle {
    colour.stroke_width((width * UNIT).round().max(1.0) as u32)
}

fn draw(backend: &mut SVGBackend, shape: &Shape, inks: &mut Inks) {
    match shape {
        Shape::Rectangle { area, fill } => {
            let corner = units((area.x + area.width, area.y + area.height));
            written(backend.draw_rect(
                units((area.x, area.y)),
                corner,
                &inks.of(*fill).filled(),
                true,
            ));
        }
        Shape::Line {
            points,
            width,
            colour,
        } => {
            let points = points.iter().map(|point| units(*point));
            written(backend.draw_path(points, &stroke(inks.of(*colour), *width)));
        }
        Shape::Circle {
            centre,
            radius,
            fill,
        } => {
            let radius = (radius * UNIT).round().max(1.0) as u32;
            written(backend.draw_circle(units(*centre), radius, &inks.of(*fill).filled(), true));
        }
        Shape::Text {
            at,
            text,
            kind,
            colour,
            anchor,
        } => {
            let horizontal = match anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            };
            let weight = if kind.face == Face::Bold {
                FontStyle::Bold
            } else {
                FontStyle::Normal
            };
            let font = FontDesc::new(FontFamily::Name(FAMILY), points(kind.size * UNIT), weight);
            let ink = inks.of(*colour);
            let style = TextStyle::from(font)
                .color(&ink)
                .pos(Pos::new(horizontal, VPos::Bottom));
            written(backend.draw_text(text, &style, units(*at)));
        }
    }
}

/// The size to ask plotters for so that it writes `size`: it divides by 1.24.
fn points(size: f64) -> f64 {
    let asked = size * 1.24;
    [asked, asked.next_up(), asked.next_down()]
        .into_iter()
        .find(|asked| asked / 1.24 == size)
        .unwrap_or(asked)
}
