//! The journal of changes: who did what, when, and to how many.

use super::Instant;

/// A journal entry's number, counting up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u64);

/// Who makes a change, and when: `AUDIENCE_OPERATOR`, else `SUDO_USER`, else the login name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The operator's name.
    pub name: String,
    /// The moment of the change.
    pub at: Instant,
}

/// Where a change stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// A bulk change between its first and its last batch.
    Running,
    /// Complete.
    Done,
    /// A bulk change whose process has gone, or that was stopped: what is in is in.
    Interrupted,
}

/// What sort of entry it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum EntryKind {
    /// Somebody changed something.
    #[default]
    Change,
    /// It takes a change back.
    Undo(EntryId),
    /// It makes a change again that had been taken back.
    Redo(EntryId),
}

/// One change, as history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalEntry {
    /// Its number.
    pub id: EntryId,
    /// Who and when.
    pub author: Author,
    /// What, in one line: `import contacts shop.csv into Shop`.
    pub what: String,
    /// Rows created, changed and deleted.
    pub rows: u64,
    /// Where it stands.
    pub state: EntryState,
    /// A change, or one that takes a change back or makes it again.
    pub kind: EntryKind,
    /// The entry that takes this one back, while it is taken back.
    pub taken_back: Option<EntryId>,
    /// Of an undo or a redo: rows that stayed, because they have changed since.
    pub stayed: u64,
    /// Whether it kept what taking it back needs. Opt-outs and consent keep nothing: they stay.
    pub can_go_back: bool,
}

impl JournalEntry {
    /// Where it stands, as people read it.
    pub fn standing(&self) -> &'static str {
        match (self.state, self.kind, self.taken_back) {
            (EntryState::Running, ..) => "running",
            (_, EntryKind::Change, Some(_)) => "undone",
            (_, EntryKind::Undo(_), Some(_)) => "redone",
            (EntryState::Interrupted, ..) => "interrupted",
            (EntryState::Done, ..) if self.stayed > 0 => "done in part",
            (EntryState::Done, ..) => "done",
        }
    }
}
