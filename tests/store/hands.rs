//! Several processes that write, import contacts and purchases, and take that back, all at once, and are killed again and
//! again: one while the others go on, or all of them. What was acknowledged is there, nothing is half done.

use super::embedded::open;
use super::hands_model::{Hand, SHOP};
use super::processes::{kills, spawn};
use super::suite::list;
use audience::store::{Store, StoreError};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Child;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Clock};

/// How many work at once.
const HANDS: u64 = 3;

/// Kills of one store; then comes a new one, so that no walk gets long.
const EACH: u64 = 100;

/// Makes move after move, and says so, until it is killed. Told who it is, and how many moves it has made.
pub(super) fn in_child(path: &Path, words: &str) {
    let (who, made) = words.split_once(',').unwrap();
    let (hand, made): (Hand, u64) = (Hand(who.parse().unwrap()), made.parse().unwrap());
    let store = open(path);
    let mut out = std::io::stdout();
    for place in made.. {
        match hand.take(&store, place) {
            Ok(()) => writeln!(out, "\nmade {}", place + 1).unwrap(),
            Err(StoreError::Busy) => return println!("\nbusy"),
            Err(error) => panic!("{error}"),
        }
        out.flush().unwrap();
    }
}

/// What a hand says.
enum Said {
    Made(u64),
    /// It has waited too long for the others, as may be on a machine with much else to do, and has ended.
    Busy,
}

/// One of them, as the one who kills it sees it.
struct Working {
    hand: Hand,
    child: Child,
    heard: Receiver<Said>,
    listener: Option<JoinHandle<()>>,
    /// Moves it has acknowledged.
    made: u64,
}

impl Working {
    fn start(path: &Path, hand: Hand, made: u64) -> Self {
        let mut child = spawn("hand", format!("{},{made}", hand.0), path);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (send, heard) = channel();
        // On a thread of its own, because a kill must not wait for the next line.
        let listener = std::thread::spawn(move || {
            while let Some(Ok(line)) = lines.next() {
                if let Some(made) = line.strip_prefix("made ") {
                    let _ = send.send(Said::Made(made.parse().unwrap()));
                } else if line == "busy" {
                    let _ = send.send(Said::Busy);
                }
            }
        });
        Self {
            hand,
            child,
            heard,
            listener: Some(listener),
            made,
        }
    }

    /// Lets it make so many further moves, and then go on for a moment.
    fn wait(&mut self, moves: u64, moment: Duration) {
        for _ in 0..moves {
            match self.heard.recv_timeout(Duration::from_secs(120)) {
                Ok(Said::Made(made)) => self.made = made,
                Ok(Said::Busy) => return,
                Err(error) => panic!(
                    "{error}: {:?} has stopped by itself after {}",
                    self.hand, self.made
                ),
            }
        }
        let began = Clock::now();
        while let Ok(Said::Made(made)) = self.heard.recv_timeout(moment.saturating_sub(began.elapsed())) {
            self.made = made;
        }
    }

    /// Kills it, and takes down all that it has said.
    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.listener.take().unwrap().join().unwrap();
        for said in self.heard.try_iter() {
            if let Said::Made(made) = said {
                self.made = made;
            }
        }
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// So many kills of those who work in one store; gives back how many moves were made.
fn one_store(kills: u64, seed: u64) -> u64 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.redb");
    assert_eq!(list(&open(&path), "Shop"), SHOP);
    let mut working: Vec<Working> = (0..HANDS)
        .map(|who| Working::start(&path, Hand(who), 0))
        .collect();
    let mut done = 0;
    for round in 0.. {
        if done >= kills {
            break;
        }
        let chance = (seed + round).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16;
        let all = chance.is_multiple_of(4);
        let moment = Duration::from_micros((chance >> 8) % 4_000);
        let mut killed: Vec<Working> = Vec::new();
        if all {
            killed.append(&mut working);
        } else {
            killed.push(working.remove((chance >> 2) as usize % working.len()));
        }
        for one in &mut killed {
            one.wait(1 + (chance >> 24) % 8, moment);
        }
        killed.iter_mut().for_each(Working::kill);
        let store = open(&path);
        for one in &killed {
            let made = one.hand.made(&store, one.made);
            working.push(Working::start(&path, one.hand, made));
        }
        let problems = store.check(&mut ()).unwrap().problems;
        assert_eq!(problems, Vec::<String>::new(), "seed {seed}, round {round}");
        done += killed.len() as u64;
    }
    working.iter_mut().for_each(Working::kill);
    let store = open(&path);
    assert_eq!(store.check(&mut ()).unwrap().problems, Vec::<String>::new());
    working.iter().map(|one| one.hand.made(&store, one.made)).sum()
}

#[test]
fn many_hands_killed_at_once_lose_nothing_and_leave_nothing_half_done() {
    let kills = kills();
    let mut done = 0;
    let mut moves = 0;
    while done < kills {
        let these = EACH.min(kills - done);
        moves += one_store(these, done);
        done += these;
        println!("{done} kills, {moves} moves");
    }
    assert!(moves > kills, "they have worked");
}
