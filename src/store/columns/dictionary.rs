//! The distinct texts of one chunk: folded, as questions compare them, and as they were written where that differs.
//! A question is put once to each distinct text and not to each row. Two spellings of one folded text are two entries.

use super::chunk::Reader;
use crate::model::text::fold_onto;
use xxhash_rust::xxh3::xxh3_64;

/// Texts one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Texts {
    ends: Vec<u32>,
    bytes: Vec<u8>,
}

impl Texts {
    fn push(&mut self, text: &[u8]) {
        self.bytes.extend_from_slice(text);
        self.ends.push(self.bytes.len() as u32);
    }

    fn get(&self, at: usize) -> &[u8] {
        let end = self.ends.get(at).map_or(0, |end| *end as usize);
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |end| *end as usize);
        self.bytes.get(start..end).unwrap_or_default()
    }

    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.ends.len() as u32).to_le_bytes());
        out.extend_from_slice(&(self.bytes.len() as u32).to_le_bytes());
        for end in &self.ends {
            out.extend_from_slice(&end.to_le_bytes());
        }
        out.extend_from_slice(&self.bytes);
    }
}

/// A dictionary being changed.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Dictionary {
    folded: Texts,
    /// Empty where the text is its own folded form.
    shown: Texts,
    /// Open addressing by the text as written: entry + 1, or 0. Twice as many places as entries at least, and a power
    /// of two; empty until the dictionary has been searched a few times from end to end.
    places: Vec<u32>,
    searched: u8,
}

/// So often a dictionary that was read is searched from end to end before its places are worked out: an edit asks once.
const SEARCHES: u8 = 4;

impl Dictionary {
    /// How many texts there are.
    pub(in crate::store) fn len(&self) -> usize {
        self.folded.ends.len()
    }

    /// How many bytes they have, as questions compare them.
    pub(in crate::store) fn bytes(&self) -> usize {
        self.folded.bytes.len()
    }

    /// The entry of a text, made if need be.
    pub(super) fn intern(&mut self, text: &str) -> u32 {
        self.find_or_add(text, true).unwrap_or_default()
    }

    /// The entry of a text, made if need be and if there is room; None where it would have had to be made.
    pub(in crate::store) fn find_or_add(&mut self, text: &str, room: bool) -> Option<u32> {
        if self.places.is_empty() && self.len() > 0 && self.searched < SEARCHES {
            self.searched += 1;
            let found = (0..self.len()).find(|entry| self.text(*entry) == text.as_bytes());
            return found
                .or_else(|| room.then(|| self.add(text)))
                .map(|entry| entry as u32);
        }
        if self.places.len() < (self.len() + 1) * 2 {
            self.rebuild_places();
        }
        let mut at = self.place_of(text.as_bytes());
        while let Some(entry) = self.places.get(at).and_then(|entry| entry.checked_sub(1)) {
            if self.text(entry as usize) == text.as_bytes() {
                return Some(entry);
            }
            at = (at + 1) & (self.places.len() - 1);
        }
        if !room {
            return None;
        }
        let entry = self.add(text) as u32;
        if let Some(place) = self.places.get_mut(at) {
            *place = entry + 1;
        }
        Some(entry)
    }

    /// Appends the part that questions need.
    pub(in crate::store) fn encode_folded(&self, out: &mut Vec<u8>) {
        self.folded.encode(out);
    }

    /// Appends the texts as written; empty where they are their own folded forms.
    pub(in crate::store) fn encode_shown(&self, out: &mut Vec<u8>) {
        self.shown.encode(out);
    }

    /// Whether any text differs from its folded form.
    pub(in crate::store) fn has_shown(&self) -> bool {
        !self.shown.bytes.is_empty()
    }

    /// The dictionary without the entries that are not used, and the new entry of each old one.
    pub(super) fn compacted(&self, used: &[bool]) -> (Self, Vec<u32>) {
        let mut kept = Self::default();
        let mut moved = Vec::with_capacity(self.len());
        for entry in 0..self.len() {
            moved.push(kept.len() as u32);
            if used.get(entry).is_some_and(|used| *used) {
                kept.folded.push(self.folded.get(entry));
                kept.shown.push(self.shown.get(entry));
            }
        }
        (kept, moved)
    }

    /// As read from a chunk.
    pub(in crate::store) fn from_views(
        folded: DictionaryView<'_>,
        shown: Option<DictionaryView<'_>>,
    ) -> Self {
        let none = || Texts {
            ends: vec![0; folded.len()],
            bytes: Vec::new(),
        };
        Self {
            folded: folded.to_texts(),
            shown: shown.map_or_else(none, DictionaryView::to_texts),
            ..Self::default()
        }
    }

    /// A text as it was written; None where there is none with this entry.
    pub(in crate::store) fn written(&self, entry: usize) -> Option<&str> {
        std::str::from_utf8((entry < self.len()).then(|| self.text(entry))?).ok()
    }

    fn add(&mut self, text: &str) -> usize {
        let before = self.folded.bytes.len();
        fold_onto(&mut self.folded.bytes, text);
        self.folded.ends.push(self.folded.bytes.len() as u32);
        let same = self.folded.bytes.get(before..) == Some(text.as_bytes());
        self.shown.push(if same { &[] } else { text.as_bytes() });
        self.len() - 1
    }

    /// Forgets everything but the room it takes.
    pub(super) fn clear(&mut self) {
        for texts in [&mut self.folded, &mut self.shown] {
            texts.ends.clear();
            texts.bytes.clear();
        }
        self.places.fill(0);
        self.searched = SEARCHES;
    }

    /// A text as written.
    fn text(&self, entry: usize) -> &[u8] {
        match self.shown.get(entry) {
            [] => self.folded.get(entry),
            shown => shown,
        }
    }

    fn place_of(&self, text: &[u8]) -> usize {
        xxh3_64(text) as usize & (self.places.len().max(1) - 1)
    }

    fn rebuild_places(&mut self) {
        let room = ((self.len() + 1) * 4).next_power_of_two().max(64);
        self.places = vec![0; room];
        for entry in 0..self.len() {
            let mut at = self.place_of(self.text(entry));
            while self.places.get(at).is_some_and(|taken| *taken != 0) {
                at = (at + 1) & (room - 1);
            }
            if let Some(place) = self.places.get_mut(at) {
                *place = entry as u32 + 1;
            }
        }
    }
}

/// The texts of a chunk being read.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct DictionaryView<'a> {
    ends: &'a [[u8; 4]],
    bytes: &'a [u8],
}

impl<'a> DictionaryView<'a> {
    /// Reads what [`Dictionary::encode_folded`] or [`Dictionary::encode_shown`] wrote, and leaves the reader behind it.
    pub(super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let (entries, bytes) = (reader.u32()? as usize, reader.u32()? as usize);
        Some(Self {
            ends: reader.u32s(entries)?,
            bytes: reader.take(bytes)?,
        })
    }

    /// Reads a part that holds nothing else.
    pub(in crate::store) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let view = Self::read(&mut reader)?;
        reader.0.is_empty().then_some(view)
    }

    fn to_texts(self) -> Texts {
        Texts {
            ends: self.ends.iter().map(|end| u32::from_le_bytes(*end)).collect(),
            bytes: self.bytes.to_vec(),
        }
    }

    /// How many texts there are.
    pub(in crate::store) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One text.
    pub(in crate::store) fn get(&self, entry: usize) -> &'a [u8] {
        let end = self.end(entry);
        let start = entry.checked_sub(1).map_or(0, |before| self.end(before));
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// All texts, in the order of their entries.
    pub(in crate::store) fn iter(self) -> impl Iterator<Item = &'a [u8]> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let end = u32::from_le_bytes(*end) as usize;
            let text = self.bytes.get(start..end).unwrap_or_default();
            start = end;
            text
        })
    }

    /// All texts without a border between them.
    pub(in crate::store) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Where a text ends in [`Self::bytes`].
    pub(in crate::store) fn end(&self, entry: usize) -> usize {
        self.ends
            .get(entry)
            .map_or(0, |end| u32::from_le_bytes(*end) as usize)
    }

    /// The entry that a place in [`Self::bytes`] belongs to; it must not lie before the entry `from`.
    pub(in crate::store) fn entry_at(&self, place: usize, from: usize) -> usize {
        let rest = self.ends.get(from..).unwrap_or_default();
        let ends_before = |end: &&[u8; 4]| u32::from_le_bytes(**end) as usize <= place;
        from + rest.iter().take_while(ends_before).count()
    }
}

/// A text as it was written: the shown one where there is one, else the folded one.
pub(in crate::store) fn as_written<'a>(
    folded: &DictionaryView<'a>,
    shown: Option<&DictionaryView<'a>>,
    entry: usize,
) -> &'a str {
    let text = match shown.map_or(&[][..], |shown| shown.get(entry)) {
        [] => folded.get(entry),
        shown => shown,
    };
    std::str::from_utf8(text).unwrap_or_default()
}
