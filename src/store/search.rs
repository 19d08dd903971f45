//! Search as you type: contacts whose name, numbers or mailboxes hold a text. Whole parts come first and are found by
//! running over the bytes of the dictionaries; where they leave room, names that hold the letters in their order follow,
//! best first.

use super::columns::{
    Column, Columns, Digits, NUMBER_ROWS, NumbersView, SET_ROWS, SET_WORDS, SetsView, TEXT_ROWS, TextsView,
    number_column, set_column, text_column,
};
use super::evaluate::each_containing;
use super::mask::{Bits, Mask};
use super::{Cancel, Result};
use crate::model::text::fold;
use crate::model::{BuiltinField, ContactId, FieldRef, Scope};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem::Finder;
use redb::ReadTransaction;

/// Fewer letters than this find no contact fuzzily.
const FUZZY_LETTERS: usize = 3;
/// So many names are scored at most.
const SCORED: usize = 10_000;
/// Fewer digits than this are not looked for in numbers.
const DIGITS: u32 = 2;

/// Contacts of a scope that hold the text, best first.
pub(super) fn search(
    txn: &ReadTransaction,
    scope: Scope,
    text: &str,
    limit: usize,
    cancel: &Cancel,
) -> Result<Vec<ContactId>> {
    let folded = fold(text);
    let columns = Columns::open(txn)?;
    let mut search = Search {
        rest: columns.scope(scope)?,
        columns: &columns,
        found: Vec::new(),
        limit,
        cancel,
    };
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(digits) = PackedDigits::of(text) {
        search.numbers(&digits)?;
    }
    search.names(&folded)?;
    search.texts(BuiltinField::Email, &folded)?;
    search.members(BuiltinField::OtherEmails, folded.as_bytes())?;
    if let Some(digits) = PackedDigits::of(text) {
        search.members(BuiltinField::OtherPhones, digits.text().as_bytes())?;
    }
    search.fuzzy(&folded)?;
    search.found.truncate(limit);
    Ok(search.found)
}

struct Search<'a> {
    columns: &'a Columns,
    /// Who has not been found yet.
    rest: Mask,
    found: Vec<ContactId>,
    limit: usize,
    cancel: &'a Cancel,
}

impl Search<'_> {
    fn full(&self) -> bool {
        self.found.len() >= self.limit
    }

    fn take(&mut self, contact: ContactId) {
        if !self.full() && self.rest.contains(contact) {
            self.rest.remove(contact);
            self.found.push(contact);
        }
    }

    /// Names that begin with the text, then those with a word that does, then those that hold it anywhere.
    fn names(&mut self, folded: &str) -> Result<()> {
        let mut ranked: [Vec<ContactId>; 3] = Default::default();
        self.each_text(BuiltinField::Name, folded, &mut |rank, contact, limit| {
            if let Some(ranked) = ranked.get_mut(rank).filter(|ranked| ranked.len() < limit) {
                ranked.push(contact);
            }
            ranked.first().is_none_or(|best| best.len() < limit)
        })?;
        for contact in ranked.into_iter().flatten() {
            self.take(contact);
        }
        Ok(())
    }

    /// The same for a field in which the beginning alone counts more.
    fn texts(&mut self, field: BuiltinField, folded: &str) -> Result<()> {
        let mut ranked: [Vec<ContactId>; 2] = Default::default();
        self.each_text(field, folded, &mut |rank, contact, limit| {
            if let Some(ranked) = ranked.get_mut(rank.min(1)).filter(|ranked| ranked.len() < limit) {
                ranked.push(contact);
            }
            ranked.first().is_none_or(|best| best.len() < limit)
        })?;
        for contact in ranked.into_iter().flatten() {
            self.take(contact);
        }
        Ok(())
    }

    /// Visits who has a text that holds the part, with how well: 0 at the beginning, 1 at the beginning of a word, 2
    /// inside; until the visitor says false.
    fn each_text(
        &mut self,
        field: BuiltinField,
        folded: &str,
        visit: &mut dyn FnMut(usize, ContactId, usize) -> bool,
    ) -> Result<()> {
        let Some(column) = text_column(FieldRef::Builtin(field)) else {
            return Ok(());
        };
        let finder = Finder::new(folded);
        let left = self.limit.saturating_sub(self.found.len());
        for number in 0..self.chunks(TEXT_ROWS) {
            if left == 0 || !self.anybody(number, TEXT_ROWS) {
                continue;
            }
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(TextsView::parse)?;
            let mut ranks = vec![u8::MAX; view.texts.len()];
            each_containing(&finder, &view.texts, |entry, text| {
                if let Some(rank) = ranks.get_mut(entry) {
                    *rank = rank_of(&finder, text);
                }
            });
            if ranks.iter().all(|rank| *rank == u8::MAX) {
                continue;
            }
            for row in 0..view.rows() {
                let rank = view
                    .entry(row)
                    .and_then(|entry| ranks.get(entry))
                    .filter(|rank| **rank < u8::MAX);
                let contact = ContactId(number * TEXT_ROWS + row as u32);
                if let Some(rank) = rank.filter(|_| self.rest.contains(contact))
                    && !visit(usize::from(*rank), contact, left)
                {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Numbers that begin with the digits, then those that hold them.
    fn numbers(&mut self, digits: &PackedDigits) -> Result<()> {
        let Some(column) = number_column(FieldRef::Builtin(BuiltinField::Phone)) else {
            return Ok(());
        };
        let mut inside = Vec::new();
        for number in 0..self.chunks(NUMBER_ROWS) {
            if self.full() || !self.anybody(number, NUMBER_ROWS) {
                continue;
            }
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(NumbersView::parse)?;
            for row in 0..view.rows() {
                let contact = ContactId(number * NUMBER_ROWS + row as u32);
                match view.value(row).and_then(|number| digits.found_in(number)) {
                    Some(true) => self.take(contact),
                    Some(false) if inside.len() < self.limit => inside.push(contact),
                    _ => {}
                }
            }
        }
        for contact in inside {
            self.take(contact);
        }
        Ok(())
    }

    /// Who has a member of a set that holds the part.
    fn members(&mut self, field: BuiltinField, part: &[u8]) -> Result<()> {
        let Some(column) = set_column(FieldRef::Builtin(field)) else {
            return Ok(());
        };
        let finder = Finder::new(part);
        for number in 0..self.chunks(SET_ROWS) {
            if self.full() || !self.anybody(number, SET_ROWS) {
                continue;
            }
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(SetsView::parse)?;
            let mut held = [0; SET_WORDS];
            for (member, rows) in view.members.iter().zip(view.entries()) {
                if finder.find(member).is_some() {
                    rows.unite_into(&mut held);
                }
            }
            for (at, word) in held.iter().enumerate() {
                for bit in Bits(*word) {
                    self.take(ContactId(number * SET_ROWS + at as u32 * 64 + bit));
                }
            }
        }
        Ok(())
    }

    /// Names that hold the letters in their order, with others between them.
    fn fuzzy(&mut self, folded: &str) -> Result<()> {
        let letters: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let column = text_column(FieldRef::Builtin(BuiltinField::Name));
        if self.full() || letters.chars().count() < FUZZY_LETTERS {
            return Ok(());
        }
        let Some(column) = column else { return Ok(()) };
        let mut scored: Vec<(i64, ContactId)> = Vec::new();
        for number in 0..self.chunks(TEXT_ROWS) {
            if scored.len() < SCORED && self.anybody(number, TEXT_ROWS) {
                self.cancel.check()?;
                self.fuzzy_chunk(column, number, &letters, &mut scored)?;
            }
        }
        scored.sort_unstable_by_key(|(score, contact)| (-score, *contact));
        for (_, contact) in scored {
            self.take(contact);
        }
        Ok(())
    }

    fn fuzzy_chunk(
        &self,
        column: Column,
        number: u32,
        letters: &str,
        scored: &mut Vec<(i64, ContactId)>,
    ) -> Result<()> {
        let Some(chunk) = self.columns.chunk(column, number)? else {
            return Ok(());
        };
        let view = chunk.view(TextsView::parse)?;
        let matcher = SkimMatcherV2::default();
        let score = |text: &[u8]| {
            if !holds_in_order(text, letters.as_bytes()) {
                return None;
            }
            matcher.fuzzy_match(std::str::from_utf8(text).ok()?, letters)
        };
        let scores: Vec<Option<i64>> = view.texts.iter().map(score).collect();
        if scores.iter().all(Option::is_none) {
            return Ok(());
        }
        for row in 0..view.rows() {
            let contact = ContactId(number * TEXT_ROWS + row as u32);
            let score = view
                .entry(row)
                .and_then(|entry| scores.get(entry).copied().flatten());
            if let Some(score) = score.filter(|_| self.rest.contains(contact)) {
                scored.push((score, contact));
            }
        }
        Ok(())
    }

    fn chunks(&self, rows: u32) -> u32 {
        self.rest.words().len().div_ceil(rows as usize / 64) as u32
    }

    /// Whether anybody of a chunk has not been found yet.
    fn anybody(&mut self, chunk: u32, rows: u32) -> bool {
        let words = rows as usize / 64;
        let stretch = self.rest.stretch(chunk as usize * words, words);
        stretch.iter().any(|word| *word != 0)
    }
}

/// How well a text holds a part: 0 at its beginning, 1 at the beginning of a word, 2 inside.
fn rank_of(finder: &Finder<'_>, text: &[u8]) -> u8 {
    let at_word = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        before.is_some_and(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
    };
    if text.starts_with(finder.needle()) {
        0
    } else if finder.find_iter(text).any(at_word) {
        1
    } else {
        2
    }
}

/// Whether all bytes of `part` stand in the text in their order: what any fuzzy match needs.
fn holds_in_order(text: &[u8], part: &[u8]) -> bool {
    let mut rest = text;
    part.iter().all(|byte| match memchr::memchr(*byte, rest) {
        Some(at) => {
            rest = rest.get(at + 1..).unwrap_or_default();
            true
        }
        None => false,
    })
}

/// Digits, four bits each, so that a part is looked for by shifting.
struct PackedDigits {
    packed: u64,
    count: u32,
}

impl PackedDigits {
    /// The digits of a text that is a number or a part of one as people write it; at most 15.
    fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let written = |c: char| c.is_ascii_digit() || " +-()./\u{a0}".contains(c);
        if !text.chars().all(written) {
            return None;
        }
        let digits = text.bytes().filter(u8::is_ascii_digit);
        let count = digits.clone().count() as u32;
        let packed = digits.fold(0_u64, |packed, digit| (packed << 4) | u64::from(digit - b'0'));
        (DIGITS..=15).contains(&count).then_some(Self { packed, count })
    }

    fn text(&self) -> String {
        let digits = (0..self.count).rev().map(|at| self.packed >> (at * 4) & 0xF);
        digits
            .filter_map(|digit| char::from_digit(digit as u32, 10))
            .collect()
    }

    /// Whether a number holds the digits, and then whether it begins with them.
    fn found_in(&self, number: Digits) -> Option<bool> {
        let mut rest = u64::try_from(number.mantissa).ok()?;
        let (mut packed, mut length) = (0_u64, 0_u32);
        while rest > 0 && length < 16 {
            packed |= (rest % 10) << (length * 4);
            rest /= 10;
            length += 1;
        }
        let last = length.checked_sub(self.count)?;
        let mask = (1_u64 << (self.count * 4)) - 1;
        let holds = |at: u32| packed >> (at * 4) & mask == self.packed;
        if holds(last) {
            Some(true)
        } else {
            (0..last).any(holds).then_some(false)
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn digits_are_found_where_the_text_has_them(number in 0..999_999_999_999_999_u64, part in 10..9999_u64) {
            let (text, part) = (number.to_string(), part.to_string());
            let found = PackedDigits::of(&part).unwrap().found_in(Digits { mantissa: i128::from(number), scale: 0 });
            let wanted = text.contains(&part).then(|| text.starts_with(&part));
            prop_assert_eq!(found, wanted);
        }
    }

    #[test]
    fn only_what_looks_like_a_number_is_one() {
        assert_eq!(
            PackedDigits::of(" +351 (912) 345-678 ").unwrap().text(),
            "351912345678"
        );
        assert_eq!(PackedDigits::of("012").unwrap().text(), "012");
        assert!(PackedDigits::of("7").is_none());
        assert!(PackedDigits::of("route 66").is_none());
        assert!(PackedDigits::of("1234567890123456").is_none());
    }

    #[test]
    fn beginnings_come_before_words_and_words_before_the_rest() {
        let finder = Finder::new("an");
        assert_eq!(rank_of(&finder, b"ana silva"), 0);
        assert_eq!(rank_of(&finder, b"maria-ana silva"), 1);
        assert_eq!(rank_of(&finder, b"hans"), 2);
        assert!(holds_in_order(b"ana silva", b"aslv"));
        assert!(!holds_in_order(b"ana silva", b"vs"));
    }
}
