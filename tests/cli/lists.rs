//! Contact lists.

use super::*;

#[test]
fn lists_are_created_edited_and_shown() {
    let shop = Shop::new();
    shop.ok(&["list", "create", "Leads Q4", "--description", "From the fair"]);
    shop.ok(&[
        "list",
        "edit",
        "leads q4",
        "--name",
        "Leads",
        "--description",
        "New",
    ]);
    let lists = shop.json(&["lists"]);
    assert_eq!(lists[0]["name"], "Leads");
    assert_eq!(lists[0]["description"], "New");
    assert_eq!(lists[0]["contacts"], 0);
    let csv = shop.ok(&["lists", "--format", "csv"]);
    assert!(
        csv.starts_with("name,contacts,segments,created,description\nLeads,0,0,"),
        "{csv}"
    );
}

#[test]
fn a_list_is_deleted_with_who_is_in_no_other_or_they_move() {
    let shop = Shop::with_people();
    let refused = shop.run(&["list", "delete", "Shop"]);
    assert!(
        refused
            .err
            .contains("5 contacts, 4 of which are in no other list"),
        "{}",
        refused.err
    );
    assert_eq!(shop.count(&[]), 5);
    shop.ok(&["list", "delete", "Shop", "--yes"]);
    assert_eq!((shop.count(&[]), shop.count(&["--list", "Letter"])), (1, 1));

    let shop = Shop::with_people();
    assert_eq!(
        shop.run(&["list", "delete", "Shop", "--move-to", "Shop", "--yes"])
            .code,
        2
    );
    shop.ok(&["list", "delete", "Shop", "--move-to", "Letter", "--yes"]);
    assert_eq!((shop.count(&[]), shop.count(&["--list", "Letter"])), (5, 5));
}
