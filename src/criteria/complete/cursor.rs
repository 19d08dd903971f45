//! What is being typed at the cursor, and which part of the text a candidate replaces.

use super::super::tree::is_word_char;
use std::ops::Range;

/// The word, quoted text or backquoted name the cursor is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Typed {
    /// What is typed of it, without quotes.
    pub text: String,
    /// The bytes a candidate replaces.
    pub replace: Range<usize>,
}

impl Typed {
    /// At a byte of the text; one inside a character counts as the character's beginning.
    pub(super) fn at(text: &str, cursor: usize) -> Self {
        let cursor = (0..=cursor.min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let (before, after) = text.split_at_checked(cursor).unwrap_or((text, ""));
        if let Some((quote, start)) = open_quote(before) {
            let typed = before.get(start + quote.len_utf8()..).unwrap_or_default();
            let closed = after.find(quote).filter(|at| {
                !after
                    .get(..*at)
                    .unwrap_or_default()
                    .contains(['"', '`', '=', '<', '>', '(', ')'])
            });
            return Self {
                text: typed.to_owned(),
                replace: start..closed.map_or(cursor, |at| cursor + at + quote.len_utf8()),
            };
        }
        let start = before
            .rfind(|c| !is_word_char(c))
            .map_or(0, |at| at + width_at(before, at));
        let rest = after.find(|c| !is_word_char(c)).unwrap_or(after.len());
        Self {
            text: before.get(start..).unwrap_or_default().to_owned(),
            replace: start..cursor + rest,
        }
    }

    /// The text before it.
    pub(super) fn before<'a>(&self, text: &'a str) -> &'a str {
        text.get(..self.replace.start).unwrap_or_default()
    }

    /// What is typed behind the point of `purchases.amo`.
    pub(super) fn after_point(&self, text: &str) -> Option<Self> {
        let (before, after) = self.text.split_once('.')?;
        let start = self.replace.start + before.len() + 1;
        text.is_char_boundary(start).then(|| Self {
            text: after.to_owned(),
            replace: start..self.replace.end,
        })
    }
}

fn width_at(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(1, char::len_utf8)
}

/// The quote that is still open at the end of a text, and where it stands.
fn open_quote(text: &str) -> Option<(char, usize)> {
    let mut open = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match open {
            None if c == '"' || c == '`' => open = Some((c, at)),
            Some(_) if escaped => escaped = false,
            Some(('"', _)) if c == '\\' => escaped = true,
            Some((quote, _)) if c == quote => open = None,
            _ => {}
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_piece_at_the_cursor() {
        for (text, cursor, typed, replace) in [
            ("", 0, "", 0..0),
            ("ag", 2, "ag", 0..2),
            ("age >= 30", 1, "a", 0..3),
            ("age >= ", 7, "", 7..7),
            ("age>=3", 6, "3", 5..6),
            ("tags has (a,b", 13, "b", 12..13),
            ("city = \"São P", 14, "São P", 7..14),
            ("city = \"São P\" and x", 10, "S", 7..15),
            ("city = \"Sã and name = \"x\"", 11, "Sã", 7..11),
            ("`we", 3, "we", 0..3),
            ("a = \"x\\\" y", 10, "x\\\" y", 4..10),
            ("é", 1, "", 0..2),
            ("ab", 99, "ab", 0..2),
        ] {
            let found = Typed::at(text, cursor);
            assert_eq!(
                (found.text.as_str(), found.replace),
                (typed, replace),
                "{text} at {cursor}"
            );
        }
    }
}
