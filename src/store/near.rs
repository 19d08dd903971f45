//! Who is near a contact: whoever shares a number, a mailbox or a name with it, or nearly. Found by running over the
//! columns of names, mailboxes and numbers side by side; which of them are one person is judged elsewhere.

use super::columns::{Columns, NUMBER_ROWS, NumbersView, TEXT_ROWS, TextsView, number_column, text_column};
use super::evaluate::each_containing;
use super::index::NUMBERS;
use super::mask::Mask;
use super::rows;
use super::tables::CONTACTS;
use super::{Cancel, Result, StoreError, side};
use crate::model::text::fold;
use crate::model::{BuiltinField, Contact, ContactId, FieldRef, Scope};
use memchr::memmem::Finder;
use redb::ReadTransaction;

/// So many are near at most by each of name, mailbox and number, in each rank.
const MOST: usize = 400;

/// Fewer letters lead to too many.
const SHORTEST: usize = 3;

/// The contacts near one.
pub(super) fn near(txn: &ReadTransaction, contact: &Contact, cancel: &Cancel) -> Result<Vec<Contact>> {
    let columns = Columns::open(txn)?;
    let search = Search {
        live: columns.scope(Scope::Everyone)?,
        columns: &columns,
        cancel,
    };
    let mut found: Vec<ContactId> = Vec::new();
    let numbers = NUMBERS.read(txn)?;
    for identity in rows::identities(contact).filter(|identity| identity.0 != 0) {
        found.extend(rows::by_number(&numbers, identity)?);
    }
    let alike = side::each::<Vec<ContactId>>(&[
        &|| search.names(contact),
        &|| search.mailboxes(&contact.email),
        &|| search.numbers(contact.phone.digits()),
    ])?;
    found.extend(alike.into_iter().flatten());
    found.sort_unstable();
    found.dedup();
    let table = txn.open_table(CONTACTS)?;
    let mut contacts = Vec::with_capacity(found.len());
    for id in found {
        match rows::contact(&table, id) {
            // Somebody whose row is damaged is compared with nobody.
            Err(StoreError::Damaged(_)) => {}
            read => contacts.extend(read?),
        }
    }
    Ok(contacts)
}

/// One search.
struct Search<'a> {
    columns: &'a Columns,
    live: Mask,
    cancel: &'a Cancel,
}

/// How near a text is; None for one that only looks so at first.
type Rank<'a> = &'a dyn Fn(&[u8]) -> Option<usize>;

impl Search<'_> {
    /// Whoever has both words of the name, then whoever has the one and something that begins like the other.
    fn names(&self, contact: &Contact) -> Result<Vec<ContactId>> {
        let Some((given, family)) = words(contact) else {
            return Ok(Vec::new());
        };
        let begins = |word: &str, letters: usize| -> Vec<u8> {
            let begin = word.chars().take(letters).collect::<String>();
            begin.into_bytes()
        };
        let (initial, beginning) = (begins(&given, 1), begins(&family, 2));
        let both = Finder::new(given.as_bytes());
        let by_family = |text: &[u8]| {
            if both.find(text).is_some() {
                Some(0)
            } else if has_word(text, &initial) {
                Some(1)
            } else {
                Some(2)
            }
        };
        let by_given = |text: &[u8]| has_word(text, &beginning).then_some(1);
        let mut found = self.texts(BuiltinField::Name, &family, &by_family)?;
        found.extend(self.texts(BuiltinField::Name, &given, &by_given)?);
        Ok(found)
    }

    /// Whoever has the mailbox, or one of the same letters before the @.
    fn mailboxes(&self, address: &str) -> Result<Vec<ContactId>> {
        let folded = fold(address);
        let Some((local, _)) = folded.rsplit_once('@') else {
            return Ok(Vec::new());
        };
        let local = local.split('+').next().unwrap_or(local);
        let letters = letters(local.as_bytes());
        let runs = local.split(|c: char| !c.is_alphanumeric());
        let Some(longest) = runs.max_by_key(|run| run.len()) else {
            return Ok(Vec::new());
        };
        let rank = |text: &[u8]| {
            let ends = [b'+', b'@'];
            let end = text.iter().position(|byte| ends.contains(byte));
            let own = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
            if own == local.as_bytes() {
                Some(0)
            } else {
                (self::letters(own) == letters).then_some(1)
            }
        };
        self.texts(BuiltinField::Email, longest, &rank)
    }

    /// The contacts with a text that holds a part, by rank, of each rank no more than are wanted.
    fn texts(&self, field: BuiltinField, part: &str, rank: Rank<'_>) -> Result<Vec<ContactId>> {
        let mut ranked: [Vec<ContactId>; 3] = Default::default();
        let column = text_column(FieldRef::Builtin(field)).filter(|_| part.chars().count() >= SHORTEST);
        let Some(column) = column else {
            return Ok(Vec::new());
        };
        let finder = Finder::new(part);
        let mut ranks: Vec<Option<usize>> = Vec::new();
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
                if let (Some(rank), Some(place)) = (rank(text), ranks.get_mut(entry)) {
                    any = true;
                    *place = Some(rank);
                }
            });
            for row in 0..if any { view.rows() } else { 0 } {
                let rank = view
                    .entry(row)
                    .and_then(|entry| ranks.get(entry).copied().flatten());
                let contact = ContactId(number * TEXT_ROWS + row as u32);
                let kept = rank.and_then(|rank| ranked.get_mut(rank));
                if let Some(kept) = kept.filter(|kept| kept.len() < MOST && self.live.contains(contact)) {
                    kept.push(contact);
                }
            }
        }
        Ok(ranked.concat())
    }

    /// Whose number has the same last eight digits, or differs in the last two only, or in two in the middle.
    fn numbers(&self, wanted: u64) -> Result<Vec<ContactId>> {
        let mut found = Vec::new();
        let column = number_column(FieldRef::Builtin(BuiltinField::Phone)).filter(|_| wanted > 99_999_999);
        let Some(column) = column else {
            return Ok(found);
        };
        let ends = |number: u64| {
            (
                number % 100_000_000,
                number / 100,
                number % 100_000,
                number / 10_000_000,
            )
        };
        let (eight, but_two, five, begin) = ends(wanted);
        for number in self.chunks(NUMBER_ROWS) {
            self.cancel.check()?;
            let Some(chunk) = self.columns.chunk(column, number)? else {
                continue;
            };
            let view = chunk.view(NumbersView::parse)?;
            for row in 0..view.rows() {
                let phone = view
                    .value(row)
                    .and_then(|phone| u64::try_from(phone.mantissa).ok());
                let is_near = phone.is_some_and(|phone| {
                    let near = ends(phone);
                    near.0 == eight || near.1 == but_two || near.2 == five && near.3 == begin
                });
                let contact = ContactId(number * NUMBER_ROWS + row as u32);
                if is_near && found.len() < MOST && self.live.contains(contact) {
                    found.push(contact);
                }
            }
        }
        Ok(found)
    }

    /// The chunks of so many rows that anybody is in.
    fn chunks(&self, rows: u32) -> impl Iterator<Item = u32> {
        let chunks = self.live.words().chunks(rows as usize / 64).zip(0..);
        chunks
            .filter(|(words, _)| words.iter().any(|word| *word != 0))
            .map(|(_, number)| number)
    }
}

/// The first word of the first name and the first of the last; of a whole name in one field the first and the last word.
fn words(contact: &Contact) -> Option<(String, String)> {
    let (given, family) = (fold(&contact.first_name), fold(&contact.last_name));
    let parts = |name: &str| -> Vec<String> {
        let parts = name.split(|c: char| !c.is_alphanumeric());
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (given, family) = (parts(&given), parts(&family));
    match (given.as_slice(), family.as_slice()) {
        ([first, ..], [last, ..]) | ([first, .., last], []) | ([], [first, .., last]) => {
            Some((first.clone(), last.clone()))
        }
        _ => None,
    }
}

/// Whether a word begins so.
fn has_word(text: &[u8], beginning: &[u8]) -> bool {
    let mut words = text.split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    words.any(|word| word.starts_with(beginning))
}

/// The letters and figures before the @, in the order of the alphabet: `ana.silva` and `silva_ana` are one name.
fn letters(local: &[u8]) -> Vec<u8> {
    let mut letters: Vec<u8> = local
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii() || byte.is_ascii_alphanumeric())
        .collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_looked_for_by_two_of_its_words() {
        let named = |first: &str, last: &str| Contact {
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            ..Contact::blank(crate::phone::E164::from_digits(0), crate::model::Instant(0))
        };
        let pair = |first: &str, last: &str| Some((first.to_owned(), last.to_owned()));
        assert_eq!(words(&named("Ana María", "García López")), pair("ana", "garcia"));
        assert_eq!(words(&named("Ana Luísa Silva", "")), pair("ana", "silva"));
        assert_eq!(words(&named("Ana", "")), None);
    }

    #[test]
    fn dots_and_the_order_of_words_make_no_other_mailbox() {
        assert_eq!(letters(b"ana.silva"), letters(b"silva_ana"));
        assert_ne!(letters(b"ana.silva1"), letters(b"ana.silva2"));
    }
}
