//! `count`, `contacts`, `explain`.

use super::*;

#[test]
fn a_criteria_text_and_its_negation_split_everyone() {
    let shop = Shop::with_people();
    assert_eq!(shop.count(&[]), 5);
    for (criteria, members) in [
        ("total_spent > 1000", 2),
        ("country = PT", 2),
        ("tags has vip", 2),
        ("city = lisboa or city = Brno", 2),
        ("lifecycle = at-risk", 1),
        ("birthday anniversary within next 7 days", 1),
        ("last_purchase before 6 months ago and orders >= 1", 1),
        ("in list Letter", 1),
        ("phone = +351913456789", 2),
    ] {
        assert_eq!(shop.count(&["--where", criteria]), members, "{criteria}");
        let rest = format!("not ({criteria})");
        assert_eq!(shop.count(&["--where", &rest]), 5 - members, "{rest}");
    }
}

#[test]
fn now_moves_relative_dates_only() {
    let shop = Shop::with_people();
    let at = |now: &str, criteria: &str| shop.ok(&["count", "--where", criteria, "--now", now]);
    assert_eq!(at("2026-11-02T00:00:00Z", "last_purchase within 1 day"), "1\n");
    assert_eq!(at("2027-11-02T00:00:00Z", "last_purchase within 1 day"), "0\n");
    assert_eq!(at("2027-11-02T00:00:00Z", "total_spent > 0"), "4\n");
}

#[test]
fn options_for_all_stand_before_or_after_the_command() {
    let shop = Shop::with_people();
    let store = shop.store();
    let store = store.to_str().unwrap();
    let folder = TempDir::new().unwrap();
    for words in [
        ["--store", store, "--now", NOW, "count"],
        ["count", "--store", store, "--now", NOW],
        ["--store", store, "count", "--now", NOW],
    ] {
        let ran = ran(bare(&folder).args(words), "");
        assert_eq!((ran.code, ran.out.as_str()), (0, "5\n"), "{words:?}");
    }
}

#[test]
fn rows_come_in_the_order_the_number_and_the_columns_asked_for() {
    let shop = Shop::with_people();
    let out = shop.ok(&[
        "contacts",
        "--list",
        "Shop",
        "--sort",
        "total_spent",
        "--descending",
        "--limit",
        "2",
        "--columns",
        "first_name,total_spent,phone",
        "--format",
        "csv",
    ]);
    assert_eq!(
        out,
        "first_name,total_spent,phone\nEve,2000,+12125550123\nAna,1500.5,+351912345678\n"
    );
    let formula = shop.ok(&[
        "contacts",
        "--columns",
        "last_name",
        "--where",
        "country = US",
        "--format",
        "csv",
    ]);
    assert_eq!(formula, "last_name\n'=HYPERLINK\n");
    assert_eq!(shop.ok(&["contacts", "--limit", "0", "--format", "json"]), "");
}

#[test]
fn tables_are_aligned_by_what_is_seen() {
    let shop = Shop::with_people();
    shop.ok(&[
        "contact",
        "add",
        "--list",
        "Letter",
        "--first-name",
        "太郎",
        "--phone",
        "+819012345678",
    ]);
    let out = shop.ok(&["contacts", "--columns", "first_name,phone"]);
    let places: Vec<usize> = out
        .lines()
        .skip(1)
        .map(|line| unicode_width::UnicodeWidthStr::width(line.split('+').next().unwrap()))
        .collect();
    assert_eq!(places.len(), 6);
    assert!(places.windows(2).all(|pair| pair[0] == pair[1]), "{out}");
}

#[test]
fn json_lines_hold_every_field_and_keep_types() {
    let shop = Shop::with_people();
    let out = shop.ok(&["contacts", "--format", "json"]);
    let rows: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 5);
    assert_eq!(rows[0]["id"], "7");
    assert_eq!(rows[0]["orders"], 12);
    assert_eq!(rows[0]["tags"], serde_json::json!(["vip", "early bird", "early"]));
    assert_eq!(rows[2]["email"], serde_json::Value::Null);
    assert_eq!(rows[3]["birthday"], "2000-02-29");
    assert_eq!(rows[3]["opted_out"], false);
}

#[test]
fn explain_says_each_condition_the_value_and_whether_it_holds() {
    let shop = Shop::with_people();
    let rows = shop.json(&[
        "explain",
        "--contact",
        "8",
        "--list",
        "Shop",
        "--where",
        "orders >= 3 or city = Porto",
    ]);
    let rows = rows.as_array().unwrap().clone();
    let line = |condition: &str| {
        let found = rows.iter().find(|row| row["condition"] == condition);
        found
            .unwrap_or_else(|| panic!("{condition} is not in {rows:?}"))
            .clone()
    };
    assert_eq!(line("orders >= 3")["holds"], false);
    assert_eq!(line("orders >= 3")["value"], "1");
    assert_eq!(line("city = Porto")["holds"], true);
    assert_eq!(line("in list \"Shop\"")["holds"], true);
    let ran = shop.run(&["explain", "--contact", "8", "--where", "orders >= 3"]);
    assert!(ran.err.contains("does not match"), "{ran:?}");
}

#[test]
fn stats_are_figures() {
    let shop = Shop::with_people();
    assert_eq!(shop.json(&["stats"])["contacts"], 5);
}
