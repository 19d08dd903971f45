//! Work on the whole file: `check --deep`, `compact`, `share`; and what becomes of a disk that is full or read-only.

use super::*;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn many(shop: &Shop, rows: u64) -> String {
    let mut text = "id,first_name,phone\n".to_owned();
    for row in 0..rows {
        writeln!(text, "m{row},Name{row},+3519{:08}", 10_000_000 + row).unwrap();
    }
    shop.file("many.csv", &text)
}

/// The store's file, open for as long as this lives.
fn another(shop: &Shop) -> audience::store::Redb {
    audience::store::Redb::open(&audience::store::OpenOptions {
        path: shop.store(),
        read_only: true,
        create: false,
        cache_bytes: 1 << 20,
        now: audience::model::Instant(0),
    })
    .unwrap()
}

#[test]
fn a_deep_check_finds_what_only_the_pages_tell_and_survives_it() {
    let shop = Shop::with_people();
    let sound = shop.run(&["check", "--deep"]);
    assert_eq!(sound.code, 0, "{sound:?}");
    assert!(sound.err.contains("waits until this is done"), "{sound:?}");
    assert!(sound.err.contains("Every page is as it was written"), "{sound:?}");
    let bytes = fs::read(shop.store()).unwrap();
    let name = b"Bruno";
    let at = (0..bytes.len() - name.len())
        .rfind(|at| bytes[*at..].starts_with(name))
        .unwrap();
    let mut bent = bytes.clone();
    bent[at] ^= 1;
    fs::write(shop.store(), bent).unwrap();
    let told = shop.run(&["check", "--deep"]);
    assert!([0, 4].contains(&told.code), "{told:?}");
    // Every page in turn: whatever is found, it is told, and the command comes to its end.
    let pages = bytes.len() / 4096;
    let mut found = 0;
    for page in (1..pages).filter(|page| {
        bytes[page * 4096..(page + 1) * 4096]
            .iter()
            .any(|byte| *byte != 0)
    }) {
        let mut bent = bytes.clone();
        bent[page * 4096..(page + 1) * 4096].fill(0xA5);
        fs::write(shop.store(), bent).unwrap();
        let told = shop.run(&["check", "--deep"]);
        assert!([0, 4].contains(&told.code), "page {page}: {told:?}");
        found += u32::from(told.code == 4);
        if found == 5 {
            break;
        }
    }
    assert_eq!(found, 5);
}

#[test]
fn a_store_is_compacted_only_while_nobody_else_has_it_open() {
    let shop = Shop::new();
    let file = many(&shop, 4_000);
    shop.ok(&["import", "contacts", &file, "--list", "Shop", "--create-list"]);
    shop.ok(&["list", "delete", "Shop", "--yes"]);
    let before = fs::metadata(shop.store()).unwrap().len();
    let other = another(&shop);
    let refused = shop.run(&["compact"]);
    assert_eq!(refused.code, 4, "{refused:?}");
    assert!(
        refused.err.contains("Somebody else has the store open"),
        "{refused:?}"
    );
    drop(other);
    let done = shop.run(&["compact"]);
    assert_eq!(done.code, 0, "{done:?}");
    assert!(fs::metadata(shop.store()).unwrap().len() < before, "{done:?}");
    assert_eq!(mode(&shop.store()), 0o600);
    shop.ok(&["list", "create", "Again"]);
    assert_eq!(shop.run(&["check", "--deep"]).code, 0);
}

#[test]
fn a_store_is_shared_with_a_group_and_nobody_else() {
    let shop = Shop::with_people();
    let group = fs::metadata(shop.store()).unwrap().gid().to_string();
    let crowded = shop.run(&["share", "--group", &group]);
    assert_eq!(crowded.code, 1, "{crowded:?}");
    assert!(crowded.err.contains("people.csv"), "{crowded:?}");
    assert_eq!(mode(&shop.store()), 0o600);
    fs::remove_file(shop.folder.path().join("people.csv")).unwrap();
    assert_eq!(shop.run(&["share", "--group", "no such group"]).code, 2);
    shop.ok(&["share", "--group", &group]);
    assert_eq!(mode(&shop.store()), 0o660);
    assert_eq!(mode(shop.folder.path()), 0o2770);
    assert_eq!(shop.count(&[]), 5);
    shop.ok(&["list", "create", "Ours"]);
    shop.ok(&["compact"]);
    assert_eq!(mode(&shop.store()), 0o660, "it stays shared");
    fs::set_permissions(shop.store(), fs::Permissions::from_mode(0o664)).unwrap();
    assert_eq!(shop.run(&["count"]).code, 1, "not for all");
}

#[test]
fn what_a_killed_creation_left_is_removed_by_the_next() {
    let shop = Shop::new();
    let draft = |uuid: &str| shop.folder.path().join(format!(".shop.redb.{uuid}.new"));
    let old = draft("0123456789abcdef0123456789abcdef");
    let fresh = draft("1123456789abcdef0123456789abcdef");
    let foreign = draft("mine");
    for path in [&old, &fresh, &foreign] {
        fs::write(path, "left").unwrap();
    }
    let long_ago = SystemTime::now() - Duration::from_secs(3_600);
    for path in [&old, &foreign] {
        let file = fs::File::options().write(true).open(path).unwrap();
        file.set_modified(long_ago).unwrap();
    }
    shop.ok(&["list", "create", "Shop"]);
    assert!(!old.exists());
    assert!(fresh.exists(), "its process may be at work");
    assert!(foreign.exists(), "not ours");
}

/// The program under a limit of what a file may hold, in KiB, as a full disk sets one.
fn limited(shop: &Shop, kilobytes: u64, words: &[&str]) -> Ran {
    let mut command = bare(&shop.folder);
    let mut shell = Command::new("/bin/bash");
    shell
        .env_clear()
        .envs(
            command
                .get_envs()
                .filter_map(|(name, value)| Some((name, value?))),
        )
        .env("AUDIENCE_STORE", shop.store())
        .arg("-c")
        .arg(format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$@\""))
        .arg("limited")
        .arg(command.get_program())
        .args(words);
    command = shell;
    ran(&mut command, "")
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    let shop = Shop::with_people();
    let file = many(&shop, 20_000);
    let import = ["import", "contacts", &file, "--list", "Shop"];
    let full = limited(&shop, 1_800, &import);
    assert_eq!(full.code, 1, "{full:?}");
    assert!(full.err.contains("No space"), "{full:?}");
    let there = shop.count(&[]);
    assert!((5..20_005).contains(&there), "{there}");
    assert_eq!(shop.run(&["check"]).code, 0);
    shop.ok(&import);
    assert_eq!(shop.count(&[]), 20_005, "it goes on where it stopped");
    assert_eq!(shop.run(&["check"]).code, 0);
    let none = Shop::new();
    let made = limited(&none, 8, &["list", "create", "Shop"]);
    assert_eq!(made.code, 1, "{made:?}");
    assert!(made.err.contains("No space"), "{made:?}");
    assert_eq!(
        fs::read_dir(none.folder.path()).unwrap().count(),
        0,
        "nothing is left of a store that could not be made"
    );
    none.ok(&["list", "create", "Shop"]);
}

/// A store of 60,000 people, most of whose file is unused after `undo`.
fn emptied_by_undo(shop: &Shop) -> u64 {
    let file = interrupting::many_people(shop);
    shop.ok(&["import", "contacts", &file, "--list", "Shop", "--create-list"]);
    fs::metadata(shop.store()).unwrap().len()
}

#[test]
fn a_file_with_much_room_is_made_smaller_by_itself_but_only_alone() {
    let shop = Shop::new();
    let full = emptied_by_undo(&shop);
    let size = || fs::metadata(shop.store()).unwrap().len();
    let other = another(&shop);
    let told = shop.run(&["undo"]);
    assert!(!told.err.contains("smaller"), "{told:?}");
    assert!(
        size() > full * 2 / 3,
        "somebody else has it open: only its free end may go"
    );
    shop.ok(&["redo"]);
    let before = size();
    drop(other);
    let told = shop.run(&["undo"]);
    assert!(told.err.contains("Making it smaller"), "{told:?}");
    assert!(size() < before * 2 / 3, "{} of {before}", size());
    assert_eq!(shop.count(&[]), 0);
    let told = shop.run(&["list", "create", "More"]);
    assert!(!told.err.contains("smaller"), "once is enough: {told:?}");
    assert_eq!(shop.run(&["check", "--deep"]).code, 0);
}

#[test]
fn a_kill_while_the_file_is_made_smaller_loses_nothing() {
    let shop = Shop::new();
    emptied_by_undo(&shop);
    let original = fs::read(shop.store()).unwrap();
    for moment in [0, 1_000, 10_000] {
        fs::write(shop.store(), &original).unwrap();
        let mut command = shop.program();
        command.arg("undo").stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("Making it smaller") {
            line.clear();
            assert!(said.read_line(&mut line).unwrap() > 0, "it was not made smaller");
        }
        std::thread::sleep(Duration::from_micros(moment));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(shop.count(&[]), 0, "the undo is done");
        assert_eq!(shop.run(&["check"]).code, 0);
    }
    shop.ok(&["redo"]);
    assert_eq!(shop.count(&[]), 60_000);
    assert_eq!(shop.run(&["check"]).code, 0);
}
