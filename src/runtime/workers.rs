//! The threads that do what the state machine wants done. The main loop hands over and never waits for them, but for
//! a batch border before the process stops, and for the last change before it ends.

use super::changes::{self, Job, Stops};
use super::clock::Clock;
use super::gate::Gate;
use super::mailbox::Mailbox;
use super::watch::Watch;
use super::{finding, questions};
use crate::app::{Ask, Event, ExportWanted, Ticket};
use crate::model::{EntryId, Scope};
use crate::store::{Change, Store, StoreError};
use crate::transfer::file::FilePlan;
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::io;
use std::path::PathBuf;
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
    events: Sender<Event>,
    /// Held open by every thread that runs.
    ending: Sender<()>,
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
        config: Option<PathBuf>,
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
            events: events.clone(),
            ending: ending.clone(),
            watching,
            ended,
        };
        let watch = Watch::new(store.clone(), events.clone(), clock);
        let answering = questions::Desk {
            mailbox: workers.mailbox.clone(),
            events: events.clone(),
            store: store.clone(),
            operator: operator.clone(),
            clock,
            config,
            gate: workers.gate.clone(),
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
    pub fn import(&self, ticket: Ticket, plan: Box<FilePlan>) {
        let _ = self.jobs.send(Job::Import(ticket, plan));
    }

    /// Writes contacts into a file, after what was asked before it.
    pub fn export(&self, ticket: Ticket, wanted: Box<ExportWanted>) {
        let _ = self.jobs.send(Job::Export(ticket, wanted));
    }

    /// Looks for duplicates, beside all other work.
    pub fn search(&self, ticket: Ticket, scope: Scope) {
        let desk = finding::Desk {
            ticket,
            events: self.events.clone(),
            store: self.store.clone(),
            stops: self.stops.clone(),
        };
        if let Err(error) = spawn("duplicates", &self.ending, move || desk.search(scope)) {
            let result = Err(StoreError::Io(error.to_string()));
            let _ = self.events.send(Event::Searched { ticket, result });
        }
    }

    /// Takes a journal entry back, after what was asked before it.
    pub fn take_back(&self, ticket: Ticket, entry: EntryId, force: bool) {
        let _ = self.jobs.send(Job::TakeBack(ticket, entry, force));
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
    /// Waits for that and closes the store; with `patience` no longer than that, and the store is left as it is: closing
    /// it waits for the disk, and what was acknowledged is there.
    pub fn finish(self, patience: Option<Duration>) {
        let Self {
            mailbox,
            jobs,
            stops,
            store,
            watching,
            ending,
            ended,
            ..
        } = self;
        drop(ending);
        mailbox.close();
        stops.stop_all();
        drop(jobs);
        drop(watching);
        // Nothing is ever sent here: this returns when the last thread has ended, or at the end of patience.
        if let Some(patience) = patience {
            let _ = ended.recv_timeout(patience);
            std::mem::forget(store);
        } else {
            let _ = ended.recv();
            drop(store);
        }
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

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use crate::app::{Answer, Question, Slot};
    use crate::model::Instant;
    use crate::store::{OpenOptions, Redb};
    use tempfile::TempDir;

    /// Nothing that is waited for takes more than a fraction of it.
    const LIMIT: Duration = Duration::from_secs(30);

    fn store(folder: &TempDir) -> Arc<dyn Store> {
        let options = OpenOptions {
            path: folder.path().join("shop.redb"),
            read_only: false,
            create: true,
            cache_bytes: 1 << 20,
            now: Instant(1_795_000_000),
        };
        Arc::new(Redb::open(&options).unwrap())
    }

    fn begin(store: &Arc<dyn Store>) -> (Workers, Receiver<Event>) {
        let (events_in, events) = unbounded();
        let workers = Workers::start(
            store.clone(),
            "ana".to_owned(),
            Clock::default(),
            None,
            &events_in,
        )
        .unwrap();
        (workers, events)
    }

    fn list(name: &str) -> Change {
        Change::CreateList {
            name: name.to_owned(),
            description: String::new(),
        }
    }

    /// Waits for an event that one looks for.
    fn wait_for<T>(events: &Receiver<Event>, look: impl Fn(Event) -> Option<T>) -> T {
        loop {
            if let Some(found) = look(events.recv_timeout(LIMIT).unwrap()) {
                return found;
            }
        }
    }

    #[test]
    fn a_change_is_answered_and_said_to_have_moved_the_store() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let (workers, events) = begin(&store);
        workers.apply(7, list("Shop"));
        let ticket = wait_for(&events, |event| match event {
            Event::Applied { ticket, result } => Some((ticket, result.is_ok())),
            _ => None,
        });
        assert_eq!(ticket, (7, true));
        let generation = wait_for(&events, |event| match event {
            Event::Moved(generation) => Some(generation),
            _ => None,
        });
        assert_eq!(generation, store.generation().unwrap());
        workers.finish(None);
    }

    #[test]
    fn what_another_process_commits_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let mine = store(&folder);
        let (workers, events) = begin(&mine);
        let other = store(&folder);
        let author = crate::model::Author {
            name: "rui".to_owned(),
            at: Instant(1_795_000_000),
        };
        other.apply(list("Shop"), &author, &mut ()).unwrap();
        wait_for(&events, |event| matches!(event, Event::Moved(_)).then_some(()));
        workers.finish(None);
    }

    #[test]
    fn questions_are_answered_with_their_ticket() {
        let folder = tempfile::tempdir().unwrap();
        let (workers, events) = begin(&store(&folder));
        workers.ask(Ask {
            slot: Slot::Catalogue,
            ticket: 3,
            question: Question::Catalogue,
        });
        let ticket = wait_for(&events, |event| match event {
            Event::Answer {
                slot: Slot::Catalogue,
                ticket,
                answer: Ok(Answer::Catalogue(_)),
            } => Some(ticket),
            _ => None,
        });
        assert_eq!(ticket, 3);
        workers.finish(None);
    }

    #[test]
    fn changes_that_were_asked_for_are_made_before_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let (workers, _events) = begin(&store);
        let names: Vec<String> = (0..20).map(|number| format!("List {number}")).collect();
        for (ticket, name) in (0..).zip(&names) {
            workers.apply(ticket, list(name));
        }
        workers.finish(None);
        let made: Vec<String> = store
            .catalogue()
            .unwrap()
            .lists
            .iter()
            .map(|list| list.name.clone())
            .collect();
        assert_eq!(made, names);
        assert_eq!(Arc::strong_count(&store), 1, "a worker still has the store");
    }

    #[test]
    fn no_change_is_made_while_the_process_may_be_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let (workers, events) = begin(&store);
        workers.pause();
        workers.apply(1, list("Shop"));
        workers.ask(Ask {
            slot: Slot::Catalogue,
            ticket: 2,
            question: Question::Catalogue,
        });
        let lists = wait_for(&events, |event| match event {
            Event::Answer {
                answer: Ok(Answer::Catalogue(names)),
                ..
            } => Some(names.lists.len()),
            Event::Applied { .. } => panic!("changed while paused"),
            _ => None,
        });
        assert_eq!(lists, 0);
        workers.go_on();
        wait_for(&events, |event| {
            matches!(event, Event::Applied { .. }).then_some(())
        });
        workers.finish(None);
    }
}
