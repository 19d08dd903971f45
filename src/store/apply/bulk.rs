//! Changes that may touch very many contacts. They go in batches sized by time, each a transaction of its own, with the
//! lock free between them; the journal entry is opened by the first and closed by the last. What one batch can hold
//! stays one transaction, and so happens wholly or not at all.

use super::super::change::{self, Changed};
use super::super::index;
use super::super::redb::Redb;
use super::super::tables::{CONTACTS, PERMISSIONS};
use super::super::writing::Writing;
use super::super::{Applied, Progress, Result, StoreError, rows};
use crate::model::{Author, ContactId, EntryId, EntryState, Profile};
use std::time::{Duration, Instant as Clock};

/// How long a batch goes on taking contacts. Its commit comes on top, and others wait for both.
pub(super) const BATCH: Duration = Duration::from_millis(80);

/// Contacts that are looked up and written together within a batch.
const SLICE: usize = 4_000;

/// A long change between its batches.
pub(super) struct Bulk<'a> {
    pub(super) store: &'a Redb,
    pub(super) author: &'a Author,
    /// One line for history.
    pub(super) what: String,
    pub(super) entry: Option<EntryId>,
    /// Contacts changed so far.
    pub(super) rows: u64,
}

/// What a long change does.
pub(super) trait Work {
    /// Refuses, at the beginning of each batch.
    fn check(&self, _writing: &Writing) -> Result<()> {
        Ok(())
    }

    /// Comes before the first contact, in its batch.
    fn begin(&self, _writing: &mut Writing) -> Result<()> {
        Ok(())
    }

    /// Changes one contact. False deletes it.
    fn change(&self, profile: &mut Profile) -> Result<bool>;

    /// Comes after the last contact, in its batch. False where there is more to do: then another pass follows.
    fn finish(&self, _writing: &mut Writing) -> Result<bool> {
        Ok(true)
    }
}

impl<'a> Bulk<'a> {
    /// Before its first batch.
    pub(super) fn new(store: &'a Redb, author: &'a Author, what: String) -> Self {
        Self {
            store,
            author,
            what,
            entry: None,
            rows: 0,
        }
    }

    /// Works through these contacts. Gives back whether the work is finished.
    pub(super) fn pass(
        &mut self,
        mut contacts: Vec<ContactId>,
        work: &impl Work,
        progress: &mut dyn Progress,
    ) -> Result<bool> {
        contacts.sort_unstable();
        contacts.dedup();
        let mut left = contacts.as_slice();
        loop {
            let finished = match self.batch(&mut left, work) {
                Ok(finished) => finished,
                Err(error) => return Err(self.interrupted(error)),
            };
            let done = contacts.len() - left.len();
            let goes_on = progress.step(done as u64, contacts.len() as u64);
            if let Some(finished) = finished {
                return Ok(finished);
            }
            if !goes_on {
                return Err(self.interrupted(StoreError::Cancelled));
            }
        }
    }

    /// What it did.
    pub(super) fn applied(self) -> Applied {
        Applied {
            entry: self.entry,
            created: None,
            contacts: self.rows,
        }
    }

    /// One transaction. None where contacts are left; else whether the work is finished.
    fn batch(&mut self, left: &mut &[ContactId], work: &impl Work) -> Result<Option<bool>> {
        let (before, author, what) = (self.entry, self.author, self.what.as_str());
        let (entry, rows, rest, finished) = self.store.write_batch(|writing| {
            work.check(writing)?;
            let entry = if let Some(entry) = before {
                writing.resume_entry(entry).map(|()| entry)?
            } else {
                let entry = writing.open_entry(author, what);
                work.begin(writing)?;
                entry
            };
            let (started, mut rest, mut rows) = (Clock::now(), *left, 0);
            while !rest.is_empty() && started.elapsed() < BATCH {
                let (slice, others) = rest.split_at(rest.len().min(SLICE));
                let changes = changes(writing, slice, work)?;
                rows += changes.len() as u64;
                change::write(writing, changes)?;
                rest = others;
            }
            writing.log.add_rows(rows);
            let finished = if rest.is_empty() {
                Some(work.finish(writing)?)
            } else {
                None
            };
            writing.log.set_state(match finished {
                Some(true) => EntryState::Done,
                _ => EntryState::Running,
            });
            let entry = (before.is_some() || writing.is_changed()).then_some(entry);
            if before.is_some() {
                writing.touch();
            }
            Ok((entry, rows, rest, finished))
        })?;
        index::settle(self.store, finished.is_some());
        self.entry = entry;
        self.rows += rows;
        *left = rest;
        Ok(finished)
    }

    /// Says in the journal that the change ends before its end. What is in is in.
    pub(super) fn interrupted(&self, error: StoreError) -> StoreError {
        if let Some(entry) = self.entry {
            let _ = self.store.write(|writing| {
                writing.resume_entry(entry)?;
                writing.log.set_state(EntryState::Interrupted);
                writing.touch();
                Ok(())
            });
        }
        error
    }
}

/// What the work makes of a slice of contacts; those it leaves alone, and those that are gone, are left out.
fn changes(writing: &Writing, slice: &[ContactId], work: &impl Work) -> Result<Vec<Changed>> {
    let (contacts, permissions) = (
        writing.txn().open_table(CONTACTS)?,
        writing.txn().open_table(PERMISSIONS)?,
    );
    let mut changes = Vec::with_capacity(slice.len());
    for id in slice {
        let Some(old) = rows::profile(&contacts, &permissions, *id)? else {
            continue;
        };
        let mut new = old.clone();
        let stays = work.change(&mut new)?;
        if !stays || new != old {
            changes.push(Changed {
                id: *id,
                old: Some(Box::new(old)),
                new: stays.then(|| Box::new(new)),
            });
        }
    }
    Ok(changes)
}
