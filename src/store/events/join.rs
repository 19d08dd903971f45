//! Whose each row of a history file is: very many keys at a time, sorted first and then found in the order of their index.

use super::super::bitmap::Bitmap;
use super::super::columns::{
    Columns, SET_ROWS, SET_WORDS, SetsView, TEXT_ROWS, TextsView, set_column, text_column,
};
use super::super::mask::{Bits, Mask};
use super::super::tables::{
    BY_NUMBER, BY_SOURCE_ID, CONTACTS, IdKey, contact_of_number_key, identity_of_number_key, source_key,
};
use super::super::{Result, rows};
use super::JoinKey;
use crate::model::{BuiltinField, ContactId, FieldRef, ListId, SourceId};
use crate::phone::{Identity, identity};
use redb::{ReadTransaction, ReadableTable, ReadableTableMetadata};
use std::collections::HashMap;
use std::ops::Bound;

/// Where at least one of so many rows of an index is wanted, it is walked rather than asked row by row.
const DENSE: u64 = 16;

/// Whose each key is.
pub(in crate::store) fn join(
    txn: &ReadTransaction,
    list: ListId,
    source: SourceId,
    keys: &[JoinKey],
) -> Result<Vec<Option<ContactId>>> {
    let mut join = Join {
        txn,
        members: Columns::open(txn)?.bitmap(Bitmap::List(list))?,
        found: vec![None; keys.len()],
    };
    let (mut ids, mut numbers, mut mailboxes) = (Vec::new(), Vec::new(), HashMap::<&str, Vec<usize>>::new());
    for (at, key) in keys.iter().enumerate() {
        match key {
            JoinKey::Id(id) => ids.push((source_key(source, id), at)),
            JoinKey::Number(number) => numbers.push((*number, at)),
            JoinKey::Email(mailbox) => mailboxes.entry(mailbox).or_default().push(at),
        }
    }
    join.ids(ids)?;
    join.numbers(numbers)?;
    join.mailboxes(&mailboxes)?;
    Ok(join.found)
}

struct Join<'a> {
    txn: &'a ReadTransaction,
    /// Who is in the list.
    members: Mask,
    found: Vec<Option<ContactId>>,
}

impl Join<'_> {
    fn ids(&mut self, mut wanted: Vec<(IdKey, usize)>) -> Result<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        wanted.sort_unstable();
        let table = self.txn.open_table(BY_SOURCE_ID)?;
        let found = &mut self.found;
        if table.len()? / DENSE > wanted.len() as u64 {
            for (key, at) in wanted {
                let row = table.get(&key)?;
                put(
                    found,
                    at,
                    row.map(|row| ContactId(u32::from_be_bytes(*row.value()))),
                );
            }
            return Ok(());
        }
        let (Some((first, _)), Some((last, _))) = (wanted.first(), wanted.last()) else {
            return Ok(());
        };
        let mut wanted = wanted.iter().peekable();
        for row in table.range::<&IdKey>(first..=last)? {
            let (key, contact) = row?;
            while wanted.next_if(|(wanted, _)| wanted < key.value()).is_some() {}
            while let Some((_, at)) = wanted.next_if(|(wanted, _)| wanted == key.value()) {
                put(found, *at, Some(ContactId(u32::from_be_bytes(*contact.value()))));
            }
        }
        Ok(())
    }

    fn numbers(&mut self, mut wanted: Vec<(Identity, usize)>) -> Result<()> {
        wanted.sort_unstable_by_key(|(number, _)| number.0);
        let table = self.txn.open_table(BY_NUMBER)?;
        let mut rest = wanted.as_slice();
        let mut cursor = table.lower_bound(Bound::Unbounded::<&[u8; 12]>)?;
        let walks = table.len()? / DENSE <= wanted.len() as u64;
        let mut candidates = Vec::new();
        let mut ahead = None;
        while let Some((number, _)) = rest.first() {
            let same = rest.iter().take_while(|(other, _)| other == number).count();
            let (now, later) = rest.split_at(same);
            rest = later;
            if walks {
                candidates.clear();
                loop {
                    let next = match ahead.take() {
                        Some(next) => next,
                        None => match cursor.next()? {
                            Some((key, _)) => *key.value(),
                            None => break,
                        },
                    };
                    let identity = identity_of_number_key(&next);
                    if identity.0 > number.0 {
                        ahead = Some(next);
                        break;
                    }
                    if identity == *number {
                        candidates.push(contact_of_number_key(&next));
                    }
                }
            } else {
                candidates = rows::by_number(&table, *number)?;
            }
            let chosen = self.of_number(*number, &candidates)?;
            for (_, at) in now {
                put(&mut self.found, *at, chosen);
            }
        }
        Ok(())
    }

    /// One of several contacts with a number.
    fn of_number(&self, number: Identity, candidates: &[ContactId]) -> Result<Option<ContactId>> {
        let [_, _, ..] = candidates else {
            return Ok(candidates.first().copied());
        };
        let table = self.txn.open_table(CONTACTS)?;
        let mut best: Option<(bool, bool, ContactId)> = None;
        for id in candidates {
            let own = rows::contact(&table, *id)?.is_some_and(|found| identity(found.phone) == number);
            let rank = (!self.members.contains(*id), !own, *id);
            best = Some(best.map_or(rank, |best| best.min(rank)));
        }
        Ok(best.map(|(_, _, id)| id))
    }

    /// Mailboxes have no index: their columns are walked once for all that are wanted.
    fn mailboxes(&mut self, wanted: &HashMap<&str, Vec<usize>>) -> Result<()> {
        if wanted.is_empty() {
            return Ok(());
        }
        let columns = Columns::open(self.txn)?;
        let everyone = columns.bitmap(Bitmap::Live)?;
        let ordinals = (everyone.words().len() * 64) as u32;
        let mut best = HashMap::<&str, (bool, bool, ContactId)>::new();
        let mut offer = |mailbox: &[u8], further: bool, id: ContactId| {
            let known = std::str::from_utf8(mailbox)
                .ok()
                .and_then(|text| wanted.get_key_value(text));
            if let Some((mailbox, _)) = known {
                let rank = (!self.members.contains(id), further, id);
                let best = best.entry(mailbox).or_insert(rank);
                *best = (*best).min(rank);
            }
        };
        if let Some(column) = text_column(FieldRef::Builtin(BuiltinField::Email)) {
            for number in 0..ordinals.div_ceil(TEXT_ROWS) {
                let Some(chunk) = columns.chunk(column, number)? else {
                    continue;
                };
                let view = chunk.view(TextsView::parse)?;
                for row in 0..TEXT_ROWS {
                    if let Some(entry) = view.entry(row as usize) {
                        offer(view.texts.get(entry), false, ContactId(number * TEXT_ROWS + row));
                    }
                }
            }
        }
        if let Some(column) = set_column(FieldRef::Builtin(BuiltinField::OtherEmails)) {
            for number in 0..ordinals.div_ceil(SET_ROWS) {
                let Some(chunk) = columns.chunk(column, number)? else {
                    continue;
                };
                let view = chunk.view(SetsView::parse)?;
                for (member, rows) in view.members.iter().zip(view.entries()) {
                    let mut words = [0; SET_WORDS];
                    rows.unite_into(&mut words);
                    for (at, word) in words.into_iter().enumerate() {
                        for bit in Bits(word) {
                            offer(member, true, ContactId(number * SET_ROWS + at as u32 * 64 + bit));
                        }
                    }
                }
            }
        }
        for (mailbox, (_, _, id)) in best {
            for at in wanted.get(mailbox).into_iter().flatten() {
                put(&mut self.found, *at, Some(id));
            }
        }
        Ok(())
    }
}

fn put(found: &mut [Option<ContactId>], at: usize, contact: Option<ContactId>) {
    if let Some(place) = found.get_mut(at) {
        *place = contact;
    }
}
