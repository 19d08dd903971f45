//! The tables of an index. What a bulk change brings goes into a small one, each batch as a run of its own, and what it
//! takes out is noted in another. Many runs at once are merged into the large one: each entry is written twice then,
//! however many there are.

use super::cleared::{CLEARED, Cleared};
use super::entry::{self, Entry};
use super::list::{Unpacker, packed};
use super::part::{Part, chunks, runs};
use super::{Filter, Index};
use crate::store::Result;
use crate::store::envelope::open;
use redb::{
    ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata, TableError, TableHandle,
    WriteTransaction,
};

/// So many entries that come or go at once are left to the small tables, where the large one has so many chunks.
const BULK: usize = 500;
const LARGE: u64 = 64;
/// So many runs are merged at the latest.
const RUNS: usize = 96;
/// So many chunks of what has gone are taken out at the latest.
const GONE: u64 = 512;
/// Chunks of a small table that are brought to the large one in one transaction.
const MOVED: usize = if cfg!(test) { 8 } else { 256 };

/// A table of chunks being read.
pub(in crate::store) type Reading = ReadOnlyTable<&'static [u8], &'static [u8]>;
/// A table of chunks being written.
pub(in crate::store) type Chunks<'txn> = redb::Table<'txn, &'static [u8], &'static [u8]>;

/// The tables of an index. An entry is in it that is in the large table and not among the gone ones, or in the small one;
/// never in both. One that leads to a contact that is cleared is not in it.
pub(in crate::store) struct Levels<T> {
    pub(super) large: T,
    /// What bulk changes have brought. None where nothing has ever been in it.
    pub(super) small: Option<T>,
    /// The runs of the small table, ascending.
    pub(super) runs: Vec<Part>,
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

    /// Where entries stand that are there: the large table, and each run of the small one.
    pub(super) fn parts(&self) -> impl Iterator<Item = (&T, Part)> {
        let runs = self.runs.iter().copied();
        let small = self.small.iter();
        std::iter::once((&self.large, Part::Whole))
            .chain(small.flat_map(move |small| runs.clone().map(move |run| (small, run))))
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
        let small = open(self.small)?;
        Ok(Levels {
            large: txn.open_table(self.large)?,
            runs: small.as_ref().map_or(Ok(Vec::new()), runs)?,
            small,
            gone: open(self.gone)?,
            cleared: Cleared::read(&txn.open_table(CLEARED)?)?,
        })
    }

    /// Opens the tables for changes.
    pub(in crate::store) fn write<'txn>(&self, txn: &'txn WriteTransaction) -> Result<Levels<Chunks<'txn>>> {
        let small = txn.open_table(self.small)?;
        Ok(Levels {
            large: txn.open_table(self.large)?,
            runs: runs(&small)?,
            small: Some(small),
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
        if entries.is_empty() {
            return Ok(());
        }
        let Levels {
            large,
            small,
            runs,
            gone,
            ..
        } = levels;
        let mut fresh = Vec::new();
        for run in runs.iter() {
            let Some(small) = small.as_mut() else { continue };
            let before = fresh.len();
            self.visit_many(small, *run, entries, &mut |entry: &[u8]| {
                fresh.push(Entry::of(entry));
            })?;
            self.take_out(small, *run, fresh.get(before..).unwrap_or_default())?;
        }
        fresh.sort_unstable();
        let is_old = |entry: &&Entry| fresh.binary_search(entry).is_err();
        let old: Vec<Entry> = entries.iter().filter(is_old).copied().collect();
        match gone.as_mut().filter(|_| bulk) {
            Some(gone) => self.put_in(gone, Part::Whole, &old).map(|_| ()),
            None => self.take_out(large, Part::Whole, &old),
        }
    }

    /// Puts entries in; many at once as a run of the small table.
    pub(super) fn insert(
        &self,
        levels: &mut Levels<Chunks<'_>>,
        entries: &[Entry],
        bulk: bool,
        filter: Option<&Filter>,
    ) -> Result<bool> {
        if entries.is_empty() {
            return Ok(true);
        }
        self.take_out_cleared(levels, entries)?;
        self.bring_back(levels, entries)?;
        let target = levels
            .small
            .is_some()
            .then(|| next_run(&levels.runs))
            .filter(|_| bulk);
        let alone =
            !self.is_unique || self.are_alone(levels, entries, target.unwrap_or(Part::Whole), filter)?;
        let put = match (levels.small.as_mut(), target) {
            (Some(small), Some(run)) => {
                if levels.runs.last() != Some(&run) {
                    levels.runs.push(run);
                }
                self.put_in(small, run, entries)?
            }
            _ => self.put_in(&mut levels.large, Part::Whole, entries)?,
        };
        Ok(put && alone)
    }

    /// What comes again, or goes from one contact to another, is not to be hidden by what has gone.
    fn bring_back(&self, levels: &mut Levels<Chunks<'_>>, entries: &[Entry]) -> Result<()> {
        let Some(gone) = levels.gone.as_mut() else {
            return Ok(());
        };
        if gone.is_empty()? {
            return Ok(());
        }
        let mut back = Vec::new();
        self.visit_many(gone, Part::Whole, &beginnings(entries), &mut |entry: &[u8]| {
            back.push(Entry::of(entry));
        })?;
        self.take_out(gone, Part::Whole, &back)?;
        self.take_out(&mut levels.large, Part::Whole, &back)
    }

    /// Where an entry's beginning leads to one contact only: takes out what would stand in the way of entries that come,
    /// though it leads to contacts that are cleared.
    fn take_out_cleared(&self, levels: &mut Levels<Chunks<'_>>, entries: &[Entry]) -> Result<()> {
        if !self.is_unique || levels.cleared.is_empty() {
            return Ok(());
        }
        let beginnings = beginnings(entries);
        let in_the_way = |table: &mut Chunks<'_>, part| {
            let mut cleared = Vec::new();
            self.visit_many(table, part, &beginnings, &mut |entry: &[u8]| {
                if levels.cleared.holds(entry::contact(entry)) {
                    cleared.push(Entry::of(entry));
                }
            })?;
            self.take_out(table, part, &cleared)
        };
        in_the_way(&mut levels.large, Part::Whole)?;
        for run in &levels.runs {
            levels
                .small
                .as_mut()
                .map_or(Ok(()), |small| in_the_way(small, *run))?;
        }
        Ok(())
    }

    /// Whether no other contact has the beginning of any of the entries, anywhere but where they come to.
    fn are_alone(
        &self,
        levels: &Levels<Chunks<'_>>,
        entries: &[Entry],
        into: Part,
        filter: Option<&Filter>,
    ) -> Result<bool> {
        let mut asked = beginnings(entries);
        if let Some(filter) = filter {
            filter.keep_possible(&mut asked);
        }
        let mut alone = true;
        for (table, part) in levels.parts().filter(|(_, part)| *part != into) {
            self.visit_many(table, part, &asked, &mut |found: &[u8]| {
                let at = entries.binary_search_by(|entry| entry.bytes().cmp(found));
                alone &= at.is_ok();
            })?;
        }
        Ok(alone)
    }

    /// Whether something is in the small tables, and enough of it or `all` is asked.
    pub(super) fn has_to_settle(levels: &Levels<impl ReadableTableMetadata>, all: bool) -> Result<bool> {
        let (runs, gone) = if all {
            (1, 1)
        } else {
            // Each batch rewrites what has gone and each move the large table: this keeps both about equal.
            (RUNS, GONE.max(levels.large.len()?.isqrt() * 7))
        };
        let noted = levels.gone.as_ref().map_or(Ok(0), ReadableTableMetadata::len)?;
        Ok(levels.runs.len() >= runs || noted >= gone)
    }

    /// Brings some of what is in the small tables to the large one. True where there is more.
    pub(super) fn settle(&self, txn: &WriteTransaction) -> Result<bool> {
        self.settle_some(&mut self.write(txn)?)
    }

    pub(super) fn settle_some(&self, levels: &mut Levels<Chunks<'_>>) -> Result<bool> {
        let mut more = false;
        if let Some(gone) = &mut levels.gone {
            let entries = self.take_some(gone)?;
            self.take_out(&mut levels.large, Part::Whole, &entries)?;
            more |= !entries.is_empty() && !gone.is_empty()?;
        }
        if let Some(small) = &mut levels.small {
            let entries = self.take_slice(small, &levels.runs)?;
            self.put_in(&mut levels.large, Part::Whole, &entries)?;
            levels.runs = runs(small)?;
            more |= !entries.is_empty() && !levels.runs.is_empty();
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

    /// Takes what is less than some entry out of all runs: a few chunks of each.
    fn take_slice(&self, table: &mut Chunks<'_>, runs: &[Part]) -> Result<Vec<Entry>> {
        let each = MOVED / runs.len().max(1) + 1;
        let mut end: Option<Vec<u8>> = None;
        for run in runs {
            let mut further = chunks(table, *run)?.skip(each);
            if let Some(key) = further.next().transpose()?.map(|(key, _)| key) {
                let key = run.entry(key.value()).unwrap_or_default();
                if end.as_deref().is_none_or(|end| key < end) {
                    end = Some(key.to_vec());
                }
            }
        }
        let mut taken = Vec::new();
        for run in runs {
            self.take_before(table, *run, end.as_deref(), &mut taken)?;
        }
        // Each run is sorted already, which a stable sort makes use of.
        taken.sort();
        Ok(taken)
    }

    /// Takes the entries of a run that are less than `end`.
    fn take_before(
        &self,
        table: &mut Chunks<'_>,
        run: Part,
        end: Option<&[u8]>,
        taken: &mut Vec<Entry>,
    ) -> Result<()> {
        let (mut keys, mut rest) = (Vec::new(), Vec::new());
        for chunk in chunks(table, run)? {
            let (key, chunk) = chunk?;
            let first = run.entry(key.value()).unwrap_or_default();
            if end.is_some_and(|end| end <= first) {
                break;
            }
            let mut list = Unpacker::new(open(self.kind, key.value(), chunk.value())?);
            while let Some(entry) = list.next() {
                let is_taken = end.is_none_or(|end| entry < end);
                let to = if is_taken { &mut *taken } else { &mut rest };
                to.push(Entry::of(entry));
            }
            keys.push(key.value().to_vec());
        }
        for key in keys {
            table.remove(key.as_slice())?;
        }
        if let Some(end) = end.filter(|_| !rest.is_empty()) {
            let mut list = Vec::new();
            packed(&rest, &mut list);
            self.write_pieces(table, &[(run.key(end), list)])?;
        }
        Ok(())
    }
}

/// The run that the next batch becomes. The last takes in what comes where the numbers are used up.
fn next_run(runs: &[Part]) -> Part {
    match runs.last() {
        Some(Part::Run(last)) => Part::Run(last.saturating_add(1)),
        _ => Part::Run(0),
    }
}

/// What entries begin with, in their order and each once.
pub(super) fn beginnings(entries: &[Entry]) -> Vec<Entry> {
    let mut beginnings: Vec<Entry> = entries.iter().map(Entry::beginning).collect();
    beginnings.dedup();
    beginnings
}
