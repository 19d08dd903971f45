//! Makes changes and runs imports, one after another, in the order they were asked for, on a thread of its own.

use super::clock::Clock;
use super::gate::Gate;
use super::watch::Watch;
use super::{exporting, importing, mishap};
use crate::app::{Event, ExportWanted, Ticket};
use crate::model::{Author, EntryId};
use crate::store::{Change, Progress, Store, StoreError};
use crate::transfer::file::FilePlan;
use crossbeam_channel::{Receiver, Sender};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(200);

/// One thing to do.
pub enum Job {
    /// Make a change.
    Apply(Ticket, Change),
    /// Run a planned import.
    Import(Ticket, Box<FilePlan>),
    /// Write contacts into a file.
    Export(Ticket, Box<ExportWanted>),
    /// Take a journal entry back; by force, rows too that have been changed since.
    TakeBack(Ticket, EntryId, bool),
}

/// What was asked to stop.
#[derive(Debug, Default)]
pub struct Stops {
    tickets: Mutex<BTreeSet<Ticket>>,
    all: AtomicBool,
}

impl Stops {
    /// Asks one job to stop at its next batch border.
    pub fn stop(&self, ticket: Ticket) {
        self.tickets().insert(ticket);
    }

    /// Asks every import to stop, and every undo: they can go on another time. Changes are made all the same.
    pub fn stop_all(&self) {
        self.all.store(true, Ordering::SeqCst);
    }

    /// Whether one is to stop; everything that can go on another time is, at the end.
    pub fn wanted(&self, ticket: Ticket, can_go_on: bool) -> bool {
        (can_go_on && self.all.load(Ordering::SeqCst)) || self.tickets().contains(&ticket)
    }

    /// It has stopped, or ended.
    pub fn forget(&self, ticket: Ticket) {
        self.tickets().remove(&ticket);
    }

    fn tickets(&self) -> std::sync::MutexGuard<'_, BTreeSet<Ticket>> {
        self.tickets.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who makes the changes, and with what.
pub struct Desk {
    /// Where jobs come from.
    pub jobs: Receiver<Job>,
    /// Where results go.
    pub events: Sender<Event>,
    /// Where changes are made.
    pub store: Arc<dyn Store>,
    /// Who makes them.
    pub operator: String,
    /// What counts as now.
    pub clock: Clock,
    /// Which jobs are to stop.
    pub stops: Arc<Stops>,
    /// What every write transaction passes.
    pub gate: Arc<Gate>,
    /// Who says that the store has moved.
    pub watch: Watch,
}

impl Desk {
    /// Works until there will be no more jobs.
    pub fn work(&self) {
        for job in &self.jobs {
            self.gate.enter();
            let (ticket, event) = match job {
                Job::Apply(ticket, change) => (ticket, self.apply(ticket, change)),
                Job::Import(ticket, plan) => (ticket, self.import(ticket, &plan)),
                Job::Export(ticket, wanted) => (ticket, self.export(ticket, *wanted)),
                Job::TakeBack(ticket, entry, force) => (ticket, self.take_back(ticket, entry, force)),
            };
            self.gate.leave();
            self.stops.forget(ticket);
            let _ = self.events.send(event);
            self.watch.look();
        }
    }

    fn apply(&self, ticket: Ticket, change: Change) -> Event {
        let result = mishap::caught(|| {
            self.store
                .apply(change, &self.author(), &mut self.steps(ticket, false))
        });
        Event::Applied { ticket, result }
    }

    fn import(&self, ticket: Ticket, plan: &FilePlan) -> Event {
        let mut steps = self.steps(ticket, true);
        let run = || {
            Ok(importing::run(
                self.store.as_ref(),
                plan,
                &self.author(),
                &mut steps,
            ))
        };
        let result = match mishap::caught(run) {
            Ok(ended) => ended,
            Err(StoreError::Io(words)) => Err(words),
            Err(error) => Err(error.to_string()),
        };
        Event::Imported { ticket, result }
    }

    fn export(&self, ticket: Ticket, wanted: ExportWanted) -> Event {
        let mut steps = self.steps(ticket, true);
        let run = || {
            Ok(exporting::run(
                self.store.as_ref(),
                &wanted,
                self.clock.now(),
                &mut steps,
            ))
        };
        let result = match mishap::caught(run) {
            Ok(ended) => ended.map(|exported| (exported.people, exported.unreadable.len())),
            Err(error) => Err(error.to_string()),
        };
        Event::Exported {
            ticket,
            path: wanted.path,
            result,
        }
    }

    fn take_back(&self, ticket: Ticket, entry: EntryId, force: bool) -> Event {
        let result = mishap::caught(|| {
            self.store
                .undo(entry, force, &self.author(), &mut self.steps(ticket, true))
        });
        Event::TakenBack { ticket, result }
    }

    fn author(&self) -> Author {
        Author {
            name: self.operator.clone(),
            at: self.clock.now(),
        }
    }

    fn steps(&self, ticket: Ticket, can_go_on: bool) -> Steps<'_> {
        Steps {
            desk: self,
            ticket,
            can_go_on,
            begun: Instant::now(),
            first: None,
            told: None,
        }
    }
}

/// Tells how far a job is, and stops it at a batch border where that is wanted.
pub struct Steps<'a> {
    desk: &'a Desk,
    ticket: Ticket,
    can_go_on: bool,
    begun: Instant,
    first: Option<u64>,
    told: Option<Instant>,
}

impl Steps<'_> {
    /// A batch border: `done` rows of `total`, where that is known. False asks to stop here.
    pub fn border(&mut self, done: u64, total: Option<u64>) -> bool {
        self.desk.gate.leave();
        self.tell(done, total);
        self.desk.gate.enter();
        !self.desk.stops.wanted(self.ticket, self.can_go_on)
    }

    fn tell(&mut self, done: u64, total: Option<u64>) {
        let now = Instant::now();
        if self
            .told
            .is_some_and(|told| now.duration_since(told) < TOLD_EVERY)
        {
            return;
        }
        self.told = Some(now);
        // An import that goes on from where it stopped begins with the rows that were in before.
        let first = *self.first.get_or_insert(done);
        let seconds = now.duration_since(self.begun).as_secs_f64();
        let rate = if seconds > 0.0 {
            (done - first.min(done)) as f64 / seconds
        } else {
            0.0
        };
        let _ = self.desk.events.send(Event::Progress {
            ticket: self.ticket,
            done,
            total,
            rate,
        });
    }
}

impl Progress for Steps<'_> {
    fn step(&mut self, done: u64, total: u64) -> bool {
        self.border(done, (total > 0).then_some(total))
    }
}
