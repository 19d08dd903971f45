//! One line on standard error that says how far a file is; only where somebody watches.

use crate::transfer::import::Pace;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often the line is written anew.
const EVERY: Duration = Duration::from_millis(100);

/// Widest bar.
const BAR: u64 = 24;

/// The line.
#[derive(Debug)]
pub struct ProgressLine {
    seen: bool,
    shown: Option<Instant>,
}

impl ProgressLine {
    /// Shows nothing where standard error is no terminal.
    pub fn new() -> Self {
        Self {
            seen: io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// Writes the line, unless it was written just now.
    pub fn show(&mut self, pace: &Pace) {
        self.write(|| words(pace));
    }

    /// Writes how many of all rows are done.
    pub fn count(&mut self, done: u64, total: u64) {
        self.write(|| match (done * 100).checked_div(total) {
            Some(share) => format!("{}{done} of {total} rows", bar(share.min(100))),
            None => String::new(),
        });
    }

    /// Writes which part of all comparisons is made.
    pub fn compared(&mut self, done: u64, total: u64) {
        self.write(|| match (done * 100).checked_div(total) {
            Some(share) => format!("{}compared", bar(share.min(100))),
            None => String::new(),
        });
    }

    fn write(&mut self, words: impl FnOnce() -> String) {
        let just_now = self.shown.is_some_and(|shown| shown.elapsed() < EVERY);
        if self.seen && !just_now {
            self.shown = Some(Instant::now());
            let _ = write!(io::stderr().lock(), "\r\x1b[K{}", words());
        }
    }

    /// Takes the line away, so that something else can be said.
    pub fn clear(&mut self) {
        if self.shown.take().is_some() {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

fn words(pace: &Pace) -> String {
    let bar = share(pace).map_or(String::new(), bar);
    let left = pace
        .left
        .map_or(String::new(), |left| format!(", {} s left", left.as_secs() + 1));
    format!(
        "{bar}{} rows, {:.0} rows/s{left}",
        pace.rows, pace.rows_per_second
    )
}

fn bar(share: u64) -> String {
    let full = (share * BAR / 100) as usize;
    let rest = (BAR as usize).saturating_sub(full);
    format!("{}{} {share} %  ", "█".repeat(full), "░".repeat(rest))
}

/// How many of a hundred parts of the file are behind us.
fn share(pace: &Pace) -> Option<u64> {
    let total = pace.total_bytes.filter(|total| *total > 0)?;
    Some((pace.bytes.saturating_mul(100) / total).min(100))
}
