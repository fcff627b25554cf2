//! Text: cleaning what users wrote, measuring it with the metrics of the font that will draw it, and breaking it into
//! lines.
//!
//! A width is the sum of the glyph advances. The rasteriser also kerns, which in this font only ever draws letters
//! closer, so a measured width is an upper bound for every script that is not joined.

use std::sync::OnceLock;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// The family written into every SVG; the PNG is drawn with the copy inside the program.
pub(super) const FAMILY: &str = "DejaVu Sans, sans-serif";

/// The distance between two baselines, in font sizes. The font's own box is 1.164 high, so lines never touch.
pub(super) const LEADING: f64 = 1.3;

/// A weight of the font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Face {
    Regular,
    Bold,
}

/// A kind of text: its size in pixels and its weight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Type {
    pub size: f64,
    pub face: Face,
}

impl Type {
    pub const fn regular(size: f64) -> Type {
        Type {
            size,
            face: Face::Regular,
        }
    }

    pub const fn bold(size: f64) -> Type {
        Type {
            size,
            face: Face::Bold,
        }
    }

    /// The same, bold when `yes`: the name of somebody who stands out.
    pub fn bold_if(self, yes: bool) -> Type {
        if yes { Type::bold(self.size) } else { self }
    }

    /// The distance between two baselines, in pixels.
    pub fn leading(self) -> f64 {
        self.size * LEADING
    }

    /// How far below the middle of a box the baseline lies for capitals and digits to look centred (cap height 0.729).
    pub fn drop(self) -> f64 {
        self.size * 0.3645
    }

    /// The width of `text` on one line, in pixels.
    pub fn width(self, text: &str) -> f64 {
        text.chars().map(|c| advance(c, self.face)).sum::<f64>() * self.size
    }

    /// The width of the widest of `lines`, in pixels.
    pub fn widest<'a>(self, lines: impl IntoIterator<Item = &'a String>) -> f64 {
        lines
            .into_iter()
            .map(|line| self.width(line))
            .fold(0.0, f64::max)
    }

    /// Breaks `text` into lines no wider than `room`: between words, after a hyphen or a slash, beside a Chinese
    /// character, and inside a word only when the word alone is too wide. Nothing is dropped; an empty text has no lines.
    pub fn wrap(self, text: &str, room: f64) -> Vec<String> {
        let text = clean(text);
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for piece in pieces(&text) {
            let joined = format!("{line}{piece}");
            if self.width(joined.trim_end()) <= room {
                line = joined;
                continue;
            }
            if !line.trim().is_empty() {
                lines.push(line.trim_end().to_owned());
            }
            line.clear();
            for c in piece.chars() {
                let mut longer = line.clone();
                longer.push(c);
                if !line.is_empty() && !joins(c) && self.width(longer.trim_end()) > room {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        lines
    }

    /// As [`Type::wrap`], with lines of about equal length: the narrowest room that needs no more lines.
    pub fn wrap_evenly(self, text: &str, room: f64) -> Vec<String> {
        let widest = self.wrap(text, room);
        if widest.len() < 2 {
            return widest;
        }
        let (mut narrow, mut wide) = (room / 2.0, room);
        for _ in 0..7 {
            let middle = (narrow + wide) / 2.0;
            if self.wrap(text, middle).len() > widest.len() || self.longest_word(text) > middle {
                narrow = middle;
            } else {
                wide = middle;
            }
        }
        self.wrap(text, wide)
    }

    /// The width of the longest piece that [`Type::wrap`] would like to keep whole, in pixels.
    pub fn longest_word(self, text: &str) -> f64 {
        pieces(&clean(text))
            .map(|piece| self.width(piece.trim_end()))
            .fold(0.0, f64::max)
    }
}

/// The parts a line may be broken between, each with the space that follows it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut pairs = rest.chars().zip(rest.char_indices().skip(1));
        let end = pairs
            .find(|(before, (_, after))| breaks(*before, *after))
            .map_or(rest.len(), |(_, (at, _))| at);
        let (piece, after) = rest.split_at(end);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Whether a line may end between two characters: after a space, a hyphen or a slash, and beside a Chinese character,
/// for Chinese puts no spaces between words.
fn breaks(before: char, after: char) -> bool {
    const SEPARATORS: [char; 5] = [' ', '-', '/', '\u{2013}', '\u{2014}'];
    let chinese = |c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}');
    let opens = |c| "（「『《〈【〔［｛([{“‘\u{a0}".contains(c);
    let closes = |c| "，。、；：！？）」』》〉】〕］｝％%,.;:!?)]}”’…‧·\u{a0}".contains(c);
    SEPARATORS.contains(&before)
        || (chinese(before) || chinese(after))
            && !opens(before)
            && !closes(after)
            && !joins(after)
            && !SEPARATORS.contains(&after)
}

/// Marks that sit on the letter before them and must not start a line.
fn joins(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// What can be drawn of a user's text: white space becomes one space, and control characters, characters XML forbids
/// and the marks that silently turn the direction of text are left out.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if matches!(c, '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}') {
            ' '
        } else {
            c
        };
        let hidden = c.is_control()
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
        if hidden || (c == ' ' && (out.is_empty() || out.ends_with(' '))) {
            continue;
        }
        out.push(c);
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

/// The characters of `text` that the font in the program cannot draw, each once, in order of code point. A chart that
/// contains them shows empty boxes in the PNG, so the reader of the command line should hear of it.
///
/// ```
/// assert!(clearwatt::chart::missing_characters("საქართველო, Україна").is_empty());
/// assert_eq!(clearwatt::chart::missing_characters("日本 (Japan)"), ['日', '本']);
/// ```
pub fn missing_characters(text: &str) -> Vec<char> {
    let mut missing: Vec<char> = clean(text)
        .chars()
        .filter(|&c| !joins(c) && !drawable(c))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

struct Metrics {
    letters: Charmap<'static>,
    glyphs: GlyphMetrics<'static>,
}

/// Both weights, read once per process.
fn metrics() -> &'static [Metrics; 2] {
    static METRICS: OnceLock<[Metrics; 2]> = OnceLock::new();
    METRICS.get_or_init(|| {
        [dejavu::sans::regular(), dejavu::sans::bold()].map(|bytes| {
            // The bytes are compiled into the program, and every test of this module reads both faces.
            let font = FontRef::new(bytes).expect("the font in the program is a font");
            // At size 1 an advance is a share of the font size.
            let glyphs = font.glyph_metrics(Size::new(1.0), LocationRef::default());
            Metrics {
                letters: font.charmap(),
                glyphs,
            }
        })
    })
}

/// The advance of one character, in font sizes. The rasteriser takes a letter the weight lacks from the other weight.
fn advance(c: char, face: Face) -> f64 {
    let [regular, bold] = metrics();
    let order = if face == Face::Bold {
        [bold, regular]
    } else {
        [regular, bold]
    };
    order
        .into_iter()
        .find_map(|metrics| metrics.glyphs.advance_width(metrics.letters.map(c)?))
        .map_or(if joins(c) { 0.0 } else { 1.0 }, f64::from)
}

fn drawable(c: char) -> bool {
    metrics()
        .iter()
        .any(|metrics| metrics.letters.map(c).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: Type = Type::regular(10.0);

    #[test]
    fn widths_are_those_of_the_font() {
        // DejaVu Sans, hmtx table at 2048 units per em: `m` 1995, `i` 569, space 651.
        let expected = (1995.0 + 651.0 + 569.0) / 2048.0 * 10.0;
        assert!((BODY.width("m i") - expected).abs() < 1e-4);
        assert!(Type::bold(10.0).width("m i") > BODY.width("m i"));
    }

    #[test]
    fn lines_fit_and_nothing_is_lost() {
        let name = "Democratic Republic of the Congo";
        let lines = BODY.wrap(name, 110.0);
        assert!(
            lines.len() > 1 && lines.iter().all(|line| BODY.width(line) <= 110.0),
            "{lines:?}"
        );
        assert_eq!(lines.join(" "), name);
        let word = "Надзвичайнодовгеслово";
        let broken = BODY.wrap(word, 40.0);
        assert!(broken.len() > 2 && broken.iter().all(|line| BODY.width(line) <= 40.0));
        assert_eq!(broken.concat(), word);
        assert_eq!(BODY.wrap("Guinea-Bissau", 50.0), ["Guinea-", "Bissau"]);
        assert!(BODY.wrap("  ", 50.0).is_empty());
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_at_the_wrong_side_of_a_mark() {
        let text =
            "國際能源透明度指數（「電力」、天然氣），涵蓋率95%。由clearwatt公布, 共4個國家！";
        for room in 40..200 {
            let room = f64::from(room);
            let lines = BODY.wrap(text, room);
            assert!(lines.iter().all(|line| BODY.width(line) <= room));
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
            // A word wider than the room is broken anywhere, as in every script.
            if room < BODY.longest_word(text) {
                continue;
            }
            for line in &lines {
                assert!(
                    !line.starts_with(['，', '。', '、', '！', '）', '」', '%', ',']),
                    "{lines:?}"
                );
                assert!(!line.ends_with(['（', '「']), "{lines:?}");
                assert!(!line.contains("clear") || line.contains("clearwatt"));
            }
        }
        assert_eq!(BODY.wrap("涵蓋率", 20.0), ["涵蓋", "率"]);
    }

    #[test]
    fn even_lines_have_no_orphan() {
        let title = "Georgia has overtaken Ukraine and Moldova on all but one criterion";
        let room = BODY.width("Georgia has overtaken Ukraine and Moldova on all but one");
        assert_eq!(
            BODY.wrap(title, room).last().map(String::as_str),
            Some("criterion")
        );
        let even = BODY.wrap_evenly(title, room);
        assert_eq!(even.len(), 2);
        assert!(
            BODY.width(&even[1]) > BODY.width(&even[0]) * 0.7,
            "{even:?}"
        );
    }

    #[test]
    fn hidden_characters_are_left_out() {
        assert_eq!(
            clean(" a\u{0}\u{1b}[31m\n b\t\u{202e}c\u{feff} "),
            "a[31m b c"
        );
        assert_eq!(clean("1\u{a0}000"), "1\u{a0}000");
    }

    #[test]
    fn missing_characters_are_named_once() {
        assert_eq!(missing_characters("電電力 Ж"), ['力', '電']);
        assert!(missing_characters("Łódź Ελλάδα Հայաստան тепло † ≥ –").is_empty());
    }
}
