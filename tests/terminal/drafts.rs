//! A session that ends in the middle of a form: what was typed is offered at the next start, once, to one session.

use super::session::{Session, keys};
use super::world;
use portable_pty::CommandBuilder;
use rustix::process::Signal;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const SIZE: (u16, u16) = (100, 30);

/// A store with a list, and a place for what is kept between sessions.
struct Desk {
    _folder: TempDir,
    store: PathBuf,
    state: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("shop.redb");
        let opened = world::open(&store);
        let list = world::list(&opened, "Shop");
        for (number, name) in (1..).zip(["Ana", "Bruno", "Carla"]) {
            world::contact(&opened, list, name, number);
        }
        Self {
            store,
            state: folder.path().join("state"),
            _folder: folder,
        }
    }

    fn start(&self) -> Session {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_audience"));
        command.args(["--store", self.store.to_str().unwrap()]);
        command.env("XDG_STATE_HOME", &self.state);
        let session = Session::spawn(command, SIZE);
        session.wait_for("3 contacts");
        session
    }

    fn drafts(&self) -> usize {
        let files = fs::read_dir(self.state.join("audience"));
        let names = files.into_iter().flatten().flatten().map(|file| file.path());
        names.filter(|path| is_draft(path)).count()
    }
}

fn is_draft(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "draft")
}

#[test]
fn a_hang_up_in_the_middle_of_a_form_loses_nothing_of_it() {
    let desk = Desk::new();
    let mut session = desk.start();
    session.send("a");
    session.wait_for("New contact");
    session.send("Dora");
    session.wait_for("Dora");
    session.hang_up();
    session.wait_for_end();

    let mut session = desk.start();
    session.wait_for("Half written on");
    session.wait_for("Dora");
    session.send(keys::ENTER);
    session.wait_for("New contact");
    session.wait_for("Dora");
    session.send(keys::ESC);
    session.wait_until_gone("New contact");
    session.send("q");
    assert!(session.wait_for_end().success());
    assert_eq!(desk.drafts(), 0);
}

#[test]
fn a_killed_session_s_draft_is_on_the_disk_and_a_living_one_s_is_its_own() {
    let desk = Desk::new();
    let mut session = desk.start();
    session.send("n");
    session.wait_for("Criteria");
    session.send("city = Lisboa");
    session.wait_for("city = Lisboa");
    while desk.drafts() == 0 {
        std::thread::park_timeout(std::time::Duration::from_millis(10));
    }
    let mut other = desk.start();
    other.send("?");
    other.wait_for("Keys");
    assert!(!other.seen().text().contains("Half written"));
    session.signal(Signal::KILL);
    session.wait_for_end();

    let mut session = desk.start();
    session.wait_for("Half written on");
    session.send("d");
    session.wait_until_gone("Half written on");
    session.send("q");
    assert!(session.wait_for_end().success());
    assert_eq!(desk.drafts(), 0);
}

#[test]
fn the_next_start_is_where_the_last_one_was() {
    let desk = Desk::new();
    let mut session = desk.start();
    session.send("hhj");
    session.wait_for("Shop · 3");
    session.send("q");
    assert!(session.wait_for_end().success());
    desk.start().wait_for("Shop · 3");
}
