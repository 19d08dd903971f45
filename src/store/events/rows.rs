//! Chunks of events as they stand in their table.

use super::super::Result;
use super::super::codec::open_row;
use super::super::envelope::{Sealed, damaged};
use super::super::tables::{
    BlockKey, EVENT_COLUMNS, EVENTS, EventsKey, TOTALS, events_key, parts_of_events_key,
};
use super::super::wire::WireEvent;
use super::super::writing::Writing;
use super::pack::Pack;
use crate::model::{ContactId, Event, EventKind, TimelineItem};
use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, Table, TableError, WriteTransaction};
use std::ops::Bound;

/// The table as one transaction sees it; None in a store that was made before there were events.
pub(in crate::store) fn open(
    txn: &ReadTransaction,
) -> Result<Option<ReadOnlyTable<&'static EventsKey, &'static [u8]>>> {
    match txn.open_table(EVENTS) {
        Err(TableError::TableDoesNotExist(_)) => Ok(None),
        opened => Ok(Some(opened?)),
    }
}

/// What contacts' histories come to, in the same way.
pub(in crate::store) fn totals(txn: &ReadTransaction) -> Result<Option<ReadOnlyTable<u32, &'static [u8]>>> {
    match txn.open_table(TOTALS) {
        Err(TableError::TableDoesNotExist(_)) => Ok(None),
        opened => Ok(Some(opened?)),
    }
}

/// The event columns, in the same way.
pub(in crate::store) fn columns(
    txn: &ReadTransaction,
) -> Result<Option<ReadOnlyTable<&'static BlockKey, &'static [u8]>>> {
    match txn.open_table(EVENT_COLUMNS) {
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

/// The first and the last key that a contact's events may have.
fn whole(contact: ContactId) -> (EventsKey, EventsKey) {
    (
        events_key(contact, EventKind::Purchase, 0),
        events_key(contact, EventKind::Message, u32::MAX),
    )
}

/// All events of a contact, each kind in the order of time.
pub(in crate::store) fn all(
    table: &impl ReadableTable<&'static EventsKey, &'static [u8]>,
    contact: ContactId,
) -> Result<Vec<Event>> {
    collected(table, &whole(contact))
}

/// The events of one kind of a contact, in the order of time.
pub(in crate::store) fn of_kind(
    table: &impl ReadableTable<&'static EventsKey, &'static [u8]>,
    contact: ContactId,
    kind: EventKind,
) -> Result<Vec<Event>> {
    collected(
        table,
        &(events_key(contact, kind, 0), events_key(contact, kind, u32::MAX)),
    )
}

fn collected(
    table: &impl ReadableTable<&'static EventsKey, &'static [u8]>,
    (first, last): &(EventsKey, EventsKey),
) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    for row in table.range::<&EventsKey>(first..=last)? {
        let (key, sealed) = row?;
        events.extend(
            decode(key.value(), sealed.value())?
                .into_iter()
                .map(|item| item.event),
        );
    }
    Ok(events)
}

/// A chunk that was written or taken out: what it was, and what it is.
pub(super) struct Changed<'a> {
    key: EventsKey,
    before: Option<Vec<u8>>,
    after: Option<&'a [u8]>,
}

/// Writes chunks, or takes them out. Gives back those that differ, which the journal is to be told of.
pub(super) fn write<'a>(
    txn: &WriteTransaction,
    chunks: &[(EventsKey, Option<&'a [u8]>)],
) -> Result<Vec<Changed<'a>>> {
    let mut table = txn.open_table(EVENTS)?;
    if let Some(changed) = write_between(&mut table, chunks)? {
        return Ok(changed);
    }
    let mut changed = Vec::with_capacity(chunks.len());
    for (key, after) in chunks {
        let before = match after {
            Some(sealed) => table.insert(key, *sealed)?,
            None => table.remove(key)?,
        };
        let before = before.map(|row| row.value().to_vec());
        if before.as_deref() != *after {
            changed.push(Changed {
                key: *key,
                before,
                after: *after,
            });
        }
    }
    Ok(changed)
}

/// Writes ascending chunks one behind the other where nothing stands between the first and the last: no place has to be
/// looked for. None where something does.
fn write_between<'a>(
    table: &mut Table<'_, &'static EventsKey, &'static [u8]>,
    chunks: &[(EventsKey, Option<&'a [u8]>)],
) -> Result<Option<Vec<Changed<'a>>>> {
    let (Some((first, _)), Some((last, _))) = (chunks.first(), chunks.last()) else {
        return Ok(None);
    };
    let ascends = chunks.is_sorted_by(|(one, _), (next, _)| one < next);
    if !ascends || table.range::<&EventsKey>(first..=last)?.next().is_some() {
        return Ok(None);
    }
    let mut changed = Vec::with_capacity(chunks.len());
    let mut cursor = table.lower_bound_mut(Bound::Included(first))?;
    for (key, after) in chunks {
        let Some(sealed) = after else { continue };
        cursor.insert_before(key, *sealed)?;
        changed.push(Changed {
            key: *key,
            before: None,
            after: *after,
        });
    }
    cursor.close()?;
    Ok(Some(changed))
}

/// Tells the journal of chunks that were written or taken out.
pub(super) fn log(writing: &mut Writing, changed: &[Changed<'_>]) -> Result<()> {
    for one in changed {
        writing.log_row(Sealed::Events, &one.key, one.before.as_deref(), one.after)?;
    }
    Ok(())
}

/// Deletes all events of a contact.
pub(super) fn forget(writing: &mut Writing, contact: ContactId) -> Result<()> {
    let mut gone = Vec::new();
    {
        let mut table = writing.txn().open_table(EVENTS)?;
        let (first, last) = whole(contact);
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
