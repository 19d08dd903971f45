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
    let cleared = Cleared::within(txn)?;
    if changes
        .iter()
        .any(|change| change.old.is_none() && cleared.holds(change.id))
    {
        Sweep::default().all(txn)?;
    }
    let (in_numbers, in_ids) = match filters {
        Some(filters) => (Some(&mut filters.numbers), Some(&mut filters.ids)),
        None => (None, None),
    };
    update(txn, &NAMES, changes, names, None)?;
    update(txn, &NUMBERS, changes, numbers, in_numbers)?;
    if update(txn, &IDS, changes, ids, in_ids)? {
        return Ok(());
    }
    Err(StoreError::Invalid(
        "Another contact has this id at this source. Give it another id, or edit that contact.".into(),
    ))
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

fn update(
    txn: &WriteTransaction,
    index: &Index,
    changes: &[Changed],
    of: EntriesOf,
    filter: Option<&mut Filter>,
) -> Result<bool> {
    let (mut gone, mut come) = (Vec::new(), Vec::with_capacity(changes.len()));
    let (mut old, mut new) = (Vec::new(), Vec::new());
    let entries = |profile: &Option<Box<Profile>>, to: &mut Vec<Entry>| {
        if let Some(profile) = profile {
            of(&profile.contact, to);
        }
    };
    for change in changes {
        if change.old.is_none() {
            entries(&change.new, &mut come);
            continue;
        }
        old.clear();
        new.clear();
        entries(&change.old, &mut old);
        entries(&change.new, &mut new);
        gone.extend(old.iter().filter(|entry| !new.contains(entry)));
        come.extend(new.iter().filter(|entry| !old.contains(entry)));
    }
    for entries in [&mut gone, &mut come] {
        entries.sort_unstable();
        entries.dedup();
    }
    let alone = index.update(&mut index.write(txn)?, &gone, &come, filter.as_deref())?;
    if let Some(filter) = filter {
        filter.add(&come);
    }
    Ok(alone)
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
