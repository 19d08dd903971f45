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
    contacts(&store);
    profile(&store);
    criteria(&store);
    duplicates(&store);
    import(&store, folder.path());
    narrow(&store);
}

fn start(store: &Path, size: (u16, u16)) -> Session {
    let session = Session::start_with(&["--now", NOW, "--store", store.to_str().unwrap()], size);
    session.wait("rows on the screen", |seen| {
        seen.text().lines().filter(|line| line.contains('+')).count() > 5
    });
    session
}

fn contacts(store: &Path) {
    let mut session = start(store, (120, 32));
    session.send("hhj");
    session.wait_for("Segments of E-commerce");
    session.send("ljjll");
    session.send(keys::DOWN);
    take(&session, "contacts", "Lists, segments and contacts");
}

fn profile(store: &Path) {
    let mut session = start(store, (120, 32));
    session.send("jj\r");
    session.wait_for("Permission");
    take(&session, "profile", "The profile of a contact");
}

fn criteria(store: &Path) {
    let mut session = start(store, (120, 32));
    session.send("n");
    session.wait_for("Criteria");
    session.send("total_spent > 500 and country in (PT, BR) and not opted_out");
    session.wait_for(" of 5,000");
    take(&session, "criteria", "Criteria with a live count and sample");
}

fn duplicates(store: &Path) {
    let mut session = start(store, (120, 36));
    session.send("D");
    session.wait_for("Why:");
    take(
        &session,
        "duplicates",
        "Two contacts that may be one person, and what they become",
    );
}

fn import(store: &Path, folder: &Path) {
    let file = folder.join("spring-fair.csv");
    let people = "Full name,WhatsApp,Country,Stand visited,Wants samples,Notes\n\
                  Beatriz Nunes,+351 912 345 678,Portugal,A12,yes,asked for prices\n\
                  Thandi Nkosi,082 555 0134,South Africa,B07,no,\n";
    fs::write(&file, people).unwrap();
    let mut session = start(store, (100, 24));
    session.send("i");
    session.wait_for("Into list");
    session.paste(file.to_str().unwrap());
    session.send(keys::DOWN);
    session.send("Spring fair");
    session.send(keys::CTRL_S);
    session.wait_for("Stand visited");
    take(
        &session,
        "import",
        "What a file's columns become, before anything is imported",
    );
}

fn narrow(store: &Path) {
    let mut session = start(store, (80, 24));
    session.send("/");
    session.send("silva");
    session.wait_for("found");
    take(&session, "search", "A search in 80 columns");
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
