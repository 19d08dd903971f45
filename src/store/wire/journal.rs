//! The journal's rows, and where an import stands.

use super::super::codec::{BorrowDecode, Encode};
use crate::model::{Author, EntryId, EntryKind, EntryState, Instant, JournalEntry};

/// One change.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireEntry<'a> {
    pub(in crate::store) author: &'a str,
    pub(in crate::store) at: i64,
    pub(in crate::store) what: &'a str,
    pub(in crate::store) rows: u64,
    pub(in crate::store) state: u8,
    /// The process that works on it, while it is running.
    pub(in crate::store) holder: &'a str,
    /// How many chunks of touched rows it has.
    pub(in crate::store) chunks: u32,
    /// What it takes back.
    pub(in crate::store) back: Option<WireBack>,
    /// The entry that takes it back; 0 for none.
    pub(in crate::store) taken_back: u64,
}

/// What an undo or a redo takes back, and how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, BorrowDecode)]
pub(in crate::store) struct WireBack {
    /// The change that is undone, or made again.
    pub(in crate::store) change: u64,
    /// The entry whose rows go back: the change itself, or its undo.
    pub(in crate::store) trail: u64,
    /// Chunks of the trail that are not done, and how many rows of the last of them.
    pub(in crate::store) left: (u32, u32),
    /// Rows that stayed.
    pub(in crate::store) stayed: u64,
}

impl WireBack {
    fn kind(&self) -> EntryKind {
        let change = EntryId(self.change);
        if self.trail == self.change {
            EntryKind::Undo(change)
        } else {
            EntryKind::Redo(change)
        }
    }
}

impl WireEntry<'_> {
    pub(in crate::store) const RUNNING: u8 = 0;
    pub(in crate::store) const DONE: u8 = 1;
    pub(in crate::store) const INTERRUPTED: u8 = 2;

    /// The entry; one that is running counts as interrupted where its process is gone. None for an unknown state.
    pub(in crate::store) fn read(self, id: EntryId, alive: impl Fn(&str) -> bool) -> Option<JournalEntry> {
        let state = match self.state {
            Self::RUNNING if alive(self.holder) => EntryState::Running,
            Self::RUNNING | Self::INTERRUPTED => EntryState::Interrupted,
            Self::DONE => EntryState::Done,
            _ => return None,
        };
        Some(JournalEntry {
            id,
            author: Author {
                name: self.author.to_owned(),
                at: Instant(self.at),
            },
            what: self.what.to_owned(),
            rows: self.rows,
            state,
            kind: self.back.as_ref().map_or(EntryKind::Change, WireBack::kind),
            taken_back: (self.taken_back > 0).then_some(EntryId(self.taken_back)),
            stayed: self.back.map_or(0, |back| back.stayed),
            can_go_back: self.chunks > 0,
        })
    }
}

/// Some of the rows an entry touched.
#[derive(Default, Encode, BorrowDecode)]
pub(in crate::store) struct WireChunk<'a> {
    /// Contacts that were made: first and last number of each run.
    pub(in crate::store) created: Vec<(u32, u32)>,
    /// Of each of these contacts, in order, four bytes of its row's checksum.
    pub(in crate::store) marks: &'a [u8],
    /// Rows that were changed, deleted, or made in other tables.
    pub(in crate::store) touched: Vec<WireTouched<'a>>,
}

/// One row as it was, and a checksum of what it became.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireTouched<'a> {
    /// Which table: a `Sealed` as its number.
    pub(in crate::store) table: u8,
    pub(in crate::store) key: &'a [u8],
    /// The sealed row before; None where it was made.
    pub(in crate::store) before: Option<&'a [u8]>,
    /// xxh3 of the sealed row after; None where it was deleted.
    pub(in crate::store) after: Option<u64>,
}

/// Where an import stands.
#[derive(Encode, BorrowDecode)]
pub(in crate::store) struct WireJob<'a> {
    pub(in crate::store) entry: u64,
    pub(in crate::store) rows_done: u64,
    pub(in crate::store) tally: &'a [u8],
}
