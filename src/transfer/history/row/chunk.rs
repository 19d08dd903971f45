//! A stretch of the file that was read: its rows with whose they are and what they say, in a few long buffers.

use super::super::ledger::Ledger;
use super::super::property::Property;
use super::super::scattered::Follower;
use super::fact::BETWEEN_ITEMS;
use super::whose::Key;
use crate::phone::Region;
use crate::transfer::issues::Issue;
use csv::StringRecord;
use std::ops::Range;

/// A stretch of the file.
#[derive(Default)]
pub(in crate::transfer::history) struct Chunk {
    /// Rows that stand for themselves, in the order of the file.
    pub drafts: Vec<Draft>,
    /// What they say; see [`super::fact`].
    pub facts: Vec<u8>,
    /// What names their contacts.
    pub keys: Vec<Key>,
    /// The texts of the keys.
    pub texts: String,
    /// What was counted over the stretch, apart from the rows of `drafts` and those that join them.
    pub ledger: Ledger,
    /// Rows that go on with an order elsewhere in the file.
    pub followers: Vec<Follower>,
    /// Whether cells are kept for the rejects file.
    pub keeps_cells: bool,
    /// What could not be read, each with the row's cells.
    pub rejects: Vec<(Issue, StringRecord)>,
    /// The cells of all rows of `drafts` and those that join them, where they are kept.
    pub cells: Vec<StringRecord>,
    /// Where the file stands after it.
    pub bytes: u64,
    /// The id of the last row that stands for itself.
    last_id: String,
}

/// A row that stands for itself.
pub(in crate::transfer::history) struct Draft {
    pub row: u64,
    pub line: u64,
    /// How many rows behind it go on with it.
    pub joined: u64,
    pub cancelled: bool,
    /// In which country its numbers are read.
    pub country: Option<Region>,
    /// Its place among the chunk's facts.
    pub facts: Range<usize>,
    /// Its place among the chunk's keys.
    pub keys: Range<usize>,
}

impl Draft {
    pub fn new(row: u64, line: u64) -> Self {
        Self {
            row,
            line,
            joined: 0,
            cancelled: false,
            country: None,
            facts: 0..0,
            keys: 0..0,
        }
    }
}

impl Chunk {
    /// An empty stretch.
    pub fn new(keeps_cells: bool) -> Self {
        Self {
            keeps_cells,
            ..Self::default()
        }
    }

    /// Takes a text that names a contact, if there is one.
    pub(super) fn push_key(&mut self, place: usize, what: Property, text: &str) {
        if text.is_empty() {
            return;
        }
        let from = self.texts.len();
        self.texts.push_str(text);
        self.keys.push(Key {
            place,
            what,
            text: from..self.texts.len(),
        });
    }

    /// Takes a row that stands for itself.
    pub(super) fn push(&mut self, draft: Draft, id: &str, record: &StringRecord) {
        self.last_id.clear();
        self.last_id.push_str(id);
        self.drafts.push(draft);
        self.keep(record);
    }

    /// Whether a row goes on with the one before it.
    pub(super) fn joins(&self, id: &str, row: u64) -> bool {
        let last = self.drafts.last();
        self.last_id == id && last.is_some_and(|draft| draft.row + draft.joined + 1 == row)
    }

    /// Joins a row to the one before it.
    pub(super) fn join(&mut self, item: &str, record: &StringRecord) {
        if let Some(draft) = self.drafts.last_mut() {
            draft.joined += 1;
            if !item.is_empty() {
                self.facts.extend_from_slice(BETWEEN_ITEMS.as_bytes());
                self.facts.extend_from_slice(item.as_bytes());
            }
            draft.facts.end = self.facts.len();
        }
        self.keep(record);
    }

    /// Takes a row that goes on with an order elsewhere in the file.
    pub(super) fn scatter(&mut self, (row, line): (u64, u64), id: &str, item: &str, record: &StringRecord) {
        self.followers.push(Follower {
            row,
            line,
            id: id.to_owned(),
            item: item.to_owned(),
            cells: self.keeps_cells.then(|| record.clone()),
        });
    }

    /// Counts what could not be read of a row.
    pub(super) fn take_issues(&mut self, issues: Vec<Issue>, record: &StringRecord) {
        for issue in issues {
            self.ledger.add_issue(&issue);
            if self.keeps_cells {
                self.rejects.push((issue, record.clone()));
            }
        }
    }

    fn keep(&mut self, record: &StringRecord) {
        if self.keeps_cells {
            self.cells.push(record.clone());
        }
    }
}
