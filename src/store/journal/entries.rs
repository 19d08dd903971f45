//! Entries as they are read: for history, and for whoever goes on with one or takes it back.

use super::put;
use crate::model::text::fold;
use crate::model::{EntryId, EntryState, Instant, JournalEntry};
use crate::store::codec::{open_row, seal_row};
use crate::store::envelope::Sealed;
use crate::store::process;
use crate::store::tables::JOURNAL;
use crate::store::wire::WireEntry;
use crate::store::writing::Writing;
use crate::store::{Result, StoreError};
use redb::{ReadTransaction, ReadableTable};

/// Which journal entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// At most so many.
    pub limit: usize,
    /// Only this operator's.
    pub by: Option<String>,
    /// Only from this moment on.
    pub since: Option<Instant>,
    /// Only those whose line or operator holds this text.
    pub text: String,
}

/// The newest entries that `wanted` says yes to, newest first.
pub(in crate::store) fn newest(
    txn: &ReadTransaction,
    limit: usize,
    mut wanted: impl FnMut(&JournalEntry) -> bool,
) -> Result<Vec<JournalEntry>> {
    let table = txn.open_table(JOURNAL)?;
    let mut entries = Vec::new();
    let mut rows = table.iter()?.rev();
    while entries.len() < limit
        && let Some(row) = rows.next()
    {
        let (id, row) = row?;
        let entry = read_entry(EntryId(id.value()), row.value())?;
        if wanted(&entry) {
            entries.push(entry);
        }
    }
    Ok(entries)
}

/// The entries asked for, newest first.
pub(in crate::store) fn asked(txn: &ReadTransaction, asked: &Entries) -> Result<Vec<JournalEntry>> {
    let text = fold(&asked.text);
    newest(txn, asked.limit, |entry| {
        asked.by.as_ref().is_none_or(|by| entry.author.name == *by)
            && asked.since.is_none_or(|since| entry.author.at >= since)
            && (text.is_empty()
                || fold(&entry.what).contains(&text)
                || fold(&entry.author.name).contains(&text))
    })
}

/// One entry.
pub(in crate::store) fn entry(
    journal: &impl ReadableTable<u64, &'static [u8]>,
    id: EntryId,
) -> Result<Option<JournalEntry>> {
    let row = journal.get(id.0)?;
    row.map(|row| read_entry(id, row.value())).transpose()
}

/// An entry from its row.
pub(in crate::store) fn read_entry(id: EntryId, sealed: &[u8]) -> Result<JournalEntry> {
    wire(id, sealed)?
        .read(id, process::is_alive)
        .ok_or_else(|| StoreError::Damaged(format!("journal entry {} cannot be read", id.0)))
}

/// Whether another process is at work on an entry.
pub(in crate::store) fn is_held_by_another(id: EntryId, sealed: &[u8]) -> Result<bool> {
    let wire = wire(id, sealed)?;
    Ok(
        wire.state == WireEntry::RUNNING
            && wire.holder != process::myself()
            && process::is_alive(wire.holder),
    )
}

/// Whether any process is at work on an entry.
pub(in crate::store) fn is_running(entry: &JournalEntry) -> bool {
    entry.state == EntryState::Running
}

/// Says which entry takes another one back; None for none.
pub(in crate::store) fn set_taken_back(
    writing: &mut Writing,
    id: EntryId,
    by: Option<EntryId>,
) -> Result<()> {
    let more = {
        let mut journal = writing.txn().open_table(JOURNAL)?;
        let before = row(&journal, id)?;
        let mut wire = wire(id, &before)?;
        wire.taken_back = by.map_or(0, |by| by.0);
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::Journal, &id.0.to_be_bytes(), &wire)?;
        put(&mut journal, id, &sealed)?
    };
    writing.state.journal_sum = writing.state.journal_sum.wrapping_add(more);
    Ok(())
}

/// How many chunks of rows an entry has.
pub(in crate::store) fn chunks(journal: &impl ReadableTable<u64, &'static [u8]>, id: EntryId) -> Result<u32> {
    Ok(wire(id, &row(journal, id)?)?.chunks)
}

pub(super) fn row(journal: &impl ReadableTable<u64, &'static [u8]>, id: EntryId) -> Result<Vec<u8>> {
    let row = journal.get(id.0)?;
    let row = row.ok_or_else(|| StoreError::Damaged(format!("journal entry {} is missing", id.0)))?;
    Ok(row.value().to_vec())
}

pub(super) fn wire(id: EntryId, sealed: &[u8]) -> Result<WireEntry<'_>> {
    open_row(Sealed::Journal, &id.0.to_be_bytes(), sealed)
}
