//! Text from outside made fit for a terminal: what moves the cursor, turns the reading direction, takes no place or
//! hides something is left out. Every text that is drawn or printed for people goes through here.

use std::borrow::Cow;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// More marks than this on one letter are no writing but an attack on the lines above.
const MARKS: usize = 4;

/// The text without what must not reach a terminal. Line breaks and tabs become spaces.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        if is_mark(c) {
            marks += 1;
            if marks > MARKS || out.is_empty() {
                continue;
            }
        } else {
            marks = 0;
        }
        match c {
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => out.push(' '),
            c if is_forbidden(c) => {}
            c => out.push(c),
        }
    }
    if out == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(out)
    }
}

/// Whether a character must never be drawn: controls, bidi and other format characters, separators of lines, what takes
/// no place, and code points that are no characters.
pub fn is_forbidden(c: char) -> bool {
    match c {
        ' '..='~' => false,
        // Combining grapheme joiner, fillers that look like nothing, variation selectors (terminals disagree on the
        // width they give), Khmer and Mongolian signs that are never seen.
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        c => matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::Surrogate
                | GeneralCategory::PrivateUse
                | GeneralCategory::Unassigned
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        ),
    }
}

fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && matches!(
            c.general_category(),
            GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark
        )
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["Ana Silva", "Zoë Müller", "李小龍", "Ольга", "👍"] {
            assert!(matches!(clean(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn what_steers_a_terminal_goes() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}"), "a[31mb");
        assert_eq!(clean("abc\u{202e}cba\u{2066}x\u{2069}"), "abccbax");
        assert_eq!(clean("zero\u{200b}\u{200d}\u{feff}width"), "zerowidth");
        assert_eq!(clean("two\r\nlines\tand\u{9b}1m"), "two  lines and1m");
    }

    #[test]
    fn a_tower_of_marks_is_cut() {
        let tower = format!("a{}b", "\u{301}".repeat(10_000));
        assert_eq!(clean(&tower), format!("a{}b", "\u{301}".repeat(MARKS)));
        assert_eq!(clean("\u{301}a"), "a");
    }

    proptest! {
        #[test]
        fn nothing_forbidden_is_left(text in any::<String>()) {
            prop_assert!(!clean(&text).chars().any(is_forbidden));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text).into_owned();
            prop_assert_eq!(clean(&once), once.clone());
        }
    }
}
