//! `import contacts` as a script sees it. What becomes of each kind of row is the file room's own business.

use super::*;

#[test]
fn counts_are_results_and_the_rest_is_said_apart() {
    let shop = Shop::new();
    let file = shop.file("people.csv", PEOPLE);
    let missing = shop.run(&["import", "contacts", &file, "--list", "Shop"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    let import = ["import", "contacts", &file, "--list", "Shop", "--create-list"];
    let first = shop.json(&import);
    assert_eq!(first["rows"], 5);
    assert_eq!(first["created"], 4);
    assert_eq!(first["shares_number"], 1);
    let again = shop.json(&import);
    assert_eq!(again["unchanged"], 5);
    assert_eq!(shop.count(&[]), 5);
}

#[test]
fn a_dry_run_changes_nothing_and_needs_no_right_to() {
    let shop = Shop::new();
    shop.ok(&["list", "create", "Shop"]);
    let file = shop.file("people.csv", PEOPLE);
    let ran = shop.run(&[
        "--read-only",
        "import",
        "contacts",
        &file,
        "--list",
        "Shop",
        "--dry-run",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.contains("nothing was changed"), "{}", ran.err);
    assert_eq!(shop.count(&[]), 0);
}

#[test]
fn standard_input_columns_and_rejects() {
    let shop = Shop::new();
    shop.ok(&["list", "create", "Shop"]);
    let rejects = shop.folder.path().join("rejects.csv");
    let ran = shop.run_with_input(
        &[
            "import",
            "contacts",
            "-",
            "--list",
            "Shop",
            "--map",
            "Tel=phone",
            "--map",
            "Memo=notes",
            "--country",
            "pt",
            "--rejects",
            rejects.to_str().unwrap(),
        ],
        "Who,Tel,Memo\nAna,912345678,Likes tea\nBo,12,\n",
    );
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(std::fs::read_to_string(rejects).unwrap().contains("12"));
    assert_eq!(
        shop.json(&["contact", "show", "+351912345678"])["notes"],
        "Likes tea"
    );
}

#[test]
fn history_comes_in_beside_contacts_and_says_what_came_of_each_row() {
    let shop = Shop::new();
    let people = shop.file("people.csv", PEOPLE);
    shop.ok(&["import", "contacts", &people, "--list", "Shop", "--create-list"]);
    let orders = shop.file(
        "orders.csv",
        "order_id,phone,date,amount,item\n1,+351912345678,2026-05-01,12.50,Tea\n2,+4915112345678,2026-05-02,3,Tea\n",
    );
    let unknown = shop.run(&["import", "purchases", &orders, "--list", "Nowhere"]);
    assert_eq!(unknown.code, 2);
    let import = [
        "import",
        "purchases",
        &orders,
        "--list",
        "Shop",
        "--format",
        "json",
    ];
    let first = shop.run(&import);
    assert_eq!(first.code, 3, "{first:?}");
    assert!(first.err.contains("no contact has this number"), "{}", first.err);
    let again: serde_json::Value = serde_json::from_str(&shop.run(&import).out).unwrap();
    assert_eq!((&again["unchanged"], &again["rejected"]), (&1.into(), &1.into()));
    let headless = shop.file("texts.csv", "phone,text\n+351912345678,Hi\n");
    let lacks = shop.run(&["import", "messages", &headless, "--list", "Shop"]);
    assert_eq!(lacks.code, 2);
    assert!(lacks.err.contains("--map"), "{}", lacks.err);
}
