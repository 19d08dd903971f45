//! How the program treats a terminal: takes it, gives it back, notices when it has gone, and is silent when idle.

use super::session::{FRAME, Session, count, keys};
use super::world;
use portable_pty::CommandBuilder;
use rustix::process::Signal;
use std::time::Duration;
use tempfile::TempDir;
use vt100::MouseProtocolMode;

const SIZE: (u16, u16) = (100, 30);

/// The program on a store with an empty list, drawn.
fn begin() -> (TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop.redb");
    world::list(&world::open(&store), "Shop");
    let session = Session::start(&store, SIZE);
    session.wait_for("audience");
    (folder, session)
}

/// The terminal is as a shell wants it.
#[track_caller]
fn is_given_back(session: &Session) {
    session.wait("the main screen", |seen| !seen.parser.screen().alternate_screen());
    let seen = session.seen();
    let screen = seen.parser.screen();
    assert!(!screen.hide_cursor(), "the cursor stays hidden");
    assert!(!screen.bracketed_paste(), "bracketed paste stays on");
    drop(seen);
    assert!(session.is_cooked(), "raw mode stays on");
}

#[test]
fn the_terminal_is_taken_and_given_back() {
    let (_folder, mut session) = begin();
    {
        let seen = session.seen();
        assert!(seen.parser.screen().alternate_screen());
        assert!(seen.parser.screen().bracketed_paste());
    }
    assert!(!session.is_cooked());
    session.send("q");
    assert!(session.wait_for_end().success());
    is_given_back(&session);
}

#[test]
fn the_mouse_is_taken_told_of_and_given_back() {
    let (_folder, mut session) = begin();
    let mode = |session: &Session| session.seen().parser.screen().mouse_protocol_mode();
    assert_eq!(mode(&session), MouseProtocolMode::ButtonMotion);
    session.send("\x1b[<2;4;3M\x1b[<2;4;3m");
    session.wait_for("New list");
    session.send(keys::ESC);
    session.wait_until_gone("New list");
    session.send("M");
    session.wait_for("M takes it back");
    assert_eq!(mode(&session), MouseProtocolMode::None);
    session.send("M");
    session.wait_for("The mouse is back");
    assert_eq!(mode(&session), MouseProtocolMode::ButtonMotion);
    session.send("q");
    assert!(session.wait_for_end().success());
    assert_eq!(mode(&session), MouseProtocolMode::None);
}

#[test]
fn a_signal_gives_the_terminal_back_and_ends_the_program_as_such() {
    for (signal, name) in [
        (Signal::TERM, "Terminated"),
        (Signal::INT, "Interrupt"),
        (Signal::HUP, "Hangup"),
    ] {
        let (_folder, mut session) = begin();
        session.signal(signal);
        let status = session.wait_for_end();
        assert_eq!(status.signal(), Some(name));
        is_given_back(&session);
    }
}

#[test]
fn a_lost_connection_ends_the_program() {
    let (_folder, mut session) = begin();
    let (status, _) = session.hang_up();
    assert_eq!(status.signal(), Some("Hangup"));
}

#[test]
fn a_terminal_that_takes_no_bytes_does_not_keep_the_program() {
    let (_folder, mut session) = begin();
    // The line discipline would stop the output at Ctrl-S only in cooked mode: the signal must find the program however
    // much of its output nobody reads.
    for columns in 0..50 {
        session.resize(60 + columns, 20);
    }
    session.signal(Signal::TERM);
    assert_eq!(session.wait_for_end().signal(), Some("Terminated"));
}

#[test]
fn ctrl_z_goes_back_to_the_shell_and_fg_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop.redb");
    world::list(&world::open(&store), "Shop");
    let mut command = CommandBuilder::new("sh");
    command.arg("-i");
    command.env("PS1", "shell> ");
    command.env("ENV", "");
    let mut session = Session::spawn(command, SIZE);
    session.wait_for("shell> ");
    session.send(&format!(
        "{} --store {}\r",
        env!("CARGO_BIN_EXE_audience"),
        store.display()
    ));
    session.wait("the program's screen", |seen| {
        seen.parser.screen().alternate_screen()
    });
    session.wait_for("audience");
    for round in 1..=2 {
        session.send(keys::CTRL_Z);
        // Keys pressed before the shell has the terminal are anyone's.
        session.wait("the stopped job", |seen| {
            count(&seen.bytes, b"Stopped") == round && seen.bytes.ends_with(b"shell> ")
        });
        assert!(!session.seen().parser.screen().hide_cursor());
        session.send(&format!("echo round $(({round} + 40))\r"));
        session.wait_for(&format!("round {}", round + 40));
        session.send("fg\r");
        session.wait("the program's screen", |seen| {
            seen.parser.screen().alternate_screen()
        });
        session.wait("all of it", |seen| {
            seen.text().contains("audience") && !seen.text().contains("shell>")
        });
    }
    session.send("q");
    session.wait("the shell", |seen| {
        !seen.parser.screen().alternate_screen() && seen.bytes.ends_with(b"shell> ")
    });
    session.send("exit\r");
    session.wait_for_end();
}

#[test]
fn ctrl_z_without_a_shell_to_go_back_to_goes_on() {
    let (_folder, mut session) = begin();
    session.send(keys::CTRL_Z);
    session.send("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn a_stop_and_go_from_outside_is_drawn_anew() {
    let (_folder, mut session) = begin();
    let before = session.bytes();
    session.signal(Signal::STOP);
    session.signal(Signal::CONT);
    session.wait("a new screen", |seen| {
        count(&seen.bytes[before..], b"\x1b[?1049h") == 1
    });
    session.wait_for("audience");
    session.send("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn every_size_is_drawn_or_left_alone() {
    let (_folder, mut session) = begin();
    for (columns, rows) in [
        (0, 0),
        (1, 1),
        (200, 60),
        (0, 24),
        (80, 0),
        (20, 3),
        (39, 11),
        (80, 24),
    ] {
        session.resize(columns, rows);
    }
    session.wait_for("audience");
    session.send("q");
    assert!(session.wait_for_end().success());
    let frames = session.seen();
    assert_eq!(count(&frames.bytes, FRAME.0), count(&frames.bytes, FRAME.1) - 1);
}

#[test]
fn a_terminal_without_a_size_gets_nothing_until_it_has_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("shop.redb");
    world::list(&world::open(&store), "Shop");
    let mut session = Session::start(&store, (0, 0));
    session.wait("the program's screen", |seen| {
        seen.parser.screen().alternate_screen()
    });
    session.resize(80, 24);
    session.wait_for("audience");
    session.send("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn everything_drawn_stands_between_frame_marks() {
    let (_folder, mut session) = begin();
    session.send("?");
    session.wait("the help's frame", |seen| seen.frames() >= 2);
    session.wait_for("Keys");
    session.resize(80, 24);
    session.wait("the help's frame at the new size", |seen| seen.frames() >= 3);
    let bytes = session.since(0);
    let taken = bytes.windows(6).position(|part| part == b"\x1b[?25l").unwrap() + 6;
    let mut rest = &bytes[taken..];
    while !rest.is_empty() {
        assert!(
            rest.starts_with(FRAME.0),
            "outside a frame: {:?}",
            String::from_utf8_lossy(rest)
        );
        let end = rest.windows(8).position(|part| part == FRAME.1).unwrap();
        assert_eq!(count(&rest[..end], FRAME.0), 1, "a frame in a frame");
        rest = &rest[end + FRAME.1.len()..];
    }
}

#[test]
fn the_terminal_is_asked_nothing() {
    let (_folder, mut session) = begin();
    session.send("q");
    session.wait_for_end();
    let bytes = session.since(0);
    for query in [
        &b"\x1b[c"[..],
        b"\x1b[0c",
        b"\x1b[>c",
        b"\x1b[6n",
        b"\x1b[5n",
        b"$p",
        b"\x1b[?u",
        b"\x1b]10;?",
        b"\x1b]11;?",
        b"\x1bP+q",
        b"\x1b[14t",
    ] {
        assert_eq!(count(&bytes, query), 0, "asked {query:?}");
    }
}

#[test]
fn nothing_is_written_while_nothing_changes() {
    let (_folder, session) = begin();
    session.wait("the first picture", |seen| seen.frames() >= 1);
    while !session.is_silent_for(Duration::from_millis(500)) {}
    let point = session.bytes();
    assert!(session.is_silent_for(Duration::from_secs(2)));
    assert_eq!(session.bytes(), point);
}

#[test]
fn pasted_text_is_text_and_never_keys() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    {
        let store = world::open(&path);
        let list = world::list(&store, "Shop");
        world::contact(&store, list, "Quinn", 1);
    }
    let mut session = Session::start(&path, SIZE);
    session.wait_for("Quinn");
    session.paste("q");
    session.send("/");
    session.paste("qu");
    session.wait_for("/ qu");
    session.send(keys::ESC);
    session.wait_until_gone("/ qu");
    session.send("q");
    assert!(session.wait_for_end().success());
}

#[test]
fn what_another_process_changes_is_shown_without_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    let store = world::open(&path);
    let session = Session::start(&path, SIZE);
    session.wait_for("audience");
    let list = world::list(&store, "Newcomers");
    session.wait_for("Newcomers");
    world::contact(&store, list, "Wanda", 1);
    session.wait_for("Wanda");
}
