//! Which contacts: one bit for each ordinal, in words of 64. Every question about many contacts is answered in masks;
//! bitmaps and column chunks narrow them. Nothing here knows tables.

use crate::model::ContactId;

/// A set of contacts by their ordinals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mask {
    words: Vec<u64>,
}

impl Mask {
    /// A mask with room for ordinals below `words` × 64, and nobody in it.
    pub(super) fn empty(words: usize) -> Self {
        Self {
            words: vec![0; words],
        }
    }

    /// The words, lowest ordinals first.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    /// The words from `start` on, at most `count`; fewer at the end.
    pub(super) fn stretch(&mut self, start: usize, count: usize) -> &mut [u64] {
        let end = start.saturating_add(count).min(self.words.len());
        self.words.get_mut(start.min(end)..end).unwrap_or_default()
    }

    /// How many contacts are in it.
    pub(super) fn count(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Whether a contact is in it.
    pub(super) fn contains(&self, contact: ContactId) -> bool {
        self.words
            .get(contact.0 as usize / 64)
            .is_some_and(|word| word >> (contact.0 % 64) & 1 == 1)
    }

    /// Takes a contact in; one beyond the mask's room is left out.
    pub(super) fn insert(&mut self, contact: ContactId) {
        if let Some(word) = self.words.get_mut(contact.0 as usize / 64) {
            *word |= 1 << (contact.0 % 64);
        }
    }

    /// Takes a contact out.
    pub(super) fn remove(&mut self, contact: ContactId) {
        if let Some(word) = self.words.get_mut(contact.0 as usize / 64) {
            *word &= !(1 << (contact.0 % 64));
        }
    }

    /// The contacts, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = ContactId> + '_ {
        self.after(None)
    }

    /// The contacts above one, ascending.
    pub(super) fn after(&self, contact: Option<ContactId>) -> impl Iterator<Item = ContactId> + '_ {
        let first = contact.map_or(0, |contact| u64::from(contact.0) + 1);
        let start = usize::try_from(first / 64).unwrap_or(usize::MAX);
        let tail = self.words.get(start..).unwrap_or_default();
        tail.iter().enumerate().flat_map(move |(at, word)| {
            let word = if at == 0 {
                word & (u64::MAX << (first % 64))
            } else {
                *word
            };
            let base = ((start + at) * 64) as u32;
            Bits(word).map(move |bit| ContactId(base + bit))
        })
    }

    /// Keeps who is in both.
    pub(super) fn and(&mut self, other: &Self) {
        let mut theirs = other.words.iter();
        for word in &mut self.words {
            *word &= theirs.next().copied().unwrap_or(0);
        }
    }

    /// Takes in who is in the other.
    pub(super) fn or(&mut self, other: &Self) {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word |= theirs;
        }
    }

    /// Takes out who is in the other.
    pub(super) fn and_not(&mut self, other: &Self) {
        for (word, theirs) in self.words.iter_mut().zip(&other.words) {
            *word &= !theirs;
        }
    }
}

/// The places of the bits that are set in a word, ascending.
pub(super) struct Bits(pub(super) u64);

impl Iterator for Bits {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        if self.0 == 0 {
            return None;
        }
        let bit = self.0.trailing_zeros();
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

/// Packs 64 bytes, each 0 or 1, into a word: the first byte is the lowest bit.
pub(super) fn pack(hits: &[u8; 64]) -> u64 {
    let (eights, _) = hits.as_chunks::<8>();
    let mut word = 0;
    for (at, eight) in eights.iter().enumerate() {
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= gathered << (at * 8);
    }
    word
}

#[cfg(test)]
#[allow(
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn mask(ordinals: &BTreeSet<u32>) -> Mask {
        let mut mask = Mask::empty(8);
        for ordinal in ordinals {
            mask.insert(ContactId(*ordinal));
        }
        mask
    }

    fn members(mask: &Mask) -> BTreeSet<u32> {
        mask.iter().map(|contact| contact.0).collect()
    }

    proptest! {
        #[test]
        fn masks_are_sets(a in prop::collection::btree_set(0..512_u32, 0..80),
                          b in prop::collection::btree_set(0..512_u32, 0..80),
                          after in 0..600_u32) {
            let (left, right) = (mask(&a), mask(&b));
            prop_assert_eq!(members(&left), a.clone());
            prop_assert_eq!(left.count(), a.len() as u64);
            let mut both = left.clone();
            both.and(&right);
            prop_assert_eq!(members(&both), &a & &b);
            let mut either = left.clone();
            either.or(&right);
            prop_assert_eq!(members(&either), &a | &b);
            let mut rest = left.clone();
            rest.and_not(&right);
            prop_assert_eq!(members(&rest), &a - &b);
            let tail: Vec<u32> = left.after(Some(ContactId(after))).map(|contact| contact.0).collect();
            prop_assert_eq!(tail, a.range(after + 1..).copied().collect::<Vec<_>>());
        }

        #[test]
        fn bytes_become_bits(word: u64) {
            let mut hits = [0; 64];
            for (bit, hit) in hits.iter_mut().enumerate() {
                *hit = (word >> bit & 1) as u8;
            }
            prop_assert_eq!(pack(&hits), word);
        }
    }
}
