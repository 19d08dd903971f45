//! Where long imports stand: the entry of each, its position in the file, the reader's counts. One that was stopped goes
//! on from there when it is run again.

use super::codec::{open_row, seal_row};
use super::envelope::Sealed;
use super::redb::Redb;
use super::tables::{JOBS, JOURNAL, SOURCES};
use super::wire::WireJob;
use super::writing::Writing;
use super::{Result, StoreError, catalogue, journal};
use crate::model::{Author, Catalogue, EntryId, EntryState, ListId, SourceId};
use redb::ReadableTable;

/// Names the same import again.
pub(super) type JobKey = [u8; 16];

/// What an import is told once, as far as it matters here.
pub(super) struct Told<'a> {
    pub(super) key: Option<JobKey>,
    /// One line for history.
    pub(super) what: &'a str,
    pub(super) list: ListId,
    /// The source of its ids.
    pub(super) source: &'a str,
}

/// How far an import is.
pub(super) struct Position {
    pub(super) entry: EntryId,
    pub(super) rows_done: u64,
    pub(super) tally: Vec<u8>,
}

/// Opens an import into a list that is there, or goes on with the same one. Gives the number of its source too.
pub(super) fn open(store: &Redb, told: &Told<'_>, author: &Author) -> Result<(Position, SourceId)> {
    store.write(|writing| {
        let catalogue = catalogue::within(writing)?;
        if catalogue.list(told.list).is_none() {
            return Err(StoreError::NotFound {
                kind: "list",
                name: format!("#{}", told.list.0),
            });
        }
        let position = begin(writing, told.key, told.what, author)?;
        let source = source_of(writing, &catalogue, told.source)?;
        Ok((position, source))
    })
}

/// Opens an import, or goes on with the same one. It is running from then on.
fn begin(writing: &mut Writing, key: Option<JobKey>, what: &str, author: &Author) -> Result<Position> {
    let earlier = key.map(|key| find(writing, &key)).transpose()?.flatten();
    let position = match earlier {
        Some(position) => {
            writing.resume_entry(position.entry)?;
            position
        }
        None => Position {
            entry: writing.open_entry(author, what),
            rows_done: 0,
            tally: Vec::new(),
        },
    };
    writing.log.set_state(EntryState::Running);
    writing.touch();
    put(writing, key, &position)?;
    Ok(position)
}

/// Closes an import. One that is done forgets its position; one that was stopped keeps it.
pub(super) fn finish(
    writing: &mut Writing,
    key: Option<JobKey>,
    position: &Position,
    state: EntryState,
) -> Result<()> {
    writing.resume_entry(position.entry)?;
    writing.log.set_state(state);
    writing.touch();
    writing.note_size();
    match (state, key) {
        (EntryState::Done, Some(key)) => {
            writing.txn().open_table(JOBS)?.remove(key.as_slice())?;
            Ok(())
        }
        _ => put(writing, key, position),
    }
}

/// Writes where an import stands.
pub(super) fn put(writing: &Writing, key: Option<JobKey>, position: &Position) -> Result<()> {
    let Some(key) = key else { return Ok(()) };
    let job = WireJob {
        entry: position.entry.0,
        rows_done: position.rows_done,
        tally: &position.tally,
    };
    let mut sealed = Vec::new();
    seal_row(&mut sealed, Sealed::Job, &key, &job)?;
    writing
        .txn()
        .open_table(JOBS)?
        .insert(key.as_slice(), sealed.as_slice())?;
    Ok(())
}

/// Where the same import stopped. None where it has not begun, or is done.
fn find(writing: &Writing, key: &JobKey) -> Result<Option<Position>> {
    let jobs = writing.txn().open_table(JOBS)?;
    let Some(row) = jobs.get(key.as_slice())? else {
        return Ok(None);
    };
    let job: WireJob<'_> = open_row(Sealed::Job, key, row.value())?;
    let entry = EntryId(job.entry);
    let journal = writing.txn().open_table(JOURNAL)?;
    let Some(found) = journal.get(entry.0)? else {
        return Ok(None);
    };
    if journal::is_held_by_another(entry, found.value())? {
        return Err(StoreError::Invalid(
            "The same import is running in another process. Wait for its end, or stop it there.".into(),
        ));
    }
    Ok(Some(Position {
        entry,
        rows_done: job.rows_done,
        tally: job.tally.to_vec(),
    }))
}

/// An import that is taken back begins anew when it is run again.
pub(super) fn forget(writing: &Writing, entry: EntryId) -> Result<()> {
    let mut jobs = writing.txn().open_table(JOBS)?;
    let mut gone = Vec::new();
    for row in jobs.iter()? {
        let (key, row) = row?;
        let job: WireJob<'_> = open_row(Sealed::Job, key.value(), row.value())?;
        if job.entry == entry.0 {
            gone.push(key.value().to_vec());
        }
    }
    for key in gone {
        jobs.remove(key.as_slice())?;
    }
    Ok(())
}

/// The number of a source; made when first used.
fn source_of(writing: &mut Writing, catalogue: &Catalogue, name: &str) -> Result<SourceId> {
    let name = name.trim();
    if let Some(source) = catalogue.source_named(name) {
        return Ok(source);
    }
    let id = SourceId(writing.state.next_source);
    writing.state.next_source += 1;
    writing.put(Sealed::Source, SOURCES, id.0, &name)?;
    Ok(id)
}
