//! Entries packed into the lists of chunks, one after the other in their order.

use super::list::{HEAD, Unpacker, common, put};

/// A chunk that is full: what its key says, and its list.
pub(super) type Piece = (Vec<u8>, Vec<u8>);

/// Takes entries in their order.
pub(super) struct Packer {
    /// The most bytes a list gets.
    length: usize,
    key: Vec<u8>,
    list: Vec<u8>,
    last: Vec<u8>,
    full: Vec<Piece>,
}

impl Packer {
    /// Begins; no list gets more than so many bytes, but for an entry that is longer.
    pub(super) fn new(length: usize) -> Self {
        Self {
            length,
            key: Vec::new(),
            list: Vec::new(),
            last: Vec::new(),
            full: Vec::new(),
        }
    }

    /// Goes on behind a list under its key.
    pub(super) fn behind(length: usize, key: &[u8], list: &[u8]) -> Self {
        let mut last = Vec::new();
        let mut entries = Unpacker::new(list);
        while let Some(entry) = entries.next() {
            last.clear();
            last.extend_from_slice(entry);
        }
        Self {
            key: key.to_vec(),
            list: list.to_vec(),
            last,
            ..Self::new(length)
        }
    }

    /// The last entry it has taken; empty before the first.
    pub(super) fn last(&self) -> &[u8] {
        &self.last
    }

    /// Takes the next entry. Where a list begins with it, the key has as much of it as sets it apart from the one before.
    pub(super) fn push(&mut self, entry: &[u8]) {
        let mut shared = common(&self.last, entry);
        if !self.list.is_empty() && self.list.len() + HEAD + entry.len() - shared > self.length {
            let apart = entry.get(..=shared).unwrap_or(entry).to_vec();
            let list = std::mem::replace(&mut self.list, Vec::with_capacity(self.length));
            self.full.push((std::mem::replace(&mut self.key, apart), list));
            shared = 0;
        }
        put((shared, entry.get(shared..).unwrap_or_default()), &mut self.list);
        self.last.truncate(shared);
        self.last
            .extend_from_slice(entry.get(shared..).unwrap_or_default());
    }

    /// All lists; the first under the key it began with.
    pub(super) fn finish(mut self) -> Vec<Piece> {
        self.full.push((self.key, self.list));
        self.full
    }
}

/// A list cut into pieces of about one length and at most `full` bytes. The last piece takes only what is left where
/// `rising`: more will come behind it.
pub(super) fn cut(packed: &[u8], full: usize, rising: bool) -> Vec<Piece> {
    let count = packed.len().div_ceil(full).max(1);
    let mut packer = Packer::new(if rising {
        full
    } else {
        packed.len().div_ceil(count)
    });
    let mut list = Unpacker::new(packed);
    while let Some(entry) = list.next() {
        packer.push(entry);
    }
    packer.finish()
}
