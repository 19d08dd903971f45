//! A disk that takes nothing more, under an interface that is open.

use super::session::Session;
use super::world;
use audience::store::Store;
use portable_pty::CommandBuilder;
use rustix::process::{Resource, Rlimit, prlimit};

#[test]
fn a_full_disk_is_told_and_the_interface_goes_on_when_there_is_room_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    let store = world::open(&path);
    let list = world::list(&store, "Shop");
    world::contact(&store, list, "Wanda", 1);
    let mut command = CommandBuilder::new("sh");
    // Beyond its limit a write fails as on a full disk, once the signal for it is ignored.
    command.args(["-c", "trap '' XFSZ; exec \"$0\" --store \"$1\""]);
    command.arg(env!("CARGO_BIN_EXE_audience"));
    command.arg(&path);
    command.env("AUDIENCE_OPERATOR", "rui");
    let mut session = Session::spawn(command, (100, 30));
    session.wait_for("Wanda");
    let may_write = |session: &Session, bytes: Option<u64>| {
        let limit = Rlimit {
            current: bytes,
            maximum: None,
        };
        prlimit(Some(session.pid()), Resource::Fsize, limit).unwrap();
    };
    may_write(&session, Some(4096));
    let there = store.catalogue().unwrap().generation;
    session.send("u");
    session.wait_for("No space left");
    assert_eq!(
        store.catalogue().unwrap().generation,
        there,
        "nothing was changed"
    );
    may_write(&session, None);
    session.send("u");
    session.wait_for("Undone");
    assert_eq!(store.catalogue().unwrap().contacts, 0);
    world::contact(&store, list, "Xenia", 2);
    session.wait_for("Xenia");
    session.send("q");
    assert!(session.wait_for_end().success());
}
