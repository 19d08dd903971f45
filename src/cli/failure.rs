//! How a command ends: exit codes, and failures in words for the person or script that ran it.

use crate::criteria::{CriteriaError, ErrorKind};
use crate::store::StoreError;
use std::io;

/// The exit codes scripts can rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Failed; nothing was changed, or what is in is said.
    Failed = 1,
    /// Wrong usage, a criteria error, an unknown name.
    Usage = 2,
    /// Done, but some rows were rejected.
    Rejected = 3,
    /// The store is busy, damaged or of a newer version.
    Store = 4,
    /// Interrupted at a safe place.
    Interrupted = 130,
}

/// Why a command did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// An exit code with the words for standard error.
    Told(Exit, String),
    /// Whoever read the output has gone: nothing more to say to anybody.
    ReaderGone,
}

impl Failure {
    /// Wrong usage or an unknown name.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Told(Exit::Usage, message.into())
    }

    /// The request failed and nothing was changed.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Told(Exit::Failed, message.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let exit = match &error {
            StoreError::NotFound { .. } | StoreError::Invalid(_) => Exit::Usage,
            StoreError::Busy
            | StoreError::Others
            | StoreError::Damaged(_)
            | StoreError::Newer { .. }
            | StoreError::Older { .. }
            | StoreError::Foreign(_) => Exit::Store,
            StoreError::Cancelled => Exit::Interrupted,
            _ => Exit::Failed,
        };
        Self::Told(exit, error.to_string())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::failed(format!("The output could not be written: {error}."))
        }
    }
}

/// A criteria error as it is shown: the words, the line of the text it is about, and a mark under the place.
pub fn criteria_failure(text: &str, error: &CriteriaError) -> Failure {
    if error.kind == ErrorKind::NoHistory {
        return Failure::usage(error.to_string());
    }
    Failure::usage(format!("{error}\n{}", pointed_at(text, error.span.clone())))
}

/// How much of a long line is shown on either side of the place.
const AROUND: usize = 60;

/// The part of a text around a byte span, and below it carets under the span.
fn pointed_at(text: &str, span: std::ops::Range<usize>) -> String {
    let start = floor_boundary(text, span.start.min(text.len()));
    let end = floor_boundary(text, span.end.clamp(start, text.len()));
    let (before, rest) = text.split_at(start);
    let (marked, after) = rest.split_at(end - start);
    let before = before.rsplit('\n').next().unwrap_or_default();
    let marked = marked.split('\n').next().unwrap_or_default();
    let after = if rest.starts_with('\n') {
        ""
    } else {
        after.split('\n').next().unwrap_or_default()
    };
    let (lead, before) = tail(before, AROUND);
    let marked = head(marked, AROUND);
    let after = head(after, AROUND);
    let pad = " ".repeat(width(lead) + width(before));
    let carets = "^".repeat(width(marked).max(1));
    format!("  {lead}{before}{marked}{after}\n  {pad}{carets}")
}

fn width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

fn floor_boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn head(text: &str, most: usize) -> &str {
    text.char_indices()
        .nth(most)
        .and_then(|(at, _)| text.get(..at))
        .unwrap_or(text)
}

fn tail(text: &str, most: usize) -> (&'static str, &str) {
    let surplus = text.chars().count().saturating_sub(most);
    let from = text.char_indices().nth(surplus).map_or(0, |(at, _)| at);
    (
        if surplus > 0 { "…" } else { "" },
        text.get(from..).unwrap_or(text),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_the_span() {
        assert_eq!(
            pointed_at("city = x and lst_purchase on today", 13..25),
            "  city = x and lst_purchase on today\n               ^^^^^^^^^^^^"
        );
        assert_eq!(pointed_at("age >", 5..5), "  age >\n       ^");
    }

    #[test]
    fn wide_letters_lines_and_long_texts_keep_the_mark_in_place() {
        assert_eq!(
            pointed_at("city = 東京 or", 14..16),
            "  city = 東京 or\n              ^^"
        );
        assert_eq!(pointed_at("a = b\nand c d\nor e", 12..13), "  and c d\n        ^");
        let long = format!("{}boom", "x".repeat(500));
        let shown = pointed_at(&long, 500..504);
        let lines: Vec<&str> = shown.lines().collect();
        let mark = lines.last().map(|line| line.find('^'));
        assert_eq!(mark, Some(Some(2 + 1 + AROUND)));
    }

    #[test]
    fn spans_outside_the_text_do_no_harm() {
        for (start, end) in [(0, 99), (99, 99), (1, 2), (5, 3)] {
            let _ = pointed_at("é", start..end);
        }
    }
}
