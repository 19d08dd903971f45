//! Counts: from the start of the process to its answer, and inside one; numbers read a second.

use super::Run;
use super::figure::{Figures, Times, megabytes};
use super::loading::{open, sqlite};
use super::program::{audience, beside, is_installed, repeated, timed, watched};
use audience::criteria;
use audience::model::{Instant as Moment, Moment as At, Scope};
use audience::phone;
use audience::store::{Cancel, Store};
use std::process::Command;
use std::time::Instant;

/// What is asked, and the same for SQLite.
const QUESTIONS: [(&str, &str); 4] = [
    ("score > 90", "cast(score as integer) > 90"),
    (
        "country = DE and age between 25 and 40",
        "country = 'DE' and birthday between '1985-10-10' and '2001-10-10'",
    ),
    (
        "tags has vip and not opted_out",
        "';' || tags || ';' like '%;vip;%'",
    ),
    (
        "last_name starts with Sil or city = London",
        "last_name like 'Sil%' or city = 'London'",
    ),
];

/// All of it.
pub fn measure(run: &Run, figures: &mut Figures) {
    for (criteria, sql) in QUESTIONS {
        from_start(run, criteria, sql, figures);
    }
    let most = (0..run.rounds)
        .map(|_| watched(&mut count(run, QUESTIONS[1].0)))
        .max()
        .unwrap();
    figures.add("count, peak memory", megabytes(most), "< 32 MB", "");
    warm(run, figures);
    numbers(run, figures);
}

fn count(run: &Run, criteria: &str) -> Command {
    let mut command = audience(&run.store);
    command.args(["count", "--where", criteria]);
    command
}

fn from_start(run: &Run, criteria: &str, sql: &str, figures: &mut Figures) {
    let ours = repeated(run.rounds, || count(run, criteria)).percentile(50);
    let peer = if is_installed("sqlite3") {
        let theirs = repeated(run.rounds.min(10), || {
            let mut command = Command::new("sqlite3");
            command
                .arg(sqlite(run))
                .arg(format!("select count(*) from people where {sql}"));
            command
        });
        beside("sqlite3 over its rows", theirs.percentile(50), ours)
    } else {
        String::new()
    };
    let (answer, _) = timed(&mut count(run, criteria));
    let answer = String::from_utf8_lossy(&answer.stdout).trim().to_owned();
    figures.add(
        &format!("`count --where '{criteria}'` = {answer}, process start → answer, median"),
        format!("{ours:.1} ms"),
        "< 10 ms",
        peer,
    );
}

fn warm(run: &Run, figures: &mut Figures) {
    let store = open(&run.store);
    let catalogue = store.catalogue().unwrap();
    let moment = At {
        now: Moment(1_795_000_000),
        zone: catalogue.settings.time_zone,
    };
    for (criteria, _) in QUESTIONS {
        let checked = criteria::compile(criteria, &catalogue, Scope::Everyone).unwrap();
        let mut times = Times::default();
        for _ in 0..run.rounds {
            let begun = Instant::now();
            let query = checked.query(&moment, &catalogue).unwrap();
            store.count(Scope::Everyone, &query, &Cancel::default()).unwrap();
            times.push(begun.elapsed());
        }
        figures.add(
            &format!("count of `{criteria}` inside one process, median"),
            format!("{:.2} ms", times.percentile(50)),
            "< 2 ms",
            "",
        );
    }
}

/// Reads every number of the file in its row's country, as an import does.
fn numbers(run: &Run, figures: &mut Figures) {
    let mut reader = csv::Reader::from_path(&run.people).unwrap();
    let pairs: Vec<(String, String)> = reader
        .records()
        .take(200_000)
        .map(|record| {
            let record = record.unwrap();
            (record[3].to_owned(), record[4].to_owned())
        })
        .collect();
    phone::warm_up();
    let begun = Instant::now();
    let refused = pairs
        .iter()
        .filter(|(raw, country)| phone::read(raw, phone::Region::named(country)).is_err())
        .count();
    let each = begun.elapsed().as_secs_f64() * 1e6 / pairs.len() as f64;
    figures.add(
        &format!(
            "one number read, mixed countries ({refused} of {} refused)",
            pairs.len()
        ),
        format!("{each:.2} µs"),
        "< 10 µs",
        "",
    );
}
