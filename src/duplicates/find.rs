//! The search itself: who shares a key is compared and weighed, on every processor; then clusters are looked at.

use super::account::bits;
use super::blocks::{Blocks, Column};
use super::clusters;
use super::evidence::{Aspect, Band, Evidence, Likeness};
use super::people::{People, Person};
use super::weigh::{Hindrance, Priors, Weight, evidence, weigh};
use crate::model::{Contact, ContactId};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// How the score of a pair came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// By what both have.
    Itself,
    /// The same; they share contact data, but seem to be two people.
    SameHousehold,
    /// By others who seem to be the same person as both.
    ThroughOthers,
}

/// Two contacts that may be one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Suggestion {
    /// The one with the lower number.
    pub one: ContactId,
    /// The other.
    pub other: ContactId,
    /// The probability that both are one person.
    pub score: f32,
    /// How the score came to be.
    pub standing: Standing,
    pub(super) places: (u32, u32),
    pub(super) hindrance: Hindrance,
    /// What the pair comes to by itself.
    own: f32,
    pub(super) rival_is_household: bool,
    /// The same in bits, before anything keeps it from being sure.
    pub(super) free: f32,
}

impl Suggestion {
    /// The same of whoever took the place of a contact that was merged. None where that leaves one contact with itself.
    pub fn moved(mut self, from: ContactId, to: ContactId) -> Option<Self> {
        let of = |id| if id == from { to } else { id };
        let (one, other) = (of(self.one), of(self.other));
        (self.one, self.other) = (one.min(other), one.max(other));
        (one != other).then_some(self)
    }

    /// How sure it is.
    pub fn band(&self) -> Band {
        Band::of(self.score)
    }
}

/// Hears how far a search is, and may stop it.
pub trait Watch: Sync {
    /// `done` of `total` parts. False asks to stop.
    fn step(&self, done: usize, total: usize) -> bool;
}

impl Watch for () {
    fn step(&self, _done: usize, _total: usize) -> bool {
        true
    }
}

/// Stretches of a key that are compared before somebody looks whether to stop.
const PART: usize = 8_192;

/// All pairs that come to at least this probability, the best first. None where it was stopped.
pub fn find(people: &People, least: f32, watch: &impl Watch) -> Option<Vec<Suggestion>> {
    let processors = thread::available_parallelism().map_or(1, usize::from).min(4);
    let blocks = Blocks::of(people, processors);
    let shipped = Priors::shipped(people);
    let parts: Vec<(usize, &Column, usize)> = blocks
        .columns()
        .iter()
        .enumerate()
        .flat_map(|(kind, column)| {
            (0..column.ends.len())
                .step_by(PART)
                .map(move |from| (kind, column, from))
        })
        .collect();
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let all: Mutex<Vec<Met>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                let mut found = Vec::new();
                while !stopped.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((kind, column, from)) = parts.get(at) else {
                        break;
                    };
                    for stretch in column.stretches(*from, from + PART) {
                        meet(people, &blocks, (*kind, stretch), shipped, &mut found);
                    }
                    if !watch.step(at + 1, parts.len()) {
                        stopped.store(true, Ordering::Relaxed);
                    }
                }
                if let Ok(mut all) = all.lock() {
                    all.append(&mut found);
                }
            });
        }
    });
    if stopped.into_inner() {
        return None;
    }
    let mut met = all.into_inner().unwrap_or_default();
    met.sort_unstable_by_key(|met| met.places);
    met.dedup_by_key(|met| met.places);
    let priors = Priors::learned(people, &met.iter().map(|met| met.weight));
    // Weak pairs are needed too: with others they make clusters.
    let floor = least.min(clusters::LINK);
    let suggested = met.iter().filter_map(|met| Suggestion::of(people, priors, met));
    let mut all: Vec<Suggestion> = suggested.filter(|found| found.score >= floor).collect();
    drop(met);
    clusters::settle(people, priors, &mut all);
    all.retain(|found| found.score >= least && people.is_looked_for(found.places.0));
    all.sort_by(|one, other| {
        let order = other.score.total_cmp(&one.score);
        order.then_with(|| (one.one, one.other).cmp(&(other.one, other.other)))
    });
    Some(all)
}

/// Who of some candidates may be the same person as a contact, the likeliest first, each with the reasons. `among` is how
/// many contacts there are in all: the candidates are those of them who have something in common with it.
pub fn likely(contact: &Contact, candidates: &[Contact], among: usize) -> Vec<(Suggestion, Vec<Evidence>)> {
    let mut people = People::default();
    people.add(contact);
    let others = candidates.iter().filter(|other| other.id != contact.id);
    others.for_each(|other| people.add(other));
    people.sample_of(among);
    people.settle();
    let priors = Priors::shipped(&people);
    let others = 1..people.len() as u32;
    let mut found: Vec<Suggestion> = others
        .filter_map(|other| suggest(&people, priors, 0, other))
        .filter(|found| found.band() >= Band::Review)
        .collect();
    found.sort_by(|one, other| other.score.total_cmp(&one.score));
    let why = |found: Suggestion| (found, people.reasons(&found));
    found.into_iter().map(why).collect()
}

/// Two people who were compared.
#[derive(Clone, Copy, Debug)]
struct Met {
    places: (u32, u32),
    weight: Weight,
}

/// Compares everybody of a stretch with everybody who has not been met by an earlier key.
fn meet(
    people: &People,
    blocks: &Blocks,
    (kind, stretch): (usize, &[u32]),
    shipped: Priors,
    found: &mut Vec<Met>,
) {
    for (at, one) in stretch.iter().enumerate() {
        for other in stretch.iter().skip(at + 1) {
            if !people.is_looked_for(*one.min(other)) || blocks.have_met(kind, *one, *other) {
                continue;
            }
            if let Some(met) = Met::of(people, *one, *other).filter(|met| met.weight.is_something(shipped)) {
                found.push(met);
            }
        }
    }
}

impl Met {
    fn of(people: &People, one: u32, other: u32) -> Option<Self> {
        Some(Self {
            places: (one.min(other), one.max(other)),
            weight: weigh(people, person(people, one)?, person(people, other)?),
        })
    }
}

impl Suggestion {
    /// A contact is no duplicate of itself, nor of one from whom it was kept apart.
    fn of(people: &People, priors: Priors, met: &Met) -> Option<Self> {
        let (one, other) = (person(people, met.places.0)?.id, person(people, met.places.1)?.id);
        let score = met.weight.score(priors);
        (one != other && !people.are_apart(one, other)).then(|| Self {
            one: one.min(other),
            other: one.max(other),
            score,
            standing: if met.weight.is_household(priors) {
                Standing::SameHousehold
            } else {
                Standing::Itself
            },
            places: met.places,
            hindrance: met.weight.hindrance,
            own: score,
            rival_is_household: met.weight.rival_is_household(priors),
            free: met.weight.bits(priors),
        })
    }
}

/// What is thought of a pair of people, by their places.
pub(super) fn suggest(people: &People, priors: Priors, one: u32, other: u32) -> Option<Suggestion> {
    Suggestion::of(people, priors, &Met::of(people, one, other)?)
}

fn person(people: &People, place: u32) -> Option<&Person> {
    people.persons.get(place as usize)
}

impl People {
    /// Why a pair was suggested.
    pub fn reasons(&self, found: &Suggestion) -> Vec<Evidence> {
        let mut evidence = self.told(found);
        if found.standing == Standing::ThroughOthers {
            evidence.push(Evidence {
                aspect: Aspect::Others,
                likeness: Likeness::Same,
                bits: bits(found.score) - bits(found.own),
            });
        }
        evidence
    }

    /// What the comparisons of a pair say.
    pub(super) fn told(&self, found: &Suggestion) -> Vec<Evidence> {
        let pair = (person(self, found.places.0), person(self, found.places.1));
        let (Some(one), Some(other)) = pair else {
            return Vec::new();
        };
        evidence(self, (one, other), found.rival_is_household)
    }
}
