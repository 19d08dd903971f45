//! Duplicates: how many of the true pairs are found at the threshold that comes with the program, how much of what is sure
//! is true, and what a large list costs.

use super::Run;
use super::figure::{Figures, megabytes};
use super::program::{audience, peak};
use super::twice;
use std::collections::HashSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Stdio;
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
        figures.add(&format!("F1 on {set}"), spread, f1, "");
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
    let time = format!(
        "{:.1} s, {:.1} CPU s",
        found.wall.as_secs_f64(),
        found.processor.as_secs_f64()
    );
    figures.add(&format!("{what}: time"), time, "<= 20 s a million", "");
    figures.add(
        &format!("{what}: memory"),
        megabytes(found.memory),
        "<= 1 GB a million",
        "",
    );
    let fit = found.fit(&truth, 0.5);
    let spread = format!(
        "{:.4} (precision {:.4}, recall {:.4})",
        fit.f1(),
        fit.precision,
        fit.recall
    );
    figures.add(&format!("{what}: F1"), spread, "-", "");
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
    let told = folder.join("pairs.tsv");
    let begun = Instant::now();
    let mut child = audience(store)
        .args(["duplicates", "--list", "People"])
        .stdin(Stdio::null())
        .stdout(File::create(&told).unwrap())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (mut memory, mut processor) = (0, Duration::ZERO);
    while child.try_wait().unwrap().is_none() {
        memory = peak(child.id()).unwrap_or(memory);
        processor = spent(child.id()).unwrap_or(processor);
        std::thread::sleep(Duration::from_millis(2));
    }
    let wall = begun.elapsed();
    assert!(child.wait().unwrap().success());
    let lines = fs::read_to_string(&told).unwrap();
    let pairs = lines.lines().map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        (pair(cells[0], cells[1]), cells[2].parse().unwrap())
    });
    Found {
        pairs: pairs.collect(),
        wall,
        processor,
        memory,
    }
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
