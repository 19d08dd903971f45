//! Opt-outs and consent.

use super::*;

#[test]
fn an_opt_out_wins_until_the_number_itself_consents() {
    let shop = Shop::with_people();
    shop.ok(&["optin", "+351912345678", "--source", "till"]);
    assert_eq!(shop.count(&["--where", "consented"]), 1);
    shop.ok(&["optout", "+351912345678", "--reason", "wrote STOP"]);
    assert_eq!(shop.count(&["--where", "consented"]), 0);
    assert_eq!(shop.count(&["--where", "opted_out"]), 1);
    let shown = shop.json(&["contact", "show", ":1"]);
    assert_eq!(shown["opted_out"], true);
    assert_eq!(shown["opted_out_reason"], "wrote STOP");
    // Deleted and brought in again, the number is still opted out.
    let file = shop.file("again.csv", PEOPLE);
    shop.ok(&["contact", "delete", ":1", "--yes"]);
    shop.ok(&["import", "contacts", &file, "--list", "Shop"]);
    assert_eq!(shop.count(&["--where", "opted_out"]), 1);
    shop.ok(&["optin", "+351912345678", "--source", "came back"]);
    assert_eq!(shop.count(&["--where", "opted_out"]), 0);
}

#[test]
fn a_number_nobody_has_can_opt_out() {
    let shop = Shop::with_people();
    shop.ok(&["optout", "912 000 111", "--country", "PT"]);
    let file = shop.file("new.csv", "first_name,phone\nNew,+351912000111\n");
    shop.ok(&["import", "contacts", &file, "--list", "Shop"]);
    assert_eq!(shop.count(&["--where", "opted_out"]), 1);
}
