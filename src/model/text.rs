//! How text is compared: names of lists, values of fields, what a search finds.

use unicode_normalization::UnicodeNormalization;

/// The form in which texts are compared: trimmed, inner white space as one space, NFKC, full case folding, combining
/// marks taken off Latin and Greek letters only.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let mut folded = String::with_capacity(text.len());
        for word in text.split_ascii_whitespace() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        }
        return folded;
    }
    text.nfkc().collect()
}
