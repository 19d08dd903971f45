//! A store in several hands, and on a disk that takes nothing: another user of the machine, a terminal that has been
//! stopped, a file system that is only read.

use super::interrupting::many_people;
use super::*;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::time::{Duration, Instant};

/// Nothing that is waited for takes more than a fraction of this.
const LIMIT: Duration = Duration::from_secs(60);

/// Whether this machine lets the test do what only root may; says so where it does not.
fn is_root(what: &str) -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        eprintln!("skipped: only root can {what}");
    }
    root
}

#[test]
fn an_import_whose_terminal_is_stopped_by_ctrl_s_keeps_nobody_out_and_goes_on() {
    let shop = Shop::new();
    shop.ok(&["list", "create", "Shop"]);
    let file = many_people(&shop);
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_audience"));
    command.args(["import", "contacts", &file, "--list", "Shop"]);
    command.env("AUDIENCE_STORE", shop.store());
    let mut child = pair.slave.spawn_command(command).unwrap();
    let mut keys = pair.master.take_writer().unwrap();
    keys.write_all(b"\x13").unwrap();
    keys.flush().unwrap();
    // Whether it waits for its terminal or not, it holds nothing meanwhile.
    for turn in 0..3 {
        let begun = Instant::now();
        shop.ok(&["list", "create", &format!("Beside {turn}")]);
        assert!(begun.elapsed() < LIMIT);
    }
    keys.write_all(b"\x11").unwrap();
    keys.flush().unwrap();
    drop(pair.slave);
    let mut screen = pair.master.try_clone_reader().unwrap();
    let _ = std::io::copy(&mut screen, &mut std::io::sink());
    assert_eq!(child.wait().unwrap().exit_code(), 0);
    assert_eq!(shop.count(&[]), 60_000);
}

#[test]
fn a_store_on_a_file_system_that_is_only_read_answers_and_takes_nothing() {
    if !is_root("mount a folder that can only be read") {
        return;
    }
    let shop = Shop::with_people();
    let within = |words: &[&str]| {
        let mut shell = Command::new("unshare");
        shell
            .args(["--mount", "sh", "-c"])
            .arg(
                "mount --bind \"$FOLDER\" \"$FOLDER\" && mount -o remount,ro,bind \"$FOLDER\" || exit 77; \
                 exec \"$@\"",
            )
            .arg("within")
            .arg(env!("CARGO_BIN_EXE_audience"))
            .args(words)
            .env("FOLDER", shop.folder.path())
            .env("AUDIENCE_STORE", shop.store())
            .env("AUDIENCE_OPERATOR", "test");
        ran(&mut shell, "")
    };
    let counted = within(&["count"]);
    if counted.code == 77 {
        eprintln!("skipped: this machine mounts nothing for root either: {counted:?}");
        return;
    }
    assert_eq!((counted.code, counted.out.as_str()), (0, "5\n"), "{counted:?}");
    assert!(within(&["contact", "show", ":1"]).out.contains("Ana"));
    let before = fs::read(shop.store()).unwrap();
    let refused = within(&["list", "create", "More"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.to_lowercase().contains("read-only"), "{refused:?}");
    assert!(fs::read(shop.store()).unwrap() == before, "it is as it was");
    shop.ok(&["list", "create", "More"]);
}

#[test]
fn a_shared_store_is_worked_on_by_another_user_of_the_group_and_by_nobody_else() {
    if !is_root("work as another user") {
        return;
    }
    const MEMBER: u32 = 1;
    const STRANGER: u32 = 65_534;
    let shop = Shop::with_people();
    fs::remove_file(shop.folder.path().join("people.csv")).unwrap();
    let by = |user: u32, words: &[&str]| {
        let mut command = shop.program();
        command.args(words).uid(user).gid(user);
        command.current_dir("/");
        ran(&mut command, "")
    };
    assert_ne!(by(MEMBER, &["count"]).code, 0, "it is not shared yet");
    shop.ok(&["share", "--group", &MEMBER.to_string()]);
    let counted = by(MEMBER, &["count"]);
    assert_eq!((counted.code, counted.out.as_str()), (0, "5\n"), "{counted:?}");
    let made = by(MEMBER, &["list", "create", "Theirs"]);
    assert_eq!(made.code, 0, "{made:?}");
    shop.ok(&["list", "create", "Ours"]);
    assert_eq!(by(MEMBER, &["undo"]).code, 0, "under the name both have");
    let stranger = by(STRANGER, &["count"]);
    assert_ne!(stranger.code, 0, "{stranger:?}");
    assert!(stranger.err.contains("No permission to open"), "{stranger:?}");
    let found = fs::metadata(shop.store()).unwrap();
    assert_eq!((found.mode() & 0o7777, found.gid()), (0o660, MEMBER));
    assert_eq!(shop.run(&["check"]).code, 0);
}
