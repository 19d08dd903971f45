//! What a store comes to that is used for long: an import taken back and made again, very many edits, and how large the
//! file is then.

use super::Run;
use super::figure::{Figures, Times, megabytes};
use super::loading::{author, open};
use super::program::audience;
use audience::model::{BuiltinField, ContactId, Edit, FieldRef, Value};
use audience::store::{Change, Entries, Store};
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

/// Very many edits, and what is left of the file's size after them.
pub fn measure(run: &Run, figures: &mut Figures) {
    let fresh = size(&run.store);
    edits(run, fresh, figures);
    compacted(run, fresh, figures);
}

/// The import, undone and redone in a copy: before anybody has bought anything, for whom that is about stays.
pub fn taken_back(run: &Run, figures: &mut Figures) {
    let fresh = size(&run.store);
    let other = run.folder.join("taken-back.redb");
    fs::copy(&run.store, &other).unwrap();
    let asked = Entries {
        limit: 1,
        text: "import contacts".to_owned(),
        ..Entries::default()
    };
    let import = open(&other).history(&asked).unwrap()[0].id.0.to_string();
    for (word, goal) in [("undo", "< 10 s at a million"), ("redo", "")] {
        let begun = Instant::now();
        let mut command = audience(&other);
        let ended = command.args([word, &import]).stdout(Stdio::null()).status();
        assert!(ended.unwrap().success(), "{word}");
        figures.add(
            &format!("{word} of the import (process start to end)"),
            format!("{:.1} s", begun.elapsed().as_secs_f64()),
            goal,
            times_as_large(size(&other), fresh),
        );
    }
    fs::remove_file(&other).unwrap();
}

/// One edit after the other, of four fields in turn, all over the contacts.
fn edits(run: &Run, fresh: u64, figures: &mut Figures) {
    let store = open(&run.store);
    let count = run.contacts / 10;
    let mut times = Times::default();
    for round in 0..count {
        let contact = ContactId(1 + u32::try_from(round * 7_919 % (run.contacts / 2)).unwrap());
        let text = Value::Text(format!("Edited {}", round % 1_000));
        let edit = match round % 4 {
            0 => Edit::Set(FieldRef::Builtin(BuiltinField::City), Some(text)),
            1 => Edit::Set(FieldRef::Builtin(BuiltinField::FirstName), Some(text)),
            2 => Edit::Set(FieldRef::Builtin(BuiltinField::Notes), Some(text)),
            _ => Edit::Set(
                FieldRef::Builtin(BuiltinField::Tags),
                Some(Value::Set(vec![format!("tag {}", round % 50)])),
            ),
        };
        let edits = vec![edit];
        let begun = Instant::now();
        // Who is not there any more is left out.
        if store
            .apply(Change::EditContact { contact, edits }, &author(), &mut ())
            .is_ok()
            && round % 100 == 0
        {
            times.push(begun.elapsed());
        }
    }
    drop(store);
    figures.add(
        &format!("the file after {count} edits"),
        times_as_large(size(&run.store), fresh),
        "at most twice a fresh import",
        format!("an edit {}", times.spread()),
    );
}

/// What `compact` makes of it.
fn compacted(run: &Run, fresh: u64, figures: &mut Figures) {
    let begun = Instant::now();
    let ended = audience(&run.store).arg("compact").stdout(Stdio::null()).status();
    assert!(ended.unwrap().success());
    figures.add(
        "compact after that",
        format!("{:.1} s", begun.elapsed().as_secs_f64()),
        "",
        times_as_large(size(&run.store), fresh),
    );
}

fn size(store: &Path) -> u64 {
    fs::metadata(store).unwrap().len()
}

fn times_as_large(size: u64, fresh: u64) -> String {
    format!(
        "{}, {:.2} × fresh",
        megabytes(size / 1024),
        size as f64 / fresh as f64
    )
}
