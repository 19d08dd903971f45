//! A second processor for questions: threads that stay, apart from those that writers use, so that no question waits for
//! a change. That they stay spares the fresh memory that a new one would take for all it makes.
//!
//! Linux lets a thread begin on the processor of the one that has made or woken it, and on a virtual machine, where a
//! processor that sleeps counts as taken, it stays there for some milliseconds until the queues are evened out: longer
//! than most questions take. So a thread that finds itself on the processor of the one who asks moves to another.

use super::Result;
use super::fault::guarded;
use rayon_core::{ThreadPool, ThreadPoolBuilder};
use rustix::thread::{sched_getaffinity, sched_getcpu, sched_setaffinity};
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread::available_parallelism;

/// None where there is only one processor, or the system gives no more threads: then nothing is done beside.
static THREADS: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let others = processors().checked_sub(1).filter(|others| *others > 0)?;
    let threads = ThreadPoolBuilder::new().num_threads(others).build().ok()?;
    // Each has its first turn now, while its maker waits, and goes to where it will be woken.
    let asker = sched_getcpu();
    threads.broadcast(|_| step_aside(asker));
    Some(threads)
});

/// How many processors there are.
pub(super) fn processors() -> usize {
    static KNOWN: LazyLock<usize> = LazyLock::new(|| available_parallelism().map_or(1, usize::from));
    *KNOWN
}

thread_local! {
    /// Whether this thread does its part of shared work. What is asked within it is not shared again: the others have
    /// their own parts to do, and would be waited for.
    static SHARING: Cell<bool> = const { Cell::new(false) };
}

/// Does the same work here and on other threads, on up to so many together: what all of them made, in no order. The work
/// is such that each takes of it what nobody has taken yet, so it is done however few there are.
pub(super) fn on_all<T: Send>(most: usize, work: impl Fn() -> Result<T> + Sync) -> Result<Vec<T>> {
    let others = most.min(processors()).saturating_sub(1);
    let threads = match others {
        0 => None,
        _ if SHARING.get() => None,
        _ => THREADS.as_ref(),
    };
    let Some(threads) = threads else {
        return Ok(vec![work()?]);
    };
    let made = Mutex::new(Ok(Vec::new()));
    let asker = sched_getcpu();
    threads.in_place_scope(|scope| {
        for _ in 0..others {
            scope.spawn(|_| {
                step_aside(asker);
                keep(&made, guarded(|| part(&work)));
            });
        }
        keep(&made, part(&work));
    });
    made.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Does different work here and on other threads; what each came to, in their order.
pub(super) fn each<T: Send>(works: &[&(dyn Fn() -> Result<T> + Sync)]) -> Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let done = on_all(works.len(), || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(work) = works.get(at) else {
                return Ok(done);
            };
            done.push((at, work()?));
        }
    })?;
    let mut done: Vec<(usize, T)> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, done)| done).collect())
}

/// Does a part of shared work; the mark goes with it even where it panics.
fn part<T>(work: impl Fn() -> Result<T>) -> Result<T> {
    struct Mark;
    impl Drop for Mark {
        fn drop(&mut self) {
            SHARING.set(false);
        }
    }
    SHARING.set(true);
    let _mark = Mark;
    work()
}

/// Moves this thread to another processor than the one who asks is on. It is free to go anywhere afterwards.
fn step_aside(asker: usize) {
    if sched_getcpu() != asker {
        return;
    }
    let Ok(all) = sched_getaffinity(None) else { return };
    let mut others = all;
    others.unset(asker);
    // Where it may not choose, it is only slower.
    if others.count() > 0 && sched_setaffinity(None, &others).is_ok() {
        let _ = sched_setaffinity(None, &all);
    }
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
    use std::sync::atomic::AtomicU32;

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
    fn what_is_shared_within_shared_work_waits_for_nobody() {
        let made = on_all(2, || on_all(2, || Ok(1)).map(|within| within.len()));
        assert!(made.unwrap().iter().all(|within| *within == 1));
    }

    #[test]
    fn each_work_is_done_once_and_in_its_place() {
        let done = each::<u32>(&[&|| Ok(7), &|| Ok(8), &|| Ok(9)]);
        assert_eq!(done, Ok(vec![7, 8, 9]));
        assert_eq!(each::<u32>(&[]), Ok(Vec::new()));
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
