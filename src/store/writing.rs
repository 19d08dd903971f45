//! One write transaction: what it changes goes through here, so that the generation, the counts of lists and the
//! journal always move with it.

use super::codec::{Encode, open_row, seal_row};
use super::envelope::Sealed;
use super::index::Filters;
use super::journal::{self, Log};
use super::tables::{JOURNAL, LIST_STATES, META};
use super::wire::{WireListState, WireState};
use super::{Result, StoreError, marks, meta};
use crate::model::{Author, EntryId, ListId};
use redb::{ReadableTable, TableDefinition, WriteTransaction};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A write transaction with the state it started from.
pub(super) struct Writing {
    txn: WriteTransaction,
    /// The state, as it will be written.
    pub(super) state: WireState,
    /// Lists a view of which changes, with how many contacts more or less.
    lists: BTreeMap<ListId, i64>,
    /// What the journal will say.
    pub(super) log: Log,
    /// Which numbers and ids are new, where the change is large enough to have worked that out.
    pub(super) filters: RefCell<Option<Filters>>,
    changed: bool,
    /// How large the file was at the beginning.
    file_bytes: u64,
}

impl Writing {
    /// Begins within a transaction.
    pub(super) fn begin(txn: WriteTransaction, file_bytes: u64) -> Result<Self> {
        let state = meta::state(&txn.open_table(META)?)?;
        marks::expect_roots(&txn)?;
        Ok(Self {
            txn,
            state,
            lists: BTreeMap::new(),
            log: Log::default(),
            filters: RefCell::default(),
            changed: false,
            file_bytes,
        })
    }

    /// The transaction, for reading and for tables that are nobody else's.
    pub(super) fn txn(&self) -> &WriteTransaction {
        &self.txn
    }

    /// Says that something has changed which this type has not seen.
    pub(super) fn touch(&mut self) {
        self.changed = true;
    }

    /// Whether anything has changed.
    pub(super) fn is_changed(&self) -> bool {
        self.changed
    }

    /// How many contacts the list has, with what this transaction has done to it.
    pub(super) fn list_count(&self, list: ListId) -> Result<u64> {
        let before = list_state(&self.txn.open_table(LIST_STATES)?, list)?.unwrap_or_default();
        Ok(before
            .contacts
            .saturating_add_signed(self.lists.get(&list).copied().unwrap_or_default()))
    }

    /// A view of the list changes; it has that many contacts more or less.
    pub(super) fn list_changed(&mut self, list: ListId, more: i64) {
        *self.lists.entry(list).or_default() += more;
        self.changed = true;
    }

    /// Opens the journal entry that this transaction belongs to.
    pub(super) fn open_entry(&mut self, author: &Author, what: &str) -> EntryId {
        let id = EntryId(self.state.next_entry);
        self.state.next_entry += 1;
        self.log.open(id, author, what);
        id
    }

    /// Goes on with an entry of an earlier transaction.
    pub(super) fn resume_entry(&mut self, id: EntryId) -> Result<()> {
        let journal = self.txn.open_table(JOURNAL)?;
        self.log.resume(&journal, id)
    }

    /// Writes a row; one that is already so is left alone. Gives back whether it was.
    pub(super) fn put(
        &mut self,
        kind: Sealed,
        table: TableDefinition<'static, u32, &'static [u8]>,
        id: u32,
        row: &impl Encode,
    ) -> Result<bool> {
        let key = id.to_be_bytes();
        let mut sealed = Vec::new();
        seal_row(&mut sealed, kind, &key, row)?;
        let mut table = self.txn.open_table(table)?;
        let before = table.get(id)?.map(|row| row.value().to_vec());
        if before.as_deref() == Some(sealed.as_slice()) {
            return Ok(false);
        }
        table.insert(id, sealed.as_slice())?;
        drop(table);
        self.log_row(kind, &key, before.as_deref(), Some(&sealed))?;
        Ok(true)
    }

    /// Deletes a row.
    pub(super) fn remove(
        &mut self,
        kind: Sealed,
        table: TableDefinition<'static, u32, &'static [u8]>,
        id: u32,
    ) -> Result<()> {
        let before = self
            .txn
            .open_table(table)?
            .remove(id)?
            .map(|row| row.value().to_vec());
        if before.is_some() {
            self.log_row(kind, &id.to_be_bytes(), before.as_deref(), None)?;
        }
        Ok(())
    }

    /// Tells the journal of a row that was written or deleted.
    pub(super) fn log_row(
        &mut self,
        kind: Sealed,
        key: &[u8],
        before: Option<&[u8]>,
        after: Option<&[u8]>,
    ) -> Result<()> {
        self.changed = true;
        self.log.row(&self.txn, kind, key, before, after)
    }

    /// Tells the journal of a contact that was made, with the mark of its row.
    pub(super) fn log_created(&mut self, contact: u32, mark: [u8; 4]) -> Result<()> {
        self.changed = true;
        self.log.created(&self.txn, contact, mark)
    }

    /// Notes how large the file is, if nobody has yet: how much it grows is measured against that.
    pub(super) fn note_size(&mut self) {
        if self.state.looked_at == (0, 0) && self.file_bytes < u64::MAX {
            self.state.looked_at = (self.file_bytes, meta::holdings(&self.state));
        }
    }

    /// Puts it on disk under the next generation. Where nothing has changed, nothing is written.
    pub(super) fn commit(mut self) -> Result<()> {
        if !self.changed {
            return Ok(self.txn.abort()?);
        }
        self.log.flush(&self.txn, &mut self.state)?;
        self.state.journal_bytes += self.log.written;
        if let Some(now) = self.log.at().filter(|_| !self.log.takes_back()) {
            journal::forget(&self.txn, &mut self.state, now, self.file_bytes)?;
        }
        self.state.generation += 1;
        self.write_lists()?;
        meta::write_state(&self.txn, &self.state)?;
        Ok(self.txn.commit()?)
    }

    fn write_lists(&self) -> Result<()> {
        let mut table = self.txn.open_table(LIST_STATES)?;
        let mut sealed = Vec::new();
        for (list, more) in &self.lists {
            let key = list.0.to_be_bytes();
            let Some(before) = list_state(&table, *list)? else {
                continue;
            };
            let contacts = before.contacts.checked_add_signed(*more).ok_or_else(|| {
                StoreError::Damaged(format!("list {} would have fewer contacts than none", list.0))
            })?;
            let state = WireListState {
                contacts,
                generation: self.state.generation,
            };
            seal_row(&mut sealed, Sealed::ListState, &key, &state)?;
            table.insert(list.0, sealed.as_slice())?;
        }
        Ok(())
    }
}

/// How many contacts a list has, and its generation.
pub(super) fn list_state(
    table: &impl ReadableTable<u32, &'static [u8]>,
    list: ListId,
) -> Result<Option<WireListState>> {
    let row = table.get(list.0)?;
    row.map(|row| open_row(Sealed::ListState, &list.0.to_be_bytes(), row.value()))
        .transpose()
}
