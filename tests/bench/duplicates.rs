//! Duplicates: how many of the true pairs are found at the threshold that comes with the program, how much of what is sure
//! is true, and what a large list costs.

use super::Run;
use super::figure::{Figures, megabytes};
use super::program::{audience, peak};
use super::twice;
use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Ids of two contacts, the smaller first.
type Pair = (String, String);

/// What is asked of a set: F1, and the recall of what is sure.
const SETS: [(&str, &str, &str); 4] = [
    ("plain/febrl1", ">= 0.997", "-"),
    ("plain/febrl2", ">= 0.997", "-"),
    ("households/febrl1", ">= 0.98", ">= 0.85"),
    ("households/febrl2", ">= 0.98", ">= 0.85"),
];

/// All of it.
pub fn measure(run: &Run, figures: &mut Figures) {
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/duplicates");
    for (set, f1, recall) in SETS {
        let (people, truth) = (
            data.join(format!("{set}.csv")),
            data.join(format!("{set}.truth.tsv")),
        );
        let store = run.folder.join(format!("{}.redb", set.replace('/', "-")));
        import(&store, &people, "AU");
        let found = find(&store, &run.folder);
        let (all, sure) = (found.fit(&truth, 0.5), found.fit(&truth, 0.97));
        let spread = format!(
            "{:.4} (precision {:.4}, recall {:.4})",
            all.f1(),
            all.precision,
            all.recall
        );
        let peer = splink(run, &people, figures);
        let peer = peer.map_or_else(String::new, |found| {
            format!("Splink {:.4}", found.fit(&truth, 0.5).f1())
        });
        figures.add(&format!("F1 on {set}"), spread, f1, peer);
        let sure = format!("precision {:.4}, recall {:.4}", sure.precision, sure.recall);
        figures.add(
            &format!("what is sure on {set}"),
            sure,
            &format!("precision >= 0.999, recall {recall}"),
            "",
        );
    }
    scale(run, figures);
}

fn scale(run: &Run, figures: &mut Figures) {
    let (people, truth) = (run.folder.join("twice.csv"), run.folder.join("twice.truth.tsv"));
    let store = run.folder.join("twice.redb");
    twice::write(&people, &truth, run.contacts).unwrap();
    import(&store, &people, "DE");
    let found = find(&store, &run.folder);
    let what = format!("{} contacts, one in 20 twice", run.contacts);
    let peer = splink(run, &people, figures);
    let time_of_peer = peer.as_ref().map_or_else(String::new, |found| {
        let (wall, processor) = (found.wall.as_secs_f64(), found.processor.as_secs_f64());
        format!("Splink {wall:.1} s, {processor:.1} CPU s")
    });
    let memory_of_peer = peer
        .as_ref()
        .map_or_else(String::new, |found| format!("Splink {}", megabytes(found.memory)));
    let time = format!(
        "{:.1} s, {:.1} CPU s",
        found.wall.as_secs_f64(),
        found.processor.as_secs_f64()
    );
    figures.add(&format!("{what}: time"), time, "<= 20 s a million", time_of_peer);
    figures.add(
        &format!("{what}: memory"),
        megabytes(found.memory),
        "<= 1 GB a million",
        memory_of_peer,
    );
    let fit = found.fit(&truth, 0.5);
    let spread = format!(
        "{:.4} (precision {:.4}, recall {:.4})",
        fit.f1(),
        fit.precision,
        fit.recall
    );
    let f1_of_peer = peer.map_or_else(String::new, |found| {
        format!("Splink {:.4}", found.fit(&truth, 0.5).f1())
    });
    figures.add(&format!("{what}: F1"), spread, "-", f1_of_peer);
    newcomers(run, figures, &store, found.pairs.len());
}

/// So many come in by an import into the large list.
const NEW: usize = 1_000;

/// What an import brought is compared with everybody: half of them are there already.
fn newcomers(run: &Run, figures: &mut Figures, store: &Path, before: usize) {
    let text = fs::read_to_string(run.folder.join("twice.csv")).unwrap();
    let mut lines = text.lines();
    let mut file = vec![lines.next().unwrap().to_owned()];
    let every = run.contacts as usize / NEW * 2;
    for (at, line) in lines.step_by(every.max(1)).take(NEW / 2).enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let [_, first, last, number, mailbox, city, postcode, birthday] = cells[..] else {
            panic!("{line}")
        };
        file.push(format!(
            "again{at},{first},{last},{number},,{city},{postcode},{birthday}"
        ));
        file.push(format!(
            "new{at},{last},{first},+4917{at:08},x{mailbox},{postcode},{city},"
        ));
    }
    let came = run.folder.join("came.csv");
    fs::write(&came, file.join("\n")).unwrap();
    let newest = audience(store)
        .args(["history", "--limit", "1", "--format", "csv"])
        .output()
        .unwrap();
    let newest = String::from_utf8(newest.stdout).unwrap();
    let newest: u64 = newest
        .lines()
        .nth(1)
        .unwrap()
        .split(',')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let status = audience(store)
        .args(["import", "contacts"])
        .arg(&came)
        .args([
            "--list",
            "People",
            "--source",
            "came",
            "--on-match",
            "keep-both",
            "--country",
            "DE",
        ])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(
        matches!(status.code(), Some(0 | 3)),
        "the import ended with {status}"
    );
    let since = (newest + 1).to_string();
    let found = find_by(store, &run.folder, &["--since", &since]);
    let time = format!(
        "{:.2} s, {:.2} CPU s, {} pairs (among all there are {before})",
        found.wall.as_secs_f64(),
        found.processor.as_secs_f64(),
        found.pairs.len()
    );
    let what = format!(
        "{NEW} new in {} contacts, half of them there before",
        run.contacts
    );
    figures.add(&what, time, "< 1 s a million", "");
}

/// What Splink finds in a file, where it is installed.
fn splink(run: &Run, people: &Path, figures: &mut Figures) -> Option<Found> {
    let pairs = run.folder.join("splink.tsv");
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bench/splink.py");
    // Another Python than the usual one may have it.
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    command.arg(script).arg(people).arg(&pairs);
    let found = watched(command.stdout(Stdio::null()), &pairs);
    if found.is_none() {
        figures.missing("Splink (a module of python3; PYTHON names another one)");
    }
    found
}

fn import(store: &Path, people: &Path, country: &str) {
    let status = audience(store)
        .args(["import", "contacts"])
        .arg(people)
        .args(["--list", "People", "--create-list", "--country", country])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    // Some of the made-up birthdays are no days.
    assert!(
        matches!(status.code(), Some(0 | 3)),
        "the import ended with {status}"
    );
}

/// The pairs that a run has found, and what it took.
struct Found {
    pairs: Vec<(Pair, f64)>,
    wall: Duration,
    processor: Duration,
    memory: u64,
}

struct Fit {
    precision: f64,
    recall: f64,
}

impl Fit {
    fn f1(&self) -> f64 {
        2.0 * self.precision * self.recall / (self.precision + self.recall)
    }
}

fn find(store: &Path, folder: &Path) -> Found {
    find_by(store, folder, &["--list", "People"])
}

fn find_by(store: &Path, folder: &Path, whom: &[&str]) -> Found {
    let told = folder.join("pairs.tsv");
    let mut command = audience(store);
    command
        .arg("duplicates")
        .args(whom)
        .stdout(File::create(&told).unwrap());
    watched(&mut command, &told).unwrap()
}

/// Runs it; the pairs are in the file then. None where it cannot be run.
fn watched(command: &mut Command, told: &Path) -> Option<Found> {
    let begun = Instant::now();
    let command = command.stdin(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let (mut memory, mut processor) = (0, Duration::ZERO);
    while child.try_wait().unwrap().is_none() {
        memory = peak(child.id()).unwrap_or(memory);
        processor = spent(child.id()).unwrap_or(processor);
        std::thread::sleep(Duration::from_millis(2));
    }
    let wall = begun.elapsed();
    if !child.wait().unwrap().success() {
        return None;
    }
    let lines = fs::read_to_string(told).unwrap();
    let pairs = lines.lines().map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        (pair(cells[0], cells[1]), cells[2].parse().unwrap())
    });
    Some(Found {
        pairs: pairs.collect(),
        wall,
        processor,
        memory,
    })
}

/// Processor time of a running process, on all its threads.
fn spent(process: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let mut numbers = stat.rsplit(')').next()?.split_whitespace().skip(11);
    let ticks: u64 = numbers.next()?.parse::<u64>().ok()? + numbers.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

fn pair(one: &str, other: &str) -> Pair {
    (one.min(other).to_owned(), one.max(other).to_owned())
}

impl Found {
    fn fit(&self, truth: &Path, least: f64) -> Fit {
        let text = fs::read_to_string(truth).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with("id_a"));
        let truth: HashSet<Pair> = lines
            .map(|line| {
                let (one, other) = line.split_once('\t').unwrap();
                pair(one, other)
            })
            .collect();
        let chosen: Vec<&Pair> = self
            .pairs
            .iter()
            .filter(|(_, score)| *score >= least)
            .map(|(pair, _)| pair)
            .collect();
        let right = chosen.iter().filter(|pair| truth.contains(**pair)).count() as f64;
        Fit {
            precision: right / chosen.len() as f64,
            recall: right / truth.len() as f64,
        }
    }
}
