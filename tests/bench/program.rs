//! Runs the real program, and other people's, from outside: time from start to end, and the most memory it ever had.

use super::figure::{Times, milliseconds};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The program on a store.
pub fn audience(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_audience"));
    command.arg("--store").arg(store);
    for variable in ["AUDIENCE_STORE", "AUDIENCE_OPERATOR"] {
        command.env_remove(variable);
    }
    command
}

/// Runs a command to its end; what it has written, and how long that took.
pub fn timed(command: &mut Command) -> (Output, Duration) {
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output().unwrap();
    (output, begun.elapsed())
}

/// Runs a command so many times; the times from start to end. Its output is not looked at, but its success.
pub fn repeated(rounds: usize, mut command: impl FnMut() -> Command) -> Times {
    let mut times = Times::default();
    for _ in 0..rounds {
        let (output, time) = timed(&mut command());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        times.push(time);
    }
    times
}

/// Runs a command to its end and watches its memory; the most it had, in kibibytes.
pub fn watched(command: &mut Command) -> u64 {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        most = peak(child.id()).unwrap_or(most);
    }
    most
}

/// The most memory that a running process has had, in kibibytes.
pub fn peak(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Whether another program is there.
pub fn is_installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(name).is_file())
}

/// A time and how many times longer or shorter ours is.
pub fn beside(peer: &str, theirs: f64, ours: f64) -> String {
    format!("{peer} {theirs:.1} ms ({:.2} of it)", ours / theirs)
}

/// In milliseconds.
pub fn took(command: &mut Command) -> f64 {
    let (output, time) = timed(command);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    milliseconds(time)
}
