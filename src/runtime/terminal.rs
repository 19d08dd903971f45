//! Takes the terminal and gives it back: raw mode, alternate screen, bracketed paste. Given back when the guard is
//! dropped, before a panic's message, and by whoever ends the process. Nothing here asks the terminal a question.

use crate::store;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::{stdin, stdout};
use std::io;
use std::panic;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::thread;

/// Buttons, the wheel and drags, with places beyond column 223. Movement alone is not told: over ssh it would be a stream.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";
/// Alternate screen, bracketed paste, hidden cursor.
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?25l";
/// Ends a frame that was cut off, then the same backwards.
const LEAVE: &[u8] = b"\x1b[?2026l\x1b[m\x1b[?25h\x1b[?1006l\x1b[?1002l\x1b[?1000l\x1b[?2004l\x1b[?1049l";
/// How long a terminal that takes no bytes is waited for when it is given back.
const PATIENCE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};

/// Whether the terminal is taken. Locked while it changes hands, so that nobody ends the process halfway.
static TAKEN: Mutex<bool> = Mutex::new(false);
static HOOK: Once = Once::new();

/// Has the terminal until dropped.
#[derive(Debug)]
pub struct Guard(());

impl Guard {
    /// Takes the terminal, and the mouse where it is wanted. A panic of this thread from now on gives it back before it is reported; one of another
    /// thread is reported by who waits for that thread's answer, so that no screen is written over.
    pub fn take(mouse: bool) -> io::Result<Self> {
        let owner = thread::current().id();
        HOOK.call_once(|| {
            let report = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                if thread::current().id() == owner || store::last_words(info).is_some() {
                    leave();
                }
                if !*taken() {
                    report(info);
                }
            }));
        });
        enter(mouse)?;
        Ok(Self(()))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        leave();
    }
}

/// Takes the terminal again after it was given back, or after the process was stopped without being asked.
pub fn enter(mouse: bool) -> io::Result<()> {
    let mut taken = taken();
    if *taken {
        crossterm::terminal::disable_raw_mode()?;
    }
    crossterm::terminal::enable_raw_mode()?;
    *taken = true;
    drop(taken);
    let mouse = if mouse { MOUSE_ON } else { b"" };
    write(&[mouse, ENTER].concat())
}

/// Takes the mouse from the terminal, or leaves it to it.
pub fn take_mouse(taken: bool) -> io::Result<()> {
    write(if taken { MOUSE_ON } else { MOUSE_OFF })
}

/// Gives the terminal back, once. A terminal that takes no bytes does not hold the process.
pub fn leave() {
    let mut taken = taken();
    if !*taken {
        return;
    }
    *taken = false;
    let output = stdout();
    let mut ready = [PollFd::new(&output, PollFlags::OUT)];
    let writable = poll(&mut ready, Some(&PATIENCE)).is_ok_and(|count| count > 0);
    let _ = crossterm::terminal::disable_raw_mode();
    if writable {
        let _ = write(LEAVE);
    }
}

fn taken() -> MutexGuard<'static, bool> {
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes all of it, in one piece where the terminal takes one.
pub fn write(bytes: &[u8]) -> io::Result<()> {
    let mut rest = bytes;
    while !rest.is_empty() {
        match rustix::io::write(stdout(), rest) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => {
                let output = stdout();
                poll(&mut [PollFd::new(&output, PollFlags::OUT)], None)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Columns and rows; None where the terminal does not say.
pub fn size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(stdout()).ok()?;
    Some((size.ws_col, size.ws_row))
}

/// Whether there is a terminal to draw on and read keys from.
pub fn is_there() -> bool {
    rustix::termios::isatty(stdin()) && rustix::termios::isatty(stdout())
}

/// Waits until the terminal has gone.
pub fn wait_for_hangup() {
    let input = stdin();
    loop {
        let mut watched = [PollFd::new(&input, PollFlags::empty())];
        match poll(&mut watched, None) {
            Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
            Ok(_) => {
                let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
                if watched.iter().any(|fd| fd.revents().intersects(gone)) {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::Read;

    #[test]
    fn a_panic_gives_the_terminal_back_before_it_is_reported() {
        let shown = in_a_terminal("panics_with_the_terminal_taken");
        let taken = shown.find("\x1b[?1049h").unwrap();
        let given = shown.find("\x1b[?1049l").unwrap();
        let reported = shown.find("the main thread fails").unwrap();
        assert!(taken < given && given < reported, "{shown:?}");
    }

    #[test]
    fn a_workers_panic_writes_nothing_over_the_screen() {
        let shown = in_a_terminal("panics_elsewhere_with_the_terminal_taken");
        assert!(!shown.contains("a worker fails"), "{shown:?}");
        assert!(shown.contains("goes on"), "{shown:?}");
    }

    #[test]
    #[should_panic(expected = "the main thread fails")]
    #[ignore = "run in a terminal by the first test"]
    fn panics_with_the_terminal_taken() {
        let _guard = Guard::take(true);
        panic!("the main thread fails");
    }

    #[test]
    #[ignore = "run in a terminal by the second test"]
    fn panics_elsewhere_with_the_terminal_taken() {
        let Ok(_guard) = Guard::take(true) else { return };
        let ended = thread::spawn(|| panic!("a worker fails")).join();
        assert!(ended.is_err());
        write(b"goes on").unwrap();
    }

    /// Runs one test of this program in a terminal; everything it wrote.
    fn in_a_terminal(test: &str) -> String {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "--ignored",
            "--exact",
            "--nocapture",
            &format!("runtime::terminal::tests::{test}"),
        ]);
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut shown = Vec::new();
        // Reading a terminal whose program has ended fails on Linux; what came before counts.
        let _ = pair.master.try_clone_reader().unwrap().read_to_end(&mut shown);
        child.wait().unwrap();
        String::from_utf8_lossy(&shown).into_owned()
    }
}
