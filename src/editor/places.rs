//! Places as editors count them: lines from 0, characters in UTF-16 units.

use lsp_types::{Position, Range};

/// The position of a byte offset.
///
/// ```
/// use clearwatt::editor::{offset, position};
/// // "ї" is two bytes and one unit, "𝄞" is four bytes and two units
/// let text = "a\nї𝄞b";
/// let place = position(text, text.find('b').unwrap());
/// assert_eq!((place.line, place.character), (1, 3));
/// assert_eq!(offset(text, place), text.find('b').unwrap());
/// ```
pub fn position(text: &str, offset: usize) -> Position {
    let before = text.get(..offset.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let units = before.get(start..).unwrap_or("").encode_utf16().count();
    Position {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        character: u32::try_from(units).unwrap_or(u32::MAX),
    }
}

/// The byte offset of a position; the end of the line (or text) where it lies behind that.
pub fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        match text.get(start..).and_then(|rest| rest.find('\n')) {
            Some(end) => start += end + 1,
            None => return text.len(),
        }
    }
    let mut units = position.character as usize;
    for (at, letter) in text.get(start..).unwrap_or("").char_indices() {
        if units == 0 || letter == '\n' {
            return start + at;
        }
        units = units.saturating_sub(letter.len_utf16());
    }
    text.len()
}

/// The range of two byte offsets.
pub fn range(text: &str, start: usize, end: usize) -> Range {
    Range {
        start: position(text, start),
        end: position(text, end),
    }
}
