//! What redb and the operating system report, as the store's own errors; and panics, which redb answers damaged pages
//! with, caught and told the same way.

use super::{Result, StoreError};
use redb::{CommitError, CursorError, DatabaseError, StorageError, TableError, TransactionError};
use std::cell::Cell;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::path::PathBuf;

thread_local! {
    static CATCHING: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic of this thread would be caught and reported as damage; a panic hook then keeps quiet.
pub fn catches_panics() -> bool {
    CATCHING.get()
}

/// What is to be said of a panic that cannot be caught: redb, on its way out of one that a damaged page has caused, has
/// stumbled over the page again, and the process ends. Nothing of the change at hand is on disk. For panic hooks.
pub fn last_words(panic: &PanicHookInfo<'_>) -> Option<StoreError> {
    let words = panic.payload().downcast_ref::<&str>();
    let is_last = catches_panics() && words.is_some_and(|words| *words == DURING_CLEANUP);
    is_last.then(|| StoreError::Damaged("a page of the file's own bookkeeping".into()))
}

/// How the standard library calls a panic within another's clean-up.
const DURING_CLEANUP: &str = "panic in a destructor during cleanup";

/// Runs work in which a damaged page may panic.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    guarded_or(work, || {})
}

/// Like [`guarded`]; `panicked` is called where the work has panicked: the handle it used cannot be used again.
pub(super) fn guarded_or<T>(work: impl FnOnce() -> Result<T>, panicked: impl FnOnce()) -> Result<T> {
    let before = CATCHING.replace(true);
    let done = catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(before);
    done.unwrap_or_else(|panic| {
        panicked();
        let words = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("a page cannot be read");
        Err(StoreError::Damaged(
            words.lines().next().unwrap_or_default().to_owned(),
        ))
    })
}

/// An operating system's refusal: what was tried, and its words.
pub(super) fn refused(tried: &str, path: &std::path::Path, error: &std::io::Error) -> StoreError {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            StoreError::Full(path.to_owned())
        }
        ErrorKind::ReadOnlyFilesystem => StoreError::Io(format!(
            "{} is on a read-only file system. Choose another path with --store, or start with --read-only.",
            path.display()
        )),
        ErrorKind::PermissionDenied => StoreError::Io(format!(
            "No permission to {tried} {}. Ask its owner, or choose another path with --store.",
            path.display()
        )),
        _ => StoreError::Io(format!("Could not {tried} {}: {error}.", path.display())),
    }
}

/// What redb says of everything that is tried after a failure.
const FAILED_BEFORE: &str = "The store could not be read or written: an earlier attempt has failed.";

impl StoreError {
    /// Whether it only says that something else has failed before.
    pub(super) fn is_echo(&self) -> bool {
        matches!(self, Self::Io(text) if text == FAILED_BEFORE)
    }
}

impl From<StorageError> for StoreError {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Corrupted(what) => Self::Damaged(what),
            StorageError::Io(error) => match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                    Self::Full(PathBuf::new())
                }
                ErrorKind::InvalidData => Self::Damaged(error.to_string()),
                _ => Self::Io(format!("The store could not be read or written: {error}.")),
            },
            StorageError::PreviousIo => Self::Io(FAILED_BEFORE.to_owned()),
            other => Self::Io(format!("The store could not be read or written: {other}.")),
        }
    }
}

impl From<TableError> for StoreError {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Storage(error) => error.into(),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<TransactionError> for StoreError {
    fn from(error: TransactionError) -> Self {
        match error {
            TransactionError::Storage(error) => error.into(),
            TransactionError::WouldBlock => Self::Busy,
            other => Self::Io(other.to_string()),
        }
    }
}

impl From<CommitError> for StoreError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Storage(error) => error.into(),
            other => Self::Io(other.to_string()),
        }
    }
}

impl From<CursorError> for StoreError {
    fn from(error: CursorError) -> Self {
        match error {
            CursorError::Storage(error) => error.into(),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<DatabaseError> for StoreError {
    fn from(error: DatabaseError) -> Self {
        match error {
            DatabaseError::Storage(error) => error.into(),
            DatabaseError::DatabaseAlreadyOpen | DatabaseError::TransactionInProgress => Self::Busy,
            DatabaseError::UpgradeRequired(found) => Self::Newer {
                found: u32::from(found),
                known: super::meta::FORMAT,
            },
            other => Self::Io(format!("The store could not be opened: {other}.")),
        }
    }
}
