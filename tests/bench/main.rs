//! The figures: one command that any reader can repeat.
//!
//! `cargo bench` measures a million contacts, `cargo bench -- --quick` twenty thousand, `cargo bench -- --contacts N`
//! any number, `cargo bench -- --history` only what purchases are about, `cargo bench -- --lasting` only what comes of
//! very many edits and an undo, `cargo bench -- --duplicates` only how duplicates are found, `cargo bench -- --screen` only
//! the interface; `--people FILE` takes a file instead of making one; `--keep DIR` leaves files and store there. Other programs that do the same are measured in the same run where they are installed.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a figure that cannot be taken stops the run"
)]

mod asking;
mod changing;
mod duplicates;
mod figure;
mod generate;
mod history;
mod lasting;
mod loading;
mod machine;
mod orders;
mod program;
mod screen;
#[path = "../terminal/session.rs"]
mod session;
mod twice;
mod viewers;

use figure::Figures;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What is measured.
pub struct Run {
    /// How many contacts.
    pub contacts: u64,
    /// How often the quick things are repeated.
    pub rounds: usize,
    /// How long nothing may be written while nothing changes.
    pub idle_seconds: u64,
    /// Where everything lies.
    pub folder: PathBuf,
    /// The file of people.
    pub people: PathBuf,
    /// The store it is imported into.
    pub store: PathBuf,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let contacts = value("--contacts").map_or(if quick { 20_000 } else { 1_000_000 }, |number| {
        number.parse().expect("--contacts takes a number")
    });
    let temporary = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let folder = value("--keep").map_or_else(|| temporary.path().to_owned(), PathBuf::from);
    std::fs::create_dir_all(&folder).unwrap();
    let run = Run {
        contacts,
        rounds: if quick { 10 } else { 30 },
        idle_seconds: if quick { 10 } else { 60 },
        people: value("--people").map_or_else(|| made(&folder, contacts), PathBuf::from),
        store: folder.join("figures.redb"),
        folder,
    };
    let mut figures = Figures::default();
    if arguments.iter().any(|argument| argument == "--history") {
        loading::load(&run, &mut figures);
        history::measure(&run, &mut figures);
    } else if arguments.iter().any(|argument| argument == "--screen") {
        loading::load(&run, &mut figures);
        screen::measure(&run, &mut figures);
    } else if arguments.iter().any(|argument| argument == "--duplicates") {
        duplicates::measure(&run, &mut figures);
    } else if arguments.iter().any(|argument| argument == "--lasting") {
        loading::load(&run, &mut figures);
        lasting::taken_back(&run, &mut figures);
        lasting::measure(&run, &mut figures);
    } else {
        loading::measure(&run, &mut figures);
        asking::measure(&run, &mut figures);
        lasting::taken_back(&run, &mut figures);
        history::measure(&run, &mut figures);
        changing::measure(&run, &mut figures);
        screen::measure(&run, &mut figures);
        lasting::measure(&run, &mut figures);
    }
    println!("{}\n", machine::description(&run.folder));
    println!("{figures}");
}

fn made(folder: &Path, contacts: u64) -> PathBuf {
    let people = folder.join("people.csv");
    generate::people(&people, contacts, 42).unwrap();
    people
}
