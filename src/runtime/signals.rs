//! Signals, the hang-up of the terminal, and the end of the process where nobody else brings it about.

use super::terminal;
use crossbeam_channel::Sender;
use rustix::process::{Signal, getpgrp, getsid, kill_current_process_group};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::thread;
use std::time::Duration;

/// How long the main loop has to end in good order before the process ends anyway.
const LAST_RESORT: Duration = Duration::from_millis(120);

/// What a signal asks of the main loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// The terminal has another size.
    Resized,
    /// Give the terminal back and stop.
    Suspend,
    /// The process goes on after a stop.
    Continued,
    /// End, as this signal ends a process.
    End(i32),
}

/// Starts listening. Two threads that wait in the kernel; both live as long as the process.
pub fn listen(control: &Sender<Control>) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH])?;
    let heard = control.clone();
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let _ = match signal {
                SIGWINCH => heard.send(Control::Resized),
                SIGTSTP => heard.send(Control::Suspend),
                SIGCONT => heard.send(Control::Continued),
                _ => return end(&heard, signal),
            };
        }
    })?;
    let gone = control.clone();
    thread::Builder::new().name("hang-up".to_owned()).spawn(move || {
        terminal::wait_for_hangup();
        end(&gone, SIGHUP);
    })?;
    Ok(())
}

/// A folder that is gone with the process, also where a signal ends it.
static THROW_AWAY: OnceLock<PathBuf> = OnceLock::new();

/// Names the folder that a signal's end removes. Only the first one counts; who made it removes it at any other end.
pub fn throw_away(folder: PathBuf) {
    let _ = THROW_AWAY.set(folder);
}

/// Asks the main loop to end, and ends the process where it does not: it may wait for a terminal that takes no bytes.
/// A transaction that runs is given up; what was acknowledged is on disk.
pub fn end(control: &Sender<Control>, signal: i32) {
    let _ = control.send(Control::End(signal));
    thread::sleep(LAST_RESORT);
    end_now(signal);
}

/// Gives the terminal back and ends the process as the signal does, so that a shell sees why.
pub fn end_now(signal: i32) {
    terminal::leave();
    if let Some(folder) = THROW_AWAY.get() {
        let _ = std::fs::remove_dir_all(folder);
    }
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::exit(128_i32.saturating_add(signal));
}

/// Whether there is a shell that could bring a stopped process back: a process that leads its session has none.
pub fn may_stop() -> bool {
    getsid(None).is_ok_and(|session| session != getpgrp())
}

/// Stops the whole job (`cargo run` and `sudo` wait for their child and must stop with it); true after it was stopped.
pub fn stop() -> bool {
    kill_current_process_group(Signal::STOP).is_ok()
}
