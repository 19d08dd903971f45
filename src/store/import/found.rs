//! What the rows of a batch have made findable: their numbers and their ids. A hint only: who looks checks the contact.

use super::super::rows::identities;
use crate::model::{Contact, ContactId, SourceId};
use crate::phone::Identity;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Contacts of a batch by number and by id at the import's source.
pub(super) struct Found {
    seed: u64,
    places: HashMap<u64, Places, Mixed>,
}

/// Nearly every number and every id is one contact's.
enum Places {
    One(ContactId),
    Many(Vec<ContactId>),
}

impl Found {
    /// Empty, with room for what so many contacts bring.
    pub(super) fn of(contacts: usize) -> Self {
        let seed = RandomState::new().hash_one(0_u8);
        Self {
            seed,
            places: HashMap::with_capacity_and_hasher(contacts * 2, Mixed(seed)),
        }
    }

    /// Remembers a contact.
    pub(super) fn add(&mut self, contact: &Contact, source: SourceId) {
        for number in identities(contact) {
            self.put(self.of_number(number), contact.id);
        }
        for key in contact.source_keys.iter().filter(|key| key.source == source) {
            self.put(self.of_id(&key.id), contact.id);
        }
    }

    /// Who may have a number.
    pub(super) fn by_number(&self, number: Identity) -> &[ContactId] {
        self.at(self.of_number(number))
    }

    /// Who may have an id.
    pub(super) fn by_id(&self, id: &str) -> &[ContactId] {
        self.at(self.of_id(id))
    }

    fn at(&self, key: u64) -> &[ContactId] {
        match self.places.get(&key) {
            None => &[],
            Some(Places::One(one)) => std::slice::from_ref(one),
            Some(Places::Many(many)) => many,
        }
    }

    fn put(&mut self, key: u64, contact: ContactId) {
        let place = self.places.entry(key).or_insert(Places::One(contact));
        match place {
            Places::One(one) if *one == contact => {}
            Places::One(one) => *place = Places::Many(vec![*one, contact]),
            Places::Many(many) => {
                if !many.contains(&contact) {
                    many.push(contact);
                }
            }
        }
    }

    fn of_number(&self, number: Identity) -> u64 {
        self.seed ^ number.0
    }

    fn of_id(&self, id: &str) -> u64 {
        xxh3_64_with_seed(id.as_bytes(), self.seed)
    }
}

/// Mixes a number with a seed that no file can know.
#[derive(Clone)]
pub(super) struct Mixed(u64);

impl BuildHasher for Mixed {
    type Hasher = Mixer;

    fn build_hasher(&self) -> Mixer {
        Mixer(self.0)
    }
}

impl Default for Mixed {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0_u8))
    }
}

/// See [`Mixed`].
pub(super) struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    fn write_u64(&mut self, number: u64) {
        let product = u128::from(number ^ self.0) * u128::from(0x9E37_79B9_7F4A_7C15_u64);
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
}
