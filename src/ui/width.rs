//! How many columns a text takes, by grapheme, and making it take exactly so many. Expects cleaned text.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns of a text.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// The longest beginning of a text that fits, with `…` where something is left out.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    if columns == 0 {
        return String::new();
    }
    let mut out = String::with_capacity(columns + 3);
    let mut taken = 0;
    for grapheme in text.graphemes(true) {
        let more = grapheme.width();
        if taken + more > columns - 1 {
            break;
        }
        taken += more;
        out.push_str(grapheme);
    }
    out.push('…');
    out
}

/// Cut, and filled up with spaces on the right.
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = cut(text, columns);
    let free = columns.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', free));
    out
}

/// Cut, and pushed to the right.
pub fn pad_left(text: &str, columns: usize) -> String {
    let cut = cut(text, columns);
    let mut out = " ".repeat(columns.saturating_sub(width(&cut)));
    out.push_str(&cut);
    out
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
    fn wide_signs_are_never_halved() {
        assert_eq!(cut("李小龍", 4), "李…");
        assert_eq!(pad("李小龍", 4), "李… ");
        assert_eq!(cut("李小龍", 6), "李小龍");
        assert_eq!(cut("abc", 0), "");
    }

    #[test]
    fn marks_take_no_column() {
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(pad("e\u{301}", 2), "e\u{301} ");
    }

    proptest! {
        #[test]
        fn padded_text_has_the_width_asked_for(text in any::<String>(), columns in 0_usize..40) {
            let text = crate::ui::clean::clean(&text);
            prop_assert_eq!(width(&pad(&text, columns)), columns);
            prop_assert_eq!(width(&pad_left(&text, columns)), columns);
        }
    }
}
