//! The first start on a store in which there is nothing.

use super::session::{Session, keys};

#[test]
fn the_demo_is_looked_at_and_left_and_what_was_asked_is_in_the_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop.redb");
    let mut session = Session::start(&store, (120, 36));
    session.wait_for("Welcome to audience");
    session.send("UTC");
    session.send(keys::DOWN);
    session.send("eur");
    for _ in 0..3 {
        session.send(keys::DOWN);
    }
    session.send("\r");
    session.wait_until_gone("Welcome to audience");
    session.wait_for("5,000 contacts");
    session.send("q");
    session.wait_for("Welcome to audience");
    session.send(keys::ESC);
    session.wait_until_gone("Welcome to audience");
    session.send(",");
    session.wait_for("EUR");
    session.send(keys::ESC);
    session.wait_until_gone("Settings");
    session.send("q");
    assert!(session.wait_for_end().success());
}
