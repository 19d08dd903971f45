//! Several contacts of one person. Whoever hangs together by suggestions is looked at as a whole: if A is B and B is C, then
//! A is C, whatever little those two have in common; and a pair that all the others contradict is none.

use super::evidence::{CAPPED, Likeness, REVIEW, SURE};
use super::find::{Standing, Suggestion, suggest};
use super::people::People;
use super::weigh::{Hindrance, Priors};
use std::collections::HashMap;

/// From this probability on two contacts hang together.
pub(super) const LINK: f32 = 0.2;

/// What is larger is left as it is: a switchboard, not a person.
const LARGEST: usize = 48;

/// No pair says more than this for or against, in bits.
const MOST: f32 = 7.0;

/// Below review.
const WEAK: f32 = 0.49;

/// Looks at all that hang together. The suggestions are sorted by the places of their people.
pub(super) fn settle(people: &People, priors: Priors, all: &mut Vec<Suggestion>) {
    let mut raised = Vec::new();
    for members in together(all) {
        if (3..=LARGEST).contains(&members.len()) {
            Cluster::of(people, priors, &members).settle(all, &mut raised);
        }
    }
    all.append(&mut raised);
    all.sort_unstable_by_key(|found| found.places);
}

/// Some contacts with all pairs among them.
struct Cluster<'a> {
    people: &'a People,
    members: &'a [u32],
    size: usize,
    /// Pair by pair: row one, column other.
    pairs: Vec<Option<Suggestion>>,
    /// Which person each contact is of.
    persons: Vec<usize>,
}

impl<'a> Cluster<'a> {
    fn of(people: &'a People, priors: Priors, members: &'a [u32]) -> Self {
        let pairs = members
            .iter()
            .enumerate()
            .flat_map(|(at, one)| {
                members.iter().enumerate().map(move |(place, other)| {
                    (at < place)
                        .then(|| suggest(people, priors, *one, *other))
                        .flatten()
                })
            })
            .collect();
        let mut cluster = Self {
            people,
            members,
            size: members.len(),
            pairs,
            persons: (0..members.len()).collect(),
        };
        cluster.join();
        cluster
    }

    fn pair(&self, one: usize, other: usize) -> Option<&Suggestion> {
        self.pairs
            .get(one.min(other) * self.size + one.max(other))?
            .as_ref()
    }

    /// Joins the two persons who are most likely one, as long as two are more likely one than not.
    fn join(&mut self) {
        loop {
            let best = self
                .each_two()
                .map(|(one, other)| (self.bits(one, other), one, other))
                .max_by(|one, other| one.0.total_cmp(&other.0));
            let Some((_, one, other)) = best.filter(|(bits, ..)| *bits > 0.0) else {
                return;
            };
            for person in &mut self.persons {
                if *person == other {
                    *person = one;
                }
            }
        }
    }

    /// Any two persons there still are.
    fn each_two(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let stands = |person: &usize| self.persons.contains(person);
        let ones = (0..self.size).filter(stands);
        ones.flat_map(move |one| (one + 1..self.size).filter(stands).map(move |other| (one, other)))
    }

    /// What all pairs between two persons say on average.
    fn bits(&self, one: usize, other: usize) -> f32 {
        let of = |person: usize| {
            let members = self.persons.iter().enumerate();
            members.filter(move |(_, of)| **of == person).map(|(at, _)| at)
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for left in of(one) {
            for right in of(other) {
                sum += self.pair(left, right).map_or(-MOST, |pair| bits(pair.score));
                count += 1.0;
            }
        }
        sum / f32::max(count, 1.0)
    }

    /// The contacts that sure pairs lead to from one.
    fn surely(&self, from: usize) -> Vec<usize> {
        let mut found = vec![from];
        let mut next = 0;
        while let Some(one) = found.get(next).copied() {
            for other in 0..self.size {
                let is_sure = self.pair(one, other).is_some_and(|pair| pair.score >= SURE);
                if is_sure && !found.contains(&other) {
                    found.push(other);
                }
            }
            next += 1;
        }
        found
    }

    /// Whether something contradicts that all these are one person.
    fn is_contradicted(&self, members: &[usize]) -> bool {
        members.iter().enumerate().any(|(at, one)| {
            let mut others = members.iter().skip(at + 1);
            others.any(|other| match self.pair(*one, *other).map(|pair| pair.hindrance) {
                None | Some(Hindrance::Contradiction) => true,
                Some(Hindrance::Garbled) => !self.is_explained(members, *one, *other),
                Some(Hindrance::None | Hindrance::Doubt) => false,
            })
        })
    }

    /// Whether two first names are slips of a third one's: Jadk and Jacl of Jack.
    fn is_explained(&self, members: &[usize], one: usize, other: usize) -> bool {
        members.iter().any(|third| {
            let agrees = |with| self.agree_in_first_name(*third, with);
            *third != one && *third != other && agrees(one) && agrees(other)
        })
    }

    fn agree_in_first_name(&self, one: usize, other: usize) -> bool {
        let name = |at| {
            let place = *self.members.get(at)? as usize;
            Some(self.people.persons.get(place)?.name)
        };
        let (Some(one), Some(other)) = (name(one), name(other)) else {
            return false;
        };
        self.people.names.beside(one, other).given < Likeness::Alike
    }

    /// Brings the scores in line.
    fn settle(&self, all: &mut [Suggestion], raised: &mut Vec<Suggestion>) {
        for (at, one) in self.persons.iter().enumerate() {
            let surely = self.surely(at);
            let is_contradicted = self.is_contradicted(&surely);
            for (place, other) in self.persons.iter().enumerate().skip(at + 1) {
                let Some(pair) = self.pair(at, place) else {
                    continue;
                };
                let mut settled = *pair;
                if surely.contains(&place) {
                    settled.score = if is_contradicted || pair.hindrance != Hindrance::None {
                        pair.score.clamp(REVIEW, CAPPED)
                    } else {
                        pair.score.max(SURE)
                    };
                } else if one == other {
                    settled.score = pair.score.clamp(REVIEW, CAPPED);
                } else {
                    settled.score = pair.score.min(WEAK);
                }
                if settled.score > pair.score {
                    settled.standing = Standing::ThroughOthers;
                }
                put(settled, all, raised);
            }
        }
    }
}

fn bits(score: f32) -> f32 {
    (score / (1.0 - score).max(1e-9))
        .max(1e-9)
        .log2()
        .clamp(-MOST, MOST)
}

fn put(pair: Suggestion, all: &mut [Suggestion], raised: &mut Vec<Suggestion>) {
    let at = all.binary_search_by_key(&pair.places, |found| found.places);
    match at.ok().and_then(|at| all.get_mut(at)) {
        Some(found) => *found = pair,
        None => raised.push(pair),
    }
}

/// The contacts that hang together, each group ascending.
fn together(all: &[Suggestion]) -> Vec<Vec<u32>> {
    let mut leaders: HashMap<u32, u32> = HashMap::new();
    for pair in all.iter().filter(|pair| pair.score >= LINK) {
        let one = leader(&mut leaders, pair.places.0);
        let other = leader(&mut leaders, pair.places.1);
        leaders.insert(one.max(other), one.min(other));
    }
    let members: Vec<u32> = leaders.keys().copied().collect();
    let mut groups: HashMap<u32, Vec<u32>> = HashMap::new();
    for member in members {
        let of = leader(&mut leaders, member);
        groups.entry(of).or_default().push(member);
    }
    let mut groups: Vec<Vec<u32>> = groups.into_values().collect();
    for group in &mut groups {
        group.sort_unstable();
    }
    groups.sort_unstable();
    groups
}

fn leader(leaders: &mut HashMap<u32, u32>, of: u32) -> u32 {
    let mut place = of;
    loop {
        let next = *leaders.entry(place).or_insert(place);
        if next == place {
            break;
        }
        place = next;
    }
    leaders.insert(of, place);
    place
}
