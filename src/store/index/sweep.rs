//! Taking out what leads to contacts that are cleared, wherever in the indexes it stands.

use super::cleared::Cleared;
use super::entry::{self, Entry};
use super::levels::Chunks;
use super::list::{Unpacker, packed};
use super::write::FULL;
use super::{IDS, Index, NAMES, NUMBERS};
use crate::store::Result;
use crate::store::envelope::{open, seal_into};
use redb::{ReadableTable, WriteTransaction};
use std::ops::Bound;
use std::time::{Duration, Instant as Clock};

/// Chunks that are looked at together.
const CHUNKS: usize = 128;

/// How long one transaction sweeps.
const TIME: Duration = Duration::from_millis(60);

/// What is swept, one after the other: an index, and its large or its small table.
const TABLES: [(&Index, bool); 6] = [
    (&NAMES, true),
    (&NAMES, false),
    (&NUMBERS, true),
    (&NUMBERS, false),
    (&IDS, true),
    (&IDS, false),
];

/// A sweep: whom it takes out, and how far it is.
#[derive(Default)]
pub(super) struct Sweep {
    cleared: Cleared,
    /// Tables that are done.
    done: usize,
    /// The last chunk of the next one that is done.
    after: Option<Vec<u8>>,
}

impl Sweep {
    /// Sweeps for a while. Gives back whether there is more. Begins anew where others have noted more contacts meanwhile,
    /// or have swept: what is behind it may have changed.
    pub(super) fn some(&mut self, txn: &WriteTransaction) -> Result<bool> {
        let started = Clock::now();
        let cleared = Cleared::within(txn)?;
        if self.cleared != cleared {
            *self = Self {
                cleared,
                ..Self::default()
            };
        }
        if self.cleared.is_empty() {
            return Ok(false);
        }
        while self.step(txn)? {
            if started.elapsed() > TIME {
                return Ok(true);
            }
        }
        Cleared::forget(txn)?;
        Ok(false)
    }

    /// Sweeps to the end.
    pub(super) fn all(mut self, txn: &WriteTransaction) -> Result<()> {
        while self.some(txn)? {}
        Ok(())
    }

    /// Sweeps some chunks. Gives back whether there is more.
    fn step(&mut self, txn: &WriteTransaction) -> Result<bool> {
        let Some((index, large)) = TABLES.get(self.done) else {
            return Ok(false);
        };
        let mut levels = index.write(txn)?;
        let table = if *large {
            Some(&mut levels.large)
        } else {
            levels.small.as_mut()
        };
        let last = match table {
            Some(table) => index.sweep(table, !large, &self.cleared, self.after.as_deref())?,
            None => None,
        };
        if last.is_none() {
            self.done += 1;
        }
        self.after = last;
        Ok(true)
    }
}

/// What is left of chunks of which something went: together under the key of the first.
#[derive(Default)]
struct Left {
    key: Option<Vec<u8>>,
    entries: Vec<Entry>,
    bytes: usize,
}

impl Index {
    /// Takes what leads to cleared contacts out of the chunks behind a key, of a table of runs or another. Gives back the
    /// key of the last one; None where there is none.
    fn sweep(
        &self,
        table: &mut Chunks<'_>,
        in_runs: bool,
        cleared: &Cleared,
        after: Option<&[u8]>,
    ) -> Result<Option<Vec<u8>>> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let mut chunks = Vec::with_capacity(CHUNKS);
        for chunk in table.range::<&[u8]>((from, Bound::Unbounded))?.take(CHUNKS) {
            let (key, chunk) = chunk?;
            let list = open(self.kind, key.value(), chunk.value())?;
            let (mut kept, mut all) = (Vec::new(), true);
            let mut entries = Unpacker::new(list);
            while let Some(entry) = entries.next() {
                if cleared.holds(entry::contact(entry)) {
                    all = false;
                } else {
                    kept.push(Entry::of(entry));
                }
            }
            chunks.push((key.value().to_vec(), (!all).then_some(kept), list.len()));
        }
        let last = chunks.last().map(|(key, ..)| key.clone());
        let mut left = Left::default();
        for (key, kept, bytes) in chunks {
            // What is kept of a list never takes more room than the list did.
            let room = |left: &Left| left.bytes + bytes <= FULL;
            let meets = |left: &Left| !in_runs || left.run() == key.first();
            match kept {
                None => self.put_left(table, &mut left)?,
                Some(kept) if left.key.is_some() && room(&left) && meets(&left) => {
                    table.remove(key.as_slice())?;
                    left.add(kept);
                }
                Some(kept) => {
                    self.put_left(table, &mut left)?;
                    left.key = Some(key);
                    left.add(kept);
                }
            }
        }
        self.put_left(table, &mut left)?;
        Ok(last)
    }

    fn put_left(&self, table: &mut Chunks<'_>, left: &mut Left) -> Result<()> {
        let left = std::mem::take(left);
        let Some(key) = left.key else { return Ok(()) };
        if left.entries.is_empty() {
            table.remove(key.as_slice())?;
            return Ok(());
        }
        let mut sealed = Vec::new();
        seal_into(&mut sealed, self.kind, &key, |out| packed(&left.entries, out));
        table.insert(key.as_slice(), sealed.as_slice())?;
        Ok(())
    }
}

impl Left {
    /// The run its key belongs to, in a table of runs.
    fn run(&self) -> Option<&u8> {
        self.key.as_deref().and_then(<[u8]>::first)
    }

    fn add(&mut self, entries: Vec<Entry>) {
        self.entries.extend(entries);
        let mut list = Vec::new();
        packed(&self.entries, &mut list);
        self.bytes = list.len();
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::super::levels::{Levels, beginnings};
    use super::*;
    use crate::model::{ContactId, SourceId};
    use crate::store::wire::WireCleared;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn entry_of(contact: u32) -> Entry {
        let id = format!("{:04}", contact * 7919 % 9973);
        entry::id(SourceId(1), &id, ContactId(contact))
    }

    fn seen(levels: &Levels<Chunks<'_>>) -> BTreeSet<ContactId> {
        let mut seen = BTreeSet::new();
        IDS.walk(levels, false, &mut |entry| Ok(seen.insert(entry::contact(entry))))
            .unwrap();
        seen
    }

    fn sweep(cleared: &Cleared, in_runs: bool, table: &mut Chunks<'_>) {
        let mut after = None;
        while let Some(last) = IDS.sweep(table, in_runs, cleared, after.as_deref()).unwrap() {
            after = Some(last);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn what_leads_to_cleared_contacts_is_gone_before_and_after_a_sweep(
            there in prop::collection::btree_set(0..4000_u32, 0..3000),
            ranges in prop::collection::btree_map(0..4000_u32, 0..1500_u32, 1..4),
            small in any::<bool>(),
        ) {
            let file = tempfile::NamedTempFile::new().unwrap();
            let db = redb::Database::create(file.path()).unwrap();
            let txn = db.begin_write().unwrap();
            let mut noted = WireCleared::default();
            for (first, more) in ranges {
                if noted.ranges.last().is_none_or(|(_, last)| *last < first) {
                    noted.ranges.push((first, first + more));
                }
            }
            let cleared = Cleared(noted);
            let mut levels = IDS.write(&txn).unwrap();
            let mut entries: Vec<Entry> = there.iter().map(|contact| entry_of(*contact)).collect();
            entries.sort_unstable();
            IDS.insert(&mut levels, &entries, small, None).unwrap();
            let all = there.iter().map(|contact| ContactId(*contact));
            let (gone, mut left): (BTreeSet<_>, BTreeSet<_>) = all.partition(|contact| cleared.holds(*contact));
            levels.cleared = cleared.clone();
            prop_assert_eq!(&seen(&levels), &left);
            // A new contact takes over the id of one that is cleared.
            if let Some(before) = gone.first() {
                let id = entry_of(before.0).beginning();
                let new = ContactId(9_999);
                let entry = Entry::of(&[id.bytes(), &new.0.to_be_bytes()].concat());
                prop_assert!(IDS.insert(&mut levels, &[entry], small, None).unwrap(), "nobody is in its way");
                prop_assert_eq!(IDS.contacts(&levels, id).unwrap(), [new]);
                left.insert(new);
            }
            sweep(&cleared, false, &mut levels.large);
            sweep(&cleared, true, levels.small.as_mut().unwrap());
            levels.cleared = Cleared::default();
            prop_assert_eq!(&seen(&levels), &left);
            let found = IDS.contacts_of_many(&levels, &beginnings(&entries)).unwrap();
            prop_assert_eq!(found.len(), left.len(), "each under its id");
        }
    }
}
