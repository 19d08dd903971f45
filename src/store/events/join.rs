//! Whose each row of a history file is: very many keys at a time, sorted first and then found in the order of their index.

use super::super::bitmap::Bitmap;
use super::super::columns::{
    Columns, SET_ROWS, SET_WORDS, SetsView, TEXT_ROWS, TextsView, set_column, text_column,
};
use super::super::index::entry::{self, Entry};
use super::super::index::{IDS, NUMBERS};
use super::super::mask::{Bits, Mask};
use super::super::tables::CONTACTS;
use super::super::{Result, rows};
use super::JoinKey;
use crate::model::{BuiltinField, ContactId, FieldRef, ListId, SourceId};
use crate::phone::{Identity, identity};
use redb::ReadTransaction;
use std::collections::HashMap;

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
            JoinKey::Id(id) => ids.push((entry::ids_of(source, id), at)),
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
    fn ids(&mut self, mut wanted: Vec<(Entry, usize)>) -> Result<()> {
        wanted.sort_unstable();
        let ids: Vec<Entry> = distinct(wanted.iter().map(|(id, _)| *id));
        let mut wanted = wanted.iter().peekable();
        for (id, contact) in IDS.contacts_of_many(&IDS.read(self.txn)?, &ids)? {
            while wanted.next_if(|(wanted, _)| *wanted < id).is_some() {}
            while let Some((_, at)) = wanted.next_if(|(wanted, _)| *wanted == id) {
                put(&mut self.found, *at, Some(contact));
            }
        }
        Ok(())
    }

    fn numbers(&mut self, mut wanted: Vec<(Identity, usize)>) -> Result<()> {
        wanted.sort_unstable_by_key(|(number, _)| number.0);
        let numbers = distinct(wanted.iter().map(|(number, _)| entry::numbers_of(*number)));
        let there = NUMBERS.contacts_of_many(&NUMBERS.read(self.txn)?, &numbers)?;
        let mut there = there.iter().peekable();
        for same in wanted.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((number, _)) = same.first() else { continue };
            let entry = entry::numbers_of(*number);
            let mut candidates = Vec::new();
            while let Some((_, contact)) = there.next_if(|(found, _)| *found == entry) {
                candidates.push(*contact);
            }
            let chosen = self.of_number(*number, &candidates)?;
            for (_, at) in same {
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
                let texts = view.texts.located();
                for row in 0..TEXT_ROWS {
                    if let Some(entry) = view.entry(row as usize) {
                        offer(texts.get(entry), false, ContactId(number * TEXT_ROWS + row));
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

fn distinct(sorted: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = sorted.collect();
    entries.dedup();
    entries
}

fn put(found: &mut [Option<ContactId>], at: usize, contact: Option<ContactId>) {
    if let Some(place) = found.get_mut(at) {
        *place = contact;
    }
}
