//! Which numbers and ids are certainly nobody's: Bloom filters over two of the indexes. Nearly every row of an import
//! brings a number and an id that are new; whoever imports much keeps these in memory and asks the indexes for the rest.

use super::entry::{Entry, without_contact};
use super::{IDS, Index, Levels, NUMBERS, Table};
use crate::store::tables::META;
use crate::store::{Result, meta};
use redb::ReadTransaction;
use xxhash_rust::xxh3::xxh3_64;

/// Entries to a word: with four of its bits each, one in some hundreds that are not there seems to be.
const CROWD: usize = 2;
/// A filter has room for so many entries at least.
const ROOM: usize = 1 << 20;

/// What entries of one index begin with.
pub(in crate::store) struct Filter {
    words: Vec<u64>,
    entries: usize,
}

impl Filter {
    fn of(index: &Index, levels: &Levels<impl Table>) -> Result<Self> {
        let mut hashes = Vec::new();
        index.walk(levels, false, &mut |entry| {
            hashes.push(xxh3_64(without_contact(entry)));
            Ok(true)
        })?;
        let room = ROOM.max(hashes.len() * 2);
        let mut filter = Self {
            words: vec![0; room / CROWD],
            entries: 0,
        };
        for hash in hashes {
            filter.put(hash);
        }
        Ok(filter)
    }

    /// Leaves the beginnings that may be there; what is left out is certain. Each asks for another place in memory: all
    /// are worked out before the first is looked at, so that the processor fetches many at once.
    pub(in crate::store) fn keep_possible(&self, beginnings: &mut Vec<Entry>) {
        let hashes: Vec<u64> = beginnings.iter().map(|entry| xxh3_64(entry.bytes())).collect();
        let may_be: Vec<bool> = hashes.into_iter().map(|hash| self.may_have(hash)).collect();
        let mut may_be = may_be.into_iter();
        beginnings.retain(|_| may_be.next().unwrap_or(true));
    }

    fn may_have(&self, hash: u64) -> bool {
        let word = self.words.get(self.place(hash)).copied().unwrap_or(u64::MAX);
        word & bits(hash) == bits(hash)
    }

    /// Takes entries in.
    pub(super) fn add(&mut self, entries: &[Entry]) {
        let hash = |entry: &Entry| xxh3_64(without_contact(entry.bytes()));
        let hashes: Vec<u64> = entries.iter().map(hash).collect();
        for hash in hashes {
            self.put(hash);
        }
    }

    fn put(&mut self, hash: u64) {
        let place = self.place(hash);
        if let Some(word) = self.words.get_mut(place) {
            *word |= bits(hash);
        }
        self.entries += 1;
    }

    fn place(&self, hash: u64) -> usize {
        (((hash >> 32) * self.words.len() as u64) >> 32) as usize
    }

    fn is_full(&self) -> bool {
        self.entries > self.words.len() * CROWD
    }
}

/// Four bits of a word.
fn bits(hash: u64) -> u64 {
    let bit = |shift: u32| 1_u64 << (hash >> shift & 63);
    bit(0) | bit(6) | bit(12) | bit(18)
}

/// The filters of a store as it stands at a generation.
pub(in crate::store) struct Filters {
    /// The generation; at any other they say nothing.
    pub(in crate::store) generation: u64,
    pub(in crate::store) numbers: Filter,
    pub(in crate::store) ids: Filter,
}

impl Filters {
    /// Made from all entries.
    pub(in crate::store) fn of(txn: &ReadTransaction) -> Result<Self> {
        Ok(Self {
            generation: meta::state(&txn.open_table(META)?)?.generation,
            numbers: Filter::of(&NUMBERS, &NUMBERS.read(txn)?)?,
            ids: Filter::of(&IDS, &IDS.read(txn)?)?,
        })
    }

    /// Whether they hold more than they have room for, and tell apart too little.
    pub(in crate::store) fn are_full(&self) -> bool {
        self.numbers.is_full() || self.ids.is_full()
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry;
    use super::*;
    use crate::model::{ContactId, SourceId};

    #[test]
    fn what_is_there_may_be_there_and_little_else() {
        let mut filter = Filter {
            words: vec![0; 5_000],
            entries: 0,
        };
        let key = |number: u32| entry::id(SourceId(1), &number.to_string(), ContactId(number));
        let keys: Vec<Entry> = (0..10_000).map(key).collect();
        filter.add(&keys);
        let possible = |numbers: std::ops::Range<u32>| {
            let mut beginnings: Vec<Entry> = numbers.map(|number| key(number).beginning()).collect();
            filter.keep_possible(&mut beginnings);
            beginnings
        };
        let beginnings: Vec<Entry> = keys.iter().map(Entry::beginning).collect();
        assert!(possible(0..10_000) == beginnings);
        assert!(possible(10_000..20_000).len() < 100);
        assert!(!filter.is_full());
        filter.add(&[key(10_000)]);
        assert!(filter.is_full());
    }
}
