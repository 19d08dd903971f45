//! Figures and the table they are printed in.

use std::fmt;
use std::time::Duration;

/// All that was measured.
#[derive(Default)]
pub struct Figures {
    rows: Vec<[String; 4]>,
    missing: Vec<&'static str>,
}

impl Figures {
    /// One figure, what was wanted of it, and what a peer needs for the same in this run.
    pub fn add(&mut self, what: &str, figure: impl fmt::Display, goal: &str, peer: impl fmt::Display) {
        let row = [
            what.to_owned(),
            figure.to_string(),
            goal.to_owned(),
            peer.to_string(),
        ];
        eprintln!("{}: {} (goal {}) {}", row[0], row[1], row[2], row[3]);
        self.rows.push(row);
    }

    /// A peer that is not installed here.
    pub fn missing(&mut self, peer: &'static str) {
        if !self.missing.contains(&peer) {
            self.missing.push(peer);
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| what | figure | goal | peer in the same run |\n|---|---|---|---|"
        )?;
        for [what, figure, goal, peer] in &self.rows {
            writeln!(f, "| {what} | {figure} | {goal} | {peer} |")?;
        }
        if !self.missing.is_empty() {
            writeln!(
                f,
                "\nNot found here, so not compared: {}.",
                self.missing.join(", ")
            )?;
        }
        Ok(())
    }
}

/// Times, to be sorted and looked at.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Takes one more.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time);
        self.0.sort_unstable();
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that so many of a hundred do not exceed, in milliseconds; NaN where there are none.
    pub fn percentile(&self, percent: usize) -> f64 {
        let place = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(place).map_or(f64::NAN, |time| milliseconds(*time))
    }

    /// The middle one and the one of 99 in 100.
    pub fn spread(&self) -> String {
        format!(
            "p50 {:.2} ms, p99 {:.2} ms",
            self.percentile(50),
            self.percentile(99)
        )
    }
}

/// With fractions.
pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Kibibytes as people read them.
pub fn megabytes(kibibytes: u64) -> String {
    format!("{:.0} MB", kibibytes as f64 / 1024.0)
}
