//! What whoever asks for something long shares with whoever does it: a wish to stop, and how far it is.

use super::{Result, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A wish to stop, shared between who asks and who answers.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks to stop.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// An error where the answer is no longer wanted.
    pub fn check(&self) -> Result<()> {
        if self.is_cancelled() {
            Err(StoreError::Cancelled)
        } else {
            Ok(())
        }
    }
}

/// Hears how far a long change is.
pub trait Progress {
    /// `done` of `total` rows. False asks to stop at this batch border.
    fn step(&mut self, done: u64, total: u64) -> bool;
}

impl Progress for () {
    fn step(&mut self, _done: u64, _total: u64) -> bool {
        true
    }
}
