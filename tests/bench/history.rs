//! History: purchases imported in both orders, thirty questions over them beside DuckDB and SQLite, one purchase added.

use super::Run;
use super::figure::{Figures, Times, megabytes, milliseconds};
use super::loading::open;
use super::orders;
use super::program::{audience, is_installed, peak, repeated, timed};
use audience::criteria;
use audience::model::{
    Author, ContactId, EntryState, Event, EventKind, Instant as Moment, Moment as At, Purchase, Scope, When,
};
use audience::store::{Cancel, HistoryJob, HistoryRow, Store};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// When the questions are asked: 2026-01-01T00:00:00Z.
const NOW: (&str, i64) = ("2026-01-01T00:00:00Z", 1_767_225_600);

/// What is asked, and the same of a table of contacts with their totals and one of orders; days count from 1970.
#[rustfmt::skip]
const QUESTIONS: [(&str, &str); 30] = [
    ("total_spent > 1000", "cents > 100000"),
    ("total_spent > 500", "cents > 50000"),
    ("total_spent between 100 and 200", "cents between 10000 and 20000"),
    ("orders >= 3", "orders >= 3"),
    ("orders = 0", "orders = 0"),
    ("orders >= 10 and total_spent < 500", "orders >= 10 and cents < 50000"),
    ("average_order >= 120", "orders > 0 and cents >= 12000 * orders"),
    ("largest_order > 300", "largest > 30000"),
    ("last_purchase before 6 months ago and orders >= 1", "last_day < 20270 and orders >= 1"),
    ("first_purchase within 30 days", "first_day between 20424 and 20454"),
    ("last_purchase within 7 days", "last_day between 20447 and 20454"),
    ("last_purchase in last month", "last_day between 20423 and 20453"),
    ("first_purchase after 2025-06-30", "first_day > 20269"),
    ("lifecycle = active", "last_day >= 20364"),
    ("lifecycle = at-risk", "last_day between 20274 and 20363"),
    ("lifecycle = inactive", "last_day < 20274"),
    ("lifecycle = prospect", "orders = 0"),
    ("count(purchases within 90 days) >= 3", "id in (select contact from o where day between 20364 and 20454 group by contact having count(*) >= 3)"),
    ("count(purchases within 1 year) >= 5", "id in (select contact from o where day between 20089 and 20454 group by contact having count(*) >= 5)"),
    ("count(purchases within 30 days) = 0", "id not in (select contact from o where day between 20424 and 20454)"),
    ("sum(purchases.amount within 90 days) >= 500", "id in (select contact from o where day between 20364 and 20454 group by contact having sum(cents) >= 50000)"),
    ("sum(purchases.amount within 1 year) between 100 and 300", "id in (select contact from o where day between 20089 and 20454 group by contact having sum(cents) between 10000 and 30000)"),
    ("sum(purchases.amount between 2025-03-01 and 2025-05-31) > 200", "id in (select contact from o where day between 20148 and 20239 group by contact having sum(cents) > 20000)"),
    ("count(purchases where amount > 100) >= 2", "id in (select contact from o where cents > 10000 group by contact having count(*) >= 2)"),
    ("count(purchases where amount > 100 within 1 year) >= 1", "id in (select contact from o where cents > 10000 and day between 20089 and 20454)"),
    ("count(purchases where item = sku-7) >= 1", "id in (select contact from o where item = 'sku-7')"),
    ("count(purchases where item contains 99 within 1 year) >= 1", "id in (select contact from o where item like '%99%' and day between 20089 and 20454)"),
    ("country = DE and count(purchases within 90 days) >= 1", "country = 'DE' and id in (select contact from o where day between 20364 and 20454)"),
    ("tags has vip and sum(purchases.amount within 6 months) > 100", "tags like '%;vip;%' and id in (select contact from o where day between 20270 and 20454 group by contact having sum(cents) > 10000)"),
    ("country in (DE, FR) and last_purchase within 90 days and not total_spent > 1000", "country in ('DE', 'FR') and last_day between 20364 and 20454 and not cents > 100000"),
];

/// All of it.
pub fn measure(run: &Run, figures: &mut Figures) {
    let (by_contact, by_time) = (
        run.folder.join("orders.csv"),
        run.folder.join("orders-by-time.csv"),
    );
    let count = orders::write(&by_contact, &by_time, run.contacts).unwrap();
    let other = run.folder.join("by-time.redb");
    fs::copy(&run.store, &other).unwrap();
    import(
        &run.store,
        &by_contact,
        count,
        "by contact",
        "> 1,000,000/s",
        figures,
    );
    import(&other, &by_time, count, "by time", "> 400,000/s", figures);
    fs::remove_file(&other).unwrap();
    let size = fs::metadata(&run.store).unwrap().len() / 1024;
    figures.add("size of the store with purchases", megabytes(size), "", "");
    questions(run, &by_contact, figures);
    one_added(run, figures);
}

fn import(store: &Path, file: &Path, count: u64, order: &str, goal: &str, figures: &mut Figures) {
    let begun = Instant::now();
    let mut command = audience(store);
    command
        .args(["import", "purchases"])
        .arg(file)
        .args(["--list", "People"]);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = peak(child.id()).unwrap_or(most);
        std::thread::sleep(Duration::from_millis(5));
    }
    let seconds = begun.elapsed().as_secs_f64();
    let code = child.wait().unwrap().code();
    assert!(matches!(code, Some(0 | 3)), "the import ended with {code:?}");
    figures.add(
        &format!("import of {count} purchases ordered {order}"),
        format!(
            "{:.0}/s, {seconds:.1} s, {}",
            count as f64 / seconds,
            megabytes(most)
        ),
        &format!("{goal}, < 400 MB"),
        "",
    );
}

/// Each question from process start and inside one process, beside the peers, whose answers must be the same.
fn questions(run: &Run, orders: &Path, figures: &mut Figures) {
    let peers = peers(run, orders, figures);
    let store = open(&run.store);
    let catalogue = store.catalogue().unwrap();
    let moment = At {
        now: Moment(NOW.1),
        zone: catalogue.settings.time_zone,
    };
    let mut different = Vec::new();
    for (number, (criteria, _)) in QUESTIONS.iter().enumerate() {
        let checked = criteria::compile(criteria, &catalogue, Scope::Everyone).unwrap();
        let query = checked.query(&moment, &catalogue).unwrap();
        let mut warm = Times::default();
        let mut answer = 0;
        for _ in 0..run.rounds {
            let begun = Instant::now();
            answer = store.count(Scope::Everyone, &query, &Cancel::default()).unwrap();
            warm.push(begun.elapsed());
        }
        let cold = repeated(run.rounds.min(10), || {
            let mut command = audience(&run.store);
            command.args(["--now", NOW.0, "count", "--where", criteria]);
            command
        });
        let mut beside = Vec::new();
        for line in peers.iter().filter(|line| line.what == number.to_string()) {
            let ratio = warm.percentile(50) / line.milliseconds;
            beside.push(format!(
                "{} {:.2} ms ({ratio:.2} of it)",
                line.engine, line.milliseconds
            ));
            if line.answer != answer {
                different.push(format!(
                    "{criteria}: {answer}, {} says {}",
                    line.engine, line.answer
                ));
            }
        }
        let window = criteria.contains('(') && criteria.contains("purchases");
        figures.add(
            &format!("`{criteria}` = {answer}: process start → answer · warm"),
            format!("{:.1} · {:.2} ms", cold.percentile(50), warm.percentile(50)),
            if window {
                "< 40 · < 10 ms"
            } else {
                "< 10 · < 2 ms"
            },
            beside.join(", "),
        );
    }
    assert!(different.is_empty(), "answers differ:\n{}", different.join("\n"));
}

/// One line of what the peers say.
struct Said {
    engine: String,
    what: String,
    answer: u64,
    milliseconds: f64,
}

/// What DuckDB and SQLite answer, over the contacts that came in.
fn peers(run: &Run, orders: &Path, figures: &mut Figures) -> Vec<Said> {
    if !is_installed("python3") {
        figures.missing("DuckDB and SQLite (asked through python3)");
        return Vec::new();
    }
    let (came, _) = timed(audience(&run.store).args(["export", "--format", "csv", "--columns", "id"]));
    let listed = run.folder.join("came.csv");
    fs::write(&listed, came.stdout).unwrap();
    let conditions: Vec<&str> = QUESTIONS.iter().map(|(_, sql)| *sql).collect();
    let asked = run.folder.join("questions.sql");
    fs::write(&asked, conditions.join("\n")).unwrap();
    for old in ["orders.sqlite", "orders.duckdb"] {
        let _ = fs::remove_file(run.folder.join(old));
    }
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bench/peers.py");
    let mut command = Command::new("python3");
    command
        .arg(script)
        .args([&run.people, &listed])
        .arg(orders)
        .args([&asked, &run.folder]);
    let (output, _) = timed(command.arg("5"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said: Vec<Said> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(Said::read)
        .collect();
    for engine in ["sqlite", "duckdb"] {
        match said
            .iter()
            .find(|line| line.engine == engine && line.what == "built")
        {
            Some(built) => figures.add(
                &format!("{engine}: the same contacts and purchases loaded and indexed"),
                format!("{:.1} s", built.milliseconds / 1e3),
                "",
                format!("its file: {}", megabytes(built.answer / 1024)),
            ),
            None => figures.missing("DuckDB (the module of python3)"),
        }
    }
    said
}

impl Said {
    fn read(line: &str) -> Self {
        let mut cells = line.split('\t');
        let mut next = || cells.next().unwrap().to_owned();
        Self {
            engine: next(),
            what: next(),
            answer: next().parse().unwrap(),
            milliseconds: next().parse().unwrap(),
        }
    }
}

/// Single purchases, each on disk with everything that is counted from it.
fn one_added(run: &Run, figures: &mut Figures) {
    let store = open(&run.store);
    let author = Author {
        name: "figures".to_owned(),
        at: Moment(NOW.1),
    };
    let list = store.catalogue().unwrap().lists.first().unwrap().id;
    let (mut times, mut whole) = (Times::default(), Times::default());
    for round in 0..run.rounds {
        let job = HistoryJob {
            what: "one purchase".to_owned(),
            key: None,
            kind: EventKind::Purchase,
            list,
            source: "figures".to_owned(),
        };
        let row = HistoryRow {
            contact: ContactId(1 + (round as u32 * 7_919) % (run.contacts as u32 / 2)),
            event: Event::Purchase(Purchase {
                id: format!("one-{round}"),
                when: When::At(Moment(NOW.1 - 60)),
                amount: 12.into(),
                item: "Tea".to_owned(),
                cancelled: false,
            }),
        };
        let first = Instant::now();
        let mut open = store.begin_history(job, &author).unwrap();
        let begun = Instant::now();
        let up_to = u64::from(row.contact.0) + 1;
        store
            .history_batch(&mut open, vec![row], up_to, &mut |_| Vec::new())
            .unwrap();
        times.push(begun.elapsed());
        store.finish_history(open, EntryState::Done).unwrap();
        whole.push(first.elapsed());
    }
    let slowest = milliseconds(Duration::from_secs_f64(times.percentile(100) / 1e3));
    figures.add(
        "one purchase added, on disk with all that is counted from it",
        format!("{}, at most {slowest:.2} ms", times.spread()),
        "< 5 ms",
        format!("with its entry in history, opened and closed: {}", whole.spread()),
    );
}
