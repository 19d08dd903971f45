//! One pattern of the numbering plans, compiled when it is first asked.

use std::sync::OnceLock;

use regex::{Captures, Regex, RegexBuilder};

/// A pattern over ASCII digits. It begins to match at the first digit; how far it must reach is the caller's question.
pub struct Pattern {
    source: &'static str,
    whole: OnceLock<Option<Regex>>,
    start: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub const fn new(source: &'static str) -> Self {
        Self {
            source,
            whole: OnceLock::new(),
            start: OnceLock::new(),
        }
    }

    /// Whether the pattern says nothing at all.
    pub const fn is_blank(&self) -> bool {
        self.source.is_empty()
    }

    /// Whether all of `digits` match.
    pub fn is_all_of(&self, digits: &str) -> bool {
        self.whole().is_some_and(|regex| regex.is_match(digits))
    }

    /// The groups, where all of `digits` match.
    pub fn all_of<'d>(&self, digits: &'d str) -> Option<Captures<'d>> {
        self.whole()?.captures(digits)
    }

    /// How many of the first digits match; a plain text needs no compiling.
    pub fn length_at_start_of(&self, digits: &str) -> Option<usize> {
        if self.is_plain() {
            return digits.starts_with(self.source).then_some(self.source.len());
        }
        self.start()?.find(digits).map(|found| found.end())
    }

    /// The groups, where the first digits match.
    pub fn at_start_of<'d>(&self, digits: &'d str) -> Option<Captures<'d>> {
        self.start()?.captures(digits)
    }

    fn is_plain(&self) -> bool {
        self.source.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn whole(&self) -> Option<&Regex> {
        self.whole
            .get_or_init(|| compiled(&format!("^(?:{})$", self.source)))
            .as_ref()
    }

    fn start(&self) -> Option<&Regex> {
        self.start
            .get_or_init(|| compiled(&format!("^(?:{})", self.source)))
            .as_ref()
    }
}

/// None where the pattern is damaged: it then matches nothing. A test compiles them all.
fn compiled(source: &str) -> Option<Regex> {
    RegexBuilder::new(source).unicode(false).build().ok()
}
