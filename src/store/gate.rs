//! The file's locks while this process may be stopped: one that is stopped while it holds any of them, were it only for
//! the beginning of a read, keeps all others out. So whoever takes one passes here, and a stop waits until nobody has one.

use std::cell::Cell;
use std::sync::{PoisonError, RwLock};

/// Held by whoever has, or is about to take, a lock of the file.
static GATE: RwLock<()> = RwLock::new(());

thread_local! {
    /// Whether this thread has passed. It must not wait for a second turn: somebody may be waiting to shut the gate.
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Does something while this process has no lock of the file, which would keep others out: waits until it has given back
/// those it has, and lets it take none.
pub fn between_locks(work: impl FnOnce()) {
    let shut = GATE.write().unwrap_or_else(PoisonError::into_inner);
    work();
    drop(shut);
}

/// Does what takes locks of the file.
pub(super) fn locking<T>(work: impl FnOnce() -> T) -> T {
    struct Leaving;
    impl Drop for Leaving {
        fn drop(&mut self) {
            INSIDE.set(false);
        }
    }
    if INSIDE.replace(true) {
        return work();
    }
    let leaving = Leaving;
    let passed = GATE.read().unwrap_or_else(PoisonError::into_inner);
    let done = work();
    drop(passed);
    drop(leaving);
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    #[test]
    fn a_thread_inside_passes_again_while_somebody_waits_to_shut() {
        let (inside, shut) = (AtomicBool::new(false), AtomicBool::new(false));
        thread::scope(|scope| {
            let waits = scope.spawn(|| {
                while !inside.load(Ordering::Acquire) {
                    thread::yield_now();
                }
                between_locks(|| shut.store(true, Ordering::Release));
            });
            locking(|| {
                inside.store(true, Ordering::Release);
                for _ in 0..10_000 {
                    assert_eq!(locking(|| 7), 7);
                    assert!(!shut.load(Ordering::Acquire));
                }
            });
            assert!(waits.join().is_ok());
        });
        assert!(shut.load(Ordering::Acquire));
        assert_eq!(locking(|| 8), 8);
    }
}
