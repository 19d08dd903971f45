//! Segments: saved, found by name, counted, copied; no circles.

use super::*;

#[test]
fn a_segment_prints_its_count_and_is_found_by_name_or_with_its_list() {
    let shop = Shop::with_people();
    let create = [
        "segment",
        "create",
        "Big",
        "--list",
        "Shop",
        "--where",
        "total_spent > 1000",
    ];
    assert_eq!(shop.ok(&create), "2\n");
    assert_eq!(shop.count(&["--segment", "Shop/Big"]), 2);
    assert_eq!(shop.count(&["--list", "Shop", "--segment", "big"]), 2);
    // Asked in another list, a segment finds who is in both.
    assert_eq!(shop.count(&["--list", "Letter", "--segment", "Shop/Big"]), 1);
    let unknown = shop.run(&["count", "--segment", "Big"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("Shop/Big"), "{}", unknown.err);
    let shown = shop.json(&["segment", "show", "Shop/Big"]);
    assert_eq!(shown["criteria"], "total_spent > 1000");
    assert_eq!(shown["list"], "Shop");
    assert_eq!(shown["contacts"], 2);
}

#[test]
fn a_segment_is_edited_copied_renamed_and_deleted() {
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
    assert_eq!(
        shop.ok(&[
            "segment",
            "edit",
            "Big",
            "--list",
            "Shop",
            "--where",
            "orders >= 1"
        ]),
        "4\n"
    );
    assert_eq!(
        shop.ok(&["segment", "copy", "Big", "--list", "Shop", "--to-list", "Letter"]),
        "1\n"
    );
    shop.ok(&["segment", "edit", "Letter/Big", "--name", "Buyers"]);
    shop.ok(&["list", "edit", "Letter", "--name", "Post"]);
    assert_eq!(shop.count(&["--segment", "Post/Buyers"]), 1);
    shop.ok(&["segment", "delete", "Shop/Big"]);
    assert_eq!(shop.json(&["segments", "--list", "Shop"]), serde_json::json!([]));
    assert_eq!(
        shop.json(&["segments", "--list", "Post"])[0]["criteria"],
        "orders >= 1"
    );
}

#[test]
fn renaming_breaks_no_criteria_and_circles_are_refused() {
    let shop = Shop::with_people();
    shop.ok(&["field", "add", "Shoe size", "--type", "number"]);
    shop.ok(&["contact", "edit", ":1", "--set", "shoe_size=44"]);
    shop.ok(&[
        "segment",
        "create",
        "A",
        "--list",
        "Shop",
        "--where",
        "shoe_size > 40",
    ]);
    shop.ok(&[
        "segment",
        "create",
        "B",
        "--list",
        "Shop",
        "--where",
        "in segment A and orders > 1",
    ]);
    shop.ok(&["field", "rename", "shoe_size", "Size of shoe"]);
    shop.ok(&["segment", "edit", "Shop/A", "--name", "Large feet"]);
    assert_eq!(shop.count(&["--segment", "Shop/B"]), 1);
    let shown = shop.json(&["segment", "show", "Shop/B"]);
    assert_eq!(shown["criteria"], "in segment \"Large feet\" and orders > 1");
    let circle = shop.run(&["segment", "edit", "Shop/Large feet", "--where", "in segment B"]);
    assert_eq!((circle.code, circle.out.as_str()), (2, ""), "{circle:?}");
    assert_eq!(shop.run(&["field", "delete", "shoe_size"]).code, 1);
}

#[test]
fn segments_of_everyone_need_no_list() {
    let shop = Shop::with_people();
    shop.ok(&["segment", "create", "In Portugal", "--where", "country = PT"]);
    assert_eq!(shop.count(&["--segment", "In Portugal"]), 2);
    assert_eq!(
        shop.count(&["--segment", "Everyone/In Portugal", "--list", "Letter"]),
        1
    );
    assert_eq!(shop.json(&["segments"])[0]["contacts"], 2);
}

#[test]
fn contacts_are_pinned_in_and_out_beside_the_criteria() {
    let shop = Shop::with_people();
    let create = [
        "segment",
        "create",
        "Big",
        "--list",
        "Shop",
        "--where",
        "total_spent > 1000",
    ];
    assert_eq!(shop.ok(&create), "2\n");
    let ids = |args: &[&str]| shop.ids(args);
    let all = ids(&["contacts", "--list", "Shop"]);
    let big = ids(&["contacts", "--segment", "Shop/Big"]);
    let small: Vec<&String> = all.iter().filter(|one| !big.contains(one)).collect();
    let pin = [
        "segment",
        "pin",
        "Shop/Big",
        "--in",
        small[0],
        "--out",
        big[0].as_str(),
    ];
    assert_eq!(shop.ok(&pin), "2\n");
    let now = ids(&["contacts", "--segment", "Shop/Big"]);
    assert!(now.contains(small[0]) && !now.contains(&big[0]), "{now:?}");
    assert_eq!(shop.json(&["segments", "--list", "Shop"])[0]["pinned_in"], 1);
    assert_eq!(shop.json(&["segment", "show", "Shop/Big"])["pinned_out"], 1);
    let pins = shop.json(&["segment", "pins", "Shop/Big"]);
    assert_eq!(
        (&pins[0]["pinned"], &pins[1]["pinned"]),
        (&"in".into(), &"out".into())
    );
    let why = shop.json(&["explain", "--segment", "Shop/Big", "--contact", small[0]]);
    let why = why.as_array().unwrap();
    assert!(
        why.iter()
            .any(|line| line["condition"] == "pinned in by hand" && line["holds"] == true)
    );
    // Other criteria leave the pins.
    let edit = ["segment", "edit", "Shop/Big", "--where", "total_spent > 999999"];
    assert_eq!(shop.ok(&edit), "1\n");
    let clear = ["segment", "pin", "Shop/Big", "--clear", small[0], big[0].as_str()];
    assert_eq!(shop.ok(&clear), "0\n");
    assert_eq!(shop.ok(&["undo"]).lines().count(), 0);
    assert_eq!(shop.count(&["--segment", "Shop/Big"]), 1);
    assert_eq!(shop.run(&["segment", "pin", "Shop/Big"]).code, 2);
}

#[test]
fn a_segment_is_picked_by_hand_and_its_pins_go_along_to_another_list() {
    let shop = Shop::with_people();
    let everybody = shop.ids(&["contacts", "--list", "Shop"]);
    let id = |at: usize| everybody[at].as_str();
    let create = [
        "segment",
        "create",
        "Picked",
        "--list",
        "Shop",
        "--pick",
        id(0),
        id(1),
    ];
    assert_eq!(shop.ok(&create), "2\n");
    let letter = shop.count(&["--list", "Letter", "--segment", "Shop/Picked"]);
    let copied = shop.run(&["segment", "copy", "Shop/Picked", "--to-list", "Letter"]);
    assert_eq!(copied.out, format!("{letter}\n"));
    let stayed = 2 - letter;
    assert_eq!(
        copied
            .err
            .contains(&format!("{stayed} of its pins did not go along")),
        stayed > 0
    );
    // Neither criteria nor anybody picked: it has nobody to be.
    assert_eq!(
        shop.run(&["segment", "create", "Empty", "--list", "Shop"]).code,
        2
    );
    let stranger = [
        "segment",
        "create",
        "Odd",
        "--list",
        "Letter",
        "--pick",
        id(0),
        id(1),
        id(2),
        id(3),
    ];
    let refused = shop.run(&stranger);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("is not in the list"), "{}", refused.err);
    assert_eq!(
        shop.json(&["segments", "--list", "Letter"])
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
