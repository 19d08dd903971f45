//! Custom fields and settings.

use super::*;

#[test]
fn a_field_prints_its_key_and_stands_among_the_others() {
    let shop = Shop::new();
    for (label, kind, key) in [
        ("Shoe size", "number", "shoe_size"),
        ("Shoe-Size", "text", "shoe_size_2"),
        ("Age", "number", "age_2"),
        ("2nd visit", "date", "f_2nd_visit"),
    ] {
        assert_eq!(
            shop.ok(&["field", "add", label, "--type", kind]),
            format!("{key}\n")
        );
    }
    shop.ok(&["field", "add", "Size", "--type", "choice", "--options", "S; M; L"]);
    let fields = shop.json(&["fields"]);
    let size = fields
        .as_array()
        .unwrap()
        .iter()
        .find(|field| field["key"] == "size")
        .unwrap()
        .clone();
    assert_eq!(size["options"], serde_json::json!(["S", "M", "L"]));
    assert_eq!(size["custom"], true);
    shop.ok(&["field", "rename", "Shoe size", "Shoes"]);
    shop.ok(&["field", "delete", "shoes"]);
    assert_eq!(shop.run(&["field", "delete", "shoe_size"]).code, 2);
    assert_eq!(shop.run(&["field", "delete", "city"]).code, 2);
}

#[test]
fn settings_are_shown_and_set() {
    let shop = Shop::new();
    let before = shop.json(&["settings"]);
    assert_eq!(before["time_zone"], "UTC");
    assert_eq!(before["currency"], serde_json::Value::Null);
    assert_eq!(before["active_days"], 90);
    for (key, value) in [
        ("time_zone", "Europe/Lisbon"),
        ("currency", "jpy"),
        ("country", "Portugal"),
        ("at_risk_days", "200"),
        ("active_days", "60"),
        ("journal_days", "30"),
    ] {
        shop.ok(&["settings", "set", key, value]);
    }
    let after = shop.json(&["settings"]);
    assert_eq!(after["currency"], "JPY");
    assert_eq!(after["country"], "PT");
    assert_eq!(after["at_risk_days"], 200);
    assert_eq!(shop.run(&["settings", "set", "active_days", "201"]).code, 2);
    shop.ok(&["settings", "set", "country", ""]);
    assert_eq!(shop.json(&["settings"])["country"], serde_json::Value::Null);
}

#[test]
fn a_field_gets_another_type_and_says_what_that_loses() {
    let shop = Shop::with_people();
    shop.ok(&["field", "add", "Size", "--type", "text"]);
    shop.ok(&["field", "add", "Club", "--type", "yes/no"]);
    for (contact, size) in [(":1", "38"), (":2", "large")] {
        shop.ok(&["contact", "edit", contact, "--set", &format!("size={size}")]);
    }
    let asked = shop.run(&["field", "change", "size", "--type", "number"]);
    assert_eq!(asked.code, 2, "{asked:?}");
    assert!(
        asked.err.contains("1 of the 2 values") && asked.err.contains("“large”"),
        "{asked:?}"
    );
    assert_eq!(shop.ok(&["count", "--where", "size is set"]), "2\n");
    shop.ok(&["field", "change", "size", "--type", "number", "--yes"]);
    assert_eq!(shop.ok(&["count", "--where", "size > 37"]), "1\n");
    shop.ok(&["undo"]);
    assert_eq!(shop.ok(&["count", "--where", "size = large"]), "1\n");
    let options = [
        "field",
        "change",
        "Size",
        "--type",
        "choice",
        "--options",
        "Large;38",
    ];
    shop.ok(&options);
    assert_eq!(shop.ok(&["count", "--where", "size in (38, Large)"]), "2\n");
    assert_eq!(shop.run(&["field", "change", "city", "--type", "text"]).code, 2);

    shop.ok(&["field", "move", "Club", "--to", "1"]);
    let fields = shop.json(&["fields"]);
    let custom: Vec<&str> = fields
        .as_array()
        .unwrap()
        .iter()
        .filter(|field| field["custom"] == true)
        .map(|field| field["key"].as_str().unwrap())
        .collect();
    assert_eq!(
        custom.iter().position(|key| *key == "club"),
        Some(0),
        "{custom:?}"
    );
    let gone = shop.run(&["field", "delete", "size"]);
    assert!(gone.err.contains("the values of 2 contacts"), "{gone:?}");
}
