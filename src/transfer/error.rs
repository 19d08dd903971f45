//! What can go wrong with a file, in words for the person who brought it.

use crate::store::StoreError;
use std::fmt;
use std::path::{Path, PathBuf};

/// A transfer's refusal or failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransferError {
    /// The request cannot be carried out as it is (exit code 2): an unknown column or field, a missing option.
    Usage(String),
    /// The file cannot be read as what it should be; the text names it and says what to do.
    File(String),
    /// The operating system refused.
    Io {
        /// Which file.
        path: PathBuf,
        /// Its words.
        reason: String,
    },
    /// The store refused.
    Store(StoreError),
    /// A bulk change failed after some batches: they are in, and running it again goes on from there.
    Halfway {
        /// File rows that are in.
        rows: u64,
        /// What stopped it.
        cause: Box<TransferError>,
    },
    /// The person asked to stop, and nothing had been written yet.
    Cancelled,
}

impl TransferError {
    /// An operating system error about a file.
    pub(crate) fn io(path: &Path, error: &std::io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            reason: error.to_string(),
        }
    }
}

impl fmt::Display for TransferError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::File(text) => f.write_str(text),
            Self::Io { path, reason } => write!(f, "{}: {reason}.", path.display()),
            Self::Store(error) => error.fmt(f),
            Self::Halfway { rows, cause } => write!(
                f,
                "{cause} {rows} rows of the file are in; run the same import again to go on from there."
            ),
            Self::Cancelled => f.write_str("Stopped; nothing was changed."),
        }
    }
}

impl std::error::Error for TransferError {}

impl From<StoreError> for TransferError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
