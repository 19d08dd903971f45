//! Damaged files: flipped bits, pages of zeros, swapped and foreign pages, cut-off ends, noise in the header. What is
//! answered is right, or it is refused: a count always; what else is only missing is found by `check`.

use super::answers::{Answer, Answers, ask_all};
use super::chance::Chance;
use super::disk::Disk;
use super::script::{STEPS, take};
use super::wanted;
use super::world::World;
use crate::model::Catalogue;
use crate::store::fault::{catches_panics, last_words};
use crate::store::{Store, StoreError};
use std::process::Command;
use std::sync::Arc;

const PAGE: usize = 4096;

/// A store, what it answers, and where its pages are that hold something.
struct Sound {
    image: Vec<u8>,
    answers: Answers,
    generation: u64,
    catalogue: Arc<Catalogue>,
    pages: Vec<usize>,
}

impl Sound {
    fn new(world: &World, seed: u64) -> Self {
        let disk = world.fresh();
        let store = world.open(&disk).unwrap();
        (0..STEPS).for_each(|place| take(&store, seed, place, &mut ()).unwrap());
        drop(store);
        let image = disk.bytes();
        let store = world.open(&disk).unwrap();
        let catalogue = store.catalogue().unwrap();
        let answers = ask_all(&store, &catalogue);
        for (question, answer) in &answers {
            assert!(answer.is_ok(), "{question}: {answer:?}");
        }
        let pages = image
            .chunks(PAGE)
            .enumerate()
            .filter(|(_, page)| page.iter().any(|byte| *byte != 0))
            .map(|(place, _)| place)
            .collect();
        Self {
            image,
            generation: store.generation().unwrap(),
            answers,
            catalogue,
            pages,
        }
    }

    /// The image with some damage, and what it is.
    fn damaged(&self, chance: &mut Chance) -> (Vec<u8>, String) {
        let mut image = self.image.clone();
        let page = self.page(chance);
        let range = |page: usize| page * PAGE..(page + 1) * PAGE;
        let words = match chance.below(8) {
            0 => {
                image[range(page)].fill(0);
                format!("page {page} zeroed")
            }
            1 => {
                let other = self.page(chance);
                let taken = image[range(other)].to_vec();
                let kept = image[range(page)].to_vec();
                image[range(page)].copy_from_slice(&taken);
                image[range(other)].copy_from_slice(&kept);
                format!("pages {page} and {other} swapped")
            }
            2 => {
                let length = chance.below(image.len() as u64) as usize;
                image.truncate(length);
                format!("cut off at {length}")
            }
            3 => {
                for _ in 0..=chance.below(16) {
                    image[chance.below(512) as usize] = chance.next() as u8;
                }
                "noise in the header".to_owned()
            }
            4 => {
                let start = page * PAGE + chance.below(PAGE as u64) as usize;
                let length = 1 + chance.below(64) as usize;
                for byte in image.iter_mut().skip(start).take(length) {
                    *byte = chance.next() as u8;
                }
                format!("{length} bytes of noise at {start}")
            }
            _ => {
                let bit = page * PAGE * 8 + chance.below(PAGE as u64 * 8) as usize;
                image[bit / 8] ^= 1 << (bit % 8);
                format!("bit {bit} flipped")
            }
        };
        (image, words)
    }

    fn page(&self, chance: &mut Chance) -> usize {
        self.pages[chance.below(self.pages.len() as u64) as usize]
    }
}

/// What came of the questions to a damaged store.
#[derive(Debug, Default)]
struct Tally {
    refused_to_open: u64,
    without_effect: u64,
    refused: u64,
    missing: u64,
    earlier: u64,
    only_deep: u64,
}

/// What a child is to do: a seed, the first of its images and the one behind the last.
const TASK: &str = "AUDIENCE_DAMAGED";

/// Images of one seed.
const IMAGES: u64 = 500;

/// How a child ends that redb took with it.
const ENDED: i32 = 4;

/// Each seed's images are looked at in a process of its own: a change of a damaged file can end it, with the words that
/// a user gets, and the next goes on behind that image.
#[test]
fn damage_is_told_and_never_shown_as_right() {
    let mut left = wanted("AUDIENCE_MUTATIONS", 2_000);
    for seed in 1.. {
        let (mut from, to) = (0, left.min(IMAGES));
        while from < to {
            let run = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "store::faults::damage::child", "--nocapture"])
                .env(TASK, format!("{seed} {from} {to}"))
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&run.stdout);
            let (errors, at) = (String::from_utf8_lossy(&run.stderr), last_image(&said));
            if run.status.success() {
                println!("{}", said.lines().find(|line| line.starts_with("Tally")).unwrap());
                break;
            }
            assert_eq!(run.status.code(), Some(ENDED), "{said}{errors}");
            assert!(errors.contains("The store is damaged"), "{said}{errors}");
            println!("seed {seed}, image {at}: the process was ended, in words");
            from = at + 1;
        }
        left -= to;
        if left == 0 {
            return;
        }
    }
}

/// The number of the image that was looked at last.
fn last_image(said: &str) -> u64 {
    let mut numbers = said.lines().filter_map(|line| line.strip_prefix("image "));
    numbers.next_back().unwrap_or(said).parse().unwrap()
}

/// Does what the parent asked for; in a normal run, nothing.
#[test]
fn child() {
    let Ok(task) = std::env::var(TASK) else { return };
    let [seed, from, to] = [0, 1, 2].map(|at| task.split(' ').nth(at).unwrap().parse::<u64>().unwrap());
    quiet_caught_panics();
    let (world, mut tally) = (World::new(), Tally::default());
    let sound = Sound::new(&world, seed);
    let mut chance = Chance::new(seed);
    for at in 0..to {
        let (image, damage) = sound.damaged(&mut chance);
        if at >= from {
            println!("image {at}");
            let case = format!("seed {seed}, {damage}");
            look(&world, &sound, image, &case, &mut tally);
        }
    }
    println!("{tally:?}");
}

fn look(world: &World, sound: &Sound, image: Vec<u8>, case: &str, tally: &mut Tally) {
    let swapped = case.contains("swapped").then(|| image.clone());
    let disk = Disk::holding(image);
    let store = match world.open(&disk) {
        Ok(store) => store,
        Err(error) => {
            expect_words(&error, case);
            tally.refused_to_open += 1;
            return;
        }
    };
    if case.contains("swapped") && is_earlier(&store, sound) {
        tally.earlier += 1;
        return;
    }
    let answers = ask_all(&store, &sound.catalogue);
    let (mut refused, mut missing) = (Vec::new(), Vec::new());
    for (question, right) in &sound.answers {
        match &answers[question] {
            Err(error) => {
                expect_words(error, case);
                refused.push(question);
            }
            answer if answer == right => {}
            Ok(wrong) => {
                let shown = shows_somebody_else(question, wrong, right);
                // A page that was current once, and comes back, is whole in itself: only `check` can tell.
                let may_be_old = case.contains("swapped") && !question.starts_with("count");
                assert!(
                    !shown || may_be_old,
                    "{case}: {question}: {wrong} instead of {right:?}"
                );
                missing.push(question);
            }
        }
    }
    if refused.is_empty() && missing.is_empty() {
        tally.without_effect += 1;
    } else {
        let found = store.check(&mut ()).map_or(1, |report| report.problem_count);
        if let Some(image) = swapped.filter(|_| found == 0) {
            // Rows as they were once, as many as there are: right for their time. The page itself is not the one written.
            assert!(
                !world.pages_are_sound(&Disk::holding(image)),
                "{case}: not even check --deep finds anything, {refused:?} {missing:?}"
            );
            tally.only_deep += 1;
            return;
        }
        assert_ne!(found, 0, "{case}: check finds nothing, {refused:?} {missing:?}");
        tally.refused += u64::from(missing.is_empty());
        tally.missing += u64::from(!missing.is_empty());
    }
    // Changes may be refused; they never panic.
    let _ = take(&store, 99, 1_000, &mut ());
}

/// Whether it is the store as it was once. Where the root of an earlier commit comes back while all it leads to is still
/// there, every row is right for its time; only `check --deep` tells, which compares the root with the file's header.
fn is_earlier(store: &impl Store, sound: &Sound) -> bool {
    store.generation().is_ok_and(|now| now < sound.generation)
        && store.check(&mut ()).is_ok_and(|report| report.problem_count == 0)
}

/// Whether an answer holds what is not so, rather than lacking something.
fn shows_somebody_else(question: &str, wrong: &str, right: &Answer) -> bool {
    match question.split(' ').next() {
        Some("profile" | "catalogue" | "settings" | "journal" | "count") => true,
        Some("permission") => !wrong.starts_with("Permission { opted_out: None, consents: [], bounced: None"),
        Some("number" | "search" | "timeline") => {
            let right = right.as_deref().unwrap_or_default();
            wrong
                .trim_matches(['[', ']'])
                .split("), ")
                .any(|part| !part.is_empty() && !right.contains(part.trim_end_matches(')')))
        }
        Some("source") => wrong != "None",
        // An order without a part of an index: told by `check`.
        _ => false,
    }
}

/// A refusal is one of those that tell of damage, and says it in a sentence.
fn expect_words(error: &StoreError, case: &str) {
    assert!(
        matches!(
            error,
            StoreError::Damaged(_)
                | StoreError::Foreign(_)
                | StoreError::Newer { .. }
                | StoreError::Older { .. }
                | StoreError::Io(_)
        ),
        "{case}: {error:?}"
    );
}

fn quiet_caught_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if let Some(damage) = last_words(info) {
            eprintln!("{damage}");
            std::process::exit(ENDED);
        }
        if !catches_panics() {
            usual(info);
        }
    }));
}
