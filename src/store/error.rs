//! What can go wrong with a store, in words for the person who reads them.

use crate::model::Contact;
use std::fmt;
use std::path::PathBuf;

/// A store's refusal or failure: what happened, to what, what to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant says what its fields are")]
pub enum StoreError {
    /// There is no such thing: its kind and its name.
    NotFound { kind: &'static str, name: String },
    /// The name is taken: kind and name.
    NameTaken { kind: &'static str, name: String },
    /// Something else uses it: what, and who uses it.
    InUse { what: String, by: String },
    /// The request cannot be carried out as it is; the text says why and what to do.
    Invalid(String),
    /// A change that was to be taken back stands as it is; the text says why.
    Stands(String),
    /// What was to be edited has been changed meanwhile: the contact as it is now.
    Changed(Box<Contact>),
    /// Another process keeps writers out.
    Busy,
    /// Somebody else has the store open, and must not have.
    Others,
    /// A row, chunk or page does not hold what was written: where, and what was found.
    Damaged(String),
    /// Written by a newer version: the format found and the newest this one knows.
    Newer { found: u32, known: u32 },
    /// Of an older format, and not to be brought forward: opened read-only, or older than the oldest that can be.
    Older { found: u32, oldest: u32 },
    /// The file is no audience store.
    Foreign(PathBuf),
    /// File or folder permissions are not what they must be; the text says what to do.
    Mode(String),
    /// Opened read-only.
    ReadOnly,
    /// No space left on the device.
    Full(PathBuf),
    /// The operating system refused: what was tried, and its words.
    Io(String),
    /// The disk failed at the very end of saving, so the change may be there or not: what it said.
    Unsure(Box<StoreError>),
    /// The answer was no longer wanted.
    Cancelled,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound { kind, name } => write!(f, "There is no {kind} “{name}”."),
            Self::NameTaken { kind, name } => {
                write!(f, "There is a {kind} “{name}” already. Choose another name.")
            }
            Self::InUse { what, by } => write!(f, "{what} is used by {by}. Change that first."),
            Self::Invalid(text) | Self::Stands(text) | Self::Mode(text) | Self::Io(text) => f.write_str(text),
            Self::Changed(now) => write!(
                f,
                "{} has been changed meanwhile. Look at it again before you save.",
                now.display_name()
            ),
            Self::Busy => {
                f.write_str("Another process is working on the whole store. Try again when it has finished.")
            }
            Self::Others => f.write_str(
                "Somebody else has the store open. Close the other interfaces and commands on it, and try again.",
            ),
            Self::Damaged(place) => write!(
                f,
                "The store is damaged: {place}. Nothing was changed. Run `audience check` to see what is affected; `audience export` writes out what can still be read."
            ),
            Self::Newer { found, known } => write!(
                f,
                "This store was written by a newer audience (format {found}; this one knows up to {known}). Update audience."
            ),
            Self::Older { found, oldest } if found >= oldest => write!(
                f,
                "This store has an older format ({found}) and is not changed read-only. Open it once without --read-only: it is brought forward then, and a copy of it as it was is kept beside it."
            ),
            Self::Older { found, .. } => write!(
                f,
                "This store was written before the first release (format {found}), which this version cannot read. It was left as it is: export its contacts with the version that wrote it, and import them into a new store."
            ),
            Self::Foreign(path) => write!(
                f,
                "{} is not an audience store. Choose another path with --store; the file was left as it is.",
                path.display()
            ),
            Self::ReadOnly => {
                f.write_str("The store is open read-only. Start without --read-only to make changes.")
            }
            Self::Full(path) => write!(
                f,
                "No space left for {}. The change was not made; free some space and try again.",
                path.display()
            ),
            Self::Unsure(cause) => {
                f.write_str("The disk failed while this was saved, so it may be there or not. ")?;
                match &**cause {
                    Self::Full(path) => write!(f, "No space is left for {}. ", path.display())?,
                    cause => write!(f, "{cause} ")?,
                }
                f.write_str("Look whether it is there before you make it again.")
            }
            Self::Cancelled => f.write_str("Stopped."),
        }
    }
}

impl std::error::Error for StoreError {}
