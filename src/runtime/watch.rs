//! Whether the store has moved: the generation is asked for twice a second, and after each change of this process.
//! And whether another quarter of an hour has begun.

use super::clock::Clock;
use crate::app::Event;
use crate::store::Store;
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How often another process's commits are looked for.
const PERIOD: Duration = Duration::from_millis(500);

/// Days begin with one of these, in every time zone there is.
const QUARTER: i64 = 900;

/// Says once of each generation that the store has come to it.
#[derive(Clone)]
pub struct Watch {
    store: Arc<dyn Store>,
    events: Sender<Event>,
    seen: Arc<AtomicU64>,
    clock: Clock,
}

impl Watch {
    /// Takes what the store has now as seen.
    pub fn new(store: Arc<dyn Store>, events: Sender<Event>, clock: Clock) -> Self {
        let seen = store.generation().unwrap_or_default();
        Self {
            store,
            events,
            seen: Arc::new(AtomicU64::new(seen)),
            clock,
        }
    }

    /// Looks once. A store that cannot be read just now is looked at again later; who asks it a question hears why.
    pub fn look(&self) {
        if let Ok(generation) = self.store.generation()
            && self.seen.swap(generation, Ordering::SeqCst) != generation
        {
            let _ = self.events.send(Event::Moved(generation));
        }
    }

    /// Looks until the other end of `ended` is dropped.
    pub fn keep_looking(&self, ended: &Receiver<()>) {
        let quarter = || self.clock.now().0.div_euclid(QUARTER);
        let mut seen = quarter();
        while ended.recv_timeout(PERIOD) == Err(RecvTimeoutError::Timeout) {
            self.look();
            let now = quarter();
            if now != seen {
                seen = now;
                let _ = self.events.send(Event::Quarter);
            }
        }
    }
}
