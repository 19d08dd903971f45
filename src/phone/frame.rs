//! What stands around a number: labels before and after it, extensions.

use super::{glyphs, words};

/// Takes labels and extension off.
pub fn unframed(text: &str) -> &str {
    without_trailing_labels(without_extension(without_labels(text)))
}

/// Takes `Tel.`, `(m)`, `WhatsApp:`, `📱` off the front.
fn without_labels(text: &str) -> &str {
    let mut kept = text;
    loop {
        let rest = kept.trim_start_matches(|c| is_gap(c) || glyphs::is_picture(c));
        let (word, after) = rest.split_at(rest.find(|c| !words::is_letter(c)).unwrap_or(rest.len()));
        let initial = words::is_initial(word) && after.starts_with([':', ')', '.', ']']);
        if !words::is_label(word) && !initial {
            return rest;
        }
        kept = without_count(after);
    }
}

/// What may stand between a word and a number.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || "().:-/[]=№°".contains(c)
}

/// Takes the 2 off `Phone 2: …`.
fn without_count(text: &str) -> &str {
    let rest = text.trim_start();
    let after = rest
        .strip_prefix(|c: char| c.is_ascii_digit())
        .map(str::trim_start);
    after
        .filter(|after| after.starts_with([':', ')']))
        .unwrap_or(text)
}

/// Takes `(mobile)`, `- WhatsApp` off the end.
fn without_trailing_labels(text: &str) -> &str {
    let mut kept = text;
    loop {
        let rest = kept.trim_end_matches(|c| is_gap(c) || matches!(c, ',' | ';') || glyphs::is_picture(c));
        let (before, word) = rest.split_at(rest.trim_end_matches(words::is_letter).len());
        if word.is_empty() {
            return rest;
        }
        if !words::is_label(word) || before.ends_with(|c: char| c.is_ascii_digit()) {
            return kept;
        }
        kept = before;
    }
}

/// Takes `ext. 12`, `x12`, `#12`, `;ext=12`, `,,12#` off the end.
fn without_extension(text: &str) -> &str {
    let rest = text.strip_suffix('#').unwrap_or(text).trim_end();
    let before = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    if !matches!(rest.len() - before.len(), 1..=7) {
        return text;
    }
    let mark = before.trim_end_matches(|c: char| c.is_whitespace() || ".:=-".contains(c));
    let number = if let Some(number) = mark.strip_suffix('#').or_else(|| before.strip_suffix(",,")) {
        number
    } else {
        let number = mark.trim_end_matches(words::is_letter);
        match mark.get(number.len()..) {
            Some(word) if words::is_extension(word) => number,
            _ => return text,
        }
    };
    let number = number.trim_end_matches(|c: char| c.is_whitespace() || ".,;:-(/".contains(c));
    if number.ends_with(|c: char| c.is_ascii_digit() || c == ')') {
        number
    } else {
        text
    }
}
