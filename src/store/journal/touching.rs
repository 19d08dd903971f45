//! Which changes touched one contact's own row, and which contacts changes have made. There is no index for either: the
//! journal is walked; for one contact from its end, as far as somebody who looks at a profile would wait.

use super::{chunk_key, entries};
use crate::model::{ContactId, EntryId, JournalEntry};
use crate::store::envelope::Sealed;
use crate::store::tables::{JOURNAL, JOURNAL_ROWS};
use crate::store::wire::WireChunk;
use crate::store::{Cancel, Result, codec::open_row};
use redb::{ReadTransaction, ReadableTable};

/// The most chunks that are looked into, 60 kB each.
const CHUNKS: u32 = 400;
/// The most entries that are told.
const ENTRIES: usize = 100;

/// The changes that made, changed or deleted a contact's row, newest first, as far back as is looked.
pub(in crate::store) fn touching(
    txn: &ReadTransaction,
    contact: ContactId,
    cancel: &Cancel,
) -> Result<Vec<JournalEntry>> {
    let journal = txn.open_table(JOURNAL)?;
    let rows = txn.open_table(JOURNAL_ROWS)?;
    let mut found = Vec::new();
    let mut left = CHUNKS;
    for row in journal.iter()?.rev() {
        let (id, row) = row?;
        let id = EntryId(id.value());
        let chunks = entries::wire(id, row.value())?.chunks;
        for chunk in 0..chunks {
            cancel.check()?;
            let Some(fewer) = left.checked_sub(1) else {
                return Ok(found);
            };
            left = fewer;
            if touches(&rows, id, chunk, contact)? {
                found.push(entries::read_entry(id, row.value())?);
                break;
            }
        }
        if found.len() >= ENTRIES {
            break;
        }
    }
    Ok(found)
}

/// The contacts that an entry and those after it have made, ascending, as far as the journal still knows.
pub(in crate::store) fn made_since(txn: &ReadTransaction, entry: EntryId) -> Result<Vec<ContactId>> {
    let journal = txn.open_table(JOURNAL)?;
    let rows = txn.open_table(JOURNAL_ROWS)?;
    let mut made = Vec::new();
    for row in journal.range(entry.0..)? {
        let (id, row) = row?;
        let id = EntryId(id.value());
        for chunk in 0..entries::wire(id, row.value())?.chunks {
            let key = chunk_key(id, chunk);
            let Some(row) = rows.get(key.as_slice())? else {
                continue;
            };
            let chunk: WireChunk<'_> = open_row(Sealed::JournalRows, &key, row.value())?;
            made.extend(chunk.created.iter().flat_map(|(first, last)| *first..=*last));
        }
    }
    made.sort_unstable();
    made.dedup();
    Ok(made.into_iter().map(ContactId).collect())
}

/// Whether a chunk names the contact; one that the journal has forgotten names nobody.
fn touches(
    rows: &impl ReadableTable<&'static [u8], &'static [u8]>,
    entry: EntryId,
    chunk: u32,
    contact: ContactId,
) -> Result<bool> {
    let key = chunk_key(entry, chunk);
    let Some(row) = rows.get(key.as_slice())? else {
        return Ok(false);
    };
    let chunk: WireChunk<'_> = open_row(Sealed::JournalRows, &key, row.value())?;
    let made = chunk
        .created
        .iter()
        .any(|(first, last)| (*first..=*last).contains(&contact.0));
    let key = contact.0.to_be_bytes();
    let changed = chunk
        .touched
        .iter()
        .any(|row| row.table == Sealed::Contact as u8 && row.key == key);
    Ok(made || changed)
}
