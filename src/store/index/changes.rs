//! What changed contacts bring to the indexes and take from them.

use super::cleared::{CLEARED, Cleared};
use super::entry::{self, Entry};
use super::sweep::Sweep;
use super::{Filter, Filters, IDS, Index, NAMES, NUMBERS};
use crate::model::text::fold;
use crate::model::{Contact, Profile};
use crate::store::beside::both;
use crate::store::change::Changed;
use crate::store::redb::Redb;
use crate::store::rows::identities;
use crate::store::{Result, StoreError};
use redb::{ReadTransaction, WriteTransaction};
use std::time::{Duration, Instant as Clock};

/// Brings all three up to what has changed.
pub(in crate::store) fn write(
    txn: &WriteTransaction,
    changes: &[Changed],
    filters: Option<&mut Filters>,
) -> Result<()> {
    let mut all = Changes::begin(txn)?;
    all.add(changes);
    all.write(txn, filters)
}

/// What changes of contacts, one after the other, come to.
pub(in crate::store) struct Changes {
    cleared: Cleared,
    /// Whether a contact comes back that is noted as cleared.
    comes_back: bool,
    names: Sides,
    numbers: Sides,
    ids: Sides,
}

impl Changes {
    /// None so far.
    pub(in crate::store) fn begin(txn: &WriteTransaction) -> Result<Self> {
        Ok(Self {
            cleared: Cleared::within(txn)?,
            comes_back: false,
            names: Sides::default(),
            numbers: Sides::default(),
            ids: Sides::default(),
        })
    }

    /// Takes changes in that come after those before.
    pub(in crate::store) fn add(&mut self, changes: &[Changed]) {
        let mut made = changes.iter().filter(|change| change.old.is_none());
        self.comes_back |= made.any(|change| self.cleared.holds(change.id));
        self.names.add(changes, names);
        self.numbers.add(changes, numbers);
        self.ids.add(changes, ids);
    }

    /// Brings the indexes up to them.
    pub(in crate::store) fn write(self, txn: &WriteTransaction, filters: Option<&mut Filters>) -> Result<()> {
        if self.comes_back {
            Sweep::default().all(txn)?;
        }
        let (in_numbers, in_ids) = match filters {
            Some(filters) => (Some(&mut filters.numbers), Some(&mut filters.ids)),
            None => (None, None),
        };
        self.names.write(txn, &NAMES, None)?;
        self.numbers.write(txn, &NUMBERS, in_numbers)?;
        if self.ids.write(txn, &IDS, in_ids)? {
            return Ok(());
        }
        Err(StoreError::Invalid(
            "Another contact has this id at this source. Give it another id, or edit that contact.".into(),
        ))
    }
}

/// Brings what bulk changes have left in the small tables to the large ones, where there is enough of it or `all` is
/// asked, in short transactions of their own. Where that fails it stays where it is and is read there: what was changed
/// is on disk already.
pub(in crate::store) fn settle(store: &Redb, all: bool) {
    let has_to_settle = |txn: &ReadTransaction| {
        let mut has_to = false;
        for index in [NAMES, NUMBERS, IDS] {
            has_to |= Index::has_to_settle(&index.read(txn)?, all)?;
        }
        Ok(has_to)
    };
    let mut has_to = store.read(has_to_settle).unwrap_or(false);
    while has_to {
        let more = store.write_batch(|writing| {
            writing.touch();
            let txn = writing.txn();
            let (names, others) = both(
                || settle_for_a_while(txn, &[NAMES]),
                || settle_for_a_while(txn, &[NUMBERS, IDS]),
            )?;
            Ok(names || others)
        });
        has_to = more.unwrap_or(false);
    }
    let is_cleared = |txn: &ReadTransaction| Ok(!Cleared::read(&txn.open_table(CLEARED)?)?.is_empty());
    let mut has_to = all && store.read(is_cleared).unwrap_or(false);
    let mut sweep = Sweep::default();
    while has_to {
        let more = store.write_batch(|writing| {
            writing.touch();
            sweep.some(writing.txn())
        });
        has_to = more.unwrap_or(false);
    }
}

/// How long one transaction settles.
const TIME: Duration = Duration::from_millis(80);

/// Settles indexes one after the other. True where there is more.
fn settle_for_a_while(txn: &WriteTransaction, indexes: &[Index]) -> Result<bool> {
    let started = Clock::now();
    for index in indexes {
        while index.settle(txn)? {
            if started.elapsed() > TIME {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The entries of a contact in one index.
type EntriesOf = fn(&Contact, &mut Vec<Entry>);

/// The entries that go from one index and those that come.
#[derive(Default)]
struct Sides {
    gone: Vec<Entry>,
    come: Vec<Entry>,
}

impl Sides {
    fn add(&mut self, changes: &[Changed], of: EntriesOf) {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        self.come.reserve(changes.len());
        for change in changes {
            entries(change.old.as_deref(), of, &mut old);
            entries(change.new.as_deref(), of, &mut new);
            self.gone.extend(old.iter().filter(|entry| !new.contains(entry)));
            self.come.extend(new.iter().filter(|entry| !old.contains(entry)));
        }
    }

    /// False where an index of which each beginning leads to one contact would lead to two.
    fn write(mut self, txn: &WriteTransaction, index: &Index, filter: Option<&mut Filter>) -> Result<bool> {
        self.settle();
        let alone = index.update(&mut index.write(txn)?, &self.gone, &self.come, filter.as_deref())?;
        if let Some(filter) = filter {
            filter.add(&self.come);
        }
        Ok(alone)
    }

    /// Sorts both, each entry once. One that has come and gone, as often as not, stays what it was.
    fn settle(&mut self) {
        self.gone.sort_unstable();
        self.come.sort_unstable();
        if !self.gone.is_empty() {
            let (gone, come) = (std::mem::take(&mut self.gone), std::mem::take(&mut self.come));
            self.gone = more_often(&gone, &come);
            self.come = more_often(&come, &gone);
        }
        self.come.dedup();
    }
}

/// The entries that are in one sorted list more often than in another, each once.
fn more_often(these: &[Entry], than: &[Entry]) -> Vec<Entry> {
    let mut rest = than;
    let mut more = Vec::new();
    for same in these.chunk_by(|one, other| one == other) {
        let Some(entry) = same.first() else { continue };
        rest = rest
            .get(rest.partition_point(|other| other < entry)..)
            .unwrap_or_default();
        let others = rest.iter().take_while(|other| *other == entry).count();
        if same.len() > others {
            more.push(*entry);
        }
    }
    more
}

/// The entries of a contact, each once.
fn entries(profile: Option<&Profile>, of: EntriesOf, to: &mut Vec<Entry>) {
    to.clear();
    if let Some(profile) = profile {
        of(&profile.contact, to);
    }
    if to.len() > 1 {
        to.sort_unstable();
        to.dedup();
    }
}

fn names(contact: &Contact, entries: &mut Vec<Entry>) {
    entries.push(entry::name(&fold(&contact.display_name()), contact.id));
}

fn numbers(contact: &Contact, entries: &mut Vec<Entry>) {
    entries.extend(identities(contact).map(|number| entry::number(number, contact.id)));
}

fn ids(contact: &Contact, entries: &mut Vec<Entry>) {
    let ids = contact.source_keys.iter();
    entries.extend(ids.map(|at| entry::id(at.source, &at.id, contact.id)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ContactId;

    fn name(text: &str) -> Entry {
        entry::name(text, ContactId(1))
    }

    /// A contact that is made, renamed and named back within one transaction leaves one entry; one that is renamed and
    /// named back leaves what was there.
    #[test]
    fn entries_that_come_and_go_again_come_to_nothing() {
        let (ana, bea, eva) = (name("ana"), name("bea"), name("eva"));
        let mut made = Sides {
            come: vec![ana, bea, ana],
            gone: vec![ana, bea],
        };
        made.settle();
        assert!(made.come == [ana] && made.gone.is_empty());
        let mut there = Sides {
            come: vec![bea, eva, eva],
            gone: vec![eva, bea, ana],
        };
        there.settle();
        assert!(there.come == [eva] && there.gone == [ana]);
    }
}
