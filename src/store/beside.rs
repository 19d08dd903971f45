//! Columns and indexes brought up to changed contacts on threads beside the one that writes their rows: they are other
//! tables of the same transaction.

use super::change::Changed;
use super::columns::{self, RowChange};
use super::fault::guarded;
use super::index;
use super::writing::Writing;
use super::{Result, StoreError};
use crossbeam_channel::{Receiver, Sender, unbounded};
use rayon_core::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Arc, LazyLock};

/// Changed contacts on their way.
type Batch = Arc<Vec<Changed>>;

/// Takes changed contacts for what follows them, in the order in which they are to be written.
pub(super) struct Beside {
    columns: Sender<Batch>,
    indexes: Sender<Batch>,
}

impl Beside {
    /// Has columns and indexes follow. Where that fails, the whole work will have failed.
    pub(super) fn follow(&self, changes: &Batch) {
        // Nobody listens where it has failed already.
        let _ = self.indexes.send(Arc::clone(changes));
        let _ = self.columns.send(Arc::clone(changes));
    }

    /// Has the columns follow contacts that are found as before.
    pub(super) fn follow_in_columns(&self, changes: &Batch) {
        let _ = self.columns.send(Arc::clone(changes));
    }
}

/// The threads that work beside others. They stay: each new one would take fresh memory for all that it makes.
static THREADS: LazyLock<Option<ThreadPool>> =
    LazyLock::new(|| ThreadPoolBuilder::new().num_threads(2).build().ok());

fn threads() -> Result<&'static ThreadPool> {
    let none = || {
        StoreError::Io(
            "The system gives this process no more threads. Try again, or close other programs.".into(),
        )
    };
    THREADS.as_ref().ok_or_else(none)
}

/// Does work while columns and indexes follow it; all are done, or one has failed, when this returns. Until then, no
/// other work may have their tables open.
pub(super) fn beside<T>(writing: &Writing, work: impl FnOnce(&Beside) -> Result<T>) -> Result<T> {
    let txn = writing.txn();
    let mut filters = writing.filters.take();
    let (mut columns_done, mut indexes_done) = (Err(lost()), Err(lost()));
    let done = threads()?.in_place_scope(|scope| {
        let (columns, to_columns) = unbounded::<Batch>();
        let (indexes, to_indexes) = unbounded::<Batch>();
        scope.spawn(|_| {
            let to_columns = to_columns;
            let follow = |changes: &[Changed]| columns::update(txn, &row_changes(changes));
            columns_done = guarded(|| each(&to_columns, follow));
        });
        scope.spawn(|_| {
            let to_indexes = to_indexes;
            indexes_done = guarded(|| {
                let mut entries = index::Changes::begin(txn)?;
                each(&to_indexes, |changes| {
                    entries.add(changes);
                    Ok(())
                })?;
                entries.write(txn, filters.as_mut())
            });
        });
        work(&Beside { columns, indexes })
    });
    match (done, columns_done, indexes_done) {
        (Ok(done), Ok(()), Ok(())) => {
            *writing.filters.borrow_mut() = filters;
            Ok(done)
        }
        (done, columns, indexes) => Err(cause([done.err(), columns.err(), indexes.err()])),
    }
}

/// Does two things at once, of which neither has a table open that the other needs.
pub(super) fn both<A: Send, B>(
    one: impl FnOnce() -> Result<A> + Send,
    other: impl FnOnce() -> Result<B>,
) -> Result<(A, B)> {
    let mut one_done = Err(lost());
    let other_done = threads()?.in_place_scope(|scope| {
        scope.spawn(|_| one_done = guarded(one));
        other()
    });
    match (one_done, other_done) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (one, other) => Err(cause([one.err(), other.err()])),
    }
}

fn each(changes: &Receiver<Batch>, mut follow: impl FnMut(&[Changed]) -> Result<()>) -> Result<()> {
    for changes in changes {
        follow(&changes)?;
    }
    Ok(())
}

/// The failure that the others come from.
fn cause<const N: usize>(failures: [Option<StoreError>; N]) -> StoreError {
    let failures = failures.into_iter().flatten();
    failures.min_by_key(StoreError::is_echo).unwrap_or_else(lost)
}

fn lost() -> StoreError {
    StoreError::Damaged("the columns or the indexes could not be written".into())
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
