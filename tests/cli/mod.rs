//! The program as scripts see it: what it prints where, how it ends, what it leaves in the store.

mod asking;
mod contacts;
mod demo;
mod duplicates;
mod exits;
mod exporting;
mod fields;
mod formats;
mod hands;
mod importing;
mod interrupting;
mod lists;
mod manners;
mod permission;
mod places;
mod readme;
mod segments;
mod undoing;
mod upkeep;

use std::ffi::OsStr;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A store of its own and the program that works on it.
struct Shop {
    folder: TempDir,
}

/// What one run did.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Shop {
    /// An empty store, not made yet.
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A store with two lists, a few fields and five people.
    fn with_people() -> Self {
        let shop = Self::new();
        let file = shop.file("people.csv", PEOPLE);
        shop.ok(&["list", "create", "Shop", "--description", "Customers"]);
        shop.ok(&["list", "create", "Letter"]);
        shop.ok(&["import", "contacts", &file, "--list", "Shop"]);
        shop.ok(&[
            "contact",
            "edit",
            ":1",
            "--set",
            "tags+=early",
            "--list",
            "Letter",
        ]);
        shop
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("shop.redb")
    }

    /// Writes a file beside the store and gives its path.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The program on this store, with nothing of the surroundings.
    fn program(&self) -> Command {
        let mut command = bare(&self.folder);
        command.env("AUDIENCE_STORE", self.store());
        command
    }

    fn run<S: AsRef<OsStr>>(&self, words: &[S]) -> Ran {
        ran(self.program().args(words), "")
    }

    fn run_with_input(&self, words: &[&str], input: &str) -> Ran {
        ran(self.program().args(words), input)
    }

    /// Runs what must succeed, and gives what it printed.
    fn ok(&self, words: &[&str]) -> String {
        let ran = self.run(words);
        assert_eq!(ran.code, 0, "{words:?}: {ran:?}");
        ran.out
    }

    /// The number that `count` prints.
    fn count(&self, words: &[&str]) -> u64 {
        let mut all = vec!["--now", NOW, "count"];
        all.extend(words);
        let out = self.ok(&all);
        assert!(out.trim_end().chars().all(|c| c.is_ascii_digit()), "{out:?}");
        out.trim_end().parse().unwrap()
    }

    /// The ids of the contacts that a command prints.
    fn ids(&self, words: &[&str]) -> Vec<String> {
        let mut all = words.to_vec();
        all.extend(["--format", "csv"]);
        let out = self.ok(&all);
        let rows = out.lines().skip(1);
        rows.map(|row| row.split(',').next().unwrap().to_owned())
            .collect()
    }

    fn json(&self, words: &[&str]) -> serde_json::Value {
        let mut all = words.to_vec();
        all.extend(["--format", "json"]);
        serde_json::from_str(&self.ok(&all)).unwrap()
    }
}

/// The program with no store named and a home of its own.
fn bare(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_audience"));
    command
        .env_clear()
        .env("HOME", folder.path())
        .env("AUDIENCE_OPERATOR", "test");
    command
}

fn ran(command: &mut Command, input: &str) -> Ran {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // A program that refuses its arguments does not read.
    let _ = pipe.write_all(input.as_bytes());
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The moment all these tests take place at.
const NOW: &str = "2026-11-22T12:00:00Z";

/// Five people; the second and the third share a number.
const PEOPLE: &str = "\
id,first_name,last_name,phone,email,city,country,tags,orders,total_spent,last_purchase,birthday
7,Ana,Silva,+351912345678,ana@example.com,Lisboa,PT,vip;early bird,12,1500.50,2026-11-01,1990-05-17
8,Bruno,Costa,+351913456789,bruno@example.com,Porto,PT,,1,20,2025-01-10,1985-11-25
9,Čeněk,Novák,+351913456789,,Brno,CZ,,0,0,,
10,דוד,כהן,+972502345678,,חיפה,IL,vip,3,300,2026-07-01,2000-02-29
11,Eve,=HYPERLINK,+12125550123,eve@example.com,New York,US,,5,2000,2026-10-30,
";
