//! Imports and bulk changes under way: how far each is, and stopping it.

use super::effect::{Effect, Ticket};

/// Everything long that runs, oldest first.
#[derive(Debug, Default)]
pub struct Jobs {
    running: Vec<Job>,
    /// Changes that are taken back: shown from the moment on that they tell how far they are.
    quiet: Vec<Ticket>,
}

/// One long work.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Its ticket.
    pub ticket: Ticket,
    /// What runs: `Importing`.
    pub what: &'static str,
    /// Rows so far.
    pub done: u64,
    /// Rows in all, as far as known.
    pub total: Option<u64>,
    /// Rows a second.
    pub rate: f64,
    /// It was asked to stop.
    pub stopping: bool,
}

impl Jobs {
    /// The one that is shown.
    pub fn running(&self) -> Option<&Job> {
        self.running.first()
    }

    /// Takes note of an import that is being begun.
    pub(super) fn notice(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Import { ticket, .. } => self.begin(*ticket, "Importing"),
                Effect::Export { ticket, .. } => self.begin(*ticket, "Exporting"),
                Effect::Search { ticket, .. } => self.begin(*ticket, "Looking for duplicates"),
                Effect::TakeBack { ticket, .. } => self.quiet.push(*ticket),
                _ => {}
            }
        }
    }

    fn begin(&mut self, ticket: Ticket, what: &'static str) {
        self.running.push(Job {
            ticket,
            what,
            done: 0,
            total: None,
            rate: 0.0,
            stopping: false,
        });
    }

    /// Hears how far one is. A change tells only when it is a long one, and is known from then on.
    pub(super) fn progress(&mut self, ticket: Ticket, done: u64, total: Option<u64>, rate: f64) {
        if !self.running.iter().any(|job| job.ticket == ticket) {
            let back = self.quiet.contains(&ticket);
            self.begin(ticket, if back { "Taking back" } else { "Working" });
        }
        if let Some(job) = self.running.iter_mut().find(|job| job.ticket == ticket) {
            job.done = done;
            job.total = total;
            job.rate = rate;
        }
    }

    /// One has ended.
    pub(super) fn end(&mut self, ticket: Ticket) {
        self.running.retain(|job| job.ticket != ticket);
        self.quiet.retain(|quiet| *quiet != ticket);
    }

    /// All of them, the oldest first.
    pub fn all(&self) -> &[Job] {
        &self.running
    }

    /// Asks the one that is shown to stop.
    pub(super) fn stop(&mut self) -> Vec<Effect> {
        self.stop_at(0)
    }

    /// Asks one to stop, counted from the oldest.
    pub(super) fn stop_at(&mut self, at: usize) -> Vec<Effect> {
        match self.running.get_mut(at) {
            Some(job) if !job.stopping => {
                job.stopping = true;
                vec![Effect::Stop(job.ticket)]
            }
            _ => Vec::new(),
        }
    }
}

impl Job {
    /// Hundredths done, where the end is known.
    pub fn percent(&self) -> Option<u64> {
        let total = self.total.filter(|total| *total > 0)?;
        Some((self.done.saturating_mul(100) / total).min(100))
    }

    /// Seconds left at the present rate, where the end is known.
    pub fn seconds_left(&self) -> Option<u64> {
        let left = self.total?.saturating_sub(self.done) as f64;
        (self.rate >= 1.0).then(|| (left / self.rate).ceil() as u64)
    }
}
