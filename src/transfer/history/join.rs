//! Whose the rows of a chunk are: the store is asked for many at a time, and what it said is remembered.

use super::plan::Plan;
use super::property::Property;
use super::row::{Chunk, Draft, Key};
use crate::model::text::fold;
use crate::model::{ContactId, SourceId};
use crate::phone::{self, Region};
use crate::store::{JoinKey, Store};
use crate::transfer::TransferError;
use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// How many answers are remembered.
const REMEMBERED: usize = 3_000_000;

/// Finds contacts.
pub(super) struct Joiner<'a> {
    store: &'a dyn Store,
    plan: &'a Plan,
    source: SourceId,
    seed: u64,
    known: HashMap<u64, Known, BuildHasherDefault<Already>>,
    /// The key before this one, and its answer: rows of one contact often stand together.
    last: Option<(u128, Option<ContactId>)>,
}

/// An answer of the store, and more of its key's hash.
#[derive(Clone, Copy)]
struct Known {
    check: u32,
    contact: Option<ContactId>,
}

/// A hash whose first half is its place.
type Hash = u128;

impl<'a> Joiner<'a> {
    pub fn new(store: &'a dyn Store, plan: &'a Plan) -> Self {
        Self {
            store,
            plan,
            // Ids of a source that the store does not know yet are nobody's.
            source: plan.source().unwrap_or(SourceId(u32::MAX)),
            seed: RandomState::new().hash_one(0_u8),
            known: HashMap::default(),
            last: None,
        }
    }

    /// Whose each row of a chunk is.
    pub fn find(&mut self, chunk: &Chunk) -> Result<Vec<Option<ContactId>>, TransferError> {
        let mut found = vec![None; chunk.drafts.len()];
        let most = chunk
            .drafts
            .iter()
            .map(|draft| draft.keys.len())
            .max()
            .unwrap_or_default();
        for nth in 0..most {
            self.find_by(nth, chunk, &mut found)?;
        }
        Ok(found)
    }

    /// Looks for those that are still open by their nth key.
    fn find_by(
        &mut self,
        nth: usize,
        chunk: &Chunk,
        found: &mut [Option<ContactId>],
    ) -> Result<(), TransferError> {
        let mut open: Vec<(usize, Hash)> = Vec::new();
        let mut asked: Vec<(Hash, JoinKey)> = Vec::new();
        for (at, (draft, found)) in chunk.drafts.iter().zip(found.iter_mut()).enumerate() {
            if found.is_some() {
                continue;
            }
            let Some((key, text)) = key_of(chunk, draft, nth) else {
                continue;
            };
            let hash = self.hash(key.what, draft.country, text);
            if let Some((last, contact)) = self.last
                && last == hash
            {
                *found = contact;
            } else if let Some(known) = self.remembered(hash) {
                *found = known;
                self.last = Some((hash, known));
            } else {
                if open.last().is_none_or(|(_, last)| *last != hash) {
                    asked.extend(join_key(key.what, draft.country, text).map(|key| (hash, key)));
                }
                open.push((at, hash));
            }
        }
        self.ask(asked)?;
        for (at, hash) in open {
            if let Some(place) = found.get_mut(at) {
                *place = self.remembered(hash).flatten();
            }
        }
        Ok(())
    }

    /// Asks the store, each key once, and remembers what it says.
    fn ask(&mut self, mut asked: Vec<(Hash, JoinKey)>) -> Result<(), TransferError> {
        if asked.is_empty() {
            return Ok(());
        }
        asked.sort_unstable_by_key(|(hash, _)| *hash);
        asked.dedup_by_key(|(hash, _)| *hash);
        if self.known.len() + asked.len() > REMEMBERED {
            self.known.clear();
        }
        let (hashes, keys): (Vec<Hash>, Vec<JoinKey>) = asked.into_iter().unzip();
        let contacts = self.store.join(self.plan.options.list, self.source, &keys)?;
        for (hash, contact) in hashes.into_iter().zip(contacts) {
            let check = hash as u32;
            self.known.insert(place(hash), Known { check, contact });
        }
        Ok(())
    }

    #[expect(clippy::option_option, reason = "not asked yet is not the same as nobody")]
    fn remembered(&self, hash: Hash) -> Option<Option<ContactId>> {
        let known = self.known.get(&place(hash))?;
        (known.check == hash as u32).then_some(known.contact)
    }

    fn hash(&self, what: Property, country: Option<Region>, text: &str) -> Hash {
        let region = country
            .filter(|_| what == Property::Phone)
            .map_or("", Region::code);
        let mut seed = self.seed ^ (what as u64);
        for byte in region.bytes() {
            seed = seed.rotate_left(8) ^ u64::from(byte);
        }
        xxh3_128_with_seed(text.as_bytes(), seed)
    }
}

/// The nth key of a row, and its text.
pub(super) fn key_of<'c>(chunk: &'c Chunk, draft: &Draft, nth: usize) -> Option<(&'c Key, &'c str)> {
    let key = chunk.keys.get(draft.keys.clone())?.get(nth)?;
    Some((key, chunk.texts.get(key.text.clone())?))
}

fn join_key(what: Property, country: Option<Region>, text: &str) -> Option<JoinKey> {
    match what {
        Property::Phone => {
            let number = phone::read(text, country).ok()?;
            Some(JoinKey::Number(phone::identity(number.e164)))
        }
        Property::Email => Some(JoinKey::Email(fold(text))),
        _ => Some(JoinKey::Id(text.to_owned())),
    }
}

fn place(hash: Hash) -> u64 {
    (hash >> 64) as u64
}

/// Takes a hash as it is.
#[derive(Default)]
pub(super) struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }
}
