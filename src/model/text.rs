//! How text is compared: names of lists, values of fields, what a search finds.
//!
//! Folding is for comparing and never for showing: what a user typed is kept as it is.

use caseless::Caseless;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The form in which texts are compared: trimmed, inner white space as one space, NFKC, full case folding, combining
/// marks taken off Latin and Greek letters only (`ü` = `u`, but `が` ≠ `か`), and `ø` = `o`, `ł` = `l`, `đ` = `d`,
/// `ı` = `i`, `ё` = `е`. Folding what is folded changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = Vec::with_capacity(text.len());
    if fold_ascii_onto(&mut folded, text) {
        return String::from_utf8(folded).unwrap_or_default();
    }
    fold_european(text).unwrap_or_else(|| fold_any(text))
}

/// A text without the white space around it. Nearly all have none, which their first and last byte show.
pub fn trimmed(text: &str) -> &str {
    let ends = [text.as_bytes().first(), text.as_bytes().last()];
    if ends.into_iter().flatten().all(u8::is_ascii_graphic) {
        return text;
    }
    text.trim()
}

/// Appends the folded form of a text: for many texts one after the other.
pub fn fold_onto(folded: &mut Vec<u8>, text: &str) {
    let before = folded.len();
    if !fold_ascii_onto(folded, text) {
        folded.truncate(before);
        folded.extend_from_slice(fold(text).as_bytes());
    }
}

/// The rule itself.
fn fold_any(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut base = Base::Other;
    let mut gap = false;
    // Folding a decomposed text can give letters that decompose again, hence the second time.
    for c in text.nfkd().default_case_fold().nfkd() {
        if c.is_whitespace() {
            gap = true;
            base = Base::Other;
            continue;
        }
        if is_combining_mark(c) && !gap {
            if base.sheds(c) {
                continue;
            }
        } else {
            base = Base::of(c);
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        folded.push(plain_letter(c));
    }
    if folded.is_ascii() {
        folded
    } else {
        folded.nfkc().collect()
    }
}

/// The shortcut for texts of ASCII and the letters from `À` to `ſ`: each of these folds the same wherever it stands.
/// None where there is anything else.
fn fold_european(text: &str) -> Option<String> {
    static LETTERS: LazyLock<Vec<Option<String>>> = LazyLock::new(|| {
        let letters = (FIRST_LETTER..=LAST_LETTER).map(|letter| {
            let folded = fold_any(letter.encode_utf8(&mut [0; 4]));
            let plain =
                letter.is_alphabetic() && !folded.is_empty() && folded.chars().all(char::is_alphabetic);
            plain.then_some(folded)
        });
        letters.collect()
    });
    let letters = LETTERS.as_slice();
    let mut folded = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_ascii() && c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && !folded.is_empty() {
            folded.push(' ');
        }
        gap = false;
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            let at = u32::from(c).checked_sub(u32::from(FIRST_LETTER))?;
            folded.push_str(letters.get(at as usize)?.as_deref()?);
        }
    }
    Some(folded)
}

const FIRST_LETTER: char = '\u{C0}';
const LAST_LETTER: char = '\u{17F}';

/// NFKC alone, without folding: what regular expressions are matched on.
pub fn normal(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        text.nfkc().collect()
    }
}

/// The shortcut for ASCII; says whether the text was nothing else.
fn fold_ascii_onto(folded: &mut Vec<u8>, text: &str) -> bool {
    let before = folded.len();
    let mut gap = false;
    for byte in text.bytes() {
        match byte {
            b' ' | b'\t'..=b'\r' => gap = true,
            0x80.. => return false,
            _ => {
                if gap && folded.len() > before {
                    folded.push(b' ');
                }
                gap = false;
                folded.push(byte.to_ascii_lowercase());
            }
        }
    }
    true
}

/// What stands before a combining mark.
#[derive(Clone, Copy)]
enum Base {
    /// A letter that is compared without its marks.
    LatinOrGreek,
    /// Cyrillic `е`, which loses its diaeresis alone.
    CyrillicIe,
    /// Anything else keeps its marks.
    Other,
}

impl Base {
    fn of(c: char) -> Self {
        match c {
            '\u{00D7}' | '\u{00F7}' => Self::Other,
            'a'..='z'
            | 'A'..='Z'
            | '\u{00C0}'..='\u{02AF}'
            | '\u{0370}'..='\u{03E1}'
            | '\u{03F0}'..='\u{03FF}'
            | '\u{1D00}'..='\u{1DBF}'
            | '\u{1E00}'..='\u{1FFF}'
            | '\u{2C60}'..='\u{2C7F}'
            | '\u{A722}'..='\u{A7FF}'
            | '\u{AB30}'..='\u{AB65}' => Self::LatinOrGreek,
            'е' => Self::CyrillicIe,
            _ => Self::Other,
        }
    }

    fn sheds(self, mark: char) -> bool {
        match self {
            Self::LatinOrGreek => true,
            Self::CyrillicIe => mark == '\u{0308}',
            Self::Other => false,
        }
    }
}

fn plain_letter(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' => 'd',
        'ı' => 'i',
        other => other,
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_fold_alike() {
        for (one, other) in [
            ("  São   Paulo ", "sao paulo"),
            ("MÜNCHEN", "Munchen"),
            ("Straße", "STRASSE"),
            ("Ærøskøbing", "ÆROSKOBING"),
            ("Łódź", "lodz"),
            ("Đà Nẵng", "da nang"),
            ("Iğdır", "IGDIR"),
            ("İstanbul", "istanbul"),
            ("Семён", "семен"),
            ("Ἀθῆναι", "αθηναι"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
            ("ﬁn", "FIN"),
            ("ＡＢＣ\u{00A0}１", "abc 1"),
            ("a\u{0301}b", "AB"),
            ("tab\u{000B}bed", "tab bed"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} and {other}");
        }
    }

    #[test]
    fn marks_of_other_scripts_stay() {
        for (one, other) in [
            ("が", "か"),
            ("й", "и"),
            ("ї", "і"),
            ("कि", "क"),
            ("أ", "ا"),
            ("שׁ", "ש"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} and {other}");
        }
        assert_eq!(fold("が"), "が");
        assert_eq!(fold("한국"), "한국");
    }

    proptest::proptest! {
        #[test]
        fn the_shortcuts_change_nothing(text in "[ -~]{0,12}|[ a-zA-ZÀ-ſ\t\u{b}-]{0,12}|[À-ſ\u{a0}\u{301}e ]{0,6}") {
            proptest::prop_assert_eq!(fold(&text), fold_any(&text));
        }

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,12}|[a-zA-Zà-ſͰ-ϿА-ё\u{300}-\u{345} \t\u{b}´ǰΐẖŉ]{0,12}") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once);
        }
    }
}
