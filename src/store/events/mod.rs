//! What contacts did: their events, packed per contact and kind in the order of time, and cut into chunks. Here they are
//! written and read; what is derived from them changes in the same transaction.

mod adopt;
mod back;
mod batch;
mod block;
mod blocks;
mod cells;
mod derived;
mod join;
mod pack;
mod parts;
mod prepare;
mod rehearse;
mod rows;
mod texts;
mod timeline;

pub(super) use adopt::{adopt, take_along};
pub(super) use back::put_back;
pub(super) use batch::{batch, begin, finish};
pub(super) use block::{BLOCK_ROWS, SEGMENT};
pub(super) use blocks::{Blocks, MARKED, counted, expect_last, lost, opened};
pub(super) use cells::{CLICKED, Cells, OPENED_OR_IN, day_number};
pub(super) use derived::{complete, drop_columns, forget, of_contact, recount, refile, restore_columns};
pub(super) use join::join;
#[cfg(test)]
pub(super) use parts::encode_numbers;
pub(super) use parts::{Days, Header, Kept, Numbers, Offsets, rows_of};
pub(super) use rehearse::rehearse;
pub(super) use rows::{all, any, columns, decode, of_kind, open as table, totals};
pub(super) use texts::{SHARED, Texts};
pub(super) use timeline::timeline;

use crate::model::{ContactId, EntryId, Event, EventKind, ListId, SourceId};
use crate::phone::Identity;

/// What an import of events is told once.
#[derive(Clone, Debug)]
pub struct HistoryJob {
    /// One line for history: `import purchases orders.csv into Shop`.
    pub what: String,
    /// Names the same import again: a hash over the file and all options. None cannot be resumed (standard input).
    pub key: Option<[u8; 16]>,
    /// What the rows are.
    pub kind: EventKind,
    /// The list whose contacts they are looked for in first.
    pub list: ListId,
    /// The source of the rows' ids; made when first used.
    pub source: String,
}

/// An import of events between its first and its last batch.
#[derive(Clone, Debug)]
pub struct OpenHistory {
    /// Its journal entry.
    pub entry: EntryId,
    /// What it was told.
    pub job: HistoryJob,
    /// The number of its source.
    pub source: SourceId,
    /// Up to where rows were in before, as given to [`super::Store::history_batch`].
    pub rows_done: u64,
    /// The reader's counts over those rows; empty at the start.
    pub tally: Vec<u8>,
}

/// One event that comes.
#[derive(Clone, Debug)]
pub struct HistoryRow {
    /// Whose it is.
    pub contact: ContactId,
    /// The event, of the job's kind.
    pub event: Event,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    /// It is new.
    Added,
    /// One with its id was there and differed; this one stands now.
    Updated,
    /// The same one was there.
    Unchanged,
    /// The contact has been deleted meanwhile.
    Gone,
}

/// How a row of a file names its contact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JoinKey {
    /// By its id at the source.
    Id(String),
    /// By a number.
    Number(Identity),
    /// By a mailbox, folded (`model::text::fold`).
    Email(String),
}
