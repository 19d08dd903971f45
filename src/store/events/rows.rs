//! Chunks of events as they stand in their table.

use super::super::Result;
use super::super::codec::open_row;
use super::super::envelope::{Sealed, damaged};
use super::super::tables::{EVENTS, EventsKey, events_key, parts_of_events_key};
use super::super::wire::WireEvent;
use super::super::writing::Writing;
use super::pack::Pack;
use crate::model::{ContactId, EventKind, TimelineItem};
use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, TableError};

/// The table as one transaction sees it; None in a store that was made before there were events.
pub(in crate::store) fn open(
    txn: &ReadTransaction,
) -> Result<Option<ReadOnlyTable<&'static EventsKey, &'static [u8]>>> {
    match txn.open_table(EVENTS) {
        Err(TableError::TableDoesNotExist(_)) => Ok(None),
        opened => Ok(Some(opened?)),
    }
}

/// The events of a chunk.
pub(in crate::store) fn decode(key: &EventsKey, sealed: &[u8]) -> Result<Vec<TimelineItem>> {
    let wires: Vec<WireEvent<'_>> = open_row(Sealed::Events, key, sealed)?;
    let items: Option<Vec<TimelineItem>> = wires.into_iter().map(WireEvent::read).collect();
    items.ok_or_else(|| damaged(Sealed::Events, key, "a value is out of range"))
}

/// The events of one kind of a contact.
pub(super) fn pack(
    table: &impl ReadableTable<&'static EventsKey, &'static [u8]>,
    contact: ContactId,
    kind: EventKind,
) -> Result<Pack> {
    let mut pack = Pack::default();
    let (first, last) = (events_key(contact, kind, 0), events_key(contact, kind, u32::MAX));
    for row in table.range::<&EventsKey>(&first..=&last)? {
        let (key, sealed) = row?;
        let key = key.value();
        if let Some((_, _, chunk)) = parts_of_events_key(key) {
            pack.push(chunk, decode(key, sealed.value())?);
        }
    }
    Ok(pack)
}

/// Whether any contact from the first to the last has events.
pub(in crate::store) fn any(
    table: &impl ReadableTable<&'static EventsKey, &'static [u8]>,
    first: ContactId,
    last: ContactId,
) -> Result<bool> {
    let (from, to) = (
        events_key(first, EventKind::Purchase, 0),
        events_key(last, EventKind::Message, u32::MAX),
    );
    Ok(table.range::<&EventsKey>(&from..=&to)?.next().is_some())
}

/// Deletes all events of contacts, which come in ascending order.
pub(in crate::store) fn forget(writing: &mut Writing, contacts: &[ContactId]) -> Result<()> {
    let (Some(first), Some(last)) = (contacts.first(), contacts.last()) else {
        return Ok(());
    };
    if !any(&writing.txn().open_table(EVENTS)?, *first, *last)? {
        return Ok(());
    }
    contacts
        .iter()
        .try_for_each(|contact| forget_one(writing, *contact))
}

fn forget_one(writing: &mut Writing, contact: ContactId) -> Result<()> {
    let mut gone = Vec::new();
    {
        let mut table = writing.txn().open_table(EVENTS)?;
        let first = events_key(contact, EventKind::Purchase, 0);
        let last = events_key(contact, EventKind::Message, u32::MAX);
        for row in table.extract_from_if::<&EventsKey, _>(&first..=&last, |_, _| true)? {
            let (key, sealed) = row?;
            gone.push((*key.value(), sealed.value().to_vec()));
        }
    }
    for (key, before) in gone {
        writing.log_row(Sealed::Events, &key, Some(&before), None)?;
    }
    Ok(())
}
