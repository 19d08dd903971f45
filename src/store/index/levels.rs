//! The tables of an index. What a bulk change brings goes into a small one, what it takes out is noted in another: every
//! batch rewrites these at little cost. From there it comes to the large one, some thousands of entries at a time.

use super::cleared::{CLEARED, Cleared};
use super::entry::{self, Entry};
use super::list::Unpacker;
use super::{Filter, Index};
use crate::store::Result;
use crate::store::envelope::open;
use crate::store::writing::Writing;
use redb::{
    ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata, Table, TableError, TableHandle,
    WriteTransaction,
};

/// So many entries that come or go at once are left to the small tables, where the large one has so many chunks.
const BULK: usize = 500;
const LARGE: u64 = 512;
/// Chunks of a small table that are brought to the large one in one transaction.
const MOVED: usize = 256;

/// A table of chunks being read.
pub(in crate::store) type Reading = ReadOnlyTable<&'static [u8], &'static [u8]>;
/// A table of chunks being written.
pub(in crate::store) type Chunks<'txn> = Table<'txn, &'static [u8], &'static [u8]>;

/// The tables of an index. An entry is in it that is in the large table and not among the gone ones, or in the small one;
/// never in both. One that leads to a contact that is cleared is not in it.
pub(in crate::store) struct Levels<T> {
    pub(super) large: T,
    /// What bulk changes have brought. None where nothing has ever been in it.
    pub(super) small: Option<T>,
    /// What bulk changes have taken out, and the large table still has. None where nothing has ever been in it.
    pub(super) gone: Option<T>,
    /// The contacts none of whose entries count any more.
    pub(super) cleared: Cleared,
}

impl<T> Levels<T> {
    /// Whether anything is noted as gone.
    pub(in crate::store) fn hides(&self) -> bool
    where
        T: ReadableTableMetadata,
    {
        let gone = self.gone.as_ref();
        !self.cleared.is_empty() || gone.is_some_and(|gone| !gone.is_empty().unwrap_or(false))
    }

    /// All that are there.
    pub(in crate::store) fn each(&self) -> impl Iterator<Item = &T> {
        std::iter::once(&self.large).chain(&self.small).chain(&self.gone)
    }
}

impl Index {
    /// Opens the tables for reading.
    pub(in crate::store) fn read(&self, txn: &ReadTransaction) -> Result<Levels<Reading>> {
        let open = |table| match txn.open_table(table) {
            Err(TableError::TableDoesNotExist(_)) => Ok(None),
            table => table.map(Some),
        };
        Ok(Levels {
            large: txn.open_table(self.large)?,
            small: open(self.small)?,
            gone: open(self.gone)?,
            cleared: Cleared::read(&txn.open_table(CLEARED)?)?,
        })
    }

    /// Opens the tables for changes.
    pub(in crate::store) fn write<'txn>(&self, txn: &'txn WriteTransaction) -> Result<Levels<Chunks<'txn>>> {
        Ok(Levels {
            large: txn.open_table(self.large)?,
            small: Some(txn.open_table(self.small)?),
            gone: Some(txn.open_table(self.gone)?),
            cleared: Cleared::read(&txn.open_table(CLEARED)?)?,
        })
    }

    /// The names of the tables.
    pub(in crate::store) fn tables(&'static self) -> [&'static str; 3] {
        [self.large.name(), self.small.name(), self.gone.name()]
    }

    /// Takes out and puts in; both sorted and without doubles. False, in an index where an entry's beginning leads to one
    /// contact only, where another contact has the beginning of an entry that comes: then nothing may be committed.
    pub(in crate::store) fn update(
        &self,
        levels: &mut Levels<Chunks<'_>>,
        gone: &[Entry],
        come: &[Entry],
        filter: Option<&Filter>,
    ) -> Result<bool> {
        let is_large = levels.large.len()? >= LARGE;
        self.remove(levels, gone, is_large && gone.len() >= BULK)?;
        self.insert(levels, come, is_large && come.len() >= BULK, filter)
    }

    /// Takes entries out; many at once of the small table, the rest noted as gone.
    pub(super) fn remove(
        &self,
        levels: &mut Levels<Chunks<'_>>,
        entries: &[Entry],
        bulk: bool,
    ) -> Result<()> {
        let Levels {
            large, small, gone, ..
        } = levels;
        let Some(small) = small.as_mut().filter(|_| !entries.is_empty()) else {
            return self.take_out(large, entries);
        };
        let Some(gone) = gone.as_mut().filter(|_| bulk) else {
            self.take_out(small, entries)?;
            return self.take_out(large, entries);
        };
        let mut fresh = Vec::new();
        if !small.is_empty()? {
            self.visit_many(small, entries, &mut |entry: &[u8]| fresh.push(Entry::of(entry)))?;
        }
        self.take_out(small, &fresh)?;
        let is_old = |entry: &&Entry| fresh.binary_search(entry).is_err();
        let old: Vec<Entry> = entries.iter().filter(is_old).copied().collect();
        self.put_in(gone, &old).map(|_| ())
    }

    /// Puts entries in; many at once into the small table.
    pub(super) fn insert(
        &self,
        levels: &mut Levels<Chunks<'_>>,
        entries: &[Entry],
        bulk: bool,
        filter: Option<&Filter>,
    ) -> Result<bool> {
        self.take_out_cleared(levels, entries)?;
        let Levels {
            large, small, gone, ..
        } = levels;
        if let Some(gone) = gone
            && !entries.is_empty()
            && !gone.is_empty()?
        {
            // What comes again, or goes from one contact to another, is not to be hidden by what has gone.
            let mut back = Vec::new();
            self.visit_many(gone, &beginnings(entries), &mut |entry: &[u8]| {
                back.push(Entry::of(entry));
            })?;
            self.take_out(gone, &back)?;
            self.take_out(large, &back)?;
        }
        let Some(small) = small.as_mut().filter(|_| bulk || self.is_unique) else {
            return self.put_in(large, entries);
        };
        let (into, other) = if bulk { (small, large) } else { (large, small) };
        let alone = self.is_alone(other, entries, filter)?;
        Ok(self.put_in(into, entries)? && alone)
    }

    /// Where an entry's beginning leads to one contact only: takes out what would stand in the way of entries that come,
    /// though it leads to contacts that are cleared.
    fn take_out_cleared(&self, levels: &mut Levels<Chunks<'_>>, entries: &[Entry]) -> Result<()> {
        if !self.is_unique || levels.cleared.is_empty() || entries.is_empty() {
            return Ok(());
        }
        let beginnings = beginnings(entries);
        for table in std::iter::once(&mut levels.large).chain(&mut levels.small) {
            let mut cleared = Vec::new();
            self.visit_many(table, &beginnings, &mut |entry: &[u8]| {
                if levels.cleared.holds(entry::contact(entry)) {
                    cleared.push(Entry::of(entry));
                }
            })?;
            self.take_out(table, &cleared)?;
        }
        Ok(())
    }

    /// Whether no other contact has the beginning of any of the entries, where that matters.
    fn is_alone(&self, table: &Chunks<'_>, entries: &[Entry], filter: Option<&Filter>) -> Result<bool> {
        let mut alone = true;
        if self.is_unique && !table.is_empty()? {
            let mut asked = beginnings(entries);
            if let Some(filter) = filter {
                asked.retain(|beginning| filter.may_have(beginning));
            }
            self.visit_many(table, &asked, &mut |found: &[u8]| {
                let at = entries.binary_search_by(|entry| entry.bytes().cmp(found));
                alone &= at.is_ok();
            })?;
        }
        Ok(alone)
    }

    /// Whether something is in the small tables, and enough of it or `all` is asked.
    pub(super) fn has_to_settle(levels: &Levels<impl ReadableTableMetadata>, all: bool) -> Result<bool> {
        // Each batch rewrites a small table and each move the large one: this keeps both about equal.
        let enough = LARGE.max(levels.large.len()?.isqrt() * 7);
        let enough = if all { 1 } else { enough };
        for table in levels.small.iter().chain(&levels.gone) {
            if table.len()? >= enough {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Brings some of what is in the small tables to the large one. True where there is more.
    pub(super) fn settle(&self, writing: &mut Writing) -> Result<bool> {
        writing.touch();
        self.settle_some(&mut self.write(writing.txn())?)
    }

    pub(super) fn settle_some(&self, levels: &mut Levels<Chunks<'_>>) -> Result<bool> {
        let mut more = false;
        if let Some(gone) = &mut levels.gone {
            let entries = self.take_some(gone)?;
            self.take_out(&mut levels.large, &entries)?;
            more |= !gone.is_empty()?;
        }
        if let Some(small) = &mut levels.small {
            let entries = self.take_some(small)?;
            self.put_in(&mut levels.large, &entries)?;
            more |= !small.is_empty()?;
        }
        Ok(more)
    }

    /// Takes the first chunks out of a table.
    fn take_some(&self, table: &mut Chunks<'_>) -> Result<Vec<Entry>> {
        let (mut keys, mut entries) = (Vec::new(), Vec::new());
        for chunk in table.range::<&[u8]>(..)?.take(MOVED) {
            let (key, chunk) = chunk?;
            let mut list = Unpacker::new(open(self.kind, key.value(), chunk.value())?);
            while let Some(entry) = list.next() {
                entries.push(Entry::of(entry));
            }
            keys.push(key.value().to_vec());
        }
        for key in keys {
            table.remove(key.as_slice())?;
        }
        Ok(entries)
    }
}

/// What entries begin with, in their order and each once.
pub(super) fn beginnings(entries: &[Entry]) -> Vec<Entry> {
    let mut beginnings: Vec<Entry> = entries.iter().map(Entry::beginning).collect();
    beginnings.dedup();
    beginnings
}
