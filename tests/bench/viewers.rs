//! Other programs that show a million rows in a terminal, on the same rows: csvlens and visidata.

use super::Run;
use super::figure::{Figures, Times, megabytes};
use super::program::{is_installed, peak};
use super::screen::SIZE;
use super::session::{Session, keys};
use portable_pty::CommandBuilder;
use std::time::{Duration, Instant};

/// Their names as people know them, and their commands.
const VIEWERS: [(&str, &str); 2] = [("csvlens", "csvlens"), ("visidata", "vd")];

/// How long nothing comes when a screen is done.
const QUIET: Duration = Duration::from_millis(60);
/// The longest that a file is waited for until all its rows are there.
const LOADED: Duration = Duration::from_secs(90);

/// One of them, measured.
pub struct Viewer {
    name: &'static str,
    first: Duration,
    first_bytes: usize,
    cursor: (Times, usize),
    page: (Times, usize),
    memory: u64,
}

/// All that are installed, on the file that was imported.
pub fn measured(run: &Run, figures: &mut Figures) -> Vec<Viewer> {
    let mut viewers = Vec::new();
    for (name, command) in VIEWERS {
        if is_installed(command) {
            viewers.push(Viewer::measure(name, command, run));
        } else {
            figures.missing(name);
        }
    }
    viewers
}

/// What they need for the same, one after the other.
pub fn beside(viewers: &[Viewer], say: impl Fn(&Viewer) -> String) -> String {
    let each: Vec<String> = viewers
        .iter()
        .map(|viewer| format!("{} {}", viewer.name, say(viewer)))
        .collect();
    each.join(" · ")
}

impl Viewer {
    fn measure(name: &'static str, command: &str, run: &Run) -> Self {
        let mut command = CommandBuilder::new(command);
        command.arg(&run.people);
        let begun = Instant::now();
        let mut session = Session::spawn(command, SIZE);
        session.wait("rows on the screen", |seen| {
            let lines = seen.text().lines().filter(|line| !line.trim().is_empty()).count();
            lines > usize::from(SIZE.1) / 2
        });
        let (first, first_bytes) = (begun.elapsed(), session.bytes());
        while !session.is_silent_for(Duration::from_secs(2)) && begun.elapsed() < LOADED {}
        let cursor = pressed(&mut session, keys::DOWN, run.rounds * 4);
        let page = pressed(&mut session, keys::PAGE_DOWN, run.rounds);
        let process = u32::try_from(session.pid().as_raw_nonzero().get()).unwrap();
        Self {
            name,
            first,
            first_bytes,
            cursor,
            page,
            memory: peak(process).unwrap_or_default(),
        }
    }

    /// Process start → first full screen, and its bytes.
    pub fn first(&self) -> String {
        format!(
            "{:.0} ms, {} bytes",
            self.first.as_secs_f64() * 1e3,
            self.first_bytes
        )
    }

    /// A cursor key.
    pub fn cursor(&self) -> String {
        format!("{}, {} bytes", self.cursor.0.spread(), self.cursor.1)
    }

    /// A page key.
    pub fn page(&self) -> String {
        format!("{}, {} bytes", self.page.0.spread(), self.page.1)
    }

    /// The most memory.
    pub fn memory(&self) -> String {
        megabytes(self.memory)
    }
}

/// A key pressed so often: the time until its first bytes came, since they do not mark their frames, and the bytes of one.
fn pressed(session: &mut Session, key: &str, rounds: usize) -> (Times, usize) {
    let (mut times, before) = (Times::default(), session.bytes());
    for _ in 0..rounds {
        let (bytes, begun) = (session.bytes(), Instant::now());
        session.send(key);
        let mut seen = session.seen();
        while seen.bytes.len() == bytes && begun.elapsed() < Duration::from_secs(2) {
            seen = session.next(seen, Duration::from_secs(2));
        }
        times.push(seen.last.saturating_duration_since(begun));
        drop(seen);
        while !session.is_silent_for(QUIET) {}
    }
    (times, (session.bytes() - before) / rounds.max(1))
}
