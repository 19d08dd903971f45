//! Texts by number: equal texts have one number, so that most comparisons are of two numbers.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64;

/// A 64-bit hash that is its own place in a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Itself(u64);

impl Hasher for Itself {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _bytes: &[u8]) {}

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Hash → number.
pub(super) type ByHash = HashMap<u64, u32, BuildHasherDefault<Itself>>;

/// Things by the text they were made of; 0 is what an empty text makes.
#[derive(Debug)]
pub(super) struct Texts<T> {
    known: ByHash,
    all: Vec<T>,
}

impl<T: Default> Default for Texts<T> {
    fn default() -> Self {
        Self {
            known: ByHash::default(),
            all: vec![T::default()],
        }
    }
}

impl<T> Texts<T> {
    /// The number of a text; what it stands for is made where the text is new.
    pub(super) fn number(&mut self, text: &str, make: impl FnOnce(&str) -> T) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let next = self.all.len() as u32;
        let number = *self.known.entry(xxh3_64(text.as_bytes())).or_insert(next);
        if number == next {
            self.all.push(make(text));
        }
        number
    }

    /// What a number stands for.
    pub(super) fn get(&self, number: u32) -> Option<&T> {
        self.all.get(number as usize)
    }

    /// The same, to count it.
    pub(super) fn get_mut(&mut self, number: u32) -> Option<&mut T> {
        self.all.get_mut(number as usize)
    }

    /// All of them, by number.
    pub(super) fn all_mut(&mut self) -> &mut [T] {
        &mut self.all
    }
}

/// A short hash of a text, never 0.
pub(super) fn short(text: &str) -> u32 {
    (xxh3_64(text.as_bytes()) as u32).max(1)
}
