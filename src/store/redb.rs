//! The embedded store: one redb file, shared by any number of processes.
//!
//! Here are its handle and its transactions; what is asked and changed within them has a file of its own each.

use super::fault::guarded_or;
use super::gate::locking;
use super::import::Kept;
use super::open::{Handle, OpenOptions, open};
use super::order::OrderCache;
use super::writing::Writing;
use super::{Result, StoreError, catalogue};
use crate::model::Catalogue;
use redb::{ReadTransaction, TransactionError, WriteTransaction};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant as Clock};

/// A write waits this long for others before it says that the store is busy.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the lock stays free behind a batch of a long change, so that others come in; behind a short one as long as it
/// took.
const REST: Duration = Duration::from_millis(10);

/// The embedded store.
pub struct Redb {
    options: OpenOptions,
    handle: RwLock<Arc<Handle>>,
    /// Set by a failure after which redb refuses everything: the next transaction opens the file anew.
    stale: AtomicBool,
    warnings: Vec<String>,
    pub(super) catalogue: Mutex<Option<Arc<Catalogue>>>,
    pub(super) orders: OrderCache,
    /// What an import keeps from one batch to the next.
    pub(super) filters: Mutex<Kept>,
    rests_until: Mutex<Option<Clock>>,
}

impl std::fmt::Debug for Redb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redb")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl Redb {
    /// Opens a store, and makes it first where that is asked for.
    pub fn open(options: &OpenOptions) -> Result<Self> {
        let (handle, warnings) = locking(|| open(options)).map_err(|error| located(error, &options.path))?;
        Ok(Self {
            options: options.clone(),
            handle: RwLock::new(Arc::new(handle)),
            stale: AtomicBool::new(false),
            warnings,
            catalogue: Mutex::new(None),
            orders: OrderCache::default(),
            filters: Mutex::default(),
            rests_until: Mutex::new(None),
        })
    }

    /// What the person who opened it should know.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.options.path
    }

    /// Asks within one read transaction, which ends with the question. After a failed read the file is opened anew
    /// and asked once more.
    pub(super) fn read<T>(&self, mut ask: impl FnMut(&ReadTransaction) -> Result<T>) -> Result<T> {
        let mut once = || {
            let handle = self.handle()?;
            self.noted(self.guarded(|| {
                let txn = locking(|| handle.read())?;
                ask(&txn)
            }))
        };
        match once() {
            Err(StoreError::Io(_)) => once(),
            answered => answered,
        }
    }

    /// Changes within one write transaction. It is on disk when this returns; a failure leaves everything as it was,
    /// but for one at the very end of saving, which is told as such.
    pub(super) fn write<T>(&self, work: impl FnOnce(&mut Writing) -> Result<T>) -> Result<T> {
        let mut saving = None;
        let done = locking(|| {
            let txn = match self.begin() {
                Err(StoreError::Io(_)) => self.begin()?,
                begun => begun?,
            };
            let bytes = fs::metadata(self.path()).map_or(u64::MAX, |file| file.len());
            self.noted(self.guarded(|| {
                let mut writing = Writing::begin(txn, bytes)?;
                let done = work(&mut writing)?;
                saving = Some(writing.state.generation);
                writing.commit()?;
                Ok(done)
            }))
        });
        match (done, saving) {
            (Err(error @ (StoreError::Io(_) | StoreError::Full(_))), Some(before)) => {
                Err(self.after_failed_commit(error, before))
            }
            (done, _) => done,
        }
    }

    /// A commit that fails may have failed after the point from which the change counts: looks whether it does.
    fn after_failed_commit(&self, error: StoreError, before: u64) -> StoreError {
        match catalogue::generation(self) {
            Ok(now) if now == before => error,
            _ => StoreError::Unsure(Box::new(error)),
        }
    }

    /// Begins a write transaction as soon as no other process is in one.
    fn begin(&self) -> Result<WriteTransaction> {
        let handle = self.handle()?;
        let database = handle.writer()?;
        let started = Clock::now();
        let mut pause = Duration::from_micros(200);
        loop {
            match self.guarded(|| Ok(database.try_begin_write()))? {
                Ok(txn) => return Ok(txn),
                Err(TransactionError::WouldBlock) if started.elapsed() < PATIENCE => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(3));
                }
                Err(error) => return self.noted(Err(error.into())),
            }
        }
    }

    /// One batch of a long change: like [`Redb::write`], after the lock has been free for a while.
    pub(super) fn write_batch<T>(&self, work: impl FnOnce(&mut Writing) -> Result<T>) -> Result<T> {
        let until = *locked(&self.rests_until);
        if let Some(until) = until {
            std::thread::sleep(until.saturating_duration_since(Clock::now()));
        }
        let begun = Clock::now();
        let done = self.write(work);
        *locked(&self.rests_until) = Some(Clock::now() + begun.elapsed().min(REST));
        done
    }

    fn handle(&self) -> Result<Arc<Handle>> {
        if self.stale.swap(false, Ordering::AcqRel) {
            let options = OpenOptions {
                create: false,
                ..self.options.clone()
            };
            let (fresh, _) =
                locking(|| open(&options)).inspect_err(|_| self.stale.store(true, Ordering::Release))?;
            *self.handle.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        }
        Ok(Arc::clone(
            &self.handle.read().unwrap_or_else(PoisonError::into_inner),
        ))
    }

    /// Runs work on the handle; after a panic, which a damaged page may cause, the file has to be opened anew.
    fn guarded<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        guarded_or(work, || self.stale.store(true, Ordering::Release))
    }

    /// Remembers a failure after which redb has to be opened anew, and completes what redb does not know.
    fn noted<T>(&self, done: Result<T>) -> Result<T> {
        done.map_err(|error| {
            if matches!(error, StoreError::Io(_) | StoreError::Full(_)) {
                self.stale.store(true, Ordering::Release);
            }
            located(error, &self.options.path)
        })
    }
}

/// redb does not know what its file is called.
fn located(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::Full(_) => StoreError::Full(path.to_owned()),
        error => error,
    }
}

/// A lock that no panic can spoil: what it guards is replaced as a whole.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
