//! The people of a list in the form in which they are compared: nearly everything is a number.

use super::birthday::Day;
use super::mailbox::{Mailbox, mailbox};
use super::name::{Name, Names};
use super::place::Place;
use super::texts::{Itself, Texts};
use crate::model::{Birthday, Contact, ContactId};
use crate::phone::identity;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use xxhash_rust::xxh3::xxh3_64;

/// A mailbox, and who has it.
#[derive(Debug, Default)]
pub(super) struct Box_ {
    pub(super) mailbox: Mailbox,
    pub(super) holders: Holders,
}

/// Of how many families those are who share a number, a mailbox or a birthday. Duplicates and relatives are one; a switchboard or an
/// office has many.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Holders {
    families: u32,
    seen: [u32; 4],
}

impl Holders {
    /// One more, of this family.
    fn add(&mut self, family: u32) {
        if !self.seen.contains(&family) {
            if let Some(place) = self.seen.get_mut(self.families as usize) {
                *place = family;
            }
            self.families += 1;
        }
    }

    /// How many families there are; beyond four some may count twice.
    pub(super) fn families(self) -> u32 {
        self.families
    }
}

/// One contact. What it has several of stands in [`People::more`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Person {
    pub(super) id: ContactId,
    pub(super) name: Name,
    /// WhatsApp identity of the number.
    pub(super) number: u64,
    pub(super) mailbox: u32,
    pub(super) birthday: Day,
    pub(super) address: u32,
    pub(super) city: u32,
    pub(super) postcode: u32,
    pub(super) company: u32,
    /// Further numbers and mailboxes; 0 for none.
    pub(super) more: u32,
}

/// Further numbers and mailboxes of a contact.
#[derive(Debug, Default)]
pub(super) struct More {
    pub(super) numbers: Vec<u64>,
    pub(super) mailboxes: Vec<u32>,
}

/// The contacts among whom duplicates are looked for.
#[derive(Debug, Default)]
pub struct People {
    pub(super) persons: Vec<Person>,
    pub(super) names: Names,
    pub(super) mailboxes: Texts<Box_>,
    pub(super) places: Texts<Place>,
    pub(super) more: Vec<More>,
    /// Pairs that are known to be two people, the lower number first.
    apart: HashSet<(ContactId, ContactId)>,
    /// How many there are in all, where these are only some of them.
    some_of: usize,
    /// They are those near one of very many: nothing is rarer than it is in the world for being rare among them.
    is_sample: bool,
    /// Only pairs with one of the first so many are looked for; 0: all are.
    new: usize,
    numbers: HashMap<u64, Holders, BuildHasherDefault<Itself>>,
    birthdays: HashMap<u64, Holders, BuildHasherDefault<Itself>>,
}

impl People {
    /// Takes a contact in.
    pub fn add(&mut self, contact: &Contact) {
        let mut place = |kind: char, text: &str, make: fn(&str) -> Place| {
            if text.trim().is_empty() {
                return 0;
            }
            let number = self.places.number(&format!("{kind}{text}"), |_| make(text));
            if let Some(place) = self.places.get_mut(number) {
                place.count += 1;
            }
            number
        };
        let address = place('a', &contact.address, Place::street);
        let city = place('c', &contact.city, Place::of);
        let postcode = place('p', &contact.postcode, Place::of);
        let company = place('f', &contact.company, Place::firm);
        let name = self.names.number(&contact.first_name, &contact.last_name);
        self.names.count(name);
        let number = identity(contact.phone).0;
        let birthday = Day::of(contact.birthday);
        let family = self.family(name);
        self.take_number(number, family);
        let born = u64::from(birthday.0).wrapping_mul(MIX);
        self.birthdays.entry(born).or_default().add(family);
        let mut more = More::default();
        for phone in &contact.other_phones {
            let number = identity(*phone).0;
            self.take_number(number, family);
            more.numbers.push(number);
        }
        let mailbox = self.take_mailbox(&contact.email, family);
        more.mailboxes = contact
            .other_emails
            .iter()
            .map(|email| self.take_mailbox(email, family))
            .collect();
        more.mailboxes.retain(|mailbox| *mailbox != 0);
        let has_more = !more.numbers.is_empty() || !more.mailboxes.is_empty();
        if has_more {
            self.more.push(more);
        }
        self.persons.push(Person {
            id: contact.id,
            name,
            number,
            mailbox,
            birthday,
            address,
            city,
            postcode,
            company,
            more: if has_more { self.more.len() as u32 } else { 0 },
        });
    }

    fn take_mailbox(&mut self, address: &str, family: u32) -> u32 {
        let Some(read) = mailbox(address) else { return 0 };
        let key = format!("{}@{}", read.local, read.domain);
        let number = self.mailboxes.number(&key, |_| Box_ {
            mailbox: read,
            holders: Holders::default(),
        });
        if let Some(mailbox) = self.mailboxes.get_mut(number) {
            mailbox.holders.add(family);
        }
        number
    }

    fn take_number(&mut self, number: u64, family: u32) {
        self.numbers
            .entry(number.wrapping_mul(MIX))
            .or_default()
            .add(family);
    }

    /// By what relatives are told: the consonants of the surname, else of the first name; 0 for nobody.
    fn family(&self, name: Name) -> u32 {
        let first = |part| self.names.get(part).and_then(|part| part.words.first());
        let word = first(name.family).or_else(|| first(name.given));
        word.and_then(|word| self.names.words.get(*word))
            .map_or(0, |word| word.bones)
    }

    /// Two contacts are two people: they are never suggested, nor taken for one by what others say.
    pub fn keep_apart(&mut self, one: ContactId, other: ContactId) {
        self.apart.insert((one.min(other), one.max(other)));
    }

    /// Whether that is known.
    pub(super) fn are_apart(&self, one: ContactId, other: ContactId) -> bool {
        !self.apart.is_empty() && self.apart.contains(&(one.min(other), one.max(other)))
    }

    /// They are some of so many: what they have in common is as rare as it is among all.
    pub(super) fn some_of(&mut self, all: usize) {
        self.some_of = all;
    }

    /// They are those near one of so many, and no more is known of the others.
    pub(super) fn sample_of(&mut self, all: usize) {
        self.some_of = all;
        self.is_sample = true;
    }

    /// Whether no more is known of the others.
    pub(super) fn is_sample(&self) -> bool {
        self.is_sample
    }

    /// Only pairs with one of the first so many are looked for.
    pub(super) fn newcomers(&mut self, count: usize) {
        self.new = count;
    }

    /// Whether a pair is looked for; by their places, the lower one first.
    pub(super) fn is_looked_for(&self, one: u32) -> bool {
        self.new == 0 || (one as usize) < self.new
    }

    /// How many there are of whom all pairs are looked for.
    pub(super) fn looked_for(&self) -> usize {
        if self.new == 0 { self.len() } else { self.new }
    }

    /// Among all, so many have a name of one word.
    pub(super) fn at_least_named(&mut self, first: &str, last: &str, count: u32) {
        let name = self.names.number(first, last);
        self.names.at_least(name, count);
    }

    /// Among all, so many have a place of a kind.
    pub(super) fn at_least_at(&mut self, kind: char, text: &str, count: u32) {
        let number = self.places.number(&format!("{kind}{text}"), |_| Place::of(text));
        if let Some(place) = self.places.get_mut(number) {
            place.count = place.count.max(count);
        }
    }

    /// Among all, so many were born on a day.
    pub(super) fn at_least_born(&mut self, birthday: Option<Birthday>, count: u32) {
        let day = Day::of(birthday);
        let born = self
            .birthdays
            .entry(u64::from(day.0).wrapping_mul(MIX))
            .or_default();
        born.families = born.families.max(count);
    }

    /// Among how many they are looked for.
    pub(super) fn count(&self) -> usize {
        self.persons.len().max(self.some_of)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// Works out how common everything is; after the last contact, before the first question.
    pub fn settle(&mut self) {
        let count = self.count();
        self.names.words.settle(count, self.is_sample);
    }

    /// Who has a number.
    pub(super) fn holders(&self, number: u64) -> Holders {
        self.numbers
            .get(&number.wrapping_mul(MIX))
            .copied()
            .unwrap_or_default()
    }

    /// Of how many families those are who were born on a day.
    pub(super) fn born_on(&self, day: Day) -> u32 {
        let key = u64::from(day.0).wrapping_mul(MIX);
        self.birthdays.get(&key).map_or(0, |born| born.families)
    }

    /// All numbers of a person, the own first.
    pub(super) fn numbers_of<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = u64> + 'a {
        let more = self.more_of(person).map_or(&[][..], |more| &more.numbers);
        std::iter::once(person.number).chain(more.iter().copied())
    }

    /// All mailboxes of a person, the own first.
    pub(super) fn mailboxes_of<'a>(&'a self, person: &'a Person) -> impl Iterator<Item = &'a Box_> + 'a {
        let more = self.more_of(person).map_or(&[][..], |more| &more.mailboxes);
        let own = (person.mailbox != 0).then_some(person.mailbox);
        own.into_iter()
            .chain(more.iter().copied())
            .filter_map(|mailbox| self.mailboxes.get(mailbox))
    }

    fn more_of(&self, person: &Person) -> Option<&More> {
        self.more.get((person.more as usize).checked_sub(1)?)
    }
}

/// An odd number that spreads small ones over 64 bits.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// A hash of several numbers, never 0: a key by which people are brought together.
pub(super) fn joined(kind: u64, values: &[u64]) -> u32 {
    let mut bytes = [0; 40];
    for (place, value) in bytes
        .chunks_exact_mut(8)
        .zip(std::iter::once(&kind).chain(values))
    {
        place.copy_from_slice(&value.to_le_bytes());
    }
    (xxh3_64(&bytes) as u32).max(1)
}
