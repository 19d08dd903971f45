//! What does not depend on the command: help, pages, pipes, terminals, other processes.

use super::*;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{BufRead, BufReader, Read};

#[test]
fn help_version_manual_and_completions_go_to_standard_output() {
    let shop = Shop::new();
    for (words, holds) in [
        (&["--help"][..], "Contact lists"),
        (&["count", "--help"], "--where"),
        (&["--version"], "audience 0."),
        (&["man"], ".SH FORMATS"),
        (&["completions", "bash"], "_audience"),
        (&["completions", "zsh"], "#compdef audience"),
        (&["completions", "fish"], "complete -c audience"),
    ] {
        let ran = shop.run(words);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{words:?}");
        assert!(
            ran.out.to_lowercase().contains(&holds.to_lowercase()),
            "{words:?}: {}",
            ran.out
        );
    }
    assert!(!shop.store().exists());
}

#[test]
fn a_reader_that_goes_ends_the_program_quietly() {
    let shop = Shop::new();
    shop.ok(&[
        "demo",
        "--contacts",
        "3000",
        "--no-ui",
        "--store",
        shop.store().to_str().unwrap(),
    ]);
    let mut command = shop.program();
    command
        .args(["contacts", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    let mut reader = BufReader::with_capacity(64, child.stdout.take().unwrap());
    reader.read_line(&mut line).unwrap();
    drop(reader);
    let output = child.wait_with_output().unwrap();
    assert!(line.starts_with('{'));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_full_disk_is_said() {
    if !std::path::Path::new("/dev/full").exists() {
        return;
    }
    let shop = Shop::with_people();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = shop.program().args(["contacts"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("could not be written")
    );
}

#[test]
fn a_terminal_gets_nothing_that_commands_it_and_a_pipe_gets_everything() {
    let shop = Shop::with_people();
    let name = "Mallory\u{1b}[31m\u{202e}";
    shop.ok(&["contact", "edit", ":1", "--set", &format!("company={name}")]);
    let words = [
        "contacts",
        "--columns",
        "company",
        "--format",
        "csv",
        "--where",
        "company is set",
    ];
    assert!(shop.ok(&words).contains(name));

    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_audience"));
    command.args(words);
    command.env("AUDIENCE_STORE", shop.store());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut seen = Vec::new();
    // The end of a terminal is an error on Linux.
    let _ = pair.master.try_clone_reader().unwrap().read_to_end(&mut seen);
    assert_eq!(child.wait().unwrap().exit_code(), 0);
    let seen = String::from_utf8(seen).unwrap();
    assert!(seen.contains("Mallory"), "{seen:?}");
    assert!(!seen.contains(['\u{1b}', '\u{202e}']), "{seen:?}");
}

#[test]
fn commands_work_while_another_process_has_the_store_open() {
    let shop = Shop::with_people();
    let mut command = shop.program();
    command.args(["import", "contacts", "-", "--list", "Letter"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(b"first_name,phone\nUma,+351918901234\n").unwrap();
    assert_eq!(shop.count(&["--list", "Shop"]), 5);
    shop.ok(&["list", "create", "Third"]);
    drop(pipe);
    assert_eq!(child.wait_with_output().unwrap().status.code(), Some(0));
    assert_eq!(shop.count(&["--list", "Letter"]), 2);
}

#[test]
fn without_a_terminal_the_interface_refuses() {
    let shop = Shop::with_people();
    let ran = shop.run::<&str>(&[]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("terminal"), "{}", ran.err);
}
