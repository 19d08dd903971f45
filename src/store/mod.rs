//! Where an audience is kept. The [`Store`] trait speaks the language of the work: a page of contacts, count these
//! criteria, apply this change; never keys and values, so that another engine can stand beside the embedded one.
//!
//! Everything but the trait and its words knows redb, and nothing outside this room does.

mod answers;
mod apply;
mod beside;
mod bitmap;
mod bodies;
mod catalogue;
mod change;
mod check;
mod codec;
mod columns;
mod decisions;
mod edit;
mod envelope;
mod error;
mod evaluate;
mod events;
mod fault;
#[cfg(test)]
mod faults;
mod gate;
mod heirs;
mod import;
mod index;
mod jobs;
mod journal;
mod likely;
mod losses;
mod many;
mod marks;
mod mask;
mod meta;
mod migrate;
mod near;
mod newcomers;
mod open;
mod order;
mod people;
mod place;
mod process;
mod progress;
mod redb;
mod rows;
mod search;
mod share;
mod side;
mod spread;
mod stats;
mod tables;
mod undo;
mod upkeep;
mod values;
mod view;
mod wire;
mod writing;

pub use self::bodies::{Body, read_again};
pub use self::gate::between_locks;
pub use self::redb::Redb;
pub use error::StoreError;
pub use events::{EventOutcome, HistoryJob, HistoryRow, JoinKey, OpenHistory};
pub use fault::{catches_panics, last_words};
pub use import::Rehearsal;
pub use journal::Entries;
pub use likely::{Alike, NOBODY, likely_duplicates};
pub use losses::{Losses, losses};
pub use many::{Each, PinnedSegment, Selection};
pub use newcomers::{Newly, duplicates_of, duplicates_since};
pub use open::OpenOptions;
pub use people::people;
pub use progress::{Cancel, Progress};
pub use share::share;
pub use spread::{Bar, Spread, Stretch};
pub use undo::TakenBack;
pub use upkeep::{check_pages, compact, tidy};
pub use view::{Page, Sort, View, Window};

use crate::criteria::query::Query;
use crate::duplicates::Desk;
use crate::model::{
    Author, Catalogue, Contact, ContactId, Decision, DecisionId, Edit, EntryId, EntryState, EventKind,
    FieldId, FieldRef, FieldType, JournalEntry, LifecycleLimits, ListId, NewContact, Permission, Profile,
    Scope, SegmentId, SourceId, TimelineItem, TimelineMark,
};
use crate::phone::{E164, Identity};
use std::ops::Range;
use std::sync::Arc;

/// What a store answers with.
pub type Result<T> = std::result::Result<T, StoreError>;

/// A kept audience. Every method is one short question or one change on disk; none keeps a transaction open.
pub trait Store: Send + Sync {
    /// The generation: counts up with every commit, by whichever process. Cheap enough to poll.
    fn generation(&self) -> Result<u64>;

    /// Everything that has a name, as of one generation. Shared until the generation moves.
    fn catalogue(&self) -> Result<Arc<Catalogue>>;

    /// How many contacts of a scope answer the query with yes.
    fn count(&self, scope: Scope, query: &Query, cancel: &Cancel) -> Result<u64>;

    /// A window of the contacts of a view, in its order, with how many there are in all.
    fn page(&self, view: &View, window: Window, cancel: &Cancel) -> Result<Page>;

    /// Where a contact stands in a view, counted from 0; None where it is not in it.
    fn position(&self, view: &View, contact: ContactId, cancel: &Cancel) -> Result<Option<u64>>;

    /// One contact with the permission of its number, what its history comes to, and all its events.
    fn profile(&self, contact: ContactId) -> Result<Option<Profile>>;

    /// Contacts by their ordinals, in the order asked, without events; those that are gone are left out. Holds no transaction
    /// between calls: for exports and long walks, page by page.
    fn profiles(&self, contacts: &[ContactId]) -> Result<Vec<Profile>>;

    /// Like [`Store::profiles`]; contacts whose rows are damaged are left out and named beside.
    fn readable(&self, contacts: &[ContactId]) -> Result<(Vec<Profile>, Vec<ContactId>)> {
        match self.profiles(contacts) {
            Err(StoreError::Damaged(_)) => {}
            found => return found.map(|profiles| (profiles, Vec::new())),
        }
        let (mut profiles, mut unreadable) = (Vec::new(), Vec::new());
        for contact in contacts {
            match self.profile(*contact) {
                Ok(found) => profiles.extend(found),
                Err(StoreError::Damaged(_)) => unreadable.push(*contact),
                Err(error) => return Err(error),
            }
        }
        Ok((profiles, unreadable))
    }

    /// The contacts of a view with a number greater than `after`, ascending, at most `limit`: for long walks.
    fn walk(
        &self,
        scope: Scope,
        query: &Query,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Vec<ContactId>>;

    /// The contacts of a scope with a number greater than `after`, ascending, at most `limit`, as they are stored; those whose
    /// rows are damaged are named beside. For walks over all of them, page by page.
    fn contacts(
        &self,
        scope: Scope,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<(Vec<Contact>, Vec<ContactId>)>;

    /// Has a desk look at the contacts from one number on to another. Whose rows are damaged, and whether anybody is behind.
    fn look(&self, numbers: Range<u32>, desk: &mut Desk<'_>) -> Result<(Vec<ContactId>, bool)>;

    /// The contacts that a change and those after it have made, ascending; they may have gone meanwhile.
    fn made_since(&self, entry: EntryId) -> Result<Vec<ContactId>>;

    /// The contact of a source with an id.
    fn by_source_id(&self, source: SourceId, id: &str) -> Result<Option<ContactId>>;

    /// The contacts any of whose numbers reaches this WhatsApp user.
    fn by_number(&self, identity: Identity) -> Result<Vec<ContactId>>;

    /// The contacts that have a number, a mailbox or a name in common with one, or nearly, and no more than can be compared at
    /// once; it may be among them.
    fn near(&self, contact: &Contact, cancel: &Cancel) -> Result<Vec<Contact>>;

    /// Contacts of a scope whose name, numbers or mailboxes hold the text: whole parts first, then fuzzily.
    fn search(&self, scope: Scope, text: &str, limit: usize, cancel: &Cancel) -> Result<Vec<ContactId>>;

    /// The most frequent values of a text, choice or set field that begin with or hold the text, with how many
    /// contacts of the scope have each; spelled as first stored.
    fn values(
        &self,
        scope: Scope,
        field: FieldRef,
        text: &str,
        limit: usize,
        cancel: &Cancel,
    ) -> Result<Vec<(String, u64)>>;

    /// How the values of a field are spread: stretches of numbers and days, or the most frequent texts. Nothing for yes/no
    /// fields and `location`, and where nobody has a value.
    fn spread(&self, asked: &Spread, cancel: &Cancel) -> Result<Vec<Bar>>;

    /// What is known about a number's permission.
    fn permission(&self, identity: Identity) -> Result<Permission>;

    /// Makes one change, on disk when this returns. Nothing is changed where it fails. `progress` hears of a change that
    /// takes several batches (deleting or moving a large list) and may stop it at a batch border.
    fn apply(&self, change: Change, author: &Author, progress: &mut dyn Progress) -> Result<Applied>;

    /// Opens a bulk import, or goes on with the same one (same key) from where it stopped.
    fn begin_import(&self, job: ImportJob, author: &Author) -> Result<OpenImport>;

    /// Adds one batch of rows to an open import in one transaction, and says what became of each. `up_to` is the last
    /// file row the batch covers (rejected ones included); `tally` turns the outcomes into the reader's own counts,
    /// which are kept with the position in the same transaction.
    fn import_batch(
        &self,
        import: &mut OpenImport,
        rows: Vec<ImportRow>,
        up_to: u64,
        tally: &mut dyn FnMut(&[RowOutcome]) -> Vec<u8>,
    ) -> Result<Vec<RowOutcome>>;

    /// Closes an import: done, or interrupted at a batch border.
    fn finish_import(&self, import: OpenImport, state: EntryState) -> Result<()>;

    /// What a dry run of these rows would do, changing nothing. `seen` carries what earlier rows would have made.
    fn rehearse(&self, job: &ImportJob, rows: &[ImportRow], seen: &mut Rehearsal) -> Result<Vec<RowOutcome>>;

    /// Opens an import of events, or goes on with the same one.
    fn begin_history(&self, job: HistoryJob, author: &Author) -> Result<OpenHistory>;

    /// Adds one batch of events in one transaction, and says what became of each. The rows ascend by contact, and all of a
    /// contact's rows are in one batch. `up_to` and `tally` are kept as [`Store::import_batch`] keeps them.
    fn history_batch(
        &self,
        history: &mut OpenHistory,
        rows: Vec<HistoryRow>,
        up_to: u64,
        tally: &mut dyn FnMut(&[EventOutcome]) -> Vec<u8>,
    ) -> Result<Vec<EventOutcome>>;

    /// What a dry run of these events would do, changing nothing. The rows come as [`Store::history_batch`] takes them.
    fn rehearse_history(&self, job: &HistoryJob, rows: &[HistoryRow]) -> Result<Vec<EventOutcome>>;

    /// Closes an import of events: done, or interrupted at a batch border.
    fn finish_history(&self, history: OpenHistory, state: EntryState) -> Result<()>;

    /// Whose each key is. Where several have it: one of the list rather than others, one whose own number or mailbox it is
    /// rather than a further one, the lowest number. Made for very many keys at a time.
    fn join(&self, list: ListId, source: SourceId, keys: &[JoinKey]) -> Result<Vec<Option<ContactId>>>;

    /// The events of a contact, newest first, from behind a place on.
    fn timeline(
        &self,
        contact: ContactId,
        before: Option<&TimelineMark>,
        limit: usize,
        kinds: &[EventKind],
    ) -> Result<Vec<TimelineItem>>;

    /// The newest journal entries, newest first.
    fn journal(&self, limit: usize) -> Result<Vec<JournalEntry>> {
        self.history(&Entries {
            limit,
            ..Entries::default()
        })
    }

    /// Journal entries, newest first.
    fn history(&self, asked: &Entries) -> Result<Vec<JournalEntry>>;

    /// The changes that made or changed a contact's own fields, newest first; of a long journal only its newest part is
    /// looked through.
    fn changes_of(&self, contact: ContactId, cancel: &Cancel) -> Result<Vec<JournalEntry>>;

    /// One journal entry.
    fn entry(&self, id: EntryId) -> Result<Option<JournalEntry>>;

    /// The change that an operator would undo next: their newest one that stands.
    fn next_undo(&self, operator: &str) -> Result<Option<JournalEntry>>;

    /// The undo that an operator would take back next; None where they have changed something since.
    fn next_redo(&self, operator: &str) -> Result<Option<JournalEntry>>;

    /// Takes a change back, row by row, in batches; an undo that is taken back is a redo. Rows that are no longer what
    /// the change left stay and are told, unless `force` takes them too. One that was interrupted goes on. Where nothing
    /// at all can go back it fails with [`StoreError::Stands`], and nothing is changed.
    fn undo(
        &self,
        entry: EntryId,
        force: bool,
        author: &Author,
        progress: &mut dyn Progress,
    ) -> Result<TakenBack>;

    /// Makes a change again that was taken back; told by its entry or by that of its undo.
    fn redo(
        &self,
        entry: EntryId,
        force: bool,
        author: &Author,
        progress: &mut dyn Progress,
    ) -> Result<TakenBack>;

    /// What undoing an entry would come to, changing nothing. Of one with very many rows only some are looked at.
    fn stands_against(&self, entry: EntryId, author: &Author) -> Result<TakenBack>;

    /// What was decided about pairs of contacts, the oldest first.
    fn decisions(&self) -> Result<Vec<Decision>>;

    /// Walks everything in slices and says what does not hold.
    fn check(&self, progress: &mut dyn Progress) -> Result<CheckReport>;

    /// Sizes and counts.
    fn stats(&self) -> Result<Vec<(String, String)>>;
}

/// One change by one operator.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the fields are named by what they are")]
pub enum Change {
    /// Makes a list.
    CreateList { name: String, description: String },
    /// Edits a list; None leaves as it is.
    EditList {
        list: ListId,
        name: Option<String>,
        description: Option<String>,
        lifecycle: Option<Option<LifecycleLimits>>,
    },
    /// Deletes a list, and the contacts that are in no other list unless they move to another one.
    DeleteList { list: ListId, move_to: Option<ListId> },
    /// Deletes a list whose contacts and segments go to another one. A segment whose name is taken there gets the old
    /// list's name behind its own.
    MergeList { list: ListId, into: ListId },
    /// Saves a segment; the criteria in stored form.
    CreateSegment {
        scope: Scope,
        name: String,
        criteria: String,
    },
    /// Saves a segment with contacts that are pinned in it and out of it.
    CreatePinned(Box<PinnedSegment>),
    /// Edits a segment; None leaves as it is.
    EditSegment {
        segment: SegmentId,
        name: Option<String>,
        criteria: Option<String>,
    },
    /// Deletes a segment; refused while another segment uses it.
    DeleteSegment { segment: SegmentId },
    /// Defines a custom field; its key is made from the label.
    AddField { label: String, kind: FieldType },
    /// Gives a custom field another label; its key stays.
    RenameField { field: FieldId, label: String },
    /// Gives a custom field another type. Values that cannot be read as that are gone ([`losses()`] says which); refused where
    /// a segment asks what the other type does not answer. Until the last batch nothing of it is seen.
    ChangeField { field: FieldId, kind: FieldType },
    /// Puts a custom field at another place among them, counted from 0.
    MoveField { field: FieldId, to: usize },
    /// Deletes a custom field with its values; refused while a segment uses it.
    DeleteField { field: FieldId },
    /// Replaces the settings.
    Settings(crate::model::Settings),
    /// Makes a contact.
    AddContact(NewContact),
    /// Edits a contact.
    EditContact { contact: ContactId, edits: Vec<Edit> },
    /// Edits a contact as somebody has seen it: refused with [`StoreError::Changed`] where a field that is edited is no
    /// longer what it was.
    EditSeen { was: Box<Contact>, edits: Vec<Edit> },
    /// Puts contacts into a list.
    AddToList { contacts: Vec<ContactId>, list: ListId },
    /// Takes contacts out of a list; one in no other list stays, under Everyone.
    RemoveFromList { contacts: Vec<ContactId>, list: ListId },
    /// Deletes contacts from all lists and segments. What is known about their numbers' permission stays.
    DeleteContacts { contacts: Vec<ContactId> },
    /// Joins contacts that are one person: of each group all others to its first, the survivor. Lists, histories, numbers,
    /// mailboxes and ids are united, the survivor's values stand before those of the others, and an opt-out of any of their
    /// numbers holds for all of them. One change, however many groups. `edits` are what the survivor has where somebody chose
    /// otherwise; only a single group takes them.
    Merge {
        groups: Vec<Vec<ContactId>>,
        edits: Vec<Edit>,
    },
    /// Records that two contacts are not duplicates of each other.
    KeepApart { one: ContactId, other: ContactId },
    /// Withdraws such a decision.
    Withdraw { decision: DecisionId },
    /// Changes many contacts at once.
    Many { whom: Selection, each: Each },
    /// Records an opt-out of a number, whether or not a contact has it.
    OptOut { number: E164, reason: String },
    /// Records consent of a number and lifts an opt-out.
    OptIn { number: E164, source: String },
}

/// What a change did.
#[derive(Clone, Debug, Default)]
pub struct Applied {
    /// Its journal entry; None where nothing had to be changed.
    pub entry: Option<EntryId>,
    /// The list, segment, field or contact that was made.
    pub created: Option<u32>,
    /// How many contacts were created, changed or deleted.
    pub contacts: u64,
}

/// What an import is told once.
#[derive(Clone, Debug)]
pub struct ImportJob {
    /// One line for history: `import contacts shop.csv into Shop`.
    pub what: String,
    /// Names the same import again: a hash over the file and all options. None cannot be resumed (standard input).
    pub key: Option<[u8; 16]>,
    /// The list every row joins.
    pub list: ListId,
    /// The source of the rows' ids; made when first used.
    pub source: String,
    /// What to do with rows that match a contact.
    pub on_match: OnMatch,
}

/// What happens to a row that matches a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OnMatch {
    /// Cells that are not empty replace.
    #[default]
    Update,
    /// Only what is not set is filled.
    Fill,
    /// Nothing changes, but a contact of another list joins this one.
    Skip,
    /// Only ids match; everything else is created.
    KeepBoth,
}

/// An import between its first and its last batch.
#[derive(Clone, Debug)]
pub struct OpenImport {
    /// Its journal entry.
    pub entry: EntryId,
    /// What it was told.
    pub job: ImportJob,
    /// The number of its source.
    pub source: SourceId,
    /// File rows that were in before (rejected ones included): the reader skips them.
    pub rows_done: u64,
    /// The reader's counts over those rows, as last given to [`Store::import_batch`]; empty at the start.
    pub tally: Vec<u8>,
}

/// One readable row of a file.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// Its place in the file, for the resume position: the first data row is 1.
    pub row: u64,
    /// Its id at the source, if the file has one.
    pub source_id: Option<String>,
    /// The number and the fields; `lists` is ignored, the job's list counts.
    pub contact: NewContact,
    /// The contact it would make, where that has been made ahead ([`ImportRow::make`]); `contact` has no edits then.
    pub made: Option<Box<Profile>>,
    /// The row opts its number out (a column mapped to `opted_out`).
    pub opts_out: bool,
    /// The row documents consent: when, and how.
    pub consent: Option<crate::model::Consent>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowOutcome {
    /// The contact it became or matched; in a rehearsal, of a row that would create one, the number it might get.
    pub contact: ContactId,
    /// What happened.
    pub what: Outcome,
}

/// The possible fates of a readable row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new contact.
    Created,
    /// A new contact although its number is another's: the names contradict, or the ids do, or it was asked for.
    SharesNumber,
    /// A contact that was there got new values or joined the list.
    Updated,
    /// A contact that was there needed nothing.
    Unchanged,
}

/// What `check` found.
#[derive(Clone, Debug, Default)]
pub struct CheckReport {
    /// Rows, chunks, bitmaps and index entries looked at.
    pub checked: u64,
    /// Each thing that does not hold, in words, at most 100.
    pub problems: Vec<String>,
    /// How many there were in all.
    pub problem_count: u64,
}
