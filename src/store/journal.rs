//! The journal: each change that a person would notice says who, when and what, and keeps what taking it back needs:
//! contacts that were made as runs of numbers, other rows as they were, with a checksum of what they became.

use super::codec::{open_row, seal_row};
use super::envelope::Sealed;
use super::process;
use super::tables::{JOURNAL, JOURNAL_ROWS};
use super::wire::{WireChunk, WireEntry, WireTouched};
use super::{Result, StoreError};
use crate::model::{Author, EntryId, EntryState, Instant, JournalEntry};
use redb::{ReadTransaction, ReadableTable, WriteTransaction};
use xxhash_rust::xxh3::xxh3_64;

/// Rows kept together; a little under what a power of two would waste.
const CHUNK_BYTES: usize = 60_000;

/// What one transaction tells the journal.
#[derive(Default)]
pub(super) struct Log {
    entry: Option<Entry>,
    created: Vec<(u32, u32)>,
    touched: Vec<Touched>,
    bytes: usize,
}

struct Entry {
    id: EntryId,
    author: Author,
    what: String,
    rows: u64,
    state: EntryState,
    chunks: u32,
}

struct Touched {
    kind: Sealed,
    key: Vec<u8>,
    before: Option<Vec<u8>>,
    after: Option<u64>,
}

impl Log {
    /// Opens a new entry. It is done when the transaction is, unless [`Log::set_state`] says otherwise.
    pub(super) fn open(&mut self, id: EntryId, author: &Author, what: &str) {
        self.entry = Some(Entry {
            id,
            author: author.clone(),
            what: what.to_owned(),
            rows: 0,
            state: EntryState::Done,
            chunks: 0,
        });
    }

    /// Goes on with an entry that is there.
    pub(super) fn resume(
        &mut self,
        journal: &impl ReadableTable<u64, &'static [u8]>,
        id: EntryId,
    ) -> Result<()> {
        let row = journal.get(id.0)?;
        let row = row.ok_or_else(|| StoreError::Damaged(format!("journal entry {} is missing", id.0)))?;
        let wire: WireEntry<'_> = open_row(Sealed::Journal, &id.0.to_be_bytes(), row.value())?;
        self.entry = Some(Entry {
            id,
            author: Author {
                name: wire.author.to_owned(),
                at: Instant(wire.at),
            },
            what: wire.what.to_owned(),
            rows: wire.rows,
            state: EntryState::Running,
            chunks: wire.chunks,
        });
        Ok(())
    }

    /// Where the entry stands after this transaction.
    pub(super) fn set_state(&mut self, state: EntryState) {
        if let Some(entry) = &mut self.entry {
            entry.state = state;
        }
    }

    /// The moment of the change.
    pub(super) fn at(&self) -> Option<Instant> {
        self.entry.as_ref().map(|entry| entry.author.at)
    }

    /// That many contacts more were created, changed or deleted.
    pub(super) fn add_rows(&mut self, rows: u64) {
        if let Some(entry) = &mut self.entry {
            entry.rows += rows;
        }
    }

    /// A row was written or deleted.
    pub(super) fn row(
        &mut self,
        txn: &WriteTransaction,
        kind: Sealed,
        key: &[u8],
        before: Option<&[u8]>,
        after: Option<&[u8]>,
    ) -> Result<()> {
        self.bytes += key.len() + before.map_or(0, <[u8]>::len) + 16;
        self.touched.push(Touched {
            kind,
            key: key.to_vec(),
            before: before.map(<[u8]>::to_vec),
            after: after.map(xxh3_64),
        });
        if self.bytes >= CHUNK_BYTES {
            self.write_chunk(txn)
        } else {
            Ok(())
        }
    }

    /// Contacts were made.
    pub(super) fn created(&mut self, first: u32, last: u32) {
        match self.created.last_mut() {
            Some((_, end)) if *end + 1 == first => *end = last,
            _ => self.created.push((first, last)),
        }
    }

    /// Writes what is left, and the entry.
    pub(super) fn flush(&mut self, txn: &WriteTransaction) -> Result<()> {
        self.write_chunk(txn)?;
        let Some(entry) = &self.entry else { return Ok(()) };
        let (state, holder) = match entry.state {
            EntryState::Running => (WireEntry::RUNNING, process::myself()),
            EntryState::Done => (WireEntry::DONE, ""),
            EntryState::Interrupted => (WireEntry::INTERRUPTED, ""),
        };
        let wire = WireEntry {
            author: &entry.author.name,
            at: entry.author.at.0,
            what: &entry.what,
            rows: entry.rows,
            state,
            holder,
            chunks: entry.chunks,
        };
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::Journal, &entry.id.0.to_be_bytes(), &wire)?;
        txn.open_table(JOURNAL)?.insert(entry.id.0, sealed.as_slice())?;
        Ok(())
    }

    fn write_chunk(&mut self, txn: &WriteTransaction) -> Result<()> {
        if self.touched.is_empty() && self.created.is_empty() {
            return Ok(());
        }
        let Some(entry) = &mut self.entry else {
            return Ok(());
        };
        let chunk = WireChunk {
            created: std::mem::take(&mut self.created),
            touched: self.touched.iter().map(Touched::wire).collect(),
        };
        let key = chunk_key(entry.id, entry.chunks);
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::JournalRows, &key, &chunk)?;
        txn.open_table(JOURNAL_ROWS)?
            .insert(key.as_slice(), sealed.as_slice())?;
        entry.chunks += 1;
        self.touched.clear();
        self.bytes = 0;
        Ok(())
    }
}

impl Touched {
    fn wire(&self) -> WireTouched<'_> {
        WireTouched {
            table: self.kind as u8,
            key: &self.key,
            before: self.before.as_deref(),
            after: self.after,
        }
    }
}

/// Where a chunk of an entry stands.
fn chunk_key(entry: EntryId, chunk: u32) -> [u8; 12] {
    let mut key = [0; 12];
    let (id, number) = key.split_at_mut(8);
    id.copy_from_slice(&entry.0.to_be_bytes());
    number.copy_from_slice(&chunk.to_be_bytes());
    key
}

/// The newest entries, newest first.
pub(super) fn newest(txn: &ReadTransaction, limit: usize) -> Result<Vec<JournalEntry>> {
    let table = txn.open_table(JOURNAL)?;
    let mut entries = Vec::new();
    for row in table.iter()?.rev().take(limit) {
        let (id, row) = row?;
        entries.push(read_entry(EntryId(id.value()), row.value())?);
    }
    Ok(entries)
}

/// An entry from its row.
pub(super) fn read_entry(id: EntryId, sealed: &[u8]) -> Result<JournalEntry> {
    open_row::<WireEntry<'_>>(Sealed::Journal, &id.0.to_be_bytes(), sealed)?
        .read(id, process::is_alive)
        .ok_or_else(|| StoreError::Damaged(format!("journal entry {} cannot be read", id.0)))
}

/// Whether another process is at work on an entry.
pub(super) fn is_held_by_another(id: EntryId, sealed: &[u8]) -> Result<bool> {
    let wire: WireEntry<'_> = open_row(Sealed::Journal, &id.0.to_be_bytes(), sealed)?;
    Ok(
        wire.state == WireEntry::RUNNING
            && wire.holder != process::myself()
            && process::is_alive(wire.holder),
    )
}
