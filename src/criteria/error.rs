//! What is wrong with a criteria text, where, and what was probably meant.

use super::tree::Place;
use crate::model::text::fold;
use std::fmt;
use std::ops::Range;

/// An error in a criteria text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaError {
    /// The bytes of the text it is about; empty at a place where something is missing.
    pub span: Range<usize>,
    /// What kind of error it is.
    pub kind: ErrorKind,
    /// What stands there, what was expected.
    pub message: String,
    /// What could stand there instead.
    pub suggestion: Option<String>,
}

/// The kinds of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// It does not follow the grammar.
    Syntax,
    /// Too long, too deep or too many conditions.
    TooLarge,
    /// A field, property, segment, list or option that is not there.
    Unknown,
    /// A condition or value that does not fit the field's type.
    Type,
    /// A value that cannot be: from high to low, not in the calendar, not a regular expression.
    Value,
    /// Segments that use each other in a circle.
    Cycle,
    /// It asks for purchases, e-mails, messages or campaigns, and the store keeps none.
    NoHistory,
    /// A saved criteria text that no longer fits the store.
    Stored,
}

impl CriteriaError {
    pub(super) fn new(place: impl Into<Range<usize>>, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            span: place.into(),
            kind,
            message: message.into(),
            suggestion: None,
        }
    }

    pub(super) fn syntax(place: impl Into<Range<usize>>, message: impl Into<String>) -> Self {
        Self::new(place, ErrorKind::Syntax, message)
    }

    pub(super) fn wrong_type(place: Place, message: impl Into<String>) -> Self {
        Self::new(place, ErrorKind::Type, message)
    }

    pub(super) fn value(place: Place, message: impl Into<String>) -> Self {
        Self::new(place, ErrorKind::Value, message)
    }

    pub(super) fn suggest(mut self, suggestion: impl Into<Option<String>>) -> Self {
        self.suggestion = suggestion.into();
        self
    }
}

impl fmt::Display for CriteriaError {
    /// The message, where it is, and what was probably meant.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.message)?;
        match self.span.len() {
            _ if self.kind == ErrorKind::NoHistory => {}
            0 | 1 => write!(f, " (at byte {})", self.span.start)?,
            _ => write!(f, " (bytes {} to {})", self.span.start, self.span.end - 1)?,
        }
        match &self.suggestion {
            Some(suggestion) => write!(f, "; did you mean {}?", in_backquotes(suggestion)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for CriteriaError {}

/// A piece of text as errors show it: in backquotes, unless it has some itself.
pub(super) fn in_backquotes(text: &str) -> String {
    if text.contains('`') {
        text.to_owned()
    } else {
        format!("`{text}`")
    }
}

/// The candidate that is most like the text, if any is like enough.
pub(super) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Comparing takes the square of the length, and no name is this long.
    let wanted: String = fold(text).chars().take(100).collect();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &fold(candidate)), candidate))
        .filter(|(distance, candidate)| {
            *distance <= (wanted.chars().count().max(candidate.chars().count()) / 3).max(1)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_is_suggested_and_nothing_far_off() {
        let names = ["last_purchase", "first_purchase", "last_open", "city"];
        assert_eq!(nearest("lst_purchase", names), Some("last_purchase"));
        assert_eq!(nearest("Citty", names), Some("city"));
        assert_eq!(nearest("weather", names), None);
        assert_eq!(nearest("", names), None);
    }
}
