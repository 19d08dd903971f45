//! Rows that were sorted become the batches that are written: all events of each contact, on a thread of their own.

use super::gather::Gathered;
use super::group::Batch;
use super::row::fact;
use crate::model::EventKind;
use crate::transfer::TransferError;
use crossbeam_channel::{Receiver, Sender, bounded};

/// Rows handed over at once.
pub(super) const PIECE: usize = 2_000;
/// Pieces that may wait.
const WAITING: usize = 32;

/// Batches as they come.
pub(super) type Batches = Receiver<Result<Batch, TransferError>>;

/// Merges the rows of contacts from one on while `work` takes them.
pub(super) fn with_batches(
    gathered: &Gathered,
    kind: EventKind,
    from: u64,
    work: &mut dyn FnMut(Batches) -> Result<bool, TransferError>,
) -> Result<bool, TransferError> {
    std::thread::scope(|scope| {
        let (to, batches) = bounded(WAITING);
        let merging = move || {
            if let Err(error) = merge(gathered, kind, from, &to) {
                // Nobody listens where the import has been stopped.
                let _ = to.send(Err(error));
            }
        };
        std::thread::Builder::new()
            .name("history merger".to_owned())
            .spawn_scoped(scope, merging)
            .map_err(|error| TransferError::File(format!("No thread could be started: {error}.")))?;
        work(batches)
    })
}

fn merge(
    gathered: &Gathered,
    kind: EventKind,
    from: u64,
    to: &Sender<Result<Batch, TransferError>>,
) -> Result<(), TransferError> {
    let mut rows = gathered.sorted.read()?;
    let mut batch = Batch::default();
    let mut events = Vec::new();
    let mut contact = None;
    while let Some(row) = rows.next()? {
        if u64::from(row.contact.0) < from {
            continue;
        }
        if let Some(before) = contact.replace(row.contact)
            && before != row.contact
        {
            batch.take(before, &mut events);
            if batch.rows.len() >= PIECE && to.send(Ok(std::mem::take(&mut batch))).is_err() {
                return Ok(());
            }
        }
        let mut event = fact::read(kind, row.fact).ok_or_else(|| {
            TransferError::File(format!(
                "Row {} did not come back from sorting as it went in.",
                row.number
            ))
        })?;
        gathered.items.add_to(row.number, &mut event);
        events.push((row.number, event));
    }
    if let Some(last) = contact {
        batch.take(last, &mut events);
        // Nobody listens where the import has been stopped.
        let _ = to.send(Ok(batch));
    }
    Ok(())
}
