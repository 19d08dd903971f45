//! Columns brought up to changed contacts on a thread beside the one that writes their rows and indexes: they are other
//! tables of the same transaction.

use super::change::Changed;
use super::columns::{self, RowChange};
use super::fault::guarded;
use super::{Result, StoreError};
use crossbeam_channel::{Sender, unbounded};
use redb::WriteTransaction;
use std::sync::Arc;
use std::thread;

/// Takes changed contacts for their columns, in the order in which they are to be written.
pub(super) struct Beside(Sender<Arc<Vec<Changed>>>);

impl Beside {
    /// Has the columns follow. Where that fails, the whole work will have failed.
    pub(super) fn follow(&self, changes: &Arc<Vec<Changed>>) {
        // Nobody listens where it has failed already.
        let _ = self.0.send(Arc::clone(changes));
    }
}

/// Does work while columns follow it; both are done, or one has failed, when this returns.
pub(super) fn beside<T>(txn: &WriteTransaction, work: impl FnOnce(&Beside) -> Result<T>) -> Result<T> {
    thread::scope(|scope| {
        let (to, changes) = unbounded::<Arc<Vec<Changed>>>();
        let columns = scope.spawn(move || {
            guarded(|| {
                for changes in &changes {
                    columns::update(txn, &row_changes(&changes))?;
                }
                Ok(())
            })
        });
        let done = work(&Beside(to));
        let lost = |_| Err(StoreError::Damaged("the columns could not be written".into()));
        columns.join().unwrap_or_else(lost)?;
        done
    })
}

/// What columns need to know of changed contacts.
pub(super) fn row_changes(changes: &[Changed]) -> Vec<RowChange<'_>> {
    let mut rows = Vec::with_capacity(changes.len());
    for change in changes {
        rows.push(RowChange {
            id: change.id,
            old: change.old.as_deref(),
            new: change.new.as_deref(),
        });
    }
    rows
}
