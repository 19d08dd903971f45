//! Chunks of events put back as they were, for undo.

use super::super::Result;
use super::super::tables::{EVENTS, EventsKey};
use super::super::writing::Writing;
use super::rows::{self, pack};
use crate::model::{Contact, EventKind};

/// Puts chunks of one kind of a contact back. Gives back how many events came or went; None where an event would stand
/// twice or out of order then: nothing is put back. What follows from them is [`super::recount`]'s.
pub(in crate::store) fn put_back(
    writing: &mut Writing,
    contact: &Contact,
    kind: EventKind,
    chunks: &[(EventsKey, Option<Vec<u8>>)],
) -> Result<Option<u64>> {
    let count = {
        let mut table = writing.txn().open_table(EVENTS)?;
        let before = pack(&table, contact.id, kind)?.count();
        let mut was = Vec::with_capacity(chunks.len());
        for (key, sealed) in chunks {
            let old = match sealed {
                Some(sealed) => table.insert(key, sealed.as_slice())?,
                None => table.remove(key)?,
            };
            was.push((*key, old.map(|row| row.value().to_vec())));
        }
        let after = pack(&table, contact.id, kind)?;
        let sound = after.is_sound();
        for (key, sealed) in &was {
            match sealed {
                Some(sealed) => table.insert(key, sealed.as_slice())?,
                None => table.remove(key)?,
            };
        }
        if !sound {
            return Ok(None);
        }
        before.abs_diff(after.count()).max(1)
    };
    let chunks: Vec<_> = chunks
        .iter()
        .map(|(key, sealed)| (*key, sealed.as_deref()))
        .collect();
    let changed = rows::write(writing.txn(), &chunks)?;
    rows::log(writing, &changed)?;
    for list in &contact.lists {
        writing.list_changed(*list, 0);
    }
    Ok(Some(count as u64))
}
