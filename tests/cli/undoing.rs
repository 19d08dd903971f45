//! History, undo and redo.

use super::*;

fn names(shop: &Shop) -> Vec<String> {
    let out = shop.ok(&["contacts", "--columns", "first_name", "--format", "csv"]);
    out.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn history_says_who_did_what() {
    let shop = Shop::with_people();
    let history = shop.json(&["history"]);
    let entries = history.as_array().unwrap();
    assert_eq!(entries[0]["what"], "add 1 contact to Letter");
    let import = entries.iter().find(|entry| entry["rows"] == 5).unwrap();
    assert_eq!(import["by"], "test");
    assert_eq!(import["state"], "done");
    assert_eq!(import["can_undo"], true);
    assert!(import["at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(
        shop.json(&["history", "--limit", "2"]).as_array().unwrap().len(),
        2
    );
    assert_eq!(
        shop.json(&["history", "--by", "nobody"])
            .as_array()
            .unwrap()
            .len(),
        0
    );
    assert_eq!(
        shop.json(&["history", "create list"]).as_array().unwrap().len(),
        2
    );
    assert_eq!(
        shop.json(&["history", "--since", "2999-01-01"])
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let shown = shop.ok(&["history"]);
    assert!(shown.lines().next().unwrap().contains("what"));
}

#[test]
fn an_import_is_undone_and_redone() {
    let shop = Shop::with_people();
    let before = names(&shop);
    let undone = shop.run(&["undo"]);
    assert_eq!(undone.code, 0, "{undone:?}");
    assert!(
        undone.err.contains("Undone: add 1 contact to Letter (1 row)."),
        "{}",
        undone.err
    );
    shop.ok(&["undo"]);
    shop.ok(&["undo"]);
    assert_eq!(shop.count(&[]), 0);
    shop.ok(&["redo"]);
    assert_eq!(names(&shop), before);
    shop.ok(&["redo"]);
    shop.ok(&["redo"]);
    let nothing = shop.run(&["redo"]);
    assert_eq!(nothing.code, 1);
    assert!(nothing.err.contains("Nothing to redo"), "{}", nothing.err);
    shop.ok(&["check"]);
}

#[test]
fn what_another_has_changed_since_stays_and_is_named() {
    let shop = Shop::with_people();
    let import = shop.json(&["history", "import"])[0]["id"]
        .as_u64()
        .unwrap()
        .to_string();
    let undone = shop.run(&["undo", &import]);
    assert_eq!(undone.code, 3, "{undone:?}");
    assert!(
        undone.err.contains("Ana Silva (:1) has been changed since"),
        "{}",
        undone.err
    );
    assert!(
        undone.err.contains(&format!("undo {import} --force")),
        "{}",
        undone.err
    );
    assert_eq!(shop.count(&[]), 1);
    assert_eq!(shop.run(&["undo", &import]).code, 1);
    shop.ok(&["undo", &import, "--force"]);
    assert_eq!(shop.count(&[]), 0);
    assert_eq!(
        shop.json(&["history", "--by", "test", "import"])[1]["state"],
        "undone"
    );
}

#[test]
fn what_cannot_be_undone_is_refused() {
    let shop = Shop::with_people();
    assert_eq!(shop.run(&["undo", "999"]).code, 2, "there is no such entry");
    assert_eq!(shop.run(&["undo", "x"]).code, 2);
    shop.ok(&["optout", "+351912345678", "--reason", "asked"]);
    let refused = shop.run(&["undo"]);
    assert_eq!(refused.code, 1);
    assert!(
        refused.err.contains("opt-outs and consent always stay"),
        "{}",
        refused.err
    );
    assert_eq!(shop.count(&["--where", "opted_out"]), 1);
    let other = ran(shop.program().env("AUDIENCE_OPERATOR", "maria").arg("undo"), "");
    assert_eq!(other.code, 1);
    assert!(other.err.contains("no change by maria stands"), "{}", other.err);
    assert_eq!(shop.run(&["--read-only", "undo"]).code, 2);
}
