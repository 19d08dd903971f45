//! Stores that an older version has left.

use super::*;
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// Written by the version whose format was 9: five contacts of a list, purchases, messages, an opt-out, a segment.
const FORMAT_9: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/stores/format-9.redb");

/// What that version answered.
const ANSWERS: [(&str, u64); 11] = [
    ("last_name starts with si", 2),
    ("city = izmir", 1),
    ("plan = gold", 3),
    ("score > 5", 2),
    ("count(purchases where item = \"größe l\") >= 1", 1),
    ("sum(purchases.amount) > 100", 2),
    ("tags has vip", 2),
    ("opted_out", 1),
    ("messages_in >= 1", 1),
    ("in segment Gold", 3),
    ("birthday is set", 3),
];

fn older() -> Shop {
    let shop = Shop::new();
    fs::copy(FORMAT_9, shop.store()).unwrap();
    fs::set_permissions(shop.store(), PermissionsExt::from_mode(0o600)).unwrap();
    shop
}

#[test]
fn an_older_store_is_brought_forward_and_answers_as_before() {
    let shop = older();
    let first = shop.run(&["count", "--list", "Shop"]);
    assert_eq!((first.code, first.out.as_str()), (0, "5\n"), "{first:?}");
    assert!(first.err.contains("had format 9"), "{first:?}");
    for (criteria, members) in ANSWERS {
        assert_eq!(
            shop.count(&["--list", "Shop", "--where", criteria]),
            members,
            "{criteria}"
        );
    }
    let checked = shop.run(&["check", "--deep"]);
    assert_eq!(checked.code, 0, "{checked:?}");
    assert!(!checked.err.contains("format"), "it is told once: {checked:?}");
    let history = shop.json(&["history"]);
    let entries = history.as_array().unwrap().iter();
    let is_import = |entry: &&serde_json::Value| entry["what"].as_str().unwrap().contains("messages");
    let import = entries.rev().find(is_import).unwrap()["id"].to_string();
    shop.ok(&["undo", &import]);
    assert_eq!(shop.count(&["--list", "Shop", "--where", "messages_in >= 1"]), 0);

    let copy = shop.store().with_file_name("shop.redb.format-9");
    assert_eq!(fs::read(&copy).unwrap().len(), fs::read(FORMAT_9).unwrap().len());
    assert_eq!(fs::metadata(&copy).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn an_older_store_is_left_alone_by_who_only_reads() {
    let shop = older();
    let refused = shop.run(&["--read-only", "count"]);
    assert_ne!(refused.code, 0);
    assert_eq!(refused.out, "");
    assert!(refused.err.contains("without --read-only"), "{refused:?}");
    assert_eq!(fs::read(shop.store()).unwrap(), fs::read(FORMAT_9).unwrap());
}

#[test]
fn many_who_come_at_once_bring_it_forward_once() {
    let shop = older();
    let children: Vec<_> = (0..12)
        .map(|_| {
            let mut command = shop.program();
            command
                .args(["count", "--list", "Shop", "--where", "plan = gold"])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    let mut told = 0;
    for child in children {
        let ended = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert_eq!(ended.stdout, b"3\n", "{err}");
        told += usize::from(err.contains("had format 9"));
    }
    assert_eq!(told, 1);
    assert_eq!(shop.run(&["check"]).code, 0);
}
