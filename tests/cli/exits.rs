//! Each exit code, and that a refusal prints nothing where results go.

use super::*;

#[test]
fn wrong_usage_unknown_names_and_criteria_errors_are_two_and_say_what_was_meant() {
    let shop = Shop::with_people();
    for (words, said) in [
        (&["frobnicate"][..], "unrecognized subcommand"),
        (&["count", "--bogus"], "--bogus"),
        (
            &["count", "--where", "age > 1", "--segment", "x"],
            "cannot be used with",
        ),
        (&["--now", "yesterday", "count"], "2026-11-22T09:00:00Z"),
        (&["count", "--list", "Shap"], "Did you mean “Shop”?"),
        (
            &["count", "--segment", "VIP"],
            "There is no segment of Everyone “VIP”",
        ),
        (&["count", "--where", "lst_purchase on today"], "last_purchase"),
        (&["count", "--where", "age > \"x\""], "age"),
        (&["count", "--where", "(age > 1"], "^"),
        (&["contacts", "--sort", "lastname"], "Did you mean “last_name”?"),
        (&["contacts", "--columns", "phone,sity"], "Did you mean “city”?"),
        (
            &["settings", "set", "timezone", "UTC"],
            "Did you mean “time_zone”?",
        ),
        (
            &["settings", "set", "time_zone", "Europe/Lisboa"],
            "Did you mean “Europe/Lisbon”?",
        ),
        (&["settings", "set", "country", "Portogal"], "is no country"),
        (&["field", "add", "Size", "--type", "choice"], "--options"),
        (&["list", "edit", "Shop"], "--name"),
        (&["list", "create", " "], "needs a name"),
        (&["list", "create", "everyone"], "Choose another name"),
        (&["list", "delete", "Shop"], "--yes"),
        (&["contact", "delete", ":1"], "--yes"),
        (&["contact", "show", ":99"], "There is no contact :99"),
        (&["contact", "show", "nobody"], "There is no contact “nobody”"),
        (
            &["contact", "edit", ":1", "--set", "orders=3"],
            "It comes from purchases",
        ),
        (
            &["contact", "edit", ":1", "--set", "opted_out=no"],
            "audience optin",
        ),
        (&["contact", "edit", ":1", "--set", "phone=12"], "12:"),
        (&["optin", "+351912345678"], "--source"),
        (&["optout", "hello"], "hello:"),
        (
            &["import", "contacts", "x.csv", "--list", "Nowhere"],
            "There is no contact list “Nowhere”",
        ),
        (&["explain", "--contact", ":1"], "--where"),
        (&["--store", "postgres://db/audience", "lists"], "server"),
        (&["--read-only", "list", "create", "X"], "--read-only"),
        (&["purchases"], "unrecognized subcommand"),
    ] {
        let ran = shop.run(words);
        assert_eq!(ran.code, 2, "{words:?}: {ran:?}");
        assert_eq!(ran.out, "", "{words:?}");
        assert!(ran.err.contains(said), "{words:?} said {:?}", ran.err);
    }
}

#[test]
fn questions_about_campaigns_are_answered_no_history_yet() {
    let shop = Shop::with_people();
    for criteria in [
        "count(campaigns within 90 days) >= 3",
        "count(campaigns where status = \"read\") > 5 or city = Lisboa",
        "campaign \"Spring sale\" read",
    ] {
        let ran = shop.run(&["count", "--where", criteria]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{criteria}");
        assert!(ran.err.contains("no history yet"), "{criteria}: {}", ran.err);
        let create = shop.run(&["segment", "create", "X", "--list", "Shop", "--where", criteria]);
        assert_eq!((create.code, create.out.as_str()), (2, ""), "{criteria}");
    }
    assert_eq!(shop.json(&["segments", "--list", "Shop"]), serde_json::json!([]));
}

#[test]
fn a_caret_stands_under_what_is_wrong() {
    let shop = Shop::with_people();
    let ran = shop.run(&["count", "--where", "city = Porto and lst_purchase on today"]);
    let lines: Vec<&str> = ran.err.lines().collect();
    let text = lines
        .iter()
        .position(|line| line.ends_with("city = Porto and lst_purchase on today"))
        .unwrap();
    let place = lines[text].find("lst_purchase").unwrap();
    assert_eq!(
        lines[text + 1].trim_end(),
        format!("{}{}", " ".repeat(place), "^".repeat(12))
    );
}

#[test]
fn what_fails_without_a_change_is_one() {
    let shop = Shop::with_people();
    shop.ok(&[
        "segment",
        "create",
        "Big",
        "--list",
        "Shop",
        "--where",
        "total_spent > 1000",
    ]);
    shop.ok(&[
        "segment",
        "create",
        "Bigger",
        "--list",
        "Shop",
        "--where",
        "in segment Big and orders > 5",
    ]);
    for words in [
        &["list", "create", "shop"][..],
        &["segment", "create", "BIG", "--list", "Shop", "--where", "age > 1"],
        &["segment", "delete", "Big", "--list", "Shop"],
        &["contact", "remove", ":2", "--list", "Letter"],
        &["import", "contacts", "not-there.csv", "--list", "Shop"],
    ] {
        let ran = shop.run(words);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{words:?}: {ran:?}");
        assert!(ran.err.starts_with("error: "), "{words:?}: {ran:?}");
    }
}

#[test]
fn rejected_rows_are_three() {
    let shop = Shop::with_people();
    let file = shop.file(
        "more.csv",
        "first_name,phone\nZoë,+351915678901\nNobody,\nWrong,+351 12\n",
    );
    let ran = shop.run(&["import", "contacts", &file, "--list", "Letter"]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.err.contains("rejected 1"), "{}", ran.err);
    assert_eq!(shop.count(&["--list", "Letter"]), 2);
}

#[test]
fn a_store_that_cannot_be_used_is_four() {
    let shop = Shop::with_people();
    let mut bytes = std::fs::read(shop.store()).unwrap();
    let file = shop.file("foreign.redb", "this is a shopping list, not a store");
    set_private(&file);
    assert_eq!(shop.run(&["--store", &file, "lists"]).code, 4);
    // Every page but the first few is overwritten: whatever is read, it is not what was written.
    for byte in bytes.iter_mut().skip(16_384) {
        *byte = 0xA5;
    }
    std::fs::write(shop.store(), &bytes).unwrap();
    let ran = shop.run(&["check"]);
    assert_eq!(ran.code, 4, "{ran:?}");
}

#[test]
fn a_sound_store_checks_well() {
    let shop = Shop::with_people();
    let ran = shop.run(&["check"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    assert!(ran.err.contains("all is well"));
}

fn set_private(path: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
