//! Imports of events: opened, filled batch by batch, closed.

use super::super::fault::guarded;
use super::super::jobs::{self, Position, Told};
use super::super::redb::Redb;
use super::super::tables::{CONTACTS, EVENTS, EventsKey, TOTALS};
use super::super::writing::Writing;
use super::super::{Result, StoreError, rows as contacts};
use super::derived::{self, Fresh};
use super::pack::Pack;
use super::prepare::{Chunks, Found, Person, prepare};
use super::rows;
use super::{EventOutcome, HistoryJob, HistoryRow, OpenHistory};
use crate::model::{Author, EntryState, Event, EventKind, Purchase, SourceId, TimelineItem};
use redb::{ReadableTable, Table, WriteTransaction};
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::thread;
use std::vec::IntoIter;

/// Events that are prepared together.
const PIECE: usize = 2_000;

/// For fewer contacts no thread is started.
const FEW: usize = 200;

/// Opens an import of events, or goes on with the same one.
pub(in crate::store) fn begin(store: &Redb, job: HistoryJob, author: &Author) -> Result<OpenHistory> {
    let told = Told {
        key: job.key,
        what: &job.what,
        list: job.list,
        source: &job.source,
    };
    let (position, source) = jobs::open(store, &told, author)?;
    Ok(OpenHistory {
        entry: position.entry,
        job,
        source,
        rows_done: position.rows_done,
        tally: position.tally,
    })
}

/// Adds one batch of events.
pub(in crate::store) fn batch(
    store: &Redb,
    history: &mut OpenHistory,
    rows: Vec<HistoryRow>,
    up_to: u64,
    tally: &mut dyn FnMut(&[EventOutcome]) -> Vec<u8>,
) -> Result<Vec<EventOutcome>> {
    refuse_unfit(history.job.kind, &rows)?;
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
    come: Vec<HistoryRow>,
) -> Result<Vec<EventOutcome>> {
    let zone = derived::zone(writing)?;
    let prepared = {
        let mut reader = Reader::new(writing.txn(), history, come)?;
        prepare(history.job.kind, zone, &mut || reader.piece())?
    };
    let mut outcomes = Vec::with_capacity(prepared.iter().map(|piece| piece.outcomes.len()).sum());
    let mut fresh = Vec::with_capacity(prepared.iter().map(|piece| piece.fresh.len()).sum());
    let (mut chunks, mut lists) = (Vec::with_capacity(prepared.len()), BTreeSet::new());
    for piece in prepared {
        outcomes.extend(piece.outcomes);
        chunks.push(piece.chunks);
        fresh.extend(piece.fresh);
        lists.extend(piece.lists);
    }
    let chunks: Vec<_> = chunks.iter().flat_map(Chunks::iter).collect();
    let changed = write_both(writing.txn(), &chunks, &fresh)?;
    rows::log(writing, &changed)?;
    for list in lists {
        writing.list_changed(list, 0);
    }
    Ok(outcomes)
}

/// Writes chunks of events, and beside them what follows from them: other tables of the same transaction. The event
/// columns are about half of it all.
fn write_both<'a>(
    txn: &WriteTransaction,
    chunks: &[(EventsKey, Option<&'a [u8]>)],
    fresh: &[Fresh],
) -> Result<Vec<rows::Changed<'a>>> {
    if fresh.len() < FEW {
        let changed = rows::write(txn, chunks)?;
        derived::write(txn, fresh)?;
        return Ok(changed);
    }
    thread::scope(|scope| {
        let beside = scope.spawn(|| guarded(|| derived::write_columns(txn, fresh)));
        let changed = rows::write(txn, chunks);
        let totals = derived::write_totals(txn, fresh);
        let lost = |_| {
            Err(StoreError::Damaged(
                "the event columns could not be written".into(),
            ))
        };
        beside.join().unwrap_or_else(lost)?;
        totals?;
        changed
    })
}

/// Reads what is there of the contacts to whom events come.
struct Reader<'txn> {
    people: Table<'txn, u32, &'static [u8]>,
    events: Table<'txn, &'static EventsKey, &'static [u8]>,
    totals: Table<'txn, u32, &'static [u8]>,
    /// Nobody to whom events come has any yet: that need not be asked of each.
    are_first: bool,
    source: SourceId,
    kind: EventKind,
    come: Peekable<IntoIter<HistoryRow>>,
}

impl<'txn> Reader<'txn> {
    fn new(txn: &'txn WriteTransaction, history: &OpenHistory, come: Vec<HistoryRow>) -> Result<Self> {
        let (events, totals) = (txn.open_table(EVENTS)?, txn.open_table(TOTALS)?);
        let are_first = match (come.first(), come.last()) {
            (Some(first), Some(last)) => {
                let (first, last) = (first.contact, last.contact);
                totals.range(first.0..=last.0)?.next().is_none() && !rows::any(&events, first, last)?
            }
            _ => false,
        };
        Ok(Self {
            people: txn.open_table(CONTACTS)?,
            events,
            totals,
            are_first,
            source: history.source,
            kind: history.job.kind,
            come: come.into_iter().peekable(),
        })
    }

    /// The next contacts, all that come to each; None behind the last.
    fn piece(&mut self) -> Result<Option<Vec<Person>>> {
        let mut piece = Vec::new();
        let mut count = 0;
        while count < PIECE
            && let Some(first) = self.come.next()
        {
            let person = self.person(first)?;
            count += person.come.len();
            piece.push(person);
        }
        Ok((!piece.is_empty()).then_some(piece))
    }

    fn person(&mut self, first: HistoryRow) -> Result<Person> {
        let id = first.contact;
        let source = self.source;
        let item = |event| TimelineItem { source, event };
        let mut come = vec![item(first.event)];
        while let Some(row) = self.come.next_if(|row| row.contact == id) {
            come.push(item(row.event));
        }
        let found = match contacts::standing(&self.people, id)? {
            None => None,
            Some(standing) if self.are_first => Some(Found {
                standing,
                totals: None,
                pack: Pack::default(),
            }),
            Some(standing) => Some(Found {
                standing,
                totals: derived::of_contact(&self.totals, id)?,
                pack: rows::pack(&self.events, id, self.kind)?,
            }),
        };
        Ok(Person { id, found, come })
    }
}
