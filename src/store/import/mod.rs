//! Bulk imports: opened once, filled batch by batch, each one transaction that holds the rows, everything derived from
//! them, the position in the file and the reader's counts; and closed. A file that was stopped goes on from its position.

mod fill;
mod found;
mod fresh;
mod known;
mod lookup;
mod made;
mod merge;

use super::beside::{Beside, beside};
use super::change::{self, Changed, Written};
use super::columns::TEXT_ROWS;
use super::index::{self, IDS, NUMBERS};
use super::jobs::{self, Position, Told};
use super::redb::Redb;
use super::tables::{CONTACTS, META, PERMISSIONS};
use super::writing::Writing;
use super::{ImportJob, ImportRow, OpenImport, Outcome, Result, RowOutcome, StoreError, catalogue, meta};
use crate::model::{Author, Catalogue, EntryState, Instant, SourceId};
use crate::phone::identity;
use found::Found;
pub(super) use fresh::Kept;
use known::Known;
pub use lookup::Rehearsal;
use lookup::{Rehearsed, Tables};
use merge::{Merge, Merged};
use std::sync::Arc;

/// Opens an import, or goes on with the same one.
pub(super) fn begin(store: &Redb, job: ImportJob, author: &Author) -> Result<OpenImport> {
    let told = Told {
        key: job.key,
        what: &job.what,
        list: job.list,
        source: &job.source,
    };
    let (position, source) = jobs::open(store, &told, author)?;
    Ok(OpenImport {
        entry: position.entry,
        job,
        source,
        rows_done: position.rows_done,
        tally: position.tally,
    })
}

/// Adds one batch of rows.
pub(super) fn batch(
    store: &Redb,
    import: &mut OpenImport,
    rows: Vec<ImportRow>,
    up_to: u64,
    tally: &mut dyn FnMut(&[RowOutcome]) -> Vec<u8>,
) -> Result<Vec<RowOutcome>> {
    let filters = fresh::take(store, rows.len())?;
    let (outcomes, after, filters) = store.write_batch(|writing| {
        let filters = filters.filter(|filters| filters.generation == writing.state.generation);
        *writing.filters.get_mut() = filters;
        writing.resume_entry(import.entry)?;
        let outcomes = write_rows(writing, import, rows)?;
        let after = OpenImport {
            rows_done: up_to,
            tally: tally(&outcomes),
            ..import.clone()
        };
        if writing.is_changed() {
            let count = outcomes
                .iter()
                .filter(|outcome| outcome.what != Outcome::Unchanged)
                .count();
            writing.log.add_rows(count as u64);
            jobs::put(writing, import.job.key, &after.position())?;
        }
        let mut filters = writing.filters.take();
        if let Some(filters) = filters.as_mut().filter(|_| writing.is_changed()) {
            filters.generation += 1;
        }
        Ok((outcomes, after, filters))
    })?;
    *import = after;
    fresh::keep(store, filters);
    Ok(outcomes)
}

/// Closes an import. One that is done forgets its position; one that was stopped keeps it.
pub(super) fn finish(store: &Redb, import: &OpenImport, state: EntryState) -> Result<()> {
    fresh::forget(store);
    index::settle(store, true);
    store.write(|writing| jobs::finish(writing, import.job.key, &import.position(), state))
}

impl OpenImport {
    fn position(&self) -> Position {
        Position {
            entry: self.entry,
            rows_done: self.rows_done,
            tally: self.tally.clone(),
        }
    }
}

/// What a dry run of these rows would do.
pub(super) fn rehearse(
    store: &Redb,
    job: &ImportJob,
    rows: &[ImportRow],
    seen: &mut Rehearsal,
) -> Result<Vec<RowOutcome>> {
    let catalogue = catalogue::current(store)?;
    let known = catalogue.source_named(&job.source);
    let source = known.unwrap_or(SourceId(u32::MAX));
    let (outcomes, changes, permissions) = store.read(|txn| {
        let next = meta::state(&txn.open_table(META)?)?.next_contact;
        let known = Known::of(rows, &NUMBERS.read(txn)?, &IDS.read(txn)?, known, None)?;
        let store = Tables {
            contacts: txn.open_table(CONTACTS)?,
            permissions: txn.open_table(PERMISSIONS)?,
            known: &known,
        };
        let mut found = Found::of(rows.len());
        let mut merge = Merge {
            lookup: Rehearsed { store, seen: &*seen },
            job,
            source,
            catalogue: &catalogue,
            at: Instant::default(),
            next: next.saturating_add(seen.created),
            found: &mut found,
            done: Merged::default(),
        };
        let mut outcomes = Vec::with_capacity(rows.len());
        for row in rows {
            outcomes.push(merge.row(row.clone())?);
        }
        let changes = merge.done.changes();
        Ok((outcomes, changes, merge.done.permissions))
    })?;
    seen.created += changes.iter().filter(|change| change.old.is_none()).count() as u32;
    for contact in changes.iter().filter_map(|change| change.new.as_ref()) {
        seen.remember(&contact.contact, source)?;
    }
    seen.permissions
        .extend(permissions.into_iter().map(|(number, (_, new))| (number, new)));
    Ok(outcomes)
}

fn write_rows(writing: &mut Writing, import: &OpenImport, rows: Vec<ImportRow>) -> Result<Vec<RowOutcome>> {
    let catalogue = catalogue::within(writing)?;
    if catalogue.list(import.job.list).is_none() {
        return Err(StoreError::Invalid(
            "The list of this import has been deleted meanwhile. What was in is in history.".into(),
        ));
    }
    let batch = Batch {
        writing,
        import,
        catalogue: &catalogue,
        at: writing.log.at().unwrap_or_default(),
    };
    let known = batch.known(&rows)?;
    let done = beside(writing, |beside| batch.write(rows, &known, beside))?;
    writing.state.next_contact = done.next;
    for written in done.written {
        written.note(writing)?;
    }
    if done.permits {
        writing.touch();
    }
    Ok(done.outcomes)
}

/// A slice ends where this many contacts end that share whole chunks of columns: its end rewrites none that the next
/// has to write again, but for numbers.
const SLICE: u32 = 3 * TEXT_ROWS;
/// So many rows end a slice wherever it is.
const MOST: usize = 2 * SLICE as usize;

/// What became of a batch's rows.
struct Done {
    outcomes: Vec<RowOutcome>,
    /// The number the next new contact gets.
    next: u32,
    /// Each slice.
    written: Vec<Written>,
    permits: bool,
}

/// A batch at work.
struct Batch<'a> {
    writing: &'a Writing,
    import: &'a OpenImport,
    catalogue: &'a Catalogue,
    at: Instant,
}

impl Batch<'_> {
    /// Writes rows a slice at a time: columns and indexes follow one while the next is matched. A slice finds in the
    /// tables what those before it have made.
    fn write(&self, rows: Vec<ImportRow>, known: &Known, beside: &Beside) -> Result<Done> {
        let mut done = Done {
            outcomes: Vec::with_capacity(rows.len()),
            next: self.writing.state.next_contact,
            written: Vec::new(),
            permits: false,
        };
        let mut found = Found::of(rows.len());
        let mut rows = rows.into_iter();
        while rows.len() > 0 {
            let mut merged = self.merge(&mut rows, known, &mut found, &mut done)?;
            let (mut written, changes) = Written::put(self.writing, merged.changes(), beside)?;
            let others = Arc::new(self.permit(&changes, &merged)?);
            written.count(&others);
            beside.follow_in_columns(&others);
            done.written.push(written);
            done.permits |= !merged.permissions.is_empty();
        }
        Ok(done)
    }

    /// Matches the rows of one slice.
    fn merge(
        &self,
        rows: &mut impl Iterator<Item = ImportRow>,
        known: &Known,
        found: &mut Found,
        done: &mut Done,
    ) -> Result<Merged> {
        let txn = self.writing.txn();
        let mut merge = Merge {
            lookup: Tables {
                contacts: txn.open_table(CONTACTS)?,
                permissions: txn.open_table(PERMISSIONS)?,
                known,
            },
            job: &self.import.job,
            source: self.import.source,
            catalogue: self.catalogue,
            at: self.at,
            next: done.next,
            found,
            done: Merged::default(),
        };
        for row in rows.take(MOST) {
            let before = merge.next;
            done.outcomes.push(merge.row(row)?);
            if merge.next > before && merge.next.is_multiple_of(SLICE) {
                break;
            }
        }
        done.next = merge.next;
        Ok(merge.done)
    }

    /// Whom the rows may be about. The indexes are left alone after that: others write them.
    fn known(&self, rows: &[ImportRow]) -> Result<Known> {
        let txn = self.writing.txn();
        let filters = self.writing.filters.borrow();
        let (numbers, ids) = (NUMBERS.write(txn)?, IDS.write(txn)?);
        Known::of(rows, &numbers, &ids, Some(self.import.source), filters.as_ref())
    }

    /// Writes what is new about numbers. The contacts of these rows know it already; gives back others that have one.
    fn permit(&self, changes: &[Changed], done: &Merged) -> Result<Vec<Changed>> {
        if done.permissions.is_empty() {
            return Ok(Vec::new());
        }
        let mut permissions: Vec<_> = done.permissions.iter().collect();
        permissions.sort_unstable_by_key(|(number, _)| **number);
        let rows = permissions.iter().map(|(number, (_, new))| (**number, new));
        change::put_permissions(self.writing, rows)?;
        let contacts = self.writing.txn().open_table(CONTACTS)?;
        let mut others = Vec::new();
        for (number, (old, new)) in permissions {
            for id in done.elsewhere.get(number).into_iter().flatten() {
                if changes.binary_search_by_key(id, |change| change.id).is_ok() {
                    continue;
                }
                let found = super::rows::contact(&contacts, *id)?;
                let found = found.filter(|found| identity(found.phone) == *number);
                others.extend(found.map(|contact| Changed::of_permission(&contact, old, new)));
            }
        }
        others.sort_unstable_by_key(|change| change.id);
        Ok(others)
    }
}
