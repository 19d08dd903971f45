//! How far an import is, how fast, and how long it may still take.

use super::super::plan::Plan;
use std::time::{Duration, Instant};

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Rows dealt with in this run.
    pub rows: u64,
    /// Rows in all, as far as known.
    pub total_rows: Option<u64>,
    /// Bytes of the file behind us.
    pub bytes: u64,
    /// Bytes in all; None for a stream.
    pub total_bytes: Option<u64>,
    /// Rows a second since the beginning.
    pub rows_per_second: f64,
    /// How long it may still take; None where nothing can be said.
    pub left: Option<Duration>,
}

/// Hears how far an import is.
pub trait ImportProgress {
    /// Called at each batch border and while waiting for rows. False asks to stop there.
    fn step(&mut self, pace: &Pace) -> bool;
}

impl ImportProgress for () {
    fn step(&mut self, _pace: &Pace) -> bool {
        true
    }
}

impl<F: FnMut(&Pace) -> bool> ImportProgress for F {
    fn step(&mut self, pace: &Pace) -> bool {
        self(pace)
    }
}

/// Measures an import.
pub(super) struct Meter {
    began: Instant,
    rows: u64,
    bytes: u64,
    total_rows: Option<u64>,
    total_bytes: Option<u64>,
}

impl Meter {
    pub fn new(plan: &Plan) -> Self {
        Self {
            began: Instant::now(),
            rows: 0,
            bytes: 0,
            total_rows: plan.rows,
            total_bytes: plan.bytes,
        }
    }

    /// Counts rows that are in; `bytes` is where the file stands after them.
    pub fn count(&mut self, rows: u64, bytes: u64) {
        self.rows += rows;
        self.bytes = bytes;
    }

    pub fn pace(&self) -> Pace {
        let seconds = self.began.elapsed().as_secs_f64();
        let share = self
            .total_bytes
            .filter(|total| *total > 0)
            .map(|total| self.bytes as f64 / total as f64);
        let left = share
            .filter(|share| *share > 0.0 && seconds > 0.2)
            .and_then(|share| Duration::try_from_secs_f64(seconds * (1.0 - share.min(1.0)) / share).ok());
        Pace {
            rows: self.rows,
            total_rows: self.total_rows,
            bytes: self.bytes,
            total_bytes: self.total_bytes,
            rows_per_second: if seconds > 0.0 {
                self.rows as f64 / seconds
            } else {
                0.0
            },
            left,
        }
    }
}
