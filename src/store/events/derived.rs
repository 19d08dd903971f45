//! What follows from contacts' events, and changes with them in the same transaction: their totals, the columns of
//! totals, and the event columns. Imports, edits, deletions and what takes them back all come through here.

use super::super::change::Changed;
use super::super::codec::{open_row, seal_row};
use super::super::columns::{TotalsChange, update_totals};
use super::super::envelope::{Sealed, damaged};
use super::super::tables::{CONTACTS, EVENT_COLUMNS, EVENTS, META, TOTALS};
use super::super::wire::WireTotals;
use super::super::writing::Writing;
use super::super::{Result, meta, rows as contacts};
use super::blocks::{forget_cells, put_blocks};
use super::cells::Cells;
use super::rows;
use crate::model::{Contact, ContactId, EventKind, Newest, OpeningBalance, TimelineItem, Totals};
use chrono_tz::Tz;
use redb::{ReadableTable, ReadableTableMetadata, WriteTransaction};
use std::collections::BTreeSet;
use std::ops::Bound;

/// Contacts whose events are read and derived anew at a time.
const SLICE: usize = 10_000;

/// What follows from the events of a contact as they are now.
pub(super) struct Fresh {
    id: ContactId,
    old: Totals,
    new: Totals,
    /// Of the kinds that have changed.
    cells: Vec<(EventKind, Cells)>,
    newest: Newest,
}

impl Fresh {
    /// A contact of which nothing has changed yet, with what its history came to.
    pub(super) fn new(id: ContactId, opening: Option<&OpeningBalance>, known: Option<Totals>) -> Self {
        let old = known.unwrap_or_else(|| Totals::of_opening(opening));
        Self {
            id,
            new: old.clone(),
            old,
            cells: Vec::new(),
            newest: Newest::default(),
        }
    }

    /// Its events of one kind are these.
    pub(super) fn take<'a>(
        &mut self,
        opening: Option<&OpeningBalance>,
        kind: EventKind,
        items: impl Iterator<Item = &'a TimelineItem> + Clone,
        zone: Tz,
    ) {
        let events = items.clone().map(|item| &item.event);
        self.new.count(kind, opening, events.clone(), zone);
        events
            .flat_map(crate::model::Event::times)
            .for_each(|when| self.newest.add(when));
        self.cells.push((kind, Cells::new(items, zone)));
    }

    /// Whether any of its events that were taken is there: what else it has need not be asked then.
    fn has_any(&self) -> bool {
        self.newest != Newest::default()
    }

    /// What its history comes to, as stored.
    fn seal<'s>(&self, sealed: &'s mut Vec<u8>) -> Result<&'s [u8]> {
        let key = self.id.0.to_be_bytes();
        seal_row(sealed, Sealed::Totals, &key, &WireTotals::from(&self.new))?;
        Ok(sealed)
    }
}

/// The zone that days are counted in.
pub(super) fn zone(writing: &Writing) -> Result<Tz> {
    Ok(meta::settings(&writing.txn().open_table(META)?)?.time_zone)
}

/// What a contact's history comes to; None where it has no events.
pub(in crate::store) fn of_contact(
    table: &impl ReadableTable<u32, &'static [u8]>,
    id: ContactId,
) -> Result<Option<Totals>> {
    let Some(row) = table.get(id.0)? else {
        return Ok(None);
    };
    let key = id.0.to_be_bytes();
    let totals = open_row::<WireTotals>(Sealed::Totals, &key, row.value())?.read();
    Ok(Some(totals.ok_or_else(|| {
        damaged(Sealed::Totals, &key, "a value is out of range")
    })?))
}

/// Writes what follows from the events of these contacts, which ascend.
pub(super) fn write(txn: &WriteTransaction, fresh: &[Fresh]) -> Result<()> {
    write_totals(txn, fresh)?;
    write_columns(txn, fresh)
}

/// The part of it that goes to totals and their columns.
pub(super) fn write_totals(txn: &WriteTransaction, fresh: &[Fresh]) -> Result<()> {
    if fresh.is_empty() {
        return Ok(());
    }
    put_totals(txn, fresh)?;
    let changes: Vec<TotalsChange<'_>> = fresh
        .iter()
        .map(|one| TotalsChange {
            id: one.id,
            old: &one.old,
            new: &one.new,
        })
        .collect();
    update_totals(txn, &changes)?;
    let mut newest = meta::newest(&txn.open_table(META)?)?;
    let before = newest;
    for one in fresh {
        newest.join(one.newest);
    }
    if newest != before {
        meta::write_newest(txn, newest)?;
    }
    Ok(())
}

/// The part of it that goes to event columns, which no other table waits for.
pub(super) fn write_columns(txn: &WriteTransaction, fresh: &[Fresh]) -> Result<()> {
    for kind in EventKind::ALL {
        let cells = fresh.iter().filter_map(|one| {
            let (_, cells) = one.cells.iter().find(|(of, _)| *of == kind)?;
            Some((one.id.0, cells))
        });
        let cells: Vec<_> = cells.collect();
        if !cells.is_empty() {
            put_blocks(txn, kind, &cells)?;
        }
    }
    Ok(())
}

fn put_totals(txn: &WriteTransaction, fresh: &[Fresh]) -> Result<()> {
    let (Some(first), Some(last)) = (fresh.first(), fresh.last()) else {
        return Ok(());
    };
    let mut sealed = Vec::new();
    let mut table = txn.open_table(TOTALS)?;
    // Where nobody has any, they are written one behind the other: no place has to be looked for.
    let none_there = fresh.is_sorted_by(|one, next| one.id < next.id)
        && table.range(first.id.0..=last.id.0)?.next().is_none();
    if none_there && fresh.iter().all(Fresh::has_any) {
        let mut cursor = table.lower_bound_mut(Bound::Included(first.id.0))?;
        for one in fresh {
            cursor.insert_before(one.id.0, one.seal(&mut sealed)?)?;
        }
        return Ok(cursor.close()?);
    }
    for one in fresh {
        if one.has_any() || rows::any(&txn.open_table(EVENTS)?, one.id, one.id)? {
            table.insert(one.id.0, one.seal(&mut sealed)?)?;
        } else {
            table.remove(one.id.0)?;
        }
    }
    Ok(())
}

/// Takes out all event columns, so that they can be made anew.
pub(in crate::store) fn drop_columns(txn: &WriteTransaction) -> Result<()> {
    txn.delete_table(EVENT_COLUMNS)?;
    txn.open_table(EVENT_COLUMNS)?;
    Ok(())
}

/// Makes the event columns of these contacts, which ascend and have none, of their events.
pub(in crate::store) fn restore_columns<'a>(
    txn: &WriteTransaction,
    people: impl Iterator<Item = &'a Contact>,
) -> Result<()> {
    let zone = meta::settings(&txn.open_table(META)?)?.time_zone;
    let mut fresh = Vec::new();
    {
        let (events, totals) = (txn.open_table(EVENTS)?, txn.open_table(TOTALS)?);
        for contact in people {
            let Some(known) = of_contact(&totals, contact.id)? else {
                continue;
            };
            let opening = contact.opening.as_ref();
            let mut one = Fresh::new(contact.id, opening, Some(known));
            for kind in EventKind::ALL {
                let pack = rows::pack(&events, contact.id, kind)?;
                if pack.items().next().is_some() {
                    one.take(opening, kind, pack.items(), zone);
                }
            }
            fresh.push(one);
        }
    }
    write_columns(txn, &fresh)
}

/// Deletes all events of contacts that are deleted, which ascend. Their totals go with [`complete`].
pub(in crate::store) fn forget(writing: &mut Writing, gone: &[ContactId]) -> Result<()> {
    let (Some(first), Some(last)) = (gone.first(), gone.last()) else {
        return Ok(());
    };
    if !rows::any(&writing.txn().open_table(EVENTS)?, *first, *last)? {
        return Ok(());
    }
    for id in gone {
        rows::forget(writing, *id)?;
    }
    EventKind::ALL
        .into_iter()
        .try_for_each(|kind| forget_cells(writing, kind, gone))
}

/// Completes changed contacts with what their histories come to: where the opening balance changes, the totals are
/// counted anew.
pub(in crate::store) fn complete(writing: &Writing, changes: &mut [Changed]) -> Result<()> {
    for change in changes.iter_mut() {
        if let (Some(old), Some(new)) = (&change.old, &mut change.new)
            && old.contact.opening != new.contact.opening
        {
            new.totals = Totals::of_opening(new.contact.opening.as_ref());
        }
    }
    let mut totals = writing.txn().open_table(TOTALS)?;
    if totals.is_empty()? {
        return Ok(());
    }
    let events = writing.txn().open_table(EVENTS)?;
    let zone = zone(writing)?;
    let mut sealed = Vec::new();
    for change in changes {
        let Some(old) = &mut change.old else { continue };
        let Some(known) = of_contact(&totals, change.id)? else {
            continue;
        };
        old.totals.clone_from(&known);
        let Some(new) = &mut change.new else {
            totals.remove(change.id.0)?;
            continue;
        };
        new.totals = known;
        if new.contact.opening != old.contact.opening {
            let pack = rows::pack(&events, change.id, EventKind::Purchase)?;
            let purchases = pack.items().map(|item| &item.event);
            let opening = new.contact.opening.as_ref();
            new.totals.count(EventKind::Purchase, opening, purchases, zone);
            let wire = WireTotals::from(&new.totals);
            seal_row(&mut sealed, Sealed::Totals, &change.id.0.to_be_bytes(), &wire)?;
            totals.insert(change.id.0, sealed.as_slice())?;
        }
    }
    Ok(())
}

/// Files all events under the days they have in the store's zone, which has changed.
pub(in crate::store) fn refile(writing: &mut Writing) -> Result<()> {
    let everyone: Vec<(ContactId, Vec<EventKind>)> = {
        let table = writing.txn().open_table(TOTALS)?;
        let ids: std::result::Result<Vec<u32>, _> =
            table.iter()?.map(|row| row.map(|(id, _)| id.value())).collect();
        ids?.into_iter()
            .map(|id| (ContactId(id), EventKind::ALL.to_vec()))
            .collect()
    };
    everyone
        .chunks(SLICE)
        .try_for_each(|slice| recount(writing, slice))
}

/// Derives anew what follows from these kinds of events of these contacts, which ascend, after rows of events have been
/// put back or taken out. A contact that comes back does so before its events.
pub(in crate::store) fn recount(
    writing: &mut Writing,
    touched: &[(ContactId, Vec<EventKind>)],
) -> Result<()> {
    let mut fresh = Vec::with_capacity(touched.len());
    let mut lists = BTreeSet::new();
    {
        let zone = zone(writing)?;
        let (people, events, totals) = (
            writing.txn().open_table(CONTACTS)?,
            writing.txn().open_table(EVENTS)?,
            writing.txn().open_table(TOTALS)?,
        );
        for (id, kinds) in touched {
            let Some(standing) = contacts::standing(&people, *id)? else {
                continue;
            };
            let opening = standing.opening.as_ref();
            let mut one = Fresh::new(*id, opening, of_contact(&totals, *id)?);
            for kind in kinds {
                let pack = rows::pack(&events, *id, *kind)?;
                one.take(opening, *kind, pack.items(), zone);
            }
            fresh.push(one);
            lists.extend(standing.lists);
        }
    }
    for list in lists {
        writing.list_changed(list, 0);
    }
    if !fresh.is_empty() {
        writing.touch();
    }
    write(writing.txn(), &fresh)
}
