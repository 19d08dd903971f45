//! The two tables of an index. What a bulk change brings goes into the small one, which every batch rewrites at little
//! cost, and from there into the large one, some thousands of entries at a time.

use super::Index;
use super::entry::Entry;
use super::list::Unpacker;
use crate::store::Result;
use crate::store::envelope::open;
use crate::store::writing::Writing;
use redb::{
    ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata, Table, TableError, TableHandle,
    WriteTransaction,
};

/// So many entries that come at once go into the small table, where the large one has so many chunks.
const BULK: usize = 2_000;
const LARGE: u64 = 512;
/// Chunks that are moved in one transaction.
const MOVED: usize = 256;

/// A table of chunks being read.
pub(in crate::store) type Reading = ReadOnlyTable<&'static [u8], &'static [u8]>;
/// A table of chunks being written.
pub(in crate::store) type Chunks<'txn> = Table<'txn, &'static [u8], &'static [u8]>;

/// Both tables of an index.
pub(in crate::store) struct Levels<T> {
    pub(super) large: T,
    /// None where nothing has ever been in it.
    pub(super) small: Option<T>,
}

impl<T> Levels<T> {
    /// Those that are there.
    pub(in crate::store) fn each(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.large).chain(&self.small)
    }
}

impl Index {
    /// Opens both tables for reading.
    pub(in crate::store) fn read(&self, txn: &ReadTransaction) -> Result<Levels<Reading>> {
        let small = match txn.open_table(self.small) {
            Err(TableError::TableDoesNotExist(_)) => None,
            table => Some(table?),
        };
        Ok(Levels {
            large: txn.open_table(self.large)?,
            small,
        })
    }

    /// Opens both tables for changes.
    pub(in crate::store) fn write<'txn>(&self, txn: &'txn WriteTransaction) -> Result<Levels<Chunks<'txn>>> {
        Ok(Levels {
            large: txn.open_table(self.large)?,
            small: Some(txn.open_table(self.small)?),
        })
    }

    /// The names of both tables.
    pub(in crate::store) fn tables(&'static self) -> [&'static str; 2] {
        [self.large.name(), self.small.name()]
    }

    /// Takes out and puts in; both sorted and without doubles. False, in an index where an entry's beginning leads to one
    /// contact only, where another contact has the beginning of an entry that comes: then nothing may be committed.
    pub(in crate::store) fn update(
        &self,
        levels: &mut Levels<Chunks<'_>>,
        gone: &[Entry],
        come: &[Entry],
    ) -> Result<bool> {
        self.take_out(&mut levels.large, gone)?;
        let is_bulk = come.len() >= BULK && levels.large.len()? >= LARGE;
        let Some(small) = levels
            .small
            .as_mut()
            .filter(|_| is_bulk || !gone.is_empty() || self.is_unique)
        else {
            return self.put_in(&mut levels.large, come);
        };
        self.take_out(small, gone)?;
        if is_bulk {
            let alone = self.is_alone(&levels.large, come)?;
            Ok(self.put_in(small, come)? && alone)
        } else {
            let alone = self.is_alone(small, come)?;
            Ok(self.put_in(&mut levels.large, come)? && alone)
        }
    }

    /// Whether no other contact has the beginning of any of the entries, where that matters.
    fn is_alone(&self, table: &Chunks<'_>, entries: &[Entry]) -> Result<bool> {
        if !self.is_unique || table.is_empty()? {
            return Ok(true);
        }
        let beginnings: Vec<Entry> = entries.iter().map(Entry::beginning).collect();
        let mut alone = true;
        self.visit_many(table, &beginnings, &mut |found: &[u8]| {
            let at = entries.binary_search_by(|entry| entry.bytes().cmp(found));
            alone &= at.is_ok();
        })?;
        Ok(alone)
    }

    /// Whether something is in the small table, and enough of it or `all` is asked.
    pub(super) fn has_to_settle(&self, txn: &ReadTransaction, all: bool) -> Result<bool> {
        let levels = self.read(txn)?;
        let Some(small) = &levels.small else {
            return Ok(false);
        };
        // Each batch rewrites the small table and each move the large one: this keeps both about equal.
        let enough = LARGE.max(levels.large.len()?.isqrt() * 7);
        Ok(small.len()? >= if all { 1 } else { enough })
    }

    /// Moves some of what is in the small table into the large one. True where there is more to move.
    pub(super) fn settle(&self, writing: &mut Writing) -> Result<bool> {
        writing.touch();
        self.move_some(&mut self.write(writing.txn())?)
    }

    pub(super) fn move_some(&self, levels: &mut Levels<Chunks<'_>>) -> Result<bool> {
        let Some(small) = &mut levels.small else {
            return Ok(false);
        };
        let (mut keys, mut entries) = (Vec::new(), Vec::new());
        for chunk in small.range::<&[u8]>(..)?.take(MOVED) {
            let (key, chunk) = chunk?;
            let mut list = Unpacker::new(open(self.kind, key.value(), chunk.value())?);
            while let Some(entry) = list.next() {
                entries.push(Entry::of(entry));
            }
            keys.push(key.value().to_vec());
        }
        for key in keys {
            small.remove(key.as_slice())?;
        }
        self.put_in(&mut levels.large, &entries)?;
        Ok(small.len()? > 0)
    }
}
