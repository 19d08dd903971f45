//! The main job by keyboard alone: import a file, write a segment, leave, and find it again.

use super::session::{Session, keys};
use std::process::Command;

const PEOPLE: &str = "id,first name,phone,city\n1,Ana,+351 912 345 678,Lisboa\n2,Bruno,+351 913 345 678,Porto\n\
                      3,Carla,+351 914 345 678,Lisboa\n";

#[test]
fn a_file_becomes_a_segment_on_the_screen_and_stays_one() {
    let folder = tempfile::tempdir().unwrap();
    let (store, file) = (folder.path().join("shop.redb"), folder.path().join("people.csv"));
    std::fs::write(&file, PEOPLE).unwrap();
    let mut session = Session::start(&store, (120, 36));
    session.wait_for("Welcome to audience");

    session.send(keys::DOWN);
    session.send(keys::DOWN);
    session.send(keys::DOWN);
    session.send("\r");
    session.wait_for("Into list");
    session.paste(file.to_str().unwrap());
    session.wait_for("people.csv");
    session.send(keys::DOWN);
    session.send("Shop");
    session.send(keys::CTRL_S);
    session.wait_for("first_name");
    session.send("i");
    session.wait_for("3 contacts");

    session.send("/");
    session.send("car");
    session.wait_for("1 found");
    session.send(keys::ESC);
    session.wait_until_gone("1 found");

    session.send("n");
    session.wait_for("Criteria");
    session.send("city = Lisboa");
    session.wait_for("2 of 3");
    session.send("\x1b[Z");
    session.send("Lisbon people");
    session.wait_for("Lisbon people");
    session.send(keys::CTRL_S);
    session.wait_until_gone("Criteria");
    session.wait_for("Lisbon people");
    session.send("q");
    assert!(session.wait_for_end().success());

    let counted = Command::new(env!("CARGO_BIN_EXE_audience"))
        .args(["count", "--segment", "Lisbon people", "--store"])
        .arg(&store)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&counted.stdout), "2\n");
    Session::start(&store, (120, 36)).wait_for("Lisbon people");
}

#[test]
fn purchases_come_in_by_keys_and_are_in_the_totals() {
    let folder = tempfile::tempdir().unwrap();
    let (store, people) = (folder.path().join("shop.redb"), folder.path().join("people.csv"));
    let orders = folder.path().join("orders.csv");
    std::fs::write(&people, PEOPLE).unwrap();
    std::fs::write(
        &orders,
        "order_id,contact_id,date,amount,item\na,1,2026-01-02,10,Tea\nb,2,2026-01-03,20,Pot\nc,9,2026-01-03,5,Pot\n",
    )
    .unwrap();
    let program = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_audience"));
        command.arg("--store").arg(&store);
        command
    };
    let brought = program()
        .args(["import", "contacts", "--list", "Shop", "--create-list"])
        .arg(&people)
        .output()
        .unwrap();
    assert!(brought.status.success(), "{brought:?}");
    let mut session = Session::start(&store, (120, 36));
    session.wait_for("Everyone");
    session.send("i");
    session.wait_for("Into list");
    session.paste(orders.to_str().unwrap());
    session.wait_for("orders.csv");
    session.send(keys::DOWN);
    session.send("Shop");
    session.send(keys::CTRL_S);
    session.wait_for("Import purchases of Shop");
    session.send("i");
    session.wait_for("2 added");
    session.wait_for("no contact has this id");
    session.send("q");
    assert!(session.wait_for_end().success());
    let counted = program()
        .args(["count", "--where", "total_spent >= 10 and orders = 1"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&counted.stdout), "2\n");
}
