//! The interface in a terminal of 120 × 40: the first screen, key to frame, bytes, memory, silence.

use super::Run;
use super::figure::{Figures, Times, megabytes};
use super::program::peak;
use super::session::{FRAME, Session, count, keys};
use super::viewers::{self, Viewer, beside};
use std::time::{Duration, Instant};

/// Columns and rows.
pub const SIZE: (u16, u16) = (120, 40);
/// A frame that has not come by then never comes.
const LIMIT: Duration = Duration::from_secs(10);

/// What is asked behind a key has been answered when nothing has come for so long.
const QUIET: Duration = Duration::from_millis(60);

/// All of it.
pub fn measure(run: &Run, figures: &mut Figures) {
    let viewers = viewers::measured(run, figures);
    first_screen(run, &viewers, figures);
    let mut session = settled(run);
    keys_to_frames(&mut session, run, &viewers, figures);
    other_keys(&mut session, run, figures);
    memory(
        &session,
        "interface, peak memory",
        "< 64 MB",
        beside(&viewers, Viewer::memory),
        figures,
    );
    let before = session.bytes();
    session.is_silent_for(Duration::from_secs(run.idle_seconds));
    figures.add(
        &format!("bytes written in {} s without a key", run.idle_seconds),
        session.bytes() - before,
        "0",
        "",
    );
    typing(&mut session, figures);
    memory(
        &session,
        "the same after searching",
        "< 104 MB",
        String::new(),
        figures,
    );
    session.send("q");
    session.wait_for_end();
    hang_up(run, figures);
}

fn memory(session: &Session, what: &str, goal: &str, peers: String, figures: &mut Figures) {
    let process = u32::try_from(session.pid().as_raw_nonzero().get()).unwrap();
    figures.add(what, megabytes(peak(process).unwrap()), goal, peers);
}

/// Rows of contacts are on the screen: a number is.
fn is_full(text: &str) -> bool {
    text.lines().filter(|line| line.contains('+')).count() > 10
}

fn settled(run: &Run) -> Session {
    let session = Session::start(&run.store, SIZE);
    session.wait("rows on the screen", |seen| is_full(&seen.text()));
    while !session.is_silent_for(Duration::from_millis(700)) {}
    session
}

fn first_screen(run: &Run, viewers: &[Viewer], figures: &mut Figures) {
    let mut times = Times::default();
    let mut bytes = 0;
    for _ in 0..run.rounds {
        let begun = Instant::now();
        let mut session = Session::start(&run.store, SIZE);
        session.wait("rows on the screen", |seen| is_full(&seen.text()));
        times.push(begun.elapsed());
        while !session.is_silent_for(Duration::from_millis(300)) {}
        bytes = session.bytes();
        session.send("q");
        session.wait_for_end();
    }
    figures.add(
        "process start → first full screen",
        times.spread(),
        "< 50 ms",
        beside(viewers, Viewer::first),
    );
    figures.add("bytes of the first screen, all counts in", bytes, "< 8,000", "");
}

fn keys_to_frames(session: &mut Session, run: &Run, viewers: &[Viewer], figures: &mut Figures) {
    let mut cursor = Pressed::default();
    for round in 0..run.rounds * 20 {
        cursor.press(session, if round % 40 < 20 { keys::DOWN } else { keys::UP });
    }
    figures.add(
        &format!("cursor key → frame ({} keys)", cursor.times.len()),
        cursor.times.spread(),
        "p99 < 5 ms",
        beside(viewers, Viewer::cursor),
    );
    figures.add("bytes per cursor key, mean and most", cursor.bytes(), "< 300", "");
    let mut page = Pressed::default();
    for _ in 0..run.rounds {
        page.press(session, keys::PAGE_DOWN);
    }
    figures.add(
        "page key → first frame",
        page.times.spread(),
        "p99 < 5 ms",
        beside(viewers, Viewer::page),
    );
    figures.add("bytes per page key, mean and most", page.bytes(), "< 3,500", "");
}

/// Moves between panes, and to the ends of a million rows.
fn other_keys(session: &mut Session, run: &Run, figures: &mut Figures) {
    let groups = [
        ("another pane → frame", ["h", "h", "l", "l"]),
        ("last and first row → frame", ["G", "g", "G", "g"]),
    ];
    for (what, keys) in groups {
        let mut pressed = Pressed::default();
        for _ in 0..run.rounds {
            for key in keys {
                pressed.press(session, key);
            }
        }
        pressed.tell(what, figures);
    }
}

/// Texts typed key by key: each key to its frame, and to the last byte of what it finds.
fn typing(session: &mut Session, figures: &mut Figures) {
    let texts = [
        ("search", "/", "maria silv"),
        ("criteria of a filter", "f", "country = DE and age > 40"),
        ("jump", "\x10", "silva"),
    ];
    for (what, open, text) in texts {
        let mut pressed = Pressed::default();
        pressed.press(session, open);
        pressed = Pressed::default();
        for key in text.chars() {
            pressed.press(session, &key.to_string());
        }
        pressed.tell(&format!("{what}, a key typed → frame"), figures);
        let goal = if what == "search" { "< 16 ms" } else { "< 30 ms" };
        figures.add(
            &format!("{what}, a key typed → all it finds"),
            pressed.settled.spread(),
            goal,
            "",
        );
        for _ in 0..3 {
            session.send(keys::ESC);
            while !session.is_silent_for(Duration::from_millis(100)) {}
        }
    }
}

/// How keys were answered.
#[derive(Default)]
struct Pressed {
    times: Times,
    /// Until the last byte.
    settled: Times,
    sizes: Vec<usize>,
}

impl Pressed {
    /// Presses a key, waits for the frame, and for what may follow it.
    fn press(&mut self, session: &mut Session, key: &str) {
        let before = session.bytes();
        let begun = Instant::now();
        session.send(key);
        let mut seen = session.seen();
        while count(&seen.bytes[before..], FRAME.1) == 0 && begun.elapsed() < LIMIT {
            seen = session.next(seen, LIMIT);
        }
        self.times.push(seen.last.duration_since(begun));
        drop(seen);
        while !session.is_silent_for(QUIET) {}
        self.settled
            .push(session.seen().last.saturating_duration_since(begun));
        self.sizes.push(session.bytes() - before);
    }

    fn tell(&self, what: &str, figures: &mut Figures) {
        figures.add(
            &format!("{what} ({} keys)", self.times.len()),
            self.times.spread(),
            "p99 < 5 ms",
            "",
        );
    }

    fn bytes(&self) -> String {
        let all: usize = self.sizes.iter().sum();
        let most = self.sizes.iter().max().unwrap();
        format!("{}, {most}", all / self.sizes.len())
    }
}

fn hang_up(run: &Run, figures: &mut Figures) {
    let mut times = Times::default();
    for _ in 0..5 {
        let (_, time) = settled(run).hang_up();
        times.push(time);
    }
    figures.add("terminal gone → process gone", times.spread(), "< 250 ms", "");
}
