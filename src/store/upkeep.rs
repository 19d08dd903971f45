//! Work on the whole file, which keeps others out: checking every page, and giving back the room that is not used.

use super::fault::{guarded, refused};
use super::open::{self, OpenOptions};
use super::tables::META;
use super::wire::WireState;
use super::{Result, StoreError, meta};
use redb::{CompactionError, ConcurrencyMode, Database, DatabaseError, WriteTransaction};
use std::fs;

/// Checks the checksum of every page. Writers wait until it is done, readers go on. A damaged page can end the process:
/// run it in one of its own. False where the file's own bookkeeping of free pages was wrong and has been put right.
pub fn check_pages(options: &OpenOptions) -> Result<bool> {
    open::check_file(options)?;
    guarded(|| {
        let mut database = open::builder(options).open(&options.path)?;
        Ok(database.check_integrity()?)
    })
}

/// Makes the file as small as what is in it, while nobody else has it open. Gives back its bytes before and after.
pub fn compact(options: &OpenOptions) -> Result<(u64, u64)> {
    open::check_file(options)?;
    let before = bytes(options)?;
    let Some(database) = alone(options)? else {
        return Err(StoreError::Others);
    };
    shrink(options, database)?;
    Ok((before, bytes(options)?))
}

/// Below this a file is small, however little is in it.
const SMALL: u64 = 16 << 20;

/// Makes the file smaller where a third of it is room that nobody uses and nobody else has it open; `begins` is told its
/// bytes before. Looks only where the file has grown to twice what it was when last looked at, or half of what it held
/// has gone. Gives back the bytes before and after where it was made smaller.
pub fn tidy(options: &OpenOptions, begins: impl FnOnce(u64)) -> Result<Option<(u64, u64)>> {
    open::check_file(options)?;
    let before = bytes(options)?;
    if before < SMALL {
        return Ok(None);
    }
    let Some(database) = alone(options)? else {
        return Ok(None);
    };
    let is_worth_it = guarded(|| is_worth_it(&database, before))?;
    if !is_worth_it {
        guarded(|| Ok(database.close()?))?;
        return Ok(None);
    }
    begins(before);
    shrink(options, database)?;
    let after = bytes(options)?;
    if let Some(database) = alone(options)? {
        guarded(|| {
            note(&database.begin_write()?, after, |_| true)?;
            Ok(database.close()?)
        })?;
    }
    Ok(Some((before, after)))
}

/// Whether a file of so many bytes has much room that nobody uses.
fn is_worth_it(database: &Database, bytes: u64) -> Result<bool> {
    let txn = database.begin_write()?;
    let looks = |state: &WireState| {
        let (then, held) = state.looked_at;
        bytes >= then.saturating_mul(2) || meta::holdings(state) <= held / 2
    };
    if !note(&txn, bytes, looks)? {
        txn.abort()?;
        return Ok(false);
    }
    let stats = txn.stats()?;
    let used = stats.allocated_pages() * stats.page_size() as u64;
    txn.commit()?;
    Ok(used + used / 2 < bytes)
}

/// Notes that the file is looked at, if it is to be.
fn note(txn: &WriteTransaction, bytes: u64, looks: impl FnOnce(&WireState) -> bool) -> Result<bool> {
    let mut state = meta::state(&txn.open_table(META)?)?;
    let looks = looks(&state);
    if looks {
        state.looked_at = (bytes, meta::holdings(&state));
        meta::write_state(txn, &state)?;
    }
    Ok(looks)
}

fn bytes(options: &OpenOptions) -> Result<u64> {
    let found = fs::metadata(&options.path).map_err(|error| refused("read", &options.path, &error))?;
    Ok(found.len())
}

/// The database as the only process that has it open; None where others have.
pub(super) fn alone(options: &OpenOptions) -> Result<Option<Database>> {
    guarded(|| {
        let mut builder = open::builder(options);
        builder.set_concurrency_mode(ConcurrencyMode::ExclusiveWriter);
        match open::open_once(&builder, &options.path) {
            Ok(database) => Ok(Some(database)),
            Err(DatabaseError::DatabaseAlreadyOpen) => Ok(None),
            Err(error) => Err(error.into()),
        }
    })
}

fn shrink(options: &OpenOptions, mut database: Database) -> Result<()> {
    guarded(|| match database.compact() {
        Ok(_) => Ok(database.close()?),
        Err(CompactionError::Storage(error)) => Err(error.into()),
        Err(_) => Err(StoreError::Others),
    })?;
    leave_to_all(options)
}

/// The next to open the file, which one process has had alone, finds it as those leave it who share it.
pub(super) fn leave_to_all(options: &OpenOptions) -> Result<()> {
    guarded(|| Ok(open::open_writer(&open::builder(options), &options.path)?.close()?))
}
