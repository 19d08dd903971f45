//! Several real processes with one store. The children are this test program again: [`child`] alone, told by the
//! environment what to do.

use super::embedded::{open, options};
use super::model::{Model, Step};
use super::suite::{add, list, person};
use audience::criteria::query::Query;
use audience::model::{EntryState, ListId, Scope};
use audience::store::{Cancel, Change, OnMatch, Redb, Store, StoreError};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant as Clock};

const TASK: &str = "AUDIENCE_TEST_TASK";

/// Does what the parent asked for; in a normal run, nothing.
#[test]
fn child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let words: Vec<&str> = task.splitn(3, ' ').collect();
    let path = Path::new(words[2]);
    match words[0] {
        "back" => return super::undo_random::in_child(path, words[1]),
        "edit" => return super::undo_random::edit_in_child(path, words[1]),
        "hand" => return super::hands::in_child(path, words[1]),
        _ => {}
    }
    let number: u64 = words[1].parse().unwrap();
    match words[0] {
        "create" => create(path, number),
        "write" => write(path, number),
        "read" => read(path, number),
        "steps" => steps(path, number),
        "hold" => hold(path),
        "retype" => super::fields::in_child(path),
        "idle" => idle(path),
        other => panic!("no task {other}"),
    }
}

/// Runs a task to its end, and gives back what it printed.
pub(super) fn run_child(task: &str, words: &str, path: &Path) -> String {
    let child = spawn(task, words, path);
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(ended.status.success(), "{said}");
    said
}

pub(super) fn spawn(task: &str, number: impl std::fmt::Display, path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "store::processes::child",
            "--nocapture",
            "--test-threads",
            "1",
        ])
        .env(TASK, format!("{task} {number} {}", path.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn all_succeed(children: Vec<Child>) {
    for child in children {
        let ended = child.wait_with_output().unwrap();
        assert!(
            ended.status.success(),
            "{}",
            String::from_utf8_lossy(&ended.stdout)
        );
    }
}

fn number(who: u64, which: u64) -> u64 {
    351_900_000_000 + who * 1_000 + which
}

fn create(path: &Path, who: u64) {
    while !path.with_extension("go").exists() {
        std::thread::yield_now();
    }
    add(&open(path), person("Ana", number(who, 0), &[]));
}

#[test]
fn twenty_processes_may_create_one_store_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    let children: Vec<Child> = (0..20).map(|who| spawn("create", who, &path)).collect();
    std::fs::write(path.with_extension("go"), "").unwrap();
    all_succeed(children);
    let store = open(&path);
    assert_eq!(store.catalogue().unwrap().contacts, 20);
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    assert_eq!(std::fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "nothing is left lying about"
    );
}

const EACH: u64 = 60;

fn write(path: &Path, who: u64) {
    let store = open(path);
    for which in 0..EACH {
        add(&store, person("Ana", number(who, which), &[ListId(1)]));
    }
}

/// Sees each generation whole: as many contacts as the list says, until everything is there.
fn read(path: &Path, wanted: u64) {
    let mut options = options(path);
    options.read_only = true;
    let store = Redb::open(&options).unwrap();
    let mut last = 0;
    while last < wanted {
        let before = store.catalogue().unwrap();
        let found = store
            .count(Scope::List(ListId(1)), &Query::All, &Cancel::default())
            .unwrap();
        if store.generation().unwrap() == before.generation {
            assert_eq!(before.list(ListId(1)).unwrap().contacts, found);
            assert_eq!(before.contacts, found);
        }
        assert!(found >= last, "what was there is there");
        last = found;
    }
    let refused = store.apply(
        Change::DeleteList {
            list: ListId(1),
            move_to: None,
        },
        &super::suite::author(0),
        &mut (),
    );
    assert_eq!(refused.unwrap_err(), StoreError::ReadOnly);
}

#[test]
fn two_writers_and_a_reader_share_a_store() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    let store = open(&path);
    list(&store, "Shop");
    let children = vec![
        spawn("read", 2 * EACH, &path),
        spawn("write", 1, &path),
        spawn("write", 2, &path),
    ];
    all_succeed(children);
    assert_eq!(
        store.catalogue().unwrap().contacts,
        2 * EACH,
        "an open store sees what others have done"
    );
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
}

/// Takes step after step, and says so before and after each, until it is killed.
fn steps(path: &Path, done: u64) {
    let store = open(path);
    let mut model = Model::after(done);
    let mut out = std::io::stdout();
    for place in done.. {
        let step = Step::number(place, &model);
        step.take(&store);
        model.take(&step);
        writeln!(out, "\nacknowledged {place}").unwrap();
        out.flush().unwrap();
    }
}

/// How often each test kills: `AUDIENCE_KILLS`, else 150 times.
pub(super) fn kills() -> u64 {
    std::env::var("AUDIENCE_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(150)
}

#[test]
fn killed_writers_lose_nothing_acknowledged_and_leave_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    Model::prepare(&open(&path));
    let mut done = 0;
    for kill in 0..kills() {
        let acknowledged = kill_one(&path, done, kill);
        let store = open(&path);
        done = [acknowledged, acknowledged + 1]
            .into_iter()
            .find(|steps| Model::after(*steps).is(&store))
            .unwrap_or_else(|| panic!("kill {kill}: neither {acknowledged} steps nor one more are there"));
        assert_eq!(
            store.check(&mut ()).unwrap().problems,
            Vec::<String>::new(),
            "kill {kill}"
        );
    }
    assert!(done > kills(), "the writers have worked");
}

/// Kills a writer at some moment after its first acknowledged step; gives back how many steps were acknowledged.
fn kill_one(path: &Path, done: u64, seed: u64) -> u64 {
    let mut child = spawn("steps", done, path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = done;
    let moment = Duration::from_micros(seed.wrapping_mul(2_654_435_761) % 20_000);
    let mut started = None;
    // The reader runs on a thread of its own only because a kill must not wait for the next line.
    let (send, receive) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        while let Some(Ok(line)) = lines.next() {
            if let Some(place) = line.strip_prefix("acknowledged ")
                && send.send(place.parse::<u64>().unwrap() + 1).is_err()
            {
                break;
            }
        }
    });
    loop {
        let left = started.map_or(Duration::from_secs(60), |started: Clock| {
            moment.saturating_sub(started.elapsed())
        });
        match receive.recv_timeout(left) {
            Ok(steps) => {
                acknowledged = steps;
                started.get_or_insert_with(Clock::now);
            }
            Err(_) => break,
        }
        if started.is_some_and(|started| started.elapsed() >= moment) {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    reader.join().unwrap();
    receive.try_iter().last().unwrap_or(acknowledged)
}

#[test]
fn after_a_kill_a_reader_opens_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    Model::prepare(&open(&path));
    let steps = kill_one(&path, 0, 1);
    let mut options = options(&path);
    options.read_only = true;
    let store = Redb::open(&options).unwrap();
    assert!(Model::after(steps).is(&store) || Model::after(steps + 1).is(&store));
}

/// Looks at the store as an interface does that nobody touches, until it is told to end.
fn idle(path: &Path) {
    let mut options = options(path);
    options.read_only = true;
    let store = Redb::open(&options).unwrap();
    println!("\nlooking");
    while !path.with_extension("end").exists() {
        store.catalogue().unwrap();
        std::thread::yield_now();
    }
}

/// How many edits are made beside an interface that is left open: `AUDIENCE_EDITS`, else 1,500.
fn edits() -> u64 {
    let asked = std::env::var("AUDIENCE_EDITS").ok();
    asked.and_then(|edits| edits.parse().ok()).unwrap_or(1_500)
}

/// How large a store's file is after many edits.
fn edited(path: &Path, beside: impl FnOnce()) -> u64 {
    let store = open(path);
    let shop = list(&store, "Shop");
    let contact = add(&store, person("Ana", number(1, 1), &[shop]));
    beside();
    for time in 0..edits() {
        let value = audience::model::Value::Text(format!("Name {time}"));
        let field = audience::model::FieldRef::Builtin(audience::model::BuiltinField::FirstName);
        let edits = vec![audience::model::Edit::Set(field, Some(value))];
        super::suite::apply(&store, Change::EditContact { contact, edits });
    }
    std::fs::metadata(path).unwrap().len()
}

#[test]
fn an_interface_that_is_left_open_does_not_keep_what_edits_replace() {
    let folder = tempfile::tempdir().unwrap();
    let alone = edited(&folder.path().join("alone.redb"), || {});
    let path = folder.path().join("beside.redb");
    let mut looking = None;
    let beside = edited(&path, || {
        let mut child = spawn("idle", 0, &path);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap() == "looking"));
        looking = Some((child, lines));
    });
    std::fs::write(path.with_extension("end"), "").unwrap();
    let (mut child, _lines) = looking.unwrap();
    assert!(child.wait().unwrap().success());
    // On a busy machine a single look may last for many edits; each edit kept would be twenty times as much.
    let one_look = 2 << 20;
    assert!(
        beside <= alone * 2 + one_look,
        "{alone} bytes alone, {beside} beside it"
    );
}

/// Opens an import, says so, and waits to be killed.
fn hold(path: &Path) {
    let store = open(path);
    let job = super::suite::job(ListId(1), OnMatch::Update);
    let mut import = store.begin_import(job, &super::suite::author(5)).unwrap();
    let rows = [super::suite::row(1, None, "Ana", number(1, 1))];
    store
        .import_batch(&mut import, rows.to_vec(), 1, &mut |_| vec![42])
        .unwrap();
    println!("\nholding");
    loop {
        std::thread::park();
    }
}

#[test]
fn an_import_whose_process_is_gone_is_interrupted_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    let store = open(&path);
    let job = super::suite::job(list(&store, "Shop"), OnMatch::Update);
    let mut child = spawn("hold", 0, &path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "holding"));
    assert_eq!(store.journal(1).unwrap()[0].state, EntryState::Running);
    let beside = store.begin_import(job.clone(), &super::suite::author(6));
    assert!(
        matches!(beside.unwrap_err(), StoreError::Invalid(_)),
        "not twice at once"
    );
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(store.journal(1).unwrap()[0].state, EntryState::Interrupted);
    let again = store.begin_import(job, &super::suite::author(6)).unwrap();
    assert_eq!((again.rows_done, again.tally.as_slice()), (1, [42].as_slice()));
    store.finish_import(again, EntryState::Done).unwrap();
    assert_eq!(store.journal(1).unwrap()[0].state, EntryState::Done);
}
