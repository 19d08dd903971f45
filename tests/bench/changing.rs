//! One edit on disk, beside what the disk itself needs.

use super::Run;
use super::figure::{Figures, Times};
use super::loading::{author, open, sqlite};
use super::program::{is_installed, timed};
use audience::model::{BuiltinField, ContactId, Edit, FieldRef, Value};
use audience::store::{Change, Store};
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// All of it.
pub fn measure(run: &Run, figures: &mut Figures) {
    let bare = syncs(&run.folder, run.rounds);
    let store = open(&run.store);
    let mut edits = Times::default();
    for round in 0..run.rounds {
        let contact = ContactId(1 + u32::try_from(round * 997 % (run.contacts as usize / 2)).unwrap());
        let change = Change::EditContact {
            contact,
            edits: vec![Edit::Set(
                FieldRef::Builtin(BuiltinField::City),
                Some(Value::Text(format!("City {round}"))),
            )],
        };
        let begun = Instant::now();
        store.apply(change, &author(), &mut ()).unwrap();
        edits.push(begun.elapsed());
    }
    let peer = if is_installed("sqlite3") {
        format!(
            "; sqlite3's update {:.2} ms",
            sqlite_edit(&sqlite(run), run.rounds)
        )
    } else {
        String::new()
    };
    figures.add(
        "one edit of one contact, on disk, columns and journal kept",
        edits.spread(),
        "< 2 ms where fsync costs 0.3",
        format!("bare write and fdatasync of 4 KiB {}{peer}", bare.spread()),
    );
}

/// What the disk needs for a page.
fn syncs(folder: &Path, rounds: usize) -> Times {
    let path = folder.join("bare");
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .open(&path)
        .unwrap();
    let mut times = Times::default();
    for round in 0..rounds {
        let page = [u8::try_from(round % 251).unwrap(); 4096];
        let begun = Instant::now();
        file.seek(SeekFrom::Start(0)).unwrap();
        file.write_all(&page).unwrap();
        file.sync_data().unwrap();
        times.push(begun.elapsed());
    }
    fs::remove_file(path).unwrap();
    times
}

/// The time of one update among many in one sqlite3, each in its own transaction.
fn sqlite_edit(database: &Path, rounds: usize) -> f64 {
    let update = |round: usize| {
        format!(
            "update people set city = 'City {round}' where rowid = {};",
            round * 997 + 1
        )
    };
    let many: String = (0..rounds).map(update).collect();
    let (_, all) = timed(Command::new("sqlite3").arg(database).arg(many));
    let (_, one) = timed(Command::new("sqlite3").arg(database).arg(update(0)));
    (all.as_secs_f64() - one.as_secs_f64()).max(0.0) * 1e3 / (rounds.max(2) - 1) as f64
}
