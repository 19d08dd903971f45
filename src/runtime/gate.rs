//! A door that every write transaction passes: while it is shut none begins. Shut before the process stops, because a
//! process stopped inside a write transaction would stop all others.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Open or shut, with somebody inside or not. One at a time goes in.
#[derive(Debug, Default)]
pub struct Gate {
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    shut: bool,
    busy: bool,
}

impl Gate {
    /// Goes in, as soon as the gate is open.
    pub fn enter(&self) {
        let mut inside = self.lock();
        while inside.shut || inside.busy {
            inside = self.wait(inside);
        }
        inside.busy = true;
    }

    /// Goes out.
    pub fn leave(&self) {
        self.lock().busy = false;
        self.changed.notify_all();
    }

    /// Shuts the gate and waits until nobody is inside.
    pub fn shut(&self) {
        let mut inside = self.lock();
        inside.shut = true;
        while inside.busy {
            inside = self.wait(inside);
        }
    }

    /// Opens the gate.
    pub fn open(&self) {
        self.lock().shut = false;
        self.changed.notify_all();
    }

    /// Two flags are never half changed.
    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, inside: MutexGuard<'a, Inside>) -> MutexGuard<'a, Inside> {
        self.changed.wait(inside).unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::thread;

    #[test]
    fn shutting_waits_for_who_is_inside_and_keeps_the_next_out() {
        let gate = Arc::new(Gate::default());
        let passed = Arc::new(AtomicU32::new(0));
        gate.enter();
        let worker = thread::spawn({
            let (gate, passed) = (gate.clone(), passed.clone());
            move || {
                passed.fetch_add(1, Ordering::SeqCst);
                gate.leave();
                gate.enter();
                passed.fetch_add(1, Ordering::SeqCst);
                gate.leave();
            }
        });
        gate.shut();
        let at_rest = passed.load(Ordering::SeqCst);
        assert!(at_rest >= 1, "shut returned while somebody was inside");
        assert_eq!(at_rest, passed.load(Ordering::SeqCst));
        gate.open();
        worker.join().unwrap();
        assert_eq!(passed.load(Ordering::SeqCst), 2);
    }
}
