//! Makes the pictures of the real program: `cargo test --test screenshots` runs it on the demo audience in a terminal,
//! presses keys, and writes what the screen shows to `screenshots/`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a picture that cannot be made stops the run"
)]

#[path = "../terminal/session.rs"]
mod session;
mod svg;

use session::{Session, keys};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// The moment all pictures are taken at.
const NOW: &str = "2026-11-22T12:00:00Z";

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo.redb");
    let filled = Command::new(env!("CARGO_BIN_EXE_audience"))
        .args(["demo", "--no-ui", "--now", NOW, "--store"])
        .arg(&store)
        .status()
        .unwrap();
    assert!(filled.success(), "the demo cannot be filled");
    panes(&store);
}

fn start(store: &Path, size: (u16, u16)) -> Session {
    let session = Session::start_with(&["--now", NOW, "--store", store.to_str().unwrap()], size);
    session.wait("rows on the screen", |seen| {
        seen.text().lines().filter(|line| line.contains('+')).count() > 5
    });
    session
}

fn panes(store: &Path) {
    let mut session = start(store, (120, 32));
    session.send(keys::DOWN);
    take(&session, "contacts", "Lists, segments and contacts");
}

/// Takes the picture once nothing moves any more.
fn take(session: &Session, name: &str, title: &str) {
    while !session.is_silent_for(Duration::from_millis(400)) {}
    let picture = svg::picture(session.seen().parser.screen(), title);
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.svg")), picture).unwrap();
    println!("screenshots/{name}.svg");
}
