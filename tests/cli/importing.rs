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
