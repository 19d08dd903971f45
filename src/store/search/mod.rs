//! Search as you type: contacts whose name, numbers or mailboxes hold a text. Whole parts come first and are found by
//! running over the bytes of the dictionaries, names and mailboxes side by side; where they leave room, names that hold
//! the letters in their order follow, best first.

mod digits;
mod fuzzy;

use super::columns::{
    Columns, NUMBER_ROWS, NumbersView, SET_ROWS, SET_WORDS, SetsView, TEXT_ROWS, TextsView, number_column,
    set_column, text_column,
};
use super::evaluate::each_containing;
use super::mask::{Bits, Mask};
use super::{Cancel, Result, side};
use crate::model::text::fold;
use crate::model::{BuiltinField, ContactId, FieldRef, Scope};
use digits::PackedDigits;
use memchr::memmem::Finder;
use redb::ReadTransaction;

/// Contacts of a scope that hold the text, best first.
pub(super) fn search(
    txn: &ReadTransaction,
    scope: Scope,
    text: &str,
    limit: usize,
    cancel: &Cancel,
) -> Result<Vec<ContactId>> {
    let folded = fold(text);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let columns = Columns::open(txn)?;
    let search = Search {
        scope: columns.scope(scope)?,
        columns: &columns,
        limit,
        cancel,
    };
    let mut found = Found {
        rest: search.scope.clone(),
        contacts: Vec::new(),
        limit,
    };
    let digits = PackedDigits::of(text);
    let of_names = || search.texts(BuiltinField::Name, &folded);
    let of_mails = || search.texts(BuiltinField::Email, &folded);
    let of_numbers = || {
        Ok([
            digits
                .as_ref()
                .map_or(Ok(Vec::new()), |digits| search.numbers(digits))?,
            Vec::new(),
            Vec::new(),
        ])
    };
    // What is longest comes first; numbers are the best hits nevertheless.
    let mut ranked = side::each::<[Vec<ContactId>; 3]>(&[&of_mails, &of_names, &of_numbers])?;
    ranked.reverse();
    ranked.into_iter().flatten().for_each(|ranked| found.take(ranked));
    found.take(search.members(BuiltinField::OtherEmails, folded.as_bytes())?);
    if let Some(digits) = &digits {
        found.take(search.members(BuiltinField::OtherPhones, digits.text().as_bytes())?);
    }
    if found.contacts.len() < limit {
        let others = search.fuzzy(&folded, &found.rest)?;
        found.take(others);
    }
    Ok(found.contacts)
}

/// The contacts found so far, each once.
struct Found {
    rest: Mask,
    contacts: Vec<ContactId>,
    limit: usize,
}

impl Found {
    fn take(&mut self, contacts: Vec<ContactId>) {
        for contact in contacts {
            if self.contacts.len() < self.limit && self.rest.contains(contact) {
                self.rest.remove(contact);
                self.contacts.push(contact);
            }
        }
    }
}

/// One search within one scope.
struct Search<'a> {
    columns: &'a Columns,
    scope: Mask,
    limit: usize,
    cancel: &'a Cancel,
}

impl Search<'_> {
    /// Who has a text that begins with the part, who has a word that does, and who holds it inside; of each kind no more
    /// than are wanted.
    fn texts(&self, field: BuiltinField, folded: &str) -> Result<[Vec<ContactId>; 3]> {
        let mut ranked: [Vec<ContactId>; 3] = Default::default();
        let Some(column) = text_column(FieldRef::Builtin(field)) else {
            return Ok(ranked);
        };
        let finder = Finder::new(folded);
        let mut ranks = Vec::new();
        for number in self.chunks(TEXT_ROWS) {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(TextsView::parse)?;
            ranks.clear();
            ranks.resize(view.texts.len(), None);
            let mut any = false;
            each_containing(&finder, &view.texts, |entry, text| {
                any = true;
                if let Some(rank) = ranks.get_mut(entry) {
                    *rank = Some(rank_of(&finder, text));
                }
            });
            for row in 0..if any { view.rows() } else { 0 } {
                let rank = view
                    .entry(row)
                    .and_then(|entry| ranks.get(entry).copied().flatten());
                let contact = ContactId(number * TEXT_ROWS + row as u32);
                let kept = rank.and_then(|rank| ranked.get_mut(rank));
                if let Some(kept) =
                    kept.filter(|kept| kept.len() < self.limit && self.scope.contains(contact))
                {
                    kept.push(contact);
                }
            }
            if ranked.first().is_some_and(|best| best.len() >= self.limit) {
                break;
            }
        }
        Ok(ranked)
    }

    /// Whose number begins with the digits, then whose holds them.
    fn numbers(&self, digits: &PackedDigits) -> Result<Vec<ContactId>> {
        let (mut beginning, mut inside) = (Vec::new(), Vec::new());
        let Some(column) = number_column(FieldRef::Builtin(BuiltinField::Phone)) else {
            return Ok(inside);
        };
        for number in self.chunks(NUMBER_ROWS) {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(NumbersView::parse)?;
            for row in 0..view.rows() {
                let contact = ContactId(number * NUMBER_ROWS + row as u32);
                let phone = view
                    .value(row)
                    .and_then(|phone| u64::try_from(phone.mantissa).ok());
                let kept = match phone.and_then(|phone| digits.found_in(phone)) {
                    Some(true) => &mut beginning,
                    Some(false) => &mut inside,
                    None => continue,
                };
                if kept.len() < self.limit && self.scope.contains(contact) {
                    kept.push(contact);
                }
            }
            if beginning.len() >= self.limit {
                break;
            }
        }
        beginning.append(&mut inside);
        Ok(beginning)
    }

    /// Who has a member of a set that holds the part.
    fn members(&self, field: BuiltinField, part: &[u8]) -> Result<Vec<ContactId>> {
        let mut found = Vec::new();
        let Some(column) = set_column(FieldRef::Builtin(field)) else {
            return Ok(found);
        };
        let finder = Finder::new(part);
        for number in self.chunks(SET_ROWS) {
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
                let rows = Bits(*word).map(|bit| ContactId(number * SET_ROWS + at as u32 * 64 + bit));
                found.extend(rows.filter(|contact| self.scope.contains(*contact)));
            }
            if found.len() >= self.limit {
                break;
            }
        }
        Ok(found)
    }

    /// The chunks of so many rows that anybody of the scope is in.
    fn chunks(&self, rows: u32) -> impl Iterator<Item = u32> {
        let chunks = self.scope.words().chunks(rows as usize / 64).zip(0..);
        chunks
            .filter(|(words, _)| words.iter().any(|word| *word != 0))
            .map(|(_, number)| number)
    }
}

/// How well a text holds a part: 0 at its beginning, 1 at the beginning of a word, 2 inside.
fn rank_of(finder: &Finder<'_>, text: &[u8]) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_come_before_words_and_words_before_the_rest() {
        let finder = Finder::new("an");
        assert_eq!(rank_of(&finder, b"ana silva"), 0);
        assert_eq!(rank_of(&finder, b"maria-ana silva"), 1);
        assert_eq!(rank_of(&finder, b"hans"), 2);
    }
}
