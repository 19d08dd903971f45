//! Runs are sorted and written on a thread of their own, while the rows of the next one come.

use super::disk::Disk;
use super::run::{Filling, Run};
use crate::transfer::TransferError;
use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use std::thread::{self, JoinHandle};

/// What has been written, and where.
type Written = Result<(Vec<Run>, Disk), TransferError>;

/// The thread, and the way to it.
pub(super) struct Writer {
    full: Sender<Filling>,
    /// What has been written, to be filled again.
    empty: Receiver<Filling>,
    thread: Option<JoinHandle<Written>>,
}

impl Writer {
    /// Starts it.
    pub fn start() -> Result<Self, TransferError> {
        // Without room for any: what is full is handed over when the one before has been written.
        let (full, taken) = bounded::<Filling>(0);
        let (done, empty) = unbounded();
        let write = move || {
            let mut disk = Disk::new()?;
            let mut runs = Vec::new();
            for mut filling in taken {
                runs.push(filling.write(&mut disk)?);
                // Nobody takes it where the import has been stopped.
                let _ = done.send(filling);
            }
            Ok((runs, disk))
        };
        let thread = thread::Builder::new()
            .name("history sorter".to_owned())
            .spawn(write)
            .map_err(|error| TransferError::File(format!("No thread could be started: {error}.")))?;
        Ok(Self {
            full,
            empty,
            thread: Some(thread),
        })
    }

    /// Hands over what is full; gives back what can be filled.
    pub fn take(&mut self, filling: Filling) -> Result<Filling, TransferError> {
        if self.full.send(filling).is_err() {
            // It ends before we do only where it has failed.
            return self.join().and(Err(stopped()));
        }
        Ok(self.empty.try_recv().unwrap_or_default())
    }

    /// Waits until all is written.
    pub fn finish(mut self) -> Written {
        self.full = bounded(0).0;
        self.join()
    }

    fn join(&mut self) -> Written {
        let thread = self.thread.take().ok_or_else(stopped)?;
        thread.join().unwrap_or_else(|_| Err(stopped()))
    }
}

fn stopped() -> TransferError {
    TransferError::File("The thread that sorts the rows has stopped unexpectedly.".to_owned())
}
