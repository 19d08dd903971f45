//! Runs a plan: threads read and check rows, the calling thread gives them to the store in batches that hold its
//! lock for a short time each, with a rest between. What is counted and where the file stands is kept in the same
//! transaction as the rows, so that the same import goes on where it was stopped.

mod pace;
mod parting;
mod prepare;
mod reader;
pub(in crate::transfer) mod rejects;
mod sink;

use super::ledger::Ledger;
use super::plan::Plan;
use crate::model::{Author, EntryState};
use crate::store::{ImportJob, Store};
use crate::transfer::TransferError;
use crossbeam_channel::RecvTimeoutError;
use pace::Meter;
pub use pace::{ImportProgress, Pace};
use reader::{Chunk, Message, Readers, Task};
pub(super) use rejects::REJECTS;
use rejects::Rejects;
use sink::{Real, Rehearsed, Sink};
use std::time::Duration;

/// How long the calling thread waits for rows before it looks whether it should stop.
const PATIENCE: Duration = Duration::from_millis(100);

/// Brings a file in. Stopped by `progress` or by a failure, what is in stays in, and the same import run again goes on
/// from there.
pub fn run(
    store: &dyn Store,
    plan: &Plan,
    author: &Author,
    progress: &mut dyn ImportProgress,
) -> Result<Ledger, TransferError> {
    let mut rejects = begin_rejects(plan)?;
    let mut meter = Meter::new(plan);
    if !progress.step(&meter.pace()) {
        return Err(TransferError::Cancelled);
    }
    let list = prepare::list(store, plan, author)?;
    let fields = prepare::fields(store, plan, author)?;
    prepare::currency(store, plan, author)?;
    let job = ImportJob {
        what: format!("import contacts {} into {}", plan.file, plan.list),
        key: plan.key(),
        list,
        source: plan.source_name().to_owned(),
        on_match: plan.options.on_match,
    };
    let import = store.begin_import(job, author)?;
    let mut ledger: Ledger = serde_json::from_slice(&import.tally).unwrap_or_default();
    ledger.resumed = import.rows_done;
    let mut readers = Readers::start(&Task {
        plan,
        author,
        fields: &fields,
        names: Some(store.catalogue()?),
        done: import.rows_done,
        keeps_rejects: rejects.is_some(),
    })?;
    let mut sink = Real::new(store, import);
    let end = feed(
        &mut readers,
        &mut sink,
        &mut ledger,
        rejects.as_mut(),
        &mut meter,
        progress,
    );
    let stopped = !matches!(end, Ok(true));
    let state = if stopped {
        EntryState::Interrupted
    } else {
        EntryState::Done
    };
    let closed = sink.finish(state);
    let written = rejects.map_or(Ok(()), Rejects::finish);
    let failure = end.err().or(closed.err()).or(written.err());
    match failure {
        Some(cause) if ledger.rows > 0 => Err(TransferError::Halfway {
            rows: ledger.rows,
            cause: Box::new(cause),
        }),
        Some(cause) => Err(cause),
        None => {
            ledger.interrupted = stopped;
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
    let mut rejects = begin_rejects(plan)?;
    let mut meter = Meter::new(plan);
    let job = prepare::rehearsed_job(plan);
    let fields = prepare::known_fields(plan);
    let mut readers = Readers::start(&Task {
        plan,
        author,
        fields: &fields,
        names: None,
        done: 0,
        keeps_rejects: rejects.is_some(),
    })?;
    let mut sink = Rehearsed::new(store, job);
    let mut ledger = Ledger::default();
    ledger.dry_run = true;
    let done = feed(
        &mut readers,
        &mut sink,
        &mut ledger,
        rejects.as_mut(),
        &mut meter,
        progress,
    )?;
    rejects.map_or(Ok(()), Rejects::finish)?;
    ledger.interrupted = !done;
    Ok(ledger)
}

/// The rejects file, where one was asked for.
fn begin_rejects(plan: &Plan) -> Result<Option<Rejects>, TransferError> {
    let names = plan.columns.iter().map(|column| column.name.as_str());
    Rejects::begin(plan.options.rejects.as_deref(), &plan.options.from, names)
}

/// Gives rows to the sink until they end (true) or `progress` asks to stop (false).
fn feed(
    readers: &mut Readers,
    sink: &mut dyn Sink,
    ledger: &mut Ledger,
    mut rejects: Option<&mut Rejects>,
    meter: &mut Meter,
    progress: &mut dyn ImportProgress,
) -> Result<bool, TransferError> {
    loop {
        let mut batch = Chunk::default();
        let mut ended = false;
        while !ended && batch.rows.len() < sink.wanted() {
            match readers.next(PATIENCE) {
                Ok(Message::Chunk(chunk)) => batch.append(*chunk),
                Ok(Message::End) => ended = true,
                Ok(Message::Failed(error)) => return Err(error),
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(TransferError::File(
                        "The reader of the file has stopped unexpectedly.".to_owned(),
                    ));
                }
                Err(RecvTimeoutError::Timeout) => {
                    if !progress.step(&meter.pace()) {
                        return Ok(false);
                    }
                }
            }
        }
        if batch.ledger.rows > 0 {
            sink.take(&mut batch, ledger)?;
            meter.count(batch.ledger.rows, batch.bytes);
        }
        if let Some(rejects) = rejects.as_deref_mut() {
            rejects.write(&batch.rejects)?;
        }
        let go_on = progress.step(&meter.pace());
        if ended {
            return Ok(true);
        }
        if !go_on {
            return Ok(false);
        }
    }
}
