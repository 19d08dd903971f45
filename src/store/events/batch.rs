//! Imports of events: opened, filled batch by batch, closed.

use super::super::codec::seal_row;
use super::super::envelope::Sealed;
use super::super::jobs::{self, Position};
use super::super::redb::Redb;
use super::super::tables::{CONTACTS, EVENTS, EventsKey, TOTALS, events_key};
use super::super::wire::WireEvent;
use super::super::writing::Writing;
use super::super::{Result, StoreError, catalogue, rows as contacts};
use super::derived::{self, Fresh};
use super::rows;
use super::{EventOutcome, HistoryJob, HistoryRow, OpenHistory};
use crate::model::{Author, EntryState, Event, EventKind, Purchase, TimelineItem};
use std::collections::BTreeSet;

/// Opens an import of events, or goes on with the same one.
pub(in crate::store) fn begin(store: &Redb, job: HistoryJob, author: &Author) -> Result<OpenHistory> {
    store.write(|writing| {
        let catalogue = catalogue::within(writing)?;
        if catalogue.list(job.list).is_none() {
            return Err(StoreError::NotFound {
                kind: "list",
                name: format!("#{}", job.list.0),
            });
        }
        let position = jobs::begin(writing, job.key, &job.what, author)?;
        let source = jobs::source_of(writing, &catalogue, &job.source)?;
        Ok(OpenHistory {
            entry: position.entry,
            job,
            source,
            rows_done: position.rows_done,
            tally: position.tally,
        })
    })
}

/// Adds one batch of events.
pub(in crate::store) fn batch(
    store: &Redb,
    history: &mut OpenHistory,
    rows: &[HistoryRow],
    up_to: u64,
    tally: &mut dyn FnMut(&[EventOutcome]) -> Vec<u8>,
) -> Result<Vec<EventOutcome>> {
    refuse_unfit(history.job.kind, rows)?;
    let (outcomes, after) = store.write_batch(|writing| {
        writing.resume_entry(history.entry)?;
        let outcomes = write_rows(writing, history, rows)?;
        let after = OpenHistory {
            rows_done: up_to,
            tally: tally(&outcomes),
            ..history.clone()
        };
        if writing.is_changed() {
            let new =
                |outcome: &&EventOutcome| matches!(outcome, EventOutcome::Added | EventOutcome::Updated);
            writing.log.add_rows(outcomes.iter().filter(new).count() as u64);
            jobs::put(writing, history.job.key, &after.position())?;
        }
        Ok((outcomes, after))
    })?;
    *history = after;
    Ok(outcomes)
}

/// Closes an import of events.
pub(in crate::store) fn finish(store: &Redb, history: &OpenHistory, state: EntryState) -> Result<()> {
    store.write(|writing| jobs::finish(writing, history.job.key, &history.position(), state))
}

impl OpenHistory {
    fn position(&self) -> Position {
        Position {
            entry: self.entry,
            rows_done: self.rows_done,
            tally: self.tally.clone(),
        }
    }
}

fn refuse_unfit(kind: EventKind, rows: &[HistoryRow]) -> Result<()> {
    for row in rows {
        if row.event.kind() != kind {
            return Err(StoreError::Invalid(format!(
                "An import of {} has {} in it.",
                kind.word(),
                row.event.kind().word()
            )));
        }
        if let Event::Purchase(purchase) = &row.event
            && !Purchase::amount_fits(purchase.amount)
        {
            return Err(StoreError::Invalid(format!(
                "The amount {} has too many digits: at most 18 can be kept, at most 9 of them after the point.",
                purchase.amount
            )));
        }
    }
    let ascending = rows.is_sorted_by_key(|row| row.contact);
    ascending.then_some(()).ok_or_else(|| {
        StoreError::Invalid("The events of a batch do not come in order of their contacts.".into())
    })
}

fn write_rows(
    writing: &mut Writing,
    history: &OpenHistory,
    come: &[HistoryRow],
) -> Result<Vec<EventOutcome>> {
    let mut outcomes = Vec::with_capacity(come.len());
    let mut written = Vec::new();
    let mut fresh = Vec::new();
    let mut lists = BTreeSet::new();
    let (kind, zone) = (history.job.kind, derived::zone(writing)?);
    {
        let (people, table, totals) = (
            writing.txn().open_table(CONTACTS)?,
            writing.txn().open_table(EVENTS)?,
            writing.txn().open_table(TOTALS)?,
        );
        for run in come.chunk_by(|a, b| a.contact == b.contact) {
            let Some(contact) = run.first().map(|row| row.contact) else {
                continue;
            };
            let Some(found) = contacts::contact(&people, contact)? else {
                outcomes.extend(run.iter().map(|_| EventOutcome::Gone));
                continue;
            };
            let mut pack = rows::pack(&table, contact, kind)?;
            let items = run.iter().map(|row| TimelineItem {
                source: history.source,
                event: row.event.clone(),
            });
            let (became, rewritten) = pack.add(items.collect());
            outcomes.extend(became);
            if rewritten.is_empty() {
                continue;
            }
            for one in rewritten {
                let key = events_key(contact, kind, one.chunk);
                written.push((key, sealed(&key, &one.items)?));
            }
            let mut one = Fresh::new(&found, &totals)?;
            one.take(&found, kind, pack.items(), zone);
            fresh.push(one);
            lists.extend(found.lists);
        }
    }
    rows::put(writing, written)?;
    derived::write(writing, &fresh)?;
    for list in lists {
        writing.list_changed(list, 0);
    }
    Ok(outcomes)
}

/// The bytes of a chunk; None where it holds nothing.
fn sealed(key: &EventsKey, items: &[TimelineItem]) -> Result<Option<Vec<u8>>> {
    if items.is_empty() {
        return Ok(None);
    }
    let wires: Vec<WireEvent<'_>> = items.iter().map(WireEvent::from).collect();
    let mut sealed = Vec::new();
    seal_row(&mut sealed, Sealed::Events, key, &wires)?;
    Ok(Some(sealed))
}
