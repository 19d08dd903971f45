//! The threads that do what the state machine wants done. The main loop hands over and never waits for them, but for
//! a batch border before the process stops, and for the last change before it ends.

use super::changes::{self, Job, Stops};
use super::clock::Clock;
use super::gate::Gate;
use super::mailbox::Mailbox;
use super::questions;
use super::watch::Watch;
use crate::app::{Ask, Event, Ticket};
use crate::store::{Change, Store};
use crate::transfer::import::Plan;
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::io;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

/// How many questions are answered at once.
const ANSWERERS: usize = 2;

/// All of them.
pub struct Workers {
    mailbox: Arc<Mailbox>,
    jobs: Sender<Job>,
    stops: Arc<Stops>,
    gate: Arc<Gate>,
    store: Arc<dyn Store>,
    /// Dropped to end the watch.
    watching: Sender<()>,
    /// Closed when the last thread has ended.
    ended: Receiver<()>,
}

impl Workers {
    /// Starts them; what they have to say goes to `events`.
    pub fn start(
        store: Arc<dyn Store>,
        operator: String,
        clock: Clock,
        events: &Sender<Event>,
    ) -> io::Result<Self> {
        let (jobs, jobs_taken) = unbounded();
        let (watching, watch_ended) = unbounded();
        let (ending, ended) = unbounded();
        let workers = Self {
            mailbox: Arc::default(),
            jobs,
            stops: Arc::default(),
            gate: Arc::default(),
            store: store.clone(),
            watching,
            ended,
        };
        let watch = Watch::new(store.clone(), events.clone());
        let answering = questions::Desk {
            mailbox: workers.mailbox.clone(),
            events: events.clone(),
            store: store.clone(),
            clock,
        };
        let changing = changes::Desk {
            jobs: jobs_taken,
            events: events.clone(),
            store,
            operator,
            clock,
            stops: workers.stops.clone(),
            gate: workers.gate.clone(),
            watch: watch.clone(),
        };
        for _ in 0..ANSWERERS {
            let desk = answering.clone();
            spawn("questions", &ending, move || desk.work())?;
        }
        spawn("changes", &ending, move || changing.work())?;
        spawn("watch", &ending, move || watch.keep_looking(&watch_ended))?;
        Ok(workers)
    }

    /// Asks.
    pub fn ask(&self, ask: Ask) {
        self.mailbox.put(ask);
    }

    /// Makes a change, after those before it.
    pub fn apply(&self, ticket: Ticket, change: Change) {
        let _ = self.jobs.send(Job::Apply(ticket, change));
    }

    /// Runs an import, after what was asked before it.
    pub fn import(&self, ticket: Ticket, plan: Box<Plan>) {
        let _ = self.jobs.send(Job::Import(ticket, plan));
    }

    /// Stops one import or bulk change at its next batch border.
    pub fn stop(&self, ticket: Ticket) {
        self.stops.stop(ticket);
    }

    /// Whether every question has been answered.
    pub fn has_answered(&self) -> bool {
        self.mailbox.is_idle()
    }

    /// Keeps every write transaction out until `go_on`; waits for the end of one that runs.
    pub fn pause(&self) {
        self.gate.shut();
    }

    /// Lets write transactions in again.
    pub fn go_on(&self) {
        self.gate.open();
    }

    /// Ends them: questions are cancelled, an import stops at its next batch border, changes that were asked for are made.
    /// Waits for that as long as `patience` says; then the store is closed.
    pub fn finish(self, patience: Option<Duration>) {
        let Self {
            mailbox,
            jobs,
            stops,
            store,
            watching,
            ended,
            ..
        } = self;
        mailbox.close();
        stops.stop_all();
        drop(jobs);
        drop(watching);
        // Nothing is ever sent here: this returns when the last thread has ended, or at the end of patience.
        match patience {
            Some(patience) => drop(ended.recv_timeout(patience)),
            None => drop(ended.recv()),
        }
        drop(store);
    }
}

/// Starts a thread that holds `ending` open while it runs.
fn spawn(name: &str, ending: &Sender<()>, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let ending = ending.clone();
    thread::Builder::new().name(name.to_owned()).spawn(move || {
        work();
        drop(ending);
    })?;
    Ok(())
}
