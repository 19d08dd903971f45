//! What the state machine wants done: questions, changes, long work, the end.

use crate::criteria::query::Query;
use crate::model::{
    Contact, ContactId, EntryId, EventKind, FieldId, FieldRef, FieldType, ListId, Scope, SegmentId,
    TimelineMark,
};
use crate::phone::Identity;
use crate::store::{Change, Entries, Selection, Spread, View, Window};
use crate::transfer;

/// Names one question or change among all that were ever asked; counts up.
pub type Ticket = u64;

/// One thing for the runtime to do. Effects of one update are taken in order; none is waited for.
#[derive(Debug)]
pub enum Effect {
    /// Ask the store or the file system. A newer question of the same slot replaces one that waits and cancels one that
    /// runs.
    Ask(Ask),
    /// Make a change. Changes run one after another, in order.
    Apply {
        /// Comes back with the answer.
        ticket: Ticket,
        /// What to do.
        change: Change,
    },
    /// Run an import that was planned; progress and the end come back as events.
    Import {
        /// Comes back with progress and end.
        ticket: Ticket,
        /// What to import, as shown before.
        plan: Box<transfer::file::FilePlan>,
    },
    /// Take a journal entry back; an undo that is taken back is a redo. Progress and the end come back as events.
    TakeBack {
        /// Comes back with progress and end.
        ticket: Ticket,
        /// Which entry.
        entry: EntryId,
        /// Rows too that have been changed since.
        force: bool,
    },
    /// Write contacts into a file; progress and the end come back as events.
    Export {
        /// Comes back with progress and end.
        ticket: Ticket,
        /// Who, and where to.
        wanted: Box<ExportWanted>,
    },
    /// Look for duplicates; progress and the end come back as events.
    Search {
        /// Comes back with progress and end.
        ticket: Ticket,
        /// Among whom.
        scope: Scope,
    },
    /// Stop the running import, export, search or bulk change of this ticket at its next batch border.
    Stop(Ticket),
    /// A draft that was found at the start is of no more use.
    ForgetDraft(String),
    /// Keep what was chosen, by name and value, in the file of preferences.
    Prefer(String, String),
    /// Put a text into the terminal's clipboard.
    Copy(String),
    /// Take the mouse from the terminal, or leave it to it.
    Mouse(bool),
    /// Leave the program.
    Quit,
    /// Leave, look at an audience that is thrown away afterwards, and come back.
    Demo,
    /// Give the terminal back to the shell (Ctrl-Z).
    Suspend,
    /// Draw every cell anew (Ctrl-L): something else has written on the terminal.
    Redraw,
}

/// Contacts that are to go into a file.
#[derive(Clone, Debug)]
pub struct ExportWanted {
    /// Where they are looked at.
    pub scope: Scope,
    /// Who they are.
    pub whom: Selection,
    /// The file, as typed; its ending says how they are written.
    pub path: String,
    /// A file of that name may be replaced: that it is there was said.
    pub replaces: bool,
}

/// A question with its place in line.
#[derive(Debug)]
pub struct Ask {
    /// Whose newest question counts.
    pub slot: Slot,
    /// Comes back with the answer.
    pub ticket: Ticket,
    /// What is asked.
    pub question: Question,
}

/// A line of questions of which only the newest matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slot {
    /// The catalogue.
    Catalogue,
    /// The visible part of the contacts table.
    Page,
    /// The counts beside the segments.
    SegmentCounts,
    /// The profile that is shown.
    Profile,
    /// The events of the profile that is shown.
    Timeline,
    /// What the contact of the profile has spent by month.
    Months,
    /// Who has changed the contact of the profile.
    Changes,
    /// Count and sample of the criteria being written.
    Preview,
    /// The counts in the tree of the criteria being written.
    Counts,
    /// Contacts that a search text finds.
    Search,
    /// Contacts to go to.
    People,
    /// Whom a draft is about.
    Draft,
    /// What another process has changed last.
    Elsewhere,
    /// How the field at the cursor of the criteria is spread.
    Bars,
    /// What saving the criteria being written would change.
    Moves,
    /// Contacts from one row to another, to mark them.
    Range,
    /// Whose place in segments is explained.
    Why,
    /// Values to complete with.
    Values,
    /// How many contacts have a value of each custom field.
    FieldCounts,
    /// How many contacts came to a list in each month.
    Growth,
    /// What another type of a field would lose.
    Losses,
    /// Who has the number that is being typed.
    Owners,
    /// Who may be the person that is being typed.
    Likely,
    /// Who of those that an import brought may be somebody else too.
    Newcomers,
    /// File names to complete with.
    Paths,
    /// A theme of one's own.
    Theme,
    /// What a file would import.
    Plan,
    /// What deleting a list would delete.
    Deletion,
    /// Where a contact stands in a view.
    Position,
    /// Which change is undone or redone next.
    Next,
    /// The journal.
    History,
    /// What stands against taking a change back.
    Stands,
    /// The contacts that are looked at as duplicates.
    Pair,
    /// Who was said to be two people.
    Decisions,
}

/// What can be asked.
#[derive(Clone, Debug)]
pub enum Question {
    /// Everything that has a name.
    Catalogue,
    /// A window of a view.
    Page {
        /// Which contacts, in which order.
        view: View,
        /// Which stretch.
        window: Window,
    },
    /// How many contacts each segment has; queries are made by the runtime from the stored criteria.
    SegmentCounts(Vec<SegmentId>),
    /// One contact.
    Profile(ContactId),
    /// Events of a contact, newest first.
    Timeline {
        /// Whose.
        contact: ContactId,
        /// Those behind this place; None: from the newest on.
        before: Option<TimelineMark>,
        /// How many at most.
        limit: usize,
        /// Of these kinds.
        kinds: &'static [EventKind],
    },
    /// The changes to a contact's own fields.
    Changes(ContactId),
    /// What a contact has spent by month.
    Months(ContactId),
    /// Count and a sample of members.
    Preview {
        /// Which contacts.
        view: View,
        /// How many to show.
        sample: usize,
    },
    /// How many contacts meet each of these.
    Counts {
        /// Among whom.
        scope: Scope,
        /// What is asked, one by one.
        queries: Vec<Query>,
    },
    /// Contacts by text.
    Search {
        /// Among whom.
        scope: Scope,
        /// The text as typed.
        text: String,
        /// How many at most.
        limit: usize,
    },
    /// The same among everyone, with all that is known of them.
    People {
        /// The text as typed.
        text: String,
        /// How many at most.
        limit: usize,
    },
    /// Frequent values of a field.
    Values {
        /// Among whom.
        scope: Scope,
        /// Of which field.
        field: FieldRef,
        /// What they begin with or hold.
        text: String,
    },
    /// What giving a custom field another type would lose.
    Losses {
        /// Which field.
        field: FieldId,
        /// The type it would have.
        kind: FieldType,
    },
    /// How the values of a field are spread.
    Spread(Box<Spread>),
    /// Contacts that have a number.
    Owners(Identity),
    /// Who may be the same person as a contact that is being typed.
    Likely(Box<Contact>),
    /// How many of the contacts that the operator's newest import brought may be duplicates.
    Newcomers,
    /// Files and folders whose path begins with the text.
    Paths(String),
    /// The text of a theme's file.
    Theme(String),
    /// Read the head of a file and match its columns.
    Plan(Box<transfer::file::FileWanted>),
    /// How many contacts are only in this list.
    Deletion(ListId),
    /// Where a contact stands in a view.
    Position {
        /// In which view.
        view: View,
        /// Which contact.
        contact: ContactId,
    },
    /// The operator's newest change that stands.
    NextUndo,
    /// The operator's newest undo, where they have changed nothing since.
    NextRedo,
    /// Journal entries.
    History(Entries),
    /// What taking a journal entry back would come to.
    Stands(EntryId),
    /// Who was said to be two people, by whom and when.
    Decisions,
    /// Contacts that may be one person, as they are now; and which of others are still there.
    Pair {
        /// Those that are looked at.
        members: Vec<ContactId>,
        /// Those that are to be looked at soon.
        near: Vec<ContactId>,
    },
}
