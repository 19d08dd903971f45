//! A second processor for questions: threads that stay, apart from those that writers use, so that no question waits for
//! a change.
//!
//! A thread that has just been made stands behind the one that made it, on the same processor, until the system evens
//! its queues out some milliseconds later: longer than most questions take. So each is heard from once before it is
//! given work, and is woken for it on a processor that is free. That it stays spares the fresh memory that a new one
//! would take for all it makes.

use super::Result;
use super::fault::guarded;
use rayon_core::{ThreadPool, ThreadPoolBuilder};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread::available_parallelism;

/// None where there is only one processor, or the system gives no more threads: then nothing is done beside.
static THREADS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let others = processors().checked_sub(1).filter(|others| *others > 0)?;
    let threads = ThreadPoolBuilder::new().num_threads(others).build().ok()?;
    threads.broadcast(|_| ());
    Some(threads)
});

/// How many processors there are.
pub(super) fn processors() -> usize {
    static KNOWN: LazyLock<usize> = LazyLock::new(|| available_parallelism().map_or(1, usize::from));
    *KNOWN
}

/// Does the same work here and on other threads, on up to so many together: what all of them made, in no order. The work
/// is such that each takes of it what nobody has taken yet, so it is done however few there are.
pub(super) fn on_all<T: Send>(most: usize, work: impl Fn() -> Result<T> + Sync) -> Result<Vec<T>> {
    let others = most.min(processors()).saturating_sub(1);
    let threads = (others > 0).then(|| THREADS.as_ref()).flatten();
    let Some(threads) = threads else {
        return Ok(vec![work()?]);
    };
    let made = Mutex::new(Ok(Vec::new()));
    threads.in_place_scope(|scope| {
        for _ in 0..others {
            scope.spawn(|_| keep(&made, guarded(&work)));
        }
        keep(&made, work());
    });
    made.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn keep<T>(made: &Mutex<Result<Vec<T>>>, done: Result<T>) {
    let mut made = made.lock().unwrap_or_else(PoisonError::into_inner);
    match (&mut *made, done) {
        (Ok(made), Ok(done)) => made.push(done),
        (Err(first), Err(error)) if first.is_echo() => *first = error,
        (Err(_), _) => {}
        (kept, Err(error)) => *kept = Err(error),
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::super::StoreError;
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn what_is_shared_is_done_once() {
        let next = AtomicU32::new(0);
        let made = on_all(4, || {
            let taken = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < 1000);
            Ok(std::iter::from_fn(taken).collect::<Vec<u32>>())
        });
        let mut all = made.unwrap().concat();
        all.sort_unstable();
        assert_eq!(all, (0..1000).collect::<Vec<u32>>());
    }

    #[test]
    fn a_failure_anywhere_is_the_answer() {
        let first = AtomicU32::new(0);
        let failed = on_all(2, || match first.fetch_add(1, Ordering::Relaxed) {
            0 => Err(StoreError::Damaged("a page".into())),
            _ => Ok(()),
        });
        assert_eq!(failed, Err(StoreError::Damaged("a page".into())));
    }
}
