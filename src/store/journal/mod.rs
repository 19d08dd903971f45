//! The journal: each change that a person would notice says who, when and what, and keeps what taking it back needs:
//! contacts that were made as runs of numbers, other rows as they were, with a checksum of what they became.
//!
//! Here is what a transaction writes; what is read is in [`entries`], what is forgotten in [`retention`].

mod entries;
mod retention;
mod touching;

pub use entries::Entries;
pub(super) use entries::{
    asked, chunks, entry, is_held_by_another, is_running, newest, read_entry, set_taken_back,
};
pub(super) use retention::forget;
pub(super) use touching::{made_since, touching};

use super::Result;
use super::codec::seal_row;
use super::envelope::Sealed;
use super::process;
use super::tables::{JOURNAL, JOURNAL_ROWS};
use super::wire::{WireBack, WireChunk, WireEntry, WireState, WireTouched};
use crate::model::{Author, EntryId, EntryState, Instant};
use redb::{ReadableTable, Table, WriteTransaction};
use xxhash_rust::xxh3::xxh3_64;

/// Rows kept together; a little under what a power of two would waste.
const CHUNK_BYTES: usize = 60_000;

/// What one transaction tells the journal.
#[derive(Default)]
pub(super) struct Log {
    entry: Option<Entry>,
    created: Vec<(u32, u32)>,
    marks: Vec<u8>,
    touched: Vec<Touched>,
    bytes: usize,
    /// Bytes of rows that this transaction adds to the journal.
    pub(super) written: u64,
}

struct Entry {
    id: EntryId,
    author: Author,
    what: String,
    rows: u64,
    state: EntryState,
    chunks: u32,
    back: Option<WireBack>,
    taken_back: u64,
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
            back: None,
            taken_back: 0,
        });
    }

    /// Goes on with an entry that is there.
    pub(super) fn resume(
        &mut self,
        journal: &impl ReadableTable<u64, &'static [u8]>,
        id: EntryId,
    ) -> Result<()> {
        let row = entries::row(journal, id)?;
        let wire = entries::wire(id, &row)?;
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
            back: wire.back,
            taken_back: wire.taken_back,
        });
        Ok(())
    }

    /// Where the entry stands after this transaction.
    pub(super) fn set_state(&mut self, state: EntryState) {
        if let Some(entry) = &mut self.entry {
            entry.state = state;
        }
    }

    /// What the entry takes back, and how far it is.
    pub(super) fn back(&self) -> Option<WireBack> {
        self.entry.as_ref().and_then(|entry| entry.back)
    }

    /// Says what the entry takes back, and how far it is.
    pub(super) fn set_back(&mut self, back: WireBack) {
        if let Some(entry) = &mut self.entry {
            entry.back = Some(back);
        }
    }

    /// The entry is in force again, whatever has taken it back.
    pub(super) fn stands_again(&mut self) {
        if let Some(entry) = &mut self.entry {
            entry.taken_back = 0;
        }
    }

    /// Whether this transaction belongs to an entry that takes another one back.
    pub(super) fn takes_back(&self) -> bool {
        self.back().is_some()
    }

    /// The entry.
    pub(super) fn id(&self) -> Option<EntryId> {
        self.entry.as_ref().map(|entry| entry.id)
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
        self.write_full_chunk(txn)
    }

    /// A contact was made; the mark of its row.
    pub(super) fn created(&mut self, txn: &WriteTransaction, contact: u32, mark: [u8; 4]) -> Result<()> {
        // Within a chunk contacts are made before rows are touched; so what was done after goes into the next one.
        if !self.touched.is_empty() {
            self.write_chunk(txn)?;
        }
        match self.created.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(contact) => *end = contact,
            _ => self.created.push((contact, contact)),
        }
        self.marks.extend_from_slice(&mark);
        self.bytes += 4;
        self.write_full_chunk(txn)
    }

    /// Writes what is left, and the entry.
    pub(super) fn flush(&mut self, txn: &WriteTransaction, store: &mut WireState) -> Result<()> {
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
            back: entry.back,
            taken_back: entry.taken_back,
        };
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::Journal, &entry.id.0.to_be_bytes(), &wire)?;
        let more = put(&mut txn.open_table(JOURNAL)?, entry.id, &sealed)?;
        store.journal_sum = store.journal_sum.wrapping_add(more);
        Ok(())
    }

    fn write_full_chunk(&mut self, txn: &WriteTransaction) -> Result<()> {
        if self.bytes >= CHUNK_BYTES {
            self.write_chunk(txn)
        } else {
            Ok(())
        }
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
            marks: &self.marks,
            touched: self.touched.iter().map(Touched::wire).collect(),
        };
        let key = chunk_key(entry.id, entry.chunks);
        let mut sealed = Vec::new();
        seal_row(&mut sealed, Sealed::JournalRows, &key, &chunk)?;
        txn.open_table(JOURNAL_ROWS)?
            .insert(key.as_slice(), sealed.as_slice())?;
        entry.chunks += 1;
        self.written += sealed.len() as u64;
        self.marks.clear();
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

/// What a sealed entry adds to the sum of all that the state of the store keeps. An old page that comes back whole has
/// sound rows, as many as before: only the sum tells.
pub(super) fn weight(sealed: &[u8]) -> u64 {
    xxh3_64(sealed)
}

/// Writes an entry; gives back what the sum changes by.
fn put(journal: &mut Table<'_, u64, &'static [u8]>, id: EntryId, sealed: &[u8]) -> Result<u64> {
    let before = journal.insert(id.0, sealed)?;
    let before = before.map_or(0, |row| weight(row.value()));
    Ok(weight(sealed).wrapping_sub(before))
}

/// Where a chunk of an entry stands.
pub(super) fn chunk_key(entry: EntryId, chunk: u32) -> [u8; 12] {
    let mut key = [0; 12];
    let (id, number) = key.split_at_mut(8);
    id.copy_from_slice(&entry.0.to_be_bytes());
    number.copy_from_slice(&chunk.to_be_bytes());
    key
}

/// The entry of a chunk's key.
fn entry_of_chunk(key: &[u8]) -> EntryId {
    let id = key.first_chunk::<8>().copied().unwrap_or_default();
    EntryId(u64::from_be_bytes(id))
}
