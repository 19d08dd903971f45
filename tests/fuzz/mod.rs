//! The corpus of the fuzz targets is tried in every test run; hunting for more is a command of its own.

mod looks;

use std::fs;
use std::path::Path;

fn replay(target: &str, look: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/corpus")
        .join(target);
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        look(&fs::read(entry.unwrap().path()).unwrap());
        seen += 1;
    }
    assert!(seen > 0);
}

#[test]
fn the_corpus_of_every_fuzz_target_holds() {
    replay("criteria", looks::criteria);
    replay("csv", looks::csv);
    replay("history", looks::history);
    replay("phone", looks::phone);
    replay("records", looks::records);
    replay("settings", looks::settings);
    replay("values", looks::values);
}
