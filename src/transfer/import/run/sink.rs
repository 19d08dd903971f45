//! Where rows go: into the store in batches sized by time, or through a rehearsal of it.

use super::super::ledger::Ledger;
use super::reader::Chunk;
use crate::model::EntryState;
use crate::store::{ImportJob, OnMatch, OpenImport, Outcome, Rehearsal, RowOutcome, Store};
use crate::transfer::TransferError;
use std::time::{Duration, Instant};

/// How long a batch should hold the store's lock: below the 150 ms that another operator may have to wait.
const HOLD: Duration = Duration::from_millis(130);
/// How long the lock stays free between batches.
const REST: Duration = Duration::from_millis(10);
/// Rows of the first batch.
const FIRST: usize = 8_000;
/// Batches stay within these numbers of rows. Each rewrites the last chunk of every column whatever its size, so on a
/// busy machine smaller ones would hold the lock longer in all, not shorter.
const FEWEST: usize = 8_000;
const MOST: usize = 32_000;

/// Takes rows and says what became of them.
pub(super) trait Sink {
    /// How many rows the next batch should have.
    fn wanted(&self) -> usize;

    /// Takes a batch and adds what it brought to the ledger.
    fn take(&mut self, batch: &mut Chunk, ledger: &mut Ledger) -> Result<(), TransferError>;
}

/// The store.
pub(super) struct Real<'a> {
    store: &'a dyn Store,
    import: OpenImport,
    wanted: usize,
    released: Option<Instant>,
}

impl<'a> Real<'a> {
    pub fn new(store: &'a dyn Store, import: OpenImport) -> Self {
        Self {
            store,
            import,
            wanted: FIRST,
            released: None,
        }
    }

    /// Closes the import.
    pub fn finish(self, state: EntryState) -> Result<(), TransferError> {
        Ok(self.store.finish_import(self.import, state)?)
    }

    fn rest(&self) {
        if let Some(left) = self.released.and_then(|at| REST.checked_sub(at.elapsed())) {
            std::thread::sleep(left);
        }
    }

    /// Sizes the next batch by what this one took.
    fn resize(&mut self, rows: usize, took: Duration) {
        let ratio = HOLD.as_secs_f64() / took.as_secs_f64().max(0.001);
        let next = rows as f64 * ratio.clamp(0.5, 2.0);
        self.wanted = (next as usize).clamp(FEWEST, MOST);
    }
}

impl Sink for Real<'_> {
    fn wanted(&self) -> usize {
        self.wanted
    }

    fn take(&mut self, batch: &mut Chunk, ledger: &mut Ledger) -> Result<(), TransferError> {
        self.rest();
        let began = Instant::now();
        let rows = std::mem::take(&mut batch.rows);
        let count = rows.len();
        let mut after = None;
        let mut tally = |outcomes: &[RowOutcome]| {
            let mut counted = ledger.clone();
            counted.add(&batch.ledger);
            counted.add_outcomes(outcomes);
            let kept = serde_json::to_vec(&counted).unwrap_or_default();
            after = Some(counted);
            kept
        };
        self.store
            .import_batch(&mut self.import, rows, batch.up_to, &mut tally)?;
        self.released = Some(Instant::now());
        if let Some(after) = after {
            *ledger = after;
        }
        if count >= self.wanted {
            self.resize(count, began.elapsed());
        }
        Ok(())
    }
}

/// A rehearsal: the store as it would be.
pub(super) struct Rehearsed<'a> {
    store: &'a dyn Store,
    job: ImportJob,
    seen: Rehearsal,
}

impl<'a> Rehearsed<'a> {
    pub fn new(store: &'a dyn Store, job: ImportJob) -> Self {
        Self {
            store,
            job,
            seen: Rehearsal::default(),
        }
    }
}

impl Sink for Rehearsed<'_> {
    fn wanted(&self) -> usize {
        FIRST
    }

    fn take(&mut self, batch: &mut Chunk, ledger: &mut Ledger) -> Result<(), TransferError> {
        let mut outcomes = self.store.rehearse(&self.job, &batch.rows, &mut self.seen)?;
        if self.job.on_match != OnMatch::Skip {
            for (outcome, brings_more) in outcomes.iter_mut().zip(&batch.brings_more) {
                if *brings_more && outcome.what == Outcome::Unchanged {
                    outcome.what = Outcome::Updated;
                }
            }
        }
        ledger.add(&batch.ledger);
        ledger.add_outcomes(&outcomes);
        Ok(())
    }
}

impl Ledger {
    /// Counts what became of readable rows.
    fn add_outcomes(&mut self, outcomes: &[RowOutcome]) {
        for outcome in outcomes {
            *match outcome.what {
                Outcome::Created => &mut self.created,
                Outcome::SharesNumber => &mut self.shares_number,
                Outcome::Updated => &mut self.updated,
                Outcome::Unchanged => &mut self.unchanged,
            } += 1;
        }
    }
}
