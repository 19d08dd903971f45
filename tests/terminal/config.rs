//! What one person prefers: read at the start, never a reason not to start, and written with its remarks kept.

use super::session::{Session, keys};
use super::world;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use vt100::MouseProtocolMode;

fn start(text: &str) -> (TempDir, PathBuf, Session) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config");
    fs::write(&config, text).unwrap();
    world::list(&world::open(&folder.path().join("shop.redb")), "Shop");
    let session = start_on(&folder.path().join("shop.redb"), &config);
    (folder, config, session)
}

fn start_on(store: &Path, config: &Path) -> Session {
    let (store, config) = (store.to_str().unwrap(), config.to_str().unwrap());
    let session = Session::start_with(&["--store", store, "--config", config], (100, 30));
    session.wait_for("audience");
    session
}

#[test]
fn keys_and_mouse_are_as_chosen() {
    let (_folder, _, mut session) = start("mouse = off\nkey.new-list = N Ctrl-N\n");
    session.wait_for("N new list");
    let mode = session.seen().parser.screen().mouse_protocol_mode();
    assert_eq!(mode, MouseProtocolMode::None);
    session.send("N");
    session.wait_for("Description");
    session.send(keys::ESC);
    session.wait_until_gone("Description");
    session.send("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn what_cannot_be_read_is_said_and_the_default_holds() {
    let (_folder, _, mut session) = start("theme = blue\nkey.new-list = s\nkey.add-contact = n\n");
    let shown = session.wait_for("“blue” is no theme.");
    assert!(shown.contains("add-contact"), "{shown}");
    session.send(keys::ESC);
    session.wait_for("a add contact");
    session.send("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn a_theme_that_is_chosen_is_kept_and_remarks_with_it() {
    let (folder, config, mut session) = start("# mine\ntheme = dark # at night\n\nmouse = on\n");
    session.send("T");
    session.wait_for("The theme is light from now on.");
    session.send("q");
    assert!(session.wait_for_end().success());
    let written = fs::read_to_string(&config).unwrap();
    assert_eq!(written, "# mine\ntheme = light # at night\n\nmouse = on\n");
    let mut session = start_on(&folder.path().join("shop.redb"), &config);
    session.send("T");
    session.wait_for("The theme is dark from now on.");
}
