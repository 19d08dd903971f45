//! Work on the whole file, which keeps others out: checking every page, and giving back the room that is not used.

use super::fault::{guarded, refused};
use super::open::{self, OpenOptions};
use super::{Result, StoreError};
use redb::{CompactionError, ConcurrencyMode, DatabaseError};
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
    let bytes = || {
        let found = fs::metadata(&options.path).map_err(|error| refused("read", &options.path, &error));
        found.map(|found| found.len())
    };
    let before = bytes()?;
    guarded(|| {
        let mut builder = open::builder(options);
        builder.set_concurrency_mode(ConcurrencyMode::ExclusiveWriter);
        let mut database = builder.open(&options.path).map_err(|error| match error {
            DatabaseError::DatabaseAlreadyOpen => StoreError::Others,
            error => error.into(),
        })?;
        match database.compact() {
            Ok(_) => Ok(database.close()?),
            Err(CompactionError::Storage(error)) => Err(error.into()),
            Err(_) => Err(StoreError::Others),
        }
    })?;
    // The next to open it finds it as those leave it who share it.
    guarded(|| Ok(open::builder(options).open(&options.path)?.close()?))?;
    Ok((before, bytes()?))
}
