//! A chunk of a set column: the distinct members in a dictionary, and for each the rows that have it, as a sorted list
//! of places while they are few and as a bitmap of 63 words when they are not.

use super::chunk::Reader;
use super::dictionary::{Dictionary, DictionaryView};
use super::texts::TEXT_ROWS;

/// Rows of a chunk.
pub(in crate::store) const SET_ROWS: u32 = TEXT_ROWS;
/// Words of a chunk.
pub(in crate::store) const SET_WORDS: usize = SET_ROWS as usize / 64;
/// Fewer rows than this are listed.
const DENSE: usize = SET_WORDS * 4;

/// A chunk being changed.
#[derive(Clone, Debug, Default)]
pub(super) struct Sets {
    /// Entry and row.
    pairs: Vec<(u32, u16)>,
    dictionary: Dictionary,
}

impl Sets {
    /// Takes out all that some rows (ascending) have.
    pub(super) fn clear(&mut self, rows: &[u16]) {
        self.pairs.retain(|(_, row)| rows.binary_search(row).is_err());
    }

    /// Adds a member to a row.
    pub(super) fn add(&mut self, row: u16, member: &str) {
        if !member.is_empty() {
            let entry = self.dictionary.intern(member);
            self.pairs.push((entry, row));
        }
    }

    /// Whether no row has a member.
    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Sorts, and takes out the members that no row has any more; before encoding.
    pub(super) fn compact(&mut self) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let mut used = vec![false; self.dictionary.len()];
        for (entry, _) in &self.pairs {
            if let Some(used) = used.get_mut(*entry as usize) {
                *used = true;
            }
        }
        if used.iter().all(|used| *used) {
            return;
        }
        let (kept, moved) = self.dictionary.compacted(&used);
        self.dictionary = kept;
        for (entry, _) in &mut self.pairs {
            *entry = moved.get(*entry as usize).copied().unwrap_or(0);
        }
    }

    /// Appends the main part: the dictionary, how many rows each entry has, and the rows.
    pub(super) fn encode(&self, out: &mut Vec<u8>) {
        self.dictionary.encode_folded(out);
        let mut counts = vec![0_u32; self.dictionary.len()];
        for (entry, _) in &self.pairs {
            if let Some(count) = counts.get_mut(*entry as usize) {
                *count += 1;
            }
        }
        for count in &counts {
            out.extend_from_slice(&count.to_le_bytes());
        }
        for rows in self.pairs.chunk_by(|(a, _), (b, _)| a == b) {
            if rows.len() < DENSE {
                for (_, row) in rows {
                    out.extend_from_slice(&row.to_le_bytes());
                }
            } else {
                let mut words = [0_u64; SET_WORDS];
                for (_, row) in rows {
                    if let Some(word) = words.get_mut(usize::from(*row) / 64) {
                        *word |= 1 << (row % 64);
                    }
                }
                out.extend(words.iter().flat_map(|word| word.to_le_bytes()));
            }
        }
    }

    /// Whether any of the members differs from its folded form: only then there is a part for them as written.
    pub(super) fn has_shown(&self) -> bool {
        self.dictionary.has_shown()
    }

    /// Appends the members as written.
    pub(super) fn encode_shown(&self, out: &mut Vec<u8>) {
        self.dictionary.encode_shown(out);
    }
}

/// A chunk being read.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct SetsView<'a> {
    /// The folded members.
    pub(in crate::store) members: DictionaryView<'a>,
    counts: &'a [[u8; 4]],
    rows: &'a [u8],
}

impl<'a> SetsView<'a> {
    /// Reads a chunk's main part; None where it is none.
    pub(in crate::store) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let members = DictionaryView::read(&mut reader)?;
        let counts = reader.u32s(members.len())?;
        let view = Self {
            members,
            counts,
            rows: reader.0,
        };
        let length = view
            .entries()
            .try_fold(0_usize, |sum, entry| sum.checked_add(entry.bytes));
        (length == Some(view.rows.len())).then_some(view)
    }

    /// The rows of each entry, in the order of the entries.
    pub(in crate::store) fn entries(self) -> impl Iterator<Item = Members<'a>> {
        let mut at = 0_usize;
        self.counts.iter().map(move |count| {
            let count = u32::from_le_bytes(*count) as usize;
            let bytes = if count < DENSE { count * 2 } else { SET_WORDS * 8 };
            let rows = self
                .rows
                .get(at..)
                .and_then(|rest| rest.get(..bytes))
                .unwrap_or_default();
            at = at.saturating_add(bytes);
            Members { count, bytes, rows }
        })
    }

    /// The same chunk, to be changed.
    pub(super) fn to_sets(self, shown: Option<DictionaryView<'_>>) -> Sets {
        let mut pairs = Vec::new();
        for (entry, members) in self.entries().enumerate() {
            let mut words = [0; SET_WORDS];
            members.unite_into(&mut words);
            for (at, word) in words.iter().enumerate() {
                let places = super::super::mask::Bits(*word);
                pairs.extend(places.map(|bit| (entry as u32, (at * 64) as u16 + bit as u16)));
            }
        }
        Sets {
            pairs,
            dictionary: Dictionary::from_views(self.members, shown),
        }
    }
}

/// The rows that have one member.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Members<'a> {
    /// How many there are.
    pub(in crate::store) count: usize,
    bytes: usize,
    rows: &'a [u8],
}

impl Members<'_> {
    /// Takes the rows into the words.
    pub(in crate::store) fn unite_into(&self, words: &mut [u64; SET_WORDS]) {
        if self.count < DENSE {
            for row in self.rows.as_chunks::<2>().0 {
                let row = u16::from_le_bytes(*row);
                if let Some(word) = words.get_mut(usize::from(row) / 64) {
                    *word |= 1 << (row % 64);
                }
            }
        } else {
            for (word, bytes) in words.iter_mut().zip(self.rows.as_chunks::<8>().0) {
                *word |= u64::from_le_bytes(*bytes);
            }
        }
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    type Rows = Vec<(u16, BTreeSet<String>)>;

    fn rows(count: usize) -> impl Strategy<Value = Rows> {
        let member = prop_oneof![
            Just("VIP".to_owned()),
            Just("vip".to_owned()),
            "[a-e]",
            "\\PC{1,6}"
        ];
        let row = (0..SET_ROWS as u16, prop::collection::btree_set(member, 0..4));
        prop::collection::vec(row, 0..count)
    }

    fn encoded(chunk: &mut Sets) -> (Vec<u8>, Vec<u8>) {
        chunk.compact();
        let (mut main, mut shown) = (Vec::new(), Vec::new());
        chunk.encode(&mut main);
        if chunk.has_shown() {
            chunk.encode_shown(&mut shown);
        }
        (main, shown)
    }

    fn apply(chunk: &mut Sets, model: &mut BTreeSet<(u16, String)>, rows: &Rows) {
        for (row, members) in rows {
            chunk.clear(&[*row]);
            model.retain(|(other, _)| other != row);
            for member in members {
                chunk.add(*row, member);
                model.insert((*row, member.clone()));
            }
        }
    }

    proptest! {
        #[test]
        fn members_come_back_after_edits(first in rows(400), second in rows(30)) {
            let (mut chunk, mut model) = (Sets::default(), BTreeSet::new());
            apply(&mut chunk, &mut model, &first);
            let (main, shown) = encoded(&mut chunk);
            let shown = (!shown.is_empty()).then(|| DictionaryView::parse(&shown).unwrap());
            let mut chunk = SetsView::parse(&main).unwrap().to_sets(shown);
            apply(&mut chunk, &mut model, &second);
            let (main, shown) = encoded(&mut chunk);
            let shown = (!shown.is_empty()).then(|| DictionaryView::parse(&shown).unwrap());
            let view = SetsView::parse(&main).unwrap();
            let mut back = BTreeSet::new();
            for (entry, members) in view.entries().enumerate() {
                let mut words = [0; SET_WORDS];
                members.unite_into(&mut words);
                let places = (0..SET_ROWS as u16).filter(|row| words[usize::from(*row) / 64] >> (row % 64) & 1 == 1);
                let text = view.members.written(shown).nth(entry).unwrap_or_default();
                back.extend(places.map(|row| (row, String::from_utf8_lossy(text).into_owned())));
            }
            prop_assert_eq!(back, model);
        }

        #[test]
        fn bytes_that_are_no_chunk_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(view) = SetsView::parse(&bytes) {
                let _ = view.to_sets(None);
            }
        }
    }

    #[test]
    fn many_rows_become_a_bitmap() {
        let mut chunk = Sets::default();
        for row in 0..SET_ROWS as u16 {
            chunk.add(row, "newsletter");
        }
        let (main, _) = encoded(&mut chunk);
        assert!(main.len() < SET_WORDS * 8 + 64, "{}", main.len());
        let view = SetsView::parse(&main).unwrap();
        assert_eq!(view.entries().next().unwrap().count, SET_ROWS as usize);
    }
}
