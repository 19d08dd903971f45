//! Import: rows a second, memory, what it keeps another writer waiting, and opening after it was killed.

use super::Run;
use super::figure::{Figures, Times, megabytes, milliseconds};
use super::program::{audience, is_installed, peak, timed, took};
use audience::criteria::query::Query;
use audience::model::{Author, Instant as Moment, Scope, Settings};
use audience::store::{Cancel, Change, OpenOptions, Redb, Store};
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// All of it; leaves the store with everybody in it.
pub fn measure(run: &Run, figures: &mut Figures) {
    load(run, figures);
    beside_another_writer(run, figures);
    killed(run, figures);
}

/// The import alone.
pub fn load(run: &Run, figures: &mut Figures) {
    alone(run, rows_of(&run.people), figures);
}

fn rows_of(file: &Path) -> u64 {
    let text = fs::read(file).unwrap();
    memchr::memchr_iter(b'\n', &text).count() as u64 - 1
}

/// Opens a store as the interface does.
pub fn open(store: &Path) -> Redb {
    Redb::open(&OpenOptions {
        path: store.to_owned(),
        read_only: false,
        create: true,
        cache_bytes: 24 << 20,
        now: Moment(1_795_000_000),
    })
    .unwrap()
}

/// Who makes the changes of this run.
pub fn author() -> Author {
    Author {
        name: "figures".to_owned(),
        at: Moment(1_795_000_000),
    }
}

fn import(run: &Run, store: &Path) -> Command {
    let mut command = audience(store);
    command
        .args(["import", "contacts"])
        .arg(&run.people)
        .args(["--list", "People", "--create-list"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn alone(run: &Run, rows: u64, figures: &mut Figures) {
    let begun = Instant::now();
    let mut child = import(run, &run.store).spawn().unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = peak(child.id()).unwrap_or(most);
        std::thread::sleep(Duration::from_millis(5));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let code = child.wait().unwrap().code();
    assert!(matches!(code, Some(0 | 3)), "the import ended with {code:?}");
    let rate = rows as f64 / seconds;
    figures.add(
        &format!("import of {rows} rows (process start to end)"),
        format!("{rate:.0} rows/s, {seconds:.1} s"),
        "> 200,000 rows/s",
        sqlite_import(run, rate, rows as f64).unwrap_or_else(|| "sqlite3 not installed".to_owned()),
    );
    figures.add("import, peak memory", megabytes(most), "< 400 MB", "");
    let size = fs::metadata(&run.store).unwrap().len() / 1024;
    figures.add("size of the store", megabytes(size), "", "");
    if !is_installed("duckdb") {
        figures.missing("duckdb (its own command, for imports)");
    }
    if !is_installed("sqlite3") {
        figures.missing("sqlite3");
    }
}

/// sqlite3 reads the same file into one table with an index of its names and numbers; it validates nothing.
fn sqlite_import(run: &Run, ours: f64, rows: f64) -> Option<String> {
    if !is_installed("sqlite3") {
        return None;
    }
    let database = sqlite(run);
    let _ = fs::remove_file(&database);
    let script = format!(
        ".import --csv '{}' people\ncreate index names on people(last_name, first_name);\n\
         create index numbers on people(phone);\n",
        run.people.display()
    );
    let mut command = Command::new("sqlite3");
    command.arg(&database).arg(script.lines().next()?);
    let time = took(command.arg(script.lines().nth(1)?).arg(script.lines().nth(2)?));
    let theirs = rows / (time / 1e3);
    Some(format!(
        "sqlite3 .import and two indexes {theirs:.0} rows/s ({:.2} of it)",
        ours / theirs
    ))
}

/// Where the peer's copy lies.
pub fn sqlite(run: &Run) -> std::path::PathBuf {
    run.folder.join("people.sqlite")
}

/// Another process imports; this one changes the settings again and again, as a second operator would.
fn beside_another_writer(run: &Run, figures: &mut Figures) {
    let store = run.folder.join("beside.redb");
    let waits = {
        let ours = open(&store);
        let mut child = import(run, &store).spawn().unwrap();
        waits_beside(&ours, &mut child)
    };
    figures.add(
        &format!(
            "a second writer's change during an import ({} of them)",
            waits.len()
        ),
        waits.spread(),
        "p99 < 500 ms",
        "",
    );
    fs::remove_file(store).unwrap();
}

fn waits_beside(store: &Redb, child: &mut Child) -> Times {
    let mut waits = Times::default();
    let mut limits = store.catalogue().unwrap().settings.clone();
    while child.try_wait().unwrap().is_none() {
        limits = turned(limits);
        let begun = Instant::now();
        store
            .apply(Change::Settings(limits.clone()), &author(), &mut ())
            .unwrap();
        waits.push(begun.elapsed());
        std::thread::sleep(Duration::from_millis(20));
    }
    waits
}

/// Other settings than before.
fn turned(settings: Settings) -> Settings {
    let time_zone = if settings.time_zone == chrono_tz::Tz::UTC {
        chrono_tz::Europe::Lisbon
    } else {
        chrono_tz::Tz::UTC
    };
    Settings {
        time_zone,
        ..settings
    }
}

/// Kills an import half way and opens the store again.
fn killed(run: &Run, figures: &mut Figures) {
    let store = run.folder.join("killed.redb");
    let mut opened = Times::default();
    let mut answered = Times::default();
    for _ in 0..5 {
        let mut child = import(run, &store).spawn().unwrap();
        while fs::metadata(&store).map_or(0, |file| file.len()) < 2 << 20
            && child.try_wait().unwrap().is_none()
        {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(150));
        let _ = child.kill();
        child.wait().unwrap();
        let begun = Instant::now();
        let kept = open(&store);
        opened.push(begun.elapsed());
        let inside = kept
            .count(Scope::Everyone, &Query::All, &Cancel::default())
            .unwrap();
        drop(kept);
        let (output, time) = timed(audience(&store).arg("count"));
        assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), inside.to_string());
        answered.push(time);
    }
    figures.add(
        "open after kill -9 in an import",
        format!("{:.2} ms at most of {}", opened.percentile(100), opened.len()),
        "< 10 ms",
        format!(
            "then process start → answer {:.1} ms",
            milliseconds(Duration::from_secs_f64(answered.percentile(50) / 1e3))
        ),
    );
    fs::remove_file(store).unwrap();
}
