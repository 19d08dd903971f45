//! Inside tmux and screen: drawn and resized like anywhere, left and found again, ended with them, and the clipboard of the
//! terminal outside is reached.

use super::process::{Process, program, skipped};
use super::session::{Session, count, keys};
use super::world;
use portable_pty::CommandBuilder;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

const SIZE: (u16, u16) = (100, 30);
/// The clipboard of the terminal outside is given “Ana”.
const COPIED: &[u8] = b"\x1b]52;c;QW5h\x07";

/// A store, and a place for what belongs to it.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let opened = world::open(&desk.at("shop.redb"));
        let list = world::list(&opened, "Shop");
        world::contact(&opened, list, "Ana", 1);
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// What runs inside: it leaves its number, which the program takes over.
    fn inside(&self) -> String {
        let at = self.0.path().display();
        format!(
            "echo $$ > {at}/process; exec env XDG_STATE_HOME={at}/state XDG_CONFIG_HOME={at}/state {} --store {at}/shop.redb",
            env!("CARGO_BIN_EXE_audience")
        )
    }

    fn drafts(&self) -> usize {
        let files = fs::read_dir(self.at("state/audience"));
        let names = files.into_iter().flatten().flatten().map(|file| file.path());
        names
            .filter(|path| path.extension().is_some_and(|end| end == "draft"))
            .count()
    }
}

fn half_written(session: &mut Session) {
    session.send("a");
    session.wait_for("New contact");
    session.send("Dora");
    session.wait_for("Dora");
}

fn copies_outside(session: &mut Session) {
    session.send("y");
    session.wait_for("Enter copy");
    session.send(keys::ENTER);
    session.wait("the clipboard outside", |seen| count(&seen.bytes, COPIED) == 1);
}

#[test]
fn inside_tmux() {
    let Some(tmux) = program("tmux") else {
        return skipped("tmux is not installed.");
    };
    let desk = Desk::new();
    let settings = "set -g allow-passthrough on\nset -g set-clipboard off\nset -g status off\n";
    fs::write(desk.at("settings"), settings).unwrap();
    let (socket, settings) = (desk.at("socket"), desk.at("settings"));
    let with = |arguments: &[&str]| {
        let mut command = CommandBuilder::new(&tmux);
        command.args(["-u", "-S"]);
        command.arg(&socket);
        command.arg("-f");
        command.arg(&settings);
        command.args(arguments);
        command.env_remove("TMUX");
        command
    };
    let mut session = Session::spawn(with(&["new-session", &desk.inside()]), SIZE);
    session.wait_for("1 contact");
    session.wait_for("Ana");
    let inside = Process::written(&desk.at("process"));
    copies_outside(&mut session);

    session.signal(rustix::process::Signal::KILL);
    session.wait_for_end();
    let mut session = Session::spawn(with(&["attach"]), (80, 24));
    session.wait_for("1 contact");
    session.send("?");
    session.wait_for("Keys");
    session.send(keys::ESC);
    session.wait_until_gone("Keys");
    half_written(&mut session);

    let mut end = Command::new(&tmux);
    end.arg("-S").arg(&socket).arg("kill-server");
    assert!(end.status().unwrap().success());
    inside.gone();
    assert_eq!(desk.drafts(), 1);
}

#[test]
fn inside_screen() {
    let Some(screen) = program("screen") else {
        return skipped("screen is not installed.");
    };
    let desk = Desk::new();
    let sockets = desk.at("sockets");
    fs::create_dir(&sockets).unwrap();
    fs::set_permissions(&sockets, fs::Permissions::from_mode(0o700)).unwrap();
    let settings = "startup_message off\naltscreen on\ndefutf8 on\n";
    fs::write(desk.at("settings"), settings).unwrap();
    let mut command = CommandBuilder::new(&screen);
    command.arg("-c");
    command.arg(desk.at("settings"));
    command.args(["-U", "-S", "audience", "sh", "-c", &desk.inside()]);
    command.env("SCREENDIR", &sockets);
    command.env_remove("STY");
    let mut session = Session::spawn(command, SIZE);
    session.wait_for("1 contact");
    session.wait_for("Ana");
    let inside = Process::written(&desk.at("process"));
    copies_outside(&mut session);
    session.resize(80, 24);
    session.wait_for("1 contact");
    half_written(&mut session);
    let mut end = Command::new(&screen);
    end.env("SCREENDIR", &sockets);
    end.args(["-S", "audience", "-X", "quit"]);
    assert!(end.status().unwrap().success());
    inside.gone();
    assert_eq!(desk.drafts(), 1);
}
