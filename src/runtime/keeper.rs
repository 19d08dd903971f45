//! Keeps what is half written and what was chosen on the disk, on a thread of its own: within half a second of a change,
//! and at the end.

use super::clock::Clock;
use super::config_file;
use super::state_folder::StateFolder;
use crate::app::draft::{Draft, Left};
use crate::app::memory::Memory;
use crate::app::{Event, State, memory};
use crossbeam_channel::{Receiver, Sender, unbounded};
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How long a change is waited with, so that typing does not write at each key.
const SOON: Duration = Duration::from_millis(200);

/// What is asked of the thread.
enum Order {
    /// The draft is this now.
    Keep(Option<Draft>),
    /// A draft that was found is of no more use.
    Forget(String),
    /// A line of the file of preferences is this now.
    Prefer(String, String),
}

/// Hands over to the thread.
pub struct Keeper {
    folder: Option<StateFolder>,
    /// The last that was handed over.
    kept: Option<Draft>,
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts it. What was found goes into the state; without a folder nothing is kept.
    pub fn start(
        (folder, config): (Option<StateFolder>, Option<PathBuf>),
        state: &mut State,
        clock: Clock,
        events: Sender<Event>,
    ) -> io::Result<Self> {
        let Some(folder) = folder else {
            return Ok(Self {
                folder: None,
                kept: None,
                orders: None,
                thread: None,
            });
        };
        if let Some(memory) = folder.memory() {
            memory::restore(state, &memory);
        }
        let (found, held): (Vec<Left>, Vec<File>) = folder.drafts().into_iter().unzip();
        let held = found.iter().map(|left| left.id.clone()).zip(held).collect();
        state.drafts = found;
        let (orders, taken) = unbounded();
        let desk = Desk {
            id: folder.new_draft(),
            folder: folder.clone(),
            own: None,
            held,
            config,
            clock,
            events,
        };
        let thread = thread::Builder::new()
            .name("drafts".to_owned())
            .spawn(move || desk.work(&taken))?;
        Ok(Self {
            folder: Some(folder),
            kept: None,
            orders: Some(orders),
            thread: Some(thread),
        })
    }

    /// What is half written now.
    pub fn keep(&mut self, draft: Option<Draft>) {
        if draft != self.kept {
            self.kept.clone_from(&draft);
            self.order(Order::Keep(draft));
        }
    }

    /// A draft that was found has been taken up, or thrown away.
    pub fn forget(&self, id: String) {
        self.order(Order::Forget(id));
    }

    /// What was chosen is kept for the next start.
    pub fn prefer(&self, name: String, value: String) {
        self.order(Order::Prefer(name, value));
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _ = orders.send(order);
        }
    }

    /// Writes what is not written yet, and where one is.
    pub fn finish(&mut self, memory: &Memory) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if let Some(folder) = &self.folder {
            // Where it cannot be written, the next start begins at the beginning.
            let _ = folder.remember(memory);
        }
    }
}

/// The thread's own.
struct Desk {
    folder: StateFolder,
    /// The name of this session's draft.
    id: String,
    /// Its file, while there is one: held open, so that it stays locked.
    own: Option<File>,
    /// Drafts that were found, locked while this session may offer them.
    held: HashMap<String, File>,
    /// The file of preferences.
    config: Option<PathBuf>,
    clock: Clock,
    events: Sender<Event>,
}

impl Desk {
    fn work(mut self, orders: &Receiver<Order>) {
        let mut told = false;
        while let Ok(first) = orders.recv() {
            let gathered = gather(first, orders);
            let last = gathered.iter().rev().find_map(|order| match order {
                Order::Keep(draft) => Some(draft),
                Order::Forget(_) | Order::Prefer(..) => None,
            });
            if let Some(draft) = last
                && let Err(error) = self.write(draft.as_ref())
                && !std::mem::replace(&mut told, true)
            {
                let words = format!("Half-filled forms cannot be kept: {error}. Save them before you leave.");
                let _ = self.events.send(Event::Trouble(words));
            }
            for order in gathered {
                match order {
                    Order::Keep(_) => {}
                    Order::Forget(id) => {
                        self.folder.forget(&id);
                        self.held.remove(&id);
                    }
                    Order::Prefer(name, value) => self.prefer(&name, &value),
                }
            }
        }
    }

    fn prefer(&self, name: &str, value: &str) {
        let Some(path) = &self.config else { return };
        if let Err(error) = config_file::change(path, name, value) {
            let words = format!("{} cannot be written: {error}.", path.display());
            let _ = self.events.send(Event::Trouble(words));
        }
    }

    fn write(&mut self, draft: Option<&Draft>) -> io::Result<()> {
        match draft {
            Some(draft) => self.own = Some(self.folder.keep(&self.id, draft, self.clock.now())?),
            None => {
                if self.own.take().is_some() {
                    self.folder.forget(&self.id);
                }
            }
        }
        Ok(())
    }
}

/// Everything that is asked within a moment of the first.
fn gather(first: Order, orders: &Receiver<Order>) -> Vec<Order> {
    let deadline = Instant::now() + SOON;
    let mut gathered = vec![first];
    while let Ok(order) = orders.recv_deadline(deadline) {
        gathered.push(order);
    }
    gathered
}
