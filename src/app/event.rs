//! What comes in: keys, sizes, answers, progress, and word that the store has moved.

use super::effect::{Slot, Ticket};
use super::review::{Apart, Looked, Suggested};
use crate::model::{Catalogue, ContactId, EntryId, JournalEntry, Months, Profile, SegmentId, TimelineItem};
use crate::store::{Alike, Applied, Bar, Losses, Page, StoreError, TakenBack};
use crate::transfer;
pub use crossterm::event::{KeyCode, KeyModifiers};
use std::sync::Arc;

/// A key as the terminal gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: KeyCode,
    /// With which modifiers; shift is dropped for characters, which carry it already.
    pub modifiers: KeyModifiers,
}

/// What was done with the mouse, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub what: Pointed,
    /// The column, from 0.
    pub column: u16,
    /// The row, from 0.
    pub row: u16,
}

/// What can be done with a mouse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// The left button went down.
    Click,
    /// It went down again soon, at the same place.
    Double,
    /// The right button went down.
    Menu,
    /// The mouse was moved with the left button down.
    Drag,
    /// The left button came up.
    Release,
    /// The wheel was turned towards the person.
    WheelDown,
    /// The wheel was turned away.
    WheelUp,
}

/// Something the state machine must know.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// The mouse was used.
    Mouse(Mouse),
    /// Something beside the store went wrong, in words.
    Trouble(String),
    /// Text was pasted: never taken as keys.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// A question's answer.
    Answer {
        /// The line it stood in.
        slot: Slot,
        /// The question's ticket.
        ticket: Ticket,
        /// What came out.
        answer: Result<Answer, StoreError>,
    },
    /// A change is on disk, or was refused.
    Applied {
        /// The change's ticket.
        ticket: Ticket,
        /// What came out.
        result: Result<Applied, StoreError>,
    },
    /// An import or bulk change has come this far.
    Progress {
        /// Its ticket.
        ticket: Ticket,
        /// Rows so far.
        done: u64,
        /// Rows in all, as far as known (estimated from bytes).
        total: Option<u64>,
        /// Rows a second.
        rate: f64,
    },
    /// An import has ended; the text says why where it failed.
    Imported {
        /// Its ticket.
        ticket: Ticket,
        /// What is in, or why nothing is.
        result: Result<transfer::file::FileLedger, String>,
    },
    /// An export has ended.
    Exported {
        /// Its ticket.
        ticket: Ticket,
        /// The file, as typed.
        path: String,
        /// How many contacts are in it, and how many are damaged and left out; or why there is no file.
        result: Result<(u64, usize), String>,
    },
    /// A search for duplicates has ended.
    Searched {
        /// Its ticket.
        ticket: Ticket,
        /// What was found.
        result: Result<Suggested, StoreError>,
    },
    /// A change has been taken back or made again, or why it has not.
    TakenBack {
        /// Its ticket.
        ticket: Ticket,
        /// What came out.
        result: Result<TakenBack, StoreError>,
    },
    /// Another process, or this one, has committed: the store's generation now.
    Moved(u64),
    /// A quarter of an hour has begun; in some time zone a day may have.
    Quarter,
    /// The terminal came back after a stop; everything is drawn anew.
    Resumed,
}

/// What an import brought, beside everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Newcomers {
    /// The import.
    pub entry: EntryId,
    /// How many are new.
    pub new: u64,
    /// How many of them may be somebody else too.
    pub doubtful: u64,
}

/// What an answer can be, by question.
#[derive(Debug)]
pub enum Answer {
    /// To `Catalogue`.
    Catalogue(Arc<Catalogue>),
    /// To `Page`.
    Page(Page),
    /// To `SegmentCounts`, in the order asked; None where the segment needs what the store cannot answer.
    SegmentCounts(Vec<(SegmentId, Option<u64>)>),
    /// To `Profile`; None where the contact is gone.
    Profile(Option<Box<Profile>>),
    /// To `Timeline`.
    Timeline(Vec<TimelineItem>),
    /// To `Changes`.
    Changes(Vec<JournalEntry>),
    /// To `Months`.
    Months(Box<Months>),
    /// To `Preview`: how many, and a few of them.
    Preview(u64, Vec<Profile>),
    /// To `Counts`, in the order asked.
    Counts(Vec<u64>),
    /// To `Search`.
    Found(Vec<ContactId>),
    /// To `People`, the nearest first.
    People(Vec<Profile>),
    /// To `Values`: spelling and number of contacts, most frequent first.
    Values(Vec<(String, u64)>),
    /// To `Losses`.
    Losses(Losses),
    /// To `Spread`.
    Spread(Vec<Bar>),
    /// To `Owners`.
    Owners(Vec<Profile>),
    /// To `Likely`, the likeliest first.
    Likely(Vec<Alike>),
    /// To `Newcomers`; None where there is no such import.
    Newcomers(Option<Newcomers>),
    /// To `Paths`: paths, folders with a slash at the end.
    Paths(Vec<String>),
    /// To `Theme`: the file's text, or why it cannot be read.
    Theme(Result<String, String>),
    /// To `Plan`: the plan, or why the file cannot be read.
    Plan(Result<Box<transfer::file::FilePlan>, String>),
    /// To `Deletion`: contacts in the list, and those in no other.
    Deletion(u64, u64),
    /// To `Position`.
    Position(Option<u64>),
    /// To `NextUndo` and `NextRedo`; None where there is nothing.
    Next(Option<JournalEntry>),
    /// To `History`, newest first.
    History(Vec<JournalEntry>),
    /// To `Stands`.
    Stands(Result<TakenBack, StoreError>),
    /// To `Decisions`, the oldest first.
    Decisions(Vec<Apart>),
    /// To `Pair`.
    Pair(Box<Looked>),
}
