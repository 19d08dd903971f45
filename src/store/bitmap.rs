//! Bitmaps: which contacts there are, which are in a list, which have opted out. Cut at 65,536 rows; a stretch is a
//! sorted list of places while it is sparse and 1,024 words when it is not, so that it goes into a [`Mask`] without
//! being unpacked. What the bits mean is decided by [`super::columns`].

use super::envelope::{Sealed, damaged, open, seal};
use super::marks::{Marked, Reading};
use super::mask::{Bits, Mask};
use super::{Result, StoreError};
use crate::model::{ContactId, FieldId, ListId, Pins, SegmentId, Side};
use redb::{ReadableTable, Table, TableDefinition};
use std::collections::BTreeMap;
use std::ops::{Bound, RangeInclusive};

/// [`Bitmap::key`] → one stretch.
pub(super) const BITMAPS: TableDefinition<'static, &'static [u8; 7], &'static [u8]> =
    TableDefinition::new("bitmaps");

/// How its stretches are marked: the byte of the kind says where marks stand.
pub(super) static MARKED: Marked<7> = Marked {
    table: BITMAPS,
    kind: Sealed::Bitmap,
    level: 0,
    number: 5,
    width: 2,
    root: 1,
};

/// Which bitmap, and which stretch of it.
type BitmapKey = [u8; 7];

/// Words of a stretch.
const WORDS: usize = 1024;
/// Rows of a stretch.
const ROWS: u32 = 65_536;
/// Up to this many rows a stretch is a list.
const LISTED: usize = 4096;

/// One bitmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bitmap {
    /// The contacts there are.
    Live,
    /// The members of a list.
    List(ListId),
    /// Who answers yes to a built-in yes/no field, by the field's number in the column table.
    Flag(u32),
    /// Who has a value in a custom yes/no field.
    CustomSet(FieldId),
    /// Whose value in a custom yes/no field is yes.
    CustomYes(FieldId),
    /// Who is pinned in a segment, or out of it.
    Pinned(SegmentId, Side),
}

impl Bitmap {
    /// What the keys of lists begin with.
    const LIST: u8 = 1;
    /// What the keys of pins begin with.
    const PINNED_IN: u8 = 5;
    const PINNED_OUT: u8 = 6;

    pub(super) fn key(self, stretch: u16) -> BitmapKey {
        let (kind, id) = match self {
            Self::Live => (0, 0),
            Self::List(list) => (Self::LIST, list.0),
            Self::Flag(field) => (2, field),
            Self::CustomSet(field) => (3, field.0),
            Self::CustomYes(field) => (4, field.0),
            Self::Pinned(segment, Side::In) => (Self::PINNED_IN, segment.0),
            Self::Pinned(segment, Side::Out) => (Self::PINNED_OUT, segment.0),
        };
        let mut key = [0; 7];
        let (place, rest) = key.split_at_mut(1);
        place.copy_from_slice(&[kind]);
        let (place, rest) = rest.split_at_mut(4);
        place.copy_from_slice(&id.to_be_bytes());
        rest.copy_from_slice(&stretch.to_be_bytes());
        key
    }

    /// Reads the whole bitmap as a mask.
    pub(super) fn read(self, table: &Reading<7>) -> Result<Mask> {
        let keys = table.keys(&self.key(0), &self.key(u16::MAX))?;
        let stretches = keys.last().map_or(0, |key| stretch_of(*key) + 1);
        let mut mask = Mask::empty(stretches * WORDS);
        for key in keys {
            if let Some(value) = table.get(&key)? {
                let body = open(Sealed::Bitmap, &key, value.value())?;
                let words = mask.stretch(stretch_of(key) * WORDS, WORDS);
                parse_into(words, body).ok_or_else(|| Stretch::damage(key))?;
            }
        }
        Ok(mask)
    }

    /// Whether one contact is in it.
    pub(super) fn holds(self, table: &Reading<7>, contact: ContactId) -> Result<bool> {
        let key = self.key((contact.0 / ROWS) as u16);
        let Some(value) = table.get(&key)? else {
            return Ok(false);
        };
        let stretch = Stretch::decode(key, value.value())?;
        let row = (contact.0 % ROWS) as usize;
        Ok(stretch
            .words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1))
    }

    /// How many rows from one to another are in it.
    pub(super) fn count(
        self,
        table: &impl ReadableTable<&'static [u8; 7], &'static [u8]>,
        first: u32,
        last: u32,
    ) -> Result<usize> {
        let mut count = 0;
        for stretch in first / ROWS..=last / ROWS {
            let key = self.key(stretch as u16);
            let Some(value) = MARKED.get(table, &key)? else {
                continue;
            };
            let start = stretch * ROWS;
            let rows = first.saturating_sub(start) as usize..=((last - start).min(ROWS - 1)) as usize;
            count += Stretch::decode(key, value.value())?.count_in(rows);
        }
        Ok(count)
    }

    /// Sets or clears rows, ascending; each row at most once.
    pub(super) fn change(
        self,
        table: &mut Table<'_, &'static [u8; 7], &'static [u8]>,
        rows: &[(u32, bool)],
    ) -> Result<()> {
        for run in rows.chunk_by(|(a, _), (b, _)| a / ROWS == b / ROWS) {
            let Some((first, _)) = run.first() else { continue };
            let key = self.key((first / ROWS) as u16);
            let mut stretch = match MARKED.get(table, &key)? {
                Some(value) => Stretch::decode(key, value.value())?,
                None => Stretch::default(),
            };
            for (row, on) in run {
                stretch.set((row % ROWS) as usize, *on);
            }
            put(table, key, &stretch)?;
        }
        Ok(())
    }

    /// Takes the whole bitmap out.
    pub(super) fn drop(self, table: &mut Table<'_, &'static [u8; 7], &'static [u8]>) -> Result<()> {
        MARKED.clear(table, &self.key(0), &self.key(u16::MAX))
    }
}

/// How many contacts are pinned in each segment in which anybody is, deleted segments among them. A stretch that cannot be
/// read counts as one: whoever asks for its contacts is told.
pub(super) fn pins(
    table: &impl ReadableTable<&'static [u8; 7], &'static [u8]>,
) -> Result<Vec<(SegmentId, Pins)>> {
    let mut found: BTreeMap<SegmentId, Pins> = BTreeMap::new();
    let (first, last) = (
        [Bitmap::PINNED_IN, 0, 0, 0, 0, 0, 0],
        [Bitmap::PINNED_OUT, 255, 255, 255, 255, 255, 255],
    );
    for row in table.range::<&[u8; 7]>(&first..=&last)? {
        let (key, value) = row?;
        let [kind, a, b, c, d, ..] = *key.value();
        let count = match open(Sealed::Bitmap, key.value(), value.value()) {
            Ok(body) => body.first_chunk().map_or(1, |count| u32::from_le_bytes(*count)),
            Err(_) => 1,
        };
        let pins = found
            .entry(SegmentId(u32::from_be_bytes([a, b, c, d])))
            .or_default();
        match kind {
            Bitmap::PINNED_IN => pins.within += u64::from(count),
            _ => pins.out += u64::from(count),
        }
    }
    Ok(found.into_iter().collect())
}

/// Takes a range of rows out of all bitmaps. Gives back how many each list has lost.
pub(super) fn clear(
    table: &mut Table<'_, &'static [u8; 7], &'static [u8]>,
    first: u32,
    last: u32,
) -> Result<Vec<(ListId, u64)>> {
    let mut lost = Vec::new();
    let mut from = Bound::Unbounded;
    loop {
        let next = table.range::<&[u8; 7]>((from.as_ref(), Bound::Unbounded))?.next();
        let next = next.transpose()?.map(|(key, _)| *key.value());
        // Marks stand behind all stretches.
        let Some(next) = next.filter(|key| MARKED.is_chunk(key)) else {
            return Ok(lost);
        };
        let [kind, a, b, c, d, ..] = next;
        let key = |stretch: u32| {
            let [.., high, low] = stretch.to_be_bytes();
            [kind, a, b, c, d, high, low]
        };
        let mut count = 0;
        for stretch in first / ROWS..=last / ROWS {
            count += clear_stretch(table, key(stretch), stretch * ROWS, first, last)?;
        }
        if kind == Bitmap::LIST && count > 0 {
            lost.push((ListId(u32::from_be_bytes([a, b, c, d])), count));
        }
        from = Bound::Excluded(key(u32::from(u16::MAX)));
    }
}

/// Clears the rows of a range in one stretch, which begins at a row. Gives back how many there were.
fn clear_stretch(
    table: &mut Table<'_, &'static [u8; 7], &'static [u8]>,
    key: BitmapKey,
    start: u32,
    first: u32,
    last: u32,
) -> Result<u64> {
    let mut stretch = match MARKED.get(table, &key)? {
        Some(value) => Stretch::decode(key, value.value())?,
        None => return Ok(0),
    };
    let before = stretch.count();
    let (first, last) = (first.saturating_sub(start), (last - start).min(ROWS - 1));
    (first..=last).for_each(|row| stretch.set(row as usize, false));
    put(table, key, &stretch)?;
    Ok((before - stretch.count()) as u64)
}

fn put(
    table: &mut Table<'_, &'static [u8; 7], &'static [u8]>,
    key: BitmapKey,
    stretch: &Stretch,
) -> Result<()> {
    let sealed = (stretch.count() > 0).then(|| seal(Sealed::Bitmap, &key, &stretch.encode()));
    MARKED.put(table, &key, sealed.as_deref())
}

fn stretch_of(key: BitmapKey) -> usize {
    let [.., high, low] = key;
    usize::from(u16::from_be_bytes([high, low]))
}

/// One stretch, unpacked.
struct Stretch {
    words: Box<[u64; WORDS]>,
}

impl Default for Stretch {
    fn default() -> Self {
        Self {
            words: Box::new([0; WORDS]),
        }
    }
}

impl Stretch {
    fn set(&mut self, row: usize, on: bool) {
        if let Some(word) = self.words.get_mut(row / 64) {
            let bit = 1 << (row % 64);
            *word = if on { *word | bit } else { *word & !bit };
        }
    }

    fn count_in(&self, rows: RangeInclusive<usize>) -> usize {
        let words = &self.words;
        let is_set = |row: &usize| {
            words
                .get(row / 64)
                .is_some_and(|word| word >> (row % 64) & 1 == 1)
        };
        rows.into_iter().filter(is_set).count()
    }

    fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The row count, then either the places or the words.
    fn encode(&self) -> Vec<u8> {
        let count = self.count();
        let mut out = Vec::with_capacity(4 + (count * 2).min(WORDS * 8));
        out.extend_from_slice(&(count as u32).to_le_bytes());
        if count <= LISTED {
            for (at, word) in self.words.iter().enumerate() {
                for bit in Bits(*word) {
                    out.extend_from_slice(&((at * 64) as u16 + bit as u16).to_le_bytes());
                }
            }
        } else {
            for word in self.words.iter() {
                out.extend_from_slice(&word.to_le_bytes());
            }
        }
        out
    }

    fn decode(key: BitmapKey, sealed: &[u8]) -> Result<Self> {
        let body = open(Sealed::Bitmap, &key, sealed)?;
        Self::parse(body).ok_or_else(|| Self::damage(key))
    }

    fn damage(key: BitmapKey) -> StoreError {
        damaged(Sealed::Bitmap, &key, "its length does not fit its row count")
    }

    fn parse(body: &[u8]) -> Option<Self> {
        let mut stretch = Self::default();
        parse_into(stretch.words.as_mut_slice(), body)?;
        Some(stretch)
    }
}

/// Sets the bits of a stretch in its words, all of which are 0.
fn parse_into(words: &mut [u64], body: &[u8]) -> Option<()> {
    let (count, rest) = body.split_first_chunk::<4>()?;
    let count = u32::from_le_bytes(*count) as usize;
    if count <= LISTED {
        let (places, tail) = rest.as_chunks::<2>();
        if places.len() != count || !tail.is_empty() {
            return None;
        }
        for place in places {
            let row = u16::from_le_bytes(*place);
            *words.get_mut(usize::from(row / 64))? |= 1 << (row % 64);
        }
    } else {
        let (stored, tail) = rest.as_chunks::<8>();
        if stored.len() != words.len() || !tail.is_empty() {
            return None;
        }
        for (word, bytes) in words.iter_mut().zip(stored) {
            *word = u64::from_le_bytes(*bytes);
        }
    }
    let set: usize = words.iter().map(|word| word.count_ones() as usize).sum();
    (set == count).then_some(())
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

    fn stretch(rows: &[u16]) -> Stretch {
        let mut stretch = Stretch::default();
        for row in rows {
            stretch.set(usize::from(*row), true);
        }
        stretch
    }

    proptest! {
        #[test]
        fn sparse_and_dense_stretches_come_back(rows in prop::collection::vec(any::<u16>(), 0..9000)) {
            let made = stretch(&rows);
            let body = made.encode();
            let back = Stretch::parse(&body).unwrap();
            prop_assert_eq!(&made.words, &back.words);
            prop_assert!(body.len() <= 4 + WORDS * 8);
        }

        #[test]
        fn bytes_that_are_no_stretch_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(stretch) = Stretch::parse(&bytes) {
                let (count, _) = bytes.split_first_chunk::<4>().unwrap();
                prop_assert_eq!(stretch.count(), u32::from_le_bytes(*count) as usize);
            }
        }
    }

    #[test]
    fn a_bitmap_lives_in_its_table() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let db = redb::Database::create(file.path()).unwrap();
        let list = Bitmap::List(ListId(7));
        let txn = db.begin_write().unwrap();
        {
            let mut table = txn.open_table(BITMAPS).unwrap();
            list.change(&mut table, &[(3, true), (70_000, true), (200_000, true)])
                .unwrap();
            Bitmap::List(ListId(8)).change(&mut table, &[(3, true)]).unwrap();
            list.change(&mut table, &[(3, false), (70_001, true)]).unwrap();
        }
        super::super::marks::write_roots(&txn).unwrap();
        txn.commit().unwrap();
        let txn = redb::ReadableDatabase::begin_read(&db).unwrap();
        let table = Reading::open(&txn, &MARKED).unwrap();
        let found: Vec<u32> = list
            .read(&table)
            .unwrap()
            .iter()
            .map(|contact| contact.0)
            .collect();
        assert_eq!(found, [70_000, 70_001, 200_000]);
        assert_eq!(Bitmap::List(ListId(8)).read(&table).unwrap().count(), 1);
        assert_eq!(Bitmap::Live.read(&table).unwrap().count(), 0);
    }
}
