//! Other programs and their processes, as this machine has them.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// What has not come by then never does.
const LIMIT: Duration = Duration::from_secs(20);

/// A program, wherever this machine has it.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from))
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// Says why a test is not run; fails instead where `AUDIENCE_TEST_ALL=1`.
pub fn skipped(why: &str) {
    assert!(std::env::var("AUDIENCE_TEST_ALL").as_deref() != Ok("1"), "{why}");
    eprintln!("SKIPPED, nothing is proven: {why}");
}

/// A process of this machine, whoever's child it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process(pub i32);

impl Process {
    /// The one that has written its number into a file.
    pub fn written(file: &Path) -> Self {
        let deadline = Instant::now() + LIMIT;
        loop {
            let text = fs::read_to_string(file).unwrap_or_default();
            if let Some(number) = text.strip_suffix('\n') {
                return Self(number.parse().unwrap());
            }
            assert!(Instant::now() < deadline, "nothing has started");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// State and parent, of the line that the kernel gives; None where it has gone.
    fn stat(self) -> Option<(String, i32)> {
        let line = fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        let mut rest = line.rsplit_once(") ")?.1.split(' ');
        Some((rest.next()?.to_owned(), rest.next()?.parse().ok()?))
    }

    /// Who has started it.
    pub fn parent(self) -> Self {
        Self(self.stat().unwrap().1)
    }

    /// What it is called.
    pub fn name(self) -> String {
        fs::read_to_string(format!("/proc/{}/comm", self.0)).unwrap()
    }

    /// Ends it as nothing can be refused.
    pub fn kill(self) {
        let process = rustix::process::Pid::from_raw(self.0).unwrap();
        rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
    }

    /// Waits until it has ended, whether or not its parent has asked how; when that was seen.
    pub fn gone(self) -> Instant {
        let deadline = Instant::now() + LIMIT;
        while self.stat().is_some_and(|(state, _)| !"ZX".contains(&state)) {
            assert!(Instant::now() < deadline, "the program does not end");
            thread::sleep(Duration::from_millis(1));
        }
        Instant::now()
    }
}
