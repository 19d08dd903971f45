//! One glyph for each meaning: digits of all scripts, dashes, spaces; what cannot be seen is left out.

use std::borrow::Cow;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The text with ASCII digits, one kind of dash and of space, and nothing invisible. A line break stays one.
pub fn plain(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.chars().filter_map(glyph).collect())
}

/// Whether a sign is a picture: ☎, 📱.
pub fn is_picture(c: char) -> bool {
    !c.is_ascii() && c.general_category() == GeneralCategory::OtherSymbol
}

fn glyph(c: char) -> Option<char> {
    match c {
        ' '..='~' | '\n' => return Some(c),
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => return Some('\n'),
        // The full-width forms of ASCII.
        '\u{FF01}'..='\u{FF5E}' if !is_digit(c) => {
            return char::from_u32(u32::from(c) - 0xFEE0).and_then(glyph);
        }
        '\u{207A}' | '\u{FE62}' => return Some('+'),
        '\u{2044}' | '\u{2215}' => return Some('/'),
        '\u{2024}' => return Some('.'),
        '\u{2043}' | '\u{2212}' | '\u{30FC}' => return Some('-'),
        // A range of numbers, which dashes are not.
        '\u{2053}' | '\u{223C}' | '\u{301C}' => return Some('~'),
        '\u{2800}' => return Some(' '),
        // Fillers, joiners and the marks that choose how a picture is drawn.
        '\u{034F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{20E3}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}' => return None,
        _ if c.is_whitespace() => return Some(' '),
        _ => {}
    }
    match c.general_category() {
        GeneralCategory::Format | GeneralCategory::Control => None,
        GeneralCategory::DashPunctuation => Some('-'),
        GeneralCategory::DecimalNumber => Some(digit(c)),
        _ => Some(c),
    }
}

fn is_digit(c: char) -> bool {
    c.general_category() == GeneralCategory::DecimalNumber
}

/// The ASCII digit of a decimal digit of any script. In each script the ten stand side by side, from zero.
fn digit(c: char) -> char {
    let after_zero = ZEROS.partition_point(|zero| *zero <= u32::from(c));
    let zero = after_zero.checked_sub(1).and_then(|place| ZEROS.get(place));
    zero.and_then(|zero| char::from_digit(u32::from(c) - zero, 10))
        .unwrap_or(c)
}

/// The zeros of the scripts that have decimal digits.
const ZEROS: [u32; 77] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50,
    0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40,
    0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA,
    0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0, 0x11DE0, 0x11F50, 0x16130, 0x16A60,
    0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0,
    0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_all_scripts_become_ascii() {
        for zero in [0x30, 0x660, 0x966, 0xE50, 0xFF10, 0x1D7CE] {
            let ten: String = (zero..zero + 10).filter_map(char::from_u32).collect();
            assert_eq!(plain(&ten), "0123456789", "U+{zero:X}");
        }
        for c in ('\0'..=char::MAX).filter(|c| is_digit(*c)) {
            assert!(digit(c).is_ascii_digit(), "U+{:X}", u32::from(c));
        }
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        assert_eq!(plain("\u{2066}+55\u{200B}11\u{AD}\u{FEFF}\u{2069}"), "+5511");
        assert_eq!(plain("＋４９　３０–１２\u{2007}３"), "+49 30-12 3");
        assert_eq!(plain("\u{1}\u{7F}1"), "1");
    }
}
