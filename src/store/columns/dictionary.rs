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

    /// The length of each.
    fn lengths(&self) -> impl Iterator<Item = u32> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let length = end - start;
            start = *end;
            length
        })
    }

    /// Lengths and not ends, in as few bytes as the longest needs: names rarely have more than 255, and a chunk of them
    /// then needs a page of half the size.
    fn encode(&self, out: &mut Vec<u8>) {
        let width = match self.lengths().max().unwrap_or(0) {
            0..=0xff => 1,
            0x100..=0xffff => 2,
            _ => 4,
        };
        out.extend_from_slice(&(self.ends.len() as u32).to_le_bytes());
        out.extend_from_slice(&(self.bytes.len() as u32).to_le_bytes());
        out.push(width as u8);
        for length in self.lengths() {
            out.extend(length.to_le_bytes().iter().take(width));
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

/// The texts of a chunk being read: one after the other, and how long each is. What is asked of all of them walks over
/// them; [`Located`] is for those who want many in any order.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct DictionaryView<'a> {
    lengths: Lengths<'a>,
    bytes: &'a [u8],
}

#[derive(Clone, Copy, Debug)]
enum Lengths<'a> {
    Narrow(&'a [u8]),
    Wide(&'a [[u8; 2]]),
    Whole(&'a [[u8; 4]]),
}

impl Lengths<'_> {
    fn count(&self) -> usize {
        match self {
            Self::Narrow(lengths) => lengths.len(),
            Self::Wide(lengths) => lengths.len(),
            Self::Whole(lengths) => lengths.len(),
        }
    }

    fn get(&self, entry: usize) -> Option<usize> {
        match self {
            Self::Narrow(lengths) => lengths.get(entry).map(|length| usize::from(*length)),
            Self::Wide(lengths) => lengths
                .get(entry)
                .map(|length| u16::from_le_bytes(*length).into()),
            Self::Whole(lengths) => lengths
                .get(entry)
                .map(|length| u32::from_le_bytes(*length) as usize),
        }
    }

    /// How long all before an entry are together.
    fn before(&self, entry: usize) -> usize {
        fn sum<T: Copy>(lengths: &[T], before: usize, length: impl Fn(T) -> u64) -> usize {
            let some = lengths.get(..before).unwrap_or(lengths);
            some.iter().map(|one| length(*one)).sum::<u64>() as usize
        }
        match self {
            Self::Narrow(lengths) => sum(lengths, entry, u64::from),
            Self::Wide(lengths) => sum(lengths, entry, |length| u16::from_le_bytes(length).into()),
            Self::Whole(lengths) => sum(lengths, entry, |length| u32::from_le_bytes(length).into()),
        }
    }
}

impl<'a> DictionaryView<'a> {
    /// Reads what [`Dictionary::encode_folded`] or [`Dictionary::encode_shown`] wrote, and leaves the reader behind it.
    pub(super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let (entries, bytes) = (reader.u32()? as usize, reader.u32()? as usize);
        let lengths = match reader.u8()? {
            1 => Lengths::Narrow(reader.take(entries)?),
            2 => Lengths::Wide(reader.u16s(entries)?),
            4 => Lengths::Whole(reader.u32s(entries)?),
            _ => return None,
        };
        let bytes = reader.take(bytes)?;
        (lengths.before(entries) == bytes.len()).then_some(Self { lengths, bytes })
    }

    /// Reads a part that holds nothing else.
    pub(in crate::store) fn parse(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let view = Self::read(&mut reader)?;
        reader.0.is_empty().then_some(view)
    }

    fn to_texts(self) -> Texts {
        Texts {
            ends: self.ends().collect(),
            bytes: self.bytes.to_vec(),
        }
    }

    fn ends(self) -> impl Iterator<Item = u32> + use<'a> {
        let mut end = 0_u32;
        (0..self.len()).map(move |entry| {
            end = end.saturating_add(self.lengths.get(entry).unwrap_or(0) as u32);
            end
        })
    }

    /// How many texts there are.
    pub(in crate::store) fn len(&self) -> usize {
        self.lengths.count()
    }

    /// One text; all before it are counted through, so this is for one and not for each.
    pub(in crate::store) fn get(&self, entry: usize) -> &'a [u8] {
        let start = self.lengths.before(entry);
        let end = start.saturating_add(self.length(entry));
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// All texts, in the order of their entries.
    pub(in crate::store) fn iter(self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut rest = self.bytes;
        (0..self.len()).map(move |entry| {
            let (text, later) = rest.split_at_checked(self.length(entry)).unwrap_or_default();
            rest = later;
            text
        })
    }

    /// All texts as they were written: the shown one where there is one, else the folded one.
    pub(in crate::store) fn written(self, shown: Option<Self>) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let mut rest = shown.map_or(&[][..], |shown| shown.bytes);
        self.iter().enumerate().map(move |(entry, folded)| {
            let length = shown.map_or(0, |shown| shown.length(entry));
            let (text, later) = rest.split_at_checked(length).unwrap_or_default();
            rest = later;
            if text.is_empty() { folded } else { text }
        })
    }

    /// The same texts with the place of each.
    pub(in crate::store) fn located(self) -> Located<'a> {
        Located {
            ends: self.ends().collect(),
            bytes: self.bytes,
        }
    }

    /// All texts without a border between them.
    pub(in crate::store) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// How long a text is.
    pub(in crate::store) fn length(&self, entry: usize) -> usize {
        self.lengths.get(entry).unwrap_or(0)
    }
}

/// Texts of which any is found at once.
#[derive(Clone, Debug)]
pub(in crate::store) struct Located<'a> {
    ends: Vec<u32>,
    bytes: &'a [u8],
}

impl<'a> Located<'a> {
    /// One text.
    pub(in crate::store) fn get(&self, entry: usize) -> &'a [u8] {
        let end = self.ends.get(entry).map_or(0, |end| *end as usize);
        let start = entry.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |end| *end as usize);
        self.bytes.get(start..end).unwrap_or_default()
    }
}
