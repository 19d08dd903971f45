//! Everything that has a name, read as a whole.

use super::bitmap::{self, BITMAPS};
use super::codec::open_row;
use super::envelope::{Sealed, damaged};
use super::redb::{Redb, locked};
use super::tables::{CONTACTS, FIELDS, LIST_STATES, LISTS, META, SEGMENTS, SOURCES};
use super::wire::{WireField, WireList, WireSegment};
use super::writing::{Writing, list_state};
use super::{Result, meta};
use crate::model::{Catalogue, ContactList, FieldDef, FieldId, ListId, Pins, SegmentId, SourceId};
use redb::{ReadTransaction, ReadableTable, ReadableTableMetadata};
use std::sync::Arc;

/// The generation alone.
pub(super) fn generation(store: &Redb) -> Result<u64> {
    store.read(|txn| Ok(meta::state(&txn.open_table(META)?)?.generation))
}

/// The catalogue of today's generation; read again only when that has moved.
pub(super) fn current(store: &Redb) -> Result<Arc<Catalogue>> {
    store.read(|txn| {
        let generation = meta::state(&txn.open_table(META)?)?.generation;
        let kept = locked(&store.catalogue).clone();
        if let Some(kept) = kept.filter(|kept| kept.generation == generation) {
            return Ok(kept);
        }
        let fresh = Arc::new(read(txn)?);
        *locked(&store.catalogue) = Some(Arc::clone(&fresh));
        Ok(fresh)
    })
}

/// As a read transaction sees it.
pub(super) fn read(txn: &ReadTransaction) -> Result<Catalogue> {
    let named = Named {
        meta: txn.open_table(META)?,
        lists: txn.open_table(LISTS)?,
        states: txn.open_table(LIST_STATES)?,
        segments: txn.open_table(SEGMENTS)?,
        fields: txn.open_table(FIELDS)?,
        sources: txn.open_table(SOURCES)?,
    };
    let pins = bitmap::pins(&txn.open_table(BITMAPS)?)?;
    named.read(txn.open_table(CONTACTS)?.len()?, pins)
}

/// The catalogue as a write transaction sees it.
pub(super) fn within(writing: &Writing) -> Result<Catalogue> {
    let txn = writing.txn();
    let named = Named {
        meta: txn.open_table(META)?,
        lists: txn.open_table(LISTS)?,
        states: txn.open_table(LIST_STATES)?,
        segments: txn.open_table(SEGMENTS)?,
        fields: txn.open_table(FIELDS)?,
        sources: txn.open_table(SOURCES)?,
    };
    let contacts = txn.open_table(CONTACTS)?.len()?;
    let pins = bitmap::pins(&txn.open_table(BITMAPS)?)?;
    named.read(contacts, pins)
}

/// The tables of what has a name.
struct Named<M, T> {
    meta: M,
    lists: T,
    states: T,
    segments: T,
    fields: T,
    sources: T,
}

impl<M, T> Named<M, T>
where
    M: ReadableTable<&'static [u8], &'static [u8]>,
    T: ReadableTable<u32, &'static [u8]>,
{
    fn read(&self, contacts: u64, mut pins: Vec<(SegmentId, Pins)>) -> Result<Catalogue> {
        let state = meta::state(&self.meta)?;
        let segments = each(&self.segments, |id, row| {
            let wire: WireSegment<'_> = open_row(Sealed::Segment, &id.to_be_bytes(), row)?;
            Ok(wire.read(SegmentId(id)))
        })?;
        pins.retain(|(id, _)| segments.iter().any(|segment| segment.id == *id));
        Ok(Catalogue {
            generation: state.generation,
            contacts,
            lists: self.lists()?,
            segments,
            pins,
            fields: self.fields()?,
            buried: state.buried.iter().map(|(field, _)| FieldId(*field)).collect(),
            sources: each(&self.sources, |id, row| {
                let name: &str = open_row(Sealed::Source, &id.to_be_bytes(), row)?;
                Ok((SourceId(id), name.to_owned()))
            })?,
            settings: meta::settings(&self.meta)?,
            newest: meta::newest(&self.meta)?,
        })
    }

    fn fields(&self) -> Result<Vec<FieldDef>> {
        let mut fields = each(&self.fields, |id, row| {
            let key = id.to_be_bytes();
            let wire: WireField<'_> = open_row(Sealed::Field, &key, row)?;
            wire.read(FieldId(id))
                .ok_or_else(|| damaged(Sealed::Field, &key, "its type is unknown"))
        })?;
        fields.sort_by_key(|field| field.place);
        Ok(fields)
    }

    fn lists(&self) -> Result<Vec<ContactList>> {
        each(&self.lists, |id, row| {
            let wire: WireList<'_> = open_row(Sealed::List, &id.to_be_bytes(), row)?;
            let state = list_state(&self.states, ListId(id))?
                .ok_or_else(|| damaged(Sealed::ListState, &id.to_be_bytes(), "it is missing"))?;
            Ok(wire.read(ListId(id), state.contacts, state.generation))
        })
    }
}

/// Every row of a table, in order.
fn each<T>(
    table: &impl ReadableTable<u32, &'static [u8]>,
    mut read: impl FnMut(u32, &[u8]) -> Result<T>,
) -> Result<Vec<T>> {
    let mut all = Vec::new();
    for row in table.iter()? {
        let (id, row) = row?;
        all.push(read(id.value(), row.value())?);
    }
    Ok(all)
}
