//! `export`: exactly the columns asked for, and what goes out comes back.

use super::*;

#[test]
fn columns_are_exactly_those_asked_for() {
    let shop = Shop::with_people();
    let out = shop.ok(&[
        "export",
        "--list",
        "Shop",
        "--columns",
        "id,phone,tags",
        "--where",
        "country = PT",
    ]);
    assert_eq!(
        out,
        "id,phone,tags\n7,+351912345678,vip;early bird;early\n8,+351913456789,\n"
    );
    let lines = shop.ok(&[
        "export",
        "--format",
        "jsonl",
        "--columns",
        "first_name,orders",
        "--where",
        "orders = 5",
    ]);
    assert_eq!(lines, "{\"first_name\":\"Eve\",\"orders\":5}\n");
    let formula = shop.ok(&["export", "--columns", "last_name", "--where", "country = US"]);
    assert_eq!(formula, "last_name\n'=HYPERLINK\n");
    let unknown = shop.run(&["export", "--columns", "fone"]);
    assert_eq!((unknown.code, unknown.out.as_str()), (2, ""), "{unknown:?}");
}

#[test]
fn a_file_is_private_and_imported_again_changes_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let shop = Shop::with_people();
    let path = shop.folder.path().join("out.csv");
    let path = path.to_str().unwrap();
    let ran = shop.run(&["export", "--list", "Shop", "-o", path]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{ran:?}");
    assert_eq!(
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let header = std::fs::read_to_string(path).unwrap();
    assert!(header.starts_with("id,first_name,last_name,"), "{header}");
    let again = shop.json(&["import", "contacts", path, "--list", "Shop"]);
    assert_eq!(again["unchanged"], 5, "{again}");
}

#[test]
fn segments_go_out_too() {
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
    let out = shop.ok(&["export", "--segment", "Shop/Big", "--columns", "first_name"]);
    assert_eq!(out, "first_name\nAna\nEve\n");
}
