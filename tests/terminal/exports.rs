//! Contacts into a file, from keys to what the file holds.

use super::session::{Session, keys};
use super::world;
use std::fs;

#[test]
fn a_file_is_written_and_one_that_came_meanwhile_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (store, file) = (folder.path().join("shop.redb"), folder.path().join("people.csv"));
    {
        let redb = world::open(&store);
        let list = world::list(&redb, "Shop");
        world::contact(&redb, list, "Ana", 1);
        world::contact(&redb, list, "Bruno", 2);
    }
    let mut session = Session::start(&store, (120, 36));
    session.wait_for("Bruno");
    session.send("E");
    session.wait_for("Tab completes");
    session.paste(file.to_str().unwrap());
    session.wait_for("people.csv");
    fs::write(&file, "somebody else's").unwrap();
    session.send(keys::ENTER);
    session.wait_for("was left as it is");
    assert_eq!(fs::read_to_string(&file).unwrap(), "somebody else's");
    session.send(keys::ESC);
    session.wait_until_gone("was left as it is");

    session.send("E");
    session.wait_for("Tab completes");
    session.paste(folder.path().join("peo").to_str().unwrap());
    session.wait_for("people.csv");
    session.send(keys::TAB);
    session.send(keys::ENTER);
    session.wait_for("Enter again replaces it");
    session.send(keys::ENTER);
    session.wait_for("2 contacts are in");
    let written = fs::read_to_string(&file).unwrap();
    assert_eq!(written.lines().count(), 3, "{written}");
    assert!(
        written.contains("Ana") && written.contains("+351910000002"),
        "{written}"
    );
}
