//! `duplicates` as scripts see it.

use super::*;

const TWICE: &str = "\
id,first_name,last_name,phone,city,birthday
p1,Bob,Smith,+12128545252,Austin,1980-02-03
p2,Robert,Smith,+12128545252,Austin,1980-02-03
p3,Zoë,Quaresma,+12128545253,Reno,
";

fn shop() -> Shop {
    let shop = Shop::new();
    let file = shop.file("twice.csv", TWICE);
    shop.ok(&["import", "contacts", &file, "--list", "Shop", "--create-list"]);
    shop
}

#[test]
fn a_pair_is_one_line_with_the_ids_of_its_source() {
    let shop = shop();
    let out = shop.ok(&["duplicates", "--list", "Shop"]);
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines.len(), 1, "{out}");
    let [one, other, score, band, reasons] = lines[0][..] else {
        panic!("{out}")
    };
    assert_eq!((one, other, band), ("p1", "p2", "sure"));
    let score: f64 = score.parse().unwrap();
    assert!((0.97..=1.0).contains(&score));
    assert!(reasons.contains("first name nickname"), "{reasons}");
    assert_eq!(shop.ok(&["duplicates"]), out, "everyone is the same here");
}

#[test]
fn contacts_without_an_id_are_named_by_their_number() {
    let shop = shop();
    for first in ["Marcelina", "Marcelina"] {
        shop.ok(&[
            "contact",
            "add",
            "--list",
            "Shop",
            "--first-name",
            first,
            "--last-name",
            "Ferro",
            "--phone",
            "+12128545299",
        ]);
    }
    let out = shop.ok(&["duplicates", "--min-score", "0.9"]);
    assert!(out.lines().any(|line| line.starts_with(":4\t:5\t")), "{out}");
}

#[test]
fn json_and_explain_say_what_weighs_how_much() {
    let shop = shop();
    let out = shop.ok(&["duplicates", "--format", "json", "--explain"]);
    let pair: serde_json::Value = serde_json::from_str(out.trim()).unwrap();
    assert_eq!(pair["id_a"], "p1");
    assert_eq!(pair["band"], "sure");
    assert_eq!(pair["same_household"], false);
    let first = pair["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .find(|reason| reason["field"] == "first name");
    let first = first.unwrap();
    assert_eq!((&first["a"], &first["b"]), (&"Bob".into(), &"Robert".into()));
    assert!(first["bits"].as_f64().unwrap() > 0.0);
    let told = shop.ok(&["duplicates", "--explain"]);
    assert!(told.contains("(Bob | Robert)"), "{told}");
}

#[test]
fn what_an_import_brought_is_compared_with_everyone_and_nothing_else() {
    let shop = shop();
    let newest = shop.ok(&["history", "--limit", "1", "--format", "csv"]);
    let newest: u64 = newest
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let file = shop.file(
        "more.csv",
        "id,first_name,last_name,phone,city\nm1,Zoe,Quaresma,+12128545254,Reno\nm2,Carl,Olsen,+12128545888,Reno\n",
    );
    shop.ok(&["import", "contacts", &file, "--list", "Shop", "--source", "More"]);
    let since = (newest + 1).to_string();
    let out = shop.ok(&["duplicates", "--since", &since]);
    assert_eq!(out.lines().count(), 1, "{out}");
    assert!(out.starts_with("p3\tm1\t"), "{out}");
    assert_eq!(shop.ok(&["duplicates", "--since", "1"]).lines().count(), 2);
    assert_eq!(shop.run(&["duplicates", "--since", "99"]).code, 2);
    assert_eq!(
        shop.run(&["duplicates", "--since", "1", "--list", "Shop"]).code,
        2
    );
}

#[test]
fn what_cannot_be_is_refused() {
    let shop = shop();
    assert_eq!(shop.run(&["duplicates", "--list", "Shpo"]).code, 2);
    assert_eq!(shop.run(&["duplicates", "--min-score", "97"]).code, 2);
}

#[test]
fn what_is_sure_is_merged_when_it_is_confirmed_and_comes_back_by_one_undo() {
    let shop = shop();
    let all = ["contacts", "--format", "csv", "--columns", "id,name,phone,city"];
    let before = shop.ok(&all);
    let asked = shop.run(&["duplicates", "merge", "--sure"]);
    assert_eq!(asked.code, 2, "{asked:?}");
    assert!(asked.err.contains("Robert Smith"), "{asked:?}");
    assert_eq!(shop.ok(&all), before, "nothing is done without --yes");
    shop.ok(&["duplicates", "merge", "--sure", "--yes"]);
    assert_eq!(shop.count(&[]), 2);
    assert_eq!(shop.ok(&["duplicates"]), "");
    let again = shop.run(&["duplicates", "merge", "--sure", "--yes"]);
    assert_eq!(again.code, 0, "{again:?}");
    shop.ok(&["undo"]);
    assert_eq!(shop.ok(&all), before);
}

#[test]
fn two_contacts_are_merged_by_name_and_never_one_with_itself() {
    let shop = shop();
    shop.ok(&["duplicates", "merge", "p3", "p1", "--yes"]);
    let history = shop.ok(&["history"]);
    assert!(
        history.contains("merge Bob Smith (:1) into Zoë Quaresma (:3)"),
        "{history}"
    );
    assert_eq!(shop.run(&["duplicates", "merge", "p2", "p2", "--yes"]).code, 2);
    assert_eq!(shop.run(&["duplicates", "merge", "p2", "--yes"]).code, 2);
    assert_eq!(shop.run(&["duplicates", "merge", "--yes"]).code, 2);
    assert_eq!(shop.run(&["duplicates", "merge", "p2", "p9", "--yes"]).code, 2);
}

#[test]
fn who_was_said_to_be_no_duplicate_is_never_suggested_until_that_is_withdrawn() {
    let shop = shop();
    let before = shop.ok(&["duplicates"]);
    assert_eq!(shop.ok(&["duplicates", "decisions"]), "");
    shop.ok(&["duplicates", "apart", "p2", "p1"]);
    assert_eq!(shop.ok(&["duplicates", "--min-score", "0"]), "");
    shop.ok(&["duplicates", "merge", "--sure", "--yes"]);
    assert_eq!(shop.count(&[]), 3);
    let listed = shop.ok(&["duplicates", "decisions"]);
    let cells: Vec<&str> = listed.trim_end().split('\t').collect();
    assert_eq!(
        cells[..6],
        ["1", ":1", ":2", "Bob Smith", "Robert Smith", "test"],
        "{listed}"
    );
    let json = shop.json(&["duplicates", "decisions"]);
    assert_eq!((&json["number"], &json["by"]), (&1.into(), &"test".into()));
    shop.ok(&["duplicates", "decisions", "--withdraw", "1"]);
    assert_eq!(shop.ok(&["duplicates"]), before);
    assert_eq!(shop.run(&["duplicates", "decisions", "--withdraw", "1"]).code, 2);
    assert_eq!(shop.run(&["duplicates", "apart", "p1", "p1"]).code, 2);
}

#[test]
fn who_a_new_contact_may_be_is_said_at_once() {
    let shop = shop();
    let added = shop.run(&[
        "contact",
        "add",
        "--list",
        "Shop",
        "--first-name",
        "Bobby",
        "--last-name",
        "Smith",
        "--phone",
        "+12128545252",
    ]);
    assert_eq!(added.code, 0, "{added:?}");
    assert!(
        added.err.contains("Bob Smith (:1) may be the same person"),
        "{added:?}"
    );
    assert!(added.err.contains("audience duplicates merge :1 :4"), "{added:?}");
    let other = shop.run(&[
        "contact",
        "add",
        "--list",
        "Shop",
        "--first-name",
        "Wendy",
        "--last-name",
        "Smith",
        "--phone",
        "+12128545288",
    ]);
    assert!(!other.err.contains("may be"), "{other:?}");
}
