//! Events that go back. The chunks of one kind of a contact go together: they share its events among them, so that one
//! alone would leave an event twice, or out of order.

use super::Slice;
use super::contacts::named;
use super::trail::Step;
use crate::model::{ContactId, EventKind};
use crate::store::envelope::damaged;
use crate::store::rows::contact;
use crate::store::tables::{CONTACTS, EVENTS, EventsKey, parts_of_events_key};
use crate::store::writing::Writing;
use crate::store::{Result, events};
use redb::ReadableTable;
use std::collections::BTreeMap;

/// Takes back a slice of chunks.
pub(super) fn take(writing: &mut Writing, steps: &[Step], force: bool, slice: &mut Slice) -> Result<()> {
    let mut touched: BTreeMap<ContactId, Vec<EventKind>> = BTreeMap::new();
    for steps in steps.chunk_by(|a, b| a.of_events() == b.of_events()) {
        if let Some((contact, kind)) = take_kind(writing, steps, force, slice)? {
            touched.entry(contact).or_default().push(kind);
        }
    }
    events::recount(writing, &touched.into_iter().collect::<Vec<_>>())
}

/// Takes back chunks of one kind of one contact. Gives back whose they are where they went back.
fn take_kind(
    writing: &mut Writing,
    steps: &[Step],
    force: bool,
    slice: &mut Slice,
) -> Result<Option<(ContactId, EventKind)>> {
    let Some(first) = steps.first() else {
        return Ok(None);
    };
    let (of, kind, _) = parts(first)?;
    let mut chunks = Vec::with_capacity(steps.len());
    let mut left = true;
    {
        let table = writing.txn().open_table(EVENTS)?;
        for step in steps {
            let key = key(step)?;
            let now = table.get(&key)?.map(|row| row.value().to_vec());
            if now != step.before {
                left &= step.left(now.as_deref());
                chunks.push((key, step.before.clone()));
            }
        }
    }
    if chunks.is_empty() {
        return Ok(None);
    }
    let found = contact(&writing.txn().open_table(CONTACTS)?, of)?;
    let name = named(of, found.as_ref());
    let Some(found) = found else {
        slice
            .stayed
            .push(format!("{name}: it is gone, and so are its {}.", kind.word()));
        return Ok(None);
    };
    if !left && !force {
        slice
            .stayed
            .push(format!("{name}: its {} have changed since.", kind.word()));
        return Ok(None);
    }
    match events::put_back(writing, &found, kind, &chunks)? {
        Some(changed) => {
            slice.back += changed;
            return Ok(Some((of, kind)));
        }
        None => slice
            .stayed
            .push(format!("{name}: its {} have come again since.", kind.word())),
    }
    Ok(None)
}

fn parts(step: &Step) -> Result<(ContactId, EventKind, u32)> {
    let parts = parts_of_events_key(&key(step)?);
    parts.ok_or_else(|| damaged(step.kind, &step.key, "there are no such events"))
}

fn key(step: &Step) -> Result<EventsKey> {
    let key = step.key.as_slice().try_into();
    key.map_err(|_| damaged(step.kind, &step.key, "its key in the journal is none"))
}
