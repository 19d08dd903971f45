//! One contact: adding, naming, editing, removing, deleting.

use super::*;

#[test]
fn a_contact_is_added_and_its_number_is_printed() {
    let shop = Shop::with_people();
    shop.ok(&["settings", "set", "country", "PT"]);
    let out = shop.ok(&[
        "contact",
        "add",
        "--list",
        "Shop",
        "--first-name",
        "Zoë",
        "--phone",
        "914 567 890",
        "--set",
        "tags=a;b",
        "--set",
        "birthday=05-17",
        "--set",
        "country=Germany",
        "--email",
        "zoe@example.com",
    ]);
    assert_eq!(out, ":6\n");
    let shown = shop.json(&["contact", "show", ":6"]);
    assert_eq!(shown["phone"], "+351914567890");
    assert_eq!(shown["tags"], serde_json::json!(["a", "b"]));
    assert_eq!(shown["country"], "DE");
    assert_eq!(shown["lists"], serde_json::json!(["Shop"]));
}

#[test]
fn a_number_that_is_there_is_said_and_the_contact_is_created() {
    let shop = Shop::with_people();
    let ran = shop.run(&[
        "contact",
        "add",
        "--list",
        "Letter",
        "--first-name",
        "Other",
        "--phone",
        "+351912345678",
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ":6\n"));
    assert!(ran.err.contains("Ana Silva (:1)"), "{}", ran.err);
    assert_eq!(shop.count(&[]), 6);
}

#[test]
fn a_contact_is_named_by_its_number_its_ids_or_its_phone() {
    let shop = Shop::with_people();
    let other = shop.file(
        "other.csv",
        "id,first_name,phone\n7,Fay,+351916789012\n42,Gil,+351917890123\n",
    );
    shop.ok(&[
        "import",
        "contacts",
        &other,
        "--list",
        "Letter",
        "--source",
        "Letters/2026",
    ]);
    for (named, first_name) in [
        (":1", "Ana"),
        ("Shop/7", "Ana"),
        ("Letters/2026/7", "Fay"),
        ("42", "Gil"),
        ("+351 912 345 678", "Ana"),
        ("whatsapp:+351916789012", "Fay"),
    ] {
        assert_eq!(
            shop.json(&["contact", "show", named])["first_name"],
            first_name,
            "{named}"
        );
    }
    for (named, candidates) in [
        ("7", ["Shop/7", "Letters/2026/7"]),
        ("+351913456789", [":2", ":3"]),
    ] {
        let ran = shop.run(&["contact", "show", named]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{named}");
        assert!(
            candidates.iter().all(|one| ran.err.contains(one)),
            "{named}: {}",
            ran.err
        );
    }
}

#[test]
fn every_type_of_field_is_set_united_and_emptied() {
    let shop = Shop::with_people();
    for (label, kind) in [
        ("Nick", "text"),
        ("Visits", "number"),
        ("Credit", "money"),
        ("Since", "date"),
        ("Invoices", "yes/no"),
        ("Channels", "set"),
    ] {
        shop.ok(&["field", "add", label, "--type", kind]);
    }
    shop.ok(&["field", "add", "Size", "--type", "choice", "--options", "S;M;L"]);
    shop.ok(&[
        "contact",
        "edit",
        ":1",
        "--set",
        "nick=Nana",
        "--set",
        "visits=-3.50",
        "--set",
        "credit=12,50",
        "--set",
        "since=2024-02-29",
        "--set",
        "invoices=yes",
        "--set",
        "channels=web|shop",
        "--set",
        "Size=m",
    ]);
    shop.ok(&[
        "contact",
        "edit",
        ":1",
        "--set",
        "channels+=Web;fair",
        "--set",
        "city=",
    ]);
    let shown = shop.json(&["contact", "show", ":1"]);
    assert_eq!(shown["nick"], "Nana");
    assert_eq!(shown["visits"].to_string(), "-3.5");
    assert_eq!(shown["credit"].to_string(), "12.5");
    assert_eq!(shown["since"], "2024-02-29");
    assert_eq!(shown["invoices"], true);
    assert_eq!(shown["channels"], serde_json::json!(["web", "shop", "fair"]));
    assert_eq!(shown["size"], "M");
    assert_eq!(shown["city"], serde_json::Value::Null);
    assert!(shop.ok(&["contact", "show", ":1"]).contains("12.50"));
    for wrong in [
        "visits=many",
        "since=2026-02-30",
        "invoices=perhaps",
        "size=XXL",
        "nick",
        "first_name+=x",
    ] {
        assert_eq!(
            shop.run(&["contact", "edit", ":1", "--set", wrong]).code,
            2,
            "{wrong}"
        );
    }
}

#[test]
fn removed_from_a_list_it_stays_among_everyone_and_deleted_it_is_gone() {
    let shop = Shop::with_people();
    shop.ok(&["contact", "remove", "8", "--list", "Shop"]);
    assert_eq!((shop.count(&["--list", "Shop"]), shop.count(&[])), (4, 5));
    shop.ok(&["contact", "delete", "8", "--yes"]);
    assert_eq!(shop.count(&[]), 4);
    assert_eq!(shop.run(&["contact", "show", "8"]).code, 2);
}
