//! Ctrl-C during long work, and questions before what cannot come back.

use super::*;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};

#[test]
fn an_interrupted_import_stops_at_a_batch_and_goes_on_from_there() {
    let shop = Shop::new();
    shop.ok(&["list", "create", "Shop"]);
    let rows = 60_000;
    let file = many_people(&shop);
    let import = ["import", "contacts", &file, "--list", "Shop"];
    let mut command = shop.program();
    command.args(import).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(line.contains("id → id"), "{line}");
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let mut rest = String::new();
    said.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest}");
    let stopped_at = shop.count(&[]);
    assert!(stopped_at < rows, "it was over before it could be interrupted");
    shop.ok(&import);
    assert_eq!(shop.count(&[]), rows);
    assert_eq!(shop.run(&["check"]).code, 0);
}

/// A file of 60,000 people.
pub(super) fn many_people(shop: &Shop) -> String {
    let mut text = "id,first_name,phone\n".to_owned();
    for row in 0..60_000 {
        writeln!(text, "{row},Name{row},+3519{:08}", 10_000_000 + row).unwrap();
    }
    shop.file("many.csv", &text)
}

/// An import of many rows of which some are in.
fn begun(shop: &Shop) -> std::process::Child {
    shop.ok(&["list", "create", "Shop"]);
    let file = many_people(shop);
    let mut command = shop.program();
    command.args(["import", "contacts", &file, "--list", "Shop"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let child = command.spawn().unwrap();
    let reader = audience::store::Redb::open(&audience::store::OpenOptions {
        path: shop.store(),
        read_only: true,
        create: false,
        cache_bytes: 1 << 20,
        now: audience::model::Instant(0),
    })
    .unwrap();
    while audience::store::Store::catalogue(&reader).unwrap().contacts == 0 {
        std::thread::yield_now();
    }
    child
}

/// The letter the system gives a process: T is stopped.
fn letter(child: &std::process::Child) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

#[test]
fn a_stopped_import_keeps_nobody_out_and_goes_on() {
    let shop = Shop::new();
    let mut child = begun(&shop);
    let process = Pid::from_child(&child);
    for time in 0..3 {
        kill_process(process, Signal::TSTP).unwrap();
        while letter(&child) != Some('T') {
            assert_eq!(
                child.try_wait().unwrap(),
                None,
                "it was over before it was stopped"
            );
            std::thread::yield_now();
        }
        shop.ok(&["list", "create", &format!("Meanwhile {time}")]);
        kill_process(process, Signal::CONT).unwrap();
        while letter(&child) == Some('T') {
            std::thread::yield_now();
        }
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(shop.count(&[]), 60_000);
}

#[test]
fn others_have_their_turn_during_an_import() {
    let shop = Shop::new();
    let mut child = begun(&shop);
    let mut turns = 0;
    while child.try_wait().unwrap().is_none() && turns < 5 {
        shop.ok(&["list", "create", &format!("Beside {turns}")]);
        turns += 1;
    }
    assert!(turns >= 3, "the import was over after {turns} turns of others");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(shop.run(&["check"]).code, 0);
}

/// A store with many people, and a file of what they bought in the order of time: half of the rows have no id.
fn with_purchases(people: u32) -> (Shop, String) {
    let shop = Shop::new();
    shop.ok(&["list", "create", "Shop"]);
    let mut text = "id,first_name,phone\n".to_owned();
    for one in 0..people {
        writeln!(text, "{one},Name{one},+3519{:08}", 10_000_000 + one).unwrap();
    }
    let file = shop.file("people.csv", &text);
    shop.ok(&["import", "contacts", &file, "--list", "Shop"]);
    let mut text = "order_id,contact_id,date,amount,item\n".to_owned();
    for time in 0..10 {
        for one in 0..people {
            let id = if time % 2 == 0 {
                format!("{one}-{time}")
            } else {
                String::new()
            };
            let day = 1 + time / 4;
            writeln!(text, "{id},{one},2026-01-{day:02},{}.25,Tea", 1 + one % 50).unwrap();
        }
    }
    let file = shop.file("orders.csv", &text);
    (shop, file)
}

/// What everybody's purchases come to, and how many there are.
fn bought(shop: &Shop) -> (String, String) {
    let columns = "id,orders,total_spent,first_purchase,last_purchase,largest_order";
    let totals = shop.ok(&["export", "--format", "csv", "--columns", columns]);
    let events = shop.ok(&["stats"]);
    let purchases = events.lines().filter(|line| line.contains("purchases"));
    (totals, purchases.collect())
}

#[test]
fn history_that_is_killed_or_stopped_again_and_again_is_there_once_in_the_end() {
    let (shop, file) = with_purchases(3_000);
    let (whole, other) = with_purchases(3_000);
    whole.ok(&["import", "purchases", &other, "--list", "Shop"]);
    let import = ["import", "purchases", &file, "--list", "Shop"];
    let reader = audience::store::Redb::open(&audience::store::OpenOptions {
        path: shop.store(),
        read_only: true,
        create: false,
        cache_bytes: 1 << 20,
        now: audience::model::Instant(0),
    })
    .unwrap();
    let generation = || audience::store::Store::catalogue(&reader).unwrap().generation;
    let (mut ended_early, mut resumed) = (0, 0);
    for signal in [Signal::KILL, Signal::INT, Signal::KILL] {
        let before = generation();
        let mut command = shop.program();
        command.args(import).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // Its opening is the first commit, a batch the second.
        while generation() < before + 2 && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        let _ = kill_process(Pid::from_child(&child), signal);
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        resumed += u32::from(said.contains("were in already"));
        match child.wait().unwrap().code() {
            None => ended_early += 1,
            Some(130) => {
                ended_early += 1;
                assert!(said.contains("Run the same import again"), "{said}");
            }
            code => assert_eq!(code, Some(0), "{said}"),
        }
    }
    let last = shop.run(&import);
    assert_eq!(last.code, 0, "{last:?}");
    resumed += u32::from(last.err.contains("were in already"));
    assert!(ended_early >= 2, "it was over before it could be stopped");
    assert!(resumed >= 1, "it never went on from where it stopped: {last:?}");
    assert_eq!(bought(&shop), bought(&whole));
    assert_eq!(shop.run(&["check"]).code, 0);
    let again = shop.ok(&import);
    assert!(
        again
            .lines()
            .any(|line| line.split_whitespace().eq(["added", "0"])),
        "{again}"
    );
    assert_eq!(bought(&shop), bought(&whole));
}

/// Types an answer when a command asks on a terminal; gives the exit code.
fn answered(shop: &Shop, words: &[&str], answer: &str) -> u32 {
    let pair = native_pty_system().openpty(PtySize::default()).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_audience"));
    command.args(words);
    command.env("AUDIENCE_STORE", shop.store());
    let mut child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut keys = pair.master.take_writer().unwrap();
    let mut screen = pair.master.try_clone_reader().unwrap();
    let mut seen = Vec::new();
    let mut byte = [0; 1];
    while !String::from_utf8_lossy(&seen).contains("Type yes") {
        screen.read_exact(&mut byte).unwrap();
        seen.push(byte[0]);
    }
    keys.write_all(format!("{answer}\n").as_bytes()).unwrap();
    let _ = screen.read_to_end(&mut seen);
    child.wait().unwrap().exit_code()
}

#[test]
fn a_terminal_is_asked_and_anything_but_yes_is_no() {
    let shop = Shop::with_people();
    for no in ["", "n", "maybe"] {
        assert_eq!(answered(&shop, &["list", "delete", "Shop"], no), 1, "{no:?}");
        assert_eq!(shop.count(&["--list", "Shop"]), 5);
    }
    assert_eq!(answered(&shop, &["contact", "delete", ":2"], "yes"), 0);
    assert_eq!(shop.count(&[]), 4);
}
