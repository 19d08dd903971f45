//! The rows an entry touched, from the last to the first, cut into slices that can be taken together.

use crate::model::EntryId;
use crate::store::codec::open_row;
use crate::store::columns::NUMBER_ROWS;
use crate::store::envelope::{Sealed, damaged, mark};
use crate::store::journal::chunk_key;
use crate::store::tables::JOURNAL_ROWS;
use crate::store::wire::{WireBack, WireChunk};
use crate::store::{Result, StoreError};
use redb::{ReadableTable, WriteTransaction};
use std::collections::HashSet;
use xxhash_rust::xxh3::xxh3_64;

/// The most rows that are looked up and written together: as many contacts as a chunk of a column holds, so that one
/// that empties is taken out instead of being written anew again and again.
pub(super) const SLICE: usize = NUMBER_ROWS as usize;

/// One row as it was, and what tells whether it still is what it became.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) kind: Sealed,
    pub(super) key: Vec<u8>,
    pub(super) before: Option<Vec<u8>>,
    after: After,
}

/// What a row became.
#[derive(Clone, Copy, Debug)]
enum After {
    Gone,
    /// A checksum of the sealed row.
    Sum(u64),
    /// Four bytes of the checksum in it.
    Mark([u8; 4]),
}

impl Step {
    /// Whether a row is still what the change left.
    pub(super) fn left(&self, row: Option<&[u8]>) -> bool {
        match (self.after, row) {
            (After::Gone, None) => true,
            (After::Sum(sum), Some(row)) => xxh3_64(row) == sum,
            (After::Mark(bytes), Some(row)) => mark(row) == bytes,
            _ => false,
        }
    }

    /// Whether the row was made, and is a contact's.
    pub(super) fn made(&self) -> bool {
        self.kind == Sealed::Contact && self.before.is_none()
    }

    /// The rows it can be taken with: those of contacts, those of events, or all others.
    fn family(&self) -> u8 {
        match self.kind {
            Sealed::Contact => 0,
            Sealed::Events => 1,
            _ => 2,
        }
    }

    /// Whether this contact and the next lie in different chunks of their columns.
    fn parts_from(&self, next: &Self) -> bool {
        let chunk = |step: &Self| step.number().map(|number| number / NUMBER_ROWS).ok();
        self.kind == Sealed::Contact && chunk(self) != chunk(next)
    }

    /// Of events: the contact and the kind, which go back together or not at all.
    pub(super) fn of_events(&self) -> &[u8] {
        self.key.get(..5).unwrap_or_default()
    }

    /// The number that is the row's key.
    pub(super) fn number(&self) -> Result<u32> {
        let key = self.key.as_slice().try_into().map(u32::from_be_bytes);
        key.map_err(|_| damaged(self.kind, &self.key, "its key in the journal is none"))
    }
}

/// The keys of a slice's steps, once they do not descend; until then none comes twice.
#[derive(Default)]
struct Seen(Option<HashSet<Vec<u8>>>);

impl Seen {
    /// Whether a step is of another row than all before.
    fn add(&mut self, slice: &[Step], next: &Step) -> bool {
        if self.0.is_none() && slice.last().is_none_or(|last| next.key < last.key) {
            return true;
        }
        let before = || slice.iter().map(|step| step.key.clone()).collect();
        self.0.get_or_insert_with(before).insert(next.key.clone())
    }
}

/// Goes through an entry's rows backwards.
pub(super) struct Trail {
    entry: EntryId,
    /// Chunks that are not done.
    chunks: u32,
    /// What is left of the last of them; the next step is its last.
    steps: Vec<Step>,
}

impl Trail {
    /// From a place on.
    pub(super) fn at(
        rows: &impl ReadableTable<&'static [u8], &'static [u8]>,
        back: WireBack,
    ) -> Result<Self> {
        let (chunks, left) = back.left;
        let mut trail = Self {
            entry: EntryId(back.trail),
            chunks,
            steps: Vec::new(),
        };
        trail.load(rows)?;
        trail.steps.truncate(left as usize);
        if trail.steps.is_empty() {
            trail.next_chunk(rows)?;
        }
        Ok(trail)
    }

    /// Where it is: chunks that are not done, and steps of the last of them.
    pub(super) fn place(&self) -> (u32, u32) {
        (self.chunks, self.steps.len() as u32)
    }

    /// Whether there is nothing further.
    pub(super) fn is_at_end(&self) -> bool {
        self.chunks == 0
    }

    /// The next steps that can be taken together: contacts, each at most once; events, of each contact all that come
    /// in a row; or all else that comes in a row.
    /// At most `room` of them, but for events, and contacts that were made: of these all that lie in one chunk.
    pub(super) fn slice(&mut self, txn: &WriteTransaction, room: usize) -> Result<Vec<Step>> {
        let rows = txn.open_table(JOURNAL_ROWS)?;
        let mut slice: Vec<Step> = Vec::new();
        let mut seen = Seen::default();
        while let Some(next) = self.steps.last() {
            let fits = slice.last().is_none_or(|last| {
                let within = last.kind == Sealed::Events && last.of_events() == next.of_events();
                let made = last.made() && next.made() && !last.parts_from(next);
                let fits = slice.len() < room && !(slice.len() > room / 4 && last.parts_from(next));
                let fits = fits || made;
                last.family() == next.family() && (fits || within || last.family() == 2)
            });
            if !fits || (next.family() < 2 && !seen.add(&slice, next)) {
                break;
            }
            slice.extend(self.steps.pop());
            if self.steps.is_empty() {
                self.next_chunk(&rows)?;
            }
        }
        Ok(slice)
    }

    fn next_chunk(&mut self, rows: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<()> {
        while self.steps.is_empty() && self.chunks > 0 {
            self.chunks -= 1;
            self.load(rows)?;
        }
        Ok(())
    }

    fn load(&mut self, rows: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<()> {
        let Some(last) = self.chunks.checked_sub(1) else {
            return Ok(());
        };
        let key = chunk_key(self.entry, last);
        let row = rows.get(key.as_slice())?.ok_or_else(|| {
            StoreError::Stands("The journal has forgotten a part of this change: it is too old.".into())
        })?;
        let chunk: WireChunk<'_> = open_row(Sealed::JournalRows, &key, row.value())?;
        self.steps = steps(&chunk).ok_or_else(|| damaged(Sealed::JournalRows, &key, "it names no table"))?;
        Ok(())
    }
}

/// The steps of a chunk in the order in which they were taken: contacts were made before any of them was touched.
fn steps(chunk: &WireChunk<'_>) -> Option<Vec<Step>> {
    let made = chunk.created.iter().flat_map(|(first, last)| *first..=*last);
    let (marks, _) = chunk.marks.as_chunks::<4>();
    let made = made.zip(marks).map(|(contact, mark)| Step {
        kind: Sealed::Contact,
        key: contact.to_be_bytes().to_vec(),
        before: None,
        after: After::Mark(*mark),
    });
    let mut steps: Vec<Step> = made.collect();
    for touched in &chunk.touched {
        steps.push(Step {
            kind: Sealed::logged(touched.table)?,
            key: touched.key.to_vec(),
            before: touched.before.map(<[u8]>::to_vec),
            after: touched.after.map_or(After::Gone, After::Sum),
        });
    }
    Some(steps)
}
