//! Over ssh: the program behind a real sshd, which loses its client, its connection, its line or its server at any moment;
//! and on a slow line. A few rounds here; `AUDIENCE_SSH_ROUNDS=100` makes a hundred, holds them to the time, and says what
//! it has measured.

mod relay;
mod server;

use super::process::Process;
use super::session::{FRAME, Session, count, keys};
use super::world;
use relay::{Line, Relay};
use server::Server;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const SIZE: (u16, u16) = (100, 30);
/// How long the program may be there after its terminal has gone.
const GONE: Duration = Duration::from_millis(250);
/// There and back again on the slow line.
const ROUND_TRIP: Duration = Duration::from_millis(150);

/// How many rounds are wanted, where somebody says so.
fn rounds_wanted() -> Option<u64> {
    std::env::var("AUDIENCE_SSH_ROUNDS").ok()?.parse().ok()
}

/// A store, and what is kept beside it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let opened = world::open(&desk.at("shop.redb"));
        let list = world::list(&opened, "Shop");
        for number in 0..300 {
            world::contact(&opened, list, &format!("Ana {number}"), number);
        }
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// What the shell at the other end runs: it leaves its number, which the program takes over.
    fn remote(&self) -> String {
        let at = self.folder.path().display();
        format!(
            "echo $$ > {at}/process; exec env XDG_STATE_HOME={at}/state XDG_CONFIG_HOME={at}/state AUDIENCE_OPERATOR=rui {} --store {at}/shop.redb",
            env!("CARGO_BIN_EXE_audience")
        )
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_audience"))
            .arg("--store")
            .arg(self.at("shop.redb"))
            .args(arguments)
            .output()
            .unwrap()
    }

    fn drafts(&self) -> usize {
        let files = fs::read_dir(self.at("state/audience"));
        files
            .into_iter()
            .flatten()
            .flatten()
            .filter(|file| file.path().extension().is_some_and(|end| end == "draft"))
            .count()
    }

    /// As before a first start.
    fn forget(&self) {
        let _ = fs::remove_dir_all(self.at("state"));
        let _ = fs::remove_file(self.at("process"));
    }
}

/// How a session is lost.
#[derive(Clone, Copy, Debug)]
enum Loss {
    /// The client is killed.
    Client,
    /// The connection is closed.
    Connection,
    /// The server's session is killed.
    Session,
    /// The line falls silent, and the server gives up.
    Silence,
}

impl Loss {
    /// Silence takes seconds each time: it comes more seldom.
    fn of(round: u64) -> Self {
        match round % 10 {
            3 => Self::Silence,
            at if at % 3 == 0 => Self::Client,
            at if at % 3 == 1 => Self::Connection,
            _ => Self::Session,
        }
    }

    /// Brings it about; from when on the terminal is gone, at the earliest.
    fn strike(self, session: &Session, relay: &Relay, program: Process) -> Instant {
        let begun = Instant::now();
        match self {
            Self::Client => session.signal(rustix::process::Signal::KILL),
            Self::Connection => relay.cut(),
            Self::Session => {
                let server = program.parent();
                assert!(server.name().starts_with("sshd"), "{}", server.name());
                server.kill();
            }
            Self::Silence => {
                relay.fall_silent();
                loop {
                    if let Some(left) = relay.server_left() {
                        return left;
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
        }
        begun
    }
}

/// Any number, another each time.
fn any(round: u64, below: usize) -> usize {
    use std::hash::{BuildHasher, Hasher};
    let mut hasher = std::hash::RandomState::new().build_hasher();
    hasher.write_u64(round);
    usize::try_from(hasher.finish() % below as u64).unwrap()
}

/// Waits until some more bytes have come, or the screen says what ends the wait.
fn at_any_moment(session: &Session, round: u64, or: &str) {
    let until = session.bytes() + any(round, 700);
    session.wait("more bytes", |seen| {
        seen.bytes.len() >= until || seen.text().contains(or)
    });
}

#[test]
fn whatever_is_lost_the_program_goes_and_leaves_nothing_half_done() {
    let Some(server) = Server::start() else { return };
    let desk = Desk::new();
    let mut times: Vec<(Duration, Loss)> = Vec::new();
    for round in 0..rounds_wanted().unwrap_or(6) {
        desk.forget();
        let relay = Relay::to(server.port, Line::default());
        let mut session = server.enter(relay.port, SIZE, &desk.remote());
        session.wait_for("300 contacts");
        let program = Process::written(&desk.at("process"));
        let loss = Loss::of(round);
        let begun = if round % 2 == 0 {
            form_is_kept(&desk, &mut session, &relay, program, (round, loss))
        } else {
            change_is_whole(&desk, &mut session, &relay, program, (round, loss))
        };
        times.push((begun, loss));
        let checked = desk.run(&["check"]);
        assert!(checked.status.success(), "{loss:?}: {checked:?}");
        let written = desk.run(&["list", "create", &format!("After {round}")]);
        assert!(written.status.success(), "{loss:?}: {written:?}");
    }
    if rounds_wanted().is_some() {
        times.sort_by_key(|(time, _)| *time);
        let (median, most) = (times[times.len() / 2].0, times[times.len() - 1]);
        println!(
            "{} sessions lost; the program gone after {median:?} (median), {most:?} (most)",
            times.len()
        );
        assert!(most.0 < GONE, "{most:?}");
    }
}

/// A form is half written when the session is lost: it is offered afterwards.
fn form_is_kept(
    desk: &Desk,
    session: &mut Session,
    relay: &Relay,
    program: Process,
    (round, loss): (u64, Loss),
) -> Duration {
    session.send("a");
    session.wait_for("New contact");
    session.send("Dora");
    session.wait_for("Dora");
    for letter in ["x", "y", "z"].iter().take(any(round, 4)) {
        session.send(letter);
    }
    let begun = loss.strike(session, relay, program);
    let gone = program.gone().saturating_duration_since(begun);
    assert_eq!(desk.drafts(), 1, "{loss:?}: the form is gone");
    gone
}

/// A change is under way: it is there or not, is there where the screen has said so, and where it is not, its form is kept.
fn change_is_whole(
    desk: &Desk,
    session: &mut Session,
    relay: &Relay,
    program: Process,
    (round, loss): (u64, Loss),
) -> Duration {
    let (name, said) = (format!("Friends {round}"), format!("Friends {round} created"));
    session.send("hh");
    session.send("n");
    session.wait_for("New list");
    session.send(&name);
    session.wait_for(&name);
    session.send(keys::CTRL_S);
    at_any_moment(session, round, &said);
    let acknowledged = session.screen().contains(&said);
    let begun = loss.strike(session, relay, program);
    let gone = program.gone().saturating_duration_since(begun);
    let lists = desk.run(&["lists"]);
    let there = String::from_utf8_lossy(&lists.stdout).contains(&name);
    assert!(
        there || !acknowledged,
        "{loss:?}: what was said to be done is not"
    );
    assert!(
        there || desk.drafts() == 1,
        "{loss:?}: neither the list nor its form is there"
    );
    gone
}

#[test]
fn on_a_slow_line_a_key_costs_one_round_trip() {
    let Some(server) = Server::start() else { return };
    let desk = Desk::new();
    let line = Line {
        delay: ROUND_TRIP / 2,
        one_lost_in: 100,
        retransmission: ROUND_TRIP * 2,
    };
    let relay = Relay::to(server.port, line);
    let mut session = server.enter(relay.port, SIZE, &desk.remote());
    session.wait_for("300 contacts");
    while !session.is_silent_for(ROUND_TRIP * 4) {}
    let keys_pressed = rounds_wanted().unwrap_or(16);
    let mut times = Vec::new();
    for round in 0..keys_pressed {
        let key = if round % 16 < 8 { keys::DOWN } else { keys::UP };
        let (before, lost, begun) = (session.bytes(), relay.lost(), Instant::now());
        session.send(key);
        session.wait("the key's frame", |seen| {
            count(&seen.bytes[before..], FRAME.1) == 1
        });
        times.push((begun.elapsed(), relay.lost() - lost));
    }
    times.sort();
    let (median, most) = (times[times.len() / 2], times[times.len() - 1]);
    println!(
        "{keys_pressed} keys on a line of {ROUND_TRIP:?}: {median:?} (median, lost), {most:?} (most, lost)"
    );
    // Half a round trip less than a second exchange would take.
    assert!(median.0 < ROUND_TRIP * 3 / 2, "{median:?}");
    if rounds_wanted().is_some() {
        for (time, lost) in &times {
            let allowed = ROUND_TRIP * 3 / 2 + line.retransmission * u32::try_from(*lost).unwrap();
            assert!(*time < allowed, "{time:?} with {lost} lost");
        }
    }
    session.send("q");
    session.wait_for_end();
}
