//! Runs a plan: rows are gathered first, then each contact's are written together, in batches that hold the store's lock
//! for a short time each, with a rest between. What is counted and behind which contact it stands is kept in the same
//! transaction as the rows, so that the same import goes on where it was stopped.

use super::differing::Named;
use super::gather::gather;
use super::group::Batch;
use super::ledger::{Ledger, Settled};
use super::merge::{Batches, PIECE, with_batches};
use super::plan::Plan;
use super::sort::Sorted;
use crate::model::{Author, EntryState, Settings};
use crate::store::{Change, EventOutcome, HistoryJob, OpenHistory, Store};
use crate::transfer::TransferError;
use crate::transfer::import::run::rejects::Rejects;
use crate::transfer::import::{ImportProgress, Pace};
use std::time::{Duration, Instant};

/// How long a batch should hold the store's lock: below the 150 ms that another operator may have to wait.
const HOLD: Duration = Duration::from_millis(100);
/// How long the lock stays free between batches.
const REST: Duration = Duration::from_millis(10);
/// Rows of the first batch.
const FIRST: usize = 8_000;
/// Batches stay within these numbers of rows, as far as one contact's rows do.
const FEWEST: usize = 2_000;
const MOST: usize = 200_000;

/// Brings a file in. Stopped by `progress` or by a failure, what is in stays in, and the same import run again goes on
/// from there.
pub fn run(
    store: &dyn Store,
    plan: &Plan,
    author: &Author,
    progress: &mut dyn ImportProgress,
) -> Result<Ledger, TransferError> {
    let meter = Meter::new(plan);
    let mut step = |rows, bytes| progress.step(&meter.reading(rows, bytes));
    let mut gathered = gather(store, plan, author, &mut step)?;
    let mut ledger = std::mem::take(&mut gathered.ledger);
    let mut rejects = gathered.rejects.take();
    set_currency(store, plan, author)?;
    let history = store.begin_history(job(plan), author)?;
    let (from, done) = position(&gathered.sorted, &history)?;
    ledger.resumed = done.rows();
    let mut writer = Writer {
        store,
        history,
        done,
        wanted: FIRST,
        released: None,
        differing: Named::default(),
    };
    let total = gathered.sorted.rows;
    let end = with_batches(&gathered, plan.options.kind, from, &mut |batches| {
        writer.write_all(batches, &mut |done: u64| {
            progress.step(&meter.writing(done, total))
        })
    });
    let stopped = !matches!(end, Ok(true));
    let state = if stopped {
        EntryState::Interrupted
    } else {
        EntryState::Done
    };
    let done = writer.done;
    let closed = store
        .finish_history(writer.history, state)
        .map_err(TransferError::from);
    match end.err().or(closed.err()) {
        Some(cause) if done.rows() > 0 => Err(TransferError::Halfway {
            rows: done.rows(),
            cause: Box::new(cause),
        }),
        Some(cause) => Err(cause),
        None => {
            ledger.settle(done);
            ledger.reject_gone();
            ledger.interrupted = stopped;
            writer.differing.tell(plan, &mut ledger, rejects.as_mut())?;
            rejects.map_or(Ok(()), Rejects::finish)?;
            Ok(ledger)
        }
    }
}

/// Says what bringing a file in would do, and changes nothing in the store.
pub fn rehearse(
    store: &dyn Store,
    plan: &Plan,
    author: &Author,
    progress: &mut dyn ImportProgress,
) -> Result<Ledger, TransferError> {
    let meter = Meter::new(plan);
    let mut step = |rows, bytes| progress.step(&meter.reading(rows, bytes));
    let mut gathered = gather(store, plan, author, &mut step)?;
    let mut ledger = std::mem::take(&mut gathered.ledger);
    let mut rejects = gathered.rejects.take();
    let mut differing = Named::default();
    ledger.dry_run = true;
    let (total, job) = (gathered.sorted.rows, job(plan));
    let mut done = Settled::default();
    let ended = with_batches(&gathered, plan.options.kind, 0, &mut |batches| {
        for batch in batches {
            let batch = batch?;
            done.count(&store.rehearse_history(&job, &batch.rows)?);
            done.add(batch.repeated);
            differing.add(batch.differing);
            if !progress.step(&meter.writing(done.rows(), total)) {
                return Ok(false);
            }
        }
        Ok(true)
    })?;
    ledger.settle(done);
    ledger.reject_gone();
    ledger.interrupted = !ended;
    differing.tell(plan, &mut ledger, rejects.as_mut())?;
    rejects.map_or(Ok(()), Rejects::finish)?;
    Ok(ledger)
}

fn job(plan: &Plan) -> HistoryJob {
    HistoryJob {
        what: format!(
            "import {} {} into {}",
            plan.options.kind.word(),
            plan.file,
            plan.list
        ),
        key: plan.key(),
        kind: plan.options.kind,
        list: plan.options.list,
        source: plan.source_name().to_owned(),
    }
}

/// A store without a currency takes that of the first file which names one.
fn set_currency(store: &dyn Store, plan: &Plan, author: &Author) -> Result<(), TransferError> {
    let settings = store.catalogue()?.settings.clone();
    if plan.sets_currency && settings.currency.is_none() {
        let settings = Settings {
            currency: plan.currency,
            ..settings
        };
        store.apply(Change::Settings(settings), author, &mut ())?;
    }
    Ok(())
}

/// Behind which contact an import goes on, and what has become of the rows before. Where contacts have come or gone since
/// so that those rows are others, it begins again: what is in is then found unchanged.
fn position(sorted: &Sorted, history: &OpenHistory) -> Result<(u64, Settled), TransferError> {
    let from = history.rows_done;
    let done: Settled = serde_json::from_slice(&history.tally).unwrap_or_default();
    if from == 0 {
        return Ok((0, Settled::default()));
    }
    let mut before = 0;
    let mut rows = sorted.read()?;
    while let Some(row) = rows.next()?
        && u64::from(row.contact.0) < from
    {
        before += 1;
    }
    Ok(if before == done.rows() {
        (from, done)
    } else {
        (0, Settled::default())
    })
}

/// Writes batches sized by what the ones before took.
struct Writer<'a> {
    store: &'a dyn Store,
    history: OpenHistory,
    done: Settled,
    wanted: usize,
    released: Option<Instant>,
    differing: Named,
}

impl Writer<'_> {
    /// Writes until the rows end (true) or `step` asks to stop (false).
    fn write_all(
        &mut self,
        batches: Batches,
        step: &mut dyn FnMut(u64) -> bool,
    ) -> Result<bool, TransferError> {
        let room = |wanted: usize| Batch::with_room(wanted + PIECE * 2);
        let mut batch = room(self.wanted);
        let mut batches = batches.into_iter();
        loop {
            let piece = batches.next().transpose()?;
            let ended = piece.is_none();
            if let Some(piece) = piece {
                batch.append(piece);
            }
            if batch.rows.len() < self.wanted && !ended {
                continue;
            }
            if !batch.rows.is_empty() {
                self.write(std::mem::take(&mut batch))?;
                batch = room(self.wanted);
            }
            let go_on = step(self.done.rows());
            if ended || !go_on {
                return Ok(ended);
            }
        }
    }

    fn write(&mut self, batch: Batch) -> Result<(), TransferError> {
        if let Some(left) = self.released.and_then(|at| REST.checked_sub(at.elapsed())) {
            std::thread::sleep(left);
        }
        let began = Instant::now();
        let (before, count) = (self.done, batch.rows.len());
        let mut after = before;
        let mut tally = |outcomes: &[EventOutcome]| {
            after = before;
            after.count(outcomes);
            after.add(batch.repeated);
            serde_json::to_vec(&after).unwrap_or_default()
        };
        self.store
            .history_batch(&mut self.history, batch.rows, batch.up_to, &mut tally)?;
        self.released = Some(Instant::now());
        self.done = after;
        self.differing.add(batch.differing);
        let ratio = HOLD.as_secs_f64() / began.elapsed().as_secs_f64().max(0.001);
        let next = count as f64 * ratio.clamp(0.3, 2.0);
        self.wanted = (next as usize).clamp(FEWEST, MOST);
        Ok(())
    }
}

/// Measures an import: reading and sorting is the first half of the way.
struct Meter {
    began: Instant,
    total_rows: Option<u64>,
    total_bytes: Option<u64>,
}

impl Meter {
    fn new(plan: &Plan) -> Self {
        Self {
            began: Instant::now(),
            total_rows: plan.rows,
            total_bytes: plan.bytes,
        }
    }

    fn reading(&self, rows: u64, bytes: u64) -> Pace {
        self.pace(rows, bytes / 2)
    }

    fn writing(&self, done: u64, total: u64) -> Pace {
        let half = self.total_bytes.unwrap_or_default() / 2;
        let share = done as f64 / total.max(1) as f64;
        self.pace(done, half + (half as f64 * share) as u64)
    }

    fn pace(&self, rows: u64, bytes: u64) -> Pace {
        let seconds = self.began.elapsed().as_secs_f64();
        let share = self
            .total_bytes
            .filter(|total| *total > 0)
            .map(|total| bytes as f64 / total as f64);
        let left = share
            .filter(|share| *share > 0.0 && seconds > 0.2)
            .and_then(|share| Duration::try_from_secs_f64(seconds * (1.0 - share.min(1.0)) / share).ok());
        Pace {
            rows,
            total_rows: self.total_rows,
            bytes,
            total_bytes: self.total_bytes,
            rows_per_second: if seconds > 0.0 { rows as f64 / seconds } else { 0.0 },
            left,
        }
    }
}
