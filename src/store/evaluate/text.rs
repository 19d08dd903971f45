//! Tests on texts: put once to each distinct text of a chunk, then mapped over its rows.

use super::{Asking, narrow_any};
use crate::criteria::query::TextTest;
use crate::model::text::normal;
use crate::model::{BuiltinField, FieldRef};
use crate::store::Result;
use crate::store::columns::{Chunk, DictionaryView, TEXT_ROWS, TextsView, text_column};
use crate::store::mask::Mask;
use memchr::memmem::Finder;
use std::collections::HashSet;

/// The fields of which `location` is any.
pub(in crate::store) const PLACES: [BuiltinField; 5] = [
    BuiltinField::Country,
    BuiltinField::City,
    BuiltinField::Region,
    BuiltinField::Postcode,
    BuiltinField::Address,
];

impl Asking<'_> {
    pub(super) fn text(self, field: FieldRef, test: &TextTest, mask: &mut Mask) -> Result<()> {
        match field {
            FieldRef::Builtin(BuiltinField::Location) => {
                narrow_any(PLACES.into_iter(), mask, |place, mask| {
                    self.text(FieldRef::Builtin(place), test, mask)
                })
            }
            FieldRef::Builtin(BuiltinField::Phone) => self.phone(test, mask),
            FieldRef::Builtin(BuiltinField::Id) => self.id(test, mask),
            _ => self.text_column(field, test, mask),
        }
    }

    fn text_column(self, field: FieldRef, test: &TextTest, mask: &mut Mask) -> Result<()> {
        let Some(column) = text_column(field) else {
            *mask = Mask::empty(mask.words().len());
            return Ok(());
        };
        let matcher = Matcher::new(test);
        let mut accepted = Vec::new();
        self.chunks(mask, TEXT_ROWS, |number, words| {
            let Some(chunk) = self.columns.chunk(column, number)? else {
                words.fill(0);
                return Ok(());
            };
            let view = chunk.view(TextsView::parse)?;
            if matches!(test, TextTest::Matches(_)) {
                let shown = self.columns.shown(column, number)?;
                let shown = shown.as_ref().map(Chunk::dictionary).transpose()?;
                matcher.accept_written(view.texts, shown, &mut accepted);
            } else {
                matcher.accept(&view.texts, &mut accepted);
            }
            view.narrow(words, &accepted);
            Ok(())
        })
    }

    /// The id at the source, and for who has none its own number: `:123`.
    fn id(self, test: &TextTest, mask: &mut Mask) -> Result<()> {
        let field = FieldRef::Builtin(BuiltinField::Id);
        let mut unset = mask.clone();
        self.text_is_set(field, mask)?;
        unset.and_not(mask);
        self.text_column(field, test, mask)?;
        let matcher = Matcher::new(test);
        let mut own = Vec::new();
        for (at, contact) in unset.iter().enumerate() {
            if at % 4096 == 0 {
                self.cancel.check()?;
            }
            own.clear();
            own.push(b':');
            push_digits(&mut own, u64::from(contact.0));
            if matcher.matches(&own) {
                mask.insert(contact);
            }
        }
        Ok(())
    }

    /// The number: whole in E.164 with its plus, in part by its digits.
    fn phone(self, test: &TextTest, mask: &mut Mask) -> Result<()> {
        let field = FieldRef::Builtin(BuiltinField::Phone);
        if let TextTest::Equals(any) = test {
            let mut exact: Vec<(i128, i128)> = any
                .iter()
                .filter_map(|one| one.strip_prefix('+')?.parse::<u64>().ok())
                .filter(|number| any.contains(&format!("+{number}")))
                .map(|number| (i128::from(number), i128::from(number)))
                .collect();
            exact.sort_unstable();
            exact.dedup();
            return self.numbers(field, false, mask, |chunk, words| {
                chunk.narrow(words, &exact, false);
            });
        }
        let matcher = Matcher::new(test);
        let sign = if matches!(test, TextTest::Matches(_)) {
            "+"
        } else {
            ""
        };
        let mut text = Vec::new();
        self.numbers(field, false, mask, |chunk, words| {
            chunk.narrow_by(words, false, |_, number| {
                text.clear();
                text.extend_from_slice(sign.as_bytes());
                push_digits(&mut text, number.mantissa.unsigned_abs() as u64);
                matcher.matches(&text)
            });
        })
    }
}

/// Appends a number's digits.
fn push_digits(text: &mut Vec<u8>, number: u64) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len();
    let mut rest = number;
    for (at, digit) in digits.iter_mut().enumerate().rev() {
        *digit = b'0' + (rest % 10) as u8;
        rest /= 10;
        first = at;
        if rest == 0 {
            break;
        }
    }
    text.extend_from_slice(digits.get(first..).unwrap_or_default());
}

/// A test on texts, made ready to be put to many.
pub(super) enum Matcher<'a> {
    One(Finder<'a>),
    Any(HashSet<&'a [u8]>),
    Contains(Finder<'a>),
    StartsWith(Finder<'a>),
    EndsWith(Finder<'a>),
    Matches(&'a regex::Regex),
}

/// Parts shorter than this are found in too many places for a run over all bytes to pay.
const SHORT: usize = 3;

impl<'a> Matcher<'a> {
    /// Makes a test ready.
    pub(super) fn new(test: &'a TextTest) -> Self {
        match test {
            TextTest::Equals(any) => match any.as_slice() {
                [one] => Self::One(Finder::new(one)),
                any => Self::Any(any.iter().map(String::as_bytes).collect()),
            },
            TextTest::Contains(part) => Self::Contains(Finder::new(part)),
            TextTest::StartsWith(part) => Self::StartsWith(Finder::new(part)),
            TextTest::EndsWith(part) => Self::EndsWith(Finder::new(part)),
            TextTest::Matches(regex) => Self::Matches(regex),
        }
    }

    /// Whether one text passes: folded, but for `matches` as written.
    fn matches(&self, text: &[u8]) -> bool {
        match self {
            Self::One(one) => text == one.needle(),
            Self::Any(any) => any.contains(text),
            Self::Contains(part) => part.find(text).is_some(),
            Self::StartsWith(part) => text.starts_with(part.needle()),
            Self::EndsWith(part) => text.ends_with(part.needle()),
            Self::Matches(regex) => std::str::from_utf8(text).is_ok_and(|text| {
                if text.is_ascii() {
                    regex.is_match(text)
                } else {
                    regex.is_match(&normal(text))
                }
            }),
        }
    }

    /// Writes a 1 for each folded text that passes, else a 0.
    pub(super) fn accept(&self, texts: &DictionaryView<'_>, accepted: &mut Vec<u8>) {
        accepted.clear();
        let finder = match self {
            Self::One(part) | Self::StartsWith(part) | Self::EndsWith(part)
                if part.needle().len() >= SHORT =>
            {
                part
            }
            Self::Contains(part) if !part.needle().is_empty() => part,
            _ => {
                accepted.extend(texts.iter().map(|text| u8::from(self.matches(text))));
                return;
            }
        };
        accepted.resize(texts.len(), 0);
        each_containing(finder, texts, |entry, text| {
            if let Some(accepted) = accepted.get_mut(entry) {
                *accepted = u8::from(self.matches(text));
            }
        });
    }

    /// The same for texts as written.
    pub(super) fn accept_written(
        &self,
        texts: DictionaryView<'_>,
        shown: Option<DictionaryView<'_>>,
        accepted: &mut Vec<u8>,
    ) {
        accepted.clear();
        accepted.extend(texts.written(shown).map(|text| u8::from(self.matches(text))));
    }
}

/// Finds a part in all texts of a dictionary in one run over its bytes, leaving out what lies across a border.
pub(in crate::store) fn each_containing(
    finder: &Finder<'_>,
    texts: &DictionaryView<'_>,
    mut found: impl FnMut(usize, &[u8]),
) {
    let (bytes, length) = (texts.bytes(), finder.needle().len());
    let (mut from, mut entry, mut end) = (0, 0, texts.length(0));
    while let Some(at) = bytes.get(from..).and_then(|rest| finder.find(rest)) {
        let start = from + at;
        while end <= start && entry + 1 < texts.len() {
            entry += 1;
            end += texts.length(entry);
        }
        if start + length <= end {
            let text = bytes.get(end - texts.length(entry)..end);
            found(entry, text.unwrap_or_default());
            from = end;
        } else {
            from = start + 1;
        }
    }
}
