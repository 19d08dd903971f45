//! Who is new among very many: everybody else is glanced at, and only who has something in common with one of the new is
//! compared. What is common among all counts as common, as in a search among everybody.

use super::find::{Suggestion, Watch, find};
use super::glance::{Counted, Glance};
use super::keys::{further, keys};
use super::people::{People, Person};
use super::texts::Itself;
use crate::model::{Contact, ContactId};
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

type Set = HashSet<u64, BuildHasherDefault<Itself>>;
type Counts = HashMap<u64, u32, BuildHasherDefault<Itself>>;

/// Whose names are the same as those of so many others is not compared for that alone.
const NAMESAKES: u32 = 6;

/// The new contacts, and what one has to have to be compared with them.
#[derive(Debug)]
pub struct Newcomers {
    new: Vec<Contact>,
    people: People,
    ids: HashSet<ContactId>,
    tokens: Set,
    keys: Set,
    counts: Counts,
}

/// Somebody who looks at a part of all contacts.
#[derive(Debug)]
pub struct Desk<'a> {
    of: &'a Newcomers,
    scratch: People,
    looked: Looked,
}

/// What was seen there.
#[derive(Debug, Default)]
pub struct Looked {
    counts: Counts,
    seen: usize,
    kept: Vec<Contact>,
}

impl Newcomers {
    /// These contacts are new.
    pub fn of(new: Vec<Contact>) -> Self {
        let mut people = People::default();
        let (mut tokens, mut counts) = (Set::default(), Counts::default());
        for contact in &new {
            people.add(contact);
            let phones: Vec<u64> = contact.other_phones.iter().map(|phone| phone.digits()).collect();
            let mails: Vec<&str> = contact.other_emails.iter().map(String::as_str).collect();
            let glance = Glance::of(contact, &phones, &mails).read();
            glance.any_token(|token| {
                tokens.insert(token);
                false
            });
            glance.each_counted(|_, value| {
                counts.insert(value, 0);
            });
        }
        people.newcomers(new.len());
        let of = |person: &Person| all_keys(&people, person);
        let keys = people.persons.iter().flat_map(of).collect();
        Self {
            ids: new.iter().map(|contact| contact.id).collect(),
            new,
            people,
            tokens,
            keys,
            counts,
        }
    }

    /// Somebody who looks at a part of everybody.
    pub fn desk(&self) -> Desk<'_> {
        let counts = self.counts.clone();
        Desk {
            of: self,
            scratch: People::default(),
            looked: Looked {
                counts,
                ..Looked::default()
            },
        }
    }

    /// The pairs with somebody new that come to at least this probability, the best first, and those by whom the reasons can be
    /// told. `apart` are known to be two people. None where it was stopped.
    pub fn find(
        mut self,
        looked: Vec<Looked>,
        apart: impl Iterator<Item = (ContactId, ContactId)>,
        least: f32,
        watch: &impl Watch,
    ) -> Option<(People, Vec<Suggestion>)> {
        let mut all = 0;
        for looked in looked {
            all += looked.seen;
            for (value, count) in looked.counts {
                *self.counts.entry(value).or_default() += count;
            }
            for contact in looked.kept {
                // Seen twice where a part had to be read again.
                if self.ids.insert(contact.id) {
                    self.people.add(&contact);
                }
            }
        }
        for (one, other) in apart {
            self.people.keep_apart(one, other);
        }
        for contact in &self.new {
            let glance = Glance::of(contact, &[], &[]).read();
            glance.each_counted(|kind, value| {
                let count = self.counts.get(&value).copied().unwrap_or(0);
                match kind {
                    Counted::Given => self.people.at_least_named(&contact.first_name, "", count),
                    Counted::Family => self.people.at_least_named("", &contact.last_name, count),
                    Counted::City => self.people.at_least_at('c', &contact.city, count),
                    Counted::Postcode => self.people.at_least_at('p', &contact.postcode, count),
                    Counted::Birthday => self.people.at_least_born(contact.birthday, count),
                    Counted::Names => {}
                }
            });
        }
        self.people.some_of(all);
        self.people.settle();
        let pairs = find(&self.people, least, watch)?;
        Some((self.people, pairs))
    }
}

impl Desk<'_> {
    /// Looks at a contact. Whether it has to be read.
    pub fn glance(&mut self, id: ContactId, glance: &Glance<'_>) -> bool {
        self.looked.seen += 1;
        let glance = glance.read();
        let mut is_namesake = false;
        glance.each_counted(|kind, value| {
            if let Some(count) = self.looked.counts.get_mut(&value) {
                *count += 1;
                is_namesake |= kind == Counted::Names && *count <= NAMESAKES;
            }
        });
        let is_near = is_namesake || glance.any_token(|token| self.of.tokens.contains(&token));
        is_near && !self.of.ids.contains(&id)
    }

    /// Takes in one that was read, where it shares a key with somebody new.
    pub fn take(&mut self, contact: Contact) {
        self.scratch.add(&contact);
        let Some(person) = self.scratch.persons.pop() else {
            return;
        };
        let keys = all_keys(&self.scratch, &person);
        if keys.iter().any(|key| self.of.keys.contains(key)) {
            self.looked.kept.push(contact);
        }
    }

    /// What was seen.
    pub fn done(self) -> Looked {
        self.looked
    }
}

/// All keys of a person as they are looked for.
fn all_keys(people: &People, person: &Person) -> Vec<u64> {
    let own = keys(people, person).into_iter().enumerate();
    let all = own.filter(|(_, key)| *key != 0).chain(further(people, person));
    all.map(|(kind, key)| (kind as u64) << 32 | u64::from(key))
        .collect()
}
