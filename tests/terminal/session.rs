//! A person at a terminal: starts the program in a pseudo-terminal, presses keys, and looks at the screen a terminal
//! would show. Waits for what is looked for, never for time to pass.
#![allow(
    dead_code,
    reason = "shared by the terminal tests, the figures and the pictures; none uses all of it"
)]

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The emulator that reads the bytes fails on a wide character in a single column.
const NARROWEST: u16 = 2;

/// After this long a test gives up: nothing that is waited for takes more than a fraction of it.
const LIMIT: Duration = Duration::from_secs(30);

/// How a frame begins and ends.
pub const FRAME: (&[u8], &[u8]) = (b"\x1b[?2026h", b"\x1b[?2026l");

/// Keys that are more than a letter.
pub mod keys {
    pub const ENTER: &str = "\r";
    pub const ESC: &str = "\x1b";
    pub const TAB: &str = "\t";
    pub const BACKSPACE: &str = "\x7f";
    pub const UP: &str = "\x1b[A";
    pub const DOWN: &str = "\x1b[B";
    pub const RIGHT: &str = "\x1b[C";
    pub const LEFT: &str = "\x1b[D";
    pub const PAGE_DOWN: &str = "\x1b[6~";
    pub const CTRL_C: &str = "\x03";
    pub const CTRL_L: &str = "\x0c";
    pub const CTRL_S: &str = "\x13";
    pub const CTRL_Z: &str = "\x1a";
}

/// A program in a terminal.
pub struct Session {
    /// None after a hang-up.
    terminal: Option<Terminal>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    hang_up: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    /// What the program keeps for its next start, where the test names no place: each start is the first.
    _state: TempDir,
}

/// The terminal's own end of the line.
struct Terminal {
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
}

/// What has come from the program.
pub struct Seen {
    /// The screen as a terminal shows it.
    pub parser: vt100::Parser,
    /// Every byte.
    pub bytes: Vec<u8>,
    /// When the last of them came.
    pub last: Instant,
    /// Nothing more will come.
    pub closed: bool,
}

impl Seen {
    /// Rows of text.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// How many whole frames have come.
    pub fn frames(&self) -> usize {
        count(&self.bytes, FRAME.1)
    }
}

impl Session {
    /// The program on a store, in a terminal of columns × rows.
    pub fn start(store: &Path, size: (u16, u16)) -> Self {
        Self::start_with(&["--store", store.to_str().unwrap()], size)
    }

    /// The program with arguments.
    pub fn start_with(arguments: &[&str], size: (u16, u16)) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_audience"));
        command.args(arguments);
        Self::spawn(command, size)
    }

    /// Any command.
    pub fn spawn(mut command: CommandBuilder, (columns, rows): (u16, u16)) -> Self {
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for unwanted in ["NO_COLOR", "COLORFGBG", "AUDIENCE_STORE", "AUDIENCE_OPERATOR"] {
            if command
                .get_env(unwanted)
                .is_none_or(|set| std::env::var_os(unwanted).as_deref() == Some(set))
            {
                command.env_remove(unwanted);
            }
        }
        let state = TempDir::new().unwrap();
        for place in ["XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
            if command.get_env(place) == std::env::var_os(place).as_deref() {
                command.env(place, state.path());
            }
        }
        let pair = native_pty_system().openpty(pty_size(columns, rows)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new((
            Mutex::new(Seen {
                parser: vt100::Parser::new(rows.max(1), columns.max(NARROWEST), 0),
                bytes: Vec::new(),
                last: Instant::now(),
                closed: false,
            }),
            Condvar::new(),
        ));
        let hang_up = Arc::new(AtomicBool::new(false));
        let output = pair.master.try_clone_reader().unwrap();
        let reader = thread::spawn({
            let (seen, hang_up) = (seen.clone(), hang_up.clone());
            move || listen(output, &seen, &hang_up)
        });
        Self {
            terminal: Some(Terminal {
                writer: pair.master.take_writer().unwrap(),
                master: pair.master,
            }),
            child,
            seen,
            hang_up,
            reader: Some(reader),
            _state: state,
        }
    }

    /// Presses keys, or sends any bytes.
    pub fn send(&mut self, keys: &str) {
        let writer = &mut self.terminal.as_mut().unwrap().writer;
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Pastes text as terminals do that know how.
    pub fn paste(&mut self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Waits until the screen shows a text; gives the screen.
    #[track_caller]
    pub fn wait_for(&self, text: &str) -> String {
        self.wait(&format!("“{text}” on the screen"), |seen| {
            seen.text().contains(text)
        });
        self.screen()
    }

    /// Waits until the screen no longer shows a text; gives the screen.
    #[track_caller]
    pub fn wait_until_gone(&self, text: &str) -> String {
        self.wait(&format!("“{text}” gone from the screen"), |seen| {
            !seen.text().contains(text)
        });
        self.screen()
    }

    /// Waits until something holds of what has come.
    #[track_caller]
    pub fn wait(&self, what: &str, holds: impl Fn(&Seen) -> bool) {
        let deadline = Instant::now() + LIMIT;
        let mut seen = self.seen();
        while !holds(&seen) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !seen.closed,
                "waited in vain for {what}; the screen{}:\n{}",
                if seen.closed {
                    " when the program ended"
                } else {
                    ""
                },
                seen.text()
            );
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Whether not a byte comes for a while.
    pub fn is_silent_for(&self, while_: Duration) -> bool {
        let before = self.bytes();
        let deadline = Instant::now() + while_;
        let mut seen = self.seen();
        while seen.bytes.len() == before {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
        false
    }

    /// What the screen shows.
    pub fn screen(&self) -> String {
        self.seen().text()
    }

    /// How many bytes have come.
    pub fn bytes(&self) -> usize {
        self.seen().bytes.len()
    }

    /// The bytes that came after the first so many.
    pub fn since(&self, point: usize) -> Vec<u8> {
        self.seen().bytes[point..].to_vec()
    }

    /// Everything that has come.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits on what comes next.
    pub fn next<'a>(&'a self, seen: MutexGuard<'a, Seen>, longest: Duration) -> MutexGuard<'a, Seen> {
        self.seen.1.wait_timeout(seen, longest).unwrap().0
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen()
            .parser
            .screen_mut()
            .set_size(rows.max(1), columns.max(NARROWEST));
        self.master().resize(pty_size(columns, rows)).unwrap();
    }

    fn master(&self) -> &dyn MasterPty {
        self.terminal.as_ref().unwrap().master.as_ref()
    }

    /// The program's process.
    pub fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap()).unwrap()
    }

    /// Sends the program a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Whether echo and line editing are on, as a shell has them.
    pub fn is_cooked(&self) -> bool {
        let modes = self.master().get_termios().unwrap();
        let local = format!("{:?}", modes.local_flags);
        local.contains("ICANON") && local.contains("ECHO")
    }

    /// Waits until the program has ended and its last byte has come.
    #[track_caller]
    pub fn wait_for_end(&mut self) -> ExitStatus {
        let status = self.wait_for_status();
        let mut seen = self.seen();
        while !seen.closed && !self.hang_up.load(Ordering::SeqCst) {
            seen = self.next(seen, LIMIT);
        }
        drop(seen);
        status
    }

    #[track_caller]
    fn wait_for_status(&mut self) -> ExitStatus {
        let deadline = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(
                Instant::now() < deadline,
                "the program does not end; the screen:\n{}",
                self.screen()
            );
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Closes the terminal as a lost connection does; gives the program's end. The reader is blocked until a byte comes,
    /// so the size changes once more to make the program draw.
    #[track_caller]
    pub fn hang_up(&mut self) -> (ExitStatus, Duration) {
        self.hang_up.store(true, Ordering::SeqCst);
        let size = self.master().get_size().unwrap();
        self.master().resize(pty_size(size.cols + 1, size.rows)).unwrap();
        self.reader.take().unwrap().join().unwrap();
        self.terminal = None;
        let begun = Instant::now();
        let status = self.wait_for_end();
        (status, begun.elapsed())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(mut output: Box<dyn Read + Send>, seen: &(Mutex<Seen>, Condvar), hang_up: &AtomicBool) {
    let mut buffer = [0; 16 << 10];
    loop {
        let read = output.read(&mut buffer).unwrap_or(0);
        let mut inside = seen.0.lock().unwrap_or_else(PoisonError::into_inner);
        inside.parser.process(&buffer[..read]);
        inside.bytes.extend_from_slice(&buffer[..read]);
        inside.last = Instant::now();
        inside.closed = read == 0;
        drop(inside);
        seen.1.notify_all();
        if read == 0 || hang_up.load(Ordering::SeqCst) {
            return;
        }
    }
}

fn pty_size(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// How often a part occurs.
pub fn count(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).filter(|window| *window == part).count()
}
