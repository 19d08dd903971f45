//! Ctrl-C during long work: the work ends at its next batch border instead of in the middle. A second one ends the
//! process at once; a batch that was being written is then not there, and nothing else is lost.

use super::failure::{Exit, Failure};
use crate::store::{self, Progress};
use rustix::process::{Signal, getpid, kill_process};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
use signal_hook::flag::{register, register_conditional_shutdown};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// Whether the process was asked to end. While one is watched, SIGINT, SIGTERM and SIGHUP no longer kill.
#[derive(Clone, Debug)]
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Begins to watch.
    pub fn watch() -> Result<Self, Failure> {
        let came = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            register_conditional_shutdown(signal, i32::from(Exit::Interrupted as u8), Arc::clone(&came))
                .and_then(|_| register(signal, Arc::clone(&came)))
                .map_err(unwatched)?;
        }
        stop_between_locks().map_err(unwatched)?;
        Ok(Self(came))
    }

    /// Whether one has come.
    pub fn came(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Progress that shows nothing and stops at the next batch border.
    pub fn between_batches(&self) -> BetweenBatches<'_> {
        BetweenBatches(self)
    }
}

/// Ctrl-Z waits until no lock of the file is held: a process that is stopped with one would keep all others out.
fn stop_between_locks() -> io::Result<()> {
    let mut signals = Signals::new([SIGTSTP, SIGCONT])?;
    thread::Builder::new().name("stops".to_owned()).spawn(move || {
        let mut signals = signals.forever();
        while let Some(signal) = signals.next() {
            if signal == SIGTSTP {
                // Other threads may run on for a moment: none may take a lock before all have stopped. Whoever is asked
                // to stop again has gone on meanwhile; the system may have dropped the signal that said so.
                store::between_locks(|| {
                    let mut stops = true;
                    while stops {
                        let _ = kill_process(getpid(), Signal::STOP);
                        stops = signals.next() == Some(SIGTSTP);
                    }
                });
            }
        }
    })?;
    Ok(())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it stands where errors are turned into failures"
)]
fn unwatched(error: io::Error) -> Failure {
    Failure::failed(format!("Signals cannot be watched: {error}."))
}

/// See [`Interrupt::between_batches`].
#[derive(Debug)]
pub struct BetweenBatches<'a>(&'a Interrupt);

impl Progress for BetweenBatches<'_> {
    fn step(&mut self, _done: u64, _total: u64) -> bool {
        !self.0.came()
    }
}
